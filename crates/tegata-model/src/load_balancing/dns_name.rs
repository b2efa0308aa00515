//! Load balancers' names in the DNS, read backwards: which load balancer a name is of.

use tegata_names::RecordName;

use super::LoadBalancerId;

/// What a client may write before a load balancer's name. It means the same name (Route 53 Developer Guide, "Values for
/// alias records"): the console and the AWS Load Balancer Controller write it.
const DUALSTACK: &str = "dualstack.";

/// The name below which all load balancers have theirs: `elb.<edge domain>`.
#[must_use]
pub fn apex(edge_domain: &str) -> String {
    format!("elb.{edge_domain}")
}

/// The other name under which a load balancer is reached as under its own.
#[must_use]
pub fn dualstack(dns_name: &str) -> String {
    format!("{DUALSTACK}{dns_name}")
}

/// The load balancer that a name would be of, with or without `dualstack.` before it, and its own name. Whether there
/// is such a load balancer with this name is for the caller to look up.
#[must_use]
pub fn parse(name: &RecordName, edge_domain: &str) -> Option<(LoadBalancerId, String)> {
    let name = name.plain();
    let name = name.strip_prefix(DUALSTACK).unwrap_or(&name);
    let in_region = name.strip_suffix(&apex(edge_domain).to_ascii_lowercase())?.strip_suffix('.')?;
    let (label, region) = in_region.split_once('.')?;
    let (_, id) = label.rsplit_once('-')?;
    let is_regional = !region.contains('.');
    Some((id.parse().ok().filter(|_| is_regional)?, name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_which_load_balancer_it_is_of() {
        let parsed = |name: &str| parse(&name.parse().expect("a name"), "tegata.test");
        let own = "web-00000000000000ab.us-east-1.elb.tegata.test";
        let found = Some((LoadBalancerId(0xab), own.to_owned()));
        for name in [own.to_owned(), dualstack(own), format!("{own}."), own.to_ascii_uppercase()] {
            assert_eq!(parsed(&name), found, "{name}");
        }
        for other in [
            "elb.tegata.test",
            "us-east-1.elb.tegata.test",
            "web.us-east-1.elb.tegata.test",
            "web-00000000000000ab.us-east-1.xelb.tegata.test",
            "web-00000000000000ab.us-east-1.elb.tegata.example",
            "x.web-00000000000000ab.us-east-1.elb.tegata.test",
            "web-00000000000000ag.us-east-1.elb.tegata.test",
        ] {
            assert_eq!(parsed(other), None, "{other}");
        }
    }
}
