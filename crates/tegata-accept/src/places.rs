//! Places: how many connections may be open, in all and for one client, and which one gives way.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use crate::activity::Activity;
use crate::peer::Peer;

/// How long nothing must have moved on a connection with a request in progress before it may give way.
const STALLED_FOR: Duration = Duration::from_secs(10);
/// How many connections are looked at to find one that gives way.
const LOOKS_MAX: usize = 512;
/// How many clients are looked at for it, those with the most connections first.
const PEERS_MAX: usize = 8;
/// How many entries of ended connections a client's queue may hold beyond its open ones.
const ENDED_MAX: usize = 16;

/// Places for connections. Cheap to clone; all clones are the same.
#[derive(Debug, Clone)]
pub struct Places {
    in_all: usize,
    for_one_peer: usize,
    table: Arc<Mutex<Table>>,
}

#[derive(Debug, Default)]
struct Table {
    open: usize,
    peers: HashMap<Peer, Connections>,
    /// Clients by how many connections they have.
    by_count: BTreeSet<(usize, Peer)>,
}

/// The connections of one client.
#[derive(Debug, Default)]
struct Connections {
    open: usize,
    /// About from the longest idle to the most recently active: a connection on which bytes moved since it was queued
    /// goes to the back when it is looked at.
    queue: VecDeque<(Activity, u64)>,
}

impl Places {
    /// Places for `in_all` connections, `for_one_peer` of them at most for one client (an IPv4 address or an IPv6 /64).
    #[must_use]
    pub fn new(in_all: usize, for_one_peer: usize) -> Places {
        Places { in_all: in_all.max(1), for_one_peer: for_one_peer.max(1), table: Arc::default() }
    }

    /// How many connections are open.
    #[must_use]
    pub fn open(&self) -> usize {
        self.table.lock().open
    }

    /// A place for a connection from this address.
    ///
    /// When all are taken, the connection that has been idle the longest, of the client with the most connections, is
    /// closed. `None` when every connection that could give way has a request in progress.
    #[must_use]
    pub fn take(&self, address: IpAddr) -> Option<Place> {
        let peer = Peer::from(address);
        let mut table = self.table.lock();
        let mut looks = LOOKS_MAX;
        let is_at_limit = table.peers.get(&peer).is_some_and(|own| own.open >= self.for_one_peer);
        if is_at_limit && !table.close_one_of(peer, &mut looks) {
            return None;
        }
        if table.open >= self.in_all && !table.close_one() {
            return None;
        }
        let activity = Activity::new();
        table.add(peer, activity.clone());
        Some(Place { activity, peer, table: Arc::clone(&self.table) })
    }

    /// Closes the connection that has been idle the longest, of the client with the most connections. Says whether
    /// there was one.
    pub fn make_room(&self) -> bool {
        self.table.lock().close_one()
    }
}

impl Table {
    fn add(&mut self, peer: Peer, activity: Activity) {
        self.recount(peer, |open| open + 1);
        if let Some(own) = self.peers.get_mut(&peer) {
            own.queue.push_back((activity, 0));
            if own.queue.len() > 2 * own.open + ENDED_MAX {
                own.queue.retain(|(activity, _)| activity.is_open());
            }
        }
    }

    fn recount(&mut self, peer: Peer, count: impl FnOnce(usize) -> usize) {
        let own = self.peers.entry(peer).or_default();
        let (before, after) = (own.open, count(own.open));
        own.open = after;
        self.open = self.open + after - before;
        self.by_count.remove(&(before, peer));
        if after == 0 {
            self.peers.remove(&peer);
        } else {
            self.by_count.insert((after, peer));
        }
    }

    fn close_one(&mut self) -> bool {
        let largest: Vec<Peer> = self.by_count.iter().rev().take(PEERS_MAX).map(|(_, peer)| *peer).collect();
        let mut looks = LOOKS_MAX;
        largest.into_iter().any(|peer| self.close_one_of(peer, &mut looks))
    }

    fn close_one_of(&mut self, peer: Peer, looks: &mut usize) -> bool {
        let Some(own) = self.peers.get_mut(&peer) else { return false };
        let Some(chosen) = own.choose(looks) else { return false };
        chosen.end();
        chosen.close();
        self.recount(peer, |open| open - 1);
        true
    }
}

