//! Tegata's own service: what AWS has no word for.

mod advance_clock;
mod check_access;
mod create_access_key;
mod create_principal;
mod delete_access_key;
mod delete_policy;
mod delete_principal;
mod describe_clock;
mod describe_mail;
mod explain_certificate;
mod export_roots;
mod get_policy;
mod list_access_keys;
mod list_mails;
mod list_policies;
mod list_principals;
mod preview_revocation;
mod put_policy;
mod refusal;
mod update_access_key;

use crate::dispatch::dispatch;

pub(crate) use refusal::code;

dispatch! {
    "AdvanceClock" => advance_clock,
    "CheckAccess" => check_access,
    "CreateAccessKey" => create_access_key,
    "CreatePrincipal" => create_principal,
    "DeleteAccessKey" => delete_access_key,
    "DeletePolicy" => delete_policy,
    "DeletePrincipal" => delete_principal,
    "DescribeClock" => describe_clock,
    "DescribeMail" => describe_mail,
    "ExplainCertificate" => explain_certificate,
    "ExportRoots" => export_roots,
    "GetPolicy" => get_policy,
    "ListAccessKeys" => list_access_keys,
    "ListPolicies" => list_policies,
    "ListPrincipals" => list_principals,
    "ListMails" => list_mails,
    "PreviewRevocation" => preview_revocation,
    "PutPolicy" => put_policy,
    "UpdateAccessKey" => update_access_key,
}
