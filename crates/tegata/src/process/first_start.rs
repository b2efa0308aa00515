//! First start: what is made once, and how a lost store or key is told from it.
//!
//! The order in which things are made lets a start that crashed be told from a loss: founding values are the first thing in
//! the store, the key-encryption key is made after them, and what it seals comes last. So a key or an access key without
//! settings means that the store is lost, and something sealed without a key means that the key is.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tegata_operations::access::access_key::NewAccessKey;
use tegata_operations::instance::founding::{self, StoredFounding};
use tegata_operations::{Entropy, Founding, InstanceSecret};
use tegata_store::{Sealer, Store};
use zeroize::Zeroizing;

use crate::data_directory::{Credentials, DataDirectory};

/// Holds the key-encryption key where no file should; one key a line, the first seals.
const KEY_VARIABLE: &str = "TEGATA_KEY_ENCRYPTION_KEY";

/// Where systemd puts the credentials of a service (`LoadCredential=`, systemd.exec(5)), for its user alone.
const CREDENTIALS_VARIABLE: &str = "CREDENTIALS_DIRECTORY";
/// The credential that holds the key-encryption key.
const CREDENTIAL: &str = "tegata.key-encryption-key";

/// What to do about a data directory whose store is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LostStore {
    /// Refuse to start.
    Refuse,
    /// Set aside what is left of the instance before, and make another one.
    BeginAnew,
}

/// Refuses an embedded store that is missing or of no octets in the directory of an instance, before one is made.
pub(crate) fn check_database(directory: &DataDirectory, lost: LostStore) -> Result<()> {
    if lost == LostStore::Refuse && !directory.has_database()? {
        refuse_loss(directory, "tegata.db is missing or empty")?;
    }
    Ok(())
}

/// Refuses a store that is not the one of this directory: an empty one, or another instance's.
pub(crate) async fn check_store(directory: &DataDirectory, store: &Store, lost: LostStore) -> Result<()> {
    let kept = founding::find(store).await?;
    match (kept, lost) {
        (None, LostStore::Refuse) => refuse_loss(directory, "the store is empty"),
        (None | Some(StoredFounding::Begun(_)), LostStore::BeginAnew) => {
            for (old, new) in directory.set_aside()? {
                tracing::warn!(file = old, to = %new.display(), "files of an older instance were renamed");
            }
            Ok(())
        }
        (Some(StoredFounding::Complete(_)), LostStore::BeginAnew) => bail!(
            "--begin-anew is only for a data directory whose store is lost, but this store contains an \
             instance: leave the option out"
        ),
        (Some(kept), LostStore::Refuse) => is_of(directory, &kept.into_founding()),
    }
}

fn refuse_loss(directory: &DataDirectory, found: &str) -> Result<()> {
    let traces = directory.traces();
    if traces.is_empty() {
        return Ok(());
    }
    bail!(
        "{} belongs to an instance whose store is lost: it contains {}, but {found}. Restore the store from \
         a backup, or give its URL with --store. To create a new instance, with a new account and a new \
         root, start once with --begin-anew",
        directory.path().display(),
        traces.join(" and ")
    )
}

/// Whether the directory's access key is one for the store's account.
fn is_of(directory: &DataDirectory, founding: &Founding) -> Result<()> {
    // One that cannot be read is written anew: the store has what it should say.
    let Ok(Some(credentials)) = directory.credentials() else { return Ok(()) };
    let account = founding.account.as_str();
    if credentials.account != account {
        bail!(
            "credentials.json in {} is of account {}, but the store is of account {account}: give the right \
             store with --store, or another directory with --data",
            directory.path().display(),
            credentials.account
        );
    }
    Ok(())
}

/// The credential that holds the key, if the service manager gave one.
fn credential() -> Option<PathBuf> {
    let path = PathBuf::from(std::env::var_os(CREDENTIALS_VARIABLE)?).join(CREDENTIAL);
    path.exists().then_some(path)
}

/// Refuses a key in the environment that is none, before anything is made.
pub(crate) fn check_key_variable() -> Result<()> {
    match std::env::var(KEY_VARIABLE) {
        Err(std::env::VarError::NotPresent) => Ok(()),
        Ok(text) => Ok(Sealer::check_text(&Zeroizing::new(text), KEY_VARIABLE)?),
        Err(error) => Err(error).context(KEY_VARIABLE),
    }
}

