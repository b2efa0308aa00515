//! The journal: what must not be forgotten when an older copy of the store takes its place. A file beside the store, or on
//! another disk, to which revocations and high-water marks are appended.
//!
//! ```text
//! {"journal":1,"instance":"5f…","inode":1311,"born":1795853000}     who it belongs to, and which file it is
//! {"revoked":{"serial":"7c…","authority":"01…",…}}                  durable before the revocation is answered
//! {"mark":{"change":4711,"event":815}}                              how far the store had come
//! ```
//!
//! A copy of the file is another file, with another inode or another time of birth. By that a directory that was copied
//! back as a whole is told from the one that the instance left.

mod entry;
mod identity;

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use parking_lot::Mutex;
use tegata_model::certificate::Serial;

pub use self::entry::JournaledRevocation;
use self::entry::{Entry, Header};
use self::identity::FileIdentity;
use crate::marks::Marks;

/// After how many marks the file is written anew without the old ones: a megabyte.
const MARKS_MAX: u64 = 16_384;

/// What a journal says.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Which instance it belongs to; `None` when its first line is gone.
    pub instance: Option<String>,
    /// Whether it is a copy of the file that the instance wrote.
    pub is_copy: bool,
    /// All revocations, the oldest first.
    pub revoked: Vec<JournaledRevocation>,
    /// How far the store had come.
    pub marks: Marks,
    /// Lines that cannot be read; one at the very end, cut by a crash, does not count.
    pub damaged: u64,
}

/// An open journal. What is appended is on disk when the call returns.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    instance: String,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    file: File,
    revoked: Vec<JournaledRevocation>,
    known: HashSet<Serial>,
    marks: Marks,
    /// Lines with marks since the file was written anew.
    marked: u64,
    /// A write failed half way: the next one begins a line of its own.
    torn: bool,
}

impl Journal {
    /// Reads the journal at `path`; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(path: &Path) -> io::Result<Option<Found>> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let identity = FileIdentity::of(&file)?;
        let mut found = Found::default();
        for line in BufReader::new(file).split(b'\n') {
            let line = line?;
            match serde_json::from_slice::<Entry>(&line) {
                Ok(Entry::Header(header)) => {
                    found.is_copy = !header.file.is(identity);
                    found.instance = Some(header.instance);
                }
                Ok(Entry::Revoked { revoked }) => found.revoked.push(revoked),
                Ok(Entry::Mark { mark }) => found.marks = found.marks.max(mark),
                Err(_) if line.is_empty() => {}
                Err(_) => found.damaged += 1,
            }
        }
        let whole = fs::read(path)?;
        if !whole.is_empty() && whole.last() != Some(&b'\n') {
            found.damaged = found.damaged.saturating_sub(1);
        }
        Ok(Some(found))
    }

    /// Writes the journal of `instance` anew, whole or not at all, also when the power goes; and opens it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(
        path: &Path,
        instance: &str,
        revoked: Vec<JournaledRevocation>,
        marks: Marks,
    ) -> io::Result<Journal> {
        let file = write_anew(path, instance, &revoked, marks)?;
        let known = revoked.iter().map(|revoked| revoked.serial).collect();
        let state = State { file, revoked, known, marks, marked: 0, torn: false };
        Ok(Journal { path: path.to_owned(), instance: instance.to_owned(), state: Mutex::new(state) })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How far the store had come when it was last said.
    #[must_use]
    pub fn marks(&self) -> Marks {
        self.state.lock().marks
    }

    /// Whether it has a revocation.
    #[must_use]
    pub fn knows(&self, serial: Serial) -> bool {
        self.state.lock().known.contains(&serial)
    }

    /// Appends revocations that it does not have yet.
    ///
    /// # Errors
    /// When they are not on disk.
    pub fn append_revoked(&self, revoked: &[JournaledRevocation]) -> io::Result<()> {
        let mut state = self.state.lock();
        let fresh: Vec<_> =
            revoked.iter().filter(|revoked| !state.known.contains(&revoked.serial)).cloned().collect();
        if fresh.is_empty() {
            return Ok(());
        }
        state.append(fresh.iter().map(|revoked| Entry::Revoked { revoked: revoked.clone() }))?;
        state.known.extend(fresh.iter().map(|revoked| revoked.serial));
        state.revoked.extend(fresh);
        Ok(())
    }

    /// Appends how far the store has come, if that is further than before. The store has to have committed it.
    ///
    /// # Errors
    /// When it is not on disk.
    pub fn append_marks(&self, marks: Marks) -> io::Result<()> {
        let mut state = self.state.lock();
        if !state.marks.is_behind(marks) {
            return Ok(());
        }
        let marks = state.marks.max(marks);
        if state.marked >= MARKS_MAX {
            state.file = write_anew(&self.path, &self.instance, &state.revoked, marks)?;
            state.marked = 0;
        } else {
            state.append([Entry::Mark { mark: marks }])?;
            state.marked += 1;
        }
        state.marks = marks;
        Ok(())
    }
}

impl State {
    fn append(&mut self, entries: impl IntoIterator<Item = Entry>) -> io::Result<()> {
        let mut lines = Vec::new();
        if self.torn {
            lines.push(b'\n');
        }
        for entry in entries {
            serde_json::to_writer(&mut lines, &entry)?;
            lines.push(b'\n');
        }
        self.torn = true;
        self.file.write_all(&lines)?;
        self.file.sync_data()?;
        self.torn = false;
        Ok(())
    }
}

fn write_anew(
    path: &Path,
    instance: &str,
    revoked: &[JournaledRevocation],
    marks: Marks,
) -> io::Result<File> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".new");
    let beside = path.with_file_name(name);
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let file = OpenOptions::new().append(true).create_new(true).mode(0o600).open(&beside)?;
    let header = Header { journal: 1, instance: instance.to_owned(), file: FileIdentity::of(&file)? };
    let entries = std::iter::once(Entry::Header(header))
        .chain(revoked.iter().map(|revoked| Entry::Revoked { revoked: revoked.clone() }))
        .chain([Entry::Mark { mark: marks }]);
    let mut out = BufWriter::new(&file);
    for entry in entries {
        serde_json::to_writer(&mut out, &entry)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    drop(out);
    file.sync_all()?;
    fs::rename(&beside, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(file)
}

#[cfg(test)]
mod tests;
