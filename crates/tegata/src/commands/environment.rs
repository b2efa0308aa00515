//! `tegata env`: what a shell needs for `tegata`, `aws`, Terraform and every SDK of AWS's to find an instance.
//!
//! The secret access key is part of it, so the output is for `eval`, not for a log.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use serde_json::json;
use zeroize::Zeroizing;

use crate::arguments::{Shell, Target};
use crate::connection::Connection;
use crate::data_directory::DataDirectory;
use crate::output::Printer;

/// Writes what is to be set, for a shell, or as a profile of AWS's tools.
pub(crate) fn run(
    target: &Target,
    shell: Option<Shell>,
    profile: Option<&str>,
    printer: &Printer,
) -> Result<ExitCode> {
    let connection = Connection::find(target)?;
    let root = DataDirectory::existing(&target.data).root();
    let variables = variables(&connection, &root)?;
    if printer.is_json() {
        let pairs: serde_json::Map<String, serde_json::Value> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), json!(value.as_str()))).collect();
        printer.print(&pairs.into(), |_| String::new())?;
        return Ok(ExitCode::SUCCESS);
    }
    let text = match profile {
        Some(name) => as_profile(name, &variables),
        None => as_script(shell.unwrap_or_else(Shell::of_the_environment), &variables)?,
    };
    printer.line(&text)?;
    Ok(ExitCode::SUCCESS)
}

type Variables = Vec<(&'static str, Zeroizing<String>)>;

fn variables(connection: &Connection, root: &Path) -> Result<Variables> {
    let of = |value: &str| Zeroizing::new(value.to_owned());
    let mut variables = vec![
        ("AWS_ACCESS_KEY_ID", of(&connection.key.id)),
        ("AWS_SECRET_ACCESS_KEY", connection.key.secret.clone()),
        ("AWS_DEFAULT_REGION", of(&connection.region)),
        ("AWS_REGION", of(&connection.region)),
        ("AWS_ENDPOINT_URL", of(&connection.endpoint)),
    ];
    if connection.endpoint.starts_with("https:") {
        let Some(bundle) =
            connection.bundle.as_deref().or(root.exists().then_some(root)).and_then(Path::to_str)
        else {
            bail!(
                "{} speaks TLS, but its root certificate {} does not exist: give the instance's data \
                 directory with --data, or a file with its root in AWS_CA_BUNDLE",
                connection.endpoint,
                root.display()
            );
        };
        variables.push(("AWS_CA_BUNDLE", of(bundle)));
    }
    Ok(variables)
}

fn as_script(shell: Shell, variables: &Variables) -> Result<Zeroizing<String>> {
    let mut script = Zeroizing::new(String::with_capacity(1024));
    for (name, value) in variables {
        if value.contains(char::is_control) {
            bail!("{name} contains a control character and cannot be written for a shell");
        }
        let line = Zeroizing::new(match shell {
            Shell::Sh => format!("export {name}={}\n", quoted(value, "'\\''").as_str()),
            Shell::Fish => {
                format!("set -gx {name} {}\n", quoted(&value.replace('\\', "\\\\"), "\\'").as_str())
            }
            Shell::Powershell => format!("$env:{name} = {}\n", quoted(value, "''").as_str()),
        });
        script.push_str(&line);
    }
    script.push_str(match shell {
        Shell::Sh => "# eval \"$(tegata env)\"",
        Shell::Fish => "# tegata env --shell fish | source",
        Shell::Powershell => "# tegata env --shell powershell | Out-String | Invoke-Expression",
    });
    Ok(script)
}

/// The value between single quotes, in which one of its own is written as the shell wants.
fn quoted(value: &str, quote: &str) -> Zeroizing<String> {
    Zeroizing::new(format!("'{}'", value.replace('\'', quote)))
}

/// A section for `~/.aws/config`, whose settings have the variables' names in lower case (AWS SDKs and Tools Reference Guide,
/// "Configuration and credentials files"). The region has one name there.
fn as_profile(name: &str, variables: &Variables) -> Zeroizing<String> {
    let mut section = Zeroizing::new(String::with_capacity(1024));
    let head = if name == "default" { "[default]\n".to_owned() } else { format!("[profile {name}]\n") };
    section.push_str(&head);
    for (name, value) in variables.iter().filter(|(name, _)| *name != "AWS_DEFAULT_REGION") {
        let setting = match *name {
            "AWS_REGION" => "region".to_owned(),
            "AWS_ENDPOINT_URL" => "endpoint_url".to_owned(),
            "AWS_CA_BUNDLE" => "ca_bundle".to_owned(),
            other => other.to_ascii_lowercase(),
        };
        section.push_str(&setting);
        section.push_str(" = ");
        section.push_str(value);
        section.push('\n');
    }
    section.push_str("# append this to ~/.aws/config, and protect that file: chmod 600 ~/.aws/config");
    section
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Variables {
        vec![
            ("AWS_SECRET_ACCESS_KEY", Zeroizing::new("a'b$c\\".to_owned())),
            ("AWS_DEFAULT_REGION", Zeroizing::new("r".to_owned())),
            ("AWS_REGION", Zeroizing::new("r".to_owned())),
            ("AWS_ENDPOINT_URL", Zeroizing::new("https://127.0.0.1:1".to_owned())),
        ]
    }

    #[test]
    fn each_shell_gets_its_own_quotes() {
        for (shell, line) in [
            (Shell::Sh, "export AWS_SECRET_ACCESS_KEY='a'\\''b$c\\'\n"),
            (Shell::Fish, "set -gx AWS_SECRET_ACCESS_KEY 'a\\'b$c\\\\'\n"),
            (Shell::Powershell, "$env:AWS_SECRET_ACCESS_KEY = 'a''b$c\\'\n"),
        ] {
            let script = as_script(shell, &some()).expect("a script");
            assert!(script.starts_with(line), "{}", script.as_str());
        }
        let hostile = vec![("AWS_REGION", Zeroizing::new("r\nrm -rf".to_owned()))];
        assert!(as_script(Shell::Sh, &hostile).is_err());
    }

    #[test]
    fn a_profile_has_the_names_of_the_configuration_file() {
        let section = as_profile("tegata", &some());
        assert!(
            section.starts_with("[profile tegata]\naws_secret_access_key = a'b$c\\\nregion = r\n"),
            "{}",
            *section
        );
        assert!(section.contains("endpoint_url = https://127.0.0.1:1\n"), "{}", *section);
        assert!(as_profile("default", &some()).starts_with("[default]\n"));
    }
}
