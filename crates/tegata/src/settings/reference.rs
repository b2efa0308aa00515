//! The reference of all settings, written from the table (`docs/settings.md`).

use std::fmt::Write as _;

use super::member::Takes;
use super::{Member, Read, members};

const HEAD: &str = "\
<!-- Written by `tegata settings reference`. A test compares it with the program. -->

# Settings

An instance reads its settings from one file, from environment variables and from the arguments of `tegata up`. Arguments override variables, variables override the file, and the file overrides the defaults.

The file is `--config FILE` (or `TEGATA_CONFIG`), otherwise `tegata.toml` in the data directory, otherwise `/etc/tegata/tegata.toml`. It is TOML, as in the examples below. An unknown key is an error. A file that contains `store` or `smtp` must not be readable by every user.

The variable of a setting is `TEGATA_` and its name in capitals, with `_` for a dot. Several values are separated by commas. An empty variable is ignored.

`tegata settings show` shows the value and the source of each setting. `tegata settings explain NAME` explains one setting. `tegata settings check` tests whether an instance would start with these settings. SIGHUP makes a running instance reload its settings. If they are not valid, the log says why, and the instance keeps the previous ones.
";

/// The page, in Markdown.
pub(crate) fn reference() -> String {
    let mut page = HEAD.to_owned();
    section(
        &mut page,
        "Fixed at first start",
        "These are part of the root certificates or of every key in the store, so they are saved at first \
         start. Later, leave them out or give the same value: another value is refused.",
        |read| matches!(read, Read::Founding(_)),
    );
    section(
        &mut page,
        "Read at each start",
        "A change takes effect at the next start. On SIGHUP the log lists the settings that have changed.",
        |read| matches!(read, Read::Start(_)),
    );
    section(
        &mut page,
        "Read at each start and on SIGHUP",
        "A change takes effect at the next start, `systemctl reload` or `kill -HUP`.",
        |read| matches!(read, Read::Live(_)),
    );
    page
}

fn section(page: &mut String, title: &str, about: &str, is_in: impl Fn(Read) -> bool) {
    let entries = members().filter(|member| is_in(member.read)).map(entry).collect::<String>();
    write!(page, "\n## {title}\n\n{about}\n{entries}").expect("memory takes it");
}

fn entry(member: &Member) -> String {
    let (key, meaning, example) = (member.key, member.meaning, example(member));
    let (usual, flag, variable) = (usual(member), member.flag, member.variable());
    let takes = match member.takes {
        Takes::One(name) => format!(" {name}"),
        Takes::Many(name) => format!(" {name}`, repeated or with commas; `--{flag} {name},{name}"),
        Takes::Named(name) => format!(" {name}`, repeated or with commas; `--{flag} {name},{name}"),
        Takes::Switch => format!("`, `--{flag}=false"),
    };
    format!(
        "\n### {key}\n\n{meaning}\n\n```toml\n{example}\n```\n\n- Default: {usual}\n- Argument: `--{flag}{takes}`\n- Variable: \
         `{variable}`\n"
    )
}

fn usual(member: &Member) -> String {
    match member.usual_texts() {
        Some(texts) if texts.is_empty() => "none".to_owned(),
        Some(texts) => texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", "),
        None => member.usual_in_words(),
    }
}

/// The example of a member as the file has it.
pub(crate) fn example(member: &Member) -> String {
    let quoted = |text: &str| match member.takes {
        Takes::Switch => text.to_owned(),
        Takes::One("NUMBER" | "PORT") => text.to_owned(),
        _ => format!("{text:?}"),
    };
    let value = match member.takes {
        Takes::One(_) | Takes::Switch => member.example.iter().map(|text| quoted(text)).collect(),
        Takes::Many(_) => {
            let texts: Vec<String> = member.example.iter().map(|text| quoted(text)).collect();
            format!("[{}]", texts.join(", "))
        }
        Takes::Named(_) => {
            let named = member.example.iter().filter_map(|text| text.split_once('='));
            let named: Vec<String> =
                named.map(|(name, value)| format!("{} = {value:?}", toml_key(name))).collect();
            format!("{{ {} }}", named.join(", "))
        }
    };
    match member.key.split_once('.') {
        Some((table, key)) => format!("[{table}]\n{key} = {value}"),
        None => format!("{} = {value}", member.key),
    }
}

/// A key of a table: in quotation marks unless it is a bare one (TOML 1.0, "Keys").
fn toml_key(name: &str) -> String {
    let is_bare = name.bytes().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'_' | b'-'));
    if is_bare { name.to_owned() } else { format!("{name:?}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_in_the_repository_is_the_one_of_the_program() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/settings.md");
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(kept == reference(), "write it anew: cargo run -- settings reference > docs/settings.md");
    }
}
