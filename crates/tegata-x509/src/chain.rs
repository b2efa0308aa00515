//! Chains: putting certificates in order, and verifying a path.

use std::time::Duration;

use jiff::Timestamp;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use crate::Error;
use crate::describe::{Description, describe};

/// Why a path does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// A certificate that cannot be read.
    #[error(transparent)]
    Form(#[from] Error),
    /// A certificate of the path does not count yet, or no longer.
    #[error("a certificate of the chain is not valid at this time: {0}")]
    Time(String),
    /// No path leads to an anchor: in webpki's words.
    #[error("the chain does not end in a trusted root: {0}")]
    Path(String),
    /// The certificate is not for this name.
    #[error("the certificate is not for {name}: it is for {}", listed(names))]
    Name {
        /// The name that was asked for.
        name: String,
        /// The names that it has.
        names: Vec<String>,
    },
}

/// Verifies that a path leads from `leaf` over `intermediates` to one of `anchors` at `now`, for a TLS server
/// called `name` when one is given (RFC 5280 §6, RFC 9525).
///
/// # Errors
/// When it does not.
pub fn verify<D: AsRef<[u8]>>(
    leaf: &[u8],
    intermediates: &[D],
    anchors: &[D],
    now: Timestamp,
    name: Option<&str>,
) -> Result<(), ChainError> {
    let path = |error: webpki::Error| match error {
        webpki::Error::CertExpired { .. } | webpki::Error::CertNotValidYet { .. } => {
            ChainError::Time(error.to_string())
        }
        other => ChainError::Path(other.to_string()),
    };
    let leaf_der = CertificateDer::from_slice(leaf);
    let end_entity = EndEntityCert::try_from(&leaf_der).map_err(path)?;
    let anchor_ders: Vec<CertificateDer<'_>> =
        anchors.iter().map(|anchor| CertificateDer::from_slice(anchor.as_ref())).collect();
    // A machine's store may have certificates of long ago that cannot be read any more: no path leads to them.
    let anchors: Vec<_> = anchor_ders.iter().filter_map(|der| anchor_from_trusted_cert(der).ok()).collect();
    let intermediates: Vec<CertificateDer<'_>> =
        intermediates.iter().map(|der| CertificateDer::from_slice(der.as_ref())).collect();
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    end_entity
        .verify_for_usage(
            ALL_VERIFICATION_ALGS,
            &anchors,
            &intermediates,
            UnixTime::since_unix_epoch(Duration::from_secs(seconds)),
            KeyUsage::server_auth(),
            None,
            None,
        )
        .map_err(path)?;
    name.map_or(Ok(()), |name| check_name(leaf, name))
}

/// Whether a certificate is for a TLS server called `name`, a DNS name or an IP address (RFC 9525).
///
/// # Errors
/// When it is not, or cannot be read.
pub fn check_name(leaf: &[u8], name: &str) -> Result<(), ChainError> {
    let leaf_der = CertificateDer::from_slice(leaf);
    let refused = || {
        let described = describe(leaf).ok();
        let addresses = described.iter().flat_map(|leaf| &leaf.ip_addresses).map(ToString::to_string);
        let names = described.iter().flat_map(|leaf| leaf.dns_names.clone()).chain(addresses).collect();
        ChainError::Name { name: name.to_owned(), names }
    };
    let server = ServerName::try_from(name).map_err(|_| refused())?;
    let end_entity = EndEntityCert::try_from(&leaf_der).map_err(|_| refused())?;
    end_entity.verify_is_valid_for_subject_name(&server).map_err(|_| refused())
}

/// Puts certificates in order, the leaf first, each followed by the one that says to have issued it.
/// What belongs to no path from the leaf is left out. Signatures are not looked at.
///
/// # Errors
/// When a certificate cannot be read.
pub fn order(bag: &[Vec<u8>]) -> Result<Vec<Vec<u8>>, Error> {
    let described = bag.iter().map(|der| describe(der)).collect::<Result<Vec<Description>, Error>>()?;
    let leaf = described.iter().position(|certificate| !certificate.is_authority).unwrap_or_default();
    let mut path: Vec<usize> = Vec::new();
    let mut next = (!bag.is_empty()).then_some(leaf);
    while let Some(current) = next {
        path.push(current);
        let child = &described[current];
        next = (0..bag.len()).find(|candidate| {
            let issuer = &described[*candidate];
            let keys_agree = child.authority_key.is_none()
                || issuer.subject_key.is_none()
                || child.authority_key == issuer.subject_key;
            !path.contains(candidate) && issuer.subject == child.issuer && keys_agree
        });
    }
    Ok(path.into_iter().map(|place| bag[place].clone()).collect())
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "no name at all".to_owned() } else { names.join(", ") }
}