impl Connections {
    /// The connection that gives way: an idle one, or else one whose request stands still.
    fn choose(&mut self, looks: &mut usize) -> Option<Activity> {
        let (mut idle, mut stalled) = (None, None);
        for _ in 0..self.queue.len() {
            if *looks == 0 {
                break;
            }
            *looks -= 1;
            let (activity, seen) = self.queue.pop_front()?;
            if !activity.is_open() {
                continue;
            }
            let stamp = activity.stamp();
            if activity.is_busy() {
                if activity.moved_at().elapsed() >= STALLED_FOR {
                    keep_longest_idle(&mut stalled, &activity);
                }
            } else if stamp == seen {
                return Some(activity);
            } else {
                keep_longest_idle(&mut idle, &activity);
            }
            self.queue.push_back((activity, stamp));
        }
        idle.or(stalled)
    }
}

fn keep_longest_idle(longest: &mut Option<Activity>, other: &Activity) {
    if longest.as_ref().is_none_or(|longest| other.moved_at() < longest.moved_at()) {
        *longest = Some(other.clone());
    }
}

/// A connection's place; free again when dropped.
#[derive(Debug)]
pub struct Place {
    activity: Activity,
    peer: Peer,
    table: Arc<Mutex<Table>>,
}

impl Place {
    /// What the connection is doing.
    #[must_use]
    pub fn activity(&self) -> &Activity {
        &self.activity
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut table = self.table.lock();
        // A connection that had to give way has given its place away already.
        if self.activity.is_open() {
            self.activity.end();
            table.recount(self.peer, |open| open - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const FEW: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

    fn is_open(place: &Place) -> bool {
        place.activity.is_open()
    }

    #[tokio::test(start_paused = true)]
    async fn when_all_places_are_taken_the_longest_silent_connection_of_the_largest_client_gives_way() {
        let places = Places::new(4, 4);
        let of_few = places.take(FEW).expect("room");
        let of_many: Vec<Place> = (0..3).map(|_| places.take(MANY).expect("room")).collect();
        tokio::time::advance(Duration::from_secs(1)).await;
        // The first is active later than the others.
        of_many[0].activity.record_moved();
        let new = places.take(FEW).expect("room is made");
        assert!(is_open(&of_few) && is_open(&new));
        assert_eq!(of_many.iter().map(is_open).collect::<Vec<_>>(), [true, false, true]);
        assert_eq!(places.open(), 4);
        drop((of_few, of_many, new));
        assert_eq!(places.open(), 0);
        assert!(places.table.lock().peers.is_empty() && places.table.lock().by_count.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_in_progress_keeps_its_place_until_it_stands_still_for_long() {
        let places = Places::new(2, 2);
        let (first, second) = (places.take(MANY).expect("room"), places.take(MANY).expect("room"));
        let requests = [first.activity.begin_request(), second.activity.begin_request()];
        assert!(places.take(FEW).is_none(), "nothing gives way");
        let waiting = second.activity.wait_for_client();
        drop(places.take(FEW).expect("one waits for its client"));
        assert!(is_open(&first) && !is_open(&second));
        drop(waiting);
        let third = places.take(MANY).expect("room");
        let busy = third.activity.begin_request();
        assert!(places.take(FEW).is_none());
        tokio::time::advance(STALLED_FOR).await;
        third.activity.record_moved();
        let fourth = places.take(FEW).expect("one stands still");
        assert!(!is_open(&first) && is_open(&third) && is_open(&fourth));
        drop((requests, busy));
    }

    #[test]
    fn a_client_at_its_limit_makes_room_among_its_own() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(async {
            let places = Places::new(100, 2);
            let other = places.take(FEW).expect("room");
            let own: Vec<Place> = (0..3).map(|_| places.take(MANY).expect("room")).collect();
            assert_eq!(own.iter().map(is_open).collect::<Vec<_>>(), [false, true, true]);
            assert!(is_open(&other));
            assert_eq!(places.open(), 3);
        });
    }

    #[tokio::test]
    async fn ended_connections_leave_nothing_behind() {
        let places = Places::new(100, 100);
        let kept = places.take(MANY).expect("room");
        for _ in 0..10_000 {
            drop(places.take(MANY).expect("room"));
        }
        assert!(places.table.lock().peers[&Peer::from(MANY)].queue.len() <= 2 + ENDED_MAX + 2);
        assert!(is_open(&kept));
    }
}
