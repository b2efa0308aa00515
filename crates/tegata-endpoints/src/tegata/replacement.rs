//! What the operations on replacements have in common.

use tegata_aws::Moment;
use tegata_aws::generated::tegata::{Replacement as Shown, ReplacementResponse, ReplacementStep};
use tegata_model::ReplacementId;
use tegata_model::replacement::{Replacement, Stage};
use tegata_operations::Error;

use crate::acm;

/// The identifier that a request names. The contract has checked its letters.
pub(super) fn identifier(text: &str) -> Result<ReplacementId, Error> {
    let wrong = |_| Error::not_found("no-such-replacement", format!("There is no replacement {text}."));
    text.parse().map_err(wrong)
}

pub(super) fn response(replacement: &Replacement) -> ReplacementResponse {
    ReplacementResponse { replacement: Some(shown(replacement)) }
}

pub(super) fn shown(replacement: &Replacement) -> Shown {
    let arn = |id| Some(acm::certificate_arn(&replacement.tenant, id));
    let steps = replacement
        .steps
        .iter()
        .map(|step| ReplacementStep { at: Some(Moment(step.at)), what: Some(step.what.clone()) });
    Shown {
        replacement_id: Some(replacement.id.to_string()),
        old_certificate_arn: arn(replacement.old),
        new_certificate_arn: arn(replacement.new),
        stage: Some(replacement.stage.as_str().to_owned()),
        stopped: Some(replacement.is_stopped),
        reason: match &replacement.stage {
            Stage::Failed { why } => Some(why.clone()),
            _ => None,
        },
        keep_old: Some(replacement.keep_old),
        begun_at: Some(Moment(replacement.begun_at)),
        steps: Some(steps.collect()),
    }
}
