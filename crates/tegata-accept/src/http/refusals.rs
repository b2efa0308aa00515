//! hyper's own answers to heads that it cannot take in.
//!
//! hyper answers a head with too many headers, or one that is larger than its buffer, before a request reaches us: with
//! 431 (RFC 6585 §5), which cannot be set. Where another status is to be sent, it is put in place of 431 on its way out.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use ::http::StatusCode;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// How a refusal begins, after the eight bytes of its version.
const STATUS: &[u8] = b" 431 ";
const VERSION_BYTES: usize = 8;

/// Whether an answer to a request has had the status 431 on this connection: from then on 431 may be such an answer, and
/// is left as it is.
#[derive(Debug, Clone, Default)]
pub(super) struct Answered(Arc<AtomicBool>);

impl Answered {
    pub(super) fn note(&self, status: StatusCode) {
        if status == StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE {
            self.0.store(true, Ordering::Relaxed);
        }
    }
}

/// A stream on which hyper refuses with `status` what is too large.
pub(super) struct Refusals<S> {
    stream: S,
    status: StatusCode,
    answered: Answered,
}

impl<S> Refusals<S> {
    pub(super) fn new(stream: S, status: StatusCode, answered: Answered) -> Refusals<S> {
        Refusals { stream, status, answered }
    }

    fn is_refusal(&self, bytes: &[u8]) -> bool {
        bytes.starts_with(b"HTTP/1.")
            && bytes.get(VERSION_BYTES..).is_some_and(|rest| rest.starts_with(STATUS))
            && self.status != StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE
            && !self.answered.0.load(Ordering::Relaxed)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Refusals<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Refusals<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if !self.is_refusal(bytes) {
            return Pin::new(&mut self.stream).poll_write(context, bytes);
        }
        let mut refusal = bytes.to_vec();
        let digits = VERSION_BYTES + 1..VERSION_BYTES + 4;
        refusal[digits].copy_from_slice(self.status.as_str().as_bytes());
        Pin::new(&mut self.stream).poll_write(context, &refusal)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
