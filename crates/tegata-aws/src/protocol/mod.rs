//! The protocols: requests to trees, trees to answers.

mod client;
mod json;
mod json_tree;
mod output;
mod query;
mod rest_xml;
mod route;
mod tree;
mod unknown_service;
mod xml;

use bytes::Bytes;
use http::request::Parts;
use http::{Response, StatusCode};
use serde_json::Value;

pub use self::client::{Outgoing, decode_answer, encode_request};
pub use self::output::Output;
pub use self::route::{credential_scope, protocol_of, route};
pub use self::unknown_service::refuse_unknown_service;
pub(crate) use self::xml::is_writable;
use crate::contract::{Operation, Protocol, Service};

/// How deep a body may be nested.
const DEPTH_MAX: usize = 32;
/// How many values a request may hold: a value in a tree takes up to a kilobyte, however few octets it came in. The
/// largest request that AWS takes, a batch of 1,000 changes of record sets, has fewer than 20,000.
const VALUES_MAX: usize = 32_000;
/// How many elements our own client reads of an answer.
const ANSWER_ELEMENTS_MAX: usize = 200_000;

/// What was asked, as a tree.
#[derive(Debug)]
pub struct Call {
    /// Of which service.
    pub service: &'static Service,
    /// In which protocol.
    pub protocol: Protocol,
    /// What.
    pub operation: &'static Operation,
    /// With which input, by the model's member names.
    pub input: Value,
}

/// A refusal on its way to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireError {
    /// HTTP status.
    pub status: u16,
    /// AWS's code, such as `ResourceNotFoundException`.
    pub code: String,
    /// What the caller reads.
    pub message: String,
}

impl WireError {
    /// A refusal.
    #[must_use]
    pub fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> WireError {
        WireError { status, code: code.into(), message: message.into() }
    }
}

/// Reads a request of `service`.
///
/// # Errors
/// In the service's own words: an unknown or unbuilt operation, or a body that is not of its protocol.
pub fn decode(service: &'static Service, parts: &Parts, body: &[u8]) -> Result<Call, WireError> {
    let protocol = protocol_of(service, parts);
    let (operation, input) = match protocol {
        Protocol::Json => json::decode(service, parts, body),
        Protocol::Query => query::decode(service, parts, body),
        Protocol::RestXml => rest_xml::decode(service, parts, body),
    }?;
    if service.is_handled(&operation.name) {
        Ok(Call { service, protocol, operation, input })
    } else {
        Err(WireError::new(
            501,
            "NotImplemented",
            format!("{} of {} is not built in this release.", operation.name, service.name),
        ))
    }
}

/// Writes an answer.
#[must_use]
pub fn encode(
    service: &Service,
    protocol: Protocol,
    operation: &Operation,
    output: Output,
    request_id: &str,
) -> Response<Bytes> {
    match protocol {
        Protocol::Json => json::encode(operation, output, request_id),
        Protocol::Query => query::encode(service, operation, &output.into_tree(), request_id),
        Protocol::RestXml => rest_xml::encode(service, operation, &output.into_tree(), request_id),
    }
}

/// Writes a refusal.
#[must_use]
pub fn encode_error(
    service: &Service,
    protocol: Protocol,
    error: &WireError,
    request_id: &str,
) -> Response<Bytes> {
    match protocol {
        Protocol::Json => json::encode_error(error, request_id),
        Protocol::Query | Protocol::RestXml => xml::encode_error(service, error, request_id),
    }
}

fn answer(
    status: u16,
    content_type: &'static str,
    body: impl Into<Bytes>,
    request_id: &str,
) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static(content_type));
    if let Ok(value) = request_id.parse() {
        headers.insert("x-amzn-requestid", value);
    }
    response
}

#[cfg(test)]
mod tests;
