//! One query to one server, and its answer: UDP first, TCP when it was cut.
//!
//! Who answers without having seen the query has to guess its identifier, its port, and the case of each letter of its
//! name (draft-vixie-dnsext-dns0x20). A server that does not copy the case of the letters is asked by TCP.

use std::net::SocketAddr;
use std::time::Duration;

use domain::base::opt::Cookie;
use domain::base::{Message, MessageBuilder, Name, Rtype};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};

use super::config::ResolverConfig;

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

/// A query.
pub(super) struct Query<'a> {
    pub(super) name: &'a Name<Vec<u8>>,
    pub(super) kind: Rtype,
    pub(super) way: Way,
}

/// Why there is no answer.
pub(super) enum Fault {
    /// There was none in time, or the server could not be reached.
    Silent(String),
    /// What came is of no use.
    Unusable(String),
}

impl Fault {
    pub(super) fn into_words(self) -> String {
        match self {
            Fault::Silent(why) | Fault::Unusable(why) => why,
        }
    }
}

/// Asks `server`, and gives its answer within `within` by each protocol.
pub(super) async fn ask(
    config: &ResolverConfig,
    server: SocketAddr,
    asked: &Query<'_>,
    within: Duration,
) -> Result<Message<Vec<u8>>, Fault> {
    let make = || {
        let mut id = [0; 2];
        (config.random)(&mut id);
        let cookie = (asked.way == Way::Hosted).then(|| config.cookies.cookie(server, &config.random));
        let made = query(u16::from_be_bytes(id), asked, cookie);
        let mut made = made.ok_or_else(|| Fault::Unusable("the query is too long".to_owned()))?;
        let mut case = vec![0; made.len().div_ceil(8)];
        (config.random)(&mut case);
        mix_case(&mut made, &case);
        Ok(made)
    };
    let mut query = make()?;
    let mut datagram = timed(within, by_udp(server, &query)).await?;
    if let (Way::Hosted, Datagram::Whole(answer)) = (asked.way, &datagram)
        && config.cookies.keep(server, answer)
    {
        query = make()?;
        datagram = timed(within, by_udp(server, &query)).await?;
        if let Datagram::Whole(answer) = &datagram {
            config.cookies.keep(server, answer);
        }
    }
    match datagram {
        Datagram::Whole(answer) if !answer.header().tc() => Ok(answer),
        Datagram::Whole(_) | Datagram::OtherCase => timed(within, by_tcp(server, &query)).await,
    }
}

async fn timed<T>(within: Duration, asking: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    let late = || Fault::Silent(format!("no answer within {:.1} s", within.as_secs_f64()));
    tokio::time::timeout(within, asking).await.unwrap_or_else(|_| Err(late()))
}

/// Where the question's name begins: behind the header (RFC 1035 §4.1.1).
const NAME_AT: usize = 12;

/// Turns each letter of the question's name into the case that a random bit says.
fn mix_case(query: &mut [u8], random: &[u8]) {
    for (place, octet) in name_of(query).enumerate() {
        if octet.is_ascii_alphabetic() && random[place / 8] >> (place % 8) & 1 == 1 {
            *octet ^= 0x20;
        }
    }
}

/// The octets of a question's name. Lengths are among them; they are below 64, where no letters are.
fn name_of(message: &mut [u8]) -> impl Iterator<Item = &mut u8> {
    message.iter_mut().skip(NAME_AT).take_while(|octet| **octet != 0)
}

fn query(id: u16, asked: &Query<'_>, cookie: Option<Cookie>) -> Option<Vec<u8>> {
    let mut builder = MessageBuilder::new_vec();
    builder.header_mut().set_id(id);
    builder.header_mut().set_rd(asked.way == Way::Forwarder);
    let mut question = builder.question();
    question.push((asked.name, asked.kind)).ok()?;
    let mut additional = question.additional();
    additional
        .opt(|opt| {
            opt.set_udp_payload_size(UDP_PAYLOAD);
            cookie.into_iter().try_for_each(|cookie| opt.cookie(cookie))
        })
        .ok()?;
    Some(additional.finish())
}

