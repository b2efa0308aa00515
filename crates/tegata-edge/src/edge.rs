//! The edge: given piece by piece what to serve.

mod certificates;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::{Mutex, RwLock};
use tegata_accept::{Places, descriptors};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::http::access::AccessLog;
use crate::http::proxy::Proxy;
use crate::http::rules::RuleSet;
use crate::http::site::Site;
use crate::http::trace::TraceIds;
use crate::listen::connection::{Serving, State, Termination};
use crate::listen::listener::{ListenError, OpenListener};
use crate::metrics::EdgeMetrics;
use crate::names::NameIndex;
use crate::sites::SiteIndex;
use crate::stream::choice::FlowHash;
use crate::stream::state::{StreamState, Streams};
use crate::target::group::{Groups, RunningGroup};
use crate::target::health::{CheckOutput, check};
use crate::target::tls::Verifying;
use crate::tls::certificate::Certificates;
use crate::tls::config_key::TicketScope;
use crate::tls::handshake::{SiteTls, Terminator};
use crate::tls::mutual::accept::MutualTerminator;
use crate::tls::policy::policy;
use crate::tls::selection::Selection;
use crate::tls::trust_stores::TrustStores;
use crate::trust_store::{TrustStore, TrustStoreKey};
use crate::vocabulary::{
    Carries, CookieKey, Group, GroupKey, Health, Listener, ListenerKey, LoadMaterial, OnAccess, OnHealth,
    OnStapleDue, PermitTarget, Protocol, Routes, Seconds, Sites, Tls,
};

/// How many connections all listeners may have; one that is idle gives way to a new one. Half of them for one client.
const CONNECTIONS_MAX: usize = 65_536;
/// One in how many of the process's file descriptors may be a client's connection; each may need another to a target.
const DESCRIPTORS_PART: u64 = 4;
/// How many clients may have a flow of datagrams; one that is idle gives way to a new one. Half of them for one client.
const FLOWS_MAX: usize = 65_536;
/// One in how many of the process's file descriptors may be a flow's.
const FLOW_DESCRIPTORS_PART: u64 = 8;
/// What is agreed on by ALPN for HTTP.
const HTTP_2: &[&[u8]] = &[b"h2", b"http/1.1"];
/// The same where HTTP/2 is turned off.
const HTTP_1: &[&[u8]] = &[b"http/1.1"];

/// What an edge needs from the process that runs it.
#[derive(Clone)]
pub struct EdgeConfig {
    /// Random bytes: the identifiers of requests are made from them.
    pub seed: [u8; 16],
    /// The time, in seconds since 1970: an expired certificate is chosen last.
    pub now: Seconds,
    /// Called with a group's key and the health of its targets whenever that has changed.
    pub on_health: OnHealth,
    /// Loads the chain and key of a certificate of which only the summary was put.
    pub load_material: LoadMaterial,
    /// Called when [`Edge::staples_due`] has more.
    pub on_staple_due: OnStapleDue,
    /// Asked before each connection to a target, for requests and for health checks. It must refuse the sockets
    /// that this edge listens on: a request would come back to it without end.
    pub permit_target: PermitTarget,
    /// Called with each request that has ended, where its listener has an access log.
    pub on_access: OnAccess,
    /// Counts what listeners answer.
    pub metrics: EdgeMetrics,
}

