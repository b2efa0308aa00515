//! Looking at delegations: given by the process, which has the resolver. This crate does not use the network itself.

use std::pin::Pin;
use std::sync::Arc;

use tegata_model::zone::delegation::{Delegation, DesiredDelegation};

/// Looks at a delegation as resolvers elsewhere see it.
pub type ObserveDelegation = Arc<dyn Fn(DelegationQuery) -> Observing + Send + Sync>;

/// A look at a delegation that is under way.
pub type Observing = Pin<Box<dyn Future<Output = Delegation> + Send>>;

/// What is to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DelegationQuery {
    /// A hosted zone.
    Hosted(DesiredDelegation),
    /// The closest zone around a name, wherever it is hosted.
    Around(String),
}

/// For a process without a resolver.
pub(super) fn unobserved() -> ObserveDelegation {
    Arc::new(|_| {
        let why = "this process has no resolver".to_owned();
        let seen = Delegation { stop: Some((".".to_owned(), why)), ..Delegation::default() };
        Box::pin(std::future::ready(seen))
    })
}
