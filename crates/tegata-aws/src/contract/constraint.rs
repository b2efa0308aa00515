//! Constraints of the contract, broken ones told in AWS's own words.

use std::fmt::Write;

use serde_json::Value;

use super::{Kind, Operation, Service, Shape};
use crate::protocol::is_writable;

/// How many broken constraints are told at most.
const TOLD_MAX: usize = 20;
/// How deep an input may go; the contracts go nowhere near it.
const DEPTH_MAX: usize = 32;

/// A broken constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Where, as AWS writes it: `tags.2.member.value`.
    pub path: String,
    /// `Value 'x' at 'path' failed to satisfy constraint: …`
    pub message: String,
}

/// The message of a `ValidationException` for broken constraints.
#[must_use]
pub fn validation_message(violations: &[Violation]) -> String {
    let errors = if violations.len() == 1 { "error" } else { "errors" };
    let told: Vec<&str> = violations.iter().map(|violation| violation.message.as_str()).collect();
    format!("{} validation {errors} detected: {}", violations.len(), told.join("; "))
}

impl Service {
    /// Checks an input against the contract. Empty when it holds.
    #[must_use]
    pub fn violations(&self, operation: &Operation, input: &Value) -> Vec<Violation> {
        let mut check = Check { service: self, path: String::new(), found: Vec::new() };
        if let Some(shape) = &operation.input {
            check.value(self.shape(&shape.shape), input, 0);
        }
        check.found
    }
}

struct Check<'a> {
    service: &'a Service,
    path: String,
    found: Vec<Violation>,
}

