//! The founding values: those of the store, or at first start those that were named.

use anyhow::Result;
use tegata_model::AccountId;
use tegata_model::authority::KeyStrength;
use tegata_operations::instance::founding::{self, StoredFounding};
use tegata_operations::{Entropy, Founding, authority};
use tegata_store::Store;

use crate::settings::{Configured, Problems};

/// The digits of an account; none begins with 0, which spreadsheets and YAML would lose.
const FIRST: &[u8] = b"123456789";
const DIGITS: &[u8] = b"0123456789";
/// The account of local clouds: LocalStack gives it to every key that does not name another.
const LOCAL: &str = "000000000000";

/// The instance's founding values. At first start they are those that were named, and usual ones for the others; later
/// those that are kept, and another value that is named is refused.
pub(super) async fn load_or_begin(
    store: &Store,
    entropy: &Entropy,
    configured: &Configured,
) -> Result<Founding> {
    // A restart writes nothing, so that an instance comes up although its disk is full.
    let kept = match founding::find(store).await? {
        Some(StoredFounding::Complete(kept)) => kept,
        _ => {
            let draws_account = configured.founding.account.is_none() && !configured.start.trust_loopback;
            founding::begin(store, fresh(entropy, configured)?, draws_account).await?
        }
    };
    let strength = match kept.key_strength {
        Some(strength) => Some(strength),
        None => authority::key_strength(store).await?,
    };
    refuse_others(&kept, strength, configured)?;
    Ok(kept)
}

/// What a first start would begin with.
pub(super) fn fresh(entropy: &Entropy, configured: &Configured) -> Result<Founding> {
    let given = &configured.founding;
    let account = match (&given.account, configured.start.trust_loopback) {
        (Some(account), _) => account.clone(),
        (None, true) => AccountId::try_from(LOCAL.to_owned())?,
        (None, false) => AccountId::try_from(entropy.text(FIRST, 1) + &entropy.text(DIGITS, 11))?,
    };
    let mut fresh = Founding::embedded(account);
    if let Some(region) = &given.region {
        fresh.region = region.clone();
    }
    if let Some(organisation) = &given.organisation {
        fresh.organisation.clone_from(organisation);
    }
    if let Some(country) = &given.country {
        fresh.country.clone_from(country);
    }
    if let Some(strength) = given.key_strength {
        fresh.key_strength = Some(strength);
    }
    Ok(fresh)
}

/// Refuses what is named otherwise than it was decided. `strength` is that of the kept keys.
pub(super) fn refuse_others(
    kept: &Founding,
    strength: Option<KeyStrength>,
    configured: &Configured,
) -> Result<(), Problems> {
    let given = &configured.founding;
    let text = |value: Option<&str>| value.map(str::to_owned);
    let high = |strength: Option<KeyStrength>| strength.map(|it| (it == KeyStrength::High).to_string());
    let values = [
        ("account", text(Some(kept.account.as_str())), text(given.account.as_ref().map(AccountId::as_str))),
        (
            "region",
            text(Some(kept.region.as_str())),
            text(given.region.as_ref().map(tegata_model::Region::as_str)),
        ),
        ("organisation", text(Some(&kept.organisation)), given.organisation.clone()),
        ("country", text(Some(&kept.country)), given.country.clone()),
        ("high_strength", high(strength), high(given.key_strength)),
    ];
    let others = values.into_iter().filter_map(|(key, kept, given)| {
        let (kept, given) = (kept?, given?);
        (kept != given).then(|| {
            let why = format!(
                "it is {given} here, but {kept} was set at first start and cannot change. Leave it out, or \
                 create another instance with --data"
            );
            configured.problem(key, why)
        })
    });
    let others: Vec<_> = others.collect();
    if others.is_empty() { Ok(()) } else { Err(Problems(others)) }
}

#[cfg(test)]
mod tests {
    use tegata_store::Location;

    use super::*;
    use crate::settings::SettingsArguments;

    fn configured<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Configured {
        SettingsArguments::of(values).configure_alone().unwrap_or_else(|problems| panic!("{problems}"))
    }

    #[tokio::test]
    async fn a_first_start_that_did_not_end_may_be_made_with_other_values_and_the_same_account() {
        let (store, entropy) = (Store::open(&Location::Memory).await.expect("a store"), Entropy::system());
        let slip = configured([("organisation", "Crop")]);
        let first = load_or_begin(&store, &entropy, &slip).await.expect("begun");
        let right = configured([("organisation", "Corp"), ("country", "de")]);
        let second = load_or_begin(&store, &entropy, &right).await.expect("begun again");
        assert_eq!((second.organisation.as_str(), second.country.as_str()), ("Corp", "DE"));
        assert_eq!(second.account, first.account, "drawn once");
    }

    #[test]
    fn another_founding_value_is_refused_with_both() {
        let kept = fresh(&Entropy::system(), &configured([("account", "444455556666")])).expect("values");
        let same = configured([("account", "444455556666"), ("country", "JP"), ("high_strength", "false")]);
        assert_eq!(refuse_others(&kept, kept.key_strength, &same), Ok(()));
        for (key, value, was) in [
            ("account", "000000000000", "444455556666"),
            ("region", "eu-west-1", "us-east-1"),
            ("organisation", "Corp", "Tegata"),
            ("country", "DE", "JP"),
            ("high_strength", "true", "false"),
        ] {
            let refused = refuse_others(&kept, kept.key_strength, &configured([(key, value)]));
            let said = refused.expect_err(key).to_string();
            assert!(said.contains(&format!("it is {value} here, but {was} was set")), "{said}");
            assert!(said.contains(&format!("`{key}`")), "{said}");
        }
    }
}
