//! Answers over HTTP with a thousand and with a million certificates stored: descriptions, pages of a list, searches.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use jiff::SignedDuration;
use serde_json::{Value, json};
use tegata_benches::aws_client::Endpoint;
use tegata_benches::instance::open_left;
use tegata_benches::name_server;
use tegata_benches::pipeline::{self, prove_all, request_all, until_done};
use tegata_benches::process::{cores, keep_to_cores};
use tegata_benches::up::Up;
use tegata_model::CertificateId;
use tegata_model::certificate::{Certificate, KeyAlgorithm, Serial};
use tegata_operations::authority::establish;
use tegata_operations::certificate::{ListCertificates, describe, list};
use tegata_operations::{Caller, Clock, Instance};
use tegata_store::certificates::versions::{self, Reservation, Signed};
use tegata_store::{StoreError, certificates};
use uuid::Uuid;

const STORED: [u32; 2] = [1_000, 1_000_000];
/// Certificates that one transaction fills in.
const FILLED_AT_ONCE: u32 = 10_000;
/// How long each question is asked.
const LASTING: Duration = Duration::from_secs(5);
/// Over how many days their ends are spread.
const ENDS: u32 = 190;

fn main() -> Result<()> {
    keep_to_cores(cores().client)?;
    let hint = name_server::start()?.to_string();
    let program = std::env::var_os("TEGATA").context("TEGATA names the program that is measured")?;
    let runtime = tokio::runtime::Runtime::new()?;
    for stored in STORED {
        let folder = tempfile::tempdir()?;
        Up::start(Path::new(&program), folder.path(), &hint, &[])?.stop()?;
        let began = Instant::now();
        let ids = runtime.block_on(fill(folder.path(), stored))?;
        println!("\n{stored} certificates, filled in in {:.0} s", began.elapsed().as_secs_f64());
        let up = Up::start(Path::new(&program), folder.path(), &hint, &[])?;
        runtime.block_on(measure(&up.endpoint, &ids))?;
        up.stop()?;
    }
    Ok(())
}

/// Fills certificates in by the store's own way, all made after one that was really issued; gives their identifiers.
async fn fill(folder: &Path, stored: u32) -> Result<Vec<CertificateId>> {
    let (instance, owner) = open_left(folder).await?;
    let (template, leaf, chain) = issued(&instance, &owner).await?;
    let (leaf, chain): (Arc<[u8]>, Arc<str>) = (leaf.into(), chain.into());
    let mut ids = Vec::with_capacity(usize::try_from(stored)?);
    for begin in (0..stored).step_by(usize::try_from(FILLED_AT_ONCE)?) {
        let numbers = begin..stored.min(begin + FILLED_AT_ONCE);
        let made: Vec<Certificate> = numbers.map(|number| varied(&template, number)).collect();
        ids.extend(made.iter().map(|certificate| certificate.id));
        let (leaf, chain) = (Arc::clone(&leaf), Arc::clone(&chain));
        let now = instance.clock.now();
        instance
            .write(move |tx| -> Result<(), StoreError> {
                for certificate in &made {
                    certificates::insert(tx, certificate)?;
                    let Some(version) = &certificate.version else { continue };
                    let Some(authority) = version.authority else { continue };
                    let reservation = Reservation {
                        serial: version.serial,
                        certificate: certificate.id,
                        number: 1,
                        authority,
                        not_after: version.not_after,
                        to_be_signed: b"",
                    };
                    versions::reserve(tx, &reservation, now)?;
                    let signed = Signed {
                        leaf: &leaf,
                        chain_id: b"chain",
                        chain_pem: &chain,
                        sealed_key: Some(b"key"),
                    };
                    versions::make_current(tx, certificate.id, 1, version.serial, &signed)?;
                }
                Ok(())
            })
            .await?;
    }
    instance.close().await;
    Ok(ids)
}

async fn issued(instance: &Instance, owner: &Caller) -> Result<(Certificate, Vec<u8>, String)> {
    let authorities = Arc::new(establish(instance).await?);
    request_all(instance, owner, std::iter::once("template.example.com".to_owned())).await?;
    prove_all(instance).await?;
    let running = pipeline::Running::start(instance, &authorities);
    until_done(instance).await?;
    running.stop().await;
    let ask = ListCertificates { key_types: vec!["EC_prime256v1".to_owned()], ..ListCertificates::default() };
    let page = list(instance, owner, ask).await.map_err(|error| anyhow::anyhow!("{error}"))?;
    let id = page.certificates.first().context("a certificate")?.certificate.id;
    let described = describe(instance, owner, id).await.map_err(|error| anyhow::anyhow!("{error}"))?;
    let current = instance.read(move |tx| versions::current(tx, id)).await?.context("a version")?;
    Ok((described.certificate, current.leaf, current.chain_pem))
}

