//! The files of access logs: lines are added to those that are open, which get their names when they are closed.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use tegata_operations::load_balancing::ServedAccessLog;

use super::place;

/// The folders of buckets, by their names.
pub(super) type Buckets = BTreeMap<String, PathBuf>;

/// A line, and the log that it belongs to.
pub(super) struct Line {
    pub(super) log: Arc<ServedAccessLog>,
    pub(super) text: String,
}

/// The files that lines are written to now, one for each log.
#[derive(Default)]
pub(super) struct Files(HashMap<Arc<ServedAccessLog>, OpenFile>);

struct OpenFile {
    encoder: GzEncoder<File>,
    /// Its name until it is closed.
    part: PathBuf,
    name: PathBuf,
}

impl Files {
    /// Writes lines to the files that end at `ends`. What was written can be read even when the process is killed. `random`
    /// gives the number in the name of a new file.
    ///
    /// # Errors
    /// The first error of each log whose lines are lost.
    pub(super) fn write(
        &mut self,
        lines: &[Line],
        ends: Timestamp,
        buckets: &Buckets,
        random: impl Fn() -> u32,
    ) -> Vec<io::Error> {
        let mut errors = Vec::new();
        let mut written: Vec<&Arc<ServedAccessLog>> = Vec::new();
        for Line { log, text } in lines {
            if let Err(error) = self.write_line(log, text, ends, buckets, &random) {
                errors.push(error);
            } else if !written.contains(&log) {
                written.push(log);
            }
        }
        for log in written {
            if let Some(file) = self.0.get_mut(log)
                && let Err(error) = file.encoder.flush()
            {
                errors.push(error);
            }
        }
        errors
    }

    fn write_line(
        &mut self,
        log: &Arc<ServedAccessLog>,
        text: &str,
        ends: Timestamp,
        buckets: &Buckets,
        random: impl FnOnce() -> u32,
    ) -> io::Result<()> {
        if !self.0.contains_key(log) {
            self.0.insert(Arc::clone(log), OpenFile::create(log, ends, buckets, random())?);
        }
        let Some(file) = self.0.get_mut(log) else { return Ok(()) };
        let written = file.encoder.write_all(text.as_bytes());
        if written.is_err() {
            // A file that takes no more, as on a full disk, is left as it is.
            self.0.remove(log);
        }
        written
    }

    /// Closes all files: each gets its name.
    ///
    /// # Errors
    /// Those of files that could not be closed.
    pub(super) fn close(&mut self) -> Vec<io::Error> {
        let closed = std::mem::take(&mut self.0).into_values().map(OpenFile::close);
        closed.filter_map(Result::err).collect()
    }
}

impl OpenFile {
    fn create(
        log: &ServedAccessLog,
        ends: Timestamp,
        buckets: &Buckets,
        random: u32,
    ) -> io::Result<OpenFile> {
        // The folder itself is the operator's to make.
        let Some(bucket) = buckets.get(&log.bucket).filter(|bucket| bucket.is_dir()) else {
            let message = format!("bucket '{}' has no folder: see the setting `buckets`", log.bucket);
            return Err(io::Error::new(io::ErrorKind::NotFound, message));
        };
        let folder = place::folder(bucket, log, ends);
        fs::create_dir_all(&folder)?;
        let name = folder.join(place::name(log, ends, random));
        let part = name.with_extension("gz.part");
        let file = File::options().write(true).create_new(true).open(&part)?;
        Ok(OpenFile { encoder: GzEncoder::new(file, Compression::default()), part, name })
    }

    fn close(self) -> io::Result<()> {
        self.encoder.finish()?;
        fs::rename(self.part, self.name)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::*;

    fn log(balancer: &str) -> Arc<ServedAccessLog> {
        Arc::new(ServedAccessLog {
            bucket: "logs".to_owned(),
            prefix: String::new(),
            account: "123456789012".to_owned(),
            region: "us-east-1".to_owned(),
            balancer: balancer.to_owned(),
            address: "127.0.0.1".parse().expect("an address"),
        })
    }

    fn files(bucket: &std::path::Path) -> Vec<PathBuf> {
        let day = bucket.join("AWSLogs/123456789012/elasticloadbalancing/us-east-1/2026/11/28");
        let mut files: Vec<PathBuf> =
            fs::read_dir(day).expect("a folder").map(|file| file.expect("a file").path()).collect();
        files.sort();
        files
    }

    #[test]
    fn lines_are_in_the_file_of_their_log_at_once_and_under_its_name_once_it_is_closed() {
        let bucket = tempfile::tempdir().expect("a folder");
        let (one, two) = (log("app/one/1"), log("app/two/2"));
        let buckets = Buckets::from([("logs".to_owned(), bucket.path().to_owned())]);
        let line =
            |log: &Arc<ServedAccessLog>, text: &str| Line { log: Arc::clone(log), text: text.to_owned() };
        let ends = "2026-11-28T10:05:00Z".parse().expect("a time");
        let mut open = Files::default();
        assert!(
            open.write(&[line(&one, "a\n"), line(&two, "b\n"), line(&one, "c\n")], ends, &buckets, || 1)
                .is_empty()
        );
        let parts = files(bucket.path());
        assert!(parts.iter().all(|file| file.extension().is_some_and(|end| end == "part")), "{parts:?}");
        let mut unfinished = String::new();
        let read = GzDecoder::new(File::open(&parts[0]).expect("a file")).read_to_string(&mut unfinished);
        assert!(read.is_err(), "it goes on");
        assert_eq!(unfinished, "a\nc\n");
        assert!(open.write(&[line(&one, "d\n")], ends, &buckets, || 2).is_empty());
        assert!(open.close().is_empty());
        let closed = files(bucket.path());
        assert_eq!(closed.len(), 2);
        let mut text = String::new();
        GzDecoder::new(File::open(&closed[0]).expect("a file")).read_to_string(&mut text).expect("text");
        assert_eq!(text, "a\nc\nd\n");
    }

    #[test]
    fn a_bucket_that_is_gone_is_said_and_comes_back() {
        let place = tempfile::tempdir().expect("a folder");
        let bucket = place.path().join("bucket");
        let log = log("app/one/1");
        let buckets = Buckets::from([("logs".to_owned(), bucket.clone())]);
        let ends = "2026-11-28T10:05:00Z".parse().expect("a time");
        let lines = [Line { log, text: "a\n".to_owned() }];
        let mut open = Files::default();
        assert_eq!(open.write(&lines, ends, &buckets, || 1).len(), 1);
        fs::create_dir(&bucket).expect("a folder");
        assert!(open.write(&lines, ends, &buckets, || 1).is_empty());
    }
}
