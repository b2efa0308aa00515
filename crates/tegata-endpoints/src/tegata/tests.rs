//! Transcripts of replacements: what goes in, and what comes out or why not.

use jiff::SignedDuration;
use serde_json::{Value, json};
use tegata_model::job::Job;
use tegata_model::load_balancing::SecurityPolicy;
use tegata_model::load_balancing::listener::DEFAULT_POLICY;
use tegata_operations::certificate::replacement::{Advanced, advance};
use tegata_testkit::World;

/// A world, and what was said in it.
struct Talk {
    world: World,
    said: String,
}

impl Talk {
    async fn say(&mut self, service: &str, operation: &str, input: Value) -> Value {
        let (instance, owner) = (&self.world.instance, &self.world.owner);
        let done = match service {
            "acm" => crate::acm::dispatch(operation, instance, owner, input.clone()).await,
            "elbv2" => crate::elbv2::dispatch(operation, instance, owner, input.clone()).await,
            _ => super::dispatch(operation, instance, owner, input.clone()).await,
        };
        let answer = match done.expect("it is built") {
            Ok(answer) => answer.into_tree(),
            Err(error) => json!({ "__type": super::code(&error).1, "message": error.message() }),
        };
        if service == "tegata" {
            self.said.push_str(&format!("> {operation} {input}\n< {answer:#}\n\n"));
        }
        answer
    }

    async fn requested(&mut self, name: &str) -> String {
        let ask = json!({ "DomainName": name, "ValidationMethod": "DNS" });
        let made = self.say("acm", "RequestCertificate", ask).await;
        made["CertificateArn"].as_str().expect("an ARN").to_owned()
    }
}

#[tokio::test]
async fn a_certificate_is_replaced_step_by_step() {
    let mut talk = Talk { world: World::new(1).await, said: String::new() };
    let old = talk.requested("www.example.com").await;
    talk.world.settle().await.expect("issued");
    talk.say("tegata", "ReplaceCertificate", json!({ "CertificateArn": old })).await;
    let ask = json!({ "CertificateArn": old, "KeyAlgorithm": "EC_prime256v1" });
    let begun = talk.say("tegata", "ReplaceCertificate", ask.clone()).await;
    let id = begun["Replacement"]["ReplacementId"].clone();
    talk.say("tegata", "ReplaceCertificate", ask).await;
    let update = |action: &str| json!({ "ReplacementId": id, "Action": action });
    talk.say("tegata", "UpdateReplacement", update("RESUME")).await;
    talk.say("tegata", "UpdateReplacement", update("STOP")).await;
    talk.say("tegata", "UpdateReplacement", update("RESUME")).await;
    for _ in 0..2 {
        talk.world.settle().await.expect("settled");
        talk.world.advance(SignedDuration::from_secs(2));
    }
    let done = talk.say("tegata", "DescribeReplacement", json!({ "ReplacementId": id })).await;
    assert_eq!(done["Replacement"]["Stage"], "DONE");
    talk.say("tegata", "UpdateReplacement", update("UNDO")).await;
    let unknown = "11111111-2222-3333-4444-555555555555";
    talk.say("tegata", "DescribeReplacement", json!({ "ReplacementId": unknown })).await;
    let gone = talk.say("acm", "DescribeCertificate", json!({ "CertificateArn": old })).await;
    assert!(gone["__type"].is_string(), "{gone}");
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn undone_the_old_one_has_its_places_again() {
    let mut talk = Talk { world: World::new(1).await, said: String::new() };
    let usual = SecurityPolicy {
        name: DEFAULT_POLICY.to_owned(),
        protocols: vec!["TLSv1.2".to_owned()],
        ciphers: vec!["ECDHE-ECDSA-AES128-GCM-SHA256".to_owned()],
    };
    talk.world.instance = talk.world.instance.clone().with_security_policies(vec![usual]);
    let old = talk.requested("www.example.com").await;
    talk.world.settle().await.expect("issued");
    let ask = json!({ "Name": "site", "Subnets": ["subnet-1", "subnet-2"] });
    let balancer =
        talk.say("elbv2", "CreateLoadBalancer", ask).await["LoadBalancers"][0]["LoadBalancerArn"].clone();
    let reply = json!({ "Type": "fixed-response", "FixedResponseConfig": { "StatusCode": "200" } });
    let ask = json!({ "LoadBalancerArn": balancer, "Protocol": "HTTPS", "Port": 8443, "DefaultActions": [reply],
        "Certificates": [{ "CertificateArn": old }] });
    let made = talk.say("elbv2", "CreateListener", ask).await;
    let listener = made["Listeners"][0]["ListenerArn"].clone();
    assert!(listener.is_string(), "{made}");
    let ask = json!({ "CertificateArn": old, "KeyAlgorithm": "EC_prime256v1" });
    let begun = talk.say("tegata", "ReplaceCertificate", ask).await["Replacement"].clone();
    talk.world.settle().await.expect("issued");
    talk.world.advance(SignedDuration::from_secs(2));
    for claim in talk.world.claim().await.expect("claimed") {
        if let Job::Replace { replacement } = claim.job {
            let step = advance(&talk.world.worker, &claim, replacement).await;
            assert_eq!(step.expect("a step"), Advanced::GoOn);
        }
    }
    let served = json!({ "ListenerArn": listener });
    let now = talk.say("elbv2", "DescribeListenerCertificates", served.clone()).await;
    assert!(now["Certificates"].is_array(), "{now} {listener}");
    assert_eq!(now["Certificates"][0]["CertificateArn"], begun["NewCertificateArn"]);
    let undo = json!({ "ReplacementId": begun["ReplacementId"], "Action": "UNDO" });
    let undone = talk.say("tegata", "UpdateReplacement", undo).await;
    assert_eq!(undone["Replacement"]["Stage"], "UNDONE");
    let now = talk.say("elbv2", "DescribeListenerCertificates", served).await;
    assert_eq!(now["Certificates"][0]["CertificateArn"], json!(old));
    let new = json!({ "CertificateArn": begun["NewCertificateArn"] });
    let gone = talk.say("acm", "DescribeCertificate", new).await;
    assert_eq!(gone["__type"], "ResourceNotFoundException");
}
