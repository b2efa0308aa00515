//! Serving one request: route, gate, contract, dispatch, answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use arc_swap::ArcSwap;
use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http::{Request, Response, StatusCode, Version};
use http_body_util::Full;
use hyper::body::{Body, Incoming};
use serde_json::Value;
use tegata_accept::Activity;
use tegata_aws::WireError;
use tegata_aws::contract::{Operation, Protocol};

use tegata_aws::protocol::{self, Call, Output};
use tegata_aws::sigv4::Claim;
use tegata_dns::server::QueryMetrics;
use tegata_edge::EdgeMetrics;
use tegata_operations::authority::AuthorityFiles;
use tegata_operations::certificate::revocation::RevocationAnswers;
use tegata_operations::{Caller, Error, Instance};
use tokio::sync::SemaphorePermit;

use crate::audit::{Line, RefusalLog, TurnedAway};
use crate::capacity::{BodyError, Capacity, RequestBody};
use crate::gate::{Gate, Trust, refuse_change_by_get};
use crate::metrics::Metrics;
use crate::mounts;
use crate::permission::admitted;
use crate::refusal::{Refusal, refuse, refuse_input};
use crate::services::{REGISTRY, Served};

/// The largest body of a request: a batch of 1,000 record sets takes a quarter of it.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Everything that is served on the API's port. Cheap to clone.
#[derive(Clone)]
pub struct Api {
    pub(crate) instance: Instance,
    gate: Gate,
    pub(crate) files: Arc<ArcSwap<AuthorityFiles>>,
    pub(crate) answers: Arc<RevocationAnswers>,
    pub(crate) metrics: Metrics,
    pub(crate) capacity: Arc<Capacity>,
    pub(crate) refusals: RefusalLog,
}

impl Api {
    /// The API of an instance. `files` is what the authority publishes at the moment, `answers` what is said of what it
    /// has revoked.
    #[must_use]
    pub fn new(
        instance: Instance,
        trust: Trust,
        files: Arc<ArcSwap<AuthorityFiles>>,
        answers: Arc<RevocationAnswers>,
    ) -> Api {
        let instance_started = instance.clock.real_now();
        Api {
            instance,
            gate: Gate::new(trust),
            files,
            answers,
            metrics: Metrics::new(instance_started),
            capacity: Capacity::new(),
            refusals: RefusalLog::default(),
        }
    }

    /// The same API, whose metrics have what the edge and the DNS server count.
    #[must_use]
    pub fn with_metrics_of(self, edge: EdgeMetrics, dns: QueryMetrics) -> Api {
        Api { metrics: self.metrics.of_servers(edge, dns), ..self }
    }

    /// Answers one request.
    pub(crate) async fn answer(
        &self,
        request: Request<Incoming>,
        peer: SocketAddr,
        activity: &Activity,
    ) -> Response<Full<Bytes>> {
        let (parts, body) = request.into_parts();
        let path = one_slash(parts.uri.path());
        let response = match mounts::find(self, &parts, path) {
            Some(mount) => {
                mount.answer(self, mounts::Request { parts: &parts, path, body, peer, activity }).await
            }
            None => self.operation(&parts, body, peer, activity).await,
        };
        response.map(Full::new)
    }

    /// Answers a request that came in the clear to a socket that speaks TLS: what relying parties fetch, and nothing else.
    pub(crate) async fn answer_in_the_clear(
        &self,
        request: Request<Incoming>,
        peer: SocketAddr,
        activity: &Activity,
    ) -> Response<Full<Bytes>> {
        let (parts, body) = request.into_parts();
        let path = one_slash(parts.uri.path());
        let mount = mounts::find(self, &parts, path).filter(|mount| mount.is_in_the_clear);
        let response = match mount {
            Some(mount) => {
                mount.answer(self, mounts::Request { parts: &parts, path, body, peer, activity }).await
            }
            None => closing_if(!body.is_end_stream(), &parts, wants_https()),
        };
        response.map(Full::new)
    }

