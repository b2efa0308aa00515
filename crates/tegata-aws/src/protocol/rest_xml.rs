//! REST-XML: the operation in method and path, bodies in XML.

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Response};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::http_answer::answer;
use super::limits::VALUES_MAX;
use super::wire_error::WireError;
use super::{tree, xml};
use crate::contract::{Kind, Operation, Service};

pub(super) fn decode(
    service: &'static Service,
    parts: &Parts,
    body: &[u8],
) -> Result<(&'static Operation, Value), WireError> {
    let invalid = |why: String| WireError::new(400, "InvalidInput", why);
    let (operation, labels) = find(service, parts.method.as_str(), parts.uri.path()).ok_or_else(|| {
        let path: String = parts.uri.path().chars().take(200).collect();
        WireError::new(
            404,
            "UnknownOperationException",
            format!("There is no operation {} {path}.", parts.method),
        )
    })?;
    let Some(input) = &operation.input else { return Ok((operation, Value::Object(Map::new()))) };
    let shape = service.shape(&input.shape);
    let mut members = Map::new();
    if shape.members.values().any(|member| member.location.is_none()) && !body.is_empty() {
        let root = xml::parse(body, VALUES_MAX).map_err(|why| WireError::new(400, "MalformedXML", why))?;
        if let Value::Object(read) =
            xml::read(service, shape, &root, 0).map_err(|misfit| invalid(misfit.0))?
        {
            members = read;
        }
    }
    for (name, member) in &shape.members {
        let on_wire = member.location_name.as_deref().unwrap_or(name);
        let text = match member.location.as_deref() {
            Some("uri") => labels.iter().find(|(label, _)| label == on_wire).map(|(_, text)| text.clone()),
            Some("querystring") => query_value(parts.uri.query().unwrap_or_default(), on_wire),
            Some("header") => {
                parts.headers.get(on_wire).and_then(|value| value.to_str().ok()).map(str::to_owned)
            }
            _ => continue,
        };
        if let Some(text) = text {
            let value =
                tree::scalar(service.shape(&member.shape), text).map_err(|misfit| invalid(misfit.0))?;
            members.insert(name.clone(), value);
        }
    }
    Ok((operation, Value::Object(members)))
}

/// The operation of a method and path, and what stands in place of the path's labels.
fn find(
    service: &'static Service,
    method: &str,
    path: &str,
) -> Option<(&'static Operation, Vec<(String, String)>)> {
    let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
    service.operations().filter(|operation| operation.http.method == method).find_map(|operation| {
        // A query in the template tells operations of one path apart; none that is handled has one.
        let (template, _) =
            operation.http.request_uri.split_once('?').unwrap_or((&operation.http.request_uri, ""));
        let wanted: Vec<&str> = template.trim_matches('/').split('/').collect();
        if wanted.len() != segments.len() {
            return None;
        }
        let mut labels = Vec::new();
        for (wanted, segment) in wanted.into_iter().zip(&segments) {
            match wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(label) => {
                    let text = percent_decode_str(segment).decode_utf8().ok()?.into_owned();
                    labels.push((label.to_owned(), text));
                }
                None if wanted == *segment => {}
                None => return None,
            }
        }
        Some((operation, labels))
    })
}

fn query_value(query: &str, name: &str) -> Option<String> {
    let pair = query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (key == name).then_some(value)
    })?;
    Some(percent_decode_str(&pair.replace('+', " ")).decode_utf8().ok()?.into_owned())
}

pub(super) fn encode(
    service: &Service,
    operation: &Operation,
    output: &Value,
    request_id: &str,
) -> Response<Bytes> {
    let status = operation.http.response_code.unwrap_or(200);
    let Some(shape_ref) = &operation.output else {
        return answer(status, xml::CONTENT_TYPE, Bytes::new(), request_id);
    };
    let shape = service.shape(&shape_ref.shape);
    let mut out = xml::Writer::new();
    out.open_in(&shape_ref.shape, xml::namespace(service));
    out.members(service, shape, output);
    out.close(&shape_ref.shape);
    let mut response = answer(status, xml::CONTENT_TYPE, out.finish(), request_id);
    for (name, member) in
        shape.members.iter().filter(|(_, member)| member.location.as_deref() == Some("header"))
    {
        let of = service.shape(&member.shape);
        let value =
            output.get(name).filter(|_| of.kind != Kind::Structure).map(|value| tree::text(of, value));
        let header = HeaderName::try_from(member.location_name.as_deref().unwrap_or(name));
        if let (Some(Ok(value)), Ok(header)) = (value.map(HeaderValue::try_from), header) {
            response.headers_mut().insert(header, value);
        }
    }
    response
}
