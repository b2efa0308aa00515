//! Calls over connections that stay open.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client as HttpClient, Error as HttpError};
use hyper_util::rt::TokioExecutor;
use jiff::Timestamp;
use serde_json::Value;
use tegata_aws::protocol::decode_answer;

use crate::{Call, CallError, Refusal, Roots, Signer};

/// How long an instance may take to answer.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// The largest answer that is read, in bytes.
const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Calls an instance. Cheap to clone; all clones share connections.
#[derive(Clone)]
pub struct Client {
    http: HttpClient<HttpsConnector<HttpConnector>, Full<Bytes>>,
    signer: Arc<Signer>,
    now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
}

impl fmt::Debug for Client {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("Client").field("signer", &self.signer).finish_non_exhaustive()
    }
}

impl Client {
    /// A client of the signer's endpoint that trusts `roots`. `now` gives the real time, which signatures carry.
    pub fn new(signer: Signer, roots: Roots, now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Client {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        connector.enforce_http(false);
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(roots.config())
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        Client {
            http: HttpClient::builder(TokioExecutor::new()).build(connector),
            signer: Arc::new(signer),
            now: Arc::new(now),
        }
    }

    /// Calls an operation, such as `acm` `DescribeCertificate`, with an input by the contract's member names; gives its
    /// output by the same names.
    ///
    /// # Errors
    /// When it is refused, or there is no answer.
    pub async fn call(&self, service: &str, operation: &str, input: &Value) -> Result<Value, CallError> {
        let call = Call::of(service, operation)?;
        let request = self.signer.request(call, input, (self.now)());
        let sent = tokio::time::timeout(ANSWER_WITHIN, self.send(request));
        let (status, body) = sent.await.map_err(|_| CallError::Late)??;
        Ok(decode_answer(call.service, call.operation, status, &body).map_err(Refusal::from)?)
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<(u16, Bytes), CallError> {
        let response = self.http.request(request).await.map_err(|error| no_answer(&error))?;
        let status = response.status().as_u16();
        let body = Limited::new(response.into_body(), ANSWER_BYTES_MAX).collect().await;
        let body = body.map_err(|error| CallError::Unreadable(error.to_string()))?;
        Ok((status, body.to_bytes()))
    }
}

fn no_answer(error: &HttpError) -> CallError {
    if let Some(fault) = tls_fault(error) {
        return CallError::Untrusted(fault);
    }
    let mut cause = error.source();
    while let Some(deeper) = cause.and_then(StdError::source) {
        cause = Some(deeper);
    }
    CallError::Unreachable(cause.map_or_else(|| error.to_string(), ToString::to_string))
}

/// What TLS failed for, if that is the cause.
fn tls_fault(error: &(dyn StdError + 'static)) -> Option<String> {
    let mut cause = Some(error);
    while let Some(found) = cause {
        // The source of an `io::Error` is the source of what it wraps, and not what it wraps.
        let wrapped = found.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        let wrapped = wrapped.map(|inner| inner as &(dyn StdError + 'static));
        if let Some(fault) = wrapped.unwrap_or(found).downcast_ref::<rustls::Error>() {
            return Some(fault.to_string());
        }
        cause = wrapped.or_else(|| found.source());
    }
    None
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::net::SocketAddr;

    use http::Response;
    use hyper::server::conn::http1;
    use hyper::service::service_fn;
    use hyper_util::rt::TokioIo;
    use serde_json::json;
    use tokio::net::TcpListener;
    use zeroize::Zeroizing;

    use super::*;
    use crate::AccessKey;

    fn client(address: SocketAddr) -> Client {
        let key = AccessKey { id: "AKIA".to_owned(), secret: Zeroizing::new("s".to_owned()), token: None };
        let signer = Signer::new(&format!("http://{address}"), "us-east-1", key).expect("an endpoint");
        Client::new(signer, Roots::none(), || Timestamp::UNIX_EPOCH)
    }

    async fn listener() -> (TcpListener, SocketAddr) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
        let address = listener.local_addr().expect("its address");
        (listener, address)
    }

    /// Answers each request on one connection with `status` and `body`.
    async fn answering(listener: TcpListener, status: u16, body: &'static str) {
        let (stream, _) = listener.accept().await.expect("a connection");
        let service = service_fn(move |_| async move {
            let mut response = Response::new(Full::new(Bytes::from_static(body.as_bytes())));
            *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
            Ok::<_, Infallible>(response)
        });
        let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
    }

    async fn called(status: u16, body: &'static str) -> Result<Value, CallError> {
        let (listener, address) = listener().await;
        let client = client(address);
        let call = async {
            let answer = client.call("tegata", "DescribeClock", &json!({})).await;
            drop(client);
            answer
        };
        tokio::join!(call, answering(listener, status, body)).0
    }

    #[tokio::test]
    async fn an_answer_is_given_by_the_contracts_names() {
        let answer = called(200, r#"{"Now":1.0}"#).await.expect("an answer");
        assert_eq!(answer, json!({ "Now": 1.0 }));
    }

    #[tokio::test]
    async fn a_refusal_has_its_status_code_and_words() {
        let body = r#"{"__type":"AccessDeniedException","message":"not for you"}"#;
        let Err(CallError::Refused(refusal)) = called(403, body).await else { panic!("not refused") };
        assert_eq!(
            (refusal.status, refusal.to_string().as_str()),
            (403, "not for you (AccessDeniedException)")
        );
        assert!(!refusal.is_unknown_key() && !refusal.is_wrong_signature());
    }

    #[tokio::test]
    async fn a_port_without_a_server_is_unreachable() {
        let (listener, address) = listener().await;
        drop(listener);
        let error = client(address).call("tegata", "DescribeClock", &json!({})).await.expect_err("refused");
        assert!(matches!(error, CallError::Unreachable(_)), "{error}");
    }

    #[tokio::test]
    async fn an_operation_of_no_contract_is_not_sent() {
        let (listener, address) = listener().await;
        let error = client(address).call("tegata", "Nothing", &json!({})).await.expect_err("unknown");
        assert!(matches!(error, CallError::UnknownOperation(_)), "{error}");
        drop(listener);
    }
}
