//! HTTP/1.1 and HTTP/2 on a client's connection, with deadlines.
//!
//! hyper bounds how long the headers of an HTTP/1.1 request may take. What it does not bound is bounded here: the choice
//! of the version, and HTTP/2 connections that have no request or whose client does not read.

use std::convert::Infallible;
use std::error::Error;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use ::http::header::{CONNECTION, HeaderValue};
use ::http::{Request, Response, StatusCode};
use bytes::Bytes;
use hyper::body::{Body, Incoming};
use hyper::server::conn::{http1 as h1, http2 as h2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::time::Instant;

use crate::activity::Activity;
use crate::client_stream::ClientStream;
use crate::closing::Closing;
use crate::in_task::{InTask, Streams};
use crate::lazy_timer::{ConnectionTimer, LazyTimer};
use crate::unread::{AnswerBody, Unread};
use refusals::{Answered, Refusals};

/// What every HTTP/2 connection begins with (RFC 9113 §3.4).
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// The most that is read before a request's headers are complete, and that is buffered of an answer. Larger than what is
/// permitted, so that a target that is too long can be told from headers that are too large.
const BUFFER_BYTES_MAX: usize = 96 * 1024;
/// The most that HTTP/2's headers may take with what RFC 9113 §6.5.2 adds for each. Larger than what is permitted, so that
/// `refused` chooses the status; h2 itself answers with 431 beyond.
const HEADER_LIST_BYTES_MAX: u32 = 96 * 1024;
/// How much of one HTTP/2 stream's answer is buffered while its client gives no credit.
const SEND_BUFFER_BYTES_MAX: usize = 64 * 1024;
/// How long a connection may take to end once it was sent GOAWAY.
const GO_AWAY_WITHIN: Duration = Duration::from_secs(5);

/// Limits of a connection and its requests.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long a request's headers may take, and on HTTP/1.1 the next request.
    pub headers_within: Duration,
    /// How long an HTTP/2 connection may be without a request.
    pub idle: Duration,
    /// How long a client may take nothing of an HTTP/2 stream's answer.
    pub write: Duration,
    /// The longest request target, in bytes; 414 beyond.
    pub target_bytes_max: usize,
    /// The most that names and values of headers may take, in bytes.
    pub header_bytes_max: usize,
    /// The most that the name and the value of one header may take, in bytes.
    pub one_header_bytes_max: usize,
    /// How many headers a request of HTTP/1.1 may have. HTTP/2 has no limit: clients send each cookie as a header of its
    /// own (RFC 9113 §8.2.3).
    pub headers_max: usize,
    /// The status of a request whose headers are too large or too many.
    pub too_large: StatusCode,
    /// How many requests an HTTP/2 connection may have in progress.
    pub streams_max: u32,
    /// How long a connection takes new requests. The first answer after that closes it; HTTP/2 sends GOAWAY and finishes
    /// what it has.
    pub connection_age: Duration,
}

type BoxError = Box<dyn Error + Send + Sync>;

/// Serves HTTP/1.1, or HTTP/2 when the client begins with its preface.
///
/// # Errors
/// When the connection ended before its client or we had finished.
pub async fn serve<S, A, F, B>(
    mut stream: ClientStream<S>,
    limits: &Limits,
    closing: &Closing,
    answer: A,
) -> Result<(), BoxError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    A: Fn(Request<Incoming>) -> F + Clone + Send + 'static,
    F: Future<Output = Response<B>> + Send + 'static,
    B: Body<Data = Bytes> + Send + Unpin + 'static,
    B::Error: Into<BoxError>,
{
    let is_http2 = tokio::select! {
        read = tokio::time::timeout(limits.headers_within, reads_preface(&mut stream)) => read??,
        () = closing.begun() => return Ok(()),
    };
    let activity = stream.activity().clone();
    if is_http2 {
        Box::pin(http2(stream, activity, limits, closing, answer)).await?;
    } else {
        Box::pin(http1(stream, activity, limits, closing, answer)).await?;
    }
    Ok(())
}

