//! What is done with requests: rules with their conditions, and actions.

use ipnet::IpNet;

/// The caller's identifier of a target group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GroupKey(pub u64);

/// What is done with the requests of a site: the first rule that applies decides, or else the default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routes {
    /// In the order in which they are tried.
    pub rules: Vec<Rule>,
    /// For requests to which no rule applies.
    pub default: Action,
}

impl Routes {
    /// The same action for all requests.
    #[must_use]
    pub fn always(action: Action) -> Routes {
        Routes { rules: Vec::new(), default: action }
    }
}

/// An action, and for which requests it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its place in the order of the rules; access logs name it.
    pub priority: u32,
    /// All of them have to hold.
    pub conditions: Vec<Condition>,
    /// How the host is rewritten before the request goes to a target; its port stays.
    pub host_rewrite: Option<Rewrite>,
    /// How the path with its query is rewritten before the request goes to a target.
    pub url_rewrite: Option<Rewrite>,
    /// What is done with the request.
    pub action: Action,
}

impl Rule {
    /// A rule that rewrites nothing.
    #[must_use]
    pub fn new(priority: u32, conditions: Vec<Condition>, action: Action) -> Rule {
        Rule { priority, conditions, host_rewrite: None, url_rewrite: None, action }
    }
}

/// What a rule asks of a request; one of the values has to match (ELB User Guide, "Condition types for listener rules").
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The host without its port, in upper or lower case.
    HostHeader(Vec<Pattern>),
    /// The path without its query; upper and lower case differ.
    PathPattern(Vec<Pattern>),
    /// A header; of several with this name, one has to match. Upper and lower case are the same, in its value too.
    HttpHeader {
        /// Its name.
        name: String,
        /// What its value has to match.
        patterns: Vec<Pattern>,
    },
    /// A pair of the query: a key, or any, and a value, both with wildcards, in upper or lower case. `\*` and `\?` stand
    /// for the characters themselves. Escapes of the query are compared as they were sent.
    QueryString(Vec<(Option<String>, String)>),
    /// The method, as it is.
    Method(Vec<String>),
    /// The client's address is in one of these networks.
    SourceIp(Vec<IpNet>),
}

/// What a text has to match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// The whole text; `*` stands for any number of characters and `?` for one.
    Wildcard(String),
    /// A part of the text, by a regular expression without Unicode.
    Regex(String),
}

/// How a text is rewritten: the first part that the expression matches is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// A regular expression without Unicode.
    pub regex: String,
    /// What comes in the place of the part.
    pub replacement: Vec<ReplacementPiece>,
}

/// A piece of what is put in the place of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReplacementPiece {
    /// This text.
    Text(String),
    /// What a group of the expression has captured.
    Group(usize),
}

/// What is done with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// It goes to a target.
    Forward(Forward),
    /// It is answered here.
    FixedResponse(FixedResponse),
    /// Its client is sent elsewhere.
    Redirect(Redirect),
}

/// To which target groups requests go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forward {
    /// Each group and its weight: its share is the weight over the sum of all.
    pub groups: Vec<(GroupKey, u32)>,
    /// For how many seconds a client stays with the group it got, from its last request on; `None` for not at all.
    pub sticky_seconds: Option<u32>,
}

impl Forward {
    /// All requests go to one group.
    #[must_use]
    pub fn to(group: GroupKey) -> Forward {
        Forward { groups: vec![(group, 1)], sticky_seconds: None }
    }
}

/// An answer of the edge's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedResponse {
    /// HTTP status.
    pub status: u16,
    /// Media type.
    pub content_type: Option<String>,
    /// Body.
    pub body: String,
}

/// Where a client is sent. Each part may hold `#{protocol}`, `#{host}`, `#{port}`, `#{path}` and `#{query}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// `HTTP`, `HTTPS` or a placeholder.
    pub protocol: String,
    /// A port or a placeholder.
    pub port: String,
    /// A host name.
    pub host: String,
    /// Begins with `/`.
    pub path: String,
    /// Without the `?`.
    pub query: String,
    /// Permanent (301) or temporary (302).
    pub permanent: bool,
}
