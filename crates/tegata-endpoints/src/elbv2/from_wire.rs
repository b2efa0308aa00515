//! From ELB's shapes to the model's values. What Tegata does not do is refused here, in words that say so.

use tegata_aws::generated::elbv2::{
    Action, Certificate, FixedResponseActionConfig, ForwardActionConfig, MutualAuthenticationAttributes,
    RedirectActionConfig, SubnetMapping, Tag, TargetDescription,
};
use tegata_model::load_balancing::action::{
    self, ActionKind, FixedResponse, Forward, Permanence, Redirect, WeightedGroup,
};
use tegata_model::load_balancing::listener::Protocol;
use tegata_model::load_balancing::load_balancer::{IpAddressType, Subnet};
use tegata_model::load_balancing::target::TargetNamed;
use tegata_model::load_balancing::{
    AlpnPolicy, MutualAuthentication, ProtocolVersion, TargetGroupId, TrustStoreId, target_group,
};
use tegata_model::{CertificateId, tag};
use tegata_operations::reason::LoadBalancingReason;
use tegata_operations::{Caller, Error, Named};

use super::arn;
use super::refusal::{invalid, not_built};

/// A number that the contract has bounded.
pub(super) fn number<T: TryFrom<i64>>(what: &str, number: Option<i64>) -> Result<Option<T>, Error> {
    number
        .map(|number| T::try_from(number).map_err(|_| invalid(format!("{what} '{number}' is out of range"))))
        .transpose()
}

pub(super) fn tags(tags: Option<Vec<Tag>>) -> Vec<tag::Tag> {
    let tags = tags.unwrap_or_default().into_iter();
    tags.map(|tag| tag::Tag { key: tag.key.unwrap_or_default(), value: tag.value }).collect()
}

pub(super) fn ip_address_type(name: &str) -> IpAddressType {
    match name {
        "dualstack" => IpAddressType::Dualstack,
        "dualstack-without-public-ipv4" => IpAddressType::DualstackWithoutPublicIpv4,
        _ => IpAddressType::Ipv4,
    }
}

pub(super) fn subnets(
    ids: Option<Vec<String>>,
    mappings: Option<Vec<SubnetMapping>>,
) -> Result<Vec<Subnet>, Error> {
    let (ids, mappings) = (ids.unwrap_or_default(), mappings.unwrap_or_default());
    if !ids.is_empty() && !mappings.is_empty() {
        return Err(invalid("Subnets and subnet mappings cannot be specified at the same time"));
    }
    let plain = ids.into_iter().map(|id| SubnetMapping { subnet_id: Some(id), ..SubnetMapping::default() });
    plain.chain(mappings).map(subnet).collect()
}

/// A subnet without addresses: ELB takes those for Network Load Balancers alone (ELB API, `SubnetMapping`), and here no
/// listener would open on them.
fn subnet(mapping: SubnetMapping) -> Result<Subnet, Error> {
    let addresses = [
        ("AllocationId", &mapping.allocation_id),
        ("PrivateIPv4Address", &mapping.private_i_pv4_address),
        ("IPv6Address", &mapping.i_pv6_address),
        ("SourceNatIpv6Prefix", &mapping.source_nat_ipv6_prefix),
    ];
    if let Some((name, _)) = addresses.into_iter().find(|(_, given)| given.is_some()) {
        let instead = "leave it out: listeners open on the addresses of the setting `edge_addresses`";
        return Err(not_built(&format!("{name} in a subnet mapping"), instead));
    }
    let id = mapping.subnet_id.ok_or_else(|| invalid("A subnet mapping must specify a subnet ID"))?;
    Ok(Subnet { id, zone: None, allocation_id: None, private_ipv4_address: None, ipv6_address: None })
}

pub(super) fn listener_protocol(name: Option<&str>) -> Result<Option<Protocol>, Error> {
    match name {
        None => Ok(None),
        Some(name @ ("QUIC" | "TCP_QUIC" | "GENEVE")) => {
            Err(not_built(&format!("Listener protocol '{name}'"), "use 'TCP', 'TLS', 'UDP' or 'TCP_UDP'"))
        }
        Some(name) => Protocol::from_wire(name).map(Some).ok_or_else(|| {
            let known = "HTTP, HTTPS, TCP, TLS, UDP, TCP_UDP";
            invalid(format!("Listener protocol '{name}' must be one of '{known}'"))
        }),
    }
}

pub(super) fn target_protocol(name: Option<&str>) -> Result<Option<target_group::Protocol>, Error> {
    match name {
        None => Ok(None),
        Some(name) => target_group::Protocol::from_wire(name).map(Some).ok_or_else(|| {
            let instead = "use 'HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP' or 'TCP_UDP'";
            not_built(&format!("Protocol '{name}' of target groups"), instead)
        }),
    }
}

