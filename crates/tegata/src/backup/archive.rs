//! A backup as a tar archive, for pipes.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::MANIFEST;

/// Writes the files of a backup, the manifest last.
pub(crate) fn pack(folder: &Path, names: &[String], to: impl Write) -> Result<()> {
    let mut archive = tar::Builder::new(to);
    for name in names.iter().map(String::as_str).chain([MANIFEST]) {
        archive.append_path_with_name(folder.join(name), name).with_context(|| name.to_owned())?;
    }
    archive.into_inner()?.flush()?;
    Ok(())
}

/// Writes the files of an archive into an empty folder. Plain files with plain names are all that a backup has.
pub(crate) fn unpack(from: impl Read, folder: &Path) -> Result<()> {
    let mut archive = tar::Archive::new(from);
    for entry in archive.entries().context("this is not a tar archive")? {
        let mut entry = entry.context("this is not a tar archive")?;
        let path = entry.path()?.into_owned();
        if !entry.header().entry_type().is_file() || path.file_name() != Some(path.as_os_str()) {
            bail!("the archive contains {}, which is not part of a backup", path.display());
        }
        let to = folder.join(&path);
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&to)?;
        io::copy(&mut entry, &mut file).with_context(|| to.display().to_string())?;
    }
    if fs::metadata(folder.join(MANIFEST)).is_err() {
        bail!("the archive has no {MANIFEST}: it is not a backup, or it is truncated");
    }
    Ok(())
}
