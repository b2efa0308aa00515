//! Identifiers of security groups and their rules, of the form that EC2 gives them: 17 hexadecimal digits.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An identifier has so many bits.
const BITS: u128 = (1 << 68) - 1;

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(u128);

        impl $name {
            /// An identifier of random bytes.
            #[must_use]
            pub fn from_random(bytes: [u8; 16]) -> $name {
                $name(u128::from_be_bytes(bytes) & BITS)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{:017x}"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = NoIdentifier;

            fn from_str(text: &str) -> Result<$name, NoIdentifier> {
                let digits = text.strip_prefix($prefix).filter(|digits| is_hexadecimal(digits));
                let number = digits.and_then(|digits| u128::from_str_radix(digits, 16).ok());
                number.map($name).ok_or(NoIdentifier)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NoIdentifier;

            fn try_from(text: String) -> Result<$name, NoIdentifier> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }
    };
}

/// A text that is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of this kind")]
pub struct NoIdentifier;

identifier! {
    /// The identifier of a security group: `sg-…`.
    SecurityGroupId, "sg-"
}
identifier! {
    /// The identifier of a rule of a security group: `sgr-…`.
    SecurityGroupRuleId, "sgr-"
}

fn is_hexadecimal(digits: &str) -> bool {
    digits.len() == 17 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_written_as_it_is_read() {
        let id = SecurityGroupId::from_random([0xff; 16]);
        assert_eq!(id.to_string(), "sg-fffffffffffffffff");
        assert_eq!(id.to_string().parse(), Ok(id));
        for wrong in ["sg-", "sg-1", "sgr-fffffffffffffffff", "sg-FFFFFFFFFFFFFFFFF", "sg-+ffffffffffffffff"]
        {
            assert_eq!(wrong.parse::<SecurityGroupId>(), Err(NoIdentifier), "{wrong}");
        }
    }
}
