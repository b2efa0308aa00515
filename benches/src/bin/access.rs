//! What a decision by an account's policies costs, by how many policies there are and how they are written: each for a
//! principal and a thing of its own, and all for everybody.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use tegata_model::access::{Policies, PolicyName, Question, Resource, Verdict};
use tegata_model::{AccountId, CertificateId, Region, Tenant};

const LASTING: Duration = Duration::from_secs(2);
/// What a decision may cost with 1,000 policies.
const WANTED: Duration = Duration::from_micros(100);

fn main() -> Result<()> {
    let tenant = Tenant {
        account: AccountId::try_from("123456789012".to_owned())?,
        region: Region::try_from("us-east-1".to_owned())?,
    };
    let certificate = |number: u128| Resource::certificate(&tenant, CertificateId(uuid(number)));
    for count in [10_u128, 100, 1000, 2000] {
        let mut own = String::new();
        let mut everybodys = String::new();
        for number in 0..count {
            let id = certificate(number).id;
            writeln!(
                own,
                "permit (principal == Principal::\"p{number}\", action in Action::\"acm:*\", \
                 resource == Certificate::\"{id}\") when {{ context[\"aws:RequestedRegion\"] == \"us-east-1\" }};"
            )?;
            writeln!(
                everybodys,
                "permit (principal, action, resource) when {{ resource.hasTag(\"team\") && \
                 resource.getTag(\"team\") == \"t{number}\" }};"
            )?;
        }
        let middle = certificate(count / 2);
        let narrow = measure(&tenant, &own, &format!("p{}", count / 2), &middle, Verdict::Allowed)?;
        let wide = measure(&tenant, &everybodys, "p1", &middle, Verdict::NotAllowed)?;
        println!(
            "{count:>5} policies: {narrow:>10.1?} a decision where each names principal and thing, {wide:>10.1?} where \
             all are for everybody"
        );
        if count == 1000 && narrow > WANTED {
            return Err(anyhow!("a decision at 1,000 policies costs {narrow:?}, wanted are {WANTED:?}"));
        }
    }
    Ok(())
}

/// The mean cost of a decision.
fn measure(
    tenant: &Tenant,
    text: &str,
    principal: &str,
    resource: &Resource,
    expected: Verdict,
) -> Result<Duration> {
    // Documents have a bound; an account has several.
    let lines: Vec<&str> = text.lines().collect();
    let documents: Vec<(PolicyName, String)> = lines
        .chunks(100)
        .enumerate()
        .map(|(index, lines)| Ok((PolicyName::try_from(format!("document-{index}"))?, lines.join("\n"))))
        .collect::<Result<_>>()?;
    let policies = Policies::compile(documents.iter().map(|(name, text)| (name, text.as_str())))?;
    let question = Question {
        account: &tenant.account,
        principal,
        principal_account: None,
        action: "acm:DescribeCertificate",
        resource,
        region: &tenant.region,
        at: "2026-11-23T10:00:00Z".parse().context("a time")?,
        source: Some("127.0.0.1".parse()?),
        values: &[],
    };
    let (begin, mut decided) = (Instant::now(), 0_u32);
    while begin.elapsed() < LASTING {
        let decision = black_box(policies.decide(black_box(&question)));
        if decision.verdict != expected {
            return Err(anyhow!("decided {decision:?}"));
        }
        decided += 1;
    }
    Ok(begin.elapsed() / decided)
}

fn uuid(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}
