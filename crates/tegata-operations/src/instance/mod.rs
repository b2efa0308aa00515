//! A running Tegata: what every operation needs.

pub mod clock;
pub mod counters;
pub mod edge_status;
pub mod entropy;
pub mod founding;
pub mod gauges;
pub mod key_pool;
pub mod objects;
pub mod observe_delegation;
pub mod observe_hop;
pub mod reseal;
pub mod restored;
pub mod retention;
pub mod rotating_keys;
pub mod secret;
pub mod settings;
pub mod target_rules;
pub mod time;

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use tegata_egress::Rules;
use tegata_model::load_balancing::SecurityPolicy;
use tegata_store::{Journal, ReadTx, Sealer, Store, StoreError, StoreMetrics, WriteTx};
use tokio::sync::{Semaphore, watch};

use crate::access::PolicyCache;
use crate::instance::objects::ReadObject;
use crate::instance::observe_delegation::ObserveDelegation;
use crate::instance::observe_hop::ObserveHop;
use crate::instance::restored::Held;
use crate::node::NodeStatus;
use crate::{Clock, Counters, EdgeStatus, Entropy, Error, Founding, InstanceSecret, Settings, TargetRules};

/// What every operation needs. Cheap to clone.
#[derive(Clone)]
pub struct Instance {
    /// What is remembered. Writes go through [`Instance::write`].
    store: Store,
    /// The time.
    pub clock: Clock,
    /// Chance.
    pub entropy: Entropy,
    /// Seals private keys and other secrets before they are stored.
    pub sealer: Arc<Sealer>,
    /// Makes validation records and page tokens this instance's own.
    pub secret: InstanceSecret,
    /// What was fixed at first start.
    pub founding: Arc<Founding>,
    /// Replaced as a whole, by [`Instance::set_settings`].
    settings: Arc<ArcSwap<Settings>>,
    /// What the edge of this process last did and saw.
    pub edge: EdgeStatus,
    /// This process among those that run on the store.
    pub node: NodeStatus,
    /// What this process has done.
    pub counters: Counters,
    /// What this process remembers of who may.
    pub access: PolicyCache,
    /// The security policies that listeners may have, from the edge's own table.
    pub security_policies: Arc<[SecurityPolicy]>,
    /// Where requests that others have us send may go.
    pub egress: Arc<Rules>,
    /// Which addresses the targets of load balancers may have.
    pub target_rules: Arc<TargetRules>,
    /// For how long a description of a new certificate may wait for proofs that are about to be seen: none unless
    /// this process looks them up.
    pub describe_wait: Duration,
    /// Whether the clock may be moved by a caller: on a laptop alone.
    pub clock_moves: bool,
    /// Looks at delegations for this process.
    pub observe_delegation: ObserveDelegation,
    /// Connects to the hops of placements for this process.
    pub observe_hop: ObserveHop,
    /// Reads objects of buckets for this process.
    pub read_object: ReadObject,
    /// What must not be forgotten when an older copy of the store takes its place; none in tests.
    pub journal: Option<Arc<Journal>>,
    /// Limits concurrent runs of PBKDF2 to the number of cores.
    pub(crate) pbkdf2_permits: Arc<Semaphore>,
    committed: Arc<watch::Sender<u64>>,
    waits_end: Arc<watch::Sender<bool>>,
}

impl Instance {
    /// Puts an instance together.
    #[must_use]
    pub fn new(
        store: Store,
        clock: Clock,
        entropy: Entropy,
        sealer: Sealer,
        secret: InstanceSecret,
        founding: Founding,
        settings: Settings,
    ) -> Instance {
        Instance {
            store,
            clock,
            entropy,
            sealer: Arc::new(sealer),
            secret,
            founding: Arc::new(founding),
            settings: Arc::new(ArcSwap::from_pointee(settings)),
            edge: EdgeStatus::default(),
            node: NodeStatus::default(),
            counters: Counters::default(),
            access: PolicyCache::default(),
            security_policies: Arc::default(),
            egress: Arc::default(),
            target_rules: Arc::default(),
            describe_wait: Duration::ZERO,
            clock_moves: false,
            journal: None,
            observe_delegation: observe_delegation::unobserved(),
            observe_hop: observe_hop::unobserved(),
            read_object: objects::unread(),
            pbkdf2_permits: Arc::new(Semaphore::new(cores())),
            committed: Arc::new(watch::Sender::new(0)),
            waits_end: Arc::new(watch::Sender::new(false)),
        }
    }

    /// How this instance is set up at the moment. One piece of work asks once, so that it sees one set.
    #[must_use]
    pub fn settings(&self) -> Arc<Settings> {
        self.settings.load_full()
    }

    /// Sets the instance up otherwise, in all its clones.
    pub fn set_settings(&self, settings: Settings) {
        self.settings.store(Arc::new(settings));
    }

    /// The same instance with these security policies; without any, no HTTPS listener can be made.
    #[must_use]
    pub fn with_security_policies(self, policies: Vec<SecurityPolicy>) -> Instance {
        Instance { security_policies: policies.into(), ..self }
    }

