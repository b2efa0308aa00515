//! Response rate limiting: a name server that answers everybody without end amplifies a flood for those who forge the
//! sender's address. Answers that say the same are limited for each network, as BIND, NSD and Knot do.
//!
//! Every second answer over the limit goes out truncated instead of being dropped ("slip"): it is no larger than its
//! query, and an honest client in the same network comes back by TCP, which no forged address can.

use std::hash::{Hash, Hasher};
use std::net::IpAddr;
use std::time::Duration;

use siphasher::sip::SipHasher13;

use crate::zone::AnswerKind;

/// How many answers that say the same a network gets in a second (NSD's default of `rrl-ratelimit`).
pub(super) const ANSWERS_PER_SECOND: u32 = 200;
/// How long a flood that has ended is remembered at most: so long its network stays over the limit.
const MEMORY: Duration = Duration::from_secs(5);
/// How many answers are counted at a time; a power of two. An entry takes 24 octets.
const ENTRIES: usize = 1 << 15;
/// How many entries an answer may be counted in: a new one takes the place of the one that owes least.
const WAYS: usize = 4;

/// What becomes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It goes out.
    Send,
    /// A truncated one goes out in its place.
    Truncate,
    /// None goes out.
    Drop,
}

/// Counts answers, in a table of fixed size.
pub(super) struct RateLimiter {
    entries: Vec<Entry>,
    /// Keeps senders from choosing what is counted together.
    key: [u8; 16],
    interval: Duration,
}

/// How much of its limit one kind of answer to one network has used up: a bucket that leaks steadily, as the moment
/// at which it will be empty.
#[derive(Clone, Copy, Default)]
struct Entry {
    /// Digest of network and answer.
    of: u64,
    empty_at: Duration,
    truncate_next: bool,
}

impl RateLimiter {
    /// Counts for a part of all clients: a server that spreads them over `parts` limiters splits the limit.
    pub(super) fn new(key: [u8; 16], parts: u32) -> RateLimiter {
        let interval = Duration::from_secs(1) * parts / ANSWERS_PER_SECOND;
        RateLimiter { entries: vec![Entry::default(); ENTRIES], key, interval }
    }

    /// Counts an answer to `client`. `now` is a time that only grows.
    pub(super) fn judge(&mut self, client: IpAddr, kind: AnswerKind, subject: u64, now: Duration) -> Verdict {
        let of = self.digest(client, kind, subject);
        let interval = self.interval;
        let entry = self.entry(of);
        if entry.of != of {
            *entry = Entry { of, ..Entry::default() };
        }
        entry.empty_at = (entry.empty_at.max(now) + interval).min(now + MEMORY);
        // What a second allows may come at once.
        if entry.empty_at <= now + Duration::from_secs(1) {
            return Verdict::Send;
        }
        entry.truncate_next = !entry.truncate_next;
        if entry.truncate_next { Verdict::Truncate } else { Verdict::Drop }
    }

    fn digest(&self, client: IpAddr, kind: AnswerKind, subject: u64) -> u64 {
        let mut hasher = SipHasher13::new_with_key(&self.key);
        (network_of(client), kind, subject).hash(&mut hasher);
        hasher.finish()
    }

    fn entry(&mut self, of: u64) -> &mut Entry {
        let place = usize::try_from(of % (ENTRIES / WAYS) as u64).unwrap_or_default() * WAYS;
        let ways = &mut self.entries[place..place + WAYS];
        let own = ways.iter().position(|entry| entry.of == of);
        let least = || (0..WAYS).min_by_key(|way| ways[*way].empty_at).unwrap_or_default();
        let way = own.unwrap_or_else(least);
        &mut ways[way]
    }
}

