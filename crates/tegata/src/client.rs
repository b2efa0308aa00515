//! The client of the CLI: calls operations of an instance by its API, signed, as any AWS client does.

use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use bytes::Bytes;
use http::header::HOST;
use http::{HeaderValue, Request, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::client::legacy::Client as HttpClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tegata_aws::WireError;
use tegata_aws::contract::service;
use tegata_aws::protocol::{decode_answer, encode_request};
use tegata_aws::sigv4::{Credentials as Signing, sign};
use tegata_operations::Clock;
use zeroize::Zeroizing;

use crate::arguments::Target;
use crate::data_directory::{Credentials, DataDirectory};

/// How long an instance may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// The largest answer that is read.
const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Calls an instance. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Client {
    http: HttpClient<HttpConnector, Full<Bytes>>,
    endpoint: Uri,
    credentials: std::sync::Arc<Credentials>,
    clock: Clock,
}

/// A refusal of the instance's.
#[derive(Debug, thiserror::Error)]
#[error("{message} ({code})")]
pub(crate) struct Refused {
    pub(crate) code: String,
    pub(crate) message: String,
}

impl From<WireError> for Refused {
    fn from(error: WireError) -> Refused {
        Refused { code: error.code, message: error.message }
    }
}

impl Client {
    /// A client of the instance that the command line names; the access key is the environment's, or the one in the
    /// data directory.
    pub(crate) fn of(target: &Target) -> Result<Client> {
        let mut credentials = match environment()? {
            Some(credentials) => credentials,
            None => {
                let kept = DataDirectory::existing(&target.data).credentials()?;
                kept.ok_or_else(|| {
                    anyhow!(
                        "there is no access key: {} has none. Start an instance with `tegata up`, name its data \
                         directory with --data, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
                        target.data.display()
                    )
                })?
            }
        };
        credentials.region.clone_from(&target.region);
        Client::new(&target.endpoint, credentials)
    }

    /// A client of the instance at an endpoint, `http://host:port`.
    pub(crate) fn new(endpoint: &str, credentials: Credentials) -> Result<Client> {
        let endpoint: Uri = endpoint.parse().with_context(|| format!("the endpoint {endpoint} is no URL"))?;
        if endpoint.scheme_str() != Some("http") || endpoint.authority().is_none() {
            return Err(anyhow!("the endpoint {endpoint} is not of the form http://HOST:PORT"));
        }
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Ok(Client {
            http: HttpClient::builder(TokioExecutor::new()).build(connector),
            endpoint,
            credentials: std::sync::Arc::new(credentials),
            // Signatures are of the real time, whatever time the instance rehearses.
            clock: Clock::system(jiff::SignedDuration::ZERO),
        })
    }

    /// Calls an operation, such as `acm` `DescribeCertificate`, with an input by the model's member names.
    pub(crate) async fn call(&self, of: &str, operation: &str, input: &Value) -> Result<Value> {
        let service = service(of).context("a service of ours")?;
        let operation = service.operation(operation).context("an operation of ours")?;
        let outgoing = encode_request(service, operation, input);
        let authority = self.endpoint.authority().context("an endpoint with a host")?;
        let uri = Uri::builder()
            .scheme("http")
            .authority(authority.clone())
            .path_and_query(outgoing.path.as_str())
            .build()?;
        let mut request = Request::builder().method(outgoing.method).uri(uri).body(())?;
        *request.headers_mut() = outgoing.headers;
        request.headers_mut().insert(HOST, HeaderValue::try_from(authority.as_str())?);
        let (mut parts, ()) = request.into_parts();
        let signing = Signing {
            access_key_id: &self.credentials.access_key_id,
            secret_access_key: &self.credentials.secret_access_key,
        };
        let region = &self.credentials.region;
        sign(&mut parts, &outgoing.body, &signing, region, service.signing_name(), self.clock.now());
        let request = Request::from_parts(parts, Full::new(outgoing.body));
        let (status, body) = tokio::time::timeout(ANSWER_WITHIN, self.send(request))
            .await
            .map_err(|_| anyhow!("{} did not answer in time", self.endpoint))??;
        let answer = decode_answer(service, operation, status, &body);
        Ok(answer.map_err(Refused::from)?)
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<(u16, Bytes)> {
        let response = self.http.request(request).await.with_context(|| {
            format!(
                "{} does not answer: is an instance running there? Start one with `tegata up`, or name another with \
                 --endpoint",
                self.endpoint
            )
        })?;
        let status = response.status().as_u16();
        let body = Limited::new(response.into_body(), ANSWER_BYTES_MAX).collect().await;
        let body = body.map_err(|error| anyhow!("the answer could not be read: {error}"))?;
        Ok((status, body.to_bytes()))
    }
}

/// The access key of the environment, under the names that AWS's tools use.
fn environment() -> Result<Option<Credentials>> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    match (variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY")) {
        (Some(access_key_id), Some(secret)) => Ok(Some(Credentials {
            access_key_id,
            secret_access_key: Zeroizing::new(secret),
            account: String::new(),
            region: String::new(),
        })),
        (None, None) => Ok(None),
        _ => Err(anyhow!("set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or neither")),
    }
}
