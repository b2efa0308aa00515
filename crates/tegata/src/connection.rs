//! Where a command finds its instance: the endpoint, the access key and the region, and who said each.
//!
//! What is typed goes first, then the environment (Tegata's names, then those of AWS's tools), then the data directory. So
//! the three lines that `tegata env` writes serve `tegata` and `aws` alike, and on the instance's own machine nothing has
//! to be said. A data directory that is typed goes before the environment.

use std::fmt;
use std::path::PathBuf;

use anyhow::{Result, bail};
use zeroize::Zeroizing;

use crate::arguments::Target;
use crate::data_directory::{Credentials, DataDirectory};

/// Where `tegata up` listens when it is not told.
const USUAL_ENDPOINT: &str = "http://127.0.0.1:4566";
/// What AWS's own tools take when nothing is said.
const USUAL_REGION: &str = "us-east-1";

/// Where the environment names the endpoint.
const ENDPOINT_VARIABLES: [&str; 2] = ["TEGATA_ENDPOINT", "AWS_ENDPOINT_URL"];
/// Where the environment names the region.
const REGION_VARIABLES: [&str; 3] = ["TEGATA_REGION", "AWS_REGION", "AWS_DEFAULT_REGION"];
/// Where the environment has the access key. There is no other name for it, so that one export serves all tools.
const KEY_VARIABLE: &str = "AWS_ACCESS_KEY_ID";
const SECRET_VARIABLE: &str = "AWS_SECRET_ACCESS_KEY";
/// The token of temporary credentials.
const TOKEN_VARIABLE: &str = "AWS_SESSION_TOKEN";
/// A file of root certificates that AWS's tools trust.
const BUNDLE_VARIABLE: &str = "AWS_CA_BUNDLE";

/// Who said something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ConnectionSource {
    /// An option on the command line.
    Option(&'static str),
    /// A variable of the environment.
    Variable(&'static str),
    /// The data directory.
    Directory(PathBuf),
    /// Nothing: it is what is usual.
    Usual,
}

impl fmt::Display for ConnectionSource {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConnectionSource::Option(name) | ConnectionSource::Variable(name) => to.write_str(name),
            ConnectionSource::Directory(path) => write!(to, "the data directory {}", path.display()),
            ConnectionSource::Usual => to.write_str("the default"),
        }
    }
}

/// An access key and who said it.
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) secret: Zeroizing<String>,
    /// The session token, if the key is temporary.
    pub(crate) token: Option<Zeroizing<String>>,
    pub(crate) said: ConnectionSource,
}

/// How an instance is reached.
pub(crate) struct Connection {
    pub(crate) endpoint: String,
    pub(crate) endpoint_said: ConnectionSource,
    pub(crate) key: Key,
    pub(crate) region: String,
    /// Roots to trust beside the system's, in PEM: those of the data directory.
    pub(crate) roots_pem: Option<String>,
    /// A file of more roots.
    pub(crate) bundle: Option<PathBuf>,
}

impl Connection {
    /// How to reach the instance that the command line, the environment or the data directory names.
    ///
    /// # Errors
    /// There is no access key, or half of one.
    pub(crate) fn find(target: &Target) -> Result<Connection> {
        Connection::of(target, |name| std::env::var(name).ok())
    }

