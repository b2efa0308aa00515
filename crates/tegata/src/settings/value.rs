//! Readers of texts: each gives a value, or says what is wrong and how to write it.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

use ipnet::IpNet;
use tegata_model::ServerName;
use tegata_model::network::SubnetPlace;

use super::member::Fault;

const DNS_PORT: u16 = 53;
const ORGANISATION_MAX: usize = 48;

/// The one text, read by `read`.
pub(super) fn one<T>(texts: &[String], read: impl FnOnce(&str) -> Result<T, Fault>) -> Result<T, Fault> {
    match texts {
        [text] => read(text),
        texts => Err(format!("it takes one value, but {} are given", texts.len())),
    }
}

/// Every text, read by `read`; one that is given twice is refused.
pub(super) fn many<T: PartialEq>(
    texts: &[String],
    read: impl Fn(&str) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let mut values = Vec::with_capacity(texts.len());
    for text in texts {
        let value = read(text)?;
        if values.contains(&value) {
            return Err(format!("`{text}` is given twice"));
        }
        values.push(value);
    }
    Ok(values)
}

/// As [`many`], and not empty.
pub(super) fn some<T: PartialEq>(
    texts: &[String],
    read: impl Fn(&str) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let values = many(texts, read)?;
    if values.is_empty() { Err("it needs at least one value".to_owned()) } else { Ok(values) }
}

/// Texts of the form `NAME=VALUE`, read by `read`.
pub(super) fn named<T>(
    texts: &[String],
    read: impl Fn(&str, &str) -> Result<T, Fault>,
) -> Result<BTreeMap<String, T>, Fault> {
    let mut values = BTreeMap::new();
    for text in texts {
        let (name, value) = text.split_once('=').ok_or_else(|| format!("`{text}` is not NAME=VALUE"))?;
        if values.insert(name.to_owned(), read(name, value)?).is_some() {
            return Err(format!("`{name}` is given twice"));
        }
    }
    Ok(values)
}

/// What its own type reads.
pub(super) fn parsed<T: FromStr<Err: Display>>(text: &str) -> Result<T, Fault> {
    text.parse().map_err(|error: T::Err| error.to_string())
}

/// A text that may not be empty and holds no control characters, such as a name of people's.
pub(super) fn words(text: &str) -> Result<String, Fault> {
    if text.trim().is_empty() {
        Err("it is empty".to_owned())
    } else if text.chars().any(char::is_control) {
        Err("it contains a control character".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// The name of an organisation, short enough for the names of authorities that are made from it: those have 64 characters
/// (RFC 5280 appendix A, `ub-common-name`), and up to 16 of them are ours, as in `Example RSA 2048 M100`.
pub(super) fn organisation(text: &str) -> Result<String, Fault> {
    let name = words(text)?;
    match name.chars().count() {
        ..=ORGANISATION_MAX => Ok(name),
        length => Err(format!(
            "it has {length} characters and may have at most {ORGANISATION_MAX}, because it is part of the \
             names of authorities"
        )),
    }
}

/// `true` or `false`.
pub(super) fn switch(text: &str) -> Result<bool, Fault> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" => Ok(false),
        _ => Err(format!("`{text}` is neither true nor false")),
    }
}

/// A whole number from `least` to `most`.
pub(super) fn number(text: &str, least: u32, most: u32) -> Result<u32, Fault> {
    let number = text.replace('_', "").parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("`{text}` is not a number from {least} to {most}"))
}

/// Where a server listens. A port by itself is one on loopback.
pub(super) fn listening(text: &str) -> Result<SocketAddr, Fault> {
    if let Ok(address) = text.parse() {
        return Ok(address);
    }
    let port = text.strip_prefix("localhost:").unwrap_or(text);
    let fault = || {
        format!(
            "`{text}` is not an address with a port: write 127.0.0.1:4566, [::1]:4566, 0.0.0.0:4566 for every address \
             of this machine, or 4566 for that port of 127.0.0.1"
        )
    };
    let port: u16 = port.parse().map_err(|_| fault())?;
    Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
}

