//! Bundles and revocation lists of trust stores, at the URLs that ELB's API gives out for them.

use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use http::{Method, Response, StatusCode};
use tegata_operations::Instance;
use tegata_operations::load_balancing::trust_store::{CONTENT_PATH, NotServed, content_at};

/// Whether a path is one of these.
pub(crate) fn is_content(path: &str) -> bool {
    path.starts_with(CONTENT_PATH)
}

/// Answers a request for one.
pub(crate) async fn answer(instance: &Instance, method: &Method, path: &str, query: &str) -> Response<Bytes> {
    if !matches!(*method, Method::GET | Method::HEAD) {
        let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    match content_at(instance, path, query).await {
        Ok(content) => {
            let mut response = Response::new(Bytes::from(content));
            let kind = if path.ends_with(".crl") { "application/pkix-crl" } else { "application/x-pem-file" };
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(NotServed::NotPermitted) => text(
            StatusCode::FORBIDDEN,
            "this URL was not given out here, or its ten minutes are over: ask the ELB API for another\n",
        ),
        Err(NotServed::Gone) => text(StatusCode::NOT_FOUND, "it has been deleted\n"),
        Err(NotServed::Failed(error)) => {
            if !error.is_logged_by_the_store() {
                tracing::error!(error = %error.for_log(), "a trust store's content could not be read");
            }
            text(StatusCode::SERVICE_UNAVAILABLE, "the store cannot be read\n")
        }
    }
}

fn text(status: StatusCode, text: &'static str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(text.as_bytes()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}
