//! JSON 1.1.

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use serde_json::{Map, Value, json};

use super::http_answer::answer;
use super::json_tree;
use super::output::Output;
use super::wire_error::WireError;
use crate::contract::{Operation, Service};

const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

pub(super) fn decode(
    service: &'static Service,
    parts: &Parts,
    body: &[u8],
) -> Result<(&'static Operation, Value), WireError> {
    let target =
        parts.headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    let operation = target.split_once('.').and_then(|(_, operation)| service.operation(operation));
    let operation = operation
        .ok_or_else(|| WireError::new(400, "UnknownOperationException", unknown(service, target)))?;
    let nothing = || Value::Object(Map::new());
    let Some(shape) = &operation.input else { return Ok((operation, nothing())) };
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok((operation, nothing()));
    }
    Ok((operation, json_tree::read(service, service.shape(&shape.shape), body)?))
}

fn unknown(service: &Service, target: &str) -> String {
    if target.is_empty() {
        return "The header X-Amz-Target, which names the operation, is missing.".to_owned();
    }
    let shown: String = target.chars().take(100).collect();
    format!("{} has no operation for the X-Amz-Target {shown}.", service.name)
}

pub(super) fn encode(operation: &Operation, output: Output, request_id: &str) -> Response<Bytes> {
    // ACM answers an operation without output with an empty body, and not with `{}`.
    if operation.output.is_none() {
        return answer(200, CONTENT_TYPE, Bytes::new(), request_id);
    }
    answer(200, CONTENT_TYPE, output.into_json(), request_id)
}

pub(super) fn encode_error(error: &WireError, request_id: &str) -> Response<Bytes> {
    // One shape of ACM's model spells its member with a capital.
    let member = if error.code == "AccessDeniedException" { "Message" } else { "message" };
    let body = json!({ "__type": error.code, member: error.message });
    answer(error.status, CONTENT_TYPE, body.to_string(), request_id)
}
