//! One connection of a client: the handshake, then HTTP/1.1 or HTTP/2 as it agreed.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use http::header::{CONNECTION, HeaderValue};
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use tegata_accept::http::{Limits, http1, http2};
use tegata_accept::{ClientStream, Closing, Deadlines, Place, Places};
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::firewall::Firewall;
use crate::http::access::{AccessLog, NotedBody, Notes};
use crate::http::downstream::Downstream;
use crate::http::proxy::{Context, Proxy};
use crate::http::reply::{self, Body};
use crate::http::site::{Handshake, Site, site};
use crate::http::{answer_headers, desync, request};
use crate::http_settings::HttpSettings;
use crate::metrics::RequestMetrics;
use crate::names::ServerName;
use crate::sites::SiteIndex;
use crate::stream::connection::{Accepted, serve as carry};
use crate::stream::state::{StreamState, Streams};
use crate::target::exchange::Reuse;
use crate::tls::handshake::{self, Terminator};
use crate::tls::mutual::accept::{self as mutual, MutualTerminator};
use crate::tls::secure_stream::SecureStream;
use crate::vocabulary::SiteKey;

/// How much longer than the idle time-out a client's connection may stand still, so that it gets the answer that says
/// that the target took too long.
const GRACE: Duration = Duration::from_secs(5);

fn deadlines(settings: &HttpSettings) -> Deadlines {
    let standing_still = settings.idle_timeout + GRACE;
    Deadlines {
        first_byte: Duration::from_secs(10),
        idle: standing_still,
        in_progress: standing_still,
        write: settings.idle_timeout,
    }
}

/// ELB's quotas: 16 KB for a request line and for one header, 64 KB for all; 400 beyond (ELB User Guide, "HTTP 400").
fn limits(settings: &HttpSettings) -> Limits {
    Limits {
        headers_within: settings.idle_timeout,
        idle: settings.idle_timeout,
        write: settings.idle_timeout,
        target_bytes_max: 16 * 1024,
        header_bytes_max: 64 * 1024,
        one_header_bytes_max: 16 * 1024,
        headers_max: 128,
        too_large: StatusCode::BAD_REQUEST,
        streams_max: 128,
        connection_age: settings.client_keep_alive,
    }
}

/// Who does handshakes.
#[derive(Clone)]
pub(crate) enum Termination {
    /// The server shows a certificate.
    Usual(Arc<Terminator>),
    /// So does the client.
    Mutual(Arc<MutualTerminator>),
}

/// What an open socket serves now; replaced as a whole.
pub(crate) struct State {
    /// Where the socket was to be opened.
    pub(crate) address: SocketAddr,
    /// `None` for HTTP in the clear.
    pub(crate) termination: Option<Termination>,
    pub(crate) sites: SiteIndex<Site>,
    /// The keys of sites that share the socket.
    pub(crate) site_keys: HashSet<SiteKey>,
    /// Counts requests that are refused before their site is known.
    pub(crate) metrics: RequestMetrics,
    /// How HTTP is treated.
    pub(crate) settings: Arc<HttpSettings>,
    /// Who may connect, and where requests may go.
    pub(crate) firewall: Arc<Firewall>,
    /// Where requests are noted.
    pub(crate) access_log: Option<AccessLog>,
    /// What is done with bytes and datagrams, where no HTTP is spoken.
    pub(crate) stream: Option<Arc<StreamState>>,
}

impl State {
    /// Who does handshakes on listeners that speak no HTTP, which ask clients for no certificate.
    fn terminator(&self) -> Option<Arc<Terminator>> {
        match &self.termination {
            Some(Termination::Usual(terminator)) => Some(Arc::clone(terminator)),
            Some(Termination::Mutual(_)) | None => None,
        }
    }

    /// Whether connections are accepted.
    pub(super) fn takes_connections(&self) -> bool {
        self.stream.as_ref().is_none_or(|stream| stream.takes_connections)
    }

    /// Whether datagrams are received.
    pub(super) fn takes_datagrams(&self) -> bool {
        self.stream.as_ref().is_some_and(|stream| stream.takes_datagrams)
    }
}

/// What every connection uses.
#[derive(Clone)]
pub(crate) struct Serving {
    pub(crate) proxy: Proxy,
    /// What listeners that speak no HTTP use, and the certificates of all.
    pub(crate) streams: Streams,
    pub(crate) places: Places,
}

/// Serves a connection until its client leaves, no byte moves for too long, or its listener closes.
pub(crate) async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    place: Place,
    address: SocketAddr,
    state: Arc<ArcSwap<State>>,
    serving: Serving,
    closing: Closing,
) {
    // Answers are gathered and flushed whole; waiting to fill a segment only adds latency.
    let _ = stream.set_nodelay(true);
    // A listener on all addresses was reached at one of them.
    let address = stream.local_addr().unwrap_or(address);
    let carried = {
        let state = state.load();
        state.stream.clone().map(|it| (it, state.terminator()))
    };
    if let Some((carried, terminator)) = carried {
        let accepted = Accepted { stream, client: peer, address, place, closing };
        return Box::pin(carry(accepted, carried, terminator, serving.streams)).await;
    }
    let mut stream = ClientStream::new(stream, place, deadlines(&state.load().settings));
    // A silent client costs no more than this: no TLS connection, no buffers.
    let readable = tokio::select! {
        readable = stream.readable() => readable,
        () = closing.begun() => return,
    };
    match readable {
        Ok(()) => Box::pin(serve_begun(stream, peer, address, state, serving, closing)).await,
        Err(_) if state.load().termination.is_some() => serving.streams.handshakes.count(false),
        Err(_) => {}
    }
}

