//! From a query to its answer: RFC 1034 §4.3.2 with RFC 4592 wildcards, over a snapshot, without I/O.

use domain::base::iana::{Class, Opcode, OptRcode, Rcode};
use domain::base::message::Message;
use domain::base::message_builder::{AnswerBuilder, AuthorityBuilder, MessageBuilder, PushError};
use domain::base::name::{Name, ToName};
use domain::base::rdata::UnknownRecordData;
use domain::base::{Rtype, StaticCompressor, Ttl};

use super::name::{canonical_of, parent};
use super::snapshot::{EncodedSet, Snapshot, Zone};

/// How the query came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Answers are cut to what the client takes.
    Udp,
    /// Answers are whole.
    Tcp,
}

/// What we take over UDP, and what we send at most (RFC 9715 §3.1).
const UDP_PAYLOAD: u16 = 1232;
/// What a client without EDNS takes over UDP (RFC 1035 §4.2.1).
const UDP_PAYLOAD_MIN: u16 = 512;
/// How many CNAMEs of ours are followed in one answer.
const CNAMES_MAX: usize = 8;

type Target = StaticCompressor<Vec<u8>>;

/// The answer to a query; `None` when it is so broken that it gets none.
#[must_use]
pub fn answer(snapshot: &Snapshot, query: &[u8], transport: Transport) -> Option<Vec<u8>> {
    let query = Message::from_octets(query).ok().filter(|query| !query.header().qr())?;
    let edns = query.opt();
    let limit = match (transport, &edns) {
        (Transport::Tcp, _) => usize::from(u16::MAX),
        (Transport::Udp, None) => UDP_PAYLOAD_MIN.into(),
        (Transport::Udp, Some(opt)) => opt.udp_payload_size().clamp(UDP_PAYLOAD_MIN, UDP_PAYLOAD).into(),
    };
    let mut builder = MessageBuilder::from_target(StaticCompressor::new(Vec::with_capacity(512))).ok()?;
    // The OPT record at the end takes 11 octets.
    builder.set_push_limit(limit - usize::from(edns.is_some()) * 11);
    let reply = Reply { snapshot, with_edns: edns.is_some() };
    if query.header().opcode() != Opcode::QUERY {
        return reply.refuse(builder, &query, OptRcode::NOTIMP);
    }
    if edns.as_ref().is_some_and(|opt| opt.version() != 0) {
        return reply.refuse(builder, &query, OptRcode::BADVERS);
    }
    let Ok(question) = query.sole_question() else {
        return reply.refuse(builder, &query, OptRcode::FORMERR);
    };
    if question.qclass() != Class::IN || matches!(question.qtype(), Rtype::AXFR | Rtype::IXFR) {
        return reply.refuse(builder, &query, OptRcode::REFUSED);
    }
    let name = canonical_of(question.qname());
    let Some(zone) = snapshot.zone_of(&name) else {
        return reply.refuse(builder, &query, OptRcode::REFUSED);
    };
    let answer = builder.start_answer(&query, Rcode::NOERROR).ok()?;
    reply.finish(answer, zone, question.qname(), name, question.qtype())
}

struct Reply<'a> {
    snapshot: &'a Snapshot,
    with_edns: bool,
}

