//! From a query to its answer: RFC 1034 §4.3.2 with RFC 4592 wildcards, over a snapshot, without I/O.

use std::hash::{DefaultHasher, Hash, Hasher};

use domain::base::iana::{Class, OptRcode, Rcode};
use domain::base::message_builder::{
    AdditionalBuilder, AnswerBuilder, AuthorityBuilder, MessageBuilder, PushError,
};
use domain::base::name::{Name, ToName};
use domain::base::opt::Cookie;
use domain::base::rdata::UnknownRecordData;
use domain::base::{Rtype, StaticCompressor, Ttl};

use super::encoded_set::EncodedSet;
use super::find::{Found, answering, find};
use super::hosted::Zone;
use super::name::{canonical, lower_case};
use super::query::Query;
use super::snapshot::Snapshot;

/// How the query came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Answers are cut to what the client takes.
    Udp,
    /// Answers are whole.
    Tcp,
}

/// An answer, and what it has in common with others: answers to a flood are counted by that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The message.
    pub bytes: Vec<u8>,
    /// Which kind it is of.
    pub kind: AnswerKind,
    /// Equal for answers of one kind that say the same: the name and type that answered, the delegation, or the zone
    /// that has no such name. Queries for made-up names get answers of one subject.
    pub subject: u64,
}

/// Kinds of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnswerKind {
    /// Records.
    Records,
    /// A referral to other servers.
    Referral,
    /// The name has no records of this type.
    NoData,
    /// There is no such name.
    NoName,
    /// A refusal.
    Refused,
}

/// What we take over UDP, and what we send at most (RFC 9715 §3.1).
const UDP_PAYLOAD: u16 = 1232;
/// What a client without EDNS takes over UDP (RFC 1035 §4.2.1).
const UDP_PAYLOAD_MIN: u16 = 512;
/// How many CNAMEs of ours are followed in one answer.
const CNAMES_MAX: usize = 8;
/// The octets of an OPT record without options (RFC 6891 §6.1.2), and of a cookie of RFC 9018 §4 in it.
const OPT_BYTES: usize = 11;
const COOKIE_BYTES: usize = 28;

pub(super) type Target = StaticCompressor<Vec<u8>>;

/// The answer to a query. `cookie` is put into it when the query came with one.
///
/// `None` when it cannot be written at all.
#[must_use]
pub fn answer(
    snapshot: &Snapshot,
    query: &Query<'_>,
    transport: Transport,
    cookie: Option<Cookie>,
) -> Option<Answer> {
    let reply = Reply { snapshot, query, cookie };
    if let Some(rcode) = query.refused {
        return reply.refuse(rcode);
    }
    let Some(question) = &query.question else {
        // RFC 7873 §5.4: the cookie is all that was asked for.
        return reply.refuse(OptRcode::NOERROR);
    };
    let name = lower_case(question.qname());
    let Some(zone) = snapshot.zone_of(&name) else {
        return reply.refuse(OptRcode::REFUSED);
    };
    reply.look_up(reply.begin(transport, Rcode::NOERROR)?, zone, question.qname(), name, question.qtype())
}

/// The answer that has a client come back by TCP: the question, and TC.
#[must_use]
pub fn truncated(query: &Query<'_>, cookie: Option<Cookie>) -> Option<Vec<u8>> {
    let reply = Reply { snapshot: &Snapshot::default(), query, cookie };
    let mut answer = reply.begin(Transport::Udp, Rcode::NOERROR)?;
    answer.header_mut().set_tc(true);
    reply.close(answer.authority(), OptRcode::NOERROR)
}

/// The answer that has a client ask again with the cookie which is in it (RFC 7873 §5.2.3).
#[must_use]
pub fn bad_cookie(query: &Query<'_>, cookie: Cookie) -> Option<Vec<u8>> {
    let reply = Reply { snapshot: &Snapshot::default(), query, cookie: Some(cookie) };
    let rcode = OptRcode::BADCOOKIE;
    reply.close(reply.begin(Transport::Udp, rcode.rcode())?.authority(), rcode)
}

pub(super) struct Reply<'a> {
    pub(super) snapshot: &'a Snapshot,
    query: &'a Query<'a>,
    cookie: Option<Cookie>,
}

