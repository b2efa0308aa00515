//! The services that are served: a row for each.
//!
//! A row has what a service's contract does not say. The contract (`api/`) has its protocols, operations, and which of
//! their members name objects. A test walks the rows, so that a part that is left out is found.

use std::pin::Pin;
use std::sync::LazyLock;

use http::request::Parts;
use serde_json::Value;
use tegata_aws::contract::{Protocol, Service};
use tegata_aws::protocol::{self, Output};
use tegata_operations::{Caller, Error, Instance};

use crate::{acm, ec2, elbv2, route53, sts, tegata};

/// An operation in progress; `None` in the end when it is not built.
pub(crate) type Doing<'a> = Pin<Box<dyn Future<Output = Option<Result<Output, Error>>> + Send + 'a>>;

/// How a service is served.
pub(crate) struct Served {
    /// Its contract.
    pub(crate) contract: &'static Service,
    /// Does an operation, and answers as the protocol wants it.
    pub(crate) dispatch: for<'a> fn(&'a str, Protocol, &'a Instance, &'a Caller, Value) -> Doing<'a>,
    /// HTTP status and code of a refusal.
    pub(crate) code: fn(&Error) -> (u16, &'static str),
    /// The code of an input against the contract.
    pub(crate) invalid_input: &'static str,
    /// From a text that a member of an input holds to the object that it names.
    pub(crate) reference: fn(&Caller, &str) -> tegata_operations::access::Reference,
    /// The operations that are built.
    #[cfg_attr(not(test), expect(dead_code, reason = "held against the contract by a test"))]
    pub(crate) built: &'static [&'static str],
}

macro_rules! served {
    ($module:ident, $invalid_input:literal, $reference:path) => {
        Served {
            contract: tegata_aws::contract::service(stringify!($module))
                .expect("a module of a service has its contract's name; a test makes the rows"),
            dispatch: $module::boxed,
            code: $module::code,
            invalid_input: $invalid_input,
            reference: $reference,
            built: $module::BUILT,
        }
    };
}

/// The services of this program.
pub(crate) static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    Registry::new(vec![
        served!(acm, "ValidationException", crate::references::of_arn),
        served!(ec2, "InvalidParameterValue", crate::references::of_arn),
        served!(elbv2, "ValidationError", crate::references::of_arn),
        served!(route53, "InvalidInput", route53::reference),
        served!(sts, "ValidationError", sts::reference),
        served!(tegata, "ValidationException", crate::references::of_arn),
    ])
});

/// Services that are served together on one port.
pub(crate) struct Registry {
    rows: Vec<Served>,
    contracts: Vec<&'static Service>,
}

impl Registry {
    fn new(rows: Vec<Served>) -> Registry {
        let contracts = rows.iter().map(|served| served.contract).collect();
        Registry { rows, contracts }
    }

    /// The service that a request is for.
    pub(crate) fn route(&self, parts: &Parts) -> Option<&Served> {
        let service = protocol::route(&self.contracts, parts)?;
        self.rows.iter().find(|served| std::ptr::eq(served.contract, service))
    }

    /// The service of that name.
    #[cfg(test)]
    pub(crate) fn service(&self, name: &str) -> &Served {
        self.rows.iter().find(|served| served.contract.name == name).expect("a service of that name")
    }
}

#[cfg(test)]
mod tests;
