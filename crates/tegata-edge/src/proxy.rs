//! Requests on their way to a target, and answers on their way back.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::header::{
    CONNECTION, COOKIE, HOST, HeaderMap, HeaderName, HeaderValue, TE, TRANSFER_ENCODING, UPGRADE,
};
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{Request, Response, StatusCode, Uri, Version};
use http_body_util::Either;
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use parking_lot::RwLock;
use tokio_util::task::TaskTracker;

use crate::Key;
use crate::group::RunningGroup;
use crate::listener::{Action, Listener};
use crate::reply::{self, Asked, Body};

/// How long a target may take to accept a connection.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// How long a target may take to begin its answer (ELB attribute `idle_timeout.timeout_seconds`).
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// How long, and how many, connections to a target are kept when nobody needs them.
const KEPT_FOR: Duration = Duration::from_secs(30);
const KEPT_MAX: usize = 256;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");
const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");
const PROXY_CONNECTION: HeaderName = HeaderName::from_static("proxy-connection");

/// Where a request came in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin {
    pub(crate) peer: IpAddr,
    pub(crate) port: u16,
    pub(crate) is_tls: bool,
}

impl Origin {
    fn protocol(self) -> &'static str {
        if self.is_tls { "https" } else { "http" }
    }
}

/// Groups at work, by key.
pub(crate) type Groups = Arc<RwLock<HashMap<Key, Arc<RunningGroup>>>>;

/// Answers requests. Cheap to clone; all clones share connections to targets.
#[derive(Clone)]
pub(crate) struct Proxy {
    client: Client<HttpConnector, Incoming>,
    groups: Groups,
    turn: Arc<AtomicU32>,
    /// Carries what goes on after an answer: upgraded connections.
    tasks: TaskTracker,
}

impl Proxy {
    pub(crate) fn new(groups: Groups, tasks: TaskTracker) -> Proxy {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(CONNECT_WITHIN));
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(KEPT_FOR)
            .pool_max_idle_per_host(KEPT_MAX)
            .build(connector);
        Proxy { client, groups, turn: Arc::default(), tasks }
    }

    /// Answers a request as its listener is told to.
    pub(crate) async fn answer(
        &self,
        listener: &Listener,
        origin: Origin,
        request: Request<Incoming>,
    ) -> Response<Body> {
        match &listener.action {
            Action::FixedResponse(fixed) => reply::fixed(fixed),
            Action::Redirect(redirect) => {
                let asked = Asked {
                    protocol: origin.protocol(),
                    host: reply::host(request.headers(), request.uri()),
                    port: origin.port,
                    uri: request.uri(),
                };
                reply::redirect(redirect, &asked)
            }
            Action::Forward(groups) => match self.place(groups) {
                Some(authority) => self.forward(authority, origin, request).await,
                None => reply::error(StatusCode::SERVICE_UNAVAILABLE),
            },
        }
    }

    /// Where the next request of these groups goes.
    fn place(&self, groups: &[(Key, u32)]) -> Option<Authority> {
        let key = match groups {
            [(only, _)] => *only,
            several => {
                let total: u32 = several.iter().map(|(_, weight)| weight).sum();
                let mut turn = self.turn.fetch_add(1, Ordering::Relaxed).checked_rem(total)?;
                let chosen = several.iter().find(|(_, weight)| {
                    let is_its = turn < *weight;
                    turn = turn.saturating_sub(*weight);
                    is_its
                });
                chosen?.0
            }
        };
        let group = self.groups.read().get(&key).cloned()?;
        Some(group.next()?.authority)
    }

    async fn forward(
        &self,
        authority: Authority,
        origin: Origin,
        request: Request<Incoming>,
    ) -> Response<Body> {
        let upgrade = upgrade(&request);
        let Some((outgoing, client_side)) = outgoing(authority, origin, request, upgrade.as_ref()) else {
            return reply::error(StatusCode::BAD_REQUEST);
        };
        let answered = tokio::time::timeout(ANSWER_WITHIN, self.client.request(outgoing)).await;
        let mut response = match answered {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => {
                tracing::debug!(%error, "a target did not answer");
                // ELB: 504 when the connection timed out, 502 when it was refused or broke.
                let status =
                    if is_timeout(&error) { StatusCode::GATEWAY_TIMEOUT } else { StatusCode::BAD_GATEWAY };
                return reply::error(status);
            }
            Err(_) => return reply::error(StatusCode::GATEWAY_TIMEOUT),
        };
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            let Some(client_side) = client_side else { return reply::error(StatusCode::BAD_GATEWAY) };
            let target_side = hyper::upgrade::on(&mut response);
            self.tasks.spawn(carry(client_side, target_side));
            return response.map(Either::Left);
        }
        remove_hop_by_hop(response.headers_mut());
        response.map(Either::Left)
    }
}

/// The protocol that a client of HTTP/1.1 asks to change to, such as `websocket`.
fn upgrade(request: &Request<Incoming>) -> Option<HeaderValue> {
    let is_asked = request.version() == Version::HTTP_11
        && tokens(request.headers(), &CONNECTION).any(|token| token.eq_ignore_ascii_case("upgrade"));
    request.headers().get(UPGRADE).filter(|_| is_asked).cloned()
}

