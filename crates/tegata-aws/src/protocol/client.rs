//! The other end of the wire: requests of our own client, and the answers to them. Pure: who sends is the caller.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::wire_error::WireError;
use super::{query, tree, xml};
use crate::contract::{Operation, Protocol, Service};

/// How many elements our own client reads of an answer.
const ANSWER_ELEMENTS_MAX: usize = 200_000;
/// RFC 3986 §2.3: what needs no escape.
pub(super) const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A request, to be given a host and a signature.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// HTTP method.
    pub method: Method,
    /// Path and query.
    pub path: String,
    /// What the protocol needs of headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

/// Writes a request for an operation with an input by the model's member names.
#[must_use]
pub fn encode_request(service: &Service, operation: &Operation, input: &Value) -> Outgoing {
    match service.metadata.protocol {
        Protocol::Json => json(service, operation, input),
        Protocol::Query | Protocol::Ec2 => form(service, operation, input),
        Protocol::RestXml => rest(service, operation, input),
    }
}

/// Reads the answer to a request.
///
/// # Errors
/// The refusal that it is; or, with the code `UnreadableAnswer`, that it is no answer of the protocol.
pub fn decode_answer(
    service: &Service,
    operation: &Operation,
    status: u16,
    body: &[u8],
) -> Result<Value, WireError> {
    let unreadable = |why: String| WireError::new(status, "UnreadableAnswer", why);
    match service.metadata.protocol {
        Protocol::Json => {
            let value: Value = if body.is_empty() {
                Value::Object(Map::new())
            } else {
                serde_json::from_slice(body).map_err(|error| unreadable(format!("not JSON: {error}")))?
            };
            if status < 300 {
                return Ok(value);
            }
            let text =
                |names: &[&str]| names.iter().find_map(|name| value[*name].as_str()).unwrap_or_default();
            Err(WireError::new(status, text(&["__type"]), text(&["message", "Message"])))
        }
        Protocol::Query | Protocol::Ec2 | Protocol::RestXml => {
            if body.is_empty() && status < 300 {
                return Ok(Value::Object(Map::new()));
            }
            let root = xml::parse(body, ANSWER_ELEMENTS_MAX).map_err(unreadable)?;
            if status >= 300 {
                return Err(xml::refusal(&root, status));
            }
            let Some(output) = &operation.output else { return Ok(Value::Object(Map::new())) };
            let wrapper = output.result_wrapper.as_deref();
            let element = wrapper.and_then(|wrapper| root.child(wrapper)).unwrap_or(&root);
            xml::read(service, service.shape(&output.shape), element, 0)
                .map_err(|misfit| unreadable(misfit.0))
        }
    }
}

fn json(service: &Service, operation: &Operation, input: &Value) -> Outgoing {
    let prefix = service.metadata.target_prefix.as_deref().unwrap_or_default();
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-amz-json-1.1"));
    if let Ok(target) = HeaderValue::try_from(format!("{prefix}.{}", operation.name)) {
        headers.insert(HeaderName::from_static("x-amz-target"), target);
    }
    Outgoing { method: Method::POST, path: "/".to_owned(), headers, body: Bytes::from(input.to_string()) }
}

fn form(service: &Service, operation: &Operation, input: &Value) -> Outgoing {
    let mut pairs = vec![
        ("Action".to_owned(), operation.name.clone()),
        ("Version".to_owned(), service.metadata.api_version.clone()),
    ];
    if let Some(shape) = &operation.input {
        query::write(service, service.shape(&shape.shape), "", input, &mut pairs);
    }
    let escape = |text: &str| utf8_percent_encode(text, ESCAPED).to_string();
    let body: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    let mut headers = HeaderMap::new();
    headers
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded; charset=utf-8"));
    Outgoing { method: Method::POST, path: "/".to_owned(), headers, body: Bytes::from(body.join("&")) }
}