/// What came by UDP.
enum Datagram {
    /// An answer to this very query.
    Whole(Message<Vec<u8>>),
    /// An answer that has the letters of the name in another case: from a server that does not copy them, or from
    /// somebody who guesses.
    OtherCase,
}

async fn by_udp(server: SocketAddr, query: &[u8]) -> Result<Datagram, Fault> {
    let away = |error: std::io::Error| Fault::Silent(format!("it cannot be reached by UDP: {error}"));
    // A socket of its own: the system draws a random port, and only this server's datagrams come in.
    let any: SocketAddr = if server.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { ([0u16; 8], 0).into() };
    let no_socket =
        |error: std::io::Error| Fault::Unusable(format!("no socket could be opened for the query: {error}"));
    let socket = UdpSocket::bind(any).await.map_err(no_socket)?;
    socket.connect(server).await.map_err(away)?;
    socket.send(query).await.map_err(away)?;
    let mut buffer = vec![0; usize::from(UDP_PAYLOAD) + 1];
    for _ in 0..STRAYS_MAX {
        let length = socket.recv(&mut buffer).await.map_err(away)?;
        let datagram = &buffer[..length];
        let Some(answer) = matching(query, datagram.to_vec()) else { continue };
        let same_case = datagram.get(NAME_AT..).is_some_and(|rest| rest.starts_with(question_name(query)));
        return Ok(if same_case { Datagram::Whole(answer) } else { Datagram::OtherCase });
    }
    Err(Fault::Unusable("it sends answers that do not match the query".to_owned()))
}

/// The question's name as it is on the wire, without the root at its end.
fn question_name(query: &[u8]) -> &[u8] {
    let name = query.get(NAME_AT..).unwrap_or_default();
    name.split(|octet| *octet == 0).next().unwrap_or_default()
}

async fn by_tcp(server: SocketAddr, query: &[u8]) -> Result<Message<Vec<u8>>, Fault> {
    let away = |error: std::io::Error| Fault::Silent(format!("it cannot be reached by TCP: {error}"));
    let mut stream = TcpStream::connect(server).await.map_err(away)?;
    let length =
        u16::try_from(query.len()).map_err(|_| Fault::Unusable("the query is too long".to_owned()))?;
    let framed = [&length.to_be_bytes(), query].concat();
    stream.write_all(&framed).await.map_err(away)?;
    let mut answer = vec![0; usize::from(stream.read_u16().await.map_err(away)?)];
    stream.read_exact(&mut answer).await.map_err(away)?;
    matching(query, answer).ok_or_else(|| Fault::Unusable("its answer does not match the query".to_owned()))
}

/// The bytes as a message, if they answer this very query: identifier and question both, its class included.
fn matching(query: &[u8], bytes: Vec<u8>) -> Option<Message<Vec<u8>>> {
    let query = Message::from_octets(query).ok()?;
    let answer = Message::from_octets(bytes).ok()?;
    let same = answer.header().qr()
        && answer.header().id() == query.header().id()
        && answer.sole_question().ok()? == query.sole_question().ok()?;
    same.then_some(answer)
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    #[test]
    fn each_letter_has_a_case_of_its_own_and_nothing_else_changes() {
        let name = Name::from_str("_a1-b.example").expect("a name");
        let asked = Query { name: &name, kind: Rtype::CNAME, way: Way::Authoritative };
        let plain = query(7, &asked, None).expect("short");
        let mut mixed = plain.clone();
        mix_case(&mut mixed, &[0xff; 64]);
        assert_eq!(question_name(&mixed), b"\x05_A1-B\x07EXAMPLE");
        assert_eq!(mixed[..NAME_AT], plain[..NAME_AT]);
        let behind = NAME_AT + question_name(&plain).len();
        assert_eq!(mixed[behind..], plain[behind..]);
        assert!(
            matching(&plain, [&mixed[..2], &[0x84], &mixed[3..]].concat()).is_some(),
            "case does not count"
        );
    }
}
