//! Pages in a browser: they reach loopback as well, by the hands of a user who does not know.
//!
//! A browser says with a request that a page made it (Fetch Metadata, `Origin`), but not always: a picture has no
//! `Origin`, and `Sec-Fetch-Site` goes only to hosts that browsers call trustworthy (W3C Secure Contexts §3.1:
//! 127.0.0.0/8, ::1, localhost). So the hosts are an allow-list of these, and a name that a page could own is not in it.

use std::net::{Ipv4Addr, Ipv6Addr};

use http::HeaderName;
use http::header::{HOST, ORIGIN};
use http::request::Parts;
use http::uri::Authority;
use tegata_aws::contract::SERVICES;

/// Whether a request may come from a page in a browser: it says so, or does not name this machine as its host.
pub(crate) fn is_from_page(parts: &Parts) -> bool {
    let says_so = |name: &HeaderName| name == ORIGIN || name.as_str().starts_with("sec-fetch-");
    parts.headers.keys().any(says_so) || !is_for_this_machine(parts)
}

/// Whether each host that a request names, in its target or its header, can only be this machine.
pub(crate) fn is_for_this_machine(parts: &Parts) -> bool {
    let of_target = parts.uri.authority().map(Authority::as_str);
    let of_header = parts.headers.get_all(HOST).iter().map(|host| host.to_str().unwrap_or_default());
    let mut hosts = of_target.into_iter().chain(of_header).peekable();
    hosts.peek().is_some() && hosts.all(is_local)
}

/// A loopback address, `localhost`, or the name of an AWS service that a tool was led here by.
fn is_local(host: &str) -> bool {
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(rest) = host.strip_prefix('[') {
        let Some((address, after)) = rest.split_once(']') else { return false };
        let port_is_good = after.is_empty() || after.strip_prefix(':').is_some_and(is_port);
        // Of IPv6 that is ::1 alone: a mapped IPv4 address is not trustworthy to browsers.
        return port_is_good && address.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback());
    }
    let (name, port_is_good) = match host.split_once(':') {
        Some((name, port)) => (name, is_port(port)),
        None => (host, true),
    };
    let name = name.to_ascii_lowercase();
    let is_loopback = || name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    port_is_good
        && (name == "localhost" || name.ends_with(".localhost") || is_loopback() || is_of_service(&name))
}

/// The names of AWS's own endpoints, `acm.us-east-1.amazonaws.com`: others have names under amazonaws.com as well (of
/// buckets, of load balancers), but none of this form.
fn is_of_service(name: &str) -> bool {
    let Some(rest) = name.strip_suffix(".amazonaws.com") else { return false };
    let (prefix, region) =
        rest.split_once('.').map_or((rest, None), |(prefix, region)| (prefix, Some(region)));
    let is_here = SERVICES.iter().any(|service| service.metadata.endpoint_prefix == prefix);
    is_here && region.is_none_or(is_region)
}

/// `us-east-1`, `us-gov-west-1`: two letters, words, a digit.
fn is_region(text: &str) -> bool {
    let words: Vec<&str> = text.split('-').collect();
    let [country, middle @ .., number] = words.as_slice() else { return false };
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    country.len() == 2
        && is_word(country)
        && !middle.is_empty()
        && middle.iter().all(is_word)
        && number.len() == 1
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn asked(host: &str) -> Parts {
        Request::get("/").header(HOST, host).body(()).expect("a request").into_parts().0
    }

    #[test]
    fn this_machine_and_the_services_here_are_for_tools() {
        for host in [
            "127.0.0.1:4566",
            "127.8.9.10",
            "[::1]:4566",
            "[::1]",
            "localhost",
            "LocalHost:80",
            "acm.localhost:4566",
            "acm.us-east-1.amazonaws.com",
            "elasticloadbalancing.us-gov-west-1.amazonaws.com:4566",
            "route53.amazonaws.com",
            "sts.amazonaws.com",
        ] {
            assert!(!is_from_page(&asked(host)), "{host}");
        }
    }

    #[test]
    fn names_and_addresses_that_a_page_can_use_are_not() {
        for host in [
            "evil.example",
            "localhost.evil.example:4566",
            "",
            "notlocalhost",
            "localhost.",
            "localhost.localstack.cloud:4566",
            "0.0.0.0:4566",
            "[::ffff:127.0.0.1]:4566",
            "[::]:4566",
            "::1",
            "10.0.0.5",
            "169.254.169.254",
            "2130706433",
            "0177.0.0.1",
            "127.1",
            "127.0.0.1:",
            "127.0.0.1:80:80",
            "x@127.0.0.1",
            "acm.s3.amazonaws.com",
            "acm.s3-us-west-2.amazonaws.com",
            "acm.us-east-1.elb.amazonaws.com",
            "bucket.s3.amazonaws.com",
            "ec2-192-0-2-1.compute-1.amazonaws.com",
            "s3.us-east-1.amazonaws.com",
            "amazonaws.com",
        ] {
            assert!(is_from_page(&asked(host)), "{host}");
        }
    }

    #[test]
    fn every_host_that_is_named_counts() {
        let of = |request: http::request::Builder| {
            is_from_page(&request.body(()).expect("a request").into_parts().0)
        };
        assert!(of(Request::get("/")));
        assert!(of(Request::get("http://evil.example/").header(HOST, "localhost")));
        assert!(of(Request::get("/").header(HOST, "localhost").header(HOST, "evil.example")));
        assert!(!of(Request::get("http://localhost:4566/")), "HTTP/2 has the host in the target");
    }

    #[test]
    fn a_page_that_says_so_is_one() {
        for (name, value) in [("origin", "null"), ("sec-fetch-site", "none"), ("sec-fetch-mode", "no-cors")] {
            let request = Request::post("/").header(HOST, "localhost").header(name, value);
            assert!(is_from_page(&request.body(()).expect("a request").into_parts().0), "{name}");
        }
    }
}
