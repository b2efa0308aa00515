use http::Request;
use http::header::{HOST, ORIGIN};
use tegata_testkit::{World, dns_request};

use super::*;

fn asked(host: &str) -> Parts {
    let request = Request::get("/metrics").header(HOST, host).body(()).expect("a request");
    request.into_parts().0
}

fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

#[tokio::test]
async fn what_stands_and_what_was_done_is_told() {
    let world = World::new(1).await;
    let (instance, owner) = (&world.instance, &world.owner);
    for name in ["one.example.com", "two.example.com"] {
        tegata_operations::certificate::request(instance, owner, dns_request(&[name]), None)
            .await
            .expect("requested");
    }
    world.settle().await.expect("settled");
    let request = tegata_operations::certificate::request;
    request(instance, owner, dns_request(&["three.example.com"]), None).await.expect("requested");
    tegata_operations::instance::counters::count_by_status(&world.worker).await.expect("counted");
    let metrics = Metrics::new(Timestamp::UNIX_EPOCH);
    let (counters, begun) = (&metrics.counters, std::time::Instant::now());
    counters.count_request("acm", "RequestCertificate", "done", begun);
    counters.count_request("acm", "RequestCertificate", "done", begun);
    counters.count_request("acm", "DescribeCertificate", "ResourceNotFoundException", begun);
    counters.count_authentication_failure("SignatureDoesNotMatch");
    counters.count_status_answer();
    let files = AuthorityFiles::default();
    let answer = metrics.answer(instance, &files, &asked("localhost:4566"), address("127.0.0.1")).await;
    assert_eq!(answer.headers()[CONTENT_TYPE], TEXT);
    let text = String::from_utf8(answer.body().to_vec()).expect("text");
    // What depends on the machine and on how fast it is.
    let varies = |line: &&str| {
        line.starts_with("process_")
            || line.contains("_bucket{")
            || line.contains("_sum")
            || line.contains("_transaction_duration_seconds_count")
    };
    let mut lines: Vec<&str> = text.lines().filter(|line| !line.is_empty() && !varies(line)).collect();
    // Families come in no order of their own within a metric.
    lines.sort_unstable();
    insta::assert_snapshot!(lines.join("\n"));
}

#[tokio::test]
async fn nobody_else_is_told_without_permission() {
    let permitted = vec!["10.1.0.0/16".parse().expect("a network")];
    let world = World::with_settings(1, |settings| settings.metrics_networks = permitted).await;
    let metrics = Metrics::new(Timestamp::UNIX_EPOCH);
    let status = async |parts: &Parts, peer: &str| {
        metrics
            .answer(&world.instance, &AuthorityFiles::default(), parts, address(peer))
            .await
            .status()
            .as_u16()
    };
    let plain = asked("tegata.example:4566");
    assert_eq!(status(&plain, "192.0.2.1").await, 403);
    assert_eq!(status(&plain, "10.1.2.3").await, 200);
    assert_eq!(status(&plain, "::ffff:10.1.2.3").await, 200);
    assert_eq!(status(&plain, "127.0.0.1").await, 403, "a name that a page may own");
    assert_eq!(status(&asked("127.0.0.1:4566"), "::1").await, 200);
    let mut page = asked("localhost:4566");
    page.headers.insert(ORIGIN, HeaderValue::from_static("https://page.example"));
    assert_eq!(status(&page, "127.0.0.1").await, 403, "a page");
    let mut post = asked("localhost:4566");
    post.method = Method::POST;
    assert_eq!(status(&post, "127.0.0.1").await, 405);
}
