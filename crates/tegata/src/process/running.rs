//! Starting an instance in this process, and stopping it.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use arc_swap::ArcSwap;
use ipnet::IpNet;
use jiff::SignedDuration;
use tegata_dns::resolver::Random;
use tegata_dns::server::{QueryMetrics, Surroundings};
use tegata_dns::zone::Snapshot;
use tegata_edge::EdgeMetrics;
use tegata_effects::dns_prover::DnsProver;
use tegata_effects::redirect_prover::ByAuthority;
use tegata_effects::relay::{Relay, RelayOptions};
use tegata_effects::{
    Effects, count_certificates, expire, fill_key_pool, follow_revocations, give_notices, housekeeping,
    keep_journal, log_events, plan_renewals, publish_authorities, refresh_edge, refresh_zones,
    renew_server_certificate, reseal_secrets, resume_validations, runner, succeed_authorities, tell_webhooks,
    watch_clock,
};
use tegata_egress::{Gate, Limits, Rules, SystemResolver, Trust as Roots};
use tegata_endpoints::{Api, Trust, server};
use tegata_model::authority::KeyStrength;
use tegata_model::{AccountId, ServerName};
use tegata_operations::access_key::{self, NewAccessKey};
use tegata_operations::revocation::RevocationAnswers;
use tegata_operations::{
    Clock, Entropy, Instance, InstanceSecret, TargetRules, authority, reseal, restored, time,
};
use tegata_store::{Location, Store, jobs};
use zeroize::Zeroizing;

use super::settings::{self, Wanted};
use super::tasks::Tasks;
use super::{LostStore, Speaks, api_tls, first_start, resolver};
use crate::base_url;
use crate::data_directory::DataDirectory;
use crate::service_manager;

/// How long a description of a new certificate waits for its proofs: they take some tens of milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long a stop waits for the store once nothing else is left to do.
const CLOSE_WITHIN: Duration = Duration::from_secs(10);

/// How an instance is started.
pub(crate) struct Options {
    pub(crate) data: PathBuf,
    pub(crate) api: SocketAddr,
    /// TLS on the API's socket on loopback too.
    pub(crate) api_tls: bool,
    /// Names and addresses in the certificate of the API's socket, besides its own address and loopback.
    pub(crate) api_names: Vec<ServerName>,
    pub(crate) dns: SocketAddr,
    /// A PostgreSQL URL; the embedded store when there is none.
    pub(crate) store: Option<Zeroizing<String>>,
    /// What to do when the directory belongs to an instance and the store is empty.
    pub(crate) lost_store: LostStore,
    pub(crate) trust_loopback: bool,
    /// The account at first start, if one was chosen.
    pub(crate) account: Option<AccountId>,
    /// Where the clock was left at the last run when there is none.
    pub(crate) clock_offset: Option<SignedDuration>,
    pub(crate) resolving: Resolving,
    pub(crate) write_validation_records: bool,
    pub(crate) organisation: String,
    pub(crate) export_iterations: u32,
    pub(crate) strength: KeyStrength,
    /// Where the journal is; in the data directory when there is none.
    pub(crate) journal: Option<PathBuf>,
    /// The API's own address when there is none.
    pub(crate) pki_base_url: Option<String>,
    /// Where people reach the pages; the API's own address when there is none.
    pub(crate) pages_base_url: Option<String>,
    /// Networks that may read metrics, besides this machine.
    pub(crate) permit_metrics: Vec<IpNet>,
    /// Networks that are not of the Internet and may be reached for others, as by webhooks.
    pub(crate) permit_egress: Vec<IpNet>,
    /// Networks that targets of load balancers may be in; loopback and private ones when there are none.
    pub(crate) target_networks: Vec<IpNet>,
    /// Where listeners of load balancers open; as the settings say when there are none.
    pub(crate) edge_addresses: Vec<IpAddr>,
    /// Where proofs by HTTP are looked for: 80, but in a private name space.
    pub(crate) http_validation_port: u16,
    /// Delivers mails; they stay in the outbox when there is none.
    pub(crate) relay: Option<RelayOptions>,
}

/// Where look-ups of proofs begin.
pub(crate) enum Resolving {
    Internet,
    Hints(Vec<SocketAddr>),
    Forwarders(Vec<SocketAddr>),
}

/// An instance that runs in this process.
pub(crate) struct Running {
    pub(crate) instance: Instance,
    pub(crate) directory: DataDirectory,
    pub(crate) api: SocketAddr,
    pub(crate) speaks: Speaks,
    pub(crate) dns: SocketAddr,
    /// Taken by who shows it, so that it stays in memory no longer than that.
    pub(crate) owner: Option<NewAccessKey>,
    store: Store,
    tasks: Tasks,
}

