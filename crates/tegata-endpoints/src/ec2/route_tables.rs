//! The route table of the VPC: the main one, for all of its subnets.

use tegata_aws::generated::ec2::{
    DescribeRouteTablesRequest, DescribeRouteTablesResult, Route, RouteTable, RouteTableAssociation,
    RouteTableAssociationState,
};
use tegata_operations::network::describe;
use tegata_operations::reason::NetworkReason;
use tegata_operations::{Caller, Error, Instance};

use super::refusal::end_dry_run;
use super::select::{Item, Selection, one, wire_tags};
use super::vpcs::suffix;

/// Shows the route table of a default VPC: everything leads to the Internet, so tools find its subnets public.
pub(super) async fn describe_route_tables(
    instance: &Instance,
    caller: &Caller,
    input: DescribeRouteTablesRequest,
) -> Result<DescribeRouteTablesResult, Error> {
    let found = describe(instance, caller, "ec2:DescribeRouteTables").await?;
    end_dry_run(input.dry_run)?;
    let network = &found.settings.network;
    let (vpc, suffix) = (&network.vpc, suffix(&network.vpc));
    let (id, association) = (format!("rtb-{suffix}"), format!("rtbassoc-{suffix}"));
    let route = |cidr: String, gateway: String, origin: &str| Route {
        destination_cidr_block: Some(cidr),
        gateway_id: Some(gateway),
        origin: Some(origin.to_owned()),
        state: Some("active".to_owned()),
        ..Route::default()
    };
    let local = network.cidr(found.edge_addresses()).to_string();
    let item = Item {
        tags: found.tags(&id),
        values: vec![
            ("association.main", one(true)),
            ("association.route-table-association-id", one(&association)),
            ("association.route-table-id", one(&id)),
            ("association.subnet-id", Vec::new()),
            ("owner-id", one(caller.account().as_str())),
            ("route-table-id", one(&id)),
            ("vpc-id", one(vpc)),
        ],
        shape: RouteTable {
            associations: Some(vec![RouteTableAssociation {
                main: Some(true),
                route_table_association_id: Some(association),
                route_table_id: Some(id.clone()),
                association_state: Some(RouteTableAssociationState {
                    state: Some("associated".to_owned()),
                    ..RouteTableAssociationState::default()
                }),
                ..RouteTableAssociation::default()
            }]),
            propagating_vgws: Some(Vec::new()),
            route_table_id: Some(id.clone()),
            routes: Some(vec![
                route(local, "local".to_owned(), "CreateRouteTable"),
                route("0.0.0.0/0".to_owned(), format!("igw-{suffix}"), "CreateRoute"),
            ]),
            tags: wire_tags(found.tags(&id)),
            vpc_id: Some(vpc.clone()),
            owner_id: Some(caller.account().as_str().to_owned()),
        },
        id,
    };
    let selection = Selection {
        ids: input.route_table_ids,
        filters: input.filters,
        next_token: input.next_token,
        max_results: input.max_results,
    };
    let (tables, next_token) = selection.of(vec![item], |id| {
        Error::not_found(NetworkReason::NoSuchRouteTable, format!("The routeTable ID '{id}' does not exist"))
    })?;
    Ok(DescribeRouteTablesResult { route_tables: Some(tables), next_token })
}
