//! The gate against `openssl s_server`.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use tegata_egress::{Fault, Following, Gate, Limits, Response, Rules, Trust};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::server::Told;

struct Server {
    _process: Child,
    port: u16,
    root_pem: String,
    _folder: TempDir,
}

async fn openssl(folder: &Path, arguments: &[&str]) {
    let done =
        Command::new("openssl").args(arguments).current_dir(folder).output().await.expect("openssl runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

impl Server {
    /// With a certificate for `name` that it signed itself; it answers with a page about the connection.
    async fn start(name: &str) -> Server {
        let folder = tempfile::tempdir().expect("a folder");
        let (subject, names) = (format!("/CN={name}"), format!("subjectAltName=DNS:{name}"));
        let made = ["req", "-x509", "-noenc", "-days", "30", "-newkey", "ec", "-pkeyopt"];
        let rest = ["ec_paramgen_curve:P-256", "-keyout", "key.pem", "-out", "cert.pem", "-subj"];
        openssl(folder.path(), &[&made[..], &rest, &[&subject, "-addext", &names]].concat()).await;
        let mut process = Command::new("openssl")
            .args(["s_server", "-accept", "127.0.0.1:0", "-key", "key.pem", "-cert", "cert.pem", "-www"])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("openssl runs");
        let mut lines = BufReader::new(process.stdout.take().expect("its words")).lines();
        let port = loop {
            let line = lines.next_line().await.expect("a line").expect("it says where it listens");
            if let Some(address) = line.strip_prefix("ACCEPT ") {
                break address.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
            }
        };
        let root_pem = std::fs::read_to_string(folder.path().join("cert.pem")).expect("a certificate");
        Server { _process: process, port, root_pem, _folder: folder }
    }

    fn gate(&self, roots_pem: &str) -> Gate {
        let rules = Rules::permitting(["127.0.0.0/8".parse().expect("a network")]);
        let trust = Trust { roots_pem: roots_pem.to_owned() };
        let told = Told::new(&[&["127.0.0.1"]]);
        Gate::new(Arc::new(rules), told, &trust, Limits::default()).expect("a gate")
    }
}

/// Refused for its certificate, and not because it was slow.
fn is_untrusted(answer: &Result<Response, Fault>) -> bool {
    matches!(answer, Err(Fault::Tls { cause, .. }) if cause.to_lowercase().contains("certificate"))
}

#[tokio::test]
async fn a_server_is_believed_by_its_root_and_its_name() {
    let server = Server::start("hook.example").await;
    let url = |host: &str| format!("https://{host}:{}/", server.port);
    let trusting = server.gate(&server.root_pem);
    let answer = trusting.get(&url("hook.example"), Following::Nothing).await.expect("answered");
    assert_eq!(answer.status.as_u16(), 200);
    let other_name = trusting.get(&url("other.example"), Following::Nothing).await;
    assert!(is_untrusted(&other_name), "{other_name:?}");
    let other_root = server.gate("").get(&url("hook.example"), Following::Nothing).await;
    assert!(is_untrusted(&other_root), "{other_root:?}");
    let plain = trusting.get(&format!("http://hook.example:{}/", server.port), Following::Nothing).await;
    assert!(plain.is_err(), "{plain:?}");
}