/// The sealer, of the environment's key, of the service manager's, or of the file's. A key is made only for a store in
/// which nothing is sealed.
pub(crate) async fn sealer(directory: &DataDirectory, store: &Store, entropy: &Entropy) -> Result<Sealer> {
    let path = directory.key_encryption_key();
    let is_elsewhere = std::env::var_os(KEY_VARIABLE).is_some() || credential().is_some();
    if !is_elsewhere && !path.try_exists().with_context(|| format!("{}", path.display()))? {
        if InstanceSecret::is_kept(store).await? {
            bail!(
                "the key-encryption key {} does not exist, and the store contains secrets that are \
                 encrypted under it: copy it from a backup or from another node, or give it in \
                 {KEY_VARIABLE} or as the credential {CREDENTIAL}",
                path.display()
            );
        }
        Sealer::make_file(&path, &Zeroizing::new(entropy.bytes()))?;
    }
    sealer_of(directory, entropy)
}

/// The sealer of an instance that has started before: no key is made.
pub(crate) fn sealer_of(directory: &DataDirectory, entropy: &Entropy) -> Result<Sealer> {
    let random = entropy.source();
    let user = rustix::process::geteuid().as_raw();
    match key_in_environment()? {
        Some((text, origin)) => Ok(Sealer::from_text(&text, &origin, random)?),
        None => Ok(Sealer::from_file(&directory.key_encryption_key(), user, random)?),
    }
}

/// The key-encryption keys that the environment or the service manager gives, and who says so.
pub(crate) fn key_in_environment() -> Result<Option<(Zeroizing<String>, String)>> {
    match std::env::var(KEY_VARIABLE) {
        Ok(text) => Ok(Some((Zeroizing::new(text), KEY_VARIABLE.to_owned()))),
        Err(std::env::VarError::NotPresent) => {
            let Some(path) = credential() else { return Ok(None) };
            let origin = path.display().to_string();
            let text = Zeroizing::new(std::fs::read_to_string(&path).with_context(|| origin.clone())?);
            Ok(Some((text, origin)))
        }
        Err(error) => Err(error).context(KEY_VARIABLE),
    }
}

/// The key-encryption keys of an instance as text.
pub(crate) fn key_text(directory: &DataDirectory) -> Result<Zeroizing<String>> {
    match key_in_environment()? {
        Some((text, _)) => Ok(text),
        None => key_file_text(&directory.key_encryption_key()),
    }
}

/// The key-encryption keys in a file, as text. Others may not be able to read it.
pub(crate) fn key_file_text(path: &Path) -> Result<Zeroizing<String>> {
    let text = Sealer::file_text(path, rustix::process::geteuid().as_raw())?;
    Sealer::check_text(&text, &path.display().to_string())?;
    Ok(text)
}

