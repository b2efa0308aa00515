//! Hosted zones: what Route 53's callers ask for.

mod change_record_sets;
mod change_tags;
mod check_delegation;
mod count;
mod create;
mod delete;
mod described;
mod get;
mod get_change;
mod list;
mod list_by_name;
mod list_record_sets;
mod list_tags;
mod list_tags_of_several;
mod put_validation_record;
mod serve;
mod update_comment;
mod zone_page;

use tegata_model::{AccountId, HostedZoneId};
use tegata_store::ReadTx;
use tegata_store::zones::{self, StoredZone};

pub use self::change_record_sets::{ChangeError, ChangeRecordSets, change_record_sets};
pub use self::change_tags::change_tags;
pub use self::check_delegation::{CheckedDelegation, check_delegation, delegation_faults};
pub use self::count::{count, count_for};
pub use self::create::{CreateHostedZone, Created, create};
pub use self::delete::delete;
pub use self::described::DescribedZone;
pub use self::get::{get, get_for};
pub use self::get_change::get_change;
pub use self::list::list;
pub use self::list_by_name::list_by_name;
pub use self::list_record_sets::{RecordSetPage, RecordSetsFrom, list_record_sets};
pub use self::list_tags::list_tags;
pub use self::list_tags_of_several::list_tags_of_several;
pub use self::put_validation_record::put_validation_record;
pub use self::serve::{Contents, Node, ServedZone, all_after, changed_lately, look_up_under, served};
pub use self::update_comment::update_comment;
pub use self::zone_page::ZonePage;

use crate::reason::ZoneReason;
use crate::{Entropy, Error};

/// What identifiers of zones and changes are made of.
const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// A fresh identifier: a letter, then letters and digits as many as Route 53 uses.
fn identifier(entropy: &Entropy, letter: char) -> String {
    format!("{letter}{}", entropy.text(ALPHABET, 20))
}

/// A fresh identifier of a change.
#[must_use]
pub(crate) fn change_identifier(entropy: &Entropy) -> String {
    identifier(entropy, 'C')
}

/// An account's zone, or the refusal.
fn zone(tx: &mut ReadTx<'_>, account: &AccountId, id: &HostedZoneId) -> Result<StoredZone, Error> {
    zones::find(tx, account, id)?.ok_or_else(|| {
        Error::not_found(ZoneReason::NoSuchHostedZone, format!("No hosted zone found with ID: {id}"))
    })
}
