//! Serving one request: route, gate, contract, dispatch, answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use arc_swap::ArcSwap;
use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode, Version};
use http_body_util::Full;
use hyper::body::{Body, Incoming};
use serde_json::Value;
use tegata_accept::Activity;
use tegata_aws::WireError;
use tegata_aws::contract::{Operation, Service};

use tegata_aws::protocol::{self, Call, Output};
use tegata_aws::sigv4::Claim;
use tegata_dns::server::QueryMetrics;
use tegata_edge::EdgeMetrics;
use tegata_operations::authority::AuthorityFiles;
use tegata_operations::certificate::content_at;
use tegata_operations::certificate::revocation::RevocationAnswers;
use tegata_operations::{Caller, Error, Instance};
use tegata_x509::ocsp::REQUEST_BYTES_MAX;
use tokio::sync::SemaphorePermit;

use crate::audit::{Line, RefusalLog, TurnedAway};
use crate::capacity::{BodyError, Capacity, RequestBody, Share};
use crate::gate::{Gate, Trust, refuse_change_by_get};
use crate::metrics::{self, Metrics};
use crate::permission::admitted;
use crate::refusal::{Refusal, refuse, refuse_input};
use crate::services::served;
use crate::{approvals, authority_files, revocation_status, start_page};

/// The largest body of a request: a batch of 1,000 record sets takes a quarter of it.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Where whoever watches the process asks whether it serves.
const HEALTH: &str = "/health";

