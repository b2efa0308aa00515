//! What can be asked of load balancers.

mod access_log;
mod add_tags;
mod create;
mod delete;
mod describe_attributes;
mod describe_capacity;
mod list;
mod list_limits;
mod list_tags;
mod modify_attributes;
pub(crate) mod placement;
mod remove_tags;
mod set_ip_address_type;
mod set_security_groups;
mod set_subnets;

pub(crate) mod refusal;
mod tagged;

pub use self::add_tags::add_tags;
pub use self::create::create;
pub use self::delete::delete;
pub use self::describe_attributes::describe_attributes;
pub use self::describe_capacity::describe_capacity;
pub use self::list::{ListLoadBalancers, Page, list};
pub use self::list_limits::list_limits;
pub use self::list_tags::list_tags;
pub use self::modify_attributes::modify_attributes;
pub use self::remove_tags::remove_tags;
pub use self::set_ip_address_type::set_ip_address_type;
pub use self::set_security_groups::set_security_groups;
pub use self::set_subnets::set_subnets;

use jiff::Timestamp;
use tegata_model::Tenant;
use tegata_model::event::{Event, EventKind};
use tegata_model::load_balancing::load_balancer::{State, state};
use tegata_model::load_balancing::{LoadBalancer, LoadBalancerId};
use tegata_model::node::Node;
use tegata_store::load_balancing::{listeners, load_balancers};
use tegata_store::{ReadTx, StoreError};

use crate::node::ListenerStates;
use crate::reason::LoadBalancingReason;
use crate::{Error, Named, Settings};

pub use tagged::Tagged;

/// How many things one request may describe by their names (API reference, `DescribeTags`).
pub const DESCRIBED_MAX: usize = 20;

/// A load balancer and how it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// The load balancer.
    pub load_balancer: LoadBalancer,
    /// How it does.
    pub state: State,
    /// Its name in the DNS.
    pub dns_name: String,
    /// The VPC that it is in.
    pub vpc: String,
}

fn described(
    tx: &mut ReadTx<'_>,
    load_balancer: LoadBalancer,
    settings: &Settings,
    states: &ListenerStates,
    others: &[Node],
) -> Result<Described, StoreError> {
    let listeners = listeners::of_load_balancer(tx, load_balancer.id)?;
    let listeners = listeners.iter().map(|listener| states.state(tx, others, listener.id));
    let state = state(listeners.collect::<Result<Vec<_>, _>>()?);
    let dns_name = load_balancer.dns_name(&settings.edge_domain);
    Ok(Described { load_balancer, state, dns_name, vpc: settings.network.vpc.clone() })
}

/// The tenant's load balancer of that identifier.
pub(crate) fn load_balancer(
    tx: &mut ReadTx<'_>,
    tenant: &Tenant,
    named: &Named<LoadBalancerId>,
) -> Result<LoadBalancer, Error> {
    load_balancers::find(tx, tenant, named.id)?.ok_or_else(|| {
        Error::not_found(
            LoadBalancingReason::NoSuchLoadBalancer,
            format!("Load balancer '{}' not found", named.as_written),
        )
    })
}

/// What is asked for, each once: ELB shows a thing once that is named twice. Of more than may be asked for, one more is
/// left, for the refusal.
pub(crate) fn each_once<T: PartialEq>(wanted: Vec<T>) -> Vec<T> {
    let mut once = Vec::with_capacity(wanted.len().min(DESCRIBED_MAX));
    for one in wanted {
        if once.len() > DESCRIBED_MAX {
            break;
        }
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

/// A fact of load balancing.
pub(crate) fn event(
    tenant: &Tenant,
    kind: EventKind,
    subject: &(impl ToString + ?Sized),
    detail: serde_json::Value,
    at: Timestamp,
) -> Event {
    Event { at, tenant: Some(tenant.clone()), kind, subject: subject.to_string(), detail }
}
