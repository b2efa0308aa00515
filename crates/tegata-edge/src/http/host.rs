//! Which host a request is for.

use std::net::{Ipv6Addr, SocketAddr};

use http::header::{HOST, HeaderValue};
use http::{Request, StatusCode, Version};

/// RFC 9112 §3.2: one valid Host, or 400; of the two places that may name a host, the request target counts (§3.2.2).
pub(super) fn host<B>(request: &Request<B>, own: &HeaderValue) -> Result<HeaderValue, StatusCode> {
    let (uri, version) = (request.uri(), request.version());
    let mut fields = request.headers().get_all(HOST).iter();
    let field = fields.next();
    let is_valid_field = field.is_none_or(|host| is_host(host.as_bytes()));
    if fields.next().is_some() || !is_valid_field || (field.is_none() && version == Version::HTTP_11) {
        return Err(StatusCode::BAD_REQUEST);
    }
    match (uri.authority(), field) {
        (Some(authority), field) => {
            let same =
                |field: &HeaderValue| field.as_bytes().eq_ignore_ascii_case(authority.as_str().as_bytes());
            // RFC 9113 §8.3.1: a Host that differs from `:authority` makes the request malformed.
            let is_clear = version != Version::HTTP_2 || field.is_none_or(same);
            if !is_clear || !is_host(authority.as_str().as_bytes()) {
                return Err(StatusCode::BAD_REQUEST);
            }
            HeaderValue::try_from(authority.as_str()).map_err(|_| StatusCode::BAD_REQUEST)
        }
        (None, Some(field)) => Ok(field.clone()),
        (None, None) if version == Version::HTTP_2 => Err(StatusCode::BAD_REQUEST),
        (None, None) => Ok(own.clone()),
    }
}

/// Whether these bytes are a host with or without a port (RFC 9110 §7.2: `uri-host [ ":" port ]`), without a user before
/// it (§4.2.4), and not empty.
pub(super) fn is_host(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let (is_good, port) = match text.strip_prefix('[').map(|rest| rest.split_once(']')) {
        Some(Some((literal, rest))) => match (literal.parse::<Ipv6Addr>(), rest.strip_prefix(':')) {
            (Ok(_), port) if port.is_some() || rest.is_empty() => (true, port),
            _ => return false,
        },
        Some(None) => return false,
        None => match text.split_once(':') {
            Some((name, port)) => (is_registered_name(name), Some(port)),
            None => (is_registered_name(text), None),
        },
    };
    let is_port = |port: &str| {
        port.is_empty() || (port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok())
    };
    is_good && port.is_none_or(is_port)
}

/// RFC 3986 §3.2.2, `reg-name`, not empty.
fn is_registered_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    while let Some(byte) = bytes.next() {
        let is_good = match byte {
            b'%' => {
                let mut digit = || bytes.next().is_some_and(|digit| digit.is_ascii_hexdigit());
                digit() && digit()
            }
            _ => byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte),
        };
        if !is_good {
            return false;
        }
    }
    !name.is_empty()
}