/// The network that a forged sender's address is one of: /24 of IPv4, /56 of IPv6, as BIND's defaults have it.
fn network_of(client: IpAddr) -> u128 {
    match client.to_canonical() {
        IpAddr::V4(client) => (u32::from(client) >> 8).into(),
        // Apart from those of IPv4 by its own bit.
        IpAddr::V6(client) => u128::from(client) >> 72 | 1 << 127,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn limiter() -> RateLimiter {
        RateLimiter::new([7; 16], 1)
    }

    /// How many of `count` answers at one moment go out, go out truncated, and are dropped.
    fn judged(
        limiter: &mut RateLimiter,
        client: &str,
        subject: u64,
        at: Duration,
        count: usize,
    ) -> [usize; 3] {
        let mut counts = [0; 3];
        for _ in 0..count {
            counts[match limiter.judge(address(client), AnswerKind::Records, subject, at) {
                Verdict::Send => 0,
                Verdict::Truncate => 1,
                Verdict::Drop => 2,
            }] += 1;
        }
        counts
    }

    #[test]
    fn what_is_over_the_limit_is_truncated_and_dropped_by_turns() {
        let at = Duration::from_secs(60);
        assert_eq!(judged(&mut limiter(), "192.0.2.1", 1, at, 1000), [200, 400, 400]);
    }

    #[test]
    fn a_steady_client_at_the_limit_is_not_limited() {
        let mut limiter = limiter();
        for number in 0..2000 {
            let now = Duration::from_millis(5) * number;
            let verdict = limiter.judge(address("192.0.2.1"), AnswerKind::Records, 1, now);
            assert_eq!(verdict, Verdict::Send, "answer {number}");
        }
    }

    #[test]
    fn a_flood_stays_limited_while_it_lasts_and_is_forgotten_after() {
        let mut limiter = limiter();
        judged(&mut limiter, "192.0.2.1", 1, Duration::ZERO, 10_000);
        assert_eq!(judged(&mut limiter, "192.0.2.1", 1, Duration::from_secs(1), 1000)[0], 0);
        // One second is over the limit, and five are remembered at most.
        assert_eq!(judged(&mut limiter, "192.0.2.1", 1, Duration::from_millis(5010), 1)[0], 1);
        assert_eq!(judged(&mut limiter, "192.0.2.1", 1, Duration::from_secs(7), 1000)[0], 200);
    }

    #[test]
    fn networks_are_limited_each_and_their_addresses_together() {
        let mut limiter = limiter();
        judged(&mut limiter, "192.0.2.1", 1, Duration::ZERO, 1000);
        judged(&mut limiter, "2001:db8:0:12ff::1", 1, Duration::ZERO, 1000);
        for limited in ["192.0.2.254", "::ffff:192.0.2.7", "2001:db8:0:1200::2"] {
            assert_eq!(judged(&mut limiter, limited, 1, Duration::ZERO, 10)[0], 0, "{limited}");
        }
        for free in ["192.0.3.1", "2001:db8:0:1100::1", "::c000:200"] {
            assert_eq!(judged(&mut limiter, free, 1, Duration::ZERO, 10)[0], 10, "{free}");
        }
    }

    #[test]
    fn kinds_and_subjects_are_limited_each() {
        let mut limiter = limiter();
        judged(&mut limiter, "192.0.2.1", 1, Duration::ZERO, 1000);
        assert_eq!(judged(&mut limiter, "192.0.2.1", 2, Duration::ZERO, 10)[0], 10);
        for kind in [AnswerKind::NoName, AnswerKind::NoData, AnswerKind::Refused, AnswerKind::Referral] {
            let verdict = limiter.judge(address("192.0.2.1"), kind, 1, Duration::ZERO);
            assert_eq!(verdict, Verdict::Send, "{kind:?}");
        }
    }

    #[test]
    fn a_flood_is_not_forgotten_over_many_other_clients() {
        let mut limiter = limiter();
        judged(&mut limiter, "192.0.2.1", 1, Duration::ZERO, 10_000);
        for number in 0..200_000u32 {
            let client = IpAddr::V4(std::net::Ipv4Addr::from(number << 8));
            limiter.judge(client, AnswerKind::Records, 1, Duration::ZERO);
        }
        assert_eq!(judged(&mut limiter, "192.0.2.1", 1, Duration::from_secs(1), 10)[0], 0);
    }
}
