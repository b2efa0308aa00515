//! The table of crates in ARCHITECTURE.md is that of the manifests.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::{document, root, table};

/// A member of the workspace.
pub(crate) struct Member {
    /// The members that it depends on, tests left out.
    pub(crate) members: BTreeSet<String>,
    /// The crates of others that it names, tests included.
    pub(crate) others: BTreeSet<String>,
}

/// The members of the workspace, by their names.
pub(crate) fn members() -> BTreeMap<String, Member> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let asked = Command::new(cargo)
        .current_dir(root())
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&asked.stdout).expect("cargo's metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| {
            let mut member = Member { members: BTreeSet::new(), others: BTreeSet::new() };
            for dependency in package["dependencies"].as_array().expect("dependencies") {
                let name = dependency["name"].as_str().expect("a name").to_owned();
                if dependency["path"].is_null() {
                    member.others.insert(name);
                } else if dependency["kind"].is_null() {
                    member.members.insert(name);
                }
            }
            (package["name"].as_str().expect("a name").to_owned(), member)
        })
        .collect()
}

#[test]
fn the_table_of_crates_is_that_of_the_manifests() {
    let rows = table(&document("ARCHITECTURE.md"), "Crate");
    let named: Vec<String> = rows.iter().map(|row| row[0].trim_matches('`').to_owned()).collect();
    let members = members();
    let known: BTreeSet<&String> = members.keys().collect();
    assert_eq!(named.iter().collect::<BTreeSet<_>>(), known, "the table names each crate");
    for (row, name) in rows.iter().zip(&named) {
        let said = row[2].split(", ").filter(|said| *said != "–").map(|said| format!("tegata-{said}"));
        assert_eq!(said.collect::<BTreeSet<_>>(), members[name].members, "what {name} depends on");
    }
}

#[test]
fn no_crate_depends_on_one_above_it() {
    let rows = table(&document("ARCHITECTURE.md"), "Crate");
    let members = members();
    let mut above = BTreeSet::new();
    for row in rows {
        let name = row[0].trim_matches('`').to_owned();
        let up: Vec<_> = members[&name].members.intersection(&above).collect();
        assert!(up.is_empty(), "{name} depends on {up:?}, which the table of crates shows above it");
        above.insert(name);
    }
}
