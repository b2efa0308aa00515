//! The steps of the tour.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use jiff::SignedDuration;
use s2n_tls::config::Config;
use serde_json::{Value, json};
use tegata_client::Refusal;
use tegata_dns::resolver::{CnameOutcome, Mode, ProofResolver, Reach, Reserved, ResolverConfig};
use tegata_model::certificate::ExportOption;
use tegata_operations::Entropy;

use super::report::{Report, Requests};
use super::site::Site;
use super::traffic::{Traffic, Visitor};
use crate::client::Client;
use crate::commands::{certificate, items, text, zone};
use crate::data_directory::Credentials;
use crate::output::Printer;
use crate::process::Running;
use tegata_edge::client::{self as tls_client, NameCheck};

const ZONE: &str = "tour.example";
const HOST: &str = "www.tour.example";
const WILDCARD: &str = "*.tour.example";
/// A certificate counts 198 days and is renewed 45 days before its end: this far ahead it is due.
const UNTIL_RENEWAL: SignedDuration = SignedDuration::from_hours(160 * 24);
/// How long issuing, renewing and swapping may take in real time.
const SOON: Duration = Duration::from_secs(60);
/// How many connections of each kind keep asking while the certificate is swapped.
const CONNECTIONS: usize = 4;

/// Walks the tour; what fails is in the report, and what depends on it is left out.
pub(crate) async fn walk(running: &Running, report: &mut Report, printer: &Printer) {
    let Some(client) = report.step(printer, "A client signs in", client(running)).await else { return };
    let Some(()) = report.step(printer, "A hosted zone is created", make_zone(&client)).await else { return };
    let Some(arn) = report.step(printer, "A certificate is requested", request(&client)).await else {
        return;
    };
    let shown = show_record(running, &client, &arn);
    let Some(()) = report.step(printer, "Its validation record is served by DNS", shown).await else {
        return;
    };
    let Some(serial) = report.step(printer, "It is issued", issued(&client, &arn)).await else { return };
    let Some(site) = report.step(printer, "A web server starts", site()).await else { return };
    let listening = listen(running, &client, &arn, &site);
    let Some(visitor) = report.step(printer, "A listener opens in front of it", listening).await else {
        return;
    };
    let fetched = fetch(&visitor, &serial);
    let Some(()) = report.counted(printer, "The page is fetched over HTTPS", fetched).await else { return };
    let renewed = renew(&client, &arn, &visitor, &serial);
    let Some(()) = report.counted(printer, "It is renewed and swapped under load", renewed).await else {
        return;
    };
    report.step(printer, "Deleting it while it is in use is refused", refuse_deletion(&client, &arn)).await;
}

async fn client(running: &Running) -> Result<(Client, String)> {
    let owner = running.owner.as_ref().context("the owner's access key was taken already")?;
    let credentials = Credentials {
        access_key_id: owner.id.clone(),
        secret_access_key: owner.secret.clone(),
        account: running.instance.founding.account.as_str().to_owned(),
        region: running.instance.founding.region.as_str().to_owned(),
    };
    let client = Client::new(&running.speaks.url(running.api), credentials)?;
    client.call("tegata", "DescribeClock", &json!({})).await?;
    Ok((client, "a request signed with Signature Version 4 is accepted".to_owned()))
}

async fn make_zone(client: &Client) -> Result<((), String)> {
    zone::create(client, ZONE).await?;
    Ok(((), format!("CreateHostedZone {ZONE}; GetChange says INSYNC")))
}

async fn request(client: &Client) -> Result<(String, String)> {
    let names = [HOST.to_owned(), WILDCARD.to_owned()];
    let arn = certificate::request(client, &names, "dns", "EC_prime256v1", ExportOption::Disabled).await?;
    let told = format!("RequestCertificate {HOST}, {WILDCARD}: {arn}");
    Ok((arn, told))
}

