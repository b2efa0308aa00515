//! The body of a client's request on its way to a target.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};

/// How many bytes of a body have come.
pub(crate) type BytesReceived = Arc<AtomicU64>;

/// The body of a client's request, whose bytes are counted where an access log asks for it.
pub(crate) struct RequestBody {
    incoming: Incoming,
    received: Option<BytesReceived>,
}

impl RequestBody {
    /// A body whose bytes are added to `received`.
    pub(crate) fn new(incoming: Incoming, received: Option<BytesReceived>) -> RequestBody {
        RequestBody { incoming, received }
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let polled = Pin::new(&mut self.incoming).poll_frame(context);
        if let (Some(received), Poll::Ready(Some(Ok(frame)))) = (&self.received, &polled) {
            let length = frame.data_ref().map_or(0, Bytes::len);
            received.fetch_add(u64::try_from(length).unwrap_or(u64::MAX), Ordering::Relaxed);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}
