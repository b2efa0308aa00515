//! The API over HTTP, signed and durable, on one core: requests and descriptions for each second, with no and with
//! 100,000 certificates stored, beside the store's group commit and moto_server on the same core; and how long
//! `tegata up` takes until it is ready.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::json;
use tegata_benches::aws_client::{Endpoint, Rate};
use tegata_benches::instance::open_left;
use tegata_benches::name_server;
use tegata_benches::pipeline::{self, WAITING, prove_all, request_all, until_done};
use tegata_benches::process::keep_to_cores;
use tegata_benches::up::{Moto, SERVER, Up};
use tegata_operations::authority::establish;
use tegata_store::{StoreError, meta};
use tokio::runtime::Runtime;

const STORED: usize = 100_000;
const CONNECTIONS: usize = 64;
const LASTING: Duration = Duration::from_secs(6);
/// The client's cores.
const CLIENT: &str = "1-3";
/// Transactions of the group commit.
const COMMITS: usize = 20_000;

fn main() -> Result<()> {
    // What works on a data directory is a process of its own, so that its end gives the directory free.
    match &std::env::args().collect::<Vec<String>>()[..] {
        [_, mode, folder] if mode == "store" => return store_alone(Path::new(folder)),
        [_, mode, folder] if mode == "seed" => return Runtime::new()?.block_on(seed(Path::new(folder))),
        _ => {}
    }
    // With one core only, both share it.
    let _ = keep_to_cores(CLIENT);
    let program = std::env::var_os("TEGATA").context("TEGATA names the program that is measured")?;
    let program = PathBuf::from(program);
    let runtime = Runtime::new()?;
    // Names are looked up at a server that takes its time and knows none.
    let hint = name_server::start()?.to_string();
    let mut figures = Vec::new();
    for stored in [0, STORED] {
        let folder = tempfile::tempdir()?;
        Up::start(&program, folder.path(), &hint, &[])?.stop()?;
        if stored > 0 {
            let began = Instant::now();
            alone(CLIENT, "seed", folder.path())?;
            println!("stored {stored} issued certificates in {:.0} s", began.elapsed().as_secs_f64());
        }
        let began = Instant::now();
        let up = Up::start(&program, folder.path(), &hint, &[])?;
        let ready = began.elapsed();
        let (requests, descriptions) = runtime.block_on(measure(&up.endpoint, LASTING, CONNECTIONS))?;
        up.stop()?;
        let said = alone(SERVER, "store", folder.path())?;
        let (commits, transactions) = said.trim().split_once(' ').context("two figures")?;
        let (commits, transactions): (f64, f64) = (commits.parse()?, transactions.parse()?);
        println!("\n{stored} certificates stored, one core for the server, {CONNECTIONS} connections");
        println!("  ready after                        {:9.3} s", ready.as_secs_f64());
        println!("  group commit of one small row      {commits:9.0} a second");
        println!("  group commit of the request itself {transactions:9.0} a second");
        println!(
            "  RequestCertificate                 {:9.0} a second, {:.0} µs CPU: {:.2} of its own transaction's commit, {:.2} of the small row's",
            requests.a_second,
            requests.cpu_micros,
            requests.a_second / transactions,
            requests.a_second / commits
        );
        println!(
            "  DescribeCertificate                {:9.0} a second, {:.0} µs CPU",
            descriptions.a_second, descriptions.cpu_micros
        );
        figures.push((requests.a_second, descriptions.a_second));
    }
    let [(requests, descriptions), (later_requests, later_descriptions)] = figures[..] else {
        bail!("two rounds")
    };
    println!(
        "\nwith {STORED} stored against none: RequestCertificate {:.2}, DescribeCertificate {:.2}",
        later_requests / requests,
        later_descriptions / descriptions
    );
    match std::env::var("MOTO_SERVER") {
        Ok(moto) => {
            let (their_requests, their_descriptions) = runtime.block_on(peer(&moto))?;
            println!(
                "\nmoto_server on one core, in memory: RequestCertificate {:.1} a second, DescribeCertificate {:.0} a second",
                their_requests.a_second, their_descriptions.a_second
            );
            println!(
                "DescribeCertificate against it: {:.0} times",
                descriptions / their_descriptions.a_second
            );
        }
        Err(_) => println!("\nmoto_server is not there (MOTO_SERVER names it): no peer in this run"),
    }
    Ok(())
}

/// Issues [`STORED`] certificates in a directory that no process serves.
async fn seed(folder: &Path) -> Result<()> {
    let (instance, owner) = open_left(folder).await?;
    let authorities = Arc::new(establish(&instance).await?);
    let names = (0..STORED).map(|number| format!("n{number}.seed.example.com"));
    request_all(&instance, &owner, names).await?;
    prove_all(&instance).await?;
    let running = pipeline::Running::start(&instance, &authorities);
    until_done(&instance).await?;
    running.stop().await;
    Ok(())
}

async fn measure(endpoint: &Endpoint, lasting: Duration, connections: usize) -> Result<(Rate, Rate)> {
    let ask = |number: u64| {
        json!({ "DomainName": format!("n{number}.measured.example.org"), "ValidationMethod": "DNS",
            "KeyAlgorithm": "EC_prime256v1" })
    };
    let made = endpoint.ask("RequestCertificate", &ask(u64::MAX)).await?;
    let arn = made["CertificateArn"].as_str().context("an ARN")?.to_owned();
    let describe = move |_| json!({ "CertificateArn": arn });
    let descriptions = endpoint.rate("DescribeCertificate", describe, connections, lasting).await?;
    let requests = endpoint.rate("RequestCertificate", ask, connections, lasting).await?;
    Ok((requests, descriptions))
}

/// Runs this program in another mode on these cores, and gives what it says.
fn alone(cores: &str, mode: &str, folder: &Path) -> Result<String> {
    let done = Command::new("taskset")
        .args(["--cpu-list", cores])
        .arg(std::env::current_exe()?)
        .arg(mode)
        .arg(folder)
        .output()?;
    ensure!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Ok(String::from_utf8(done.stdout)?)
}

/// The store without HTTP, [`WAITING`] at a time: one small row, and all that a request of a certificate writes.
fn store_alone(folder: &Path) -> Result<()> {
    let runtime = Runtime::new()?;
    let (commits, transactions) = runtime.block_on(async {
        let (instance, owner) = open_left(folder).await?;
        let began = Instant::now();
        let all = stream::iter(0..COMMITS).map(|number| {
            let name = format!("bench/{number}");
            instance.write(move |tx| meta::put(tx, &name, b"1"))
        });
        all.buffer_unordered(WAITING).try_for_each(|()| async { Ok::<(), StoreError>(()) }).await?;
        let commits = COMMITS as f64 / began.elapsed().as_secs_f64();
        let began = Instant::now();
        let names = (0..COMMITS).map(|number| format!("n{number}.alone.example.com"));
        request_all(&instance, &owner, names).await?;
        Ok::<_, anyhow::Error>((commits, COMMITS as f64 / began.elapsed().as_secs_f64()))
    })?;
    println!("{commits} {transactions}");
    Ok(())
}

/// The same questions to moto_server.
async fn peer(moto: &str) -> Result<(Rate, Rate)> {
    let moto = Moto::start(moto)?;
    measure(&moto.endpoint, LASTING, 4).await
}
