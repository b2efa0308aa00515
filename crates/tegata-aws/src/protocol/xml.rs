//! XML: bodies of Query and REST-XML. Parsed by quick-xml without entities of the document's own.

use bytes::Bytes;
use http::Response;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Value};

use super::http_answer::answer;
use super::limits::DEPTH_MAX;
use super::tree;
use super::wire_error::WireError;
use crate::contract::{Kind, Protocol, Service, Shape};

pub(super) const CONTENT_TYPE: &str = "text/xml";

/// An element: what the services use of XML.
#[derive(Debug, Default)]
pub(super) struct Element {
    name: String,
    text: String,
    children: Vec<Element>,
}

impl Element {
    /// The first child of that name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }
}

/// The namespace of a service's XML.
pub(super) fn namespace(service: &Service) -> &str {
    // The model of Route 53 gives it with each input; it is the same for all.
    service.metadata.xml_namespace.as_deref().unwrap_or("https://route53.amazonaws.com/doc/2013-04-01/")
}

/// Whether XML 1.0 can hold a character (§2.2, `Char`), be it as it is or as a reference.
pub(crate) fn is_writable(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Parses a document of at most `elements_max` elements to its root element.
pub(super) fn parse(body: &[u8], elements_max: usize) -> Result<Element, String> {
    let text = std::str::from_utf8(body).map_err(|_| "The body is not UTF-8.".to_owned())?;
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = vec![Element::default()];
    let mut left = elements_max;
    loop {
        let event = reader.read_event().map_err(|error| format!("The body is not XML: {error}"))?;
        if matches!(event, Event::Start(_) | Event::Empty(_)) {
            left = left
                .checked_sub(1)
                .ok_or_else(|| format!("The body has more than {elements_max} elements."))?;
        }
        match event {
            Event::Start(start) => {
                if open.len() > DEPTH_MAX {
                    return Err(format!("The body is nested more than {DEPTH_MAX} levels deep."));
                }
                open.push(Element { name: local(&start.local_name()), ..Element::default() });
            }
            Event::Empty(start) => {
                let element = Element { name: local(&start.local_name()), ..Element::default() };
                if let Some(parent) = open.last_mut() {
                    parent.children.push(element);
                }
            }
            Event::End(_) => {
                let element = open.pop().unwrap_or_default();
                open.last_mut().ok_or_else(|| "The body is not XML.".to_owned())?.children.push(element);
            }
            Event::Text(text) => push(&mut open, &text.xml10_content()),
            Event::CData(text) => push(&mut open, &text.xml10_content()),
            Event::GeneralRef(entity) => {
                if let Some(letter) = entity.resolve_char_ref().map_err(|error| error.to_string())? {
                    push(&mut open, letter.encode_utf8(&mut [0; 4]));
                } else {
                    let text = quick_xml::escape::resolve_predefined_entity(&entity).ok_or_else(|| {
                        let name: String = entity.chars().take(100).collect();
                        format!("The body contains the entity &{name};, which is not predefined in XML.")
                    })?;
                    push(&mut open, text);
                }
            }
            Event::DocType(_) => {
                return Err(
                    "The body contains a document type declaration, which is not accepted.".to_owned()
                );
            }
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    match (open.len(), open.pop().and_then(|mut document| document.children.pop())) {
        (1, Some(root)) => Ok(root),
        _ => Err("The body is not a whole XML document.".to_owned()),
    }
}

fn local(name: &quick_xml::name::LocalName<'_>) -> String {
    name.as_ref().to_owned()
}

fn push(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// Reads an element as a shape.
pub(super) fn read(
    service: &Service,
    shape: &Shape,
    element: &Element,
    depth: usize,
) -> Result<Value, tree::Misfit> {
    if depth > DEPTH_MAX {
        return Err(tree::Misfit::too_deep());
    }
    let named =
        |name: &str| element.children.iter().filter(move |child| child.name == name).collect::<Vec<_>>();
    match shape.kind {
        Kind::Structure => {
            let mut members = Map::new();
            for (name, member) in shape.members.iter().filter(|(_, member)| member.location.is_none()) {
                let on_wire = member.location_name.as_deref().unwrap_or(name);
                if let Some(child) = named(on_wire).first() {
                    members
                        .insert(name.clone(), read(service, service.shape(&member.shape), child, depth + 1)?);
                }
            }
            Ok(Value::Object(members))
        }
        Kind::List => {
            let Some(member) = &shape.member else { return Ok(Value::Array(Vec::new())) };
            let item = service.shape(&member.shape);
            let items = named(member.location_name.as_deref().unwrap_or("member"));
            items
                .into_iter()
                .map(|child| read(service, item, child, depth + 1))
                .collect::<Result<_, _>>()
                .map(Value::Array)
        }
        Kind::Map => Err(tree::Misfit("A map is not expected here.".to_owned())),
        _ => tree::scalar(shape, element.text.clone()),
    }
}

/// Writes XML.
pub(super) struct Writer(String);

impl Writer {
    pub(super) fn new() -> Writer {
        Writer("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned())
    }

    pub(super) fn open_in(&mut self, name: &str, namespace: &str) {
        self.0.push('<');
        self.0.push_str(name);
        self.0.push_str(" xmlns=\"");
        self.0.push_str(namespace);
        self.0.push_str("\">");
    }

    pub(super) fn open(&mut self, name: &str) {
        self.0.push('<');
        self.0.push_str(name);
        self.0.push('>');
    }

    pub(super) fn close(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.open(name);
        self.escaped(text);
        self.close(name);
    }

    /// The members of a structure that stand in the body.
    pub(super) fn members(&mut self, service: &Service, shape: &Shape, value: &Value) {
        for (name, member) in shape.members.iter().filter(|(_, member)| member.location.is_none()) {
            if let Some(value) = value.get(name) {
                let on_wire = member.location_name.as_deref().unwrap_or(name);
                self.value(service, service.shape(&member.shape), on_wire, value);
            }
        }
    }

    fn value(&mut self, service: &Service, shape: &Shape, name: &str, value: &Value) {
        match (shape.kind, value) {
            (Kind::Structure, value) => {
                self.open(name);
                self.members(service, shape, value);
                self.close(name);
            }
            (Kind::List, Value::Array(items)) => {
                let Some(member) = &shape.member else { return };
                let item = service.shape(&member.shape);
                if shape.flattened {
                    for value in items {
                        self.value(service, item, name, value);
                    }
                    return;
                }
                self.open(name);
                for value in items {
                    self.value(service, item, member.location_name.as_deref().unwrap_or("member"), value);
                }
                self.close(name);
            }
            (Kind::Map, Value::Object(entries)) => {
                let (Some(key), Some(member)) = (&shape.key, &shape.value) else { return };
                self.open(name);
                for (entry, value) in entries {
                    self.open("entry");
                    self.text(key.location_name.as_deref().unwrap_or("key"), entry);
                    let on_wire = member.location_name.as_deref().unwrap_or("value");
                    self.value(service, service.shape(&member.shape), on_wire, value);
                    self.close("entry");
                }
                self.close(name);
            }
            (_, value) => self.text(name, &tree::text(shape, value)),
        }
    }

    fn escaped(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '\r' => self.0.push_str("&#13;"),
                other if is_writable(other) => self.0.push(other),
                _ => self.0.push(char::REPLACEMENT_CHARACTER),
            }
        }
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// A refusal in the form that Query and REST-XML share.
pub(super) fn encode_error(service: &Service, error: &WireError, request_id: &str) -> Response<Bytes> {
    let mut out = Writer::new();
    out.open_in("ErrorResponse", namespace(service));
    out.open("Error");
    out.text("Type", if error.status >= 500 { "Receiver" } else { "Sender" });
    out.text("Code", &error.code);
    out.text("Message", &error.message);
    out.close("Error");
    out.text("RequestId", request_id);
    out.close("ErrorResponse");
    debug_assert!(service.metadata.protocol != Protocol::Json);
    answer(error.status, CONTENT_TYPE, out.finish(), request_id)
}

/// A refusal as [`encode_error`] writes it.
pub(super) fn refusal(root: &Element, status: u16) -> WireError {
    // EC2's stands in a list of one.
    let within = root.child("Errors").unwrap_or(root);
    let error = within.child("Error").unwrap_or(root);
    let text = |name: &str| error.child(name).map(|child| child.text.clone()).unwrap_or_default();
    WireError::new(status, text("Code"), text("Message"))
}
