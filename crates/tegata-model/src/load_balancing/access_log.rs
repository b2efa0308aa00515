//! Access logs of load balancers, by their attributes `access_logs.s3.*` (ELB User Guide, "Enable access logs").

use super::attribute::{Attributes, LOAD_BALANCER, is_on, value};

/// The access log of a load balancer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessLog<'a> {
    /// The bucket that it is written to.
    pub bucket: &'a str,
    /// Its path in the bucket; may be empty.
    pub prefix: &'a str,
}

/// Why an access log was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessLogRefused {
    /// It has no bucket.
    NoBucket,
    /// Its prefix does not lead to a place in the bucket: a part of it is empty, `.`, `..` or `AWSLogs`.
    Prefix,
}

impl<'a> AccessLog<'a> {
    /// The access log that attributes ask for; `None` when it is off.
    #[must_use]
    pub fn of(attributes: &'a Attributes) -> Option<AccessLog<'a>> {
        let text = |key| value(LOAD_BALANCER, attributes, key).unwrap_or_default();
        is_on(LOAD_BALANCER, attributes, "access_logs.s3.enabled").then(|| AccessLog {
            bucket: text("access_logs.s3.bucket"),
            prefix: text("access_logs.s3.prefix"),
        })
    }

    /// Checks what was asked for.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Result<(), AccessLogRefused> {
        if self.bucket.is_empty() {
            return Err(AccessLogRefused::NoBucket);
        }
        let is_bad = |part: &str| matches!(part, "" | "." | ".." | "AWSLogs") || part.contains(['\0', '\\']);
        // ELB takes a slash at either end.
        let prefix = self.prefix.trim_matches('/');
        if !prefix.is_empty() && prefix.split('/').any(is_bad) {
            return Err(AccessLogRefused::Prefix);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(of: &[(&str, &str)]) -> Attributes {
        of.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_log_is_on_when_it_is_enabled() {
        let with = attributes(&[("access_logs.s3.bucket", "logs")]);
        assert_eq!(AccessLog::of(&with), None);
        let with = attributes(&[("access_logs.s3.enabled", "true"), ("access_logs.s3.bucket", "logs")]);
        assert_eq!(AccessLog::of(&with), Some(AccessLog { bucket: "logs", prefix: "" }));
    }

    #[test]
    fn a_prefix_stays_in_its_bucket() {
        let checked = |bucket, prefix| AccessLog { bucket, prefix }.check();
        for prefix in ["", "a", "a/b", "/a/", "a.b/..c"] {
            assert_eq!(checked("logs", prefix), Ok(()), "{prefix}");
        }
        for prefix in ["..", "a/../b", "a//b", "./a", "AWSLogs", "a/AWSLogs/b", "a\0", "a\\b"] {
            assert_eq!(checked("logs", prefix), Err(AccessLogRefused::Prefix), "{prefix}");
        }
        assert_eq!(checked("", "a"), Err(AccessLogRefused::NoBucket));
    }
}
