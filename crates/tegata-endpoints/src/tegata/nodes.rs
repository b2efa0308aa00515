//! Nodes.

use tegata_aws::Moment;
use tegata_aws::generated::tegata::{ListNodesRequest, ListNodesResponse, Node, NodeFault};
use tegata_operations::node::{Fault, Listed, list};
use tegata_operations::{Caller, Error, Instance};

/// Lists the nodes that run on the store.
pub(super) async fn list_nodes(
    instance: &Instance,
    caller: &Caller,
    ListNodesRequest {}: ListNodesRequest,
) -> Result<ListNodesResponse, Error> {
    let listed = list(instance, caller).await?;
    Ok(ListNodesResponse {
        nodes: Some(listed.nodes.into_iter().map(node).collect()),
        revision: Some(listed.revision),
    })
}

fn node(Listed { node, is_own, is_live, faults }: Listed) -> Node {
    Node {
        node_id: Some(node.id.to_string()),
        name: Some(node.name),
        version: Some(node.version),
        state: Some(if is_live { "live" } else { "gone" }.to_owned()),
        answers: Some(is_own),
        started_at: Some(Moment(node.started_at)),
        seen_at: Some(Moment(node.seen_at)),
        zones_revision: node.zones.map(|up_to| up_to.revision),
        edge_revision: node.edge.map(|up_to| up_to.revision),
        faults: Some(faults.into_iter().map(fault).collect()),
    }
}

fn fault(Fault { subject, fault }: Fault) -> NodeFault {
    NodeFault {
        kind: Some(subject.topic().to_owned()),
        id: Some(subject.key()),
        state: Some(fault.kind().to_owned()),
        cause: Some(fault.why().to_owned()),
    }
}
