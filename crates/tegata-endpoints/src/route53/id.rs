//! Identifiers as Route 53 writes them: with the kind before them in answers, with or without it in requests.

use tegata_model::HostedZoneId;
use tegata_model::arn::{self, Arn};
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

/// The hosted zone that an ARN names; `None` when it is another thing's.
pub(crate) fn of_arn(text: &str) -> Option<HostedZoneId> {
    let arn = Arn::parse(text).filter(|arn| arn.partition == arn::PARTITION && arn.service == "route53")?;
    let id = arn.resource.strip_prefix("hostedzone/")?;
    (arn.region.is_empty() && arn.account.is_empty()).then(|| HostedZoneId(id.to_owned()))
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
    use tegata_model::{HostedZoneId, arn};

    #[test]
    fn the_arn_of_a_hosted_zone_is_taken_apart_as_it_is_built() {
        let id = HostedZoneId("Z1".to_owned());
        assert_eq!(super::of_arn(&arn::hosted_zone(&id)), Some(id));
        for other in [
            "arn:aws:route53:::change/C1",
            "arn:aws:route53:::Z1",
            "arn:aws:route53:us-east-1::hostedzone/Z1",
            "arn:aws-cn:route53:::hostedzone/Z1",
            "/hostedzone/Z1",
        ] {
            assert_eq!(super::of_arn(other), None, "{other}");
        }
    }

    #[test]
    fn the_kind_before_an_identifier_does_not_count() {
        for text in ["Z1", "/hostedzone/Z1", "hostedzone/Z1"] {
            assert_eq!(super::zone(text).0, "Z1");
        }
    }
}