/// Nine of ten are issued, half have an RSA key, and their ends are spread over the days.
fn varied(template: &Certificate, number: u32) -> Certificate {
    let mut certificate = template.clone();
    let spread = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    // The beginning of an identifier is its time.
    let id = (u128::from(number) << 80) | (spread >> 48);
    certificate.id = CertificateId(Uuid::from_u128(id));
    if let Some(name) = certificate.managed_mut().and_then(|managed| managed.names.first_mut()) {
        name.name = format!("n{number}.d{}.example.com", number % 1000).parse().expect("a name");
    }
    if number.is_multiple_of(2) {
        certificate.key_algorithm = KeyAlgorithm::Rsa2048;
    }
    if number.is_multiple_of(10) {
        certificate.version = None;
    }
    if let Some(version) = &mut certificate.version {
        version.serial = Serial::from_random(spread.to_be_bytes());
        let days = i64::from(number % ENDS);
        version.not_after -= SignedDuration::from_hours(24 * days);
    }
    certificate
}

async fn measure(endpoint: &Endpoint, ids: &[CertificateId]) -> Result<()> {
    let id = |number: usize| ids[number.wrapping_mul(7919) % ids.len()];
    let account = endpoint.ask("SearchCertificates", &json!({ "MaxResults": 1 })).await?;
    let arn = account["Results"][0]["CertificateArn"].as_str().context("an ARN")?;
    let prefix = arn.rsplit_once('/').context("an ARN")?.0.to_owned();
    let arn_of = |number: usize| format!("{prefix}/{}", id(number));
    let status = json!({ "Filter": { "AcmCertificateMetadataFilter": { "Status": "ISSUED" } } });
    let ec = json!({ "Filter": { "X509AttributeFilter": { "KeyAlgorithm": "EC_prime256v1" } } });
    let name = |value: &str, comparison: &str| {
        let name = json!({ "DnsName": { "Value": value, "ComparisonOperator": comparison } });
        json!({ "Filter": { "X509AttributeFilter": { "SubjectAlternativeName": name } } })
    };
    let now = Clock::system(SignedDuration::ZERO).now();
    let soon = now.as_second() + 10 * 86_400;
    let ending = json!({ "Filter": { "X509AttributeFilter": { "NotAfter": { "End": soon } } } });
    let both = json!({ "And": [status, ec] });
    let search = |filter: Value, sort: &str| json!({ "FilterStatement": filter, "SortBy": sort, "SortOrder": "DESCENDING" });
    report(endpoint, "DescribeCertificate", "", |number| json!({ "CertificateArn": arn_of(number) })).await?;
    let keys = json!({ "keyTypes": ["RSA_2048", "EC_prime256v1"] });
    report(endpoint, "ListCertificates", "a page of 1000", |_| json!({ "MaxItems": 1000, "Includes": keys }))
        .await?;
    for sort in ["NOT_AFTER", "COMMON_NAME", "KEY_ALGORITHM", "CREATED_AT"] {
        let what = format!("two filters, by {sort}");
        report(endpoint, "SearchCertificates", &what, |_| search(both.clone(), sort)).await?;
    }
    let issued = both["And"][0].clone();
    let exact = |number: usize| {
        let number = number.wrapping_mul(7919) % ids.len();
        name(&format!("n{number}.d{}.example.com", number % 1000), "EQUALS")
    };
    report(endpoint, "SearchCertificates", "a whole name and a status, by NOT_AFTER", |number| {
        search(json!({ "And": [exact(number), issued] }), "NOT_AFTER")
    })
    .await?;
    report(endpoint, "SearchCertificates", "part of a name and a status, by NOT_AFTER", |_| {
        search(json!({ "And": [name(".d7.", "CONTAINS"), issued] }), "NOT_AFTER")
    })
    .await?;
    report(endpoint, "SearchCertificates", "ends within days and a status, by COMMON_NAME", |_| {
        search(json!({ "And": [ending, issued] }), "COMMON_NAME")
    })
    .await
}

async fn report(
    endpoint: &Endpoint,
    operation: &str,
    what: &str,
    ask: impl Fn(usize) -> Value,
) -> Result<()> {
    let taken = endpoint.times(operation, ask, LASTING).await?;
    let at = |part: usize| taken[(taken.len() * part / 100).min(taken.len() - 1)].as_secs_f64() * 1000.0;
    println!(
        "{operation:<20} {what:<46} median {:7.2} ms, 99 % {:7.2} ms, worst {:7.2} ms ({})",
        at(50),
        at(99),
        at(100),
        taken.len()
    );
    Ok(())
}
