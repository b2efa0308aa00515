//! docs/dependencies.md says of each crate that we name what it is for.

use std::collections::BTreeSet;

use crate::crates::members;
use crate::{document, table};

#[test]
fn each_dependency_is_documented() {
    let rows = table(&document("docs/dependencies.md"), "Dependency");
    let documented: BTreeSet<String> = rows.iter().map(|row| row[0].trim_matches('`').to_owned()).collect();
    let named: BTreeSet<String> = members().into_values().flat_map(|member| member.others).collect();
    let missing: Vec<_> = named.difference(&documented).collect();
    assert!(missing.is_empty(), "docs/dependencies.md says nothing about {missing:?}");
    let gone: Vec<_> = documented.difference(&named).collect();
    assert!(gone.is_empty(), "docs/dependencies.md names what no manifest does: {gone:?}");
    for row in &rows {
        assert!(!row[1].is_empty(), "what is {} for?", row[0]);
    }
}
