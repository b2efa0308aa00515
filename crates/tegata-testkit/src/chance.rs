//! Chance that repeats itself.

use std::sync::atomic::{AtomicU64, Ordering};

use tegata_operations::Entropy;

/// Bytes that look random and are the same in every run with the same seed.
#[must_use]
pub fn repeating(seed: u64) -> Entropy {
    let drawn = AtomicU64::new(0);
    Entropy::from_source(move |bytes| {
        for chunk in bytes.chunks_mut(8) {
            let number = drawn.fetch_add(1, Ordering::Relaxed);
            let word = splitmix(seed ^ splitmix(number)).to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
    })
}

/// The mixing step of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators").
fn splitmix(seed: u64) -> u64 {
    let mut word = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}
