//! How many listeners use a thing.

use std::collections::HashMap;
use std::hash::Hash;

/// Counts one user less; returns whether it was the last.
pub(super) fn is_last<K: Hash + Eq>(users: &mut HashMap<K, usize>, key: &K) -> bool {
    let Some(count) = users.get_mut(key) else { return false };
    *count -= 1;
    let last = *count == 0;
    if last {
        users.remove(key);
    }
    last
}