/// Nothing is HTTP/1.1.
pub(super) fn protocol_version(name: Option<&str>) -> Result<Option<ProtocolVersion>, Error> {
    let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok(None) };
    let refused = || invalid(format!("Protocol version '{name}' must be one of 'HTTP1, HTTP2, GRPC'"));
    ProtocolVersion::from_wire(name).map(Some).ok_or_else(refused)
}

/// Nothing is no policy.
pub(super) fn alpn_policy(names: Option<Vec<String>>) -> Result<Option<AlpnPolicy>, Error> {
    let names = names.unwrap_or_default();
    let name = match &names[..] {
        [] => return Ok(None),
        [name] => name,
        _ => return Err(invalid("Only one ALPN policy can be specified for a listener")),
    };
    let refused = || {
        let known = AlpnPolicy::ALL.map(AlpnPolicy::as_str).join(", ");
        invalid(format!("ALPN policy '{name}' must be one of '{known}'"))
    };
    AlpnPolicy::from_wire(name).map(Some).ok_or_else(refused)
}

/// What is done about the certificates of clients, with the trust store as the caller wrote it. Without a mode nothing is
/// said of it.
pub(super) fn mutual_authentication(
    caller: &Caller,
    requested: Option<MutualAuthenticationAttributes>,
) -> Result<(Option<MutualAuthentication>, Option<Named<TrustStoreId>>), Error> {
    let Some(requested) = requested else { return Ok((None, None)) };
    let trust_store = requested.trust_store_arn.filter(|arn| !arn.is_empty());
    let trust_store = trust_store.map(|arn| arn::trust_store(caller, &arn)).transpose()?;
    let ignore_expiry = requested.ignore_client_certificate_expiry == Some(true);
    let advertise_names = requested.advertise_trust_store_ca_names.as_deref() == Some("on");
    let has_options = trust_store.is_some() || ignore_expiry || advertise_names;
    let only_with_verify = || {
        invalid(
            "A trust store and its options can only be specified with mutual authentication mode 'verify'",
        )
    };
    let mode = match (requested.mode.as_deref(), trust_store.as_ref()) {
        (Some("verify"), Some(named)) => {
            let trust_store = named.id;
            MutualAuthentication::Verify { trust_store, ignore_expiry, advertise_names }
        }
        (Some("verify"), None) => {
            return Err(invalid("A trust store must be specified with mutual authentication mode 'verify'"));
        }
        _ if has_options => return Err(only_with_verify()),
        (None, _) => return Ok((None, None)),
        (Some("off"), _) => MutualAuthentication::Off,
        (Some("passthrough"), _) => MutualAuthentication::Passthrough,
        (Some(mode), _) => {
            return Err(invalid(format!(
                "Mutual authentication mode '{mode}' must be one of 'off, passthrough, verify'"
            )));
        }
    };
    Ok((Some(mode), trust_store))
}

/// The certificates that a request names, by their ARNs.
pub(super) fn certificates(
    caller: &Caller,
    certificates: &[Certificate],
) -> Result<Vec<Named<CertificateId>>, Error> {
    certificates
        .iter()
        .map(|certificate| {
            if certificate.is_default.is_some() {
                return Err(invalid("You cannot set the isDefault parameter for a certificate."));
            }
            let arn = certificate.certificate_arn.as_deref();
            arn::certificate(caller, arn.ok_or_else(|| invalid("A certificate ARN must be specified"))?)
        })
        .collect()
}

/// The actions of a request, and the target groups that they name.
pub(super) fn actions(
    caller: &Caller,
    actions: Vec<Action>,
) -> Result<(Vec<action::Action>, Vec<Named<TargetGroupId>>), Error> {
    let mut groups = Vec::new();
    let actions = actions.into_iter().map(|action| self::action(caller, action, &mut groups));
    Ok((actions.collect::<Result<_, Error>>()?, groups))
}

fn action(
    caller: &Caller,
    action: Action,
    groups: &mut Vec<Named<TargetGroupId>>,
) -> Result<action::Action, Error> {
    let missing = |kind: &str, field: &str| {
        Error::invalid(
            LoadBalancingReason::ListenerAction,
            format!("For actions of type '{kind}', you must specify the following fields: '{field}'"),
        )
    };
    check_configurations(&action)?;
    let kind = match action.r#type.as_deref().unwrap_or_default() {
        "forward" => {
            let forward = forward(caller, action.target_group_arn, action.forward_config, groups)?;
            ActionKind::Forward(forward.ok_or_else(|| missing("forward", "TargetGroupArn"))?)
        }
        "fixed-response" => {
            let config = action.fixed_response_config;
            let config = config.ok_or_else(|| missing("fixed-response", "FixedResponseConfig"))?;
            ActionKind::FixedResponse(fixed_response(config)?)
        }
        "redirect" => {
            let config = action.redirect_config.ok_or_else(|| missing("redirect", "RedirectConfig"))?;
            ActionKind::Redirect(redirect(config))
        }
        other => {
            let message = format!(
                "An action of type '{other}' is not supported in this release of Tegata: use 'forward', 'fixed-response' or 'redirect'"
            );
            return Err(Error::invalid(LoadBalancingReason::ListenerAction, message));
        }
    };
    Ok(action::Action { order: number("Order", action.order)?, kind })
}

