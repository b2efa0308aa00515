//! Which rule decides about a request, and whether a rule's conditions hold (ELB User Guide, "Condition types for
//! listener rules").
//!
//! A new kind of condition is a variant of [`Condition`] and an arm of [`holds`].

use http::Request;
use http::header::HeaderValue;

use super::host::without_port;
use super::wildcard::matches;
use crate::vocabulary::{Action, Condition, Routes};

/// What is done with a request for `host`: the action of the first rule all of whose conditions hold, or else the
/// default.
pub(super) fn action<'a, B>(routes: &'a Routes, request: &Request<B>, host: &HeaderValue) -> &'a Action {
    if routes.rules.is_empty() {
        return &routes.default;
    }
    let host = without_port(host);
    let applies = |conditions: &[Condition]| conditions.iter().all(|it| holds(it, request, host));
    let rule = routes.rules.iter().find(|rule| applies(&rule.conditions));
    rule.map_or(&routes.default, |rule| &rule.action)
}

/// Whether a condition holds for a request to `host`, which has no port: one of its patterns has to match.
fn holds<B>(condition: &Condition, request: &Request<B>, host: &str) -> bool {
    match condition {
        Condition::HostHeader(patterns) => {
            patterns.iter().any(|pattern| matches(pattern, host, u8::eq_ignore_ascii_case))
        }
        Condition::PathPattern(patterns) => {
            patterns.iter().any(|pattern| matches(pattern, request.uri().path(), u8::eq))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{FixedResponse, Rule};

    fn answer(status: u16) -> Action {
        Action::FixedResponse(FixedResponse { status, content_type: None, body: String::new() })
    }

    fn host(patterns: &[&str]) -> Condition {
        Condition::HostHeader(patterns.iter().map(|pattern| (*pattern).to_owned()).collect())
    }

    fn path(patterns: &[&str]) -> Condition {
        Condition::PathPattern(patterns.iter().map(|pattern| (*pattern).to_owned()).collect())
    }

    #[test]
    fn the_first_rule_decides_all_of_whose_conditions_hold() {
        let rule = |conditions, status| Rule { conditions, action: answer(status) };
        let routes = Routes {
            rules: vec![
                rule(vec![host(&["api.example.com"]), path(&["/v1/*", "/v2/*"])], 201),
                rule(vec![path(&["/v2/*"])], 202),
                rule(vec![host(&["*.EXAMPLE.com"])], 203),
            ],
            default: answer(404),
        };
        for (name, target, expected) in [
            ("api.example.com", "/v1/a", 201),
            ("api.example.com", "/v2/a?b=/v1/", 201),
            ("www.example.com", "/v2/a", 202),
            ("WWW.example.com:8443", "/v1/a", 203),
            ("api.example.com", "/V1/a", 203),
            ("api.example.com", "http://api.example.com/v1/a", 201),
            ("example.com", "/?/v2/", 404),
        ] {
            let request = Request::builder().uri(target).body(()).expect("a request");
            let host = HeaderValue::from_static(name);
            assert_eq!(*action(&routes, &request, &host), answer(expected), "{name} {target}");
        }
    }

    #[test]
    fn without_rules_the_default_decides() {
        let request = Request::new(());
        let host = HeaderValue::from_static("a");
        assert_eq!(*action(&Routes::always(answer(200)), &request, &host), answer(200));
    }
}
