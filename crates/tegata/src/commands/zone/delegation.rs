//! `tegata zone delegation`: what to enter at the registrar, and what is wrong at which hop.

use serde_json::Value;

use super::super::{items, text};
use crate::output::Style;

/// The answer of CheckDelegation for people.
pub(super) fn shown(answer: &Value, style: &Style) -> String {
    let name = text(answer, "/DomainName");
    let mut lines = vec![style.strong(&format!("Name servers to enter at the registrar of {name}"))];
    for server in items(answer, "/NameServers") {
        let addresses: Vec<&str> = items(server, "/Addresses").filter_map(Value::as_str).collect();
        let glue = if addresses.is_empty() { String::new() } else { format!("  {}", addresses.join(", ")) };
        lines.push(format!("  {}{glue}", text(server, "/Name")));
    }
    let way: Vec<&str> = items(answer, "/Way").filter_map(Value::as_str).collect();
    if !way.is_empty() {
        lines.push(format!("Looked up from the root down: {} → {name}", way.join(" → ")));
    }
    lines.push(String::new());
    if text(answer, "/Status") == "DELEGATED" {
        lines.push(style.good(&format!("The delegation is done: resolvers find {name} here.")));
        return lines.join("\n");
    }
    for finding in items(answer, "/Findings") {
        let at = match text(finding, "/At") {
            "" => String::new(),
            at => format!(" at {at}"),
        };
        lines.push(style.bad(&format!("{}{at}", text(finding, "/Code"))));
        lines.push(format!("  {}", text(finding, "/Cause")));
        lines.push(format!("  What to do: {}", text(finding, "/NextStep")));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn servers_come_first_then_each_fault_with_what_to_do() {
        let mut answer = json!({ "DomainName": "example.com.", "Status": "NOT_DELEGATED", "Way": [".", "com."],
            "NameServers": [{ "Name": "ns.example.com.", "Addresses": ["192.0.2.1"] }],
            "Findings": [{ "Code": "glue-missing", "At": "com.", "Cause": "No glue.", "NextStep": "Enter it." }] });
        let told = shown(&answer, &Style::plain());
        assert_eq!(
            told,
            "Name servers to enter at the registrar of example.com.\n  ns.example.com.  192.0.2.1\nLooked up from the root \
             down: . → com. → example.com.\n\nglue-missing at com.\n  No glue.\n  What to do: Enter it."
        );
        answer["Status"] = json!("DELEGATED");
        assert!(shown(&answer, &Style::plain()).ends_with("resolvers find example.com. here."));
    }
}
