//! Other people's programs.

use std::process::Stdio;

use tokio::process::Command;

/// What a program said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) succeeded: bool,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs a program to its end; its input is empty.
pub(crate) async fn run(program: &str, arguments: &[&str]) -> Said {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .unwrap_or_else(|error| panic!("{program} is needed by this test: {error}"));
    Said {
        succeeded: output.status.success(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// openssl, which must succeed.
pub(crate) async fn openssl(arguments: &[&str]) -> Said {
    let said = run("openssl", arguments).await;
    assert!(said.succeeded, "openssl {arguments:?}: {}", said.err);
    said
}
