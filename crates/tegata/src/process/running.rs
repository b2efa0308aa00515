//! Starting an instance in this process, and stopping it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use arc_swap::ArcSwap;
use jiff::SignedDuration;
use tegata_dns::resolver::Random;
use tegata_dns::server::{QueryMetrics, Surroundings};
use tegata_dns::zone::Snapshot;
use tegata_edge::EdgeMetrics;
use tegata_effects::Effects;
use tegata_effects::jobs::runner;
use tegata_effects::placement::observe_hop;
use tegata_effects::proving::dns_prover::DnsProver;
use tegata_effects::proving::observe_delegation;
use tegata_effects::proving::redirect_prover::ByAuthority;
use tegata_effects::reconcilers::{
    announce_node, count_certificates, expire, fill_key_pool, follow_authorities, follow_events,
    follow_revocations, give_notices, housekeeping, keep_journal, plan_renewals, publish_authorities,
    refresh_edge, refresh_zones, renew_server_certificate, reseal_secrets, resume_validations, rotate_keys,
    succeed_authorities, watch_clock,
};
use tegata_egress::{Gate, Limits, Rules, SystemResolver, Trust as Roots};
use tegata_endpoints::{Api, Trust, server};
use tegata_model::NodeId;
use tegata_operations::access::access_key::{self, NewAccessKey};
use tegata_operations::authority::{Authorities, base_urls};
use tegata_operations::certificate::revocation::RevocationAnswers;
use tegata_operations::instance::reseal;
use tegata_operations::instance::restored;
use tegata_operations::instance::time;
use tegata_operations::node::NodeStatus;
use tegata_operations::{Clock, Entropy, Instance, InstanceSecret, Settings, TargetRules, authority};
use tegata_store::{Location, Store, jobs};

use super::live::{self, Place};
use super::tasks::Tasks;
use super::{ApiScheme, LostStore, api_tls, first_start, founding, resolver};
use crate::data_directory::DataDirectory;
use crate::service_manager;
use crate::settings::Configured;

/// How long a description of a new certificate waits for its proofs: they take some tens of milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long a stop waits for the store once nothing else is left to do.
const CLOSE_WITHIN: Duration = Duration::from_secs(10);

/// How an instance is started.
pub(crate) struct Options {
    pub(crate) data: PathBuf,
    /// What to do when the directory belongs to an instance and the store is empty.
    pub(crate) lost_store: LostStore,
    pub(crate) configured: Configured,
}

/// An instance that runs in this process.
pub(crate) struct Running {
    pub(crate) instance: Instance,
    pub(crate) directory: DataDirectory,
    pub(crate) api: SocketAddr,
    pub(crate) speaks: ApiScheme,
    pub(crate) dns: SocketAddr,
    /// Taken by who shows it, so that it stays in memory no longer than that.
    pub(crate) owner: Option<NewAccessKey>,
    pub(super) store: Store,
    tasks: Tasks,
    pub(super) place: Place,
    pub(super) authorities: Arc<Authorities>,
    pub(super) answers: Arc<RevocationAnswers>,
    /// The settings that it was started with.
    pub(super) started: Configured,
    /// The settings that count now, of those that may change.
    pub(super) current: Configured,
}

/// Starts an instance: it serves when this returns. A start that fails leaves no directory behind that was not there.
pub(crate) async fn start(options: Options) -> Result<Running> {
    let (data, is_new) = (options.data.clone(), !options.data.exists());
    let started = Box::pin(start_in(options)).await;
    if started.is_err() && is_new {
        // One with something in it stays.
        let _ = std::fs::remove_dir(&data);
    }
    started
}

