//! The servers of a connection string: a configuration for each of them.

use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::{Check, Tls};

/// How long connecting to one server may take, handshake and password included, unless the string says otherwise.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// From how long a silence on the kernel asks whether the server is there, how often, and how many times.
const KEEPALIVE: (Duration, Duration, u32) = (Duration::from_secs(10), Duration::from_secs(3), 3);
/// What the server shows beside our sessions.
const APPLICATION_NAME: &str = "tegata";

/// One server of the string.
#[derive(Debug)]
pub(in crate::postgres) struct Server {
    /// `HOST:PORT`, for messages.
    pub(in crate::postgres) name: String,
    pub(in crate::postgres) config: Config,
    pub(in crate::postgres) connect_within: Duration,
}

/// A configuration for each server, so that the time for connecting is each server's own.
pub(super) fn servers(
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
