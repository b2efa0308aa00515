//! ARNs of load balancers, listeners, target groups and of what they serve.

use std::str::FromStr;

use tegata_model::arn::{self, Arn};
use tegata_model::load_balancing::{
    Kind, Listener, ListenerId, LoadBalancer, LoadBalancerId, Rule, RuleId, TargetGroup, TargetGroupId,
    TrustStore, TrustStoreId,
};
use tegata_model::{CertificateId, Tenant};
use tegata_operations::access::Reference;
use tegata_operations::load_balancing::load_balancer::Tagged;
use tegata_operations::load_balancing::rule::RuleKey;
use tegata_operations::reason::LoadBalancingReason;
use tegata_operations::{Caller, Error, Named};

use super::refusal::invalid;

const SERVICE: &str = "elasticloadbalancing";
const TARGET_GROUP: &str = "targetgroup/";
const TRUST_STORE: &str = "truststore/";

pub(super) fn of_load_balancer(load_balancer: &LoadBalancer) -> String {
    let settings = &load_balancer.settings;
    of_named_load_balancer(&load_balancer.tenant, settings.kind, &settings.name, load_balancer.id)
}

pub(super) fn of_named_load_balancer(tenant: &Tenant, kind: Kind, name: &str, id: LoadBalancerId) -> String {
    arn::of(SERVICE, tenant, &format!("loadbalancer/{}/{name}/{id}", kind.in_arn()))
}

pub(super) fn of_listener(listener: &Listener) -> String {
    let (name, load_balancer, id) = (&listener.load_balancer_name, listener.load_balancer, listener.id);
    let kind = listener.kind().in_arn();
    arn::of(SERVICE, &listener.tenant, &format!("listener/{kind}/{name}/{load_balancer}/{id}"))
}

/// The ARN of a listener's default rule, whose identifier is the listener's.
pub(super) fn of_default_rule(listener: &Listener) -> String {
    let (name, load_balancer, id) = (&listener.load_balancer_name, listener.load_balancer, listener.id);
    let kind = listener.kind().in_arn();
    arn::of(SERVICE, &listener.tenant, &format!("listener-rule/{kind}/{name}/{load_balancer}/{id}/{id}"))
}

/// The ARN of a rule, which application load balancers alone have.
pub(super) fn of_rule(rule: &Rule) -> String {
    let (name, load_balancer, listener) = (&rule.load_balancer_name, rule.load_balancer, rule.listener);
    let id = rule.id;
    arn::of(SERVICE, &rule.tenant, &format!("listener-rule/app/{name}/{load_balancer}/{listener}/{id}"))
}

pub(super) fn of_target_group(group: &TargetGroup) -> String {
    arn::target_group(&group.tenant, &group.settings.name, group.id)
}

/// The ARN of a trust store.
pub(super) fn of_trust_store(trust_store: &TrustStore) -> String {
    arn::of(SERVICE, &trust_store.tenant, &format!("truststore/{}/{}", trust_store.name, trust_store.id))
}

/// The ARN of a certificate that a listener serves.
pub(super) fn of_certificate(tenant: &Tenant, id: CertificateId) -> String {
    arn::certificate(tenant, id)
}

/// The resource of an ARN of the caller's account and region.
fn resource<'a>(caller: &Caller, arn: &'a str) -> Option<&'a str> {
    let (service, region, account, resource) = parts(arn)?;
    let own = region == caller.region().as_str() && account == caller.account().as_str();
    (service == SERVICE && own).then_some(resource)
}

fn parts(arn: &str) -> Option<(&str, &str, &str, &str)> {
    let arn = Arn::parse(arn).filter(|arn| arn.partition == arn::PARTITION)?;
    Some((arn.service, arn.region, arn.account, arn.resource))
}

/// The identifier at the end of a resource of `pieces` pieces behind `what`. Of load balancers and what they have, their
/// kind is the first of them.
fn identifier<T: FromStr>(resource: &str, what: &str, pieces: usize) -> Option<T> {
    let rest = resource.strip_prefix(what)?;
    let rest = match what {
        TARGET_GROUP | TRUST_STORE => rest,
        _ => rest.split_once('/').filter(|(kind, _)| Kind::from_arn(kind).is_some())?.1,
    };
    (rest.split('/').count() == pieces).then(|| rest.rsplit('/').next()?.parse().ok()).flatten()
}

