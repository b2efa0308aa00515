//! Targets and clients that say exactly what a test has them say.

use std::net::SocketAddr;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// A target that answers every head of a request with the same bytes; closed when dropped.
pub(crate) struct RawTarget {
    pub(crate) address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
    _tasks: JoinSet<()>,
}

/// What a target does once it has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Afterwards {
    /// It reads the next request.
    Stay,
    /// It closes the connection.
    Close,
}

/// An answer that says no more than that all is well.
pub(crate) const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

impl RawTarget {
    pub(crate) async fn open(answer: impl Into<Vec<u8>>, afterwards: Afterwards) -> RawTarget {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (heads, answer) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<[u8]>::from(answer.into()));
        let (seen, mut tasks) = (Arc::clone(&heads), JoinSet::new());
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, Arc::clone(&seen), Arc::clone(&answer), afterwards));
            }
        });
        RawTarget { address, heads, _tasks: tasks }
    }

    /// The heads of requests that came since the last look, health checks apart, in lower case.
    pub(crate) fn heads(&self) -> Vec<String> {
        std::mem::take(&mut *self.heads.lock())
    }
}

async fn serve(
    mut stream: TcpStream,
    seen: Arc<Mutex<Vec<String>>>,
    answer: Arc<[u8]>,
    afterwards: Afterwards,
) {
    let mut bytes = Vec::new();
    while let Ok(1..) = stream.read_buf(&mut bytes).await {
        while let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head: Vec<u8> = bytes.drain(..end + 4).collect();
            let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
            if !head.starts_with("get /health ") {
                seen.lock().push(head);
            }
            if stream.write_all(&answer).await.is_err() || afterwards == Afterwards::Close {
                return;
            }
        }
    }
}

/// The answer to a request, up to its body's known end or the end of the connection.
pub(crate) async fn ask(stream: &mut TcpStream, request: &str) -> String {
    // The edge may refuse before it has read everything.
    let _ = stream.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&answer).into_owned();
        if is_whole(&text) {
            return text;
        }
        if !matches!(stream.read_buf(&mut answer).await, Ok(1..)) {
            return String::from_utf8_lossy(&answer).into_owned();
        }
    }
}

fn is_whole(text: &str) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let head = head.to_ascii_lowercase();
    if head.contains("\r\ntransfer-encoding: chunked") {
        return body.ends_with("0\r\n\r\n");
    }
    let length = head.split("\r\n").find_map(|line| line.strip_prefix("content-length: "));
    match length.map(str::parse) {
        Some(Ok(length)) => body.len() >= length,
        _ => head.starts_with("http/1.1 101 "),
    }
}

/// The answer to a request on a connection of its own.
pub(crate) async fn ask_once(to: SocketAddr, request: &str) -> String {
    ask(&mut TcpStream::connect(to).await.expect("a connection"), request).await
}

/// The status of an answer; 0 when there is none.
pub(crate) fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}
