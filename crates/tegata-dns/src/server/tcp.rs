//! TCP (RFC 7766): messages behind their length, several on a connection.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use tegata_accept::{ClientStream, Closing, Deadlines, Place, Places, accept, descriptors};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::responder::Responder;

/// How many connections may be open at once; one that is idle gives way to a new one. Half of them for one client.
const CONNECTIONS_MAX: usize = 2048;
/// One in how many of the process's file descriptors may be such a connection.
const DESCRIPTORS_PART: u64 = 8;
/// How long a connection may idle, or take over one message (RFC 7766 §6.2.3 leaves it to us).
const WITHIN: Duration = Duration::from_secs(10);
/// How many queries one connection may ask.
const QUERIES_MAX: usize = 10_000;

pub(super) async fn serve(listener: TcpListener, responder: Arc<Responder>, stop: CancellationToken) {
    let (connections, closing) = (TaskTracker::new(), Closing::default());
    let places = descriptors::within_limit(CONNECTIONS_MAX, DESCRIPTORS_PART);
    let places = Places::new(places, places / 2);
    let accepting = accept(listener, "DNS over TCP", &places, &closing, |stream, client, place| {
        let (responder, closing) = (Arc::clone(&responder), closing.clone());
        connections.spawn(async move {
            tokio::select! {
                // How a client ends its connection changes nothing here.
                _ = converse(stream, place, client.ip(), &responder) => {}
                () = closing.begun() => {}
            }
        });
    });
    let stopping = async {
        stop.cancelled().await;
        closing.begin();
    };
    tokio::join!(accepting, stopping);
    connections.close();
    connections.wait().await;
}

async fn converse(
    stream: TcpStream,
    place: Place,
    client: IpAddr,
    responder: &Responder,
) -> std::io::Result<()> {
    let mut stream = ClientStream::new(stream, place, Deadlines::all(WITHIN));
    let mut query = Vec::new();
    for _ in 0..QUERIES_MAX {
        stream.readable().await?;
        let reading = async {
            let length = stream.read_u16().await?;
            query.resize(usize::from(length), 0);
            stream.read_exact(&mut query).await
        };
        tokio::time::timeout(WITHIN, reading).await??;
        let reply = responder.moment().by_tcp(&query, client);
        responder.metrics().count_tcp(reply.as_deref());
        let Some(reply) = reply else { return Ok(()) };
        let length = u16::try_from(reply.len()).unwrap_or_default();
        stream.write_u16(length).await?;
        stream.write_all(&reply).await?;
        stream.flush().await?;
    }
    stream.shutdown().await
}
