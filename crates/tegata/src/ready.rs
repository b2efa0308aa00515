//! The ready line: where an instance that has started is reached, and where its access key is.

use std::io::{self, IsTerminal};

use anyhow::Result;
use serde_json::json;
use tegata_operations::access_key::NewAccessKey;

use crate::output::Printer;
use crate::process::{Running, Speaks};

/// Says where the instance is reached. The secret access key is shown once, to people: at first start and on a terminal.
/// What goes to a file, a pipe or a journal has the path of the file that holds it instead.
pub(crate) fn announce(running: &Running, owner: &NewAccessKey, printer: &Printer) -> Result<()> {
    let settings = &running.instance.settings;
    let api = running.speaks.url(running.api);
    running.directory.keep_endpoint(&api);
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        api,
        dns = %running.dns,
        data = %running.directory.path().display(),
        account = settings.account.as_str(),
        region = settings.region.as_str(),
        "started"
    );
    let (root, credentials) = (running.directory.root(), running.directory.credentials_path());
    if printer.is_json() {
        let line = json!({
            "api": api,
            "dns": running.dns.to_string(),
            "root": root,
            "credentials": credentials,
            "access_key_id": owner.id,
            "account": settings.account.as_str(),
            "region": settings.region.as_str(),
        });
        printer.line(&line.to_string())?;
        return Ok(());
    }
    let data = running.directory.path().display();
    let mut lines = vec![
        format!("Tegata runs. Its data is in {data}."),
        String::new(),
        format!("  API      {api}   (ACM, Route 53, ELBv2)"),
        format!("  DNS      {}   (UDP and TCP)", running.dns),
        format!("  Root     {}", root.display()),
        format!("  Account  {} in {}", settings.account.as_str(), settings.region.as_str()),
        String::new(),
    ];
    if owner.fresh && io::stdout().is_terminal() {
        lines.extend([
            "This is the first start. Your access key, shown this once and kept in credentials.json there:"
                .to_owned(),
            String::new(),
            format!("  export AWS_ACCESS_KEY_ID={}", owner.id),
            format!("  export AWS_SECRET_ACCESS_KEY={}", *owner.secret),
        ]);
    } else {
        lines.push(format!("Your access key is in {}.", credentials.display()));
    }
    lines.push(format!("  export AWS_ENDPOINT_URL={api} AWS_DEFAULT_REGION={}", settings.region.as_str()));
    if running.speaks == Speaks::Https {
        lines.push(format!("  export AWS_CA_BUNDLE={}", root.display()));
    }
    lines.extend([
        String::new(),
        "Ask for a certificate:  tegata certificate request www.example.com --wait".to_owned(),
        "Stop with Ctrl-C.".to_owned(),
    ]);
    printer.line(&lines.join("\n"))?;
    Ok(())
}
