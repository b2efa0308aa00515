//! Permission: asked for every operation alike, on every thing that the request names, before any of it is looked at.

use serde_json::Value;
use tegata_aws::contract::Operation;
use tegata_model::access::schema::{WITH_REQUEST_KEYS, WITHOUT_PERMISSION};
use tegata_operations::access::admit;
use tegata_operations::{Caller, Error, Instance};

use crate::references::references;
use crate::refusal::{Refusal, refuse};
use crate::services::Served;

/// The caller, once it is known to be allowed the operation. It carries what decides, for the operation asks again:
/// with the condition keys that the wire does not tell, or for another action that it comes to.
pub(crate) async fn admitted(
    instance: &Instance,
    served: &Served,
    operation: &Operation,
    caller: Caller,
    input: &Value,
) -> Result<Caller, Refusal> {
    let action = format!("{}:{}", served.contract.signing_name(), operation.name);
    if caller.is_owner() || WITHOUT_PERMISSION.contains(&action.as_str()) {
        return Ok(caller);
    }
    let request_id = caller.request_id.clone();
    let asking = async {
        let names = references(&caller, served, operation, input)?;
        let caller = admit(instance, caller, names).await?;
        if !WITH_REQUEST_KEYS.contains(&action.as_str()) {
            caller.may(&action)?;
        }
        Ok(caller)
    };
    asking.await.map_err(|error: Error| refuse(served, &error, &request_id))
}

#[cfg(test)]
mod tests;
