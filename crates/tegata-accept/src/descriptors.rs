//! How many file descriptors the process may have.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the limit of open file descriptors to what the system permits (the hard limit). Gives the limit before and
/// after; `None` is without limit.
pub fn raise_limit() -> (Option<u64>, Option<u64>) {
    let Rlimit { current: before, maximum } = getrlimit(Resource::Nofile);
    // A limit that cannot be raised stays; what is open is bounded by it then.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    (before, getrlimit(Resource::Nofile).current)
}

/// At most `places`, and not more than one in `part` of the file descriptors that the process may have.
#[must_use]
pub fn within_limit(places: usize, part: u64) -> usize {
    let limit = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    places.min(usize::try_from(limit / part).unwrap_or(usize::MAX))
}
