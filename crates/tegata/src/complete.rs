//! Completion of what only an instance knows: certificates, zones, principals and the like.
//!
//! The shell calls the program while somebody types, so an answer comes soon or not at all, and nothing is ever said on
//! standard error.

use std::ffi::OsStr;
use std::time::Duration;

use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use serde_json::{Value, json};

use crate::arguments::Target;
use crate::client::Client;
use crate::commands::certificate::KEY_TYPES;
use crate::commands::{find, items, text};

/// How long somebody who types waits.
const WITHIN: Duration = Duration::from_secs(2);
/// How many things are offered: more than a screen of them do not help.
const OFFERED_MAX: u32 = 200;

/// A call that lists things, and how each is offered.
struct Source {
    service: &'static str,
    operation: &'static str,
    input: fn() -> Value,
    list: &'static str,
    /// What is typed for it, and what is said of it.
    offer: fn(&Value) -> (String, String),
}

/// Certificates by name, and by the beginning of their identifier.
pub(crate) fn certificates() -> ArgValueCompleter {
    completer(vec![
        Source {
            offer: |it| (text(it, "/DomainName").to_owned(), text(it, "/Status").to_owned()),
            ..CERTIFICATES
        },
        CERTIFICATES,
    ])
}

const CERTIFICATES: Source = Source {
    service: "acm",
    operation: "ListCertificates",
    input: || json!({ "MaxItems": OFFERED_MAX, "Includes": { "keyTypes": KEY_TYPES } }),
    list: "/CertificateSummaryList",
    offer: |it| (find::short(text(it, "/CertificateArn")).to_owned(), text(it, "/DomainName").to_owned()),
};

/// Hosted zones by their apex.
pub(crate) fn zones() -> ArgValueCompleter {
    completer(vec![Source {
        service: "route53",
        operation: "ListHostedZonesByName",
        input: || json!({ "MaxItems": "100" }),
        list: "/HostedZones",
        offer: |it| (text(it, "/Name").trim_end_matches('.').to_owned(), text(it, "/Id").to_owned()),
    }])
}

/// Load balancers by name.
pub(crate) fn load_balancers() -> ArgValueCompleter {
    completer(vec![Source {
        service: "elbv2",
        operation: "DescribeLoadBalancers",
        input: || json!({}),
        list: "/LoadBalancers",
        offer: |it| (text(it, "/LoadBalancerName").to_owned(), text(it, "/DNSName").to_owned()),
    }])
}

/// Principals by name.
pub(crate) fn principals() -> ArgValueCompleter {
    completer(vec![Source {
        service: "tegata",
        operation: "ListPrincipals",
        input: || json!({}),
        list: "/Principals",
        offer: |it| (text(it, "/Principal").to_owned(), text(it, "/Arn").to_owned()),
    }])
}

/// Documents of policies by name.
pub(crate) fn policies() -> ArgValueCompleter {
    completer(vec![Source {
        service: "tegata",
        operation: "ListPolicies",
        input: || json!({}),
        list: "/Policies",
        offer: |it| (text(it, "/Name").to_owned(), String::new()),
    }])
}

/// Declared hops by name.
pub(crate) fn hops() -> ArgValueCompleter {
    completer(vec![Source {
        service: "tegata",
        operation: "ListDeclaredHops",
        input: || json!({}),
        list: "/Hops",
        offer: |it| (text(it, "/Name").to_owned(), text(it, "/Host").to_owned()),
    }])
}

/// Webhooks by identifier.
pub(crate) fn webhooks() -> ArgValueCompleter {
    completer(vec![Source {
        service: "tegata",
        operation: "ListWebhooks",
        input: || json!({}),
        list: "/Webhooks",
        offer: |it| (text(it, "/WebhookId").to_owned(), text(it, "/Url").to_owned()),
    }])
}

fn completer(sources: Vec<Source>) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        let Some(typed) = typed.to_str() else { return Vec::new() };
        offered(&sources, typed)
    })
}

/// What begins as was typed; nothing when no instance answers in time.
fn offered(sources: &[Source], typed: &str) -> Vec<CompletionCandidate> {
    let asked = async {
        let client = Client::of(&Target::of_the_environment()).ok()?;
        let mut offered = Vec::new();
        for source in sources {
            let answer = client.call(source.service, source.operation, &(source.input)()).await.ok()?;
            for (value, told) in items(&answer, source.list).map(source.offer) {
                if value.starts_with(typed) {
                    offered.push(CompletionCandidate::new(value).help(Some(told.into())));
                }
            }
        }
        Some(offered)
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(runtime) = runtime else { return Vec::new() };
    runtime.block_on(async { tokio::time::timeout(WITHIN, asked).await }).ok().flatten().unwrap_or_default()
}