fn parsed<T: FromStr>(
    caller: &Caller,
    arn: &str,
    kind: &str,
    pieces: usize,
    what: &str,
) -> Result<Named<T>, Error> {
    resource(caller, arn)
        .and_then(|resource| identifier(resource, kind, pieces))
        .map(|id| Named::new(id, arn))
        .ok_or_else(|| invalid(format!("'{arn}' is not a valid {what} ARN")))
}

/// Which load balancer an ARN names.
pub(super) fn load_balancer(caller: &Caller, arn: &str) -> Result<Named<LoadBalancerId>, Error> {
    parsed(caller, arn, "loadbalancer/", 2, "load balancer")
}

/// Which listener an ARN names.
pub(crate) fn listener(caller: &Caller, arn: &str) -> Result<Named<ListenerId>, Error> {
    parsed(caller, arn, "listener/", 3, "listener")
}

/// Which target group an ARN names.
pub(super) fn target_group(caller: &Caller, arn: &str) -> Result<Named<TargetGroupId>, Error> {
    parsed(caller, arn, TARGET_GROUP, 2, "target group")
}

/// Which trust store an ARN names.
pub(super) fn trust_store(caller: &Caller, arn: &str) -> Result<Named<TrustStoreId>, Error> {
    parsed(caller, arn, TRUST_STORE, 2, "trust store")
}

/// Which rule an ARN names. The identifier of a default rule is its listener's.
pub(super) fn rule(caller: &Caller, arn: &str) -> Result<Named<RuleKey>, Error> {
    let kind = "listener-rule/";
    let rule: Named<RuleId> = parsed(caller, arn, kind, 4, "listener rule")?;
    let listener = resource(caller, arn)
        .and_then(|resource| resource.rsplit_once('/'))
        .and_then(|(above, _)| identifier::<ListenerId>(above, kind, 3))
        .ok_or_else(|| invalid(format!("'{arn}' is not a valid listener rule ARN")))?;
    let rule = Some(rule.id).filter(|rule| rule.0 != listener.0);
    Ok(Named::new(RuleKey { listener, rule }, arn))
}

/// Which thing with tags an ARN names.
pub(super) fn tagged(caller: &Caller, arn: &str) -> Result<Tagged, Error> {
    let resource = resource(caller, arn).unwrap_or_default();
    match resource.split('/').next() {
        Some("loadbalancer") => load_balancer(caller, arn).map(Tagged::LoadBalancer),
        Some("listener") => listener(caller, arn).map(Tagged::Listener),
        Some("targetgroup") => target_group(caller, arn).map(Tagged::TargetGroup),
        Some("listener-rule") => rule(caller, arn).map(Tagged::Rule),
        Some("truststore") => trust_store(caller, arn).map(Tagged::TrustStore),
        _ => Err(invalid(format!("'{arn}' is not a valid resource ARN"))),
    }
}

/// What of load balancing an ARN names.
pub(crate) fn reference(caller: &Caller, arn: &str) -> Option<Reference> {
    match tagged(caller, arn).ok()? {
        Tagged::LoadBalancer(named) => Some(Reference::LoadBalancer(named.id)),
        Tagged::Listener(named) => Some(Reference::Listener(named.id)),
        // Policies name a rule by its listener.
        Tagged::Rule(named) => Some(Reference::Listener(named.id.listener)),
        Tagged::TargetGroup(named) => Some(Reference::TargetGroup(named.id)),
        // Policies name no trust stores: they are the account's to allow.
        Tagged::TrustStore(_) => None,
    }
}

/// Which certificate an ARN names. One of another region is not valid; one of another account, or of the
/// server certificates of IAM, is just not there.
pub(super) fn certificate(caller: &Caller, arn: &str) -> Result<Named<CertificateId>, Error> {
    let not_valid = || invalid(format!("Certificate ARN '{arn}' is not valid"));
    let not_found = || {
        Error::not_found(LoadBalancingReason::CertificateNotFound, format!("Certificate '{arn}' not found"))
    };
    let (service, region, account, resource) = parts(arn).ok_or_else(not_valid)?;
    if service == "iam" && resource.starts_with("server-certificate/") {
        return Err(not_found());
    }
    let id = resource.strip_prefix("certificate/").filter(|_| service == "acm");
    let id = id.and_then(|id| id.parse().ok()).ok_or_else(not_valid)?;
    if region != caller.region().as_str() {
        return Err(not_valid());
    }
    if account == caller.account().as_str() { Ok(Named::new(id, arn)) } else { Err(not_found()) }
}
