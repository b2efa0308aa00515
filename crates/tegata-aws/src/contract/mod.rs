//! The services' contracts: operations and shapes, as data.

mod constraint;
mod references;
mod services;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

pub use self::constraint::{Violation, validation_message};
pub use self::references::{Condition, Reference};
pub use self::services::{SERVICES, service};

/// A service: what it is called on the wire, what can be asked, and in which shapes.
#[derive(Debug, Deserialize)]
pub struct Service {
    /// Its name among ours, as `acm`.
    #[serde(skip)]
    pub name: &'static str,
    /// How it is spoken.
    pub metadata: Metadata,
    operations: BTreeMap<String, Operation>,
    shapes: BTreeMap<String, Shape>,
    /// Host names' first labels that mean this service besides [`Metadata::endpoint_prefix`].
    #[serde(skip)]
    hosts: &'static [&'static str],
    /// Operations that are not built.
    #[serde(skip)]
    unsupported: BTreeSet<String>,
    /// Members that look like references and are not, in whichever operation.
    #[serde(skip)]
    not_references: Vec<String>,
}

/// How a service is spoken.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    /// The version in Query requests and REST paths.
    pub api_version: String,
    /// The first label of its host names.
    pub endpoint_prefix: String,
    /// The protocol that our own client speaks.
    pub protocol: Protocol,
    /// The protocols that are answered, when there are several; each request says by its form which it is.
    #[serde(default)]
    pub protocols: Vec<Protocol>,
    /// What stands before the dot in `X-Amz-Target`.
    pub target_prefix: Option<String>,
    /// The service in a credential scope, when it is not the endpoint prefix.
    pub signing_name: Option<String>,
    /// The namespace of its XML.
    pub xml_namespace: Option<String>,
}

/// The protocols that are spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Protocol {
    /// JSON 1.1: everything in the body, the operation in `X-Amz-Target`.
    #[serde(rename = "json")]
    Json,
    /// Query: a form with `Action`, answered in XML.
    #[serde(rename = "query")]
    Query,
    /// Query as EC2 speaks it: lists are flat in requests, and neither answers nor refusals have the elements around them.
    #[serde(rename = "ec2")]
    Ec2,
    /// REST-XML: the operation in method and path, bodies in XML.
    #[serde(rename = "rest-xml")]
    RestXml,
}

/// What can be asked.
#[derive(Debug, Deserialize)]
pub struct Operation {
    /// Its name.
    #[serde(skip)]
    pub name: String,
    /// Method and path.
    pub http: Http,
    /// What goes in.
    pub input: Option<ShapeRef>,
    /// What comes out.
    pub output: Option<ShapeRef>,
    /// Errors the model lists.
    #[serde(default)]
    pub errors: Vec<ShapeRef>,
    /// The members that name objects; `None` when `api/references.txt` does not list the operation.
    #[serde(skip)]
    pub references: Option<Vec<Reference>>,
    /// Members that look like references and are not.
    #[serde(skip)]
    not_references: Vec<String>,
}

/// Method and path of an operation.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Http {
    /// The method.
    pub method: String,
    /// The path, with labels in braces.
    pub request_uri: String,
    /// The status of success, when it is not 200.
    pub response_code: Option<u16>,
}

/// A reference to a shape, with how it is placed on the wire.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShapeRef {
    /// Which shape.
    pub shape: String,
    /// Its name on the wire, when it is not the member's.
    pub location_name: Option<String>,
    /// Its name in a request of EC2's, when it is not made from the others.
    pub query_name: Option<String>,
    /// Where it stands: `uri`, `querystring`, `header`, or in the body.
    pub location: Option<String>,
    /// The element around a Query answer.
    pub result_wrapper: Option<String>,
}

/// A shape.
#[derive(Debug, Deserialize)]
pub struct Shape {
    /// What kind.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Members of a structure, in the model's order.
    #[serde(default)]
    pub members: Members,
    /// Members that must be there.
    #[serde(default)]
    pub required: Vec<String>,
    /// Items of a list.
    pub member: Option<Box<ShapeRef>>,
    /// Keys of a map.
    pub key: Option<Box<ShapeRef>>,
    /// Values of a map.
    pub value: Option<Box<ShapeRef>>,
    /// Smallest number, or shortest length.
    pub min: Option<f64>,
    /// Largest number, or greatest length.
    pub max: Option<f64>,
    /// What text must match, as a whole.
    pub pattern: Option<Pattern>,
    /// What text must be one of.
    #[serde(rename = "enum", default)]
    pub values: Vec<String>,
    /// Whether its value must not be shown.
    #[serde(default)]
    pub sensitive: bool,
    /// Whether a list has no element around its items.
    #[serde(default)]
    pub flattened: bool,
    /// What it looks like as an error.
    pub error: Option<ErrorTrait>,
}

/// Members of a structure, in the model's order.
pub type Members = indexmap::IndexMap<String, ShapeRef>;

