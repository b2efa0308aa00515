//! Who asks.

use tegata_model::{AccountId, Region, Tenant};

use crate::Error;

/// Who asks, for which account and region, and in which request: built by the endpoint once the
/// signature holds, and by nothing else.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who it is: `root` of an account, or a named principal. Goes to the audit log.
    pub principal: String,
    /// On whose things and where. Objects are loaded by tenant and identifier together, so that
    /// another account's object is simply not found.
    pub tenant: Tenant,
    /// Names the request in answers and logs.
    pub request_id: String,
}

impl Caller {
    /// Whether the caller may do `action` (AWS's name for it, such as `acm:RequestCertificate`).
    ///
    /// The owner of an account may do everything in it; there are no other principals yet.
    ///
    /// # Errors
    /// [`Kind::Denied`](crate::Kind::Denied) in AWS's words.
    pub fn may(&self, action: &'static str) -> Result<(), Error> {
        if self.principal == OWNER {
            return Ok(());
        }
        Err(Error::denied(
            "not-authorized",
            format!(
                "User: arn:aws:iam::{}:user/{} is not authorized to perform: {action} because no identity-based policy allows the {action} action",
                self.account(),
                self.principal
            ),
        ))
    }

    /// The account.
    #[must_use]
    pub fn account(&self) -> &AccountId {
        &self.tenant.account
    }

    /// The region.
    #[must_use]
    pub fn region(&self) -> &Region {
        &self.tenant.region
    }
}

/// The principal that owns an account.
pub const OWNER: &str = "root";
