//! Verifying signed requests.

use std::fmt;

use aws_lc_rs::hmac;
use http::header::{AUTHORIZATION, HOST, HeaderName, HeaderValue};
use http::request::Parts;
use jiff::{SignedDuration, Timestamp};
use percent_encoding::percent_decode_str;

use super::{ALGORITHM, KeyCache, KeyName, canonical, parse_amz_date};

/// How far a signature's time may be from ours.
const SKEW: SignedDuration = SignedDuration::from_mins(5);
/// How long a presigned request may be good for.
const EXPIRES_MAX: i64 = 7 * 24 * 60 * 60;
/// How many headers a signature may cover.
const SIGNED_HEADERS_MAX: usize = 64;
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// Why a signature does not hold. The messages are AWS's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// No signature at all.
    #[error("Missing Authentication Token")]
    Missing,
    /// A signature with parts missing or not of their form.
    #[error("{0}")]
    Incomplete(String),
    /// Signed too long ago, or ahead of time.
    #[error("{0}")]
    Expired(String),
    /// The body was left out of the signature, which only S3 takes.
    #[error(
        "x-amz-content-sha256 is UNSIGNED-PAYLOAD, which this service does not accept, because the body \
         could be changed on the way. Sign the SHA-256 of the body instead."
    )]
    UnsignedPayload,
    /// Another key, another request, or another body.
    #[error(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
    )]
    Mismatch,
}

/// What a request says of who signed it, and how. Nothing of it is true before [`Claim::verify`].
#[derive(Clone)]
pub struct Claim {
    /// Who says to have signed.
    pub access_key_id: String,
    /// For which region.
    pub region: String,
    /// For which service, by its signing name.
    pub service: String,
    /// The session token that goes with temporary credentials. It is covered by the signature.
    pub session_token: Option<String>,
    day: String,
    date: String,
    signed_headers: Vec<String>,
    signature: String,
    /// Seconds that a presigned request is good for; `None` when the signature stands in a header.
    expires: Option<i64>,
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim").field("access_key_id", &self.access_key_id).finish_non_exhaustive()
    }
}

impl Claim {
    /// Reads the signature of a request.
    ///
    /// # Errors
    /// When there is none, or it is not whole.
    pub fn read(parts: &Parts) -> Result<Claim, SignatureError> {
        match parts.headers.get(AUTHORIZATION) {
            Some(header) => {
                let header =
                    header.to_str().map_err(|_| incomplete("the Authorization header is not text"))?;
                Claim::in_header(header, parts)
            }
            None if query_value(parts, "X-Amz-Signature").is_some() => Claim::in_query(parts),
            None => Err(SignatureError::Missing),
        }
    }

    /// AWS General Reference, "Create a signed request": host and every `x-amz-*` header have to be signed. Among them
    /// is X-Amz-Target, which says what is to be done.
    fn covers_what_decides(&self, parts: &Parts) -> Result<(), SignatureError> {
        let decides = |name: &str| name == HOST || name.starts_with("x-amz-");
        let signed = |name: &str| self.signed_headers.iter().any(|signed| signed == name);
        match parts.headers.keys().map(HeaderName::as_str).find(|name| decides(name) && !signed(name)) {
            Some(name) => Err(incomplete(&format!("the header {name} must be in SignedHeaders"))),
            None => Ok(()),
        }
    }

    fn in_header(header: &str, parts: &Parts) -> Result<Claim, SignatureError> {
        let fields = header.strip_prefix(ALGORITHM).ok_or_else(|| {
            incomplete(&format!("the Authorization header does not begin with {ALGORITHM}"))
        })?;
        let field = |name: &str| {
            let found =
                fields.split(',').find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='));
            found
                .map(str::trim)
                .ok_or_else(|| incomplete(&format!("Authorization header requires '{name}' parameter.")))
        };
        let date = parts.headers.get("x-amz-date").and_then(|date| date.to_str().ok()).ok_or_else(|| {
            incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
        })?;
        let token = match parts.headers.get("x-amz-security-token").map(HeaderValue::to_str) {
            Some(Ok(token)) => Some(token.to_owned()),
            Some(Err(_)) => return Err(incomplete("the X-Amz-Security-Token header is not text")),
            None => None,
        };
        let signature = field("Signature")?;
        Claim::of(field("Credential")?, date, field("SignedHeaders")?, signature, None, token)
    }

    fn in_query(parts: &Parts) -> Result<Claim, SignatureError> {
        let field = |name: &str| {
            query_value(parts, name).ok_or_else(|| incomplete(&format!("the query requires '{name}'")))
        };
        if field("X-Amz-Algorithm")? != ALGORITHM {
            return Err(incomplete(&format!("X-Amz-Algorithm is not {ALGORITHM}")));
        }
        let expires =
            field("X-Amz-Expires")?.parse().ok().filter(|seconds| (1..=EXPIRES_MAX).contains(seconds));
        let expires = expires.ok_or_else(|| {
            incomplete(&format!("X-Amz-Expires is not a number of seconds from 1 to {EXPIRES_MAX}"))
        })?;
        Claim::of(
            &field("X-Amz-Credential")?,
            &field("X-Amz-Date")?,
            &field("X-Amz-SignedHeaders")?,
            &field("X-Amz-Signature")?,
            Some(expires),
            query_value(parts, "X-Amz-Security-Token"),
        )
    }

