//! Security Token Service: who a caller is, which tools ask before anything else. It gives no temporary credentials.

mod get_caller_identity;
mod refusal;

use crate::dispatch::dispatch;

pub(crate) use refusal::code;

dispatch! {
    "GetCallerIdentity" => get_caller_identity,
}