/// The request as the target gets it; and, when it may change protocol, the client's end of it.
fn outgoing(
    authority: Authority,
    origin: Origin,
    mut request: Request<Incoming>,
    upgrade: Option<&HeaderValue>,
) -> Option<(Request<Incoming>, Option<hyper::upgrade::OnUpgrade>)> {
    let client_side = upgrade.map(|_| hyper::upgrade::on(&mut request));
    let asked_host = request.uri().authority().cloned();
    let path = request.uri().path_and_query().cloned().unwrap_or(PathAndQuery::from_static("/"));
    let mut uri = http::uri::Parts::default();
    (uri.scheme, uri.authority, uri.path_and_query) = (Some(Scheme::HTTP), Some(authority), Some(path));
    *request.uri_mut() = Uri::from_parts(uri).ok()?;
    *request.version_mut() = Version::HTTP_11;
    let headers = request.headers_mut();
    remove_hop_by_hop(headers);
    // HTTP/2 has the host in the URI (RFC 9113 §8.3.1), and may split cookies (§8.2.3).
    if let Some(host) = asked_host {
        headers.insert(HOST, HeaderValue::try_from(host.as_str()).ok()?);
    }
    if headers.get_all(COOKIE).iter().nth(1).is_some() {
        let cookies: Vec<&[u8]> = headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes).collect();
        let joined = HeaderValue::from_bytes(&cookies.join(&b"; "[..])).ok()?;
        headers.insert(COOKIE, joined);
    }
    forwarded(headers, origin)?;
    if let Some(protocol) = upgrade {
        headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(UPGRADE, protocol.clone());
    }
    Some((request, client_side))
}

/// Tells the target who asked, and how (ELB User Guide, "HTTP headers and Application Load Balancers").
fn forwarded(headers: &mut HeaderMap, origin: Origin) -> Option<()> {
    let peer = origin.peer.to_string();
    let before: Vec<&[u8]> = headers.get_all(&FORWARDED_FOR).iter().map(HeaderValue::as_bytes).collect();
    let chain = match before.is_empty() {
        true => HeaderValue::try_from(peer).ok()?,
        false => {
            HeaderValue::from_bytes(&[&before.join(&b", "[..])[..], peer.as_bytes()].join(&b", "[..])).ok()?
        }
    };
    headers.insert(FORWARDED_FOR, chain);
    headers.insert(FORWARDED_PROTO, HeaderValue::from_static(origin.protocol()));
    headers.insert(FORWARDED_PORT, HeaderValue::from(origin.port));
    Some(())
}

/// RFC 9110 §7.6.1: what belongs to one connection stays on it.
fn remove_hop_by_hop(headers: &mut HeaderMap) {
    if headers.contains_key(CONNECTION) {
        let named: Vec<HeaderName> =
            tokens(headers, &CONNECTION).filter_map(|token| token.parse().ok()).collect();
        for name in named {
            headers.remove(name);
        }
    }
    for name in [CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TE, TRANSFER_ENCODING, UPGRADE] {
        headers.remove(name);
    }
}

fn tokens<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

fn is_timeout(error: &hyper_util::client::legacy::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::TimedOut)
        {
            return true;
        }
        source = cause.source();
    }
    false
}

/// Carries bytes both ways once both sides have changed protocol, until one of them ends.
async fn carry(client_side: hyper::upgrade::OnUpgrade, target_side: hyper::upgrade::OnUpgrade) {
    let both = tokio::time::timeout(CONNECT_WITHIN, async { tokio::join!(client_side, target_side) }).await;
    let Ok((Ok(client), Ok(target))) = both else { return };
    let (mut client, mut target) = (TokioIo::new(client), TokioIo::new(target));
    // The client's stream fails once it has stood still for too long, which ends both.
    if let Err(error) = tokio::io::copy_bidirectional(&mut client, &mut target).await {
        tracing::debug!(%error, "an upgraded connection ended early");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_a_connection_stays_on_it() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("connection", "close, X-Secret"),
            ("x-secret", "1"),
            ("keep-alive", "5"),
            ("te", "trailers"),
            ("accept", "*/*"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        remove_hop_by_hop(&mut headers);
        assert_eq!(headers.keys().map(HeaderName::as_str).collect::<Vec<_>>(), ["accept"]);
    }

    #[test]
    fn the_chain_of_forwarders_grows() {
        let mut headers = HeaderMap::new();
        headers.insert(FORWARDED_FOR, HeaderValue::from_static("192.0.2.1"));
        let origin = Origin { peer: IpAddr::from([192, 0, 2, 2]), port: 443, is_tls: true };
        forwarded(&mut headers, origin).expect("headers");
        assert_eq!(headers[FORWARDED_FOR], "192.0.2.1, 192.0.2.2");
        assert_eq!(headers[FORWARDED_PROTO], "https");
        assert_eq!(headers[FORWARDED_PORT], "443");
    }
}
