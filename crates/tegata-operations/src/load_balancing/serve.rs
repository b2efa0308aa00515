//! What an edge serves, listeners and target groups of all accounts; and the load balancers that name servers know.

use std::net::{IpAddr, SocketAddr};

use tegata_model::arn;
use tegata_model::load_balancing::access_log::AccessLog;
use tegata_model::load_balancing::attribute::{Attributes, value};
use tegata_model::load_balancing::target::address;
use tegata_model::load_balancing::target_group::{self, HealthCheck};
use tegata_model::load_balancing::{
    Listener, ListenerId, LoadBalancer, LoadBalancerId, ProtocolVersion, Rule, Target, TargetGroupId,
    TrustStoreId,
};
use tegata_model::network::{AllowList, Rules};
use tegata_store::load_balancing::{listeners, load_balancers, rules, target_groups, targets};
use tegata_store::{ReadTx, StoreError};

use crate::network::{default_group, served_lists};
use crate::{Error, InstanceSecret, Worker};

/// A target group to be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedGroup {
    /// Its ARN, which access logs name.
    pub arn: String,
    /// The targets in service, with their addresses. One that drains gets no new requests, and an instance whose address
    /// is no longer in the settings gets none: neither is listed.
    pub targets: Vec<(Target, SocketAddr)>,
    /// Where those are that drain.
    pub draining: Vec<SocketAddr>,
    /// How their health is checked.
    pub health_check: HealthCheck,
    /// How they are spoken to.
    pub protocol: target_group::Protocol,
    /// Which version of HTTP they speak.
    pub protocol_version: ProtocolVersion,
    /// The attributes of the group that were set.
    pub attributes: Attributes,
    /// The trust store that targets' certificates have to lead to.
    pub trust_store: Option<TrustStoreId>,
}

impl ServedGroup {
    /// The value of an attribute; empty for one that the group does not have.
    #[must_use]
    pub fn attribute(&self, key: &str) -> &str {
        value(self.protocol.attribute_table(), &self.attributes, key).unwrap_or_default()
    }
}

/// A load balancer of any account; `None` when it is gone.
///
/// # Errors
/// When the store fails.
pub async fn served_load_balancer(
    worker: &Worker,
    id: LoadBalancerId,
) -> Result<Option<LoadBalancer>, Error> {
    worker.read(move |tx| Ok(load_balancers::find_any(tx, id)?)).await
}

/// The load balancers of all accounts after one, at most `limit`.
///
/// # Errors
/// When the store fails.
pub async fn served_load_balancers_after(
    worker: &Worker,
    after: Option<LoadBalancerId>,
    limit: u32,
) -> Result<Vec<LoadBalancer>, Error> {
    worker.read(move |tx| Ok(load_balancers::list_any(tx, after, limit)?)).await
}

/// A listener to be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedListener {
    /// The listener.
    pub listener: Listener,
    /// Its rules, in the order in which they are tried.
    pub rules: Vec<Rule>,
    /// The attributes that were set of its load balancer.
    pub load_balancer_attributes: Attributes,
    /// Who may connect, by the security groups of its load balancer.
    pub ingress: AllowList,
    /// Where its connections to targets may go.
    pub egress: Rules,
    /// The access log of its load balancer.
    pub access_log: Option<ServedAccessLog>,
}

/// Where the files of an access log lie, and what is written in them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ServedAccessLog {
    /// The bucket; its folder is in the settings.
    pub bucket: String,
    /// The path of the log below it.
    pub prefix: String,
    /// Whose load balancer.
    pub account: String,
    /// Where.
    pub region: String,
    /// The load balancer, as `app/name/id`.
    pub balancer: String,
    /// Its address.
    pub address: IpAddr,
}

impl ServedAccessLog {
    /// The access log of a load balancer.
    fn of(balancer: &LoadBalancer) -> Option<ServedAccessLog> {
        let log = AccessLog::of(&balancer.attributes)?;
        Some(ServedAccessLog {
            bucket: log.bucket.to_owned(),
            prefix: log.prefix.to_owned(),
            account: balancer.tenant.account.as_str().to_owned(),
            region: balancer.tenant.region.as_str().to_owned(),
            balancer: format!(
                "{}/{}/{}",
                balancer.settings.kind.in_arn(),
                balancer.settings.name,
                balancer.id
            ),
            address: balancer.address,
        })
    }
}

impl ServedListener {
    /// The target groups that the listener and its rules forward to, each once.
    #[must_use]
    pub fn groups(&self) -> Vec<TargetGroupId> {
        let of_rules = self.rules.iter().flat_map(|rule| rule.action.groups());
        let mut groups: Vec<_> = self.listener.default_action.groups().chain(of_rules).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }
}

/// A listener of any account as it is to be served now; `None` when it is gone.
///
/// # Errors
/// When the store fails.
pub async fn served_listener(worker: &Worker, id: ListenerId) -> Result<Option<ServedListener>, Error> {
    let secret = worker.secret.clone();
    let found = worker.read(move |tx| {
        let Some(listener) = listeners::find_any(tx, id)? else { return Ok(None) };
        Ok(Some(served(tx, &secret, listener)?))
    });
    found.await
}

/// The listeners of all accounts after one, at most `limit`.
///
/// # Errors
/// When the store fails.
pub async fn served_listeners_after(
    worker: &Worker,
    after: Option<ListenerId>,
    limit: u32,
) -> Result<Vec<ServedListener>, Error> {
    let secret = worker.secret.clone();
    let found = worker.read(move |tx| {
        let listeners = listeners::list_any(tx, after, limit)?;
        listeners.into_iter().map(|listener| Ok(served(tx, &secret, listener)?)).collect()
    });
    found.await
}

fn served(
    tx: &mut ReadTx<'_>,
    secret: &InstanceSecret,
    listener: Listener,
) -> Result<ServedListener, StoreError> {
    let rules = rules::of_listener(tx, listener.id)?;
    let load_balancer = load_balancers::find(tx, &listener.tenant, listener.load_balancer)?;
    let access_log = load_balancer.as_ref().and_then(ServedAccessLog::of);
    let (ingress, egress) = match &load_balancer {
        Some(of) => served_lists(tx, of, &default_group(secret, &of.tenant), listener.port)?,
        None => (None, None),
    };
    let load_balancer_attributes = load_balancer.map(|of| of.attributes).unwrap_or_default();
    Ok(ServedListener { listener, rules, load_balancer_attributes, ingress, egress, access_log })
}

/// A target group of any account as it is to be served now; `None` when it is gone.
///
/// # Errors
/// When the store fails.
pub async fn served_group(worker: &Worker, id: TargetGroupId) -> Result<Option<ServedGroup>, Error> {
    let settings = worker.settings();
    worker
        .read(move |tx| {
            let Some(group) = target_groups::find_any(tx, id)? else { return Ok(None) };
            let (mut served, mut draining) = (Vec::new(), Vec::new());
            for registration in targets::of_group(tx, id)? {
                let target = registration.target;
                let Ok(address) = address(&group, &target.id, &settings.instances) else { continue };
                let socket = SocketAddr::new(address, target.port);
                match registration.draining_until {
                    None => served.push((target, socket)),
                    Some(_) => draining.push(socket),
                }
            }
            Ok(Some(ServedGroup {
                arn: arn::target_group(&group.tenant, &group.settings.name, id),
                targets: served,
                draining,
                health_check: group.health_check,
                protocol: group.settings.protocol,
                protocol_version: group.settings.protocol_version,
                attributes: group.attributes,
                trust_store: group.trust_store,
            }))
        })
        .await
}
