//! Which members of an input name objects, as `api/references.txt` declares it.
//!
//! Permission is asked for each object that a request names. So a member that names one and is not declared would be
//! read without permission: [`Service::reference_faults`] finds those that look like it, for a test.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Kind, Operation, Service, Shape};

/// How members that name objects end, in AWS's contracts and in Tegata's own.
const ENDINGS: [&str; 4] = ["Arn", "Arns", "Id", "Ids"];

/// A member that names objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The kinds of objects, as `certificate`. `names` means that objects are found among all of an account by their
    /// names.
    pub kinds: Vec<String>,
    /// The member, from the input down. Lists on the way stand for each of their items.
    pub path: Vec<String>,
    /// When it names one; always, when there is no condition.
    pub when: Option<Condition>,
}

/// A member of the input that has to have a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The member.
    pub member: String,
    /// Its value.
    pub value: String,
}

/// A line of `api/references.txt` after the service.
pub(super) struct Declared<'a> {
    pub(super) operation: &'a str,
    pub(super) references: Vec<Reference>,
    pub(super) not_references: Vec<String>,
}

/// Reads `Operation account`, or `Operation kind|kind:Path.To.Member?Member=value not:Member …`.
pub(super) fn parse(line: &str) -> Result<Declared<'_>, String> {
    let mut words = line.split_whitespace();
    let operation = words.next().ok_or("no operation")?;
    let mut declared = Declared { operation, references: Vec::new(), not_references: Vec::new() };
    let mut is_empty = true;
    for word in words {
        is_empty = false;
        match word.split_once(':') {
            None if word == "account" => {}
            None => return Err(format!("'{word}' is neither 'account' nor KIND:MEMBER")),
            Some(("not", member)) => declared.not_references.push(member.to_owned()),
            Some((kinds, rest)) => declared.references.push(reference(kinds, rest)?),
        }
    }
    if is_empty { Err("no members, and not 'account' either".to_owned()) } else { Ok(declared) }
}

fn reference(kinds: &str, rest: &str) -> Result<Reference, String> {
    let (path, when) = rest.split_once('?').map_or((rest, None), |(path, when)| (path, Some(when)));
    let condition = |when: &str| {
        let (member, value) = when.split_once('=').ok_or(format!("'{when}' is not MEMBER=VALUE"))?;
        Ok::<_, String>(Condition { member: member.to_owned(), value: value.to_owned() })
    };
    Ok(Reference {
        kinds: kinds.split('|').map(str::to_owned).collect(),
        path: path.split('.').map(str::to_owned).collect(),
        when: when.map(condition).transpose()?,
    })
}

impl Reference {
    /// The texts of this member in an input.
    #[must_use]
    pub fn texts<'a>(&self, input: &'a Value) -> Vec<&'a str> {
        let holds =
            |when: &Condition| input.get(&when.member).and_then(Value::as_str) == Some(when.value.as_str());
        let mut found = Vec::new();
        if self.when.as_ref().is_none_or(holds) {
            collect(input, &self.path, &mut found);
        }
        found
    }
}

fn collect<'a>(value: &'a Value, path: &[String], found: &mut Vec<&'a str>) {
    match (value, path) {
        (Value::Array(items), _) => items.iter().for_each(|item| collect(item, path, found)),
        (Value::String(text), []) => found.push(text),
        (Value::Object(members), [first, rest @ ..]) => {
            if let Some(member) = members.get(first) {
                collect(member, rest, found);
            }
        }
        _ => {}
    }
}

impl Service {
    /// What is wrong with the declared references of the operations that are built: none declared, a declared member
    /// that the contract does not have, or a member that looks like a reference and is not declared.
    #[must_use]
    pub fn reference_faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for operation in self.operations().filter(|operation| self.is_handled(&operation.name)) {
            let mut fault = |what: String| faults.push(format!("{} {}: {what}", self.name, operation.name));
            let Some(declared) = &operation.references else {
                fault("declares no references, and not that it has none".to_owned());
                continue;
            };
            let paths: BTreeSet<String> = declared.iter().map(|reference| reference.path.join(".")).collect();
            let members = self.text_members(operation);
            for path in paths.difference(&members) {
                fault(format!("{path} is declared, and not in the contract"));
            }
            for path in members.difference(&paths).filter(|path| looks_like_reference(path)) {
                let member = path.rsplit('.').next().unwrap_or(path);
                let mut others = self.not_references.iter().chain(&operation.not_references);
                if !others.any(|other| other == member || other == path) {
                    fault(format!(
                        "{path} looks like a reference, and is declared neither as one nor as none"
                    ));
                }
            }
        }
        faults
    }

    /// The paths of the members of an input that are texts or lists of texts. A structure within itself is seen once.
    fn text_members(&self, operation: &Operation) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        if let Some(input) = &operation.input {
            self.walk(&input.shape, &mut Vec::new(), &mut Vec::new(), &mut found);
        }
        found
    }

    fn walk<'a>(
        &'a self,
        shape: &'a str,
        path: &mut Vec<&'a str>,
        above: &mut Vec<&'a str>,
        found: &mut BTreeSet<String>,
    ) {
        let described: &Shape = self.shape(shape);
        match described.kind {
            Kind::String => {
                found.insert(path.join("."));
            }
            Kind::List => {
                if let Some(item) = &described.member {
                    self.walk(&item.shape, path, above, found);
                }
            }
            Kind::Structure if !above.contains(&shape) => {
                above.push(shape);
                for (name, member) in &described.members {
                    path.push(name);
                    self.walk(&member.shape, path, above, found);
                    path.pop();
                }
                above.pop();
            }
            _ => {}
        }
    }
}

fn looks_like_reference(path: &str) -> bool {
    ENDINGS.iter().any(|ending| path.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::contract::SERVICES;

    #[test]
    fn every_operation_declares_what_it_names() {
        for service in SERVICES.iter() {
            assert_eq!(service.reference_faults(), Vec::<String>::new());
        }
    }

    #[test]
    fn texts_are_found_through_lists_and_under_their_condition() {
        let line = "CreateThing thing:Things.ThingArn thing|other:Ids?Kind=thing not:OtherId";
        let declared = parse(line).expect("a line");
        assert_eq!(
            (declared.operation, declared.not_references),
            ("CreateThing", vec!["OtherId".to_owned()])
        );
        let [nested, conditional] = &declared.references[..] else { panic!("two references") };
        let input =
            json!({ "Things": [{ "ThingArn": "a" }, { "ThingArn": "b" }], "Ids": ["c"], "Kind": "x" });
        assert_eq!(nested.texts(&input), ["a", "b"]);
        assert_eq!((conditional.texts(&input), conditional.kinds.len()), (Vec::new(), 2));
        assert_eq!(conditional.texts(&json!({ "Ids": ["c", "d"], "Kind": "thing" })), ["c", "d"]);
        assert!(parse("CreateThing").is_err() && parse("CreateThing thing").is_err());
    }
}
