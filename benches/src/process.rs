//! Child processes on cores of their own, and the CPU seconds that they take.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// Clock ticks a second in `/proc`: the same on every Linux that there is (`man 5 proc`, `USER_HZ`).
const TICKS: f64 = 100.0;

/// A child process that ends with this value.
pub struct Running(Child);

impl Running {
    /// Starts `program` on these cores alone, as `taskset` names them.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn on_cores(cores: &str, program: &str, arguments: &[&str]) -> Result<Running> {
        let mut command = Command::new("taskset");
        command.args(["--cpu-list", cores, program]).args(arguments);
        Ok(Running(command.spawn().with_context(|| format!("{command:?} (Debian: util-linux)"))?))
    }

    /// User and system seconds that the process and its children have taken so far.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn cpu_seconds(&self) -> Result<f64> {
        tree_seconds(self.0.id())
    }

    /// How much memory the process and its children hold, in bytes.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn resident_bytes(&self) -> Result<u64> {
        tree_resident(self.0.id())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for child in children(self.0.id()).unwrap_or_default() {
            let _ = Command::new("kill").arg(child.to_string()).status();
        }
        // Already gone is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn tree_seconds(pid: u32) -> Result<f64> {
    let mut seconds = own_seconds(pid)?;
    for child in children(pid)? {
        seconds += tree_seconds(child)?;
    }
    Ok(seconds)
}

/// User and system seconds that this process has taken so far; and of those, its threads of this name.
///
/// # Errors
/// When `/proc` cannot be read.
pub fn seconds_of_self(thread: &str) -> Result<(f64, f64)> {
    let (mut all, mut named) = (0.0, 0.0);
    for task in fs::read_dir("/proc/self/task")? {
        let task = task?.path();
        let seconds = seconds_in(&fs::read_to_string(task.join("stat"))?)?;
        all += seconds;
        if fs::read_to_string(task.join("comm"))?.trim_end() == thread {
            named += seconds;
        }
    }
    Ok((all, named))
}

/// User and system seconds that a process and its children have taken so far.
///
/// # Errors
/// When the process is gone.
pub fn seconds_of(pid: u32) -> Result<f64> {
    tree_seconds(pid)
}

fn own_seconds(pid: u32) -> Result<f64> {
    seconds_in(&fs::read_to_string(format!("/proc/{pid}/stat"))?)
}

fn seconds_in(stat: &str) -> Result<f64> {
    // The name, in parentheses, may hold spaces; user and system time are the 14th and 15th field.
    let (_, fields) = stat.rsplit_once(')').context("a line of /proc/PID/stat")?;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let ticks = fields[11].parse::<f64>()? + fields[12].parse::<f64>()?;
    Ok(ticks / TICKS)
}

fn tree_resident(pid: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
    let mut bytes = kilobytes * 1024;
    for child in children(pid)? {
        bytes += tree_resident(child)?;
    }
    Ok(bytes)
}

/// How much memory this process holds, in bytes.
///
/// # Errors
/// When `/proc` cannot be read.
pub fn resident_of_self() -> Result<u64> {
    tree_resident(std::process::id())
}

fn children(pid: u32) -> Result<Vec<u32>> {
    let listed = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"))?;
    listed.split_whitespace().map(|child| Ok(child.parse()?)).collect()
}

/// Which cores a measurement's parts run on, as `taskset` names them.
#[derive(Debug, Clone, Copy)]
pub struct Cores {
    /// What is measured: one core of its own.
    pub server: &'static str,
    /// What the server asks.
    pub site: &'static str,
    /// What asks the server.
    pub client: &'static str,
}

/// The cores of this machine, shared out. Only the server's CPU seconds are measured, so the others may share a core
/// where there are few.
#[must_use]
pub fn cores() -> Cores {
    match std::thread::available_parallelism().map_or(1, std::num::NonZero::get) {
        1 => Cores { server: "0", site: "0", client: "0" },
        2 | 3 => Cores { server: "0", site: "1", client: "1" },
        _ => Cores { server: "0", site: "1", client: "2,3" },
    }
}

/// Keeps this process, and the threads that it starts from now on, to these cores.
///
/// # Errors
/// When `taskset` is not there.
pub fn keep_to_cores(cores: &str) -> Result<()> {
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", "--pid", cores, &std::process::id().to_string()]).stdout(Stdio::null());
    ensure!(command.status()?.success(), "{command:?} failed");
    Ok(())
}

/// Waits until something listens on this port of the loopback address.
///
/// # Errors
/// When nothing does within ten seconds.
pub fn wait_listening(port: u16) -> Result<()> {
    let until = Instant::now() + Duration::from_secs(10);
    while Instant::now() < until {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(());
        }
        sleep(Duration::from_millis(20));
    }
    bail!("nothing listens on 127.0.0.1:{port}")
}

/// A port of the loopback address that is free now.
///
/// # Errors
/// When there is none.
pub fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
