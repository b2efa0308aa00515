use ipnet::IpNet;
use proptest::prelude::*;

use super::*;
use crate::vocabulary::{Condition, FixedResponse, Pattern};

const CLIENT: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));

fn answer(status: u16) -> Action {
    Action::FixedResponse(FixedResponse { status, content_type: None, body: String::new() })
}

fn wildcards(texts: &[&str]) -> Vec<Pattern> {
    texts.iter().map(|text| Pattern::Wildcard((*text).to_owned())).collect()
}

fn host(texts: &[&str]) -> Condition {
    Condition::HostHeader(wildcards(texts))
}

fn path(texts: &[&str]) -> Condition {
    Condition::PathPattern(wildcards(texts))
}

fn header(name: &str, texts: &[&str]) -> Condition {
    Condition::HttpHeader { name: name.to_owned(), patterns: wildcards(texts) }
}

fn query(pairs: &[(Option<&str>, &str)]) -> Condition {
    let pair = |(key, value): &(Option<&str>, &str)| (key.map(str::to_owned), (*value).to_owned());
    Condition::QueryString(pairs.iter().map(pair).collect())
}

fn rule(conditions: Vec<Condition>, status: u16) -> Rule {
    Rule::new(1, conditions, answer(status))
}

fn ready(rules: Vec<Rule>) -> RuleSet {
    RuleSet::new(Arc::new(Routes { rules, default: answer(200) })).expect("rules")
}

fn request(method: &str, target: &str, fields: &[(&str, &str)]) -> Request<()> {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in fields {
        request = request.header(*name, *value);
    }
    request.body(()).expect("a request")
}

