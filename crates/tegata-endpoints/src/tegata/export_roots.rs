use tegata_aws::generated::tegata::{ExportRootsRequest, ExportRootsResponse};
use tegata_operations::{Caller, Error, Instance, authority};

/// Gives out the root certificates.
pub(super) async fn export_roots(
    instance: &Instance,
    caller: &Caller,
    _: ExportRootsRequest,
) -> Result<ExportRootsResponse, Error> {
    Ok(ExportRootsResponse { pem: Some(authority::export_roots(instance, caller).await?) })
}
