//! Security Token Service: who a caller is, which tools ask before anything else, and temporary credentials.

mod assume_role;
mod get_caller_identity;
mod refusal;

use crate::dispatch::dispatch;

pub(crate) use assume_role::reference;
pub(crate) use refusal::code;

dispatch! {
    "AssumeRole" => assume_role,
    "GetCallerIdentity" => get_caller_identity,
}
