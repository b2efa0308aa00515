//! Searching certificates: pages in any order, by ranges of an index.
//!
//! A search looks at the combinations of facets that a tenant's certificates have or had, keeps those that can hold what is
//! searched for, and merges the ranges of these, in the order that is asked for. Where a filter leaves something open that
//! each certificate has for itself, entries are looked at one by one, up to a limit for each page: a page may then end early,
//! and the next one goes on behind it. A filter that requires an identifier, a serial, a whole name, or a span of time
//! with few certificates in it, is answered from these few.

pub(super) mod index;
mod range;

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_model::certificate::Serial;
use tegata_model::certificate::search::{Detail, Facets, Filter, Span, Text};
use tegata_model::{CertificateId, Tenant};
use uuid::Uuid;

use self::range::{Column, Entry, Range};
use crate::{Json, ReadTx, StoreError, params};

/// How many entries one page looks at, at most.
const LOOKED_AT_MAX: usize = 1500;
/// Up to how many certificates are taken at once and sorted, when a filter requires something that few have.
const FEW: u32 = 500;

/// Which way a list goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The least first.
    Ascending,
    /// Sort in descending order.
    Descending,
}

/// What a list is sorted by. What has no such thing comes last, either way; what is equal comes in the order of creation.
#[derive(Debug, Clone, Copy)]
pub enum SortBy {
    /// When it was asked for or brought: the order of identifiers, which begin with the time.
    Creation,
    /// Its domain name.
    DomainName,
    /// Its last moment.
    NotAfter,
    /// Its first moment.
    NotBefore,
    /// When it was issued here.
    IssuedAt,
    /// When it was brought here.
    ImportedAt,
    /// When it was revoked.
    RevokedAt,
    /// A facet, by this name of its value.
    Facet(fn(&Facets) -> Option<String>),
}

/// Where a page ended; the next one goes on behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The value of the facet that the list is sorted by; `None` in a list sorted otherwise, and where it has none.
    facet: Option<String>,
    /// Whether it is among what has nothing to be sorted by.
    last: bool,
    /// What is sorted by, as the column has it.
    key: Key,
    /// Which certificate it was.
    id: Uuid,
}

/// What is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Key {
    /// Nothing but the identifier.
    None,
    /// A text.
    Text(String),
    /// A time in microseconds.
    Time(i64),
}

/// A page of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which, in order.
    pub ids: Vec<CertificateId>,
    /// Where to go on; `None` at the end.
    pub next: Option<Place>,
}

/// A stretch of the list: certificates of some facets, in the order of one column.
struct Stretch {
    facet: Option<String>,
    last: bool,
    column: Column,
    facets: Vec<i64>,
}

/// A tenant's certificates that a filter holds for, at most `limit`, behind `after`.
///
/// # Errors
/// When the store fails.
pub fn search(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    filter: &Filter,
    sort: SortBy,
    order: Order,
    after: Option<&Place>,
    limit: usize,
) -> Result<Found, StoreError> {
    let facets: HashMap<i64, Facets> = facets_of(tx, tenant)?
        .into_iter()
        .filter(|(_, facets)| filter.holds(facets, None) != Some(false))
        .collect();
    if facets.is_empty() {
        return Ok(Found { ids: Vec::new(), next: None });
    }
    let stretches = stretches(&facets, sort, order);
    match few(tx, tenant, filter, &facets)? {
        Some(few) => page_of_few(few, filter, &facets, &stretches, order, after, limit),
        None => walk(tx, filter, &facets, &stretches, order, after, limit),
    }
}

fn facets_of(tx: &mut ReadTx<'_>, tenant: &Tenant) -> Result<Vec<(i64, Facets)>, StoreError> {
    let rows = tx.rows(
        "SELECT id, document FROM certificate_facets WHERE account = ?1 AND region = ?2",
        params![tenant.account.as_str(), tenant.region.as_str()],
    )?;
    rows.iter()
        .map(|row| {
            let Json(facets) = row.get(1)?;
            Ok((row.get(0)?, facets))
        })
        .collect()
}

/// The stretches of a list, in its order.
fn stretches(facets: &HashMap<i64, Facets>, sort: SortBy, order: Order) -> Vec<Stretch> {
    let (column, has): (Column, fn(&Facets) -> bool) = match sort {
        SortBy::Facet(value) => return stretches_by(facets, value, order),
        SortBy::Creation => (Column::Identifier, |_| true),
        SortBy::DomainName => (Column::DomainName, |_| true),
        SortBy::NotAfter => (Column::NotAfter, |facets| facets.is_made),
        SortBy::NotBefore => (Column::NotBefore, |facets| facets.is_made),
        SortBy::IssuedAt => {
            (Column::IssuedAt, |facets| facets.is_made && facets.certificate_type != "IMPORTED")
        }
        SortBy::ImportedAt => (Column::ImportedAt, |facets| facets.certificate_type == "IMPORTED"),
        SortBy::RevokedAt => (Column::RevokedAt, |facets| facets.status == "REVOKED"),
    };
    let (with, without): (Vec<_>, Vec<_>) = facets.iter().partition(|(_, facets)| has(facets));
    let ids = |facets: Vec<(&i64, &Facets)>| facets.into_iter().map(|(id, _)| *id).collect();
    vec![
        Stretch { facet: None, last: false, column, facets: ids(with) },
        Stretch { facet: None, last: true, column: Column::Identifier, facets: ids(without) },
    ]
}

