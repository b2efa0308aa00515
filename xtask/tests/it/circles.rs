//! No circle of imports has more than two files: a file can be read with those that it needs, and they do not lead back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::imports::{Imports, imports};
use crate::root;

/// Groups of more than two files that need one another, by any number of steps.
fn circles(imports: &Imports) -> Vec<BTreeSet<PathBuf>> {
    let reached = |from: &Path| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from.to_owned()]);
        while let Some(file) = next.pop() {
            for needed in imports.get(&file).into_iter().flatten() {
                if seen.insert(needed.clone()) {
                    next.push(needed.clone());
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&PathBuf, BTreeSet<PathBuf>> =
        imports.keys().map(|file| (file, reached(file))).collect();
    let mut found: Vec<BTreeSet<PathBuf>> = Vec::new();
    for file in imports.keys() {
        if found.iter().any(|circle| circle.contains(file)) {
            continue;
        }
        let circle: BTreeSet<PathBuf> =
            reached[file].iter().filter(|other| reached[other].contains(file)).cloned().collect();
        if circle.len() > 2 {
            found.push(circle);
        }
    }
    found
}

/// The roots of our crates and programs.
fn crate_roots() -> Vec<PathBuf> {
    let folders = std::fs::read_dir(root().join("crates")).expect("crates").flatten();
    let mut roots: Vec<PathBuf> = folders.map(|entry| entry.path()).collect();
    roots.extend(["benches", "fuzz", "xtask"].map(|name| root().join(name)));
    let of = |folder: &PathBuf| ["lib.rs", "main.rs"].map(|name| folder.join("src").join(name));
    let mut found: Vec<PathBuf> = roots.iter().flat_map(of).filter(|file| file.is_file()).collect();
    found.sort();
    found
}

#[test]
fn no_circle_of_imports_has_more_than_two_files() {
    let mut shown = Vec::new();
    for file in crate_roots() {
        let imports = imports(&file);
        for circle in circles(&imports) {
            let names: Vec<String> = circle
                .iter()
                .map(|file| file.strip_prefix(root()).expect("in the repository").display().to_string())
                .collect();
            let arrows = circle.iter().zip(&names).map(|(file, name)| {
                let needed = imports[file].intersection(&circle);
                let needed =
                    needed.map(|file| file.strip_prefix(root()).unwrap_or(file).display().to_string());
                format!("  {name} needs {}", needed.collect::<Vec<_>>().join(", "))
            });
            shown.push(format!("{} files:\n{}", names.len(), arrows.collect::<Vec<_>>().join("\n")));
        }
    }
    assert!(shown.is_empty(), "circles of imports:\n{}", shown.join("\n"));
}

#[test]
fn a_circle_is_found_through_a_re_export_and_an_inline_path() {
    let kept = tempfile::tempdir().expect("a folder");
    let folder = kept.path();
    std::fs::create_dir(folder.join("noun")).expect("a folder");
    let file = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("a file");
    file("lib.rs", "mod noun; mod other;");
    file("noun/mod.rs", "mod verb; mod thing; pub use self::thing::Thing; pub use verb::act;");
    file("noun/thing.rs", "pub struct Thing; fn f() { crate::other::g() }");
    file("noun/verb.rs", "use super::Thing; pub fn act(_: Thing) {}");
    file("other.rs", "use crate::noun; pub fn g() { noun::act(x) } #[cfg(test)] mod tests { use super::*; }");
    let imports = imports(&folder.join("lib.rs"));
    let found = circles(&imports);
    let files: Vec<Vec<String>> = found
        .iter()
        .map(|circle| {
            circle
                .iter()
                .map(|file| file.strip_prefix(folder).expect("in it").display().to_string())
                .collect()
        })
        .collect();
    assert_eq!(files, [["noun/thing.rs", "noun/verb.rs", "other.rs"]]);
}