async fn start_in(options: Options) -> Result<Running> {
    let Options { data, lost_store, configured } = options;
    let settings = &configured.start;
    let relay = configured.relay()?;
    let (before, descriptors) = tegata_accept::descriptors::raise_limit();
    tracing::debug!(before, descriptors, "file descriptors that may be open");
    // 1. What can be refused before anything is made: ports that are taken, and values that no certificate may carry.
    let entropy = Entropy::system();
    let api = server::Server::bind(settings.api)?;
    let dns = tegata_dns::server::Server::bind(settings.dns)?;
    let speaks = ApiScheme::on(settings.api.ip(), settings.api_tls);
    let place = Place { api: api.address(), speaks, names: settings.api_names.clone() };
    let directory = DataDirectory::existing(&data);
    if settings.store.is_none() && !directory.has_database()? {
        check(&configured, &place, &entropy, true)?;
    }
    first_start::check_key_variable()?;
    // 2. What may be another's: the directory and the store.
    let directory = DataDirectory::create(&data)?;
    if settings.store.is_none() {
        first_start::check_database(&directory, lost_store)?;
    }
    let store = Store::open(&match &settings.store {
        Some(url) => Location::Postgres(url.to_string()),
        None => Location::Directory(directory.path().to_owned()),
    })
    .await?;
    first_start::check_store(&directory, &store, lost_store).await?;
    if settings.store.is_none() {
        // The directory is this process's alone: the holder of a lease was killed.
        match store.write(jobs::free_all).await {
            // A full disk keeps nothing from being served; the leases run out by themselves.
            Err(error) if error.unavailable().is_some() => {
                tracing::error!(%error, "the disk takes no changes at start: stored data is served, and \
                                         changes are refused until the disk takes them");
            }
            freed => {
                freed?;
            }
        }
    }
    // 3. What was fixed at first start, and the settings of this one.
    let live = complete_and_check(&configured, &place, &store, &entropy).await?;
    let own = [api.address(), dns.address()];
    let zones: Arc<ArcSwap<Snapshot>> = Arc::default();
    let of_resolver = entropy.clone();
    let random: Random = Arc::new(move |bytes| of_resolver.fill(bytes));
    let resolver =
        resolver::resolver(&configured.resolving(), Arc::clone(&zones), dns.address(), Arc::clone(&random));
    let instance = instance(&configured, &live.settings, &directory, &store, own, &entropy).await?;
    let instance = instance
        .with_observe_delegation(observe_delegation(resolver.clone()))
        .with_read_object(super::objects::read_object());
    let worker = tegata_effects::worker(instance.clone());
    let authorities = Arc::new(authority::establish(&instance).await?);
    live.enforce(&instance, &configured).await?;
    let held = store.read(restored::held).await?;
    // Before anything is issued; what fails is tried again while it runs.
    if held.is_none()
        && let Err(error) = authority::succeed(&worker, &authorities).await
    {
        tracing::error!(%error, "new intermediates could not be created");
    }
    directory.save_root(&authorities.roots_pem())?;
    let owner = access_key::owner(&instance).await.map_err(logged).context("the owner's access key")?;
    first_start::keep(&directory, &owner, &instance.founding)?;
    let tls = match speaks {
        ApiScheme::Http => None,
        ApiScheme::Https => {
            Some(api_tls::prepare(&worker, &authorities, settings.api.ip(), &settings.api_names).await?)
        }
    };
    // A copy that may be old answers relying parties, and nothing in it is changed.
    instance.hold(held.as_ref());
    // 4. Effects, and what they keep for those who answer.
    let tasks = Tasks::default();
    let files = Arc::default();
    // Servers elsewhere are believed by the machine's roots, and those behind our own certificates by ours.
    let roots = Roots { roots_pem: authorities.roots_pem().to_string() };
    let gate_by = |resolver| Gate::new(Arc::clone(&instance.egress), resolver, &roots, Limits::default());
    let gate = gate_by(Arc::new(SystemResolver))?;
    let observe_hop =
        observe_hop(gate.clone(), Arc::clone(&authorities), machine_roots, instance.clock.clone());
    let proofs = gate_by(Arc::new(ByAuthority(resolver.clone())))?;
    let prover = DnsProver::new(resolver, instance.clone()).with_http(proofs, settings.http_validation_port);
    let effects = Effects::new(worker.clone(), Arc::clone(&authorities), Arc::new(prover))
        .with_relay(relay)
        .with_gate(gate);
    let stop = || tasks.stop_token();
    tasks.run("refresh zones", refresh_zones::refresh_zones(worker.clone(), Arc::clone(&zones), stop()));
    tasks.run(
        "publish authorities",
        publish_authorities::publish_authorities(
            worker.clone(),
            Arc::clone(&authorities),
            Arc::clone(&files),
            stop(),
        ),
    );
    let succeeding =
        succeed_authorities::succeed_authorities(worker.clone(), Arc::clone(&authorities), stop());
    tasks.run("succeed authorities", succeeding);
    let following = follow_authorities::follow_authorities(worker.clone(), Arc::clone(&authorities), stop());
    tasks.run("follow authorities", following);
    let server = tls.as_ref().map(|tls| Arc::clone(&tls.server));
    if let Some(tls) = tls {
        let renewing = renew_server_certificate::renew_server_certificate(
            worker.clone(),
            Arc::clone(&authorities),
            tls.names,
            tls.server,
            tls.certificate,
            stop(),
        );
        tasks.run("renew the API's certificate", renewing);
    }
    let answers = Arc::new(RevocationAnswers::new(Arc::clone(&authorities)));
    let following = follow_revocations::follow_revocations(worker.clone(), Arc::clone(&answers), stop());
    tasks.run("follow revocations", following);
    let (edge_metrics, dns_metrics) = (EdgeMetrics::default(), QueryMetrics::default());
    let refreshing =
        refresh_edge::refresh_edge(worker.clone(), Arc::clone(&answers), edge_metrics.clone(), stop());
    tasks.run("refresh edge", refreshing);
    tasks.run("rotate keys", rotate_keys::rotate_keys(worker.clone(), stop()));
    tasks.run("announce node", announce_node::announce_node(worker.clone(), stop()));
    tasks.run("run jobs", runner::run_jobs(effects.clone(), stop()));
    tasks.run("plan renewals", plan_renewals::plan_renewals(effects.clone(), stop()));
    tasks.run("expire certificates", expire::expire_certificates(effects.clone(), stop()));
    tasks.run("resume validations", resume_validations::resume_validations(worker.clone(), stop()));
    tasks.run("give notices", give_notices::notify_of_ends(worker.clone(), stop()));
    tasks.run("fill key pool", fill_key_pool::fill_key_pool(effects, stop()));
    tasks.run("count certificates", count_certificates::count_certificates(worker.clone(), stop()));
    tasks.run("watch clock", watch_clock::watch_clock(worker.clone(), stop()));
    tasks.run("reseal secrets", reseal_secrets::reseal_secrets(worker.clone(), stop()));
    tasks.run("follow events", follow_events::follow_events(worker.clone(), stop()));
    tasks.run("feed the watchdog", service_manager::feed_watchdog(stop()));
    tasks.run("keep journal", keep_journal::keep_journal(worker.clone(), stop()));
    tasks.run("housekeeping", housekeeping::run_housekeeping(worker.clone(), stop()));
    // 5. Those who answer.
    let trust = if settings.trust_loopback { Trust::Loopback } else { Trust::Signatures };
    let (api_address, dns_address) = (api.address(), dns.address());
    let clock = instance.clock.clone();
    let surroundings =
        Surroundings { random, now: Arc::new(move || clock.now()), metrics: dns_metrics.clone() };
    tasks.run("dns", dns.serve(zones, surroundings, stop()));
    let serving = instance.clone().with_observe_hop(observe_hop);
    let api_of_instance =
        Api::new(serving, trust, files, Arc::clone(&answers)).with_metrics_of(edge_metrics, dns_metrics);
    tasks.run("api", api.serve(api_of_instance, server, stop()));
    Ok(Running {
        instance,
        directory,
        api: api_address,
        speaks,
        dns: dns_address,
        owner: Some(owner),
        store,
        tasks,
        place,
        authorities,
        answers,
        started: configured.clone(),
        current: configured,
    })
}

