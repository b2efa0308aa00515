//! Many names: how long an edge takes from its start until it serves, how much memory it holds, and what handshakes cost
//! with certificates that are loaded at that moment, that are in memory, and for names that there are not.
//!
//! An edge in a process of its own, on a store with 100,000 certificates: with one name each, then with ten.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use s2n_tls::config::Config;
use tegata_benches::copies::{insert, name};
use tegata_benches::instance::open;
use tegata_benches::listening::listen;
use tegata_benches::pipeline::{Running as Jobs, prove_all, request_all, until_done};
use tegata_benches::process::{Running, cores};
use tegata_edge::EdgeMetrics;
use tegata_edge::client::{self, NameCheck};
use tegata_effects::reconcilers::refresh_edge::{refresh_edge, security_policies};
use tegata_model::CertificateId;
use tegata_operations::authority::{Authorities, establish, export_roots};
use tegata_operations::certificate::revocation::RevocationAnswers;
use tegata_operations::certificate::{ListCertificates, list};
use tegata_operations::{Caller, Instance};
use tokio_util::sync::CancellationToken;

const CERTIFICATES: usize = 100_000;
const NAMES_EACH: [usize; 2] = [1, 10];
/// Handshakes of each kind.
const HANDSHAKES: usize = 2_000;

fn main() -> Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [word, folder] = &arguments[..]
        && word == "serve"
    {
        return runtime.block_on(serve(Path::new(folder)));
    }
    for names_each in NAMES_EACH {
        let folder = tempfile::tempdir()?;
        let began = Instant::now();
        let (address, roots) = runtime.block_on(fill(folder.path(), names_each))?;
        let (filled, names) = (began.elapsed().as_secs_f64(), CERTIFICATES * names_each);
        println!("\n{CERTIFICATES} certificates, {names} names, filled in in {filled:.0} s");
        runtime.block_on(measure(folder.path(), address, &roots))?;
    }
    Ok(())
}

/// Inserts the certificates and the listener that serves them.
async fn fill(folder: &Path, names_each: usize) -> Result<(SocketAddr, String)> {
    let (instance, owner) = open(folder).await?;
    let instance = instance.with_security_policies(security_policies());
    let authorities = Arc::new(establish(&instance).await?);
    let template = issued(&instance, &owner, &authorities).await?;
    let copies = insert(&instance, &owner, template, CERTIFICATES, names_each).await?;
    let stop = CancellationToken::new();
    let serving = refresh_edge(
        tegata_effects::worker(instance.clone()),
        Arc::new(RevocationAnswers::new(authorities)),
        EdgeMetrics::default(),
        stop.clone(),
    );
    let filling = async {
        let address = listen(&instance, &owner, template, copies).await;
        stop.cancel();
        address
    };
    let ((), address) = tokio::join!(serving, filling);
    let roots = export_roots(&instance, &owner).await?;
    instance.close().await;
    Ok((address?, roots))
}

async fn issued(
    instance: &Instance,
    owner: &Caller,
    authorities: &Arc<Authorities>,
) -> Result<CertificateId> {
    request_all(instance, owner, std::iter::once("template.example.com".to_owned())).await?;
    prove_all(instance).await?;
    let running = Jobs::start(instance, authorities);
    until_done(instance).await?;
    running.stop().await;
    let ask = ListCertificates { key_types: vec!["EC_prime256v1".to_owned()], ..ListCertificates::default() };
    let page = list(instance, owner, ask).await?;
    Ok(page.certificates.first().context("a certificate")?.certificate.id)
}

/// Is an edge on that store, until it is killed.
async fn serve(folder: &Path) -> Result<()> {
    let (instance, _) = open(folder).await?;
    let instance = instance.with_security_policies(security_policies());
    let authorities = Arc::new(establish(&instance).await?);
    let answers = Arc::new(RevocationAnswers::new(authorities));
    let worker = tegata_effects::worker(instance);
    Box::pin(refresh_edge(worker, answers, EdgeMetrics::default(), CancellationToken::new())).await;
    Ok(())
}

async fn measure(folder: &Path, to: SocketAddr, roots: &str) -> Result<()> {
    let client = client::config(roots, NameCheck::None, jiff_now)?;
    let program = std::env::current_exe()?.display().to_string();
    let began = Instant::now();
    let edge = Running::on_cores(cores().server, &program, &["serve", &folder.display().to_string()])?;
    let last = name(CERTIFICATES - 1, 0);
    while client::connect(&client, to, &last).await.is_err() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    println!("serves the last of them {:.2} s after its process was started", began.elapsed().as_secs_f64());
    let memory = |when: &str| -> Result<()> {
        println!("holds {} MB {when}", edge.resident_bytes()? / 1_000_000);
        Ok(())
    };
    memory("then")?;
    // Those that are not loaded ahead: the others are the first ones, by their identifiers.
    let far = |number: usize| name(CERTIFICATES / 2 + number, 0);
    report(&client, to, "loaded at that moment", far).await?;
    report(&client, to, "in memory", far).await?;
    report(&client, to, "for a name that there is not", |number| format!("x{number}.example.org")).await?;
    memory("in the end")
}

async fn report(client: &Config, to: SocketAddr, what: &str, name: impl Fn(usize) -> String) -> Result<()> {
    let mut taken = Vec::with_capacity(HANDSHAKES);
    for number in 0..HANDSHAKES {
        let name = name(number);
        let began = Instant::now();
        client::connect(client, to, &name).await?;
        taken.push(began.elapsed());
    }
    taken.sort();
    let at = |part: usize| taken[(taken.len() * part / 100).min(taken.len() - 1)].as_secs_f64() * 1e3;
    println!("a handshake {what}: median {:.2} ms, 99 % {:.2} ms", at(50), at(99));
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a measurement is of the real world")]
fn jiff_now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}