    /// Does an operation of a service.
    async fn operation(
        &self,
        parts: &Parts,
        body: Incoming,
        peer: SocketAddr,
        activity: &Activity,
    ) -> Response<Bytes> {
        let begun = Instant::now();
        let request_id = self.instance.entropy.uuid(self.instance.clock.now()).to_string();
        let has_body = !body.is_end_stream();
        let Some(served) = REGISTRY.route(parts) else {
            return closing_if(has_body, parts, protocol::refuse_unknown_service(parts, &request_id));
        };
        let (called, is_body_read) = match self.admit(served, parts, body, &request_id, peer, activity).await
        {
            Ok(Admitted { claim, body, _turn }) => {
                (self.call(served, parts, claim, &body.bytes, &request_id, peer).await, true)
            }
            Err(refused) => (Called { operation: "", answer: Err(refused) }, false),
        };
        let service = served.contract;
        let outcome = called.answer.as_ref().map_or_else(|error| error.code.as_str(), |_| "done");
        self.metrics.counters.count_request(service.name, called.operation, outcome, begun);
        match called.answer {
            Ok(response) => response,
            Err(error) => {
                tracing::debug!(%peer, request_id, service = service.name, code = error.code, "refused");
                let spoken = protocol::protocol_of(service, parts);
                let response = protocol::encode_error(service, spoken, &error, &request_id);
                closing_if(has_body && !is_body_read, parts, response)
            }
        }
    }

    /// Reads a request's body once its head names a known key, and waits for its turn.
    async fn admit(
        &self,
        served: &'static Served,
        parts: &Parts,
        body: Incoming,
        request_id: &str,
        peer: SocketAddr,
        activity: &Activity,
    ) -> Result<Admitted<'_>, WireError> {
        let claim = self.gate.check_head(&self.instance, served, parts, request_id).await;
        let claim = claim.inspect_err(|error| self.turned_away(served, parts, request_id, peer, error))?;
        let share = &self.capacity.operations;
        let body = share.read(body, BODY_BYTES_MAX, activity).await.map_err(refuse_body)?;
        let turn = share.begin().await.ok_or_else(|| unavailable("Too many requests are in progress."))?;
        Ok(Admitted { claim, body, _turn: turn })
    }

    async fn call(
        &self,
        served: &'static Served,
        parts: &Parts,
        claim: Claim,
        body: &[u8],
        request_id: &str,
        peer: SocketAddr,
    ) -> Called {
        match self.understand(served, parts, claim, body, request_id, peer).await {
            Ok((caller, call)) => {
                let operation = call.operation;
                let refused = refuse_change_by_get(operation, &parts.method);
                let answer = match refused {
                    Ok(()) => self.carry_out(served, caller, call).await,
                    Err(refused) => Err(refused),
                };
                Called { operation: &operation.name, answer }
            }
            Err(refused) => Called { operation: "", answer: Err(refused) },
        }
    }

    /// Who asks, and what for.
    async fn understand(
        &self,
        served: &'static Served,
        parts: &Parts,
        claim: Claim,
        body: &[u8],
        request_id: &str,
        peer: SocketAddr,
    ) -> Result<(Caller, Call), WireError> {
        let caller = self.gate.caller(&self.instance, served, parts, body, claim, request_id).await;
        let caller = caller.inspect_err(|error| self.turned_away(served, parts, request_id, peer, error))?;
        Ok((caller.from_address(peer.ip()), protocol::decode(served.contract, parts, body)?))
    }

    async fn carry_out(
        &self,
        served: &'static Served,
        caller: Caller,
        Call { service, protocol, operation, input }: Call,
    ) -> Result<Response<Bytes>, WireError> {
        let line = Line::of(service, operation, &input, &caller);
        let done = self.done(served, protocol, operation, caller.clone(), input).await;
        if let Some(line) = line {
            line.write(&caller, done.as_ref());
        }
        let output = done.map_err(|refusal| refusal.wire)?;
        Ok(protocol::encode(service, protocol, operation, output, &caller.request_id))
    }

    /// Leaves a line about somebody whom the gate does not know.
    fn turned_away(
        &self,
        served: &Served,
        parts: &Parts,
        request_id: &str,
        peer: SocketAddr,
        why: &WireError,
    ) {
        // That the store is away says nothing of the caller.
        if why.status >= 500 {
            return;
        }
        self.metrics.counters.count_authentication_failure(&why.code);
        let claim = Claim::read(parts).ok();
        let access_key_id = claim.as_ref().map(|claim| claim.access_key_id.as_str());
        let service = served.contract;
        TurnedAway { peer: peer.ip(), service, access_key_id, request_id }.write(&self.refusals, why);
    }

    /// Does an operation whose caller may have it done.
    async fn done(
        &self,
        served: &Served,
        protocol: Protocol,
        operation: &Operation,
        caller: Caller,
        input: Value,
    ) -> Result<Output, Refusal> {
        let caller = admitted(&self.instance, served, operation, caller, &input).await?;
        let violations = served.contract.violations(operation, &input);
        if !violations.is_empty() {
            return Err(refuse_input(served, &violations));
        }
        let name = &operation.name;
        let done = (served.dispatch)(name, protocol, &self.instance, &caller, input).await;
        // The codec refuses what the contract does not call handled, and a test holds the two together.
        let done = done.unwrap_or_else(|| {
            Err(Error::internal(format!("{name} is declared as handled but is not implemented")))
        });
        done.map_err(|error| refuse(served, &error, &caller.request_id))
    }
}

