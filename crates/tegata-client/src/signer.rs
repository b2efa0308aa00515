//! Signed requests.

use std::fmt;

use bytes::Bytes;
use http::header::HOST;
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{HeaderValue, Request, Uri};
use http_body_util::Full;
use jiff::Timestamp;
use serde_json::Value;
use tegata_aws::contract::{Operation, Service, service};
use tegata_aws::protocol::encode_request;
use tegata_aws::sigv4::{Credentials, sign};
use zeroize::Zeroizing;

use crate::{InvalidEndpoint, UnknownOperation};

/// An access key.
#[derive(Clone)]
pub struct AccessKey {
    /// The public half.
    pub id: String,
    /// The secret half.
    pub secret: Zeroizing<String>,
    /// The session token, if the key is temporary.
    pub token: Option<Zeroizing<String>>,
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("AccessKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// An operation of a service.
#[derive(Clone, Copy)]
pub struct Call {
    pub(crate) service: &'static Service,
    pub(crate) operation: &'static Operation,
}

impl fmt::Debug for Call {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}:{}", self.service.name, self.operation.name)
    }
}

impl Call {
    /// An operation by its names, such as `acm` and `DescribeCertificate`.
    ///
    /// # Errors
    /// When no contract has it.
    pub fn of(service_name: &str, operation: &str) -> Result<Call, UnknownOperation> {
        let found = service(service_name).and_then(|service| Some((service, service.operation(operation)?)));
        match found {
            Some((service, operation)) => Ok(Call { service, operation }),
            None => {
                Err(UnknownOperation { service: service_name.to_owned(), operation: operation.to_owned() })
            }
        }
    }
}

/// Makes requests to one endpoint, signed with one access key for one region.
#[derive(Debug, Clone)]
pub struct Signer {
    scheme: Scheme,
    authority: Authority,
    host: HeaderValue,
    region: String,
    key: AccessKey,
}

impl Signer {
    /// A signer for the instance at `endpoint`, such as `https://tegata.example.com:4566`.
    ///
    /// # Errors
    /// When the endpoint is not the URL of a host by HTTP or HTTPS.
    pub fn new(endpoint: &str, region: &str, key: AccessKey) -> Result<Signer, InvalidEndpoint> {
        let endpoint = endpoint.parse::<Uri>().map_err(|_| InvalidEndpoint)?.into_parts();
        let scheme = endpoint.scheme.filter(|scheme| [Scheme::HTTP, Scheme::HTTPS].contains(scheme));
        let (Some(scheme), Some(authority)) = (scheme, endpoint.authority) else {
            return Err(InvalidEndpoint);
        };
        let host = HeaderValue::try_from(authority.as_str()).map_err(|_| InvalidEndpoint)?;
        Ok(Signer { scheme, authority, host, region: region.to_owned(), key })
    }

    /// Whether the endpoint speaks TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// The signed request for a call with `input`, by the contract's member names. `now` is the real time: the instance
    /// compares it with the system's clock.
    #[must_use]
    pub fn request(&self, call: Call, input: &Value, now: Timestamp) -> Request<Full<Bytes>> {
        let outgoing = encode_request(call.service, call.operation, input);
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.method = outgoing.method;
        parts.headers = outgoing.headers;
        parts.headers.insert(HOST, self.host.clone());
        let path = PathAndQuery::try_from(outgoing.path).expect("what is not of a URL was escaped");
        parts.uri = Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.authority.clone())
            .path_and_query(path)
            .build()
            .expect("scheme, authority and path are given");
        let credentials = Credentials {
            access_key_id: &self.key.id,
            secret_access_key: &self.key.secret,
            session_token: self.key.token.as_ref().map(|token| token.as_str()),
        };
        let name = call.service.signing_name();
        sign(&mut parts, &outgoing.body, &credentials, &self.region, name, now);
        Request::from_parts(parts, Full::new(outgoing.body))
    }
}

#[cfg(test)]
mod tests {
    use http::header::AUTHORIZATION;
    use serde_json::json;

    use super::*;

    fn key() -> AccessKey {
        AccessKey { id: "AKIA".to_owned(), secret: Zeroizing::new("do not print".to_owned()), token: None }
    }

    #[test]
    fn a_call_is_signed_for_its_host_region_and_service() {
        let signer = Signer::new("https://tegata.test:4566/", "eu-west-1", key()).expect("an endpoint");
        let call = Call::of("route53", "GetChange").expect("an operation");
        let request = signer.request(call, &json!({ "Id": "C 1" }), Timestamp::UNIX_EPOCH);
        assert_eq!(request.uri().to_string(), "https://tegata.test:4566/2013-04-01/change/C%201");
        assert_eq!(request.headers()[HOST], "tegata.test:4566");
        let authorization = request.headers()[AUTHORIZATION].to_str().expect("text");
        assert!(
            authorization.contains("Credential=AKIA/19700101/eu-west-1/route53/aws4_request")
                && authorization.contains("host"),
            "{authorization}"
        );
    }

    #[test]
    fn what_is_not_an_endpoint_is_refused() {
        for text in ["", "localhost:4566", "ftp://host", "/path", "http://"] {
            assert_eq!(Signer::new(text, "us-east-1", key()).err(), Some(InvalidEndpoint), "{text}");
        }
    }

    #[test]
    fn an_operation_that_is_in_no_contract_is_refused_by_name() {
        let error = Call::of("acm", "GetChange").expect_err("it is Route 53's");
        assert_eq!(error.to_string(), "there is no operation GetChange of acm");
        assert!(Call::of("s3", "GetObject").is_err());
    }

    #[test]
    fn the_secret_is_not_printed() {
        let signer = Signer::new("http://127.0.0.1:1", "us-east-1", key()).expect("an endpoint");
        assert!(!format!("{signer:?}").contains("do not print"));
    }
}
