//! Signing requests, for our own client.

use aws_lc_rs::hmac;
use http::HeaderValue;
use http::header::{AUTHORIZATION, HOST};
use http::request::Parts;
use jiff::Timestamp;

use super::{ALGORITHM, amz_date, canonical, signing_key};

/// An access key.
pub struct Credentials<'a> {
    /// The public half.
    pub access_key_id: &'a str,
    /// The secret half.
    pub secret_access_key: &'a str,
    /// The session token of temporary credentials.
    pub session_token: Option<&'a str>,
}

/// Signs a request in its headers. Its `Host` header must be set.
pub fn sign(
    parts: &mut Parts,
    body: &[u8],
    credentials: &Credentials<'_>,
    region: &str,
    service: &str,
    now: Timestamp,
) {
    let date = amz_date(now);
    if let Ok(value) = HeaderValue::try_from(&date) {
        parts.headers.insert("x-amz-date", value);
    }
    if let Some(mut value) = credentials.session_token.and_then(|token| HeaderValue::try_from(token).ok()) {
        value.set_sensitive(true);
        parts.headers.insert("x-amz-security-token", value);
    }
    let signed = ["content-type", "host", "x-amz-date", "x-amz-security-token", "x-amz-target"];
    let signed: Vec<&str> =
        signed.into_iter().filter(|name| *name == HOST || parts.headers.contains_key(*name)).collect();
    let Some(canonical) = canonical::request(parts, &signed, &canonical::body_hash(body), None) else {
        return;
    };
    let day = &date[..8];
    let scope = format!("{day}/{region}/{service}/aws4_request");
    let key = signing_key(credentials.secret_access_key.as_bytes(), day, region, service);
    let signature = hmac::sign(&key, canonical::string_to_sign(&date, &scope, &canonical).as_bytes());
    let header = format!(
        "{ALGORITHM} Credential={}/{scope}, SignedHeaders={}, Signature={}",
        credentials.access_key_id,
        signed.join(";"),
        hex::encode(signature)
    );
    if let Ok(value) = HeaderValue::try_from(header) {
        parts.headers.insert(AUTHORIZATION, value);
    }
}
