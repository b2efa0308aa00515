//! `tegata.toml`: which file is read, and what it says.

use std::fs;
use std::io::{self, ErrorKind, Read as _};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};
use zeroize::Zeroizing;

use super::layers::{Layers, Problem, Problems, Source};
use super::member::Takes;
use super::{Member, find, nearest};

/// The file's name in the data directory.
pub(crate) const NAME: &str = "tegata.toml";
/// The file for the whole machine.
const OF_THE_MACHINE: &str = "/etc/tegata/tegata.toml";
/// What is read of a file at most.
const BYTES_MAX: u64 = 1024 * 1024;

/// Reads the file of settings: `chosen`, or else the one in `data`, or else the machine's. Gives its path, if there is one.
pub(super) fn read(chosen: Option<&Path>, data: &Path) -> Result<(Option<PathBuf>, Layers), Problems> {
    let places = match chosen {
        Some(path) => vec![path.to_owned()],
        None => vec![data.join(NAME), PathBuf::from(OF_THE_MACHINE)],
    };
    for path in places {
        match read_text(&path) {
            Ok(text) => {
                let layers = parse(&path, &text)?;
                refuse_open_secret(&path, &layers)?;
                return Ok((Some(path), layers));
            }
            Err(error) if error.kind() == ErrorKind::NotFound && chosen.is_none() => {}
            Err(error) => {
                let why = format!("the settings file {} cannot be read: {error}", path.display());
                return Err(Problem { key: None, source: None, why }.into());
            }
        }
    }
    Ok((None, Layers::default()))
}

fn read_text(path: &Path) -> io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    fs::File::open(path)?.take(BYTES_MAX + 1).read_to_string(&mut text)?;
    if text.len() as u64 > BYTES_MAX {
        return Err(io::Error::new(ErrorKind::FileTooLarge, "it has more than 1 MiB"));
    }
    Ok(text)
}

/// A secret in a file that everybody may read is none.
fn refuse_open_secret(path: &Path, layers: &Layers) -> Result<(), Problems> {
    let mode = fs::metadata(path).map_or(0, |metadata| metadata.permissions().mode());
    let secret = super::members().find(|member| member.is_secret && layers.of(member).is_some());
    match secret {
        Some(member) if mode & 0o004 != 0 => {
            let why = format!(
                "it is a secret, but every user can read the settings file (mode {:o}): run chmod 640 on \
                 it, or put the secret into its own file with `{}_file`",
                mode & 0o777,
                member.key
            );
            let source = layers.of(member).map(|given| given.source.clone());
            Err(Problem { key: Some(member.key.to_owned()), source, why }.into())
        }
        _ => Ok(()),
    }
}

/// What the text of the file at `path` says.
fn parse(path: &Path, text: &str) -> Result<Layers, Problems> {
    let line_of = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
    // The parser's own picture of the fault shows the line, which may hold a secret.
    let document = DeTable::parse(text).map_err(|error| {
        let source = error.span().map(|span| Source::File(path.to_owned(), line_of(span.start)));
        Problem { key: None, source, why: format!("it is not TOML: {}", error.message()) }
    })?;
    let mut found = Found { path, line_of: &line_of, layers: Layers::default(), problems: Vec::new() };
    found.table("", document.get_ref());
    if found.problems.is_empty() { Ok(found.layers) } else { Err(Problems(found.problems)) }
}

struct Found<'a> {
    path: &'a Path,
    line_of: &'a dyn Fn(usize) -> usize,
    layers: Layers,
    problems: Vec<Problem>,
}

impl Found<'_> {
    /// Takes up the members of a table; `prefix` is its own key with a dot, or nothing.
    fn table(&mut self, prefix: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let key = format!("{prefix}{}", name.get_ref());
            let source = Source::File(self.path.to_owned(), (self.line_of)(name.span().start));
            match (find(&key), value.get_ref()) {
                (Some(member), value) => match texts(member, value) {
                    Ok(texts) => self.layers.say(member, texts, source),
                    Err(why) => self.problems.push(Problem { key: Some(key), source: Some(source), why }),
                },
                (None, DeValue::Table(inner)) if is_table(&key) => self.table(&format!("{key}."), inner),
                (None, _) => self.problems.push(unknown(&key, source)),
            }
        }
    }
}

