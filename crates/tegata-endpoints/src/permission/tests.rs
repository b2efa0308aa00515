//! Every operation of every service is refused to callers whom no policy permits it, on every thing that it names.

use serde_json::{Value, json};
use tegata_aws::contract::{SERVICES, Service, service};
use tegata_aws::protocol::Output;
use tegata_model::access::ResourceKind;
use tegata_operations::Kind;
use tegata_operations::access::{policy, principal};
use tegata_testkit::World;

use super::*;
use crate::refusal::refuse_input;
use crate::services::REGISTRY;

/// A world with things to act on, and a principal in it.
struct Scene {
    world: World,
    alice: Caller,
    certificates: [String; 2],
    zones: [String; 2],
    balancers: [String; 2],
    groups: [String; 2],
    listeners: [String; 2],
    roles: [String; 2],
}

impl Scene {
    async fn new() -> Scene {
        let world = World::new(1).await;
        let alice = Caller::new("alice", world.owner.tenant.clone(), "test");
        let mut scene = Scene {
            world,
            alice,
            certificates: Default::default(),
            zones: Default::default(),
            balancers: Default::default(),
            groups: Default::default(),
            listeners: Default::default(),
            roles: Default::default(),
        };
        for (index, name) in ["one", "other"].into_iter().enumerate() {
            let domain = format!("{name}.example.com");
            let made = scene
                .owns("acm", "RequestCertificate", json!({ "DomainName": domain, "ValidationMethod": "DNS" }))
                .await;
            scene.certificates[index] = text(&made["CertificateArn"]);
            let ask = json!({ "Name": domain, "CallerReference": name });
            let made = scene.owns("route53", "CreateHostedZone", ask).await;
            scene.zones[index] =
                text(&made["HostedZone"]["Id"]).trim_start_matches("/hostedzone/").to_owned();
            let ask = json!({ "Name": name, "Subnets": ["subnet-1", "subnet-2"] });
            let made = scene.owns("elbv2", "CreateLoadBalancer", ask).await;
            scene.balancers[index] = text(&made["LoadBalancers"][0]["LoadBalancerArn"]);
            let ask =
                json!({ "Name": name, "Protocol": "HTTP", "Port": 80, "TargetType": "ip", "VpcId": "vpc-1" });
            let made = scene.owns("elbv2", "CreateTargetGroup", ask).await;
            scene.groups[index] = text(&made["TargetGroups"][0]["TargetGroupArn"]);
            let redirect = json!({ "Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301" });
            let ask = json!({ "LoadBalancerArn": scene.balancers[index], "Protocol": "HTTP", "Port": 8000 + index,
                "DefaultActions": [{ "Type": "redirect", "RedirectConfig": redirect }] });
            let made = scene.owns("elbv2", "CreateListener", ask).await;
            scene.listeners[index] = text(&made["Listeners"][0]["ListenerArn"]);
            principal::create(&scene.world.instance, &scene.world.owner, name.to_owned())
                .await
                .expect("made");
            let account = scene.world.owner.account().as_str();
            scene.roles[index] = format!("arn:aws:iam::{account}:role/{name}");
        }
        scene
    }

    /// Two objects of a kind; `None` for the account, of which there is one.
    fn objects(&self, kind: ResourceKind) -> Option<&[String; 2]> {
        match kind {
            ResourceKind::Account => None,
            ResourceKind::Certificate => Some(&self.certificates),
            ResourceKind::HostedZone => Some(&self.zones),
            ResourceKind::LoadBalancer => Some(&self.balancers),
            ResourceKind::Listener => Some(&self.listeners),
            ResourceKind::TargetGroup => Some(&self.groups),
            ResourceKind::Role => Some(&self.roles),
        }
    }

    async fn owns(&self, of: &str, operation: &str, input: Value) -> Value {
        self.asks(&self.world.owner, of, operation, input).await.expect("the owner may")
    }

    /// Puts policies in place of those before.
    async fn policies(&self, text: &str) {
        let (instance, owner) = (&self.world.instance, &self.world.owner);
        policy::put(instance, owner, "test".to_owned(), text.to_owned()).await.expect("good policies");
    }

