//! PostgreSQL's connection strings, URLs and `key=value` alike: read with libpq's meaning, as far as Tegata honours it.
//!
//! The driver knows neither `sslmode=verify-ca` and `verify-full` nor certificates in files, so TLS is read here, and
//! the rest by the driver. What is not honoured is refused by name. No message holds a value that may be a password.

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, SslNegotiation, TargetSessionAttrs};

use super::fault_words::words;

/// How long connecting to one server may take, handshake and password included, unless the string says otherwise.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// How long the kernel waits for a server to acknowledge what was sent, unless the string says otherwise.
const ACKNOWLEDGED_WITHIN: Duration = Duration::from_secs(10);
/// From how long a silence on the kernel asks whether the server is there, how often, and how many times.
const KEEPALIVE: (Duration, Duration, u32) = (Duration::from_secs(10), Duration::from_secs(3), 3);
/// What the server shows beside our sessions.
const APPLICATION_NAME: &str = "tegata";

/// Where the database is, and how it is reached.
#[derive(Debug)]
pub(super) struct Target {
    /// In the order in which they are tried.
    pub(super) servers: Vec<Server>,
    pub(super) tls: Tls,
    /// Whether a pooler stands between that gives each transaction another session, as the string says.
    pub(super) pooler: bool,
}

/// One server of the string.
#[derive(Debug)]
pub(super) struct Server {
    /// `HOST:PORT`, for messages.
    pub(super) name: String,
    pub(super) config: Config,
    pub(super) connect_within: Duration,
}

/// What is checked of a server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    Nothing,
    /// Who issued it.
    Chain,
    /// Who issued it, and whether it is for the host of the string.
    ChainAndName,
}

/// Which authorities are trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Roots {
    /// The system's.
    System,
    /// Those of this PEM file.
    File(PathBuf),
}

/// How TLS is spoken, where it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tls {
    pub(super) check: Check,
    pub(super) roots: Roots,
    /// The files of our own certificate and its key.
    pub(super) client: Option<(PathBuf, PathBuf)>,
    /// Whether the handshake comes first, without asking for it (PostgreSQL 17).
    pub(super) direct: bool,
}

/// Reads a connection string. The error is a sentence about what is wrong with it.
pub(super) fn read(text: &str) -> Result<Target, String> {
    let mut ours = Ours::default();
    let rest = match text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://")) {
        Some(after_scheme) => ours.take_of_url(after_scheme)?,
        None => ours.take_of_pairs(text)?,
    };
    let config: Config = rest.parse().map_err(|error: tokio_postgres::Error| words(&error))?;
    ours.target(&config)
}

/// What the driver does not read, or reads with another meaning.
#[derive(Default)]
struct Ours {
    mode: Option<String>,
    root: Option<String>,
    certificate: Option<String>,
    key: Option<String>,
    session: Option<String>,
    acknowledged_within: Option<String>,
    pooler: bool,
}

