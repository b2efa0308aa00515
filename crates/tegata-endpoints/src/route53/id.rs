//! Identifiers as Route 53 writes them: with the kind before them in answers, with or without it in requests.

use tegata_model::HostedZoneId;
use tegata_operations::Error;

/// `/hostedzone/Z…`
pub(super) fn of_zone(id: &HostedZoneId) -> String {
    format!("/hostedzone/{id}")
}

/// `/change/C…`
pub(super) fn of_change(id: &str) -> String {
    format!("/change/{id}")
}

/// The zone that a request names.
pub(crate) fn zone(text: &str) -> HostedZoneId {
    HostedZoneId(bare(text, "hostedzone").to_owned())
}

/// The change that a request names.
pub(super) fn change(text: &str) -> String {
    bare(text, "change").to_owned()
}

/// The hosted zone that a request on tags names.
///
/// # Errors
/// `not-built` for health checks.
pub(super) fn tagged(kind: &str, text: &str) -> Result<HostedZoneId, Error> {
    if kind == "hostedzone" {
        return Ok(zone(text));
    }
    Err(Error::invalid(
        "not-built",
        format!("ResourceType {kind} is not built in this release; use hostedzone."),
    ))
}

fn bare<'a>(text: &'a str, kind: &str) -> &'a str {
    let text = text.strip_prefix('/').unwrap_or(text);
    text.strip_prefix(kind).and_then(|rest| rest.strip_prefix('/')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_kind_before_an_identifier_does_not_count() {
        for text in ["Z1", "/hostedzone/Z1", "hostedzone/Z1"] {
            assert_eq!(super::zone(text).0, "Z1");
        }
    }
}
