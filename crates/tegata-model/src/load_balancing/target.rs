//! Targets: where a target group sends requests.

use std::collections::BTreeMap;
use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::attribute;
use super::health::{HealthReason, TargetHealth, TargetState};
use super::target_group::{IpFamily, TargetGroup, TargetType};

/// How many targets a group may have (ELB quota "Targets per Target Group").
pub const PER_GROUP_MAX: usize = 1000;
/// How many targets one request may name.
pub const PER_REQUEST_MAX: usize = 100;

/// One target: what it is called and the port on it. Both together are unique in a group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Target {
    /// An instance's identifier or an address, as the group's type has it.
    pub id: String,
    /// Where it listens.
    pub port: u16,
}

/// A target of a group as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Which.
    pub target: Target,
    /// `AvailabilityZone` as it came; no network meaning here.
    pub availability_zone: Option<String>,
    /// Until when it may finish what it has; `None` while it is in service.
    pub draining_until: Option<Timestamp>,
}

/// A target as a request names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetNamed {
    /// What it is called.
    pub id: String,
    /// The port, unless it is the group's.
    pub port: Option<u16>,
    /// `AvailabilityZone` as it came.
    pub availability_zone: Option<String>,
}

/// Why targets were not registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegistrationRefused {
    /// Not an address, or one that is no single host's.
    Address {
        /// What was given.
        id: String,
    },
    /// An address of the other family.
    Family {
        /// What was given.
        id: String,
    },
    /// Not written as an instance's identifier (`i-` and hexadecimal digits).
    Instance {
        /// What was given.
        id: String,
    },
    /// An instance that the operator's settings give no address for.
    UnknownInstance {
        /// What was given.
        id: String,
    },
    /// More than [`PER_GROUP_MAX`] in the group, or [`PER_REQUEST_MAX`] in the request.
    TooMany,
    /// None given.
    None,
}

/// Where a target is reached.
///
/// An address must be one host's: unicast, and not link-local, where clouds keep the metadata service.
/// What an instance's identifier stands for is the operator's to say (setting `instances`).
///
/// # Errors
/// See [`RegistrationRefused`].
pub fn address(
    group: &TargetGroup,
    id: &str,
    instances: &BTreeMap<String, IpAddr>,
) -> Result<IpAddr, RegistrationRefused> {
    match group.settings.target_type {
        TargetType::Ip => {
            let refused = || RegistrationRefused::Address { id: id.to_owned() };
            let address: IpAddr = id.parse().map_err(|_| refused())?;
            if !is_one_host(address) {
                return Err(refused());
            }
            match (group.settings.ip_family, address) {
                (IpFamily::Ipv4, IpAddr::V4(_)) | (IpFamily::Ipv6, IpAddr::V6(_)) => Ok(address),
                _ => Err(RegistrationRefused::Family { id: id.to_owned() }),
            }
        }
        TargetType::Instance => {
            let hex = |text: &str| {
                (8..=17).contains(&text.len())
                    && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
            };
            if !id.strip_prefix("i-").is_some_and(hex) {
                return Err(RegistrationRefused::Instance { id: id.to_owned() });
            }
            instances
                .get(id)
                .copied()
                .ok_or_else(|| RegistrationRefused::UnknownInstance { id: id.to_owned() })
        }
    }
}

fn is_one_host(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            !(v4.is_unspecified() || v4.is_multicast() || v4.is_broadcast() || v4.is_link_local())
        }
        IpAddr::V6(v6) => {
            let mapped_is_fine = v6.to_ipv4_mapped().is_none_or(|v4| is_one_host(v4.into()));
            !(v6.is_unspecified() || v6.is_multicast() || v6.is_unicast_link_local()) && mapped_is_fine
        }
    }
}

impl TargetNamed {
    /// The target in `group`: the group's port stands in for one that was not given.
    #[must_use]
    pub fn in_group(&self, group: &TargetGroup) -> Target {
        Target { id: self.id.clone(), port: self.port.unwrap_or(group.settings.port) }
    }
}

