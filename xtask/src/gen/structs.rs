//! Plain serde structs for the operations that are handled.

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::{Context, Result};
use serde_json::Value;

/// The Rust source for one service.
pub(super) fn of_service(service: &str, contract: &Value, handled: impl Fn(&str) -> bool) -> Result<String> {
    let shapes = contract["shapes"].as_object().context("shapes")?;
    let operations = contract["operations"].as_object().context("operations")?;
    let mut inputs = BTreeSet::new();
    let mut outputs = BTreeSet::new();
    for (_, operation) in operations.iter().filter(|(name, _)| handled(name)) {
        for (side, found) in [("input", &mut inputs), ("output", &mut outputs)] {
            if let Some(shape) = operation[side]["shape"].as_str() {
                reach(contract, shape, found);
            }
        }
    }
    let described = match contract["operations"].to_string().contains("\"documentation\"") {
        true => "docs/api.md",
        false => "AWS's own reference",
    };
    let mut source = format!(
        "//! Shapes of the service `{service}`: made by `cargo xtask gen` from `api/{service}.json`, not edited.\n\
         #![expect(missing_docs, reason = \"{described} describes these shapes\")]\n\n\
         use serde::{{Deserialize, Serialize}};\n",
    );
    for name in inputs.union(&outputs) {
        let shape = &shapes[name];
        if shape["type"] != "structure" {
            continue;
        }
        let members = shape["members"].as_object().context("members")?;
        let mut within = BTreeSet::new();
        reach(contract, name, &mut within);
        // What holds a secret, however deep, does not print.
        let secret = within.iter().any(|shape| shapes[shape]["sensitive"] == true);
        let debug = if secret { "" } else { "Debug, " };
        write!(
            source,
            "\n#[derive({debug}Clone, Default, PartialEq, Serialize, Deserialize)]\n#[serde(default)]\n\
             pub struct {name} {{\n",
        )?;
        let required: BTreeSet<&str> =
            shape["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (member, description) in members {
            let target = description["shape"].as_str().context("a member's shape")?;
            let kind = rust_type(contract, target);
            // A shape that has itself as a member has no size otherwise.
            let kind = if target == name { format!("Box<{kind}>") } else { kind };
            // An output may leave out what the model calls required, and an input's required members
            // have been checked against the contract.
            let plain =
                required.contains(member.as_str()) && inputs.contains(name) && !outputs.contains(name);
            let kind = if plain { kind } else { format!("Option<{kind}>") };
            let skip = if plain { "" } else { ", skip_serializing_if = \"Option::is_none\"" };
            writeln!(
                source,
                "    #[serde(rename = \"{member}\"{skip})]\n    pub {}: {kind},",
                field(member)
            )?;
        }
        source.push_str("}\n");
    }
    Ok(source)
}

fn reach(contract: &Value, shape: &str, found: &mut BTreeSet<String>) {
    if !found.insert(shape.to_owned()) {
        return;
    }
    let description = &contract["shapes"][shape];
    let members = description["members"].as_object().into_iter().flat_map(|members| members.values());
    let parts = ["member", "key", "value"].into_iter().map(|part| &description[part]);
    for target in members.chain(parts).filter_map(|part| part["shape"].as_str()) {
        reach(contract, target, found);
    }
}

fn rust_type(contract: &Value, shape: &str) -> String {
    let description = &contract["shapes"][shape];
    let part = |part: &str| rust_type(contract, description[part]["shape"].as_str().unwrap_or_default());
    match description["type"].as_str().unwrap_or_default() {
        "structure" => shape.to_owned(),
        "list" => format!("Vec<{}>", part("member")),
        "map" => format!("std::collections::BTreeMap<String, {}>", part("value")),
        "integer" | "long" => "i64".to_owned(),
        "double" | "float" => "f64".to_owned(),
        "boolean" => "bool".to_owned(),
        "timestamp" => "crate::Moment".to_owned(),
        "blob" => "crate::Blob".to_owned(),
        _ => "String".to_owned(),
    }
}

/// `SSLPolicyName` → `ssl_policy_name`.
pub(super) fn field(member: &str) -> String {
    let letters: Vec<char> = member.chars().collect();
    let mut name = String::new();
    for (place, letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(place + 1);
        let starts_word = letter.is_uppercase()
            && before.is_some_and(|before| {
                !before.is_uppercase() || after.is_some_and(|after| after.is_lowercase())
            });
        if starts_word {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    match name.as_str() {
        "type" | "return" => format!("r#{name}"),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn names_of_members_become_names_of_fields() {
        for (member, name) in [
            ("DomainName", "domain_name"),
            ("DNSName", "dns_name"),
            ("HostedZoneId", "hosted_zone_id"),
            ("Type", "r#type"),
            ("Return", "r#return"),
            ("extendedKeyUsage", "extended_key_usage"),
        ] {
            assert_eq!(field(member), name);
        }
    }
}
