//! What cannot be made in this release, so that there is none of it: lists are empty, counts are 0, and what is asked for by
//! its identifier does not exist. Clients look at these before they do what is built. Making such things is refused.

pub(super) mod cidr_collections;
pub(super) mod delegation_sets;
pub(super) mod dnssec;
pub(super) mod geo_locations;
pub(super) mod health_checks;
pub(super) mod protections;
pub(super) mod query_logging;
pub(super) mod traffic_policies;
pub(super) mod vpcs;

use tegata_operations::Error;
use tegata_operations::reason::ZoneReason;

/// There are no health checks.
pub(super) fn no_such_health_check(id: &str) -> Error {
    Error::not_found(ZoneReason::NoSuchHealthCheck, format!("A health check with id {id} does not exist."))
}
