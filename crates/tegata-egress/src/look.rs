//! Looking at what a server elsewhere serves, under the rules for going out.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::fault::Fault;
use crate::gate::Gate;
use crate::handshake::{Handshake, HandshakeError, handshake};
use crate::rules::Place;

/// PostgreSQL's request for TLS: its length and its code (PostgreSQL documentation, "SSLRequest").
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// Which server is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A host name or an address that somebody wrote. Its addresses are judged.
    Named {
        /// The host name or address.
        host: String,
        /// The port.
        port: u16,
    },
    /// An address that this process connects to anyway, such as its own or one that it sends requests to.
    Known(SocketAddr),
}

/// What goes before the handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// Nothing.
    Tls,
    /// PostgreSQL's request for TLS.
    Postgresql,
}

/// Why nothing was seen.
#[derive(Debug)]
pub enum LookFault {
    /// One may not go there.
    Refused(Fault),
    /// There was no connection.
    Unreachable(Fault),
    /// What answers does not speak TLS.
    NoTls,
    /// The handshake failed.
    Failed(String),
}

impl Gate {
    /// Connects and does a handshake for `name` with any certificate. It offers these protocols (RFC 7301).
    ///
    /// # Errors
    /// Why there was no certificate to see.
    pub async fn look(
        &self,
        destination: &Destination,
        name: &str,
        beginning: Beginning,
        protocols: &[&[u8]],
    ) -> Result<Handshake, LookFault> {
        let within = self.limits().within;
        let looking = tokio::time::timeout(within, self.look_at(destination, name, beginning, protocols));
        looking.await.unwrap_or(Err(LookFault::Unreachable(Fault::Late(within))))
    }

    async fn look_at(
        &self,
        destination: &Destination,
        name: &str,
        beginning: Beginning,
        protocols: &[&[u8]],
    ) -> Result<Handshake, LookFault> {
        let addresses = match destination {
            Destination::Known(address) => vec![*address],
            Destination::Named { host, port } => self.judged(host, *port).await?,
        };
        let within = self.limits().connect_within;
        let mut stream = connect(&addresses, within).await.map_err(LookFault::Unreachable)?;
        if beginning == Beginning::Postgresql {
            let asked = tokio::time::timeout(within, ask_for_tls(&mut stream)).await;
            match asked {
                Ok(Ok(b'S')) => {}
                Ok(Ok(b'N')) => return Err(LookFault::NoTls),
                Ok(Ok(_)) => return Err(LookFault::Failed("it is no PostgreSQL server".to_owned())),
                Ok(Err(error)) => return Err(LookFault::Failed(error.to_string())),
                Err(_) => return Err(LookFault::Failed("there was no answer in time".to_owned())),
            }
        }
        handshake(stream, name, protocols, within).await.map_err(|error| match error {
            HandshakeError::NoTls => LookFault::NoTls,
            error => LookFault::Failed(error.to_string()),
        })
    }

    /// The addresses of a host, all of which one may go to.
    async fn judged(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, LookFault> {
        let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        let place =
            Place::parse(&format!("https://{host}:{port}/")).map_err(|why| LookFault::Refused(why.into()))?;
        let addresses = self.addresses(&place).await.map_err(LookFault::Unreachable)?;
        for address in &addresses {
            self.rules().judge_address(*address, port).map_err(|why| LookFault::Refused(why.into()))?;
        }
        Ok(addresses.into_iter().map(|address| SocketAddr::new(address, port)).collect())
    }
}

/// Tries the addresses in turn; the last one's failure counts.
async fn connect(addresses: &[SocketAddr], within: Duration) -> Result<TcpStream, Fault> {
    let mut fault = Fault::Late(within);
    for address in addresses {
        fault = match tokio::time::timeout(within, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(source)) => Fault::Unreachable { address: *address, source },
            Err(_) => Fault::Late(within),
        };
    }
    Err(fault)
}

async fn ask_for_tls(stream: &mut TcpStream) -> std::io::Result<u8> {
    stream.write_all(&SSL_REQUEST).await?;
    stream.read_u8().await
}
