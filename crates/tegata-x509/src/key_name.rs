//! What people call the algorithm of a key, with any issuer.

use const_oid::ObjectIdentifier;
use const_oid::db::{DB, rfc5912, rfc8410};
use der::Decode;
use x509_cert::spki::SubjectPublicKeyInfoRef;

use crate::KeyAlgorithm;
use crate::key::rsa_parts;

/// ACM's name of a key's algorithm where it has one, such as `EC_prime256v1`; else one of the same form. `spki` is a
/// SubjectPublicKeyInfo in DER.
#[must_use]
pub fn key_name(spki: &[u8]) -> String {
    if let Ok(algorithm) = KeyAlgorithm::of_spki(spki) {
        return algorithm.as_str().to_owned();
    }
    let Ok(info) = SubjectPublicKeyInfoRef::from_der(spki) else { return "unknown".to_owned() };
    let known = |oid: ObjectIdentifier| DB.by_oid(&oid).map_or_else(|| oid.to_string(), str::to_owned);
    match info.algorithm.oid {
        rfc8410::ID_ED_25519 => "Ed25519".to_owned(),
        rfc5912::RSA_ENCRYPTION => match rsa_parts(info.subject_public_key.raw_bytes()) {
            Ok((modulus, _)) => format!("RSA_{}", modulus.len() * 8),
            Err(_) => "RSA".to_owned(),
        },
        rfc5912::ID_EC_PUBLIC_KEY => {
            let curve = info.algorithm.parameters.and_then(|curve| curve.decode_as().ok());
            curve.map_or_else(|| "EC".to_owned(), |curve| format!("EC_{}", known(curve)))
        }
        other => known(other),
    }
}
