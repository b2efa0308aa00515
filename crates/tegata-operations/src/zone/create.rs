//! Creating a hosted zone.

use jiff::SignedDuration;
use serde_json::json;
use tegata_model::HostedZoneId;
use tegata_model::access::{Reach, domain_names};
use tegata_model::event::{Event, EventKind};
use tegata_model::load_balancing::dns_name;
use tegata_model::zone::change::Plan;
use tegata_model::zone::{HostedZone, RecordName, ZoneChange, apex_record_sets, next_name_servers};
use tegata_store::zones::{self, StoredZone};

use super::{DescribedZone, identifier, zone};
use crate::reason::ZoneReason;
use crate::{Caller, Error, Instance};

/// The request.
#[derive(Debug, Clone)]
pub struct CreateHostedZone {
    /// The apex.
    pub name: RecordName,
    /// The caller's name for the request.
    pub caller_reference: String,
    /// The owner's comment.
    pub comment: Option<String>,
}

/// What was made.
#[derive(Debug, Clone)]
pub struct Created {
    /// The zone.
    pub zone: DescribedZone,
    /// Its way to the name servers.
    pub change: ZoneChange,
}

/// Creates a hosted zone with its SOA and NS record sets.
///
/// A zone that is another account's zone, above it or below it is refused: all zones have name servers in common here,
/// which is when Route 53 refuses them too. Inside one account zones below others are delegations. Of several zones of
/// one name the oldest is answered with; the next takes its place when that one is deleted.
///
/// # Errors
/// When the caller reference was used before, another account has the name, the name is one of load balancers, or all
/// sets of name servers are given to zones of this name.
pub async fn create(instance: &Instance, caller: &Caller, ask: CreateHostedZone) -> Result<Created, Error> {
    let asked = ask.name.plain();
    caller.may_with(
        "route53:CreateHostedZone",
        &domain_names([(asked.as_str(), Reach::Everything)].into_iter()),
    )?;
    let now = instance.clock.now();
    let new = HostedZone {
        id: HostedZoneId(identifier(&instance.entropy, 'Z')),
        account: caller.account().clone(),
        name: ask.name,
        caller_reference: ask.caller_reference,
        comment: ask.comment,
        created_at: now,
        serial: 0,
        name_servers: Vec::new(),
    };
    let change = ZoneChange {
        id: identifier(&instance.entropy, 'C'),
        comment: None,
        submitted_at: now,
        in_sync: false,
    };
    let (tenant, settings) = (caller.tenant.clone(), instance.settings());
    instance
        .write(move |tx| {
            let mut new = new.clone();
            if zones::is_reference_used(tx, &new.account, &new.caller_reference)? {
                return Err(Error::conflict(
                    ZoneReason::HostedZoneExists,
                    "A hosted zone has already been created with the specified caller reference.",
                ));
            }
            if is_of_load_balancers(&new.name, &settings.edge_domain) {
                let why = format!(
                    "The hosted zone {} cannot be created: the names below {} are those of load balancers. Create the zone \
                     above, which may have any other names.",
                    new.name,
                    dns_name::apex(&settings.edge_domain)
                );
                return Err(Error::conflict(ZoneReason::ConflictingDomain, why));
            }
            if let Some(other) = zones::find_conflict(tx, &new.account, &new.name)? {
                return Err(Error::conflict(ZoneReason::ConflictingDomain, conflict(&new, &other)));
            }
            let others = zones::list_by_apex(tx, &new.name)?;
            new.name_servers = name_servers(&new, &others, &settings.name_servers)?;
            // The oldest is answered with, also when the clock was set back meanwhile.
            if let Some(last) = others.last().filter(|last| last.zone.created_at >= new.created_at) {
                new.created_at = last.zone.created_at + SignedDuration::from_millis(1);
            }
            let servers = new.name_servers.iter().map(|name| name.parse::<RecordName>());
            let servers = servers.collect::<Result<Vec<_>, _>>().map_err(Error::internal)?;
            let put = apex_record_sets(&new.name, &servers).to_vec();
            zones::insert(tx, &new)?;
            zones::apply(tx, new.clone(), &Plan { put, remove: Vec::new() }, &change)?;
            tx.record_event(&Event {
                at: now,
                tenant: Some(tenant.clone()),
                kind: EventKind::HostedZoneCreated,
                subject: new.id.0.clone(),
                detail: json!({ "name": new.name }),
            })?;
            Ok(Created { zone: zone(tx, &new.account, &new.id)?.into(), change: change.clone() })
        })
        .await
}

/// Whether a zone would hide names of load balancers, or be hidden by them.
fn is_of_load_balancers(name: &RecordName, edge_domain: &str) -> bool {
    let apex = dns_name::apex(edge_domain).parse::<RecordName>();
    apex.is_ok_and(|apex| name.is_in(&apex))
}

/// The name servers of a new zone: others than those of zones of the same name.
fn name_servers(new: &HostedZone, others: &[StoredZone], all: &[String]) -> Result<Vec<String>, Error> {
    let taken: Vec<&[String]> = others.iter().map(|other| other.zone.name_servers.as_slice()).collect();
    next_name_servers(all, &taken).map(<[String]>::to_vec).ok_or_else(|| {
        Error::conflict(
            ZoneReason::NoDelegationSet,
            format!(
                "There are {} hosted zones with the name {} already, and there are no name servers for \
                 another one. Delete one of them first.",
                others.len(),
                new.name
            ),
        )
    })
}

/// Says no more of another account's zone than what the DNS shows.
fn conflict(new: &HostedZone, other: &str) -> String {
    let how = match new.name.to_string() {
        name if name == other => "has a hosted zone with this name".to_owned(),
        name if other.ends_with(&format!(".{name}")) => format!("has the hosted zone {other} below it"),
        _ => format!("has the hosted zone {other} above it"),
    };
    format!(
        "The hosted zone {} cannot be created: another account {how}, and all zones have the same name \
         servers. Ask its owner to create the records in it.",
        new.name
    )
}