fn status(rules: &RuleSet, request: &Request<()>, host: &str) -> u16 {
    let host = HeaderValue::try_from(host).expect("a host");
    match rules.decide(request, &host, CLIENT).action {
        Action::FixedResponse(fixed) => fixed.status,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_first_rule_decides_all_of_whose_conditions_hold() {
    let rules = ready(vec![
        rule(vec![host(&["api.example.com"]), path(&["/v1/*", "/v2/*"])], 201),
        rule(vec![host(&["*.example.com"])], 202),
        rule(vec![path(&["/v1/*"])], 203),
    ]);
    for (name, target, expected) in [
        ("api.example.com", "/v1/x", 201),
        ("API.EXAMPLE.COM:8080", "/v2/x?y", 201),
        ("api.example.com", "/V1/x", 202),
        ("www.example.com", "/v1/x", 202),
        ("example.com", "/v1/x", 203),
        ("example.com", "/v3/x", 200),
    ] {
        assert_eq!(status(&rules, &request("GET", target, &[]), name), expected, "{name} {target}");
    }
    assert_eq!(status(&ready(vec![]), &request("GET", "/", &[]), "a"), 200);
}

/// A condition, a request, and whether the condition holds for it.
fn holds(condition: Condition, request: &Request<()>) -> bool {
    status(&ready(vec![rule(vec![condition], 201)]), request, "a.example") == 201
}

#[test]
fn each_kind_of_condition_holds_for_what_the_guide_says() {
    let get = |target: &str| request("GET", target, &[]);
    let agent = |values: &[&str]| {
        let fields: Vec<(&str, &str)> = values.iter().map(|value| ("user-agent", *value)).collect();
        request("GET", "/", &fields)
    };
    let method = |methods: &[&str]| Condition::Method(methods.iter().map(|it| (*it).to_owned()).collect());
    let source = |network: &str| Condition::SourceIp(vec![network.parse::<IpNet>().expect("a network")]);
    let regex = |text: &str| vec![Pattern::Regex(text.to_owned())];
    for (condition, request, expected) in [
        (header("User-Agent", &["*chrome*"]), agent(&["Mozilla Chrome/1"]), true),
        (header("User-Agent", &["*chrome*", "curl*"]), agent(&["x", "CURL/8"]), true),
        (header("User-Agent", &["chrome"]), agent(&["Chrome/1"]), false),
        (header("User-Agent", &["*"]), agent(&[]), false),
        (header("User-Agent", &[""]), agent(&[""]), true),
        (query(&[(Some("version"), "v1")]), get("/?a=b&VERSION=V1"), true),
        (query(&[(Some("version"), "v1")]), get("/?version=v12"), false),
        (query(&[(Some("version"), "v1")]), get("/?x=version&y=v1"), false),
        (query(&[(None, "*example*")]), get("/?any=an-example-here"), true),
        (query(&[(None, "example")]), get("/?example=1"), false),
        (query(&[(Some("a"), "*")]), get("/?a"), true),
        (query(&[(Some("a*"), "?")]), get("/?abc=1"), true),
        (query(&[(None, r"\*")]), get("/?a=*"), true),
        (query(&[(None, r"\*")]), get("/?a=b"), false),
        (query(&[(None, "a%20b")]), get("/?x=a%20b"), true),
        (query(&[(None, "a b")]), get("/?x=a%20b"), false),
        (query(&[(None, "*")]), get("/"), false),
        (path(&["/a?c"]), get("/abc?d"), true),
        (path(&["/a"]), get("/a?b=c"), true),
        (path(&["/a*z"]), get("/a/b/z"), true),
        (method(&["GET", "HEAD"]), get("/"), true),
        (method(&["get"]), get("/"), false),
        (method(&["PURGE"]), request("PURGE", "/", &[]), true),
        (source("192.0.2.0/24"), get("/"), true),
        (source("192.0.3.0/24"), get("/"), false),
        (source("::/0"), get("/"), false),
        (Condition::PathPattern(regex("^/api/v[0-9]+/")), get("/api/v17/x"), true),
        (Condition::PathPattern(regex("^/api/v[0-9]+$")), get("/api/v17/x"), false),
        (Condition::PathPattern(regex("v[0-9]")), get("/api/v17/x"), true),
        (Condition::HostHeader(regex(r"^A\.EX")), get("/"), true),
        (
            Condition::HttpHeader { name: "a".to_owned(), patterns: regex("^X+$") },
            request("GET", "/", &[("A", "xx")]),
            true,
        ),
    ] {
        let shown = format!("{condition:?} {request:?}");
        assert_eq!(holds(condition, &request), expected, "{shown}");
    }
}

#[test]
fn a_client_of_ipv4_on_a_socket_of_ipv6_is_known_by_its_own_address() {
    let network = "192.0.2.0/24".parse::<IpNet>().expect("a network");
    let rules = ready(vec![rule(vec![Condition::SourceIp(vec![network])], 201)]);
    let mapped = "::ffff:192.0.2.7".parse().expect("an address");
    let decision = rules.decide(&request("GET", "/", &[]), &HeaderValue::from_static("a"), mapped);
    assert_eq!(*decision.action, answer(201));
}

fn any_condition() -> impl Strategy<Value = Condition> {
    let text = || proptest::collection::vec("[ab*?.]{0,4}", 1..3);
    let patterns =
        || text().prop_map(|texts| texts.into_iter().map(Pattern::Wildcard).collect::<Vec<_>>()).boxed();
    let regexes = || {
        proptest::collection::vec("(\\^)?[ab](a|b|\\.|a\\*|\\[ab\\]){0,2}(\\$)?", 1..3)
            .prop_map(|texts| texts.into_iter().map(Pattern::Regex).collect::<Vec<_>>())
            .boxed()
    };
    prop_oneof![
        patterns().prop_map(Condition::HostHeader),
        regexes().prop_map(Condition::HostHeader),
        patterns().prop_map(Condition::PathPattern),
        regexes().prop_map(Condition::PathPattern),
        ("[xy]", patterns()).prop_map(|(name, patterns)| Condition::HttpHeader { name, patterns }),
        proptest::collection::vec((proptest::option::of("[ab*]{0,2}"), "[ab*?]{0,3}"), 1..3)
            .prop_map(Condition::QueryString),
        proptest::sample::select(vec!["GET", "PUT"]).prop_map(|it| Condition::Method(vec![it.to_owned()])),
        proptest::sample::select(vec!["192.0.2.0/24", "10.0.0.0/8"])
            .prop_map(|it| Condition::SourceIp(vec![it.parse().expect("a network")])),
    ]
}

proptest! {
    /// The index leaves out no rule that holds: many rules at once decide as the same rules one after the other.
    #[test]
    fn many_rules_decide_as_each_of_them_would(
        conditions in proptest::collection::vec(proptest::collection::vec(any_condition(), 1..3), 16..40),
        host in "[abAB.]{1,5}",
        target in "/[abAB./]{0,6}",
        query in proptest::option::of("[ab]{0,2}(=[abAB]{0,3})?(&[ab]=[ab]{0,2})?"),
        fields in proptest::collection::vec(("[xy]", "[abAB.]{0,4}"), 0..3),
        method in proptest::sample::select(vec!["GET", "PUT", "POST"]),
    ) {
        let target = query.map_or(target.clone(), |query| format!("{target}?{query}"));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let request = request(method, &target, &fields);
        let all: Vec<Rule> =
            conditions.iter().zip(201_u16..).map(|(it, status)| rule(it.clone(), status)).collect();
        let one_by_one = all.iter().zip(201_u16..).find_map(|(rule, number)| {
            (status(&ready(vec![rule.clone()]), &request, &host) == number).then_some(number)
        });
        prop_assert_eq!(status(&ready(all), &request, &host), one_by_one.unwrap_or(200));
    }
}
