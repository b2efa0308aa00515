//! What a name server's response means: an answer, or a delegation.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use domain::base::iana::{Class, Rcode};
use domain::base::name::ToName;
use domain::base::{Message, Name, Rtype};
use domain::rdata::AllRecordData;

use super::domain_name::OwnedName;

pub(super) type Data = AllRecordData<bytes::Bytes, Name<bytes::Bytes>>;

/// What an authoritative server said in the end.
#[derive(Debug)]
pub(super) enum Answer {
    /// The record set.
    Records(Vec<Data>),
    /// The name is an alias of this one.
    Alias(OwnedName),
    /// The name exists, without such records.
    NoData,
    /// The name does not exist.
    NoName,
    /// No root server answered, so this machine cannot reach them, whatever the name.
    NoRootServer(String),
    /// No server that knows could be asked.
    Failed(String),
}

/// What a response leads to.
pub(super) enum Step {
    Answer(Answer),
    Referral(Referral),
}

/// A zone below, its servers, and the addresses of these that came along.
pub(super) struct Referral {
    pub(super) zone: OwnedName,
    /// For how long its records may be kept.
    pub(super) ttl: Duration,
    pub(super) glue: BTreeMap<String, Vec<IpAddr>>,
}

impl Referral {
    pub(super) fn servers(&self) -> Vec<&str> {
        self.glue.keys().map(String::as_str).collect()
    }
}

impl Step {
    pub(super) fn describe(&self) -> String {
        match self {
            Step::Referral(referral) => {
                format!("{} is delegated to {}", referral.zone, referral.servers().join(", "))
            }
            Step::Answer(Answer::Records(records)) => {
                records.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ")
            }
            Step::Answer(Answer::Alias(target)) => format!("an alias of {target}"),
            Step::Answer(Answer::NoData) => "the name exists, but has no such record".to_owned(),
            Step::Answer(Answer::NoName) => "NXDOMAIN: the name does not exist".to_owned(),
            Step::Answer(Answer::NoRootServer(why) | Answer::Failed(why)) => why.clone(),
        }
    }
}

/// What a server's message means; in words, why it is of no use.
pub(super) fn read(
    message: &Message<Vec<u8>>,
    zone: &OwnedName,
    name: &OwnedName,
    kind: Rtype,
    recurse: bool,
) -> Result<Step, String> {
    let broken = |_| "its answer cannot be read".to_owned();
    let rcode = message.header().rcode();
    if rcode != Rcode::NOERROR && rcode != Rcode::NXDOMAIN {
        return Err(rcode.to_string());
    }
    let mut records = Vec::new();
    let mut alias = None;
    for record in message.answer().map_err(broken)?.limit_to::<AllRecordData<_, _>>() {
        let record = record.map_err(broken)?;
        if record.class() != Class::IN || !record.owner().name_eq(name) {
            continue;
        }
        if record.rtype() == kind {
            records.push(owned(record.data())?);
        } else if let AllRecordData::Cname(cname) = record.data() {
            alias = Some(cname.cname().to_name::<Vec<u8>>());
        }
    }
    let authoritative = message.header().aa() || recurse;
    match (records.is_empty(), alias) {
        (false, _) if authoritative => return Ok(Step::Answer(Answer::Records(records))),
        (true, Some(alias)) if authoritative => return Ok(Step::Answer(Answer::Alias(alias))),
        _ => {}
    }
    if authoritative {
        let answer = if rcode == Rcode::NXDOMAIN { Answer::NoName } else { Answer::NoData };
        return Ok(Step::Answer(answer));
    }
    match referral(message, zone, name)? {
        Some(referral) => Ok(Step::Referral(referral)),
        None => Err("it is not authoritative for the zone (lame delegation)".to_owned()),
    }
}

/// A delegation that leads nearer to the name; anything else is not believed.
fn referral(
    message: &Message<Vec<u8>>,
    zone: &OwnedName,
    name: &OwnedName,
) -> Result<Option<Referral>, String> {
    let broken = |_| "its answer cannot be read".to_owned();
    let mut cut: Option<OwnedName> = None;
    let mut ttl = Duration::MAX;
    let mut glue: BTreeMap<String, Vec<IpAddr>> = BTreeMap::new();
    for record in message.authority().map_err(broken)?.limit_to::<AllRecordData<_, _>>() {
        let record = record.map_err(broken)?;
        let AllRecordData::Ns(ns) = record.data() else { continue };
        if record.class() != Class::IN {
            continue;
        }
        let owner: OwnedName = record.owner().to_name();
        let nearer =
            owner.ends_with(zone) && owner.label_count() > zone.label_count() && name.ends_with(&owner);
        if nearer && cut.as_ref().is_none_or(|cut| cut.name_eq(&owner)) {
            glue.entry(ns.nsdname().to_name::<Vec<u8>>().to_string()).or_default();
            ttl = ttl.min(record.ttl().into_duration());
            cut = Some(owner);
        }
    }
    let Some(cut) = cut else { return Ok(None) };
    for record in message.additional().map_err(broken)?.limit_to::<AllRecordData<_, _>>() {
        let Ok(record) = record else { continue };
        // Addresses of names outside the zone that was asked are not its to give.
        if record.class() != Class::IN || !record.owner().ends_with(zone) {
            continue;
        }
        let address = match record.data() {
            AllRecordData::A(a) => IpAddr::V4(a.addr()),
            AllRecordData::Aaaa(aaaa) => IpAddr::V6(aaaa.addr()),
            _ => continue,
        };
        let owner = record.owner().to_name::<Vec<u8>>().to_string();
        if let Some(addresses) = glue.iter_mut().find(|(server, _)| server.eq_ignore_ascii_case(&owner)) {
            addresses.1.push(address);
            ttl = ttl.min(record.ttl().into_duration());
        }
    }
    Ok(Some(Referral { zone: cut, ttl, glue }))
}

fn owned<O, N>(data: &AllRecordData<O, N>) -> Result<Data, String>
where
    O: AsRef<[u8]>,
    N: ToName,
    AllRecordData<O, N>: domain::base::rdata::ComposeRecordData + domain::base::rdata::RecordData,
{
    use domain::base::name::FlattenInto;
    use domain::base::rdata::{ComposeRecordData, ParseAnyRecordData, RecordData};
    let broken = || "its answer cannot be read".to_owned();
    let mut bytes = Vec::new();
    data.compose_rdata(&mut bytes).map_err(|_| broken())?;
    let bytes = bytes::Bytes::from(bytes);
    let mut parser = domain::dep::octseq::Parser::from_ref(&bytes);
    let parsed: AllRecordData<bytes::Bytes, domain::base::name::ParsedName<bytes::Bytes>> =
        ParseAnyRecordData::parse_any_rdata(data.rtype(), &mut parser).map_err(|_| broken())?;
    Ok(parsed.flatten_into())
}
