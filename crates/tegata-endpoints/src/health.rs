//! Whether the instance serves, for what watches the process.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use tegata_operations::Instance;

/// Where it is asked.
pub(crate) const PATH: &str = "/health";

/// Answers whether the store takes changes, and whether the system's clock is doubted.
pub(crate) async fn answer(instance: &Instance) -> Response<Bytes> {
    let (status, words) = match (instance.check_store().await, instance.clock.trusted_now()) {
        (Ok(()), Ok(_)) => (StatusCode::OK, "ok\n".to_owned()),
        // It serves; what waits for the clock is for an operator to look at.
        (Ok(()), Err(doubt)) => (StatusCode::OK, format!("ok, but {doubt}\n")),
        (Err(error), _) => (StatusCode::SERVICE_UNAVAILABLE, format!("{}\n", error.message())),
    };
    let mut response = Response::new(Bytes::from(words));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
