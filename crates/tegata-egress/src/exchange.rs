//! One request and its answer, with an address that was judged.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{HOST, HeaderValue};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use s2n_tls::config::Config;
use s2n_tls_tokio::TlsConnector;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::Instant;
use url::Position;

use crate::fault::Fault;
use crate::limits::Limits;
use crate::rules::Place;

/// The most that an answer's headers may take, and how many there may be.
const HEADER_BYTES_MAX: usize = 32 * 1024;
const HEADERS_MAX: usize = 128;

/// For how long the body of an answer is taken in of which only the head counts: a receiver that is still writing it
/// would otherwise see its connection break.
pub(crate) const BODY_GRACE: Duration = Duration::from_secs(1);

/// What is asked.
pub(crate) struct Asked {
    pub(crate) method: Method,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) counts: Counts,
}

/// What counts of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counts {
    /// Its head: whatever its body does, the answer is there.
    Head,
    /// All of it.
    Whole,
}

/// What is answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

pub(crate) async fn exchange(
    address: SocketAddr,
    place: &Place,
    asked: &Asked,
    tls: &Config,
    limits: &Limits,
    until: Instant,
) -> Result<Answer, Fault> {
    let unreachable = |source| Fault::Unreachable { address, source };
    let slow = |_| unreachable(io::ErrorKind::TimedOut.into());
    let connecting = tokio::time::timeout(limits.connect_within, TcpStream::connect(address));
    let stream = connecting.await.map_err(slow)?.map_err(unreachable)?;
    // The request is written whole; waiting to fill a segment only adds latency.
    stream.set_nodelay(true).map_err(unreachable)?;
    if place.url.scheme() == "http" {
        return talk(stream, address, place, asked, limits, until).await;
    }
    let failed = |cause: String| Fault::Tls { address, cause };
    let name = place.url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let connector = TlsConnector::new(tls.clone());
    let handshake = tokio::time::timeout(limits.connect_within, connector.connect(name, stream));
    let handshake = handshake.await.map_err(|_| failed("it took too long".to_owned()))?;
    let stream = handshake.map_err(|error| failed(error.to_string()))?;
    talk(stream, address, place, asked, limits, until).await
}

/// Sends the request and reads the answer, as much as the limits let in. The connection is not kept.
async fn talk<S>(
    stream: S,
    address: SocketAddr,
    place: &Place,
    asked: &Asked,
    limits: &Limits,
    until: Instant,
) -> Result<Answer, Fault>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let broken = |error: hyper::Error| Fault::Broken { address, cause: with_causes(&error) };
    let mut builder = http1::Builder::new();
    builder.max_buf_size(HEADER_BYTES_MAX).max_headers(HEADERS_MAX);
    let (mut sender, connection) = builder.handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let asking = async {
        let response = sender.send_request(request(place, asked)?);
        let response = tokio::time::timeout_at(until, response).await;
        let response = response.map_err(|_| Fault::Late(limits.within))?.map_err(broken)?;
        let (parts, body) = response.into_parts();
        let reading = read(body, limits.body_bytes_max);
        let body = match asked.counts {
            Counts::Whole => reading.await.map_err(broken)?,
            Counts::Head => {
                let read = tokio::time::timeout(BODY_GRACE, reading).await;
                read.ok().and_then(Result::ok).unwrap_or_default()
            }
        };
        Ok(Answer { status: parts.status, headers: parts.headers, body })
    };
    // The connection is driven here and ends with the answer, whatever is still to come on it.
    tokio::pin!(asking, connection);
    let mut driving = true;
    loop {
        tokio::select! {
            answer = asking.as_mut() => return answer,
            // An error reaches the one who asks, too, and in better words.
            _ = connection.as_mut(), if driving => driving = false,
        }
    }
}

fn request(place: &Place, asked: &Asked) -> Result<Request<Full<Bytes>>, Fault> {
    let url = &place.url;
    let no_url = || crate::Refused::NoUrl(url.to_string());
    // Host and port as the URL has them, which leaves out the scheme's own port (RFC 9110 §7.2).
    let host =
        HeaderValue::from_str(&url[Position::BeforeHost..Position::AfterPort]).map_err(|_| no_url())?;
    let target = &url[Position::BeforePath..Position::AfterQuery];
    let request = Request::builder().method(asked.method.clone()).uri(target);
    let mut request = request.body(Full::new(asked.body.clone())).map_err(|_| no_url())?;
    *request.headers_mut() = asked.headers.clone();
    request.headers_mut().insert(HOST, host);
    Ok(request)
}

async fn read(mut body: Incoming, bytes_max: usize) -> Result<Bytes, hyper::Error> {
    let mut read = BytesMut::new();
    while read.len() < bytes_max {
        let Some(frame) = body.frame().await else { break };
        if let Some(data) = frame?.data_ref() {
            read.extend_from_slice(&data[..data.len().min(bytes_max - read.len())]);
        }
    }
    Ok(read.freeze())
}

fn with_causes(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        words = format!("{words}: {cause}");
        source = cause.source();
    }
    words
}
