//! What a listener does with a request: forward it, answer it itself, or redirect it.

use serde::{Deserialize, Serialize};

use super::identifier::TargetGroupId;
use super::protocol::Protocol;

/// How many target groups one action may forward to (API reference, `ForwardActionConfig`).
pub const FORWARD_GROUPS_MAX: usize = 5;
/// The heaviest weight of a target group.
pub const WEIGHT_MAX: u32 = 999;
/// The longest that a client may stick to a target group, in seconds: seven days.
pub const STICKINESS_SECONDS_MAX: u32 = 604_800;

/// What a listener does with a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// `Order` as it came; given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<u32>,
    /// What is done.
    #[serde(flatten)]
    pub kind: ActionKind,
}

/// What is done with a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ActionKind {
    /// Sent to a target of one of these groups.
    Forward(Forward),
    /// Answered by the edge.
    FixedResponse(FixedResponse),
    /// Answered by the edge with another address.
    Redirect(Redirect),
}

/// Which groups get the requests, and how many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forward {
    /// One to [`FORWARD_GROUPS_MAX`], each once.
    pub groups: Vec<WeightedGroup>,
    /// Whether a client stays with the group it first got.
    #[serde(default)]
    pub stickiness: Stickiness,
}

/// Whether a client stays with the group it first got (API reference, `TargetGroupStickinessConfig`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stickiness {
    /// `Enabled`.
    pub enabled: bool,
    /// `DurationSeconds`, one to [`STICKINESS_SECONDS_MAX`]. May be given without being enabled, and is given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
}

impl Stickiness {
    /// For how many seconds a client stays; `None` for not at all.
    #[must_use]
    pub fn effective_seconds(self) -> Option<u32> {
        self.seconds.filter(|_| self.enabled)
    }
}

/// A target group and its share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightedGroup {
    /// Which.
    pub group: TargetGroupId,
    /// Its share is this over the sum of all; 0 gets nothing.
    pub weight: u32,
}

/// An answer of the edge's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixedResponse {
    /// 2xx, 4xx or 5xx.
    pub status: u16,
    /// One of [`CONTENT_TYPES`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// At most 1024 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// Where a client is sent instead. Every part may hold `#{protocol}`, `#{host}`, `#{port}`, `#{path}`
/// and `#{query}`, which stand for the request's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirect {
    /// `HTTP`, `HTTPS` or `#{protocol}`.
    pub protocol: String,
    /// A port or `#{port}`.
    pub port: String,
    /// A host name.
    pub host: String,
    /// Begins with `/`.
    pub path: String,
    /// Without the `?`.
    pub query: String,
    /// 301 for a permanent redirect, 302 for a temporary one.
    pub permanence: Permanence,
}

/// Whether a redirect is permanent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Permanence {
    /// 301.
    Permanent,
    /// 302.
    Temporary,
}

/// What a fixed response may say that it is.
pub const CONTENT_TYPES: [&str; 5] =
    ["text/html", "application/json", "application/javascript", "text/css", "text/plain"];

/// Why an action was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActionRefused {
    /// A forward without a target group.
    NoGroup,
    /// More than [`FORWARD_GROUPS_MAX`] groups.
    TooManyGroups,
    /// The same group twice.
    RepeatedGroup,
    /// A weight beyond [`WEIGHT_MAX`].
    Weight {
        /// What was given.
        weight: u32,
    },
    /// Stickiness of no time or more than [`STICKINESS_SECONDS_MAX`].
    Stickiness,
    /// Stickiness is enabled and has no duration.
    NoStickinessDuration,
    /// None of [`CONTENT_TYPES`].
    ContentType,
    /// A status that is not 2xx, 4xx or 5xx.
    Status,
    /// Neither a port nor `#{port}`.
    RedirectPort {
        /// What was given.
        port: String,
    },
    /// Not beginning with `/`.
    RedirectPath {
        /// What was given.
        path: String,
    },
    /// A part with characters that cannot stand in an address.
    RedirectText,
    /// Every part stays as it is, so that the client would come back without end.
    RedirectLoop,
    /// A placeholder that there is not, or that cannot stand in this part.
    RedirectPlaceholder {
        /// The part: `host`, `path` or `query`.
        part: &'static str,
        /// What was given.
        placeholder: String,
    },
    /// From HTTPS to HTTP.
    RedirectDowngrade,
}

