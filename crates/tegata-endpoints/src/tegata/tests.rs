//! Transcripts of replacements: what goes in, and what comes out or why not.

use jiff::SignedDuration;
use serde_json::json;
use tegata_model::job::Job;
use tegata_model::load_balancing::SecurityPolicy;
use tegata_model::load_balancing::listener::DEFAULT_POLICY;
use tegata_operations::certificate::replacement::{Advanced, advance};

use crate::transcript::Talk;

impl Talk {
    async fn certificate(&self, name: &str) -> String {
        let ask = json!({ "DomainName": name, "ValidationMethod": "DNS" });
        let made = self.quietly("acm", "RequestCertificate", ask).await;
        made["CertificateArn"].as_str().expect("an ARN").to_owned()
    }
}

#[tokio::test]
async fn a_certificate_is_replaced_step_by_step() {
    let mut talk = Talk::with("tegata").await;
    let old = talk.certificate("www.example.com").await;
    talk.world.settle().await.expect("issued");
    talk.say("ReplaceCertificate", json!({ "CertificateArn": old })).await;
    let ask = json!({ "CertificateArn": old, "KeyAlgorithm": "EC_prime256v1" });
    let begun = talk.say("ReplaceCertificate", ask.clone()).await;
    let id = begun["Replacement"]["ReplacementId"].clone();
    talk.say("ReplaceCertificate", ask).await;
    let update = |action: &str| json!({ "ReplacementId": id, "Action": action });
    talk.say("UpdateReplacement", update("RESUME")).await;
    talk.say("UpdateReplacement", update("STOP")).await;
    talk.say("UpdateReplacement", update("RESUME")).await;
    for _ in 0..2 {
        talk.world.settle().await.expect("settled");
        talk.world.advance(SignedDuration::from_secs(2));
    }
    let done = talk.say("DescribeReplacement", json!({ "ReplacementId": id })).await;
    assert_eq!(done["Replacement"]["Stage"], "DONE");
    talk.say("UpdateReplacement", update("UNDO")).await;
    let unknown = "11111111-2222-3333-4444-555555555555";
    talk.say("DescribeReplacement", json!({ "ReplacementId": unknown })).await;
    let gone = talk.quietly("acm", "DescribeCertificate", json!({ "CertificateArn": old })).await;
    assert!(gone["__type"].is_string(), "{gone}");
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn undone_the_old_one_has_its_places_again() {
    let mut talk = Talk::with("tegata").await;
    let usual = SecurityPolicy {
        name: DEFAULT_POLICY.to_owned(),
        protocols: vec!["TLSv1.2".to_owned()],
        ciphers: vec!["ECDHE-ECDSA-AES128-GCM-SHA256".to_owned()],
        mutual_authentication: false,
    };
    talk.world.instance = talk.world.instance.clone().with_security_policies(vec![usual]);
    let old = talk.certificate("www.example.com").await;
    talk.world.settle().await.expect("issued");
    let ask = json!({ "Name": "site", "Subnets": ["subnet-1", "subnet-2"] });
    let balancer =
        talk.quietly("elbv2", "CreateLoadBalancer", ask).await["LoadBalancers"][0]["LoadBalancerArn"].clone();
    let reply = json!({ "Type": "fixed-response", "FixedResponseConfig": { "StatusCode": "200" } });
    let ask = json!({ "LoadBalancerArn": balancer, "Protocol": "HTTPS", "Port": 8443, "DefaultActions": [reply],
        "Certificates": [{ "CertificateArn": old }] });
    let made = talk.quietly("elbv2", "CreateListener", ask).await;
    let listener = made["Listeners"][0]["ListenerArn"].clone();
    assert!(listener.is_string(), "{made}");
    let ask = json!({ "CertificateArn": old, "KeyAlgorithm": "EC_prime256v1" });
    let begun = talk.say("ReplaceCertificate", ask).await["Replacement"].clone();
    talk.world.settle().await.expect("issued");
    talk.world.advance(SignedDuration::from_secs(2));
    for claim in talk.world.claim().await.expect("claimed") {
        if let Job::Replace { replacement } = claim.job {
            let step = advance(&talk.world.worker, &claim, replacement).await;
            assert_eq!(step.expect("a step"), Advanced::GoOn);
        }
    }
    let served = json!({ "ListenerArn": listener });
    let now = talk.quietly("elbv2", "DescribeListenerCertificates", served.clone()).await;
    assert!(now["Certificates"].is_array(), "{now} {listener}");
    assert_eq!(now["Certificates"][0]["CertificateArn"], begun["NewCertificateArn"]);
    let undo = json!({ "ReplacementId": begun["ReplacementId"], "Action": "UNDO" });
    let undone = talk.say("UpdateReplacement", undo).await;
    assert_eq!(undone["Replacement"]["Stage"], "UNDONE");
    let now = talk.quietly("elbv2", "DescribeListenerCertificates", served).await;
    assert_eq!(now["Certificates"][0]["CertificateArn"], json!(old));
    let new = json!({ "CertificateArn": begun["NewCertificateArn"] });
    let gone = talk.quietly("acm", "DescribeCertificate", new).await;
    assert_eq!(gone["__type"], "ResourceNotFoundException");
}
