//! One query to one server, and its answer: UDP first, TCP when it was cut.

use std::net::SocketAddr;
use std::time::Duration;

use domain::base::opt::Cookie;
use domain::base::{Message, MessageBuilder, Name, Rtype};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};

use super::ResolverConfig;

/// What we take over UDP (RFC 9715 §3.1).
const UDP_PAYLOAD: u16 = 1232;
/// How many datagrams that are no answer to us are passed over before a server is given up.
const STRAYS_MAX: usize = 16;

/// Who is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// A server of the zone.
    Authoritative,
    /// The server of this instance, with a DNS cookie.
    Hosted,
    /// A resolver, which asks for us.
    Forwarder,
}

/// Asks `server`, and gives its answer or, in words, why there is none.
pub(super) async fn ask(
    config: &ResolverConfig,
    server: SocketAddr,
    name: &Name<Vec<u8>>,
    kind: Rtype,
    way: Way,
) -> Result<Message<Vec<u8>>, String> {
    let within = config.server_timeout;
    let make = || {
        let mut id = [0; 2];
        (config.random)(&mut id);
        let cookie = (way == Way::Hosted).then(|| config.cookies.cookie(server, &config.random));
        let recurse = way == Way::Forwarder;
        query(u16::from_be_bytes(id), name, kind, recurse, cookie).ok_or("the query is too long")
    };
    let mut query = make()?;
    let mut answer = timed(within, by_udp(server, &query)).await?;
    if way == Way::Hosted && config.cookies.keep(server, &answer) {
        query = make()?;
        answer = timed(within, by_udp(server, &query)).await?;
        config.cookies.keep(server, &answer);
    }
    if answer.header().tc() {
        return timed(within, by_tcp(server, &query)).await;
    }
    Ok(answer)
}

async fn timed<T>(within: Duration, asking: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    tokio::time::timeout(within, asking)
        .await
        .unwrap_or_else(|_| Err(format!("no answer within {:.1} s", within.as_secs_f64())))
}

fn query(
    id: u16,
    name: &Name<Vec<u8>>,
    kind: Rtype,
    recurse: bool,
    cookie: Option<Cookie>,
) -> Option<Vec<u8>> {
    let mut builder = MessageBuilder::new_vec();
    builder.header_mut().set_id(id);
    builder.header_mut().set_rd(recurse);
    let mut question = builder.question();
    question.push((name, kind)).ok()?;
    let mut additional = question.additional();
    additional
        .opt(|opt| {
            opt.set_udp_payload_size(UDP_PAYLOAD);
            cookie.into_iter().try_for_each(|cookie| opt.cookie(cookie))
        })
        .ok()?;
    Some(additional.finish())
}

async fn by_udp(server: SocketAddr, query: &[u8]) -> Result<Message<Vec<u8>>, String> {
    let away = |error: std::io::Error| format!("it cannot be reached by UDP: {error}");
    // A socket of its own: the system draws a random port, and only this server's datagrams come in.
    let any: SocketAddr = if server.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { ([0u16; 8], 0).into() };
    let socket = UdpSocket::bind(any).await.map_err(away)?;
    socket.connect(server).await.map_err(away)?;
    socket.send(query).await.map_err(away)?;
    let mut buffer = vec![0; usize::from(UDP_PAYLOAD) + 1];
    for _ in 0..STRAYS_MAX {
        let length = socket.recv(&mut buffer).await.map_err(away)?;
        if let Some(answer) = matching(query, buffer[..length].to_vec()) {
            return Ok(answer);
        }
    }
    Err("it sends datagrams that answer something else".to_owned())
}

async fn by_tcp(server: SocketAddr, query: &[u8]) -> Result<Message<Vec<u8>>, String> {
    let away = |error: std::io::Error| format!("it cannot be reached by TCP: {error}");
    let mut stream = TcpStream::connect(server).await.map_err(away)?;
    let length = u16::try_from(query.len()).map_err(|_| "the query is too long".to_owned())?;
    let framed = [&length.to_be_bytes(), query].concat();
    stream.write_all(&framed).await.map_err(away)?;
    let mut answer = vec![0; usize::from(stream.read_u16().await.map_err(away)?)];
    stream.read_exact(&mut answer).await.map_err(away)?;
    matching(query, answer).ok_or_else(|| "it answers something else".to_owned())
}

/// The bytes as a message, if they answer this very query: identifier and question both.
fn matching(query: &[u8], bytes: Vec<u8>) -> Option<Message<Vec<u8>>> {
    let query = Message::from_octets(query).ok()?;
    let answer = Message::from_octets(bytes).ok()?;
    let same = answer.header().qr()
        && answer.header().id() == query.header().id()
        && answer.sole_question().ok()? == query.sole_question().ok()?;
    same.then_some(answer)
}
