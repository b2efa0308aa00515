//! A line of an access log, in ELB's format (ELB User Guide, "Access log entries").

use std::borrow::Cow;
use std::fmt::{self, Display, Write as _};
use std::time::Duration;

use http::HeaderValue;
use jiff::{SignedDuration, Timestamp};
use tegata_edge::{AccessEntry, AccessProtocol, MatchedRule, PerformedAction, TransformOutcome, Transformed};

/// What stands for nothing.
const NONE: &str = "-";

/// The line of a request that ended at `ended`. `balancer` is its load balancer, as `app/name/id`, and `group` the ARN of the
/// group that its target is of. Fields of what is not built are `-`: the connection's identifier, and the error reasons of
/// Lambda, WAF and authentication.
pub(super) fn line(entry: &AccessEntry, balancer: &str, group: Option<&str>, ended: Timestamp) -> String {
    let mut line = String::with_capacity(512);
    // Writing into a text cannot fail.
    let _ = write_line(&mut line, entry, balancer, group, ended);
    line
}

fn write_line(
    line: &mut String,
    entry: &AccessEntry,
    balancer: &str,
    group: Option<&str>,
    ended: Timestamp,
) -> fmt::Result {
    let created = ended - SignedDuration::try_from(entry.elapsed).unwrap_or_default();
    let target = entry.target.as_ref();
    let address = or_none(target.map(|target| target.address));
    let answered = target.and_then(|target| target.answered);
    let target_status = or_none(answered.map(|(_, status)| status));
    let sent = target.map(|target| target.sent);
    let answer_took = target.and_then(|target| Some(target.answered?.0.saturating_sub(target.sent)));
    let rest_took = answered.map(|(at, _)| entry.elapsed.saturating_sub(at));
    write!(line, "{} {ended:.6} {balancer} {} {address} ", protocol(entry.protocol), entry.client)?;
    write!(line, "{} {} {} ", Seconds(sent), Seconds(answer_took), Seconds(rest_took))?;
    write!(line, "{} {target_status} {} {} ", entry.status, entry.bytes_received, entry.bytes_sent)?;
    let user_agent = entry.user_agent.as_ref().map(HeaderValue::as_bytes);
    write!(line, "{} {} ", Quoted(Some(entry.line.as_bytes())), Quoted(user_agent))?;
    match &entry.tls {
        Some(tls) => write!(line, "{} {} ", text(&tls.cipher_suite), text(&tls.version))?,
        None => line.push_str("- - "),
    }
    let trace_id = entry.trace_id.as_ref().map(HeaderValue::as_bytes);
    let server_name = entry.tls.as_ref().and_then(|tls| tls.server_name.as_deref()).map(str::as_bytes);
    write!(line, "{} {} {} ", group.unwrap_or(NONE), Quoted(trace_id), Quoted(server_name))?;
    // The certificate that was chosen.
    write!(line, "{} ", Quoted(None))?;
    match entry.rule {
        Some(MatchedRule::Priority(priority)) => write!(line, "{priority} ")?,
        Some(MatchedRule::Default) => line.push_str("0 "),
        None => line.push_str("-1 "),
    }
    let (action, redirect) = match &entry.action {
        Some(PerformedAction::Forward) => (Some("forward"), None),
        Some(PerformedAction::FixedResponse) => (Some("fixed-response"), None),
        Some(PerformedAction::Redirect(to)) => (Some("redirect"), to.as_ref()),
        None => (None, None),
    };
    let redirect = redirect.map(HeaderValue::as_bytes);
    write!(line, "{created:.6} {} {} ", Quoted(action.map(str::as_bytes)), Quoted(redirect))?;
    write!(line, "\"-\" \"{address}\" \"{target_status}\" ")?;
    let (class, reason) = entry.unclear.map_or((NONE, NONE), |unclear| (unclear.class, unclear.reason));
    write!(line, "\"{class}\" \"{reason}\" - ")?;
    write_transformed(line, entry.transformed.as_ref())?;
    line.push('\n');
    Ok(())
}

fn write_transformed(line: &mut String, transformed: Option<&Transformed>) -> fmt::Result {
    let host = transformed.and_then(|it| it.host.as_ref()).map(HeaderValue::as_bytes);
    let url = transformed.and_then(|it| it.url.as_deref()).map(str::as_bytes);
    let outcome = transformed.map(|it| match it.outcome {
        TransformOutcome::Success => "TransformSuccess",
        TransformOutcome::InvalidHost => "TransformInvalidHost",
        TransformOutcome::InvalidPath => "TransformInvalidPath",
    });
    write!(line, "{} {} {}", Quoted(host), Quoted(url), Quoted(outcome.map(str::as_bytes)))
}

fn protocol(protocol: AccessProtocol) -> &'static str {
    match protocol {
        AccessProtocol::Http => "http",
        AccessProtocol::Https => "https",
        AccessProtocol::H2 => "h2",
        AccessProtocol::Grpcs => "grpcs",
        AccessProtocol::Ws => "ws",
        AccessProtocol::Wss => "wss",
    }
}

