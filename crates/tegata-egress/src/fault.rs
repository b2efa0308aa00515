//! Why a request has no answer.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use url::Host;

use crate::limits::ADDRESSES_MAX;
use crate::rules::{Place, Refused};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// One may not go there.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The name could not be looked up.
    #[error("{name} could not be looked up: {source}")]
    Lookup {
        /// Which.
        name: String,
        /// Why.
        source: io::Error,
    },
    /// The name has no address.
    #[error("{0} has no address")]
    NoAddress(String),
    /// The name has too many addresses.
    #[error("{0} has more than {ADDRESSES_MAX} addresses")]
    TooManyAddresses(String),
    /// No server takes a connection there.
    #[error("{address} could not be reached: {source}")]
    Unreachable {
        /// The last address that was tried.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The handshake failed, or the certificate is not good for the host.
    #[error("TLS with {address} failed: {cause}")]
    Tls {
        /// With whom.
        address: SocketAddr,
        /// Why.
        cause: String,
    },
    /// What came is no HTTP, or broke off.
    #[error("the answer of {address} could not be read: {cause}")]
    Broken {
        /// Whose.
        address: SocketAddr,
        /// Why.
        cause: String,
    },
    /// It took too long.
    #[error("there was no answer within {} seconds", .0.as_secs())]
    Late(Duration),
    /// A redirect without a place to go to.
    #[error("the redirect of {0} has no valid URL")]
    NoLocation(String),
    /// More redirects than are followed.
    #[error("there were more than {0} redirects")]
    TooManyRedirects(u8),
}

impl Fault {
    /// What may be said to who named `url`: nothing of which addresses its name has. Who may not see the names of our
    /// network would otherwise learn from it which there are, and where they are.
    #[must_use]
    pub fn for_requester(&self, url: &str) -> String {
        let Ok(place) = Place::parse(url) else { return self.to_string() };
        let Host::Domain(host) = &place.host else { return self.to_string() };
        match self {
            Fault::Lookup { .. }
            | Fault::NoAddress(_)
            | Fault::TooManyAddresses(_)
            | Fault::Refused(Refused::Address { .. } | Refused::Port(_)) => {
                format!("{host} has no permitted address for port {}", place.port)
            }
            Fault::Unreachable { source, .. } => format!("{host} could not be reached: {}", source.kind()),
            Fault::Tls { cause, .. } => format!("TLS with {host} failed: {cause}"),
            Fault::Broken { cause, .. } => format!("the answer of {host} could not be read: {cause}"),
            Fault::Refused(_) | Fault::Late(_) | Fault::NoLocation(_) | Fault::TooManyRedirects(_) => {
                self.to_string()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    #[test]
    fn who_names_a_host_does_not_learn_its_addresses() {
        let address: IpAddr = "10.1.2.3".parse().expect("an address");
        let at = SocketAddr::new(address, 443);
        let io = |kind: io::ErrorKind| io::Error::new(kind, "at 10.1.2.3");
        let faults = [
            Fault::Refused(Refused::Address { address, purpose: "private" }),
            Fault::Lookup { name: "db.internal".to_owned(), source: io(io::ErrorKind::NotFound) },
            Fault::NoAddress("db.internal".to_owned()),
            Fault::TooManyAddresses("db.internal".to_owned()),
            Fault::Unreachable { address: at, source: io(io::ErrorKind::ConnectionRefused) },
            Fault::Tls { address: at, cause: "untrusted".to_owned() },
            Fault::Broken { address: at, cause: "no HTTP".to_owned() },
        ];
        let said: Vec<String> =
            faults.iter().map(|fault| fault.for_requester("https://db.internal/hook")).collect();
        assert!(said.iter().all(|said| !said.contains("10.1.2.3") && !said.contains("private")), "{said:?}");
        assert!(said[..4].iter().all(|other| *other == said[0]), "nor whether it has any: {said:?}");
        let literal = faults[0].for_requester("https://10.1.2.3/hook");
        assert!(literal.contains("private"), "an address that was named is no secret: {literal}");
    }
}