/// What stands at a name.
enum Found<'z> {
    /// Record sets, of the name or of the wildcard that stands for it.
    Sets(&'z [EncodedSet]),
    /// The name is delegated: its NS record set and where it stands.
    Delegation(&'z EncodedSet, Vec<u8>),
    /// Nothing.
    NoName,
}

impl Reply<'_> {
    fn refuse(
        &self,
        builder: MessageBuilder<Target>,
        query: &Message<&[u8]>,
        rcode: OptRcode,
    ) -> Option<Vec<u8>> {
        let mut answer = builder.start_answer(query, rcode.rcode()).ok()?;
        answer.header_mut().set_aa(false);
        answer.header_mut().set_ra(false);
        self.close(answer.authority(), rcode)
    }

    fn finish(
        &self,
        mut answer: AnswerBuilder<Target>,
        zone: &Zone,
        asked: &impl ToName,
        mut name: Vec<u8>,
        kind: Rtype,
    ) -> Option<Vec<u8>> {
        answer.header_mut().set_aa(true);
        answer.header_mut().set_ra(false);
        let mut zone = zone;
        // The owner is written as it was asked, letter case included (draft-vixie-dnsext-dns0x20).
        let mut first = true;
        for _ in 0..=CNAMES_MAX {
            let sets = match find(zone, &name) {
                Found::Delegation(ns, cut) if !(kind == Rtype::DS && cut == name) => {
                    return self.refer(answer, zone, ns, &cut);
                }
                Found::Delegation(..) => zone.node(&name).unwrap_or_default(),
                Found::Sets(sets) => sets,
                Found::NoName => {
                    answer.header_mut().set_rcode(Rcode::NXDOMAIN);
                    return self.deny(answer, zone);
                }
            };
            let wanted: Vec<&EncodedSet> = match kind {
                // RFC 8482 §4.1: one of the record sets is enough of an answer to ANY.
                Rtype::ANY => sets.first().into_iter().collect(),
                kind => sets.iter().filter(|set| set.kind == kind.to_int()).collect(),
            };
            let alias = sets.iter().find(|set| set.kind == Rtype::CNAME.to_int());
            let pushed = match (wanted.as_slice(), alias) {
                ([], None) => return self.deny(answer, zone),
                ([], Some(alias)) => push(&mut answer, first, asked, &name, alias),
                (wanted, _) => wanted.iter().try_for_each(|set| push(&mut answer, first, asked, &name, set)),
            };
            if pushed.is_err() {
                return self.cut(answer);
            }
            let target = match (wanted.is_empty(), alias) {
                (true, Some(alias)) => alias.values.first(),
                _ => None,
            };
            // A target that is not ours is the resolver's to follow.
            match target.and_then(|target| Some((target, self.snapshot.zone_of(target)?))) {
                Some((target, of_target)) => {
                    name.clone_from(target);
                    zone = of_target;
                    first = false;
                }
                None => return self.close(answer.authority(), OptRcode::NOERROR),
            }
        }
        self.close(answer.authority(), OptRcode::NOERROR)
    }

    /// NXDOMAIN or NODATA: with the SOA, whose life here is the lesser of its TTL and its last number
    /// (RFC 2308 §3).
    fn deny(&self, answer: AnswerBuilder<Target>, zone: &Zone) -> Option<Vec<u8>> {
        let rcode = answer.header().rcode();
        let mut authority = answer.authority();
        let soa =
            zone.node(zone.apex()).unwrap_or_default().iter().find(|set| set.kind == Rtype::SOA.to_int());
        if let Some((soa, value)) = soa.and_then(|soa| Some((soa, soa.values.first()?))) {
            let minimum = value.last_chunk::<4>().map_or(soa.ttl, |minimum| u32::from_be_bytes(*minimum));
            let ttl = soa.ttl.min(minimum);
            let data = UnknownRecordData::from_octets(Rtype::SOA, value.as_slice()).ok()?;
            let owner = Name::from_slice(zone.apex()).ok()?;
            if authority.push((owner, Class::IN, Ttl::from_secs(ttl), data)).is_err() {
                authority.header_mut().set_tc(true);
            }
        }
        self.close(authority, rcode.into())
    }

    /// A referral: the NS record set of the cut, and addresses of its servers that we know.
    fn refer(
        &self,
        answer: AnswerBuilder<Target>,
        zone: &Zone,
        ns: &EncodedSet,
        cut: &[u8],
    ) -> Option<Vec<u8>> {
        let mut authority = answer.authority();
        let only_referral = authority.counts().ancount() == 0;
        if only_referral {
            authority.header_mut().set_aa(false);
        }
        let owner = Name::from_slice(cut).ok()?;
        for value in &ns.values {
            let data = UnknownRecordData::from_octets(Rtype::NS, value.as_slice()).ok()?;
            if authority.push((owner, Class::IN, Ttl::from_secs(ns.ttl), data)).is_err() {
                authority.header_mut().set_tc(true);
                return self.close(authority, OptRcode::NOERROR);
            }
        }
        let mut additional = authority.additional();
        'glue: for server in &ns.values {
            let sets = zone.node(server).unwrap_or_default();
            let addresses =
                sets.iter().filter(|set| set.kind == Rtype::A.to_int() || set.kind == Rtype::AAAA.to_int());
            for set in addresses {
                for value in &set.values {
                    let owner = Name::from_slice(server).ok()?;
                    let data =
                        UnknownRecordData::from_octets(Rtype::from_int(set.kind), value.as_slice()).ok()?;
                    // Glue that does not fit is left out; the servers' names are enough (RFC 9471 asks for TC
                    // when glue below the cut is missing).
                    if additional.push((owner, Class::IN, Ttl::from_secs(set.ttl), data)).is_err() {
                        additional.header_mut().set_tc(true);
                        break 'glue;
                    }
                }
            }
        }
        self.close_additional(additional, OptRcode::NOERROR)
    }

    /// The answer does not fit: the client is told to ask by TCP (RFC 2181 §9).
    fn cut(&self, answer: AnswerBuilder<Target>) -> Option<Vec<u8>> {
        self.close(answer.tc_rewind_into().authority(), OptRcode::NOERROR)
    }

    fn close(&self, authority: AuthorityBuilder<Target>, rcode: OptRcode) -> Option<Vec<u8>> {
        self.close_additional(authority.additional(), rcode)
    }

    fn close_additional(
        &self,
        mut additional: domain::base::message_builder::AdditionalBuilder<Target>,
        rcode: OptRcode,
    ) -> Option<Vec<u8>> {
        additional.clear_push_limit();
        if self.with_edns {
            let written = additional.opt(|opt| {
                opt.set_udp_payload_size(UDP_PAYLOAD);
                opt.set_rcode(rcode);
                Ok(())
            });
            written.ok()?;
        }
        Some(additional.finish().into_target())
    }
}

