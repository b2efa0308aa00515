//! What choosing a rule costs, by how many rules a listener has and what they ask for: the last rule matches, or none.

use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use http::{HeaderValue, Request};
use tegata_edge::{Action, Condition, FixedResponse, Pattern, Routes, Rule, RuleSet};

/// How many choices are timed together.
const BATCH: u32 = 100;
const LASTING: Duration = Duration::from_millis(300);
/// What a choice among 1,000 rules may cost more than one among one.
const WANTED: Duration = Duration::from_micros(10);
const MANY: usize = 1000;

/// Makes the conditions of the rule of a number.
type Conditions = fn(usize) -> Vec<Condition>;

fn main() -> Result<()> {
    let kinds: [(&str, Conditions); 9] = [
        ("host", |n| vec![Condition::HostHeader(wild(format!("t{n}.example.com")))]),
        ("host, wildcard", |n| vec![Condition::HostHeader(wild(format!("*.t{n}.example.com")))]),
        ("path, prefix", |n| vec![Condition::PathPattern(wild(format!("/service-{n}/*")))]),
        ("path, middle", |n| vec![Condition::PathPattern(wild(format!("*/s{n}/*")))]),
        ("one host, path", |n| {
            let host = Condition::HostHeader(wild("www.example.com".to_owned()));
            vec![host, Condition::PathPattern(wild(format!("/service-{n}/*")))]
        }),
        ("path, regex", |n| vec![Condition::PathPattern(regex(format!("^/service-{n}/v[0-9]+/.*$")))]),
        ("header", |n| {
            vec![Condition::HttpHeader { name: "x-tenant".to_owned(), patterns: wild(format!("tenant-{n}")) }]
        }),
        ("query", |n| vec![Condition::QueryString(vec![(Some("tenant".to_owned()), format!("tenant-{n}"))])]),
        ("source network", |n| {
            let network = format!("10.{}.{}.0/24", n / 256, n % 256).parse().expect("a network");
            vec![Condition::SourceIp(vec![network])]
        }),
    ];
    println!(
        "{:>16}  {:>9}  {:>9}  {:>9}  {:>9}",
        "1,000 rules by", "ready in", "one rule", "the last", "none"
    );
    for (kind, conditions) in kinds {
        let one = ready(1, conditions)?.0;
        let (many, made) = ready(MANY, conditions)?;
        let base = measure(&one, 0, Some(0));
        let last = measure(&many, MANY - 1, Some(MANY - 1));
        let none = measure(&many, MANY, None);
        println!("{kind:>16}  {made:>9.1?}  {base:>9.0?}  {last:>9.0?}  {none:>9.0?}");
        for cost in [last, none] {
            ensure!(
                cost.saturating_sub(base) < WANTED,
                "1,000 rules by {kind} cost {cost:?}, one costs {base:?}: wanted are less than {WANTED:?} more"
            );
        }
    }
    Ok(())
}

fn wild(text: String) -> Vec<Pattern> {
    vec![Pattern::Wildcard(text)]
}

fn regex(text: String) -> Vec<Pattern> {
    vec![Pattern::Regex(text)]
}

/// This many rules, and how long it took to make them ready.
fn ready(count: usize, conditions: Conditions) -> Result<(RuleSet, Duration)> {
    let answer =
        || Action::FixedResponse(FixedResponse { status: 200, content_type: None, body: String::new() });
    let rules = (1..)
        .zip(0..count)
        .map(|(priority, number)| Rule::new(priority, conditions(number), answer()))
        .collect();
    let begun = Instant::now();
    let rules = RuleSet::new(Arc::new(Routes { rules, default: answer() }))?;
    Ok((rules, begun.elapsed()))
}

/// The cost of choosing the rule for a request that only the rule of this number is for.
fn measure(rules: &RuleSet, number: usize, expected: Option<usize>) -> Duration {
    let host = match number {
        // The one rule of a set, and the last of many, are by turns found by host and by path.
        0 => "t0.example.com".to_owned(),
        number => format!("t{number}.example.com"),
    };
    let hosts = [host.clone(), format!("a.{host}"), "www.example.com".to_owned()];
    let uri = format!("/service-{number}/v1/orders/s{number}/42?page=7&tenant=tenant-{number}&sort=name");
    let request = Request::get(uri)
        .header("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
        .header("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
        .header("x-tenant", format!("tenant-{number}"))
        .body(())
        .expect("a request");
    let bytes = number.to_be_bytes();
    let client = IpAddr::V4(Ipv4Addr::new(10, bytes[6], bytes[7], 9));
    let values: Vec<HeaderValue> =
        hosts.iter().map(|host| HeaderValue::try_from(host).expect("a host")).collect();
    // The host that the rules of this kind ask for, or any when they ask for none.
    let host = values
        .iter()
        .find(|host| rules.find(&request, host, client) == expected)
        .expect("a host with which the rule is found");
    // The best of many batches: what else the machine does is left out.
    let begun = Instant::now();
    let mut best = Duration::MAX;
    while begun.elapsed() < LASTING {
        let batch = Instant::now();
        for _ in 0..BATCH {
            let _ = black_box(rules.find(black_box(&request), black_box(host), black_box(client)));
        }
        best = best.min(batch.elapsed() / BATCH);
    }
    best
}
