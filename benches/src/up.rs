//! What is measured over HTTP, each a process on a core of its own: `tegata up`, and its peer moto_server.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tegata_client::AccessKey;
use zeroize::Zeroizing;

use crate::aws_client::Endpoint;
use crate::process::{free_port, wait_listening};

/// The server's core.
pub const SERVER: &str = "0";

/// A running `tegata up`.
pub struct Up {
    child: Child,
    /// Where to ask it.
    pub endpoint: Endpoint,
}

impl Up {
    /// Starts `program` on `folder`, with look-ups that begin at `hint`.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(program: &Path, folder: &Path, hint: &str, more: &[&str]) -> Result<Up> {
        let mut child = Command::new("taskset")
            .args(["--cpu-list", SERVER])
            .arg(program)
            .args([
                "--output",
                "json",
                "up",
                "--api",
                "127.0.0.1:0",
                "--dns",
                "127.0.0.1:0",
                "--dns-hint",
                hint,
            ])
            .args(more)
            .arg("--data")
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .context("taskset (Debian: util-linux)")?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("its output")?).read_line(&mut line)?;
        let ready: Value = serde_json::from_str(&line).context("it did not start")?;
        let text = |name: &str| ready[name].as_str().unwrap_or_default().to_owned();
        let file = std::fs::read(text("credentials")).context("its access key")?;
        let credentials: Value = serde_json::from_slice(&file)?;
        let secret = credentials["secret_access_key"].as_str().unwrap_or_default().to_owned();
        let address = text("api").trim_start_matches("http://").parse()?;
        let key = AccessKey { id: text("access_key_id"), secret: Zeroizing::new(secret), token: None };
        let endpoint = Endpoint::new(address, key, child.id())?;
        Ok(Up { child, endpoint })
    }

    /// Stops it.
    ///
    /// # Errors
    /// When it does not end in good order.
    pub fn stop(mut self) -> Result<()> {
        let stopped = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        ensure!(stopped.success() && self.child.wait()?.success(), "it did not stop in good order");
        Ok(())
    }
}

/// A running moto_server, which keeps everything in memory and takes any key. It ends with this value.
pub struct Moto {
    child: Child,
    /// Where to ask it.
    pub endpoint: Endpoint,
}

impl Moto {
    /// Starts the program `moto`.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(moto: &str) -> Result<Moto> {
        let port = free_port()?;
        let child = Command::new("taskset")
            .args(["--cpu-list", SERVER, moto, "-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let key = AccessKey { id: "test".to_owned(), secret: Zeroizing::new("test".to_owned()), token: None };
        let endpoint = Endpoint::new(SocketAddr::from(([127, 0, 0, 1], port)), key, child.id())?;
        let moto = Moto { child, endpoint };
        wait_listening(port)?;
        Ok(moto)
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
