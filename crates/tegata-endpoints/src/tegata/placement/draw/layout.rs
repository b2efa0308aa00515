//! Where the boxes of a picture are: a column for each step from the name, and the hops that follow on one hop beside it.

use tegata_model::placement::Placement;

/// Sizes in pixels.
pub(super) const BOX_WIDTH: usize = 232;
pub(super) const BOX_HEIGHT: usize = 138;
/// Between columns: room for what is spoken and over which network.
pub(super) const GAP: usize = 112;
pub(super) const MARGIN: usize = 32;
/// Above the boxes: the name, and where TLS ends.
pub(super) const HEAD: usize = 104;
/// One code of a fault below a box.
pub(super) const FAULT_HEIGHT: usize = 18;
/// How many codes are written below a box.
pub(super) const FAULTS_SHOWN: usize = 4;
/// Between rows.
const ROW_GAP: usize = 28;

/// The places of all boxes, and how large the picture is without its legend.
pub(super) struct Layout {
    /// The upper left corner of each hop's box.
    pub(super) corners: Vec<(usize, usize)>,
    pub(super) width: usize,
    /// Where the boxes end.
    pub(super) height: usize,
}

/// Lays the hops out; `faults` has how many faults each has.
pub(super) fn layout(placement: &Placement, faults: &[usize]) -> Layout {
    let count = placement.hops.len();
    let columns: Vec<usize> = (0..count).map(|place| placement.depth(place)).collect();
    let mut tops: Vec<usize> = vec![HEAD; count];
    let mut next_top = HEAD;
    // A hop comes after the one that it is reached from: those that nothing follows on take the rows, from the first.
    for place in in_order(placement) {
        if placement.next_hops(place).next().is_none() {
            tops[place] = next_top;
            let extra = faults.get(place).copied().unwrap_or_default().min(FAULTS_SHOWN + 1);
            next_top += BOX_HEIGHT + extra * FAULT_HEIGHT + ROW_GAP;
        }
    }
    for place in (0..count).rev() {
        let below: Vec<usize> = placement.next_hops(place).map(|(next, _)| tops[next]).collect();
        if let (Some(first), Some(last)) = (below.iter().min(), below.iter().max()) {
            tops[place] = (first + last) / 2;
        }
    }
    let corner = |place: usize| (MARGIN + columns[place] * (BOX_WIDTH + GAP), tops[place]);
    let bottom = |place: usize| {
        let extra = faults.get(place).copied().unwrap_or_default().min(FAULTS_SHOWN + 1);
        tops[place] + BOX_HEIGHT + extra * FAULT_HEIGHT
    };
    let last_column = columns.iter().copied().max().unwrap_or_default();
    Layout {
        corners: (0..count).map(corner).collect(),
        width: 2 * MARGIN + last_column * (BOX_WIDTH + GAP) + BOX_WIDTH,
        height: (0..count).map(bottom).max().unwrap_or(HEAD),
    }
}

/// The hops from the name down, each before those that follow on it.
fn in_order(placement: &Placement) -> Vec<usize> {
    let mut order = Vec::new();
    let mut left = vec![0];
    while let Some(place) = left.pop() {
        order.push(place);
        let mut next: Vec<usize> = placement.next_hops(place).map(|(next, _)| next).collect();
        next.reverse();
        left.extend(next);
    }
    order
}