/// A host without its port; what [`host`] returned.
pub(crate) fn without_port(host: &HeaderValue) -> &str {
    let host = host.to_str().unwrap_or_default();
    match host.rsplit_once(':') {
        Some((name, port)) if !name.ends_with(':') && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// The host as the target gets it: on a usual port of the listener without a port, on another with one (ELB User Guide,
/// "Host header preservation").
pub(super) fn with_port_of_listener(host: HeaderValue, port: u16, is_usual: bool) -> HeaderValue {
    let (name, length) = (without_port(&host), host.len());
    let has_port = name.len() < length;
    let changed = match is_usual {
        true if has_port => name.to_owned(),
        false if !has_port => format!("{name}:{port}"),
        _ => return host,
    };
    HeaderValue::try_from(changed).unwrap_or(host)
}

/// The host of requests without one: the address at which the client reached the edge.
pub(crate) fn own_host(address: SocketAddr, is_tls: bool) -> HeaderValue {
    let usual = if is_tls { 443 } else { 80 };
    let address = SocketAddr::new(address.ip().to_canonical(), address.port());
    let host = match (address.port() == usual, address) {
        (true, SocketAddr::V4(v4)) => v4.ip().to_string(),
        (true, SocketAddr::V6(v6)) => format!("[{}]", v6.ip()),
        (false, _) => address.to_string(),
    };
    HeaderValue::try_from(host).expect("an address is printable")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn request(target: &str, version: Version, fields: &[(&str, &str)]) -> Request<()> {
        let mut request = Request::builder().uri(target).version(version);
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        request.body(()).expect("a request")
    }

    /// Version, target, the values of Host, and the host that the request is for or the status that refuses it.
    type Case = (Version, &'static str, &'static [&'static str], Result<&'static str, u16>);

    #[test]
    fn each_request_has_one_valid_host() {
        let own = HeaderValue::from_static("127.0.0.1:8080");
        let (one, old, two) = (Version::HTTP_11, Version::HTTP_10, Version::HTTP_2);
        let cases: &[Case] = &[
            (one, "/", &["a.example"], Ok("a.example")),
            (one, "/", &["A.Example.:8080"], Ok("A.Example.:8080")),
            (one, "/", &["[::1]:80"], Ok("[::1]:80")),
            (one, "/", &["a_b.example"], Ok("a_b.example")),
            (one, "http://b.example/x", &["a.example"], Ok("b.example")),
            (one, "/", &[], Err(400)),
            (one, "/", &[""], Err(400)),
            (one, "/", &["a", "a"], Err(400)),
            (one, "/", &["a/b"], Err(400)),
            (one, "/", &["a@b"], Err(400)),
            (one, "/", &["a b"], Err(400)),
            (one, "/", &["a:b"], Err(400)),
            (one, "/", &["a:65536"], Err(400)),
            (one, "/", &[":80"], Err(400)),
            (one, "/", &["[::1"], Err(400)),
            (one, "/", &["[x]"], Err(400)),
            (one, "/", &["a%2"], Err(400)),
            (one, "http://user@b.example/x", &["b.example"], Err(400)),
            (one, "http://b.example/x", &["a/b"], Err(400)),
            (old, "/", &[], Ok("127.0.0.1:8080")),
            (old, "/", &["a"], Ok("a")),
            (old, "/", &["a", "b"], Err(400)),
            (old, "/", &["a/b"], Err(400)),
            (two, "https://a.example/", &[], Ok("a.example")),
            (two, "https://a.example/", &["A.example"], Ok("a.example")),
            (two, "https://a.example/", &["b.example"], Err(400)),
            (two, "https://a.example/", &["a.example", "a.example"], Err(400)),
            (two, "/", &["a.example"], Ok("a.example")),
            (two, "/", &[], Err(400)),
        ];
        for (version, target, hosts, expected) in cases {
            let fields: Vec<(&str, &str)> = hosts.iter().map(|host| ("host", *host)).collect();
            let checked = host(&request(target, *version, &fields), &own);
            let checked =
                checked.as_ref().map(|host| host.to_str().expect("text")).map_err(StatusCode::as_u16);
            assert_eq!(checked, *expected, "{version:?} {target} {hosts:?}");
        }
    }

    #[test]
    fn a_target_gets_the_host_with_the_port_that_the_listener_needs() {
        for (host, port, is_usual, expected) in [
            ("a.example", 443, true, "a.example"),
            ("a.example:443", 443, true, "a.example"),
            ("a.example:9", 443, true, "a.example"),
            ("a.example", 8443, false, "a.example:8443"),
            ("a.example:8443", 8443, false, "a.example:8443"),
            ("[2001:db8::1]", 8443, false, "[2001:db8::1]:8443"),
            ("[2001:db8::1]:80", 80, true, "[2001:db8::1]"),
        ] {
            let sent = HeaderValue::from_static(host);
            assert_eq!(with_port_of_listener(sent, port, is_usual), expected, "{host} {port}");
        }
    }

    proptest! {
        #[test]
        fn what_a_target_gets_is_still_a_host_with_the_same_name(
            name in r"[a-z0-9.-]{1,20}|\[::[0-9a-f]{1,4}\]", sent in proptest::option::of(0u16..), port in 1u16..,
            is_usual: bool,
        ) {
            let host = sent.map_or_else(|| name.clone(), |sent| format!("{name}:{sent}"));
            let sent = HeaderValue::try_from(&host).expect("ASCII");
            let got = with_port_of_listener(sent, port, is_usual);
            prop_assert!(is_host(got.as_bytes()), "{:?}", got);
            prop_assert_eq!(without_port(&got), &name);
            prop_assert_eq!(got.len() > name.len(), !is_usual);
        }
    }

    #[test]
    fn a_host_is_told_from_its_port() {
        for (written, alone) in
            [("a.example:80", "a.example"), ("a.example", "a.example"), ("[::1]:80", "[::1]")]
        {
            assert_eq!(without_port(&HeaderValue::from_static(written)), alone);
        }
        for (address, is_tls, host) in [
            ("127.0.0.1:80", false, "127.0.0.1"),
            ("127.0.0.1:80", true, "127.0.0.1:80"),
            ("[::1]:443", true, "[::1]"),
            ("[::ffff:127.0.0.1]:8080", false, "127.0.0.1:8080"),
        ] {
            assert_eq!(own_host(address.parse().expect("an address"), is_tls), host);
        }
    }
}
