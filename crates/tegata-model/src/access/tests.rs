use std::collections::BTreeSet;

use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::policies::check_document;
use super::question::{Reach, domain_names};
use super::schema::{AccessSchema, Action};
use super::*;
use crate::load_balancing::listener::tests::listener;
use crate::load_balancing::{Kind, LoadBalancerId};
use crate::tag::Tag;
use crate::{AccountId, CertificateId, HostedZoneId, Region, Tenant};

const ACTIONS: [&str; 7] = [
    "acm:DescribeCertificate",
    "acm:DeleteCertificate",
    "acm:RequestCertificate",
    "elasticloadbalancing:DeleteListener",
    "route53:ChangeResourceRecordSets",
    "route53:CreateHostedZone",
    "route53:GetHostedZone",
];

fn schema() -> AccessSchema {
    let certificate = BTreeSet::from([ResourceKind::Certificate]);
    let zone = BTreeSet::from([ResourceKind::HostedZone]);
    let balancing = BTreeSet::from([
        ResourceKind::Certificate,
        ResourceKind::LoadBalancer,
        ResourceKind::Listener,
        ResourceKind::TargetGroup,
    ]);
    let resources = [&certificate, &certificate, &certificate, &balancing, &zone, &zone, &zone];
    let actions = ACTIONS.into_iter().zip(resources);
    let actions: Vec<Action> = actions
        .map(|(name, resources)| Action { name: name.to_owned(), resources: resources.clone() })
        .collect();
    AccessSchema::new(&actions).expect("a schema")
}

fn tenant() -> Tenant {
    Tenant {
        account: AccountId::try_from("123456789012".to_owned()).expect("an account"),
        region: Region::try_from("us-east-1".to_owned()).expect("a region"),
    }
}

fn name(text: &str) -> PolicyName {
    PolicyName::try_from(text.to_owned()).expect("a name")
}

fn certificate(number: u128) -> Resource {
    Resource::certificate(&tenant(), CertificateId(Uuid::from_u128(number)))
}

fn compiled(text: &str) -> Policies {
    check_document(&schema(), &name("test"), text).expect("good policies");
    Policies::compile([(&name("test"), text)]).expect("they compile")
}

struct Asking<'a> {
    action: &'a str,
    resource: &'a Resource,
    values: &'a [(&'static str, AskedValue)],
    source: Option<&'a str>,
}

impl<'a> Asking<'a> {
    fn of(action: &'a str, resource: &'a Resource) -> Asking<'a> {
        Asking { action, resource, values: &[], source: None }
    }

    fn by(&self, principal: &str, policies: &Policies) -> Decision {
        self.by_one_of(None, principal, policies)
    }

    fn by_one_of(
        &self,
        principal_account: Option<&AccountId>,
        principal: &str,
        policies: &Policies,
    ) -> Decision {
        let tenant = tenant();
        policies.decide(&Question {
            account: &tenant.account,
            principal,
            principal_account,
            action: self.action,
            resource: self.resource,
            region: &tenant.region,
            at: "2026-11-23T10:00:00.123456Z".parse::<Timestamp>().expect("a time"),
            source: self.source.map(|text| text.parse().expect("an address")),
            values: self.values,
        })
    }
}

fn refused(text: &str) -> String {
    check_document(&schema(), &name("test"), text).expect_err("it is refused").to_string()
}

#[test]
fn nothing_is_allowed_without_a_policy() {
    let decision = Asking::of(ACTIONS[0], &certificate(1)).by("alice", &Policies::none());
    assert_eq!(decision.verdict, Verdict::NotAllowed);
    assert!(decision.by.is_empty());
}

