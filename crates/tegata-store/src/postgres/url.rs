//! PostgreSQL's connection strings, URLs and `key=value` alike: read with libpq's meaning, as far as Tegata honours it.
//!
//! The driver knows neither `sslmode=verify-ca` and `verify-full` nor certificates in files, so TLS is read here, and
//! the rest by the driver. What is not honoured is refused by name. No message holds a value that may be a password.

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::{SslMode, SslNegotiation, TargetSessionAttrs};

use super::fault_words::words;

mod pairs;
mod servers;
#[cfg(test)]
mod tests;

use self::pairs::pairs;
pub(super) use self::servers::Server;
use self::servers::servers;

/// How long the kernel waits for a server to acknowledge what was sent, unless the string says otherwise.
const ACKNOWLEDGED_WITHIN: Duration = Duration::from_secs(10);
/// Where the database is, and how it is reached.
#[derive(Debug)]
pub(super) struct Target {
    /// In the order in which they are tried.
    pub(super) servers: Vec<Server>,
    pub(super) tls: Tls,
    /// Whether a pooler stands between that gives each transaction another session, as the string says.
    pub(super) pooler: bool,
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

fn decoded(text: &str) -> Result<Cow<'_, str>, String> {
    percent_decode_str(text).decode_utf8().map_err(|_| "a parameter is not UTF-8".to_owned())
}
