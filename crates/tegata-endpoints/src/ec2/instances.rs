//! Instances: those that the settings name.

use std::net::IpAddr;

use tegata_aws::generated::ec2::{
    DescribeInstancesRequest, DescribeInstancesResult, Instance as WireInstance, InstanceState, Placement,
    Reservation,
};
use tegata_operations::network::{Described, describe};
use tegata_operations::reason::NetworkReason;
use tegata_operations::{Caller, Error, Instance};

use super::refusal::end_dry_run;
use super::select::{Item, Selection, one, wire_tags};

/// Shows the instances. None is managed by another service, so `IncludeManagedResources` shows no more.
pub(super) async fn describe_instances(
    instance: &Instance,
    caller: &Caller,
    input: DescribeInstancesRequest,
) -> Result<DescribeInstancesResult, Error> {
    let found = describe(instance, caller, "ec2:DescribeInstances").await?;
    end_dry_run(input.dry_run)?;
    let instances = &found.settings.instances;
    let items = instances.iter().map(|(id, address)| item(caller, &found, id, *address)).collect();
    let selection = Selection {
        ids: input.instance_ids,
        filters: input.filters,
        next_token: input.next_token,
        max_results: input.max_results,
    };
    let (reservations, next_token) = selection.of(items, |id| {
        Error::not_found(NetworkReason::NoSuchInstance, format!("The instance ID '{id}' does not exist"))
    })?;
    Ok(DescribeInstancesResult { reservations: Some(reservations), next_token })
}

/// An instance in a reservation of its own. It runs as far as Tegata knows: health checks say how its services do.
fn item<'a>(caller: &Caller, found: &'a Described, id: &str, address: IpAddr) -> Item<'a, Reservation> {
    let network = &found.settings.network;
    let within =
        network.subnets.iter().find(|(_, place)| place.cidr.is_some_and(|cidr| cidr.contains(&address)));
    let (subnet, place) = match within.or_else(|| network.subnets.iter().next()) {
        Some((subnet, place)) => (Some(subnet.clone()), Some(place)),
        None => (None, None),
    };
    let zone = place.map(|place| format!("{}{}", caller.region(), place.zone));
    let owner = caller.account().as_str();
    let texts = |text: &Option<String>| text.iter().cloned().collect::<Vec<String>>();
    let (private, ipv6) = match address {
        IpAddr::V4(address) => (Some(address.to_string()), None),
        IpAddr::V6(address) => (None, Some(address.to_string())),
    };
    Item {
        id: id.to_owned(),
        tags: found.tags(id),
        values: vec![
            ("availability-zone", texts(&zone)),
            ("instance-id", one(id)),
            ("instance-state-code", one(16)),
            ("instance-state-name", one("running")),
            ("owner-id", one(owner)),
            ("private-ip-address", one(address)),
            ("subnet-id", texts(&subnet)),
            ("vpc-id", one(&network.vpc)),
        ],
        shape: Reservation {
            reservation_id: Some(id.replacen("i-", "r-", 1)),
            owner_id: Some(owner.to_owned()),
            groups: Some(Vec::new()),
            instances: Some(vec![WireInstance {
                instance_id: Some(id.to_owned()),
                state: Some(InstanceState { code: Some(16), name: Some("running".to_owned()) }),
                placement: Some(Placement { availability_zone: zone, ..Placement::default() }),
                subnet_id: subnet,
                vpc_id: Some(network.vpc.clone()),
                private_ip_address: private,
                ipv6_address: ipv6,
                security_groups: Some(Vec::new()),
                tags: wire_tags(found.tags(id)),
                ..WireInstance::default()
            }]),
            ..Reservation::default()
        },
    }
}
