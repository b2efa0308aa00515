//! Tegata's own service: what AWS has no word for.

mod acknowledge_clock;
mod acknowledge_restore;
mod advance_clock;
mod check_access;
mod create_access_key;
mod create_principal;
mod create_webhook;
mod delete_access_key;
mod delete_policy;
mod delete_principal;
mod delete_webhook;
mod describe_clock;
mod describe_mail;
mod describe_replacement;
mod describe_restore;
mod explain_certificate;
mod export_roots;
mod get_policy;
mod list_access_keys;
mod list_events;
mod list_mails;
mod list_policies;
mod list_principals;
mod list_replacements;
mod list_webhook_deliveries;
mod list_webhooks;
mod preview_revocation;
mod put_policy;
mod refusal;
mod replace_certificate;
mod replacement;
mod replay_webhook;
mod update_access_key;
mod update_replacement;

#[cfg(test)]
mod tests;

use crate::dispatch::dispatch;

pub(crate) use refusal::code;

dispatch! {
    Json;
    "AcknowledgeClock" => acknowledge_clock,
    "AcknowledgeRestore" => acknowledge_restore,
    "AdvanceClock" => advance_clock,
    "CheckAccess" => check_access,
    "CreateAccessKey" => create_access_key,
    "CreatePrincipal" => create_principal,
    "CreateWebhook" => create_webhook,
    "DeleteAccessKey" => delete_access_key,
    "DeletePolicy" => delete_policy,
    "DeletePrincipal" => delete_principal,
    "DeleteWebhook" => delete_webhook,
    "DescribeClock" => describe_clock,
    "DescribeMail" => describe_mail,
    "DescribeRestore" => describe_restore,
    "ExplainCertificate" => explain_certificate,
    "ExportRoots" => export_roots,
    "GetPolicy" => get_policy,
    "ListAccessKeys" => list_access_keys,
    "ListEvents" => list_events,
    "ListPolicies" => list_policies,
    "ListPrincipals" => list_principals,
    "ListMails" => list_mails,
    "ListWebhookDeliveries" => list_webhook_deliveries,
    "ListWebhooks" => list_webhooks,
    "PreviewRevocation" => preview_revocation,
    "PutPolicy" => put_policy,
    "ReplayWebhook" => replay_webhook,
    "UpdateAccessKey" => update_access_key,
    "DescribeReplacement" => describe_replacement,
    "ListReplacements" => list_replacements,
    "ReplaceCertificate" => replace_certificate,
    "UpdateReplacement" => update_replacement,
}
