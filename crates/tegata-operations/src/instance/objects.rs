//! Objects of buckets: given by the process, which reads files. AWS takes bundles of trust stores from S3; here a bucket is a
//! folder that the setting `buckets` names. This crate does not read files itself.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

/// Reads an object.
pub type ReadObject = Arc<dyn Fn(ObjectQuery) -> Reading + Send + Sync>;

/// An object that is being read.
pub type Reading = Pin<Box<dyn Future<Output = Result<Vec<u8>, ObjectFault>> + Send>>;

/// Which object is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectQuery {
    /// The folder of its bucket.
    pub folder: PathBuf,
    /// Its key: a path below the folder, with `/` between its parts.
    pub key: String,
    /// How many bytes it may have.
    pub bytes_max: usize,
}

/// Why an object was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObjectFault {
    /// No file of this key in the folder.
    NotFound,
    /// More bytes than it may have.
    TooLarge,
    /// A file that the process cannot read; in the system's words.
    Unreadable(String),
}

/// For a process that reads no files.
pub(super) fn unread() -> ReadObject {
    Arc::new(|_| {
        let fault = ObjectFault::Unreadable("this process reads no files".to_owned());
        Box::pin(std::future::ready(Err(fault)))
    })
}
