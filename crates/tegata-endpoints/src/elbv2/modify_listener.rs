//! ModifyListener.

use tegata_aws::generated::elbv2::{ModifyListenerInput, ModifyListenerOutput};
use tegata_model::load_balancing::listener::ListenerChange;
use tegata_operations::load_balancing::listener::Words;
use tegata_operations::load_balancing::listener::modify::modify;
use tegata_operations::{Caller, Error, Instance};

use super::{arn, view, wish};

pub(super) async fn modify_listener(
    instance: &Instance,
    caller: &Caller,
    input: ModifyListenerInput,
) -> Result<ModifyListenerOutput, Error> {
    let named = arn::listener(caller, &input.listener_arn)?;
    wish::check_tls_options(input.alpn_policy.as_deref(), input.mutual_authentication.as_ref())?;
    let mut words = Words::default();
    let mut change = ListenerChange {
        protocol: wish::listener_protocol(input.protocol.as_deref())?,
        port: wish::number("Port", input.port)?,
        policy: input.ssl_policy,
        ..ListenerChange::default()
    };
    if let Some(certificates) = input.certificates {
        words.certificates = wish::certificates(caller, &certificates)?;
        change.certificates = Some(words.certificates.iter().map(|named| named.id).collect());
    }
    if let Some(actions) = input.default_actions {
        let (actions, groups) = wish::actions(caller, actions)?;
        words.groups = groups;
        change.actions = Some(actions);
    }
    let changed = modify(instance, caller, named, change, words).await?;
    Ok(ModifyListenerOutput { listeners: Some(vec![view::listener(&changed)]) })
}
