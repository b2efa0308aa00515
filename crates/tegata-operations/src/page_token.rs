//! Tokens that say where the next page begins. They cannot be made up: each carries a keyed digest over the place, what
//! the list is of, and whose it is.

use crate::{Caller, Instance};

/// Octets of the digest that are kept.
const DIGEST: usize = 16;

/// A token for a place in a list; `list` tells lists apart, and what they are of.
pub(crate) fn seal(instance: &Instance, caller: &Caller, list: &[&[u8]], place: &[u8]) -> String {
    let digest = instance.secret.digest("page-token", &bound_to(caller, list, place));
    hex::encode([place, &digest[..DIGEST]].concat())
}

/// The place that a token says; `None` when it is not one that was given for this list and caller.
pub(crate) fn open(instance: &Instance, caller: &Caller, list: &[&[u8]], token: &str) -> Option<Vec<u8>> {
    let mut bytes = hex::decode(token).ok()?;
    let digest = bytes.split_off(bytes.len().checked_sub(DIGEST)?);
    let good = instance.secret.is_digest(&digest, "page-token", &bound_to(caller, list, &bytes));
    good.then_some(bytes)
}

fn bound_to<'a>(caller: &'a Caller, list: &[&'a [u8]], place: &'a [u8]) -> Vec<&'a [u8]> {
    let mut parts: Vec<&[u8]> =
        vec![caller.account().as_str().as_bytes(), caller.region().as_str().as_bytes()];
    parts.extend(list);
    parts.push(place);
    parts
}