impl Reply<'_> {
    /// The header and the question, with room for as much as the client takes.
    fn begin(&self, transport: Transport, rcode: Rcode) -> Option<AnswerBuilder<Target>> {
        let limit = match (transport, &self.query.edns) {
            (Transport::Tcp, _) => usize::from(u16::MAX),
            (Transport::Udp, None) => UDP_PAYLOAD_MIN.into(),
            (Transport::Udp, Some(edns)) => edns.payload.clamp(UDP_PAYLOAD_MIN, UDP_PAYLOAD).into(),
        };
        let at_end = match (&self.query.edns, &self.cookie) {
            (None, _) => 0,
            (Some(_), None) => OPT_BYTES,
            (Some(_), Some(_)) => OPT_BYTES + COOKIE_BYTES,
        };
        let mut builder = MessageBuilder::from_target(StaticCompressor::new(Vec::with_capacity(512))).ok()?;
        builder.set_push_limit(limit - at_end);
        let asked = self.query.message.header();
        let header = builder.header_mut();
        header.set_id(asked.id());
        header.set_qr(true);
        header.set_opcode(asked.opcode());
        header.set_rd(asked.rd());
        header.set_rcode(rcode);
        let mut question = builder.question();
        if let Some(asked) = &self.query.question {
            question.push(asked).ok()?;
        }
        Some(question.answer())
    }

    fn refuse(&self, rcode: OptRcode) -> Option<Answer> {
        let bytes = self.close(self.begin(Transport::Udp, rcode.rcode())?.authority(), rcode)?;
        Some(Answer { bytes, kind: AnswerKind::Refused, subject: 0 })
    }

    fn look_up(
        &self,
        mut answer: AnswerBuilder<Target>,
        zone: &Zone,
        asked: &impl ToName,
        mut name: Vec<u8>,
        kind: Rtype,
    ) -> Option<Answer> {
        answer.header_mut().set_aa(true);
        let mut zone = zone;
        let mut subject = None;
        // The names before this one in a chain of CNAMEs. RFC 2181 §5: no record stands twice in an answer.
        let mut before: Vec<Vec<u8>> = Vec::new();
        while before.len() <= CNAMES_MAX && !before.contains(&name) {
            let (sets, source) = match find(zone, &name) {
                Found::Delegation(ns, cut) if !(kind == Rtype::DS && cut == name) => {
                    return self.refer(answer, zone, ns, &cut);
                }
                Found::Delegation(..) => (zone.node(&canonical(&name)).unwrap_or_default(), None),
                Found::Sets(sets) => (sets, None),
                Found::Wildcard(sets, wildcard) => (sets, Some(wildcard)),
                Found::NoName => {
                    answer.header_mut().set_rcode(Rcode::NXDOMAIN);
                    return self.deny(answer, zone);
                }
            };
            let wanted = answering(self.snapshot, zone, sets, kind);
            let cname = answering(self.snapshot, zone, sets, Rtype::CNAME).first().copied();
            // The owner is written as it was asked, letter case included (draft-vixie-dnsext-dns0x20).
            let first = before.is_empty();
            let pushed = match (wanted.as_slice(), cname) {
                ([], None) => return self.deny(answer, zone),
                ([], Some(cname)) => push(&mut answer, first, asked, &name, cname),
                (wanted, _) => wanted.iter().try_for_each(|set| push(&mut answer, first, asked, &name, set)),
            };
            let subject = *subject.get_or_insert_with(|| subject_of(source.as_ref().unwrap_or(&name), kind));
            if pushed.is_err() {
                return self.cut(answer, subject);
            }
            let target = match (wanted.is_empty(), cname) {
                (true, Some(cname)) => cname.values().next(),
                _ => None,
            };
            // A target that is not ours is the resolver's to follow.
            match target.and_then(|target| Some((target, self.snapshot.zone_of(target)?))) {
                Some((target, of_target)) => {
                    before.push(std::mem::replace(&mut name, target.to_vec()));
                    zone = of_target;
                }
                None => break,
            }
        }
        self.found(answer, subject.unwrap_or_default())
    }

    fn found(&self, answer: AnswerBuilder<Target>, subject: u64) -> Option<Answer> {
        let bytes = self.close(answer.authority(), OptRcode::NOERROR)?;
        Some(Answer { bytes, kind: AnswerKind::Records, subject })
    }

    /// The answer does not fit: the client is told to ask by TCP (RFC 2181 §9).
    fn cut(&self, answer: AnswerBuilder<Target>, subject: u64) -> Option<Answer> {
        self.found(answer.tc_rewind_into(), subject)
    }

    pub(super) fn close(&self, authority: AuthorityBuilder<Target>, rcode: OptRcode) -> Option<Vec<u8>> {
        self.close_additional(authority.additional(), rcode)
    }

    pub(super) fn close_additional(
        &self,
        mut additional: AdditionalBuilder<Target>,
        rcode: OptRcode,
    ) -> Option<Vec<u8>> {
        additional.clear_push_limit();
        if let Some(edns) = &self.query.edns {
            let written = additional.opt(|opt| {
                opt.set_udp_payload_size(UDP_PAYLOAD);
                opt.set_rcode(rcode);
                opt.set_dnssec_ok(edns.dnssec_ok);
                self.cookie.iter().try_for_each(|cookie| opt.cookie(cookie.clone()))
            });
            written.ok()?;
        }
        Some(additional.finish().into_target())
    }
}

pub(super) fn subject_of(name: &[u8], kind: Rtype) -> u64 {
    let mut hasher = DefaultHasher::new();
    (name, kind.to_int()).hash(&mut hasher);
    hasher.finish()
}

fn push(
    answer: &mut AnswerBuilder<Target>,
    first: bool,
    asked: &impl ToName,
    name: &[u8],
    set: &EncodedSet,
) -> Result<(), PushError> {
    let ttl = Ttl::from_secs(set.ttl);
    // The identifier that a resolver chooses at random chooses among more values than an answer has.
    for value in set.answered(answer.header().id()) {
        let Ok(data) = UnknownRecordData::from_octets(Rtype::from_int(set.kind), value) else { continue };
        if first {
            answer.push((asked, Class::IN, ttl, data))?;
        } else if let Ok(name) = Name::from_slice(name) {
            answer.push((name, Class::IN, ttl, data))?;
        }
    }
    Ok(())
}
