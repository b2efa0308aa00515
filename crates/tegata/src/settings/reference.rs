//! The reference of all settings, written from the table (`docs/settings.md`).

use std::fmt::Write as _;

use super::member::Takes;
use super::{Member, Read, members};

const HEAD: &str = "\
<!-- Written by `tegata settings reference`. A test compares it with the program. -->

# Settings

An instance reads its settings from one file, from environment variables and from the arguments of `tegata up`. Arguments go \
before variables, variables before the file, and the file before the defaults.

The file is the one that `--config FILE` (or `TEGATA_CONFIG`) names, or else `tegata.toml` in the data directory, or else \
`/etc/tegata/tegata.toml`. It is TOML, as in the examples below. An unknown key is an error. A file that holds `store` or \
`smtp` may not be readable by everybody.

The variable of a setting is its name in capitals behind `TEGATA_`, with `_` for a dot. Several values are separated by \
commas there. A variable that is set to nothing says nothing.

`tegata settings show` shows the value of each setting and where it came from, `tegata settings explain NAME` all about one of \
them, and `tegata settings check` says whether an instance would start with them. SIGHUP makes a running instance read its \
settings again. What is wrong with them then goes to the log, and the instance goes on with those before.
";

/// The page, in Markdown.
pub(crate) fn reference() -> String {
    let mut page = HEAD.to_owned();
    section(
        &mut page,
        "Decided at first start",
        "These are in the root certificates, or in the key of every row. They are kept with the authority. Leave them out later, \
         or say the same: another value is refused.",
        |read| matches!(read, Read::Founding(_)),
    );
    section(
        &mut page,
        "Read at each start",
        "A change counts from the next start. On SIGHUP the log names those that have changed.",
        |read| matches!(read, Read::Start(_)),
    );
    section(
        &mut page,
        "Read at each start and on SIGHUP",
        "A change counts from the next start, or from the next `systemctl reload` or `kill -HUP`.",
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
        Takes::Many(name) => format!(" {name}`, several times or with commas; `--{flag} {name},{name}"),
        Takes::Named(name) => format!(" {name}`, several times or with commas; `--{flag} {name},{name}"),
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
            let named: Vec<String> = named.map(|(name, value)| format!("{name} = {value:?}")).collect();
            format!("{{ {} }}", named.join(", "))
        }
    };
    match member.key.split_once('.') {
        Some((table, key)) => format!("[{table}]\n{key} = {value}"),
        None => format!("{} = {value}", member.key),
    }
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
