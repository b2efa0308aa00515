//! An instance that does not run: its store and keys, for commands that need no API.

use std::path::Path;

use anyhow::{Context, Result, bail};
use tegata_operations::instance::founding;
use tegata_operations::{Clock, Entropy, Founding};
use tegata_store::{Location, OpenError, Sealer, Store};

use super::first_start;
use crate::data_directory::DataDirectory;

/// What a command needs of an instance that does not run.
pub(crate) struct AtRest {
    pub(crate) directory: DataDirectory,
    pub(crate) store: Store,
    pub(crate) sealer: Sealer,
    pub(crate) founding: Founding,
    pub(crate) clock: Clock,
    pub(crate) entropy: Entropy,
}

impl AtRest {
    /// Opens the store of the data directory, or the PostgreSQL database of `url`; `None` when the data directory is in
    /// use by an instance that runs.
    pub(crate) async fn open(data: &Path, url: Option<String>) -> Result<Option<AtRest>> {
        let directory = DataDirectory::existing(data);
        if url.is_none() && !directory.has_database()? {
            bail!(
                "{} contains no instance: give its data directory with --data, or its database with --store",
                data.display()
            );
        }
        let location = match url {
            Some(url) => Location::Postgres(url),
            None => Location::Directory(data.to_owned()),
        };
        let store = match Store::open(&location).await {
            Err(OpenError::InUse(_)) => return Ok(None),
            opened => opened?,
        };
        let founding =
            founding::find(&store).await?.context("the store contains no instance yet")?.into_founding();
        let entropy = Entropy::system();
        let sealer = first_start::sealer_of(&directory, &entropy)?;
        let clock = Clock::system(jiff::SignedDuration::ZERO);
        Ok(Some(AtRest { directory, store, sealer, founding, clock, entropy }))
    }
}
