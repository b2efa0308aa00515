//! Security policies: which protocol versions and ciphers a listener accepts.
//!
//! The table itself belongs to the edge, which has to keep to it; whoever puts the parts of an instance
//! together hands it over in this form.

/// A security policy as `DescribeSSLPolicies` shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityPolicy {
    /// Such as `ELBSecurityPolicy-TLS13-1-2-2021-06`.
    pub name: String,
    /// Such as `TLSv1.3`, the newest first.
    pub protocols: Vec<String>,
    /// By OpenSSL's names, the most wanted first.
    pub ciphers: Vec<String>,
}
