//! Names of principals and policies.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::OWNER;

/// Why a text is no name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameRefused {
    /// Too short, too long, or with other characters than IAM takes.
    #[error("'{0}' is not a valid name: use {1} to {2} characters of A-Z, a-z, 0-9 and _+=,.@-")]
    Form(String, usize, usize),
    /// The name of the account's owner.
    #[error(
        "'{0}' is the account's owner, who has no policies and cannot be created or deleted; choose another \
         name"
    )]
    Owner(String),
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $shortest:literal, $longest:literal, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The name.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameRefused;

            fn try_from(text: String) -> Result<$name, NameRefused> {
                let check: fn(&str) -> bool = $check;
                if !($shortest..=$longest).contains(&text.len()) || !text.bytes().all(is_of_a_name) {
                    let shown = text.chars().take(2 * $longest).collect();
                    return Err(NameRefused::Form(shown, $shortest, $longest));
                }
                if check(&text) { Ok($name(text)) } else { Err(NameRefused::Owner(text)) }
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name! {
    /// The name of a principal, unique in its account: 1 to 64 characters, as IAM's user names
    /// (IAM API reference, `CreateUser`).
    PrincipalName, 1, 64, |text| !text.eq_ignore_ascii_case(OWNER)
}

name! {
    /// The name of a policy document, unique in its account: 1 to 128 characters, as IAM's policy names.
    PolicyName, 1, 128, |_| true
}

name! {
    /// The name of a session of temporary credentials: 2 to 64 characters (STS API Reference, `RoleSessionName`).
    SessionName, 2, 64, |_| true
}

fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte)
}
