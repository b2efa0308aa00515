//! Ending connections with a reset in place of an orderly end.

use s2n_tls_tokio::TlsStream;
use tegata_accept::ClientStream;
use tokio::net::TcpStream;

use crate::target::socket::Socket;
use crate::target::stream::TargetStream;

/// A connection over TCP.
pub(super) trait Reset {
    /// The connection under it.
    fn tcp(&self) -> &TcpStream;

    /// Has the connection reset when it is dropped: what was not sent is lost, and the other side learns that it ended
    /// early.
    fn reset_on_drop(&self) {
        // Without it the connection ends in order, which is the next best.
        if let Err(error) = self.tcp().set_zero_linger() {
            tracing::debug!(%error, "a connection could not be reset");
        }
    }
}

impl Reset for ClientStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref()
    }
}

impl Reset for TlsStream<ClientStream<TcpStream>> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().get_ref()
    }
}

impl Reset for TargetStream<Socket> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().tcp()
    }
}
