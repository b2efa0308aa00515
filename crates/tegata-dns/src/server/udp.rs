//! UDP: a datagram in, a datagram out.

use std::sync::Arc;

use tokio::net::UdpSocket;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::rate_limit::RateLimiter;
use super::responder::Responder;

/// No query is longer; what is gets cut, and then is malformed.
const QUERY_BYTES_MAX: usize = 4096;
/// How many datagrams are answered before other tasks get their turn.
const TURN: usize = 64;

/// Answers what comes to one socket. The limiter is this socket's own, so that sockets do not wait for each other.
pub(super) async fn serve(
    socket: UdpSocket,
    responder: Arc<Responder>,
    mut limiter: RateLimiter,
    stop: CancellationToken,
) {
    let mut query = vec![0; QUERY_BYTES_MAX];
    let start = Instant::now();
    loop {
        tokio::select! {
            ready = socket.readable() => {
                if ready.is_err() {
                    return;
                }
            }
            () = stop.cancelled() => return,
        }
        let moment = responder.moment();
        let elapsed = start.elapsed();
        for _ in 0..TURN {
            let Ok((length, client)) = socket.try_recv_from(&mut query) else { break };
            let reply = moment.by_udp(&mut limiter, &query[..length], client.ip(), elapsed);
            responder.metrics().count_udp(reply.as_deref());
            if let Some(reply) = reply {
                // A full send buffer drops the answer, as the network might: the client asks again.
                let _ = socket.try_send_to(&reply, client);
            }
        }
    }
}
