//! How far a node has followed the change log, in a form in which nothing that commits late is passed over.
//!
//! SQLite has one writer, so its changes become visible in the order of their revisions, and a revision says all.
//! PostgreSQL hands revisions out before their transactions commit: a node that has revision 12 may not have seen
//! revision 11 yet. There a node says which transactions were visible to it, and a change which transaction made it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a [`ServedUpTo`] has or has not: on SQLite the revision of a change, on PostgreSQL the transaction that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChangeMark(pub i64);

/// How far a node has followed the change log. Its text is `REVISION`, with `/` and [`Transactions`] behind it on
/// PostgreSQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedUpTo {
    /// The highest revision that it has taken up, for people.
    pub revision: i64,
    /// The transactions whose changes it has taken up; `None` on SQLite, where the revision says it.
    pub transactions: Option<Transactions>,
}

/// Which transactions of PostgreSQL a snapshot sees: those below `end` except the `running` ones. Its text is that of
/// the type `pg_snapshot` (PostgreSQL manual, §9.27.9 "Transaction ID and Snapshot Information Functions").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transactions {
    /// The lowest that may still run.
    first_running: i64,
    /// The first that had not begun.
    end: i64,
    /// Those below `end` that ran at that moment.
    running: Vec<i64>,
}

/// Why a text says no transactions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no place in the change log")]
pub struct TransactionsError(String);

impl ServedUpTo {
    /// Whether the change is among those that were taken up.
    #[must_use]
    pub fn has(&self, mark: ChangeMark) -> bool {
        match &self.transactions {
            Some(transactions) => transactions.have(mark.0),
            None => mark.0 <= self.revision,
        }
    }
}

impl Transactions {
    /// The first transaction that had not begun.
    #[must_use]
    pub fn end(&self) -> i64 {
        self.end
    }

    /// Those before [`Transactions::end`] that had not committed.
    #[must_use]
    pub fn running(&self) -> &[i64] {
        &self.running
    }

    /// Whether a transaction's changes were visible.
    #[must_use]
    pub fn have(&self, transaction: i64) -> bool {
        transaction < self.end && !self.running.contains(&transaction)
    }

    /// Whether a change that is visible here was made by a transaction of another database cluster, from which this one
    /// was restored: in its own, what is visible has a lower number than what has not begun. Every node has read such a
    /// change at its start.
    #[must_use]
    pub fn is_from_elsewhere(&self, mark: ChangeMark) -> bool {
        mark.0 >= self.end
    }
}

impl fmt::Display for ServedUpTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.revision)?;
        match &self.transactions {
            Some(transactions) => write!(f, "/{transactions}"),
            None => Ok(()),
        }
    }
}

impl FromStr for ServedUpTo {
    type Err = TransactionsError;

    fn from_str(text: &str) -> Result<ServedUpTo, TransactionsError> {
        let (revision, transactions) = match text.split_once('/') {
            Some((revision, transactions)) => (revision, Some(transactions.parse()?)),
            None => (text, None),
        };
        let revision = revision.parse().map_err(|_| TransactionsError(text.to_owned()))?;
        Ok(ServedUpTo { revision, transactions })
    }
}

impl fmt::Display for Transactions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:", self.first_running, self.end)?;
        for (index, running) in self.running.iter().enumerate() {
            write!(f, "{}{running}", if index == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

impl FromStr for Transactions {
    type Err = TransactionsError;

    fn from_str(text: &str) -> Result<Transactions, TransactionsError> {
        let wrong = || TransactionsError(text.to_owned());
        let number = |text: &str| text.parse::<i64>().map_err(|_| wrong());
        let mut parts = text.splitn(3, ':');
        let mut part = || parts.next().ok_or_else(wrong);
        let (first_running, end, running) = (number(part()?)?, number(part()?)?, part()?);
        let running = running.split(',').filter(|text| !text.is_empty()).map(number);
        Ok(Transactions { first_running, end, running: running.collect::<Result<_, _>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn up_to(text: &str) -> ServedUpTo {
        text.parse().expect("a place")
    }

    #[test]
    fn what_is_kept_is_read_again() {
        for text in ["0", "1041", "7/10:10:", "7/10:20:10,14", "-1/3:3:"] {
            assert_eq!(up_to(text).to_string(), text);
        }
        for text in ["", "x", "7/", "7/1:2", "7/1:x:", "7/1:2:3,x", "/1:2:"] {
            assert!(text.parse::<ServedUpTo>().is_err(), "{text}");
        }
    }

    #[test]
    fn on_sqlite_a_revision_has_all_before_it() {
        let up_to = up_to("7");
        assert!(up_to.has(ChangeMark(7)) && up_to.has(ChangeMark(1)) && !up_to.has(ChangeMark(8)));
    }

    #[test]
    fn on_postgresql_what_ran_at_that_moment_is_not_had_whatever_its_revision() {
        let up_to = up_to("99/10:20:10,14");
        for (transaction, has) in [(9, true), (10, false), (13, true), (14, false), (19, true), (20, false)] {
            assert_eq!(up_to.has(ChangeMark(transaction)), has, "{transaction}");
        }
    }

    #[test]
    fn a_number_that_has_not_begun_here_is_another_clusters() {
        let now = up_to("7/10:20:10").transactions.expect("transactions");
        assert!(!now.is_from_elsewhere(ChangeMark(19)) && now.is_from_elsewhere(ChangeMark(20)));
    }
}
