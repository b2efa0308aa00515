//! From the shapes of ELB's rules to the model's values.

use tegata_aws::generated::elbv2::{
    HttpHeaderConditionConfig, QueryStringKeyValuePair, RewriteConfig, RuleCondition, RuleTransform,
};
use tegata_model::load_balancing::condition::{Condition, Patterns, QueryPair};
use tegata_model::load_balancing::transform::{Rewrite, Transform};
use tegata_operations::Error;

use super::from_wire::number;
use super::refusal::invalid;

/// The fields of conditions, in the order in which ELB lists them.
const FIELDS: &str = "[path-pattern,host-header,http-header,http-request-method,query-string,source-ip]";

/// A priority, which the contract has bounded.
pub(super) fn priority(given: Option<i64>) -> Result<u32, Error> {
    number("Priority", given)?.ok_or_else(|| invalid("A priority must be specified"))
}

/// The conditions of a rule.
pub(super) fn conditions(conditions: Vec<RuleCondition>) -> Result<Vec<Condition>, Error> {
    conditions.into_iter().map(condition).collect()
}

fn condition(mut given: RuleCondition) -> Result<Condition, Error> {
    let field = given.field.take().unwrap_or_default();
    check_configurations(&field, &given)?;
    let (values, regexes) = (given.values, given.regex_values);
    match field.as_str() {
        "host-header" => {
            let config = given.host_header_config.map(|config| (config.values, config.regex_values));
            Ok(Condition::HostHeader {
                patterns: patterns(&field, "HostHeaderConfig", config, values, regexes)?,
            })
        }
        "path-pattern" => {
            let config = given.path_pattern_config.map(|config| (config.values, config.regex_values));
            Ok(Condition::PathPattern {
                patterns: patterns(&field, "PathPatternConfig", config, values, regexes)?,
            })
        }
        "http-header" => {
            let config = configured(given.http_header_config, &field, "HttpHeaderConfig", values, regexes)?;
            let HttpHeaderConditionConfig { http_header_name, values, regex_values } = config;
            let name = http_header_name.ok_or_else(|| invalid("A 'HttpHeaderName' must be specified"))?;
            Ok(Condition::HttpHeader { name, patterns: one_kind(values, regex_values)? })
        }
        "query-string" => {
            let config = configured(given.query_string_config, &field, "QueryStringConfig", values, regexes)?;
            let pairs = config.values.unwrap_or_default().into_iter().map(query_pair);
            Ok(Condition::QueryString { pairs: pairs.collect::<Result<_, _>>()? })
        }
        "http-request-method" => {
            let config = given.http_request_method_config;
            let config = configured(config, &field, "HttpRequestMethodConfig", values, regexes)?;
            Ok(Condition::HttpRequestMethod { methods: config.values.unwrap_or_default() })
        }
        "source-ip" => {
            let config = configured(given.source_ip_config, &field, "SourceIpConfig", values, regexes)?;
            if config.ip_address_type.is_some() {
                let message =
                    "An 'IpAddressType' can only be specified for the rules of network load balancers";
                return Err(invalid(message));
            }
            Ok(Condition::SourceIp { networks: config.values.unwrap_or_default() })
        }
        other => Err(invalid(format!("Condition field '{other}' must be one of '{FIELDS}'"))),
    }
}

/// Refuses a configuration of another field than the condition's, which would change nothing.
fn check_configurations(field: &str, given: &RuleCondition) -> Result<(), Error> {
    let configurations = [
        ("host-header", "HostHeaderConfig", given.host_header_config.is_some()),
        ("path-pattern", "PathPatternConfig", given.path_pattern_config.is_some()),
        ("http-header", "HttpHeaderConfig", given.http_header_config.is_some()),
        ("query-string", "QueryStringConfig", given.query_string_config.is_some()),
        ("http-request-method", "HttpRequestMethodConfig", given.http_request_method_config.is_some()),
        ("source-ip", "SourceIpConfig", given.source_ip_config.is_some()),
    ];
    match configurations.into_iter().find(|(of, _, is_given)| *is_given && *of != field) {
        Some((_, name, _)) => Err(invalid(format!("The '{name}' field is not compatible with '{field}'"))),
        None => Ok(()),
    }
}

