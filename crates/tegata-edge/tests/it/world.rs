//! An edge with a site behind.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use prometheus_client::encoding::text::encode;
use prometheus_client::registry::Registry;
use tegata_edge::{
    AccessEntry, AccessLogKey, Action, CertificateKey, Edge, EdgeConfig, EdgeMetrics, Group, GroupKey,
    HealthCheck, Listener, ListenerKey, LoadMaterial, Protocol, Routes, SecureSite, Sites, Target,
    TargetHealths, Tls,
};
use tokio::sync::watch;

use crate::certificates::Certificate;
use crate::clients::{Said, run};
use crate::site::Site;

/// The name that certificates are for, where it does not matter.
pub(crate) const NAME: &str = "www.example.com";
/// The default certificate.
pub(crate) const CERTIFICATE: CertificateKey = CertificateKey(1);
/// The group of the site.
pub(crate) const GROUP: GroupKey = GroupKey(1);
/// The listener.
pub(crate) const LISTENER: ListenerKey = ListenerKey(1);
/// A policy that most clients get on with.
pub(crate) const POLICY: &str = "ELBSecurityPolicy-TLS13-1-2-2021-06";

pub(crate) struct World {
    pub(crate) edge: Edge,
    pub(crate) site: Site,
    /// The health of targets as it was last reported.
    pub(crate) healths: watch::Receiver<TargetHealths>,
    /// What the edge loads.
    pub(crate) stored: Arc<Stored>,
    metrics: EdgeMetrics,
    refused: Arc<Mutex<Vec<SocketAddr>>>,
    /// What access logs were given.
    pub(crate) accesses: Arc<Mutex<Vec<(AccessLogKey, AccessEntry)>>>,
}

/// Certificates as their owner has them.
#[derive(Default)]
pub(crate) struct Stored {
    pub(crate) certificates: Mutex<HashMap<CertificateKey, Arc<Certificate>>>,
    /// How often one was loaded, or was to be.
    pub(crate) loads: AtomicUsize,
    /// Whether nothing can be loaded.
    pub(crate) is_gone: AtomicBool,
}

fn load(stored: Arc<Stored>) -> LoadMaterial {
    Arc::new(move |key| {
        let stored = Arc::clone(&stored);
        Box::pin(async move {
            stored.loads.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            if stored.is_gone.load(Ordering::Relaxed) {
                return Err("the store is gone".to_owned());
            }
            Ok(stored.certificates.lock().get(&key).map(|certificate| certificate.material(1)))
        })
    })
}

impl World {
    /// An edge without listeners; its group [`GROUP`] is the site.
    pub(crate) async fn new() -> World {
        let (reported, healths) = watch::channel(TargetHealths::default());
        let refused = Arc::<Mutex<Vec<SocketAddr>>>::default();
        let of_rule = Arc::clone(&refused);
        let accesses = Arc::<Mutex<Vec<(AccessLogKey, AccessEntry)>>>::default();
        let of_log = Arc::clone(&accesses);
        let (metrics, stored) = (EdgeMetrics::default(), Arc::<Stored>::default());
        let edge = Edge::new(EdgeConfig {
            seed: [7; 16],
            now: Arc::new(|| 1_000),
            on_health: Arc::new(move |_, healths| {
                reported.send_replace(healths.clone());
            }),
            load_material: load(Arc::clone(&stored)),
            on_staple_due: Arc::new(|| {}),
            on_access: Arc::new(move |log, entry| of_log.lock().push((log, entry.clone()))),
            permit_target: Arc::new(move |address| match of_rule.lock().contains(&address) {
                true => Err("refused by the test".to_owned()),
                false => Ok(()),
            }),
            metrics: metrics.clone(),
        });
        let site = Site::open().await;
        edge.put_group(GROUP, group(&[site.address]));
        World { edge, site, healths, stored, metrics, refused, accesses }
    }

    /// Lets no target have this address from now on.
    pub(crate) fn refuse(&self, address: SocketAddr) {
        self.refused.lock().push(address);
    }

    /// Opens the listener [`LISTENER`] over TLS, forwarding to the site.
    pub(crate) async fn listen(&self, policy: &str, certificates: &[CertificateKey]) -> SocketAddr {
        let tls = Tls {
            policy: policy.to_owned(),
            default_certificate: CERTIFICATE,
            certificates: certificates.to_vec(),
        };
        self.listen_as(Some(tls), Action::Forward(tegata_edge::Forward::to(GROUP))).await
    }

    /// Opens the listener [`LISTENER`].
    pub(crate) async fn listen_as(&self, tls: Option<Tls>, action: Action) -> SocketAddr {
        self.open(serving(tls, Routes::always(action))).await
    }

    /// Opens the listener [`LISTENER`], or replaces what it serves.
    pub(crate) async fn open(&self, serves: Protocol) -> SocketAddr {
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        self.edge
            .put_listener(
                LISTENER,
                Listener { address, serves, http: Arc::default(), firewall: Arc::default() },
            )
            .await
            .expect("a listener")
    }

    /// The edge's metrics, as Prometheus reads them.
    pub(crate) fn metrics(&self) -> String {
        let mut registry = Registry::default();
        self.metrics.register(&mut registry);
        let mut text = String::new();
        encode(&mut text, &registry).expect("text");
        text
    }
}

/// One site.
pub(crate) fn serving(tls: Option<Tls>, routes: Routes) -> Protocol {
    let routes = Arc::new(routes);
    match tls {
        None => Protocol::Http(Sites::One(routes)),
        Some(tls) => Protocol::Https(Sites::One(SecureSite { tls, routes })),
    }
}

/// A group of these targets.
pub(crate) fn group(targets: &[SocketAddr]) -> Group {
    let target = |address: &SocketAddr| Target { id: address.to_string(), address: *address };
    Group {
        targets: targets.iter().map(target).collect(),
        draining: Vec::new(),
        health_check: HealthCheck {
            port: None,
            probe: tegata_edge::Probe::Request,
            proxy_header: false,
            path: "/health".to_owned(),
            interval: Duration::from_millis(20),
            timeout: Duration::from_secs(5),
            healthy_threshold: 2,
            unhealthy_threshold: 2,
            transport: tegata_edge::Transport::Clear,
            version: tegata_edge::TargetVersion::Http1,
            good_statuses: vec![(200, 299)],
        },
        settings: tegata_edge::GroupSettings::default(),
    }
}

/// curl to a listener, for [`NAME`]; `extra` are further arguments.
pub(crate) async fn curl(to: SocketAddr, scheme: &str, path: &str, extra: &[&str]) -> Said {
    let resolve = format!("{NAME}:{}:{}", to.port(), to.ip());
    let url = format!("{scheme}://{NAME}:{}{path}", to.port());
    run("curl", &[&["--silent", "--show-error", "--resolve", &resolve, &url], extra].concat()).await
}
