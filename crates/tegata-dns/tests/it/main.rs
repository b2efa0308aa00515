//! The server, asked by dig.

mod dig;
mod hostile;
mod proofs;

use std::sync::Arc;

use tegata_dns::server::Surroundings;

/// What servers of tests take from their surroundings.
fn surroundings() -> Surroundings {
    Surroundings {
        random: Arc::new(|bytes| aws_lc_rs::rand::fill(bytes).expect("randomness")),
        now: Arc::new(|| "2026-11-23T00:00:00Z".parse().expect("a time")),
        metrics: tegata_dns::server::QueryMetrics::default(),
    }
}
