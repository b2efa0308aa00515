//! Writing a certificate's validation record into a zone that is hosted here.

use jiff::Timestamp;
use tegata_model::AccountId;
use tegata_model::zone::change::{Action, Change, LoadBalancerNames, plan};
use tegata_model::zone::{RecordKey, RecordName, RecordSet, RecordType, RecordValue, ZoneChange};
use tegata_store::WriteTx;
use tegata_store::zones;

use crate::Error;

/// TTL of a validation record in seconds: short, since a certificate that waits for it waits for caches too.
const TTL: u32 = 60;

/// Writes `name CNAME value` into the account's zone for it, when there is one and the record can stand there.
/// Says whether it did. A record that is there already with that value counts as written; anything else that
/// stands in its place is left alone, and the look-up will tell its owner.
///
/// # Errors
/// When the store fails.
pub fn put_validation_record(
    tx: &mut WriteTx<'_>,
    account: &AccountId,
    name: &str,
    value: &str,
    change_id: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    let Ok(name) = name.parse::<RecordName>() else { return Ok(false) };
    let Some(zone) = zones::find_hosted_zone_for(tx, account, &name)? else { return Ok(false) };
    let Ok(target) = value.parse::<RecordName>() else { return Ok(false) };
    let present = zones::record_sets_at_all(tx, &zone.id, [&name].into_iter())?;
    if !present.is_empty() {
        let there = present.get(&RecordKey::simple(name, RecordType::Cname));
        return Ok(there.is_some_and(|there| there.values().iter().any(|it| it.rdata == target.to_wire())));
    }
    let value = RecordValue { text: value.to_owned(), rdata: target.to_wire() };
    let record_set = RecordSet::simple(name, RecordType::Cname, TTL, vec![value]);
    let change = Change { action: Action::Create, record_set };
    let Ok(plan) = plan(&zone, &present, &LoadBalancerNames::default(), &[change]) else { return Ok(false) };
    let comment = Some("validation record of a certificate".to_owned());
    let change = ZoneChange { id: change_id.to_owned(), comment, submitted_at: now, in_sync: false };
    zones::apply(tx, zone, &plan, &change)?;
    Ok(true)
}
