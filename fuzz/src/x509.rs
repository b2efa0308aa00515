//! Certificates and revocation lists from outside.

use tegata_x509::{PrivateKey, chain, crl, describe, pem};

/// DER, as anything that is expected in it.
pub(crate) fn der(bytes: &[u8]) {
    let _ = describe::describe(bytes);
    let _ = describe::spki_of(bytes);
    let _ = crl::read_list(bytes);
    let _ = PrivateKey::from_pkcs8_der(bytes);
    let _ = chain::order(&[bytes.to_vec(), bytes.to_vec()]);
    let _ = chain::verify(
        bytes,
        &[bytes.to_vec()],
        &[bytes.to_vec()],
        jiff::Timestamp::UNIX_EPOCH,
        Some("a.example"),
    );
}

/// Text with certificates in it. Those that are found are found again in what is written.
pub(crate) fn pem(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(found) = pem::decode_certificates(&text) {
        let again = pem::decode_certificates(&pem::encode_chain(&found)).expect("what is written is read");
        assert_eq!(found, again);
    }
}
