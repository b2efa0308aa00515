//! Asking what the policies say of a principal, and which of them say so.

use std::net::IpAddr;

use tegata_model::access::{AskedValue, Decision, OWNER, PrincipalName, Question, Resource};
use tegata_store::principals;

use super::{Reference, SCHEMA, resolve};
use crate::reason::AccessReason;
use crate::{Caller, Error, Instance};

/// What the policies say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// The owner may do everything; no policy was asked.
    Owner,
    /// The policies decided.
    Decided(Decision),
}

/// Says whether a principal of the caller's account may do an action, and which policies decide so.
///
/// # Errors
/// `no-such-principal`, and `no-such-action` for an action that no service here has.
pub async fn check(
    instance: &Instance,
    caller: &Caller,
    principal: &str,
    action: &str,
    resource: Reference,
    source: Option<IpAddr>,
    values: &[(&'static str, AskedValue)],
) -> Result<Checked, Error> {
    caller.may("tegata:CheckAccess")?;
    if !SCHEMA.text().contains(&format!("\naction \"{action}\" in ")) {
        return Err(Error::invalid(
            AccessReason::NoSuchAction,
            format!(
                "'{action}' is not an action. An action is SERVICE:OPERATION, such as acm:RequestCertificate."
            ),
        ));
    }
    if principal == OWNER {
        return Ok(Checked::Owner);
    }
    let name = PrincipalName::try_from(principal.to_owned())
        .map_err(|error| crate::access::principal::no_name(&error))?;
    let (account, asked) = (caller.account().clone(), name.clone());
    if !instance.read(move |tx| Ok::<_, Error>(principals::exists(tx, &account, &asked)?)).await? {
        return Err(crate::access::principal::no_such(&name));
    }
    let on = resolve::resolve(instance, caller, vec![resource]).await?;
    let resource = on.into_iter().next().unwrap_or_else(|| Resource::account(caller.account()));
    let policies = instance.access.policies(instance, caller.account()).await?;
    Ok(Checked::Decided(policies.decide(&Question {
        account: caller.account(),
        principal: name.as_str(),
        principal_account: None,
        action,
        resource: &resource,
        region: caller.region(),
        at: instance.clock.now(),
        source,
        values,
    })))
}
