//! SetIpAddressType.

use tegata_aws::generated::elbv2::{SetIpAddressTypeInput, SetIpAddressTypeOutput};
use tegata_operations::load_balancing::load_balancer;
use tegata_operations::{Caller, Error, Instance};

use super::{arn, wish};

pub(super) async fn set_ip_address_type(
    instance: &Instance,
    caller: &Caller,
    input: SetIpAddressTypeInput,
) -> Result<SetIpAddressTypeOutput, Error> {
    let named = arn::load_balancer(caller, &input.load_balancer_arn)?;
    let kind = wish::ip_address_type(&input.ip_address_type);
    let changed =
        load_balancer::set_ip_address_type::set_ip_address_type(instance, caller, named, kind).await?;
    Ok(SetIpAddressTypeOutput { ip_address_type: Some(changed.settings.ip_address_type.as_str().to_owned()) })
}
