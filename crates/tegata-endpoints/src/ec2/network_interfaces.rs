//! Network interfaces: each load balancer has one, at the address where its listeners open.

use tegata_aws::generated::ec2::{
    DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResult, GroupIdentifier, NetworkInterface,
    NetworkInterfaceAttachment, NetworkInterfacePrivateIpAddress,
};
use tegata_model::load_balancing::LoadBalancer;
use tegata_operations::network::{Described, describe};
use tegata_operations::reason::NetworkReason;
use tegata_operations::{Caller, Error, Instance};

use super::refusal::end_dry_run;
use super::select::{Item, Selection, one};

/// Who owns what an application load balancer's interface is attached to.
const OWNER: &str = "amazon-elb";

/// Shows the network interfaces. `IncludeManagedResources` shows no more: those of load balancers are always shown.
pub(super) async fn describe_network_interfaces(
    instance: &Instance,
    caller: &Caller,
    input: DescribeNetworkInterfacesRequest,
) -> Result<DescribeNetworkInterfacesResult, Error> {
    let found = describe(instance, caller, "ec2:DescribeNetworkInterfaces").await?;
    end_dry_run(input.dry_run)?;
    let items = found.load_balancers.iter().map(|of| item(caller, &found, of)).collect();
    let selection = Selection {
        ids: input.network_interface_ids,
        filters: input.filters,
        next_token: input.next_token,
        max_results: input.max_results,
    };
    let (interfaces, next_token) = selection.of(items, |id| {
        let message = format!("The networkInterface ID '{id}' does not exist");
        Error::not_found(NetworkReason::NoSuchInterface, message)
    })?;
    Ok(DescribeNetworkInterfacesResult { network_interfaces: Some(interfaces), next_token })
}

fn item<'a>(caller: &Caller, found: &'a Described, of: &LoadBalancer) -> Item<'a, NetworkInterface> {
    let (name, vpc) = (&of.settings.name, &found.settings.network.vpc);
    let subnet = of.settings.subnets.first();
    let zone = subnet.and_then(|subnet| subnet.zone).map(|letter| format!("{}{letter}", caller.region()));
    let subnet = subnet.map(|subnet| subnet.id.clone());
    let (id, description) = (format!("eni-0{}", of.id), format!("ELB app/{name}/{}", of.id));
    let groups: Vec<GroupIdentifier> =
        of.settings.security_groups.iter().map(|id| group(found, id)).collect();
    let names = groups.iter().filter_map(|group| group.group_name.clone()).collect();
    let texts = |text: &Option<String>| text.iter().cloned().collect::<Vec<String>>();
    let attachment = format!("ela-attach-0{}", of.id);
    Item {
        tags: &[],
        values: vec![
            ("addresses.private-ip-address", one(of.address)),
            ("attachment.attachment-id", one(&attachment)),
            ("attachment.instance-id", Vec::new()),
            ("attachment.instance-owner-id", one(OWNER)),
            ("attachment.status", one("attached")),
            ("availability-zone", texts(&zone)),
            ("description", one(&description)),
            ("group-id", of.settings.security_groups.clone()),
            ("group-name", names),
            ("interface-type", one("interface")),
            ("network-interface-id", one(&id)),
            ("owner-id", one(caller.account().as_str())),
            ("private-ip-address", one(of.address)),
            ("requester-id", one(OWNER)),
            ("requester-managed", one(true)),
            ("status", one("in-use")),
            ("subnet-id", texts(&subnet)),
            ("vpc-id", one(vpc)),
        ],
        shape: NetworkInterface {
            attachment: Some(NetworkInterfaceAttachment {
                attachment_id: Some(attachment),
                device_index: Some(1),
                instance_owner_id: Some(OWNER.to_owned()),
                status: Some("attached".to_owned()),
                delete_on_termination: Some(false),
                ..NetworkInterfaceAttachment::default()
            }),
            availability_zone: zone,
            description: Some(description),
            groups: Some(groups),
            interface_type: Some("interface".to_owned()),
            network_interface_id: Some(id.clone()),
            owner_id: Some(caller.account().as_str().to_owned()),
            private_ip_address: Some(of.address.to_string()),
            private_ip_addresses: Some(vec![NetworkInterfacePrivateIpAddress {
                primary: Some(true),
                private_ip_address: Some(of.address.to_string()),
                ..NetworkInterfacePrivateIpAddress::default()
            }]),
            requester_id: Some(OWNER.to_owned()),
            requester_managed: Some(true),
            status: Some("in-use".to_owned()),
            subnet_id: subnet,
            vpc_id: Some(vpc.clone()),
            ..NetworkInterface::default()
        },
        id,
    }
}

fn group(found: &Described, id: &str) -> GroupIdentifier {
    let known = found.groups.iter().find(|group| group.id.to_string() == id);
    GroupIdentifier { group_id: Some(id.to_owned()), group_name: known.map(|group| group.name.clone()) }
}
