//! Names as they are on the wire, in lower case.

use domain::base::name::ToName;
use tegata_names::canonical::push_label;

/// The lower-case wire form of a name in a message.
pub(super) fn lower_case(name: &impl ToName) -> Vec<u8> {
    let mut wire = Vec::with_capacity(64);
    for label in name.iter_labels() {
        wire.push(u8::try_from(label.len()).unwrap_or_default());
        wire.extend(label.as_slice().iter().map(u8::to_ascii_lowercase));
    }
    wire
}

/// The labels of a wire name, its own first, each with the name that begins at it. The root's is left out.
pub(super) fn labels(wire: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut labels = Vec::with_capacity(8);
    let mut rest = wire;
    while let Some((length, after)) = rest.split_first().filter(|(length, _)| **length > 0) {
        let Some((label, below)) = after.split_at_checked(usize::from(*length)) else { break };
        labels.push((label, rest));
        rest = below;
    }
    labels
}

/// What a zone finds a wire name by.
pub(super) fn canonical(wire: &[u8]) -> Vec<u8> {
    let mut key = Vec::with_capacity(wire.len());
    for (label, _) in labels(wire).iter().rev() {
        push_label(&mut key, label);
    }
    key
}
