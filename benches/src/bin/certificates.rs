//! Certificates over HTTP, signed and durable, on one core: DescribeCertificate, ListCertificates, ImportCertificate and
//! ExportCertificate for each second, beside moto_server on the same core, which keeps everything in memory.
//!
//! Listed are certificates of the usual key algorithm, all of them in one page and without a filter.
//!
//! An export is measured with as many iterations of PBKDF2 as ACM's have, and beside the cost of the derivation
//! alone: stretching a passphrase is meant to cost time, and how much is the operator's to say.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tegata_aws::Blob;
use tegata_benches::aws_client::{Endpoint, Rate};
use tegata_benches::chain::Chain;
use tegata_benches::instance::{ask, open_left};
use tegata_benches::name_server;
use tegata_benches::pipeline::{self, prove_all, until_done};
use tegata_benches::process::keep_to_cores;
use tegata_benches::up::{Moto, SERVER, Up};
use tegata_model::certificate::ExportOption;
use tegata_model::certificate::request::CertificateRequest;
use tegata_operations::authority::establish;
use tegata_operations::certificate::request;
use tegata_x509::encrypted_key::{Fresh, ITERATIONS_MIN, encrypt};
use tokio::runtime::Runtime;

/// The client's cores.
const CLIENT: &str = "1-3";
const CONNECTIONS: usize = 64;
const MOTO_CONNECTIONS: usize = 4;
/// How many certificates there are to list.
const LISTED: usize = 100;
/// What the passphrase is does not matter: it fits one block of the digest.
const PASSPHRASE: &[u8] = b"correct horse battery staple";
/// How often it is to be against moto_server.
const WANTED: f64 = 50.0;

fn main() -> Result<()> {
    // What works on a data directory is a process of its own, so that its end gives the directory free.
    match &std::env::args().collect::<Vec<String>>()[..] {
        [_, mode, folder] if mode == "seed" => return Runtime::new()?.block_on(seed(Path::new(folder))),
        [_, mode] if mode == "derive" => return derive(),
        _ => {}
    }
    // With one core only, both share it.
    let _ = keep_to_cores(CLIENT);
    let seconds = std::env::var("SECONDS_EACH").map_or(Ok(6), |seconds| seconds.parse())?;
    let lasting = Duration::from_secs(seconds);
    let program =
        PathBuf::from(std::env::var_os("TEGATA").context("TEGATA names the program that is measured")?);
    let runtime = Runtime::new()?;
    let folder = tempfile::tempdir()?;
    let brought = brought(folder.path())?;
    // Nothing is to be proven while it is measured.
    let hint = name_server::start()?.to_string();
    let data = folder.path().join("data");
    let iterations = ITERATIONS_MIN.to_string();
    Up::start(&program, &data, &hint, &[])?.stop()?;
    let arn = alone(&["seed", &data.display().to_string()])?;
    let up = Up::start(&program, &data, &hint, &["--export-iterations", &iterations])?;
    let ours = runtime.block_on(measure(&up.endpoint, &brought, &arn, CONNECTIONS, lasting))?;
    up.stop()?;
    let derivation: f64 = alone(&["derive"])?.parse()?;
    let apart = 1.0 / (1.0 / ours.exports.a_second - derivation).max(f64::MIN_POSITIVE);
    println!("one core for the server, {CONNECTIONS} connections, every write durable");
    println!(
        "  DescribeCertificate                              {:9.0} a second, {:5.0} µs CPU",
        ours.descriptions.a_second, ours.descriptions.cpu_micros
    );
    println!(
        "  ListCertificates, {LISTED} of {LISTED}                     {:9.0} a second, {:5.0} µs CPU",
        ours.lists.a_second, ours.lists.cpu_micros
    );
    println!(
        "  ImportCertificate, P-256 under one intermediate  {:9.0} a second, {:5.0} µs CPU",
        ours.imports.a_second, ours.imports.cpu_micros
    );
    println!(
        "  ExportCertificate, {ITERATIONS_MIN} iterations            {:9.0} a second, {:5.0} µs CPU",
        ours.exports.a_second, ours.exports.cpu_micros
    );
    println!("  the key derivation alone                         {:9.0} µs", derivation * 1e6);
    let own = ours.exports.cpu_micros - derivation * 1e6;
    println!("  ExportCertificate, the key derivation apart      {apart:9.0} a second, {own:5.0} µs CPU");
    let Ok(moto) = std::env::var("MOTO_SERVER") else {
        println!("\nmoto_server is not there (MOTO_SERVER names it): no peer in this run");
        return Ok(());
    };
    let theirs = runtime.block_on(peer(&moto, &brought, lasting))?;
    println!("\nmoto_server on one core, in memory, {MOTO_CONNECTIONS} connections (wanted: {WANTED} times)");
    for (operation, its, ours) in [
        ("DescribeCertificate", theirs.descriptions, ours.descriptions.a_second),
        ("ListCertificates", theirs.lists, ours.lists.a_second),
        ("ImportCertificate", theirs.imports, ours.imports.a_second),
        ("ExportCertificate, with the key derivation", theirs.exports, ours.exports.a_second),
        ("ExportCertificate, the key derivation apart", theirs.exports, apart),
    ] {
        let its = its.a_second;
        println!("  {operation:44} {its:7.1} a second: {:4.0} times", ours / its);
    }
    Ok(())
}

