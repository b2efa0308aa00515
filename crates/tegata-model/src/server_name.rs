//! The names under which clients reach the instance's own server.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest common name (RFC 5280 appendix A, `ub-common-name`).
const COMMON_NAME_MAX: usize = 64;

/// A host name or an IP address in the certificate of the API's socket. A host name may have a single label, as
/// `localhost` has: it comes from the operator and is proven by no one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ServerName {
    /// A host name: lower case, no trailing dot.
    Host(String),
    /// An address that clients can connect to.
    Address(IpAddr),
}

/// Why a text is no name of a server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ServerNameError {
    /// `0.0.0.0` or `::`.
    #[error("`{0}` means every address of the machine: give an address or a name that clients connect to")]
    Unspecified(IpAddr),
    /// Neither.
    #[error(
        "`{0}` is neither a host name (such as tegata.example.com, without scheme, port or `*`) nor an IP address"
    )]
    Form(String),
}

impl ServerName {
    /// The name as it stands in a URL: an IPv6 address in brackets.
    #[must_use]
    pub fn in_url(&self) -> String {
        match self {
            ServerName::Address(IpAddr::V6(address)) => format!("[{address}]"),
            other => other.to_string(),
        }
    }
}

/// All names of a server that listens on `listening`: what the operator chose, the address if it is one address, and
/// this machine's own loopback names. The first can be a common name.
#[must_use]
pub fn server_names(chosen: &[ServerName], listening: IpAddr) -> Vec<ServerName> {
    let own = [
        ServerName::Host("localhost".to_owned()),
        ServerName::Address(Ipv4Addr::LOCALHOST.into()),
        ServerName::Address(Ipv6Addr::LOCALHOST.into()),
    ];
    let address = ServerName::Address(listening.to_canonical());
    let address = (!listening.is_unspecified()).then_some(address);
    let mut names: Vec<ServerName> = Vec::new();
    for name in chosen.iter().cloned().chain(address).chain(own) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.sort_by_key(|name| name.to_string().len() > COMMON_NAME_MAX);
    names
}

impl FromStr for ServerName {
    type Err = ServerNameError;

    fn from_str(text: &str) -> Result<ServerName, ServerNameError> {
        let unbracketed = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = unbracketed.parse::<IpAddr>() {
            return match address.is_unspecified() {
                true => Err(ServerNameError::Unspecified(address)),
                false => Ok(ServerName::Address(address.to_canonical())),
            };
        }
        let fault = || ServerNameError::Form(text.to_owned());
        let name = text.strip_suffix('.').unwrap_or(text);
        let name = idna::domain_to_ascii(name).map_err(|_| fault())?;
        let is_label = |label: &str| {
            let ldh = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            (1..=63).contains(&label.len())
                && label.bytes().all(ldh)
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let last = name.rsplit('.').next().unwrap_or_default();
        let is_host = name.len() <= 253
            && name.split('.').all(is_label)
            && !last.bytes().all(|byte| byte.is_ascii_digit())
            && last != "onion";
        if is_host { Ok(ServerName::Host(name)) } else { Err(fault()) }
    }
}

impl fmt::Display for ServerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServerName::Host(name) => f.write_str(name),
            ServerName::Address(address) => address.fmt(f),
        }
    }
}

impl TryFrom<String> for ServerName {
    type Error = ServerNameError;

    fn try_from(text: String) -> Result<ServerName, ServerNameError> {
        text.parse()
    }
}

impl From<ServerName> for String {
    fn from(name: ServerName) -> String {
        name.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> ServerName {
        text.parse().unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn host_names_and_addresses_are_read() {
        for (text, read) in [
            ("Tegata.Example.COM.", "tegata.example.com"),
            ("localhost", "localhost"),
            ("10.20.0.5", "10.20.0.5"),
            ("[2001:db8::5]", "2001:db8::5"),
            ("::ffff:10.20.0.5", "10.20.0.5"),
            ("bücher.example", "xn--bcher-kva.example"),
        ] {
            assert_eq!(name(text).to_string(), read);
        }
        assert_eq!(name("2001:db8::5").in_url(), "[2001:db8::5]");
        assert_eq!(name("localhost").in_url(), "localhost");
    }

    #[test]
    fn what_is_no_name_of_a_server_is_refused_with_the_reason() {
        for (text, reason) in [
            ("0.0.0.0", "every address"),
            ("::", "every address"),
            ("", "neither"),
            ("https://tegata.example.com", "neither"),
            ("tegata.example.com:4566", "neither"),
            ("*.example.com", "neither"),
            ("10.20.0", "neither"),
            ("a b", "neither"),
            ("-a.example", "neither"),
        ] {
            let refused = text.parse::<ServerName>().expect_err(text).to_string();
            assert!(refused.contains(reason), "{text}: {refused}");
        }
    }

    #[test]
    fn a_server_has_the_chosen_names_its_address_and_loopback_each_once() {
        let texts = |chosen: &[ServerName], listening: &str| {
            let names = server_names(chosen, listening.parse().expect("an address"));
            names.iter().map(ToString::to_string).collect::<Vec<String>>()
        };
        assert_eq!(texts(&[], "0.0.0.0"), ["localhost", "127.0.0.1", "::1"]);
        assert_eq!(texts(&[], "10.20.0.5"), ["10.20.0.5", "localhost", "127.0.0.1", "::1"]);
        let chosen = [name("tegata.corp.example"), name("localhost")];
        assert_eq!(texts(&chosen, "127.0.0.1"), ["tegata.corp.example", "localhost", "127.0.0.1", "::1"]);
        let long = name(&format!("{}.corp.example", "x".repeat(60)));
        assert_eq!(texts(&[long], "::")[0], "localhost", "a common name has 64 characters at most");
    }
}