/// Everything that is served on the API's port. Cheap to clone.
#[derive(Clone)]
pub struct Api {
    instance: Instance,
    gate: Gate,
    files: Arc<ArcSwap<AuthorityFiles>>,
    answers: Arc<RevocationAnswers>,
    metrics: Metrics,
    capacity: Arc<Capacity>,
    refusals: RefusalLog,
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
        let response = if path == metrics::PATH {
            self.metrics.answer(&self.instance, &self.files.load_full(), &parts, peer.ip()).await
        } else if approvals::is_page(path) {
            self.approvals(&parts, body, peer, activity).await
        } else if revocation_status::is_ocsp(path) {
            self.ocsp(&parts, body, activity).await
        } else if start_page::is_wanted(&parts, path) {
            start_page::answer(&self.instance, &self.files.load(), &parts, peer)
        } else {
            match self.relying_party(&parts).await {
                Some(response) => response,
                None => self.operation(&parts, body, peer, activity).await,
            }
        };
        response.map(Full::new)
    }

    /// Answers a request that came in the clear to a socket that speaks TLS: what relying parties fetch, and nothing else.
    pub(crate) async fn answer_in_the_clear(
        &self,
        request: Request<Incoming>,
        activity: &Activity,
    ) -> Response<Full<Bytes>> {
        let (parts, body) = request.into_parts();
        let has_body = !body.is_end_stream();
        let path = one_slash(parts.uri.path());
        let response = if revocation_status::is_ocsp(path) {
            self.ocsp(&parts, body, activity).await
        } else {
            match self.relying_party(&parts).await {
                Some(response) => response,
                None => closing_if(has_body, &parts, wants_https()),
            }
        };
        response.map(Full::new)
    }

    /// What relying parties and others without an access key fetch; `None` for paths that are none of these.
    async fn relying_party(&self, parts: &Parts) -> Option<Response<Bytes>> {
        let path = one_slash(parts.uri.path());
        let (list, content) = (revocation_status::list_of(path), content_at(&self.instance, path));
        let is_file = path.starts_with(authority_files::PREFIX);
        if list.is_none() && content.is_none() && !is_file && path != HEALTH {
            return None;
        }
        let Some(_turn) = self.capacity.relying_parties.begin().await else { return Some(too_busy()) };
        Some(match (list, content) {
            (Some(list), _) => {
                revocation_status::list(&self.instance, &self.answers, &parts.method, list).await
            }
            (None, Some(content)) => validation_content(&parts.method, content),
            (None, None) if is_file => authority_files::answer(&self.files.load(), &parts.method, path),
            (None, None) => self.health().await,
        })
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
        let Some(service) = protocol::route(parts) else {
            return closing_if(has_body, parts, protocol::refuse_unknown_service(parts, &request_id));
        };
        let mut operation = "";
        let mut is_body_read = false;
        let done = match self.admit(service, parts, body, &request_id, peer, activity).await {
            Ok((body, _turn)) => {
                is_body_read = true;
                self.call(service, parts, &body.bytes, &request_id, peer, &mut operation).await
            }
            Err(refused) => Err(refused),
        };
        let outcome = done.as_ref().map_or_else(|error| error.code.as_str(), |_| "done");
        self.metrics.counters.count_request(service.name, operation, outcome, begun);
        match done {
            Ok(response) => response,
            Err(error) => {
                tracing::debug!(%peer, request_id, service = service.name, code = error.code, "refused");
                let response = protocol::encode_error(service, &error, &request_id);
                closing_if(has_body && !is_body_read, parts, response)
            }
        }
    }

    /// Reads a request's body once its head names a known key, and waits for its turn.
    async fn admit(
        &self,
        service: &'static Service,
        parts: &Parts,
        body: Incoming,
        request_id: &str,
        peer: SocketAddr,
        activity: &Activity,
    ) -> Result<(RequestBody<'_>, SemaphorePermit<'_>), WireError> {
        let known = self.gate.check_head(&self.instance, service, parts, request_id).await;
        known.inspect_err(|error| self.turned_away(service, parts, request_id, peer, error))?;
        let share = &self.capacity.operations;
        let body = share.read(body, BODY_BYTES_MAX, activity).await.map_err(refuse_body)?;
        let turn = share.begin().await.ok_or_else(|| unavailable("Too many requests are in progress."))?;
        Ok((body, turn))
    }

    async fn call(
        &self,
        service: &'static Service,
        parts: &Parts,
        body: &[u8],
        request_id: &str,
        peer: SocketAddr,
        named: &mut &'static str,
    ) -> Result<Response<Bytes>, WireError> {
        let caller = self.gate.caller(&self.instance, service, parts, body, request_id).await;
        let caller = caller.inspect_err(|error| self.turned_away(service, parts, request_id, peer, error))?;
        let caller = caller.from_address(peer.ip());
        let Call { operation, input, .. } = protocol::decode(service, parts, body)?;
        *named = &operation.name;
        refuse_change_by_get(operation, &parts.method)?;
        let line = Line::of(service, operation, &input, &caller);
        let done = self.done(service, operation, caller.clone(), input).await;
        if let Some(line) = line {
            line.write(&caller, done.as_ref());
        }
        let output = done.map_err(|refusal| refusal.wire)?;
        Ok(protocol::encode(service, operation, output, request_id))
    }

    /// Leaves a line about somebody whom the gate does not know.
    fn turned_away(
        &self,
        service: &'static Service,
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
        TurnedAway { peer: peer.ip(), service, access_key_id, request_id }.write(&self.refusals, why);
    }

    /// Does an operation whose caller may have it done.
    async fn done(
        &self,
        service: &'static Service,
        operation: &Operation,
        caller: Caller,
        input: Value,
    ) -> Result<Output, Refusal> {
        let caller = admitted(&self.instance, service, &operation.name, caller, &input).await?;
        let violations = service.violations(operation, &input);
        if !violations.is_empty() {
            return Err(refuse_input(service, &violations));
        }
        let output = self.dispatch(service, &operation.name, &caller, input).await;
        output.map_err(|error| refuse(service, &error, &caller.request_id))
    }

    async fn dispatch(
        &self,
        service: &Service,
        operation: &str,
        caller: &Caller,
        input: Value,
    ) -> Result<Output, Error> {
        let done = (served(service).dispatch)(operation, &self.instance, caller, input).await;
        // The codec refuses what the contract does not call handled, and a test holds the two together.
        done.unwrap_or_else(|| {
            Err(Error::internal(format!("{operation} is called handled but is not built")))
        })
    }

    /// The page where people approve. A body that is too large or does not come is an empty form.
    async fn approvals(
        &self,
        parts: &Parts,
        body: Incoming,
        peer: SocketAddr,
        activity: &Activity,
    ) -> Response<Bytes> {
        let share = &self.capacity.pages;
        let body = read_if_posted(share, parts, body, approvals::FORM_BYTES_MAX, activity).await;
        let Some(_turn) = share.begin().await else { return too_busy() };
        approvals::answer(&self.instance, &self.refusals, parts, posted(&body), peer.ip()).await
    }

    /// An OCSP answer. A body that is too large or does not come is no request.
    async fn ocsp(&self, parts: &Parts, body: Incoming, activity: &Activity) -> Response<Bytes> {
        let share = &self.capacity.relying_parties;
        let body = read_if_posted(share, parts, body, REQUEST_BYTES_MAX, activity).await;
        let Some(_turn) = share.begin().await else { return too_busy() };
        self.metrics.counters.count_status_answer();
        let path = one_slash(parts.uri.path());
        revocation_status::ocsp(&self.instance, &self.answers, &parts.method, path, posted(&body)).await
    }

    /// Whether the store takes changes, and whether the system's clock is doubted.
    async fn health(&self) -> Response<Bytes> {
        let (status, words) = match (self.instance.check_store().await, self.instance.clock.trusted_now()) {
            (Ok(()), Ok(_)) => (StatusCode::OK, "ok\n".to_owned()),
            // It serves; what waits for the clock is for an operator to look at.
            (Ok(()), Err(doubt)) => (StatusCode::OK, format!("ok, but {doubt}\n")),
            (Err(error), _) => (StatusCode::SERVICE_UNAVAILABLE, format!("{}\n", error.message())),
        };
        let mut response = Response::new(Bytes::from(words));
        *response.status_mut() = status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// A path that begins with one slash: a base URL that was written with a final slash has put two before paths of ours, in
/// certificates that stay as they are.
fn one_slash(path: &str) -> &str {
    let from = path.bytes().take_while(|byte| *byte == b'/').count().saturating_sub(1);
    &path[from..]
}

async fn read_if_posted<'a>(
    share: &'a Share,
    parts: &Parts,
    body: Incoming,
    bytes_max: usize,
    activity: &Activity,
) -> Option<RequestBody<'a>> {
    match parts.method {
        Method::POST => share.read(body, bytes_max, activity).await.ok(),
        _ => None,
    }
}

