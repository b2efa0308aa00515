//! Answers of an HTTP/2 connection that wait for their client to read.
//!
//! TCP says when a client takes nothing any more. On HTTP/2 a client may go on with one stream, or only answer pings,
//! and leave others standing without credit (RFC 9113 §5.2); so each stream's answer is looked at.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use parking_lot::Mutex;
use tokio::time::{Duration, Instant};

use crate::activity::InProgress;

/// How many ended answers may be remembered beyond those in progress.
const ENDED_MAX: usize = 256;

/// The answers of one connection. Cheap to clone; all clones are the same.
#[derive(Debug, Clone)]
pub(crate) struct Unread {
    began: Instant,
    answers: Arc<Mutex<Vec<Arc<Answer>>>>,
}

#[derive(Debug, Default)]
struct Answer {
    /// Milliseconds after the connection began when the last part was given to be sent, plus one; 0 while the next part
    /// is awaited from where it comes from.
    given: AtomicU64,
    is_done: AtomicBool,
}

impl Unread {
    pub(crate) fn new() -> Unread {
        Unread { began: Instant::now(), answers: Arc::default() }
    }

    /// Since when the answer that waits the longest has waited for its client to read.
    pub(crate) fn longest(&self) -> Option<Instant> {
        let mut answers = self.answers.lock();
        answers.retain(|answer| !answer.is_done.load(Ordering::Relaxed));
        let given =
            answers.iter().map(|answer| answer.given.load(Ordering::Relaxed)).filter(|given| *given > 0);
        given.min().map(|given| self.began + Duration::from_millis(given - 1))
    }

    fn begin(&self) -> Sending {
        let answer = Arc::new(Answer::default());
        let mut answers = self.answers.lock();
        if answers.len() >= ENDED_MAX {
            answers.retain(|answer| !answer.is_done.load(Ordering::Relaxed));
        }
        answers.push(Arc::clone(&answer));
        Sending { answer, began: self.began }
    }
}

struct Sending {
    answer: Arc<Answer>,
    began: Instant,
}

impl Sending {
    fn await_next(&self) {
        self.answer.given.store(0, Ordering::Relaxed);
    }

    fn give(&self) {
        let since = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX - 1);
        self.answer.given.store(since + 1, Ordering::Relaxed);
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.answer.is_done.store(true, Ordering::Relaxed);
    }
}

/// The body of an answer: its request is in progress until the body is sent or dropped.
pub(crate) struct AnswerBody<B> {
    /// `None` is an empty body.
    body: Option<B>,
    sending: Option<Sending>,
    _in_progress: InProgress,
}

impl<B> AnswerBody<B> {
    pub(crate) fn new(body: Option<B>, unread: Option<&Unread>, in_progress: InProgress) -> AnswerBody<B> {
        AnswerBody { body, sending: unread.map(Unread::begin), _in_progress: in_progress }
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for AnswerBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let AnswerBody { body, sending, .. } = self.get_mut();
        let Some(body) = body else { return Poll::Ready(None) };
        if let Some(sending) = sending {
            sending.await_next();
        }
        let polled = Pin::new(body).poll_frame(context);
        if let (Some(sending), Poll::Ready(Some(Ok(_)))) = (sending, &polled) {
            sending.give();
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}