fn rest(service: &Service, operation: &Operation, input: &Value) -> Outgoing {
    let (template, fixed) =
        operation.http.request_uri.split_once('?').unwrap_or((&operation.http.request_uri, ""));
    let mut path = template.to_owned();
    let mut query: Vec<String> =
        Some(fixed.to_owned()).filter(|fixed| !fixed.is_empty()).into_iter().collect();
    let mut headers = HeaderMap::new();
    let mut body = Bytes::new();
    if let Some(shape_ref) = &operation.input {
        let shape = service.shape(&shape_ref.shape);
        for (name, member) in &shape.members {
            let on_wire = member.location_name.as_deref().unwrap_or(name);
            let Some(value) = input.get(name) else { continue };
            let text = tree::text(service.shape(&member.shape), value);
            let escaped = utf8_percent_encode(&text, ESCAPED).to_string();
            match member.location.as_deref() {
                Some("uri") => path = path.replace(&format!("{{{on_wire}}}"), &escaped),
                Some("querystring") => query.push(format!("{on_wire}={escaped}")),
                Some("header") => {
                    let pair = (HeaderName::try_from(on_wire), HeaderValue::try_from(text));
                    if let (Ok(header), Ok(value)) = pair {
                        headers.insert(header, value);
                    }
                }
                _ => {}
            }
        }
        if shape.members.values().any(|member| member.location.is_none()) {
            let root = shape_ref.location_name.as_deref().unwrap_or(&shape_ref.shape);
            let mut out = xml::Writer::new();
            out.open_in(root, xml::namespace(service));
            out.members(service, shape, input);
            out.close(root);
            body = Bytes::from(out.finish());
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(xml::CONTENT_TYPE));
        }
    }
    if !query.is_empty() {
        path = format!("{path}?{}", query.join("&"));
    }
    let method = Method::from_bytes(operation.http.method.as_bytes()).unwrap_or(Method::POST);
    Outgoing { method, path, headers, body }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::contract::service;
    use crate::protocol::{decode, encode, encode_error};

    /// What our own server reads of what our own client writes.
    fn there(of: &str, operation: &str, input: &Value) -> Value {
        let service = service(of).expect("a contract");
        let operation = service.operation(operation).expect("an operation");
        let outgoing = encode_request(service, operation, input);
        let mut request = http::Request::builder().method(outgoing.method).uri(&outgoing.path);
        request.headers_mut().expect("a builder").extend(outgoing.headers);
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        let call = decode(service, &parts, &outgoing.body).expect("readable");
        assert_eq!(call.operation.name, operation.name);
        call.input
    }

    fn back(of: &str, operation: &str, output: &Value) -> Value {
        let service = service(of).expect("a contract");
        let operation = service.operation(operation).expect("an operation");
        let response = encode(service, service.metadata.protocol, operation, output.clone().into(), "r");
        decode_answer(service, operation, response.status().as_u16(), response.body()).expect("readable")
    }

    #[test]
    fn requests_arrive_as_they_were_meant() {
        let input = json!({ "DomainName": "a&b", "SubjectAlternativeNames": ["x", "y z"] });
        assert_eq!(there("acm", "RequestCertificate", &input), input);
        let input = json!({ "LoadBalancerArn": "arn:x", "Port": 443,
            "Certificates": [{ "CertificateArn": "a=b&c" }], "DefaultActions": [{ "Type": "forward", "Order": 1 }] });
        assert_eq!(there("elbv2", "CreateListener", &input), input);
        let input = json!({ "HostedZoneId": "Z1", "ChangeBatch": { "Comment": "<&>", "Changes": [
            { "Action": "UPSERT", "ResourceRecordSet": { "Name": "a.b.", "Type": "TXT", "TTL": 60,
              "ResourceRecords": [{ "Value": "\"x y\"" }] } }] } });
        assert_eq!(there("route53", "ChangeResourceRecordSets", &input), input);
        let input = json!({ "HostedZoneId": "Z1", "StartRecordName": "a b&c", "MaxItems": "7" });
        assert_eq!(there("route53", "ListResourceRecordSets", &input), input);
    }

    #[test]
    fn answers_come_back_as_they_were_meant() {
        let output = json!({ "CertificateArn": "arn:x" });
        assert_eq!(back("acm", "RequestCertificate", &output), output);
        let output = json!({ "Listeners": [{ "ListenerArn": "a", "Port": 443 }] });
        assert_eq!(back("elbv2", "DescribeListeners", &output), output);
        let output =
            json!({ "ChangeInfo": { "Id": "/change/C1", "Status": "INSYNC", "SubmittedAt": 1_795_428_000 } });
        assert_eq!(back("route53", "GetChange", &output), output);
    }

    #[test]
    fn refusals_come_back_with_code_and_message() {
        for (of, operation) in
            [("acm", "DescribeCertificate"), ("elbv2", "DescribeListeners"), ("route53", "GetChange")]
        {
            let service = service(of).expect("a contract");
            let refused = WireError::new(400, "SomeCode", "a < b");
            let response = encode_error(service, service.metadata.protocol, &refused, "r");
            let operation = service.operation(operation).expect("an operation");
            assert_eq!(decode_answer(service, operation, 400, response.body()), Err(refused));
        }
    }
}
