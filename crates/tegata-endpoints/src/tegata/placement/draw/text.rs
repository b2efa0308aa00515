//! A placement as text: a tree from the name down, with faults below their hops.

use std::fmt::Write as _;

use tegata_operations::placement::CheckedPlacement;

use super::super::hop::at;
use super::super::words;
use super::lines;

/// The tree.
pub(super) fn picture(checked: &CheckedPlacement) -> String {
    let placement = &checked.placement;
    let mut text = format!("{}\n\n", lines::end(placement));
    let mut left: Vec<(usize, String, String)> = vec![(0, String::new(), String::new())];
    // Deepest first on a stack, so that no path is too long for ours.
    while let Some((place, branch, indent)) = left.pop() {
        let Some(hop) = placement.hops.get(place) else { continue };
        let facts = [lines::certificate(hop), lines::names(hop), lines::ends_on(hop)];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        let facts = if facts.is_empty() { String::new() } else { format!("  {}", facts.join(", ")) };
        let role = match lines::role(hop) {
            "" => String::new(),
            role => format!("  [{role}]"),
        };
        let _ = writeln!(text, "{branch}{}{facts}{role}", at(hop));
        for finding in checked.findings.iter().filter(|finding| finding.hop == place) {
            let fault = &finding.fault;
            let _ = writeln!(text, "{indent}! {}: {}", fault.code(), words::cause(fault, hop));
        }
        let next: Vec<usize> = placement.next_hops(place).map(|(place, _)| place).collect();
        for (index, below) in next.iter().enumerate().rev() {
            let Some(hop) = placement.hops.get(*below) else { continue };
            let is_last = index + 1 == next.len();
            let (mark, more) = if is_last { ("└─", "   ") } else { ("├─", "│  ") };
            let way = match lines::network(hop) {
                "" => lines::spoken(hop).to_owned(),
                network => format!("{} ({network})", lines::spoken(hop)),
            };
            left.push((*below, format!("{indent}{mark} {way} → "), format!("{indent}{more}")));
        }
    }
    if placement.is_truncated {
        text.push_str("Not all hops are drawn.\n");
    }
    text
}