#[test]
fn a_policy_on_one_certificate_holds_for_that_one_and_its_principal_alone() {
    let (one, other) = (certificate(1), certificate(2));
    let policies = compiled(&format!(
        "permit (principal == Principal::\"alice\", action == Action::\"acm:DescribeCertificate\", \
         resource == Certificate::\"{}\");",
        one.id
    ));
    let asking = |resource| Asking::of("acm:DescribeCertificate", resource);
    assert_eq!(asking(&one).by("alice", &policies).verdict, Verdict::Allowed);
    assert_eq!(asking(&one).by("alice", &policies).by, BTreeSet::from(["test#1".to_owned()]));
    assert_eq!(asking(&other).by("alice", &policies).verdict, Verdict::NotAllowed);
    assert_eq!(asking(&one).by("bob", &policies).verdict, Verdict::NotAllowed);
    assert_eq!(Asking::of("acm:DeleteCertificate", &one).by("alice", &policies).verdict, Verdict::NotAllowed);
}

#[test]
fn a_policy_that_forbids_one_thing_goes_before_one_that_permits_all() {
    let (one, other) = (certificate(1), certificate(2));
    let policies = compiled(&format!(
        "permit (principal, action, resource);\n\
         forbid (principal, action in Action::\"acm:*\", resource == Certificate::\"{}\");",
        one.id
    ));
    let decision = Asking::of("acm:DescribeCertificate", &one).by("alice", &policies);
    assert_eq!((decision.verdict, decision.by), (Verdict::Forbidden, BTreeSet::from(["test#2".to_owned()])));
    assert_eq!(
        Asking::of("acm:DescribeCertificate", &other).by("alice", &policies).verdict,
        Verdict::Allowed
    );
}

#[test]
fn reading_actions_go_together() {
    let policies = compiled("permit (principal, action in Action::\"acm:Read\", resource);");
    let one = certificate(1);
    assert_eq!(Asking::of("acm:DescribeCertificate", &one).by("alice", &policies).verdict, Verdict::Allowed);
    assert_eq!(Asking::of("acm:DeleteCertificate", &one).by("alice", &policies).verdict, Verdict::NotAllowed);
}

#[test]
fn a_listener_is_in_its_load_balancer_and_all_in_the_account() {
    let listener = Resource::listener(&listener(80));
    let above = Resource::load_balancer(&tenant(), Kind::Application, "web", LoadBalancerId(1));
    let action = "elasticloadbalancing:DeleteListener";
    for place in [format!("LoadBalancer::\"{}\"", above.id), "Account::\"123456789012\"".to_owned()] {
        let policies = compiled(&format!("permit (principal, action, resource in {place});"));
        assert_eq!(Asking::of(action, &listener).by("alice", &policies).verdict, Verdict::Allowed, "{place}");
    }
    let other = Resource::load_balancer(&tenant(), Kind::Application, "other", LoadBalancerId(3));
    let policies =
        compiled(&format!("permit (principal, action, resource in LoadBalancer::\"{}\");", other.id));
    assert_eq!(Asking::of(action, &listener).by("alice", &policies).verdict, Verdict::NotAllowed);
}

#[test]
fn tags_decide() {
    let policies = compiled(
        "permit (principal, action == Action::\"acm:DescribeCertificate\", resource is Certificate)\n\
         when { resource.hasTag(\"team\") && resource.getTag(\"team\") == \"web\" };",
    );
    let tagged = |value: &str| {
        certificate(1).with_tags(vec![Tag { key: "team".to_owned(), value: Some(value.to_owned()) }])
    };
    let verdict = |resource| Asking::of("acm:DescribeCertificate", &resource).by("alice", &policies).verdict;
    assert_eq!(verdict(tagged("web")), Verdict::Allowed);
    assert_eq!(verdict(tagged("mail")), Verdict::NotAllowed);
    assert_eq!(verdict(certificate(1)), Verdict::NotAllowed);
}

