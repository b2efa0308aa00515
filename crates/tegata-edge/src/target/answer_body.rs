//! The body of a target's answer, which drives the connection that it comes from.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};

use super::connection::UpstreamConnection;
use super::idle::IdleConnections;

/// The body of a target's answer. Once it has been read to its end, its connection is kept; when it is dropped before,
/// its connection is closed.
pub(crate) struct AnswerBody {
    incoming: Incoming,
    /// The connection and where it is kept afterwards; `None` once nothing more arrives on it.
    source: Option<(Box<UpstreamConnection>, Arc<IdleConnections>)>,
}

impl AnswerBody {
    /// A body that is read from `connection`, which is kept in `idle` afterwards.
    pub(crate) fn new(
        incoming: Incoming,
        connection: Box<UpstreamConnection>,
        idle: Arc<IdleConnections>,
    ) -> AnswerBody {
        let mut body = AnswerBody { incoming, source: Some((connection, idle)) };
        body.keep_if_done();
        body
    }

    /// A body whose connection is driven by a task of its own.
    pub(crate) fn detached(incoming: Incoming) -> AnswerBody {
        AnswerBody { incoming, source: None }
    }

    fn keep_if_done(&mut self) {
        if !self.incoming.is_end_stream() {
            return;
        }
        if let Some((mut connection, idle)) = self.source.take()
            && connection.is_free()
        {
            idle.put(connection);
        }
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let AnswerBody { incoming, source } = &mut *self;
        let polled = match source {
            None => Pin::new(&mut *incoming).poll_frame(context),
            Some((connection, _)) => {
                match connection.poll_body(context, |own| Pin::new(&mut *incoming).poll_frame(own)) {
                    Ok(polled) => polled,
                    Err(fault) => return Poll::Ready(Some(Err(fault.into()))),
                }
            }
        };
        match &polled {
            Poll::Ready(None) => {
                if let Some((mut connection, idle)) = self.source.take()
                    && connection.is_usable()
                {
                    idle.put(connection);
                }
            }
            Poll::Ready(Some(Ok(_))) => self.keep_if_done(),
            Poll::Ready(Some(Err(_))) => self.source = None,
            Poll::Pending => {}
        }
        polled.map(|frame| frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}
