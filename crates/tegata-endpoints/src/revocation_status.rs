//! What relying parties ask: revocation lists by shard, and OCSP by GET and POST (RFC 6960 appendix A, RFC 5019).

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, EXPIRES, HeaderName, HeaderValue, LAST_MODIFIED,
};
use http::{Method, Response, StatusCode};
use jiff::{SignedDuration, Timestamp};
use percent_encoding::percent_decode_str;
use tegata_model::AuthorityId;
use tegata_operations::authority::OCSP_PREFIX;
use tegata_operations::certificate::revocation::{Answer, RevocationAnswers};
use tegata_operations::{Error, Instance};
use tegata_x509::ocsp::{REQUEST_BYTES_MAX, Unanswered};

/// How long others may keep an answer: as long as a revocation may take to be known everywhere, and no longer than the
/// answer counts.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(1);
const LIST: HeaderValue = HeaderValue::from_static("application/pkix-crl");
const OCSP_ANSWER: HeaderValue = HeaderValue::from_static("application/ocsp-response");
/// Base64 of a request, every character percent-encoded.
const GET_PATH_MAX: usize = REQUEST_BYTES_MAX * 4;
/// RFC 6960 appendix A.1 has base64 with padding; some clients leave it out, and some send base64url.
const PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const ANY_PADDING: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, PADDING);
const URL_SAFE_ANY_PADDING: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, PADDING);

/// The authority and shard of a list's path, `/pki/<authority>/<shard>.crl`.
pub(crate) fn list_of(path: &str) -> Option<(AuthorityId, u32)> {
    let (authority, file) = path.strip_prefix("/pki/")?.split_once('/')?;
    let shard = file.strip_suffix(".crl")?;
    // One list has one URL: the one that its distribution points say.
    let number = shard.parse::<u32>().ok().filter(|number| number.to_string() == shard)?;
    Some((authority_of(authority)?, number))
}

/// The list of a shard.
pub(crate) async fn list(
    instance: &Instance,
    answers: &RevocationAnswers,
    method: &Method,
    (authority, shard): (AuthorityId, u32),
) -> Response<Bytes> {
    if *method != Method::GET && *method != Method::HEAD {
        return not_allowed("GET, HEAD");
    }
    match answers.list(instance, authority, shard).await {
        Ok(Some(answer)) => signed(&answer, LIST, instance.clock.now()),
        Ok(None) => status(StatusCode::NOT_FOUND),
        Err(error) => failed(&error),
    }
}

/// Whether a path is an OCSP responder's.
pub(crate) fn is_ocsp(path: &str) -> bool {
    path.starts_with(OCSP_PREFIX)
}

/// An OCSP answer. By GET the request is in the path, in base64 that may have slashes; by POST it is `body`.
pub(crate) async fn ocsp(
    instance: &Instance,
    answers: &RevocationAnswers,
    method: &Method,
    path: &str,
    body: &[u8],
) -> Response<Bytes> {
    let path = path.strip_prefix(OCSP_PREFIX).unwrap_or(path);
    let (authority, encoded) = path.split_once('/').unwrap_or((path, ""));
    let Some(authority) = authority_of(authority) else { return status(StatusCode::NOT_FOUND) };
    let request = match *method {
        Method::POST => Some(body.to_vec()),
        Method::GET | Method::HEAD => from_path(encoded),
        _ => return not_allowed("GET, HEAD, POST"),
    };
    let answered = match request {
        Some(request) => answers.ocsp(instance, authority, &request).await,
        None => Ok(Err(Unanswered::Malformed)),
    };
    match answered {
        Ok(Ok(answer)) => signed(&answer, OCSP_ANSWER, instance.clock.now()),
        Ok(Err(unanswered)) => unsigned(unanswered),
        Err(error) => {
            log(&error);
            unsigned(Unanswered::Internal)
        }
    }
}

