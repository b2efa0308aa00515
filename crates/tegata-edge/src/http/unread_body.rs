//! What a client still sends of a request that has been answered here.
//!
//! The stream of an HTTP/2 request whose body is dropped is reset after the answer (RFC 9113 §8.1). A client that is about to
//! send its body then loses the answer, as curl does. So the rest is read for a while, and thrown away. On HTTP/1.1
//! `tegata-accept` does so when the connection ends.

use std::time::Duration;

use http::{Request, Version};
use http_body_util::{BodyExt, Limited};
use hyper::body::{Body as _, Incoming};
use tokio_util::task::TaskTracker;

/// How long, and how many bytes, are read.
const WITHIN: Duration = Duration::from_secs(5);
const BYTES_MAX: usize = 1024 * 1024;

/// Reads what is left of a request, in a task of its own.
pub(crate) fn read_away(request: Request<Incoming>, tasks: &TaskTracker) {
    if request.version() != Version::HTTP_2 || request.body().is_end_stream() {
        return;
    }
    let mut body = Limited::new(request.into_body(), BYTES_MAX);
    tasks.spawn(tokio::time::timeout(WITHIN, async move { while let Some(Ok(_)) = body.frame().await {} }));
}
