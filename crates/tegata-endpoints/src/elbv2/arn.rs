//! ARNs of load balancers, listeners, target groups and of what they serve.

use std::str::FromStr;

use tegata_model::arn::{self, Arn};
use tegata_model::load_balancing::{
    Listener, ListenerId, LoadBalancer, LoadBalancerId, TargetGroup, TargetGroupId,
};
use tegata_model::{CertificateId, Tenant};
use tegata_operations::access::Reference;
use tegata_operations::load_balancing::listener::no_such_rule;
use tegata_operations::load_balancing::load_balancer::Tagged;
use tegata_operations::reason::LoadBalancingReason;
use tegata_operations::{Caller, Error, Named};

use super::refusal::invalid;

const SERVICE: &str = "elasticloadbalancing";

pub(super) fn of_load_balancer(load_balancer: &LoadBalancer) -> String {
    of_named_load_balancer(&load_balancer.tenant, &load_balancer.settings.name, load_balancer.id)
}

pub(super) fn of_named_load_balancer(tenant: &Tenant, name: &str, id: LoadBalancerId) -> String {
    arn::of(SERVICE, tenant, &format!("loadbalancer/app/{name}/{id}"))
}

pub(super) fn of_listener(listener: &Listener) -> String {
    let (name, load_balancer, id) = (&listener.load_balancer_name, listener.load_balancer, listener.id);
    arn::of(SERVICE, &listener.tenant, &format!("listener/app/{name}/{load_balancer}/{id}"))
}

/// The ARN of a listener's default rule, whose identifier is the listener's.
pub(super) fn of_default_rule(listener: &Listener) -> String {
    let (name, load_balancer, id) = (&listener.load_balancer_name, listener.load_balancer, listener.id);
    arn::of(SERVICE, &listener.tenant, &format!("listener-rule/app/{name}/{load_balancer}/{id}/{id}"))
}

pub(super) fn of_target_group(group: &TargetGroup) -> String {
    arn::of(SERVICE, &group.tenant, &format!("targetgroup/{}/{}", group.settings.name, group.id))
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

/// The identifier at the end of a resource of `pieces` pieces that begins with `kind`.
fn identifier<T: FromStr>(resource: &str, kind: &str, pieces: usize) -> Option<T> {
    let rest = resource.strip_prefix(kind)?;
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
    parsed(caller, arn, "loadbalancer/app/", 2, "load balancer")
}

/// Which listener an ARN names.
pub(super) fn listener(caller: &Caller, arn: &str) -> Result<Named<ListenerId>, Error> {
    parsed(caller, arn, "listener/app/", 3, "listener")
}

/// Which target group an ARN names.
pub(super) fn target_group(caller: &Caller, arn: &str) -> Result<Named<TargetGroupId>, Error> {
    parsed(caller, arn, "targetgroup/", 2, "target group")
}

/// Which listener's default rule an ARN names; there are no other rules, so none is found.
pub(super) fn default_rule(caller: &Caller, arn: &str) -> Result<Named<ListenerId>, Error> {
    let named: Named<ListenerId> = parsed(caller, arn, "listener-rule/app/", 4, "listener rule")?;
    let suffix = format!("/{0}/{0}", named.id);
    if arn.ends_with(&suffix) { Ok(named) } else { Err(no_such_rule()) }
}

/// Which thing with tags an ARN names. There are no trust stores, so none is found.
pub(super) fn tagged(caller: &Caller, arn: &str) -> Result<Tagged, Error> {
    let resource = resource(caller, arn).unwrap_or_default();
    match resource.split('/').next() {
        Some("loadbalancer") => load_balancer(caller, arn).map(Tagged::LoadBalancer),
        Some("listener") => listener(caller, arn).map(Tagged::Listener),
        Some("targetgroup") => target_group(caller, arn).map(Tagged::TargetGroup),
        Some("listener-rule") => default_rule(caller, arn).map(Tagged::DefaultRule),
        Some("truststore") => Err(no_such_trust_store()),
        _ => Err(invalid(format!("'{arn}' is not a valid resource ARN"))),
    }
}

/// A trust store that is not there: none is.
pub(super) fn no_such_trust_store() -> Error {
    Error::not_found(LoadBalancingReason::NoSuchTrustStore, "One or more trust stores not found")
}

/// What of load balancing an ARN names.
pub(crate) fn reference(caller: &Caller, arn: &str) -> Option<Reference> {
    match tagged(caller, arn).ok()? {
        Tagged::LoadBalancer(named) => Some(Reference::LoadBalancer(named.id)),
        Tagged::Listener(named) | Tagged::DefaultRule(named) => Some(Reference::Listener(named.id)),
        Tagged::TargetGroup(named) => Some(Reference::TargetGroup(named.id)),
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
