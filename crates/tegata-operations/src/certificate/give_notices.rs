//! Telling of what ends: a walk over the days before the ends of all certificates.
//!
//! A certificate's day is told at the moment that lies this many whole days before its end. The moments since the last
//! telling are, for each number of days, one short range of ends; so nothing is kept but how far the telling has come,
//! and nothing is looked at that is not due.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tegata_model::account_configuration::AccountConfiguration;
use tegata_model::certificate::notice::{REMINDER_DAYS, notices};
use tegata_model::{CertificateId, Tenant};
use tegata_store::certificates::{self, Stored};
use tegata_store::{ReadTx, WriteTx, account_configurations, meta};
use uuid::Uuid;

use crate::{Error, Worker};

/// How far the telling has come, in the store.
const NAME: &str = "notices";
/// How many certificates one transaction takes.
const STEP: u32 = 256;
/// Only the last day's moments are told, however long ago the last telling was: a clock that jumps, or an instance that
/// slept for weeks, tells what is true now and sends no flood of mails.
const AT_MOST_BACK: SignedDuration = SignedDuration::from_hours(24);

/// How far the telling has come.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Told {
    /// Everything up to here.
    until: Timestamp,
    /// What is being told at the moment.
    walk: Option<Walk>,
}

/// The moments in a span of time, of which those with more days before the end are told first.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Walk {
    /// Without this moment itself.
    from: Timestamp,
    to: Timestamp,
    days: u32,
    /// The last certificate that was told of, within those days.
    after: Option<(Timestamp, Uuid)>,
}

/// Tells of some of what is due; says whether there is more. Tells nothing while the clock is doubted.
///
/// # Errors
/// When the store fails.
pub async fn give_notices(worker: &Worker) -> Result<bool, Error> {
    let Ok(now) = worker.clock.trusted_now() else { return Ok(false) };
    worker
        .write(move |tx| {
            let mut told = load(tx, now)?;
            // A clock that was set back finds everything told already.
            if told.walk.is_none() && told.until < now {
                let days = account_configurations::most_days(tx)?.unwrap_or_default();
                let days = days.max(AccountConfiguration::default().days_before_expiry).max(REMINDER_DAYS[0]);
                let from = told.until.max(now - AT_MOST_BACK);
                told.walk = Some(Walk { from, to: now, days, after: None });
            }
            let Some(walk) = &mut told.walk else { return Ok(false) };
            let more = step(tx, walk, now)?;
            if !more {
                told = Told { until: walk.to, walk: None };
            }
            meta::put(tx, NAME, &serde_json::to_vec(&told).map_err(Error::internal)?)?;
            Ok(more)
        })
        .await
}

fn load(tx: &mut ReadTx<'_>, now: Timestamp) -> Result<Told, Error> {
    match meta::find(tx, NAME)? {
        Some(kept) => serde_json::from_slice(&kept).map_err(Error::internal),
        None => Ok(Told { until: now - AT_MOST_BACK, walk: None }),
    }
}

/// Goes on with a walk; says whether it goes on further.
fn step(tx: &mut WriteTx<'_>, walk: &mut Walk, now: Timestamp) -> Result<bool, Error> {
    let mut configurations = HashMap::new();
    let mut room = STEP;
    while walk.days > 0 {
        let before = SignedDuration::from_hours(24 * i64::from(walk.days));
        let begin = (walk.from + before, Uuid::max());
        let (not_after, id) = walk.after.unwrap_or(begin);
        let ending =
            certificates::list_ending_of_all(tx, (not_after, CertificateId(id)), walk.to + before, room)?;
        for stored in &ending {
            tell(tx, stored, &mut configurations, walk.days, now)?;
        }
        let found = u32::try_from(ending.len()).unwrap_or(room);
        if found == room {
            let last = ending.last().and_then(|stored| {
                let version = stored.certificate.version.as_ref()?;
                Some((version.not_after, stored.certificate.id.0))
            });
            walk.after = last.or(walk.after);
            return Ok(true);
        }
        room -= found;
        walk.days -= 1;
        walk.after = None;
    }
    Ok(false)
}

fn tell(
    tx: &mut WriteTx<'_>,
    stored: &Stored,
    configurations: &mut HashMap<Tenant, AccountConfiguration>,
    days: u32,
    now: Timestamp,
) -> Result<(), Error> {
    let tenant = &stored.certificate.tenant;
    let configuration = match configurations.get(tenant) {
        Some(known) => *known,
        None => {
            let decided = account_configurations::find(tx, tenant)?;
            let configuration = decided.map(|decided| decided.configuration).unwrap_or_default();
            configurations.insert(tenant.clone(), configuration);
            configuration
        }
    };
    for event in notices(&stored.certificate, stored.usage(), configuration, days, now) {
        tx.record_event(&event)?;
    }
    Ok(())
}
