//! `cargo xtask gen`: the API contracts under `api/`, and the structs of the operations that are handled.

mod structs;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

use crate::{root, target};

/// The contracts that are AWS's, each with the release of botocore that it is drawn from.
const DRAWN: [(&str, &str); 4] =
    [("acm", "1.44.8"), ("elbv2", "1.44.5"), ("route53", "1.44.5"), ("sts", "1.44.8")];
/// The services, each a file `api/<name>.json`.
const SERVICES: [&str; 5] = ["acm", "elbv2", "route53", "sts", "tegata"];

/// Writes contracts and structs. Running it twice changes nothing.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let api = root().join("api");
    match arguments {
        [] => {
            for (service, release) in DRAWN {
                extract(&wheel(release)?, service, &api)?;
            }
        }
        [flag] if flag == "--structs-only" => {}
        _ => bail!("`gen` takes nothing, or --structs-only"),
    }
    let unsupported = fs::read_to_string(api.join("unsupported.txt"))?;
    let folder = root().join("crates/tegata-aws/src/generated");
    fs::create_dir_all(&folder)?;
    let mut files = Vec::new();
    for service in SERVICES {
        let contract: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(api.join(format!("{service}.json")))?)?;
        let handled =
            |operation: &str| !unsupported.lines().any(|line| line == format!("{service} {operation}"));
        let file = folder.join(format!("{service}.rs"));
        fs::write(&file, structs::of_service(service, &contract, handled)?)?;
        files.push(file);
    }
    let formatted = Command::new("rustfmt").args(["--edition", "2024"]).args(&files).status()?.success();
    if !formatted {
        bail!("rustfmt refused the generated structs");
    }
    Ok(ExitCode::SUCCESS)
}

fn wheel(release: &str) -> Result<PathBuf> {
    let folder = target().join("botocore");
    let wheel = folder.join(format!("botocore-{release}-py3-none-any.whl"));
    if !wheel.is_file() {
        let package = format!("botocore=={release}");
        let status = Command::new("python3")
            .args(["-m", "pip", "download", "-q", "--no-deps", &package, "-d"])
            .arg(&folder)
            .stdout(Stdio::null())
            .status()
            .context("python3 with pip is needed to fetch botocore")?;
        if !status.success() {
            bail!("pip could not download {package}");
        }
    }
    Ok(wheel)
}

fn extract(wheel: &Path, service: &str, api: &Path) -> Result<()> {
    let status = Command::new("python3")
        .arg(root().join("xtask/src/gen/extract.py"))
        .arg(wheel)
        .arg(service)
        .arg(api)
        .status()
        .context("python3 is needed to read the service models")?;
    if !status.success() {
        bail!("the service models could not be read");
    }
    Ok(())
}
