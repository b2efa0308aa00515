//! Rules as ELB shows them.

use tegata_aws::generated::elbv2::{
    HostHeaderConditionConfig, HostHeaderRewriteConfig, HttpHeaderConditionConfig,
    HttpRequestMethodConditionConfig, PathPatternConditionConfig, QueryStringConditionConfig,
    QueryStringKeyValuePair, RewriteConfig, Rule, RuleCondition, RuleTransform, SourceIpConditionConfig,
    UrlRewriteConfig,
};
use tegata_model::load_balancing::condition::{Condition, Patterns};
use tegata_model::load_balancing::transform::Transform;
use tegata_operations::load_balancing::rule::{AnyRule, ShownRule};

use super::{arn, view};

pub(super) fn rule(shown: &ShownRule) -> Rule {
    let actions = Some(vec![view::action(shown.rule.action(), &shown.groups)]);
    match &shown.rule {
        AnyRule::Default(listener) => Rule {
            rule_arn: Some(arn::of_default_rule(listener)),
            priority: Some("default".to_owned()),
            conditions: Some(Vec::new()),
            actions,
            is_default: Some(true),
            transforms: Some(Vec::new()),
        },
        AnyRule::Own(rule) => Rule {
            rule_arn: Some(arn::of_rule(rule)),
            priority: Some(rule.priority.to_string()),
            conditions: Some(rule.conditions.iter().map(condition).collect()),
            actions,
            is_default: Some(false),
            transforms: Some(rule.transforms.iter().map(transform).collect()),
        },
    }
}

/// The wildcards and the regular expressions of patterns, of which there is one kind.
fn split(patterns: &Patterns) -> (Option<Vec<String>>, Option<Vec<String>>) {
    match patterns {
        Patterns::Wildcards(texts) => (Some(texts.clone()), None),
        Patterns::Regexes(texts) => (None, Some(texts.clone())),
    }
}

/// Hosts and paths are shown both in the condition and in its configuration.
fn condition(condition: &Condition) -> RuleCondition {
    let shape = RuleCondition { field: Some(condition.field().to_owned()), ..RuleCondition::default() };
    match condition {
        Condition::HostHeader { patterns } => {
            let (values, regex_values) = split(patterns);
            let config =
                HostHeaderConditionConfig { values: values.clone(), regex_values: regex_values.clone() };
            RuleCondition { values, regex_values, host_header_config: Some(config), ..shape }
        }
        Condition::PathPattern { patterns } => {
            let (values, regex_values) = split(patterns);
            let config =
                PathPatternConditionConfig { values: values.clone(), regex_values: regex_values.clone() };
            RuleCondition { values, regex_values, path_pattern_config: Some(config), ..shape }
        }
        Condition::HttpHeader { name, patterns } => {
            let (values, regex_values) = split(patterns);
            let http_header_name = Some(name.clone());
            let config = HttpHeaderConditionConfig { http_header_name, values, regex_values };
            RuleCondition { http_header_config: Some(config), ..shape }
        }
        Condition::QueryString { pairs } => {
            let pair = |pair: &tegata_model::load_balancing::condition::QueryPair| QueryStringKeyValuePair {
                key: pair.key.clone(),
                value: Some(pair.value.clone()),
            };
            let config = QueryStringConditionConfig { values: Some(pairs.iter().map(pair).collect()) };
            RuleCondition { query_string_config: Some(config), ..shape }
        }
        Condition::HttpRequestMethod { methods } => {
            let config = HttpRequestMethodConditionConfig { values: Some(methods.clone()) };
            RuleCondition { http_request_method_config: Some(config), ..shape }
        }
        Condition::SourceIp { networks } => {
            let config = SourceIpConditionConfig { values: Some(networks.clone()), ip_address_type: None };
            RuleCondition { source_ip_config: Some(config), ..shape }
        }
    }
}

fn transform(transform: &Transform) -> RuleTransform {
    let rewrite = transform.rewrite();
    let rewrites = Some(vec![RewriteConfig {
        regex: Some(rewrite.regex.clone()),
        replace: Some(rewrite.replace.clone()),
    }]);
    let shape = RuleTransform { r#type: Some(transform.kind().to_owned()), ..RuleTransform::default() };
    match transform {
        Transform::HostHeaderRewrite(_) => {
            let host_header_rewrite_config = Some(HostHeaderRewriteConfig { rewrites });
            RuleTransform { host_header_rewrite_config, ..shape }
        }
        Transform::UrlRewrite(_) => {
            RuleTransform { url_rewrite_config: Some(UrlRewriteConfig { rewrites }), ..shape }
        }
    }
}
