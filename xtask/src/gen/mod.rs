//! `cargo xtask gen`: the API contracts under `api/`, the structs of the operations that are handled, and the reference of
//! Tegata's own service.

mod reference;
mod structs;
#[cfg(test)]
mod unread;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

use crate::folders::{root, target};

/// A contract that is AWS's. Every other `api/<name>.json` is written by hand.
struct Drawn {
    /// Its name here.
    service: &'static str,
    /// The release of botocore that it is drawn from.
    release: &'static str,
    /// Where it is in there.
    model: &'static str,
    /// The operations that are taken; empty for all. What is not taken is an unknown operation.
    operations: &'static [&'static str],
}

const DRAWN: [Drawn; 5] = [
    Drawn { service: "acm", release: "1.44.8", model: "acm/2015-12-08", operations: &[] },
    Drawn {
        service: "ec2",
        release: "1.44.8",
        model: "ec2/2016-11-15",
        operations: &[
            "AuthorizeSecurityGroupEgress",
            "AuthorizeSecurityGroupIngress",
            "CreateSecurityGroup",
            "CreateTags",
            "DeleteSecurityGroup",
            "DeleteTags",
            "DescribeAccountAttributes",
            "DescribeAvailabilityZones",
            "DescribeInstances",
            "DescribeNetworkInterfaces",
            "DescribeRouteTables",
            "DescribeSecurityGroupRules",
            "DescribeSecurityGroups",
            "DescribeSubnets",
            "DescribeTags",
            "DescribeVpcAttribute",
            "DescribeVpcs",
            "ModifySecurityGroupRules",
            "RevokeSecurityGroupEgress",
            "RevokeSecurityGroupIngress",
            "UpdateSecurityGroupRuleDescriptionsEgress",
            "UpdateSecurityGroupRuleDescriptionsIngress",
        ],
    },
    Drawn { service: "elbv2", release: "1.44.5", model: "elbv2/2015-12-01", operations: &[] },
    Drawn { service: "route53", release: "1.44.5", model: "route53/2013-04-01", operations: &[] },
    Drawn { service: "sts", release: "1.44.8", model: "sts/2011-06-15", operations: &[] },
];
/// Where the reference of Tegata's own service is.
const REFERENCE: &str = "docs/api.md";

/// Writes contracts and structs. Running it twice changes nothing.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let api = root().join("api");
    match arguments {
        [] => {
            for drawn in &DRAWN {
                extract(&wheel(drawn.release)?, drawn, &api)?;
            }
        }
        [flag] if flag == "--structs-only" => {}
        _ => bail!("`gen` takes no arguments, or --structs-only"),
    }
    let unsupported = fs::read_to_string(api.join("unsupported.txt"))?;
    let folder = root().join("crates/tegata-aws/src/generated");
    fs::create_dir_all(&folder)?;
    let mut files = Vec::new();
    for service in &services(&api)? {
        let contract = contract(&api, service)?;
        let handled =
            |operation: &str| !unsupported.lines().any(|line| line == format!("{service} {operation}"));
        let file = folder.join(format!("{service}.rs"));
        fs::write(&file, structs::of_service(service, &contract, handled)?)?;
        files.push(file);
    }
    fs::write(root().join(REFERENCE), reference::page(&contract(&api, "tegata")?)?)?;
    let formatted = Command::new("rustfmt").args(["--edition", "2024"]).args(&files).status()?.success();
    if !formatted {
        bail!("rustfmt refused the generated structs");
    }
    Ok(ExitCode::SUCCESS)
}

/// The services: each a file `api/<name>.json`.
fn services(api: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(api)? {
        let name = entry?.file_name();
        names.extend(name.to_str().and_then(|name| name.strip_suffix(".json")).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

fn contract(api: &Path, service: &str) -> Result<serde_json::Value> {
    Ok(serde_json::from_str(&fs::read_to_string(api.join(format!("{service}.json")))?)?)
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

fn extract(wheel: &Path, drawn: &Drawn, api: &Path) -> Result<()> {
    let status = Command::new("python3")
        .arg(root().join("xtask/src/gen/extract.py"))
        .arg(wheel)
        .args([drawn.service, drawn.model])
        .arg(api)
        .args(drawn.operations)
        .status()
        .context("python3 is needed to read the service models")?;
    if !status.success() {
        bail!("the service models could not be read");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_and_member_is_described_and_the_reference_is_up_to_date() {
        let contract = contract(&root().join("api"), "tegata").expect("a contract");
        let page = reference::page(&contract).expect("all is described");
        let kept = fs::read_to_string(root().join(REFERENCE)).expect("the reference");
        assert!(
            page == kept,
            "{REFERENCE} is not what api/tegata.json makes: run `cargo xtask gen --structs-only`"
        );
    }
}
