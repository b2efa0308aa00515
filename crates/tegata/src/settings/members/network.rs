//! Where this instance is reached, and where it may go. Read again on SIGHUP.

use super::super::member::{Member, Read, Takes, Usual};
use super::super::value::{
    bucket, by_own_address, host, identifier, instance, many, named, network, one, own_address,
    public_addresses, some, subnet,
};
use crate::{base_url, logging};

pub(super) static MEMBERS: &[Member] = &[
    Member {
        key: "pki_base_url",
        flag: "pki-base-url",
        takes: Takes::One("URL"),
        usual: Usual::Words("the last one that was set; otherwise the API's own address"),
        example: &["http://pki.example.com"],
        is_secret: false,
        meaning: "The base URL of revocation lists, OCSP and issuer certificates, as clients reach it: \
                  `http://HOST[:PORT]`. It is written into every certificate that is issued from then on. \
                  Older certificates contain the older URL, so keep that one reachable too. Required when \
                  the API listens on every address.",
        read: Read::Live(|live, texts| {
            live.pki_base_url = Some(one(texts, base_url::for_relying_parties)?);
            Ok(())
        }),
    },
    Member {
        key: "log",
        flag: "log",
        takes: Takes::One("FILTER"),
        usual: Usual::Texts(&[logging::OF_INSTANCES]),
        example: &["info,tegata_dns=debug"],
        is_secret: false,
        meaning: "The log level (off, error, warn, info, debug, trace), and levels for parts of the \
                  program. The audit log is `tegata::audit`.",
        read: Read::Live(|live, texts| {
            // A filter has commas of its own.
            let filter = texts.join(",");
            logging::read_filter(&filter).map_err(|error| format!("{error:#}"))?;
            live.log = filter;
            Ok(())
        }),
    },
    Member {
        key: "pages_base_url",
        flag: "pages-base-url",
        takes: Takes::One("URL"),
        usual: Usual::Words("the API's own address"),
        example: &["https://tegata.example.com"],
        is_secret: false,
        meaning: "The base URL of this instance's pages, such as the page for approval by mail: \
                  `https://HOST[:PORT]`.",
        read: Read::Live(|live, texts| {
            live.pages_base_url = Some(one(texts, base_url::for_people)?);
            Ok(())
        }),
    },
    Member {
        key: "name_servers",
        flag: "name-server",
        takes: Takes::Many("NAME"),
        usual: Usual::Texts(&[
            "ns1.tegata.test",
            "ns2.tegata.test",
            "ns3.tegata.test",
            "ns4.tegata.test",
            "ns5.tegata.test",
            "ns6.tegata.test",
            "ns7.tegata.test",
            "ns8.tegata.test",
        ]),
        example: &["ns1.example.com", "ns2.example.com"],
        is_secret: false,
        meaning: "The host names of this instance's name servers. All of them must point to this instance. \
                  A new hosted zone gets the first four, and a second zone of the same name the next four. \
                  With fewer than eight, only one zone of each name is possible.",
        read: Read::Live(|live, texts| {
            live.settings.name_servers = some(texts, host)?;
            Ok(())
        }),
    },
    Member {
        key: "edge_addresses",
        flag: "edge-address",
        takes: Takes::Many("ADDRESS"),
        usual: Usual::Words("127.0.0.1 to 127.0.0.50 on Linux, 127.0.0.1 elsewhere"),
        example: &["10.20.0.5", "10.20.0.6"],
        is_secret: false,
        meaning: "The addresses that listeners open on. The first listener of a load balancer takes the \
                  first address where its port is free, and the load balancer keeps that address. Two load \
                  balancers with the same port need two addresses.",
        read: Read::Live(|live, texts| {
            live.settings.edge_addresses = some(texts, own_address)?;
            Ok(())
        }),
    },
    Member {
        key: "edge_public_addresses",
        flag: "edge-public-address",
        takes: Takes::Named("ADDRESS=ADDRESSES"),
        usual: Usual::Words(
            "each edge address itself; for 0.0.0.0 and ::, the source addresses of this machine's default routes",
        ),
        example: &["10.20.0.5=203.0.113.7", "0.0.0.0=203.0.113.8 2001:db8::8"],
        is_secret: false,
        meaning: "The addresses in DNS answers for a load balancer on one of `edge_addresses`, when clients must connect to \
                  others: behind NAT, or when listeners open on every address (0.0.0.0 or ::). Separate several \
                  addresses with spaces.",
        read: Read::Live(|live, texts| {
            live.settings.edge_public_addresses =
                by_own_address(named(texts, |_, value| public_addresses(value))?)?;
            Ok(())
        }),
    },
    Member {
        key: "edge_domain",
        flag: "edge-domain",
        takes: Takes::One("NAME"),
        usual: Usual::Texts(&["tegata.test"]),
        example: &["lb.example.com"],
        is_secret: false,
        meaning: "The domain in the DNS names of load balancers: `NAME-ID.REGION.elb.DOMAIN`. This instance's name servers \
                  answer for every name below `elb.DOMAIN`, so delegate that name, or a name above it, to them.",
        read: Read::Live(|live, texts| {
            live.settings.edge_domain = one(texts, host)?;
            Ok(())
        }),
    },
    Member {
        key: "vpc",
        flag: "vpc",
        takes: Takes::One("ID"),
        usual: Usual::Texts(&["vpc-1"]),
        example: &["vpc-0a1b2c3d4e5f60718"],
        is_secret: false,
        meaning: "The identifier of the VPC that tools such as Terraform find and name. There is one, for every account and \
                  region.",
        read: Read::Live(|live, texts| {
            live.settings.network.vpc = one(texts, |text| identifier("vpc-", text))?;
            Ok(())
        }),
    },
    Member {
        key: "subnets",
        flag: "subnet",
        takes: Takes::Named("ID=ZONE [CIDR]"),
        usual: Usual::Texts(&["subnet-1=a", "subnet-2=b", "subnet-3=c"]),
        example: &["subnet-1=a 10.20.1.0/24", "subnet-2=b 10.20.2.0/24"],
        is_secret: false,
        meaning: "The subnets of the VPC: for each the letter of its availability zone and its addresses. A load balancer in \
                  some subnets opens on an edge address that is in one of them. Without addresses, a subnet has all of \
                  `edge_addresses`.",
        read: Read::Live(|live, texts| {
            let subnets = named(texts, subnet)?;
            if subnets.is_empty() {
                return Err("it needs at least one value".to_owned());
            }
            live.settings.network.subnets = subnets;
            Ok(())
        }),
    },
    Member {
        key: "instances",
        flag: "instance",
        takes: Takes::Named("ID=ADDRESS"),
        usual: Usual::Texts(&[]),
        example: &["i-0123456789abcdef0=10.20.0.9"],
        is_secret: false,
        meaning: "The addresses of instances, for targets that are registered by instance ID (`i-` and 8 to \
                  17 hexadecimal digits).",
        read: Read::Live(|live, texts| {
            live.settings.instances = named(texts, instance)?;
            Ok(())
        }),
    },
    Member {
        key: "buckets",
        flag: "bucket",
        takes: Takes::Named("NAME=FOLDER"),
        usual: Usual::Texts(&[]),
        example: &["certificates=/srv/tegata/certificates"],
        is_secret: false,
        meaning: "The folders that stand for S3 buckets. Operations that AWS gives a bucket and a key, such as \
                  CreateTrustStore, read the file of that key in the folder. Subfolders are allowed; links that lead out \
                  of the folder are not followed. Access logs of load balancers are written below it.",
        read: Read::Live(|live, texts| {
            live.settings.buckets = named(texts, bucket)?;
            Ok(())
        }),
    },
    Member {
        key: "target_networks",
        flag: "target-network",
        takes: Takes::Many("CIDR"),
        usual: Usual::Words("loopback and private networks"),
        example: &["10.20.0.0/16"],
        is_secret: false,
        meaning: "The networks that targets of load balancers may be in. Link-local addresses and this \
                  instance's own addresses are always refused.",
        read: Read::Live(|live, texts| {
            live.target_networks = many(texts, network)?;
            Ok(())
        }),
    },
    Member {
        key: "permit_egress",
        flag: "permit-egress",
        takes: Takes::Many("CIDR"),
        usual: Usual::Texts(&[]),
        example: &["192.168.7.0/24"],
        is_secret: false,
        meaning: "Networks outside the public Internet that webhooks, HTTP validation and walks of placements may connect to.",
        read: Read::Live(|live, texts| {
            live.permit_egress = many(texts, network)?;
            Ok(())
        }),
    },
    Member {
        key: "permit_metrics",
        flag: "permit-metrics",
        takes: Takes::Many("CIDR"),
        usual: Usual::Texts(&[]),
        example: &["10.20.0.0/16"],
        is_secret: false,
        meaning: "Networks that may read `/metrics`, besides this machine.",
        read: Read::Live(|live, texts| {
            live.settings.metrics_networks = many(texts, network)?;
            Ok(())
        }),
    },
];
