//! CreateListener.

use tegata_aws::generated::elbv2::{CreateListenerInput, CreateListenerOutput};
use tegata_model::load_balancing::listener::NewListener;
use tegata_operations::load_balancing::listener::Words;
use tegata_operations::load_balancing::listener::create::create;
use tegata_operations::{Caller, Error, Instance};

use super::{arn, view, wish};

pub(super) async fn create_listener(
    instance: &Instance,
    caller: &Caller,
    input: CreateListenerInput,
) -> Result<CreateListenerOutput, Error> {
    let named = arn::load_balancer(caller, &input.load_balancer_arn)?;
    wish::check_tls_options(input.alpn_policy.as_deref(), input.mutual_authentication.as_ref())?;
    let certificates = wish::certificates(caller, &input.certificates.unwrap_or_default())?;
    let (actions, groups) = wish::actions(caller, input.default_actions)?;
    let wished = NewListener {
        protocol: wish::listener_protocol(input.protocol.as_deref())?,
        port: wish::number("Port", input.port)?,
        policy: input.ssl_policy,
        certificates: certificates.iter().map(|named| named.id).collect(),
        actions,
        tags: wish::tags(input.tags),
    };
    let made = create(instance, caller, named, wished, Words { certificates, groups }).await?;
    Ok(CreateListenerOutput { listeners: Some(vec![view::listener(&made)]) })
}