    /// As the wire does it.
    async fn asks(&self, caller: &Caller, of: &str, operation: &str, input: Value) -> Result<Value, Refusal> {
        let instance = &self.world.instance;
        let of = REGISTRY.service(of);
        let described = of.contract.operation(operation).expect("an operation");
        let caller = admitted(instance, of, described, caller.clone(), &input).await?;
        let violations = of.contract.violations(described, &input);
        if !violations.is_empty() {
            return Err(refuse_input(of, &violations));
        }
        let protocol = of.contract.metadata.protocol;
        let done = (of.dispatch)(operation, protocol, instance, &caller, input).await;
        done.expect("it is built")
            .map(Output::into_tree)
            .map_err(|error| refuse(of, &error, &caller.request_id))
    }

    /// Whether alice is refused for want of permission, whatever else may be wrong.
    async fn denies(&self, of: &str, operation: &str, input: Value) -> bool {
        let answer = self.asks(&self.alice, of, operation, input).await;
        answer.is_err_and(|refusal| refusal.kind == Kind::Denied)
    }
}

impl Scene {
    /// Whether alice is refused before anything is done.
    async fn does_not_admit(&self, of: &str, operation: &str, input: Value) -> bool {
        let of = REGISTRY.service(of);
        let described = of.contract.operation(operation).expect("an operation");
        let asked = admitted(&self.world.instance, of, described, self.alice.clone(), &input).await;
        asked.is_err_and(|refusal| refusal.kind == Kind::Denied)
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// Every operation that is handled and needs permission: service and name.
fn handled() -> Vec<(&'static str, &'static str)> {
    let of = |service: &'static Service| {
        let names = service.operations().map(|operation| operation.name.as_str());
        let needs_permission = |name: &&str| {
            !WITHOUT_PERMISSION.contains(&format!("{}:{name}", service.signing_name()).as_str())
        };
        let handled = names.filter(|name| service.is_handled(name)).filter(needs_permission);
        handled.map(|name| (service.name, name))
    };
    SERVICES.iter().flat_map(of).collect()
}

fn request() -> Value {
    json!({ "DomainName": "www.example.com", "ValidationMethod": "DNS", "KeyAlgorithm": "EC_prime256v1" })
}

/// What is asked about permission by the operation itself has to get as far as that.
fn minimal(operation: &str) -> Value {
    match operation {
        "RequestCertificate" => request(),
        "ResendValidationEmail" => json!({ "Domain": "www.example.com", "ValidationDomain": "example.com",
            "CertificateArn":
                "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555" }),
        "CreateHostedZone" => json!({ "Name": "new.example", "CallerReference": "minimal" }),
        "ChangeResourceRecordSets" => records("Z1", &[("www.one.example.com", "A", "192.0.2.1")]),
        "AssumeRole" => {
            json!({ "RoleArn": "arn:aws:iam::123456789012:role/one", "RoleSessionName": "minimal" })
        }
        _ => json!({}),
    }
}

fn records(zone: &str, sets: &[(&str, &str, &str)]) -> Value {
    let changes: Vec<Value> = sets
        .iter()
        .map(|(name, kind, value)| {
            let set =
                json!({ "Name": name, "Type": kind, "TTL": 60, "ResourceRecords": [{ "Value": value }] });
            json!({ "Action": "UPSERT", "ResourceRecordSet": set })
        })
        .collect();
    json!({ "HostedZoneId": zone, "ChangeBatch": { "Changes": changes } })
}

#[tokio::test]
async fn without_a_policy_every_operation_is_denied() {
    let scene = Scene::new().await;
    let mut asked = 0;
    for (of, operation) in handled() {
        assert!(scene.denies(of, operation, minimal(operation)).await, "{of} {operation}");
        asked += 1;
    }
    assert!(asked > 60, "{asked} operations are handled");
    let identity = scene.asks(&scene.alice, "sts", "GetCallerIdentity", json!({})).await;
    assert_eq!(identity.expect("needs no permission")["UserId"], "alice");
    scene.policies("permit (principal, action, resource);").await;
    for (of, operation) in handled() {
        assert!(!scene.denies(of, operation, minimal(operation)).await, "{of} {operation}");
    }
}

#[tokio::test]
async fn policies_hold_for_their_account_alone() {
    let scene = Scene::new().await;
    let (instance, stranger) = (&scene.world.instance, scene.world.stranger());
    let all = "permit (principal, action, resource);".to_owned();
    policy::put(instance, &stranger, "all".to_owned(), all).await.expect("put");
    assert!(scene.denies("acm", "ListCertificates", json!({})).await);
    let theirs = Caller::new("alice", stranger.tenant.clone(), "test");
    let asked = json!({ "CertificateArn": scene.certificates[0] });
    let answer = scene.asks(&theirs, "acm", "DescribeCertificate", asked).await;
    assert_eq!(answer.expect_err("another account's").wire.code, "ResourceNotFoundException");
}

/// For each operation that names things in its request: permitted on one of a kind, it is refused on the other, and
/// where all are permitted and one is forbidden, it is that one that is refused.
#[tokio::test]
async fn permission_is_for_each_thing_by_itself() {
    let scene = Scene::new().await;
    let kinds = ResourceKind::ALL.into_iter().filter_map(|kind| Some((kind, scene.objects(kind)?)));
    let kinds: Vec<_> = kinds.collect();
    let mut cases = Vec::new();
    for (of, operation) in handled() {
        let described = service(of).and_then(|contract| contract.operation(operation)).expect("an operation");
        for reference in described.references.iter().flatten() {
            // Members within lists of structures are asked about by a test of their own.
            let [member] = reference.path.as_slice() else { continue };
            for kind in reference.kinds.iter().filter_map(|kind| ResourceKind::of_reference(kind)) {
                if kind != ResourceKind::Account && member != "RuleArns" {
                    cases.push((kind, of, operation, member.as_str(), reference.when.as_ref()));
                }
            }
        }
    }
    let id = |kind: ResourceKind, thing: &str| match kind {
        ResourceKind::HostedZone => format!("HostedZone::\"arn:aws:route53:::hostedzone/{thing}\""),
        _ => format!("{}::\"{thing}\"", kind.as_str()),
    };
    let mut certificate_plane = 0;
    for rule in ["only", "all but"] {
        for (kind, things) in &kinds {
            let text = match rule {
                "only" => format!("permit (principal, action, resource == {});", id(*kind, &things[0])),
                _ => format!(
                    "permit (principal, action, resource);\nforbid (principal, action, resource == {});",
                    id(*kind, &things[1])
                ),
            };
            scene.policies(&text).await;
            for (_, of, operation, member, when) in cases.iter().filter(|case| case.0 == *kind) {
                let input = |thing: &str| {
                    let mut input = minimal(operation);
                    let is_list = member.ends_with("Arns") || member.ends_with("Ids");
                    input[*member] = if is_list { json!([thing]) } else { json!(thing) };
                    if let Some(when) = when {
                        input[&when.member] = json!(when.value);
                    }
                    input
                };
                let action = format!("{}:{operation}", service(of).expect("a contract").signing_name());
                let refuses = async |input: Value| match WITH_REQUEST_KEYS.contains(&action.as_str()) {
                    true => scene.denies(of, operation, input).await,
                    false => scene.does_not_admit(of, operation, input).await,
                };
                assert!(!refuses(input(&things[0])).await, "{rule} {of} {operation} of one");
                assert!(refuses(input(&things[1])).await, "{rule} {of} {operation} of the other");
                if member.ends_with("Arns") {
                    let both = json!({ *member: [things[0], things[1]] });
                    assert!(
                        scene.does_not_admit(of, operation, both).await,
                        "{rule} {of} {operation} of both"
                    );
                }
                certificate_plane += usize::from(*of == "acm");
            }
        }
    }
    assert!(certificate_plane >= 2 * 8, "{certificate_plane} certificate operations were asked");
}

/// Each thing is asked about once per kind: the second part of a request counts as much as the first.
#[tokio::test]
async fn a_listener_needs_its_balancer_its_group_and_its_certificate() {
    let scene = Scene::new().await;
    let listener = |certificate: &str, group: &str| {
        json!({ "LoadBalancerArn": scene.balancers[0], "Protocol": "HTTPS", "Port": 443,
            "Certificates": [{ "CertificateArn": certificate }],
            "DefaultActions": [{ "Type": "forward", "TargetGroupArn": group }] })
    };
    let one = [
        format!("LoadBalancer::\"{}\"", scene.balancers[0]),
        format!("TargetGroup::\"{}\"", scene.groups[0]),
        format!("Certificate::\"{}\"", scene.certificates[0]),
    ];
    let action = "action == Action::\"elasticloadbalancing:CreateListener\"";
    let permits = one.map(|id| format!("permit (principal, {action}, resource == {id});"));
    scene.policies(&permits.join("\n")).await;
    let (certificates, groups) = (&scene.certificates, &scene.groups);
    assert!(!scene.denies("elbv2", "CreateListener", listener(&certificates[0], &groups[0])).await);
    assert!(scene.denies("elbv2", "CreateListener", listener(&certificates[1], &groups[0])).await);
    assert!(scene.denies("elbv2", "CreateListener", listener(&certificates[0], &groups[1])).await);
    scene.policies(&permits[..2].join("\n")).await;
    assert!(scene.denies("elbv2", "CreateListener", listener(&certificates[0], &groups[0])).await);
}

#[tokio::test]
async fn no_spelling_of_an_arn_slips_past_a_policy() {
    let scene = Scene::new().await;
    let other = &scene.certificates[1];
    scene
        .policies(&format!(
            "permit (principal, action, resource);\nforbid (principal, action, resource == Certificate::\"{other}\");\n\
             forbid (principal, action, resource == LoadBalancer::\"{}\");\n\
             forbid (principal, action, resource == HostedZone::\"arn:aws:route53:::hostedzone/{}\");",
            scene.balancers[1], scene.zones[1]
        ))
        .await;
    let (before, id) = other.rsplit_once('/').expect("an identifier");
    for spelt in [
        format!("{before}/{}", id.to_uppercase()),
        format!("{before}/{}", id.replace('-', "")),
        format!("{before}/{{{id}}}"),
        format!("{before}/urn:uuid:{id}"),
        other.replace("arn:aws:", "arn:aws-cn:"),
    ] {
        let denied = scene.denies("acm", "DescribeCertificate", json!({ "CertificateArn": spelt })).await;
        assert!(denied, "{spelt}");
    }
    let renamed = scene.balancers[1].replace("/other/", "/another/");
    assert!(scene.denies("elbv2", "DescribeLoadBalancers", json!({ "LoadBalancerArns": [renamed] })).await);
    for spelt in ["/hostedzone/", "hostedzone/", ""] {
        let input = json!({ "Id": format!("{spelt}{}", scene.zones[1]) });
        assert!(scene.denies("route53", "GetHostedZone", input).await, "{spelt}");
    }
}

#[tokio::test]
async fn what_is_not_there_reads_like_what_may_not_be_seen() {
    let scene = Scene::new().await;
    scene
        .policies(&format!(
            "permit (principal, action, resource == Certificate::\"{}\");",
            scene.certificates[0]
        ))
        .await;
    let missing = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555";
    let message = async |arn: &str| {
        let asked =
            scene.asks(&scene.alice, "acm", "DescribeCertificate", json!({ "CertificateArn": arn })).await;
        asked.expect_err("denied").wire.message.replace(arn, "ARN")
    };
    assert_eq!(message(missing).await, message(&scene.certificates[1]).await);
}

#[tokio::test]
async fn a_request_is_decided_by_its_condition_keys() {
    let scene = Scene::new().await;
    scene
        .policies(
            "permit (principal == Principal::\"alice\", action == Action::\"acm:RequestCertificate\", resource)\n\
             when { context[\"acm:ValidationMethod\"] == \"DNS\" && context[\"acm:KeyAlgorithm\"] == \"EC_prime256v1\"\n\
             && context[\"acm:Export\"] == \"DISABLED\" && context[\"acm:CertificateKeyPairOrigin\"] == \"AWS_MANAGED\"\n\
             && context[\"acm:CertificateTransparencyLogging\"] == \"ENABLED\"\n\
             && context[\"tegata:AllNamesUnder\"].contains(\"example.com\")\n\
             && !context[\"acm:DomainNames\"].contains(\"admin.example.com\") };",
        )
        .await;
    let with = |member: &str, value: Value| {
        let mut input = request();
        input[member] = value;
        input
    };
    let denied = async |input: Value| scene.denies("acm", "RequestCertificate", input).await;
    assert!(!denied(request()).await);
    assert!(!denied(with("SubjectAlternativeNames", json!(["*.example.com"]))).await);
    assert!(denied(with("SubjectAlternativeNames", json!(["www.example.org"]))).await);
    assert!(denied(with("SubjectAlternativeNames", json!(["ADMIN.example.com"]))).await);
    assert!(denied(with("KeyAlgorithm", json!("RSA_2048"))).await);
    assert!(denied(with("ValidationMethod", json!("EMAIL"))).await);
    assert!(denied(with("Options", json!({ "Export": "ENABLED" }))).await);
}

#[tokio::test]
async fn a_hosted_zone_and_its_records_are_decided_by_their_names() {
    let scene = Scene::new().await;
    scene
        .policies(
            "permit (principal, action in [Action::\"route53:CreateHostedZone\",\n\
             Action::\"route53:ChangeResourceRecordSets\"], resource)\n\
             when { context[\"tegata:AllNamesUnder\"].contains(\"example.com\") };\n\
             forbid (principal, action in Action::\"route53:*\", resource)\n\
             when { context has \"tegata:AnyNameUnder\" &&\n\
             context[\"tegata:AnyNameUnder\"].contains(\"secret.one.example.com\") };\n\
             forbid (principal, action == Action::\"route53:ChangeResourceRecordSets\", resource)\n\
             when { context[\"route53:ChangeResourceRecordSetsRecordTypes\"].contains(\"MX\") ||\n\
             context[\"route53:ChangeResourceRecordSetsActions\"].contains(\"DELETE\") ||\n\
             context[\"route53:ChangeResourceRecordSetsNormalizedRecordNames\"].contains(\"\\\\052.x.one.example.com\") };",
        )
        .await;
    for (name, denied) in [
        ("new.example.com", false),
        ("NEW2.example.com.", false),
        ("example.org", true),
        ("secret.one.example.com", true),
        ("example.com", true),
        ("one.example.com", true),
        ("com", true),
        ("a..example.com", false),
    ] {
        let input = json!({ "Name": name, "CallerReference": name });
        assert_eq!(scene.denies("route53", "CreateHostedZone", input).await, denied, "{name}");
    }
    let zone = &scene.zones[0];
    for (sets, denied) in [
        (&[("www.one.example.com", "A", "192.0.2.1")][..], false),
        (&[("www.one.example.com", "A", "192.0.2.1"), ("Secret.one.example.com.", "A", "192.0.2.1")], true),
        (&[("*.one.example.com", "A", "192.0.2.1")], true),
        (&[("\\052.other.one.example.com", "A", "192.0.2.1")], false),
        (&[("one.example.com", "NS", "ns.example.net.")], true),
        (&[("sub.one.example.com", "NS", "ns.example.net.")], false),
        (&[("one.example.com", "MX", "1 mx.example.net.")], true),
        (&[("*.x.one.example.com", "A", "192.0.2.1")], true),
    ] {
        let denies = scene.denies("route53", "ChangeResourceRecordSets", records(zone, sets)).await;
        assert_eq!(denies, denied, "{sets:?}");
    }
    let mut input = records(zone, &[("www.one.example.com", "A", "192.0.2.1")]);
    input["ChangeBatch"]["Changes"][0]["Action"] = json!("DELETE");
    assert!(scene.denies("route53", "ChangeResourceRecordSets", input).await);
}

/// What a request calls by a domain name is known to policies: every member of such a shape, in every operation.
#[test]
fn every_operation_that_takes_a_domain_name_carries_it_into_its_decision() {
    const NAMES_OF_DOMAINS: [&str; 3] = ["DNSName", "DomainNameString", "ReplacementName"];
    let without_keys = [
        // They only begin a page of what the caller may list anyway.
        ("route53", "ListHostedZonesByName"),
        ("route53", "ListResourceRecordSets"),
        ("route53", "ListResourceRecordSetProtections"),
        ("route53", "ListTrafficPolicyInstances"),
        ("route53", "ListTrafficPolicyInstancesByHostedZone"),
        ("route53", "ListTrafficPolicyInstancesByPolicy"),
        // It comes to acm:RequestCertificate, which is asked about with these names.
        ("tegata", "ReplaceCertificate"),
    ];
    fn takes(contract: &Service, shape: &str, seen: &mut std::collections::BTreeSet<String>) -> bool {
        if NAMES_OF_DOMAINS.contains(&shape) {
            return true;
        }
        if !seen.insert(shape.to_owned()) {
            return false;
        }
        let shape = contract.shape(shape);
        let parts = shape.members.values().chain(shape.member.as_deref());
        parts.map(|part| part.shape.as_str()).any(|part| takes(contract, part, seen))
    }
    let mut found = 0;
    for (of, operation) in handled() {
        let contract = service(of).expect("a contract");
        let described = contract.operation(operation).expect("an operation");
        let Some(input) = &described.input else { continue };
        if takes(contract, &input.shape, &mut Default::default()) {
            let action = format!("{}:{operation}", contract.signing_name());
            let known =
                WITH_REQUEST_KEYS.contains(&action.as_str()) || without_keys.contains(&(of, operation));
            assert!(known, "{action} takes a domain name that no policy can speak of");
            found += 1;
        }
    }
    assert!(found >= WITH_REQUEST_KEYS.len() + 3, "{found}");
}

#[tokio::test]
async fn refusals_have_awss_words() {
    let scene = Scene::new().await;
    scene
        .policies(
            "permit (principal, action in Action::\"acm:Read\", resource);\n\
             forbid (principal, action == Action::\"acm:DescribeCertificate\", resource);",
        )
        .await;
    let mut said = String::new();
    for (of, operation, input) in [
        ("acm", "DescribeCertificate", json!({ "CertificateArn": scene.certificates[0] })),
        ("acm", "DeleteCertificate", json!({ "CertificateArn": scene.certificates[0] })),
        ("acm", "RequestCertificate", request()),
        ("route53", "GetHostedZone", json!({ "Id": "/hostedzone/Z1" })),
        ("elbv2", "DescribeLoadBalancers", json!({})),
        ("tegata", "PutPolicy", json!({ "Name": "mine", "Text": "permit (principal, action, resource);" })),
    ] {
        let refused = scene.asks(&scene.alice, of, operation, input).await.expect_err("denied").wire;
        said.push_str(&format!("{} {}: {}\n", refused.status, refused.code, refused.message));
    }
    insta::assert_snapshot!(said);
}

#[tokio::test]
async fn checking_says_who_decided() {
    let scene = Scene::new().await;
    scene.owns("tegata", "CreatePrincipal", json!({ "Principal": "alice" })).await;
    scene
        .policies(&format!(
            "permit (principal == Principal::\"alice\", action in Action::\"acm:Read\", resource);\n\
             forbid (principal, action, resource == Certificate::\"{}\");\n\
             permit (principal, action == Action::\"acm:RequestCertificate\", resource)\n\
             when {{ context[\"acm:DomainNames\"].contains(\"a.example.com\") }};",
            scene.certificates[1]
        ))
        .await;
    let check = async |principal: &str, action: &str, resource: Option<&str>, context: Value| {
        let mut input = json!({ "Principal": principal, "Action": action, "Context": context });
        if let Some(resource) = resource {
            input["Resource"] = json!(resource);
        }
        let answer = scene.asks(&scene.world.owner, "tegata", "CheckAccess", input).await;
        answer.map_or_else(
            |refusal| format!("{}: {}", refusal.wire.code, refusal.wire.message),
            |answer| format!("{} by {}", text(&answer["Decision"]), answer["Policies"]),
        )
    };
    let (one, other) = (scene.certificates[0].as_str(), scene.certificates[1].as_str());
    let names = json!([{ "Key": "acm:DomainNames", "Values": ["a.example.com"] }]);
    assert_eq!(check("alice", "acm:GetCertificate", Some(one), json!([])).await, "ALLOWED by [\"test#1\"]");
    assert_eq!(check("alice", "acm:GetCertificate", Some(other), json!([])).await, "DENIED by [\"test#2\"]");
    assert_eq!(check("alice", "acm:DeleteCertificate", Some(one), json!([])).await, "DENIED by []");
    assert_eq!(check("alice", "acm:RequestCertificate", None, names).await, "ALLOWED by [\"test#3\"]");
    assert_eq!(check("root", "acm:DeleteCertificate", Some(one), json!([])).await, "ALLOWED by []");
    let mut said = String::new();
    for (principal, action, resource, context) in [
        ("bob", "acm:GetCertificate", None, json!([])),
        ("alice", "acm:Nothing", None, json!([])),
        ("alice", "acm:GetCertificate", Some("arn:aws:acm:misspelt"), json!([])),
        ("alice", "acm:GetCertificate", None, json!([{ "Key": "acm:Colour", "Values": ["red"] }])),
        ("alice", "acm:GetCertificate", None, json!([{ "Key": "acm:Export", "Values": ["a", "b"] }])),
    ] {
        said.push_str(&check(principal, action, resource, context).await);
        said.push('\n');
    }
    insta::assert_snapshot!(said);
}
