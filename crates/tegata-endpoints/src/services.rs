//! The services that are served: a row for each, with what its contract does not say.

use std::pin::Pin;

use serde_json::Value;
use tegata_aws::contract::Service;
use tegata_aws::protocol::Output;
use tegata_operations::{Caller, Error, Instance};

use crate::{acm, elbv2, route53, sts, tegata};

/// An operation in progress; `None` in the end when it is not built.
pub(crate) type Doing<'a> = Pin<Box<dyn Future<Output = Option<Result<Output, Error>>> + Send + 'a>>;

/// How a service is served.
pub(crate) struct Served {
    /// The name of its contract.
    pub(crate) name: &'static str,
    /// Does an operation.
    pub(crate) dispatch: for<'a> fn(&'a str, &'a Instance, &'a Caller, Value) -> Doing<'a>,
    /// HTTP status and code of a refusal.
    pub(crate) code: fn(&Error) -> (u16, &'static str),
    /// The code of an input against the contract.
    pub(crate) invalid_input: &'static str,
    /// How a request names the things that it is about.
    pub(crate) names_by: NamesBy,
    /// The operations that are built.
    #[cfg(test)]
    pub(crate) built: &'static [&'static str],
}

/// How a service's requests name things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NamesBy {
    /// By members that hold ARNs.
    Arns,
    /// By a hosted zone's identifier.
    HostedZone,
    /// They name nothing.
    Nothing,
}

macro_rules! served {
    ($module:ident, $invalid_input:literal, $names_by:ident) => {
        Served {
            name: stringify!($module),
            dispatch: $module::boxed,
            code: $module::code,
            invalid_input: $invalid_input,
            names_by: NamesBy::$names_by,
            #[cfg(test)]
            built: $module::BUILT,
        }
    };
}

static SERVED: [Served; 5] = [
    served!(acm, "ValidationException", Arns),
    served!(elbv2, "ValidationError", Arns),
    served!(route53, "InvalidInput", HostedZone),
    served!(sts, "ValidationError", Nothing),
    served!(tegata, "ValidationException", Arns),
];

/// How a service is served.
pub(crate) fn served(service: &Service) -> &'static Served {
    SERVED
        .iter()
        .find(|served| served.name == service.name)
        .expect("each contract has its row; a test holds them together")
}

#[cfg(test)]
mod tests {
    use tegata_aws::contract::SERVICES;

    use super::*;

    #[test]
    fn each_contract_has_its_row() {
        let contracts: Vec<&str> = SERVICES.iter().map(|service| service.name).collect();
        let rows: Vec<&str> = SERVED.iter().map(|served| served.name).collect();
        assert_eq!(contracts, rows);
    }

    #[test]
    fn what_the_contracts_call_handled_is_built_and_nothing_else() {
        for service in SERVICES.iter() {
            let mut built = served(service).built.to_vec();
            built.sort_unstable();
            let operations = service.operations().map(|operation| operation.name.as_str());
            let mut handled: Vec<&str> = operations.filter(|name| service.is_handled(name)).collect();
            handled.sort_unstable();
            assert_eq!(built, handled, "{}", service.name);
        }
    }
}
