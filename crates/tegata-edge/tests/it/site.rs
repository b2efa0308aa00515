//! A small site behind the edge, which answers with a description of the request.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};

use bytes::Bytes;
use http::header::{CONNECTION, UPGRADE};
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// A site; closed when dropped.
pub(crate) struct Site {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
    _tasks: JoinSet<()>,
}

struct Shared {
    connections: AtomicUsize,
    sent: Arc<AtomicUsize>,
    health: AtomicU16,
    asked_to_wait: Notify,
    go_on: Notify,
}

impl Site {
    pub(crate) async fn open() -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            connections: AtomicUsize::new(0),
            sent: Arc::default(),
            health: AtomicU16::new(200),
            asked_to_wait: Notify::new(),
            go_on: Notify::new(),
        });
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, Arc::clone(&shared)));
        Site { address, shared, _tasks: tasks }
    }

    /// How many connections it has accepted.
    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// How many bytes of answers to `/endless` were taken from it.
    pub(crate) fn sent(&self) -> usize {
        self.shared.sent.load(Ordering::SeqCst)
    }

    /// What it answers to health checks from now on.
    pub(crate) fn answer_health(&self, status: u16) {
        self.shared.health.store(status, Ordering::SeqCst);
    }

    /// Resolves once a client waits for the answer to `/wait`.
    pub(crate) async fn waited_for(&self) {
        self.shared.asked_to_wait.notified().await;
    }

    /// Lets the answer to `/wait` go.
    pub(crate) fn go_on(&self) {
        self.shared.go_on.notify_one();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        shared.connections.fetch_add(1, Ordering::SeqCst);
        let shared = Arc::clone(&shared);
        connections.spawn(async move {
            let answer = service_fn(move |request| answer(Arc::clone(&shared), request));
            let mut builder = http1::Builder::new();
            builder.max_buf_size(1024 * 1024).max_headers(1024);
            // How a connection ends is the edge's business.
            let _ = builder.serve_connection(TokioIo::new(stream), answer).with_upgrades().await;
        });
    }
}

async fn answer(
    shared: Arc<Shared>,
    request: Request<Incoming>,
) -> Result<Response<BoxBody<Bytes, Infallible>>, Infallible> {
    if request.uri().path() == "/endless" {
        let sent = Arc::clone(&shared.sent);
        let parts = futures_util::stream::repeat_with(move || {
            sent.fetch_add(16 * 1024, Ordering::SeqCst);
            Ok(Frame::data(Bytes::from_static(&[b'x'; 16 * 1024])))
        });
        return Ok(Response::new(BodyExt::boxed(StreamBody::new(parts))));
    }
    Ok(described_or_done(shared, request).await.map(BodyExt::boxed))
}

async fn described_or_done(shared: Arc<Shared>, mut request: Request<Incoming>) -> Response<Full<Bytes>> {
    let path = request.uri().path().to_owned();
    let mut response = Response::new(Full::default());
    match path.as_str() {
        "/health" => *response.status_mut() = status(shared.health.load(Ordering::SeqCst)),
        "/wait" => {
            shared.asked_to_wait.notify_one();
            shared.go_on.notified().await;
            *response.body_mut() = "waited".into();
        }
        "/close" => {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            *response.body_mut() = "closed".into();
        }
        "/upgrade" => {
            let upgraded = hyper::upgrade::on(&mut request);
            *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("upgrade"));
            response.headers_mut().insert(UPGRADE, HeaderValue::from_static("websocket"));
            echo(upgraded);
        }
        "/large" => *response.body_mut() = Bytes::from(vec![b'x'; 3_000_000]).into(),
        _ => *response.body_mut() = description(request).await.into(),
    }
    response
}

/// The request as it came, in words.
async fn description(request: Request<Incoming>) -> String {
    let (head, body) = request.into_parts();
    let mut text = format!("{} {}\n", head.method, head.uri);
    for (name, value) in &head.headers {
        text.push_str(&format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes())));
    }
    let body = body.collect().await.expect("a body").to_bytes();
    text.push_str(&format!(
        "\n{} bytes: {}",
        body.len(),
        String::from_utf8_lossy(&body[..body.len().min(64)])
    ));
    text
}

#[expect(clippy::disallowed_methods, reason = "ends with its connection, which the test closes")]
fn echo(upgraded: hyper::upgrade::OnUpgrade) {
    tokio::spawn(async move {
        let mut stream = TokioIo::new(upgraded.await.expect("an upgrade"));
        let mut bytes = [0; 1024];
        while let Ok(count @ 1..) = stream.read(&mut bytes).await {
            if stream.write_all(&bytes[..count]).await.is_err() {
                return;
            }
        }
    });
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).expect("a status")
}