fn posted<'a>(body: &'a Option<RequestBody<'_>>) -> &'a [u8] {
    body.as_ref().map_or(&[], |body| &body.bytes)
}

fn refuse_body(error: BodyError) -> WireError {
    let refusal = |status, code, message: &str| WireError::new(status, code, message.to_owned());
    match error {
        BodyError::TooLarge => {
            let message = format!("The body is larger than {BODY_BYTES_MAX} bytes.");
            refusal(413, "RequestEntityTooLarge", &message)
        }
        BodyError::Incomplete => refusal(400, "IncompleteBody", "The body ended before its length."),
        BodyError::Late => refusal(408, "RequestTimeout", "The body did not come in time."),
        BodyError::NoCapacity => unavailable("Too many bytes of requests are in progress."),
    }
}

/// AWS's clients send a request again after a status of 503.
fn unavailable(reason: &str) -> WireError {
    WireError::new(503, "ServiceUnavailable", format!("{reason} Send the request again in a while."))
}

fn too_busy() -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(b"too many requests are in progress\n"));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
}

/// For who speaks plain HTTP to a socket that speaks TLS.
fn wants_https() -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(
        b"This port speaks HTTPS: use https:// and trust the instance's root.pem. Only /pki/, /ocsp/ and /health are \
          answered in the clear.\n",
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

/// What a redirect that proves a name leads to.
fn validation_content(method: &Method, content: String) -> Response<Bytes> {
    if !matches!(*method, Method::GET | Method::HEAD) {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let mut response = Response::new(Bytes::from(content));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
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
