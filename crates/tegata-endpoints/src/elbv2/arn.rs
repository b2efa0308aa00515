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

/// How the resource of an ARN is built.
#[derive(Clone, Copy)]
struct Shape {
    /// What it is, in messages.
    what: &'static str,
    /// The first piece.
    begins: &'static str,
    /// Whether a kind of load balancer is the next piece.
    has_kind: bool,
    /// The names and identifiers behind, of which the last is its own.
    pieces: usize,
}

const LOAD_BALANCER: Shape =
    Shape { what: "load balancer", begins: "loadbalancer/", has_kind: true, pieces: 2 };
const LISTENER: Shape = Shape { what: "listener", begins: "listener/", has_kind: true, pieces: 3 };
const RULE: Shape = Shape { what: "listener rule", begins: "listener-rule/", has_kind: true, pieces: 4 };
const TARGET_GROUP: Shape =
    Shape { what: "target group", begins: "targetgroup/", has_kind: false, pieces: 2 };
const TRUST_STORE: Shape = Shape { what: "trust store", begins: "truststore/", has_kind: false, pieces: 2 };

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

/// The identifier at the end of a resource of this shape.
fn identifier<T: FromStr>(resource: &str, shape: Shape) -> Option<T> {
    let mut rest = resource.strip_prefix(shape.begins)?;
    if shape.has_kind {
        let (kind, behind) = rest.split_once('/')?;
        Kind::from_arn(kind)?;
        rest = behind;
    }
    (rest.split('/').count() == shape.pieces).then(|| rest.rsplit('/').next()?.parse().ok()).flatten()
}

fn parsed<T: FromStr>(caller: &Caller, arn: &str, shape: Shape) -> Result<Named<T>, Error> {
    resource(caller, arn)
        .and_then(|resource| identifier(resource, shape))
        .map(|id| Named::new(id, arn))
        .ok_or_else(|| not_valid(arn, shape))
}

fn not_valid(arn: &str, shape: Shape) -> Error {
    invalid(format!("'{arn}' is not a valid {} ARN", shape.what))
}

/// Which load balancer an ARN names.
pub(super) fn load_balancer(caller: &Caller, arn: &str) -> Result<Named<LoadBalancerId>, Error> {
    parsed(caller, arn, LOAD_BALANCER)
}

/// Which listener an ARN names.
pub(crate) fn listener(caller: &Caller, arn: &str) -> Result<Named<ListenerId>, Error> {
    parsed(caller, arn, LISTENER)
}

/// Which target group an ARN names.
pub(super) fn target_group(caller: &Caller, arn: &str) -> Result<Named<TargetGroupId>, Error> {
    parsed(caller, arn, TARGET_GROUP)
}

/// Which trust store an ARN names.
pub(super) fn trust_store(caller: &Caller, arn: &str) -> Result<Named<TrustStoreId>, Error> {
    parsed(caller, arn, TRUST_STORE)
}

/// Which rule an ARN names. The identifier of a default rule is its listener's.
pub(super) fn rule(caller: &Caller, arn: &str) -> Result<Named<RuleKey>, Error> {
    let rule: Named<RuleId> = parsed(caller, arn, RULE)?;
    let listener = resource(caller, arn)
        .and_then(|resource| resource.rsplit_once('/'))
        .and_then(|(above, _)| identifier::<ListenerId>(above, Shape { pieces: 3, ..RULE }))
        .ok_or_else(|| not_valid(arn, RULE))?;
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
