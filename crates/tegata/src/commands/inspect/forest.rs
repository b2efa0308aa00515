//! Which certificate stands below which: a tree for each that no other one certifies.

use tegata_x509::ReadCertificate;

/// The place of each certificate's issuer among them, by names and signatures; `None` when it is not among them.
pub(super) fn issuers(certificates: &[ReadCertificate]) -> Vec<Option<usize>> {
    let mut issuers: Vec<Option<usize>> = Vec::new();
    for (place, certificate) in certificates.iter().enumerate() {
        let issuer = || {
            let others = certificates.iter().enumerate().filter(|(other, _)| *other != place);
            // Two authorities may certify each other: the second of them stays on top.
            let mut others = others.filter(|(other, _)| !is_above(&issuers, place, *other));
            others.find(|(_, other)| other.certifies(certificate, 0).is_ok()).map(|(other, _)| other)
        };
        let issuer = if certificate.is_self_signed() { None } else { issuer() };
        issuers.push(issuer);
    }
    issuers
}

/// Whether `above` is over `below` already.
fn is_above(issuers: &[Option<usize>], above: usize, below: usize) -> bool {
    let mut current = issuers.get(below).copied().flatten();
    while let Some(place) = current {
        if place == above {
            return true;
        }
        current = issuers.get(place).copied().flatten();
    }
    false
}

/// The lines of the trees, the roots on top; `label` writes one certificate.
pub(super) fn lines(issuers: &[Option<usize>], label: impl Fn(usize) -> String) -> Vec<String> {
    let mut lines = Vec::new();
    let children = |of: Option<usize>| -> Vec<usize> {
        (0..issuers.len()).filter(|place| issuers[*place] == of).collect()
    };
    // Deepest first on a stack, so that no chain is too long for ours.
    let mut left: Vec<(usize, String, String)> =
        children(None).into_iter().rev().map(|top| (top, String::new(), String::new())).collect();
    while let Some((place, branch, indent)) = left.pop() {
        lines.push(format!("{branch}{}", label(place)));
        let below = children(Some(place));
        for (index, child) in below.iter().enumerate().rev() {
            let is_last = index + 1 == below.len();
            let (mark, more) = if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            left.push((*child, format!("{indent}{mark}"), format!("{indent}{more}")));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_drawn_from_the_root_down() {
        // A leaf, its intermediate, another leaf, a root, and one of somebody else.
        let drawn = lines(&[Some(1), Some(3), Some(1), None, None], |place| place.to_string());
        assert_eq!(drawn, ["3", "└─ 1", "   ├─ 0", "   └─ 2", "4"]);
    }

    #[test]
    fn authorities_that_certify_each_other_do_not_go_in_circles() {
        assert!(is_above(&[Some(1), Some(2)], 2, 0));
        assert!(!is_above(&[Some(1), None], 2, 0));
    }
}
