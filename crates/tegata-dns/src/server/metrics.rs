//! How many queries were answered, and how.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

/// Response codes by their numbers (RFC 1035 §4.1.1), then everything else, then no answer at all: the query was
/// malformed, or its client is over the limit.
const OUTCOMES: [&str; 8] =
    ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "other", "unanswered"];
const OTHER: usize = 6;
const UNANSWERED: usize = 7;
/// In which octet of a message the response code is, and where in it.
const RCODE_AT: usize = 3;
const RCODE_BITS: u8 = 0x0f;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    transport: &'static str,
    outcome: &'static str,
}

/// Counts queries. Cheap to clone; all clones count together.
#[derive(Debug, Clone)]
pub struct QueryMetrics {
    family: Family<Labels, Counter>,
    udp: [Counter; OUTCOMES.len()],
    tcp: [Counter; OUTCOMES.len()],
}

impl Default for QueryMetrics {
    fn default() -> QueryMetrics {
        let family = Family::<Labels, Counter>::default();
        let of =
            |transport| OUTCOMES.map(|outcome| family.get_or_create_owned(&Labels { transport, outcome }));
        QueryMetrics { udp: of("udp"), tcp: of("tcp"), family: family.clone() }
    }
}

impl QueryMetrics {
    /// Puts them into a registry.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("dns_queries", "DNS queries, by transport and response code", self.family.clone());
    }

    pub(super) fn count_udp(&self, reply: Option<&[u8]>) {
        self.udp[outcome(reply)].inc();
    }

    pub(super) fn count_tcp(&self, reply: Option<&[u8]>) {
        self.tcp[outcome(reply)].inc();
    }
}

fn outcome(reply: Option<&[u8]>) -> usize {
    let rcode = reply.and_then(|reply| reply.get(RCODE_AT)).map(|octet| usize::from(octet & RCODE_BITS));
    rcode.map_or(UNANSWERED, |rcode| rcode.min(OTHER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_their_response_code() {
        let reply = |rcode: u8| [0, 0, 0x84, 0x80 | rcode, 0, 0, 0, 0, 0, 0, 0, 0];
        for (rcode, text) in [(0, "NOERROR"), (3, "NXDOMAIN"), (5, "REFUSED"), (7, "other"), (15, "other")] {
            assert_eq!(OUTCOMES[outcome(Some(&reply(rcode)))], text);
        }
        assert_eq!(OUTCOMES[outcome(None)], "unanswered");
    }
}
