//! Ranges of the index: certificates that share their facets, in the order of one column.

use std::collections::VecDeque;

use tegata_model::CertificateId;
use tegata_model::certificate::search::Details;
use uuid::Uuid;

use super::{Key, Order};
use crate::{ReadTx, Row, StoreError, params};

/// What a range is in the order of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Identifier,
    DomainName,
    NotAfter,
    NotBefore,
    IssuedAt,
    ImportedAt,
    RevokedAt,
}

/// An entry of the index. What only some searches look at is read from its row when they do.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) facets: i64,
    pub(super) id: Uuid,
    pub(super) key: Key,
    row: Row,
}

impl Entry {
    fn read(row: Row) -> Result<Entry, StoreError> {
        Ok(Entry { facets: row.get(0)?, id: row.get(1)?, key: Key::None, row })
    }

    /// What each certificate has for itself.
    pub(super) fn details(&self) -> Result<Details, StoreError> {
        let dns_names: String = self.row.get(3)?;
        Ok(Details {
            id: CertificateId(self.id),
            domain_name: self.row.get(2)?,
            dns_names: dns_names.lines().map(str::to_owned).collect(),
            serial: self.row.get(4)?,
            not_before: self.row.get(5)?,
            not_after: self.row.get(6)?,
        })
    }

    /// What it is sorted by in the order of a column.
    pub(super) fn key_of(&self, column: Column) -> Result<Key, StoreError> {
        let time = |index| Ok(self.row.get::<Option<i64>>(index)?.map_or(Key::None, Key::Time));
        match column {
            Column::Identifier => Ok(Key::None),
            Column::DomainName => Ok(Key::Text(self.row.get(2)?)),
            Column::NotBefore => time(5),
            Column::NotAfter => time(6),
            Column::IssuedAt => time(7),
            Column::ImportedAt => time(8),
            Column::RevokedAt => time(9),
        }
    }
}

macro_rules! columns {
    () => {
        "certificate_search.facets, certificate_id, domain_name, dns_names, serial, not_before, certificate_search.not_after, issued_at, imported_at, revoked_at"
    };
}

/// A range up and down, as SQL: `?1` the facets, `?2` the identifier to begin behind, `?3` how many, `?4` the key.
macro_rules! ranges {
    ($column:literal) => {
        [
            concat!(
                "SELECT ",
                columns!(),
                " FROM certificate_search WHERE facets = ?1 AND ",
                $column,
                " IS NOT NULL AND (",
                $column,
                ", certificate_id) > (?4, ?2) ORDER BY ",
                $column,
                ", certificate_id LIMIT ?3"
            ),
            concat!(
                "SELECT ",
                columns!(),
                " FROM certificate_search WHERE facets = ?1 AND ",
                $column,
                " IS NOT NULL AND (",
                $column,
                ", certificate_id) < (?4, ?2) ORDER BY ",
                $column,
                " DESC, certificate_id DESC LIMIT ?3"
            ),
        ]
    };
}

impl Column {
    fn sql(self) -> [&'static str; 2] {
        match self {
            Column::Identifier => [
                concat!(
                    "SELECT ",
                    columns!(),
                    " FROM certificate_search WHERE facets = ?1 AND certificate_id > ?2 \
                     ORDER BY certificate_id LIMIT ?3"
                ),
                concat!(
                    "SELECT ",
                    columns!(),
                    " FROM certificate_search WHERE facets = ?1 AND certificate_id < ?2 \
                     ORDER BY certificate_id DESC LIMIT ?3"
                ),
            ],
            Column::DomainName => ranges!("domain_name"),
            Column::NotAfter => ranges!("not_after"),
            Column::NotBefore => ranges!("not_before"),
            Column::IssuedAt => ranges!("issued_at"),
            Column::ImportedAt => ranges!("imported_at"),
            Column::RevokedAt => ranges!("revoked_at"),
        }
    }

    /// What lies before everything, and behind everything.
    fn ends(self) -> [Key; 2] {
        match self {
            Column::Identifier => [Key::None, Key::None],
            // No name has a character as great as this one.
            Column::DomainName => [Key::Text(String::new()), Key::Text(char::MAX.to_string())],
            _ => [Key::Time(i64::MIN), Key::Time(i64::MAX)],
        }
    }
}

/// A range that is being read, some entries at a time.
pub(super) struct Range {
    facets: i64,
    column: Column,
    order: Order,
    share: usize,
    behind: (Key, Uuid),
    read: VecDeque<Entry>,
    is_at_end: bool,
}

impl Range {
    pub(super) fn new(facets: i64, column: Column, order: Order, share: usize) -> Range {
        let [least, greatest] = column.ends();
        let behind = match order {
            Order::Ascending => (least, Uuid::nil()),
            Order::Descending => (greatest, Uuid::max()),
        };
        Range { facets, column, order, share, behind, read: VecDeque::new(), is_at_end: false }
    }

    /// Begins behind a place of the same column.
    pub(super) fn begin_behind(&mut self, key: Key, id: Uuid) {
        self.behind = (key, id);
    }

    /// The next entry, if there is one.
    pub(super) fn peek(&mut self, tx: &mut ReadTx<'_>) -> Result<Option<&Entry>, StoreError> {
        if self.read.is_empty() && !self.is_at_end {
            self.fill(tx)?;
        }
        Ok(self.read.front())
    }

    /// Takes the entry that was looked at.
    pub(super) fn pop(&mut self) -> Option<Entry> {
        self.read.pop_front()
    }

    fn fill(&mut self, tx: &mut ReadTx<'_>) -> Result<(), StoreError> {
        let [up, down] = self.column.sql();
        let sql = if self.order == Order::Ascending { up } else { down };
        let limit = i64::try_from(self.share).unwrap_or(i64::MAX);
        let (key, id) = &self.behind;
        let rows = match key {
            Key::None => tx.rows(sql, params![self.facets, id, limit])?,
            Key::Text(text) => tx.rows(sql, params![self.facets, id, limit, text])?,
            Key::Time(time) => tx.rows(sql, params![self.facets, id, limit, time])?,
        };
        self.is_at_end = rows.len() < self.share;
        for row in rows {
            let mut entry = Entry::read(row)?;
            entry.key = entry.key_of(self.column)?;
            self.read.push_back(entry);
        }
        if let Some(last) = self.read.back() {
            self.behind = (last.key.clone(), last.id);
        }
        Ok(())
    }
}

/// The entry of a certificate of any account.
pub(super) fn entry(tx: &mut ReadTx<'_>, id: Uuid) -> Result<Option<Entry>, StoreError> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM certificates JOIN certificate_search ON certificate_search.facets = certificates.facets \
         AND certificate_id = certificates.id WHERE certificates.id = ?1"
    );
    tx.row(sql, params![id])?.map(Entry::read).transpose()
}
