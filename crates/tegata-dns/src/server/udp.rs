//! UDP: a datagram in, a datagram out.

use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::net::UdpSocket;
use tokio_util::sync::CancellationToken;

use crate::zone::{Snapshot, Transport, answer};

/// No query is longer; what is gets cut, and then is malformed.
const QUERY_BYTES_MAX: usize = 4096;
/// How many datagrams are answered before other tasks get their turn.
const TURN: usize = 64;

pub(super) async fn serve(socket: UdpSocket, snapshot: Arc<ArcSwap<Snapshot>>, stop: CancellationToken) {
    let mut query = vec![0; QUERY_BYTES_MAX];
    loop {
        tokio::select! {
            ready = socket.readable() => {
                if ready.is_err() {
                    return;
                }
            }
            () = stop.cancelled() => return,
        }
        let zones = snapshot.load();
        for _ in 0..TURN {
            let Ok((length, client)) = socket.try_recv_from(&mut query) else { break };
            if let Some(reply) = answer(&zones, &query[..length], Transport::Udp) {
                // A full send buffer drops the answer, as the network might: the client asks again.
                let _ = socket.try_send_to(&reply, client);
            }
        }
    }
}