/// Where a DNS server is asked: at port 53 unless another is said.
pub(super) fn dns_server(text: &str) -> Result<SocketAddr, Fault> {
    let with_port = text.parse().or_else(|_| Ok(SocketAddr::new(parsed_address(text)?, DNS_PORT)));
    let address: SocketAddr = with_port.map_err(|()| {
        format!(
            "`{text}` is not an address of a DNS server: write 192.0.2.53, or 192.0.2.53:5353 with its port"
        )
    })?;
    if address.ip().is_unspecified() || address.port() == 0 {
        return Err(format!("`{text}` is not an address that a query can be sent to"));
    }
    Ok(address)
}

fn parsed_address(text: &str) -> Result<IpAddr, ()> {
    text.trim_start_matches('[').trim_end_matches(']').parse().map_err(|_| ())
}

/// An IP address.
pub(super) fn address(text: &str) -> Result<IpAddr, Fault> {
    parsed_address(text).map_err(|()| format!("`{text}` is not an IP address, such as 10.20.0.5"))
}

/// An address that a socket can be opened on.
pub(super) fn own_address(text: &str) -> Result<IpAddr, Fault> {
    let address = address(text)?;
    if address.is_multicast() || address == IpAddr::V4(Ipv4Addr::BROADCAST) {
        return Err(format!("`{text}` is a multicast or broadcast address: no server listens there"));
    }
    Ok(address)
}

/// Addresses that clients reach, parted by spaces.
pub(super) fn public_addresses(text: &str) -> Result<Vec<IpAddr>, Fault> {
    let texts: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    some(&texts, |text| {
        let address = own_address(text)?;
        if address.is_unspecified() {
            return Err(format!("`{text}` stands for every address of a machine, and no client reaches it"));
        }
        Ok(address)
    })
}

/// What is named by addresses that sockets can be opened on.
pub(super) fn by_own_address<T>(named: BTreeMap<String, T>) -> Result<BTreeMap<IpAddr, T>, Fault> {
    let mut values = BTreeMap::new();
    for (name, value) in named {
        if values.insert(own_address(&name)?, value).is_some() {
            return Err(format!("`{name}` is given twice"));
        }
    }
    Ok(values)
}

/// A network in CIDR notation; an address by itself is a network of one.
pub(super) fn network(text: &str) -> Result<IpNet, Fault> {
    let network = text.parse().or_else(|_| parsed_address(text).map(IpNet::from));
    network.map_err(|()| format!("`{text}` is not a network, such as 10.20.0.0/16"))
}

/// A host name: lower case, no trailing dot.
pub(super) fn host(text: &str) -> Result<String, Fault> {
    match text.parse() {
        Ok(ServerName::Host(name)) => Ok(name),
        _ => Err(format!("`{text}` is not a host name, such as ns1.example.com")),
    }
}

/// A port to connect to.
pub(super) fn port(text: &str) -> Result<u16, Fault> {
    let port = text.parse().ok().filter(|port| *port > 0);
    port.ok_or_else(|| format!("`{text}` is not a port from 1 to 65535"))
}

/// Two letters (ISO 3166-1 alpha-2).
pub(super) fn country(text: &str) -> Result<String, Fault> {
    let upper = text.to_ascii_uppercase();
    let is_code = upper.len() == 2 && upper.bytes().all(|letter| letter.is_ascii_uppercase());
    if is_code {
        Ok(upper)
    } else {
        Err(format!("`{text}` is not a country code of two letters, such as DE or JP"))
    }
}

/// An instance's identifier (`i-` and 8 to 17 hexadecimal digits), and the address that it stands for.
pub(super) fn instance(id: &str, text: &str) -> Result<IpAddr, Fault> {
    let digits = id.strip_prefix("i-").unwrap_or_default();
    let is_id = (8..=17).contains(&digits.len())
        && digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    if is_id {
        address(text)
    } else {
        Err(format!("`{id}` is not an instance ID, such as i-0123456789abcdef0"))
    }
}

/// The folder of a bucket, by its whole path: a service has no folder that others know.
pub(super) fn bucket(name: &str, text: &str) -> Result<PathBuf, Fault> {
    // Amazon S3 User Guide, "General purpose bucket naming rules".
    let is_good =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    if !(3..=63).contains(&name.len()) || !name.bytes().all(is_good) {
        return Err(format!(
            "`{name}` is not the name of a bucket: 3 to 63 lower-case letters, digits, hyphens and periods"
        ));
    }
    let folder = PathBuf::from(text);
    if folder.is_absolute() {
        Ok(folder)
    } else {
        Err(format!("`{text}` is not an absolute path of a folder"))
    }
}

