//! How much may be in progress at once: requests, and the bytes of their bodies.
//!
//! Operations, pages and what relying parties fetch have capacity of their own, so that a flood of one kind leaves the
//! others served.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use tegata_accept::Activity;
use tokio::sync::{Semaphore, SemaphorePermit};

const MEBIBYTE: usize = 1024 * 1024;
/// How long a request waits for others to end before it is refused.
const WAIT_FOR: Duration = Duration::from_secs(5);
/// How long a client may take to send a body.
const BODY_WITHIN: Duration = Duration::from_secs(30);

/// Capacity, by kind of request. The bytes of all bodies are 256 MiB at most.
#[derive(Debug)]
pub(crate) struct Capacity {
    /// Operations of the AWS services and of Tegata's own.
    pub(crate) operations: Share,
    /// The pages where people approve.
    pub(crate) pages: Share,
    /// Issuer certificates, revocation lists, OCSP, validation content, health.
    pub(crate) relying_parties: Share,
}

impl Capacity {
    pub(crate) fn new() -> Arc<Capacity> {
        Arc::new(Capacity {
            operations: Share::new(512, 232 * MEBIBYTE),
            pages: Share::new(64, 8 * MEBIBYTE),
            relying_parties: Share::new(512, 16 * MEBIBYTE),
        })
    }
}

/// The capacity for one kind of request.
#[derive(Debug)]
pub(crate) struct Share {
    requests: Semaphore,
    body_bytes: Semaphore,
}

/// Why a body was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyError {
    /// It is larger than this request's may be.
    TooLarge,
    /// It ended before its length.
    Incomplete,
    /// It did not come in time.
    Late,
    /// Other bodies take all the memory that bodies may take.
    NoCapacity,
}

/// A body, and its part of what bodies may take, given back when dropped.
#[derive(Debug)]
pub(crate) struct RequestBody<'a> {
    pub(crate) bytes: Bytes,
    _held: Option<SemaphorePermit<'a>>,
}

impl Share {
    fn new(requests: usize, body_bytes: usize) -> Share {
        Share { requests: Semaphore::new(requests), body_bytes: Semaphore::new(body_bytes) }
    }

    /// Waits until a request may begin; it has ended when what this returns is dropped. `None` when others have not
    /// ended in time.
    pub(crate) async fn begin(&self) -> Option<SemaphorePermit<'_>> {
        if let Ok(permit) = self.requests.try_acquire() {
            return Some(permit);
        }
        tokio::time::timeout(WAIT_FOR, self.requests.acquire()).await.ok()?.ok()
    }

    /// Reads a body of `bytes_max` bytes at most. While its client sends, its connection may give way to others.
    pub(crate) async fn read(
        &self,
        body: Incoming,
        bytes_max: usize,
        activity: &Activity,
    ) -> Result<RequestBody<'_>, BodyError> {
        let _waiting = activity.wait_for_client();
        let reading = self.collect(body, bytes_max);
        tokio::time::timeout(BODY_WITHIN, reading).await.unwrap_or(Err(BodyError::Late))
    }

    async fn collect<B>(&self, mut body: B, bytes_max: usize) -> Result<RequestBody<'_>, BodyError>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        // What says that it is too large is not read.
        if body.size_hint().lower() > bytes_max as u64 {
            return Err(BodyError::TooLarge);
        }
        let (mut first, mut more) = (Bytes::new(), BytesMut::new());
        let mut held: Option<SemaphorePermit<'_>> = None;
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|_| BodyError::Incomplete)?.into_data() else { continue };
            if first.len() + more.len() + data.len() > bytes_max {
                return Err(BodyError::TooLarge);
            }
            let count = u32::try_from(data.len()).map_err(|_| BodyError::TooLarge)?;
            let permit = self.body_bytes.try_acquire_many(count).map_err(|_| BodyError::NoCapacity)?;
            match &mut held {
                Some(held) => held.merge(permit),
                None => held = Some(permit),
            }
            // Most bodies come in one piece, which is not copied.
            if first.is_empty() && more.is_empty() {
                first = data;
            } else {
                more.extend_from_slice(&std::mem::take(&mut first));
                more.extend_from_slice(&data);
            }
        }
        let bytes = if more.is_empty() { first } else { more.freeze() };
        Ok(RequestBody { bytes, _held: held })
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use http_body_util::{Full, StreamBody};
    use hyper::body::Frame;

    use super::*;

    fn pieces(pieces: Vec<&'static [u8]>) -> impl Body<Data = Bytes, Error = Infallible> + Unpin {
        let frames = pieces.into_iter().map(|piece| Ok(Frame::data(Bytes::from_static(piece))));
        StreamBody::new(futures_util::stream::iter(frames))
    }

    #[tokio::test]
    async fn bodies_together_take_no_more_than_their_budget_and_give_it_back() {
        let share = Share::new(1, 10);
        let first = share.collect(pieces(vec![b"abc", b"def"]), 8).await.expect("room");
        assert_eq!(first.bytes, "abcdef");
        assert_eq!(share.collect(pieces(vec![b"abc", b"de"]), 8).await.err(), Some(BodyError::NoCapacity));
        let second =
            share.collect(pieces(vec![b"abcd"]), 8).await.expect("what a refused body took is free again");
        drop(first);
        let third = share.collect(pieces(vec![b"abcdef"]), 8).await.expect("free again");
        drop((second, third));
        assert_eq!(share.body_bytes.available_permits(), 10);
    }

    #[tokio::test]
    async fn a_body_that_is_too_large_is_refused_by_its_length_or_as_it_grows() {
        let share = Share::new(1, 100);
        let long = Full::new(Bytes::from_static(b"123456789"));
        assert_eq!(share.collect(long, 8).await.err(), Some(BodyError::TooLarge));
        assert_eq!(share.collect(pieces(vec![b"12345", b"6789"]), 8).await.err(), Some(BodyError::TooLarge));
        assert_eq!(share.body_bytes.available_permits(), 100);
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_of_operations_leaves_relying_parties_their_capacity() {
        let capacity = Capacity::new();
        let mut flood = Vec::new();
        for _ in 0..512 {
            flood.push(capacity.operations.begin().await.expect("room"));
        }
        assert!(capacity.operations.begin().await.is_none(), "refused after a while");
        assert!(capacity.relying_parties.begin().await.is_some());
        assert!(capacity.pages.begin().await.is_some());
        flood.pop();
        assert!(capacity.operations.begin().await.is_some());
    }
}
