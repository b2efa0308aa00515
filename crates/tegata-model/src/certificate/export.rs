//! Export: key and certificate leave, under a passphrase (ACM User Guide, "Export certificates").

use jiff::Timestamp;

use super::{Certificate, ExportOption, Exported, KeyHolder, Managed, Next, Progress, Source, Status, event};

/// Characters that a passphrase may not have (ACM User Guide, "Export a public certificate").
pub const PASSPHRASE_EXCLUDES: &[u8] = b"#$%";

/// Why nothing is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportRefused {
    /// It was imported: its owner has the key.
    Imported,
    /// Its requester made the key, and only its requester has it.
    KeyNotHeld,
    /// It was not requested as exportable.
    NotExportable,
    /// It is not issued yet.
    Pending,
    /// It has failed, expired or been revoked.
    NotIssued(Status),
}

/// Whether a passphrase is one that ACM takes: ASCII without [`PASSPHRASE_EXCLUDES`]. Its length is the contract's to
/// check. Every octet counts, a newline at the end too.
#[must_use]
pub fn is_passphrase(octets: &[u8]) -> bool {
    octets.iter().all(|octet| octet.is_ascii() && !PASSPHRASE_EXCLUDES.contains(octet))
}

/// Decides whether the current version may be exported, and takes note that it was.
///
/// The note comes first: were the process to end before the answer is out, a key that never left would count as
/// exported, and not the other way about. It makes the certificate eligible for renewal.
///
/// # Errors
/// When it may not.
pub fn plan_export(mut certificate: Certificate, now: Timestamp) -> Result<Progress, ExportRefused> {
    match &certificate.source {
        Source::Imported(_) => return Err(ExportRefused::Imported),
        Source::Managed(Managed { key: KeyHolder::Requester { .. }, .. }) => {
            return Err(ExportRefused::KeyNotHeld);
        }
        Source::Managed(Managed { key: KeyHolder::Tegata, .. }) => {}
    }
    if certificate.export != ExportOption::Enabled {
        return Err(ExportRefused::NotExportable);
    }
    let version = match (certificate.status(), &certificate.version) {
        (Status::Issued, Some(version)) => version.clone(),
        (Status::PendingValidation, _) => return Err(ExportRefused::Pending),
        (status, _) => return Err(ExportRefused::NotIssued(status)),
    };
    certificate.exported = Some(Exported { version: version.number, at: now });
    let events = vec![event::exported(&certificate, &version, now)];
    Ok(Progress { certificate, events, next: Next::Nothing })
}

#[cfg(test)]
mod tests;