fn text(value: &HeaderValue) -> &str {
    value.to_str().ok().filter(|text| !text.is_empty()).unwrap_or(NONE)
}

fn or_none(value: Option<impl Display>) -> Cow<'static, str> {
    value.map_or(Cow::Borrowed(NONE), |value| Cow::Owned(value.to_string()))
}

/// Seconds with three digits behind the point; -1 for what did not come to pass.
struct Seconds(Option<Duration>);

impl Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(duration) => write!(f, "{:.3}", duration.as_secs_f64()),
            None => f.write_str("-1"),
        }
    }
}

/// Bytes in quotes, with those that cannot stand in a line, and the quote, as `\x` and two digits.
struct Quoted<'a>(Option<&'a [u8]>);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for byte in self.0.unwrap_or(NONE.as_bytes()) {
            match byte {
                b' '..=b'~' if *byte != b'"' => f.write_char(char::from(*byte))?,
                _ => write!(f, "\\x{byte:02X}")?,
            }
        }
        f.write_char('"')
    }
}

#[cfg(test)]
mod tests {
    use tegata_edge::{AccessTarget, AccessTls, GroupKey, Unclear};

    use super::*;

    fn entry() -> AccessEntry {
        AccessEntry {
            protocol: AccessProtocol::Https,
            client: "192.168.131.39:2817".parse().expect("an address"),
            line: "GET https://www.example.com:443/ HTTP/1.1".to_owned(),
            user_agent: Some(HeaderValue::from_static("curl/7.46.0")),
            tls: Some(AccessTls {
                version: HeaderValue::from_static("TLSv1.2"),
                cipher_suite: HeaderValue::from_static("ECDHE-RSA-AES128-GCM-SHA256"),
                server_name: Some("www.example.com".to_owned()),
            }),
            bytes_received: 0,
            bytes_sent: 57,
            elapsed: Duration::from_micros(171_000),
            status: 200,
            rule: Some(MatchedRule::Priority(1)),
            action: Some(PerformedAction::Forward),
            target: Some(AccessTarget {
                group: GroupKey(1),
                address: "10.0.0.1:80".parse().expect("an address"),
                sent: Duration::from_millis(86),
                answered: Some((Duration::from_millis(134), 200)),
            }),
            trace_id: Some(HeaderValue::from_static("Root=1-58337281-1d84f3d73c47ec4e58577259")),
            unclear: None,
            transformed: None,
        }
    }

    fn written(entry: &AccessEntry, group: Option<&str>) -> String {
        let ended = "2018-07-02T22:23:00.186641Z".parse().expect("a time");
        line(entry, "app/my-loadbalancer/50dc6c495c0c9188", group, ended)
    }

    #[test]
    fn a_request_to_a_target_is_written_as_elb_writes_it() {
        let group =
            "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067";
        assert_eq!(
            written(&entry(), Some(group)),
            format!(
                "https 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 \
                 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 \"GET https://www.example.com:443/ HTTP/1.1\" \
                 \"curl/7.46.0\" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 {group} \
                 \"Root=1-58337281-1d84f3d73c47ec4e58577259\" \"www.example.com\" \"-\" 1 \
                 2018-07-02T22:23:00.015641Z \"forward\" \"-\" \"-\" \"10.0.0.1:80\" \"200\" \"-\" \"-\" - \"-\" \"-\" \"-\"\n"
            )
        );
    }

    #[test]
    fn what_a_request_lacks_is_a_hyphen_or_minus_one() {
        let entry = AccessEntry {
            protocol: AccessProtocol::Http,
            user_agent: None,
            tls: None,
            status: 302,
            rule: Some(MatchedRule::Default),
            action: Some(PerformedAction::Redirect(Some(HeaderValue::from_static("https://a/")))),
            target: None,
            trace_id: None,
            unclear: Some(Unclear { class: "Ambiguous", reason: "EmptyHeader" }),
            transformed: Some(Transformed {
                host: Some(HeaderValue::from_static("b")),
                url: Some("/c".to_owned()),
                outcome: TransformOutcome::Success,
            }),
            ..entry()
        };
        assert_eq!(
            written(&entry, None),
            "http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 - -1 -1 -1 302 - 0 \
             57 \"GET https://www.example.com:443/ HTTP/1.1\" \"-\" - - - \"-\" \"-\" \"-\" 0 2018-07-02T22:23:00.015641Z \
             \"redirect\" \"https://a/\" \"-\" \"-\" \"-\" \"Ambiguous\" \"EmptyHeader\" - \"b\" \"/c\" \"TransformSuccess\"\n"
        );
    }

    #[test]
    fn a_line_stays_one_line_whatever_a_client_sends() {
        let agent = HeaderValue::from_bytes(b"a\"b\tc\xff\\").expect("a value");
        let line = written(&AccessEntry { user_agent: Some(agent), ..entry() }, None);
        assert!(line.contains(r#" "a\x22b\x09c\xFF\" "#), "{line}");
        assert_eq!(line.matches('\n').count(), 1);
    }
}
