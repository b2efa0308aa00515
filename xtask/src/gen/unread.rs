//! Members that operations accept and never look at: each is on a list with its reason, and no other is.
//!
//! A member counts as read when the function of its operation names its field. Of structures within an input it is
//! enough that a file of the service does, for they are shared.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::structs::field;
use super::{contract, services};
use crate::folders::root;

/// The sources of a service's endpoints, without tests.
fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder of endpoints") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if path.is_dir() && !matches!(name.as_str(), "tests" | "snapshots") {
            sources(&path, found);
        } else if name.ends_with(".rs") && name != "tests.rs" {
            found.push(fs::read_to_string(&path).expect("a source"));
        }
    }
}

/// The function that a row `"Operation" => path::function,` of a dispatch table names.
fn function_of<'a>(sources: &'a [String], operation: &str) -> Option<&'a str> {
    let row = format!("\"{operation}\" => ");
    let path = sources.iter().find_map(|source| source.split_once(&row))?.1.split(',').next()?;
    let start = format!("async fn {}(", path.rsplit("::").next()?.trim());
    let body = sources.iter().find_map(|source| source.split_once(&start))?.1;
    body.split("\n}\n").next()
}

fn names(text: &str, member: &str) -> bool {
    let field = field(member);
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '#';
    text.split(|letter| !is_word(letter)).any(|word| word == field)
}

/// The structures within an input, not the input itself.
fn structures<'a>(contract: &'a Value, shape: &'a str, found: &mut BTreeSet<&'a str>) {
    let described = &contract["shapes"][shape];
    let members = described["members"].as_object().into_iter().flat_map(|members| members.values());
    for part in members.chain([&described["member"], &described["value"]]) {
        let Some(target) = part["shape"].as_str() else { continue };
        let is_structure = contract["shapes"][target]["type"] == "structure";
        if !is_structure || found.insert(target) {
            structures(contract, target, found);
        }
    }
}

/// Members of a service that nothing reads, as `Operation Member` and `Structure Member`.
fn unread(service: &str, contract: &Value, handled: impl Fn(&str) -> bool) -> BTreeSet<(String, String)> {
    let mut of_service = Vec::new();
    sources(&root().join("crates/tegata-endpoints/src").join(service), &mut of_service);
    let mut found = BTreeSet::new();
    let mut shared = BTreeSet::new();
    let operations = contract["operations"].as_object().expect("operations");
    for (operation, described) in operations.iter().filter(|(name, _)| handled(name)) {
        let Some(input) = described["input"]["shape"].as_str() else { continue };
        let function = function_of(&of_service, operation).unwrap_or_default();
        assert!(!function.is_empty(), "{service} {operation}: its function was not found");
        let members = contract["shapes"][input]["members"].as_object().expect("members");
        for member in members.keys().filter(|member| !names(function, member)) {
            found.insert((operation.clone(), member.clone()));
        }
        structures(contract, input, &mut shared);
    }
    for structure in shared {
        let members = contract["shapes"][structure]["members"].as_object().expect("members");
        for member in members.keys().filter(|member| !of_service.iter().any(|text| names(text, member))) {
            found.insert((structure.to_owned(), member.clone()));
        }
    }
    found
}

#[test]
fn every_member_that_is_accepted_is_read_or_listed_with_a_reason() {
    let api = root().join("api");
    let text = fs::read_to_string(api.join("unread.txt")).expect("the list");
    let mut listed = BTreeSet::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut words = line.splitn(4, ' ');
        let (of, place, member) = (words.next(), words.next(), words.next());
        let (Some(of), Some(place), Some(member)) = (of, place, member) else { panic!("{line}") };
        assert!(words.next().is_some_and(|reason| !reason.trim().is_empty()), "{line}: no reason");
        assert!(listed.insert((of, place, member)), "{line}: twice");
    }
    let unsupported = fs::read_to_string(api.join("unsupported.txt")).expect("the list");
    let mut used = BTreeSet::new();
    let mut faults = Vec::new();
    for service in services(&api).expect("services") {
        let contract = contract(&api, &service).expect("a contract");
        let handled =
            |operation: &str| !unsupported.lines().any(|line| line == format!("{service} {operation}"));
        for (place, member) in unread(&service, &contract, handled) {
            let mut lines = listed.iter().filter(|(of, listed_place, listed_member)| {
                *of == service
                    && *listed_place == place
                    && (*listed_member == member || *listed_member == "*")
            });
            match lines.next() {
                Some(line) => _ = used.insert(*line),
                None => faults.push(format!("{service} {place} {member} is accepted and nothing reads it")),
            }
        }
    }
    faults.extend(listed.difference(&used).map(|line| format!("{line:?} is listed, and is read")));
    assert_eq!(faults, Vec::<String>::new());
}
