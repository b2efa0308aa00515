//! One connection of a client: the handshake if TLS ends here, then a connection to a target, then bytes both ways.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use s2n_tls_tokio::TlsStream;
use tegata_accept::{ClientStream, Closing, Deadlines, Place};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use super::choice::{Chosen, Flow};
use super::pipe::{Ended, Ends, pipe};
use super::reset::Reset;
use super::state::{StreamState, Streams};
use crate::target::fault::Fault;
use crate::target::proxy_header;
use crate::target::socket::Socket;
use crate::target::stream::TargetStream;
use crate::tls::handshake::{self, Terminator};

/// How many targets are tried before a client's connection is reset.
const ATTEMPTS: u32 = 3;
/// How long a client may take to begin its handshake.
const FIRST_BYTE: Duration = Duration::from_secs(10);
/// The pipe watches over idle connections. The stream under it would do so this much later.
const GRACE: Duration = Duration::from_secs(5);

/// A client's connection as it was accepted.
pub(crate) struct Accepted {
    pub(crate) stream: TcpStream,
    pub(crate) client: SocketAddr,
    /// Where it was accepted.
    pub(crate) address: SocketAddr,
    pub(crate) place: Place,
    pub(crate) closing: Closing,
}

/// Carries a connection's bytes until both sides have ended, no byte moves for too long, or its listener closes.
pub(crate) async fn serve(
    accepted: Accepted,
    state: Arc<StreamState>,
    terminator: Option<Arc<Terminator>>,
    streams: Streams,
) {
    let Accepted { stream, client, address, place, closing } = accepted;
    let carrying = Carrying { client, address, state, streams, closing };
    let idle = Deadlines::all(carrying.state.idle_timeout + GRACE);
    match terminator {
        None => {
            let stream = ClientStream::new(stream, place, idle).without_linger();
            carrying.carry(stream, None, |stream| stream).await;
        }
        Some(terminator) => {
            let deadlines = Deadlines { first_byte: FIRST_BYTE, ..idle };
            let stream = ClientStream::new(stream, place, deadlines).without_linger();
            let Some(stream) = carrying.handshake(stream, terminator).await else { return };
            let agreed = stream.as_ref().application_protocol().map(<[u8]>::to_vec);
            if carrying.state.needs_protocol && agreed.is_none() {
                tracing::debug!(%client, "a client did not agree on a protocol by ALPN");
                stream.reset_on_drop();
                return;
            }
            carrying.carry(stream, agreed.as_deref(), TlsStream::get_ref).await;
        }
    }
}

/// What a connection goes by.
struct Carrying {
    client: SocketAddr,
    address: SocketAddr,
    state: Arc<StreamState>,
    streams: Streams,
    closing: Closing,
}

impl Carrying {
    async fn handshake(
        &self,
        mut stream: ClientStream<TcpStream>,
        terminator: Arc<Terminator>,
    ) -> Option<TlsStream<ClientStream<TcpStream>>> {
        // A silent client costs no more than this: no TLS connection, no buffers.
        let readable = tokio::select! {
            readable = stream.readable() => readable,
            () = self.closing.begun() => return None,
        };
        let Streams { certificates, now, handshakes, .. } = &self.streams;
        let accepted = match readable {
            Err(_) => None,
            Ok(()) => handshake::accept(stream, terminator, Arc::clone(certificates), Arc::clone(now)).await,
        };
        handshakes.count(accepted.is_some());
        accepted
    }

    /// Carries bytes to a target and back. `agreed` is the protocol that ALPN agreed on.
    async fn carry<C: AsyncRead + AsyncWrite + Reset + Unpin>(
        &self,
        mut client: C,
        agreed: Option<&[u8]>,
        under: impl Fn(&C) -> &ClientStream<TcpStream>,
    ) {
        let activity = under(&client).activity().clone();
        let connected = tokio::select! {
            connected = self.connect(agreed) => connected,
            () = self.closing.begun() => None,
        };
        let Some((chosen, mut target)) = connected else {
            client.reset_on_drop();
            return;
        };
        let ends = Ends {
            idle_timeout: self.state.idle_timeout,
            activity: &activity,
            target: chosen.target.streams_end(),
            closing: &self.closing,
        };
        let ended = Box::pin(pipe(&mut client, &mut target, ends)).await;
        if !matches!(ended, Ended::Whole) {
            client.reset_on_drop();
            target.reset_on_drop();
            tracing::debug!(client = %self.client, why = %ended, "a connection was reset");
        }
    }

    /// A connection to a target; another one is tried when the first cannot be reached.
    async fn connect(&self, agreed: Option<&[u8]>) -> Option<(Chosen, TargetStream<Socket>)> {
        for attempt in 0..ATTEMPTS {
            let flow = Flow { client: self.client, address: self.address, attempt };
            let chosen = self.streams.hash.choose(&self.streams.groups, &self.state.forward, &flow)?;
            if !self.state.firewall.reaches(chosen.target.address()) {
                tracing::debug!(target = %chosen.target.address(), "no security group lets connections out to this target");
                continue;
            }
            match self.connect_to(&chosen, agreed).await {
                Ok(stream) => return Some((chosen, stream)),
                Err(fault) => {
                    tracing::debug!(target = %chosen.target.address(), %fault, "a target was not reached");
                }
            }
        }
        None
    }

    async fn connect_to(
        &self,
        chosen: &Chosen,
        agreed: Option<&[u8]>,
    ) -> Result<TargetStream<Socket>, Fault> {
        let with_header = chosen.group.group.settings.stream.proxy_header;
        let header = with_header.then(|| proxy_header::stream(self.client, self.address));
        chosen.target.open_stream(header.as_deref(), agreed).await
    }
}