/// Starts an instance: it serves when this returns.
pub(crate) async fn start(mut options: Options) -> Result<Running> {
    if options.trust_loopback && !options.api.ip().is_loopback() {
        bail!(
            "--trust-loopback believes whoever reaches the port, so it is refused on {}: leave it out, or listen on a \
             loopback address with --api 127.0.0.1:4566",
            options.api.ip()
        );
    }
    let relay = options.relay.take().map(Relay::new).transpose()?;
    let (before, descriptors) = tegata_accept::descriptors::raise_limit();
    tracing::debug!(before, descriptors, "file descriptors that may be open");
    // 1. What may be taken already: the directory and the ports.
    let entropy = Entropy::system();
    let directory = DataDirectory::create(&options.data)?;
    if options.store.is_none() {
        first_start::check_database(&directory, options.lost_store)?;
    }
    let store = Store::open(&match &options.store {
        Some(url) => Location::Postgres(url.to_string()),
        None => Location::Directory(directory.path().to_owned()),
    })
    .await?;
    first_start::check_store(&directory, &store, options.lost_store).await?;
    if options.store.is_none() {
        // The directory is this process's alone: whoever held a lease was killed.
        match store.write(jobs::free_all).await {
            // A full disk keeps nothing from being served; the leases run out by themselves.
            Err(error) if error.unavailable().is_some() => {
                tracing::error!(%error, "starting on a disk that takes no changes: what is stored is served, changes are refused until it does");
            }
            freed => {
                freed?;
            }
        }
    }
    let api = server::Server::bind(options.api)?;
    let dns = tegata_dns::server::Server::bind(options.dns)?;
    // 2. What was decided at first start.
    let instance = instance(&options, &directory, &store, [api.address(), dns.address()], &entropy).await?;
    let authorities = Arc::new(authority::establish(&instance, options.strength).await?);
    let held = store.read(restored::held).await?;
    // Before anything is issued; what fails is tried again while it runs.
    if held.is_none()
        && let Err(error) = authority::succeed(&instance, &authorities).await
    {
        tracing::error!(%error, "new intermediates could not be made");
    }
    directory.keep_root(authorities.roots_pem())?;
    let owner = access_key::owner(&instance).await.map_err(logged).context("the owner's access key")?;
    first_start::keep(&directory, &owner, &instance.settings)?;
    let speaks = Speaks::on(options.api.ip(), options.api_tls);
    let tls = match speaks {
        Speaks::Http => None,
        Speaks::Https => {
            Some(api_tls::prepare(&instance, &authorities, options.api.ip(), &options.api_names).await?)
        }
    };
    // A copy that may be old answers relying parties, and nothing in it is changed.
    instance.hold(held.as_ref());
    // 3. Effects, and what they keep for those who answer.
    let tasks = Tasks::default();
    let zones: Arc<ArcSwap<Snapshot>> = Arc::default();
    let files = Arc::default();
    let random: Random = Arc::new(move |bytes| entropy.fill(bytes));
    let resolver =
        resolver::resolver(&options.resolving, Arc::clone(&zones), dns.address(), Arc::clone(&random));
    // Servers elsewhere are believed by the machine's roots, and those behind our own certificates by ours.
    let roots = Roots { roots_pem: authorities.roots_pem().to_owned() };
    let gate_by = |resolver| Gate::new(Arc::clone(&instance.egress), resolver, &roots, Limits::default());
    let gate = gate_by(Arc::new(SystemResolver))?;
    let proofs = gate_by(Arc::new(ByAuthority(resolver.clone())))?;
    let prover = DnsProver::new(resolver, instance.settings.issuer_domains.clone())
        .with_http(proofs, options.http_validation_port);
    let effects = Effects::new(instance.clone(), Arc::clone(&authorities), Arc::new(prover))
        .with_relay(relay)
        .with_gate(gate);
    let stop = || tasks.stop_token();
    tasks.run("refresh zones", refresh_zones::refresh_zones(instance.clone(), Arc::clone(&zones), stop()));
    tasks.run(
        "publish authorities",
        publish_authorities::publish_authorities(
            instance.clone(),
            Arc::clone(&authorities),
            Arc::clone(&files),
            stop(),
        ),
    );
    let succeeding =
        succeed_authorities::succeed_authorities(instance.clone(), Arc::clone(&authorities), stop());
    tasks.run("succeed authorities", succeeding);
    let server = tls.as_ref().map(|tls| Arc::clone(&tls.server));
    if let Some(tls) = tls {
        let renewing = renew_server_certificate::renew_server_certificate(
            instance.clone(),
            Arc::clone(&authorities),
            tls.names,
            tls.server,
            tls.certificate,
            stop(),
        );
        tasks.run("renew the API's certificate", renewing);
    }
    let answers = Arc::new(RevocationAnswers::new(authorities));
    let following = follow_revocations::follow_revocations(instance.clone(), Arc::clone(&answers), stop());
    tasks.run("follow revocations", following);
    let (edge_metrics, dns_metrics) = (EdgeMetrics::default(), QueryMetrics::default());
    tasks.run("refresh edge", refresh_edge::refresh_edge(instance.clone(), edge_metrics.clone(), stop()));
    tasks.run("run jobs", runner::run_jobs(effects.clone(), stop()));
    tasks.run("plan renewals", plan_renewals::plan_renewals(effects.clone(), stop()));
    tasks.run("expire certificates", expire::expire_certificates(effects.clone(), stop()));
    tasks.run("resume validations", resume_validations::resume_validations(instance.clone(), stop()));
    tasks.run("tell of ends", give_notices::tell_of_ends(instance.clone(), stop()));
    tasks.run("fill key pool", fill_key_pool::fill_key_pool(effects, stop()));
    tasks.run("count certificates", count_certificates::count_certificates(instance.clone(), stop()));
    tasks.run("tell webhooks", tell_webhooks::tell_webhooks(instance.clone(), stop()));
    tasks.run("watch clock", watch_clock::watch_clock(instance.clone(), stop()));
    tasks.run("reseal secrets", reseal_secrets::reseal_secrets(instance.clone(), stop()));
    tasks.run("log events", log_events::log_events(instance.clone(), stop()));
    tasks.run("feed the watchdog", service_manager::feed_watchdog(stop()));
    tasks.run("keep journal", keep_journal::keep_journal(instance.clone(), stop()));
    tasks.run("housekeeping", housekeeping::keep_house(instance.clone(), stop()));
    // 4. Those who answer.
    let trust = if options.trust_loopback { Trust::Loopback } else { Trust::Signatures };
    let (api_address, dns_address) = (api.address(), dns.address());
    let clock = instance.clock.clone();
    let surroundings =
        Surroundings { random, now: Arc::new(move || clock.now()), metrics: dns_metrics.clone() };
    tasks.run("dns", dns.serve(zones, surroundings, stop()));
    let api_of_instance = Api::new(instance.clone(), trust, files, answers)
        .with_metrics_for(options.permit_metrics)
        .with_metrics_of(edge_metrics, dns_metrics);
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
    })
}

