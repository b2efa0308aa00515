//! Showing the certificates of a listener.

use tegata_model::CertificateId;
use tegata_model::load_balancing::ListenerId;

use crate::{Caller, Error, Instance, Named};

/// A certificate in its place on a listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Which.
    pub certificate: CertificateId,
    /// Whether it is served when no other matches.
    pub place: Place,
}

/// A certificate's place on a listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Served when no other matches.
    Default,
    /// Chosen by SNI.
    Listed,
}

/// Shows the certificates of a listener: the default, and those to choose from by SNI, among which the
/// default may stand again.
///
/// # Errors
/// `no-such-listener`.
pub async fn list_certificates(
    instance: &Instance,
    caller: &Caller,
    named: Named<ListenerId>,
) -> Result<Vec<Placed>, Error> {
    caller.may("elasticloadbalancing:DescribeListenerCertificates")?;
    let tenant = caller.tenant.clone();
    let found = instance.read(move |tx| super::listener(tx, &tenant, &named)).await?;
    let Some(tls) = found.tls() else { return Ok(Vec::new()) };
    let default = Placed { certificate: tls.default_certificate, place: Place::Default };
    let listed = tls.certificates.iter().map(|id| Placed { certificate: *id, place: Place::Listed });
    Ok(std::iter::once(default).chain(listed).collect())
}
