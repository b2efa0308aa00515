//! `tegata rule …`

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::super::{items, text};
use super::{all, group, listener, name_of};
use crate::arguments::{NewRule, Rule, RuleAction, RuleConditions};
use crate::client::Client;
use crate::exit::{Class, Ended};
use crate::output::{Printer, Style, table};

/// The highest priority (ELB API Reference, `CreateRule`).
const PRIORITY_MAX: u32 = 50_000;

pub(crate) async fn run(client: &Client, command: Rule, printer: &Printer) -> Result<ExitCode> {
    match command {
        Rule::Create(new) => {
            let found = listener(client, &new.listener).await?;
            let made = create(client, &found, &new).await?;
            printer.print(&json!({ "Rule": made }), |style| listed(std::slice::from_ref(&made), style))?;
        }
        Rule::List { listener: said } => {
            let found = listener(client, &said).await?;
            let rules = rules(client, text(&found, "/ListenerArn")).await?;
            printer.print(&json!({ "Rules": rules }), |style| listed(&rules, style))?;
        }
        Rule::Delete { listener: said, priority } => {
            let found = listener(client, &said).await?;
            let all = rules(client, text(&found, "/ListenerArn")).await?;
            let priority = priority.to_string();
            let Some(rule) = all.iter().find(|rule| text(rule, "/Priority") == priority) else {
                let message = format!(
                    "{said} has no rule of priority {priority}; `tegata rule list {said}` shows those that there are"
                );
                return Err(Ended::new(Class::NotFound, message).into());
            };
            let arn = text(rule, "/RuleArn");
            client.call("elbv2", "DeleteRule", &json!({ "RuleArn": arn })).await?;
            group::delete_made(client, &groups_of(rule)).await?;
            printer.print(&json!({ "RuleArn": arn }), |_| format!("deleted {arn}"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The rules of a listener, by its ARN.
async fn rules(client: &Client, listener: &str) -> Result<Vec<Value>> {
    all(client, "DescribeRules", json!({ "ListenerArn": listener }), "Rules").await
}

/// The target groups that the rules of a listener pass requests on to, the default rule among them, each once.
pub(super) async fn groups(client: &Client, listener: &str) -> Result<Vec<String>> {
    let mut groups: Vec<String> = rules(client, listener).await?.iter().flat_map(groups_of).collect();
    groups.sort_unstable();
    groups.dedup();
    Ok(groups)
}

fn groups_of(rule: &Value) -> Vec<String> {
    let tuples = items(rule, "/Actions").flat_map(|action| items(action, "/ForwardConfig/TargetGroups"));
    tuples.map(|tuple| text(tuple, "/TargetGroupArn").to_owned()).collect()
}

async fn create(client: &Client, listener: &Value, new: &NewRule) -> Result<Value> {
    let arn = text(listener, "/ListenerArn");
    let priority = match new.priority {
        Some(priority) => priority,
        None => behind_all(&rules(client, arn).await?)?,
    };
    let mut made_group = None;
    let action = match &new.action {
        RuleAction { redirect: Some(url), .. } => redirect(url)?,
        RuleAction { status: Some(status), .. } => {
            json!({ "Type": "fixed-response", "FixedResponseConfig": { "StatusCode": status.to_string() } })
        }
        RuleAction { target_group: Some(group), .. } => json!({ "Type": "forward", "TargetGroupArn": group }),
        RuleAction { targets, .. } => {
            let port =
                listener["Port"].as_u64().and_then(|port| u16::try_from(port).ok()).unwrap_or_default();
            let name = group::name(name_of(arn), port, Some(priority));
            let group = group::create(client, &name, targets, "/").await?;
            made_group = Some(group.clone());
            json!({ "Type": "forward", "TargetGroupArn": group })
        }
    };
    let ask = json!({
        "ListenerArn": arn, "Priority": priority, "Conditions": conditions(&new.conditions), "Actions": [action],
    });
    match client.call("elbv2", "CreateRule", &ask).await {
        Ok(answer) => Ok(answer["Rules"][0].clone()),
        Err(error) => {
            // What was made for nothing is not left behind; the reason is what the caller reads.
            if let Some(group) = made_group {
                let _ = group::delete(client, &group).await;
            }
            Err(error)
        }
    }
}

/// The priority behind those of all rules.
fn behind_all(rules: &[Value]) -> Result<u32> {
    let last = rules.iter().filter_map(|rule| text(rule, "/Priority").parse::<u32>().ok()).max();
    match last.unwrap_or_default() {
        PRIORITY_MAX => bail!("a rule has the last priority, {PRIORITY_MAX}: choose one with --priority"),
        last => Ok(last + 1),
    }
}

fn conditions(given: &RuleConditions) -> Value {
    let mut conditions = Vec::new();
    let mut add = |field: &str, config: &str, values: &[String]| {
        if !values.is_empty() {
            conditions.push(json!({ "Field": field, config: { "Values": values } }));
        }
    };
    add("host-header", "HostHeaderConfig", &given.hosts);
    add("path-pattern", "PathPatternConfig", &given.paths);
    add("http-request-method", "HttpRequestMethodConfig", &given.methods);
    add("source-ip", "SourceIpConfig", &given.sources);
    if !given.queries.is_empty() {
        let pair = |text: &String| match text.split_once('=') {
            Some((key, value)) => json!({ "Key": key, "Value": value }),
            None => json!({ "Value": text }),
        };
        let pairs: Vec<Value> = given.queries.iter().map(pair).collect();
        conditions.push(json!({ "Field": "query-string", "QueryStringConfig": { "Values": pairs } }));
    }
    let mut headers: Vec<(&str, Vec<&str>)> = Vec::new();
    for (name, value) in &given.headers {
        match headers.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, values)) => values.push(value),
            None => headers.push((name, vec![value])),
        }
    }
    for (name, values) in headers {
        let config = json!({ "HttpHeaderName": name, "Values": values });
        conditions.push(json!({ "Field": "http-header", "HttpHeaderConfig": config }));
    }
    Value::Array(conditions)
}

/// A redirect to a URL whose parts may be placeholders. A part that the URL does not have stays as it is in the request.
fn redirect(url: &str) -> Result<Value> {
    let (protocol, rest) = url.split_once("://").context("write the URL with its protocol: https://…")?;
    let protocol = match protocol {
        "http" | "https" => protocol.to_ascii_uppercase(),
        other => bail!("{other} is no protocol to redirect to: use http or https"),
    };
    let (rest, query) = match rest.split_once('?') {
        Some((rest, query)) => (rest, Some(query)),
        None => (rest, None),
    };
    let (place, path) = match rest.split_once('/') {
        Some((place, path)) => (place, Some(format!("/{path}"))),
        None => (rest, None),
    };
    let usual = if protocol == "HTTPS" { "443" } else { "80" };
    let (host, port) = place.rsplit_once(':').unwrap_or((place, usual));
    let mut config = json!({ "Protocol": protocol, "Host": host, "Port": port, "StatusCode": "HTTP_301" });
    if let Some(path) = path {
        config["Path"] = json!(path);
    }
    if let Some(query) = query {
        config["Query"] = json!(query);
    }
    Ok(json!({ "Type": "redirect", "RedirectConfig": config }))
}

fn listed(rules: &[Value], style: &Style) -> String {
    let rows: Vec<Vec<String>> = rules
        .iter()
        .map(|rule| {
            let conditions: Vec<String> = items(rule, "/Conditions").map(condition).collect();
            let actions: Vec<String> = items(rule, "/Actions").map(action).collect();
            vec![
                text(rule, "/Priority").to_owned(),
                conditions.join(" and "),
                actions.join(", "),
                style.arn(text(rule, "/RuleArn")),
            ]
        })
        .collect();
    table(style, &["Priority", "Conditions", "Action", "Id"], &rows)
}

/// A condition in words.
fn condition(condition: &Value) -> String {
    let field = text(condition, "/Field");
    let (name, config) = match field {
        "host-header" => ("host".to_owned(), "/HostHeaderConfig"),
        "path-pattern" => ("path".to_owned(), "/PathPatternConfig"),
        "http-header" => {
            (text(condition, "/HttpHeaderConfig/HttpHeaderName").to_owned(), "/HttpHeaderConfig")
        }
        "query-string" => ("query".to_owned(), "/QueryStringConfig"),
        "http-request-method" => ("method".to_owned(), "/HttpRequestMethodConfig"),
        "source-ip" => ("source".to_owned(), "/SourceIpConfig"),
        other => (other.to_owned(), ""),
    };
    let value = |value: &Value| match value {
        Value::String(text) => text.clone(),
        pair => match text(pair, "/Key") {
            "" => text(pair, "/Value").to_owned(),
            key => format!("{key}={}", text(pair, "/Value")),
        },
    };
    let (values, regexes) = (format!("{config}/Values"), format!("{config}/RegexValues"));
    let values = items(condition, &values).map(value);
    let regexes = items(condition, &regexes).map(|regex| format!("regex {}", value(regex)));
    format!("{name} {}", values.chain(regexes).collect::<Vec<_>>().join(" or "))
}

/// An action in words.
fn action(action: &Value) -> String {
    match text(action, "/Type") {
        "forward" => {
            let tuples: Vec<&Value> = items(action, "/ForwardConfig/TargetGroups").collect();
            let name = |tuple: &Value| {
                text(tuple, "/TargetGroupArn").split('/').nth(1).unwrap_or_default().to_owned()
            };
            match tuples.as_slice() {
                [only] => format!("forward to {}", name(only)),
                several => {
                    let shares = several.iter().map(|tuple| format!("{} ({})", name(tuple), tuple["Weight"]));
                    format!("forward to {}", shares.collect::<Vec<_>>().join(", "))
                }
            }
        }
        "redirect" => {
            let of = |part: &str| text(action, &format!("/RedirectConfig/{part}"));
            let query = Some(of("Query")).filter(|query| !query.is_empty());
            let query = query.map_or_else(String::new, |query| format!("?{query}"));
            format!(
                "redirect to {}://{}:{}{}{query}",
                of("Protocol").to_ascii_lowercase(),
                of("Host"),
                of("Port"),
                of("Path")
            )
        }
        "fixed-response" => format!("answer {}", text(action, "/FixedResponseConfig/StatusCode")),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_keeps_what_its_url_does_not_say() {
        let config = |url| redirect(url).expect("a URL")["RedirectConfig"].clone();
        let plain =
            json!({ "Protocol": "HTTPS", "Host": "#{host}", "Port": "443", "StatusCode": "HTTP_301" });
        assert_eq!(config("https://#{host}"), plain);
        let whole = config("http://a.example:8080/new/#{path}?x=#{query}");
        assert_eq!((&whole["Port"], &whole["Path"]), (&json!("8080"), &json!("/new/#{path}")));
        assert_eq!(whole["Query"], "x=#{query}");
        assert!(redirect("a.example").is_err() && redirect("ftp://a.example").is_err());
    }

    #[test]
    fn a_rule_is_told_in_one_line() {
        let host = json!({ "Field": "host-header", "HostHeaderConfig": { "Values": ["a.b", "*.c"] } });
        assert_eq!(condition(&host), "host a.b or *.c");
        let values = json!([{ "Key": "k", "Value": "v" }, { "Value": "w" }]);
        let query = json!({ "Field": "query-string", "QueryStringConfig": { "Values": values } });
        assert_eq!(condition(&query), "query k=v or w");
        let regex = json!({ "Field": "path-pattern", "PathPatternConfig": { "RegexValues": ["^/a"] } });
        assert_eq!(condition(&regex), "path regex ^/a");
        let groups = json!([{ "TargetGroupArn": "arn:targetgroup/one/1", "Weight": 3 },
            { "TargetGroupArn": "arn:targetgroup/two/2", "Weight": 1 }]);
        let forward = json!({ "Type": "forward", "ForwardConfig": { "TargetGroups": groups } });
        assert_eq!(action(&forward), "forward to one (3), two (1)");
    }

    #[test]
    fn the_next_priority_is_behind_all() {
        let rules =
            |priorities: &[&str]| priorities.iter().map(|it| json!({ "Priority": it })).collect::<Vec<_>>();
        assert_eq!(behind_all(&rules(&["default"])).expect("one"), 1);
        assert_eq!(behind_all(&rules(&["3", "17", "default"])).expect("one"), 18);
        assert!(behind_all(&rules(&["50000", "default"])).is_err());
    }
}
