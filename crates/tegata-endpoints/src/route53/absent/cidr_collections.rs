//! CIDR collections, of which there are none.

use tegata_aws::generated::route53::{
    ChangeCidrCollectionRequest, ChangeCidrCollectionResponse, DeleteCidrCollectionRequest,
    DeleteCidrCollectionResponse, ListCidrBlocksRequest, ListCidrBlocksResponse, ListCidrCollectionsRequest,
    ListCidrCollectionsResponse, ListCidrLocationsRequest, ListCidrLocationsResponse,
};
use tegata_operations::reason::ZoneReason;
use tegata_operations::{Caller, Error, Instance};

pub(in super::super) async fn list_cidr_collections(
    _: &Instance,
    caller: &Caller,
    _: ListCidrCollectionsRequest,
) -> Result<ListCidrCollectionsResponse, Error> {
    caller.may("route53:ListCidrCollections")?;
    Ok(ListCidrCollectionsResponse { cidr_collections: Some(Vec::new()), next_token: None })
}

pub(in super::super) async fn list_cidr_blocks(
    _: &Instance,
    caller: &Caller,
    input: ListCidrBlocksRequest,
) -> Result<ListCidrBlocksResponse, Error> {
    caller.may("route53:ListCidrBlocks")?;
    Err(no_such(&input.collection_id))
}

pub(in super::super) async fn list_cidr_locations(
    _: &Instance,
    caller: &Caller,
    input: ListCidrLocationsRequest,
) -> Result<ListCidrLocationsResponse, Error> {
    caller.may("route53:ListCidrLocations")?;
    Err(no_such(&input.collection_id))
}

pub(in super::super) async fn change_cidr_collection(
    _: &Instance,
    caller: &Caller,
    input: ChangeCidrCollectionRequest,
) -> Result<ChangeCidrCollectionResponse, Error> {
    caller.may("route53:ChangeCidrCollection")?;
    Err(no_such(&input.id))
}

pub(in super::super) async fn delete_cidr_collection(
    _: &Instance,
    caller: &Caller,
    input: DeleteCidrCollectionRequest,
) -> Result<DeleteCidrCollectionResponse, Error> {
    caller.may("route53:DeleteCidrCollection")?;
    Err(no_such(&input.id))
}

fn no_such(id: &str) -> Error {
    Error::not_found(ZoneReason::NoSuchCidrCollection, format!("The CIDR collection {id} does not exist."))
}
