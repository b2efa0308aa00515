//! What every row has to have, and a service that is added by one row.

use std::collections::BTreeSet;

use http::Request;
use serde_json::json;
use tegata_aws::contract::SERVICES;
use tegata_model::access::Resource;
use tegata_operations::access::Reference;
use tegata_operations::reason::InstanceReason;
use tegata_testkit::World;

use super::*;
use crate::permission::admitted;
use crate::refusal::refuse;

/// What is wrong with the rows. Empty when nothing is forgotten.
fn faults(registry: &Registry) -> Vec<String> {
    let mut faults = Vec::new();
    for served in &registry.rows {
        let contract = served.contract;
        faults.extend(contract.reference_faults());
        let built: BTreeSet<&str> = served.built.iter().copied().collect();
        let names = contract.operations().map(|operation| operation.name.as_str());
        let handled: BTreeSet<&str> = names.filter(|name| contract.is_handled(name)).collect();
        for operation in handled.symmetric_difference(&built) {
            faults.push(format!("{} {operation}: either handled or built, not both", contract.name));
        }
    }
    faults
}

#[test]
fn each_contract_has_its_row_and_no_row_forgets_anything() {
    let contracts: Vec<&str> = SERVICES.iter().map(|service| service.name).collect();
    let rows: Vec<&str> = REGISTRY.rows.iter().map(|served| served.contract.name).collect();
    assert_eq!(contracts, rows);
    assert_eq!(faults(&REGISTRY), Vec::<String>::new());
}

/// A service of two operations that speaks JSON and Query.
const DUMMY: &str = r#"{
  "metadata": {"apiVersion": "2026-01-01", "endpointPrefix": "dummy", "protocol": "json",
               "protocols": ["json", "query"], "targetPrefix": "Dummy"},
  "operations": {
    "GetThing": {"http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "GetThingRequest"},
                 "output": {"shape": "GetThingResponse", "resultWrapper": "GetThingResult"}},
    "ListThings": {"http": {"method": "POST", "requestUri": "/"}}
  },
  "shapes": {
    "GetThingRequest": {"type": "structure", "members": {"ThingArn": {"shape": "String"}}},
    "GetThingResponse": {"type": "structure", "members": {"Colour": {"shape": "String"}}},
    "String": {"type": "string"}
  }
}"#;
const DUMMY_REFERENCES: &str = "dummy GetThing certificate:ThingArn\ndummy ListThings account\n";

fn dummy(references: &str) -> Served {
    fn dispatch<'a>(
        operation: &'a str,
        protocol: Protocol,
        _: &'a Instance,
        caller: &'a Caller,
        _: Value,
    ) -> Doing<'a> {
        Box::pin(async move {
            let done = match operation {
                "GetThing" => caller.may("dummy:GetThing").map(|()| json!({ "Colour": "green" })),
                "ListThings" => Err(Error::conflict(InstanceReason::NotBuilt, "no things yet")),
                _ => return None,
            };
            Some(done.and_then(|answer| Output::of(protocol, &answer).map_err(Error::internal)))
        })
    }
    let contract = Service::parse("dummy", DUMMY, "", references).expect("a contract");
    Served {
        contract: Box::leak(Box::new(contract)),
        dispatch,
        code: |_| (418, "Teapot"),
        invalid_input: "BadThing",
        reference: crate::references::of_arn,
        built: &["GetThing", "ListThings"],
    }
}

fn parts(request: http::request::Builder) -> Parts {
    request.body(()).expect("a request").into_parts().0
}

#[tokio::test]
async fn a_service_is_added_by_one_row() {
    let registry = Registry::new(vec![dummy(DUMMY_REFERENCES)]);
    assert_eq!(faults(&registry), Vec::<String>::new());
    let world = World::new(1).await;
    let json = parts(Request::post("/").header("x-amz-target", "Dummy.GetThing"));
    let query = parts(
        Request::post("/")
            .header("host", "dummy.us-east-1.amazonaws.com")
            .header("content-type", "application/x-www-form-urlencoded"),
    );
    let form = "Action=GetThing&Version=2026-01-01&ThingArn=x";
    for (parts, body, expected) in
        [(&json, r#"{"ThingArn": "x"}"#, r#"{"Colour":"green"}"#), (&query, form, "<Colour>green</Colour>")]
    {
        let served = registry.route(parts).expect("its host or its target");
        let call = protocol::decode(served.contract, parts, body.as_bytes()).expect("readable");
        assert_eq!(call.input, json!({ "ThingArn": "x" }));
        let name = &call.operation.name;
        let caller = admitted(&world.instance, served, call.operation, world.owner.clone(), &call.input);
        let caller = caller.await.expect("the owner may");
        let done = (served.dispatch)(name, call.protocol, &world.instance, &caller, call.input).await;
        let output = done.expect("built").expect("done");
        let answer = protocol::encode(served.contract, call.protocol, call.operation, output, "r");
        let answer = String::from_utf8_lossy(answer.body()).into_owned();
        assert!(answer.contains(expected), "{answer}");
    }
    let refused = refuse(&registry.rows[0], &Error::internal("x"), "r");
    assert_eq!((refused.wire.status, refused.wire.code.as_str()), (418, "Teapot"));
}

#[test]
fn a_service_that_leaves_out_its_references_is_found() {
    let forgot_all = Registry::new(vec![dummy("")]);
    assert_eq!(
        faults(&forgot_all),
        [
            "dummy GetThing: declares no references, and not that it has none",
            "dummy ListThings: declares no references, and not that it has none",
        ]
    );
    let forgot_one = Registry::new(vec![dummy("dummy GetThing account\ndummy ListThings account\n")]);
    assert_eq!(
        faults(&forgot_one),
        ["dummy GetThing: ThingArn looks like a reference, and is declared neither as one nor as none"]
    );
    let misspelt =
        Registry::new(vec![dummy("dummy GetThing certificate:ThingARN\ndummy ListThings account\n")]);
    assert_eq!(faults(&misspelt).len(), 2, "not in the contract, and what is in it is not declared");
}

/// A named principal is asked about the objects that the row declares.
#[tokio::test]
async fn permission_is_asked_for_what_a_row_declares() {
    let served = dummy(DUMMY_REFERENCES);
    let world = World::new(1).await;
    let arn = Resource::certificate(
        &world.owner.tenant,
        "11111111-2222-3333-4444-555555555555".parse().expect("an identifier"),
    )
    .id;
    let operation = served.contract.operation("GetThing").expect("an operation");
    let named = crate::references::references(
        &world.owner,
        &served,
        operation,
        &json!({ "ThingArn": arn, "Other": "arn:aws:acm:x" }),
    );
    assert!(matches!(named.as_deref(), Ok([Reference::Certificate(_)])), "{named:?}");
}
