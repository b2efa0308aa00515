//! Certificates and keys as owners bring them, made by a library that is not ours (`fixtures/make_import.py`).

use std::path::Path;

/// A file of `fixtures/import`, such as `rsa.pem`.
///
/// # Panics
/// When it is not there.
#[must_use]
pub fn import_fixture(name: &str) -> Vec<u8> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/import").join(name);
    std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
