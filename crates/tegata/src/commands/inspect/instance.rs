//! What is known of the instance, if one is there: its roots and its time.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tegata_operations::Clock;
use tegata_x509::pem;

use super::super::root::roots;
use crate::arguments::Target;
use crate::client::Client;
use crate::data_directory::DataDirectory;

/// How long the instance may take: what is looked at need not have anything to do with it.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// The instance's roots and its time.
pub(super) struct Instance {
    /// In DER. None when no instance is known.
    pub(super) roots: Vec<Vec<u8>>,
    clock: Clock,
}

impl Instance {
    /// The roots are those of the data directory, or else those that the instance gives. Nothing is changed there.
    pub(super) async fn of(target: &Target) -> Instance {
        let mut pem = DataDirectory::existing(&target.data).roots_pem().ok().flatten().unwrap_or_default();
        let mut offset = SignedDuration::ZERO;
        if let Ok(client) = Client::of(target) {
            let asking = async {
                let answer = client.call("tegata", "DescribeClock", &json!({})).await?;
                let seconds = answer.get("OffsetSeconds").and_then(Value::as_i64).unwrap_or_default();
                offset = SignedDuration::from_secs(seconds);
                if pem.is_empty() {
                    pem = roots(&client).await?;
                }
                Ok::<_, anyhow::Error>(())
            };
            // A file or a foreign server can be looked at without any instance.
            let _ = tokio::time::timeout(ANSWER_WITHIN, asking).await;
        }
        let roots = pem::decode_certificates(&pem).unwrap_or_default();
        Instance { roots, clock: Clock::system(offset) }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
