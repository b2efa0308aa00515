//! What of an input or an answer goes to the audit log: the members that name things, and never a secret.
//!
//! They are chosen by the contract: by the member's name and kind, and by what the contract calls sensitive. A test
//! shows every member that is chosen, for each operation that changes something.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use tegata_aws::contract::{Kind, Service, Shape, ShapeRef};

/// How many members stand in a line, and how much of each.
const MEMBERS_MAX: usize = 20;
const CHARACTERS_MAX: usize = 256;

/// Members that name something end so.
const ENDINGS: [&str; 8] = ["Arn", "Arns", "Domain", "Id", "Ids", "Name", "Names", "Reference"];
/// And these say what is done to it.
const OTHERS: [&str; 13] = [
    "Action",
    "KeyAlgorithm",
    "Port",
    "Principal",
    "Protocol",
    "RevocationReason",
    "Seconds",
    "SslPolicy",
    "State",
    "Status",
    "Type",
    "Url",
    "ValidationMethod",
];

/// Whether a member of this shape is shown.
pub(super) fn is_shown(name: &str, shape: &Shape) -> bool {
    let is_scalar = matches!(shape.kind, Kind::String | Kind::Integer | Kind::Long | Kind::Boolean);
    is_scalar
        && !shape.sensitive
        && (OTHERS.contains(&name) || ENDINGS.iter().any(|ending| name.ends_with(ending)))
}

/// The members that name things, each `Member=value`, in the order in which they come.
pub(super) fn shown<'de, D: Deserializer<'de>>(service: &Service, shape: &Shape, from: D) -> Vec<String> {
    let found = RefCell::new(Vec::new());
    // What cannot be read whole is shown as far as it was read.
    let _ = Member { service, shape, name: "", found: &found }.deserialize(from);
    found.into_inner()
}

/// A member and what is below it.
#[derive(Clone, Copy)]
struct Member<'a> {
    service: &'a Service,
    shape: &'a Shape,
    /// Items of a list have the list's.
    name: &'a str,
    found: &'a RefCell<Vec<String>>,
}

impl<'a> Member<'a> {
    fn below(self, name: &'a str, shape: &ShapeRef) -> Member<'a> {
        Member { shape: self.service.shape(&shape.shape), name, ..self }
    }

    fn take(self, value: &str) {
        let mut found = self.found.borrow_mut();
        if found.len() >= MEMBERS_MAX || !is_shown(self.name, self.shape) {
            return;
        }
        let value: String = match self.name {
            "Url" => origin(value).chars().take(CHARACTERS_MAX).collect(),
            _ => value.chars().take(CHARACTERS_MAX).collect(),
        };
        let line = format!("{}={value}", self.name);
        if !found.contains(&line) {
            found.push(line);
        }
    }
}

/// The beginning of a URL up to its path: what follows, and who it is for, may be a secret.
fn origin(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}")
}

impl<'de> DeserializeSeed<'de> for Member<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Member<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of the contract")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.take(if value { "true" } else { "false" });
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.take(&value.to_string());
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.take(&value.to_string());
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.take(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Some(item) = &self.shape.member else {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        };
        while items.next_element_seed(self.below(self.name, item))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            match self.shape.members.get_key_value(&name) {
                Some((name, member)) => members.next_value_seed(self.below(name, member))?,
                None => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fmt::Write as _;

    use serde_json::json;
    use tegata_aws::contract::{SERVICES, service};
    use tegata_model::access::schema::is_reading;

    use super::*;

    fn of(service_name: &str, operation: &str, input: &serde_json::Value) -> Vec<String> {
        let service = service(service_name).expect("a contract");
        let shape = service.operation(operation).expect("an operation").input.as_ref().expect("an input");
        shown(service, service.shape(&shape.shape), input)
    }

    #[test]
    fn names_are_shown_and_secrets_are_not() {
        let input = json!({ "DomainName": "www.example.com", "SubjectAlternativeNames": ["a.example.com"],
            "IdempotencyToken": "secret-token", "ValidationMethod": "DNS" });
        let names =
            ["DomainName=www.example.com", "SubjectAlternativeNames=a.example.com", "ValidationMethod=DNS"];
        assert_eq!(of("acm", "RequestCertificate", &input), names);
        let input = json!({ "CertificateArn": "arn:x", "Passphrase": "c2VjcmV0" });
        assert_eq!(of("acm", "ExportCertificate", &input), ["CertificateArn=arn:x"]);
        let input = json!({ "Url": "https://user:secret@hook.example:8443/secret?secret" });
        assert_eq!(of("tegata", "CreateWebhook", &input), ["Url=https://hook.example:8443"]);
    }

    #[test]
    fn a_line_has_an_end() {
        let names: Vec<String> = (0..100).map(|number| format!("{number}{}", "x".repeat(1000))).collect();
        let input = json!({ "DomainName": "example.com", "SubjectAlternativeNames": names });
        let found = of("acm", "RequestCertificate", &input);
        assert_eq!(found.len(), MEMBERS_MAX);
        assert!(found.iter().all(|line| line.len() < 2 * CHARACTERS_MAX));
    }

    /// Adding a member to a contract shows here whether it goes to the log.
    #[test]
    fn the_members_that_are_shown_are_these() {
        let mut text = String::new();
        for service in SERVICES.iter() {
            for operation in service.operations() {
                if is_reading(&operation.name) || !service.is_handled(&operation.name) {
                    continue;
                }
                let mut found = BTreeSet::new();
                for side in [&operation.input, &operation.output].into_iter().flatten() {
                    reach(service, "", &side.shape, &mut BTreeSet::new(), &mut found);
                }
                let found = Vec::from_iter(found).join(" ");
                writeln!(text, "{}:{} {found}", service.signing_name(), operation.name).expect("memory");
            }
        }
        insta::assert_snapshot!(text);
    }

    fn reach(
        service: &Service,
        name: &str,
        shape_name: &str,
        seen: &mut BTreeSet<(String, String)>,
        found: &mut BTreeSet<String>,
    ) {
        if !seen.insert((name.to_owned(), shape_name.to_owned())) {
            return;
        }
        let shape = service.shape(shape_name);
        if is_shown(name, shape) {
            found.insert(name.to_owned());
        }
        for (name, member) in &shape.members {
            reach(service, name, &member.shape, seen, found);
        }
        if let Some(item) = &shape.member {
            reach(service, name, &item.shape, seen, found);
        }
    }
}
