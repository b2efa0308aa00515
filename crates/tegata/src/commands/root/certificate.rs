//! A root certificate: read from PEM, and its fingerprint written out.

use anyhow::{Context, Result, bail};
use tegata_x509::{describe, pem};

/// A root certificate, read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RootCertificate {
    pub(super) subject: String,
    /// SHA-256 in lower-case hexadecimal.
    pub(super) fingerprint: String,
    pub(super) not_after: String,
    pub(super) pem: String,
}

/// Reads roots: certificates and nothing else, each an authority's that signed itself.
pub(super) fn read(pem: &str) -> Result<Vec<RootCertificate>> {
    let certificates = pem::decode_certificates(pem).context("the root certificates cannot be read")?;
    let roots = certificates.iter().map(|der| {
        let described = describe::describe(der).context("a root certificate cannot be read")?;
        if !described.is_authority || described.subject != described.issuer {
            bail!("{} is not a root certificate", described.subject);
        }
        Ok(RootCertificate {
            subject: described.subject,
            fingerprint: described.fingerprint,
            not_after: described.not_after.to_string(),
            // Written anew, so that nothing else comes along.
            pem: pem::encode_certificate(der),
        })
    });
    let roots = roots.collect::<Result<Vec<RootCertificate>>>()?;
    if roots.is_empty() {
        bail!("there is no root certificate");
    }
    Ok(roots)
}

/// As `openssl x509 -fingerprint` writes it.
pub(super) fn colons(fingerprint: &str) -> String {
    let upper = fingerprint.to_ascii_uppercase();
    let pairs = upper.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).into_owned());
    pairs.collect::<Vec<String>>().join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_root_is_refused() {
        for pem in ["", "rubbish", "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"] {
            read(pem).expect_err(pem);
        }
    }

    #[test]
    fn fingerprints_are_written_as_openssl_writes_them() {
        assert_eq!(colons("0aff"), "0A:FF");
    }
}
