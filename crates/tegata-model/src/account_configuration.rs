//! What an account has decided about its certificates in a region.

/// How an account wants to be told of certificates that end (ACM API, `ExpiryEventsConfiguration`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountConfiguration {
    /// From how many days before its end on a certificate is told of once a day.
    pub days_before_expiry: u32,
}

/// The days that may be asked for: longer than any certificate that is issued here has left when its successor is due,
/// and as long as the emulators that clients are tested with take.
pub const DAYS_MAX: u32 = 90;

impl Default for AccountConfiguration {
    /// 45 days (ACM API, `GetAccountConfiguration`).
    fn default() -> AccountConfiguration {
        AccountConfiguration { days_before_expiry: 45 }
    }
}

/// Why a configuration is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigurationRefused {
    /// It says nothing.
    Empty,
    /// Less than one day, or more than [`DAYS_MAX`].
    Days(i64),
}

/// Judges what was asked for.
///
/// # Errors
/// When it is empty or out of bounds.
pub fn plan_configuration(
    days_before_expiry: Option<i64>,
) -> Result<AccountConfiguration, ConfigurationRefused> {
    let days = days_before_expiry.ok_or(ConfigurationRefused::Empty)?;
    match u32::try_from(days) {
        Ok(fitting @ 1..=DAYS_MAX) => Ok(AccountConfiguration { days_before_expiry: fitting }),
        _ => Err(ConfigurationRefused::Days(days)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_to_ninety_days_are_taken() {
        for days in [1, 45, 90] {
            let taken = plan_configuration(Some(days)).expect("taken");
            assert_eq!(i64::from(taken.days_before_expiry), days);
        }
        for days in [i64::MIN, -1, 0, 91, i64::MAX] {
            assert_eq!(plan_configuration(Some(days)), Err(ConfigurationRefused::Days(days)));
        }
        assert_eq!(plan_configuration(None), Err(ConfigurationRefused::Empty));
    }
}