fn push(
    answer: &mut AnswerBuilder<Target>,
    first: bool,
    asked: &impl ToName,
    name: &[u8],
    set: &EncodedSet,
) -> Result<(), PushError> {
    let ttl = Ttl::from_secs(set.ttl);
    for value in &set.values {
        let data = UnknownRecordData::from_octets(Rtype::from_int(set.kind), value.as_slice());
        let Ok(data) = data else { continue };
        if first {
            answer.push((asked, Class::IN, ttl, data))?;
        } else if let Ok(name) = Name::from_slice(name) {
            answer.push((name, Class::IN, ttl, data))?;
        }
    }
    Ok(())
}

fn find<'z>(zone: &'z Zone, name: &[u8]) -> Found<'z> {
    // From the apex down, so that the topmost cut wins: below it nothing of ours counts.
    let mut path: Vec<&[u8]> = Vec::new();
    let mut above = Some(name);
    while let Some(at) = above.filter(|at| at.len() > zone.apex().len()) {
        path.push(at);
        above = parent(at);
    }
    let mut closest: &[u8] = zone.apex();
    for at in path.iter().rev() {
        let Some(sets) = zone.node(at) else { break };
        if let Some(ns) = sets.iter().find(|set| set.kind == Rtype::NS.to_int()) {
            return Found::Delegation(ns, at.to_vec());
        }
        closest = at;
    }
    if closest.len() == name.len() {
        return Found::Sets(zone.node(name).unwrap_or_default());
    }
    // RFC 4592 §3.3.1: only the wildcard at the closest encloser may stand for the name.
    let wildcard = [b"\x01*", closest].concat();
    match zone.node(&wildcard) {
        Some(sets) => match sets.iter().find(|set| set.kind == Rtype::NS.to_int()) {
            Some(ns) => Found::Delegation(ns, wildcard),
            None => Found::Sets(sets),
        },
        None => Found::NoName,
    }
}
