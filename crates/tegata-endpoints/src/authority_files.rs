//! The authority's public files: revocation lists and issuer certificates, by plain HTTP (RFC 5280 §4.2.1.13).

use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use http::{Method, Response, StatusCode};
use tegata_operations::authority::AuthorityFiles;

/// Under which path they are.
pub(crate) const PREFIX: &str = "/pki/";
/// How long others may keep a file: short against a list's life, long against a crowd's questions.
const KEPT_FOR: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// The file of a path, from what is published at the moment.
pub(crate) fn answer(files: &AuthorityFiles, method: &Method, path: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    if *method != Method::GET && *method != Method::HEAD {
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let Some((media_type, content)) = files.find(path) else {
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    };
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response.headers_mut().insert(CACHE_CONTROL, KEPT_FOR);
    // hyper leaves the body of an answer to HEAD away, and keeps its length.
    *response.body_mut() = Bytes::copy_from_slice(content);
    response
}
