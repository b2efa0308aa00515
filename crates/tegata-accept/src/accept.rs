//! Listening sockets, and the loop that accepts from one.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use rustix::io::Errno;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

use crate::closing::Closing;
use crate::places::{Place, Places};

/// How many connections wait to be accepted; the system may grant fewer.
const BACKLOG: i32 = 4096;
/// How long to wait before accepting again when the process has no file descriptor or no memory left.
const PAUSE: Duration = Duration::from_millis(20);
/// How often the log says at most that connections are not accepted.
const LOG_EVERY: Duration = Duration::from_secs(10);

/// Opens a listening socket; port 0 takes a free one.
///
/// # Errors
/// When the address is taken or may not be used.
pub fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // A listener that was closed a moment ago has left connections in TIME_WAIT.
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    TcpListener::from_std(socket.into())
}

/// Accepts connections until `closing` begins, and gives each with its place to `serve`, which must not block.
///
/// A new connection is closed at once when no other gives way to it. `name` is for the log.
pub async fn accept(
    listener: TcpListener,
    name: &'static str,
    places: &Places,
    closing: &Closing,
    mut serve: impl FnMut(TcpStream, SocketAddr, Place),
) {
    let mut log = Log { name, next: Instant::now(), unlogged: 0 };
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = closing.begun() => return,
        };
        match accepted {
            Ok((stream, peer)) => match places.take(peer.ip()) {
                Some(place) => serve(stream, peer, place),
                None => log.refused(&"all places are taken by requests in progress"),
            },
            Err(error) if is_exhausted(&error) => {
                // The idle connection that is closed now gives its descriptor back. Accepting again at once would spin.
                places.make_room();
                log.refused(&error);
                tokio::time::sleep(PAUSE).await;
            }
            // The client has left in the meantime (accept(2): treat network errors like EAGAIN).
            Err(error) => {
                tracing::debug!(listener = name, %error, "a connection ended before it was accepted");
            }
        }
    }
}

/// Whether the system has nothing left for another connection.
fn is_exhausted(error: &io::Error) -> bool {
    let errno = Errno::from_io_error(error);
    errno.is_some_and(|errno| [Errno::MFILE, Errno::NFILE, Errno::NOBUFS, Errno::NOMEM].contains(&errno))
}

struct Log {
    name: &'static str,
    next: Instant,
    unlogged: u64,
}

impl Log {
    fn refused(&mut self, reason: &dyn std::fmt::Display) {
        self.unlogged += 1;
        let now = Instant::now();
        if now >= self.next {
            let (listener, count) = (self.name, self.unlogged);
            tracing::warn!(listener, count, %reason, "connections were not accepted");
            self.next = now + LOG_EVERY;
            self.unlogged = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio_util::task::TaskTracker;

    use super::*;
    use crate::{ClientStream, Deadlines};

    #[tokio::test]
    async fn new_clients_are_served_although_silent_ones_have_taken_all_places() {
        let listener = bind(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a socket");
        let address = listener.local_addr().expect("an address");
        let (closing, connections) = (Closing::default(), TaskTracker::new());
        let served = connections.clone();
        let loop_closing = closing.clone();
        let accepting = async move {
            accept(listener, "test", &Places::new(8, 8), &loop_closing, |stream, _, place| {
                served.spawn(async move {
                    let mut stream =
                        ClientStream::new(stream, place, Deadlines::all(Duration::from_secs(3600)));
                    let byte = stream.read_u8().await?;
                    stream.write_u8(byte).await?;
                    stream.shutdown().await
                });
            })
            .await;
        };
        let clients = async {
            let mut silent = Vec::new();
            for byte in 0..50 {
                silent.push(TcpStream::connect(address).await.expect("a connection"));
                let mut client = TcpStream::connect(address).await.expect("a connection");
                client.write_u8(byte).await.expect("sent");
                assert_eq!(client.read_u8().await.expect("an answer"), byte);
            }
            assert_eq!(silent[0].read(&mut [0]).await.unwrap_or(0), 0, "the first silent one was closed");
            closing.begin();
        };
        tokio::join!(accepting, clients);
    }

    #[tokio::test]
    async fn a_silent_connection_is_not_readable() {
        let listener = bind(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a socket");
        let address = listener.local_addr().expect("an address");
        let mut client = TcpStream::connect(address).await.expect("a connection");
        let (stream, peer) = listener.accept().await.expect("accepted");
        let place = Places::new(1, 1).take(peer.ip()).expect("room");
        let mut stream = ClientStream::new(stream, place, Deadlines::all(Duration::from_secs(3600)));
        tokio::select! {
            biased;
            readable = stream.readable() => panic!("{readable:?}"),
            () = tokio::task::yield_now() => {}
        }
        client.write_u8(7).await.expect("sent");
        stream.readable().await.expect("readable");
        assert_eq!(stream.read_u8().await.expect("a byte"), 7);
    }
}
