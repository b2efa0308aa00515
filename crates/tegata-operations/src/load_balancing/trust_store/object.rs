//! Objects that requests name by bucket and key.

use crate::instance::objects::{ObjectFault, ObjectQuery};
use crate::reason::LoadBalancingReason;
use crate::{Error, Instance};

/// An object that a request names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectNamed {
    /// Its bucket.
    pub bucket: String,
    /// Its key.
    pub key: String,
    /// Its version; folders have none.
    pub version: Option<String>,
}

/// Reads an object of at most `bytes_max` bytes. `reason` is that of one that is not there.
pub(super) async fn read(
    instance: &Instance,
    object: ObjectNamed,
    bytes_max: usize,
    reason: LoadBalancingReason,
) -> Result<Vec<u8>, Error> {
    let ObjectNamed { bucket, key, version } = object;
    if version.is_some() {
        let message = format!(
            "Bucket '{bucket}' is a folder and has no object versions: leave the object version out, and call \
             this again after each change of the file"
        );
        return Err(Error::not_found(reason, message));
    }
    let Some(folder) = instance.settings().buckets.get(&bucket).cloned() else {
        let message = format!(
            "Bucket '{bucket}' not found: name its folder with the setting `buckets` (`tegata up --bucket \
             {bucket}=FOLDER`)"
        );
        return Err(Error::not_found(reason, message));
    };
    let named = format!("Object '{key}' of bucket '{bucket}'");
    let query = ObjectQuery { folder, key, bytes_max };
    (instance.read_object)(query).await.map_err(|fault| match fault {
        ObjectFault::NotFound => Error::not_found(reason, format!("{named} not found")),
        ObjectFault::TooLarge => {
            Error::invalid(LoadBalancingReason::Value, format!("{named} is larger than '{bytes_max}' bytes"))
        }
        ObjectFault::Unreadable(why) => Error::not_found(reason, format!("{named} cannot be read: {why}")),
    })
}