/// Whether members stand in a table of this name.
fn is_table(key: &str) -> bool {
    super::members().any(|member| member.key.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')))
}

fn unknown(key: &str, source: Source) -> Problem {
    let why = match key {
        "data" => "the data directory cannot be set in this file, because the file is looked for there: use \
                   --data or TEGATA_DATA"
            .to_owned(),
        _ => match nearest(key) {
            Some(near) => format!("there is no setting `{key}`: did you mean `{}`?", near.key),
            None => format!("there is no setting `{key}`: `tegata settings show` lists them"),
        },
    };
    Problem { key: None, source: Some(source), why }
}

/// A member's value as texts.
fn texts(member: &Member, value: &DeValue<'_>) -> Result<Vec<String>, String> {
    match (member.takes, value) {
        (Takes::Many(_), DeValue::Array(list)) => list.iter().map(|one| text(one.get_ref())).collect(),
        (Takes::Named(_), DeValue::Table(table)) => {
            let named = table
                .iter()
                .map(|(name, value)| Ok(format!("{}={}", name.get_ref(), text(value.get_ref())?)));
            named.collect()
        }
        (Takes::Named(_), _) => Err(format!("it is a table of names and values, not {}", kind(value))),
        (_, value) => Ok(vec![text(value)?]),
    }
}

fn text(value: &DeValue<'_>) -> Result<String, String> {
    match value {
        DeValue::String(text) => Ok(text.clone().into_owned()),
        DeValue::Boolean(truth) => Ok(truth.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Ok(number.as_str().to_owned()),
        other => Err(format!("it cannot be {}", kind(other))),
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a number with another base than ten",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> String {
        parse(Path::new("tegata.toml"), text).err().map(|problems| problems.to_string()).unwrap_or_default()
    }

    #[test]
    fn values_of_every_kind_become_texts_with_their_lines() {
        let text = "api = \"10.0.0.5:4566\"\nhttp_validation_port = 8080\nedge_addresses = [\n  \"10.0.0.5\",\n]\n\
                    [quotas]\ncertificates = 2_500\n[instances]\ni-0123456789abcdef0 = \"10.0.0.9\"\n";
        let layers = parse(Path::new("f.toml"), text).unwrap_or_else(|problems| panic!("{problems}"));
        for (key, texts, line) in [
            ("api", &["10.0.0.5:4566"][..], 1),
            ("http_validation_port", &["8080"], 2),
            ("edge_addresses", &["10.0.0.5"], 3),
            ("quotas.certificates", &["2500"], 7),
            ("instances", &["i-0123456789abcdef0=10.0.0.9"], 8),
        ] {
            let given = layers.of(find(key).expect("a member")).expect("given");
            assert_eq!(given.texts.as_slice(), texts, "{key}");
            assert_eq!(given.source, Source::File("f.toml".into(), line), "{key}");
        }
    }

    #[test]
    fn an_unknown_key_names_the_nearest_known_one() {
        assert_eq!(
            problems("\nedge_adresses = []\n"),
            "tegata.toml line 2: there is no setting `edge_adresses`: did you mean `edge_addresses`?"
        );
        assert!(problems("[quotas]\ncertificate = 1\n").contains("did you mean `quotas.certificates`?"));
        assert!(problems("[quota]\ncertificates = 1\n").contains("there is no setting `quota`"));
        assert!(problems("zzzzzzzz = 1\n").contains("`tegata settings show` lists them"));
        assert!(problems("data = \"/x\"\n").contains("--data"));
        assert_eq!(problems("aa = 1\nbb = 2\n").lines().count(), 2, "all of them are told");
    }

    #[test]
    fn what_is_not_toml_is_told_by_its_line_without_its_text() {
        let said = problems("api = \"127.0.0.1:1\"\nsmtp = \"smtp://user:secret@host\n");
        assert!(said.starts_with("tegata.toml line 2: it is not TOML"), "{said}");
        assert!(!said.contains("secret"), "{said}");
    }

    #[test]
    fn a_value_of_another_kind_is_refused() {
        assert!(
            problems("api = [\"a\"]\n")
                .contains("the setting `api` (tegata.toml line 1): it cannot be a list")
        );
        assert!(problems("rsa_keys_ready = 1.5\n").contains("a number with a fraction"));
        assert!(problems("instances = \"i-1\"\n").contains("a table of names and values"));
    }

    #[test]
    fn a_secret_that_everybody_may_read_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(NAME);
        fs::write(&path, "smtp = \"smtp://user:password@host\"\n").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("chmod");
        let refused = read(None, folder.path()).err().expect("refused").to_string();
        assert!(refused.contains("chmod 640") && !refused.contains("password"), "{refused}");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("chmod");
        let (found, _) = read(None, folder.path()).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(found.as_deref(), Some(path.as_path()));
    }

    #[test]
    fn a_file_that_was_named_has_to_be_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let missing = folder.path().join("missing.toml");
        let refused = read(Some(&missing), folder.path()).err().expect("refused").to_string();
        assert!(refused.contains("missing.toml cannot be read"), "{refused}");
    }
}
