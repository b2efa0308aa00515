//! Policies as callers write them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::Timestamp;
use tegata_model::access::schema::{AccessSchema, Action};
use tegata_model::access::{Policies, PolicyName, Question, Resource, ResourceKind, Verdict, check_document};
use tegata_model::{AccountId, Region};

static SCHEMA: LazyLock<AccessSchema> = LazyLock::new(|| {
    let action = |name: &str, kind| Action { name: name.to_owned(), resources: BTreeSet::from([kind]) };
    AccessSchema::new(&[
        action("acm:DescribeCertificate", ResourceKind::Certificate),
        action("acm:RequestCertificate", ResourceKind::Certificate),
        action("route53:GetHostedZone", ResourceKind::HostedZone),
    ])
    .expect("a schema")
});

/// What is taken compiles and decides, and holds for no one whom it does not name.
pub(crate) fn policy(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let name = PolicyName::try_from("fuzzed".to_owned()).expect("a name");
    let Ok(statements) = check_document(&SCHEMA, &name, &text) else { return };
    let policies = Policies::compile([(&name, text.as_ref())]).expect("what was checked compiles");
    assert_eq!(policies.count(), statements);
    let account = AccountId::try_from("123456789012".to_owned()).expect("an account");
    let decision = policies.decide(&Question {
        account: &account,
        principal: "alice",
        principal_account: None,
        action: "acm:DescribeCertificate",
        resource: &Resource::account(&account),
        region: &Region::try_from("us-east-1".to_owned()).expect("a region"),
        at: Timestamp::UNIX_EPOCH,
        source: None,
        values: &[],
    });
    assert_eq!(decision.verdict == Verdict::NotAllowed, decision.by.is_empty());
}
