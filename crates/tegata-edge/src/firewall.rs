//! Who may connect to a listener, and where its requests may go.

use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;

use ipnet::IpNet;

/// Allow-lists of a listener. The default lets everything through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Firewall {
    /// The networks that may connect; `None` for all. Other connections are closed before they cost anything.
    pub clients: Option<Vec<IpNet>>,
    /// The networks and ports of targets that get requests; `None` for all.
    pub targets: Option<Vec<(IpNet, RangeInclusive<u16>)>>,
}

impl Firewall {
    /// Whether a client may connect.
    pub(crate) fn admits(&self, client: IpAddr) -> bool {
        // A socket for IPv6 shows clients of IPv4 by mapped addresses.
        let client = client.to_canonical();
        let Some(networks) = &self.clients else { return true };
        networks.iter().any(|network| network.contains(&client))
    }

    /// Whether a target may get requests.
    pub(crate) fn reaches(&self, target: SocketAddr) -> bool {
        let (address, port) = (target.ip().to_canonical(), target.port());
        let Some(targets) = &self.targets else { return true };
        targets.iter().any(|(network, ports)| network.contains(&address) && ports.contains(&port))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn lists_decide_and_no_list_takes_everyone() {
        let net = |text: &str| text.parse::<IpNet>().expect("a network");
        let firewall = Firewall {
            clients: Some(vec![net("192.0.2.0/24"), net("2001:db8::/32")]),
            targets: Some(vec![(net("10.0.0.0/8"), 8000..=8999)]),
        };
        for (client, expected) in [
            ("192.0.2.7", true),
            ("::ffff:192.0.2.7", true),
            ("2001:db8::1", true),
            ("192.0.3.1", false),
            ("::1", false),
        ] {
            assert_eq!(firewall.admits(address(client)), expected, "{client}");
            assert!(Firewall::default().admits(address(client)));
        }
        let target = |text: &str| text.parse::<SocketAddr>().expect("a target");
        assert!(firewall.reaches(target("10.1.2.3:8080")));
        assert!(!firewall.reaches(target("10.1.2.3:80")) && !firewall.reaches(target("11.0.0.1:8080")));
        assert!(Firewall::default().reaches(target("11.0.0.1:80")));
        let shut = Firewall { clients: Some(Vec::new()), targets: Some(Vec::new()) };
        assert!(!shut.admits(address("127.0.0.1")) && !shut.reaches(target("127.0.0.1:80")));
    }
}