    /// The same with an environment of its own.
    fn of(target: &Target, variable: impl Fn(&str) -> Option<String>) -> Result<Connection> {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let named = |names: &[&'static str]| {
            names
                .iter()
                .find_map(|name| variable(name).map(|value| (value, ConnectionSource::Variable(name))))
        };
        let directory = DataDirectory::existing(&target.data);
        let from_directory = || ConnectionSource::Directory(target.data.clone());
        let kept_endpoint = || directory.endpoint().map(|kept| (kept, from_directory()));
        let typed = target.endpoint.clone().map(|typed| (typed, ConnectionSource::Option("--endpoint")));
        let before = if target.data_is_typed { kept_endpoint() } else { None };
        let (endpoint, endpoint_said) = typed
            .or(before)
            .or_else(|| named(&ENDPOINT_VARIABLES))
            .or_else(kept_endpoint)
            .unwrap_or_else(|| (USUAL_ENDPOINT.to_owned(), ConnectionSource::Usual));
        let kept = directory.credentials();
        let kept_region = kept.as_ref().ok().and_then(Option::as_ref).map(|kept| kept.region.clone());
        let typed_region =
            target.region.clone().or_else(|| named(&REGION_VARIABLES).map(|(region, _)| region));
        let region = typed_region.or(kept_region).unwrap_or_else(|| USUAL_REGION.to_owned());
        let of_directory = |kept: Credentials| Key {
            id: kept.access_key_id,
            secret: kept.secret_access_key,
            token: None,
            said: from_directory(),
        };
        let of_environment = match (variable(KEY_VARIABLE), variable(SECRET_VARIABLE)) {
            (Some(id), Some(secret)) => Some(Key {
                id,
                secret: Zeroizing::new(secret),
                token: variable(TOKEN_VARIABLE).map(Zeroizing::new),
                said: ConnectionSource::Variable(KEY_VARIABLE),
            }),
            (None, None) => None,
            // A data directory that is typed says all that is needed.
            _ if target.data_is_typed => None,
            _ => bail!("set both {KEY_VARIABLE} and {SECRET_VARIABLE}, or neither"),
        };
        let key = if target.data_is_typed {
            kept?.map(of_directory).or(of_environment)
        } else if of_environment.is_some() {
            of_environment
        } else {
            kept?.map(of_directory)
        };
        let Some(key) = key else {
            bail!(
                "there is no access key in {}. Start an instance with `tegata up`, give its data directory \
                 with --data, or set {KEY_VARIABLE} and {SECRET_VARIABLE}",
                target.data.display()
            )
        };
        Ok(Connection {
            endpoint,
            endpoint_said,
            key,
            region,
            roots_pem: directory.roots_pem().unwrap_or_default(),
            bundle: variable(BUNDLE_VARIABLE).map(PathBuf::from),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// A directory of an instance whose key is `KEPT`, reached at port 1.
    fn directory() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let directory = DataDirectory::create(folder.path()).expect("a data directory");
        let credentials = Credentials {
            access_key_id: "KEPT".to_owned(),
            secret_access_key: Zeroizing::new("secret".to_owned()),
            account: "123456789012".to_owned(),
            region: "eu-north-1".to_owned(),
        };
        directory.save_credentials(&credentials).expect("kept");
        directory.save_endpoint("http://127.0.0.1:1");
        folder
    }

    fn target(data: &Path) -> Target {
        Target { endpoint: None, data: data.to_owned(), data_is_typed: false, region: None }
    }

    fn found(target: &Target, variables: &[(&str, &str)]) -> Result<Connection> {
        Connection::of(target, |name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_data_directory_says_all_that_is_not_said() {
        let folder = directory();
        let found = found(&target(folder.path()), &[]).expect("found");
        assert_eq!(
            (found.endpoint.as_str(), found.key.id.as_str(), found.region.as_str()),
            ("http://127.0.0.1:1", "KEPT", "eu-north-1")
        );
    }

    #[test]
    fn the_names_of_awss_tools_are_read_and_ours_go_before_them() {
        let folder = directory();
        let target = target(folder.path());
        let aws = [
            ("AWS_ENDPOINT_URL", "http://aws:1"),
            ("AWS_DEFAULT_REGION", "ap-northeast-1"),
            ("AWS_ACCESS_KEY_ID", "AKIA"),
            ("AWS_SECRET_ACCESS_KEY", "s"),
        ];
        let by_aws = found(&target, &aws).expect("found");
        assert_eq!((by_aws.endpoint.as_str(), by_aws.region.as_str()), ("http://aws:1", "ap-northeast-1"));
        assert_eq!(by_aws.endpoint_said.to_string(), "AWS_ENDPOINT_URL");
        assert_eq!(
            (by_aws.key.id.as_str(), by_aws.key.said.to_string().as_str()),
            ("AKIA", "AWS_ACCESS_KEY_ID")
        );
        let more = [("TEGATA_ENDPOINT", "http://ours:1"), ("AWS_REGION", "eu-west-1"), ("TEGATA_REGION", "")];
        let both = found(&target, &[&aws[..], &more].concat()).expect("found");
        assert_eq!((both.endpoint.as_str(), both.region.as_str()), ("http://ours:1", "eu-west-1"));
    }

    #[test]
    fn what_is_typed_goes_before_the_environment() {
        let folder = directory();
        let variables = [
            ("TEGATA_ENDPOINT", "http://other:1"),
            ("AWS_REGION", "eu-west-1"),
            ("AWS_ACCESS_KEY_ID", "AKIA"),
            ("AWS_SECRET_ACCESS_KEY", "s"),
        ];
        let typed_data = Target { data_is_typed: true, ..target(folder.path()) };
        let by_data = found(&typed_data, &variables).expect("found");
        assert_eq!((by_data.endpoint.as_str(), by_data.key.id.as_str()), ("http://127.0.0.1:1", "KEPT"));
        let typed = Target {
            endpoint: Some("http://typed:1".to_owned()),
            region: Some("r".to_owned()),
            ..typed_data
        };
        let by_line = found(&typed, &variables).expect("found");
        assert_eq!((by_line.endpoint.as_str(), by_line.region.as_str()), ("http://typed:1", "r"));
    }

    #[test]
    fn half_a_key_and_no_key_are_refused() {
        let empty = tempfile::tempdir().expect("a folder");
        let target = target(empty.path());
        let half = found(&target, &[("AWS_ACCESS_KEY_ID", "AKIA")]).err().expect("refused").to_string();
        assert_eq!(half, "set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or neither");
        let none = found(&target, &[]).err().expect("refused").to_string();
        assert!(none.contains("there is no access key") && none.contains("--data"), "{none}");
    }
}
