//! Query: a form with `Action`, answered in XML.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use bytes::Bytes;
use http::Response;
use http::request::Parts;
use percent_encoding::percent_decode;
use serde_json::{Map, Value};

use super::http_answer::answer;
use super::limits::{DEPTH_MAX, VALUES_MAX};
use super::wire_error::WireError;
use super::{tree, xml};
use crate::contract::{Kind, Operation, Service, Shape, ShapeRef};

/// How many parameters a request may have, known or not: each is compared with the members of its shape.
const PARAMETERS_MAX: usize = VALUES_MAX;

/// A part of an input that the contract knows, as the pairs of a form fill it.
enum Node<'a> {
    Structure(BTreeMap<&'a str, Node<'a>>),
    /// Items by their numbers.
    List(BTreeMap<u32, Node<'a>>),
    /// Entries by their numbers: each a key and a value.
    Map(BTreeMap<u32, (Option<String>, Option<Node<'a>>)>),
    Scalar(String),
}

impl Node<'_> {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Structure => Node::Structure(BTreeMap::new()),
            Kind::List => Node::List(BTreeMap::new()),
            Kind::Map => Node::Map(BTreeMap::new()),
            _ => Node::Scalar(String::new()),
        }
    }
}

pub(super) fn decode(
    service: &'static Service,
    parts: &Parts,
    body: &[u8],
) -> Result<(&'static Operation, Value), WireError> {
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let pairs = || {
        let pairs = query.split(|byte| *byte == b'&').chain(body.split(|byte| *byte == b'&'));
        pairs.filter(|pair| !pair.is_empty()).map(|pair| {
            let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            (&pair[..at], pair.get(at + 1..).unwrap_or_default())
        })
    };
    if pairs().count() > PARAMETERS_MAX {
        let message = format!("The request has more than {PARAMETERS_MAX} parameters.");
        return Err(WireError::new(400, "MalformedQueryString", message));
    }
    let named = |name: &[u8]| pairs().rfind(|(of, _)| *of == name).map(|(_, value)| value);
    let action = named(b"Action").map(text).transpose()?.ok_or_else(|| {
        WireError::new(400, "MissingAction", "The request must contain the parameter Action.")
    })?;
    let operation = operation(service, &action, named(b"Version").map(text).transpose()?.as_deref())?;
    let Some(input) = &operation.input else { return Ok((operation, Value::Object(Map::new()))) };
    let shape = service.shape(&input.shape);
    let misfit = |misfit: tree::Misfit| WireError::new(400, "MalformedInput", misfit.0);
    let mut reading = Reading { service, budget: tree::Budget::new() };
    let mut form = Node::of(Kind::Structure);
    for (name, value) in pairs() {
        let name = text(name)?;
        if name.bytes().filter(|byte| *byte == b'.').count() > DEPTH_MAX {
            return Err(misfit(tree::Misfit::too_deep()));
        }
        let Some(place) = reading.place(&mut form, shape, &name, 0).map_err(misfit)? else { continue };
        *place = text(value)?.into_owned();
    }
    Ok((operation, value(service, shape, form).map_err(misfit)?))
}

fn operation(
    service: &'static Service,
    action: &str,
    version: Option<&str>,
) -> Result<&'static Operation, WireError> {
    let shown = |text: &str| text.chars().take(100).collect::<String>();
    let invalid = |message: String| WireError::new(400, "InvalidAction", message);
    // Another version is another API: the classic load balancers have the same name in signatures.
    if let Some(version) = version.filter(|version| *version != service.metadata.api_version) {
        return Err(invalid(format!(
            "Could not find operation {} for version {}: this release answers for version {}.",
            shown(action),
            shown(version),
            service.metadata.api_version
        )));
    }
    service
        .operation(action)
        .ok_or_else(|| invalid(format!("The action {} is not valid for this web service.", shown(action))))
}

/// A name or a value as text.
fn text(raw: &[u8]) -> Result<Cow<'_, str>, WireError> {
    let no_text = |_| WireError::new(400, "MalformedQueryString", "A parameter is not text in UTF-8.");
    if raw.contains(&b'+') {
        let spaced: Vec<u8> = raw.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
        return percent_decode(&spaced)
            .decode_utf8()
            .map(|text| Cow::Owned(text.into_owned()))
            .map_err(no_text);
    }
    percent_decode(raw).decode_utf8().map_err(no_text)
}

/// Puts pairs where the contract has a place for them.
struct Reading<'a> {
    service: &'a Service,
    budget: tree::Budget,
}

