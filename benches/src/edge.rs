//! The edge in a process of its own, so that its CPU seconds are its own.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use tegata_edge::{
    Action, CertificateKey, CertificateSummary, Edge, EdgeConfig, EdgeMetrics, Group, GroupKey, HealthCheck,
    KeyFamily, Listener, ListenerKey, Material, Probe, Protocol, Routes, SecureSite, Sites, Target, Tls,
};
use zeroize::Zeroizing;

use crate::chain::{Chain, NAME};
use crate::process::{Running, wait_listening};

const CERTIFICATE: CertificateKey = CertificateKey(1);
const SITE: GroupKey = GroupKey(1);
const LISTENER: ListenerKey = ListenerKey(1);

/// Starts this program again as an edge, on cores of its own.
///
/// # Errors
/// When it does not start.
pub fn start(cores: &str, port: u16, chain: &Chain, site: u16) -> Result<Running> {
    let program = std::env::current_exe()?.display().to_string();
    let text = |path: &Path| path.display().to_string();
    let (chain_file, key) = (text(&chain.chain), text(&chain.key));
    let arguments = ["serve", &port.to_string(), &site.to_string(), &chain_file, &key];
    let running = Running::on_cores(cores, &program, &arguments)?;
    wait_listening(port)?;
    Ok(running)
}

/// Is an edge, if the arguments say so: does not return then.
///
/// # Errors
/// When the edge cannot be opened.
pub fn serve_if_asked() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [word, port, site, chain, key] = &arguments[..] else { return Ok(()) };
    if word != "serve" {
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(serve(port.parse()?, site.parse()?, Path::new(chain), Path::new(key)))
}

async fn serve(port: u16, site: u16, chain: &Path, key: &Path) -> Result<()> {
    let edge = Edge::new(EdgeConfig {
        seed: [7; 16],
        now: Arc::new(now),
        on_health: Arc::new(|_, _| ()),
        load_material: Arc::new(|_| Box::pin(async { Ok(None) })),
        on_staple_due: Arc::new(|| {}),
        on_access: Arc::new(|_, _| {}),
        permit_target: Arc::new(|_| Ok(())),
        metrics: EdgeMetrics::default(),
    });
    edge.put_certificate(
        CERTIFICATE,
        Material {
            chain_pem: std::fs::read_to_string(chain)?,
            key_pem: Zeroizing::new(std::fs::read_to_string(key)?),
            summary: CertificateSummary {
                names: vec![NAME.to_owned()],
                key_family: KeyFamily::Ec,
                key_bits: 256,
                hash_bits: 256,
                not_after: i64::MAX,
                version: 1,
            },
        },
    );
    edge.put_group(SITE, group(site));
    let tls = Tls {
        policy: "ELBSecurityPolicy-TLS13-1-2-2021-06".to_owned(),
        default_certificate: CERTIFICATE,
        certificates: vec![CERTIFICATE],
    };
    let routes = Arc::new(Routes::always(Action::Forward(tegata_edge::Forward::to(SITE))));
    let serves = Protocol::Https(Sites::One(SecureSite { tls, routes }));
    let listener = Listener {
        address: ([127, 0, 0, 1], port).into(),
        serves,
        http: Arc::default(),
        firewall: Arc::default(),
    };
    edge.put_listener(LISTENER, listener).await.context("the listener")?;
    std::future::pending().await
}

/// A group of one target: a site on this port.
#[must_use]
pub fn group(site: u16) -> Group {
    Group {
        targets: vec![Target { id: "site".to_owned(), address: ([127, 0, 0, 1], site).into() }],
        draining: Vec::new(),
        health_check: HealthCheck {
            probe: Probe::Request,
            proxy_header: false,
            port: None,
            path: "/".to_owned(),
            interval: Duration::from_secs(30),
            timeout: Duration::from_secs(5),
            healthy_threshold: 2,
            unhealthy_threshold: 2,
            transport: tegata_edge::Transport::Clear,
            version: tegata_edge::TargetVersion::Http1,
            good_statuses: vec![(200, 200)],
        },
        settings: tegata_edge::GroupSettings::default(),
    }
}

/// Seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "a measurement is of the real world")]
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