#[test]
fn names_of_a_request_decide_by_the_domains_above_them() {
    let policies = compiled(
        "permit (principal, action == Action::\"acm:RequestCertificate\", resource)\n\
         when { context[\"tegata:AllNamesUnder\"].contains(\"example.com\") };\n\
         forbid (principal, action == Action::\"acm:RequestCertificate\", resource)\n\
         when { context[\"tegata:AnyNameUnder\"].contains(\"secret.example.com\") };",
    );
    let account = Resource::account(&tenant().account);
    let verdict = |names: &[&str]| {
        let values = domain_names(names.iter().map(|name| (*name, Reach::Certificate)));
        let asking = Asking { values: &values, ..Asking::of("acm:RequestCertificate", &account) };
        asking.by("alice", &policies).verdict
    };
    assert_eq!(verdict(&["example.com", "*.other.example.com", "a.b.EXAMPLE.com."]), Verdict::Allowed);
    assert_eq!(verdict(&["www.example.com", "www.example.org"]), Verdict::NotAllowed);
    assert_eq!(verdict(&["notexample.com"]), Verdict::NotAllowed);
    assert_eq!(verdict(&["www.example.com", "*.secret.example.com"]), Verdict::Forbidden);
    assert_eq!(verdict(&["*.other.example.com"]), Verdict::Allowed);
    assert_eq!(verdict(&["*.example.com"]), Verdict::Forbidden, "it covers the forbidden name");
    assert_eq!(verdict(&[]), Verdict::NotAllowed);
}

#[test]
fn what_covers_a_forbidden_name_is_forbidden() {
    let policies = compiled(
        "permit (principal, action, resource);\n\
         forbid (principal, action == Action::\"route53:CreateHostedZone\", resource)\n\
         when { context[\"tegata:AnyNameUnder\"].containsAny([\"Deep.Secret.example.com.\", \"other.example\"]) };\n\
         forbid (principal, action == Action::\"acm:RequestCertificate\", resource)\n\
         unless { context[\"tegata:WildcardNames\"].isEmpty() };",
    );
    let account = Resource::account(&tenant().account);
    let verdict = |action: &'static str, name: &str, reach: Reach| {
        let values = domain_names([(name, reach)].into_iter());
        Asking { values: &values, ..Asking::of(action, &account) }.by("alice", &policies).verdict
    };
    let zone = "route53:CreateHostedZone";
    for (name, reach, expected) in [
        ("deep.secret.example.com", Reach::Certificate, Verdict::Forbidden),
        ("below.deep.secret.example.com", Reach::Certificate, Verdict::Forbidden),
        ("*.secret.example.com", Reach::Certificate, Verdict::Forbidden),
        ("*.example.com", Reach::Certificate, Verdict::Allowed),
        ("*.example.com", Reach::Records, Verdict::Forbidden),
        ("example.com", Reach::Records, Verdict::Allowed),
        ("example.com", Reach::Everything, Verdict::Forbidden),
        ("com", Reach::Everything, Verdict::Forbidden),
        ("example.org", Reach::Everything, Verdict::Allowed),
        ("x.other.example", Reach::Records, Verdict::Forbidden),
    ] {
        assert_eq!(verdict(zone, name, reach), expected, "{name} {reach:?}");
    }
    let request = "acm:RequestCertificate";
    assert_eq!(verdict(request, "*.example.com", Reach::Certificate), Verdict::Forbidden);
    assert_eq!(verdict(request, "www.example.com", Reach::Certificate), Verdict::Allowed);
}

#[test]
fn a_covered_name_may_stand_in_a_tag() {
    let policies = compiled(
        "permit (principal, action, resource);\n\
         forbid (principal, action == Action::\"route53:ChangeResourceRecordSets\", resource is HostedZone)\n\
         when { resource.hasTag(\"kept\") && context[\"tegata:AnyNameUnder\"].contains(resource.getTag(\"kept\")) };",
    );
    let tag = Tag { key: "kept".to_owned(), value: Some("kept.example.com".to_owned()) };
    let zone = Resource::hosted_zone(&HostedZoneId("Z1".to_owned())).with_tags(vec![tag]);
    let verdict = |name: &str| {
        let values = domain_names([(name, Reach::Records)].into_iter());
        let asking = Asking { values: &values, ..Asking::of("route53:ChangeResourceRecordSets", &zone) };
        asking.by("alice", &policies).verdict
    };
    assert_eq!(verdict("*.example.com"), Verdict::Forbidden);
    assert_eq!(verdict("www.example.com"), Verdict::Allowed);
}

