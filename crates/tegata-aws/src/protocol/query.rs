//! Query: a form with `Action`, answered in XML.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use percent_encoding::percent_decode;
use serde_json::{Map, Value};

use super::{DEPTH_MAX, VALUES_MAX, WireError, answer, tree, xml};
use crate::contract::{Kind, Operation, Service, Shape};

/// A form's pairs, taken apart at the dots of their names.
#[derive(Default)]
struct Node {
    value: Option<String>,
    children: BTreeMap<String, Node>,
}

pub(super) fn decode(
    service: &'static Service,
    parts: &Parts,
    body: &[u8],
) -> Result<(&'static Operation, Value), WireError> {
    let malformed = |why: &str| WireError::new(400, "MalformedQueryString", why);
    let mut form = Node::default();
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let mut count = 0;
    for pair in query.split(|byte| *byte == b'&').chain(body.split(|byte| *byte == b'&')) {
        if pair.is_empty() {
            continue;
        }
        count += 1;
        if count > VALUES_MAX {
            return Err(malformed("The request holds too many parameters."));
        }
        let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
            Some(place) => (&pair[..place], &pair[place + 1..]),
            None => (pair, &[][..]),
        };
        let (Some(name), Some(value)) = (decoded(name), decoded(value)) else {
            return Err(malformed("A parameter is not text in UTF-8."));
        };
        if name.bytes().filter(|byte| *byte == b'.').count() > 2 * DEPTH_MAX {
            return Err(malformed("A parameter is nested too deeply."));
        }
        let place =
            name.split('.').fold(&mut form, |node, part| node.children.entry(part.to_owned()).or_default());
        place.value = Some(value);
    }
    let action = form.children.get("Action").and_then(|node| node.value.as_deref());
    let action = action.ok_or_else(|| {
        WireError::new(400, "MissingAction", "The request must contain the parameter Action.")
    })?;
    let operation = service.operation(action).ok_or_else(|| {
        let shown: String = action.chars().take(100).collect();
        WireError::new(400, "InvalidAction", format!("The action {shown} is not valid for this web service."))
    })?;
    let input = match &operation.input {
        Some(shape) => read(service, service.shape(&shape.shape), &form, 0)
            .map_err(|misfit| WireError::new(400, "MalformedInput", misfit.0))?,
        None => Value::Object(Map::new()),
    };
    Ok((operation, input))
}

fn decoded(raw: &[u8]) -> Option<String> {
    let spaced: Vec<u8> = raw.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_decode(&spaced).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

fn read(service: &Service, shape: &Shape, node: &Node, depth: usize) -> Result<Value, tree::Misfit> {
    if depth > DEPTH_MAX {
        return Err(tree::Misfit("The request is nested too deeply.".to_owned()));
    }
    match shape.kind {
        Kind::Structure => {
            let mut members = Map::new();
            for (name, member) in &shape.members {
                let on_wire = member.location_name.as_deref().unwrap_or(name);
                if let Some(child) = node.children.get(on_wire) {
                    members
                        .insert(name.clone(), read(service, service.shape(&member.shape), child, depth + 1)?);
                }
            }
            Ok(Value::Object(members))
        }
        Kind::List => {
            let Some(member) = &shape.member else { return Ok(Value::Array(Vec::new())) };
            let item = service.shape(&member.shape);
            let wrapper = member.location_name.as_deref().unwrap_or("member");
            let items = if shape.flattened { Some(node) } else { node.children.get(wrapper) };
            let mut numbered: Vec<(u32, &Node)> = Vec::new();
            for (number, child) in items.into_iter().flat_map(|items| &items.children) {
                let number = number.parse().map_err(|_| {
                    tree::Misfit(format!(
                        "'{}' is not the number of a list's item.",
                        number.chars().take(20).collect::<String>()
                    ))
                })?;
                numbered.push((number, child));
            }
            numbered.sort_by_key(|(number, _)| *number);
            let items = numbered.into_iter().map(|(_, child)| read(service, item, child, depth + 1));
            items.collect::<Result<_, _>>().map(Value::Array)
        }
        Kind::Map => {
            let (Some(key), Some(value)) = (&shape.key, &shape.value) else { return Ok(Value::Null) };
            let entries = if shape.flattened { Some(node) } else { node.children.get("entry") };
            let mut map = Map::new();
            for entry in entries.into_iter().flat_map(|entries| entries.children.values()) {
                let of =
                    |part: &Option<String>, default| entry.children.get(part.as_deref().unwrap_or(default));
                let name = of(&key.location_name, "key").and_then(|node| node.value.clone());
                if let (Some(name), Some(node)) = (name, of(&value.location_name, "value")) {
                    map.insert(name, read(service, service.shape(&value.shape), node, depth + 1)?);
                }
            }
            Ok(Value::Object(map))
        }
        _ => tree::scalar(shape, node.value.as_deref().unwrap_or_default()),
    }
}

/// Writes a value as pairs whose names begin with `prefix`: what [`read`] takes apart.
pub(super) fn write(
    service: &Service,
    shape: &Shape,
    prefix: &str,
    value: &Value,
    pairs: &mut Vec<(String, String)>,
) {
    let under = |part: &str| if prefix.is_empty() { part.to_owned() } else { format!("{prefix}.{part}") };
    match (shape.kind, value) {
        (Kind::Structure, value) => {
            for (name, member) in &shape.members {
                if let Some(value) = value.get(name) {
                    let name = under(member.location_name.as_deref().unwrap_or(name));
                    write(service, service.shape(&member.shape), &name, value, pairs);
                }
            }
        }
        (Kind::List, Value::Array(items)) => {
            let Some(member) = &shape.member else { return };
            let wrapper = member.location_name.as_deref().unwrap_or("member");
            for (at, value) in items.iter().enumerate() {
                let number = (at + 1).to_string();
                let name =
                    if shape.flattened { under(&number) } else { under(&format!("{wrapper}.{number}")) };
                write(service, service.shape(&member.shape), &name, value, pairs);
            }
        }
        (Kind::Map, Value::Object(entries)) => {
            let (Some(key), Some(of)) = (&shape.key, &shape.value) else { return };
            for (at, (entry, value)) in entries.iter().enumerate() {
                let number = at + 1;
                let name = if shape.flattened {
                    under(&number.to_string())
                } else {
                    under(&format!("entry.{number}"))
                };
                pairs.push((
                    format!("{name}.{}", key.location_name.as_deref().unwrap_or("key")),
                    entry.clone(),
                ));
                let name = format!("{name}.{}", of.location_name.as_deref().unwrap_or("value"));
                write(service, service.shape(&of.shape), &name, value, pairs);
            }
        }
        (_, value) => pairs.push((prefix.to_owned(), tree::text(shape, value))),
    }
}

pub(super) fn encode(
    service: &Service,
    operation: &Operation,
    output: &Value,
    request_id: &str,
) -> Response<Bytes> {
    let namespace = service.metadata.xml_namespace.as_deref().unwrap_or_default();
    let mut out = xml::Writer::new();
    out.open_in(&format!("{}Response", operation.name), namespace);
    if let Some(shape) = &operation.output {
        let wrapper = shape.result_wrapper.clone().unwrap_or_else(|| format!("{}Result", operation.name));
        out.open(&wrapper);
        out.members(service, service.shape(&shape.shape), output);
        out.close(&wrapper);
    }
    out.open("ResponseMetadata");
    out.text("RequestId", request_id);
    out.close("ResponseMetadata");
    out.close(&format!("{}Response", operation.name));
    answer(200, xml::CONTENT_TYPE, out.finish(), request_id)
}
