//! The first half of issuing: decide, reserve a serial, record what is about to be signed.

use std::sync::Arc;

use jiff::Timestamp;
use tegata_model::certificate::issue::{CaaResult, Issuable, NotIssuable, plan_issue};
use tegata_model::certificate::{Certificate, Serial, ValidationMethod};
use tegata_model::validity::Window;
use tegata_model::{AuthorityId, CertificateId, DomainName};
use tegata_store::certificates::versions::{self, Reservation};
use tegata_store::certificates::{self, Stored, Unread};

use crate::{Error, Instance, Worker};

/// A certificate that waits to be issued, as it was when the job began.
pub struct ToIssue {
    stored: Stored,
    /// The row that it was read from: while that stays the same, what is worked out here holds.
    row: Unread,
}

impl ToIssue {
    /// The names whose CAA records have to be looked up before anything is issued.
    pub fn names(&self) -> impl Iterator<Item = &DomainName> {
        self.stored.certificate.names().iter().map(|validation| &validation.name)
    }

    /// Whether a version is served that this one is to replace.
    #[must_use]
    pub fn is_renewal(&self) -> bool {
        self.stored.certificate.version.is_some()
    }

    /// How its names were proven, which CAA records may restrict (RFC 8657 §4).
    #[must_use]
    pub fn method(&self) -> ValidationMethod {
        self.stored.certificate.method().unwrap_or(ValidationMethod::Email)
    }

    /// What may be issued, as things stood: for preparing it outside of a transaction. [`begin_issue`] decides
    /// again, on what is stored by then.
    ///
    /// # Errors
    /// The model's.
    pub fn issuable(&self, instance: &Instance, caa: &[CaaResult]) -> Result<Issuable, NotIssuable> {
        plan_issue(&self.stored.certificate, caa, instance.clock.now())
    }
}

impl ToIssue {
    /// The certificate as it was read.
    pub(super) fn stored(&self) -> &Stored {
        &self.stored
    }

    /// Whether the certificate is as it was read.
    pub(super) fn is_of(&self, row: &Unread) -> bool {
        self.row == *row
    }
}

/// The certificate of a job to issue; `None` when nothing is to be issued (any more).
///
/// # Errors
/// When the store fails.
pub async fn to_issue(worker: &Worker, id: CertificateId) -> Result<Option<ToIssue>, Error> {
    let Some(row) = worker.read(move |tx| certificates::find_unread(tx, id)).await? else { return Ok(None) };
    let stored = row.read()?;
    Ok(stored.certificate.proving().is_some().then_some(ToIssue { stored, row }))
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
pub struct Reserved {
    prepared: Arc<Prepared>,
    /// The certificate as it was then.
    of: Arc<ToIssue>,
}

impl Reserved {
    /// What to sign.
    #[must_use]
    pub fn to_be_signed(&self) -> &[u8] {
        &self.prepared.to_be_signed
    }

    /// What it was prepared from.
    #[must_use]
    pub fn issuable(&self) -> &Issuable {
        &self.prepared.issuable
    }

    /// Its serial.
    #[must_use]
    pub fn serial(&self) -> Serial {
        self.prepared.serial
    }

    /// Who signs.
    #[must_use]
    pub fn authority(&self) -> AuthorityId {
        self.prepared.authority
    }

    /// The certificate that it is for.
    pub(super) fn of(&self) -> &Arc<ToIssue> {
        &self.of
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
    to_issue: ToIssue,
    prepared: Prepared,
) -> Result<Result<Reserved, NotReserved>, Error> {
    let now = worker.clock.now();
    let (prepared, of) = (Arc::new(prepared), Arc::new(to_issue));
    let (reserving, seen) = (Arc::clone(&prepared), Arc::clone(&of));
    // Holds for the transaction too, unless the row has changed since it was read.
    let decided = reserving.decide(&seen.stored.certificate, &caa, now);
    let reserved = worker
        .write(move |tx| -> Result<Result<(), NotReserved>, Error> {
            let decided = match certificates::find_unread(tx, reserving.issuable.certificate())? {
                None => Err(NotReserved::NotIssuable(NotIssuable::NotWanted)),
                Some(row) if seen.is_of(&row) => decided.clone(),
                Some(row) => reserving.decide(&row.read()?.certificate, &caa, now),
            };
            if let Err(why) = decided {
                return Ok(Err(why));
            }
            let issuable = &reserving.issuable;
            let reservation = Reservation {
                serial: reserving.serial,
                certificate: issuable.certificate(),
                number: issuable.number(),
                authority: reserving.authority,
                not_after: issuable.window().not_after,
                to_be_signed: &reserving.to_be_signed,
            };
            versions::reserve(tx, &reservation, now)?;
            Ok(Ok(()))
        })
        .await?;
    Ok(reserved.map(|()| Reserved { prepared, of }))
}

impl Prepared {
    /// Whether it is what may be issued for the certificate at `now`.
    fn decide(
        &self,
        certificate: &Certificate,
        caa: &[CaaResult],
        now: Timestamp,
    ) -> Result<(), NotReserved> {
        let decided = plan_issue(certificate, caa, now).and_then(|issuable| issuable.under(self.issuer));
        match decided {
            Ok(decided) if decided == self.issuable => Ok(()),
            Ok(_) => Err(NotReserved::Changed),
            Err(refused) => Err(NotReserved::NotIssuable(refused)),
        }
    }
}
