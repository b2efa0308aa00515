//! A client's connection over TLS, which looks at the socket before it decrypts.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::header::HeaderValue;
use s2n_tls::enums::Version;
use s2n_tls_tokio::TlsStream;
use tegata_accept::{Activity, ClientStream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::policy::static_name;
use crate::http::downstream::ClientTls;
use crate::names::ServerName;

/// A client's connection over TLS. HTTP polls for more bytes several times a request, and polling the socket first is
/// cheaper than going through TLS.
pub struct SecureStream(pub(crate) TlsStream<ClientStream<TcpStream>>);

impl SecureStream {
    /// Whether client and server have agreed on HTTP/2 (RFC 7301).
    #[must_use]
    pub fn is_http2(&self) -> bool {
        self.0.as_ref().application_protocol() == Some(b"h2")
    }

    /// The server name that the client asked for in the handshake (RFC 6066 §3).
    pub(crate) fn server_name(&self) -> Option<ServerName> {
        self.0.as_ref().server_name().map(ServerName::new)
    }

    /// What the handshake agreed on.
    pub(crate) fn client_tls(&self) -> ClientTls {
        let connection = self.0.as_ref();
        let version = match connection.actual_protocol_version() {
            Ok(Version::TLS13) => "TLSv1.3",
            Ok(Version::TLS12) => "TLSv1.2",
            Ok(Version::TLS11) => "TLSv1.1",
            _ => "TLSv1",
        };
        let cipher_suite = connection.cipher_suite().ok().and_then(static_name).unwrap_or_default();
        ClientTls {
            version: HeaderValue::from_static(version),
            cipher_suite: HeaderValue::from_static(cipher_suite),
            certificate: None,
        }
    }

    /// The activity of the connection, by which idle ones are found.
    pub fn activity(&self) -> &Activity {
        self.0.get_ref().activity()
    }
}

impl AsyncRead for SecureStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let connection = self.0.as_ref();
        let holds_bytes = connection.peek_len() > 0 || connection.peek_buffered_len() > 0;
        let holds_back = self.0.get_ref().is_gathering();
        if !holds_bytes && !holds_back {
            ready!(self.0.get_mut().poll_readable(context))?;
        }
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for SecureStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
