//! Answers whose authority section says why there are no records: a denial has the SOA, a referral the servers to ask.

use domain::base::iana::{Class, OptRcode, Rcode};
use domain::base::message_builder::AnswerBuilder;
use domain::base::name::Name;
use domain::base::rdata::UnknownRecordData;
use domain::base::{Rtype, Ttl};

use super::answer::{Answer, AnswerKind, Reply, Target, subject_of};
use super::encoded_set::EncodedSet;
use super::find::answering;
use super::hosted::Zone;
use super::name::canonical;

impl Reply<'_> {
    /// NXDOMAIN or NODATA: with the SOA, whose life here is the lesser of its TTL and its last number
    /// (RFC 2308 §3).
    pub(super) fn deny(&self, answer: AnswerBuilder<Target>, zone: &Zone) -> Option<Answer> {
        let rcode = answer.header().rcode();
        let mut authority = answer.authority();
        let at_apex = zone.node(zone.apex().canonical()).unwrap_or_default();
        let soa = at_apex.iter().find(|set| set.kind == Rtype::SOA.to_int());
        if let Some((soa, value)) = soa.and_then(|soa| Some((soa, soa.values().next()?))) {
            let minimum = value.last_chunk::<4>().map_or(soa.ttl, |minimum| u32::from_be_bytes(*minimum));
            let ttl = soa.ttl.min(minimum);
            let data = UnknownRecordData::from_octets(Rtype::SOA, value).ok()?;
            let owner = Name::from_slice(zone.apex_wire()).ok()?;
            if authority.push((owner, Class::IN, Ttl::from_secs(ttl), data)).is_err() {
                authority.header_mut().set_tc(true);
            }
        }
        let kind = if rcode == Rcode::NXDOMAIN { AnswerKind::NoName } else { AnswerKind::NoData };
        let bytes = self.close(authority, rcode.into())?;
        Some(Answer { bytes, kind, subject: subject_of(zone.apex_wire(), Rtype::SOA) })
    }

    /// A referral: the NS record set of the cut, and addresses of its servers that we know.
    pub(super) fn refer(
        &self,
        answer: AnswerBuilder<Target>,
        zone: &Zone,
        ns: &EncodedSet,
        cut: &[u8],
    ) -> Option<Answer> {
        let referral =
            |bytes| Answer { bytes, kind: AnswerKind::Referral, subject: subject_of(cut, Rtype::NS) };
        let mut authority = answer.authority();
        let only_referral = authority.counts().ancount() == 0;
        if only_referral {
            authority.header_mut().set_aa(false);
        }
        let owner = Name::from_slice(cut).ok()?;
        for value in ns.values() {
            let data = UnknownRecordData::from_octets(Rtype::NS, value).ok()?;
            if authority.push((owner, Class::IN, Ttl::from_secs(ns.ttl), data)).is_err() {
                authority.header_mut().set_tc(true);
                return self.close(authority, OptRcode::NOERROR).map(referral);
            }
        }
        let mut additional = authority.additional();
        // Addresses below the cut come first: they are found nowhere else.
        let cut = canonical(cut);
        let (below, beside): (Vec<&[u8]>, Vec<&[u8]>) =
            ns.values().partition(|server| canonical(server).starts_with(&cut));
        'glue: for (server, is_below) in below
            .into_iter()
            .map(|server| (server, true))
            .chain(beside.into_iter().map(|server| (server, false)))
        {
            let sets = zone.node(&canonical(server)).unwrap_or_default();
            let addresses = [Rtype::A, Rtype::AAAA];
            for set in addresses.iter().flat_map(|kind| answering(self.snapshot, zone, sets, *kind)) {
                for value in set.values() {
                    let owner = Name::from_slice(server).ok()?;
                    let data = UnknownRecordData::from_octets(Rtype::from_int(set.kind), value).ok()?;
                    if additional.push((owner, Class::IN, Ttl::from_secs(set.ttl), data)).is_err() {
                        // RFC 9471 §3: the answer says so when it is addresses below the cut that are left out.
                        if is_below {
                            additional.header_mut().set_tc(true);
                        }
                        break 'glue;
                    }
                }
            }
        }
        self.close_additional(additional, OptRcode::NOERROR).map(referral)
    }
}
