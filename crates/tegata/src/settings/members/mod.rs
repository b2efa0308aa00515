//! The table of settings.

mod certificates;
mod founding;
mod network;
mod start;

use super::member::Member;

/// How like two keys have to be, from 0 to 1, for one to be taken for a slip of the other.
const LIKENESS: f64 = 0.75;

/// Every setting, in the order of the manual.
pub(crate) fn members() -> impl Iterator<Item = &'static Member> {
    [founding::MEMBERS, start::MEMBERS, network::MEMBERS, certificates::MEMBERS].into_iter().flatten()
}

/// The setting with this key.
pub(crate) fn find(key: &str) -> Option<&'static Member> {
    members().find(|member| member.key == key)
}

/// The setting whose key is most like this one, if any is like it.
pub(crate) fn nearest(key: &str) -> Option<&'static Member> {
    let likeness = |member: &Member| {
        let whole = strsim::jaro_winkler(key, member.key);
        // `organization` and `certificates_per_year` are near, whatever table they belong to.
        let last = member.key.rsplit('.').next().map_or(0.0, |last| strsim::jaro_winkler(key, last));
        whole.max(last * 0.99)
    };
    let nearest = members().max_by(|one, other| likeness(one).total_cmp(&likeness(other)))?;
    (likeness(nearest) >= LIKENESS).then_some(nearest)
}
