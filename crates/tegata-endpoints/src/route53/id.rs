//! Identifiers as Route 53 writes them: with the kind before them in answers, with or without it in requests.

use tegata_model::HostedZoneId;
use tegata_operations::access::Reference;
use tegata_operations::reason::ZoneReason;
use tegata_operations::{Caller, Error};

use super::absent;

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

/// What an identifier of a hosted zone names; whether it is the caller's is found out where it is looked up.
pub(crate) fn reference(_: &Caller, text: &str) -> Reference {
    Reference::HostedZone(zone(text))
}

/// The change that a request names.
pub(super) fn change(text: &str) -> String {
    bare(text, "change").to_owned()
}

/// How long an identifier of a thing with tags is at most, which with its kind before it none is.
const TAGGED_MAX: usize = 32;

/// The hosted zone that a request on tags names.
///
/// # Errors
/// `invalid-input` when the identifier is too long, `no-such-health-check` for health checks, of which there are none.
pub(super) fn tagged(kind: &str, text: &str) -> Result<HostedZoneId, Error> {
    if kind != "hostedzone" {
        return Err(absent::no_such_health_check(text));
    }
    if text.chars().count() > TAGGED_MAX {
        let why = format!(
            "1 validation error detected: Value '{text}' at 'resourceId' failed to satisfy constraint: Member must have \
             length less than or equal to {TAGGED_MAX}"
        );
        return Err(Error::invalid(ZoneReason::InvalidInput, why));
    }
    Ok(HostedZoneId(text.to_owned()))
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