/// The configuration of a field that has no other way to give its values.
fn configured<T>(
    config: Option<T>,
    field: &str,
    name: &str,
    values: Option<Vec<String>>,
    regexes: Option<Vec<String>>,
) -> Result<T, Error> {
    if values.is_some_and(|values| !values.is_empty()) {
        return Err(invalid(format!("The 'Values' field is not compatible with '{field}'")));
    }
    if regexes.is_some_and(|regexes| !regexes.is_empty()) {
        return Err(invalid(format!("The 'RegexValues' field is not compatible with '{field}'")));
    }
    config.ok_or_else(|| invalid(format!("A '{name}' must be specified with '{field}'")))
}

type Texts = Option<Vec<String>>;

/// The patterns of a host or a path, which the condition has itself or in its configuration.
fn patterns(
    field: &str,
    name: &str,
    config: Option<(Texts, Texts)>,
    values: Texts,
    regexes: Texts,
) -> Result<Patterns, Error> {
    let is_given = |texts: &Texts| texts.as_ref().is_some_and(|texts| !texts.is_empty());
    let both = |member: &str| {
        invalid(format!("You cannot provide both {member} and '{name}' for a condition of type '{field}'"))
    };
    match config {
        Some(_) if is_given(&values) => Err(both("Values")),
        Some(_) if is_given(&regexes) => Err(both("RegexValues")),
        Some((values, regexes)) => one_kind(values, regexes),
        None => {
            if values.as_ref().is_some_and(|values| values.len() > 1) {
                let message = format!("The '{field}' field contains too many values; the limit is '1'");
                return Err(invalid(message));
            }
            one_kind(values, regexes)
        }
    }
}

fn one_kind(values: Texts, regexes: Texts) -> Result<Patterns, Error> {
    match (values.unwrap_or_default(), regexes.unwrap_or_default()) {
        (values, regexes) if regexes.is_empty() => Ok(Patterns::Wildcards(values)),
        (values, regexes) if values.is_empty() => Ok(Patterns::Regexes(regexes)),
        _ => Err(invalid("You cannot provide both Values and RegexValues for a condition")),
    }
}

fn query_pair(pair: QueryStringKeyValuePair) -> Result<QueryPair, Error> {
    let value =
        pair.value.ok_or_else(|| invalid("A 'Value' must be specified in 'QueryStringKeyValuePair'"))?;
    Ok(QueryPair { key: pair.key.filter(|key| !key.is_empty()), value })
}

/// The transforms of a rule.
pub(super) fn transforms(transforms: Vec<RuleTransform>) -> Result<Vec<Transform>, Error> {
    transforms.into_iter().map(transform).collect()
}

fn transform(given: RuleTransform) -> Result<Transform, Error> {
    let (host, url) = (given.host_header_rewrite_config, given.url_rewrite_config);
    let kind = given.r#type.unwrap_or_default();
    let other =
        |name: &str| invalid(format!("'{name}' cannot be specified for a transform of type '{kind}'"));
    match kind.as_str() {
        "host-header-rewrite" if url.is_some() => Err(other("UrlRewriteConfig")),
        "host-header-rewrite" => {
            let rewrites = host.and_then(|config| config.rewrites);
            Ok(Transform::HostHeaderRewrite(rewrite("HostHeaderRewriteConfig", rewrites)?))
        }
        _ if host.is_some() => Err(other("HostHeaderRewriteConfig")),
        _ => {
            let rewrites = url.and_then(|config| config.rewrites);
            Ok(Transform::UrlRewrite(rewrite("UrlRewriteConfig", rewrites)?))
        }
    }
}

fn rewrite(name: &str, rewrites: Option<Vec<RewriteConfig>>) -> Result<Rewrite, Error> {
    let [rewrite] = <[RewriteConfig; 1]>::try_from(rewrites.unwrap_or_default())
        .map_err(|_| invalid(format!("A '{name}' must have exactly one rewrite")))?;
    Ok(Rewrite { regex: rewrite.regex.unwrap_or_default(), replace: rewrite.replace.unwrap_or_default() })
}