fn stretches_by(
    facets: &HashMap<i64, Facets>,
    value: fn(&Facets) -> Option<String>,
    order: Order,
) -> Vec<Stretch> {
    let mut by_value: BTreeMap<Option<String>, Vec<i64>> = BTreeMap::new();
    for (id, facets) in facets {
        by_value.entry(value(facets)).or_default().push(*id);
    }
    let without = by_value.remove(&None);
    let mut stretches: Vec<Stretch> = by_value
        .into_iter()
        .map(|(facet, facets)| Stretch { facet, last: false, column: Column::Identifier, facets })
        .collect();
    if order == Order::Descending {
        stretches.reverse();
    }
    let last = without.map(|facets| Stretch { facet: None, last: true, column: Column::Identifier, facets });
    stretches.extend(last);
    stretches
}

/// The certificates that have what the filter requires, when these are few.
fn few(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    filter: &Filter,
    facets: &HashMap<i64, Facets>,
) -> Result<Option<Vec<Entry>>, StoreError> {
    for required in filter.required() {
        let found = match required {
            Detail::Identifier(id) => Some(vec![id.0]),
            Detail::Serial(serial) => having_serial(tx, serial)?,
            Detail::DomainName(Text::Equals(name)) | Detail::DnsName(Text::Equals(name)) => {
                let sql = "SELECT certificate_id FROM certificate_names \
                    WHERE account = ?1 AND region = ?2 AND name = ?3 LIMIT ?4";
                let (account, region) = (tenant.account.as_str(), tenant.region.as_str());
                within(&tx.rows(sql, params![account, region, name, FEW + 1])?)?
            }
            Detail::NotAfter(span) => few_within(tx, facets, Column::NotAfter, *span)?,
            Detail::NotBefore(span) => few_within(tx, facets, Column::NotBefore, *span)?,
            Detail::DomainName(Text::Contains(_)) | Detail::DnsName(Text::Contains(_)) => None,
        };
        if let Some(ids) = found {
            let mut entries = Vec::with_capacity(ids.len());
            for id in ids {
                // What is another tenant's has facets that are none of this one's.
                entries.extend(range::entry(tx, id)?.filter(|entry| facets.contains_key(&entry.facets)));
            }
            return Ok(Some(entries));
        }
    }
    Ok(None)
}

/// The certificates that have or had a serial: our authorities give each once, others may give the same.
fn having_serial(tx: &mut ReadTx<'_>, serial: &str) -> Result<Option<Vec<Uuid>>, StoreError> {
    let sql = "SELECT certificate_id FROM certificate_search WHERE serial = ?1 AND imported_at IS NOT NULL LIMIT ?2";
    let Some(mut ids) = within(&tx.rows(sql, params![serial, FEW + 1])?)? else { return Ok(None) };
    if let Ok(serial) = Serial::try_from(serial.replace(':', "")) {
        let sql = "SELECT certificate_id FROM certificate_versions WHERE serial = ?1";
        let found = tx.row(sql, params![serial.octets()])?;
        ids.extend(found.map(|row| row.get::<Uuid>(0)).transpose()?);
    }
    Ok(Some(ids))
}

fn within(rows: &[crate::Row]) -> Result<Option<Vec<Uuid>>, StoreError> {
    if rows.len() > FEW as usize {
        return Ok(None);
    }
    rows.iter().map(|row| row.get(0)).collect::<Result<_, _>>().map(Some)
}

fn few_within(
    tx: &mut ReadTx<'_>,
    facets: &HashMap<i64, Facets>,
    column: Column,
    span: Span,
) -> Result<Option<Vec<Uuid>>, StoreError> {
    let mut ids = Vec::new();
    let end = span.end.map_or(i64::MAX, Timestamp::as_microsecond);
    // What lies at the start belongs to the span.
    let start = span.start.map_or(i64::MIN, |start| start.as_microsecond().saturating_sub(1));
    for (id, facets) in facets {
        if !facets.is_made {
            continue;
        }
        let mut range = Range::new(*id, column, Order::Ascending, FEW as usize);
        range.begin_behind(Key::Time(start), Uuid::max());
        while let Some(entry) = range.peek(tx)? {
            if matches!(entry.key, Key::Time(time) if time > end) {
                break;
            }
            if ids.len() >= FEW as usize {
                return Ok(None);
            }
            ids.push(entry.id);
            range.pop();
        }
    }
    Ok(Some(ids))
}

