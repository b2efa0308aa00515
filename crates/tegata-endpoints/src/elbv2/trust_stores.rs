//! Trust stores: making, describing, changing and deleting them, and what uses them.

use tegata_aws::generated::elbv2::{
    CreateTrustStoreInput, CreateTrustStoreOutput, DeleteSharedTrustStoreAssociationInput,
    DeleteSharedTrustStoreAssociationOutput, DeleteTrustStoreInput, DeleteTrustStoreOutput,
    DescribeTrustStoreAssociationsInput, DescribeTrustStoreAssociationsOutput, DescribeTrustStoresInput,
    DescribeTrustStoresOutput, GetTrustStoreCaCertificatesBundleInput,
    GetTrustStoreCaCertificatesBundleOutput, ModifyTrustStoreInput, ModifyTrustStoreOutput, TrustStore,
    TrustStoreAssociation,
};
use tegata_model::load_balancing as model;
use tegata_operations::load_balancing::trust_store::{
    self, Association, Content, ListTrustStores, ObjectNamed, RequestedTrustStore,
};
use tegata_operations::{Caller, Error, Instance};

use super::refusal::invalid;
use super::{arn, from_wire, paging};

pub(super) async fn create_trust_store(
    instance: &Instance,
    caller: &Caller,
    input: CreateTrustStoreInput,
) -> Result<CreateTrustStoreOutput, Error> {
    let requested = RequestedTrustStore {
        name: input.name,
        bundle: ObjectNamed {
            bucket: input.ca_certificates_bundle_s3_bucket,
            key: input.ca_certificates_bundle_s3_key,
            version: input.ca_certificates_bundle_s3_object_version,
        },
        tags: from_wire::tags(input.tags),
    };
    let made = trust_store::create(instance, caller, requested).await?;
    Ok(CreateTrustStoreOutput { trust_stores: Some(vec![view(&made)]) })
}

pub(super) async fn modify_trust_store(
    instance: &Instance,
    caller: &Caller,
    input: ModifyTrustStoreInput,
) -> Result<ModifyTrustStoreOutput, Error> {
    let named = arn::trust_store(caller, &input.trust_store_arn)?;
    let bundle = ObjectNamed {
        bucket: input.ca_certificates_bundle_s3_bucket,
        key: input.ca_certificates_bundle_s3_key,
        version: input.ca_certificates_bundle_s3_object_version,
    };
    let changed = trust_store::modify(instance, caller, named, bundle).await?;
    Ok(ModifyTrustStoreOutput { trust_stores: Some(vec![view(&changed)]) })
}

pub(super) async fn delete_trust_store(
    instance: &Instance,
    caller: &Caller,
    input: DeleteTrustStoreInput,
) -> Result<DeleteTrustStoreOutput, Error> {
    trust_store::delete(instance, caller, arn::trust_store(caller, &input.trust_store_arn)?).await?;
    Ok(DeleteTrustStoreOutput {})
}

pub(super) async fn describe_trust_stores(
    instance: &Instance,
    caller: &Caller,
    input: DescribeTrustStoresInput,
) -> Result<DescribeTrustStoresOutput, Error> {
    let arns = input.trust_store_arns.unwrap_or_default();
    let names = input.names.unwrap_or_default();
    let wanted = match (arns.is_empty(), names.is_empty()) {
        (true, true) => ListTrustStores::After(input.marker.unwrap_or_default()),
        (false, true) => ListTrustStores::Ids(
            arns.iter().map(|arn| arn::trust_store(caller, arn)).collect::<Result<_, _>>()?,
        ),
        (true, false) => ListTrustStores::Names(names),
        (false, false) => {
            return Err(invalid(
                "Trust store names and trust store ARNs cannot be specified at the same time",
            ));
        }
    };
    let page = trust_store::list(instance, caller, wanted, paging::size(input.page_size)).await?;
    Ok(DescribeTrustStoresOutput {
        trust_stores: Some(page.items.iter().map(view).collect()),
        next_marker: page.next,
    })
}

pub(super) async fn describe_trust_store_associations(
    instance: &Instance,
    caller: &Caller,
    input: DescribeTrustStoreAssociationsInput,
) -> Result<DescribeTrustStoreAssociationsOutput, Error> {
    let named = arn::trust_store(caller, &input.trust_store_arn)?;
    let from: usize = paging::number(input.marker.as_deref())?.unwrap_or(0);
    let users = trust_store::list_associations(instance, caller, named).await?;
    let page = users.iter().skip(from).take(paging::size(input.page_size) as usize);
    let associations: Vec<TrustStoreAssociation> = page
        .map(|user| TrustStoreAssociation {
            resource_arn: Some(match user {
                Association::Listener(listener) => arn::of_listener(listener),
                Association::TargetGroup(group) => arn::of_target_group(group),
            }),
        })
        .collect();
    let end = from.saturating_add(associations.len());
    Ok(DescribeTrustStoreAssociationsOutput {
        trust_store_associations: Some(associations),
        next_marker: (end < users.len()).then(|| end.to_string()),
    })
}

pub(super) async fn delete_shared_trust_store_association(
    instance: &Instance,
    caller: &Caller,
    input: DeleteSharedTrustStoreAssociationInput,
) -> Result<DeleteSharedTrustStoreAssociationOutput, Error> {
    let named = arn::trust_store(caller, &input.trust_store_arn)?;
    // What is no listener's ARN has no association either.
    let listener = arn::listener(caller, &input.resource_arn).ok().map(|listener| listener.id);
    trust_store::delete_association(instance, caller, named, listener).await?;
    Ok(DeleteSharedTrustStoreAssociationOutput {})
}

pub(super) async fn get_trust_store_ca_certificates_bundle(
    instance: &Instance,
    caller: &Caller,
    input: GetTrustStoreCaCertificatesBundleInput,
) -> Result<GetTrustStoreCaCertificatesBundleOutput, Error> {
    let named = arn::trust_store(caller, &input.trust_store_arn)?;
    let location = trust_store::locate(instance, caller, named, Content::Bundle).await?;
    Ok(GetTrustStoreCaCertificatesBundleOutput { location: Some(location) })
}

/// It is active at once: its bundle is read before the answer.
fn view(trust_store: &model::TrustStore) -> TrustStore {
    TrustStore {
        name: Some(trust_store.name.clone()),
        trust_store_arn: Some(arn::of_trust_store(trust_store)),
        status: Some("ACTIVE".to_owned()),
        number_of_ca_certificates: Some(i64::from(trust_store.ca_certificates)),
        total_revoked_entries: i64::try_from(trust_store.revoked_entries).ok(),
    }
}
