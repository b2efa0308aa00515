//! The copy of an instance that a rehearsal runs on.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use arc_swap::ArcSwap;
use tegata_dns::resolver::Random;
use tegata_dns::server::{Server, Surroundings};
use tegata_dns::zone::Snapshot;
use tegata_effects::Effects;
use tegata_effects::jobs::runner;
use tegata_effects::proving::dns_prover::DnsProver;
use tegata_effects::reconcilers::{
    expire, plan_renewals, refresh_zones, resume_validations, succeed_authorities,
};
use tegata_operations::authority::base_urls;
use tegata_operations::instance::founding;
use tegata_operations::instance::time;
use tegata_operations::{Clock, Entropy, Instance, InstanceSecret, Settings, authority};
use tegata_store::{Location, Store, copy_embedded, jobs};
use tempfile::TempDir;

use super::prover::RehearsalProver;
use crate::data_directory::DataDirectory;
use crate::process::{Tasks, resolver, sealer_of};
use crate::settings::{Resolving, SettingsArguments};

/// What stands in the certificates of the copy when no base URL was named: they leave with the copy.
const USUAL_URL: &str = "http://127.0.0.1:4566";

/// A copy, gone when it is dropped.
pub(super) struct Copy {
    pub(super) instance: Instance,
    prover: Arc<RehearsalProver>,
    tasks: Tasks,
    /// Holds the copy of the store; its keys stay sealed.
    _folder: TempDir,
}

impl Copy {
    pub(super) async fn of(data: &Path) -> Result<Copy> {
        let directory = DataDirectory::existing(data);
        if !directory.has_database()? {
            bail!(
                "{} has no embedded store, and a rehearsal needs one: for PostgreSQL, restore a backup into \
                 a separate database and try it there",
                data.display()
            );
        }
        // 1. The store, and who may open its keys.
        let folder = tempfile::tempdir().context("a temporary folder")?;
        copy_embedded(data, &folder.path().join("tegata.db")).context("the store cannot be copied")?;
        let store = Store::open(&Location::Directory(folder.path().to_owned())).await?;
        store.write(jobs::free_all).await?;
        let founding =
            founding::find(&store).await?.context("the store contains no instance yet")?.into_founding();
        let live = SettingsArguments::default().configure(data)?.live;
        let named = live.pki_base_url.or(base_urls::named_last(&store).await?);
        let settings =
            Settings { pki_base_url: named.unwrap_or_else(|| USUAL_URL.to_owned()), ..live.settings };
        let entropy = Entropy::system();
        let sealer = sealer_of(&directory, &entropy)?;
        let secret = InstanceSecret::load_or_make(&store, &sealer, &entropy).await?;
        // 2. A clock that stands until it is moved.
        let now = Clock::system(store.read(time::kept_offset).await?).now();
        let instance =
            Instance::new(store, Clock::standing(now), entropy.clone(), sealer, secret, founding, settings);
        let worker = tegata_effects::worker(instance.clone());
        let authorities = Arc::new(authority::establish(&instance).await?);
        // 3. The effects that stay within it.
        let (tasks, zones) = (Tasks::default(), Arc::<ArcSwap<Snapshot>>::default());
        let random: Random = Arc::new(move |bytes| entropy.fill(bytes));
        let dns = Server::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let asking = resolver(&Resolving::Internet, Arc::clone(&zones), dns.address(), Arc::clone(&random));
        let here = DnsProver::new(asking, instance.clone());
        let prover = Arc::new(RehearsalProver::new(here));
        let effects = Effects::new(worker.clone(), Arc::clone(&authorities), prover.clone());
        let clock = instance.clock.clone();
        let surroundings = Surroundings {
            random,
            now: Arc::new(move || clock.now()),
            metrics: tegata_dns::server::QueryMetrics::default(),
        };
        let stop = || tasks.stop_token();
        // Before anything is looked up, so that a zone is not taken for one that is elsewhere.
        refresh_zones::read_zones(worker.clone(), Arc::clone(&zones)).await?;
        tasks.run("refresh zones", refresh_zones::refresh_zones(worker.clone(), Arc::clone(&zones), stop()));
        tasks.run("dns", dns.serve(zones, surroundings, stop()));
        tasks.run("run jobs", runner::run_jobs(effects.clone(), stop()));
        tasks.run("plan renewals", plan_renewals::plan_renewals(effects.clone(), stop()));
        tasks.run("expire certificates", expire::expire_certificates(effects, stop()));
        tasks.run("resume validations", resume_validations::resume_validations(worker.clone(), stop()));
        let succeeding = succeed_authorities::succeed_authorities(worker.clone(), authorities, stop());
        tasks.run("succeed authorities", succeeding);
        Ok(Copy { instance, prover, tasks, _folder: folder })
    }

    /// The names whose proof is elsewhere and was taken as given.
    pub(super) fn assumed(&self) -> BTreeSet<String> {
        self.prover.assumed()
    }

    pub(super) async fn stop(self) {
        self.instance.end_waits();
        self.tasks.stop().await;
        self.instance.close().await;
    }
}
