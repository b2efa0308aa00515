//! The canonical order of names (RFC 4034 §6.1) as an order of octets.
//!
//! A name's key has its labels from the root's side to the name's own, in lower case, each ended by a zero octet. An
//! octet of a label that is 0 or 1 is written as 1 and itself plus one, so that the end of a label sorts before all that
//! a label can have. Keys compared octet by octet have the canonical order; the key of a name is the beginning of the
//! keys of all names below it; and the root's key is empty.

/// Adds a label below the name that `key` is of. Letters become lower case.
pub fn push_label(key: &mut Vec<u8>, label: &[u8]) {
    for octet in label {
        match octet.to_ascii_lowercase() {
            low @ 0..=1 => key.extend([1, low + 1]),
            octet => key.push(octet),
        }
    }
    key.push(0);
}

/// The key of the name above; `None` for the root.
#[must_use]
pub fn parent(key: &[u8]) -> Option<&[u8]> {
    let labels = key.strip_suffix(&[0])?;
    let end = labels.iter().rposition(|octet| *octet == 0).map_or(0, |at| at + 1);
    labels.get(..end)
}

/// The labels of a key, from the root's side, as they are on the wire.
pub(crate) fn labels(key: &[u8]) -> impl DoubleEndedIterator<Item = Vec<u8>> {
    let all = key.strip_suffix(&[0]);
    all.into_iter().flat_map(|labels| labels.split(|octet| *octet == 0)).map(|label| {
        let mut octets = label.iter();
        let mut decoded = Vec::with_capacity(label.len());
        while let Some(octet) = octets.next() {
            match octet {
                1 => decoded.extend(octets.next().map(|low| low - 1)),
                octet => decoded.push(*octet),
            }
        }
        decoded
    })
}
