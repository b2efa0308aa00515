//! Tegata's own service: what AWS has no word for.

mod access;
mod check_access;
mod check_delegation;
mod clock;
mod explain_certificate;
mod explain_selection;
mod export_roots;
mod list_events;
mod mails;
mod nodes;
mod placement;
mod preview_revocation;
mod refusal;
mod replacements;
mod restore;
mod webhooks;

#[cfg(test)]
mod tests;

use crate::dispatch::dispatch;

pub(crate) use refusal::code;

dispatch! {
    "AcknowledgeClock" => clock::acknowledge_clock,
    "AcknowledgeRestore" => restore::acknowledge_restore,
    "AdvanceClock" => clock::advance_clock,
    "CheckAccess" => check_access,
    "CheckDelegation" => check_delegation,
    "CheckPlacement" => placement::check_placement,
    "CreateAccessKey" => access::create_access_key,
    "CreatePrincipal" => access::create_principal,
    "CreateWebhook" => webhooks::create_webhook,
    "DeclareHop" => placement::declare_hop,
    "DeleteAccessKey" => access::delete_access_key,
    "DeletePolicy" => access::delete_policy,
    "DeletePrincipal" => access::delete_principal,
    "DeleteWebhook" => webhooks::delete_webhook,
    "DescribeClock" => clock::describe_clock,
    "DescribeMail" => mails::describe_mail,
    "DescribePlacement" => placement::describe_placement,
    "DescribeReplacement" => replacements::describe_replacement,
    "DescribeRestore" => restore::describe_restore,
    "DrawPlacement" => placement::draw_placement,
    "ExplainCertificate" => explain_certificate,
    "ExplainSelection" => explain_selection,
    "ExportRoots" => export_roots,
    "GetPolicy" => access::get_policy,
    "ListAccessKeys" => access::list_access_keys,
    "ListDeclaredHops" => placement::list_declared_hops,
    "ListEvents" => list_events,
    "ListMails" => mails::list_mails,
    "ListNodes" => nodes::list_nodes,
    "ListPlacements" => placement::list_placements,
    "ListPolicies" => access::list_policies,
    "ListPrincipals" => access::list_principals,
    "ListReplacements" => replacements::list_replacements,
    "ListWebhookDeliveries" => webhooks::list_webhook_deliveries,
    "ListWebhooks" => webhooks::list_webhooks,
    "PreviewRevocation" => preview_revocation,
    "PutPolicy" => access::put_policy,
    "ReplaceCertificate" => replacements::replace_certificate,
    "ReplayWebhook" => webhooks::replay_webhook,
    "UndeclareHop" => placement::undeclare_hop,
    "UpdateAccessKey" => access::update_access_key,
    "UpdateReplacement" => replacements::update_replacement,
    "WalkPlacement" => placement::walk_placement,
}
