//! No large file is tracked by git: a memory image or a database that was added by mistake stays in every clone.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::counts::TestCounts;
use crate::folders::root;

/// The most that a tracked file may have, in bytes.
const BYTES_MAX: u64 = 256 * 1024;
/// Files that may have more.
const LARGE: &[&str] = &[];

/// Fails for each tracked file that is too large.
pub(super) fn large_files() -> Result<TestCounts> {
    let listed = Command::new("git").current_dir(root()).args(["ls-files", "-z"]).output();
    let listed = listed.context("`git ls-files` does not run")?;
    if !listed.status.success() {
        bail!("`git ls-files` failed: {}", String::from_utf8_lossy(&listed.stderr).trim());
    }
    let files = String::from_utf8(listed.stdout).context("a file's name is not UTF-8")?;
    let mut counts = TestCounts { passed: 1, failed: 0 };
    for file in files.split('\0').filter(|file| !file.is_empty() && !LARGE.contains(file)) {
        // One that is deleted and not committed yet is no larger than nothing.
        let bytes = fs::symlink_metadata(root().join(file)).map_or(0, |found| found.len());
        if bytes > BYTES_MAX {
            eprintln!(
                "{file} has {bytes} bytes, but a tracked file may have at most {BYTES_MAX}: remove it from \
                 git"
            );
            counts = TestCounts::failure();
        }
    }
    Ok(counts)
}