/// A request that may be read and answered.
struct Admitted<'a> {
    /// Who claims to have signed it.
    claim: Claim,
    body: RequestBody<'a>,
    /// Its place among the requests that are answered at a time.
    _turn: SemaphorePermit<'a>,
}

/// An operation that was called: its name, when that was understood, and how it ended.
struct Called {
    operation: &'static str,
    answer: Result<Response<Bytes>, WireError>,
}

/// A path that begins with one slash: a base URL that was written with a final slash has put two before paths of ours, in
/// certificates that stay as they are.
fn one_slash(path: &str) -> &str {
    let from = path.bytes().take_while(|byte| *byte == b'/').count().saturating_sub(1);
    &path[from..]
}

fn refuse_body(error: BodyError) -> WireError {
    let refusal = |status, code, message: &str| WireError::new(status, code, message.to_owned());
    match error {
        BodyError::TooLarge => {
            let message = format!("The body is larger than {BODY_BYTES_MAX} bytes.");
            refusal(413, "RequestEntityTooLarge", &message)
        }
        BodyError::Incomplete => refusal(400, "IncompleteBody", "The body ended before its length."),
        BodyError::Late => refusal(408, "RequestTimeout", "The body did not arrive in time."),
        BodyError::NoCapacity => unavailable("Too many bytes of requests are in progress."),
    }
}

/// AWS's clients send a request again after a status of 503.
fn unavailable(reason: &str) -> WireError {
    WireError::new(503, "ServiceUnavailable", format!("{reason} Send the request again in a while."))
}

/// For who speaks plain HTTP to a socket that speaks TLS.
fn wants_https() -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(
        b"This port speaks HTTPS: use https:// and trust the instance's root.pem. Only /pki/, /ocsp/ and \
          /health are served by plain HTTP.\n",
    ));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}

/// Says that the connection closes when a body was left unread (RFC 9112 §9.6); HTTP/2 resets the stream.
fn closing_if(is_unread: bool, parts: &Parts, mut response: Response<Bytes>) -> Response<Bytes> {
    if is_unread && parts.version <= Version::HTTP_11 {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_in_front_count_as_one() {
        for (path, one) in
            [("/pki/x", "/pki/x"), ("//pki/x", "/pki/x"), ("///ocsp//x", "/ocsp//x"), ("//", "/")]
        {
            assert_eq!(one_slash(path), one);
        }
        assert_eq!(one_slash("*"), "*");
    }
}
