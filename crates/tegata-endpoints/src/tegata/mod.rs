//! Tegata's own service: what AWS has no word for.

mod advance_clock;
mod describe_clock;
mod explain_certificate;
mod export_roots;
mod refusal;

use serde_json::Value;
use tegata_operations::{Caller, Error, Instance};

use crate::tree::{answer, read};

pub(crate) use refusal::code;

/// Does an operation; `None` when it is not built. The contract has been checked.
pub(crate) async fn dispatch(
    operation: &str,
    instance: &Instance,
    caller: &Caller,
    input: Value,
) -> Option<Result<Value, Error>> {
    Some(match operation {
        "AdvanceClock" => {
            answer(async { advance_clock::advance_clock(instance, caller, read(input)?).await }).await
        }
        "DescribeClock" => answer(async { describe_clock::describe_clock(instance, caller) }).await,
        "ExplainCertificate" => {
            answer(async { explain_certificate::explain_certificate(instance, caller, read(input)?).await })
                .await
        }
        "ExportRoots" => answer(export_roots::export_roots(instance, caller)).await,
        _ => return None,
    })
}
