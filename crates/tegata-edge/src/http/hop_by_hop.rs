//! Headers that belong to one connection (RFC 9110 §7.6.1).

use http::header::{CONNECTION, CONTENT_LENGTH, HOST, HeaderMap, HeaderName, TE, TRANSFER_ENCODING, UPGRADE};

const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");
const PROXY_CONNECTION: HeaderName = HeaderName::from_static("proxy-connection");
/// RFC 7540 §3.2.1: goes with an upgrade to `h2c`, whether or not `Connection` names it.
const HTTP2_SETTINGS: HeaderName = HeaderName::from_static("http2-settings");
const COUNT: usize = 7;
/// Those that always do.
const ALWAYS: [HeaderName; COUNT] =
    [CONNECTION, TRANSFER_ENCODING, KEEP_ALIVE, PROXY_CONNECTION, TE, UPGRADE, HTTP2_SETTINGS];
/// What `Connection` cannot remove: the message would change its meaning (RFC 9110 §7.6.1: a sender must not name what is
/// meant for all recipients).
const KEPT: [HeaderName; 2] = [HOST, CONTENT_LENGTH];

/// Removes these headers, and those that `Connection` names.
pub(crate) fn remove_hop_by_hop(headers: &mut HeaderMap) {
    // Most messages have one or none: looking once is cheaper than seven removals.
    let mut found = [false; COUNT];
    for name in headers.keys() {
        if let Some(at) = ALWAYS.iter().position(|header| header == name) {
            found[at] = true;
        }
    }
    if found[0] {
        let named: Vec<HeaderName> =
            tokens(headers, &CONNECTION).filter_map(|token| token.parse().ok()).collect();
        for name in named.iter().filter(|name| !KEPT.contains(name)) {
            headers.remove(name);
        }
    }
    for (name, _) in ALWAYS.iter().zip(found).filter(|(_, found)| *found) {
        headers.remove(name);
    }
}

/// The words of a header that is a list.
pub(crate) fn tokens<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

/// Whether a header that is a list holds just this word, once, in upper or lower case.
pub(crate) fn is_only(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let mut values = headers.get_all(name).iter();
    let is_it =
        |value: &http::HeaderValue| value.as_bytes().trim_ascii().eq_ignore_ascii_case(word.as_bytes());
    values.next().is_some_and(is_it) && values.next().is_none()
}

#[cfg(test)]
mod tests {
    use http::header::HeaderValue;

    use super::*;

    #[test]
    fn what_belongs_to_a_connection_stays_on_it() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("connection", "close, X-Secret, Host, Content-Length"),
            ("host", "a.example"),
            ("content-length", "3"),
            ("http2-settings", "AAMAAABk"),
            ("x-secret", "1"),
            ("keep-alive", "5"),
            ("te", "trailers"),
            ("accept", "*/*"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        remove_hop_by_hop(&mut headers);
        let mut left: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
        left.sort_unstable();
        assert_eq!(left, ["accept", "content-length", "host"]);
    }
}
