//! Re-import: another version in place of one that was imported before.

use jiff::Timestamp;

use super::{ImportBundle, ImportDraft, Imported, ReimportRefused, plan_import};
use crate::authority::KeyFamily;
use crate::certificate::{Certificate, Next, Progress, Source, Usage, event};

/// Judges what an owner brings in place of what was imported before, and puts it there: same identifier, another
/// version. One that has expired comes back to life.
///
/// The kind and length of the key stay; usages may be added, and two may go: client authentication, and key
/// encipherment, which an elliptic curve's key never had a use for (ACM User Guide, "Reimport a certificate"). Names may
/// all be others, as ACM takes it; that there is one is a condition of every import. A certificate that does not restrict its usages loses none by beginning to, and none by ceasing to.
///
/// # Errors
/// The first thing found wrong.
pub fn plan_reimport(
    mut certificate: Certificate,
    brought: ImportBundle,
    usage: Usage,
    now: Timestamp,
) -> Result<Progress, ReimportRefused> {
    let (Some(before), Some(version)) = (certificate.imported(), &certificate.version) else {
        return Err(ReimportRefused::NotImported);
    };
    let draft = plan_import(brought, &[], now).map_err(ReimportRefused::Import)?;
    let (has, brought) = (certificate.key_algorithm, draft.key_algorithm);
    if has != brought {
        return Err(ReimportRefused::KeyAlgorithm { has, brought });
    }
    if let Some(usage) = removed_usage(before, &draft) {
        return Err(ReimportRefused::UsageRemoved { usage });
    }
    let number = version.number.saturating_add(1);
    let (version, imported) = (draft.version(number, now), draft.imported(now));
    certificate.version = Some(version);
    certificate.source = Source::Imported(imported);
    certificate.expired_at = None;
    let events = vec![event::imported(&certificate, "REIMPORT", usage, now)];
    Ok(Progress { certificate, events, next: Next::Nothing })
}

/// id-kp-clientAuth (RFC 5280 §4.2.1.12).
const CLIENT_AUTHENTICATION: &str = "1.3.6.1.5.5.7.3.2";
/// anyExtendedKeyUsage: holds every other.
const ANY: &str = "2.5.29.37.0";

/// A usage that stood in the extension before and is not in it any more.
fn removed_usage(before: &Imported, draft: &ImportDraft) -> Option<String> {
    let may_go = |usage: &str| usage == "KEY_ENCIPHERMENT" && draft.key_algorithm.family() == KeyFamily::Ec;
    if let (Some(had), Some(has)) = (&before.key_usages, &draft.leaf.key_usages)
        && let Some(gone) = had.iter().find(|usage| !has.contains(usage) && !may_go(usage))
    {
        return Some(gone.clone());
    }
    let (Some(had), Some(has)) = (&before.extended_key_usages, &draft.leaf.extended_key_usages) else {
        return None;
    };
    let has = |wanted: &str| has.iter().any(|(_, oid)| oid == wanted || oid == ANY);
    let gone = had.iter().find(|(_, oid)| !has(oid) && oid != CLIENT_AUTHENTICATION);
    gone.map(|(name, oid)| if name == "CUSTOM" { oid.clone() } else { name.clone() })
}
