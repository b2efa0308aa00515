//! Base URLs: what addresses are made of that others follow, such as those in certificates. Read in one place, since a
//! fault in one stays in every certificate that was signed meanwhile.

use std::net::SocketAddr;

use tegata_model::ServerName;
use url::{Host, Url};

/// Where relying parties find revocation lists, OCSP and issuer certificates.
///
/// # Errors
/// What is wrong with it, for who typed it.
pub(crate) fn for_relying_parties(text: &str) -> Result<String, String> {
    if text.trim_start().to_ascii_lowercase().starts_with("https:") {
        return Err("it must be http, not https: a client that checks revocation cannot verify another \
                    certificate first (CA/B Baseline Requirements §7.1.2.11.2). The lists and answers are \
                    signed"
            .to_owned());
    }
    read(text, &["http"])
}

/// Where people reach the pages.
///
/// # Errors
/// What is wrong with it, for who typed it.
pub(crate) fn for_people(text: &str) -> Result<String, String> {
    read(text, &["http", "https"])
}

/// The base URL of the API's own address, or of the first of its names when it listens on every address, which is none to
/// reach; `None` without one.
pub(crate) fn of_server(scheme: &str, address: SocketAddr, names: &[ServerName]) -> Option<String> {
    if !address.ip().is_unspecified() {
        return Some(format!("{scheme}://{address}"));
    }
    names.first().map(|name| format!("{scheme}://{}:{}", name.in_url(), address.port()))
}

/// A base URL without its final slash.
fn read(text: &str, schemes: &[&str]) -> Result<String, String> {
    let form = || format!("it is not of the form {}://HOST[:PORT]", schemes.join("://HOST[:PORT] or "));
    // What browsers overlook, or take for something else, is more likely a slip.
    let is_odd = |letter: char| letter.is_whitespace() || letter.is_control() || letter == '\\';
    if text.chars().any(is_odd) {
        return Err("it contains a space, a control character or a backslash".to_owned());
    }
    let (scheme, rest) = text.split_once("://").ok_or_else(form)?;
    if !schemes.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return Err(form());
    }
    if rest.is_empty() || rest.starts_with(['/', '?', '#']) {
        return Err("it has no host".to_owned());
    }
    let url = Url::parse(text).map_err(|error| format!("it is not a URL: {error}"))?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err("it must not contain ? or #, because paths are appended to it".to_owned());
    }
    if !url.username().is_empty()
        || url.password().is_some()
        || rest.split('/').next().is_some_and(|it| it.contains('@'))
    {
        return Err("it must not contain a user name or a password, because it is public".to_owned());
    }
    let unspecified = match url.host() {
        Some(Host::Ipv4(address)) => address.is_unspecified(),
        Some(Host::Ipv6(address)) => address.is_unspecified(),
        Some(Host::Domain(_)) => false,
        None => return Err("it has no host".to_owned()),
    };
    if unspecified {
        return Err("clients cannot connect to that address: give a host name".to_owned());
    }
    if url.port() == Some(0) {
        return Err("port 0 cannot be connected to".to_owned());
    }
    let path = url.path().trim_end_matches('/');
    if path.contains("//") {
        return Err("its path contains two slashes in a row".to_owned());
    }
    let origin = url.as_str().strip_suffix(url.path()).ok_or_else(form)?;
    Ok(format!("{origin}{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_final_slash_makes_no_difference() {
        for (text, base) in [
            ("http://pki.example", "http://pki.example"),
            ("http://pki.example/", "http://pki.example"),
            ("http://pki.example//", "http://pki.example"),
            ("HTTP://PKI.Example:4566/", "http://pki.example:4566"),
            ("http://pki.example:80/", "http://pki.example"),
            ("http://127.0.0.1:4566/", "http://127.0.0.1:4566"),
            ("http://[::1]:4566", "http://[::1]:4566"),
            ("http://pki.example/ca/", "http://pki.example/ca"),
            ("http://bücher.example/", "http://xn--bcher-kva.example"),
        ] {
            assert_eq!(for_relying_parties(text).as_deref(), Ok(base), "{text}");
        }
        assert_eq!(for_people("https://tegata.example/").as_deref(), Ok("https://tegata.example"));
    }

    #[test]
    fn what_would_make_dead_addresses_is_refused_with_the_reason() {
        for (text, reason) in [
            ("https://pki.example", "must be http"),
            ("http://pki.example/?a=b", "? or #"),
            ("http://pki.example/#f", "? or #"),
            ("http://user:pass@pki.example", "a user name"),
            ("http://@pki.example", "a user name"),
            ("http://pki.example/a b", "a space"),
            (" http://pki.example", "a space"),
            ("http:\\\\pki.example", "backslash"),
            ("http:///x", "has no host"),
            ("http://", "has no host"),
            ("http:pki.example", "of the form"),
            ("pki.example", "of the form"),
            ("ftp://pki.example", "of the form"),
            ("http://0.0.0.0:4566", "clients cannot connect"),
            ("http://[::]:4566", "clients cannot connect"),
            ("http://0", "clients cannot connect"),
            ("http://pki.example:0", "port 0"),
            ("http://pki.example:99999", "not a URL"),
            ("http://pki.example/a//b", "two slashes"),
        ] {
            let refused = for_relying_parties(text).expect_err(text);
            assert!(refused.contains(reason), "{text}: {refused}");
        }
        assert!(for_people("ftp://h").expect_err("refused").contains("https://"));
    }

    #[test]
    fn an_address_that_listens_everywhere_is_no_base() {
        let address = |text: &str| text.parse().expect("an address");
        let of = |text, names: &[ServerName]| of_server("http", address(text), names);
        assert_eq!(of("127.0.0.1:4566", &[]).as_deref(), Some("http://127.0.0.1:4566"));
        assert_eq!(of("[::1]:1", &[]).as_deref(), Some("http://[::1]:1"));
        assert_eq!(of("0.0.0.0:4566", &[]), None);
        assert_eq!(of("[::]:4566", &[]), None);
        let names = ["tegata.example".parse().expect("a name"), "10.0.0.1".parse().expect("a name")];
        assert_eq!(of("0.0.0.0:4566", &names).as_deref(), Some("http://tegata.example:4566"));
    }
}
