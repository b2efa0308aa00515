//! Memory that a request's reading takes. One test, alone in its process: it measures the whole process.

use std::fmt::Write as _;

use http::Request;
use peak_alloc::PeakAlloc;
use tegata_aws::contract::service;
use tegata_aws::protocol::decode;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// The largest body that the API reads.
const BODY_BYTES: usize = 4 * 1024 * 1024;
/// What reading it may take, the body itself left out.
const BYTES_MAX: usize = 64 * 1024 * 1024;

/// A body of the largest size: a beginning, a piece again and again, an end. `@` in a piece is its number.
fn body(begin: &str, piece: &str, end: &str) -> String {
    let mut text = begin.to_owned();
    for number in 0_u32.. {
        if text.len() + piece.len() + end.len() + 16 > BODY_BYTES {
            break;
        }
        let numbered = piece.replace('@', &number.to_string());
        write!(text, "{numbered}").expect("memory");
    }
    text + end
}

/// A body of the largest size, nested.
fn nested(begin: &str, open: &str, close: &str, end: &str) -> String {
    let levels = (BODY_BYTES - begin.len() - end.len()) / (open.len() + close.len());
    [begin, &open.repeat(levels), &close.repeat(levels), end].concat()
}

fn hostile() -> Vec<(&'static str, &'static str, String)> {
    let json = "RequestCertificate";
    let search = "SearchCertificates";
    let dots = format!("@{}=1&", ".".repeat(60));
    let arguments = format!("TargetGroupArns.member.@{}=1&", ".x".repeat(30));
    vec![
        ("acm", json, body(r#"{"DomainName":"a","Unknown":["#, "1,", "1]}")),
        ("acm", json, body(r#"{"DomainName":"a","Unknown":{"#, r#""@":[],"#, r#""x":1}}"#)),
        ("acm", json, body(r#"{"DomainName":"a""#, r#","@":{}"#, "}")),
        ("acm", json, body(r#"{"DomainName":"a","SubjectAlternativeNames":["#, r#""","#, r#"""]}"#)),
        ("acm", json, body(r#"{"DomainName":"a","Tags":["#, "{},", "{}]}")),
        ("acm", json, body(r#"{"DomainName":"a","Tags":["#, r#"{"Key":"","Value":""},"#, "{}]}")),
        ("acm", json, body(r#"{"DomainName":"a","Tags":["#, "null,", "null]}")),
        ("acm", json, body(r#"{"DomainName":""#, "\\u0041", r#""}"#)),
        ("acm", json, nested(r#"{"Unknown":"#, "[", "]", "}")),
        ("acm", json, nested(r#"{"Unknown":"#, r#"{"a":"#, "}", "}")),
        ("acm", search, body(r#"{"FilterStatement":{"And":["#, r#"{"Not":{"Or":[]}},"#, "{}]}}")),
        ("acm", search, nested(r#"{"FilterStatement":"#, r#"{"Not":"#, "}", "}")),
        ("elbv2", "", body("Action=DescribeLoadBalancers&", &dots, "")),
        ("elbv2", "", body("Action=DescribeTargetGroups&", &arguments, "")),
        ("elbv2", "", body("Action=DescribeTargetGroups&", "TargetGroupArns.member.@=&", "")),
        ("elbv2", "", body("Action=DescribeTargetGroups&", "a&", "")),
        ("elbv2", "", body("Action=RegisterTargets&", "Targets.member.@.Port=1&", "")),
        (
            "elbv2",
            "",
            body(
                "Action=CreateListener&",
                "DefaultActions.member.@.ForwardConfig.TargetGroups.member.@.Weight=1&",
                "",
            ),
        ),
        ("route53", "", body("<CreateHostedZoneRequest>", "<a/>", "</CreateHostedZoneRequest>")),
        ("route53", "", body("<CreateHostedZoneRequest>", "<a></a>", "</CreateHostedZoneRequest>")),
        ("route53", "", body("<CreateHostedZoneRequest", " a@=''", "></CreateHostedZoneRequest>")),
        (
            "route53",
            "",
            body("<CreateHostedZoneRequest><Name>", "&#38;", "</Name></CreateHostedZoneRequest>"),
        ),
        (
            "route53",
            "",
            body("<CreateHostedZoneRequest><Name>", "<![CDATA[]]>", "</Name></CreateHostedZoneRequest>"),
        ),
        ("route53", "", body("<CreateHostedZoneRequest>", "<!---->", "</CreateHostedZoneRequest>")),
        ("route53", "", nested("", "<a>", "</a>", "")),
    ]
}

/// The CPU time of this thread, in seconds.
fn cpu() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// `cargo test --release -p tegata-aws --test it memory -- --nocapture` shows the CPU time of each as well: 100 ms at most.
#[test]
fn no_request_takes_more_than_64_mib_to_read() {
    for (of, target, body) in hostile() {
        let service = service(of).expect("a contract");
        let request = Request::post("/2013-04-01/hostedzone")
            .header("x-amz-target", format!("CertificateManager.{target}"))
            .body(())
            .expect("a request");
        let (parts, ()) = request.into_parts();
        let (before, begun) = (ALLOCATED.current_usage(), cpu());
        ALLOCATED.reset_peak_usage();
        if let Ok(call) = decode(service, &parts, body.as_bytes()) {
            let _ = service.violations(call.operation, &call.input);
        }
        let taken = ALLOCATED.peak_usage().saturating_sub(before);
        let shown: String = body.chars().take(80).collect();
        eprintln!(
            "{:>5.1} MiB {:>6.1} ms of CPU: {of} {shown}",
            taken as f64 / 1_048_576.0,
            (cpu() - begun) * 1e3
        );
        assert!(taken < BYTES_MAX, "{taken} bytes for {} bytes of {of}: {shown}", body.len());
    }
}