    /// The same instance as this node.
    #[must_use]
    pub fn with_node(self, node: NodeStatus) -> Instance {
        Instance { node, ..self }
    }

    /// The same instance under these rules for requests that others have us send; without any, they reach the Internet
    /// and nothing else.
    #[must_use]
    pub fn with_egress(self, rules: Rules) -> Instance {
        Instance { egress: Arc::new(rules), ..self }
    }

    /// The same instance under these rules for targets; without any, targets are on loopback and in private networks.
    #[must_use]
    pub fn with_target_rules(self, rules: TargetRules) -> Instance {
        Instance { target_rules: Arc::new(rules), ..self }
    }

    /// The same instance with another wait: see [`Instance::describe_wait`].
    #[must_use]
    pub fn with_describe_wait(self, describe_wait: Duration) -> Instance {
        Instance { describe_wait, ..self }
    }

    /// The same instance with a clock that a caller may move: a laptop's, to rehearse renewals.
    #[must_use]
    pub fn with_movable_clock(self) -> Instance {
        Instance { clock_moves: true, ..self }
    }

    /// The same instance with a journal.
    #[must_use]
    pub fn with_journal(self, journal: Option<Journal>) -> Instance {
        Instance { journal: journal.map(Arc::new), ..self }
    }

    /// The same instance, which looks at delegations in this way; without one it sees none.
    #[must_use]
    pub fn with_observe_delegation(self, observe_delegation: ObserveDelegation) -> Instance {
        Instance { observe_delegation, ..self }
    }

    /// The same instance, which connects to the hops of placements in this way; without one it connects to none.
    #[must_use]
    pub fn with_observe_hop(self, observe_hop: ObserveHop) -> Instance {
        Instance { observe_hop, ..self }
    }

    /// The same instance, which reads objects of buckets in this way; without one there are none.
    #[must_use]
    pub fn with_read_object(self, read_object: ReadObject) -> Instance {
        Instance { read_object, ..self }
    }

    /// Refuses changes while the store is held, and says so in the log when that begins or ends.
    pub fn hold(&self, held: Option<&Held>) {
        if self.store.is_held() == held.is_some() {
            return;
        }
        self.store.hold(held.is_some());
        match held {
            Some(held) => tracing::error!(
                reasons = held.reasons.join(" "),
                "this store is a copy that may be out of date: nothing is changed or renewed until `tegata \
                 restore --acknowledge`"
            ),
            None => tracing::warn!("the restored store was acknowledged: the instance takes changes again"),
        }
        // Those that wait for changes look again.
        self.committed.send_modify(|count| *count += 1);
    }

    /// [`Instance::write`] for what is about the hold itself.
    pub(crate) async fn write_although_held<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.store.write_although_held(body).await
    }

    /// Runs `body` in one write transaction, and once it has committed nudges what acts on changes and jobs.
    ///
    /// # Errors
    /// Those of `body`, or the store's own; then nothing was written.
    pub async fn write<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let answer = self.store.write(body).await?;
        self.committed.send_modify(|count| *count += 1);
        Ok(answer)
    }

    /// Runs `body` in a write transaction beside all others: see [`Store::write_apart`]. Nothing is nudged.
    ///
    /// # Errors
    /// Those of `body`, or the store's own; then nothing was written.
    pub(crate) async fn write_apart<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.store.write_apart(body).await
    }

    /// Runs `body` on one consistent view of the store.
    ///
    /// # Errors
    /// Those of `body`, or the store's own.
    pub async fn read<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnMut(&mut ReadTx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.store.read(body).await
    }

    /// Whether other processes may run on the same store.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.store.is_shared()
    }

    /// Grows when something was added to the change log: see [`Store::changes_logged`].
    #[must_use]
    pub fn changes_logged(&self) -> Option<u64> {
        self.store.changes_logged()
    }

    /// How long the store's transactions take.
    #[must_use]
    pub fn store_metrics(&self) -> &StoreMetrics {
        self.store.metrics()
    }

    /// Whether the store takes changes: see [`Store::check`].
    ///
    /// # Errors
    /// What a change would meet.
    pub async fn check_store(&self) -> Result<(), Error> {
        Ok(self.store.check().await?)
    }

    /// Lets what the store does end, and gives its directory free. Later calls on clones are refused.
    pub async fn close(self) {
        self.store.close().await;
    }

    /// Answers those who wait for something to happen, now and from now on: the process stops.
    pub fn end_waits(&self) {
        self.waits_end.send_replace(true);
    }

    /// Resolves once all waiting has to end.
    pub(crate) async fn waits_end(&self) {
        // The sender lives as long as this instance, so there is no other way for this to end.
        let _ = self.waits_end.subscribe().wait_for(|over| *over).await;
    }

    /// Sees a new value after each commit of this process. Other nodes' commits are found by polling.
    #[must_use]
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.committed.subscribe()
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
}
