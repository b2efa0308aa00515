//! A PostgreSQL of the tests' own: made in a temporary folder, on a free port, gone afterwards.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// The URL of a new, empty database called after the test.
pub(crate) fn database(name: &str) -> String {
    let base = base_url();
    let name = &name[..name.len().min(60)];
    let made = psql(base, &format!("DROP DATABASE IF EXISTS {name}"))
        && psql(base, &format!("CREATE DATABASE {name}"));
    assert!(made, "the database {name} could not be made at {base}");
    format!("{base}/{name}")
}

fn psql(base: &str, sql: &str) -> bool {
    let status = Command::new(program("psql"))
        .args(["-q", "-X", "-c", sql, &format!("{base}/postgres")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

fn base_url() -> &'static str {
    static CLUSTER: OnceLock<(String, Option<Cluster>)> = OnceLock::new();
    let (url, _) = CLUSTER.get_or_init(|| match std::env::var("TEGATA_TEST_POSTGRES_URL") {
        Ok(url) => (url.trim_end_matches('/').to_owned(), None),
        Err(_) => {
            let cluster = Cluster::start();
            (format!("postgres://tegata@127.0.0.1:{}", cluster.port), Some(cluster))
        }
    });
    url
}

struct Cluster {
    port: u16,
    _folder: tempfile::TempDir,
}

impl Cluster {
    fn start() -> Cluster {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        fs::create_dir(&data).expect("a folder");
        let account = ordinary_account(folder.path());
        let mut init = as_account(account.as_deref(), &program("initdb"));
        // Text of this locale sorts otherwise than by its octets: what is ordered has to say so itself.
        init.args(["--locale-provider=icu", "--icu-locale=en-US", "--locale=C"]);
        init.args(["-U", "tegata", "-A", "trust", "-E", "UTF8", "--no-sync", "-D"]).arg(&data);
        let status = init.stdout(Stdio::null()).status().expect("initdb runs");
        assert!(status.success(), "initdb failed");
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port").port();
        let mut server = as_account(account.as_deref(), &program("postgres"));
        server.arg("-D").arg(&data).args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
        server.args(["-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "max_connections=300"]);
        let log = fs::File::create(folder.path().join("log")).expect("a log");
        server.stdout(Stdio::null()).stderr(log);
        spawn_for_good(server);
        let deadline = Instant::now() + Duration::from_secs(60);
        while !psql(&format!("postgres://tegata@127.0.0.1:{port}"), "SELECT 1") {
            assert!(Instant::now() < deadline, "PostgreSQL did not start");
            std::thread::sleep(Duration::from_millis(100));
        }
        Cluster { port, _folder: folder }
    }
}

/// PostgreSQL refuses to run as root: then it runs as `nobody`, who gets the folder.
fn ordinary_account(folder: &Path) -> Option<String> {
    if fs::metadata(folder).expect("a folder").uid() != 0 {
        return None;
    }
    let passwd = fs::read_to_string("/etc/passwd").expect("accounts");
    let nobody = passwd.lines().find(|line| line.starts_with("nobody:")).expect("an account nobody");
    let mut numbers = nobody.split(':').skip(2).map(|field| field.parse::<u32>().expect("a number"));
    let (user, group) = (numbers.next(), numbers.next());
    chown(folder, user, group).expect("the folder is given away");
    chown(folder.join("data"), user, group).expect("the folder is given away");
    Some("nobody".to_owned())
}

fn as_account(account: Option<&str>, program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL"]);
    match account {
        None => {}
        Some(account) => {
            command.args(["--reuid", account, "--regid", "nogroup", "--clear-groups"]);
        }
    }
    command.arg(program);
    command
}

/// Starts the server so that it ends with the tests, however they end. The kernel counts the thread that
/// started it as its parent, so that thread waits for it.
fn spawn_for_good(mut server: Command) {
    std::thread::spawn(move || server.status());
}

fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let debian = PathBuf::from("/usr/lib/postgresql/15/bin");
    std::env::split_paths(&path)
        .chain([debian])
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
        .unwrap_or_else(|| {
            panic!("{name} is not installed: apt-get install postgresql, or set TEGATA_TEST_POSTGRES_URL")
        })
}
