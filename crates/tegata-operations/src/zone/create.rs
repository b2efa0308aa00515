//! Creating a hosted zone.

use serde_json::json;
use tegata_model::HostedZoneId;
use tegata_model::event::Event;
use tegata_model::zone::change::Plan;
use tegata_model::zone::{HostedZone, apex_record_sets};
use tegata_store::zones::{self, StoredZone, ZoneChange};

use super::{identifier, record_name, zone};
use crate::{Caller, Error, Instance};

/// What is asked.
#[derive(Debug, Clone)]
pub struct CreateHostedZone {
    /// The apex.
    pub name: String,
    /// The caller's name for the request.
    pub caller_reference: String,
    /// The owner's words.
    pub comment: Option<String>,
}

/// What was made.
#[derive(Debug, Clone)]
pub struct Created {
    /// The zone.
    pub zone: StoredZone,
    /// Its way to the name servers.
    pub change: ZoneChange,
}

/// Creates a hosted zone with its SOA and NS record sets.
///
/// # Errors
/// When the name is none, the caller reference was used before, or there is a zone of that apex in any account:
/// the name servers could answer with one of them only.
pub async fn create(instance: &Instance, caller: &Caller, ask: CreateHostedZone) -> Result<Created, Error> {
    caller.may("route53:CreateHostedZone")?;
    let now = instance.clock.now();
    let new = HostedZone {
        id: HostedZoneId(identifier(&instance.entropy, 'Z')),
        account: caller.account().clone(),
        name: record_name(&ask.name)?,
        caller_reference: ask.caller_reference,
        comment: ask.comment,
        created_at: now,
        serial: 0,
    };
    let change = ZoneChange {
        id: identifier(&instance.entropy, 'C'),
        comment: None,
        submitted_at: now,
        in_sync: false,
    };
    let put = apex_record_sets(&new.name, &instance.settings.name_servers).to_vec();
    let plan = Plan { put, remove: Vec::new() };
    let tenant = caller.tenant.clone();
    instance
        .write(move |tx| {
            if zones::is_reference_used(tx, &new.account, &new.caller_reference)? {
                let text = format!("A hosted zone has already been created with the specified caller reference {}.", new.caller_reference);
                return Err(Error::conflict("hosted-zone-exists", text));
            }
            if let Some(other) = zones::find_by_apex(tx, new.name.as_str())? {
                let text = match other.zone.account == new.account {
                    true => format!(
                        "The hosted zone {} of this account has the name {} already. Two zones of one name could not both be answered: use that one, or delete it first.",
                        other.zone.id, new.name
                    ),
                    // All zones have the same name servers here, which is when Route 53 refuses this too.
                    false => format!(
                        "Another account has a hosted zone with the name {} already. Two zones of one name could not both be answered: ask its owner to delete it first.",
                        new.name
                    ),
                };
                return Err(Error::conflict("conflicting-domain", text));
            }
            zones::insert(tx, &new)?;
            zones::apply(tx, new.clone(), &plan, &change)?;
            tx.record_event(&Event {
                at: now,
                tenant: Some(tenant.clone()),
                kind: "hosted-zone.created".to_owned(),
                subject: new.id.0.clone(),
                detail: json!({ "name": new.name }),
            })?;
            Ok(Created { zone: zone(tx, &new.account, &new.id)?, change: change.clone() })
        })
        .await
}
