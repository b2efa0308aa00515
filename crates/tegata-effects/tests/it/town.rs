//! A world with its effects running.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tegata_effects::Effects;
use tegata_effects::jobs::runner::run_jobs;
use tegata_effects::proving::Prover;
use tegata_effects::reconcilers::expire::expire_certificates;
use tegata_effects::reconcilers::plan_renewals::plan_renewals;
use tegata_effects::reconcilers::resume_validations::resume_validations;
use tegata_model::CertificateId;
use tegata_model::certificate::{Certificate, Status};
use tegata_model::holder::{Attachment, CertificateUser, Holder};
use tegata_model::job::Job;
use tegata_model::load_balancing::{Kind, ListenerId, LoadBalancerId};
use tegata_operations::authority::{Authorities, establish};
use tegata_operations::certificate::{Served, describe, request, served_certificate, validation_record};
use tegata_operations::zone::{self, CreateHostedZone};
use tegata_operations::{Error, Settings};
use tegata_store::certificates::attachments::attach;
use tegata_store::{events, jobs};
use tegata_testkit::{World, dns_request};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::names::Names;

/// A day.
pub(crate) const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A world, its authorities, the name servers around it, and its effects.
pub(crate) struct Town {
    pub(crate) world: World,
    pub(crate) names: Arc<Names>,
    pub(crate) authorities: Arc<Authorities>,
    pub(crate) effects: Effects,
    stop: CancellationToken,
    tasks: JoinSet<()>,
}

impl Town {
    /// A town with everything running.
    pub(crate) async fn new() -> Town {
        let mut town = Town::asleep(|_| ()).await;
        town.wake();
        town
    }

    /// A town in which nothing runs yet.
    pub(crate) async fn asleep(change: impl FnOnce(&mut Settings)) -> Town {
        let world = World::with_settings(1, change).await;
        let authorities = establish(&world.instance).await.expect("authorities");
        let (authorities, names) = (Arc::new(authorities), Arc::<Names>::default());
        let prover: Arc<dyn Prover> = names.clone();
        let effects = Effects::new(world.worker.clone(), Arc::clone(&authorities), prover);
        Town { world, names, authorities, effects, stop: CancellationToken::new(), tasks: JoinSet::new() }
    }

    /// Starts the effects.
    pub(crate) fn wake(&mut self) {
        self.stop = CancellationToken::new();
        self.tasks.spawn(run_jobs(self.effects.clone(), self.stop.clone()));
        self.tasks.spawn(plan_renewals(self.effects.clone(), self.stop.clone()));
        self.tasks.spawn(expire_certificates(self.effects.clone(), self.stop.clone()));
        self.tasks.spawn(resume_validations(self.world.worker.clone(), self.stop.clone()));
    }

    /// Stops the effects, and waits for them.
    pub(crate) async fn sleep(&mut self) {
        self.stop.cancel();
        while let Some(ended) = self.tasks.join_next().await {
            ended.expect("an effect ends well");
        }
    }

    /// Stops the effects where they are, as a power cut does.
    pub(crate) async fn crash(&mut self) {
        self.tasks.shutdown().await;
    }

    /// Asks for a certificate with an EC key.
    pub(crate) async fn request(&self, names: &[&str]) -> CertificateId {
        let mut ask = dns_request(names);
        ask.key_algorithm = Some("EC_prime256v1".to_owned());
        request(&self.world.instance, &self.world.owner, ask, None).await.expect("requested")
    }

    /// Asks for a certificate whose records are in place already.
    pub(crate) async fn request_with_records(&self, names: &[&str]) -> CertificateId {
        for name in names {
            let base = name.strip_prefix("*.").unwrap_or(name);
            self.names.put(&validation_record(&self.world.instance, self.world.owner.account(), base));
        }
        self.request(names).await
    }

    /// Hosts the zone of an apex here.
    pub(crate) async fn host_zone(&self, apex: &str) {
        let ask = CreateHostedZone {
            name: apex.parse().expect("a name"),
            caller_reference: apex.to_owned(),
            comment: None,
        };
        zone::create(&self.world.instance, &self.world.owner, ask).await.expect("created");
    }

