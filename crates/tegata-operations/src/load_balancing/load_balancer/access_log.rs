//! Whether an access log can be written.

use std::collections::BTreeMap;
use std::path::PathBuf;

use tegata_model::load_balancing::access_log::{AccessLog, AccessLogRefused};
use tegata_model::load_balancing::attribute::Attributes;

use crate::Error;
use crate::reason::LoadBalancingReason;

/// Checks the access log that attributes ask for.
///
/// # Errors
/// `balancing-configuration` when it has no bucket, or one that no folder stands for, or a prefix that leaves the bucket.
pub(super) fn check(attributes: &Attributes, buckets: &BTreeMap<String, PathBuf>) -> Result<(), Error> {
    let Some(log) = AccessLog::of(attributes) else { return Ok(()) };
    let (bucket, prefix) = (log.bucket, log.prefix);
    let message = match log.check() {
        Ok(()) if buckets.contains_key(bucket) => return Ok(()),
        Ok(()) => format!(
            "Access Denied for bucket: {bucket}. Name its folder with the setting `buckets` (`tegata up --bucket \
             {bucket}=FOLDER`)"
        ),
        Err(AccessLogRefused::NoBucket) => {
            "An access log needs a bucket. Set the attribute 'access_logs.s3.bucket'".to_owned()
        }
        Err(AccessLogRefused::Prefix) => format!(
            "The access log prefix '{prefix}' is not valid. Use names with '/' between them; none may be empty, '.', '..' or \
             'AWSLogs'"
        ),
    };
    Err(Error::invalid(LoadBalancingReason::Configuration, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said_with_what_to_do() {
        let buckets = BTreeMap::from([("logs".to_owned(), PathBuf::from("/logs"))]);
        for (bucket, prefix, expected) in [
            ("logs", "", None),
            ("logs", "of/us", None),
            ("", "", Some("Set the attribute 'access_logs.s3.bucket'")),
            ("other", "", Some("--bucket other=FOLDER")),
            ("logs", "../up", Some("'../up' is not valid")),
        ] {
            let attributes = [("enabled", "true"), ("bucket", bucket), ("prefix", prefix)]
                .map(|(key, value)| (format!("access_logs.s3.{key}"), value.to_owned()));
            let refused =
                check(&attributes.into_iter().collect(), &buckets).err().map(|error| error.to_string());
            match (expected, refused) {
                (None, None) => {}
                (Some(expected), Some(refused)) => assert!(refused.contains(expected), "{refused}"),
                (expected, refused) => panic!("{bucket} {prefix}: {expected:?} {refused:?}"),
            }
        }
    }
}
