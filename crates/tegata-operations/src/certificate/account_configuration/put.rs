//! Deciding an account's configuration.

use jiff::SignedDuration;
use tegata_model::account_configuration::{ConfigurationRefused, DAYS_MAX, plan_configuration};
use tegata_store::account_configurations::{self, Decided};

use crate::reason::CertificateReason;
use crate::{Caller, Error, Instance};

/// For how long a token stands for its request (ACM API, `PutAccountConfiguration`).
const TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(1);

/// Decides from how many days before its end on a certificate is told of.
///
/// The token of the last change, sent again within the hour, changes nothing; with another configuration it is a conflict.
///
/// # Errors
/// `account-configuration` when the request is empty or out of bounds, `token-reused` for a token that stands for
/// another request.
pub async fn put(
    instance: &Instance,
    caller: &Caller,
    days_before_expiry: Option<i64>,
    token: String,
) -> Result<(), Error> {
    caller.may("acm:PutAccountConfiguration")?;
    let configuration = plan_configuration(days_before_expiry).map_err(refusal)?;
    let now = instance.clock.now();
    let tenant = caller.tenant.clone();
    let wanted = Decided { configuration, token, token_until: now + TOKEN_LIFE };
    instance
        .write(move |tx| {
            let before = account_configurations::find(tx, &tenant)?;
            match before.filter(|before| before.token == wanted.token && now < before.token_until) {
                Some(before) if before.configuration == wanted.configuration => Ok(()),
                Some(before) => Err(Error::conflict(
                    CertificateReason::TokenReused,
                    format!(
                        "IdempotencyToken {} was used within the last hour for DaysBeforeExpiry {}. Send another token \
                         with another value.",
                        before.token, before.configuration.days_before_expiry
                    ),
                )),
                None => Ok(account_configurations::put(tx, &tenant, &wanted)?),
            }
        })
        .await
}

/// ACM's words where they are known.
fn refusal(refused: ConfigurationRefused) -> Error {
    let message = match refused {
        ConfigurationRefused::Empty => "Configuration for events is empty.".to_owned(),
        ConfigurationRefused::Days(days) => {
            format!("DaysBeforeExpiry is {days}, and has to be between 1 and {DAYS_MAX}.")
        }
    };
    Error::invalid(CertificateReason::AccountConfiguration, message)
}
