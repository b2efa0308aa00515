//! Requests on their way to a target, and answers on their way back.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::header::{
    CONNECTION, CONTENT_LENGTH, COOKIE, HOST, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING, UPGRADE,
};
use http::uri::PathAndQuery;
use http::{Request, Response, StatusCode, Uri, Version};
use http_body_util::Either;
use hyper::body::{Body as _, Incoming};
use hyper_util::rt::TokioIo;
use parking_lot::RwLock;
use tokio_util::task::TaskTracker;

use super::hop_by_hop::remove_hop_by_hop;
use super::host;
use super::reply::{self, Body, Placeholders};
use super::request::{self, FORWARDED_FOR};
use super::response;
use super::rules;
use crate::target::fault::Fault;
use crate::target::group::RunningGroup;
use crate::target::upstream::Upstream;
use crate::vocabulary::{Action, GroupKey, Routes};

/// How long both sides may take to change protocol once that is agreed.
const UPGRADE_WITHIN: Duration = Duration::from_secs(10);

const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");

/// Where requests come in, in the form in which targets are told.
#[derive(Debug)]
pub(crate) struct Downstream {
    client: HeaderValue,
    protocol: &'static str,
    port: u16,
    port_in_digits: HeaderValue,
    /// The host of requests that name none.
    pub(crate) own_host: HeaderValue,
}

impl Downstream {
    /// A client's connection to this address and port of ours.
    pub(crate) fn new(client: IpAddr, address: SocketAddr, is_tls: bool) -> Downstream {
        let port = address.port();
        Downstream {
            client: HeaderValue::try_from(client.to_string()).expect("an address is printable"),
            protocol: if is_tls { "https" } else { "http" },
            port,
            port_in_digits: HeaderValue::from(port),
            own_host: host::own_host(address, is_tls),
        }
    }
}

/// Groups at work, by key.
pub(crate) type Groups = Arc<RwLock<HashMap<GroupKey, Arc<RunningGroup>>>>;

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

    /// Answers a checked request for `host` as the routes of its site say.
    pub(crate) async fn answer(
        &self,
        routes: &Routes,
        downstream: &Downstream,
        request: Box<Request<Incoming>>,
        host: HeaderValue,
    ) -> Response<Body> {
        match rules::action(routes, &request, &host) {
            Action::FixedResponse(fixed) => reply::fixed(fixed),
            Action::Redirect(redirect) => {
                let placeholders = Placeholders {
                    protocol: downstream.protocol,
                    host: host::without_port(&host),
                    port: downstream.port,
                    uri: request.uri(),
                };
                reply::redirect(redirect, &placeholders)
            }
            Action::Forward(groups) => match self.target(groups) {
                Some(target) => self.forward(&target, downstream, request, host).await,
                None => reply::error(StatusCode::SERVICE_UNAVAILABLE),
            },
        }
    }

    /// Where the next request of these groups goes.
    fn target(&self, groups: &[(GroupKey, u32)]) -> Option<Arc<Upstream>> {
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
        target: &Arc<Upstream>,
        downstream: &Downstream,
        mut request: Box<Request<Incoming>>,
        host: HeaderValue,
    ) -> Response<Body> {
        let client_side = request::wants_websocket(&request).then(|| hyper::upgrade::on(&mut *request));
        let Some(outgoing) = outgoing(downstream, request, host, client_side.is_some()) else {
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
                return reply::error(status(&fault));
            }
        };
        let changes = response.status() == StatusCode::SWITCHING_PROTOCOLS;
        // Only a WebSocket may have been asked for.
        let is_as_asked = !changes || (client_side.is_some() && response::is_websocket(response.headers()));
        if !is_as_asked || response::take_over(&mut response).is_err() {
            return reply::error(StatusCode::BAD_GATEWAY);
        }
        if let Some(client_side) = client_side.filter(|_| changes) {
            let target_side = hyper::upgrade::on(&mut response);
            self.tasks.spawn(carry(client_side, target_side));
            put_upgrade(response.headers_mut());
        }
        response.map(Either::Left)
    }
}

/// ELB User Guide, "HTTP errors": 504 when the target takes too long, 502 when it refuses or breaks the connection.
fn status(fault: &Fault) -> StatusCode {
    match fault {
        Fault::Late => StatusCode::GATEWAY_TIMEOUT,
        Fault::Full(_) => StatusCode::SERVICE_UNAVAILABLE,
        Fault::Unreachable(_) | Fault::Broken(_) | Fault::NotPermitted(_) => StatusCode::BAD_GATEWAY,
    }
}

fn put_upgrade(headers: &mut HeaderMap) {
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
}

/// The request as the target gets it; `None` when it cannot be written.
fn outgoing(
    downstream: &Downstream,
    mut request: Box<Request<Incoming>>,
    host: HeaderValue,
    is_upgrade: bool,
) -> Option<Box<Request<Incoming>>> {
    let path = request.uri().path_and_query().cloned().unwrap_or(PathAndQuery::from_static("/"));
    *request.uri_mut() = Uri::from(path);
    *request.version_mut() = Version::HTTP_11;
    let has_body = !request.body().is_end_stream();
    let headers = request.headers_mut();
    remove_hop_by_hop(headers);
    // Last, whatever came: every request of HTTP/1.1 has one Host (RFC 9112 §3.2).
    headers.insert(HOST, host);
    // Said for every method: for GET the client of HTTP/1.1 would else think that there is no body.
    if has_body && !headers.contains_key(CONTENT_LENGTH) {
        headers.insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    }
    // HTTP/2 may split cookies (RFC 9113 §8.2.3).
    if headers.get_all(COOKIE).iter().nth(1).is_some() {
        let cookies: Vec<&[u8]> = headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes).collect();
        let joined = HeaderValue::from_bytes(&cookies.join(&b"; "[..])).ok()?;
        headers.insert(COOKIE, joined);
    }
    forwarded(headers, downstream)?;
    if is_upgrade {
        put_upgrade(headers);
    }
    Some(request)
}

/// Tells the target who asked, and how (ELB User Guide, "HTTP headers and Application Load Balancers").
fn forwarded(headers: &mut HeaderMap, downstream: &Downstream) -> Option<()> {
    let before: Vec<&[u8]> = headers.get_all(&FORWARDED_FOR).iter().map(HeaderValue::as_bytes).collect();
    let chain = if before.is_empty() {
        downstream.client.clone()
    } else {
        let before = before.join(&b", "[..]);
        HeaderValue::from_bytes(&[&before[..], downstream.client.as_bytes()].join(&b", "[..])).ok()?
    };
    headers.insert(FORWARDED_FOR, chain);
    headers.insert(FORWARDED_PROTO, HeaderValue::from_static(downstream.protocol));
    headers.insert(FORWARDED_PORT, downstream.port_in_digits.clone());
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
        let own = SocketAddr::from(([192, 0, 2, 3], 443));
        let downstream = Downstream::new(IpAddr::from([192, 0, 2, 2]), own, true);
        forwarded(&mut headers, &downstream).expect("headers");
        assert_eq!(headers[FORWARDED_FOR], "192.0.2.1, 192.0.2.2");
        assert_eq!(headers[FORWARDED_PROTO], "https");
        assert_eq!(headers[FORWARDED_PORT], "443");
    }
}