fn from_path(encoded: &str) -> Option<Vec<u8>> {
    if encoded.is_empty() || encoded.len() > GET_PATH_MAX {
        return None;
    }
    let decoded = percent_decode_str(encoded).decode_utf8().ok()?;
    // Clients that join a URL with a final slash and a slash send two. The base64 of a request, a SEQUENCE, begins
    // with no slash.
    let base64 = decoded.trim_start_matches('/');
    let is_url_safe = base64.bytes().any(|byte| matches!(byte, b'-' | b'_'));
    let engine = if is_url_safe { &URL_SAFE_ANY_PADDING } else { &ANY_PADDING };
    engine.decode(base64).ok().filter(|request| !request.is_empty())
}

fn authority_of(text: &str) -> Option<AuthorityId> {
    let is_simple = text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_simple { text.parse().ok() } else { None }
}

/// With the headers that let caches help (RFC 5019 §6.2).
fn signed(answer: &Answer, media_type: HeaderValue, now: Timestamp) -> Response<Bytes> {
    let mut response = Response::new(Bytes::copy_from_slice(&answer.der));
    let kept_for = now.duration_until(answer.next_update).min(KEPT_FOR).as_secs().max(0);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, media_type);
    let texts: [(HeaderName, String); 4] = [
        (CACHE_CONTROL, format!("max-age={kept_for}, public, no-transform, must-revalidate")),
        (LAST_MODIFIED, http_date(answer.this_update)),
        (EXPIRES, http_date(now + SignedDuration::from_secs(kept_for))),
        (ETAG, format!("\"{:x}\"", answer.this_update.as_microsecond())),
    ];
    for (name, text) in texts {
        if let Ok(value) = HeaderValue::try_from(text) {
            headers.insert(name, value);
        }
    }
    response
}

/// What tells nothing of a certificate is not kept by anybody.
fn unsigned(unanswered: Unanswered) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(unanswered.der()));
    response.headers_mut().insert(CONTENT_TYPE, OCSP_ANSWER);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// RFC 9110 §5.6.7.
fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn status(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

fn not_allowed(allowed: &'static str) -> Response<Bytes> {
    let mut response = status(StatusCode::METHOD_NOT_ALLOWED);
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    response
}

fn failed(error: &Error) -> Response<Bytes> {
    log(error);
    status(StatusCode::SERVICE_UNAVAILABLE)
}

fn log(error: &Error) {
    if error.is_logged_by_the_store() {
        return;
    }
    tracing::error!(error = %error.for_log(), "a revocation status could not be given");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_one_path() {
        let id = "0123456789abcdef0123456789abcdef";
        assert_eq!(list_of(&format!("/pki/{id}/7.crl")).expect("a list").1, 7);
        for wrong in [
            format!("/pki/{id}.crl"),
            format!("/pki/{id}/07.crl"),
            format!("/pki/{id}/+7.crl"),
            format!("/pki/{id}/-1.crl"),
            format!("/pki/{id}/7.cer"),
            format!("/pki/{}/7.crl", id.to_uppercase()),
            format!("/pki/{id}/x/7.crl"),
            "/pki//7.crl".to_owned(),
        ] {
            assert_eq!(list_of(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_request_in_a_path_is_base64_with_or_without_percents() {
        assert_eq!(from_path("MA%3D%3D"), Some(vec![0x30]));
        assert_eq!(from_path("MA=="), Some(vec![0x30]));
        let with_all = Some(vec![0x30, 0xff, 0xef, 0xbf]);
        for same in ["MP/vvw==", "MP/vvw", "MP_vvw", "MP_vvw==", "/MP/vvw==", "//MP%2Fvvw", "%2FMP/vvw"] {
            assert_eq!(from_path(same), with_all, "{same}");
        }
        assert_eq!(from_path("MA"), Some(vec![0x30]));
        for wrong in ["", "/", "%", "M", "!!!!", "M+_-", "%ff", &"A".repeat(GET_PATH_MAX + 4)] {
            assert_eq!(from_path(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn dates_are_written_as_http_has_them() {
        let at: Timestamp = "2026-11-06T08:49:37Z".parse().expect("a time");
        assert_eq!(http_date(at), "Fri, 06 Nov 2026 08:49:37 GMT");
    }
}
