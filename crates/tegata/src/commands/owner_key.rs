//! `tegata access-key rotate-owner`: another access key for the owner, by the instance's API while it runs, and by the
//! data directory when it does not.

use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::json;
use tegata_operations::access::access_key;
use zeroize::Zeroizing;

use super::{items, text};
use crate::arguments::Target;
use crate::client::Client;
use crate::data_directory::{Credentials, DataDirectory};
use crate::output::Printer;
use crate::process::{AtRest, protect};

/// The principal that owns the account.
const OWNER: &str = "root";

pub(crate) async fn rotate(target: &Target, store: Option<String>, printer: &Printer) -> Result<ExitCode> {
    protect(false).context("the process's memory cannot be kept out of core dumps")?;
    let made = match AtRest::open(&target.data, store).await? {
        Some(at_rest) => at_rest_rotated(at_rest).await?,
        None => running_rotated(target).await.context(
            "the instance is running, and its API did not change the key. Stop the instance and run this \
             command again: then only the data directory is needed",
        )?,
    };
    let file = target.data.join("credentials.json");
    let answer = json!({ "AccessKeyId": made, "Credentials": file });
    printer.print(&answer, |_| {
        format!(
            "The owner's access key is now {made}; its secret is in {}. The old keys no longer work.",
            file.display()
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

async fn at_rest_rotated(of: AtRest) -> Result<String> {
    let new = access_key::replace_owners(&of.store, &of.sealer, &of.founding, &of.clock, &of.entropy).await?;
    of.directory.save_credentials(&Credentials {
        access_key_id: new.id.clone(),
        secret_access_key: new.secret,
        account: of.founding.account.as_str().to_owned(),
        region: of.founding.region.as_str().to_owned(),
    })?;
    of.store.close().await;
    Ok(new.id)
}

/// The old key signs until the new one is in the data directory.
async fn running_rotated(target: &Target) -> Result<String> {
    let directory = DataDirectory::existing(&target.data);
    let kept = directory.credentials()?.context("there is no credentials.json in the data directory")?;
    let own = kept.access_key_id.clone();
    let (account, region) = (kept.account.clone(), kept.region.clone());
    // Signed with the key of the data directory, whatever the environment has.
    let client = Client::of(&Target { data_is_typed: true, ..target.clone() })?;
    let delete =
        async |id: &str| client.call("tegata", "DeleteAccessKey", &json!({ "AccessKeyId": id })).await;
    let listed = client.call("tegata", "ListAccessKeys", &json!({ "Principal": OWNER })).await?;
    // 1. Room for the new one.
    for key in items(&listed, "/AccessKeys").map(|key| text(key, "/AccessKeyId")).filter(|id| *id != own) {
        delete(key).await?;
    }
    // 2. The new one, kept before the old one goes.
    let made = client.call("tegata", "CreateAccessKey", &json!({ "Principal": OWNER })).await?;
    let id = text(&made, "/AccessKeyId").to_owned();
    directory.save_credentials(&Credentials {
        access_key_id: id.clone(),
        secret_access_key: Zeroizing::new(text(&made, "/SecretAccessKey").to_owned()),
        account,
        region,
    })?;
    // 3. The old one.
    delete(&own).await?;
    Ok(id)
}