/// Shows the validation record, and what the name server really answers.
async fn show_record(running: &Running, client: &Client, arn: &str) -> Result<((), String)> {
    let answer = certificate::describe(client, arn).await?;
    let records: Vec<&Value> = items(&answer, "/Certificate/DomainValidationOptions").collect();
    ensure!(records.len() == 2, "two names have {} validation records", records.len());
    let own = running.dns;
    let entropy = Entropy::system();
    let resolver = ProofResolver::new(ResolverConfig {
        mode: Mode::Forward(Vec::new()),
        port: own.port(),
        deadline: Duration::from_secs(5),
        server_timeout: Duration::from_secs(2),
        reserved_addresses: Reserved::Asked,
        hosted: Arc::new(move |_| Some(own)),
        cookies: Arc::default(),
        random: Arc::new(move |bytes| entropy.fill(bytes)),
    });
    let mut shown = Vec::new();
    for record in records {
        let (name, value) = (text(record, "/ResourceRecord/Name"), text(record, "/ResourceRecord/Value"));
        // The zone got it in the request's transaction; the name server follows within moments.
        let seen = async {
            loop {
                let seen = resolver.look_up_cname(name, value, Reach::Here).await;
                if let Some(seen) = seen.filter(|seen| seen.outcome == CnameOutcome::Proven) {
                    return seen;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let seen = tokio::time::timeout(SOON, seen).await;
        let seen = seen.with_context(|| format!("{own} does not answer {name} with {value}"))?;
        shown.push(format!("{name} CNAME {}", seen.found.join(" ")));
    }
    Ok(((), format!("asked {own} by UDP: {}", shown.join(", "))))
}

async fn issued(client: &Client, arn: &str) -> Result<(String, String)> {
    let answer = certificate::until_settled(client, arn, SignedDuration::try_from(SOON)?).await?;
    let status = text(&answer, "/Certificate/Status");
    ensure!(status == "ISSUED", "its status is {status}: {}", text(&answer, "/Certificate/FailureReason"));
    let serial = text(&answer, "/Certificate/Serial").to_owned();
    let told = format!("DescribeCertificate says ISSUED, serial {serial}");
    Ok((serial, told))
}

async fn site() -> Result<(Site, String)> {
    let site = Site::open().await?;
    let told = format!("plain HTTP on {}", site.address);
    Ok((site, told))
}

async fn listen(running: &Running, client: &Client, arn: &str, site: &Site) -> Result<(Visitor, String)> {
    let elb = async |operation: &str, input: Value| client.call("elbv2", operation, &input).await;
    let made =
        elb("CreateLoadBalancer", json!({ "Name": "tour", "Subnets": ["subnet-1", "subnet-2"] })).await?;
    let load_balancer = text(&made, "/LoadBalancers/0/LoadBalancerArn").to_owned();
    let group = json!({ "Name": "tour", "Protocol": "HTTP", "Port": site.address.port(), "TargetType": "ip",
        "VpcId": "vpc-1" });
    let made = elb("CreateTargetGroup", group).await?;
    let group = text(&made, "/TargetGroups/0/TargetGroupArn").to_owned();
    let target = json!({ "Id": site.address.ip().to_string() });
    elb("RegisterTargets", json!({ "TargetGroupArn": group, "Targets": [target] })).await?;
    let port = free_port()?;
    let listener = json!({ "LoadBalancerArn": load_balancer, "Protocol": "HTTPS", "Port": port,
        "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06", "Certificates": [{ "CertificateArn": arn }],
        "DefaultActions": [{ "Type": "forward", "TargetGroupArn": group }] });
    elb("CreateListener", listener).await?;
    let visitor = Visitor {
        config: trusting_the_root_alone(running)?,
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        host: HOST.to_owned(),
    };
    let told =
        format!("CreateListener HTTPS on {} with ELBSecurityPolicy-TLS13-1-2-2021-06", visitor.address);
    Ok((visitor, told))
}

/// A client's trust: the root that the instance wrote out, at the instance's time.
fn trusting_the_root_alone(running: &Running) -> Result<Config> {
    let roots = std::fs::read_to_string(running.directory.root())?;
    let clock = running.instance.clock.clone();
    Ok(tls_client::config(&roots, NameCheck::Strict, move || clock.now())?)
}

fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

async fn fetch(visitor: &Visitor, serial: &str) -> Result<((), String, Requests)> {
    let shown = visitor.fetch().await?;
    ensure!(shown == serial, "the server sent serial {shown} instead of {serial}");
    let told =
        format!("https://{HOST}/ with root.pem as the only trusted root: the page, and serial {shown}");
    Ok(((), told, Requests { made: 1, failed: 0 }))
}

/// Moves time until renewal is due, with requests flowing all the while.
async fn renew(
    client: &Client,
    arn: &str,
    visitor: &Visitor,
    before: &str,
) -> Result<((), String, Requests)> {
    let traffic = Traffic::begin(visitor, CONNECTIONS);
    let swapped = swap(client, arn, visitor, before, &traffic).await;
    let requests = traffic.end().await;
    let after = swapped?;
    let told = format!(
        "clock moved {} days; same ARN, serial now {after}; {} requests on kept and new connections meanwhile",
        UNTIL_RENEWAL.as_hours() / 24,
        requests.made
    );
    Ok(((), told, requests))
}

async fn swap(
    client: &Client,
    arn: &str,
    visitor: &Visitor,
    before: &str,
    traffic: &Traffic,
) -> Result<String> {
    let advance = json!({ "Seconds": UNTIL_RENEWAL.as_secs() });
    client.call("tegata", "AdvanceClock", &advance).await?;
    let served = async {
        loop {
            let shown = visitor.fetch().await?;
            if shown != before {
                return Ok::<_, anyhow::Error>(shown);
            }
        }
    };
    let shown = tokio::time::timeout(SOON, served).await.context("no renewed certificate was served")??;
    let answer = certificate::describe(client, arn).await?;
    let told = text(&answer, "/Certificate/Serial");
    if told != shown {
        bail!("the server sends serial {shown}, but DescribeCertificate says {told}");
    }
    // As many again on the new certificate as before it, so that the swap lies in the middle.
    let enough = traffic.made() * 2;
    let flowing = async {
        while traffic.made() < enough {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(SOON, flowing).await.context("requests no longer flow")?;
    Ok(shown)
}

async fn refuse_deletion(client: &Client, arn: &str) -> Result<((), String)> {
    match client.call("acm", "DeleteCertificate", &json!({ "CertificateArn": arn })).await {
        Ok(_) => bail!("it was deleted although a listener uses it"),
        Err(error) => {
            let refused = error.downcast::<Refusal>()?;
            ensure!(refused.code == "ResourceInUseException", "it was refused with {}", refused.code);
            Ok(((), "DeleteCertificate answers ResourceInUseException".to_owned()))
        }
    }
}
