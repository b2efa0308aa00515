//! The body of a target's answer, which drives the connection that it comes from.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};

use super::connection::UpstreamConnection;
use super::http2::Stream;
use super::idle::IdleConnections;
use super::upstream::Outstanding;

/// The body of a target's answer. Once it has been read to its end, its connection is kept; when it is dropped before,
/// its connection is closed.
pub(crate) struct AnswerBody {
    incoming: Incoming,
    source: Source,
    /// Counts the request among those in progress, where that matters.
    _outstanding: Option<Outstanding>,
}

/// What a body is read from.
enum Source {
    /// A connection of its own, and where it is kept afterwards.
    Connection(Box<UpstreamConnection>, Arc<IdleConnections>),
    /// A stream of HTTP/2.
    Stream(Box<Stream>),
    /// A connection that is driven by a task of its own, or that has nothing more to give.
    None,
}

impl AnswerBody {
    /// A body that is read from `connection`, which is kept in `idle` afterwards.
    pub(crate) fn new(
        incoming: Incoming,
        connection: Box<UpstreamConnection>,
        idle: Arc<IdleConnections>,
    ) -> AnswerBody {
        let mut body =
            AnswerBody { incoming, source: Source::Connection(connection, idle), _outstanding: None };
        body.keep_if_done();
        body
    }

    /// A body whose connection is driven by a task of its own.
    pub(crate) fn detached(incoming: Incoming) -> AnswerBody {
        AnswerBody { incoming, source: Source::None, _outstanding: None }
    }

    /// A body that is read from a stream of HTTP/2.
    pub(crate) fn of_stream(incoming: Incoming, stream: Stream) -> AnswerBody {
        AnswerBody { incoming, source: Source::Stream(Box::new(stream)), _outstanding: None }
    }

    /// Counts its request as in progress until it has been read or is dropped.
    pub(crate) fn counting(self, outstanding: Option<Outstanding>) -> AnswerBody {
        AnswerBody { _outstanding: outstanding, ..self }
    }

    fn keep_if_done(&mut self) {
        if !self.incoming.is_end_stream() {
            return;
        }
        if let Source::Connection(mut connection, idle) = std::mem::replace(&mut self.source, Source::None)
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
        let AnswerBody { incoming, source, .. } = &mut *self;
        let polled = match source {
            Source::None => Pin::new(&mut *incoming).poll_frame(context),
            Source::Stream(stream) => {
                match stream.poll_body(context, |own| Pin::new(&mut *incoming).poll_frame(own)) {
                    Ok(polled) => polled,
                    Err(fault) => return Poll::Ready(Some(Err(fault.into()))),
                }
            }
            Source::Connection(connection, _) => {
                match connection.poll_body(context, |own| Pin::new(&mut *incoming).poll_frame(own)) {
                    Ok(polled) => polled,
                    Err(fault) => return Poll::Ready(Some(Err(fault.into()))),
                }
            }
        };
        match &polled {
            Poll::Ready(None) => {
                if let Source::Connection(mut connection, idle) =
                    std::mem::replace(&mut self.source, Source::None)
                    && connection.is_usable()
                {
                    idle.put(connection);
                }
            }
            Poll::Ready(Some(Ok(_))) => self.keep_if_done(),
            Poll::Ready(Some(Err(_))) => self.source = Source::None,
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
