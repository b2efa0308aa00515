//! Where the files of an access log lie: as ELB names them in a bucket (ELB User Guide, "Access log files").

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use tegata_operations::load_balancing::ServedAccessLog;

/// The folder of a file that ends at `ends`, below that of the bucket.
pub(super) fn folder(bucket: &Path, log: &ServedAccessLog, ends: Timestamp) -> PathBuf {
    let mut folder = bucket.to_owned();
    // A prefix with other parts than names was refused.
    folder.extend(log.prefix.split('/').filter(|part| !matches!(*part, "" | "." | "..")));
    let date = ends.strftime("%Y/%m/%d").to_string();
    folder.extend(["AWSLogs", log.account.as_str(), "elasticloadbalancing", log.region.as_str(), &date]);
    folder
}

/// The name of a file that ends at `ends`; `random` tells those of several nodes apart.
pub(super) fn name(log: &ServedAccessLog, ends: Timestamp, random: u32) -> String {
    let ends = ends.strftime("%Y%m%dT%H%MZ");
    let address = match log.address {
        // A colon is no good character for a file.
        IpAddr::V6(address) => address.to_string().replace(':', "-"),
        IpAddr::V4(address) => address.to_string(),
    };
    let (account, region, balancer) = (&log.account, &log.region, log.balancer.replace('/', "."));
    format!("{account}_elasticloadbalancing_{region}_{balancer}_{ends}_{address}_{random:08x}.log.gz")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(address: &str) -> ServedAccessLog {
        ServedAccessLog {
            bucket: "logs".to_owned(),
            prefix: "of/us".to_owned(),
            account: "123456789012".to_owned(),
            region: "us-east-2".to_owned(),
            balancer: "app/my-loadbalancer/1234567890abcdef".to_owned(),
            address: address.parse().expect("an address"),
        }
    }

    #[test]
    fn files_are_named_as_elb_names_them() {
        let ends: Timestamp = "2022-02-15T23:40:00Z".parse().expect("a time");
        let log = log("172.160.1.192");
        assert_eq!(
            folder(Path::new("/logs"), &log, ends).join(name(&log, ends, 0xab_cdef)).display().to_string(),
            "/logs/of/us/AWSLogs/123456789012/elasticloadbalancing/us-east-2/2022/02/15/\
             123456789012_elasticloadbalancing_us-east-2_app.my-loadbalancer.1234567890abcdef_20220215T2340Z_\
             172.160.1.192_00abcdef.log.gz"
        );
        assert!(name(&self::log("2001:db8::1"), ends, 1).contains("_2001-db8--1_"));
    }
}
