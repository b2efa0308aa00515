//! The walk from the roots down to an answer.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::time::Duration;

use domain::base::{Message, Name, Rtype};
use domain::rdata::AllRecordData;
use tokio::time::Instant;

use super::config::{Mode, Reach, Reserved, ResolverConfig};
use super::domain_name::OwnedName;
use super::egress;
use super::exchange::{self, Fault, Query, Way};
use super::response::{Answer, Data, Referral, Step, read};
use super::shared::Shared;
use super::silence::Permit;

/// How many delegations are followed for one name.
const REFERRALS_MAX: usize = 24;
/// How many queries one proof may take, those for the addresses of servers included.
const QUERIES_MAX: usize = 96;
/// How many servers of a zone are tried.
const SERVERS_MAX: usize = 6;
/// How deep looking up a server's address may lead to looking up another server's.
const DEPTH_MAX: usize = 4;
/// How many lines a trace may have.
const TRACE_MAX: usize = 64;

/// One proof's way: what may still be asked, and what was seen.
pub(super) struct Walk<'a> {
    shared: &'a Shared,
    pub(super) config: &'a ResolverConfig,
    reach: Reach,
    /// Whether zones that are hosted here are looked for like any others.
    from_outside: bool,
    until: Instant,
    queries: usize,
    pub(super) trace: Vec<String>,
    /// Whether it was to go on where it may not.
    pub(super) is_cut_off: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(shared: &'a Shared, reach: Reach) -> Walk<'a> {
        let config = &shared.config;
        let until = Instant::now() + config.deadline;
        Walk {
            shared,
            config,
            reach,
            from_outside: false,
            until,
            queries: 0,
            trace: Vec::new(),
            is_cut_off: false,
        }
    }

    /// A walk that asks about zones hosted here as others do: at the servers that they are delegated to.
    pub(super) fn from_outside(shared: &'a Shared) -> Walk<'a> {
        Walk { from_outside: true, ..Walk::new(shared, Reach::Anywhere) }
    }

    pub(super) fn note(&mut self, line: String) {
        if self.trace.len() < TRACE_MAX {
            self.trace.push(line);
        }
    }

    /// Asks for a record set. Aliases are told and not followed.
    pub(super) async fn ask(&mut self, name: &OwnedName, kind: Rtype) -> Answer {
        self.descend(name, kind, 0).await
    }

    async fn descend(&mut self, name: &OwnedName, kind: Rtype, depth: usize) -> Answer {
        let hosted = if self.from_outside { None } else { (self.config.hosted)(&name.to_string()) };
        let mut zone = Name::root_vec();
        let (mut servers, way) = match (hosted, &self.config.mode) {
            (Some(server), _) => {
                self.note(format!("{name} is in a zone hosted here: asking {server} directly"));
                (vec![("this instance".to_owned(), server)], Way::Hosted)
            }
            (None, _) if self.reach == Reach::Here => {
                self.is_cut_off = true;
                return Answer::Failed(format!("{name} is not in a zone hosted here"));
            }
            (None, Mode::Roots(roots)) => match self.shared.delegations.closest(name) {
                Some((known, servers)) => {
                    self.note(format!("{known} is delegated to {} (cached)", called(&servers)));
                    zone = known;
                    (servers, Way::Authoritative)
                }
                None => (named("root server", roots), Way::Authoritative),
            },
            (None, Mode::Forward(forwarders)) => (named("forwarder", forwarders), Way::Forwarder),
        };
        for _ in 0..REFERRALS_MAX {
            let step = self.ask_servers(&servers, &zone, name, kind, way).await;
            let referral = match step {
                Step::Answer(answer) => return answer,
                Step::Referral(referral) => referral,
            };
            if way != Way::Authoritative {
                return Answer::Failed(format!(
                    "{} did not answer the query, but sent a referral",
                    servers[0].0
                ));
            }
            zone = referral.zone.clone();
            match Box::pin(self.addresses(&referral, depth)).await {
                found if found.is_empty() => {
                    let why = format!(
                        "the zone {zone} is delegated to {}, but none of their addresses can be used",
                        referral.servers().join(", ")
                    );
                    self.note(why.clone());
                    return Answer::Failed(why);
                }
                found => {
                    self.shared.delegations.remember(&zone, &found, referral.ttl);
                    servers = found;
                }
            }
        }
        Answer::Failed("there are too many delegations".to_owned())
    }

    async fn ask_servers(
        &mut self,
        servers: &[(String, SocketAddr)],
        zone: &OwnedName,
        name: &OwnedName,
        kind: Rtype,
        way: Way,
    ) -> Step {
        let failed = |why: String| Step::Answer(Answer::Failed(why));
        let query = Query { name, kind, way };
        let mut last = format!("the zone {zone} has no servers");
        let (mut tried, mut all_silent) = (0, true);
        for (called, server) in servers {
            if tried == SERVERS_MAX {
                break;
            }
            if self.queries >= QUERIES_MAX {
                return failed("the look-up takes too many queries".to_owned());
            }
            let within = match self.permit(*server, zone, way) {
                Permit::Ask(within) => within,
                Permit::LeaveAlone { silent_for } => {
                    let seconds = silent_for.as_secs();
                    last = format!(
                        "{called} ({server}): it has not answered for {seconds} s and is not queried now"
                    );
                    self.note(last.clone());
                    continue;
                }
            };
            (tried, self.queries) = (tried + 1, self.queries + 1);
            let asked = format!("{called} ({server}): {name} {kind}");
            let begun = Instant::now();
            let Some(answer) = self.exchange(*server, &query, within, way).await else {
                let seconds = self.config.deadline.as_secs_f64();
                let why = format!("the look-up did not end within {seconds:.0} s");
                return match way {
                    Way::Authoritative if zone.is_root() => no_root_server(&why),
                    _ => failed(why),
                };
            };
            if way == Way::Authoritative {
                match &answer {
                    Err(Fault::Silent(_)) => self.shared.silence.silent(*server, zone, begun),
                    Ok(_) | Err(Fault::Unusable(_)) => self.shared.silence.answered(*server, zone),
                }
            }
            all_silent &= matches!(answer, Err(Fault::Silent(_)));
            let said = answer.map_err(Fault::into_words);
            let said = said.and_then(|message| read(&message, zone, name, kind, way == Way::Forwarder));
            let took = begun.elapsed().as_millis();
            match said {
                Ok(step) => {
                    self.note(format!("{asked} → {} ({took} ms)", step.describe()));
                    return step;
                }
                Err(why) => {
                    self.note(format!("{asked} → {why} ({took} ms)"));
                    last = format!("{called} ({server}): {why}");
                }
            }
        }
        if way == Way::Authoritative && !all_silent {
            // They answer, and do not know the zone: it may be delegated elsewhere by now.
            self.shared.delegations.forget(zone);
        }
        match way {
            Way::Authoritative if zone.is_root() => no_root_server(&format!("the latest was {last}")),
            Way::Forwarder => failed(format!("no forwarder answers; the latest was {last}")),
            _ => failed(format!("no server of {zone} answers; the latest was {last}")),
        }
    }

    fn permit(&self, server: SocketAddr, zone: &OwnedName, way: Way) -> Permit {
        let within = self.config.server_timeout;
        match way {
            Way::Authoritative => self.shared.silence.permit(server, zone, within),
            // We are not silent, and a forwarder is when the servers behind it are: that says nothing of other names.
            Way::Hosted | Way::Forwarder => Permit::Ask(within),
        }
    }

    /// Asks one server; `None` when the look-up's time is over. Waiting for a place does not count.
    async fn exchange(
        &mut self,
        server: SocketAddr,
        query: &Query<'_>,
        within: Duration,
        way: Way,
    ) -> Option<Result<Message<Vec<u8>>, Fault>> {
        let place = match way {
            Way::Hosted => None,
            Way::Authoritative | Way::Forwarder => {
                let waiting_since = Instant::now();
                let place = self.shared.places.acquire().await;
                self.until += waiting_since.elapsed();
                place.ok()
            }
        };
        let answer = exchange::ask(self.config, server, query, within);
        let answer = tokio::time::timeout_at(self.until, answer).await.ok();
        drop(place);
        answer
    }

    /// Addresses of the servers that a zone is delegated to: from glue, or looked up.
    async fn addresses(&mut self, referral: &Referral, depth: usize) -> Vec<(String, SocketAddr)> {
        let mut found = Vec::new();
        for (server, glue) in referral.glue.iter().take(SERVERS_MAX) {
            let mut addresses = glue.clone();
            if addresses.is_empty()
                && depth < DEPTH_MAX
                && self.queries < QUERIES_MAX
                && let Ok(name) = OwnedName::from_str(server)
            {
                addresses = self.look_up_addresses(&name, depth).await;
            }
            for address in addresses {
                if self.config.reserved_addresses == Reserved::Refused && egress::is_reserved(address) {
                    self.note(format!("{server} has the reserved address {address}, which is not queried"));
                } else {
                    found.push((server.clone(), SocketAddr::new(address, self.config.port)));
                }
            }
        }
        found
    }

    async fn look_up_addresses(&mut self, name: &OwnedName, depth: usize) -> Vec<IpAddr> {
        let mut name = name.clone();
        for _ in 0..3 {
            match Box::pin(self.descend(&name, Rtype::A, depth + 1)).await {
                Answer::Records(records) => return records.iter().filter_map(address).collect(),
                Answer::Alias(target) => name = target,
                Answer::NoData => match Box::pin(self.descend(&name, Rtype::AAAA, depth + 1)).await {
                    Answer::Records(records) => return records.iter().filter_map(address).collect(),
                    _ => return Vec::new(),
                },
                Answer::NoName | Answer::NoRootServer(_) | Answer::Failed(_) => return Vec::new(),
            }
        }
        Vec::new()
    }
}

fn no_root_server(why: &str) -> Step {
    Step::Answer(Answer::NoRootServer(format!("no root server answers this machine; {why}")))
}

fn called(servers: &[(String, SocketAddr)]) -> String {
    let mut names: Vec<&str> = servers.iter().map(|(called, _)| called.as_str()).collect();
    names.dedup();
    names.join(", ")
}

fn named(kind: &str, servers: &[SocketAddr]) -> Vec<(String, SocketAddr)> {
    servers.iter().map(|server| (kind.to_owned(), *server)).collect()
}

pub(super) fn address(data: &Data) -> Option<IpAddr> {
    match data {
        AllRecordData::A(a) => Some(IpAddr::V4(a.addr())),
        AllRecordData::Aaaa(aaaa) => Some(IpAddr::V6(aaaa.addr())),
        _ => None,
    }
}
