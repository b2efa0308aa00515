//! Writing a certificate's row, and what follows from it: its entry in the index, and what it waits for.
//!
//! What is written follows from the certificate alone. So it is worked out in a draft, which callers with a moment to
//! spare make before the transaction: transactions run one after the other.

use jiff::Timestamp;
use tegata_model::certificate::{Certificate, Status, Usage};

use super::search::index::Entry;
use super::{Stored, validations};
use crate::{Json, StoreError, WriteTx, params};

/// What changes of a certificate and is searched by.
#[derive(PartialEq, Eq)]
struct Columns {
    status: Status,
    not_after: Option<Timestamp>,
    exported: bool,
}

impl Columns {
    fn of(certificate: &Certificate) -> Columns {
        Columns {
            status: certificate.status(),
            not_after: certificate.version.as_ref().map(|version| version.not_after),
            exported: certificate.is_current_exported(),
        }
    }
}

/// What keeping a new certificate writes.
pub struct InsertDraft {
    entry: Entry,
    document: String,
}

impl InsertDraft {
    /// What keeping this certificate writes.
    #[must_use]
    pub fn of(certificate: &Certificate) -> InsertDraft {
        InsertDraft { entry: Entry::of(certificate, Usage::Unused), document: Json(certificate).text() }
    }
}

/// Keeps a new certificate, and what it waits for.
///
/// # Errors
/// When the store fails.
pub fn insert(tx: &mut WriteTx<'_>, certificate: &Certificate) -> Result<(), StoreError> {
    insert_drafted(tx, certificate, &InsertDraft::of(certificate))
}

/// The same, with the draft of this certificate.
///
/// # Errors
/// When the store fails.
pub fn insert_drafted(
    tx: &mut WriteTx<'_>,
    certificate: &Certificate,
    draft: &InsertDraft,
) -> Result<(), StoreError> {
    draft.entry.insert(tx, &certificate.tenant)?;
    let columns = Columns::of(certificate);
    tx.execute(
        "INSERT INTO certificates (id, account, region, created_at, status, key_algorithm, export_option, \
         not_after, users, exported, facets, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, ?10, ?11)",
        params![
            certificate.id.0,
            certificate.tenant.account.as_str(),
            certificate.tenant.region.as_str(),
            certificate.created_at,
            columns.status.as_str(),
            certificate.key_algorithm.as_str(),
            certificate.export.as_str(),
            columns.not_after,
            columns.exported,
            draft.entry.facets,
            draft.document
        ],
    )?;
    validations::follow(tx, None, Some(certificate))?;
    await_proofs(tx, certificate)
}

/// What saving a certificate's new state writes.
pub struct SaveDraft {
    entry_before: Entry,
    entry: Entry,
    document: String,
}

impl SaveDraft {
    /// What saving this state in place of what is stored writes.
    #[must_use]
    pub fn of(stored: &Stored, certificate: &Certificate) -> SaveDraft {
        SaveDraft {
            entry_before: Entry::of(&stored.certificate, stored.usage()),
            entry: Entry::of(certificate, stored.usage()),
            document: Json(certificate).text(),
        }
    }
}

/// Keeps a certificate's new state in place of what is stored, and what it waits for now.
///
/// # Errors
/// When the store fails.
pub fn save(tx: &mut WriteTx<'_>, stored: &Stored, certificate: &Certificate) -> Result<(), StoreError> {
    save_drafted(tx, stored, certificate, &SaveDraft::of(stored, certificate))
}

/// The same, with the draft of these states.
///
/// # Errors
/// When the store fails.
pub fn save_drafted(
    tx: &mut WriteTx<'_>,
    stored: &Stored,
    certificate: &Certificate,
    draft: &SaveDraft,
) -> Result<(), StoreError> {
    let before = &stored.certificate;
    draft.entry.replace(tx, &certificate.tenant, &draft.entry_before)?;
    let (columns_before, columns) = (Columns::of(before), Columns::of(certificate));
    if draft.entry.facets == draft.entry_before.facets && columns == columns_before {
        // A column that is set is written in all its indexes, also when it stays the same.
        tx.execute(
            "UPDATE certificates SET document = ?2 WHERE id = ?1",
            params![certificate.id.0, draft.document],
        )?;
    } else {
        tx.execute(
            "UPDATE certificates SET status = ?2, not_after = ?3, exported = ?4, facets = ?5, document = ?6 \
             WHERE id = ?1",
            params![
                certificate.id.0,
                columns.status.as_str(),
                columns.not_after,
                columns.exported,
                draft.entry.facets,
                draft.document
            ],
        )?;
    }
    validations::follow(tx, Some(before), Some(certificate))?;
    match (before.proving().is_some(), certificate.proving().is_some()) {
        (false, true) => await_proofs(tx, certificate),
        (true, false) => no_longer_await_proofs(tx, certificate),
        _ => Ok(()),
    }
}

fn await_proofs(tx: &mut WriteTx<'_>, certificate: &Certificate) -> Result<(), StoreError> {
    if certificate.proving().is_none() {
        return Ok(());
    }
    for base in bases(certificate) {
        tx.execute(
            "INSERT INTO certificate_proofs_awaited (reversed_name, certificate_id) VALUES (?1, ?2) \
             ON CONFLICT DO NOTHING",
            params![reversed(base), certificate.id.0],
        )?;
    }
    Ok(())
}

pub(super) fn no_longer_await_proofs(
    tx: &mut WriteTx<'_>,
    certificate: &Certificate,
) -> Result<(), StoreError> {
    for base in bases(certificate) {
        tx.execute(
            "DELETE FROM certificate_proofs_awaited WHERE reversed_name = ?1 AND certificate_id = ?2",
            params![reversed(base), certificate.id.0],
        )?;
    }
    Ok(())
}

fn bases(certificate: &Certificate) -> impl Iterator<Item = &str> {
    let names = certificate.names();
    let first_of_base = |place: usize, base: &str| names[..place].iter().all(|name| name.name.base() != base);
    let bases = names.iter().map(|name| name.name.base()).enumerate();
    bases.filter(move |(place, base)| first_of_base(*place, base)).map(|(_, base)| base)
}

/// `www.example.com` as `com.example.www.`: names under a name follow it.
pub(super) fn reversed(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 1);
    for label in name.trim_end_matches('.').rsplit('.') {
        text.push_str(label);
        text.push('.');
    }
    text.make_ascii_lowercase();
    text
}
