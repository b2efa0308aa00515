//! Handshakes: the server name chooses the site, with its policy, and the certificate.

use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use parking_lot::Mutex;
use s2n_tls::callbacks::{ClientHelloCallback, ConnectionFuture};
use s2n_tls::config::Config;
use s2n_tls::connection::{Builder, Connection};
use s2n_tls::enums::Mode;
use s2n_tls::error::Error;
use s2n_tls_tokio::{TlsAcceptor, TlsStream};
use tegata_accept::ClientStream;
use tokio::net::TcpStream;

use super::certificate::Certificates;
use super::config::base;
use super::config_key::TicketScope;
use super::policy::{Policy, policy};
use super::selection::Selection;
use crate::names::ServerName;
use crate::sites::SiteIndex;
use crate::vocabulary::Seconds;

/// How long a client may take for its handshake.
const WITHIN: Duration = Duration::from_secs(10);
/// With which policy a connection begins whose site may have any: it has all protocol versions. The site's own takes its
/// place before a version is agreed on.
const START_POLICY: &str = "ELBSecurityPolicy-TLS13-1-0-2021-06";

/// TLS as one site speaks it.
pub(crate) struct SiteTls {
    pub(crate) policy: &'static Policy,
    pub(crate) selection: Selection,
    pub(crate) scope: TicketScope,
    /// What is agreed on by ALPN, the preferred protocol first.
    pub(crate) protocols: &'static [&'static [u8]],
}

/// TLS as an open socket speaks it.
pub(crate) struct Terminator {
    sites: SiteIndex<SiteTls>,
    /// What a connection begins with, until its name is known.
    start: Config,
}

/// What the callback of a connection needs.
struct Context {
    terminator: Arc<Terminator>,
    certificates: Arc<Certificates>,
    now: Seconds,
}

impl Terminator {
    pub(crate) fn new(sites: SiteIndex<SiteTls>) -> Result<Terminator, Error> {
        let start_policy = match &sites {
            SiteIndex::One(site) => site.policy,
            SiteIndex::ByName(_) => policy(START_POLICY).ok_or_else(|| fault("no policy to begin with"))?,
        };
        let mut builder = base(start_policy)?;
        builder.set_client_hello_callback(ChooseCertificate)?;
        Ok(Terminator { sites, start: builder.build()? })
    }
}

/// Does the handshake of one connection whose client has begun it. `None` when it failed or took too long.
pub(crate) async fn accept(
    stream: ClientStream<TcpStream>,
    terminator: Arc<Terminator>,
    certificates: Arc<Certificates>,
    now: Seconds,
) -> Option<TlsStream<ClientStream<TcpStream>>> {
    let acceptor = TlsAcceptor::new(HandshakeBuilder(Arc::new(Context { terminator, certificates, now })));
    match tokio::time::timeout(WITHIN, Box::pin(acceptor.accept(stream))).await {
        Ok(Ok(stream)) => Some(stream),
        Ok(Err(error)) => {
            tracing::debug!(%error, "a handshake failed");
            None
        }
        Err(_) => None,
    }
}

#[derive(Clone)]
struct HandshakeBuilder(Arc<Context>);

impl Builder for HandshakeBuilder {
    type Output = Connection;

    fn build_connection(&self, mode: Mode) -> Result<Connection, Error> {
        let mut connection = Connection::new(mode);
        connection.set_config(self.0.terminator.start.clone())?;
        // Whole flights are read at once, instead of a header and a body for each record.
        connection.set_receive_buffering(true)?;
        connection.set_application_context(Arc::clone(&self.0));
        Ok(connection)
    }
}

/// Chooses the site, and its certificate, once the client has sent the server name.
struct ChooseCertificate;

impl ClientHelloCallback for ChooseCertificate {
    fn on_client_hello(
        &self,
        connection: &mut Connection,
    ) -> Result<Option<Pin<Box<dyn ConnectionFuture>>>, Error> {
        let context = connection.application_context::<Arc<Context>>().cloned();
        let context = context.ok_or_else(|| fault("a connection without its listener"))?;
        let Context { terminator, certificates, now } = &*context;
        let server_name = connection.server_name().map(ServerName::new);
        let site = terminator.sites.find(server_name.as_ref());
        let SiteTls { policy, selection, scope, protocols } =
            site.ok_or_else(|| fault("no site has this server name"))?;
        let known = certificates.known().read();
        let chosen = selection.choose(server_name.as_ref(), policy, &known, now());
        drop(known);
        if chosen.is_empty() {
            return Err(fault("there is no certificate that could be served"));
        }
        for protocol in *protocols {
            connection.append_application_protocol_preference(protocol)?;
        }
        connection.server_name_extension_used();
        if let Some(built) = certificates.built(&chosen, policy, *scope) {
            connection.set_config(built)?;
            return Ok(None);
        }
        let (policy, scope, certificates) = (*policy, *scope, Arc::clone(certificates));
        let config = async move { certificates.config(&chosen, policy, scope).await };
        Ok(Some(Box::pin(AwaitConfig(Mutex::new(Box::pin(config))))))
    }
}

/// Continues a handshake with a configuration that is not in memory.
///
/// s2n-tls asks for a future that threads could share, which loading is not: the lock makes it one, and is never waited
/// for.
struct AwaitConfig(Mutex<PendingConfig>);

type PendingConfig = Pin<Box<dyn Future<Output = Result<Config, Error>> + Send>>;

impl ConnectionFuture for AwaitConfig {
    fn poll(
        mut self: Pin<&mut Self>,
        connection: &mut Connection,
        context: &mut std::task::Context<'_>,
    ) -> Poll<Result<(), Error>> {
        match self.0.get_mut().as_mut().poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(config) => {
                Poll::Ready(config.and_then(|config| connection.set_config(config)).map(|_| ()))
            }
        }
    }
}

fn fault(why: &'static str) -> Error {
    Error::application(why.into())
}
