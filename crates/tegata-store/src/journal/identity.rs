//! Which file a file is, as its file system tells it.

use std::fs::File;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

/// Which file a file is. A copy has another inode, or at least was made at another time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileIdentity {
    inode: u64,
    /// When it was made, in nanoseconds since 1970, where the file system says that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    born: Option<u64>,
}

impl FileIdentity {
    pub(super) fn of(file: &File) -> io::Result<FileIdentity> {
        let metadata = file.metadata()?;
        let born = metadata.created().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let born = born.and_then(|since| u64::try_from(since.as_nanos()).ok());
        Ok(FileIdentity { inode: metadata.ino(), born })
    }

    /// Whether both are one file. The device is left out: its number changes when a machine starts.
    pub(super) fn is(self, other: FileIdentity) -> bool {
        let born_apart = self.born.zip(other.born).is_some_and(|(this, that)| this != that);
        self.inode == other.inode && !born_apart
    }
}
