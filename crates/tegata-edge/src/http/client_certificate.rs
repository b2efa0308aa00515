//! What targets learn of a client's certificate (ELB User Guide, "HTTP headers and mutual TLS").
//!
//! A target trusts these headers, so none of a client's own comes through, on any listener.

use http::header::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rustls::pki_types::CertificateDer;
use tegata_x509::{client_certificate, pem};

use crate::http_settings::ClientCertificateHeaders;

/// ELB encodes PEM as URLs are, and leaves these letters as they are.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'+')
    .remove(b'=')
    .remove(b'/');
/// What the names of these headers begin with, unless the listener has others for them.
const PREFIX: &[u8] = b"x-amzn-mtls-";

/// A client's certificate, as headers hold it.
#[derive(Debug)]
pub(crate) enum ClientCertificate {
    /// Nothing of it was verified: its chain.
    Unverified(HeaderValue),
    /// It was verified.
    Verified {
        serial_number: HeaderValue,
        issuer: HeaderValue,
        subject: HeaderValue,
        validity: HeaderValue,
        leaf: HeaderValue,
    },
}

impl ClientCertificate {
    /// A chain that was not verified, the client's certificate first; `None` when the client showed none.
    pub(crate) fn unverified(chain: &[CertificateDer<'_>]) -> Option<ClientCertificate> {
        (!chain.is_empty()).then(|| ClientCertificate::Unverified(encoded(&pem::encode_chain(chain))))
    }

    /// The first certificate of a verified chain.
    pub(crate) fn verified(chain: &[CertificateDer<'_>]) -> Option<ClientCertificate> {
        let leaf = chain.first()?;
        let read = client_certificate::read(leaf).ok()?;
        let value = |text: String| HeaderValue::try_from(text).ok();
        Some(ClientCertificate::Verified {
            serial_number: value(read.serial)?,
            issuer: value(read.issuer)?,
            subject: value(read.subject)?,
            validity: value(format!("NotBefore={};NotAfter={}", read.not_before, read.not_after))?,
            leaf: encoded(&pem::encode_certificate(leaf)),
        })
    }

    /// Adds the headers, under the names that the listener has for them.
    pub(crate) fn add_to(&self, headers: &mut HeaderMap, names: &ClientCertificateHeaders) {
        let mut put = |name: &HeaderName, value: &HeaderValue| {
            headers.insert(name.clone(), value.clone());
        };
        match self {
            ClientCertificate::Unverified(chain) => put(&names.chain, chain),
            ClientCertificate::Verified { serial_number, issuer, subject, validity, leaf } => {
                put(&names.serial_number, serial_number);
                put(&names.issuer, issuer);
                put(&names.subject, subject);
                put(&names.validity, validity);
                put(&names.leaf, leaf);
            }
        }
    }
}

fn encoded(pem: &str) -> HeaderValue {
    let text = utf8_percent_encode(pem, ENCODED).to_string();
    HeaderValue::try_from(text).expect("percent encoding leaves printable ASCII")
}

/// Removes what a client sent under the names of these headers. Servers that hand headers on as variables take `_` for `-`,
/// so both are removed.
pub(crate) fn remove_forged(headers: &mut HeaderMap, names: &ClientCertificateHeaders) {
    let is_forged = |name: &HeaderName| has_prefix(name.as_str().as_bytes()) || names.has(name);
    if !headers.keys().any(is_forged) {
        return;
    }
    let forged: Vec<HeaderName> = headers.keys().filter(|name| is_forged(name)).cloned().collect();
    for name in forged {
        headers.remove(name);
    }
}

fn has_prefix(name: &[u8]) -> bool {
    let same = |(byte, wanted): (&u8, &u8)| byte == wanted || (*byte == b'_' && *wanted == b'-');
    name.len() > PREFIX.len() && name.iter().zip(PREFIX).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_sends_under_these_names_is_removed() {
        let renamed = HeaderName::from_static("x-subject");
        let names =
            ClientCertificateHeaders { subject: renamed.clone(), ..ClientCertificateHeaders::default() };
        let mut headers = HeaderMap::new();
        for name in [
            "x-amzn-mtls-clientcert-leaf",
            "x_amzn_mtls_clientcert_subject",
            "x-amzn_mtls-clientcert",
            "x-amzn-mtls-new",
            "x-subject",
            "x-amzn-mtls-",
            "x-amzn-trace-id",
            "accept",
        ] {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static("forged"));
            headers.append(HeaderName::from_static(name), HeaderValue::from_static("again"));
        }
        remove_forged(&mut headers, &names);
        let mut left: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
        left.sort_unstable();
        assert_eq!(left, ["accept", "x-amzn-mtls-", "x-amzn-trace-id"]);
    }

    #[test]
    fn pem_is_encoded_as_elb_does() {
        assert_eq!(encoded("-----BEGIN A-----\nab+/=\n"), "-----BEGIN%20A-----%0Aab+/=%0A");
    }
}