impl<'a> Reading<'a> {
    /// The scalar below `node` that `name` leads to, made if need be. `None` when the contract has none there: nothing
    /// is made for such a name.
    fn place<'n>(
        &mut self,
        node: &'n mut Node<'a>,
        shape: &'a Shape,
        name: &str,
        depth: usize,
    ) -> Result<Option<&'n mut String>, tree::Misfit> {
        if depth > DEPTH_MAX {
            return Err(tree::Misfit::too_deep());
        }
        let (first, rest) = match name.split_once('.') {
            Some((first, rest)) => (first, Some(rest)),
            None => (name, None),
        };
        match node {
            Node::Scalar(text) => Ok(name.is_empty().then_some(text)),
            Node::Structure(members) => {
                let service = self.service;
                let known =
                    |(name, member): &(&'a String, &'a ShapeRef)| service.form_name(name, member) == first;
                let Some((name, member)) = shape.members.iter().find(known) else { return Ok(None) };
                let below = self.service.shape(&member.shape);
                if !leads_on(below, rest) {
                    return Ok(None);
                }
                let child = self.child(members, name.as_str(), below)?;
                self.place(child, below, rest.unwrap_or_default(), depth + 1)
            }
            Node::List(items) => {
                let Some(member) = &shape.member else { return Ok(None) };
                let wrapper = member.location_name.as_deref().unwrap_or("member");
                let is_flat = self.service.is_flat_in_form(shape);
                let Some((number, rest)) = number(is_flat, wrapper, first, rest)? else { return Ok(None) };
                let below = self.service.shape(&member.shape);
                if !leads_on(below, rest) {
                    return Ok(None);
                }
                let child = self.child(items, number, below)?;
                self.place(child, below, rest.unwrap_or_default(), depth + 1)
            }
            Node::Map(entries) => {
                let (Some(key), Some(value)) = (&shape.key, &shape.value) else { return Ok(None) };
                let Some((number, Some(rest))) = number(shape.flattened, "entry", first, rest)? else {
                    return Ok(None);
                };
                let (part, rest) = match rest.split_once('.') {
                    Some((part, rest)) => (part, Some(rest)),
                    None => (rest, None),
                };
                let below = self.service.shape(&value.shape);
                let is_key = part == key.location_name.as_deref().unwrap_or("key") && rest.is_none();
                let is_value =
                    part == value.location_name.as_deref().unwrap_or("value") && leads_on(below, rest);
                if !is_key && !is_value {
                    return Ok(None);
                }
                if !entries.contains_key(&number) {
                    self.budget.take()?;
                }
                let (name, node) = entries.entry(number).or_default();
                if is_key {
                    return Ok(Some(name.get_or_insert_default()));
                }
                if node.is_none() {
                    self.budget.take()?;
                }
                let node = node.get_or_insert_with(|| Node::of(below.kind));
                self.place(node, below, rest.unwrap_or_default(), depth + 1)
            }
        }
    }

    fn child<'n, K: Ord>(
        &mut self,
        children: &'n mut BTreeMap<K, Node<'a>>,
        key: K,
        shape: &Shape,
    ) -> Result<&'n mut Node<'a>, tree::Misfit> {
        match children.entry(key) {
            Entry::Occupied(entry) => Ok(entry.into_mut()),
            Entry::Vacant(entry) => {
                self.budget.take()?;
                Ok(entry.insert(Node::of(shape.kind)))
            }
        }
    }
}

/// Whether the rest of a name can lead to something in a shape: to a scalar leads no rest, into anything else some. An
/// empty list is said by its bare name.
fn leads_on(shape: &Shape, rest: Option<&str>) -> bool {
    match shape.kind {
        Kind::Structure | Kind::Map => rest.is_some(),
        Kind::List => true,
        _ => rest.is_none(),
    }
}

/// The number of a list's item or a map's entry, and what follows it. `None` when the name has no item.
fn number<'n>(
    is_flat: bool,
    wrapper: &str,
    first: &'n str,
    rest: Option<&'n str>,
) -> Result<Option<(u32, Option<&'n str>)>, tree::Misfit> {
    let numbered = match (is_flat, rest) {
        (true, rest) => Some((first, rest)),
        (false, Some(rest)) if first == wrapper => {
            Some(rest.split_once('.').map_or((rest, None), |(number, rest)| (number, Some(rest))))
        }
        (false, _) => None,
    };
    let Some((digits, rest)) = numbered.filter(|(digits, _)| !digits.is_empty()) else { return Ok(None) };
    let number = digits.parse().map_err(|_| {
        tree::Misfit(format!(
            "'{}' is not the number of a list's item.",
            digits.chars().take(20).collect::<String>()
        ))
    })?;
    Ok(Some((number, rest)))
}

/// The input that the pairs made.
fn value(service: &Service, shape: &Shape, node: Node<'_>) -> Result<Value, tree::Misfit> {
    match node {
        Node::Scalar(text) => tree::scalar(shape, text),
        Node::Structure(mut found) => {
            let mut members = Map::with_capacity(found.len());
            for (name, member) in &shape.members {
                if let Some(node) = found.remove(name.as_str()) {
                    members.insert(name.clone(), value(service, service.shape(&member.shape), node)?);
                }
            }
            Ok(Value::Object(members))
        }
        Node::List(items) => {
            let Some(member) = &shape.member else { return Ok(Value::Array(Vec::new())) };
            let of = service.shape(&member.shape);
            let items = items.into_values().map(|node| value(service, of, node));
            items.collect::<Result<_, _>>().map(Value::Array)
        }
        Node::Map(entries) => {
            let Some(member) = &shape.value else { return Ok(Value::Object(Map::new())) };
            let of = service.shape(&member.shape);
            let mut map = Map::new();
            for (name, node) in entries.into_values() {
                if let (Some(name), Some(node)) = (name, node) {
                    map.insert(name, value(service, of, node)?);
                }
            }
            Ok(Value::Object(map))
        }
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
                    let name = under(&service.form_name(name, member));
                    write(service, service.shape(&member.shape), &name, value, pairs);
                }
            }
        }
        (Kind::List, Value::Array(items)) => {
            let Some(member) = &shape.member else { return };
            let wrapper = member.location_name.as_deref().unwrap_or("member");
            let is_flat = service.is_flat_in_form(shape);
            for (at, value) in items.iter().enumerate() {
                let number = (at + 1).to_string();
                let name = if is_flat { under(&number) } else { under(&format!("{wrapper}.{number}")) };
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