/// Whether a client begins with the preface of HTTP/2. What was read to know it is read again.
async fn reads_preface<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut ClientStream<S>) -> io::Result<bool> {
    let (mut read, mut count) = ([0; PREFACE.len()], 0);
    while count < read.len() && read[..count] == PREFACE[..count] {
        match stream.read(&mut read[count..]).await? {
            0 => break,
            more => count += more,
        }
    }
    stream.unread(&read[..count]);
    Ok(read == *PREFACE)
}

/// Serves HTTP/1.1 and HTTP/1.0.
///
/// # Errors
/// As [`serve`].
pub async fn http1<S, A, F, B>(
    stream: S,
    activity: Activity,
    limits: &Limits,
    closing: &Closing,
    answer: A,
) -> hyper::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    A: Fn(Request<Incoming>) -> F + Clone + Send + 'static,
    F: Future<Output = Response<B>> + Send + 'static,
    B: Body<Data = Bytes> + Send + Unpin + 'static,
    B::Error: Into<BoxError>,
{
    // Never with `pipeline_flush`: an answer would wait for as long as bytes follow its request, and be kept whole in
    // memory where its client does not read.
    let mut builder = h1::Builder::new();
    builder
        .timer(ConnectionTimer::default())
        .header_read_timeout(limits.headers_within)
        .max_headers(limits.headers_max)
        .max_buf_size(BUFFER_BYTES_MAX);
    let retires_at = Instant::now() + limits.connection_age;
    let answered = Answered::default();
    let stream = Refusals::new(stream, limits.too_large, answered.clone());
    let service = service_fn(|request| {
        respond(request, &answer, *limits, &activity, Transport::Http1 { retires_at, answered: &answered })
    });
    let connection = builder.serve_connection(TokioIo::new(stream), service).with_upgrades();
    let connection = pin!(connection);
    let ended = closing.drive(connection, Future::poll, h1::UpgradeableConnection::graceful_shutdown);
    ended.await.unwrap_or(Ok(()))
}

/// Serves HTTP/2.
///
/// # Errors
/// As [`serve`].
pub async fn http2<S, A, F, B>(
    stream: S,
    activity: Activity,
    limits: &Limits,
    closing: &Closing,
    answer: A,
) -> hyper::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    A: Fn(Request<Incoming>) -> F + Clone + Send + 'static,
    F: Future<Output = Response<B>> + Send + 'static,
    B: Body<Data = Bytes> + Send + Unpin + 'static,
    B::Error: Into<BoxError>,
{
    let (executor, mut streams) = (InTask::default(), Streams::default());
    let unread = Unread::new();
    let mut builder = h2::Builder::new(executor.clone());
    builder
        .timer(TokioTimer::new())
        .max_header_list_size(
            HEADER_LIST_BYTES_MAX.max(u32::try_from(limits.header_bytes_max).unwrap_or(u32::MAX)),
        )
        .max_concurrent_streams(limits.streams_max)
        .max_send_buf_size(SEND_BUFFER_BYTES_MAX);
    let of_service = unread.clone();
    let service =
        service_fn(|request| respond(request, &answer, *limits, &activity, Transport::Http2(&of_service)));
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let mut watch = Watch::new(limits);
    let poll = |mut connection: Pin<&mut h2::Connection<_, _, _>>, context: &mut Context<'_>| {
        loop {
            let polled = streams.poll_with(&executor, context, |context| connection.as_mut().poll(context));
            if let Poll::Ready(ended) = polled {
                return Poll::Ready(Some(ended));
            }
            let watched = watch.poll(context, &mut streams, &unread).map(|()| None);
            if watched.is_ready() || !watch.retires_now() {
                return watched;
            }
            // Polled again, so that the GOAWAY goes out.
            connection.as_mut().graceful_shutdown();
        }
    };
    match closing.drive(connection.as_mut(), poll, h2::Connection::graceful_shutdown).await {
        Some(Some(ended)) => return ended,
        // The listener closed, and the connection has not ended in time.
        None => return Ok(()),
        // It has no request, or its client does not read.
        Some(None) => connection.as_mut().graceful_shutdown(),
    }
    let ending = std::future::poll_fn(|context| {
        streams.poll_with(&executor, context, |context| connection.as_mut().poll(context))
    });
    tokio::time::timeout(GO_AWAY_WITHIN, ending).await.unwrap_or(Ok(()))
}