/// Kinds of shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the kinds of the AWS service models, named as there")]
pub enum Kind {
    Structure,
    List,
    Map,
    String,
    Integer,
    Long,
    Double,
    Float,
    Boolean,
    Timestamp,
    Blob,
}

/// What an error looks like on the wire.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorTrait {
    /// Its code, when it is not the shape's name.
    pub code: Option<String>,
    /// Its HTTP status.
    pub http_status_code: Option<u16>,
}

/// A regular expression of the model. Compiled when first used.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub struct Pattern {
    /// As the model writes it, for messages.
    pub text: String,
    compiled: std::sync::OnceLock<Option<fancy_regex::Regex>>,
}

impl From<String> for Pattern {
    fn from(text: String) -> Pattern {
        Pattern { text, compiled: std::sync::OnceLock::new() }
    }
}

impl Pattern {
    /// Whether the whole text matches. A text that takes too long to tell does not.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| {
            // Java's class for ASCII has another name here; the models' lookaheads need this engine.
            let pattern = self.text.replace("\\p{ASCII}", "[\\x00-\\x7F]");
            fancy_regex::RegexBuilder::new(&format!("^(?:{pattern})$")).backtrack_limit(100_000).build().ok()
        });
        compiled.as_ref().is_none_or(|regex| regex.is_match(text).unwrap_or(false) && !text.ends_with('\n'))
    }
}

impl Service {
    /// The operation of that name, built or not.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.get(name)
    }

    /// All operations, by name.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.values()
    }

    /// Whether an operation is built.
    #[must_use]
    pub fn is_handled(&self, operation: &str) -> bool {
        self.operations.contains_key(operation) && !self.unsupported.contains(operation)
    }

    /// The shape of that name; the contracts hold together, as a test shows.
    #[must_use]
    pub fn shape(&self, name: &str) -> &Shape {
        static NOTHING: LazyLock<Shape> =
            LazyLock::new(|| serde_json::from_str(r#"{"type":"structure"}"#).expect("a shape"));
        self.shapes.get(name).unwrap_or(&NOTHING)
    }

    /// The name of a member in a form.
    #[must_use]
    pub(crate) fn form_name<'a>(&self, name: &'a str, member: &'a ShapeRef) -> Cow<'a, str> {
        match (self.metadata.protocol, &member.query_name, &member.location_name) {
            (Protocol::Ec2, Some(name), _) => Cow::Borrowed(name),
            (Protocol::Ec2, None, Some(name)) => {
                let mut letters = name.chars();
                letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
            }
            (_, _, Some(name)) => Cow::Borrowed(name),
            (_, _, None) => Cow::Borrowed(name),
        }
    }

    /// Whether a list has no element around its items in a form. EC2's never have.
    #[must_use]
    pub(crate) fn is_flat_in_form(&self, list: &Shape) -> bool {
        list.flattened || self.metadata.protocol == Protocol::Ec2
    }

    /// The service in a credential scope.
    #[must_use]
    pub fn signing_name(&self) -> &str {
        self.metadata.signing_name.as_deref().unwrap_or(&self.metadata.endpoint_prefix)
    }

    /// The codes of the errors that an operation's model lists.
    pub fn error_codes<'a>(&'a self, operation: &'a Operation) -> impl Iterator<Item = &'a str> {
        operation.errors.iter().map(|error| {
            let code = self.shape(&error.shape).error.as_ref().and_then(|error| error.code.as_deref());
            code.unwrap_or(&error.shape)
        })
    }

    /// The protocols that are answered.
    #[must_use]
    pub fn protocols(&self) -> &[Protocol] {
        match self.metadata.protocols.as_slice() {
            [] => std::slice::from_ref(&self.metadata.protocol),
            several => several,
        }
    }

    /// Whether the first label of a host name means this service.
    #[must_use]
    pub fn has_host(&self, label: &str) -> bool {
        self.metadata.endpoint_prefix == label || self.hosts.contains(&label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_in_every_contract_leads_to_a_shape() {
        for service in SERVICES.iter() {
            let of_operations =
                service.operations().flat_map(|it| it.input.iter().chain(&it.output).chain(&it.errors));
            let of_shapes = service.shapes.values().flat_map(|shape| {
                let parts = [&shape.member, &shape.key, &shape.value].into_iter().flatten().map(Box::as_ref);
                shape.members.values().chain(parts)
            });
            for reference in of_operations.chain(of_shapes) {
                assert!(
                    service.shapes.contains_key(&reference.shape),
                    "{}: {}",
                    service.name,
                    reference.shape
                );
            }
        }
    }

    #[test]
    fn every_pattern_compiles() {
        for service in SERVICES.iter() {
            for (name, shape) in &service.shapes {
                if let Some(pattern) = &shape.pattern {
                    let _ = pattern.matches("x");
                    let compiled = pattern.compiled.get().and_then(Option::as_ref);
                    assert!(compiled.is_some(), "{} {name}: {}", service.name, pattern.text);
                }
            }
        }
    }
}
