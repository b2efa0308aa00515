//! Describing a certificate.

use tegata_model::CertificateId;
use tegata_model::certificate::Certificate;
use tegata_store::certificates::{Stored, attachments};

use crate::{Caller, Error, Instance};

/// A certificate with those who serve it.
#[derive(Debug, Clone)]
pub struct Described {
    /// The certificate.
    pub certificate: Certificate,
    /// Who serves it, each once: the service and the last part of the ARN, as attached.
    pub users: Vec<String>,
}

/// Describes a certificate.
///
/// # Errors
/// `no-such-certificate`.
pub async fn describe(instance: &Instance, caller: &Caller, id: CertificateId) -> Result<Described, Error> {
    caller.may("acm:DescribeCertificate")?;
    let tenant = caller.tenant.clone();
    instance
        .read(move |tx| {
            let Stored { certificate, users } = super::certificate(tx, &tenant, id)?;
            let users = if users == 0 { Vec::new() } else { attachments::users_of(tx, id)? };
            Ok(Described { certificate, users })
        })
        .await
}
