//! PEM (RFC 7468): certificates, chains and keys.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use zeroize::Zeroizing;

use crate::Error;

/// A chain may be as large as ACM takes one (ACM API reference, `CertificateChainBlob`).
pub const CHAIN_BYTES_MAX: usize = 2_097_152;
/// How many certificates a chain may have.
pub const CHAIN_LENGTH_MAX: usize = 100;

/// A certificate in PEM.
#[must_use]
pub fn encode_certificate(der: &[u8]) -> String {
    encode("CERTIFICATE", der)
}

/// Certificates in PEM, one after the other.
#[must_use]
pub fn encode_chain<D: AsRef<[u8]>>(chain: &[D]) -> String {
    chain.iter().map(|der| encode_certificate(der.as_ref())).collect()
}

/// A revocation list in PEM.
#[must_use]
pub fn encode_crl(der: &[u8]) -> String {
    encode("X509 CRL", der)
}

/// A private key (PKCS#8) in PEM: wiped when dropped.
#[must_use]
pub fn encode_key(pkcs8: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(encode("PRIVATE KEY", pkcs8))
}

/// An RSA private key (PKCS#1) in PEM: wiped when dropped.
#[must_use]
pub fn encode_rsa_key(pkcs1: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(encode("RSA PRIVATE KEY", pkcs1))
}

/// An encrypted private key (RFC 5958 §3) in PEM.
#[must_use]
pub fn encode_encrypted_key(der: &[u8]) -> String {
    encode("ENCRYPTED PRIVATE KEY", der)
}

fn encode(label: &str, der: &[u8]) -> String {
    let body = Zeroizing::new(BASE64_STANDARD.encode(der));
    let mut text = String::with_capacity(body.len() + body.len() / 64 + 2 * label.len() + 40);
    text.push_str(&format!("-----BEGIN {label}-----\n"));
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str(&format!("-----END {label}-----\n"));
    text
}

/// A public key (SubjectPublicKeyInfo) in PEM.
#[must_use]
pub fn encode_public_key(spki: &[u8]) -> String {
    encode("PUBLIC KEY", spki)
}

/// The first block with a label, in DER; `None` when there is none.
///
/// # Errors
/// When it does not end, or is not base64.
#[must_use]
pub fn find_block(text: &str, label: &str) -> Option<Result<Vec<u8>, Error>> {
    let (_, after) = text.split_once(&format!("-----BEGIN {label}-----"))?;
    let read = after.split_once(&format!("-----END {label}-----")).map(|(body, _)| {
        let body: String = body.split_ascii_whitespace().collect();
        BASE64_STANDARD.decode(body).map_err(|error| Error::form("the PEM text", error))
    });
    Some(read.unwrap_or_else(|| Err(Error::form("the PEM text", format!("there is no END {label}")))))
}

/// The certificates in a text, in their order. Other blocks and text between blocks are passed over.
///
/// # Errors
/// When there is no certificate, too many, or one that is not base64.
pub fn decode_certificates(text: &str) -> Result<Vec<Vec<u8>>, Error> {
    if text.len() > CHAIN_BYTES_MAX {
        return Err(Error::TooLarge { what: "the PEM text", limit: CHAIN_BYTES_MAX });
    }
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("-----BEGIN ") {
        let (label, after) = after
            .split_once("-----")
            .ok_or_else(|| Error::form("the PEM text", "a BEGIN line does not end"))?;
        let end = format!("-----END {label}-----");
        let (body, after) = after
            .split_once(end.as_str())
            .ok_or_else(|| Error::form("the PEM text", format!("there is no END {label}")))?;
        if matches!(label, "CERTIFICATE" | "X509 CERTIFICATE") {
            if found.len() == CHAIN_LENGTH_MAX {
                return Err(Error::TooLarge { what: "the chain", limit: CHAIN_LENGTH_MAX });
            }
            let body: String = body.split_ascii_whitespace().collect();
            found.push(
                BASE64_STANDARD.decode(body).map_err(|error| Error::form("a certificate in PEM", error))?,
            );
        }
        rest = after;
    }
    if found.is_empty() { Err(Error::form("the PEM text", "it contains no certificate")) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_chain_survives_pem(chain in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..200), 1..5)) {
            prop_assert_eq!(decode_certificates(&encode_chain(&chain)).expect("a chain"), chain);
        }

        #[test]
        fn random_text_never_panics(text in "(-----BEGIN [A-Z]{0,12}-----|-----END [A-Z]{0,12}-----|[a-zA-Z+/=\n]{0,20}){0,8}") {
            let _ = decode_certificates(&text);
        }
    }

    #[test]
    fn an_endless_chain_is_refused() {
        let text = encode_certificate(b"x").repeat(CHAIN_LENGTH_MAX + 1);
        assert!(matches!(decode_certificates(&text), Err(Error::TooLarge { .. })));
    }
}
