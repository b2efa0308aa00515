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

/// Runs a statement as the cluster's owner, on the database for such things.
pub(crate) fn administer(sql: &str) {
    assert!(psql(base_url(), sql), "{sql}");
}

/// What is needed to speak TLS with the tests' own cluster: `root.crt`, and `client.crt` with `client.key`.
/// `None` where the cluster is another one.
pub(crate) fn certificates() -> Option<&'static Path> {
    base_url();
    CLUSTER.get().and_then(|(_, cluster)| cluster.as_ref()).map(|cluster| cluster.folder.path())
}

/// The host and port of the cluster.
pub(crate) fn address() -> String {
    let url = base_url();
    url.rsplit('@').next().unwrap_or(url).to_owned()
}

/// Starts a pooler before the cluster that gives each transaction another session; gives its port.
pub(crate) fn pooler(database: &str) -> u16 {
    let folder = tempfile::tempdir().expect("a folder").keep();
    let account = ordinary_account(&folder);
    let (host, server_port) =
        address().rsplit_once(':').map(|(h, p)| (h.to_owned(), p.to_owned())).expect("a port");
    let port = free_port();
    let settings = format!(
        "[databases]\n{database} = host={host} port={server_port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
         listen_port = {port}\nauth_type = any\npool_mode = transaction\ndefault_pool_size = 4\n\
         unix_socket_dir =\nlogfile = /dev/null\n"
    );
    // Any account is let in as this one.
    let settings =
        settings.replace(&format!("port={server_port}\n"), &format!("port={server_port} user=tegata\n"));
    let file = folder.join("pgbouncer.ini");
    fs::write(&file, settings).expect("written");
    let mut server = as_account(account.as_deref(), &program("pgbouncer"));
    server.arg("-q").arg(&file).stdout(Stdio::null()).stderr(Stdio::null());
    spawn_for_good(server);
    let url = format!("postgres://tegata@127.0.0.1:{port}");
    let deadline = Instant::now() + Duration::from_secs(60);
    while !psql_at(&format!("{url}/{database}"), "SELECT 1") {
        assert!(Instant::now() < deadline, "the pooler did not start");
        std::thread::sleep(Duration::from_millis(100));
    }
    port
}

fn psql(base: &str, sql: &str) -> bool {
    psql_at(&format!("{base}/postgres"), sql)
}

fn psql_at(url: &str, sql: &str) -> bool {
    let status = Command::new(program("psql"))
        .args(["-q", "-X", "-c", sql, url])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

static CLUSTER: OnceLock<(String, Option<Cluster>)> = OnceLock::new();

fn base_url() -> &'static str {
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
    folder: tempfile::TempDir,
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port").port()
}

/// An authority, and certificates of it for the server (127.0.0.1 and db.example) and for a client.
fn certify(folder: &Path) {
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"];
    let make = |name: &str, more: &[&str]| {
        let mut openssl = Command::new("openssl");
        openssl.current_dir(folder).args(["req", "-x509"]).args(key).args(more);
        openssl.args(["-keyout", &format!("{name}.key"), "-out", &format!("{name}.crt")]);
        let done = openssl.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("openssl runs");
        assert!(done.success(), "openssl failed");
    };
    make("root", &["-subj", "/CN=root"]);
    let signed = ["-CA", "root.crt", "-CAkey", "root.key", "-addext", "basicConstraints=critical,CA:FALSE"];
    let names = ["-subj", "/CN=server", "-addext", "subjectAltName=IP:127.0.0.1,DNS:db.example"];
    make("server", &[&signed[..], &names[..]].concat());
    make("client", &[&signed[..], &["-subj", "/CN=tegata"][..]].concat());
}

impl Cluster {
    fn start() -> Cluster {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        fs::create_dir(&data).expect("a folder");
        certify(folder.path());
        let account = ordinary_account(folder.path());
        for file in ["server.crt", "server.key", "root.crt"] {
            let to = data.with_file_name(format!("pg-{file}"));
            fs::copy(folder.path().join(file), &to).expect("copied");
            give_away(&to, account.as_deref());
        }
        let mut init = as_account(account.as_deref(), &program("initdb"));
        init.args(["-U", "tegata", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "-D"]).arg(&data);
        let status = init.stdout(Stdio::null()).status().expect("initdb runs");
        assert!(status.success(), "initdb failed");
        let port = free_port();
        let mut server = as_account(account.as_deref(), &program("postgres"));
        server.arg("-D").arg(&data).args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
        server.args(["-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "max_connections=300"]);
        for (setting, file) in
            [("ssl_cert_file", "server.crt"), ("ssl_key_file", "server.key"), ("ssl_ca_file", "root.crt")]
        {
            let path = folder.path().join(format!("pg-{file}"));
            server.arg("-c").arg(format!("{setting}={}", path.display()));
        }
        server.args(["-c", "ssl=on"]);
        let log = fs::File::create(folder.path().join("log")).expect("a log");
        server.stdout(Stdio::null()).stderr(log);
        spawn_for_good(server);
        let deadline = Instant::now() + Duration::from_secs(60);
        while !psql(&format!("postgres://tegata@127.0.0.1:{port}"), "SELECT 1") {
            assert!(Instant::now() < deadline, "PostgreSQL did not start");
            std::thread::sleep(Duration::from_millis(100));
        }
        Cluster { port, folder }
    }
}

/// PostgreSQL refuses to run as root: then it runs as `nobody`, who gets the folder.
fn ordinary_account(folder: &Path) -> Option<String> {
    if fs::metadata(folder).expect("a folder").uid() != 0 {
        return None;
    }
    give_away(folder, Some("nobody"));
    if folder.join("data").is_dir() {
        give_away(&folder.join("data"), Some("nobody"));
    }
    Some("nobody".to_owned())
}

fn give_away(path: &Path, account: Option<&str>) {
    if account.is_none() {
        return;
    }
    let passwd = fs::read_to_string("/etc/passwd").expect("accounts");
    let nobody = passwd.lines().find(|line| line.starts_with("nobody:")).expect("an account nobody");
    let mut numbers = nobody.split(':').skip(2).map(|field| field.parse::<u32>().expect("a number"));
    chown(path, numbers.next(), numbers.next()).expect("given away");
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
    let debian = ["/usr/lib/postgresql/15/bin", "/usr/sbin"].map(PathBuf::from);
    std::env::split_paths(&path)
        .chain(debian)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
        .unwrap_or_else(|| {
            panic!("{name} is not installed: apt-get install postgresql pgbouncer, or set TEGATA_TEST_POSTGRES_URL")
        })
}