/// The roots that this machine trusts, in DER.
fn machine_roots() -> Vec<Vec<u8>> {
    rustls_native_certs::load_native_certs().certs.iter().map(|der| der.to_vec()).collect()
}

/// Checks settings as a start does, without ports, directory and store.
pub(crate) fn check_settings(configured: &Configured, data: &Path, entropy: &Entropy) -> Result<()> {
    let settings = &configured.start;
    configured.relay()?;
    let speaks = ApiScheme::on(settings.api.ip(), settings.api_tls);
    let place = Place { api: settings.api, speaks, names: settings.api_names.clone() };
    let is_first = settings.store.is_none() && !DataDirectory::existing(data).has_database()?;
    check(configured, &place, entropy, is_first)
}

/// The settings with what the store remembers. A base URL that is new to the store is tried in certificates first, as at a
/// first start; the others have been.
pub(super) async fn complete_and_check(
    configured: &Configured,
    place: &Place,
    store: &Store,
    entropy: &Entropy,
) -> Result<live::Complete> {
    let live = live::complete_by_store(configured, place, store).await?;
    if !base_urls::is_known(store, &live.settings.pki_base_url).await? {
        rehearse(configured, &live.settings.pki_base_url, entropy)?;
    }
    Ok(live)
}

/// Refuses values that no certificate may carry, before anything is kept. `is_first` says that there is no store yet.
fn check(configured: &Configured, place: &Place, entropy: &Entropy, is_first: bool) -> Result<()> {
    let url = match live::complete(configured, place, None) {
        Ok(complete) => complete.settings.pki_base_url,
        // At a later start the store may know one.
        Err(problem) if is_first => return Err(problem.into()),
        Err(_) => return Ok(()),
    };
    rehearse(configured, &url, entropy)
}

