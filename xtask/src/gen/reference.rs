//! The reference of Tegata's own service, made from the descriptions in its contract.

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::{Context, Result};
use serde_json::Value;

const INTRODUCTION: &str = "# Tegata's own API

Made from `api/tegata.json` by `cargo xtask gen`; edit the descriptions there.

Operations that AWS does not have: access keys and policies, events, mails, replacements, and the instance itself. The command line uses them for these objects.

**How to call.** POST to `/` on the API's address, signed with AWS Signature Version 4 for the service `tegata`, with the headers `Content-Type: application/x-amz-json-1.1` and `X-Amz-Target: Tegata.OPERATION`. Input and output are JSON objects. Times are seconds since 1970.

**Errors.** `{\"__type\": CODE, \"message\": …}`. Every operation can answer:

| Code | Status | When |
|---|---|---|
| `ValidationException` | 400 | a member breaks a rule |
| `ResourceNotFoundException` | 400 | there is no such object in this account and region |
| `ConflictException` | 400 | the object's state does not allow it |
| `LimitExceededException` | 400 | a quota is used up |
| `AccessDeniedException` | 400 | no policy permits it, or one forbids it; the action is `tegata:OPERATION` |
| `ThrottlingException` | 400 | too many requests |
| `ServiceUnavailableException` | 503 | something that Tegata needs is not available; try again later |
| `InternalServerException` | 500 | an internal error; the log has the cause under the request ID |

Members in **bold** are required.
";

/// The page.
///
/// # Errors
/// When an operation or a member has no description.
pub(super) fn page(contract: &Value) -> Result<String> {
    let operations = contract["operations"].as_object().context("operations")?;
    let mut page = String::from(INTRODUCTION);
    let mut shown = BTreeSet::new();
    page.push_str("\n## Operations\n");
    for (name, operation) in operations {
        writeln!(page, "\n### {name}\n\n{}", description(operation, name)?)?;
        for (side, title) in [("input", "Input"), ("output", "Output")] {
            let Some(shape) = operation[side]["shape"].as_str() else { continue };
            let members = members(contract, shape, &mut shown)?;
            if !members.is_empty() {
                write!(page, "\n{title}:\n\n{members}")?;
            }
        }
    }
    page.push_str("\n## Shapes\n");
    let mut described = BTreeSet::new();
    while let Some(shape) = shown.difference(&described).next().cloned() {
        described.insert(shape);
        let all: Vec<String> = described.iter().cloned().collect();
        for shape in all {
            members(contract, &shape, &mut shown)?;
        }
    }
    for shape in &described {
        write!(page, "\n### {shape}\n\n{}", members(contract, shape, &mut BTreeSet::new())?)?;
    }
    Ok(page)
}

/// A list of a structure's members. Structures that they hold go to `shown`.
fn members(contract: &Value, shape: &str, shown: &mut BTreeSet<String>) -> Result<String> {
    let structure = &contract["shapes"][shape];
    let required: BTreeSet<&str> =
        structure["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut list = String::new();
    for (name, member) in structure["members"].as_object().context("members of a structure")? {
        let target = member["shape"].as_str().context("a member's shape")?;
        let kind = kind(contract, target, shown);
        let text = description(member, &format!("{shape}.{name}"))?;
        let name = if required.contains(name.as_str()) { format!("**{name}**") } else { name.clone() };
        writeln!(list, "- {name} ({kind}): {text}")?;
    }
    Ok(list)
}

fn description<'a>(described: &'a Value, what: &str) -> Result<&'a str> {
    described["documentation"]
        .as_str()
        .with_context(|| format!("{what} has no description in api/tegata.json"))
}

/// A shape's type with its bounds, in words.
fn kind(contract: &Value, shape: &str, shown: &mut BTreeSet<String>) -> String {
    let described = &contract["shapes"][shape];
    let bounds = match (described["min"].as_i64(), described["max"].as_i64()) {
        (Some(min), Some(max)) if min == max => format!(", {min}"),
        (Some(min), Some(max)) => format!(", {min} to {max}"),
        (Some(min), None) => format!(", from {min}"),
        (None, Some(max)) => format!(", up to {max}"),
        (None, None) => String::new(),
    };
    let values: Vec<String> = described["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|value| Some(format!("`{}`", value.as_str()?)))
        .collect();
    match described["type"].as_str().unwrap_or_default() {
        "structure" => {
            shown.insert(shape.to_owned());
            format!("[{shape}](#{})", shape.to_lowercase())
        }
        "list" => {
            let item = described["member"]["shape"].as_str().unwrap_or_default();
            format!("list of {}{bounds}", kind(contract, item, shown))
        }
        "string" if !values.is_empty() => values.join(", "),
        "string" if bounds.is_empty() => "string".to_owned(),
        "string" => format!("string{bounds} characters"),
        other => format!("{other}{bounds}"),
    }
}
