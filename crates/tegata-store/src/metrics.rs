//! How long transactions take, and how large the write-ahead log is.

use std::path::PathBuf;
use std::time::Instant;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// In seconds: from a read in memory to a disk or a database that is stuck.
const BUCKETS: [f64; 12] = [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    kind: &'static str,
}

/// The metrics of a store. Cheap to clone; all clones count together.
#[derive(Debug, Clone)]
pub struct StoreMetrics {
    family: Family<Labels, Histogram, fn() -> Histogram>,
    reads: Histogram,
    writes: Histogram,
    /// The write-ahead log of an embedded store.
    log: Option<PathBuf>,
}

impl StoreMetrics {
    pub(crate) fn new(log: Option<PathBuf>) -> StoreMetrics {
        let family: Family<Labels, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(BUCKETS));
        let of = |kind| family.get_or_create_owned(&Labels { kind });
        StoreMetrics { reads: of("read"), writes: of("write"), family: family.clone(), log }
    }

    /// Puts them into a registry.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "store_transaction_duration_seconds",
            "How long transactions of the store take, waits included",
            self.family.clone(),
        );
        let length = self.log.as_ref().and_then(|log| std::fs::metadata(log).ok());
        if let Some(length) = length.map(|metadata| metadata.len()) {
            registry.register(
                "store_wal_bytes",
                "Size of the embedded store's write-ahead log",
                ConstGauge::new(i64::try_from(length).unwrap_or(i64::MAX)),
            );
        }
    }

    pub(crate) fn count_read(&self, begun: Instant) {
        self.reads.observe(begun.elapsed().as_secs_f64());
    }

    pub(crate) fn count_write(&self, begun: Instant) {
        self.writes.observe(begun.elapsed().as_secs_f64());
    }
}
