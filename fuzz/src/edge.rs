//! What the edge reads of requests: rules, and cookies of its own.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use http::{HeaderValue, Request};
use tegata_edge::{Action, Condition, CookieKey, CookieKeys, FixedResponse, Pattern, Routes, Rule, RuleSet};
use tegata_model::load_balancing::regular_expression;

const CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Each line but the last is a condition, by its first letter; the last line is the request: host, target, and a header
/// with a space between. Many rules at once choose as the same rules one after the other, and an expression that the model
/// takes is one that the edge can follow.
pub(crate) fn rules(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines: Vec<&str> = text.lines().take(64).collect();
    let mut last = lines.pop().unwrap_or_default().splitn(3, ' ');
    let (host, target, value) = (last.next(), last.next(), last.next());
    let request =
        Request::builder().uri(target.unwrap_or("/")).header("x", value.unwrap_or_default()).body(());
    let (Ok(request), Ok(host)) = (request, HeaderValue::try_from(host.unwrap_or_default())) else { return };
    let answer =
        || Action::FixedResponse(FixedResponse { status: 200, content_type: None, body: String::new() });
    let rules: Vec<Rule> = lines
        .iter()
        .filter_map(|line| condition(line))
        .map(|condition| Rule::new(1, vec![condition], answer()))
        .collect();
    let ready =
        |rules: Vec<Rule>| RuleSet::new(Arc::new(Routes { rules, default: answer() })).expect("rules");
    let is_chosen = |rule: &Rule| ready(vec![rule.clone()]).find(&request, &host, CLIENT).is_some();
    let one_by_one = rules.iter().position(is_chosen);
    // More than sixteen are looked up in another way.
    let mut many = rules.clone();
    let never = Rule::new(1, vec![Condition::Method(vec!["NEVER".to_owned()])], answer());
    many.extend(std::iter::repeat_n(never, 16));
    assert_eq!(ready(rules).find(&request, &host, CLIENT), one_by_one);
    assert_eq!(ready(many).find(&request, &host, CLIENT), one_by_one);
}

fn condition(line: &str) -> Option<Condition> {
    let kind = line.get(..1)?;
    let text: String = line.get(1..)?.chars().take(128).collect();
    let wildcard = || vec![Pattern::Wildcard(text.clone())];
    let regex = || regular_expression::check(&text).ok().map(|_| vec![Pattern::Regex(text.clone())]);
    Some(match kind {
        "h" => Condition::HostHeader(wildcard()),
        "H" => Condition::HostHeader(regex()?),
        "p" => Condition::PathPattern(wildcard()),
        "P" => Condition::PathPattern(regex()?),
        "x" => Condition::HttpHeader { name: "x".to_owned(), patterns: wildcard() },
        "q" => {
            let pair = match text.split_once('=') {
                Some((key, value)) => (Some(key.to_owned()), value.to_owned()),
                None => (None, text),
            };
            Condition::QueryString(vec![pair])
        }
        _ => return None,
    })
}

/// A value that a client made up is not opened; what is sealed is opened as it was.
pub(crate) fn cookie(bytes: &[u8]) {
    let keys = CookieKeys::default();
    keys.put(&[CookieKey { id: 1, begins_at: 0, key: [7; 32].into() }]);
    assert_eq!(keys.open("AWSALBTG", &String::from_utf8_lossy(bytes)), None);
    let content = &bytes[..bytes.len().min(1024)];
    let value = keys.seal("AWSALBTG", content, 0).expect("a key");
    assert_eq!(keys.open("AWSALBTG", &value).as_deref(), Some(content));
}