async fn instance(
    options: &Options,
    directory: &DataDirectory,
    store: &Store,
    [api, dns]: [SocketAddr; 2],
    entropy: &Entropy,
) -> Result<Instance> {
    let own = base_url::of_server("http", api, &options.api_names);
    let pki_base_url = match (&options.pki_base_url, &own) {
        (Some(url), _) | (None, Some(url)) => url.clone(),
        // Decided at first start, and of no matter later.
        (None, None) if settings::find(store).await?.is_some() => String::new(),
        (None, None) => bail!(
            "certificates say where relying parties find revocation lists, and {} is no address to reach: give \
             --pki-base-url http://HOST[:PORT], or --api-name HOST, at first start",
            api.ip()
        ),
    };
    let wanted = Wanted {
        account: options.account.clone(),
        trust_loopback: options.trust_loopback,
        organisation: options.organisation.clone(),
        pki_base_url,
        export_iterations: options.export_iterations,
    };
    let mut settings = settings::load_or_make(store, entropy, wanted).await?;
    settings.write_validation_records &= options.write_validation_records;
    let scheme = Speaks::on(options.api.ip(), options.api_tls).scheme();
    let pages =
        options.pages_base_url.clone().or_else(|| base_url::of_server(scheme, api, &options.api_names));
    settings.pages_base_url = pages.unwrap_or_else(|| settings.pki_base_url.clone());
    if !options.edge_addresses.is_empty() {
        settings.edge_addresses.clone_from(&options.edge_addresses);
    }
    let targets = TargetRules::new(options.target_networks.iter().copied()).with_own_sockets([api, dns]);
    let sealer = first_start::sealer(directory, store, entropy).await?;
    let secret = InstanceSecret::load_or_make(store, &sealer, entropy).await?;
    reseal::check_keys(store, &sealer).await?;
    let offset = match options.clock_offset {
        Some(offset) => offset,
        None => store.read(time::kept_offset).await?,
    };
    // Not written at a start: a clock that is wrong then is compared with what was trusted before.
    let clock = Clock::system(offset).with_last_known(store.read(time::last_known).await?);
    let path = options.journal.clone().unwrap_or_else(|| directory.journal());
    let journal = restored::open_journal(store, &secret, &path, options.store.is_none(), clock.now()).await?;
    let instance = Instance::new(store.clone(), clock, entropy.clone(), sealer, secret, settings)
        .with_egress(Rules::permitting(options.permit_egress.iter().copied()))
        .with_target_rules(targets)
        .with_security_policies(tegata_effects::refresh_edge::security_policies())
        .with_patience(PATIENCE)
        .with_journal(journal);
    // Others on the network, or on the same store, live by the real time.
    let laptop = options.store.is_none() && options.api.ip().is_loopback();
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
            bail!("some work did not end in time; it is taken up again at the next start")
        }
    }
}
