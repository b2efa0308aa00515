//! The CLI's client: `tegata-client` for the instance that the command line names, with errors that say what to do.

use std::sync::Arc;

use anyhow::{Context, Result};
use jiff::SignedDuration;
use serde_json::Value;
use tegata_client::{AccessKey, CallError, Refusal, Roots, Signer};
use tegata_operations::Clock;

use crate::arguments::Target;
use crate::connection::{Connection, ConnectionSource, Key};
use crate::data_directory::Credentials;

/// Calls an instance. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Client {
    calls: tegata_client::Client,
    connection: Arc<Connection>,
}

/// No instance answers, or the one that does cannot be trusted.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unreachable(String);

impl Client {
    /// A client of the instance that the command line, the environment or the data directory names.
    pub(crate) fn of(target: &Target) -> Result<Client> {
        Client::by(Connection::find(target)?)
    }

    /// A client of the instance at an endpoint.
    pub(crate) fn new(endpoint: &str, credentials: Credentials) -> Result<Client> {
        Client::by(Connection {
            endpoint: endpoint.to_owned(),
            endpoint_said: ConnectionSource::Usual,
            key: Key {
                id: credentials.access_key_id,
                secret: credentials.secret_access_key,
                token: None,
                said: ConnectionSource::Usual,
            },
            region: credentials.region,
            roots_pem: None,
            bundle: None,
        })
    }

    fn by(connection: Connection) -> Result<Client> {
        let Key { id, secret, token, .. } = &connection.key;
        let key = AccessKey { id: id.clone(), secret: secret.clone(), token: token.clone() };
        let signer = Signer::new(&connection.endpoint, &connection.region, key);
        let signer = signer.with_context(|| {
            let Connection { endpoint, endpoint_said, .. } = &connection;
            format!("the endpoint {endpoint} from {endpoint_said}")
        })?;
        let roots = if signer.is_https() { roots(&connection)? } else { Roots::none() };
        // Signatures carry the real time, whatever time the instance rehearses.
        let clock = Clock::system(SignedDuration::ZERO);
        let calls = tegata_client::Client::new(signer, roots, move || clock.now());
        Ok(Client { calls, connection: Arc::new(connection) })
    }

    /// Where the instance is.
    pub(crate) fn endpoint(&self) -> &str {
        &self.connection.endpoint
    }

    /// The region of the calls.
    pub(crate) fn region(&self) -> &str {
        &self.connection.region
    }

    /// Calls an operation, such as `acm` `DescribeCertificate`, with an input by the contract's member names.
    ///
    /// # Errors
    /// [`Refusal`] or [`Unreachable`], with what to do about it.
    pub(crate) async fn call(&self, service: &str, operation: &str, input: &Value) -> Result<Value> {
        self.calls.call(service, operation, input).await.map_err(|error| self.explained(error))
    }

    /// The endpoint and where it was read, as errors name it.
    fn place(&self) -> String {
        match &self.connection.endpoint_said {
            ConnectionSource::Usual => self.connection.endpoint.clone(),
            said => format!("{} (from {said})", self.connection.endpoint),
        }
    }

    fn explained(&self, error: CallError) -> anyhow::Error {
        let place = self.place();
        match error {
            CallError::Refused(refusal) => self.refused(refusal),
            CallError::Untrusted(fault) => Unreachable(format!(
                "the certificate of {place} is not trusted: {fault}. Trusted roots: the system's, root.pem \
                 in the data directory (--data), and AWS_CA_BUNDLE"
            ))
            .into(),
            CallError::Unreachable(cause) => Unreachable(format!(
                "{place} does not answer: {cause}. Start an instance with `tegata up`, or give its URL with \
                 --endpoint"
            ))
            .into(),
            CallError::Late => Unreachable(format!("{place} does not answer in time")).into(),
            CallError::UnknownOperation(_) | CallError::Unreadable(_) => error.into(),
        }
    }

    /// A refusal. If it is about the access key, it says where the key was read: a key of AWS's own is often left in the
    /// environment.
    fn refused(&self, refusal: Refusal) -> anyhow::Error {
        let what = if refusal.is_unknown_key() {
            "is not known to"
        } else if refusal.is_wrong_signature() {
            "did not sign as expected by"
        } else {
            return refusal.into();
        };
        let Key { id, said, .. } = &self.connection.key;
        let advice = match said {
            ConnectionSource::Variable(_) => {
                ". To use the key in the data directory, unset both variables or give --data"
            }
            _ => "",
        };
        let message = format!("the access key {id} from {said} {what} {}{advice}", self.place());
        anyhow::Error::from(refusal).context(message)
    }
}

/// The system's roots, those of the data directory, and those in the file that AWS's tools read.
fn roots(connection: &Connection) -> Result<Roots> {
    let mut roots = Roots::system();
    if let Some(pem) = &connection.roots_pem {
        roots.add_pem(pem.as_bytes()).context("root.pem of the data directory")?;
    }
    if let Some(file) = &connection.bundle {
        let context = || format!("{}, which AWS_CA_BUNDLE names", file.display());
        roots.add_pem(&std::fs::read(file).with_context(context)?).with_context(context)?;
    }
    Ok(roots)
}
