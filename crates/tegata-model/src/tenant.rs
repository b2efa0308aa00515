//! Whose a thing is: account and region stand first in every key.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is no account or region.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TenantError {
    /// An account is twelve decimal digits (AWS account identifiers).
    #[error("`{0}` is not an account ID: an account ID has twelve digits, such as 123456789012")]
    Account(String),
    /// A region is 1 to 32 of `a-z`, `0-9` and `-`.
    #[error(
        "`{0}` is not a region: a region has up to 32 characters of a-z, 0-9 and -, such as ap-northeast-1"
    )]
    Region(String),
}

/// The twelve digits of an account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId(String);

/// A region's name, such as `ap-northeast-1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(String);

/// Account and region: the first part of every key of a regional thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Tenant {
    /// Who owns it.
    pub account: AccountId,
    /// Where it is.
    pub region: Region,
}

impl AccountId {
    /// The twelve digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Region {
    /// The region's name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AccountId {
    type Error = TenantError;

    fn try_from(text: String) -> Result<AccountId, TenantError> {
        if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(AccountId(text))
        } else {
            Err(TenantError::Account(text))
        }
    }
}

impl TryFrom<String> for Region {
    type Error = TenantError;

    fn try_from(text: String) -> Result<Region, TenantError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if (1..=32).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Region(text))
        } else {
            Err(TenantError::Region(text))
        }
    }
}

impl FromStr for AccountId {
    type Err = TenantError;

    fn from_str(text: &str) -> Result<AccountId, TenantError> {
        text.to_owned().try_into()
    }
}

impl FromStr for Region {
    type Err = TenantError;

    fn from_str(text: &str) -> Result<Region, TenantError> {
        text.to_owned().try_into()
    }
}

impl From<AccountId> for String {
    fn from(account: AccountId) -> String {
        account.0
    }
}

impl From<Region> for String {
    fn from(region: Region) -> String {
        region.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_twelve_digits() {
        assert!("123456789012".parse::<AccountId>().is_ok());
        for wrong in ["", "12345678901", "1234567890123", "12345678901a", "１２３４"] {
            assert!(wrong.parse::<AccountId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_region_is_lower_case_and_short() {
        assert!("us-east-1".parse::<Region>().is_ok());
        for wrong in ["", "US-EAST-1", "a b", "../../etc", &"x".repeat(33)] {
            assert!(wrong.parse::<Region>().is_err(), "{wrong}");
        }
    }
}