#[test]
fn address_and_time_decide() {
    let policies = compiled(
        "permit (principal, action == Action::\"acm:DescribeCertificate\", resource)\n\
         when { context has \"aws:SourceIp\" && context[\"aws:SourceIp\"].isInRange(ip(\"10.0.0.0/8\")) &&\n\
         context[\"aws:CurrentTime\"] < datetime(\"2027-01-01\") && context[\"aws:RequestedRegion\"] == \"us-east-1\" };",
    );
    let one = certificate(1);
    let verdict = |source| {
        Asking { source, ..Asking::of("acm:DescribeCertificate", &one) }.by("alice", &policies).verdict
    };
    assert_eq!(verdict(Some("10.1.2.3")), Verdict::Allowed);
    assert_eq!(verdict(Some("::ffff:10.1.2.3")), Verdict::Allowed, "the same address");
    assert_eq!(verdict(Some("11.1.2.3")), Verdict::NotAllowed);
    assert_eq!(verdict(None), Verdict::NotAllowed);
}

/// Such a policy does not pass the check, but one that was kept by an earlier release might come to this.
#[test]
fn a_policy_that_would_forbid_and_cannot_be_evaluated_forbids() {
    let text = "permit (principal, action, resource);\nforbid (principal, action, resource) when { context.nothing };";
    assert!(check_document(&schema(), &name("test"), text).is_err());
    let policies = Policies::compile([(&name("test"), text)]).expect("they compile");
    let decision = Asking::of("acm:DescribeCertificate", &certificate(1)).by("alice", &policies);
    assert_eq!((decision.verdict, decision.by), (Verdict::Forbidden, BTreeSet::from(["test#2".to_owned()])));
    assert_eq!(decision.faults.len(), 1);
}

#[test]
fn what_is_wrong_is_said_with_name_line_and_cause() {
    let said: Vec<String> = [
        "permit (principal, action, resource)\nwhen { 1 + };",
        "permit (principal, action, resource);\n\npermit (principal, action == Action::\"acm:Nothing\", resource);",
        "permit (principal, action == Action::\"acm:DescribeCertificate\", resource == HostedZone::\"Z1\");",
        "permit (principal, action == Action::\"acm:DescribeCertificate\", resource)\nwhen { context[\"acm:Export\"] == \"ENABLED\" };",
        "permit (principal == ?principal, action, resource);",
        "// nothing\n",
    ]
    .map(refused)
    .to_vec();
    insta::assert_snapshot!(said.join("\n"));
}