/// A page of certificates that are at hand.
fn page_of_few(
    few: Vec<Entry>,
    filter: &Filter,
    facets: &HashMap<i64, Facets>,
    stretches: &[Stretch],
    order: Order,
    after: Option<&Place>,
    limit: usize,
) -> Result<Found, StoreError> {
    let mut places: Vec<(usize, Place)> = Vec::with_capacity(few.len());
    for entry in few {
        if !holds(filter, facets, &entry)? {
            continue;
        }
        let its = stretches.iter().enumerate().find(|(_, stretch)| stretch.facets.contains(&entry.facets));
        if let Some((at, stretch)) = its {
            let key = entry.key_of(stretch.column)?;
            places.push((at, Place { facet: stretch.facet.clone(), last: stretch.last, key, id: entry.id }));
        }
    }
    let before = |(one, place): &(usize, Place), (other, its): &(usize, Place)| {
        one.cmp(other).then_with(|| directed(order, (&place.key, place.id), (&its.key, its.id)))
    };
    places.sort_by(before);
    let from = after.map_or(0, |after| {
        let ahead = stretches.iter().enumerate().find(|(_, stretch)| !is_behind(after, stretch, order));
        match ahead {
            None => places.len(),
            Some((at, stretch)) if is_in(after, stretch) => {
                let after = (at, after.clone());
                places.partition_point(|place| before(place, &after) != Ordering::Greater)
            }
            Some((at, _)) => places.partition_point(|(place_at, _)| *place_at < at),
        }
    });
    let mut rest: Vec<Place> = places.drain(from..).map(|(_, place)| place).collect();
    let more = rest.len() > limit;
    rest.truncate(limit);
    let next = rest.last().filter(|_| more).cloned();
    Ok(Found { ids: rest.into_iter().map(|place| CertificateId(place.id)).collect(), next })
}

fn walk(
    tx: &mut ReadTx<'_>,
    filter: &Filter,
    facets: &HashMap<i64, Facets>,
    stretches: &[Stretch],
    order: Order,
    after: Option<&Place>,
    limit: usize,
) -> Result<Found, StoreError> {
    let (mut ids, mut looked_at) = (Vec::with_capacity(limit), 0_usize);
    let mut place = after.cloned();
    for stretch in stretches {
        if place.as_ref().is_some_and(|place| is_behind(place, stretch, order)) {
            continue;
        }
        // Each range reads its share at a time, and a little more.
        let share = limit / stretch.facets.len().max(1) + 16;
        let begin = place.as_ref().filter(|place| is_in(place, stretch));
        let mut ranges: Vec<Range> = Vec::with_capacity(stretch.facets.len());
        for facets in &stretch.facets {
            let mut range = Range::new(*facets, stretch.column, order, share);
            if let Some(begin) = begin {
                range.begin_behind(begin.key.clone(), begin.id);
            }
            ranges.push(range);
        }
        while let Some(entry) = next_of(tx, &mut ranges, order)? {
            let held = holds(filter, facets, &entry)?;
            let Entry { key, id, .. } = entry;
            if (ids.len() == limit && held) || looked_at == LOOKED_AT_MAX {
                return Ok(Found { ids, next: place });
            }
            looked_at += 1;
            if held {
                ids.push(CertificateId(id));
            }
            place = Some(Place { facet: stretch.facet.clone(), last: stretch.last, key, id });
        }
    }
    Ok(Found { ids, next: None })
}

/// Whether the filter holds for an entry. Most lists are filtered by facets alone.
fn holds(filter: &Filter, facets: &HashMap<i64, Facets>, entry: &Entry) -> Result<bool, StoreError> {
    let Some(facets) = facets.get(&entry.facets) else { return Ok(false) };
    match filter.holds(facets, None) {
        Some(holds) => Ok(holds),
        None => Ok(filter.holds(facets, Some(&entry.details()?)) == Some(true)),
    }
}

/// The least of the ranges' next entries, or the greatest.
fn next_of(tx: &mut ReadTx<'_>, ranges: &mut [Range], order: Order) -> Result<Option<Entry>, StoreError> {
    let mut best: Option<(usize, (Key, Uuid))> = None;
    for (at, range) in ranges.iter_mut().enumerate() {
        let Some(entry) = range.peek(tx)? else { continue };
        let (key, id) = (&entry.key, entry.id);
        let better = best
            .as_ref()
            .is_none_or(|(_, (best, its))| directed(order, (key, id), (best, *its)) == Ordering::Less);
        if better {
            best = Some((at, (key.clone(), id)));
        }
    }
    Ok(best.and_then(|(at, _)| ranges.get_mut(at)).and_then(Range::pop))
}

fn directed(order: Order, one: (&Key, Uuid), other: (&Key, Uuid)) -> Ordering {
    let ascending = one.cmp(&other);
    if order == Order::Descending { ascending.reverse() } else { ascending }
}

/// Whether a place is in a stretch.
fn is_in(place: &Place, stretch: &Stretch) -> bool {
    (&place.facet, place.last) == (&stretch.facet, stretch.last)
}

/// Whether a place is behind a whole stretch.
fn is_behind(place: &Place, stretch: &Stretch, order: Order) -> bool {
    let by_facet = match order {
        Order::Ascending => place.facet.cmp(&stretch.facet),
        Order::Descending => stretch.facet.cmp(&place.facet),
    };
    match (place.last, stretch.last) {
        (true, false) => true,
        (false, false) => by_facet == Ordering::Greater,
        (_, true) => false,
    }
}
