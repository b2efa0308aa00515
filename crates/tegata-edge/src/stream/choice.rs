//! Which target a connection or a flow of datagrams goes to.
//!
//! As with ELB a hash of both addresses and ports decides, and with stickiness a hash of the client's address (ELB User
//! Guide, "How Elastic Load Balancing works": flow hash).

use std::hash::{Hash, Hasher};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use siphasher::sip::SipHasher13;

use crate::target::group::{Groups, RunningGroup};
use crate::target::upstream::Upstream;
use crate::vocabulary::Forward;

/// Hashes of flows. Clients cannot know the key, so they cannot choose their target.
pub(crate) struct FlowHash(SipHasher13);

/// A client's connection, or its datagrams.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flow {
    /// The client.
    pub(super) client: SocketAddr,
    /// Where it was received.
    pub(super) address: SocketAddr,
    /// How many targets could not be connected to before.
    pub(super) attempt: u32,
}

/// A target, and the group that it was chosen from.
pub(super) struct Chosen {
    pub(super) group: Arc<RunningGroup>,
    pub(super) target: Arc<Upstream>,
}

impl FlowHash {
    /// With this key.
    pub(crate) fn new(key: [u8; 16]) -> FlowHash {
        FlowHash(SipHasher13::new_with_key(&key))
    }

    fn of(&self, flow: &Flow) -> u64 {
        let mut hasher = self.0;
        (flow.client, flow.address, flow.attempt).hash(&mut hasher);
        hasher.finish()
    }

    /// The target of a flow; `None` when the group that has its turn has no target.
    pub(super) fn choose(&self, groups: &Groups, forward: &Forward, flow: &Flow) -> Option<Chosen> {
        let hash = self.of(flow);
        let ip = flow.client.ip();
        let group = {
            let groups = groups.read();
            let is_sticky =
                |key| groups.get(key).is_some_and(|group| group.group.settings.stream.sticky_source);
            // A client that is to stay with a target has to stay with its group.
            let drawn = match forward.groups.iter().any(|(key, _)| is_sticky(key)) {
                true => sticky_hash(ip, None),
                false => hash.rotate_left(32),
            };
            Arc::clone(groups.get(&group_of(forward, drawn)?)?)
        };
        let target = target_of(&group, hash, ip)?;
        Some(Chosen { group, target })
    }
}

/// The same on every node and after a restart.
fn sticky_hash(client: IpAddr, target: Option<SocketAddr>) -> u64 {
    let mut hasher = SipHasher13::new();
    (client, target).hash(&mut hasher);
    hasher.finish()
}

fn group_of(forward: &Forward, drawn: u64) -> Option<crate::vocabulary::GroupKey> {
    let sum: u64 = forward.groups.iter().map(|(_, weight)| u64::from(*weight)).sum();
    let mut left = drawn.checked_rem(sum)?;
    for (key, weight) in &forward.groups {
        match left.checked_sub(u64::from(*weight)) {
            Some(rest) => left = rest,
            None => return Some(*key),
        }
    }
    None
}

fn target_of(group: &RunningGroup, hash: u64, client: IpAddr) -> Option<Arc<Upstream>> {
    let rotation = group.rotation.load();
    if group.group.settings.stream.sticky_source {
        // The greatest hash of client and target: when a target goes, no other client changes its target.
        return rotation.iter().max_by_key(|target| sticky_hash(client, Some(target.address()))).cloned();
    }
    let place = hash.checked_rem(rotation.len() as u64)?;
    rotation.get(usize::try_from(place).ok()?).cloned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::vocabulary::GroupKey;

    fn forward(weights: &[u32]) -> Forward {
        let groups = weights.iter().enumerate().map(|(place, weight)| (GroupKey(place as u64), *weight));
        Forward { groups: groups.collect(), sticky_seconds: None }
    }

    #[test]
    fn each_group_gets_its_share() {
        let forward = forward(&[30, 0, 70]);
        let mut counts = [0; 3];
        for drawn in 0..1000 {
            let key = group_of(&forward, drawn).expect("a group");
            counts[usize::try_from(key.0).expect("a small number")] += 1;
        }
        assert_eq!(counts, [300, 0, 700]);
    }

    proptest! {
        #[test]
        fn a_group_is_found_unless_all_weigh_nothing(
            weights in proptest::collection::vec(0_u32..=999, 0..6),
            drawn: u64,
        ) {
            let found = group_of(&forward(&weights), drawn);
            prop_assert_eq!(found.is_some(), weights.iter().any(|weight| *weight > 0));
            if let Some(GroupKey(place)) = found {
                prop_assert!(weights[usize::try_from(place).expect("a small number")] > 0);
            }
        }
    }

    #[test]
    fn clients_that_stay_are_spread_and_stay_when_a_target_goes() {
        let targets: Vec<SocketAddr> = (1..=5).map(|last| SocketAddr::from(([10, 0, 0, last], 80))).collect();
        let best = |client: IpAddr, targets: &[SocketAddr]| {
            targets.iter().copied().max_by_key(|target| sticky_hash(client, Some(*target))).expect("a target")
        };
        let mut moved = 0;
        for client in (0..1000_u32).map(|number| IpAddr::from(number.to_be_bytes())) {
            let before = best(client, &targets);
            let after = best(client, &targets[1..]);
            assert!(before == targets[0] || before == after);
            moved += u32::from(before != after);
        }
        assert!((100..300).contains(&moved), "{moved} clients had the target that is gone");
    }
}
