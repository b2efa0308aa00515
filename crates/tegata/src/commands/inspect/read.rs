//! Reading certificates and signing requests from bytes, in PEM or DER.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use tegata_x509::describe::describe;
use tegata_x509::pem;
use tegata_x509::signing_request::{SigningRequest, describe_request};

/// The largest file that is read.
const BYTES_MAX: u64 = 1024 * 1024;
/// The labels of signing requests in PEM (RFC 7468 §7).
const REQUEST_LABELS: [&str; 2] = ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"];

/// What the bytes hold.
pub(super) enum Content {
    Certificates(Vec<Vec<u8>>),
    Request(SigningRequest),
}

pub(super) fn file(path: &Path) -> Result<Content> {
    let context = || path.display().to_string();
    let bytes = limited(std::fs::File::open(path).with_context(context)?).with_context(context)?;
    content(&bytes).with_context(context)
}

pub(super) fn standard_input() -> Result<Content> {
    content(&limited(std::io::stdin().lock())?).context("standard input")
}

fn limited(from: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > BYTES_MAX {
        bail!("it has more than {BYTES_MAX} bytes, too many for a certificate");
    }
    Ok(bytes)
}

fn content(bytes: &[u8]) -> Result<Content> {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains("-----BEGIN ") => of_pem(text),
        _ => of_der(bytes),
    }
}

fn of_pem(text: &str) -> Result<Content> {
    let fault = match pem::decode_certificates(text) {
        Ok(found) => return Ok(Content::Certificates(found)),
        Err(fault) => fault,
    };
    if let Some(request) = REQUEST_LABELS.iter().find_map(|label| pem::find_block(text, label)) {
        return Ok(Content::Request(describe_request(&request?)?));
    }
    if text.contains("PRIVATE KEY-----") {
        bail!("it contains a private key but no certificate");
    }
    Err(fault.into())
}

fn of_der(bytes: &[u8]) -> Result<Content> {
    let fault = match describe(bytes) {
        Ok(_) => return Ok(Content::Certificates(vec![bytes.to_vec()])),
        Err(fault) => fault,
    };
    if let Ok(request) = describe_request(bytes) {
        return Ok(Content::Request(request));
    }
    if is_pkcs12(bytes) {
        bail!("it is an encrypted PKCS#12 file: use `openssl pkcs12 -in FILE -nokeys | tegata inspect -`");
    }
    Err(fault).context("it is neither PEM nor a certificate or signing request in DER")
}

/// A sequence that begins with the version 3 (RFC 7292 §4).
fn is_pkcs12(bytes: &[u8]) -> bool {
    bytes.first() == Some(&0x30)
        && bytes.iter().take(8).collect::<Vec<_>>().windows(3).any(|it| it == [&2, &1, &3])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_says_what_it_is() {
        for (bytes, why) in [
            (&b""[..], "neither PEM nor"),
            (b"rubbish", "neither PEM nor"),
            (b"-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n", "a private key"),
            (b"\x30\x82\x0a\x00\x02\x01\x03\x30", "PKCS#12"),
        ] {
            let Err(error) = content(bytes) else { panic!("{why}") };
            assert!(format!("{error:#}").contains(why), "{error:#}");
        }
    }
}
