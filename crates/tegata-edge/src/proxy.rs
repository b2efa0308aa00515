//! Requests on their way to a target, and answers on their way back.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::header::{CONNECTION, COOKIE, HOST, HeaderMap, HeaderName, HeaderValue, UPGRADE};
use http::uri::PathAndQuery;
use http::{Method, Request, Response, StatusCode, Uri, Version};
use http_body_util::Either;
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use parking_lot::RwLock;
use tokio_util::task::TaskTracker;

use crate::Key;
use crate::group::RunningGroup;
use crate::hop_by_hop::{remove_hop_by_hop, tokens};
use crate::listener::{Action, Listener};
use crate::reply::{self, Asked, Body};
use crate::target::{Fault, Peer};

/// How long both sides may take to change protocol once that is agreed.
const UPGRADE_WITHIN: Duration = Duration::from_secs(10);

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");

/// Where requests come in, in the form in which targets are told.
#[derive(Debug)]
pub(crate) struct Origin {
    peer: HeaderValue,
    protocol: &'static str,
    port: u16,
    port_in_digits: HeaderValue,
}

impl Origin {
    /// A client's connection to this port of ours.
    pub(crate) fn new(peer: IpAddr, port: u16, is_tls: bool) -> Origin {
        Origin {
            peer: HeaderValue::try_from(peer.to_string()).expect("an address is printable"),
            protocol: if is_tls { "https" } else { "http" },
            port,
            port_in_digits: HeaderValue::from(port),
        }
    }
}

/// Groups at work, by key.
pub(crate) type Groups = Arc<RwLock<HashMap<Key, Arc<RunningGroup>>>>;

/// Answers requests. Cheap to clone; all clones share connections to targets.
#[derive(Clone)]
pub(crate) struct Proxy {
    groups: Groups,
    turn: Arc<AtomicU32>,
    /// Carries what goes on after an answer: upgraded connections.
    tasks: TaskTracker,
}

impl Proxy {
    pub(crate) fn new(groups: Groups, tasks: TaskTracker) -> Proxy {
        Proxy { groups, turn: Arc::default(), tasks }
    }

    /// Answers a request as its listener is told to.
    pub(crate) async fn answer(
        &self,
        listener: &Listener,
        origin: &Origin,
        request: Box<Request<Incoming>>,
    ) -> Response<Body> {
        if let Some(status) = refused(&request) {
            return reply::error(status);
        }
        match &listener.action {
            Action::FixedResponse(fixed) => reply::fixed(fixed),
            Action::Redirect(redirect) => {
                let asked = Asked {
                    protocol: origin.protocol,
                    host: reply::host(request.headers(), request.uri()),
                    port: origin.port,
                    uri: request.uri(),
                };
                reply::redirect(redirect, &asked)
            }
            Action::Forward(groups) => match self.target(groups) {
                Some(target) => self.forward(&target, origin, request).await,
                None => reply::error(StatusCode::SERVICE_UNAVAILABLE),
            },
        }
    }

    /// Where the next request of these groups goes.
    fn target(&self, groups: &[(Key, u32)]) -> Option<Arc<Peer>> {
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
        self.groups.read().get(&key)?.next()
    }

    async fn forward(
        &self,
        target: &Arc<Peer>,
        origin: &Origin,
        mut request: Box<Request<Incoming>>,
    ) -> Response<Body> {
        let upgrade = upgrade(&request);
        let client_side = upgrade.as_ref().map(|_| hyper::upgrade::on(&mut *request));
        let Some(outgoing) = outgoing(origin, request, upgrade) else {
            return reply::error(StatusCode::BAD_REQUEST);
        };
        let answered = match client_side {
            None => target.send(outgoing).await,
            Some(_) => Box::pin(target.send_upgrade(outgoing, &self.tasks)).await,
        };
        let mut response = match answered {
            Ok(response) => response,
            Err(fault) => {
                tracing::debug!(error = %fault, "a target did not answer");
                // ELB: 504 when the target takes too long, 502 when it refuses or breaks the connection.
                let status = match fault {
                    Fault::Late => StatusCode::GATEWAY_TIMEOUT,
                    Fault::Unreachable(_) | Fault::Broken(_) => StatusCode::BAD_GATEWAY,
                };
                return reply::error(status);
            }
        };
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            // Nobody asked for another protocol.
            let Some(client_side) = client_side else { return reply::error(StatusCode::BAD_GATEWAY) };
            let target_side = hyper::upgrade::on(&mut response);
            self.tasks.spawn(carry(client_side, target_side));
            return response.map(Either::Left);
        }
        remove_hop_by_hop(response.headers_mut());
        response.map(Either::Left)
    }
}

