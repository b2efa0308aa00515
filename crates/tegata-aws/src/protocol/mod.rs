//! The protocols: requests to trees, trees to answers.

mod client;
mod ec2;
mod http_answer;
mod json;
mod json_tree;
mod limits;
mod output;
mod query;
mod rest_xml;
mod route;
mod tree;
mod unknown_service;
mod wire_error;
mod xml;

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use serde_json::Value;

pub use self::client::{Outgoing, decode_answer, encode_request};
pub use self::output::Output;
pub use self::route::{credential_scope, protocol_of, route};
pub use self::unknown_service::refuse_unknown_service;
pub use self::wire_error::WireError;
pub(crate) use self::xml::is_writable;
use crate::contract::{Operation, Protocol, Service};

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

/// Reads a request of `service`.
///
/// # Errors
/// In the service's own words: an unknown or unbuilt operation, or a body that is not of its protocol.
pub fn decode(service: &'static Service, parts: &Parts, body: &[u8]) -> Result<Call, WireError> {
    let protocol = protocol_of(service, parts);
    let (operation, input) = match protocol {
        Protocol::Json => json::decode(service, parts, body),
        Protocol::Query | Protocol::Ec2 => query::decode(service, parts, body),
        Protocol::RestXml => rest_xml::decode(service, parts, body),
    }?;
    if service.is_handled(&operation.name) {
        Ok(Call { service, protocol, operation, input })
    } else {
        Err(WireError::new(
            501,
            "NotImplemented",
            format!("{} of {} is not supported in this release.", operation.name, service.name),
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
        Protocol::Ec2 => ec2::encode(service, operation, &output.into_tree(), request_id),
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
        Protocol::Ec2 => ec2::encode_error(error, request_id),
        Protocol::Query | Protocol::RestXml => xml::encode_error(service, error, request_id),
    }
}

#[cfg(test)]
mod tests;