    fn of(
        credential: &str,
        date: &str,
        signed_headers: &str,
        signature: &str,
        expires: Option<i64>,
        session_token: Option<String>,
    ) -> Result<Claim, SignatureError> {
        let mut scope = credential.rsplitn(5, '/');
        let mut next = || scope.next().filter(|part| !part.is_empty());
        let (Some("aws4_request"), Some(service), Some(region), Some(day), Some(access_key_id)) =
            (next(), next(), next(), next(), next())
        else {
            return Err(incomplete("the Credential is not key/date/region/service/aws4_request"));
        };
        if parse_amz_date(date).is_none() {
            return Err(incomplete("the date of the request is not of the form 20261123T000000Z"));
        }
        // The whole day: a shorter one would make a signing key that is good for longer.
        if date.get(..8) != Some(day) {
            return Err(incomplete("the date in the Credential is not the day of the request"));
        }
        let signed_headers: Vec<String> = signed_headers.split(';').map(str::to_ascii_lowercase).collect();
        if signed_headers.len() > SIGNED_HEADERS_MAX || !signed_headers.iter().any(|name| name == "host") {
            return Err(incomplete("SignedHeaders has too many names, or does not contain host"));
        }
        if signature.len() != 64 || !signature.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(incomplete("the Signature is not 64 hexadecimal digits"));
        }
        Ok(Claim {
            access_key_id: access_key_id.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            session_token,
            day: day.to_owned(),
            date: date.to_owned(),
            signed_headers,
            signature: signature.to_ascii_lowercase(),
            expires,
        })
    }

    /// Whether the request was signed with `secret`, not too long ago, and with this body.
    ///
    /// # Errors
    /// When not.
    pub fn verify(
        &self,
        parts: &Parts,
        body: &[u8],
        secret: &[u8],
        now: Timestamp,
        keys: &KeyCache,
    ) -> Result<(), SignatureError> {
        let signed_at = parse_amz_date(&self.date).ok_or(SignatureError::Mismatch)?;
        self.check_time(signed_at, now)?;
        self.covers_what_decides(parts)?;
        let declared =
            parts.headers.get("x-amz-content-sha256").map(|value| value.to_str().unwrap_or_default());
        let hash = match declared {
            Some(UNSIGNED) => return Err(SignatureError::UnsignedPayload),
            Some(declared) if declared != canonical::body_hash(body) => return Err(SignatureError::Mismatch),
            Some(declared) => declared.to_owned(),
            None if self.expires.is_some() && body.is_empty() => canonical::body_hash(b""),
            None => canonical::body_hash(body),
        };
        let names: Vec<&str> = self.signed_headers.iter().map(String::as_str).collect();
        let without = self.expires.map(|_| "X-Amz-Signature");
        let canonical = canonical::request(parts, &names, &hash, without).ok_or(SignatureError::Mismatch)?;
        let scope = format!("{}/{}/{}/aws4_request", self.day, self.region, self.service);
        let to_sign = canonical::string_to_sign(&self.date, &scope, &canonical);
        let key = keys.key(
            KeyName {
                access_key_id: self.access_key_id.clone(),
                day: self.day.clone(),
                region: self.region.clone(),
                service: self.service.clone(),
            },
            secret,
        );
        let signature = hex::decode(&self.signature).map_err(|_| SignatureError::Mismatch)?;
        // aws-lc compares in constant time.
        hmac::verify(&key, to_sign.as_bytes(), &signature).map_err(|_| SignatureError::Mismatch)
    }

    fn check_time(&self, signed_at: Timestamp, now: Timestamp) -> Result<(), SignatureError> {
        let good_for = self.expires.map_or(SKEW, SignedDuration::from_secs);
        let date = &self.date;
        let shown = |at: Timestamp| super::amz_date(at);
        if signed_at > now + SKEW {
            return Err(SignatureError::Expired(format!(
                "Signature not yet current: {date} is still later than {} ({} + 5 min.)",
                shown(now + SKEW),
                shown(now)
            )));
        }
        if signed_at + good_for < now {
            return Err(SignatureError::Expired(format!(
                "Signature expired: {date} is now earlier than {} ({} - {} min.)",
                shown(now - good_for),
                shown(now),
                good_for.as_mins()
            )));
        }
        Ok(())
    }
}

fn incomplete(why: &str) -> SignatureError {
    SignatureError::Incomplete(why.to_owned())
}

fn query_value(parts: &Parts, name: &str) -> Option<String> {
    let pairs = parts.uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.into_iter().find(|(key, _)| *key == name)?.1;
    Some(percent_decode_str(value).decode_utf8().ok()?.into_owned())
}
