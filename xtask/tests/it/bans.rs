//! The ban on `Worker::new` holds: endpoints cannot call the operations that have no caller.
//!
//! An entry of clippy.toml whose path is wrong says nothing. Each permitted caller therefore *expects* the lint: when
//! the ban stops firing, clippy reports the expectation as unfulfilled, and the test command fails.

use std::path::{Path, PathBuf};

use crate::{document, root};

const CALL: &str = "Worker::new(";
const EXPECTATION: &str = "#[expect(clippy::disallowed_methods";
/// The effects make the worker of the process, and tests play the effects.
const PERMITTED: [&str; 2] = ["crates/tegata-effects/src/lib.rs", "crates/tegata-testkit/src/world.rs"];

/// The Rust files in a folder and those below it.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The lines that call the constructor, without comments.
fn calls(text: &str) -> Vec<usize> {
    let code = |line: &str| line.split("//").next().unwrap_or_default().contains(CALL);
    text.lines().enumerate().filter(|(_, line)| code(line)).map(|(number, _)| number).collect()
}

#[test]
fn a_worker_is_made_by_two_functions_which_expect_the_ban_to_fire() {
    let entry = r#"{ path = "tegata_operations::worker::Worker::new", reason = "#;
    assert!(document("clippy.toml").lines().any(|line| line.trim().starts_with(entry)), "it is not banned");
    let mut files = Vec::new();
    for folder in ["crates", "benches", "fuzz"] {
        sources(&root().join(folder), &mut files);
    }
    let mut callers = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a source");
        let lines: Vec<&str> = text.lines().collect();
        for call in calls(&text) {
            let name = file.strip_prefix(root()).expect("in the repository").display().to_string();
            let above = &lines[call.saturating_sub(2)..call];
            assert!(above.iter().any(|line| line.contains(EXPECTATION)), "{name}: {}", lines[call]);
            callers.push(name);
        }
    }
    callers.sort();
    assert_eq!(callers, PERMITTED);
}
