//! Listeners.

use tegata_aws::generated::elbv2::{
    CreateListenerInput, CreateListenerOutput, DeleteListenerInput, DeleteListenerOutput,
    DescribeListenersInput, DescribeListenersOutput, ModifyListenerInput, ModifyListenerOutput,
};
use tegata_model::load_balancing::listener::{ListenerChange, NewListener};
use tegata_operations::load_balancing::listener::{ListListeners, Words, create, delete, list, modify};
use tegata_operations::{Caller, Error, Instance};

use super::refusal::invalid;
use super::{arn, from_wire, paging, view};

pub(super) async fn create_listener(
    instance: &Instance,
    caller: &Caller,
    input: CreateListenerInput,
) -> Result<CreateListenerOutput, Error> {
    let named = arn::load_balancer(caller, &input.load_balancer_arn)?;
    let (mutual_authentication, trust_store) =
        from_wire::mutual_authentication(caller, input.mutual_authentication)?;
    let certificates = from_wire::certificates(caller, &input.certificates.unwrap_or_default())?;
    let (actions, groups) = from_wire::actions(caller, input.default_actions)?;
    let requested = NewListener {
        protocol: from_wire::listener_protocol(input.protocol.as_deref())?,
        port: from_wire::number("Port", input.port)?,
        policy: input.ssl_policy,
        certificates: certificates.iter().map(|named| named.id).collect(),
        mutual_authentication,
        alpn: from_wire::alpn_policy(input.alpn_policy)?,
        actions,
        tags: from_wire::tags(input.tags),
    };
    let made =
        create(instance, caller, named, requested, Words { certificates, groups, trust_store }).await?;
    Ok(CreateListenerOutput { listeners: Some(vec![view::listener(&made)]) })
}

pub(super) async fn describe_listeners(
    instance: &Instance,
    caller: &Caller,
    input: DescribeListenersInput,
) -> Result<DescribeListenersOutput, Error> {
    let arns = input.listener_arns.unwrap_or_default();
    let wanted = match (input.load_balancer_arn, arns.is_empty()) {
        (Some(arn), true) => ListListeners::OfLoadBalancer(
            arn::load_balancer(caller, &arn)?,
            paging::number(input.marker.as_deref())?,
        ),
        (None, false) => {
            ListListeners::Ids(arns.iter().map(|arn| arn::listener(caller, arn)).collect::<Result<_, _>>()?)
        }
        _ => return Err(invalid("You must specify either listener ARNs or a load balancer ARN")),
    };
    let page = list(instance, caller, wanted, paging::size(input.page_size)).await?;
    Ok(DescribeListenersOutput {
        listeners: Some(page.items.iter().map(view::listener).collect()),
        next_marker: page.next.map(|port| port.to_string()),
    })
}

pub(super) async fn modify_listener(
    instance: &Instance,
    caller: &Caller,
    input: ModifyListenerInput,
) -> Result<ModifyListenerOutput, Error> {
    let named = arn::listener(caller, &input.listener_arn)?;
    let (mutual_authentication, trust_store) =
        from_wire::mutual_authentication(caller, input.mutual_authentication)?;
    let mut words = Words { trust_store, ..Words::default() };
    let mut change = ListenerChange {
        protocol: from_wire::listener_protocol(input.protocol.as_deref())?,
        port: from_wire::number("Port", input.port)?,
        policy: input.ssl_policy,
        mutual_authentication,
        alpn: from_wire::alpn_policy(input.alpn_policy)?,
        ..ListenerChange::default()
    };
    if let Some(certificates) = input.certificates {
        words.certificates = from_wire::certificates(caller, &certificates)?;
        change.certificates = Some(words.certificates.iter().map(|named| named.id).collect());
    }
    if let Some(actions) = input.default_actions {
        let (actions, groups) = from_wire::actions(caller, actions)?;
        words.groups = groups;
        change.actions = Some(actions);
    }
    let changed = modify(instance, caller, named, change, words).await?;
    Ok(ModifyListenerOutput { listeners: Some(vec![view::listener(&changed)]) })
}

pub(super) async fn delete_listener(
    instance: &Instance,
    caller: &Caller,
    input: DeleteListenerInput,
) -> Result<DeleteListenerOutput, Error> {
    delete(instance, caller, arn::listener(caller, &input.listener_arn)?).await?;
    Ok(DeleteListenerOutput {})
}