/// Whether a client that begins with this octet speaks HTTP instead of TLS: no type of a record is a letter (RFC 8446 §5.1).
fn is_http(first: Option<u8>) -> bool {
    first.is_some_and(|octet| octet.is_ascii_alphabetic())
}

/// Serves a connection whose client has begun to send.
async fn serve_begun(
    mut stream: ClientStream<TcpStream>,
    peer: SocketAddr,
    address: SocketAddr,
    state: Arc<ArcSwap<State>>,
    serving: Serving,
    closing: Closing,
) {
    let (termination, limits) = {
        let state = state.load();
        (state.termination.clone(), limits(&state.settings))
    };
    let Serving { proxy, streams: Streams { certificates, now, handshakes, .. }, .. } = serving;
    let answering = |handshake, tls| {
        Arc::new(Answering { state, proxy, downstream: Downstream::new(peer, address, tls), handshake })
    };
    let answer = |answering: Arc<Answering>| move |request| Arc::clone(&answering).answer(Box::new(request));
    let activity = stream.activity().clone();
    let Some(termination) = termination else {
        let answer = answer(answering(Handshake::None, None));
        return log(Box::pin(http1(stream, activity, &limits, &closing, answer)).await);
    };
    let first = stream.first_octet().await;
    if let Ok(octet) = first
        && is_http(octet)
    {
        handshakes.count(false);
        let answering = answering(Handshake::None, None);
        let refuse = move |request| std::future::ready(answering.refuse_plain_http(Box::new(request)));
        return log(Box::pin(http1(stream, activity, &limits, &closing, refuse)).await);
    }
    log(match termination {
        Termination::Usual(terminator) => {
            let accepted = handshake::accept(stream, terminator, certificates, now).await;
            handshakes.count(accepted.is_some());
            let Some(stream) = accepted else { return };
            let stream = SecureStream(stream);
            let answer = answer(answering(Handshake::Tls(stream.server_name()), Some(stream.client_tls())));
            match stream.is_http2() {
                true => Box::pin(http2(stream, activity, &limits, &closing, answer)).await,
                false => Box::pin(http1(stream, activity, &limits, &closing, answer)).await,
            }
        }
        Termination::Mutual(terminator) => {
            let accepting = mutual::accept(stream, peer, Arc::clone(&terminator), certificates, now);
            let accepted = Box::pin(accepting).await;
            handshakes.count(accepted.is_some());
            let Some(stream) = accepted else { return };
            let tls = mutual::client_tls(&terminator, &stream);
            let (_, connection) = stream.get_ref();
            let is_http2 = connection.alpn_protocol() == Some(b"h2");
            let server_name = connection.server_name().map(ServerName::new);
            let answer = answer(answering(Handshake::Tls(server_name), Some(tls)));
            match is_http2 {
                true => Box::pin(http2(stream, activity, &limits, &closing, answer)).await,
                false => Box::pin(http1(stream, activity, &limits, &closing, answer)).await,
            }
        }
    });
}

fn log(ended: hyper::Result<()>) {
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// What the requests of one connection have in common.
struct Answering {
    state: Arc<ArcSwap<State>>,
    proxy: Proxy,
    downstream: Downstream,
    handshake: Handshake,
}

impl Answering {
    // Each step is a state of one future that holds the request: boxed, all states are small.
    async fn answer(self: Arc<Self>, request: Box<Request<Incoming>>) -> Response<NotedBody> {
        let state = self.state.load_full();
        let begun = Instant::now();
        let mut notes = Notes::new(state.access_log.as_ref(), &request, &self.downstream, &self.handshake);
        let (mut response, metrics) = match self.site(&state, &request) {
            Ok((site, host)) => {
                let response = self.answer_of(site, &state, request, host, &mut notes).await;
                (response, &site.metrics)
            }
            Err(status) => (self.proxy.own(request, reply::error(status)), &state.metrics),
        };
        answer_headers::put(&state.settings, &mut response);
        metrics.count(response.status(), begun);
        notes.follow(response)
    }

    /// The answer to a request without TLS on a listener with TLS.
    fn refuse_plain_http(&self, request: Box<Request<Incoming>>) -> Response<Body> {
        let (state, begun) = (self.state.load(), Instant::now());
        let mut response = self.proxy.own(request, reply::plain_http());
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        answer_headers::put(&state.settings, &mut response);
        state.metrics.count(response.status(), begun);
        response
    }

    /// The answer of a site, unless the request could be understood in two ways.
    async fn answer_of(
        &self,
        site: &Site,
        state: &State,
        request: Box<Request<Incoming>>,
        host: HeaderValue,
        notes: &mut Notes,
    ) -> Response<Body> {
        let State { settings, firewall, .. } = state;
        let judged = desync::judge(&request, settings.desync);
        notes.note(|entry, _| entry.unclear = judged.unclear);
        let mut response = match judged.reuse {
            Err(status) => self.proxy.own(request, reply::error(status)),
            Ok(reuse) => {
                let (rules, downstream) = (&*site.rules, &self.downstream);
                let context = Context { rules, settings, firewall, downstream, reuse };
                self.proxy.answer(&context, request, host, notes).await
            }
        };
        if judged.reuse != Ok(Reuse::Allowed) && response.status() != StatusCode::SWITCHING_PROTOCOLS {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }

    /// The site and the host that a request is for, or the status that refuses it.
    fn site<'a, B>(
        &self,
        state: &'a State,
        request: &Request<B>,
    ) -> Result<(&'a Site, HeaderValue), StatusCode> {
        let host = request::check(request, &self.downstream.own_host)?;
        let site = site(&state.sites, &self.handshake, &host)?;
        Ok((site, host))
    }
}
