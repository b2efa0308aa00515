//! One health check: a request to a target, and the code that it answers with.

use std::net::SocketAddr;

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_TYPE, HOST, HeaderMap, HeaderName, TE, USER_AGENT};
use http::{Method, Request, Response, Version};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_util::task::TaskTracker;

use super::http2::Tasks;
use super::proxy_header;
use super::socket::Socket;
use super::tls::TargetTls;
use crate::group_settings::TargetVersion;
use crate::vocabulary::{HealthCheck, Probe};

const AGENT: &str = "ELB-HealthChecker/2.0";
const GRPC_STATUS: HeaderName = HeaderName::from_static("grpc-status");
/// A message of no bytes, uncompressed (gRPC over HTTP2, "Length-Prefixed-Message").
const EMPTY_MESSAGE: &[u8] = &[0; 5];
/// The most that is read of an answer to get to its trailers.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// The HTTP status, or the gRPC status, that a target answers with; `None` when a connection is all that is asked for. It
/// is on a connection of its own (ELB User Guide, "Health checks").
///
/// # Errors
/// Why there is none, in a few words.
pub(super) async fn probe(
    address: SocketAddr,
    check: &HealthCheck,
    tls: Option<&TargetTls>,
    tasks: &TaskTracker,
) -> Result<Option<u16>, String> {
    let mut stream = TcpStream::connect(address).await.map_err(|error| error.kind().to_string())?;
    if check.proxy_header {
        stream.write_all(&proxy_header::local()).await.map_err(|error| error.kind().to_string())?;
    }
    if check.probe == Probe::Connection {
        return Ok(None);
    }
    let socket = match tls {
        None => Socket::Clear(stream),
        Some(tls) => {
            let secured = tls.connect(stream, address).await;
            Socket::Tls(secured.map_err(|error| format!("the TLS handshake failed: {error}"))?)
        }
    };
    let status = match check.version {
        TargetVersion::Http1 => http1(socket, get(address, check, Version::HTTP_11)?).await,
        TargetVersion::Http2 => {
            let answered = |response: Response<Incoming>| async move { Ok(response.status().as_u16()) };
            http2(socket, get(address, check, Version::HTTP_2)?, tasks, answered).await
        }
        TargetVersion::Grpc => http2(socket, call(address, check)?, tasks, grpc_status).await,
    };
    status.map(Some)
}

fn get(address: SocketAddr, check: &HealthCheck, version: Version) -> Result<Request<Full<Bytes>>, String> {
    let request = Request::builder().method(Method::GET).header(USER_AGENT, AGENT);
    let request = match version {
        Version::HTTP_2 => request.uri(uri(address, check)).version(version),
        _ => request.uri(&check.path).header(HOST, address.to_string()).header(CONNECTION, "close"),
    };
    request.body(Full::default()).map_err(|error| error.to_string())
}

fn call(address: SocketAddr, check: &HealthCheck) -> Result<Request<Full<Bytes>>, String> {
    Request::post(uri(address, check))
        .version(Version::HTTP_2)
        .header(USER_AGENT, AGENT)
        .header(CONTENT_TYPE, "application/grpc")
        .header(TE, "trailers")
        .body(Full::new(Bytes::from_static(EMPTY_MESSAGE)))
        .map_err(|error| error.to_string())
}

fn uri(address: SocketAddr, check: &HealthCheck) -> String {
    format!("http://{address}{}", check.path)
}

async fn http1(socket: Socket, request: Request<Full<Bytes>>) -> Result<u16, String> {
    let spoken = hyper::client::conn::http1::handshake(TokioIo::new(socket)).await;
    let (mut sender, connection) = spoken.map_err(|error| error.to_string())?;
    let mut answer = std::pin::pin!(sender.send_request(request));
    // The status is enough: the body is not read, and the connection ends.
    let response = tokio::select! {
        response = answer.as_mut() => response,
        _ = connection => answer.await,
    };
    response.map(|response| response.status().as_u16()).map_err(|error| error.to_string())
}

async fn http2<A: Future<Output = Result<u16, String>>>(
    socket: Socket,
    request: Request<Full<Bytes>>,
    tasks: &TaskTracker,
    answered: impl FnOnce(Response<Incoming>) -> A,
) -> Result<u16, String> {
    let mut builder = hyper::client::conn::http2::Builder::new(Tasks(tasks.clone()));
    let spoken = builder.timer(TokioTimer::new()).handshake(TokioIo::new(socket)).await;
    let (mut sender, connection) = spoken.map_err(|error| error.to_string())?;
    let asking = async {
        let response = sender.send_request(request).await.map_err(|error| error.to_string())?;
        answered(response).await
    };
    let mut asking = std::pin::pin!(asking);
    tokio::select! {
        code = asking.as_mut() => code,
        _ = connection => asking.await,
    }
}

/// The gRPC status of an answer: of its headers when it has no messages, else of its trailers.
async fn grpc_status(response: Response<Incoming>) -> Result<u16, String> {
    let (head, body) = response.into_parts();
    if !head.status.is_success() {
        return Err(format!("the answer has the HTTP status {}", head.status.as_u16()));
    }
    let code = |headers: &HeaderMap| headers.get(GRPC_STATUS)?.to_str().ok()?.parse::<u16>().ok();
    if let Some(code) = code(&head.headers) {
        return Ok(code);
    }
    let body = Limited::new(body, BODY_BYTES_MAX).collect().await.map_err(|error| error.to_string())?;
    body.trailers().and_then(code).ok_or_else(|| "the answer has no grpc-status".to_owned())
}