/// An identifier as EC2 writes it: a prefix, and letters and digits.
pub(super) fn identifier(prefix: &str, text: &str) -> Result<String, Fault> {
    let rest = text.strip_prefix(prefix).unwrap_or_default();
    let is_plain = rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if is_plain && (1..=32).contains(&rest.len()) {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is not an identifier such as {prefix}0a1b2c3d4e5f60718"))
    }
}

/// A subnet's identifier, the letter of its zone, and its addresses.
pub(super) fn subnet(id: &str, text: &str) -> Result<SubnetPlace, Fault> {
    identifier("subnet-", id)?;
    let (zone, cidr) = match text.split_once(char::is_whitespace) {
        Some((zone, cidr)) => (zone, Some(network(cidr.trim())?.trunc())),
        None => (text, None),
    };
    match zone.as_bytes() {
        [letter @ b'a'..=b'z'] => Ok(SubnetPlace { zone: char::from(*letter), cidr }),
        _ => Err(format!("`{zone}` is not the letter of an availability zone, such as a for us-east-1a")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_to_listen_on_may_be_a_port() {
        for (text, read) in [
            ("127.0.0.1:4566", "127.0.0.1:4566"),
            ("localhost:22660", "127.0.0.1:22660"),
            ("22660", "127.0.0.1:22660"),
            ("[::1]:0", "[::1]:0"),
        ] {
            assert_eq!(listening(text).map(|it| it.to_string()).as_deref(), Ok(read), "{text}");
        }
        for text in
            ["", "localhost", "127.0.0.1", ":4566", "host.example:4566", "70000", "http://127.0.0.1:4566"]
        {
            let refused = listening(text).expect_err(text);
            assert!(refused.contains("write 127.0.0.1:4566"), "{refused}");
        }
    }

    #[test]
    fn a_dns_server_is_asked_at_port_53_unless_another_is_said() {
        let read = |text| dns_server(text).map(|it| it.to_string());
        assert_eq!(read("192.0.2.53").as_deref(), Ok("192.0.2.53:53"));
        assert_eq!(read("192.0.2.53:5353").as_deref(), Ok("192.0.2.53:5353"));
        assert_eq!(read("2001:db8::1").as_deref(), Ok("[2001:db8::1]:53"));
        for text in ["dns.example", "0.0.0.0", "192.0.2.53:0", ""] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn values_are_read_as_people_write_them_and_slips_are_refused() {
        assert!(organisation(&"é".repeat(48)).is_ok() && organisation(&"O".repeat(49)).is_err());
        assert_eq!(country("de").as_deref(), Ok("DE"));
        assert!(country("Japan").is_err());
        assert_eq!(network("10.0.0.5").map(|net| net.to_string()).as_deref(), Ok("10.0.0.5/32"));
        assert!(network("10.0.0.0/40").is_err());
        assert_eq!(number("2_500", 1, 10_000), Ok(2_500));
        assert!(number("-1", 0, 9).is_err());
        assert_eq!(host("NS1.Example.COM.").as_deref(), Ok("ns1.example.com"));
        assert!(host("10.0.0.1").is_err() && host("a b").is_err());
        assert!(
            instance("i-0123456789abcdef0", "10.0.0.5").is_ok() && instance("web-1", "10.0.0.5").is_err()
        );
        assert!(identifier("vpc-", "vpc-1").is_ok() && identifier("vpc-", "vpc-").is_err());
        let place = subnet("subnet-1", "b 10.20.1.7/24").expect("a subnet");
        assert_eq!(
            (place.zone, place.cidr.map(|cidr| cidr.to_string())),
            ('b', Some("10.20.1.0/24".to_owned()))
        );
        assert_eq!(subnet("subnet-1", "a").expect("a subnet").cidr, None);
        assert!(subnet("sub-1", "a").is_err() && subnet("subnet-1", "us-east-1a").is_err());
        assert!(subnet("subnet-1", "a 10.20.1.0/40").is_err());
        let twice = many(&["10.0.0.5".to_owned(), "10.0.0.5".to_owned()], address);
        assert_eq!(twice, Err("`10.0.0.5` is given twice".to_owned()));
    }
}
