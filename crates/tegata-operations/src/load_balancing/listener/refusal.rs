//! The model's refusals of listeners in the words of ELB.

use tegata_model::load_balancing::action::{
    ActionRefused, FORWARD_GROUPS_MAX, STICKINESS_SECONDS_MAX, WEIGHT_MAX,
};
use tegata_model::load_balancing::listener::{CertificatesRefused, ListenerRefused, Protocol};
use tegata_model::load_balancing::mutual_authentication::DEFAULT_POLICY;

use crate::Error;
use crate::load_balancing::load_balancer::refusal::{invalid, tags};
use crate::reason::LoadBalancingReason;

/// `whose` is the caller's word for the load balancer.
pub(super) fn creation(refused: ListenerRefused, whose: &str) -> Error {
    match refused {
        ListenerRefused::PortTaken { .. } => Error::conflict(
            LoadBalancingReason::ListenerTaken,
            format!("A listener already exists on this port for this load balancer '{whose}'"),
        ),
        ListenerRefused::TooMany => Error::limit_exceeded(
            LoadBalancingReason::TooManyListeners,
            format!("The maximum number of listeners has been reached on load balancer '{whose}'"),
        ),
        other => change(other),
    }
}

pub(super) fn change(refused: ListenerRefused) -> Error {
    match refused {
        ListenerRefused::NoPort => invalid("A listener port must be specified"),
        ListenerRefused::NoProtocol => invalid("A listener protocol must be specified"),
        ListenerRefused::ProtocolOfOtherKind { protocol, kind } => {
            let names: Vec<&str> = Protocol::of(kind).iter().map(|protocol| protocol.as_str()).collect();
            let names = names.join(", ");
            invalid(format!("Listener protocol '{}' must be one of '{names}'", protocol.as_str()))
        }
        ListenerRefused::NoCertificate { protocol } => {
            invalid(format!("A certificate must be specified for {} listeners", protocol.as_str()))
        }
        ListenerRefused::NotOneCertificate { protocol } => invalid(format!(
            "You must provide a list containing exactly one certificate if the listener protocol is {}.",
            protocol.as_str()
        )),
        ListenerRefused::CertificateWithoutTls { protocol } => certificates_without_tls(protocol),
        // The spelling is ELB's own.
        ListenerRefused::PolicyWithoutTls { protocol } => {
            invalid(format!("An SSL policy cannot be specifed for {} listeners", protocol.as_str()))
        }
        ListenerRefused::AlpnWithoutTls => invalid("ALPN policies can only be specified for TLS listeners"),
        ListenerRefused::NotForward => Error::invalid(
            LoadBalancingReason::ListenerAction,
            "Listeners of load balancers of type 'network' only take actions of type 'forward'",
        ),
        ListenerRefused::GroupStickiness => Error::invalid(
            LoadBalancingReason::ListenerAction,
            "Target group stickiness is not supported for load balancers of type 'network'. Enable stickiness of type \
             'source_ip' on the target groups",
        ),
        ListenerRefused::UnknownPolicy { policy } => Error::not_found(
            LoadBalancingReason::NoSuchSecurityPolicy,
            format!("SSL policy '{policy}' not found"),
        ),
        ListenerRefused::PolicyNotBuilt { policy } => policy_not_built(&policy),
        ListenerRefused::MutualAuthenticationWithoutHttps { protocol: Protocol::Tls } => Error::invalid(
            LoadBalancingReason::NotBuilt,
            "Mutual authentication on TLS listeners is not supported in this release of Tegata: use an HTTPS listener of \
             a load balancer of type 'application'",
        ),
        ListenerRefused::MutualAuthenticationWithoutHttps { .. } => {
            invalid("Mutual authentication can only be specified for HTTPS listeners")
        }
        ListenerRefused::PolicyWithMutualAuthentication { policy } => Error::invalid(
            LoadBalancingReason::Configuration,
            format!(
                "SSL policy '{policy}' is not supported with mutual authentication: it has cipher suites or protocol \
                 versions that such listeners do not have here. Use '{DEFAULT_POLICY}', or another one that has only \
                 TLS 1.3 and ECDHE with GCM"
            ),
        ),
        ListenerRefused::NotOneAction => not_one_action("A listener takes exactly one default action"),
        ListenerRefused::Action(refused) => action(refused),
        ListenerRefused::PortTaken { port } => invalid(format!("Listener port '{port}' is already in use")),
        ListenerRefused::AddressTaken { address, port } => Error::conflict(
            LoadBalancingReason::ListenerTaken,
            format!(
                "Port {port} of the address {address} is used by a listener of another load balancer, and \
                 this load balancer has the same address. Choose another port, or create the load balancer \
                 again and this listener first"
            ),
        ),
        ListenerRefused::NoAddressFree { port } => Error::conflict(
            LoadBalancingReason::ListenerTaken,
            format!(
                "Other load balancers use port {port} on every edge address. Choose another port, or add \
                 edge addresses with `tegata up --edge-address`"
            ),
        ),
        ListenerRefused::TooMany => Error::limit_exceeded(
            LoadBalancingReason::TooManyListeners,
            "The maximum number of listeners has been reached",
        ),
        ListenerRefused::Tags(refused) => tags(refused),
    }
}

