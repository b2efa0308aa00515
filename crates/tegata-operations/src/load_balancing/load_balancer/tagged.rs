//! Things of load balancing that carry tags.

use jiff::Timestamp;
use serde_json::json;
use tegata_model::Tenant;
use tegata_model::event::EventKind;
use tegata_model::load_balancing::{ListenerId, LoadBalancerId, TargetGroupId, TrustStoreId};
use tegata_model::tag::Tag;
use tegata_store::load_balancing::{listeners, load_balancers, rules, target_groups, trust_stores};
use tegata_store::{ReadTx, WriteTx};

use super::refusal::{invalid, too_many_named};
use super::{DESCRIBED_MAX, event};
use crate::load_balancing::listener;
use crate::load_balancing::rule::{self, AnyRule, RuleKey};
use crate::load_balancing::{target_group, trust_store};
use crate::{Caller, Error, Instance, Named};

/// A thing that carries tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tagged {
    /// A load balancer.
    LoadBalancer(Named<LoadBalancerId>),
    /// A listener.
    Listener(Named<ListenerId>),
    /// A target group.
    TargetGroup(Named<TargetGroupId>),
    /// A rule of a listener. The default rule carries none.
    Rule(Named<RuleKey>),
    /// A trust store.
    TrustStore(Named<TrustStoreId>),
}

impl Tagged {
    /// As the caller wrote it.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Tagged::LoadBalancer(named) => &named.as_written,
            Tagged::Listener(named) => &named.as_written,
            Tagged::Rule(named) => &named.as_written,
            Tagged::TargetGroup(named) => &named.as_written,
            Tagged::TrustStore(named) => &named.as_written,
        }
    }

    /// What it carries.
    pub(super) fn tags(&self, tx: &mut ReadTx<'_>, tenant: &Tenant) -> Result<Vec<Tag>, Error> {
        Ok(match self {
            Tagged::LoadBalancer(named) => super::load_balancer(tx, tenant, named)?.tags,
            Tagged::Listener(named) => listener::listener(tx, tenant, named)?.tags,
            Tagged::TargetGroup(named) => target_group::target_group(tx, tenant, named)?.tags,
            Tagged::TrustStore(named) => trust_store::trust_store(tx, tenant, named)?.tags,
            Tagged::Rule(named) => match rule::find(tx, tenant, named)? {
                AnyRule::Default(_) => Vec::new(),
                AnyRule::Own(rule) => rule.tags,
            },
        })
    }

    /// Gives it the tags that `change` makes of those it carries.
    fn retag(
        &self,
        tx: &mut WriteTx<'_>,
        tenant: &Tenant,
        now: Timestamp,
        change: &impl Fn(&[Tag]) -> Result<Vec<Tag>, Error>,
    ) -> Result<(), Error> {
        let (kind, subject, tags) = match self {
            Tagged::LoadBalancer(named) => {
                let mut changed = super::load_balancer(tx, tenant, named)?;
                changed.tags = change(&changed.tags)?;
                load_balancers::update(tx, &changed)?;
                (EventKind::LoadBalancerTagged, changed.id.to_string(), changed.tags)
            }
            Tagged::Listener(named) => {
                let mut changed = listener::listener(tx, tenant, named)?;
                changed.tags = change(&changed.tags)?;
                listeners::update(tx, &changed)?;
                (EventKind::ListenerTagged, changed.id.to_string(), changed.tags)
            }
            Tagged::TargetGroup(named) => {
                let mut changed = target_group::target_group(tx, tenant, named)?;
                changed.tags = change(&changed.tags)?;
                target_groups::update(tx, &changed)?;
                (EventKind::TargetGroupTagged, changed.id.to_string(), changed.tags)
            }
            Tagged::TrustStore(named) => {
                let mut changed = trust_store::trust_store(tx, tenant, named)?;
                changed.tags = change(&changed.tags)?;
                trust_stores::update(tx, &changed)?;
                (EventKind::TrustStoreTagged, changed.id.to_string(), changed.tags)
            }
            Tagged::Rule(named) => match rule::find(tx, tenant, named)? {
                AnyRule::Default(_) => {
                    return Err(invalid("A default rule carries no tags: tag its listener"));
                }
                AnyRule::Own(mut changed) => {
                    changed.tags = change(&changed.tags)?;
                    rules::update(tx, &changed)?;
                    (EventKind::RuleTagged, changed.id.to_string(), changed.tags)
                }
            },
        };
        let keys: Vec<&str> = tags.iter().map(|tag| tag.key.as_str()).collect();
        tx.record_event(&event(tenant, kind, &subject, json!({ "Keys": keys }), now))?;
        Ok(())
    }
}

/// Gives things the tags that `change` makes of those they carry, all of them or none.
///
/// # Errors
/// When too many are named, a thing is not there, or `change` refuses.
pub(super) async fn retag(
    instance: &Instance,
    caller: &Caller,
    things: Vec<Tagged>,
    change: impl Fn(&[Tag]) -> Result<Vec<Tag>, Error> + Send + 'static,
) -> Result<(), Error> {
    if things.len() > DESCRIBED_MAX {
        return Err(too_many_named("resources"));
    }
    let (tenant, now) = (caller.tenant.clone(), instance.clock.now());
    instance.write(move |tx| things.iter().try_for_each(|thing| thing.retag(tx, &tenant, now, &change))).await
}
