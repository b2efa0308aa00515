//! The mailboxes of a domain that can say whether a certificate may be issued.

use crate::DomainName;

/// The mailboxes that are asked of a validation domain (CA/B Baseline Requirements §3.2.2.4.4; ACM User Guide, "Email
/// validation").
pub const MAILBOXES: [&str; 5] = ["administrator", "hostmaster", "postmaster", "webmaster", "admin"];

/// The domain whose mailboxes are asked for a name by default: the name without a leading `*.` or
/// `www.`.
#[must_use]
pub fn usual_domain(name: &DomainName) -> &str {
    let base = name.base();
    // What is left of `www.com` would be no domain.
    base.strip_prefix("www.").filter(|rest| rest.contains('.')).unwrap_or(base)
}

/// The addresses of a validation domain.
#[must_use]
pub fn addresses(domain: &str) -> [String; 5] {
    MAILBOXES.map(|mailbox| format!("{mailbox}@{domain}"))
}