/// An edge. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub struct Edge {
    config: EdgeConfig,
    certificates: Arc<Certificates>,
    trust_stores: Arc<TrustStores>,
    groups: Groups,
    listeners: Arc<Mutex<HashMap<ListenerKey, OpenListener>>>,
    proxy: Proxy,
    streams: Streams,
    places: Places,
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl Edge {
    /// An edge that serves nothing yet.
    #[must_use]
    pub fn new(config: EdgeConfig) -> Edge {
        let (groups, tasks) = (Arc::new(RwLock::default()), TaskTracker::new());
        let places = descriptors::within_limit(CONNECTIONS_MAX, DESCRIPTORS_PART);
        let flows = descriptors::within_limit(FLOWS_MAX, FLOW_DESCRIPTORS_PART);
        let certificates = Arc::new(Certificates::new(
            Arc::clone(&config.now),
            Arc::clone(&config.load_material),
            Arc::clone(&config.on_staple_due),
        ));
        Edge {
            streams: Streams {
                certificates: Arc::clone(&certificates),
                groups: Arc::clone(&groups),
                now: Arc::clone(&config.now),
                handshakes: Arc::default(),
                hash: Arc::new(FlowHash::new(config.seed)),
                flow_places: Places::new(flows, flows / 2),
            },
            certificates,
            proxy: Proxy::new(
                Arc::clone(&groups),
                TraceIds::new(config.seed),
                Arc::clone(&config.now),
                tasks.clone(),
            ),
            trust_stores: Arc::default(),
            groups,
            listeners: Arc::default(),
            places: Places::new(places, places / 2),
            tasks,
            stop: CancellationToken::new(),
            config,
        }
    }

    /// How many handshakes succeeded, and how many failed, since this edge was made.
    #[must_use]
    pub fn handshakes(&self) -> (u64, u64) {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        (read(&self.streams.handshakes.done), read(&self.streams.handshakes.failed))
    }

    /// Adds a trust store, or replaces it: handshakes that begin from now on go by it.
    pub fn put_trust_store(&self, key: TrustStoreKey, trust_store: TrustStore) {
        self.trust_stores.put(key, trust_store);
    }

    /// Removes a trust store.
    pub fn remove_trust_store(&self, key: TrustStoreKey) {
        self.trust_stores.remove(key);
    }

    /// Replaces the keys of stickiness cookies. The newest that has begun seals; all open what was sealed with them.
    pub fn put_cookie_keys(&self, keys: &[CookieKey]) {
        self.proxy.cookie_keys().put(keys);
    }

    /// Adds a target group, or replaces it. The known health of its targets is kept.
    pub fn put_group(&self, key: GroupKey, group: Group) {
        let before = self.groups.read().get(&key).cloned();
        if before.as_ref().is_some_and(|before| before.group == group) {
            return;
        }
        let known = before.as_ref().map(|before| before.healths.load_full()).unwrap_or_default();
        let healths = group.targets.iter().map(|target| {
            let health = known.get(target).cloned().unwrap_or(Health::Initial);
            (target.clone(), health)
        });
        let stop = self.stop.child_token();
        let permit = Arc::clone(&self.config.permit_target);
        let verifying =
            Verifying { trust_stores: Arc::clone(&self.trust_stores), now: Arc::clone(&self.config.now) };
        let running = Arc::new(RunningGroup::new(
            group.clone(),
            healths.collect(),
            before.as_deref(),
            &permit,
            &verifying,
            stop.clone(),
        ));
        let on_health = Arc::clone(&self.config.on_health);
        let output = CheckOutput {
            healths: Arc::clone(&running.healths),
            upstreams: Arc::clone(&running.upstreams),
            rotation: Arc::clone(&running.rotation),
            on_change: Box::new(move |healths| on_health(key, healths)),
            permit,
            verifying,
            tasks: self.tasks.clone(),
        };
        self.groups.write().insert(key, running);
        self.tasks.spawn(check(group, output, stop));
    }

    /// Removes a target group: requests that would go to it are answered with 503.
    pub fn remove_group(&self, key: GroupKey) {
        self.groups.write().remove(&key);
    }

    /// Opens a listener, or replaces what an open one serves: its socket stays open unless the address is another.
    /// Returns the address at which it is open.
    ///
    /// # Errors
    /// When it cannot be opened. One that was open before goes on as it was, unless it has moved.
    pub async fn put_listener(
        &self,
        key: ListenerKey,
        listener: Listener,
    ) -> Result<SocketAddr, ListenError> {
        let state = self.state(key, &listener)?;
        let serving =
            Serving { proxy: self.proxy.clone(), streams: self.streams.clone(), places: self.places.clone() };
        let moved = {
            let mut listeners = self.listeners.lock();
            match listeners.get_mut(&key) {
                Some(open) if open.state.load().address == state.address => {
                    let before = open.replace(state, &serving, &self.tasks)?;
                    let now = open.state.load();
                    for gone in before.site_keys.difference(&now.site_keys) {
                        self.config.metrics.remove(key, Some(*gone));
                    }
                    return Ok(open.address);
                }
                _ => listeners.remove(&key),
            }
        };
        if let Some(moved) = moved {
            self.tasks.spawn(moved.close());
        }
        let open = OpenListener::open(state, &serving, &self.tasks)?;
        let address = open.address;
        self.listeners.lock().insert(key, open);
        Ok(address)
    }

    /// Closes a listener's socket; its connections finish what they have.
    pub fn remove_listener(&self, key: ListenerKey) {
        let Some(gone) = self.listeners.lock().remove(&key) else { return };
        self.config.metrics.remove(key, None);
        for site in &gone.state.load().site_keys {
            self.config.metrics.remove(key, Some(*site));
        }
        self.tasks.spawn(gone.close());
    }

    /// Closes everything; resolves once connections have finished what they had.
    pub async fn close(&self) {
        self.stop.cancel();
        let open: Vec<OpenListener> = self.listeners.lock().drain().map(|(_, open)| open).collect();
        futures_util::future::join_all(open.into_iter().map(OpenListener::close)).await;
    }

    fn state(&self, key: ListenerKey, listener: &Listener) -> Result<State, ListenError> {
        let http2 = listener.http.http2;
        let (termination, sites) = match &listener.serves {
            Protocol::Http(sites) => (None, self.sites(key, sites, |routes| routes)?),
            Protocol::Https(sites) => {
                let protocols = if http2 { HTTP_2 } else { HTTP_1 };
                let tls = SiteIndex::new(sites, |site_key, site| {
                    self.site_tls(&site.tls, TicketScope { listener: key, site: site_key }, protocols)
                })?;
                let terminator = Arc::new(Terminator::new(tls)?);
                (Some(Termination::Usual(terminator)), self.sites(key, sites, |site| &site.routes)?)
            }
            Protocol::MutualHttps(site, mode) => {
                let scope = TicketScope { listener: key, site: None };
                let SiteTls { policy, selection, .. } = self.site_tls(&site.tls, scope, HTTP_1)?;
                let (trust_stores, metrics) = (Arc::clone(&self.trust_stores), self.config.metrics.clone());
                let terminator =
                    MutualTerminator::new(key, policy, selection, *mode, http2, trust_stores, metrics)
                        .ok_or_else(|| ListenError::MutualPolicy(site.tls.policy.clone()))?;
                let sites = self.sites(key, &Sites::One(site.clone()), |site| &site.routes)?;
                (Some(Termination::Mutual(Arc::new(terminator))), sites)
            }
            Protocol::Stream(stream) => {
                let terminator = match &stream.carries {
                    Carries::Tls(tls, alpn) => {
                        let scope = TicketScope { listener: key, site: None };
                        let tls = SiteIndex::One(self.site_tls(tls, scope, alpn.protocols())?);
                        Some(Termination::Usual(Arc::new(Terminator::new(tls)?)))
                    }
                    Carries::Tcp | Carries::Udp | Carries::TcpAndUdp => None,
                };
                // No request is served, so there is no site.
                (terminator, SiteIndex::ByName(NameIndex::default()))
            }
        };
        let stream = match &listener.serves {
            Protocol::Stream(stream) => {
                Some(Arc::new(StreamState::new(stream, Arc::clone(&listener.firewall))))
            }
            Protocol::Http(_) | Protocol::Https(_) | Protocol::MutualHttps(..) => None,
        };
        let site_keys = listener.serves.site_keys().into_iter().collect();
        let metrics = self.config.metrics.of(key, None);
        let settings = Arc::clone(&listener.http);
        let firewall = Arc::clone(&listener.firewall);
        let on_access = &self.config.on_access;
        let access_log = settings.access_log.map(|key| AccessLog { key, on_access: Arc::clone(on_access) });
        Ok(State {
            address: listener.address,
            settings,
            access_log,
            firewall,
            termination,
            sites,
            site_keys,
            metrics,
            stream,
        })
    }

    /// The sites as HTTP serves them.
    fn sites<S>(
        &self,
        key: ListenerKey,
        sites: &Sites<S>,
        routes: impl Fn(&S) -> &Arc<Routes>,
    ) -> Result<SiteIndex<Site>, ListenError> {
        let before = self.listeners.lock().get(&key).map(|open| open.state.load_full());
        // The rules of the one site, which are made ready again when they have changed.
        let known = before.as_ref().and_then(|state| state.sites.find(None)).map(|site| &site.rules);
        SiteIndex::new(sites, |site_key, site| {
            let (metrics, routes) = (self.config.metrics.of(key, site_key), routes(site));
            let rules = match known.filter(|rules| rules.is_of(routes)) {
                Some(same) => Arc::clone(same),
                None => Arc::new(
                    RuleSet::new(Arc::clone(routes)).map_err(|error| ListenError::Rule(error.to_string()))?,
                ),
            };
            Ok(Site { rules, metrics })
        })
    }

    fn site_tls(
        &self,
        tls: &Tls,
        scope: TicketScope,
        protocols: &'static [&'static [u8]],
    ) -> Result<SiteTls, ListenError> {
        let policy = policy(&tls.policy).ok_or_else(|| ListenError::Policy(tls.policy.clone()))?;
        let default = self.certificates.known().read().find(tls.default_certificate).cloned();
        if default.is_some_and(|default| !policy.takes(default.key_family, default.key_bits)) {
            return Err(ListenError::Curve(tls.policy.clone()));
        }
        let selection = Selection::new(tls.default_certificate, tls.certificates.clone());
        Ok(SiteTls { policy, selection, scope, protocols })
    }
}
