//! Serving one request: route, gate, contract, dispatch, answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use ipnet::IpNet;
use serde_json::Value;
use tegata_aws::WireError;
use tegata_aws::contract::{Operation, Service};

use tegata_aws::protocol::{self, Call, Output};
use tegata_operations::authority::AuthorityFiles;
use tegata_operations::certificate::validation_redirect::content_at;
use tegata_operations::revocation::RevocationAnswers;
use tegata_operations::{Caller, Error, Instance};
use tegata_x509::ocsp::REQUEST_BYTES_MAX;

use crate::audit::Line;
use crate::gate::{Gate, Trust};
use crate::metrics::{self, Metrics};
use crate::permission::admitted;
use crate::refusal::{refuse, refuse_input};
use crate::{acm, approvals, authority_files, elbv2, revocation_status, route53, tegata};

/// The largest body of a request: a batch of 1,000 record sets takes a quarter of it.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;
/// How long a client may take to send a body.
const BODY_WITHIN: Duration = Duration::from_secs(30);
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
        Api { instance, gate: Gate::new(trust), files, answers, metrics: Metrics::default() }
    }

    /// The same API, with metrics for these networks besides this machine.
    #[must_use]
    pub fn with_metrics_for(self, networks: Vec<IpNet>) -> Api {
        Api { metrics: self.metrics.permitting(networks), ..self }
    }

    /// Answers one request.
    pub(crate) async fn answer(&self, request: Request<Incoming>, peer: SocketAddr) -> Response<Full<Bytes>> {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path();
        if let Some(list) = revocation_status::list_of(path) {
            return revocation_status::list(&self.instance, &self.answers, &parts.method, list)
                .await
                .map(Full::new);
        }
        if revocation_status::is_ocsp(path) {
            return self.ocsp(&parts, body).await.map(Full::new);
        }
        if approvals::is_page(path) {
            return self.approvals(&parts, body).await.map(Full::new);
        }
        if path.starts_with(authority_files::PREFIX) {
            return authority_files::answer(&self.files.load(), &parts.method, path).map(Full::new);
        }
        if let Some(content) = content_at(&self.instance, path) {
            return validation_content(&parts.method, content).map(Full::new);
        }
        if path == metrics::PATH {
            return self.metrics.answer(&self.instance, &parts, peer.ip()).await.map(Full::new);
        }
        if path == HEALTH {
            return self.health().await.map(Full::new);
        }
        let request_id = self.instance.entropy.uuid(self.instance.clock.now()).to_string();
        let Some(service) = protocol::route(&parts) else {
            return unknown_service(&request_id).map(Full::new);
        };
        let mut operation = "";
        let done = match read(body, BODY_BYTES_MAX).await {
            Ok(body) => self.call(service, &parts, &body, &request_id, peer, &mut operation).await,
            Err(refused) => Err(refused),
        };
        let outcome = done.as_ref().map_or_else(|error| error.code.as_str(), |_| "done");
        self.metrics.count_request(service.name, operation, outcome);
        let response = match done {
            Ok(response) => response,
            Err(error) => {
                tracing::debug!(%peer, request_id, service = service.name, code = error.code, "refused");
                protocol::encode_error(service, &error, &request_id)
            }
        };
        response.map(Full::new)
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
        let caller = self.gate.caller(&self.instance, service, parts, body, request_id).await?;
        let caller = caller.from_address(peer.ip());
        let Call { operation, input, .. } = protocol::decode(service, parts, body)?;
        *named = &operation.name;
        let line = Line::of(service, &operation.name, &input, &caller);
        let done = self.done(service, operation, caller.clone(), input).await;
        if let Some(line) = line {
            line.write(&caller, done.as_ref().map(|_| ()));
        }
        Ok(protocol::encode(service, operation, done?, request_id))
    }

    /// Does an operation whose caller may have it done.
    async fn done(
        &self,
        service: &'static Service,
        operation: &Operation,
        caller: Caller,
        input: Value,
    ) -> Result<Output, WireError> {
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
        let instance = &self.instance;
        let done = match service.name {
            "acm" => acm::dispatch(operation, instance, caller, input).await,
            "elbv2" => elbv2::dispatch(operation, instance, caller, input).await,
            "route53" => route53::dispatch(operation, instance, caller, input).await,
            _ => tegata::dispatch(operation, instance, caller, input).await,
        };
        // The codec refuses what the contract does not call handled, and a test holds the two together.
        done.unwrap_or_else(|| {
            Err(Error::internal(format!("{operation} is called handled but is not built")))
        })
    }

    /// The page where people approve. A body that is too large or does not come is an empty form.
    async fn approvals(&self, parts: &Parts, body: Incoming) -> Response<Bytes> {
        let body = match parts.method {
            http::Method::POST => read(body, approvals::FORM_BYTES_MAX).await.unwrap_or_default(),
            _ => Bytes::new(),
        };
        approvals::answer(&self.instance, parts, &body).await
    }

    /// An OCSP answer. A body that is too large or does not come is no request.
    async fn ocsp(&self, parts: &Parts, body: Incoming) -> Response<Bytes> {
        let body = match parts.method {
            http::Method::POST => read(body, REQUEST_BYTES_MAX).await.unwrap_or_default(),
            _ => Bytes::new(),
        };
        self.metrics.count_status_answer();
        let path = parts.uri.path();
        revocation_status::ocsp(&self.instance, &self.answers, &parts.method, path, &body).await
    }

    /// Whether the store takes changes.
    async fn health(&self) -> Response<Bytes> {
        let (status, words) = match self.instance.check_store().await {
            Ok(()) => (StatusCode::OK, Bytes::from_static(b"ok\n")),
            Err(error) => (StatusCode::SERVICE_UNAVAILABLE, Bytes::from(format!("{}\n", error.message()))),
        };
        let mut response = Response::new(words);
        *response.status_mut() = status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

async fn read(body: Incoming, bytes_max: usize) -> Result<Bytes, WireError> {
    let reading = Limited::new(body, bytes_max).collect();
    match tokio::time::timeout(BODY_WITHIN, reading).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(WireError::new(
            413,
            "RequestEntityTooLarge",
            format!("The body is larger than {bytes_max} bytes."),
        )),
        Ok(Err(_)) => Err(WireError::new(400, "IncompleteBody", "The body ended before its length.")),
        Err(_) => Err(WireError::new(408, "RequestTimeout", "The body did not come in time.")),
    }
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

/// Nobody knows which protocol the caller speaks, so both kinds of AWS client can read it: the code in a header,
/// the sentence in the body.
fn unknown_service(request_id: &str) -> Response<Bytes> {
    const SENTENCE: &str = "No service of AWS's was named: by X-Amz-Target, by the credential's scope, by the host, or by \
                            the path. Tegata answers for acm, route53, elasticloadbalancing and tegata.\n";
    let mut response = Response::new(Bytes::from_static(SENTENCE.as_bytes()));
    *response.status_mut() = StatusCode::NOT_FOUND;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    headers.insert("x-amzn-errortype", HeaderValue::from_static("UnknownOperationException"));
    if let Ok(value) = HeaderValue::try_from(request_id) {
        headers.insert("x-amzn-requestid", value);
    }
    response
}
