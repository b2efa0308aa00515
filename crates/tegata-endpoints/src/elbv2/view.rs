//! Load balancers, listeners and target groups as ELB shows them.

use tegata_aws::Moment;
use tegata_aws::generated::elbv2::{
    Action, AvailabilityZone, Certificate, FixedResponseActionConfig, ForwardActionConfig, Listener,
    LoadBalancer, LoadBalancerAddress, LoadBalancerState, Matcher, MutualAuthenticationAttributes,
    RedirectActionConfig, Tag, TargetGroup, TargetGroupStickinessConfig, TargetGroupTuple,
};
use tegata_model::load_balancing::action::{ActionKind, FixedResponse, Forward, Permanence, Redirect};
use tegata_model::load_balancing::load_balancer::Subnet;
use tegata_model::load_balancing::{
    self as model, AlpnPolicy, Kind, MutualAuthentication, TargetGroupId, canonical_zone,
};
use tegata_model::{Tenant, tag};
use tegata_operations::load_balancing::listener::Shown;
use tegata_operations::load_balancing::load_balancer;
use tegata_operations::load_balancing::target_group;

use super::arn;

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub(super) fn load_balancer(described: &load_balancer::Described) -> LoadBalancer {
    let load_balancer = &described.load_balancer;
    let settings = &load_balancer.settings;
    LoadBalancer {
        load_balancer_arn: Some(arn::of_load_balancer(load_balancer)),
        dns_name: text(&described.dns_name),
        canonical_hosted_zone_id: canonical_zone::of(&load_balancer.tenant.region, settings.kind)
            .map(|zone| zone.0),
        created_time: Some(Moment(load_balancer.created_at)),
        load_balancer_name: text(&settings.name),
        scheme: text(settings.scheme.as_str()),
        state: Some(LoadBalancerState {
            code: text(described.state.as_str()),
            reason: described.state.reason().map(str::to_owned),
        }),
        r#type: text(settings.kind.as_str()),
        vpc_id: Some(described.vpc.clone()),
        availability_zones: Some(zones(&load_balancer.tenant, &settings.subnets)),
        security_groups: Some(settings.security_groups.clone()),
        ip_address_type: text(settings.ip_address_type.as_str()),
        ..LoadBalancer::default()
    }
}

/// A zone for each subnet. One that was kept without its zone is lettered in the order of the subnets.
pub(super) fn zones(tenant: &Tenant, subnets: &[Subnet]) -> Vec<AvailabilityZone> {
    let letters = (b'a'..=b'z').cycle().map(char::from);
    subnets
        .iter()
        .zip(letters)
        .map(|(subnet, letter)| {
            let address = LoadBalancerAddress {
                ip_address: None,
                allocation_id: subnet.allocation_id.clone(),
                private_i_pv4_address: subnet.private_ipv4_address.clone(),
                i_pv6_address: subnet.ipv6_address.clone(),
            };
            let addresses = if address == LoadBalancerAddress::default() { vec![] } else { vec![address] };
            AvailabilityZone {
                zone_name: Some(format!("{}{}", tenant.region, subnet.zone.unwrap_or(letter))),
                subnet_id: text(&subnet.id),
                load_balancer_addresses: Some(addresses),
                ..AvailabilityZone::default()
            }
        })
        .collect()
}

pub(super) fn listener(shown: &Shown) -> Listener {
    let listener = &shown.listener;
    let tls = listener.tls();
    Listener {
        listener_arn: Some(arn::of_listener(listener)),
        load_balancer_arn: Some(arn::of_named_load_balancer(
            &listener.tenant,
            listener.kind(),
            &listener.load_balancer_name,
            listener.load_balancer,
        )),
        port: Some(i64::from(listener.port)),
        protocol: text(listener.protocol().as_str()),
        certificates: tls.map(|tls| {
            let certificate_arn = Some(arn::of_certificate(&listener.tenant, tls.default_certificate));
            vec![Certificate { certificate_arn, is_default: None }]
        }),
        ssl_policy: tls.map(|tls| tls.policy.clone()),
        default_actions: Some(vec![action(&listener.default_action, &shown.groups)]),
        alpn_policy: tls
            .filter(|tls| tls.alpn != AlpnPolicy::None)
            .map(|tls| vec![tls.alpn.as_str().to_owned()]),
        mutual_authentication: tls.map(|tls| mutual_authentication(tls, shown.trust_store.as_ref())),
    }
}

