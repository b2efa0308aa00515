//! Looking up the addresses of a name (RFC 1034 §3.6, RFC 3596), from its authoritative servers.

use std::net::IpAddr;
use std::str::FromStr;

use domain::base::Rtype;
use domain::rdata::AllRecordData;

use super::config::Reach;
use super::domain_name::OwnedName;
use super::response::Answer;
use super::shared::Shared;
use super::walk::Walk;

/// How many CNAMEs are followed.
const CHAIN_MAX: usize = 8;

/// The addresses of IPv4, then those of IPv6; none when the name has none. What kept them from being found otherwise,
/// in a sentence.
pub(super) async fn look_up(shared: &Shared, name: &str) -> Result<Vec<IpAddr>, String> {
    let mut walk = Walk::new(shared, Reach::Anywhere);
    let mut found = of_kind(&mut walk, name, Rtype::A).await?;
    match of_kind(&mut walk, name, Rtype::AAAA).await {
        Ok(more) => found.extend(more),
        // One family is enough to go on with.
        Err(_) if !found.is_empty() => {}
        Err(why) => return Err(why),
    }
    Ok(found)
}

async fn of_kind(walk: &mut Walk<'_>, name: &str, kind: Rtype) -> Result<Vec<IpAddr>, String> {
    let mut at = OwnedName::from_str(name).map_err(|_| format!("{name} is not a domain name"))?;
    for _ in 0..CHAIN_MAX {
        match walk.ask(&at, kind).await {
            Answer::Records(records) => return Ok(records.iter().filter_map(address).collect()),
            Answer::Alias(target) => at = target,
            Answer::NoData | Answer::NoName => return Ok(Vec::new()),
            Answer::NoRootServer(why) | Answer::Failed(why) => return Err(why),
        }
    }
    Err(format!("{name} has a chain of more than {CHAIN_MAX} CNAMEs"))
}

fn address<O, N>(data: &AllRecordData<O, N>) -> Option<IpAddr> {
    match data {
        AllRecordData::A(record) => Some(IpAddr::V4(record.addr())),
        AllRecordData::Aaaa(record) => Some(IpAddr::V6(record.addr())),
        _ => None,
    }
}
