//! A name server that takes its time and knows no name.
//!
//! What is requested during a measurement is to stay unproven. A server that never answers would be remembered as silent
//! after a few seconds: then look-ups end at once, all of them are done while requests are counted, and the figure is
//! that of both.

use std::collections::VecDeque;
use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

/// How long it takes to answer.
const AFTER: Duration = Duration::from_millis(500);
/// How long it waits for queries before it looks for answers that are due.
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// As large as a query is here.
const QUERY_BYTES_MAX: usize = 1232;

/// Starts it on a thread that ends with the program; gives its address, for `--dns-hint`.
///
/// # Errors
/// When no port can be had.
pub fn start() -> Result<SocketAddr> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.set_read_timeout(Some(LOOK_EVERY))?;
    let address = socket.local_addr()?;
    thread::Builder::new().name("name-server".to_owned()).spawn(move || answer(&socket))?;
    Ok(address)
}

/// Answers until the socket fails.
fn answer(socket: &UdpSocket) -> io::Result<()> {
    let mut waiting: VecDeque<(Instant, SocketAddr, Vec<u8>)> = VecDeque::new();
    let mut buffer = [0; QUERY_BYTES_MAX];
    loop {
        match socket.recv_from(&mut buffer) {
            Ok((length, client)) => {
                waiting
                    .extend(no_such_name(&buffer[..length]).map(|it| (Instant::now() + AFTER, client, it)));
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {}
            Err(error) => return Err(error),
        }
        while let Some((_, client, message)) = waiting.pop_front_if(|(due, ..)| *due <= Instant::now()) {
            socket.send_to(&message, client)?;
        }
    }
}

/// The answer NXDOMAIN to a query (RFC 1035 §4.1.1): its header with other flags, and its question.
fn no_such_name(query: &[u8]) -> Option<Vec<u8>> {
    const HEADER: usize = 12;
    let labels = query.get(HEADER..)?;
    let mut end = 0;
    while *labels.get(end)? != 0 {
        end += usize::from(labels[end]) + 1;
    }
    // The root label, type and class.
    let mut message = query.get(..HEADER + end + 5)?.to_vec();
    message[2] = 0x84 | (query[2] & 0x01);
    message[3] = 0x03;
    message[4..HEADER].copy_from_slice(&[0, 1, 0, 0, 0, 0, 0, 0]);
    Some(message)
}
