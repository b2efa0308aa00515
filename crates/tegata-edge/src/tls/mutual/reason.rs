//! Why a client's certificate was refused, in the words of ELB's connection logs (ELB User Guide, "Connection logs for your
//! Application Load Balancer", error reason codes).

use std::fmt;
use std::io;

use rustls::{CertificateError, Error, OtherError};

/// How many certificates a chain may have, the client's included (ELB User Guide, "Quotas for your Application Load
/// Balancers": certificate chain depth).
pub(super) const CHAIN_MAX: usize = 4;

/// Every reason.
pub(crate) const REASONS: [&str; 8] = [
    "ClientCertCrlHit",
    "ClientCertExpired",
    "ClientCertInvalid",
    "ClientCertMaxChainDepthExceeded",
    "ClientCertNotYetValid",
    "ClientCertPurposeInvalid",
    "ClientCertUntrusted",
    UNMAPPED,
];

/// What ELB has no word for: a client without a certificate, for example.
const UNMAPPED: &str = "UnmappedConnectionError";

/// A chain that is longer than is accepted.
#[derive(Debug)]
pub(super) struct TooDeep;

impl fmt::Display for TooDeep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the chain has more than {} certificates", CHAIN_MAX)
    }
}

impl std::error::Error for TooDeep {}

/// The reason for which a handshake failed that had come to the client's certificate; `None` for one that failed before.
pub(super) fn reason(error: &io::Error) -> Option<&'static str> {
    let error = error.get_ref()?.downcast_ref::<Error>()?;
    Some(match error {
        Error::NoCertificatesPresented => UNMAPPED,
        Error::InvalidCertificate(error) => of_certificate(error),
        _ => return None,
    })
}

fn of_certificate(error: &CertificateError) -> &'static str {
    match error {
        CertificateError::Revoked => "ClientCertCrlHit",
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "ClientCertExpired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "ClientCertNotYetValid"
        }
        CertificateError::UnknownIssuer => "ClientCertUntrusted",
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "ClientCertPurposeInvalid"
        }
        CertificateError::Other(OtherError(other)) if other.is::<TooDeep>() => {
            "ClientCertMaxChainDepthExceeded"
        }
        _ => "ClientCertInvalid",
    }
}
