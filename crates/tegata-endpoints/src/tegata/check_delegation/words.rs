//! What is wrong with a delegation, and what to do about it, in sentences.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use tegata_model::zone::delegation::Finding;

/// What is wrong.
pub(super) fn cause(found: &Finding, zone: &str) -> String {
    match found {
        Finding::Forwarded => {
            "This instance sends its queries to forwarders, which do not show delegations.".to_owned()
        }
        Finding::ZoneUnanswered { zone, why } => {
            format!("No server of the zone {zone} gives a usable answer: {why}.")
        }
        Finding::UnknownAtParent { parent } => {
            format!("The servers of {parent} say that there is no name {zone} (NXDOMAIN).")
        }
        Finding::NotDelegated { parent } => format!("The zone {parent} has no NS record set for {zone}."),
        Finding::ParentsDisagree { parent, servers } => {
            format!("The servers of {parent} do not agree about {zone}: {} differ.", servers.join(", "))
        }
        Finding::ServersDiffer { parent, missing, foreign } => {
            let mut parts = Vec::new();
            if !missing.is_empty() {
                parts.push(format!("lacks {}", names(missing.keys())));
            }
            if !foreign.is_empty() {
                parts.push(format!("has {}, which this zone does not", names(foreign.iter())));
            }
            format!("The NS record set for {zone} in {parent} {}.", parts.join(" and "))
        }
        Finding::OldServersAnswer { servers } => {
            format!("Name servers of another operator still answer for {zone}: {}.", servers.join(", "))
        }
        Finding::ServerWithoutAddress { server } => {
            format!("The name server {server} has no address in the DNS.")
        }
        Finding::GlueMissing { parent, server, .. } => format!(
            "The name server {server} is inside {zone}, and {parent} has no address (glue) for it, so no resolver can \
             find it."
        ),
        Finding::GlueDiffers { parent, server, at_parent, in_zone } => format!(
            "{parent} has the addresses {} for {server} (glue), and the zone has {}.",
            addresses(at_parent),
            addresses(in_zone)
        ),
        Finding::PrivateAddress { server, address } => {
            format!(
                "The name server {server} has the private address {address}, which the Internet cannot reach."
            )
        }
        Finding::ServerSilent { server, address, why } => {
            format!("The name server {server} at {address} does not answer: {why}.")
        }
        Finding::ServerLame { server, address, why } => {
            format!("The name server {server} at {address} is not authoritative for {zone} (lame): {why}.")
        }
        Finding::OtherZone { server, address, servers } => format!(
            "The name server {server} at {address} serves another copy of {zone}, with the name servers {}.",
            servers.join(", ")
        ),
        Finding::DsWithoutSignature { parent, ds } => format!(
            "{parent} has a DS record for {zone} ({}), but the zone is not signed: validating resolvers answer SERVFAIL.",
            ds.join("; ")
        ),
    }
}

/// What to do.
pub(super) fn next_step(found: &Finding, zone: &str) -> String {
    match found {
        Finding::Forwarded => {
            "Start the instance without `dns_forwarders` where port 53 to the Internet is open, or compare the NS \
             records at the registrar by hand."
                .to_owned()
        }
        Finding::ZoneUnanswered { zone: unanswered, .. } if unanswered == "." => {
            "Let this machine send UDP and TCP to port 53, or set `dns_hints` to the root servers of your network."
                .to_owned()
        }
        Finding::ZoneUnanswered { zone, .. } => {
            format!("Ask the operator of {zone}, or correct the delegation of {zone} in the zone above it.")
        }
        Finding::UnknownAtParent { parent } => format!(
            "Check at the registrar that {zone} is registered, paid and not on hold; for a name below your own zone, add \
             the NS records in {parent}."
        ),
        Finding::NotDelegated { parent } => {
            format!("Enter the name servers of {zone} at the registrar, or as NS records in the zone {parent}.")
        }
        Finding::ParentsDisagree { .. } => {
            "Wait until the parent's servers have the same data, and check again.".to_owned()
        }
        Finding::ServersDiffer { missing, foreign, .. } => servers_differ(missing, foreign, zone),
        Finding::OldServersAnswer { .. } => format!(
            "Copy every record that is still needed into the zone here, change the name servers at the registrar, and \
             delete {zone} at the old operator two days later, when caches have expired."
        ),
        Finding::ServerWithoutAddress { server } => format!(
            "Add an A or AAAA record for {server} that leads to this instance, or set `name_servers` to names that have one."
        ),
        Finding::GlueMissing { server, addresses: known, .. } => format!(
            "Register {server} as a host (glue record) at the registrar{}.",
            with_addresses(known)
        ),
        Finding::GlueDiffers { server, in_zone, .. } => format!(
            "Change the host (glue record) {server} at the registrar to {}, or correct the records in the zone.",
            addresses(in_zone)
        ),
        Finding::PrivateAddress { server, .. } => {
            format!("Give {server} the public address at which this instance's DNS server is reached.")
        }
        Finding::ServerSilent { server, address, .. } => format!(
            "Open UDP and TCP port 53 at {address}, start the DNS server there, or remove {server} from the NS records."
        ),
        Finding::ServerLame { server, address, .. } => format!(
            "Make {server} lead to a server that has the zone (it leads to {address} now), or remove it from the NS records."
        ),
        Finding::OtherZone { server, address, .. } => format!(
            "Make the address of {server} lead to this instance instead of {address}."
        ),
        Finding::DsWithoutSignature { .. } => {
            format!("Delete the DS record of {zone} at the registrar (often called \"DNSSEC\" there).")
        }
    }
}

fn servers_differ(missing: &BTreeMap<String, BTreeSet<IpAddr>>, foreign: &[String], zone: &str) -> String {
    let mut steps = Vec::new();
    if !missing.is_empty() {
        let each = missing.iter().map(|(name, known)| format!("{name}{}", with_addresses(known)));
        steps.push(format!("add {}", each.collect::<Vec<_>>().join(", ")));
    }
    if !foreign.is_empty() {
        steps.push(format!("remove {}", names(foreign.iter())));
    }
    format!("At the registrar of {zone}, or in the zone above it: {}.", steps.join(" and "))
}

fn names<'a>(names: impl Iterator<Item = &'a String>) -> String {
    names.map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn addresses(addresses: &BTreeSet<IpAddr>) -> String {
    addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn with_addresses(known: &BTreeSet<IpAddr>) -> String {
    if known.is_empty() { String::new() } else { format!(" with the addresses {}", addresses(known)) }
}
