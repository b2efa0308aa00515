//! Identifiers of load balancing: 64 random bits each, written as ELB writes them, in 16 hexadecimal digits.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is no identifier of load balancing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an identifier: an identifier has 16 lower-case hexadecimal digits")]
pub struct IdentifierError(String);

fn parse(text: &str) -> Result<u64, IdentifierError> {
    let digits = text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    match u64::from_str_radix(text, 16) {
        Ok(bits) if digits => Ok(bits),
        _ => Err(IdentifierError(text.to_owned())),
    }
}

macro_rules! hex_identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub u64);

        impl $name {
            /// The identifier of random bytes.
            #[must_use]
            pub fn from_random(bytes: [u8; 8]) -> $name {
                $name(u64::from_be_bytes(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:016x}", self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdentifierError;

            fn from_str(text: &str) -> Result<$name, IdentifierError> {
                parse(text).map($name)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdentifierError;

            fn try_from(text: String) -> Result<$name, IdentifierError> {
                parse(&text).map($name)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }
    };
}

hex_identifier! {
    /// Which load balancer; the last part of its ARN.
    LoadBalancerId
}
hex_identifier! {
    /// Which listener; the last part of its ARN.
    ListenerId
}
hex_identifier! {
    /// Which target group; the last part of its ARN.
    TargetGroupId
}
hex_identifier! {
    /// Which rule of a listener; the last part of its ARN.
    RuleId
}
hex_identifier! {
    /// Which trust store; the last part of its ARN.
    TrustStoreId
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_sixteen_lower_case_digits_are_an_identifier() {
        for wrong in ["", "50dc6c495c0c918", "50dc6c495c0c91888", "50DC6C495C0C9188", "+0dc6c495c0c9188"] {
            assert!(wrong.parse::<LoadBalancerId>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn an_identifier_reads_as_it_was_written(bits: u64) {
            let id = ListenerId(bits);
            prop_assert_eq!(id.to_string().parse::<ListenerId>(), Ok(id));
        }

        #[test]
        fn parsing_never_panics(text in "\\PC{0,40}") {
            let _ = text.parse::<TargetGroupId>();
        }
    }
}
