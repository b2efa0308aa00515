//! Approvals: what a reader of a domain's mail decides by the code in a mail. There is no caller: who has the code
//! has the mail.

mod decide;
mod show;

pub use decide::{Decided, decide};
pub use show::{Progress, Shown, Standing, show};
pub use tegata_store::approvals::Decision;

use tegata_model::CertificateId;
use tegata_store::ReadTx;
use tegata_store::approvals::{self, Approval};
use tegata_store::certificates::{self, Stored};

use crate::Error;
use crate::certificate::mail::code_digest;

/// A code longer than any of ours is none.
const CODE_LENGTH_MAX: usize = 64;

/// What a code and its context lead to; `None` when they lead nowhere, without a reason: strangers must not learn what there is.
fn find(
    tx: &mut ReadTx<'_>,
    code: &str,
    context: &str,
) -> Result<Option<(Vec<u8>, Approval, Stored)>, Error> {
    let Ok(context) = context.parse::<CertificateId>() else { return Ok(None) };
    if code.len() > CODE_LENGTH_MAX {
        return Ok(None);
    }
    let digest = code_digest(code);
    let approval = approvals::find(tx, &digest)?.filter(|approval| approval.certificate == context);
    let Some(approval) = approval else { return Ok(None) };
    let stored = certificates::find_of_any(tx, approval.certificate)?;
    Ok(stored.map(|stored| (digest, approval, stored)))
}
