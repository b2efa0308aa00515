//! `tegata rule`.

use clap::{Args, Subcommand};

use super::load_balancing::target;
use crate::complete;

/// Rules of a listener.
#[derive(Debug, Subcommand)]
pub(crate) enum Rule {
    /// Do something else with some requests of a listener: those for which every kind of condition that is given holds.
    Create(Box<NewRule>),
    /// List the rules of a listener in the order in which they are tried, the default rule last.
    #[command(visible_alias = "ls")]
    List {
        /// Of which listener: `NAME:PORT` of its load balancer and its port, NAME when that has one listener, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
    },
    /// Delete a rule, and the target group that `tegata rule create` made for it.
    #[command(visible_alias = "rm")]
    Delete {
        /// Of which listener: `NAME:PORT`, NAME, or its ARN.
        #[arg(value_name = "LISTENER", add = complete::load_balancers())]
        listener: String,
        /// The rule, by its priority.
        #[arg(value_name = "PRIORITY", value_parser = clap::value_parser!(u32).range(1..=50_000))]
        priority: u32,
    },
}

/// A rule to be made.
#[derive(Debug, Args)]
pub(crate) struct NewRule {
    /// Of which listener: `NAME:PORT` of its load balancer and its port, NAME when that has one listener, or its ARN.
    #[arg(value_name = "LISTENER", add = complete::load_balancers())]
    pub(crate) listener: String,
    /// When it is tried: rules with lower numbers come first. Behind all others when left out.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=50_000))]
    pub(crate) priority: Option<u32>,
    /// What it is for.
    #[command(flatten)]
    pub(crate) conditions: RuleConditions,
    /// What it does.
    #[command(flatten)]
    pub(crate) action: RuleAction,
}

/// Conditions: each may be given several times, and one of its values has to match.
#[derive(Debug, Args)]
#[group(id = "conditions", required = true, multiple = true)]
pub(crate) struct RuleConditions {
    /// The host; `*` stands for any number of characters, `?` for one.
    #[arg(long = "host", value_name = "PATTERN")]
    pub(crate) hosts: Vec<String>,
    /// The path, with `*` and `?`.
    #[arg(long = "path", value_name = "PATTERN")]
    pub(crate) paths: Vec<String>,
    /// A header, as `NAME: VALUE`; the value with `*` and `?`.
    #[arg(long = "header", value_name = "NAME: VALUE", value_parser = header)]
    pub(crate) headers: Vec<(String, String)>,
    /// A pair of the query, as `KEY=VALUE`, or `VALUE` for any key; with `*` and `?`.
    #[arg(long = "query", value_name = "KEY=VALUE")]
    pub(crate) queries: Vec<String>,
    /// The method.
    #[arg(long = "method", value_name = "METHOD")]
    pub(crate) methods: Vec<String>,
    /// The network that the client is in, such as 192.0.2.0/24.
    #[arg(long = "source", value_name = "NETWORK")]
    pub(crate) sources: Vec<String>,
}

/// What a rule does with a request: one of these.
#[derive(Debug, Args)]
#[group(id = "action", required = true, multiple = false)]
pub(crate) struct RuleAction {
    /// Pass it on to this target, by plain HTTP: `ADDRESS:PORT`; repeatable. Makes a target group.
    #[arg(long = "target", value_name = "ADDRESS:PORT", value_parser = target)]
    pub(crate) targets: Vec<std::net::SocketAddr>,
    /// Pass it on to a target group that is there, by its ARN.
    #[arg(long, value_name = "ARN")]
    pub(crate) target_group: Option<String>,
    /// Send the client to this URL, which may hold `#{host}`, `#{port}`, `#{path}` and `#{query}`.
    #[arg(long, value_name = "URL")]
    pub(crate) redirect: Option<String>,
    /// Answer with this status.
    #[arg(long, value_name = "STATUS", value_parser = clap::value_parser!(u16).range(200..600))]
    pub(crate) status: Option<u16>,
}

/// A header and its value.
fn header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text
        .split_once(':')
        .ok_or_else(|| "write it as 'NAME: VALUE', such as 'User-Agent: curl*'".to_owned())?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_has_a_name_and_a_value() {
        assert_eq!(header("User-Agent: a:b"), Ok(("User-Agent".to_owned(), "a:b".to_owned())));
        assert!(header("User-Agent").is_err());
    }
}
