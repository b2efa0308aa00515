//! Putting a policy document.

use std::sync::Arc;

use tegata_model::access::{DOCUMENTS_MAX, STATEMENTS_MAX, check_document};
use tegata_model::change::Change;
use tegata_store::policies::{self, StoredPolicy};

use crate::access::SCHEMA;
use crate::reason::AccessReason;
use crate::{Caller, Error, Instance};

/// Puts a document in Cedar under a name, in place of the one that has it. It is checked against
/// [what policies can speak of](SCHEMA) first, so that a misspelt action or kind of resource is refused and not kept as
/// a policy that never holds. Holds here from the next request on, on other nodes within a second.
///
/// # Errors
/// `name`, `policy` with document, line and cause, and `limit-exceeded` when the account has as many as it may.
pub async fn put(
    instance: &Instance,
    caller: &Caller,
    name: String,
    text: String,
) -> Result<StoredPolicy, Error> {
    caller.may("tegata:PutPolicy")?;
    let name = super::named(name)?;
    let checking = tokio::task::spawn_blocking(move || {
        let statements = check_document(&SCHEMA, &name, &text);
        statements.map(|statements| (name, text, statements))
    });
    let checked = checking.await.map_err(Error::internal)?;
    let (name, text, statements) =
        checked.map_err(|refused| Error::invalid(AccessReason::Policy, format!("{refused}.")))?;
    let statements = u32::try_from(statements).unwrap_or(u32::MAX);
    let (account, now, revision) =
        (caller.account().clone(), instance.clock.now(), super::revision(instance));
    let policy = Arc::new(StoredPolicy { name, text, statements, created_at: now, changed_at: now });
    let kept = instance
        .write(move |tx| {
            let all = policies::list(tx, &account, super::documents_max())?;
            let before = all.iter().find(|stored| stored.name == policy.name);
            let others = all.iter().filter(|stored| stored.name != policy.name);
            let (documents, present) = others.fold((0_usize, 0_u64), |(documents, present), stored| {
                (documents + 1, present + u64::from(stored.statements))
            });
            if documents >= DOCUMENTS_MAX || present + u64::from(policy.statements) > STATEMENTS_MAX as u64 {
                let message = format!(
                    "An account has at most {DOCUMENTS_MAX} policy documents with {STATEMENTS_MAX} policies in all; \
                     delete some first."
                );
                return Err(Error::limit_exceeded(AccessReason::TooManyPolicies, message));
            }
            let created_at = before.map_or(policy.created_at, |before| before.created_at);
            let kept = StoredPolicy { created_at, ..StoredPolicy::clone(&policy) };
            policies::put(tx, &account, &kept, &revision)?;
            tx.record_change(&Change::Access(kept.name.to_string()), now)?;
            Ok(kept)
        })
        .await?;
    instance.access.policies_changed();
    Ok(kept)
}
