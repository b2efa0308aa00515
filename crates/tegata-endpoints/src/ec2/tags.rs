//! Tags.

use tegata_aws::generated::ec2::{
    CreateTagsRequest, DeleteTagsRequest, DescribeTagsRequest, DescribeTagsResult, Tag as WireTag,
    TagDescription, TagSpecification,
};
use tegata_model::tag::Tag;
use tegata_operations::network::{self, TagNamed, describe};
use tegata_operations::{Caller, Error, Instance};

use super::refusal::{end_dry_run, invalid};
use super::select::{Item, Selection, one};

pub(super) async fn create_tags(
    instance: &Instance,
    caller: &Caller,
    input: CreateTagsRequest,
) -> Result<(), Error> {
    caller.may("ec2:CreateTags")?;
    end_dry_run(input.dry_run)?;
    let tags = input.tags.into_iter().map(tag).collect();
    network::create_tags(instance, caller, input.resources, tags).await
}

pub(super) async fn delete_tags(
    instance: &Instance,
    caller: &Caller,
    input: DeleteTagsRequest,
) -> Result<(), Error> {
    caller.may("ec2:DeleteTags")?;
    end_dry_run(input.dry_run)?;
    let named = |tag: WireTag| TagNamed { key: tag.key.unwrap_or_default(), value: tag.value };
    let tags = input.tags.map(|tags| tags.into_iter().map(named).collect());
    network::delete_tags(instance, caller, input.resources, tags).await
}

pub(super) async fn describe_tags(
    instance: &Instance,
    caller: &Caller,
    input: DescribeTagsRequest,
) -> Result<DescribeTagsResult, Error> {
    let found = describe(instance, caller, "ec2:DescribeTags").await?;
    end_dry_run(input.dry_run)?;
    let items = found.all_tags().map(|(resource, tag)| {
        let (kind, value) = (kind(resource), tag.value.clone().unwrap_or_default());
        Item {
            id: format!("{resource} {}", tag.key),
            tags: std::slice::from_ref(tag),
            values: vec![
                ("key", one(&tag.key)),
                ("resource-id", one(resource)),
                ("resource-type", one(kind)),
                ("value", one(&value)),
            ],
            shape: TagDescription {
                key: Some(tag.key.clone()),
                resource_id: Some(resource.to_owned()),
                resource_type: Some(kind.to_owned()),
                value: Some(value),
            },
        }
    });
    let selection = Selection {
        ids: None,
        filters: input.filters,
        next_token: input.next_token,
        max_results: input.max_results,
    };
    let (tags, next_token) = selection.of(items.collect(), |_| invalid("There is no such tag"))?;
    Ok(DescribeTagsResult { tags: Some(tags), next_token })
}

/// The kind of thing that an identifier is of.
fn kind(resource: &str) -> &'static str {
    match resource.split('-').next() {
        Some("i") => "instance",
        Some("sg") => "security-group",
        Some("sgr") => "security-group-rule",
        Some("subnet") => "subnet",
        _ => "vpc",
    }
}

fn tag(tag: WireTag) -> Tag {
    Tag { key: tag.key.unwrap_or_default(), value: Some(tag.value.unwrap_or_default()) }
}

/// The tags that a request gives what it makes. Other things are not made by it.
pub(super) fn of_specifications(
    specifications: Option<Vec<TagSpecification>>,
    kind: &str,
) -> Result<Vec<Tag>, Error> {
    let mut tags = Vec::new();
    for specification in specifications.into_iter().flatten() {
        let of = specification.resource_type.unwrap_or_default();
        if of != kind {
            return Err(invalid(format!(
                "'{of}' is not a valid taggable resource type for this operation: it makes a {kind}."
            )));
        }
        tags.extend(specification.tags.into_iter().flatten().map(tag));
    }
    Ok(tags)
}
