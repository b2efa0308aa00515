use tegata_aws::generated::sts::{GetCallerIdentityRequest, GetCallerIdentityResponse};
use tegata_operations::{Caller, Error, Instance};

/// Tells who has signed the request. Needs no permission, as at AWS (STS API Reference, "GetCallerIdentity").
pub(super) async fn get_caller_identity(
    _instance: &Instance,
    caller: &Caller,
    _input: GetCallerIdentityRequest,
) -> Result<GetCallerIdentityResponse, Error> {
    let account = caller.account().as_str();
    let user_id = match &caller.session {
        // AWS: the identifier of a root user is its account's.
        _ if caller.is_owner() => account.to_owned(),
        None => caller.principal.clone(),
        Some(session) => super::assume_role::session_id(&caller.principal, session),
    };
    Ok(GetCallerIdentityResponse {
        user_id: Some(user_id),
        account: Some(account.to_owned()),
        arn: Some(caller.arn()),
    })
}

#[cfg(test)]
mod tests {
    use tegata_model::access::SessionName;
    use tegata_testkit::World;

    use super::*;

    #[tokio::test]
    async fn callers_are_told_who_they_are() {
        let world = World::new(1).await;
        let account = world.owner.account().as_str();
        let asks = async |caller: &Caller| {
            let told = get_caller_identity(&world.instance, caller, GetCallerIdentityRequest {}).await;
            let told = told.expect("told");
            (told.user_id.expect("an id"), told.account.expect("an account"), told.arn.expect("an ARN"))
        };
        let root = (account.to_owned(), account.to_owned(), format!("arn:aws:iam::{account}:root"));
        assert_eq!(asks(&world.owner).await, root);
        let alice = Caller::new("alice", world.owner.tenant.clone(), "test");
        let user = ("alice".to_owned(), account.to_owned(), format!("arn:aws:iam::{account}:user/alice"));
        assert_eq!(asks(&alice).await, user);
        let session = SessionName::try_from("ci".to_owned()).expect("a name");
        let arn = format!("arn:aws:sts::{account}:assumed-role/alice/ci");
        let assumed = ("alice:ci".to_owned(), account.to_owned(), arn);
        assert_eq!(asks(&alice.in_session(Some(session))).await, assumed);
    }
}
