//! TCP (RFC 7766): messages behind their length, several on a connection.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::responder::Responder;

/// How many connections may be open at once; further ones wait.
const CONNECTIONS_MAX: usize = 512;
/// How long a connection may idle, or take over one message (RFC 7766 §6.2.3 leaves it to us).
const WITHIN: Duration = Duration::from_secs(10);
/// How many queries one connection may ask.
const QUERIES_MAX: usize = 10_000;

pub(super) async fn serve(listener: TcpListener, responder: Arc<Responder>, stop: CancellationToken) {
    let connections = TaskTracker::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => break,
        };
        match accepted {
            Ok((stream, client)) => {
                let responder = Arc::clone(&responder);
                let stop = stop.clone();
                connections.spawn(async move {
                    tokio::select! {
                        // A client that breaks off or dawdles is no concern of anybody's.
                        _ = converse(stream, client.ip(), &responder) => {}
                        () = stop.cancelled() => {}
                    }
                    drop(place);
                });
            }
            // Out of file descriptors: accepting again at once would only spin.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
    connections.close();
    connections.wait().await;
}

async fn converse(mut stream: TcpStream, client: IpAddr, responder: &Responder) -> std::io::Result<()> {
    let mut query = Vec::new();
    for _ in 0..QUERIES_MAX {
        let length = tokio::time::timeout(WITHIN, stream.read_u16()).await??;
        query.resize(usize::from(length), 0);
        tokio::time::timeout(WITHIN, stream.read_exact(&mut query)).await??;
        let Some(reply) = responder.moment().by_tcp(&query, client) else { return Ok(()) };
        let length = u16::try_from(reply.len()).unwrap_or_default();
        let mut framed = Vec::with_capacity(reply.len() + 2);
        framed.extend_from_slice(&length.to_be_bytes());
        framed.extend_from_slice(&reply);
        tokio::time::timeout(WITHIN, stream.write_all(&framed)).await??;
    }
    Ok(())
}