/// Puts targets into service; one that is there already stays, one that drains comes back.
///
/// # Errors
/// See [`RegistrationRefused`]; then none is registered.
pub fn plan_registration(
    group: &TargetGroup,
    present: &[Registration],
    named: &[TargetNamed],
    instances: &BTreeMap<String, IpAddr>,
    now: Timestamp,
) -> Result<Vec<Registration>, RegistrationRefused> {
    if named.is_empty() {
        return Err(RegistrationRefused::None);
    }
    if named.len() > PER_REQUEST_MAX {
        return Err(RegistrationRefused::TooMany);
    }
    let mut result: BTreeMap<Target, Registration> = still_there(present, now)
        .map(|registration| (registration.target.clone(), registration.clone()))
        .collect();
    for request in named {
        address(group, &request.id, instances)?;
        let target = request.in_group(group);
        let availability_zone = request.availability_zone.clone();
        result.insert(target.clone(), Registration { target, availability_zone, draining_until: None });
    }
    if result.len() > PER_GROUP_MAX {
        Err(RegistrationRefused::TooMany)
    } else {
        Ok(result.into_values().collect())
    }
}

/// Takes targets out of service: each may finish what it has for the group's deregistration delay.
/// Targets that are not there are passed over (API reference, `DeregisterTargets`).
#[must_use]
pub fn plan_deregistration(
    group: &TargetGroup,
    present: &[Registration],
    named: &[TargetNamed],
    now: Timestamp,
) -> Vec<Registration> {
    let gone: Vec<Target> = named.iter().map(|request| request.in_group(group)).collect();
    let until = now.saturating_add(deregistration_delay(group)).unwrap_or(Timestamp::MAX);
    still_there(present, now)
        .cloned()
        .map(|mut registration| {
            if registration.draining_until.is_none() && gone.contains(&registration.target) {
                registration.draining_until = Some(until);
            }
            registration
        })
        .filter(|registration| registration.draining_until.is_none_or(|until| until > now))
        .collect()
}

/// The targets that are in service or still drain.
pub fn still_there(present: &[Registration], now: Timestamp) -> impl Iterator<Item = &Registration> {
    present.iter().filter(move |registration| registration.draining_until.is_none_or(|until| until > now))
}

/// How long a target of `group` may take to finish what it has.
#[must_use]
pub fn deregistration_delay(group: &TargetGroup) -> SignedDuration {
    let key = "deregistration_delay.timeout_seconds";
    let seconds = attribute::number(group.attribute_table(), &group.attributes, key).unwrap_or(300);
    SignedDuration::from_secs(i64::from(seconds))
}

/// How a target does, from what is stored and what the edge last saw.
///
/// `seen` is `None` when the edge of this process has not taken the target up; `edge_runs` says
/// whether there is one at all.
#[must_use]
pub fn health(
    registration: Option<&Registration>,
    group_in_use: bool,
    seen: Option<&TargetHealth>,
    edge_runs: bool,
    now: Timestamp,
) -> TargetHealth {
    let Some(registration) = registration else {
        return TargetHealth::because(TargetState::Unused, HealthReason::NotRegistered);
    };
    match registration.draining_until {
        Some(until) if until <= now => {
            TargetHealth::because(TargetState::Unused, HealthReason::NotRegistered)
        }
        Some(_) if group_in_use => {
            TargetHealth::because(TargetState::Draining, HealthReason::DeregistrationInProgress)
        }
        Some(_) => TargetHealth::because(TargetState::Unused, HealthReason::NotRegistered),
        None if !group_in_use => TargetHealth::because(TargetState::Unused, HealthReason::NotInUse),
        None => match seen {
            Some(seen) => seen.clone(),
            None if edge_runs => {
                TargetHealth::because(TargetState::Initial, HealthReason::RegistrationInProgress)
            }
            None => TargetHealth::because(TargetState::Unavailable, HealthReason::InternalError),
        },
    }
}

#[cfg(test)]
mod tests;