fn rehearse(configured: &Configured, url: &str, entropy: &Entropy) -> Result<()> {
    let founding = founding::fresh(entropy, configured)?;
    let clock = Clock::system(SignedDuration::ZERO);
    Ok(authority::rehearse(&founding, url, &clock, entropy)?)
}

async fn instance(
    configured: &Configured,
    settings: &Settings,
    directory: &DataDirectory,
    store: &Store,
    own: [SocketAddr; 2],
    entropy: &Entropy,
) -> Result<Instance> {
    let founding = founding::load_or_begin(store, entropy, configured).await?;
    let targets = TargetRules::default().with_own_sockets(own);
    let sealer = first_start::sealer(directory, store, entropy).await?;
    let secret = InstanceSecret::load_or_make(store, &sealer, entropy).await?;
    reseal::check_keys(store, &sealer).await?;
    let offset = match configured.start.clock_offset {
        Some(offset) => offset,
        None => store.read(time::kept_offset).await?,
    };
    // Not written at a start: a clock that is wrong then is compared with what was trusted before.
    let clock = Clock::system(offset).with_last_known(store.read(time::last_known).await?);
    let path = configured.start.journal.clone().unwrap_or_else(|| directory.journal());
    let is_embedded = configured.start.store.is_none();
    let journal = restored::open_journal(store, &secret, &path, is_embedded, clock.now()).await?;
    let name = configured.start.node_name.clone().unwrap_or_else(|| own[0].to_string());
    let node =
        NodeStatus::new(NodeId(entropy.uuid(clock.now())), name, env!("CARGO_PKG_VERSION"), clock.now());
    let instance =
        Instance::new(store.clone(), clock, entropy.clone(), sealer, secret, founding, settings.clone())
            .with_egress(Rules::default())
            .with_target_rules(targets)
            .with_security_policies(tegata_effects::reconcilers::refresh_edge::security_policies())
            .with_describe_wait(PATIENCE)
            .with_journal(journal)
            .with_node(node);
    // Others on the network, or on the same store, live by the real time.
    let laptop = configured.start.store.is_none() && configured.start.api.ip().is_loopback();
    Ok(if laptop { instance.with_movable_clock() } else { instance })
}

/// Puts the cause of an operation's refusal, which is for the log alone, where an operator reads it: at start the
/// caller is the operator.
fn logged(error: tegata_operations::Error) -> anyhow::Error {
    match error.log_source() {
        Some(source) => anyhow::anyhow!("{source}"),
        None => error.into(),
    }
}

impl Running {
    /// Whether any access key is accepted, unverified.
    pub(crate) fn trusts_loopback(&self) -> bool {
        self.started.start.trust_loopback
    }

    /// Where it is reached, in a line for people.
    pub(crate) fn status(&self) -> String {
        format!("API {}, DNS {}", self.speaks.url(self.api), self.dns)
    }

    /// Resolves when the instance stops by itself, because a part of it broke.
    pub(crate) async fn broken(&self) {
        self.tasks.stopped().await;
    }

    /// Stops: sockets close, work in progress ends, leases are given back, the store is closed.
    pub(crate) async fn stop(self) -> Result<()> {
        tracing::info!("stopping");
        service_manager::stopping();
        self.instance.end_waits();
        let in_time = self.tasks.stop().await;
        // What a disk or a database does not finish in time was not acknowledged either.
        let closed = tokio::time::timeout(CLOSE_WITHIN, self.store.close()).await.is_ok();
        if in_time && closed {
            tracing::info!("stopped");
            Ok(())
        } else {
            bail!("some work did not end in time; it continues at the next start")
        }
    }
}
