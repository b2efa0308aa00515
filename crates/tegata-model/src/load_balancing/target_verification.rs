//! Verifying the certificates of targets: a setting of Tegata's own, as attributes of a target group. ELB verifies none (ELB
//! User Guide, "Target groups").

use super::attribute::{Attributes, TARGET_GROUP, value};
use super::target_group::Protocol;
use crate::ServerName;

/// The attribute with the name of the trust store that targets' certificates have to lead to; empty for none.
pub const TRUST_STORE: &str = "tegata.target_tls.trust_store";
/// The attribute with the name that targets' certificates have to be for; empty for each target's own address.
pub const SERVER_NAME: &str = "tegata.target_tls.server_name";

/// Why targets cannot be verified in this way.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerificationRefused {
    /// Targets without TLS.
    #[error("Attribute '{TRUST_STORE}' can only be set on target groups with the protocol HTTPS")]
    NoTls,
    /// A name, and nothing to verify it by.
    #[error("Attribute '{SERVER_NAME}' has no effect without '{TRUST_STORE}': set both")]
    NoTrustStore,
    /// A name that no certificate can have.
    #[error("Attribute '{SERVER_NAME}' must be a host name or an IP address, but is '{name}'")]
    Name {
        /// What was given.
        name: String,
    },
}

/// The name of the trust store that attributes ask for.
///
/// # Errors
/// See [`VerificationRefused`].
pub fn trust_store_named(
    attributes: &Attributes,
    protocol: Protocol,
) -> Result<Option<&str>, VerificationRefused> {
    let word = |key| value(TARGET_GROUP, attributes, key).filter(|word| !word.is_empty());
    let (trust_store, name) = (word(TRUST_STORE), word(SERVER_NAME));
    if let Some(name) = name {
        if trust_store.is_none() {
            return Err(VerificationRefused::NoTrustStore);
        }
        if name.parse::<ServerName>().is_err() {
            return Err(VerificationRefused::Name { name: name.to_owned() });
        }
    }
    if trust_store.is_some() && protocol == Protocol::Http {
        return Err(VerificationRefused::NoTls);
    }
    Ok(trust_store)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_verifies_nothing_is_refused() {
        let of = |pairs: &[(&str, &str)], protocol| {
            let owned = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
            trust_store_named(&owned.collect(), protocol).map(|name| name.map(str::to_owned))
        };
        let (store, name) = ((TRUST_STORE, "targets"), (SERVER_NAME, "app.internal"));
        assert_eq!(of(&[], Protocol::Http), Ok(None));
        assert_eq!(of(&[store, name], Protocol::Https), Ok(Some("targets".to_owned())));
        assert_eq!(of(&[store], Protocol::Http), Err(VerificationRefused::NoTls));
        assert_eq!(of(&[name], Protocol::Https), Err(VerificationRefused::NoTrustStore));
        let wrong = of(&[store, (SERVER_NAME, "a b")], Protocol::Https);
        assert_eq!(wrong, Err(VerificationRefused::Name { name: "a b".to_owned() }));
    }
}
