//! Revocation lists of trust stores.

use tegata_aws::generated::elbv2::{
    AddTrustStoreRevocationsInput, AddTrustStoreRevocationsOutput, DescribeTrustStoreRevocation,
    DescribeTrustStoreRevocationsInput, DescribeTrustStoreRevocationsOutput,
    GetTrustStoreRevocationContentInput, GetTrustStoreRevocationContentOutput,
    RemoveTrustStoreRevocationsInput, RemoveTrustStoreRevocationsOutput, RevocationContent,
    TrustStoreRevocation,
};
use tegata_operations::load_balancing::trust_store::{self, Content, ObjectNamed};
use tegata_operations::{Caller, Error, Instance};

use super::refusal::invalid;
use super::{arn, paging};

/// The one type of revocations (ELB API, `RevocationContent`).
const CRL: &str = "CRL";

pub(super) async fn add_trust_store_revocations(
    instance: &Instance,
    caller: &Caller,
    input: AddTrustStoreRevocationsInput,
) -> Result<AddTrustStoreRevocationsOutput, Error> {
    let named = arn::trust_store(caller, &input.trust_store_arn)?;
    let contents = input.revocation_contents.unwrap_or_default();
    if contents.is_empty() {
        return Err(invalid("At least one revocation file must be specified"));
    }
    let objects = contents.into_iter().map(object).collect::<Result<_, _>>()?;
    let added = trust_store::add_revocations(instance, caller, named, objects).await?;
    let view = added.into_iter().map(|revocation| TrustStoreRevocation {
        trust_store_arn: Some(input.trust_store_arn.clone()),
        revocation_id: i64::try_from(revocation.id).ok(),
        revocation_type: Some(CRL.to_owned()),
        number_of_revoked_entries: i64::try_from(revocation.entries).ok(),
    });
    Ok(AddTrustStoreRevocationsOutput { trust_store_revocations: Some(view.collect()) })
}

pub(super) async fn describe_trust_store_revocations(
    instance: &Instance,
    caller: &Caller,
    input: DescribeTrustStoreRevocationsInput,
) -> Result<DescribeTrustStoreRevocationsOutput, Error> {
    let named = arn::trust_store(caller, &input.trust_store_arn)?;
    let ids = identifiers(&input.revocation_ids.unwrap_or_default());
    let (after, limit) = (paging::number(input.marker.as_deref())?, paging::size(input.page_size));
    let page = trust_store::list_revocations(instance, caller, named, ids, after, limit).await?;
    let view = page.items.into_iter().map(|revocation| DescribeTrustStoreRevocation {
        trust_store_arn: Some(input.trust_store_arn.clone()),
        revocation_id: i64::try_from(revocation.id).ok(),
        revocation_type: Some(CRL.to_owned()),
        number_of_revoked_entries: i64::try_from(revocation.entries).ok(),
    });
    Ok(DescribeTrustStoreRevocationsOutput {
        trust_store_revocations: Some(view.collect()),
        next_marker: page.next.map(|next| next.to_string()),
    })
}

pub(super) async fn remove_trust_store_revocations(
    instance: &Instance,
    caller: &Caller,
    input: RemoveTrustStoreRevocationsInput,
) -> Result<RemoveTrustStoreRevocationsOutput, Error> {
    let named = arn::trust_store(caller, &input.trust_store_arn)?;
    let ids = identifiers(&input.revocation_ids);
    trust_store::remove_revocations(instance, caller, named, ids).await?;
    Ok(RemoveTrustStoreRevocationsOutput {})
}

pub(super) async fn get_trust_store_revocation_content(
    instance: &Instance,
    caller: &Caller,
    input: GetTrustStoreRevocationContentInput,
) -> Result<GetTrustStoreRevocationContentOutput, Error> {
    let named = arn::trust_store(caller, &input.trust_store_arn)?;
    let content = Content::Revocation(identifier(input.revocation_id));
    let location = trust_store::locate(instance, caller, named, content).await?;
    Ok(GetTrustStoreRevocationContentOutput { location: Some(location) })
}

fn object(content: RevocationContent) -> Result<ObjectNamed, Error> {
    let RevocationContent { s3_bucket, s3_key, s3_object_version, revocation_type } = content;
    // The contract lets nothing else through; without one it is a list.
    debug_assert!(revocation_type.is_none_or(|kind| kind == CRL), "the contract's enum");
    match (s3_bucket, s3_key) {
        (Some(bucket), Some(key)) => Ok(ObjectNamed { bucket, key, version: s3_object_version }),
        _ => Err(invalid("A revocation file must specify S3Bucket and S3Key")),
    }
}

fn identifiers(ids: &[i64]) -> Vec<u64> {
    let mut ids: Vec<u64> = ids.iter().map(|id| identifier(*id)).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// No list has a number below 1, so 0 stands for all of these.
fn identifier(id: i64) -> u64 {
    u64::try_from(id).unwrap_or(0)
}