/// Reading, checking, deciding and freeing go as deep into the stack as an expression is a tree: what is let through
/// has to fit where it is read.
#[test]
fn no_tree_is_deep_enough_to_break_a_stack() {
    let repeated = |piece: &str, times: usize| piece.repeat(times);
    let expressions: Vec<String> = [1_usize, 30, 60, 300, 600, 900, 1900, 20_000]
        .into_iter()
        .flat_map(|times| {
            [
                format!("{}true{}", repeated("(", times), repeated(")", times)),
                format!("{}1{} == 1", repeated("[", times), repeated("]", times)),
                format!("{}1{} == 1", repeated("{a:", times), repeated("}", times)),
                format!("{}true", repeated("!", times)),
                format!("{}1 == 1", repeated("-", times)),
                format!("{}true", repeated("true&&", times)),
                format!("{}true", repeated("true||", times)),
                format!("{}1 == 1", repeated("1+", times)),
                format!("{}1 == 1", repeated("1*", times)),
                format!("context{} == 1", repeated(".a", times)),
                format!("context{} == 1", repeated("[\"a\"]", times)),
                format!("principal{}", repeated(".a()", times)),
                format!("{}true", repeated("if true then true else ", times)),
                format!("{}true{}", repeated("if ", times), repeated(" then true else true", times)),
                format!("[{}1].contains(1)", repeated("1,", times)),
            ]
        })
        .map(|expression| format!("permit (principal, action, resource) when {{ {expression} }};"))
        .collect();
    let reading = move || {
        let schema = schema();
        for text in &expressions {
            if check_document(&schema, &name("test"), text).is_ok() {
                let policies = Policies::compile([(&name("test"), text.as_str())]).expect("they compile");
                let decision = Asking::of("acm:DescribeCertificate", &certificate(1)).by("alice", &policies);
                assert_ne!(decision.verdict, Verdict::Forbidden);
            }
        }
    };
    // As much as the threads of the runtime have, where it is done.
    let thread = std::thread::Builder::new().stack_size(2 * 1024 * 1024).spawn(reading).expect("a thread");
    thread.join().expect("nothing broke");
}

#[test]
fn long_texts_are_refused() {
    let long = format!("permit (principal, action, resource); //{}", "x".repeat(DOCUMENT_BYTES_MAX));
    assert!(matches!(check_document(&schema(), &name("test"), &long), Err(PolicyRefused::TooLong(_))));
}

#[test]
fn names_are_iams_and_never_the_owners() {
    for good in ["alice", "a", "ci+deploy@example.com", "x_y=z,1.2-3"] {
        assert!(PrincipalName::try_from(good.to_owned()).is_ok(), "{good}");
    }
    for bad in ["", "root", "ROOT", "a b", "a/b", "a\"b", "é", &"x".repeat(65)] {
        assert!(PrincipalName::try_from(bad.to_owned()).is_err(), "{bad}");
    }
}

/// A policy in short: whom, which action and which certificate it names, if any, and whether it permits.
type Rule = (Option<u8>, Option<u8>, Option<u8>, bool);

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let part = || proptest::option::of(0_u8..3);
    proptest::collection::vec((part(), part(), part(), any::<bool>()), 0..12)
}

fn written(rules: &[Rule]) -> String {
    let clause = |word: &str, kind: &str, id: Option<String>| {
        id.map_or_else(|| word.to_owned(), |id| format!("{word} == {kind}::\"{id}\""))
    };
    let rule = |(principal, action, resource, permits): &Rule| {
        format!(
            "{} ({}, {}, {});\n",
            if *permits { "permit" } else { "forbid" },
            clause("principal", "Principal", principal.map(|number| format!("p{number}"))),
            clause("action", "Action", action.map(|number| ACTIONS[usize::from(number)].to_owned())),
            clause("resource", "Certificate", resource.map(|number| certificate(number.into()).id)),
        )
    };
    rules.iter().map(rule).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Against the plain reading: allowed when something permits and nothing forbids. Narrowing changes no answer.
    #[test]
    fn forbidding_goes_before_permitting_and_nothing_is_allowed_by_default(
        rules in rules(), principal in 0_u8..4, action in 0_u8..3, resource in 0_u8..4,
    ) {
        let text = written(&rules);
        let policies = if rules.is_empty() { Policies::none() } else {
            Policies::compile([(&name("test"), text.as_str())]).expect("they compile")
        };
        let concerns = |rule: &&Rule| {
            let same = |named: Option<u8>, asked: u8| named.is_none_or(|named| named == asked);
            same(rule.0, principal) && same(rule.1, action) && same(rule.2, resource)
        };
        let concerned: Vec<&Rule> = rules.iter().filter(concerns).collect();
        let expected = if concerned.iter().any(|rule| !rule.3) {
            Verdict::Forbidden
        } else if concerned.is_empty() {
            Verdict::NotAllowed
        } else {
            Verdict::Allowed
        };
        let resource = certificate(resource.into());
        let asking = Asking::of(ACTIONS[usize::from(action)], &resource);
        let principal = format!("p{principal}");
        let first = asking.by(&principal, &policies);
        prop_assert_eq!(first.verdict, expected);
        prop_assert_eq!(asking.by(&principal, &policies), first, "what was narrowed answers the same again");
    }

    /// Whatever the text, it is taken or refused, and what is taken compiles.
    #[test]
    fn no_text_breaks_the_reading(text in "\\PC{0,200}|(permit|forbid) ?\\(principal, ?action, ?resource\\)( when \\{[ -~]{0,60}\\})?;") {
        if check_document(&schema(), &name("test"), &text).is_ok() {
            prop_assert!(Policies::compile([(&name("test"), text.as_str())]).is_ok());
        }
    }
}

