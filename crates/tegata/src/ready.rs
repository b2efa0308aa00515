//! The ready line: where an instance that has started is reached, and where its access key is.

use std::io::{self, IsTerminal};
use std::path::Path;

use anyhow::Result;
use serde_json::json;
use tegata_operations::access::access_key::NewAccessKey;

use crate::arguments::DEFAULT_DATA;
use crate::output::Printer;
use crate::process::Running;
use crate::service_manager;

/// Says where the instance is reached. The secret access key is shown once, to people: at first start and on a terminal.
/// What goes to a file, a pipe or a journal has the path of the file that holds it instead.
pub(crate) fn announce(running: &Running, owner: &NewAccessKey, printer: &Printer) -> Result<()> {
    let founding = &running.instance.founding;
    let api = running.speaks.url(running.api);
    running.directory.save_endpoint(&api);
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        api,
        dns = %running.dns,
        data = %running.directory.path().display(),
        account = founding.account.as_str(),
        region = founding.region.as_str(),
        "started"
    );
    service_manager::ready(&running.status());
    let (root, credentials) = (running.directory.root(), running.directory.credentials_path());
    if printer.is_json() {
        let line = json!({
            "api": api,
            "dns": running.dns.to_string(),
            "root": root,
            "credentials": credentials,
            "access_key_id": owner.id,
            "account": founding.account.as_str(),
            "region": founding.region.as_str(),
        });
        printer.line(&line.to_string())?;
        return Ok(());
    }
    let data = running.directory.path().display();
    let mut lines = vec![
        format!("Tegata is running. Its data is in {data}."),
        String::new(),
        format!("  API      {api}   (ACM, Route 53, ELBv2)"),
        format!("  DNS      {}   (UDP and TCP)", running.dns),
        format!("  Root     {}", root.display()),
        format!("  Account  {} in {}", founding.account.as_str(), founding.region.as_str()),
        String::new(),
    ];
    if owner.fresh && io::stdout().is_terminal() {
        lines.extend([
            "This is the first start. Your access key, shown only once and saved in credentials.json there:"
                .to_owned(),
            String::new(),
            format!("  export AWS_ACCESS_KEY_ID={}", owner.id),
            format!("  export AWS_SECRET_ACCESS_KEY={}", *owner.secret),
            String::new(),
        ]);
    } else {
        lines.extend([format!("Your access key is in {}.", credentials.display()), String::new()]);
    }
    if running.trusts_loopback() {
        lines.extend([
            "Every access key is accepted (--trust-loopback): anyone who can connect to the port may do \
             everything."
                .to_owned(),
            String::new(),
        ]);
    }
    let option = data_option(running.directory.path());
    lines.extend([
        "In another terminal, create a zone and request a certificate:".to_owned(),
        String::new(),
        format!("  tegata zone create demo.test{option}"),
        format!("  tegata certificate request www.demo.test --wait{option}"),
        String::new(),
        "For the AWS CLI (version 2.13 or 1.29 and later), Terraform and SDKs:".to_owned(),
        String::new(),
        format!("  eval \"$(tegata env{option})\""),
        String::new(),
        "Stop with Ctrl-C.".to_owned(),
    ]);
    printer.line(&lines.join("\n"))?;
    Ok(())
}

/// The option that names the data directory to other commands, when they would not find it by themselves.
fn data_option(path: &Path) -> String {
    let usual = Path::new(DEFAULT_DATA.as_str());
    if usual.canonicalize().is_ok_and(|usual| usual == path) {
        return String::new();
    }
    format!(" --data '{}'", path.display().to_string().replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_told_a_data_directory_that_they_would_not_find() {
        assert_eq!(data_option(Path::new("/srv/it's here")), " --data '/srv/it'\\''s here'");
    }
}
