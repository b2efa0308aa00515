//! Listing placements: the names that lead to a load balancer or a declared hop.

use jiff::Timestamp;
use tegata_model::placement::{self, DeclaredHop, HopKind, trace};
use tegata_model::zone::{RecordName, RecordType};
use tegata_store::zones::RecordPlace;
use tegata_store::{ReadTx, StoreError, zones};

use super::gather::Gathering;
use crate::reason::ZoneReason;
use crate::{Caller, Error, Instance};

/// How many record sets one call looks at.
const RECORD_SETS_MAX: u32 = 2000;
/// How many zones one call looks at.
const ZONES_MAX: u32 = 500;
/// How many placements one call lists.
const PLACEMENTS_MAX: usize = 200;

/// Placements of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacementPage {
    /// The placements, by zone and name.
    pub placements: Vec<ListedPlacement>,
    /// Whether there may be more than one call looks at.
    pub is_truncated: bool,
}

/// A placement in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPlacement {
    /// The name.
    pub name: String,
    /// The kinds of hops at which TLS ends.
    pub tls_ends_at: Vec<HopKind>,
    /// How many hops it has, the name not counted.
    pub hops: usize,
    /// How many faults a check finds.
    pub faults: usize,
}

/// The names of the account's hosted zones, or of one, that lead to a load balancer or a declared hop.
///
/// # Errors
/// `no-such-hosted-zone`.
pub async fn list(
    instance: &Instance,
    caller: &Caller,
    zone: Option<RecordName>,
) -> Result<PlacementPage, Error> {
    caller.may("tegata:ListPlacements")?;
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    let gathering = Gathering::new(instance, caller);
    instance
        .read(move |tx| {
            let zones = match &zone {
                None => zones::list_by_name(tx, &tenant.account, ("", ""), ZONES_MAX)?,
                Some(apex) => zones::list_by_apex(tx, apex)?,
            };
            let zones: Vec<_> =
                zones.into_iter().filter(|stored| stored.zone.account == tenant.account).collect();
            if let (Some(apex), true) = (&zone, zones.is_empty()) {
                let message = format!("There is no hosted zone {apex}");
                return Err(Error::not_found(ZoneReason::NoSuchHostedZone, message));
            }
            let mut page =
                PlacementPage { placements: Vec::new(), is_truncated: zones.len() >= ZONES_MAX as usize };
            let declared = gathering.declared(tx)?;
            let mut left = RECORD_SETS_MAX;
            for stored in zones {
                let sets = zones::list_record_sets(tx, &stored.zone.id, &RecordPlace::default(), left)?;
                left = left.saturating_sub(u32::try_from(sets.len()).unwrap_or(u32::MAX));
                page.is_truncated |= left == 0;
                let mut names: Vec<String> = sets
                    .iter()
                    .filter(|set| {
                        matches!(set.key.record_type, RecordType::A | RecordType::Aaaa | RecordType::Cname)
                    })
                    .map(|set| set.key.name.plain())
                    // A wildcard is no name that is connected to, and one with an underscore no host's.
                    .filter(|name| !name.starts_with(['*', '_']))
                    .collect();
                names.dedup();
                for name in names {
                    if page.placements.len() >= PLACEMENTS_MAX || left == 0 {
                        page.is_truncated = true;
                        return Ok(page);
                    }
                    page.placements.extend(listed(&gathering, tx, name, &declared, now)?);
                }
            }
            Ok(page)
        })
        .await
}

/// A placement, if the name leads to anything that is known.
fn listed(
    gathering: &Gathering,
    tx: &mut ReadTx<'_>,
    name: String,
    declared: &[DeclaredHop],
    now: Timestamp,
) -> Result<Option<ListedPlacement>, StoreError> {
    let known = gathering.known_among(tx, &name, declared.to_vec())?;
    let placement = trace(&name, &known);
    if placement.hops.iter().all(|hop| hop.kind == HopKind::Name) {
        return Ok(None);
    }
    let hops = placement.hops.iter().filter(|hop| hop.kind != HopKind::Name).count();
    let faults = placement::check(&placement, &known.tenant, now).len();
    Ok(Some(ListedPlacement { tls_ends_at: placement.tls_ends_at(), name, hops, faults }))
}