impl Ours {
    /// Takes ours out of a URL, and gives back the rest of it.
    fn take_of_url(&mut self, after_scheme: &str) -> Result<String, String> {
        // A password may hold a question mark.
        let host = after_scheme.find('@').unwrap_or(0);
        let (before, query) = match after_scheme[host..].find('?') {
            Some(mark) => (&after_scheme[..host + mark], &after_scheme[host + mark + 1..]),
            None => (after_scheme, ""),
        };
        let mut left = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').ok_or("a parameter has no value: write name=value")?;
            let key = decoded(key)?;
            if let Some(name) = self.take(&key, &decoded(value)?)? {
                left.push(format!("{name}={value}"));
            }
        }
        let mark = if left.is_empty() { "" } else { "?" };
        Ok(format!("postgres://{before}{mark}{}", left.join("&")))
    }

    /// Takes ours out of `key=value …`, and gives back the rest of it.
    fn take_of_pairs(&mut self, text: &str) -> Result<String, String> {
        let mut left = Vec::new();
        for (key, value) in pairs(text)? {
            if let Some(name) = self.take(&key, &value)? {
                left.push(format!("{name}='{}'", value.replace('\\', "\\\\").replace('\'', "\\'")));
            }
        }
        Ok(left.join(" "))
    }

    /// Takes a parameter, or says under which name the driver reads it.
    fn take<'k>(&mut self, key: &'k str, value: &str) -> Result<Option<&'k str>, String> {
        let place = match key {
            "sslmode" => &mut self.mode,
            "sslrootcert" => &mut self.root,
            "sslcert" => &mut self.certificate,
            "sslkey" => &mut self.key,
            "target_session_attrs" => &mut self.session,
            "tcp_user_timeout" => &mut self.acknowledged_within,
            // As Prisma and the consoles of hosted poolers write it.
            "pgbouncer" => {
                self.pooler = match value {
                    "true" => true,
                    "false" => false,
                    _ => return Err("pgbouncer must be true or false".to_owned()),
                };
                return Ok(None);
            }
            // Said of what is not done anyway.
            "gssencmode" if matches!(value, "disable" | "prefer") => return Ok(None),
            "load_balance_hosts" if value == "disable" => return Ok(None),
            "load_balance_hosts" => {
                return Err(
                    "load_balance_hosts must be `disable`, because only one of the servers takes changes"
                        .to_owned(),
                );
            }
            "keepalives_count" => return Ok(Some("keepalives_retries")),
            "user"
            | "password"
            | "dbname"
            | "options"
            | "application_name"
            | "sslnegotiation"
            | "host"
            | "hostaddr"
            | "port"
            | "connect_timeout"
            | "keepalives"
            | "keepalives_idle"
            | "keepalives_interval"
            | "channel_binding" => return Ok(Some(key)),
            _ => {
                return Err(format!("the parameter `{}` is not supported: leave it out", key.escape_debug()));
            }
        };
        *place = Some(value.to_owned());
        Ok(None)
    }

    fn target(self, config: &Config) -> Result<Target, String> {
        let direct = config.get_ssl_negotiation() == SslNegotiation::Direct;
        let (mode, check, roots) = self.tls()?;
        let client = match (self.certificate, self.key) {
            (Some(certificate), Some(key)) => Some((certificate.into(), key.into())),
            (None, None) => None,
            _ => {
                return Err("sslcert needs sslkey, and sslkey needs sslcert: set both, or neither".to_owned());
            }
        };
        let session = match self.session.as_deref() {
            None | Some("read-write" | "primary") => TargetSessionAttrs::ReadWrite,
            Some("any") => TargetSessionAttrs::Any,
            Some(_) => {
                return Err(
                    "target_session_attrs must be `read-write`, `primary` or `any`, because Tegata writes"
                        .to_owned(),
                );
            }
        };
        let acknowledged_within = match self.acknowledged_within.as_deref().map(str::parse::<u64>) {
            None | Some(Ok(0)) => ACKNOWLEDGED_WITHIN,
            Some(Ok(milliseconds)) => Duration::from_millis(milliseconds),
            Some(Err(_)) => return Err("tcp_user_timeout must be a number of milliseconds".to_owned()),
        };
        let tls = Tls { check, roots, client, direct };
        let servers = servers(config, &tls, mode, |config| {
            config.target_session_attrs(session).tcp_user_timeout(acknowledged_within);
        })?;
        Ok(Target { servers, tls, pooler: self.pooler })
    }

    fn tls(&self) -> Result<(SslMode, Check, Roots), String> {
        let system = self.root.as_deref() == Some("system");
        let roots = match &self.root {
            Some(file) if !system => Roots::File(file.into()),
            _ => Roots::System,
        };
        let mode = self.mode.as_deref().unwrap_or(if system { "verify-full" } else { "prefer" });
        let (ssl_mode, check) = match (mode, &roots) {
            ("disable", _) => (SslMode::Disable, Check::Nothing),
            (_, Roots::System) if system && mode != "verify-full" => {
                return Err(
                    "sslrootcert=system needs sslmode=verify-full, because anyone can get a certificate for \
                     some name from a public authority"
                        .to_owned(),
                );
            }
            ("prefer", _) => (SslMode::Prefer, Check::Nothing),
            // As libpq has it: with a file of roots at hand the chain is checked.
            ("require", Roots::File(_)) | ("verify-ca", Roots::File(_)) => (SslMode::Require, Check::Chain),
            ("require", Roots::System) => (SslMode::Require, Check::Nothing),
            ("verify-full", _) => (SslMode::Require, Check::ChainAndName),
            ("verify-ca", Roots::System) => {
                return Err(
                    "sslmode=verify-ca needs sslrootcert=FILE with the authority of your servers; or use \
                     sslmode=verify-full"
                        .to_owned(),
                );
            }
            _ => {
                return Err("sslmode must be disable, prefer, require, verify-ca or verify-full".to_owned());
            }
        };
        Ok((ssl_mode, check, roots))
    }
}

