//! Attaching certificates to listeners: in the transaction that changes the listener, so that "in use"
//! is exact. A certificate's user is the load balancer; each listener of it holds on by itself.

use jiff::Timestamp;
use tegata_model::holder::{Attachment, Holder};
use tegata_model::load_balancing::Listener;
use tegata_model::load_balancing::listener::{NotServable, may_serve};
use tegata_store::certificates::{self, attachments};
use tegata_store::{StoreError, WriteTx};

use super::words::Words;
use crate::Error;
use crate::reason::LoadBalancingReason;

/// Which certificates may be attached.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Eligibility {
    /// Those that may be served at this time.
    At(Timestamp),
    /// Any: they were served before, and come back.
    Before,
}

/// Attaches what `after` serves and `before` did not, and detaches the rest.
///
/// Only what is newly attached must be fit to be served: one that expired in service stays.
pub(super) fn reattach(
    tx: &mut WriteTx<'_>,
    before: Option<&Listener>,
    after: &Listener,
    words: &Words,
    eligibility: Eligibility,
) -> Result<(), Error> {
    let attachment = Attachment::of_listener(after);
    let (had, has) = (before.map_or_else(Vec::new, Listener::certificates), after.certificates());
    for id in has.iter().filter(|id| !had.contains(id)) {
        let not_found = || {
            let words = words.certificate(*id);
            Error::not_found(
                LoadBalancingReason::CertificateNotFound,
                format!("Certificate '{words}' not found"),
            )
        };
        let stored = certificates::find(tx, &after.tenant, *id)?.ok_or_else(not_found)?;
        let servable = match eligibility {
            Eligibility::At(now) => may_serve(&stored.certificate, after.kind(), now),
            Eligibility::Before => Ok(()),
        };
        servable.map_err(|refused| {
            let words = words.certificate(*id);
            match refused {
                NotServable::NotIssued => Error::invalid(
                    LoadBalancingReason::CertificateUnsupported,
                    format!(
                        "The certificate '{words}' must have a fully-qualified domain name, a supported signature, and a supported key size."
                    ),
                ),
                NotServable::KeyNotHeld => Error::invalid(
                    LoadBalancingReason::CertificateUnsupported,
                    format!(
                        "The certificate '{words}' was requested with a certificate signing request, so \
                         Tegata does not have its private key. Attach another certificate"
                    ),
                ),
                NotServable::Expired => Error::invalid(
                    LoadBalancingReason::Value,
                    format!("Certificate ARN '{words}' is not valid"),
                ),
            }
        })?;
        attachments::attach(tx, &after.tenant, *id, &attachment)?.map_err(|_| not_found())?;
    }
    for id in had.iter().filter(|id| !has.contains(id)) {
        attachments::detach(tx, *id, attachment.holder)?;
    }
    Ok(())
}

/// Detaches everything that `listener` serves.
pub(super) fn detach_all(tx: &mut WriteTx<'_>, listener: &Listener) -> Result<(), StoreError> {
    let holder = Holder::Listener(listener.id);
    listener.certificates().into_iter().try_for_each(|id| attachments::detach(tx, id, holder))
}
