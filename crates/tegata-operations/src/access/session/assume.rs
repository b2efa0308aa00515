//! Assuming a role: temporary credentials with the permissions of a principal.

use jiff::{SignedDuration, Timestamp};
use tegata_model::AccountId;
use tegata_model::access::{AskedValue, PrincipalName, Question, Resource, SessionName, Verdict};
use tegata_store::principals;
use tegata_store::sessions::{self, Session};
use zeroize::Zeroizing;

use super::token_digest;
use crate::access::access_key::{ID_ALPHABET, SECRET_ALPHABET};
use crate::reason::AccessReason;
use crate::{Caller, Error, Instance};

const ACTION: &str = "sts:AssumeRole";
/// How many sessions of a principal may be valid at a time.
const SESSIONS_MAX: u64 = 5000;
/// The longest session of a caller that is in a session itself (IAM User Guide, "Role chaining").
const CHAINED_MAX: SignedDuration = SignedDuration::from_hours(1);
/// The length of a session token: 6 random bits a character.
const TOKEN_CHARACTERS: usize = 128;

/// What a caller asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssumeRole {
    /// The account of the role, which may be another than the caller's.
    pub account: AccountId,
    /// The principal whose permissions are asked for.
    pub principal: PrincipalName,
    /// The name of the session, for the audit log.
    pub session: SessionName,
    /// How long the credentials are valid.
    pub duration: SignedDuration,
    /// `ExternalId`, which policies can ask for.
    pub external_id: Option<String>,
}

/// Temporary credentials. The secret access key and the token are shown once.
pub struct TemporaryCredentials {
    /// The identifier of the access key: `ASIA` and 16 characters, as AWS writes it.
    pub id: String,
    /// The secret access key, 40 characters.
    pub secret: Zeroizing<String>,
    /// The session token, which goes with each request.
    pub token: Zeroizing<String>,
    /// When they expire, by the real time.
    pub expires_at: Timestamp,
}

/// Makes temporary credentials with the permissions of a principal.
///
/// The policies of the caller's account have to permit it, and those of the principal's account if that is another. They
/// are real credentials: every service accepts them until they expire or the principal is deleted.
///
/// # Errors
/// `not-authorized`, also when there is no such principal; `session-duration`, `too-many-sessions`.
pub async fn assume(
    instance: &Instance,
    caller: &Caller,
    request: AssumeRole,
) -> Result<TemporaryCredentials, Error> {
    let role = Resource::role(&request.account, &request.principal);
    let values = values(&request);
    caller.may_with(ACTION, &values)?;
    if request.account != *caller.account() {
        other_side(instance, caller, &request.account, &role, &values).await?;
    }
    if caller.session.is_some() && request.duration > CHAINED_MAX {
        return Err(Error::invalid(
            AccessReason::SessionDuration,
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
        ));
    }
    // Clients compare the end with their own clocks, so it is by the real time, as the signatures are.
    let now = instance.clock.real_now();
    let made = TemporaryCredentials {
        id: format!("ASIA{}", instance.entropy.text(ID_ALPHABET, 16)),
        secret: Zeroizing::new(instance.entropy.text(SECRET_ALPHABET, 40)),
        token: Zeroizing::new(instance.entropy.text(SECRET_ALPHABET, TOKEN_CHARACTERS)),
        expires_at: now + request.duration,
    };
    let session = Session {
        id: made.id.clone(),
        account: request.account,
        principal: request.principal,
        name: request.session,
        token_digest: token_digest(&made.token),
        sealed_secret: instance.sealer.seal(&sessions::secret_place(&made.id), made.secret.as_bytes()),
        expires_at: made.expires_at,
    };
    let caller = caller.clone();
    instance
        .write(move |tx| {
            if !principals::exists(tx, &session.account, &session.principal)? {
                return Err(caller.denied_by("resource-based", ACTION, &role, Verdict::NotAllowed));
            }
            if sessions::count(tx, &session.account, &session.principal, now)? >= SESSIONS_MAX {
                let message = format!(
                    "{} has {SESSIONS_MAX} sessions that have not expired, which is the limit. Use the \
                     credentials of one of them, or ask for shorter sessions.",
                    session.principal
                );
                return Err(Error::throttled(AccessReason::TooManySessions, message));
            }
            Ok(sessions::insert(tx, &session)?)
        })
        .await?;
    Ok(made)
}

/// The condition keys of a request.
fn values(request: &AssumeRole) -> Vec<(&'static str, AskedValue)> {
    let name = ("sts:RoleSessionName", AskedValue::Text(request.session.to_string()));
    let external = request.external_id.clone().map(|id| ("sts:ExternalId", AskedValue::Text(id)));
    std::iter::once(name).chain(external).collect()
}

/// Whether the policies of the role's account let a principal of another account in.
async fn other_side(
    instance: &Instance,
    caller: &Caller,
    account: &AccountId,
    role: &Resource,
    values: &[(&'static str, AskedValue)],
) -> Result<(), Error> {
    let policies = instance.access.policies(instance, account).await?;
    let decision = policies.decide(&Question {
        account,
        principal: &caller.arn(),
        principal_account: Some(caller.account()),
        action: ACTION,
        resource: role,
        region: caller.region(),
        at: instance.clock.now(),
        source: caller.source,
        values,
    });
    match decision.verdict {
        Verdict::Allowed => Ok(()),
        verdict => Err(caller.denied_by("resource-based", ACTION, role, verdict)),
    }
}
