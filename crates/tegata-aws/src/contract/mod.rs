//! The services' contracts: operations and shapes, as data.

mod constraint;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

pub use self::constraint::{Violation, validation_message};

/// A service: what it is called on the wire, what can be asked, and in which shapes.
#[derive(Debug, Deserialize)]
pub struct Service {
    /// Its name among ours: `acm`, `elbv2`, `route53`, `sts`, `tegata`.
    #[serde(skip)]
    pub name: &'static str,
    /// How it is spoken.
    pub metadata: Metadata,
    operations: BTreeMap<String, Operation>,
    shapes: BTreeMap<String, Shape>,
    /// Operations that are not built.
    #[serde(skip)]
    unsupported: Vec<&'static str>,
}

/// How a service is spoken.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    /// The version in Query requests and REST paths.
    pub api_version: String,
    /// The first label of its host names.
    pub endpoint_prefix: String,
    /// Which protocol.
    pub protocol: Protocol,
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
        self.operations.contains_key(operation) && !self.unsupported.contains(&operation)
    }

    /// The shape of that name; the contracts hold together, as a test shows.
    #[must_use]
    pub fn shape(&self, name: &str) -> &Shape {
        static NOTHING: LazyLock<Shape> =
            LazyLock::new(|| serde_json::from_str(r#"{"type":"structure"}"#).expect("a shape"));
        self.shapes.get(name).unwrap_or(&NOTHING)
    }

    /// The service in a credential scope.
    #[must_use]
    pub fn signing_name(&self) -> &str {
        self.metadata.signing_name.as_deref().unwrap_or(&self.metadata.endpoint_prefix)
    }

    /// The HTTP status that the model gives an error code; 400 when it gives none.
    #[must_use]
    pub fn error_status(&self, code: &str) -> u16 {
        let of_shape = |shape: &Shape| shape.error.as_ref().and_then(|error| error.http_status_code);
        let by_name = self.shapes.get(code).and_then(of_shape);
        by_name.unwrap_or(400)
    }
}

/// The services, loaded once.
pub static SERVICES: LazyLock<[Service; 5]> = LazyLock::new(|| {
    [
        load("acm", include_str!("../../../../api/acm.json")),
        load("elbv2", include_str!("../../../../api/elbv2.json")),
        load("route53", include_str!("../../../../api/route53.json")),
        load("sts", include_str!("../../../../api/sts.json")),
        load("tegata", include_str!("../../../../api/tegata.json")),
    ]
});

/// The service of that name.
#[must_use]
pub fn service(name: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.name == name)
}

fn load(name: &'static str, text: &str) -> Service {
    let mut service: Service =
        serde_json::from_str(text).expect("the contracts in the binary are well formed");
    service.name = name;
    for (operation, description) in &mut service.operations {
        description.name.clone_from(operation);
    }
    let unsupported = include_str!("../../../../api/unsupported.txt").lines();
    service.unsupported = unsupported
        .filter_map(|line| line.split_once(' '))
        .filter(|(of, _)| *of == name)
        .map(|(_, it)| it)
        .collect();
    service
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

    #[test]
    fn what_is_listed_as_unsupported_is_in_a_contract() {
        for line in
            include_str!("../../../../api/unsupported.txt").lines().filter(|line| !line.starts_with('#'))
        {
            let (of, operation) = line.split_once(' ').expect("a service and an operation");
            assert!(service(of).is_some_and(|service| service.operation(operation).is_some()), "{line}");
        }
    }
}
