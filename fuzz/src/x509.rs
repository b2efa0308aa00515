//! Certificates and revocation lists from outside.

use tegata_x509::revocation_file::RevocationFile;
use tegata_x509::{
    KeyFile, PrivateKey, ReadCertificate, ca_bundle, chain, client_certificate, crl, describe, names, ocsp,
    pem, strict_pem,
};

/// DER, as anything that is expected in it.
pub(crate) fn der(bytes: &[u8]) {
    let _ = describe::describe(bytes);
    let _ = describe::spki_of(bytes);
    let _ = names::read(bytes);
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

/// A question to an OCSP responder.
pub(crate) fn ocsp(bytes: &[u8]) {
    if let Ok(asked) = ocsp::read_request(bytes) {
        assert!(asked.serial.len() <= bytes.len());
    }
}

/// Text with certificates in it. Those that are found are found again in what is written.
pub(crate) fn pem(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(found) = pem::decode_certificates(&text) {
        let again = pem::decode_certificates(&pem::encode_chain(&found)).expect("what is written is read");
        assert_eq!(found, again);
    }
}

/// What an owner hands in to be kept: certificates, a chain, a private key, read strictly. A key that is taken is
/// taken again in the form that it is kept in; what reads strictly reads leniently too.
pub(crate) fn imported(bytes: &[u8]) {
    if let Ok(key) = KeyFile::read(bytes) {
        let again =
            KeyFile::read(pem::encode_key(key.pkcs8_der()).as_bytes()).expect("what is kept is a key");
        assert_eq!(again.pkcs8_der(), key.pkcs8_der());
        assert_eq!(again.algorithm(), key.algorithm());
    }
    let Ok(blocks) = strict_pem::read(bytes, 4) else { return };
    if let Some(found) = std::str::from_utf8(bytes).ok().and_then(|text| pem::decode_certificates(text).ok())
    {
        let strict = blocks.iter().filter(|block| block.label.ends_with("CERTIFICATE")).count();
        assert!(found.len() <= strict);
    }
    let certificates = blocks.iter().filter_map(|block| ReadCertificate::read(&block.bytes).ok());
    let certificates: Vec<ReadCertificate> = certificates.collect();
    for (place, pair) in certificates.windows(2).enumerate() {
        let _ = pair[1].certifies(&pair[0], place);
    }
    for certificate in &certificates {
        let _ = certificate.is_self_signed();
    }
}

/// What a trust store is made of, and what a client shows: a bundle, a revocation list, a certificate. What targets learn of
/// a certificate fits a header.
pub(crate) fn trust(bytes: &[u8]) {
    let authorities = ca_bundle::read(bytes).unwrap_or_default();
    if let Ok(list) = RevocationFile::read(bytes) {
        assert_eq!(RevocationFile::read(list.der()).as_ref(), Ok(&list));
        let _ = authorities.iter().any(|authority| list.is_signed_by(authority));
    }
    for der in authorities.iter().map(ReadCertificate::der).chain([bytes]) {
        let _ = client_certificate::issued_by(der);
        if let Ok(read) = client_certificate::read(der) {
            let texts = [&read.serial, &read.issuer, &read.subject];
            assert!(texts.iter().all(|text| text.bytes().all(|byte| matches!(byte, b' '..=b'~'))));
        }
    }
}