fn certificates_without_tls(protocol: Protocol) -> Error {
    invalid(format!("Certificates cannot be specified for {} listeners", protocol.as_str()))
}

/// A policy of ELB's that the edge does not have.
pub(super) fn policy_not_built(policy: &str) -> Error {
    Error::not_found(
        LoadBalancingReason::NoSuchSecurityPolicy,
        format!(
            "The security policy '{policy}' is not supported in this release of Tegata: use one that \
             DescribeSSLPolicies lists, such as 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09'"
        ),
    )
}

fn too_many_certificates(most: u32) -> Error {
    Error::limit_exceeded(
        LoadBalancingReason::TooManyListenerCertificates,
        format!(
            "You've reached the limit on the number of certificates per load balancer: {most} besides the default certificates"
        ),
    )
}

pub(super) fn certificates(refused: CertificatesRefused) -> Error {
    match refused {
        CertificatesRefused::WithoutTls { protocol } => certificates_without_tls(protocol),
        CertificatesRefused::NotOne => invalid("You must provide a list containing exactly one certificate"),
        CertificatesRefused::TooMany { most } => too_many_certificates(most),
        CertificatesRefused::Default => {
            Error::conflict(LoadBalancingReason::DefaultCertificate, "Default certificate cannot be removed")
        }
    }
}

/// `what` says how many actions the thing takes.
pub(crate) fn not_one_action(what: &str) -> Error {
    let message = format!("{what}, of type 'forward', 'fixed-response' or 'redirect'");
    Error::invalid(LoadBalancingReason::ListenerAction, message)
}

pub(crate) fn action(refused: ActionRefused) -> Error {
    let message = match refused {
        ActionRefused::NoGroup => {
            "For actions of type 'forward', you must specify at least one target group".to_owned()
        }
        ActionRefused::TooManyGroups => {
            format!("A forward action takes up to '{FORWARD_GROUPS_MAX}' target groups")
        }
        ActionRefused::RepeatedGroup => "A target group can be specified once in a forward action".to_owned(),
        ActionRefused::Weight { weight } => {
            format!("Target group weight '{weight}' must be between '0-{WEIGHT_MAX}' inclusive")
        }
        ActionRefused::Stickiness => format!(
            "Target group stickiness duration must be between '1-{STICKINESS_SECONDS_MAX}' seconds inclusive"
        ),
        ActionRefused::NoStickinessDuration => {
            "A target group stickiness duration must be specified when target group stickiness is enabled".to_owned()
        }
        ActionRefused::ContentType => {
            "The ContentType must be one of:'text/html', 'application/json', 'application/javascript', 'text/css', 'text/plain'".to_owned()
        }
        ActionRefused::Status => "The StatusCode of a fixed response must be 2XX, 4XX or 5XX".to_owned(),
        ActionRefused::RedirectPort { port } => {
            format!("The redirect port '{port}' must be '#{{port}}' or in the range '1-65535'")
        }
        ActionRefused::RedirectPath { path } => format!("The redirect path '{path}' must begin with '/'"),
        ActionRefused::RedirectText => {
            "The redirect host, path and query can only contain printable ASCII characters, without spaces".to_owned()
        }
        ActionRefused::RedirectPlaceholder { part, placeholder } => {
            format!("The redirect {part} cannot contain '{placeholder}'")
        }
        ActionRefused::RedirectDowngrade => {
            "A request cannot be redirected from HTTPS to HTTP: use the protocol 'HTTPS' or '#{protocol}'".to_owned()
        }
        ActionRefused::RedirectLoop => {
            "The redirect configuration is not valid because it creates a loop.".to_owned()
        }
    };
    Error::invalid(LoadBalancingReason::ListenerAction, message)
}
