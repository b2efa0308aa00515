use super::*;

fn forward(groups: &[(u64, u32)], seconds: Option<u32>) -> Action {
    let groups = groups
        .iter()
        .map(|(group, weight)| WeightedGroup { group: TargetGroupId(*group), weight: *weight })
        .collect();
    Action {
        order: None,
        kind: ActionKind::Forward(Forward {
            groups,
            stickiness: Stickiness { enabled: seconds.is_some(), seconds },
        }),
    }
}

fn redirect(edit: impl FnOnce(&mut Redirect)) -> Action {
    let mut redirect = Redirect {
        protocol: "#{protocol}".to_owned(),
        port: "#{port}".to_owned(),
        host: "#{host}".to_owned(),
        path: "/#{path}".to_owned(),
        query: "#{query}".to_owned(),
        permanence: Permanence::Permanent,
    };
    edit(&mut redirect);
    Action { order: None, kind: ActionKind::Redirect(redirect) }
}

fn fixed(status: u16, content_type: Option<&str>) -> Action {
    let content_type = content_type.map(str::to_owned);
    Action {
        order: None,
        kind: ActionKind::FixedResponse(FixedResponse { status, content_type, body: None }),
    }
}

fn placeholder(part: &'static str, placeholder: &str) -> ActionRefused {
    ActionRefused::RedirectPlaceholder { part, placeholder: placeholder.to_owned() }
}

#[test]
fn nothing_leads_from_https_to_http_and_stickiness_has_a_duration() {
    let down = redirect(|r| r.protocol = "HTTP".to_owned());
    assert_eq!(down.check(Protocol::Https, 443), Err(ActionRefused::RedirectDowngrade));
    let kind = ActionKind::Forward(Forward {
        groups: vec![WeightedGroup { group: TargetGroupId(1), weight: 1 }],
        stickiness: Stickiness { enabled: true, seconds: None },
    });
    let endless = Action { order: None, kind };
    assert_eq!(endless.check(Protocol::Http, 80), Err(ActionRefused::NoStickinessDuration));
}

#[test]
fn each_rule_refuses_what_breaks_it() {
    let six: Vec<(u64, u32)> = (1..=6).map(|group| (group, 1)).collect();
    for (action, expected) in [
        (forward(&[(1, 1)], None), Ok(())),
        (forward(&[(1, 0), (2, 999)], Some(604_800)), Ok(())),
        (forward(&[], None), Err(ActionRefused::NoGroup)),
        (forward(&six, None), Err(ActionRefused::TooManyGroups)),
        (forward(&[(1, 1), (1, 2)], None), Err(ActionRefused::RepeatedGroup)),
        (forward(&[(1, 1000)], None), Err(ActionRefused::Weight { weight: 1000 })),
        (forward(&[(1, 1)], Some(0)), Err(ActionRefused::Stickiness)),
        (forward(&[(1, 1)], Some(604_801)), Err(ActionRefused::Stickiness)),
        (fixed(200, Some("text/plain")), Ok(())),
        (fixed(503, None), Ok(())),
        (fixed(301, None), Err(ActionRefused::Status)),
        (fixed(200, Some("image/png")), Err(ActionRefused::ContentType)),
        (redirect(|r| r.protocol = "HTTPS".to_owned()), Ok(())),
        (redirect(|r| r.path = "/v2/#{path}".to_owned()), Ok(())),
        (redirect(|_| ()), Err(ActionRefused::RedirectLoop)),
        (redirect(|r| r.protocol = "HTTP".to_owned()), Err(ActionRefused::RedirectLoop)),
        (redirect(|r| r.port = "80".to_owned()), Err(ActionRefused::RedirectLoop)),
        (redirect(|r| r.query = "a=b".to_owned()), Err(ActionRefused::RedirectLoop)),
        (redirect(|r| r.port = "0".to_owned()), Err(ActionRefused::RedirectPort { port: "0".to_owned() })),
        (redirect(|r| r.path = "a".to_owned()), Err(ActionRefused::RedirectPath { path: "a".to_owned() })),
        (redirect(|r| r.host = "a\r\nb".to_owned()), Err(ActionRefused::RedirectText)),
        (redirect(|r| r.path = "/#{host}/#{port}/#{path}".to_owned()), Ok(())),
        (redirect(|r| r.path = "/#{query}".to_owned()), Err(placeholder("path", "#{query}"))),
        (redirect(|r| r.host = "#{path}.example".to_owned()), Err(placeholder("host", "#{path}"))),
        (redirect(|r| r.path = "/#{host".to_owned()), Err(placeholder("path", "#{host"))),
    ] {
        assert_eq!(action.check(Protocol::Http, 80), expected, "{action:?}");
    }
}

#[test]
fn a_stored_action_reads_as_it_was_written() {
    for action in [forward(&[(1, 1), (2, 3)], Some(60)), fixed(404, Some("text/html")), redirect(|_| ())] {
        let stored = serde_json::to_string(&action).expect("plain data");
        assert_eq!(serde_json::from_str::<Action>(&stored).expect("what was written"), action);
    }
}
