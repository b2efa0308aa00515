//! DNSSEC, by which no zone is signed.

use tegata_aws::generated::route53::{
    ActivateKeySigningKeyRequest, ActivateKeySigningKeyResponse, DNSSECStatus,
    DeactivateKeySigningKeyRequest, DeactivateKeySigningKeyResponse, DeleteKeySigningKeyRequest,
    DeleteKeySigningKeyResponse, DisableHostedZoneDNSSECRequest, DisableHostedZoneDNSSECResponse,
    GetDNSSECRequest, GetDNSSECResponse,
};
use tegata_operations::reason::ZoneReason;
use tegata_operations::{Caller, Error, Instance, zone};

use super::super::id;

pub(in super::super) async fn get_dnssec(
    instance: &Instance,
    caller: &Caller,
    input: GetDNSSECRequest,
) -> Result<GetDNSSECResponse, Error> {
    caller.may("route53:GetDNSSEC")?;
    zone::get_for(instance, caller, "route53:GetDNSSEC", id::zone(&input.hosted_zone_id)).await?;
    let status = DNSSECStatus { serve_signature: Some("NOT_SIGNING".to_owned()), status_message: None };
    Ok(GetDNSSECResponse { status: Some(status), key_signing_keys: Some(Vec::new()) })
}

pub(in super::super) async fn disable_hosted_zone_dnssec(
    instance: &Instance,
    caller: &Caller,
    input: DisableHostedZoneDNSSECRequest,
) -> Result<DisableHostedZoneDNSSECResponse, Error> {
    caller.may("route53:DisableHostedZoneDNSSEC")?;
    let id = id::zone(&input.hosted_zone_id);
    zone::get_for(instance, caller, "route53:DisableHostedZoneDNSSEC", id).await?;
    Err(Error::conflict(ZoneReason::DnssecNotFound, "The hosted zone doesn't have any DNSSEC resources."))
}

pub(in super::super) async fn activate_key_signing_key(
    _: &Instance,
    caller: &Caller,
    input: ActivateKeySigningKeyRequest,
) -> Result<ActivateKeySigningKeyResponse, Error> {
    caller.may("route53:ActivateKeySigningKey")?;
    Err(no_such_key(&input.name))
}

pub(in super::super) async fn deactivate_key_signing_key(
    _: &Instance,
    caller: &Caller,
    input: DeactivateKeySigningKeyRequest,
) -> Result<DeactivateKeySigningKeyResponse, Error> {
    caller.may("route53:DeactivateKeySigningKey")?;
    Err(no_such_key(&input.name))
}

pub(in super::super) async fn delete_key_signing_key(
    _: &Instance,
    caller: &Caller,
    input: DeleteKeySigningKeyRequest,
) -> Result<DeleteKeySigningKeyResponse, Error> {
    caller.may("route53:DeleteKeySigningKey")?;
    Err(no_such_key(&input.name))
}

fn no_such_key(name: &str) -> Error {
    Error::not_found(ZoneReason::NoSuchKeySigningKey, format!("The key-signing key {name} doesn't exist."))
}
