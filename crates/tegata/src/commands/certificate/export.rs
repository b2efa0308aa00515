//! `tegata certificate export`.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tegata_aws::Blob;
use zeroize::Zeroizing;

use crate::client::Client;
use crate::commands::text;

/// What is exported: its member of the answer, its file, and who may read that.
const PARTS: [(&str, &str, u32); 3] = [
    ("/Certificate", "certificate.pem", 0o644),
    ("/CertificateChain", "chain.pem", 0o644),
    ("/PrivateKey", "private-key.pem", 0o600),
];

/// Exports certificate, chain and key under the passphrase in a file.
pub(super) async fn export(client: &Client, arn: &str, passphrase_file: &Path) -> Result<Value> {
    let passphrase = passphrase(passphrase_file)?;
    let input = json!({ "CertificateArn": arn, "Passphrase": Blob(passphrase.to_vec()) });
    client.call("acm", "ExportCertificate", &input).await
}

/// The first line of a file, which is also what `openssl -passin file:FILE` reads: the newline is not part of it.
fn passphrase(file: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let bytes = Zeroizing::new(
        fs::read(file).with_context(|| format!("--passphrase-file {} cannot be read", file.display()))?,
    );
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    Ok(Zeroizing::new(line.strip_suffix(b"\r").unwrap_or(line).to_vec()))
}

/// Writes what was exported into a folder, each file whole or not at all; gives the files.
pub(super) fn write(answer: &Value, folder: &Path) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(folder).with_context(|| format!("--out {} cannot be created", folder.display()))?;
    let mut written = Vec::with_capacity(PARTS.len());
    for (pointer, name, mode) in PARTS {
        let file = folder.join(name);
        replace(&file, text(answer, pointer).as_bytes(), mode)
            .with_context(|| format!("{} cannot be written", file.display()))?;
        written.push(file);
    }
    Ok(written)
}

/// Everything that was exported, one PEM after the other.
pub(super) fn shown(answer: &Value) -> String {
    PARTS.iter().map(|(pointer, ..)| text(answer, pointer)).collect()
}

fn replace(file: &Path, content: &[u8], mode: u32) -> std::io::Result<()> {
    let beside = file.with_extension("pem.new");
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut made = OpenOptions::new().write(true).create_new(true).mode(mode).open(&beside)?;
    made.write_all(content)?;
    made.sync_all()?;
    fs::rename(&beside, file)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_passphrase_is_the_first_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("passphrase");
        for (content, expected) in
            [("word", "word"), ("word\n", "word"), ("word\r\nmore\n", "word"), ("two words \n", "two words ")]
        {
            fs::write(&file, content).expect("written");
            assert_eq!(passphrase(&file).expect("read").as_slice(), expected.as_bytes(), "{content:?}");
        }
        let missing = passphrase(&folder.path().join("none")).expect_err("missing").to_string();
        assert!(missing.starts_with("--passphrase-file "), "{missing}");
    }

    #[test]
    fn a_key_is_written_for_its_owner_alone_and_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("exported");
        for content in ["one", "two"] {
            let answer =
                json!({ "Certificate": content, "CertificateChain": "chain", "PrivateKey": content });
            let files = write(&answer, &place).expect("written");
            let key = files.last().expect("a key");
            assert_eq!(fs::read_to_string(key).expect("read"), content);
            assert_eq!(fs::metadata(key).expect("there").permissions().mode() & 0o777, 0o600);
            assert_eq!(fs::read_dir(&place).expect("a folder").count(), 3, "nothing is left beside them");
        }
    }
}