/// A configuration for each server, so that the time for connecting is each server's own.
fn servers(
    all: &Config,
    tls: &Tls,
    mode: SslMode,
    more: impl Fn(&mut Config),
) -> Result<Vec<Server>, String> {
    let (hosts, addresses, ports) = (all.get_hosts(), all.get_hostaddrs(), all.get_ports());
    let count = hosts.len().max(addresses.len());
    if count == 0 {
        return Err("it has no host".to_owned());
    }
    if !hosts.is_empty() && !addresses.is_empty() && hosts.len() != addresses.len() {
        return Err("host and hostaddr must have the same number of values".to_owned());
    }
    if ports.len() > 1 && ports.len() != count {
        return Err("port must have one value for each server, or one value for all".to_owned());
    }
    let one = |index: usize| {
        let mut config = all_but_servers(all);
        let port = ports.get(index).or(ports.first()).copied().unwrap_or(5432);
        config.port(port).ssl_mode(mode);
        more(&mut config);
        let name = match hosts.get(index) {
            Some(Host::Tcp(host)) => {
                config.host(host);
                format!("{host}:{port}")
            }
            Some(Host::Unix(folder)) => {
                // No TLS over sockets of the machine, whatever is said for the others: as libpq has it.
                config.host_path(folder).ssl_mode(SslMode::Disable);
                folder.display().to_string()
            }
            None if tls.check == Check::ChainAndName => {
                return Err(
                    "sslmode=verify-full needs host besides hostaddr: the name in the server's certificate"
                        .to_owned(),
                );
            }
            None => String::new(),
        };
        let name = match addresses.get(index) {
            Some(address) => {
                config.hostaddr(*address);
                if name.is_empty() {
                    // The driver does without a name only in the clear.
                    config.host(address.to_string());
                }
                format!("{address}:{port}")
            }
            None => name,
        };
        let connect_within = all.get_connect_timeout().copied().unwrap_or(CONNECT_WITHIN);
        Ok(Server { name, config, connect_within })
    };
    (0..count).map(one).collect()
}

/// Sets a text of a configuration.
type SetText = fn(&mut Config, String);

fn all_but_servers(all: &Config) -> Config {
    let mut config = Config::new();
    let texts: [(Option<&str>, SetText); 3] = [
        (all.get_user(), |config, user| {
            config.user(user);
        }),
        (all.get_dbname(), |config, name| {
            config.dbname(name);
        }),
        (all.get_options(), |config, options| {
            config.options(options);
        }),
    ];
    for (text, set) in texts {
        if let Some(text) = text {
            set(&mut config, text.to_owned());
        }
    }
    if let Some(password) = all.get_password() {
        config.password(password);
    }
    let untouched = Config::new();
    let (idle, interval, retries) = KEEPALIVE;
    let said = all.get_keepalives_idle();
    config
        .application_name(all.get_application_name().unwrap_or(APPLICATION_NAME))
        .ssl_negotiation(all.get_ssl_negotiation())
        .channel_binding(all.get_channel_binding())
        .keepalives(all.get_keepalives())
        .keepalives_idle(if said == untouched.get_keepalives_idle() { idle } else { said })
        .keepalives_interval(all.get_keepalives_interval().unwrap_or(interval))
        .keepalives_retries(all.get_keepalives_retries().unwrap_or(retries));
    config
}

fn decoded(text: &str) -> Result<Cow<'_, str>, String> {
    percent_decode_str(text).decode_utf8().map_err(|_| "a parameter is not UTF-8".to_owned())
}

