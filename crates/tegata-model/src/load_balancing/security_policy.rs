//! Security policies: which protocol versions and ciphers a listener accepts.
//!
//! The table itself belongs to the edge, which has to keep to it; the code that puts the parts of an instance
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
    /// Whether listeners with mutual authentication can have it.
    pub mutual_authentication: bool,
}

/// Policies that ELB has and the edge has not: those whose suites the edge's TLS library does not keep under a name (ELB
/// User Guide, "Security policies for your Application Load Balancer").
const NOT_BUILT: &[&str] = &["ELBSecurityPolicy-TLS13-1-1-2021-06"];

/// Whether ELB has a policy of this name that is not built here, so that its name is not a mistake.
#[must_use]
pub fn is_not_built(name: &str) -> bool {
    NOT_BUILT.contains(&name)
}