/// The policies of a role's account name the principals of other accounts that may take it; "everyone" does not.
#[test]
fn principals_of_another_account_have_to_be_named() {
    let theirs = AccountId::try_from("210987654321".to_owned()).expect("an account");
    let name = PrincipalName::try_from("deploy".to_owned()).expect("a name");
    let role = Resource::role(&tenant().account, &name);
    let bob = "arn:aws:iam::210987654321:user/bob";
    let session = AskedValue::Text("ci".to_owned());
    let values = [("sts:RoleSessionName", session)];
    let action =
        Action { name: "sts:AssumeRole".to_owned(), resources: BTreeSet::from([ResourceKind::Role]) };
    let schema = AccessSchema::new(&[action]).expect("a schema");
    let compiled = |text: &str| {
        check_document(&schema, &self::name("test"), text).expect("good policies");
        Policies::compile([(&self::name("test"), text)]).expect("they compile")
    };
    let asking = Asking { values: &values, ..Asking::of("sts:AssumeRole", &role) };
    let verdict = |text: &str| asking.by_one_of(Some(&theirs), bob, &compiled(text)).verdict;
    let assume = "action == Action::\"sts:AssumeRole\"";
    let named = format!("Role::\"{}\"", role.id);
    for (text, expected) in [
        ("permit (principal, action, resource);".to_owned(), Verdict::NotAllowed),
        (format!("permit (principal, {assume}, resource == {named});"), Verdict::NotAllowed),
        (format!("permit (principal is Principal, {assume}, resource == {named});"), Verdict::NotAllowed),
        (format!("permit (principal == Principal::\"bob\", {assume}, resource);"), Verdict::NotAllowed),
        (
            format!("permit (principal in Account::\"123456789012\", {assume}, resource);"),
            Verdict::NotAllowed,
        ),
        (format!("permit (principal in Account::\"210987654321\", {assume}, resource);"), Verdict::Allowed),
        (
            format!("permit (principal == Principal::\"{bob}\", {assume}, resource == {named});"),
            Verdict::Allowed,
        ),
        (
            format!(
                "permit (principal == Principal::\"{bob}\", {assume}, resource);\n\
                 forbid (principal, {assume}, resource) when {{ context[\"sts:RoleSessionName\"] == \"ci\" }};"
            ),
            Verdict::Forbidden,
        ),
    ] {
        assert_eq!(verdict(&text), expected, "{text}");
    }
    // The other side: the policies of the caller's account, on a role that is elsewhere.
    let elsewhere = Resource::role(&theirs, &name);
    let asking = Asking { values: &values, ..Asking::of("sts:AssumeRole", &elsewhere) };
    for (place, expected) in
        [("Account::\"123456789012\"", Verdict::NotAllowed), ("Account::\"210987654321\"", Verdict::Allowed)]
    {
        let policies = compiled(&format!("permit (principal, {assume}, resource in {place});"));
        assert_eq!(asking.by("alice", &policies).verdict, expected, "{place}");
    }
}