/// Keeps the owner's access key where the CLI finds it.
pub(crate) fn keep(directory: &DataDirectory, key: &NewAccessKey, founding: &Founding) -> Result<()> {
    let replaced = directory.save_credentials(&Credentials {
        access_key_id: key.id.clone(),
        secret_access_key: key.secret.clone(),
        account: founding.account.as_str().to_owned(),
        region: founding.region.as_str().to_owned(),
    })?;
    if replaced {
        tracing::warn!("credentials.json did not contain the owner's access key; it is written again");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tegata_model::AuthorityId;
    use tegata_model::authority::{Authority, KeyFamily, Role};
    use tegata_store::{Location, authorities};

    use super::super::founding;
    use super::*;
    use crate::settings::{Configured, SettingsArguments};

    struct Place {
        _folder: tempfile::TempDir,
        directory: DataDirectory,
        store: Store,
    }

    async fn place() -> Place {
        let folder = tempfile::tempdir().expect("a folder");
        let directory = DataDirectory::create(&folder.path().join("data")).expect("a data directory");
        let store = Store::open(&Location::Memory).await.expect("a store");
        Place { _folder: folder, directory, store }
    }

    fn configured() -> Configured {
        SettingsArguments::default().configure_alone().expect("usual settings")
    }

    /// As the authority does it: founding values count from then on.
    async fn complete(store: &Store) {
        store.write(|tx| authorities::insert(tx, &authority(), None)).await.expect("an authority");
    }

    fn authority() -> Authority {
        Authority {
            id: AuthorityId(Entropy::system().uuid(jiff::Timestamp::UNIX_EPOCH)),
            tenant: None,
            role: Role::OlderRoot,
            key_family: KeyFamily::Rsa,
            name: "Root".to_owned(),
            certificate_der: vec![1],
            issuer: None,
            created_at: "2026-11-23T10:00:00Z".parse().expect("a time"),
        }
    }

    async fn first_start(place: &Place) -> Founding {
        let entropy = Entropy::system();
        let founding = founding::load_or_begin(&place.store, &entropy, &configured()).await.expect("values");
        let sealer = sealer(&place.directory, &place.store, &entropy).await.expect("a key");
        InstanceSecret::load_or_make(&place.store, &sealer, &entropy).await.expect("a secret");
        complete(&place.store).await;
        founding
    }

    fn credentials(account: &str) -> Credentials {
        Credentials {
            access_key_id: "AKIAEXAMPLE".to_owned(),
            secret_access_key: Zeroizing::new("secret".to_owned()),
            account: account.to_owned(),
            region: "us-east-1".to_owned(),
        }
    }

    #[tokio::test]
    async fn a_lost_store_is_no_first_start() {
        let place = place().await;
        check_database(&place.directory, LostStore::Refuse).expect("a first start");
        check_store(&place.directory, &place.store, LostStore::Refuse).await.expect("a first start");
        let founding = first_start(&place).await;
        place.directory.save_credentials(&credentials(founding.account.as_str())).expect("kept");
        check_store(&place.directory, &place.store, LostStore::Refuse).await.expect("a restart");

        let empty = Store::open(&Location::Memory).await.expect("a store");
        let refused = check_store(&place.directory, &empty, LostStore::Refuse).await.expect_err("lost");
        assert!(refused.to_string().contains("key-encryption-key and credentials.json"), "{refused}");
        let missing = check_database(&place.directory, LostStore::Refuse).expect_err("lost");
        assert!(missing.to_string().contains("tegata.db is missing or empty"), "{missing}");
        fs::write(place.directory.path().join("tegata.db"), b"").expect("written");
        check_database(&place.directory, LostStore::Refuse).expect_err("of no octets");
        fs::write(place.directory.path().join("tegata.db"), b"SQLite format 3").expect("written");
        check_database(&place.directory, LostStore::Refuse).expect("something to open");
    }

    #[tokio::test]
    async fn to_begin_anew_sets_the_old_files_aside_and_is_refused_otherwise() {
        let place = place().await;
        first_start(&place).await;
        let refused = check_store(&place.directory, &place.store, LostStore::BeginAnew).await;
        assert!(refused.is_err(), "an instance that is whole is not thrown away");
        let key = fs::read(place.directory.key_encryption_key()).expect("a key");
        let empty = Store::open(&Location::Memory).await.expect("a store");
        check_store(&place.directory, &empty, LostStore::BeginAnew).await.expect("anew");
        assert!(place.directory.traces().is_empty());
        let aside = place.directory.path().join("key-encryption-key.before-1");
        assert_eq!(fs::read(aside).expect("set aside"), key);
    }

    #[tokio::test]
    async fn a_start_that_crashed_between_settings_and_key_goes_on() {
        let place = place().await;
        first_start(&place).await;
        let fresh = Store::open(&Location::Memory).await.expect("a store");
        founding::load_or_begin(&fresh, &Entropy::system(), &configured()).await.expect("values");
        fs::remove_file(place.directory.key_encryption_key()).expect("removed");
        check_store(&place.directory, &fresh, LostStore::Refuse).await.expect("nothing is lost");
        sealer(&place.directory, &fresh, &Entropy::system()).await.expect("a key is made");
    }

    #[tokio::test]
    async fn a_lost_key_is_not_replaced_by_a_new_one() {
        let place = place().await;
        first_start(&place).await;
        fs::remove_file(place.directory.key_encryption_key()).expect("removed");
        let refused = sealer(&place.directory, &place.store, &Entropy::system()).await.expect_err("lost");
        assert!(refused.to_string().contains("copy it from a backup"), "{refused}");
        assert!(!place.directory.key_encryption_key().exists());
    }

    #[tokio::test]
    async fn the_store_of_another_instance_is_refused() {
        let place = place().await;
        first_start(&place).await;
        place.directory.save_credentials(&credentials("999999999999")).expect("kept");
        let refused =
            check_store(&place.directory, &place.store, LostStore::Refuse).await.expect_err("another's");
        assert!(refused.to_string().contains("999999999999"), "{refused}");
    }
}
