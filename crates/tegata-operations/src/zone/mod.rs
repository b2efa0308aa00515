//! Hosted zones: what Route 53's callers ask for.

mod change_record_sets;
mod create;
mod delete;
mod get;
mod list;
mod put_validation_record;
mod tag;

use tegata_model::zone::{HostedZone, RecordName, RecordSet};
use tegata_model::{AccountId, HostedZoneId};
use tegata_store::zones::{self, StoredZone};
use tegata_store::{ReadTx, WriteTx};

pub use self::change_record_sets::{ChangeRecordSets, change_record_sets};
pub use self::create::{CreateHostedZone, Created, create};
pub use self::delete::delete;
pub use self::get::{change, get};
pub use self::list::{RecordSetPage, ZonePage, count, list, list_by_name, list_record_sets};
pub use self::put_validation_record::put_validation_record;
pub use self::tag::{change_tags, tags, update_comment};

use crate::{Entropy, Error};

/// What identifiers of zones and changes are made of.
const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// A fresh identifier: a letter, then letters and digits as many as Route 53 uses.
fn identifier(entropy: &Entropy, letter: char) -> String {
    format!("{letter}{}", entropy.text(ALPHABET, 20))
}

/// An account's zone, or the refusal.
fn zone(tx: &mut ReadTx<'_>, account: &AccountId, id: &HostedZoneId) -> Result<StoredZone, Error> {
    zones::find(tx, account, id)?
        .ok_or_else(|| Error::not_found("no-such-hosted-zone", format!("No hosted zone found with ID: {id}")))
}

/// All record sets of a zone, for the name servers.
///
/// # Errors
/// When the store fails.
pub fn whole(tx: &mut ReadTx<'_>, zone: &HostedZone) -> Result<Vec<RecordSet>, Error> {
    const PAGE: u32 = 5000;
    let mut all: Vec<RecordSet> = Vec::new();
    let mut from = (String::new(), String::new());
    loop {
        let page = zones::list_record_sets(tx, &zone.id, (&from.0, &from.1), PAGE)?;
        let full = page.len() == PAGE as usize;
        // Each page begins with the last of the one before.
        let skip = usize::from(!all.is_empty());
        all.extend(page.into_iter().skip(skip));
        match all.last() {
            Some(last) if full => from = (last.name.sort_key(), last.kind.clone()),
            _ => break,
        }
    }
    // The stored SOA has the serial it was made with; what is served counts up with each change.
    for soa in all.iter_mut().filter(|record_set| record_set.kind == "SOA") {
        for value in &mut soa.values {
            let mut fields: Vec<String> = value.split_ascii_whitespace().map(str::to_owned).collect();
            if let Some(serial) = fields.get_mut(2) {
                *serial = zone.serial.to_string();
            }
            *value = fields.join(" ");
        }
    }
    Ok(all)
}

fn record_name(text: &str) -> Result<RecordName, Error> {
    text.parse().map_err(|error: tegata_model::zone::NameError| {
        Error::invalid("invalid-domain-name", error.to_string())
    })
}

/// Looks up again what is pending in the zone: the change may be what somebody waits for.
fn nudge(tx: &mut WriteTx<'_>, zone: &HostedZone, now: jiff::Timestamp) -> Result<(), Error> {
    crate::certificate::nudge::nudge_under(tx, zone.name.as_str().trim_end_matches('.'), now)?;
    Ok(())
}