/// The pairs of `key=value key='a value'`, with `\` before what is meant literally.
fn pairs(text: &str) -> Result<Vec<(String, String)>, String> {
    let fault = || "it is neither a URL nor a list of key=value pairs".to_owned();
    let (mut letters, mut pairs) = (text.chars().peekable(), Vec::new());
    loop {
        while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
        if letters.peek().is_none() {
            return Ok(pairs);
        }
        let mut key = String::new();
        while let Some(letter) = letters.next_if(|letter| !letter.is_whitespace() && *letter != '=') {
            key.push(letter);
        }
        while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
        if key.is_empty() || letters.next() != Some('=') {
            return Err(fault());
        }
        while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
        let quoted = letters.next_if_eq(&'\'').is_some();
        let mut value = String::new();
        loop {
            match letters.next() {
                Some('\\') => value.push(letters.next().ok_or_else(fault)?),
                Some('\'') if quoted => break,
                Some(letter) if !quoted && letter.is_whitespace() => break,
                Some(letter) => value.push(letter),
                None if quoted => return Err(fault()),
                None => break,
            }
        }
        pairs.push((key, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        read(text).expect_err(text)
    }

    #[test]
    fn the_mode_decides_what_is_checked() {
        let file = || Roots::File("/etc/db.pem".into());
        let cases = [
            ("", SslMode::Prefer, Check::Nothing, Roots::System),
            ("sslmode=disable", SslMode::Disable, Check::Nothing, Roots::System),
            ("sslmode=require", SslMode::Require, Check::Nothing, Roots::System),
            ("sslmode=require&sslrootcert=/etc/db.pem", SslMode::Require, Check::Chain, file()),
            ("sslmode=verify-ca&sslrootcert=/etc/db.pem", SslMode::Require, Check::Chain, file()),
            ("sslmode=verify-full&sslrootcert=%2Fetc/db.pem", SslMode::Require, Check::ChainAndName, file()),
            ("sslmode=verify-full", SslMode::Require, Check::ChainAndName, Roots::System),
            ("sslrootcert=system", SslMode::Require, Check::ChainAndName, Roots::System),
        ];
        for (query, mode, check, roots) in cases {
            let pairs = query.replace('&', " ").replace("%2F", "/");
            for text in [
                format!("postgres://tegata@db.example/tegata?{query}"),
                format!("host=db.example user=tegata {pairs}"),
            ] {
                let target = read(&text).expect(&text);
                assert_eq!(target.servers[0].config.get_ssl_mode(), mode, "{text}");
                assert_eq!((target.tls.check, &target.tls.roots), (check, &roots), "{text}");
            }
        }
    }

    #[test]
    fn what_is_not_honoured_is_refused_by_name() {
        let cases = [
            ("sslmode=allow", "sslmode"),
            ("sslmode=verify-ca", "sslrootcert"),
            ("sslmode=require&sslrootcert=system", "verify-full"),
            ("sslcert=/a.pem", "sslkey"),
            ("target_session_attrs=standby", "target_session_attrs"),
            ("load_balance_hosts=random", "load_balance_hosts"),
            ("sslcrl=/a.crl", "sslcrl"),
            ("tcp_user_timeout=soon", "tcp_user_timeout"),
            ("sslmode", "no value"),
        ];
        for (query, word) in cases {
            let why = refused(&format!("postgres://tegata:hunter2@db.example/tegata?{query}"));
            assert!(why.contains(word) && !why.contains("hunter2"), "{query}: {why}");
        }
        for text in ["mysql://db", "tegata", "host='db", "user=tegata", "postgres://"] {
            assert!(!refused(text).is_empty());
        }
    }

    #[test]
    fn a_password_is_neither_cut_nor_shown() {
        let target = read("postgres://tegata:a?b%40c@db.example:6432/tegata?sslmode=disable").expect("a URL");
        assert_eq!(target.servers[0].config.get_password(), Some(&b"a?b@c"[..]));
        let pairs = read(r"host=db.example password='it\'s a \\' sslmode=require").expect("pairs");
        assert_eq!(pairs.servers[0].config.get_password(), Some(&br"it's a \"[..]));
        assert!(!format!("{pairs:?}").contains("it's"));
    }

    #[test]
    fn each_server_is_tried_by_itself_and_has_to_take_changes() {
        let target = read("postgres://tegata@one:5433,two/tegata?connect_timeout=3").expect("a URL");
        let names: Vec<_> = target.servers.iter().map(|server| server.name.as_str()).collect();
        assert_eq!(names, ["one:5433", "two:5432"]);
        for server in &target.servers {
            assert_eq!(server.config.get_hosts().len(), 1);
            assert_eq!(server.config.get_target_session_attrs(), TargetSessionAttrs::ReadWrite);
            assert_eq!(server.connect_within, Duration::from_secs(3));
            assert_eq!(server.config.get_tcp_user_timeout(), Some(&ACKNOWLEDGED_WITHIN));
            assert_eq!(server.config.get_dbname(), Some("tegata"));
        }
        let any = read("host=one target_session_attrs=any tcp_user_timeout=2500").expect("pairs");
        assert_eq!(any.servers[0].config.get_target_session_attrs(), TargetSessionAttrs::Any);
        assert_eq!(any.servers[0].config.get_tcp_user_timeout(), Some(&Duration::from_millis(2500)));
    }

    #[test]
    fn a_socket_of_the_machine_has_no_tls() {
        let target = read("host=/run/postgresql,db.example sslmode=require").expect("pairs");
        let modes: Vec<_> = target.servers.iter().map(|server| server.config.get_ssl_mode()).collect();
        assert_eq!(modes, [SslMode::Disable, SslMode::Require]);
    }
}
