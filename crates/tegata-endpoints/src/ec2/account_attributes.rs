//! Attributes of the account.

use tegata_aws::generated::ec2::{
    AccountAttribute, AccountAttributeValue, DescribeAccountAttributesRequest,
    DescribeAccountAttributesResult,
};
use tegata_operations::network::describe;
use tegata_operations::{Caller, Error, Instance};

use super::refusal::end_dry_run;

pub(super) async fn describe_account_attributes(
    instance: &Instance,
    caller: &Caller,
    input: DescribeAccountAttributesRequest,
) -> Result<DescribeAccountAttributesResult, Error> {
    let found = describe(instance, caller, "ec2:DescribeAccountAttributes").await?;
    end_dry_run(input.dry_run)?;
    let named = input.attribute_names.unwrap_or_default();
    let all = [("default-vpc", found.settings.network.vpc.as_str()), ("supported-platforms", "VPC")];
    let wanted =
        all.into_iter().filter(|(name, _)| named.is_empty() || named.iter().any(|other| other == name));
    let attribute = |(name, value): (&str, &str)| AccountAttribute {
        attribute_name: Some(name.to_owned()),
        attribute_values: Some(vec![AccountAttributeValue { attribute_value: Some(value.to_owned()) }]),
    };
    Ok(DescribeAccountAttributesResult { account_attributes: Some(wanted.map(attribute).collect()) })
}