/// What no listener takes (ELB User Guide, "HTTP errors": 405 for `TRACE`; 400 for a request without a host, RFC 9112
/// §3.2, and for `CONNECT`, which only a forward proxy has a use for).
fn refused(request: &Request<Incoming>) -> Option<StatusCode> {
    match *request.method() {
        Method::TRACE => return Some(StatusCode::METHOD_NOT_ALLOWED),
        Method::CONNECT => return Some(StatusCode::BAD_REQUEST),
        _ => {}
    }
    let has_host = match request.version() {
        Version::HTTP_11 => request.headers().get_all(HOST).iter().count() == 1,
        _ => true,
    };
    if has_host { None } else { Some(StatusCode::BAD_REQUEST) }
}

/// The protocol that a client of HTTP/1.1 asks to change to, such as `websocket`.
fn upgrade(request: &Request<Incoming>) -> Option<HeaderValue> {
    let is_asked = request.version() == Version::HTTP_11
        && tokens(request.headers(), &CONNECTION).any(|token| token.eq_ignore_ascii_case("upgrade"));
    request.headers().get(UPGRADE).filter(|_| is_asked).cloned()
}

/// The request as the target gets it; `None` when it cannot be written.
fn outgoing(
    origin: &Origin,
    mut request: Box<Request<Incoming>>,
    upgrade: Option<HeaderValue>,
) -> Option<Box<Request<Incoming>>> {
    let path = request.uri().path_and_query().cloned().unwrap_or(PathAndQuery::from_static("/"));
    let asked = std::mem::replace(request.uri_mut(), Uri::from(path));
    *request.version_mut() = Version::HTTP_11;
    let headers = request.headers_mut();
    remove_hop_by_hop(headers);
    // HTTP/2 has the host in the URI (RFC 9113 §8.3.1), and may split cookies (§8.2.3).
    if let Some(host) = asked.authority() {
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
        headers.insert(UPGRADE, protocol);
    }
    Some(request)
}

/// Tells the target who asked, and how (ELB User Guide, "HTTP headers and Application Load Balancers").
fn forwarded(headers: &mut HeaderMap, origin: &Origin) -> Option<()> {
    let before: Vec<&[u8]> = headers.get_all(&FORWARDED_FOR).iter().map(HeaderValue::as_bytes).collect();
    let chain = if before.is_empty() {
        origin.peer.clone()
    } else {
        let before = before.join(&b", "[..]);
        HeaderValue::from_bytes(&[&before[..], origin.peer.as_bytes()].join(&b", "[..])).ok()?
    };
    headers.insert(FORWARDED_FOR, chain);
    headers.insert(FORWARDED_PROTO, HeaderValue::from_static(origin.protocol));
    headers.insert(FORWARDED_PORT, origin.port_in_digits.clone());
    Some(())
}

/// Carries bytes both ways once both sides have changed protocol, until one of them ends.
async fn carry(client_side: hyper::upgrade::OnUpgrade, target_side: hyper::upgrade::OnUpgrade) {
    let both = tokio::time::timeout(UPGRADE_WITHIN, async { tokio::join!(client_side, target_side) }).await;
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
    fn the_chain_of_forwarders_grows() {
        let mut headers = HeaderMap::new();
        headers.insert(FORWARDED_FOR, HeaderValue::from_static("192.0.2.1"));
        let origin = Origin::new(IpAddr::from([192, 0, 2, 2]), 443, true);
        forwarded(&mut headers, &origin).expect("headers");
        assert_eq!(headers[FORWARDED_FOR], "192.0.2.1, 192.0.2.2");
        assert_eq!(headers[FORWARDED_PROTO], "https");
        assert_eq!(headers[FORWARDED_PORT], "443");
    }
}
