//! Hops in words, and places as the wire has them.

use tegata_model::placement::{Hop, HopKind};

/// A hop in words: `ALB site (10.0.0.4:443)`.
pub(super) fn at(hop: &Hop) -> String {
    let word = match hop.kind {
        HopKind::Name => "name",
        kind => kind.word(),
    };
    // An undeclared target is called by its address.
    if hop.address.is_empty() || hop.address.starts_with(&format!("{}:", hop.name)) {
        let what = if hop.address.is_empty() { &hop.name } else { &hop.address };
        return format!("{word} {what}");
    }
    format!("{word} {} ({})", hop.name, hop.address)
}

/// Kinds of hops in the words of tables.
pub(super) fn words_of(kinds: &[HopKind]) -> Vec<String> {
    kinds.iter().map(|kind| kind.word().to_owned()).collect()
}

/// A count or a place as the wire has it.
pub(super) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
