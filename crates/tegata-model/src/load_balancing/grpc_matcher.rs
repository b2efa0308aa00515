//! Which gRPC statuses a healthy target answers with.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Which gRPC statuses a healthy target answers with: `12`, `0,12` or `0-99` (ELB API, `Matcher`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GrpcMatcher(String);

/// Not a list of gRPC statuses and ranges between 0 and 99.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a matcher of gRPC codes is a list of codes and ranges between 0 and 99, such as `0,12`")]
pub struct NoGrpcMatcher;

impl GrpcMatcher {
    const LENGTH_MAX: usize = 256;

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ranges, both ends included.
    #[must_use]
    pub fn ranges(&self) -> Vec<(u16, u16)> {
        parse_ranges(&self.0).unwrap_or_default()
    }
}

fn parse_ranges(text: &str) -> Option<Vec<(u16, u16)>> {
    let status = |text: &str| {
        let is_number = matches!(text.len(), 1..=2) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u16>().ok().filter(|_| is_number)
    };
    let range = |part: &str| {
        let (low, high) = part.split_once('-').unwrap_or((part, part));
        let range = (status(low)?, status(high)?);
        (range.0 <= range.1).then_some(range)
    };
    text.split(',').map(range).collect()
}

impl FromStr for GrpcMatcher {
    type Err = NoGrpcMatcher;

    fn from_str(text: &str) -> Result<GrpcMatcher, NoGrpcMatcher> {
        match parse_ranges(text) {
            Some(_) if text.len() <= GrpcMatcher::LENGTH_MAX => Ok(GrpcMatcher(text.to_owned())),
            _ => Err(NoGrpcMatcher),
        }
    }
}

impl TryFrom<String> for GrpcMatcher {
    type Error = NoGrpcMatcher;

    fn try_from(text: String) -> Result<GrpcMatcher, NoGrpcMatcher> {
        text.parse()
    }
}

impl From<GrpcMatcher> for String {
    fn from(matcher: GrpcMatcher) -> String {
        matcher.0
    }
}

impl Default for GrpcMatcher {
    /// `UNIMPLEMENTED`: what a server answers that does not know the path of the check.
    fn default() -> GrpcMatcher {
        GrpcMatcher("12".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matcher_is_a_list_of_codes_and_ranges() {
        for (text, ranges) in
            [("12", vec![(12, 12)]), ("0-99", vec![(0, 99)]), ("0,12", vec![(0, 0), (12, 12)])]
        {
            assert_eq!(text.parse::<GrpcMatcher>().map(|it| it.ranges()), Ok(ranges));
        }
        for text in ["", "100", "5-3", "-1", "0,", "a", "1-2-3", "+1"] {
            assert_eq!(text.parse::<GrpcMatcher>(), Err(NoGrpcMatcher), "{text}");
        }
    }
}
