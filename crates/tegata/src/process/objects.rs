//! Reading objects of buckets, which are files in folders.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use tegata_operations::instance::objects::{ObjectFault, ObjectQuery, ReadObject};

/// How an instance reads objects.
pub(super) fn read_object() -> ReadObject {
    Arc::new(|query| {
        Box::pin(async move {
            let reading = tokio::task::spawn_blocking(move || read(&query));
            reading.await.unwrap_or_else(|error| Err(ObjectFault::Unreadable(error.to_string())))
        })
    })
}

fn read(query: &ObjectQuery) -> Result<Vec<u8>, ObjectFault> {
    let path = file(&query.folder, &query.key)?;
    let mut bytes = Vec::new();
    // A byte more than allowed shows that there are more.
    let most = u64::try_from(query.bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)
        .map_err(|error| fault(&error))?
        .take(most)
        .read_to_end(&mut bytes)
        .map_err(|error| fault(&error))?;
    if bytes.len() > query.bytes_max { Err(ObjectFault::TooLarge) } else { Ok(bytes) }
}

/// The file of a key: a regular one that lies in the folder, whatever links are on the way.
fn file(folder: &Path, key: &str) -> Result<PathBuf, ObjectFault> {
    let relative = Path::new(key);
    let is_below = relative.components().all(|part| matches!(part, Component::Normal(_)));
    if key.is_empty() || key.contains('\0') || !is_below {
        return Err(ObjectFault::NotFound);
    }
    let folder = folder.canonicalize().map_err(|error| {
        ObjectFault::Unreadable(format!("the bucket's folder cannot be opened: {}", error.kind()))
    })?;
    let path = folder.join(relative).canonicalize().map_err(|error| fault(&error))?;
    let is_file = path.metadata().map_err(|error| fault(&error))?.is_file();
    if is_file && path.starts_with(&folder) { Ok(path) } else { Err(ObjectFault::NotFound) }
}

fn fault(error: &std::io::Error) -> ObjectFault {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => ObjectFault::NotFound,
        kind => ObjectFault::Unreadable(kind.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_key_leads_to_a_file_in_the_folder_and_nowhere_else() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("bucket");
        std::fs::create_dir_all(folder.join("a")).expect("a folder");
        std::fs::write(folder.join("a/ca.pem"), "four").expect("written");
        std::fs::write(place.path().join("secret"), "secret").expect("written");
        symlink(place.path().join("secret"), folder.join("out")).expect("a link");
        symlink("ca.pem", folder.join("a/same")).expect("a link");
        let of = |key: &str, bytes_max| {
            read(&ObjectQuery { folder: folder.clone(), key: key.to_owned(), bytes_max })
        };
        assert_eq!(of("a/ca.pem", 4), Ok(b"four".to_vec()));
        assert_eq!(of("a/same", 4), Ok(b"four".to_vec()));
        assert_eq!(of("a/ca.pem", 3), Err(ObjectFault::TooLarge));
        for key in ["", "a", "b", "../secret", "a/../../secret", "out", "/etc/passwd", "a/ca.pem/b", "\0"] {
            assert_eq!(of(key, 100), Err(ObjectFault::NotFound), "{key:?}");
        }
        let gone = ObjectQuery { folder: place.path().join("gone"), key: "a".to_owned(), bytes_max: 1 };
        assert!(matches!(read(&gone), Err(ObjectFault::Unreadable(_))));
    }
}