/// How often each operation was answered.
struct Rates {
    descriptions: Rate,
    lists: Rate,
    imports: Rate,
    exports: Rate,
}

async fn measure(
    endpoint: &Endpoint,
    brought: &Value,
    exportable: &str,
    connections: usize,
    lasting: Duration,
) -> Result<Rates> {
    let listed = requested(endpoint).await?;
    let rate =
        |operation, input: Value| endpoint.rate(operation, move |_| input.clone(), connections, lasting);
    let passphrase = Blob(PASSPHRASE.to_vec());
    Ok(Rates {
        descriptions: rate("DescribeCertificate", json!({ "CertificateArn": listed })).await?,
        lists: rate("ListCertificates", json!({})).await?,
        exports: rate("ExportCertificate", json!({ "CertificateArn": exportable, "Passphrase": passphrase }))
            .await?,
        imports: rate("ImportCertificate", brought.clone()).await?,
    })
}

/// Requests what is going to be listed; gives the ARN of the last one.
async fn requested(endpoint: &Endpoint) -> Result<String> {
    let mut arn = String::new();
    for number in 0..LISTED {
        let name = format!("n{number}.listed.example.com");
        let input = json!({ "DomainName": name, "ValidationMethod": "DNS", "KeyAlgorithm": "RSA_2048" });
        let made = endpoint.ask("RequestCertificate", &input).await?;
        made["CertificateArn"].as_str().context("an ARN")?.clone_into(&mut arn);
    }
    let page = endpoint.ask("ListCertificates", &json!({})).await?;
    let shown = page["CertificateSummaryList"].as_array().map_or(0, Vec::len);
    ensure!(shown >= LISTED, "{shown} of {LISTED} are listed");
    Ok(arn)
}

/// A certificate with its key and chain, as ImportCertificate takes it.
fn brought(folder: &Path) -> Result<Value> {
    Chain::make(folder)?;
    let blob =
        |name: &str| -> Result<Value> { Ok(serde_json::to_value(Blob(fs::read(folder.join(name))?))?) };
    Ok(json!({
        "Certificate": blob("leaf.pem")?,
        "PrivateKey": blob("leaf.key")?,
        "CertificateChain": blob("intermediate.pem")?,
    }))
}

/// Issues an exportable certificate in a directory that no process serves, and says its ARN.
async fn seed(folder: &Path) -> Result<()> {
    let (instance, owner) = open_left(folder).await?;
    let authorities = Arc::new(establish(&instance).await?);
    let asked = CertificateRequest { export: ExportOption::Enabled, ..ask("exported.example.com") };
    let id = request(&instance, &owner, asked, None).await?;
    prove_all(&instance).await?;
    let running = pipeline::Running::start(&instance, &authorities);
    until_done(&instance).await?;
    running.stop().await;
    let (region, account) = (owner.region(), owner.account());
    print!("arn:aws:acm:{region}:{account}:certificate/{id}");
    Ok(())
}

/// Says how many seconds one key takes to be put under a passphrase.
fn derive() -> Result<()> {
    const TIMES: u32 = 2_000;
    let began = Instant::now();
    for number in 0..TIMES {
        let mut fresh = Fresh { salt: [0; 16], iv: [0; 16] };
        fresh.salt[..4].copy_from_slice(&number.to_be_bytes());
        encrypt(&[0x30; 138], PASSPHRASE, ITERATIONS_MIN, &fresh)?;
    }
    print!("{}", began.elapsed().as_secs_f64() / f64::from(TIMES));
    Ok(())
}

/// Runs this program in another mode on the server's core, and gives what it says.
fn alone(arguments: &[&str]) -> Result<String> {
    let done = Command::new("taskset")
        .args(["--cpu-list", SERVER])
        .arg(std::env::current_exe()?)
        .args(arguments)
        .output()
        .context("taskset (Debian: util-linux)")?;
    ensure!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Ok(String::from_utf8(done.stdout)?)
}

/// The same of moto_server. It exports what was requested as exportable, issued or not.
async fn peer(moto: &str, brought: &Value, lasting: Duration) -> Result<Rates> {
    let moto = Moto::start(moto)?;
    let exportable = json!({
        "DomainName": "exported.example.com", "ValidationMethod": "DNS", "KeyAlgorithm": "EC_prime256v1",
        "Options": { "Export": "ENABLED" },
    });
    let made = moto.endpoint.ask("RequestCertificate", &exportable).await?;
    let arn = made["CertificateArn"].as_str().context("an ARN")?;
    measure(&moto.endpoint, brought, arn, MOTO_CONNECTIONS, lasting).await
}
