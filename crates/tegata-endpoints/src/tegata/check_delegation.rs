//! CheckDelegation.

mod words;

use tegata_aws::generated::tegata::{
    CheckDelegationRequest, CheckDelegationResponse, DelegatedServer, DelegationFinding,
};
use tegata_model::zone::delegation::Finding;
use tegata_model::zone::{NameError, RecordName};
use tegata_operations::reason::ZoneReason;
use tegata_operations::{Caller, Error, Instance, zone};

/// Says whether the DNS leads to a hosted zone, and what to do where it does not.
pub(super) async fn check_delegation(
    instance: &Instance,
    caller: &Caller,
    input: CheckDelegationRequest,
) -> Result<CheckDelegationResponse, Error> {
    let apex: RecordName = input.domain_name.parse().map_err(|error: NameError| {
        Error::invalid(ZoneReason::InvalidDomainName, format!("DomainName is wrong: {error}."))
    })?;
    let checked = zone::check_delegation(instance, caller, apex).await?;
    let name = checked.zone.name.to_string();
    let servers = checked.servers.into_iter().map(|(name, addresses)| DelegatedServer {
        name: Some(name),
        addresses: Some(addresses.iter().map(ToString::to_string).collect()),
    });
    Ok(CheckDelegationResponse {
        hosted_zone_id: Some(checked.zone.id.0),
        status: Some(if checked.findings.is_empty() { "DELEGATED" } else { "NOT_DELEGATED" }.to_owned()),
        name_servers: Some(servers.collect()),
        way: Some(checked.seen.way),
        findings: Some(checked.findings.iter().map(|found| finding(found, &name)).collect()),
        domain_name: Some(name),
    })
}

/// A finding about a zone, or about the zone around a name.
pub(super) fn finding(found: &Finding, zone: &str) -> DelegationFinding {
    DelegationFinding {
        code: Some(found.code().to_owned()),
        at: found.hop().map(str::to_owned),
        cause: Some(words::cause(found, zone)),
        next_step: Some(words::next_step(found, zone)),
    }
}
