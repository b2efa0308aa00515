//! Names of load balancers and target groups (API reference, `CreateLoadBalancer` and `CreateTargetGroup`).

/// How many characters a name may have.
pub const NAME_MAX: usize = 32;

/// Why a name was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameRefused {
    /// Nothing in it.
    Empty,
    /// More than [`NAME_MAX`] characters.
    TooLong,
    /// Something other than `A-Z`, `a-z`, `0-9` and `-`.
    Characters,
    /// A hyphen at one of its ends.
    Hyphen,
    /// `internal-` at its start, which is kept for the DNS names of internal load balancers.
    Internal,
}

/// Whether `name` may name a target group.
///
/// # Errors
/// The rule that it breaks.
pub fn check_target_group(name: &str) -> Result<(), NameRefused> {
    if name.is_empty() {
        return Err(NameRefused::Empty);
    }
    if name.chars().count() > NAME_MAX {
        return Err(NameRefused::TooLong);
    }
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Err(NameRefused::Characters);
    }
    if name.starts_with('-') || name.ends_with('-') {
        return Err(NameRefused::Hyphen);
    }
    Ok(())
}

/// Whether `name` may name a load balancer.
///
/// # Errors
/// The rule that it breaks.
pub fn check_load_balancer(name: &str) -> Result<(), NameRefused> {
    check_target_group(name)?;
    if name.starts_with("internal-") { Err(NameRefused::Internal) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_refuses_what_breaks_it() {
        let long = "x".repeat(33);
        for (name, expected) in [
            ("my-lb", Ok(())),
            ("a", Ok(())),
            ("", Err(NameRefused::Empty)),
            (long.as_str(), Err(NameRefused::TooLong)),
            ("my_lb", Err(NameRefused::Characters)),
            ("名前", Err(NameRefused::Characters)),
            ("-lb", Err(NameRefused::Hyphen)),
            ("lb-", Err(NameRefused::Hyphen)),
            ("internal-lb", Err(NameRefused::Internal)),
        ] {
            assert_eq!(check_load_balancer(name), expected, "{name}");
        }
        assert_eq!(check_target_group("internal-lb"), Ok(()));
    }
}
