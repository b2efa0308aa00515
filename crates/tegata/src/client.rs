//! The client of the CLI: calls operations of an instance by its API, signed, as any AWS client does.

mod tls;

use std::error::Error as _;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use bytes::Bytes;
use http::header::HOST;
use http::uri::Scheme;
use http::{HeaderValue, Request, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client as HttpClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tegata_aws::WireError;
use tegata_aws::contract::service;
use tegata_aws::protocol::{decode_answer, encode_request};
use tegata_aws::sigv4::{Credentials as Signing, sign};
use tegata_operations::Clock;

use crate::arguments::Target;
use crate::connection::{Connection, Key, Said};
use crate::data_directory::Credentials;

/// How long an instance may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// The largest answer that is read.
const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Calls an instance. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Client {
    http: HttpClient<HttpsConnector<HttpConnector>, Full<Bytes>>,
    endpoint: Uri,
    connection: std::sync::Arc<Connection>,
    clock: Clock,
}

/// A refusal of the instance's.
#[derive(Debug, thiserror::Error)]
#[error("{message} ({code})")]
pub(crate) struct Refused {
    /// The HTTP status.
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) message: String,
}

impl From<WireError> for Refused {
    fn from(error: WireError) -> Refused {
        Refused { status: error.status, code: error.code, message: error.message }
    }
}

impl Refused {
    /// Whether it is the access key that is refused, and not what was asked for.
    pub(crate) fn is_about_the_key(&self) -> bool {
        matches!(
            self.code.as_str(),
            "UnrecognizedClientException"
                | "InvalidClientTokenId"
                | "InvalidSignatureException"
                | "SignatureDoesNotMatch"
                | "IncompleteSignature"
                | "IncompleteSignatureException"
        )
    }
}

/// No instance answers, or none that can be believed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unreachable(String);

impl Client {
    /// A client of the instance that the command line, the environment or the data directory names.
    pub(crate) fn of(target: &Target) -> Result<Client> {
        Client::by(Connection::find(target)?)
    }

    /// A client of the instance at an endpoint.
    pub(crate) fn new(endpoint: &str, credentials: Credentials) -> Result<Client> {
        Client::by(Connection {
            endpoint: endpoint.to_owned(),
            endpoint_said: Said::Usual,
            key: Key {
                id: credentials.access_key_id,
                secret: credentials.secret_access_key,
                said: Said::Usual,
            },
            region: credentials.region,
            roots_pem: None,
            bundle: None,
        })
    }

    fn by(connection: Connection) -> Result<Client> {
        let (said, text) = (&connection.endpoint_said, &connection.endpoint);
        let endpoint: Uri =
            text.parse().with_context(|| format!("the endpoint {text} from {said} is no URL"))?;
        let scheme = endpoint.scheme().filter(|scheme| [&Scheme::HTTP, &Scheme::HTTPS].contains(scheme));
        let (Some(scheme), Some(_)) = (scheme, endpoint.authority()) else {
            bail!("the endpoint {text} from {said} is not of the form http://HOST:PORT or https://HOST:PORT");
        };
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        connector.enforce_http(false);
        // The system's roots take some milliseconds to read.
        let tls = if *scheme == Scheme::HTTPS { tls::trusting(&connection)? } else { tls::trusting_none()? };
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        Ok(Client {
            http: HttpClient::builder(TokioExecutor::new()).build(connector),
            endpoint,
            connection: std::sync::Arc::new(connection),
            // Signatures are of the real time, whatever time the instance rehearses.
            clock: Clock::system(jiff::SignedDuration::ZERO),
        })
    }

    /// Where the instance is.
    pub(crate) fn endpoint(&self) -> &str {
        &self.connection.endpoint
    }

    /// The region that is asked about.
    pub(crate) fn region(&self) -> &str {
        &self.connection.region
    }

    /// Calls an operation, such as `acm` `DescribeCertificate`, with an input by the model's member names.
    pub(crate) async fn call(&self, of: &str, operation: &str, input: &Value) -> Result<Value> {
        let service = service(of).context("a service of ours")?;
        let operation = service.operation(operation).context("an operation of ours")?;
        let outgoing = encode_request(service, operation, input);
        let authority = self.endpoint.authority().context("an endpoint with a host")?;
        let uri = Uri::builder()
            .scheme(self.endpoint.scheme_str().unwrap_or("http"))
            .authority(authority.clone())
            .path_and_query(outgoing.path.as_str())
            .build()?;
        let mut request = Request::builder().method(outgoing.method).uri(uri).body(())?;
        *request.headers_mut() = outgoing.headers;
        request.headers_mut().insert(HOST, HeaderValue::try_from(authority.as_str())?);
        let (mut parts, ()) = request.into_parts();
        let signing = Signing {
            access_key_id: &self.connection.key.id,
            secret_access_key: &self.connection.key.secret,
        };
        let region = self.region();
        sign(&mut parts, &outgoing.body, &signing, region, service.signing_name(), self.clock.now());
        let request = Request::from_parts(parts, Full::new(outgoing.body));
        let (status, body) = tokio::time::timeout(ANSWER_WITHIN, self.send(request))
            .await
            .map_err(|_| Unreachable(format!("{} does not answer in time", self.place())))??;
        let answer = decode_answer(service, operation, status, &body).map_err(Refused::from);
        answer.map_err(|refused| self.explained(refused))
    }

    /// The endpoint with who said it, as errors name it.
    fn place(&self) -> String {
        match &self.connection.endpoint_said {
            Said::Usual => self.connection.endpoint.clone(),
            said => format!("{} (from {said})", self.connection.endpoint),
        }
    }

    /// Says which key was refused and where it is from: one of the real AWS in the environment is easily forgotten.
    fn explained(&self, refused: Refused) -> anyhow::Error {
        if !refused.is_about_the_key() {
            return refused.into();
        }
        let Key { id, said, .. } = &self.connection.key;
        let what = match refused.code.as_str() {
            "UnrecognizedClientException" | "InvalidClientTokenId" => "is not known to",
            _ => "did not sign as expected by",
        };
        let advice = match said {
            Said::Variable(_) => {
                ": unset it and AWS_SECRET_ACCESS_KEY to use the key of the data directory, or name that with --data"
            }
            _ => "",
        };
        let told = format!("the access key {id} from {said} {what} {}{advice}", self.place());
        anyhow::Error::from(refused).context(told)
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<(u16, Bytes)> {
        let response = self.http.request(request).await.map_err(|error| self.unreachable(&error))?;
        let status = response.status().as_u16();
        let body = Limited::new(response.into_body(), ANSWER_BYTES_MAX).collect().await;
        let body = body.map_err(|error| anyhow!("the answer could not be read: {error}"))?;
        Ok((status, body.to_bytes()))
    }

    fn unreachable(&self, error: &hyper_util::client::legacy::Error) -> Unreachable {
        if let Some(fault) = tls::fault(error) {
            return Unreachable(format!(
                "the certificate of {} cannot be believed: {fault}. Trusted are the system's roots, root.pem of the data \
                 directory (--data) and those in AWS_CA_BUNDLE",
                self.place()
            ));
        }
        let mut cause = error.source();
        while let Some(deeper) = cause.and_then(std::error::Error::source) {
            cause = Some(deeper);
        }
        let cause = cause.map_or_else(|| error.to_string(), ToString::to_string);
        Unreachable(format!(
            "{} does not answer: {cause}. Start an instance with `tegata up`, or name another with --endpoint",
            self.place()
        ))
    }
}
