//! Keeping what the edge serves up to date.

mod certificates;
mod follow;
mod group_settings;
mod http_settings;
mod keys;
mod rules;
mod staple;
mod translate;
mod users;

use std::sync::Arc;
use std::time::Duration;

use tegata_edge::{CertificateKey, Edge, EdgeConfig, EdgeMetrics, Material};
use tegata_model::load_balancing::{SecurityPolicy, TargetGroupId};
use tegata_operations::Worker;
use tegata_operations::certificate::revocation::RevocationAnswers;
use tegata_operations::certificate::served_certificate;
use tegata_operations::instance::counters::Handshakes;
use tegata_operations::load_balancing::target_group::forget_drained;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use self::follow::Following;
use self::staple::Stapling;
use crate::access_log::AccessLogs;
use crate::follow::Follower;
use crate::log::log;
use crate::reconcile::{Failure, Next, Reconcile, reconcile};

/// How often the change log is looked at when this process has committed nothing: other nodes commit too.
/// Listeners that could not be opened are tried again as often.
const POLL: Duration = Duration::from_secs(2);

/// How soon more certificates are loaded ahead of their first handshake.
const LOAD_MORE_AFTER: Duration = Duration::from_millis(20);

/// The security policies that the edge keeps to, in the form in which listeners are offered them.
#[must_use]
pub fn security_policies() -> Vec<SecurityPolicy> {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let policies = tegata_edge::POLICIES.iter().map(|policy| SecurityPolicy {
        name: policy.name.to_owned(),
        protocols: owned(policy.protocols),
        ciphers: owned(policy.ciphers),
        mutual_authentication: tegata_edge::serves_mutual_authentication(policy),
    });
    policies.collect()
}

/// Serves every listener from an edge of its own, and follows their changes, until `stop`; then lets connections
/// finish what they have.
pub async fn refresh_edge(
    worker: Worker,
    answers: Arc<RevocationAnswers>,
    metrics: EdgeMetrics,
    stop: CancellationToken,
) {
    let due = watch::Sender::new(0);
    let (is_due, due) = (due.clone(), due.subscribe());
    let (clock, status) = (worker.clock.clone(), worker.edge.clone());
    let loading = worker.clone();
    let (rules, sockets) = (Arc::clone(&worker.target_rules), worker.edge.clone());
    let (access_logs, lines) = AccessLogs::new(worker.clock.clone());
    let logs = Arc::clone(&access_logs);
    let edge = Edge::new(EdgeConfig {
        seed: worker.entropy.bytes(),
        now: Arc::new(move || clock.now().as_second()),
        on_health: Arc::new(move |key, healths| {
            status.put_health(TargetGroupId(key.0), translate::healths(healths));
        }),
        load_material: Arc::new(move |key| {
            let worker = loading.clone();
            Box::pin(async move { load(&worker, key).await })
        }),
        on_access: Arc::new(move |log, entry| logs.note(log, entry)),
        on_staple_due: Arc::new(move || is_due.send_modify(|count| *count += 1)),
        permit_target: Arc::new(move |address| {
            rules.judge(&sockets, address).map_err(|refused| refused.to_string())
        }),
        metrics,
    });
    let counting = edge.clone();
    worker.counters.ask_for_handshakes(Box::new(move || {
        let (done, failed) = counting.handshakes();
        Handshakes { done, failed }
    }));
    worker.edge.start();
    let following = Following::new(worker.clone(), edge.clone(), Arc::clone(&access_logs));
    let mut refreshing =
        Refreshing { following: Follower::new(worker.clone(), following), tried_at: Instant::now() };
    let mut stapling = Stapling::new(worker.clone(), answers, edge.clone());
    // Connections that finish after the stop are logged too.
    let served = CancellationToken::new();
    let serve = async {
        tokio::join!(
            reconcile(&worker, &mut refreshing, Some(worker.commits()), &stop),
            reconcile(&worker, &mut stapling, Some(due), &stop),
        );
        edge.close().await;
        worker.edge.stop();
        served.cancel();
    };
    tokio::join!(serve, access_logs.write(lines, &worker, &served));
}

/// The chain and key of a certificate, for its first handshake.
async fn load(worker: &Worker, key: CertificateKey) -> Result<Option<Material>, String> {
    match served_certificate(worker, translate::certificate_id(key)).await {
        Ok(served) => Ok(served.map(translate::material)),
        Err(error) => {
            log("a certificate cannot be loaded", &error);
            Err(error.to_string())
        }
    }
}

struct Refreshing {
    following: Follower<Following>,
    /// When listeners that could not be opened, and keys that could not be read, were last tried again.
    tried_at: Instant,
}

impl Reconcile for Refreshing {
    const NAME: &'static str = "refresh_edge";
    const FAILED: &'static str = "the edge could not be refreshed";
    const RETRY: Next = Next::Poll(POLL);

    async fn pass(&mut self, _: &CancellationToken) -> Result<Next, Failure> {
        self.following.catch_up().await?;
        if self.tried_at.elapsed() >= POLL {
            self.following.snapshot.try_again().await?;
            self.tried_at = Instant::now();
        }
        let drained = forget_drained(self.following.worker()).await?;
        // Between two steps, so that changes do not wait until all are loaded.
        let poll = if self.following.snapshot.load_some().await { LOAD_MORE_AFTER } else { POLL };
        Ok(drained.map_or(Next::Poll(poll), |at| Next::AtOrPoll(at, poll)))
    }
}
