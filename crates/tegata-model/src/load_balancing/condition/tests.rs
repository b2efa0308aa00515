use super::*;

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn host(values: &[&str]) -> Condition {
    Condition::HostHeader { patterns: Patterns::Wildcards(texts(values)) }
}

fn path(values: &[&str]) -> Condition {
    Condition::PathPattern { patterns: Patterns::Wildcards(texts(values)) }
}

fn header(name: &str, values: &[&str]) -> Condition {
    Condition::HttpHeader { name: name.to_owned(), patterns: Patterns::Wildcards(texts(values)) }
}

fn query(key: Option<&str>, value: &str) -> Condition {
    let pair = QueryPair { key: key.map(str::to_owned), value: value.to_owned() };
    Condition::QueryString { pairs: vec![pair] }
}

fn method(values: &[&str]) -> Condition {
    Condition::HttpRequestMethod { methods: texts(values) }
}

fn source(values: &[&str]) -> Condition {
    Condition::SourceIp { networks: texts(values) }
}

fn is_value(checked: &Result<(), ConditionRefused>, of: &str) -> bool {
    matches!(checked, Err(ConditionRefused::Value { field, .. }) if *field == of)
}

#[test]
fn what_the_guide_allows_is_taken() {
    for condition in [
        host(&["example.com", "*.Example.com", "a?b.example.co", "xn--abc.example"]),
        path(&["/img/*", "/A_-.$~\"'@:+&", "*"]),
        header("User-Agent", &["*Chrome*", "a b"]),
        query(Some("version"), "v1"),
        query(None, r"*exam\*ple*"),
        method(&["GET", "CUSTOM-METHOD_X"]),
        source(&["192.0.2.0/24", "198.51.100.10/32", "2001:db8::/32"]),
        Condition::PathPattern { patterns: Patterns::Regexes(texts(&["^/api/v[0-9]+/.*$"])) },
    ] {
        assert_eq!(check(std::slice::from_ref(&condition)), Ok(()), "{condition:?}");
        let stored = serde_json::to_string(&condition).expect("plain data");
        assert_eq!(serde_json::from_str::<Condition>(&stored).expect("what was written"), condition);
    }
    let several = [header("a", &["x"]), header("a", &["y"]), query(None, "x"), query(None, "y")];
    assert_eq!(check(&several), Ok(()));
}

#[test]
fn each_rule_refuses_what_breaks_it() {
    let long = "x".repeat(129);
    let too_long = |what, max| Err(ConditionRefused::TooLong { what, max });
    for (conditions, expected) in [
        (vec![], Err(ConditionRefused::None)),
        (vec![host(&[])], Err(ConditionRefused::NoValue)),
        (vec![path(&[""])], Err(ConditionRefused::NoValue)),
        (vec![path(&[&long])], too_long("path-pattern", 128)),
        (vec![header(&"x".repeat(41), &["a"])], too_long("HttpHeaderName", 40)),
        (vec![header("HOST", &["a"])], Err(ConditionRefused::HostByHeader)),
        (vec![header("a*", &["a"])], Err(ConditionRefused::HeaderName { name: "a*".to_owned() })),
        (vec![method(&["get"])], Err(ConditionRefused::Method)),
        (vec![method(&["G*"])], Err(ConditionRefused::Method)),
        (vec![method(&[&"X".repeat(41)])], too_long("http-request-method", 40)),
        (vec![path(&["/a"]), path(&["/b"])], Err(ConditionRefused::Repeated { field: "path-pattern" })),
        (vec![path(&["/a", "/b", "/c"]), host(&["a.b", "c.d", "e.f"])], Err(ConditionRefused::TooManyValues)),
        (vec![path(&["/***"]), query(Some("*?"), "?*")], Err(ConditionRefused::TooManyWildcards)),
    ] {
        assert_eq!(check(&conditions), expected, "{conditions:?}");
    }
    assert_eq!(check(&[path(&["/***"]), query(Some("*"), r"?*\*\?\*")]), Ok(()), "escaped ones do not count");
    for value in
        ["localhost", "a.b1", "a.example.*", "a_b.example", "a.example.", "a.example:80", "ä.example"]
    {
        assert!(is_value(&check(&[host(&[value])]), "host-header"), "{value}");
    }
    for value in ["/a b", "/a%20b", "/ä", "/a#b"] {
        assert!(is_value(&check(&[path(&[value])]), "path-pattern"), "{value}");
    }
    for value in ["10.0.0.1", "255.255.255.255/32", "10.0.0.0/33", "x", "::1"] {
        assert!(is_value(&check(&[source(&[value])]), "source-ip"), "{value}");
    }
    assert!(is_value(&check(&[header("a", &["a\nb"])]), "http-header"));
    assert!(is_value(&check(&[query(None, "ä")]), "query-string"));
    let regex = Condition::HostHeader { patterns: Patterns::Regexes(texts(&["(?=a)"])) };
    assert!(matches!(check(&[regex]), Err(ConditionRefused::Regex { .. })));
}
