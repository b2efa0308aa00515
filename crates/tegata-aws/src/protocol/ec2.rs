//! EC2's form of Query: answers and refusals. Requests are read as those of Query.

use bytes::Bytes;
use http::Response;
use serde_json::Value;

use super::http_answer::answer;
use super::wire_error::WireError;
use super::xml;
use crate::contract::{Operation, Service};

pub(super) fn encode(
    service: &Service,
    operation: &Operation,
    output: &Value,
    request_id: &str,
) -> Response<Bytes> {
    let namespace = service.metadata.xml_namespace.as_deref().unwrap_or_default();
    let root = format!("{}Response", operation.name);
    let mut out = xml::Writer::new();
    out.open_in(&root, namespace);
    out.text("requestId", request_id);
    match &operation.output {
        Some(shape) => out.members(service, service.shape(&shape.shape), output),
        None => out.text("return", "true"),
    }
    out.close(&root);
    answer(200, xml::CONTENT_TYPE, out.finish(), request_id)
}

/// A refusal as EC2 writes it (EC2 API Reference, "Error responses").
pub(super) fn encode_error(error: &WireError, request_id: &str) -> Response<Bytes> {
    let mut out = xml::Writer::new();
    out.open("Response");
    out.open("Errors");
    out.open("Error");
    out.text("Code", &error.code);
    out.text("Message", &error.message);
    out.close("Error");
    out.close("Errors");
    out.text("RequestID", request_id);
    out.close("Response");
    answer(error.status, xml::CONTENT_TYPE, out.finish(), request_id)
}