/// Refuses a configuration of another type than the action's, which would change nothing.
fn check_configurations(action: &Action) -> Result<(), Error> {
    let kind = action.r#type.as_deref().unwrap_or_default();
    let given = [
        ("forward", "TargetGroupArn", action.target_group_arn.is_some()),
        ("forward", "ForwardConfig", action.forward_config.is_some()),
        ("fixed-response", "FixedResponseConfig", action.fixed_response_config.is_some()),
        ("redirect", "RedirectConfig", action.redirect_config.is_some()),
        ("authenticate-oidc", "AuthenticateOidcConfig", action.authenticate_oidc_config.is_some()),
        ("authenticate-cognito", "AuthenticateCognitoConfig", action.authenticate_cognito_config.is_some()),
        ("jwt-validation", "JwtValidationConfig", action.jwt_validation_config.is_some()),
    ];
    match given.into_iter().find(|(of, _, is_given)| *is_given && *of != kind) {
        None => Ok(()),
        Some((of, field, _)) => Err(Error::invalid(
            LoadBalancingReason::ListenerAction,
            format!(
                "'{field}' can only be specified for actions of type '{of}', and this one is of type '{kind}'"
            ),
        )),
    }
}

fn forward(
    caller: &Caller,
    single: Option<String>,
    config: Option<ForwardActionConfig>,
    groups: &mut Vec<Named<TargetGroupId>>,
) -> Result<Option<Forward>, Error> {
    let config = config.unwrap_or_default();
    let mut weighted = Vec::new();
    for tuple in config.target_groups.unwrap_or_default() {
        let arn = tuple.target_group_arn.ok_or_else(|| invalid("A target group ARN must be specified"))?;
        let named = arn::target_group(caller, &arn)?;
        let weight = number("Target group weight", tuple.weight)?.unwrap_or(1);
        weighted.push(WeightedGroup { group: named.id, weight });
        groups.push(named);
    }
    if let Some(arn) = single {
        let named = arn::target_group(caller, &arn)?;
        match weighted.as_slice() {
            [] => weighted.push(WeightedGroup { group: named.id, weight: 1 }),
            [only] if only.group == named.id => {}
            _ => {
                let message = "The target group of 'TargetGroupArn' must be the only one of 'ForwardConfig'";
                return Err(Error::invalid(LoadBalancingReason::ListenerAction, message));
            }
        }
        groups.push(named);
    }
    if weighted.is_empty() {
        return Ok(None);
    }
    let stickiness = config.target_group_stickiness_config.unwrap_or_default();
    let stickiness = action::Stickiness {
        enabled: stickiness.enabled.unwrap_or(false),
        seconds: number("Target group stickiness duration", stickiness.duration_seconds)?,
    };
    Ok(Some(Forward { groups: weighted, stickiness }))
}

fn fixed_response(config: FixedResponseActionConfig) -> Result<FixedResponse, Error> {
    let status = config.status_code.unwrap_or_default();
    Ok(FixedResponse {
        status: status.parse().map_err(|_| invalid(format!("Status code '{status}' is not valid")))?,
        content_type: config.content_type,
        body: config.message_body,
    })
}

fn redirect(config: RedirectActionConfig) -> Redirect {
    let or = |given: Option<String>, usual: &str| given.unwrap_or_else(|| usual.to_owned());
    Redirect {
        protocol: or(config.protocol, "#{protocol}"),
        port: or(config.port, "#{port}"),
        host: or(config.host, "#{host}"),
        path: or(config.path, "/#{path}"),
        query: or(config.query, "#{query}"),
        permanence: match config.status_code.as_deref() {
            Some("HTTP_301") => Permanence::Permanent,
            _ => Permanence::Temporary,
        },
    }
}

pub(super) fn targets(targets: Vec<TargetDescription>) -> Result<Vec<TargetNamed>, Error> {
    targets
        .into_iter()
        .map(|target| {
            Ok(TargetNamed {
                id: target.id.unwrap_or_default(),
                port: number("Port", target.port)?,
                availability_zone: target.availability_zone,
            })
        })
        .collect()
}
