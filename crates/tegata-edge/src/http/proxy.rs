//! Requests on their way to a target, and answers on their way back.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::header::{HeaderMap, HeaderValue, LOCATION};
use http::{Request, Response, StatusCode, Uri};
use http_body_util::Either;
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use tokio_util::task::TaskTracker;

use super::access::Notes;
use super::cookie_keys::CookieKeys;
use super::downstream::Downstream;
use super::group_stickiness;
use super::host;
use super::outgoing::{Destination, outgoing, put_upgrade};
use super::reply::{self, Body, Placeholders};
use super::request;
use super::response;
use super::rules::{RewriteFailed, Rewrites, RuleSet};
use super::target_stickiness;
use super::trace::{self, TraceIds};
use super::unread_body::read_away;
use super::version;
use crate::firewall::Firewall;
use crate::http_settings::HttpSettings;
use crate::target::exchange::{Exchange, Reuse};
use crate::target::fault::Fault;
use crate::target::group::{Groups, RunningGroup};
use crate::target::request_body::RequestBody;
use crate::target::upstream::Upstream;
use crate::vocabulary::{
    AccessProtocol, AccessTarget, Action, GroupKey, PerformedAction, Seconds, TransformOutcome,
};

/// How long both sides may take to change protocol once that is agreed.
const UPGRADE_WITHIN: Duration = Duration::from_secs(10);

/// Answers requests. Cheap to clone; all clones share connections to targets.
#[derive(Clone)]
pub(crate) struct Proxy {
    groups: Groups,
    turn: Arc<AtomicU32>,
    cookie_keys: Arc<CookieKeys>,
    trace_ids: Arc<TraceIds>,
    now: Seconds,
    /// Runs upgraded connections, which outlive their answer.
    tasks: TaskTracker,
}

/// A target, and the group that it was chosen from.
struct Chosen {
    group: Arc<RunningGroup>,
    target: Arc<Upstream>,
}

/// What decides about the requests of a connection.
pub(crate) struct Context<'a> {
    pub(crate) rules: &'a RuleSet,
    pub(crate) settings: &'a HttpSettings,
    pub(crate) firewall: &'a Firewall,
    pub(crate) downstream: &'a Downstream,
    /// Whether the target's connection may carry other requests.
    pub(crate) reuse: Reuse,
}

impl Proxy {
    pub(crate) fn new(groups: Groups, trace_ids: TraceIds, now: Seconds, tasks: TaskTracker) -> Proxy {
        let (turn, cookie_keys, trace_ids) = (Arc::default(), Arc::default(), Arc::new(trace_ids));
        Proxy { groups, turn, cookie_keys, trace_ids, now, tasks }
    }

    /// The keys of stickiness cookies.
    pub(crate) fn cookie_keys(&self) -> &CookieKeys {
        &self.cookie_keys
    }

    /// Answers a checked request for `host` as the routes of its site say.
    pub(crate) async fn answer(
        &self,
        context: &Context<'_>,
        mut request: Box<Request<Incoming>>,
        host: HeaderValue,
        notes: &mut Notes,
    ) -> Response<Body> {
        let downstream = context.downstream;
        let decision = context.rules.decide(&request, &host, downstream.client_ip());
        notes.note(|entry, _| entry.rule = Some(decision.rule));
        match decision.action {
            Action::FixedResponse(fixed) => {
                notes.note(|entry, _| entry.action = Some(PerformedAction::FixedResponse));
                self.own(request, reply::fixed(fixed))
            }
            Action::Redirect(redirect) => {
                let placeholders = Placeholders {
                    protocol: downstream.protocol,
                    host: host::without_port(&host),
                    port: downstream.port,
                    uri: request.uri(),
                };
                let response = reply::redirect(redirect, &placeholders);
                let location = response.headers().get(LOCATION);
                notes.note(|entry, _| entry.action = Some(PerformedAction::Redirect(location.cloned())));
                self.own(request, response)
            }
            Action::Forward(forward) => {
                notes.note(|entry, _| entry.action = Some(PerformedAction::Forward));
                let sticky =
                    group_stickiness::group(&self.cookie_keys, forward, request.headers(), (self.now)());
                let Some(group) = sticky.or_else(|| self.group(&forward.groups)) else {
                    return self.own(request, reply::error(StatusCode::SERVICE_UNAVAILABLE));
                };
                let chosen = self.chosen(group, request.headers());
                let Some(chosen) = chosen else {
                    return self.own(request, reply::error(StatusCode::SERVICE_UNAVAILABLE));
                };
                if !version::is_compatible(chosen.group.group.settings.version, &request) {
                    return self.own(request, reply::error(version::incompatible()));
                }
                // ELB User Guide, "Transforms for listener rules": 500 when what comes out cannot be requested.
                let Ok(host) = rewrite(decision.rewrites, &mut request, host, notes) else {
                    return self.own(request, reply::error(StatusCode::INTERNAL_SERVER_ERROR));
                };
                // As if nothing came back: a security group drops what it does not let out.
                if !context.firewall.reaches(chosen.target.address()) {
                    return self.own(request, reply::error(StatusCode::GATEWAY_TIMEOUT));
                }
                let mut response = self.forward(&chosen, context, request, (group, host), notes).await;
                let headers = response.headers_mut();
                group_stickiness::stay(&self.cookie_keys, forward, group, headers, (self.now)());
                self.stay(group, &chosen, headers);
                response
            }
        }
    }