impl Check<'_> {
    fn value(&mut self, shape: &Shape, value: &Value, depth: usize) {
        if depth > DEPTH_MAX || self.found.len() >= TOLD_MAX {
            return;
        }
        match (shape.kind, value) {
            (Kind::Structure, Value::Object(members)) => {
                for (name, member) in &shape.members {
                    let before = self.enter(&first_lower(name));
                    match members.get(name) {
                        Some(value) => self.value(self.service.shape(&member.shape), value, depth + 1),
                        None if shape.required.contains(name) => {
                            self.tell(shape, &Value::Null, "Member must not be null");
                        }
                        None => {}
                    }
                    self.path.truncate(before);
                }
            }
            (Kind::List, Value::Array(items)) => {
                self.length(shape, value, items.len());
                let Some(member) = &shape.member else { return };
                let item_shape = self.service.shape(&member.shape);
                for (place, item) in items.iter().enumerate() {
                    let before = self.enter(&format!("{}.member", place + 1));
                    self.value(item_shape, item, depth + 1);
                    self.path.truncate(before);
                }
            }
            (Kind::Map, Value::Object(entries)) => {
                self.length(shape, value, entries.len());
                let (Some(key), Some(member)) = (&shape.key, &shape.value) else { return };
                for (name, entry) in entries {
                    let before = self.enter(&format!("{}.member", shortened(name)));
                    self.value(self.service.shape(&key.shape), &Value::String(name.clone()), depth + 1);
                    self.value(self.service.shape(&member.shape), entry, depth + 1);
                    self.path.truncate(before);
                }
            }
            (Kind::String, Value::String(text)) => self.text(shape, value, text),
            (Kind::Blob, Value::String(base64)) => {
                let bytes = base64.trim_end_matches('=').len() * 3 / 4;
                self.length(shape, value, bytes);
            }
            (Kind::Integer | Kind::Long | Kind::Double | Kind::Float, Value::Number(number)) => {
                let number = number.as_f64().unwrap_or_default();
                if shape.max.is_some_and(|max| number > max) {
                    let rule = format!("Member must have value less than or equal to {}", bound(shape.max));
                    self.tell(shape, value, &rule);
                }
                if shape.min.is_some_and(|min| number < min) {
                    let rule =
                        format!("Member must have value greater than or equal to {}", bound(shape.min));
                    self.tell(shape, value, &rule);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, shape: &Shape, value: &Value, text: &str) {
        // Whatever is stored must fit into an answer of every service, and into the columns of every store.
        if !text.chars().all(is_writable) {
            self.tell(
                shape,
                value,
                "Member must contain only characters that XML 1.0 allows (no control characters)",
            );
            return;
        }
        let fits = self.length(shape, value, text.chars().count());
        if !shape.values.is_empty() && !shape.values.iter().any(|allowed| allowed == text) {
            let rule = format!("Member must satisfy enum value set: [{}]", shape.values.join(", "));
            self.tell(shape, value, &rule);
        }
        // A text beyond its bounds is not worth the time that a pattern may take over it.
        let sane = fits || text.len() <= 4096;
        if let Some(pattern) = shape.pattern.as_ref().filter(|pattern| !sane || !pattern.matches(text)) {
            let rule = format!("Member must satisfy regular expression pattern: {}", pattern.text);
            self.tell(shape, value, &rule);
        }
    }

    fn length(&mut self, shape: &Shape, value: &Value, length: usize) -> bool {
        let before = self.found.len();
        if shape.max.is_some_and(|max| length as f64 > max) {
            let rule = format!("Member must have length less than or equal to {}", bound(shape.max));
            self.tell(shape, value, &rule);
        }
        if shape.min.is_some_and(|min| (length as f64) < min) {
            let rule = format!("Member must have length greater than or equal to {}", bound(shape.min));
            self.tell(shape, value, &rule);
        }
        self.found.len() == before
    }

    fn enter(&mut self, segment: &str) -> usize {
        let before = self.path.len();
        if before > 0 {
            self.path.push('.');
        }
        self.path.push_str(segment);
        before
    }

    fn tell(&mut self, shape: &Shape, value: &Value, rule: &str) {
        let shown = match value {
            _ if shape.sensitive => "Value".to_owned(),
            Value::Null => "Value null".to_owned(),
            Value::String(text) => format!("Value '{}'", shortened(text)),
            other => format!("Value '{}'", shortened(&as_java(other))),
        };
        let message = format!("{shown} at '{}' failed to satisfy constraint: {rule}", self.path);
        self.found.push(Violation { path: self.path.clone(), message });
    }
}

/// What came in may be megabytes long: the answer repeats only its beginning.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 1024;
    let mut letters = text.chars();
    let beginning = letters.by_ref().take(SHOWN);
    let mut shown: String = beginning
        .map(|letter| if is_writable(letter) { letter } else { char::REPLACEMENT_CHARACTER })
        .collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// Lists and structures as AWS's own servers print them.
fn as_java(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().take(100).map(as_java).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .take(100)
                .map(|(name, value)| format!("{}={}", first_lower(name), as_java(value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn bound(bound: Option<f64>) -> String {
    let mut text = String::new();
    // Bounds are whole numbers in every model.
    let _ = write!(text, "{:.0}", bound.unwrap_or_default());
    text
}

fn first_lower(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::service;
    use super::*;

    fn told(operation: &str, input: &Value) -> String {
        let acm = service("acm").expect("acm");
        validation_message(&acm.violations(acm.operation(operation).expect("an operation"), input))
    }

    #[test]
    fn a_missing_member_is_told_as_aws_does() {
        assert_eq!(
            told("RequestCertificate", &json!({})),
            "1 validation error detected: Value null at 'domainName' failed to satisfy constraint: Member must not be null"
        );
    }

    #[test]
    fn items_are_counted_from_one() {
        let tags = json!([{"Key": "a", "Value": "b"}, {"Key": "a", "Value": "*"}]);
        assert_eq!(
            told("RequestCertificate", &json!({"DomainName": "example.com", "Tags": tags})),
            "1 validation error detected: Value '*' at 'tags.2.member.value' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: ([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)"
        );
    }

    #[test]
    fn several_are_told_together() {
        let message = told("RequestCertificate", &json!({"DomainName": "a b", "KeyAlgorithm": "DSA"}));
        assert!(
            message.starts_with("2 validation errors detected: Value 'a b' at 'domainName'"),
            "{message}"
        );
        assert!(message.contains("; Value 'DSA' at 'keyAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [RSA_1024, "));
    }

    #[test]
    fn a_secret_is_not_repeated() {
        let message = told(
            "ExportCertificate",
            &json!({
            "CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/x", "Passphrase": "YQ=="}),
        );
        assert!(message.contains("Value at 'passphrase' failed to satisfy constraint: Member must have length greater than or equal to 4"), "{message}");
    }

    #[test]
    fn numbers_have_bounds() {
        assert!(
            told("ListCertificates", &json!({"MaxItems": 0}))
                .contains("Member must have value greater than or equal to 1")
        );
        assert!(
            told("ListCertificates", &json!({"MaxItems": 1001}))
                .contains("Member must have value less than or equal to 1000")
        );
    }
}
