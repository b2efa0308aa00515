//! The VPC: there is one.

use tegata_aws::generated::ec2::{
    AttributeBooleanValue, DescribeVpcAttributeRequest, DescribeVpcAttributeResult, DescribeVpcsRequest,
    DescribeVpcsResult, Vpc, VpcCidrBlockAssociation, VpcCidrBlockState,
};
use tegata_operations::network::describe;
use tegata_operations::reason::NetworkReason;
use tegata_operations::{Caller, Error, Instance};

use super::refusal::end_dry_run;
use super::select::{Item, Selection, one, wire_tags};

pub(super) async fn describe_vpcs(
    instance: &Instance,
    caller: &Caller,
    input: DescribeVpcsRequest,
) -> Result<DescribeVpcsResult, Error> {
    let found = describe(instance, caller, "ec2:DescribeVpcs").await?;
    end_dry_run(input.dry_run)?;
    let network = &found.settings.network;
    let (id, cidr) = (network.vpc.clone(), network.cidr(found.edge_addresses()).to_string());
    let suffix = suffix(&id);
    let block = VpcCidrBlockAssociation {
        association_id: Some(format!("vpc-cidr-assoc-{suffix}")),
        cidr_block: Some(cidr.clone()),
        cidr_block_state: Some(VpcCidrBlockState {
            state: Some("associated".to_owned()),
            ..VpcCidrBlockState::default()
        }),
    };
    let item = Item {
        tags: found.tags(&id),
        values: vec![
            ("cidr", one(&cidr)),
            ("cidr-block-association.cidr-block", one(&cidr)),
            ("dhcp-options-id", one(format!("dopt-{suffix}"))),
            ("is-default", one(true)),
            ("isDefault", one(true)),
            ("owner-id", one(caller.account().as_str())),
            ("state", one("available")),
            ("vpc-id", one(&id)),
        ],
        shape: Vpc {
            vpc_id: Some(id.clone()),
            owner_id: Some(caller.account().as_str().to_owned()),
            instance_tenancy: Some("default".to_owned()),
            cidr_block_association_set: Some(vec![block]),
            is_default: Some(true),
            tags: wire_tags(found.tags(&id)),
            state: Some("available".to_owned()),
            cidr_block: Some(cidr),
            dhcp_options_id: Some(format!("dopt-{suffix}")),
            ..Vpc::default()
        },
        id,
    };
    let selection = Selection {
        ids: input.vpc_ids,
        filters: input.filters,
        next_token: input.next_token,
        max_results: input.max_results,
    };
    let (vpcs, next_token) = selection.of(vec![item], no_such_vpc)?;
    Ok(DescribeVpcsResult { vpcs: Some(vpcs), next_token })
}

/// What stands behind the prefix of the VPC's identifier. What there is once for each VPC has the same behind its own.
pub(super) fn suffix(vpc: &str) -> &str {
    vpc.strip_prefix("vpc-").unwrap_or(vpc)
}

pub(super) fn no_such_vpc(id: &str) -> Error {
    Error::not_found(NetworkReason::NoSuchVpc, format!("The vpc ID '{id}' does not exist"))
}

/// The attributes of a default VPC (VPC User Guide, "Default VPC components").
pub(super) async fn describe_vpc_attribute(
    instance: &Instance,
    caller: &Caller,
    input: DescribeVpcAttributeRequest,
) -> Result<DescribeVpcAttributeResult, Error> {
    let found = describe(instance, caller, "ec2:DescribeVpcAttribute").await?;
    end_dry_run(input.dry_run)?;
    if input.vpc_id != found.settings.network.vpc {
        return Err(no_such_vpc(&input.vpc_id));
    }
    let value =
        |name: &str, value| (input.attribute == name).then_some(AttributeBooleanValue { value: Some(value) });
    Ok(DescribeVpcAttributeResult {
        enable_dns_hostnames: value("enableDnsHostnames", true),
        enable_dns_support: value("enableDnsSupport", true),
        enable_network_address_usage_metrics: value("enableNetworkAddressUsageMetrics", false),
        vpc_id: Some(input.vpc_id),
    })
}