    /// An answer of the edge's own to a request.
    pub(crate) fn own(&self, request: Box<Request<Incoming>>, response: Response<Body>) -> Response<Body> {
        read_away(*request, &self.tasks);
        response
    }

    /// The group whose turn it is, by their weights.
    fn group(&self, groups: &[(GroupKey, u32)]) -> Option<GroupKey> {
        match groups {
            [(only, _)] => Some(*only),
            several => {
                let total: u32 = several.iter().map(|(_, weight)| weight).sum();
                let mut turn = self.turn.fetch_add(1, Ordering::Relaxed).checked_rem(total)?;
                let chosen = several.iter().find(|(_, weight)| {
                    let is_chosen = turn < *weight;
                    turn = turn.saturating_sub(*weight);
                    is_chosen
                });
                chosen.map(|(group, _)| *group)
            }
        }
    }

    /// The target of a group for a request with these headers: the one that the client stays with, or the next.
    fn chosen(&self, key: GroupKey, headers: &HeaderMap) -> Option<Chosen> {
        let group = self.groups.read().get(&key).cloned()?;
        let sticky = group.group.settings.stickiness.as_ref().and_then(|stickiness| {
            let address =
                target_stickiness::target(&self.cookie_keys, stickiness, key, headers, (self.now)())?;
            group.in_rotation(address)
        });
        let target = sticky.or_else(|| group.next())?;
        Some(Chosen { group, target })
    }

    /// Has the client stay with its target, where its group says so.
    fn stay(&self, key: GroupKey, chosen: &Chosen, headers: &mut HeaderMap) {
        if let Some(stickiness) = &chosen.group.group.settings.stickiness {
            let address = chosen.target.address();
            target_stickiness::stay(&self.cookie_keys, stickiness, key, address, headers, (self.now)());
        }
    }

