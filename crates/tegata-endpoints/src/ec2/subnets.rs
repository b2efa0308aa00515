//! Subnets.

use ipnet::IpNet;
use tegata_aws::generated::ec2::{DescribeSubnetsRequest, DescribeSubnetsResult, Subnet};
use tegata_model::arn;
use tegata_model::network::{SubnetPlace, zone_id};
use tegata_operations::network::{Described, describe};
use tegata_operations::reason::NetworkReason;
use tegata_operations::{Caller, Error, Instance};

use super::refusal::end_dry_run;
use super::select::{Item, Selection, one, wire_tags};

pub(super) async fn describe_subnets(
    instance: &Instance,
    caller: &Caller,
    input: DescribeSubnetsRequest,
) -> Result<DescribeSubnetsResult, Error> {
    let found = describe(instance, caller, "ec2:DescribeSubnets").await?;
    end_dry_run(input.dry_run)?;
    let subnets = &found.settings.network.subnets;
    let items = subnets.iter().map(|(id, place)| item(caller, &found, id, place)).collect();
    let selection = Selection {
        ids: input.subnet_ids,
        filters: input.filters,
        next_token: input.next_token,
        max_results: input.max_results,
    };
    let (subnets, next_token) = selection.of(items, no_such_subnet)?;
    Ok(DescribeSubnetsResult { subnets: Some(subnets), next_token })
}

fn item<'a>(caller: &Caller, found: &'a Described, id: &str, place: &SubnetPlace) -> Item<'a, Subnet> {
    let network = &found.settings.network;
    let cidr = network.cidr_of(place, found.edge_addresses());
    let free = match cidr {
        // AWS keeps the first four addresses and the last.
        IpNet::V4(cidr) => (1_i64 << (32 - cidr.prefix_len())).saturating_sub(5),
        IpNet::V6(_) => 0,
    };
    let (zone, zone_id) =
        (format!("{}{}", caller.region(), place.zone), zone_id(caller.region(), place.zone));
    let arn = arn::of("ec2", &caller.tenant, &format!("subnet/{id}"));
    Item {
        id: id.to_owned(),
        tags: found.tags(id),
        values: vec![
            ("availability-zone", one(&zone)),
            ("availabilityZone", one(&zone)),
            ("availability-zone-id", one(&zone_id)),
            ("availabilityZoneId", one(&zone_id)),
            ("available-ip-address-count", one(free)),
            ("cidr", one(cidr)),
            ("cidr-block", one(cidr)),
            ("cidrBlock", one(cidr)),
            ("default-for-az", one(true)),
            ("defaultForAz", one(true)),
            ("map-public-ip-on-launch", one(true)),
            ("owner-id", one(caller.account().as_str())),
            ("state", one("available")),
            ("subnet-arn", one(&arn)),
            ("subnet-id", one(id)),
            ("vpc-id", one(&network.vpc)),
        ],
        shape: Subnet {
            availability_zone_id: Some(zone_id),
            map_customer_owned_ip_on_launch: Some(false),
            owner_id: Some(caller.account().as_str().to_owned()),
            assign_ipv6_address_on_creation: Some(false),
            ipv6_cidr_block_association_set: Some(Vec::new()),
            tags: wire_tags(found.tags(id)),
            subnet_arn: Some(arn),
            enable_dns64: Some(false),
            ipv6_native: Some(false),
            subnet_id: Some(id.to_owned()),
            state: Some("available".to_owned()),
            vpc_id: Some(network.vpc.clone()),
            cidr_block: Some(cidr.to_string()),
            available_ip_address_count: Some(free),
            availability_zone: Some(zone),
            default_for_az: Some(true),
            map_public_ip_on_launch: Some(true),
            ..Subnet::default()
        },
    }
}

fn no_such_subnet(id: &str) -> Error {
    Error::not_found(NetworkReason::NoSuchSubnet, format!("The subnet ID '{id}' does not exist"))
}
