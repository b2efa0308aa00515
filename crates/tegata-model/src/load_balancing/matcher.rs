//! Which answers of a target are healthy: statuses of HTTP, or codes of gRPC (ELB API, `Matcher`).

use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest list.
const LENGTH_MAX: usize = 256;

/// Which statuses a healthy target answers with: `200`, `200,202` or `200-299`, within 200 to 499, or to 599 behind a network
/// load balancer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Matcher(String);

/// Not a list of statuses and ranges between 200 and 599.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a matcher is a list of statuses and ranges between 200 and 599, such as `200,301-302`")]
pub struct NoMatcher;

/// Which gRPC statuses a healthy target answers with: `12`, `0,12` or `0-99` (ELB API, `Matcher`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GrpcMatcher(String);

/// Not a list of gRPC statuses and ranges between 0 and 99.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a matcher of gRPC codes is a list of codes and ranges between 0 and 99, such as `0,12`")]
pub struct NoGrpcMatcher;

impl Default for Matcher {
    fn default() -> Matcher {
        Matcher("200".to_owned())
    }
}

impl Matcher {
    /// What a target group of a network load balancer has until it is configured.
    #[must_use]
    pub fn of_network() -> Matcher {
        Matcher("200-399".to_owned())
    }

    /// Whether an application load balancer may have it: statuses to 499.
    #[must_use]
    pub fn is_of_application(&self) -> bool {
        self.ranges().iter().all(|(_, last)| *last <= 499)
    }
}

impl Default for GrpcMatcher {
    /// `UNIMPLEMENTED`: what a server answers that does not know the path of the check.
    fn default() -> GrpcMatcher {
        GrpcMatcher("12".to_owned())
    }
}

/// A list of codes as text. `$digits` are how many digits a code may have, `$codes` which codes there are.
macro_rules! matcher {
    ($name:ident, $refused:ident, $digits:expr, $codes:expr) => {
        impl $name {
            /// As it was written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The ranges, both ends included.
            #[must_use]
            pub fn ranges(&self) -> Vec<(u16, u16)> {
                parse_ranges(&self.0, $digits, $codes).unwrap_or_default()
            }
        }

        impl FromStr for $name {
            type Err = $refused;

            fn from_str(text: &str) -> Result<$name, $refused> {
                match parse_ranges(text, $digits, $codes) {
                    Some(_) if text.len() <= LENGTH_MAX => Ok($name(text.to_owned())),
                    _ => Err($refused),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $refused;

            fn try_from(text: String) -> Result<$name, $refused> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(matcher: $name) -> String {
                matcher.0
            }
        }
    };
}

matcher!(Matcher, NoMatcher, 3..=3, 200..=599);
matcher!(GrpcMatcher, NoGrpcMatcher, 1..=2, 0..=99);

fn parse_ranges(
    text: &str,
    digits: RangeInclusive<usize>,
    codes: RangeInclusive<u16>,
) -> Option<Vec<(u16, u16)>> {
    let code = |text: &str| {
        let is_number = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u16>().ok().filter(|code| is_number && codes.contains(code))
    };
    let range = |part: &str| {
        let (low, high) = part.split_once('-').unwrap_or((part, part));
        let range = (code(low)?, code(high)?);
        (range.0 <= range.1).then_some(range)
    };
    text.split(',').map(range).collect()
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
