//! PostgreSQL's own tools: pg_dump takes one consistent view of the database, and an administrator can restore what it
//! wrote without Tegata.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use percent_encoding::percent_decode_str;
use tokio::process::Command;
use zeroize::Zeroizing;

/// Copies the database into a file.
pub(crate) async fn dump(url: &str, to: &Path) -> Result<()> {
    let file = format!("--file={}", to.display());
    run("pg_dump", url, &["--format=custom", "--no-owner", "--no-privileges", &file]).await
}

/// Fills an empty database from a file, whole or not at all.
pub(crate) async fn load(url: &str, from: &Path) -> Result<()> {
    let file = from.display().to_string();
    let options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", &file];
    run("pg_restore", url, &options).await
}

async fn run(program: &str, url: &str, options: &[&str]) -> Result<()> {
    let (url, password) = without_password(url);
    let mut command = Command::new(program);
    command.args(options).arg(format!("--dbname={url}")).stdin(Stdio::null()).stdout(Stdio::null());
    if let Some(password) = &password {
        // Arguments are seen by every user of the machine, the environment by this one alone.
        command.env("PGPASSWORD", password.as_str());
    }
    let done = command.output().await.with_context(|| {
        format!("{program} cannot be run: install PostgreSQL's client programs (Debian: postgresql-client)")
    })?;
    if !done.status.success() {
        bail!("{program} failed: {}", String::from_utf8_lossy(&done.stderr).trim());
    }
    Ok(())
}

/// The URL as it may be seen, and the password that was in it.
fn without_password(url: &str) -> (String, Option<Zeroizing<String>>) {
    let decoded = |text: &str| Zeroizing::new(percent_decode_str(text).decode_utf8_lossy().into_owned());
    let mut password = None;
    let (address, query) = url.split_once('?').map_or((url, None), |(address, query)| (address, Some(query)));
    let mut shown = address.to_owned();
    if let Some((scheme, rest)) = address.split_once("://")
        && let Some((user, place)) = rest.rsplit_once('@')
        && let Some((name, secret)) = user.split_once(':')
    {
        password = Some(decoded(secret));
        shown = format!("{scheme}://{name}@{place}");
    }
    let mut kept = Vec::new();
    for pair in query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("password", secret)) => password = Some(decoded(secret)),
            _ => kept.push(pair),
        }
    }
    if !kept.is_empty() {
        shown.push('?');
        shown.push_str(&kept.join("&"));
    }
    (shown, password)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_in_no_argument() {
        for (url, shown, password) in [
            ("postgres://u:p%40w@h:1/d?sslmode=require", "postgres://u@h:1/d?sslmode=require", Some("p@w")),
            ("postgresql://u@h/d?password=x%20y&sslmode=a", "postgresql://u@h/d?sslmode=a", Some("x y")),
            ("postgres://h1:1,h2:2/d", "postgres://h1:1,h2:2/d", None),
            ("postgres:///d?host=/run/postgresql", "postgres:///d?host=/run/postgresql", None),
        ] {
            let (seen, secret) = without_password(url);
            assert_eq!((seen.as_str(), secret.as_ref().map(|secret| secret.as_str())), (shown, password));
        }
    }
}
