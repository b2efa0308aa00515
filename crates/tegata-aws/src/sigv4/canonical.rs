//! The canonical form of a request.

use aws_lc_rs::digest;
use http::request::Parts;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Hash of a body, in hexadecimal.
pub(super) fn body_hash(body: &[u8]) -> String {
    hex::encode(digest::digest(&digest::SHA256, body))
}

/// The canonical request. `signed_headers` are lower case and sorted; `without` is left out of the query.
/// `None` when a header that was signed is not there or is not text.
pub(super) fn request(
    parts: &Parts,
    signed_headers: &[&str],
    body_hash: &str,
    without: Option<&str>,
) -> Option<String> {
    let mut text = String::with_capacity(512);
    text.push_str(parts.method.as_str());
    text.push('\n');
    path(parts.uri.path(), &mut text);
    text.push('\n');
    query(parts.uri.query().unwrap_or_default(), without, &mut text);
    text.push('\n');
    for name in signed_headers {
        text.push_str(name);
        text.push(':');
        let mut found = false;
        for value in parts.headers.get_all(*name) {
            if found {
                text.push(',');
            }
            fold_spaces(value.to_str().ok()?, &mut text);
            found = true;
        }
        // HTTP/2 carries the host in the URI.
        if !found && *name == "host" {
            text.push_str(parts.uri.authority()?.as_str());
            found = true;
        }
        if !found {
            return None;
        }
        text.push('\n');
    }
    text.push('\n');
    text.push_str(&signed_headers.join(";"));
    text.push('\n');
    text.push_str(body_hash);
    Some(text)
}

/// What is signed.
pub(super) fn string_to_sign(amz_date: &str, scope: &str, canonical_request: &str) -> String {
    let hash = hex::encode(digest::digest(&digest::SHA256, canonical_request.as_bytes()));
    format!("{}\n{amz_date}\n{scope}\n{hash}", super::ALGORITHM)
}

/// Each segment of the path encoded once more than it came, as for every service but S3.
fn path(path: &str, text: &mut String) {
    if path.is_empty() {
        text.push('/');
    }
    for (place, segment) in path.split('/').enumerate() {
        if place > 0 {
            text.push('/');
        }
        text.extend(utf8_percent_encode(segment, ENCODED));
    }
}

fn query(query: &str, without: Option<&str>, text: &mut String) {
    let encoded = |raw: &str| {
        let decoded = percent_decode_str(raw).collect::<Vec<u8>>();
        percent_encoding::percent_encode(&decoded, ENCODED).to_string()
    };
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .filter(|(name, _)| Some(*name) != without)
        .map(|(name, value)| (encoded(name), encoded(value)))
        .collect();
    pairs.sort();
    for (place, (name, value)) in pairs.iter().enumerate() {
        if place > 0 {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        text.push_str(value);
    }
}

fn fold_spaces(value: &str, text: &mut String) {
    for (place, word) in value.split([' ', '\t']).filter(|word| !word.is_empty()).enumerate() {
        if place > 0 {
            text.push(' ');
        }
        text.push_str(word);
    }
}
