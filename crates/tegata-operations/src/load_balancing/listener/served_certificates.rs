//! What a listener chooses from when a client asks for a name.

use jiff::Timestamp;
use tegata_model::certificate::Certificate;
use tegata_model::load_balancing::ListenerId;
use tegata_model::load_balancing::listener::Tls;
use tegata_store::certificates;

use crate::reason::LoadBalancingReason;
use crate::{Caller, Error, Instance, Named};

/// What decides which certificate a listener serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedCertificates {
    /// Its policy, its default certificate, and those to choose from.
    pub tls: Tls,
    /// The certificates themselves, the default first.
    pub certificates: Vec<Certificate>,
    /// The moment for which this holds: an expired certificate is chosen last.
    pub at: Timestamp,
}

/// Reads what a listener chooses from.
///
/// # Errors
/// `no-such-listener`; `balancing-configuration` for a listener that serves none.
pub async fn served_certificates(
    instance: &Instance,
    caller: &Caller,
    named: Named<ListenerId>,
) -> Result<ServedCertificates, Error> {
    caller.may("tegata:ExplainSelection")?;
    let (tenant, at) = (caller.tenant.clone(), instance.clock.now());
    instance
        .read(move |tx| {
            let listener = super::listener(tx, &tenant, &named)?;
            let Some(tls) = listener.tls().cloned() else {
                return Err(Error::invalid(
                    LoadBalancingReason::Configuration,
                    "The listener speaks HTTP and serves no certificate. Pass the ARN of a listener with a certificate.",
                ));
            };
            let ids = listener.certificates();
            let stored = certificates::find_all(tx, &tenant, &ids)?;
            let certificates = stored.into_iter().map(|stored| stored.certificate).collect();
            Ok(ServedCertificates { tls, certificates, at })
        })
        .await
}