    /// Puts a certificate's records in place.
    pub(crate) async fn put_records(&self, id: CertificateId) {
        for name in self.certificate(id).await.names() {
            self.names.put(&name.record);
        }
    }

    pub(crate) async fn certificate(&self, id: CertificateId) -> Certificate {
        describe(&self.world.instance, &self.world.owner, id).await.expect("it is there").certificate
    }

    pub(crate) async fn served(&self, id: CertificateId) -> Served {
        let served = served_certificate(&self.world.worker, id).await;
        served.expect("read").expect("it is issued")
    }

    /// Lets a listener use it.
    pub(crate) async fn attach(&self, id: CertificateId) {
        let tenant = self.world.owner.tenant.clone();
        let user = CertificateUser::LoadBalancer {
            kind: Kind::Application,
            name: "site".to_owned(),
            id: LoadBalancerId(1),
        };
        let attachment = Attachment { holder: Holder::Listener(ListenerId(1)), user };
        let attached = self
            .world
            .instance
            .write(move |tx| -> Result<_, Error> { Ok(attach(tx, &tenant, id, &attachment)?) });
        assert_eq!(attached.await.expect("written"), Ok(()));
    }

    /// What happened to it, oldest first.
    pub(crate) async fn events(&self, id: CertificateId) -> Vec<String> {
        let found = self.world.instance.read(move |tx| events::list_about(tx, &id.to_string(), 100)).await;
        let kinds = found.expect("read").into_iter().rev().map(|stored| stored.event.kind.to_string());
        kinds.collect()
    }

    pub(crate) async fn until_status(&self, id: CertificateId, status: Status) -> Certificate {
        self.until(id, |certificate| certificate.status() == status).await
    }

    /// Waits until a certificate is as it should be, looking at it after each commit.
    pub(crate) async fn until(&self, id: CertificateId, is_so: impl Fn(&Certificate) -> bool) -> Certificate {
        let mut commits = self.world.instance.commits();
        let waiting = async {
            loop {
                commits.mark_unchanged();
                let certificate = self.certificate(id).await;
                if is_so(&certificate) {
                    return certificate;
                }
                commits.changed().await.expect("the world goes on");
            }
        };
        match tokio::time::timeout(Duration::from_secs(60), waiting).await {
            Ok(certificate) => certificate,
            Err(_) => panic!("it never came about: {:#?}", self.certificate(id).await),
        }
    }

    /// Waits until a job has been put back after a fault; gives the time of its next try.
    pub(crate) async fn until_faulty(&self, job: Job) -> Timestamp {
        let mut commits = self.world.instance.commits();
        let waiting = async {
            loop {
                commits.mark_unchanged();
                let asked = job.clone();
                let next =
                    self.world.instance.read(move |tx| jobs::next_try(tx, &asked)).await.expect("read");
                if let Some((then, Some(_))) = next {
                    return then;
                }
                commits.changed().await.expect("the world goes on");
            }
        };
        tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("the job fails")
    }

    /// Moves the clock on in steps until a certificate is as it should be.
    pub(crate) async fn advance_until(
        &self,
        id: CertificateId,
        step: SignedDuration,
        is_so: impl Fn(&Certificate) -> bool,
    ) -> Certificate {
        for _ in 0..200 {
            let certificate = self.certificate(id).await;
            if is_so(&certificate) {
                return certificate;
            }
            self.world.advance(step);
            self.quiet().await;
        }
        panic!("it never came about: {:#?}", self.certificate(id).await);
    }

    /// Waits until no job is due or in progress and nothing is committed for a moment: the effects have done what is to be
    /// done at this time. A job that was left by a crash stays in progress, so that is waited for only a while.
    pub(crate) async fn quiet(&self) {
        let mut commits = self.world.instance.commits();
        for _ in 0..20 {
            while tokio::time::timeout(Duration::from_millis(60), commits.changed()).await.is_ok() {}
            let now = self.world.now();
            let busy = self.world.instance.read(move |tx| {
                let is_due = jobs::next_due(tx)?.is_some_and(|due| due <= now);
                Ok::<_, Error>(is_due || jobs::next_lease_end(tx)?.is_some())
            });
            if !busy.await.expect("read") {
                return;
            }
        }
    }
}
