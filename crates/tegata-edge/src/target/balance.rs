//! Which target of a group gets the next request.

use std::sync::Arc;

use tokio::time::Instant;

use super::upstream::Upstream;
use crate::group_settings::{Algorithm, GroupSettings};

/// The target of `rotation` that gets a request; `turn` counts the group's requests.
pub(super) fn choose<'a>(
    settings: &GroupSettings,
    rotation: &'a [Arc<Upstream>],
    turn: usize,
) -> Option<&'a Arc<Upstream>> {
    let at = |turn: usize| rotation.get(turn % rotation.len().max(1));
    match settings.algorithm {
        Algorithm::RoundRobin if settings.slow_start.is_zero() => at(turn),
        Algorithm::RoundRobin => {
            let now = Instant::now();
            let is_due = |offset: &usize| {
                let upstream = &rotation[(turn + offset) % rotation.len()];
                let share = upstream.share(now, settings.slow_start);
                share >= 1.0 || share > scattered(turn.wrapping_mul(rotation.len()) + offset)
            };
            at(turn + (0..rotation.len()).find(is_due).unwrap_or(0))
        }
        Algorithm::LeastOutstandingRequests => {
            // Among equals they take turns.
            let offsets = 0..rotation.len();
            at(turn + offsets.min_by_key(|offset| at(turn + offset).map(|it| it.outstanding()))?)
        }
        Algorithm::WeightedRandom => {
            let drawn = (scattered(turn) * rotation.len() as f64) as usize;
            at(drawn)
        }
    }
}

/// A number from 0 to 1 for a turn: numbers of turns in a row are spread evenly, without a pattern (splitmix64).
fn scattered(turn: usize) -> f64 {
    let mut mixed = (turn as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    // The 53 bits that a number has.
    (mixed >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::time::Duration;

    use super::*;

    fn targets(count: u16) -> Vec<Arc<Upstream>> {
        let target = |port| {
            let address = SocketAddr::from(([192, 0, 2, 1], port));
            Arc::new(Upstream::new(
                address,
                Arc::new(|_| Ok(())),
                &GroupSettings::default(),
                &crate::target::tls::Verifying::none(),
            ))
        };
        (0..count).map(target).collect()
    }

    fn counts(settings: &GroupSettings, rotation: &[Arc<Upstream>], requests: usize) -> Vec<usize> {
        let mut counts = vec![0; rotation.len()];
        for turn in 0..requests {
            let chosen = choose(settings, rotation, turn).expect("a target");
            counts[usize::from(chosen.address().port())] += 1;
        }
        counts
    }

    #[test]
    fn a_group_without_targets_has_none_to_choose() {
        for algorithm in
            [Algorithm::RoundRobin, Algorithm::LeastOutstandingRequests, Algorithm::WeightedRandom]
        {
            let settings = GroupSettings { algorithm, ..GroupSettings::default() };
            assert!(choose(&settings, &[], 7).is_none(), "{algorithm:?}");
        }
    }

    #[test]
    fn one_comes_after_the_other_or_by_chance() {
        let rotation = targets(3);
        assert_eq!(counts(&GroupSettings::default(), &rotation, 300), [100, 100, 100]);
        let settings = GroupSettings { algorithm: Algorithm::WeightedRandom, ..GroupSettings::default() };
        let drawn = counts(&settings, &rotation, 3000);
        assert!(drawn.iter().all(|count| (900..1100).contains(count)), "{drawn:?}");
    }

    #[test]
    fn the_target_with_the_fewest_requests_in_progress_is_next() {
        let settings =
            GroupSettings { algorithm: Algorithm::LeastOutstandingRequests, ..GroupSettings::default() };
        let rotation = targets(3);
        assert_eq!(counts(&settings, &rotation, 300), [100, 100, 100]);
        let busy = [rotation[0].begin(), rotation[0].begin(), rotation[2].begin()];
        assert_eq!(counts(&settings, &rotation, 30), [0, 30, 0]);
        drop(busy);
        assert_eq!(counts(&settings, &rotation, 300), [100, 100, 100]);
    }

    #[tokio::test(start_paused = true)]
    async fn the_share_of_a_new_target_grows() {
        let settings = GroupSettings { slow_start: Duration::from_secs(100), ..GroupSettings::default() };
        let rotation = targets(2);
        rotation[1].begin_slow_start();
        let mut last = 0;
        for (seconds, expected) in [(0, 0..=0), (25, 90..=160), (25, 210..=290), (50, 500..=500)] {
            tokio::time::advance(Duration::from_secs(seconds)).await;
            let count = counts(&settings, &rotation, 1000)[1];
            assert!(expected.contains(&count), "{count} of {expected:?}");
            assert!(count >= last);
            last = count;
        }
    }
}
