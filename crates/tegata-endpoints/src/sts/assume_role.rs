//! AssumeRole.

use jiff::SignedDuration;
use tegata_aws::Moment;
use tegata_aws::generated::sts::{AssumeRoleRequest, AssumeRoleResponse, AssumedRoleUser, Credentials};
use tegata_model::AccountId;
use tegata_model::access::{PrincipalName, SessionName};
use tegata_model::arn::{self, Arn};
use tegata_operations::access::Reference;
use tegata_operations::access::session::{AssumeRole, assume};
use tegata_operations::reason::AccessReason;
use tegata_operations::{Caller, Error, Instance};

/// How long credentials are valid when the request does not say it (STS API Reference, `DurationSeconds`).
const USUAL_DURATION: SignedDuration = SignedDuration::from_hours(1);

pub(super) async fn assume_role(
    instance: &Instance,
    caller: &Caller,
    input: AssumeRoleRequest,
) -> Result<AssumeRoleResponse, Error> {
    let unsupported = [
        ("Policy", input.policy.is_some()),
        ("PolicyArns", input.policy_arns.is_some()),
        ("Tags", input.tags.is_some()),
        ("TransitiveTagKeys", input.transitive_tag_keys.is_some()),
        ("SerialNumber", input.serial_number.is_some()),
        ("TokenCode", input.token_code.is_some()),
        ("SourceIdentity", input.source_identity.is_some()),
        ("ProvidedContexts", input.provided_contexts.is_some()),
        ("MinimumSessionTokenSize", input.minimum_session_token_size.is_some()),
    ];
    if let Some((member, _)) = unsupported.into_iter().find(|(_, given)| *given) {
        let message = format!("{member} is not supported in this release of Tegata. Leave it out.");
        return Err(Error::invalid(AccessReason::NotSupported, message));
    }
    let invalid = |message: String| Error::invalid(AccessReason::Resource, message);
    let (account, principal) = role(&input.role_arn).ok_or_else(|| {
        invalid(format!(
            "{} is invalid: a role is arn:aws:iam::ACCOUNT:role/NAME, where NAME is a principal.",
            input.role_arn
        ))
    })?;
    let session = SessionName::try_from(input.role_session_name)
        .map_err(|error| Error::invalid(AccessReason::Name, format!("RoleSessionName: {error}.")))?;
    let request = AssumeRole {
        account: account.clone(),
        principal: principal.clone(),
        session: session.clone(),
        duration: input.duration_seconds.map_or(USUAL_DURATION, SignedDuration::from_secs),
        external_id: input.external_id,
    };
    let made = assume(instance, caller, request).await?;
    Ok(AssumeRoleResponse {
        credentials: Some(Credentials {
            access_key_id: Some(made.id),
            secret_access_key: Some(made.secret.as_str().to_owned()),
            session_token: Some(made.token.as_str().to_owned()),
            expiration: Some(Moment(made.expires_at)),
        }),
        assumed_role_user: Some(AssumedRoleUser {
            assumed_role_id: Some(session_id(principal.as_str(), &session)),
            arn: Some(arn::session(&account, principal.as_str(), &session)),
        }),
        ..AssumeRoleResponse::default()
    })
}

/// The identifier of a session: AWS writes the role's identifier before the colon. A principal's is its name.
pub(super) fn session_id(principal: &str, session: &SessionName) -> String {
    format!("{principal}:{session}")
}

/// The principal that a role's ARN names.
fn role(arn: &str) -> Option<(AccountId, PrincipalName)> {
    let arn = Arn::parse(arn)?;
    let is_role = arn.partition == arn::PARTITION && arn.service == "iam" && arn.region.is_empty();
    let name = arn.resource.strip_prefix("role/").filter(|_| is_role)?;
    let account = AccountId::try_from(arn.account.to_owned()).ok()?;
    Some((account, PrincipalName::try_from(name.to_owned()).ok()?))
}

/// What a role's ARN names in policies.
pub(crate) fn reference(_caller: &Caller, arn: &str) -> Reference {
    role(arn).map_or(Reference::Account, |(account, name)| Reference::Role(account, name))
}
