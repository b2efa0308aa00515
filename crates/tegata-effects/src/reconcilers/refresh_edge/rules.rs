//! Rules and actions from the model's types to the edge's.

use tegata_edge::{
    Action, Condition, FixedResponse, Forward, GroupKey, Pattern, Redirect, ReplacementPiece, Rewrite, Rule,
};
use tegata_model::load_balancing::action::{ActionKind, Permanence};
use tegata_model::load_balancing::condition::Patterns;
use tegata_model::load_balancing::transform::Piece;
use tegata_model::load_balancing::{self as model, regular_expression};

/// A rule of a listener.
pub(super) fn rule(rule: &model::Rule) -> Rule {
    let mut translated = Rule {
        priority: rule.priority,
        conditions: rule.conditions.iter().map(condition).collect(),
        host_rewrite: None,
        url_rewrite: None,
        action: action(&rule.action.kind),
    };
    for transform in &rule.transforms {
        let rewrite = Some(rewrite(transform.rewrite()));
        match transform {
            model::Transform::HostHeaderRewrite(_) => translated.host_rewrite = rewrite,
            model::Transform::UrlRewrite(_) => translated.url_rewrite = rewrite,
        }
    }
    translated
}

fn condition(condition: &model::Condition) -> Condition {
    match condition {
        model::Condition::HostHeader { patterns } => Condition::HostHeader(self::patterns(patterns)),
        model::Condition::PathPattern { patterns } => Condition::PathPattern(self::patterns(patterns)),
        model::Condition::HttpHeader { name, patterns } => {
            Condition::HttpHeader { name: name.clone(), patterns: self::patterns(patterns) }
        }
        model::Condition::QueryString { pairs } => {
            Condition::QueryString(pairs.iter().map(|pair| (pair.key.clone(), pair.value.clone())).collect())
        }
        model::Condition::HttpRequestMethod { methods } => Condition::Method(methods.clone()),
        model::Condition::SourceIp { networks } => {
            // The model takes no text that is no network.
            Condition::SourceIp(networks.iter().filter_map(|network| network.parse().ok()).collect())
        }
    }
}

fn patterns(patterns: &Patterns) -> Vec<Pattern> {
    match patterns {
        Patterns::Wildcards(texts) => texts.iter().cloned().map(Pattern::Wildcard).collect(),
        Patterns::Regexes(texts) => texts.iter().cloned().map(Pattern::Regex).collect(),
    }
}

fn rewrite(rewrite: &model::transform::Rewrite) -> Rewrite {
    // The model takes no expression that is none.
    let groups = regular_expression::check(&rewrite.regex).unwrap_or_default();
    let pieces = rewrite.pieces(groups).into_iter().map(|piece| match piece {
        Piece::Text(text) => ReplacementPiece::Text(text),
        Piece::Group(group) => ReplacementPiece::Group(group),
    });
    Rewrite { regex: rewrite.regex.clone(), replacement: pieces.collect() }
}

/// To which groups something goes.
pub(super) fn forward(forward: &model::action::Forward) -> Forward {
    let groups = forward.groups.iter().map(|of| (GroupKey(of.group.0), of.weight));
    Forward { groups: groups.collect(), sticky_seconds: forward.stickiness.effective_seconds() }
}

/// What is done with a request.
pub(super) fn action(kind: &ActionKind) -> Action {
    match kind {
        ActionKind::Forward(forward) => Action::Forward(self::forward(forward)),
        ActionKind::FixedResponse(fixed) => Action::FixedResponse(FixedResponse {
            status: fixed.status,
            content_type: fixed.content_type.clone(),
            body: fixed.body.clone().unwrap_or_default(),
        }),
        ActionKind::Redirect(redirect) => Action::Redirect(Redirect {
            protocol: redirect.protocol.clone(),
            port: redirect.port.clone(),
            host: redirect.host.clone(),
            path: redirect.path.clone(),
            query: redirect.query.clone(),
            permanent: redirect.permanence == Permanence::Permanent,
        }),
    }
}
