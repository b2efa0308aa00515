//! Transcripts for tests: what goes into operations, and what comes out or why not.

use std::fmt::Write as _;

use serde_json::{Value, json};
use tegata_aws::contract::{Operation, Protocol};
use tegata_aws::protocol::Output;
use tegata_operations::{Caller, Settings};
use tegata_testkit::World;

use crate::refusal::{refuse, refuse_input};
use crate::services::{REGISTRY, Served};

/// Codes that AWS's references call common to all operations of a service, and models do not list.
const COMMON: [&str; 16] = [
    "AccessDenied",
    "AccessDeniedException",
    "ConflictException",
    "InternalError",
    "InternalFailure",
    "InternalServerException",
    "InvalidInput",
    "LimitExceededException",
    "ResourceNotFoundException",
    "ServiceUnavailable",
    "ServiceUnavailableException",
    "Throttling",
    "ThrottlingException",
    "ValidationError",
    "ValidationException",
    "LimitsExceeded",
];

/// Codes that an operation answers although its model does not list them, each with the reason.
const BESIDE_THE_MODEL: [(&str, &str, &str); 3] = [
    // The model of ELB has it with no operation; its guide has it for certificates that listeners cannot serve.
    ("elbv2", "AddListenerCertificates", "UnsupportedCertificate"),
    ("elbv2", "CreateListener", "UnsupportedCertificate"),
    ("elbv2", "ModifyListener", "UnsupportedCertificate"),
];

/// Whether an operation may answer with a code.
pub(crate) fn is_declared(served: &Served, operation: &Operation, code: &str) -> bool {
    let beside = (served.contract.name, operation.name.as_str(), code);
    // EC2's model lists no errors.
    served.contract.metadata.protocol == Protocol::Ec2
        || COMMON.contains(&code)
        || served.contract.error_codes(operation).any(|declared| declared == code)
        || BESIDE_THE_MODEL.contains(&beside)
}

/// A world, and what was said in it.
pub(crate) struct Talk {
    pub(crate) world: World,
    pub(crate) said: String,
    service: &'static str,
}

impl Talk {
    /// With a service.
    pub(crate) async fn with(service: &'static str) -> Talk {
        Talk { world: World::new(1).await, said: String::new(), service }
    }

    /// With a service of an instance that has other settings.
    pub(crate) async fn with_settings(service: &'static str, change: impl FnOnce(&mut Settings)) -> Talk {
        Talk { world: World::with_settings(1, change).await, said: String::new(), service }
    }

    /// The owner calls an operation, and call and answer are written down.
    pub(crate) async fn say(&mut self, operation: &str, input: Value) -> Value {
        let caller = self.world.owner.clone();
        self.say_as(&caller, operation, input).await
    }

    /// A caller calls an operation, and call and answer are written down.
    pub(crate) async fn say_as(&mut self, caller: &Caller, operation: &str, input: Value) -> Value {
        let (status, answer) = self.call(self.service, caller, operation, input.clone()).await;
        writeln!(self.said, "> {operation} {input}\n< {status} {answer:#}\n").expect("memory");
        answer
    }

    /// The owner calls an operation of any service, and nothing is written down.
    pub(crate) async fn quietly(&self, service: &str, operation: &str, input: Value) -> Value {
        self.call(service, &self.world.owner, operation, input).await.1
    }

    /// Calls an operation the way the wire does: the contract first, then the dispatch, then the codes.
    async fn call(&self, service: &str, caller: &Caller, operation: &str, input: Value) -> (u16, Value) {
        let served = REGISTRY.service(service);
        let described = served.contract.operation(operation).expect("an operation");
        let violations = served.contract.violations(described, &input);
        let refusal = if violations.is_empty() {
            let protocol = served.contract.metadata.protocol;
            let done = (served.dispatch)(operation, protocol, &self.world.instance, caller, input).await;
            match done.expect("it is built").map(Output::into_tree) {
                Ok(answer) => return (200, answer),
                Err(error) => refuse(served, &error, "test"),
            }
        } else {
            refuse_input(served, &violations)
        };
        let wire = refusal.wire;
        let why = "is not among the errors of the operation's model";
        assert!(is_declared(served, described, &wire.code), "{service} {operation}: {} {why}", wire.code);
        let body = match served.contract.metadata.protocol {
            Protocol::Json => json!({ "__type": wire.code, "message": wire.message }),
            Protocol::Query | Protocol::Ec2 | Protocol::RestXml => {
                json!({ "Code": wire.code, "Message": wire.message })
            }
        };
        (wire.status, body)
    }
}

/// No table has a code that no operation of its service declares.
#[test]
fn every_code_is_one_that_a_model_lists() {
    use tegata_operations::reason::{CertificateReason, LoadBalancingReason, ZoneReason};
    let certificate = CertificateReason::ALL.iter().map(|reason| crate::acm::of_certificate(*reason));
    let balancing = LoadBalancingReason::ALL.iter().map(|reason| crate::elbv2::of_load_balancing(*reason).1);
    let zone = ZoneReason::ALL.iter().map(|reason| crate::route53::of_zone(*reason).1);
    let codes = certificate.map(|code| ("acm", code)).chain(balancing.map(|code| ("elbv2", code)));
    let codes = codes.chain(zone.map(|code| ("route53", code)));
    let undeclared: Vec<(&str, &str)> = codes
        .filter(|(service, code)| {
            let served = REGISTRY.service(service);
            let mut handled =
                served.contract.operations().filter(|operation| served.contract.is_handled(&operation.name));
            !handled.any(|operation| is_declared(served, operation, code))
        })
        .collect();
    assert_eq!(undeclared, []);
}