fn mutual_authentication(
    tls: &model::listener::Tls,
    trust_store: Option<&model::TrustStore>,
) -> MutualAuthenticationAttributes {
    let mode = text(tls.mutual_authentication.as_str());
    match tls.mutual_authentication {
        MutualAuthentication::Off | MutualAuthentication::Passthrough => {
            MutualAuthenticationAttributes { mode, ..MutualAuthenticationAttributes::default() }
        }
        MutualAuthentication::Verify { ignore_expiry, advertise_names, .. } => {
            MutualAuthenticationAttributes {
                mode,
                trust_store_arn: trust_store.map(arn::of_trust_store),
                ignore_client_certificate_expiry: Some(ignore_expiry),
                trust_store_association_status: text("active"),
                advertise_trust_store_ca_names: text(if advertise_names { "on" } else { "off" }),
            }
        }
    }
}

/// An action; `groups` are those that it forwards to.
pub(super) fn action(action: &model::Action, groups: &[model::TargetGroup]) -> Action {
    let shape = Action { order: action.order.map(i64::from), ..Action::default() };
    match &action.kind {
        ActionKind::Forward(forward) => {
            let target_group_arn = match forward.groups.as_slice() {
                [only] => group_arn(groups, only.group),
                _ => None,
            };
            let forward_config = Some(self::forward(groups, forward));
            Action { r#type: text("forward"), target_group_arn, forward_config, ..shape }
        }
        ActionKind::FixedResponse(response) => Action {
            r#type: text("fixed-response"),
            fixed_response_config: Some(fixed_response(response)),
            ..shape
        },
        ActionKind::Redirect(redirect) => {
            Action { r#type: text("redirect"), redirect_config: Some(self::redirect(redirect)), ..shape }
        }
    }
}

fn group_arn(groups: &[model::TargetGroup], id: TargetGroupId) -> Option<String> {
    groups.iter().find(|group| group.id == id).map(arn::of_target_group)
}

fn forward(groups: &[model::TargetGroup], forward: &Forward) -> ForwardActionConfig {
    let tuple = |weighted: &tegata_model::load_balancing::action::WeightedGroup| TargetGroupTuple {
        target_group_arn: group_arn(groups, weighted.group),
        weight: Some(i64::from(weighted.weight)),
    };
    ForwardActionConfig {
        target_groups: Some(forward.groups.iter().map(tuple).collect()),
        target_group_stickiness_config: Some(TargetGroupStickinessConfig {
            enabled: Some(forward.stickiness.enabled),
            duration_seconds: forward.stickiness.seconds.map(i64::from),
        }),
    }
}

fn fixed_response(response: &FixedResponse) -> FixedResponseActionConfig {
    FixedResponseActionConfig {
        message_body: response.body.clone(),
        status_code: Some(response.status.to_string()),
        content_type: response.content_type.clone(),
    }
}

fn redirect(redirect: &Redirect) -> RedirectActionConfig {
    RedirectActionConfig {
        protocol: text(&redirect.protocol),
        port: text(&redirect.port),
        host: text(&redirect.host),
        path: text(&redirect.path),
        query: text(&redirect.query),
        status_code: text(match redirect.permanence {
            Permanence::Permanent => "HTTP_301",
            Permanence::Temporary => "HTTP_302",
        }),
    }
}

pub(super) fn target_group(described: &target_group::Described) -> TargetGroup {
    let group = &described.group;
    let (settings, check) = (&group.settings, &group.health_check);
    let (kind, users) = (settings.protocol.kind(), described.load_balancers.iter());
    let by_request = !check.is_by_connection();
    TargetGroup {
        target_group_arn: Some(arn::of_target_group(group)),
        target_group_name: text(&settings.name),
        protocol: text(settings.protocol.as_str()),
        port: Some(i64::from(settings.port)),
        vpc_id: settings.vpc.clone(),
        health_check_protocol: text(check.protocol.as_str()),
        health_check_port: Some(check.port.to_string()),
        health_check_enabled: Some(true),
        health_check_interval_seconds: Some(i64::from(check.interval_seconds)),
        health_check_timeout_seconds: Some(i64::from(check.timeout_seconds)),
        healthy_threshold_count: Some(i64::from(check.healthy_threshold)),
        unhealthy_threshold_count: Some(i64::from(check.unhealthy_threshold)),
        health_check_path: by_request.then(|| check.path.clone()),
        matcher: by_request.then(|| match &check.grpc_matcher {
            None => Matcher { http_code: text(check.matcher.as_str()), grpc_code: None },
            Some(grpc) => Matcher { http_code: None, grpc_code: text(grpc.as_str()) },
        }),
        load_balancer_arns: Some(
            users.map(|(id, name)| arn::of_named_load_balancer(&group.tenant, kind, name, *id)).collect(),
        ),
        target_type: text(settings.target_type.as_str()),
        protocol_version: (kind == Kind::Application).then(|| settings.protocol_version.as_str().to_owned()),
        ip_address_type: text(settings.ip_family.as_str()),
        target_control_port: None,
    }
}

pub(super) fn tags(tags: &[tag::Tag]) -> Vec<Tag> {
    tags.iter().map(|tag| Tag { key: text(&tag.key), value: tag.value.clone() }).collect()
}
