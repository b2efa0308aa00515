//! What is noted of a request for an access log. Without a log nothing is noted and nothing is allocated.

use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST, HeaderMap, HeaderValue, USER_AGENT};
use http::uri::PathAndQuery;
use http::{Request, Response, Version};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::Instant;

use super::downstream::Downstream;
use super::host::without_port;
use super::reply::Body;
use super::site::Handshake;
use crate::target::request_body::BytesReceived;
use crate::vocabulary::{
    AccessEntry, AccessLogKey, AccessProtocol, AccessTls, CLIENT_LEFT, OnAccess, TransformOutcome,
    Transformed,
};

/// An access log, and who writes it.
#[derive(Clone)]
pub(crate) struct AccessLog {
    pub(crate) key: AccessLogKey,
    pub(crate) on_access: OnAccess,
}

/// The notes on a request, where its listener has an access log.
pub(crate) struct Notes(Option<Box<Recording>>);

struct Recording {
    log: AccessLog,
    began: Instant,
    received: BytesReceived,
    entry: AccessEntry,
}

impl Notes {
    /// Begins with what the request says.
    pub(crate) fn new<B>(
        log: Option<&AccessLog>,
        request: &Request<B>,
        downstream: &Downstream,
        handshake: &Handshake,
    ) -> Notes {
        let recording = log.map(|log| {
            let entry = entry(request, downstream, handshake);
            Box::new(Recording {
                log: log.clone(),
                began: Instant::now(),
                received: BytesReceived::default(),
                entry,
            })
        });
        Notes(recording)
    }

    /// Notes something; `note` gets how long ago the request began.
    pub(crate) fn note(&mut self, note: impl FnOnce(&mut AccessEntry, Duration)) {
        if let Some(recording) = &mut self.0 {
            note(&mut recording.entry, recording.began.elapsed());
        }
    }

    /// Notes what a rule's transforms made of a request.
    pub(crate) fn transformed(
        &mut self,
        host: Option<&HeaderValue>,
        url: Option<&PathAndQuery>,
        outcome: TransformOutcome,
    ) {
        if host.is_some() || url.is_some() || outcome != TransformOutcome::Success {
            self.note(|entry, _| {
                let url = url.map(ToString::to_string);
                entry.transformed = Some(Transformed { host: host.cloned(), url, outcome });
            });
        }
    }

    /// Where the bytes of the request's body are counted.
    pub(crate) fn received(&self) -> Option<BytesReceived> {
        self.0.as_ref().map(|recording| recording.received.clone())
    }

    /// Takes the notes away: they are written by who has them last.
    pub(crate) fn take(&mut self) -> Notes {
        Notes(self.0.take())
    }

    /// Follows an answer until it has been sent.
    pub(crate) fn follow(mut self, response: Response<Body>) -> Response<NotedBody> {
        self.note(|entry, _| {
            entry.status = response.status().as_u16();
            entry.bytes_sent = STATUS_LINE + length_of(response.headers());
        });
        response.map(|body| NotedBody { body, notes: self })
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        self.entry.elapsed = self.began.elapsed();
        self.entry.bytes_received += self.received.load(Ordering::Relaxed);
        (self.log.on_access)(self.log.key, &self.entry);
    }
}

/// The bytes of a status line with a short reason.
const STATUS_LINE: u64 = 17;

/// The bytes of headers as HTTP/1.1 writes them.
fn length_of(headers: &HeaderMap) -> u64 {
    let length: usize =
        headers.iter().map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len()).sum();
    u64::try_from(length + "\r\n".len()).unwrap_or(u64::MAX)
}

fn entry<B>(request: &Request<B>, downstream: &Downstream, handshake: &Handshake) -> AccessEntry {
    let server_name = match handshake {
        Handshake::Tls(Some(name)) => Some(name.to_string()),
        Handshake::Tls(None) | Handshake::None => None,
    };
    let tls = downstream.tls().map(|tls| AccessTls {
        version: tls.version.clone(),
        cipher_suite: tls.cipher_suite.clone(),
        server_name,
    });
    let line = line(request, downstream);
    let is_grpc = request
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"application/grpc"));
    let protocol = match (&tls, request.version() == Version::HTTP_2) {
        (None, _) => AccessProtocol::Http,
        (Some(_), true) if is_grpc => AccessProtocol::Grpcs,
        (Some(_), true) => AccessProtocol::H2,
        (Some(_), false) => AccessProtocol::Https,
    };
    AccessEntry {
        protocol,
        client: downstream.client(),
        bytes_received: u64::try_from(line.len()).unwrap_or(u64::MAX) + length_of(request.headers()),
        line,
        user_agent: request.headers().get(USER_AGENT).cloned(),
        tls,
        bytes_sent: 0,
        elapsed: Duration::ZERO,
        status: CLIENT_LEFT,
        rule: None,
        action: None,
        target: None,
        trace_id: None,
        unclear: None,
        transformed: None,
    }
}

/// Method, URL with its port, and version (ELB User Guide: `"GET https://www.example.com:443/ HTTP/1.1"`).
fn line<B>(request: &Request<B>, downstream: &Downstream) -> String {
    let uri = request.uri();
    let named = uri.authority().map(|authority| authority.as_str().as_bytes());
    let named = named.or_else(|| request.headers().get(HOST).map(HeaderValue::as_bytes));
    let host = match named.map(HeaderValue::from_bytes) {
        Some(Ok(host)) => host,
        _ => downstream.own_host.clone(),
    };
    let version = match request.version() {
        Version::HTTP_2 => "HTTP/2.0",
        Version::HTTP_10 => "HTTP/1.0",
        _ => "HTTP/1.1",
    };
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let (protocol, port, host) = (downstream.protocol, downstream.port, without_port(&host));
    format!("{} {protocol}://{host}:{port}{path} {version}", request.method())
}

/// The body of an answer, whose bytes are counted where an access log asks for it.
pub(crate) struct NotedBody {
    body: Body,
    notes: Notes,
}

impl HttpBody for NotedBody {
    type Data = Bytes;
    type Error = <Body as HttpBody>::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            let length = frame.data_ref().map_or(0, Bytes::len);
            self.notes.note(|entry, _| entry.bytes_sent += u64::try_from(length).unwrap_or(u64::MAX));
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
