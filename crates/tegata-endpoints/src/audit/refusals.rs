//! Lines for those who were turned away before they were known. They can be made by anyone, so there are this many and no
//! more: for each peer, and for all together.

use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use lru::LruCache;
use parking_lot::Mutex;
use tegata_accept::Peer;
use tokio::time::Instant;

/// How many peers are remembered.
const PEERS_MAX: NonZeroUsize = NonZeroUsize::new(4096).expect("not zero");
/// Lines of one peer at once, and how long until it may have one more.
const OF_A_PEER: (u32, Duration) = (10, Duration::from_secs(30));
/// The same for all peers together: some 10 MB a day.
const OF_ALL: (u32, Duration) = (200, Duration::from_secs(2));

/// Decides which refusals get a line. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct RefusalLog(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    all: Bucket,
    peers: LruCache<Peer, Bucket>,
    /// Refusals without a line since the last line.
    suppressed: u64,
}

/// Lines that are left, and since when they are counted.
#[derive(Debug)]
struct Bucket {
    left: u32,
    since: Instant,
}

impl Bucket {
    fn full((left, _): (u32, Duration), now: Instant) -> Bucket {
        Bucket { left, since: now }
    }

    fn refill(&mut self, (most, pause): (u32, Duration), now: Instant) {
        let pauses = now.duration_since(self.since).as_nanos() / pause.as_nanos();
        let pauses = u32::try_from(pauses).unwrap_or(u32::MAX);
        self.left = self.left.saturating_add(pauses).min(most);
        self.since = if self.left == most { now } else { self.since + pause * pauses };
    }
}

impl Default for RefusalLog {
    fn default() -> RefusalLog {
        let all = Bucket::full(OF_ALL, Instant::now());
        RefusalLog(Arc::new(Mutex::new(State { all, peers: LruCache::new(PEERS_MAX), suppressed: 0 })))
    }
}

impl RefusalLog {
    /// Whether a refusal of this peer gets a line: then how many had none since the last line.
    pub(super) fn take(&self, peer: IpAddr) -> Option<u64> {
        let now = Instant::now();
        let mut state = self.0.lock();
        let state = &mut *state;
        state.all.refill(OF_ALL, now);
        let of_peer = state.peers.get_or_insert_mut(Peer::from(peer), || Bucket::full(OF_A_PEER, now));
        of_peer.refill(OF_A_PEER, now);
        if of_peer.left == 0 || state.all.left == 0 {
            state.suppressed += 1;
            return None;
        }
        of_peer.left -= 1;
        state.all.left -= 1;
        Some(std::mem::take(&mut state.suppressed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(log: &RefusalLog, peer: &str, tries: usize) -> usize {
        let peer = peer.parse().expect("an address");
        (0..tries).filter(|_| log.take(peer).is_some()).count()
    }

    #[tokio::test(start_paused = true)]
    async fn one_peer_cannot_fill_the_log_and_leaves_room_for_others() {
        let log = RefusalLog::default();
        assert_eq!(lines(&log, "192.0.2.1", 1000), 10);
        assert_eq!(lines(&log, "192.0.2.2", 1), 1);
        assert_eq!(lines(&log, "2001:db8::1", 10), 10);
        assert_eq!(lines(&log, "2001:db8::2", 10), 0, "the same network");
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(
            log.take("192.0.2.1".parse().expect("an address")),
            Some(10),
            "the refusals without a line"
        );
        assert_eq!(lines(&log, "192.0.2.1", 10), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn all_peers_together_cannot_fill_the_log() {
        let log = RefusalLog::default();
        let some = |number: u32| IpAddr::from(std::net::Ipv4Addr::from_bits(0x0a00_0000 | number));
        assert_eq!((0..100_000).filter(|number| log.take(some(*number)).is_some()).count(), 200);
        tokio::time::advance(Duration::from_secs(10)).await;
        assert_eq!((0..100).filter(|number| log.take(some(200_000 + number)).is_some()).count(), 5);
    }
}