    async fn forward(
        &self,
        chosen: &Chosen,
        context: &Context<'_>,
        mut request: Box<Request<Incoming>>,
        (key, host): (GroupKey, HeaderValue),
        notes: &mut Notes,
    ) -> Response<Body> {
        let client_side = request::wants_websocket(&request).then(|| hyper::upgrade::on(&mut *request));
        let Context { settings, downstream, reuse, .. } = *context;
        let Chosen { group, target } = chosen;
        let destination =
            Destination { host, is_upgrade: client_side.is_some(), settings: &group.group.settings };
        let outgoing = outgoing(downstream, request, destination, settings);
        let Some(mut outgoing) = outgoing else {
            return reply::error(StatusCode::BAD_REQUEST);
        };
        self.trace_ids.put(outgoing.headers_mut(), (self.now)());
        notes.note(|entry, sent| {
            entry.trace_id = trace::id(outgoing.headers()).cloned();
            entry.target = Some(AccessTarget { group: key, address: target.address(), sent, answered: None });
        });
        let outgoing = Box::new(outgoing.map(|body| RequestBody::new(body, notes.received())));
        let exchange = Exchange { idle_timeout: settings.idle_timeout, reuse };
        let outstanding = group.begin(target);
        let answered = match client_side {
            None => target.send(outgoing, exchange, &self.tasks).await,
            Some(_) => Box::pin(target.send_upgrade(outgoing, exchange, &self.tasks)).await,
        };
        let mut response = match answered {
            Ok(response) => response,
            Err(fault) => {
                if let Fault::Tls(why) = &fault
                    && group.group.settings.verification.is_some()
                {
                    tracing::info!(target = %target.address(), %why, "a target's certificate was not accepted");
                }
                tracing::debug!(error = %fault, "a target did not answer");
                return reply::error(status(&fault));
            }
        };
        let status = response.status();
        notes.note(|entry, at| {
            if let Some(target) = &mut entry.target {
                target.answered = Some((at, status.as_u16()));
            }
        });
        let changes = status == StatusCode::SWITCHING_PROTOCOLS;
        // WebSocket is the one protocol that is asked for.
        let is_expected = !changes || (client_side.is_some() && response::is_websocket(response.headers()));
        if !is_expected || response::adapt(&mut response).is_err() {
            return reply::error(StatusCode::BAD_GATEWAY);
        }
        if let Some(client_side) = client_side.filter(|_| changes) {
            let target_side = hyper::upgrade::on(&mut response);
            notes.note(|entry, _| {
                entry.status = status.as_u16();
                entry.protocol = if entry.tls.is_some() { AccessProtocol::Wss } else { AccessProtocol::Ws };
            });
            self.tasks.spawn(carry(client_side, target_side, notes.take()));
            put_upgrade(response.headers_mut());
        }
        response.map(|body| Either::Left(body.counting(outstanding)))
    }
}

/// Rewrites a request's path as its rule says; returns the host that it is for now.
fn rewrite<B>(
    rewrites: &Rewrites,
    request: &mut Request<B>,
    host: HeaderValue,
    notes: &mut Notes,
) -> Result<HeaderValue, RewriteFailed> {
    let (url, rewritten) = match (rewrites.url(request.uri()), rewrites.host(&host)) {
        (Ok(url), Ok(rewritten)) => (url, rewritten),
        (Err(failed), _) => {
            notes.transformed(None, None, TransformOutcome::InvalidPath);
            return Err(failed);
        }
        (Ok(_), Err(failed)) => {
            notes.transformed(None, None, TransformOutcome::InvalidHost);
            return Err(failed);
        }
    };
    notes.transformed(rewritten.as_ref(), url.as_ref(), TransformOutcome::Success);
    if let Some(url) = url {
        *request.uri_mut() = Uri::from(url);
    }
    Ok(rewritten.unwrap_or(host))
}

/// ELB User Guide, "HTTP errors": 504 when the target takes too long, 502 when it refuses or breaks the connection, 400
/// when the client left before its request was whole.
fn status(fault: &Fault) -> StatusCode {
    match fault {
        Fault::Late => StatusCode::GATEWAY_TIMEOUT,
        Fault::Full(_) => StatusCode::SERVICE_UNAVAILABLE,
        // The error of the request's own body.
        Fault::Broken(error) if error.is_user() => StatusCode::BAD_REQUEST,
        Fault::Unreachable(_) | Fault::Tls(_) | Fault::Broken(_) | Fault::NotPermitted(_) => {
            StatusCode::BAD_GATEWAY
        }
    }
}

/// Carries bytes both ways once both sides have changed protocol, until one of them ends.
async fn carry(
    client_side: hyper::upgrade::OnUpgrade,
    target_side: hyper::upgrade::OnUpgrade,
    mut notes: Notes,
) {
    let both = tokio::time::timeout(UPGRADE_WITHIN, async { tokio::join!(client_side, target_side) }).await;
    let Ok((Ok(client), Ok(target))) = both else { return };
    let (mut client, mut target) = (TokioIo::new(client), TokioIo::new(target));
    // The client's stream fails once no byte has moved for too long, which ends both.
    match tokio::io::copy_bidirectional(&mut client, &mut target).await {
        Ok((received, sent)) => notes.note(|entry, _| {
            entry.bytes_received += received;
            entry.bytes_sent += sent;
        }),
        Err(error) => tracing::debug!(%error, "an upgraded connection ended early"),
    }
}