impl Action {
    /// Whether the edge can do this.
    ///
    /// # Errors
    /// See [`ActionRefused`].
    pub fn check(&self, protocol: Protocol, port: u16) -> Result<(), ActionRefused> {
        match &self.kind {
            ActionKind::Forward(forward) => forward.check(),
            ActionKind::FixedResponse(response) => response.check(),
            ActionKind::Redirect(redirect) => redirect.check(protocol, port),
        }
    }

    /// The groups that it forwards to.
    pub fn groups(&self) -> impl Iterator<Item = TargetGroupId> {
        let groups = match &self.kind {
            ActionKind::Forward(forward) => forward.groups.as_slice(),
            ActionKind::FixedResponse(_) | ActionKind::Redirect(_) => &[],
        };
        groups.iter().map(|weighted| weighted.group)
    }
}

impl Forward {
    fn check(&self) -> Result<(), ActionRefused> {
        if self.groups.is_empty() {
            return Err(ActionRefused::NoGroup);
        }
        if self.groups.len() > FORWARD_GROUPS_MAX {
            return Err(ActionRefused::TooManyGroups);
        }
        for (place, weighted) in self.groups.iter().enumerate() {
            if self.groups[..place].iter().any(|earlier| earlier.group == weighted.group) {
                return Err(ActionRefused::RepeatedGroup);
            }
            if weighted.weight > WEIGHT_MAX {
                return Err(ActionRefused::Weight { weight: weighted.weight });
            }
        }
        match (self.stickiness.enabled, self.stickiness.seconds) {
            (true, None) => Err(ActionRefused::NoStickinessDuration),
            (_, Some(seconds)) if !(1..=STICKINESS_SECONDS_MAX).contains(&seconds) => {
                Err(ActionRefused::Stickiness)
            }
            _ => Ok(()),
        }
    }
}

impl FixedResponse {
    fn check(&self) -> Result<(), ActionRefused> {
        if !matches!(self.status / 100, 2 | 4 | 5) {
            return Err(ActionRefused::Status);
        }
        match &self.content_type {
            Some(content_type) if !CONTENT_TYPES.contains(&content_type.as_str()) => {
                Err(ActionRefused::ContentType)
            }
            _ => Ok(()),
        }
    }
}

impl Redirect {
    fn check(&self, protocol: Protocol, port: u16) -> Result<(), ActionRefused> {
        let is_port = self.port.bytes().all(|byte| byte.is_ascii_digit())
            && self.port.parse::<u16>().is_ok_and(|port| port > 0);
        if self.port != "#{port}" && !is_port {
            return Err(ActionRefused::RedirectPort { port: self.port.clone() });
        }
        if !self.path.starts_with('/') {
            return Err(ActionRefused::RedirectPath { path: self.path.clone() });
        }
        let parts = [&self.host, &self.path, &self.query];
        if parts.iter().any(|part| !part.bytes().all(|byte| byte.is_ascii_graphic())) {
            return Err(ActionRefused::RedirectText);
        }
        for (part, text, permitted) in [
            ("host", &self.host, &["host"][..]),
            ("path", &self.path, &["host", "port", "path"]),
            ("query", &self.query, &["protocol", "host", "port", "path", "query"]),
        ] {
            check_placeholders(part, text, permitted)?;
        }
        // ELB User Guide, "Redirect actions": HTTPS cannot be redirected to HTTP.
        if protocol == Protocol::Https && self.protocol == Protocol::Http.as_str() {
            return Err(ActionRefused::RedirectDowngrade);
        }
        // API reference, `RedirectActionConfig`: one of protocol, host, port and path must change.
        let stays = (self.protocol == "#{protocol}" || self.protocol == protocol.as_str())
            && (self.port == "#{port}" || self.port == port.to_string())
            && self.host == "#{host}"
            && self.path == "/#{path}";
        if stays { Err(ActionRefused::RedirectLoop) } else { Ok(()) }
    }
}

/// Whether each `#{…}` of a part is one that may stand there (API reference, `RedirectActionConfig`).
fn check_placeholders(part: &'static str, text: &str, permitted: &[&str]) -> Result<(), ActionRefused> {
    for piece in text.split("#{").skip(1) {
        let name = piece.split_once('}').map(|(name, _)| name);
        if !name.is_some_and(|name| permitted.contains(&name)) {
            let placeholder = match name {
                Some(name) => format!("#{{{name}}}"),
                None => format!("#{{{piece}"),
            };
            return Err(ActionRefused::RedirectPlaceholder { part, placeholder });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
