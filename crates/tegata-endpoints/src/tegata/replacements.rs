//! Replacing a certificate wherever it is attached.

use tegata_aws::Moment;
use tegata_aws::generated::tegata::{
    DescribeReplacementRequest, ListReplacementsRequest, ListReplacementsResponse, ReplaceCertificateRequest,
    Replacement as Shown, ReplacementResponse, ReplacementStep, UpdateReplacementRequest,
};
use tegata_model::ReplacementId;
use tegata_model::certificate::ValidationMethod;
use tegata_model::replacement::{Replacement, Stage};
use tegata_operations::certificate::replacement::{Change, Changes, begin, change, list, show};
use tegata_operations::reason::ReplacementReason;
use tegata_operations::{Caller, Error, Instance};

use crate::acm;

pub(super) async fn replace_certificate(
    instance: &Instance,
    caller: &Caller,
    input: ReplaceCertificateRequest,
) -> Result<ReplacementResponse, Error> {
    let id = acm::certificate_of(caller, &input.certificate_arn)?;
    let changes = Changes {
        names: input.domain_names.unwrap_or_default(),
        key_algorithm: input.key_algorithm,
        // The contract has checked that it is one of the two.
        method: input.validation_method.map(|method| match method.as_str() {
            "EMAIL" => ValidationMethod::Email,
            _ => ValidationMethod::Dns,
        }),
    };
    let begun = begin(instance, caller, id, changes, input.keep_old.unwrap_or(false)).await?;
    Ok(response(&begun))
}

pub(super) async fn describe_replacement(
    instance: &Instance,
    caller: &Caller,
    input: DescribeReplacementRequest,
) -> Result<ReplacementResponse, Error> {
    Ok(response(&show(instance, caller, identifier(&input.replacement_id)?).await?))
}

pub(super) async fn list_replacements(
    instance: &Instance,
    caller: &Caller,
    ListReplacementsRequest {}: ListReplacementsRequest,
) -> Result<ListReplacementsResponse, Error> {
    let listed = list(instance, caller).await?;
    Ok(ListReplacementsResponse { replacements: Some(listed.iter().map(shown).collect()) })
}

pub(super) async fn update_replacement(
    instance: &Instance,
    caller: &Caller,
    input: UpdateReplacementRequest,
) -> Result<ReplacementResponse, Error> {
    let wanted = match input.action.as_str() {
        "STOP" => Change::Stop,
        "RESUME" => Change::Resume,
        // The contract has checked that it is one of the three.
        _ => Change::Undo,
    };
    Ok(response(&change(instance, caller, identifier(&input.replacement_id)?, wanted).await?))
}

/// The identifier that a request names. The contract has checked its letters.
fn identifier(text: &str) -> Result<ReplacementId, Error> {
    let wrong = |_| {
        Error::not_found(ReplacementReason::NoSuchReplacement, format!("There is no replacement {text}."))
    };
    text.parse().map_err(wrong)
}

fn response(replacement: &Replacement) -> ReplacementResponse {
    ReplacementResponse { replacement: Some(shown(replacement)) }
}

fn shown(replacement: &Replacement) -> Shown {
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