/// What carries a request.
#[derive(Clone, Copy)]
enum Transport<'a> {
    /// A connection of HTTP/1.1, and when it stops taking requests.
    Http1 { retires_at: Instant, answered: &'a Answered },
    /// A stream of HTTP/2, and the connection's answers that wait for their client to read.
    Http2(&'a Unread),
}

/// Answers one request.
fn respond<A, F, B>(
    request: Request<Incoming>,
    answer: &A,
    limits: Limits,
    activity: &Activity,
    transport: Transport<'_>,
) -> impl Future<Output = Result<Response<AnswerBody<B>>, Infallible>> + Send + use<A, F, B>
where
    A: Fn(Request<Incoming>) -> F,
    F: Future<Output = Response<B>> + Send + 'static,
    B: Body<Data = Bytes> + Send + Unpin + 'static,
{
    let in_progress = activity.begin_request();
    let (unread, is_last, answered) = match transport {
        Transport::Http1 { retires_at, answered } => {
            (None, Instant::now() >= retires_at, Some(answered.clone()))
        }
        Transport::Http2(unread) => (Some(unread.clone()), false, None),
    };
    let refused = refused(&request, &limits);
    let answering = if refused.is_none() { Some(answer(request)) } else { None };
    async move {
        let mut response = match answering {
            Some(answering) => answering.await.map(Some),
            None => {
                let mut response = Response::new(None);
                *response.status_mut() = refused.unwrap_or_default();
                response
            }
        };
        if let Some(answered) = answered {
            answered.note(response.status());
        }
        if is_last && response.status() != StatusCode::SWITCHING_PROTOCOLS {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        Ok(response.map(|body| AnswerBody::new(body, unread.as_ref(), in_progress)))
    }
}

/// The status for a request that is too large (RFC 9110 §15.5.15).
fn refused(request: &Request<Incoming>, limits: &Limits) -> Option<StatusCode> {
    let target = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if target > limits.target_bytes_max {
        return Some(StatusCode::URI_TOO_LONG);
    }
    let (mut all, mut largest) = (0, 0);
    for (name, value) in request.headers() {
        let size = name.as_str().len() + value.len();
        (all, largest) = (all + size, largest.max(size));
    }
    let is_too_large = all > limits.header_bytes_max || largest > limits.one_header_bytes_max;
    is_too_large.then_some(limits.too_large)
}

/// Looks at an HTTP/2 connection that lives on although nothing is done on it.
struct Watch<'a> {
    limits: &'a Limits,
    idle_since: Option<Instant>,
    /// When the connection stops taking requests; `None` once it has.
    retires_at: Option<Instant>,
    retires_now: bool,
    timer: LazyTimer,
}

impl Watch<'_> {
    fn new(limits: &Limits) -> Watch<'_> {
        let now = Instant::now();
        let timer = LazyTimer::new(now + limits.idle.min(limits.write).min(limits.connection_age));
        let retires_at = Some(now + limits.connection_age);
        Watch { limits, idle_since: Some(now), retires_at, retires_now: false, timer }
    }

    /// Whether the connection has just become too old for further requests; true once.
    fn retires_now(&mut self) -> bool {
        std::mem::take(&mut self.retires_now)
    }

    /// Ready once the connection has had no request, or an answer had no reader, for too long.
    fn poll(&mut self, context: &mut Context<'_>, streams: &mut Streams, unread: &Unread) -> Poll<()> {
        let had_request = streams.take_had_request();
        if !streams.is_empty() {
            self.idle_since = None;
        } else if had_request || self.idle_since.is_none() {
            self.idle_since = Some(Instant::now());
        }
        let Watch { limits, idle_since, retires_at, retires_now, timer } = self;
        let next = || {
            let now = Instant::now();
            if retires_at.is_some_and(|at| now >= at) {
                (*retires_at, *retires_now) = (None, true);
            }
            let idle_until = idle_since.map(|since| since + limits.idle);
            let unread_until = unread.longest().map(|since| since + limits.write);
            let latest = now + limits.idle.min(limits.write);
            let until =
                [idle_until, unread_until, *retires_at].into_iter().flatten().fold(latest, Instant::min);
            (now < until).then_some(until)
        };
        timer.poll(context, next)
    }
}

mod refusals;
#[cfg(test)]
mod tests;
