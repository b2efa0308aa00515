//! The first half of issuing: decide, reserve a serial, record what is about to be signed.

use std::sync::Arc;

use tegata_model::certificate::issue::{CaaResult, Issuable, NotIssuable, plan_issue};
use tegata_model::certificate::{Certificate, Serial, ValidationMethod};
use tegata_model::validity::Window;
use tegata_model::{AuthorityId, CertificateId, DomainName};
use tegata_store::certificates;
use tegata_store::certificates::versions::{self, Reservation};

use crate::{Error, Instance, Worker};

/// A certificate that waits to be issued, as it was when the job began.
pub struct ToIssue(Certificate);

impl ToIssue {
    /// The names whose CAA records have to be looked up before anything is issued.
    pub fn names(&self) -> impl Iterator<Item = &DomainName> {
        self.0.names().iter().map(|validation| &validation.name)
    }

    /// Whether a version is served that this one is to replace.
    #[must_use]
    pub fn is_renewal(&self) -> bool {
        self.0.version.is_some()
    }

    /// How its names were proven, which CAA records may restrict (RFC 8657 §4).
    #[must_use]
    pub fn method(&self) -> ValidationMethod {
        self.0.method().unwrap_or(ValidationMethod::Email)
    }

    /// What may be issued, as things stood: for preparing it outside of a transaction. [`begin_issue`] decides
    /// again, on what is stored by then.
    ///
    /// # Errors
    /// The model's.
    pub fn issuable(&self, instance: &Instance, caa: &[CaaResult]) -> Result<Issuable, NotIssuable> {
        plan_issue(&self.0, caa, instance.clock.now())
    }
}

/// The certificate of a job to issue; `None` when nothing is to be issued (any more).
///
/// # Errors
/// When the store fails.
pub async fn to_issue(worker: &Worker, id: CertificateId) -> Result<Option<ToIssue>, Error> {
    let stored = worker.read(move |tx| certificates::find_of_any(tx, id)).await?;
    let wanted = stored.filter(|stored| stored.certificate.proving().is_some());
    Ok(wanted.map(|stored| ToIssue(stored.certificate)))
}

/// A version that was prepared: its bytes are built from an [`Issuable`] and linted, and nothing is signed yet.
pub struct Prepared {
    /// What it was prepared from.
    pub issuable: Issuable,
    /// Its serial, drawn for it alone.
    pub serial: Serial,
    /// Who is going to sign.
    pub authority: AuthorityId,
    /// From when to when the signer's own certificate is valid.
    pub issuer: Window,
    /// What is going to be signed, in DER.
    pub to_be_signed: Vec<u8>,
}

/// A version that is on record and may be signed. There is no other way to get one than [`begin_issue`].
pub struct Reserved(Arc<Prepared>);

impl Reserved {
    /// What to sign.
    #[must_use]
    pub fn to_be_signed(&self) -> &[u8] {
        &self.0.to_be_signed
    }

    /// What it was prepared from.
    #[must_use]
    pub fn issuable(&self) -> &Issuable {
        &self.0.issuable
    }

    /// Its serial.
    #[must_use]
    pub fn serial(&self) -> Serial {
        self.0.serial
    }

    /// Who signs.
    #[must_use]
    pub fn authority(&self) -> AuthorityId {
        self.0.authority
    }
}

/// Why nothing was reserved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotReserved {
    /// It may no longer be issued.
    NotIssuable(NotIssuable),
    /// Something else may be issued by now, since a day has begun: prepare that.
    Changed,
}

/// Decides once more, and reserves: after this the version may be signed.
///
/// A crash from here on leaves a reserved serial with its bytes on record; the job is done again with another.
///
/// # Errors
/// When the store fails; the inner one when what was prepared is no longer what may be issued.
pub async fn begin_issue(
    worker: &Worker,
    caa: Arc<[CaaResult]>,
    prepared: Prepared,
) -> Result<Result<Reserved, NotReserved>, Error> {
    let now = worker.clock.now();
    let prepared = Arc::new(prepared);
    let reserving = Arc::clone(&prepared);
    let reserved = worker
        .write(move |tx| -> Result<Result<(), NotReserved>, Error> {
            let id = reserving.issuable.certificate();
            let decided = certificates::find_of_any(tx, id)?
                .map_or(Err(NotIssuable::NotWanted), |stored| plan_issue(&stored.certificate, &caa, now))
                .and_then(|issuable| issuable.under(reserving.issuer));
            let decided = match decided {
                Ok(decided) if decided == reserving.issuable => decided,
                Ok(_) => return Ok(Err(NotReserved::Changed)),
                Err(refused) => return Ok(Err(NotReserved::NotIssuable(refused))),
            };
            let reservation = Reservation {
                serial: reserving.serial,
                certificate: id,
                number: decided.number(),
                authority: reserving.authority,
                not_after: decided.window().not_after,
                to_be_signed: &reserving.to_be_signed,
            };
            versions::reserve(tx, &reservation, now)?;
            Ok(Ok(()))
        })
        .await?;
    Ok(reserved.map(|()| Reserved(prepared)))
}
