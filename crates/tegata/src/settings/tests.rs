//! Every setting: reached from the file, from its variable and by its argument, and documented.

use std::collections::HashSet;
use std::fs;

use clap::{Args, Command, FromArgMatches};

use super::member::{Takes, Usual};
use super::{Configured, Member, Read, SettingsArguments, members, reference};

fn typed(line: &[String]) -> SettingsArguments {
    let command = SettingsArguments::augment_args(Command::new("up"));
    let line = std::iter::once("up".to_owned()).chain(line.iter().cloned());
    let matches = command.try_get_matches_from(line).unwrap_or_else(|error| panic!("{error}"));
    SettingsArguments::from_arg_matches(&matches).unwrap_or_else(|error| panic!("{error}"))
}

/// What the member's reader made of the settings, besides where they came from.
fn values(configured: &Configured) -> String {
    let Configured { founding, live, .. } = configured;
    let start = &configured.start;
    // Field by field: the type does not print, since it holds secrets.
    let start = (
        (start.api, start.api_tls, &start.api_names, start.dns, &start.store, start.trust_loopback),
        (
            &start.node_name,
            start.clock_offset,
            start.log_format,
            &start.dns_forwarders,
            &start.dns_hints,
            start.http_validation_port,
        ),
        (&start.journal, &start.smtp, &start.mail_from, &start.dkim_key, &start.dkim_selector),
    );
    format!("{founding:?} {start:?} {live:?}")
}

/// Members without which another one is refused, with values for them.
fn beside(member: &Member) -> &'static str {
    match member.key {
        "mail_from" => "smtp = \"smtp://localhost\"\n",
        "dkim_key" => "smtp = \"smtp://localhost\"\ndkim_selector = \"mail\"\n",
        "dkim_selector" => "smtp = \"smtp://localhost\"\ndkim_key = \"/dkim.pem\"\n",
        _ => "",
    }
}

/// The example of a member; where it names a file of a secret's, one that is there.
fn example(member: &Member, folder: &std::path::Path) -> (String, Vec<String>) {
    if !member.key.ends_with("_file") {
        return (reference::example(member), member.example.iter().map(|text| (*text).to_owned()).collect());
    }
    let path = folder.join(member.key);
    fs::write(&path, "smtp://localhost\n").expect("written");
    (format!("{} = {path:?}", member.key), vec![path.display().to_string()])
}

#[test]
fn every_setting_is_read_from_the_file_and_by_its_argument_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tegata.toml");
    let configure = |arguments: SettingsArguments| {
        let configured = arguments.configure(folder.path());
        values(&configured.unwrap_or_else(|problems| panic!("{problems}")))
    };
    for member in members() {
        let (text, texts) = example(member, folder.path());
        // The other one of a pair is refused without this one.
        let others = beside(member);
        write_private(&file, others.lines().next().unwrap_or_default());
        let before = configure(SettingsArguments::default());
        write_private(&file, others);
        let line: Vec<String> = texts.iter().map(|text| format!("--{}={text}", member.flag)).collect();
        let by_argument = configure(typed(&line));
        write_private(&file, &format!("{}{text}\n", beside(member)));
        let by_file = configure(SettingsArguments::default());
        assert_ne!(by_file, before, "`{}` changes something", member.key);
        assert_eq!(by_file, by_argument, "`{}` is one value wherever it is said", member.key);
    }
}

/// Of its owner alone: some of the examples are secrets.
fn write_private(path: &std::path::Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::write(path, text).expect("written");
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("chmod");
}

#[test]
fn a_file_with_every_setting_is_accepted() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut top, mut tables) = (String::new(), std::collections::BTreeMap::<&str, String>::new());
    // Of two that exclude each other one.
    for member in members()
        .filter(|member| !["dns_hints", "trust_loopback", "store_file", "smtp_file"].contains(&member.key))
    {
        let text = reference::example(member);
        match text.strip_prefix('[').and_then(|rest| rest.split_once("]\n")) {
            Some((table, line)) => {
                let table = member.key.strip_suffix(&member.key[table.len()..]).expect("its table");
                tables.entry(table).or_default().push_str(&format!("{line}\n"));
            }
            None => top.push_str(&format!("{text}\n")),
        }
    }
    let tables: String = tables.iter().map(|(table, lines)| format!("[{table}]\n{lines}")).collect();
    write_private(&folder.path().join("tegata.toml"), &(top + &tables));
    let configured = SettingsArguments::default().configure(folder.path());
    let configured = configured.unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(configured.live.settings.quotas.certificates, 2_500);
}

#[test]
fn the_usual_values_of_the_table_are_those_of_the_types() {
    let configured = SettingsArguments::default().configure_alone().expect("usual values");
    assert_eq!(configured.live.settings, tegata_operations::Settings::default());
    assert_eq!(configured.founding, super::typed::FoundingGiven::default(), "nothing was named");
    let founding = tegata_operations::Founding::embedded(
        tegata_model::AccountId::try_from("1".repeat(12)).expect("one"),
    );
    for member in members().filter(|member| matches!(member.read, Read::Founding(_))) {
        let Usual::Texts([usual]) = member.usual else { continue };
        let json = serde_json::to_value(&founding).expect("JSON");
        let value = match member.key {
            "high_strength" => (json["key_strength"] == "high").to_string(),
            key => json[key].as_str().unwrap_or_default().to_owned(),
        };
        assert_eq!(value, *usual, "{}", member.key);
    }
}

#[test]
fn arguments_go_before_variables_and_variables_before_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("tegata.toml"), "edge_addresses = [\"10.0.0.1\"]\nrsa_keys_ready = 1\n")
        .expect("written");
    let arguments =
        typed(&["--edge-address=10.0.0.2,10.0.0.3".to_owned(), "--edge-address=10.0.0.4".to_owned()]);
    let configured = arguments.configure(folder.path()).unwrap_or_else(|problems| panic!("{problems}"));
    let addresses: Vec<String> =
        configured.live.settings.edge_addresses.iter().map(ToString::to_string).collect();
    assert_eq!(addresses, ["10.0.0.2", "10.0.0.3", "10.0.0.4"], "a list is replaced, not joined");
    assert_eq!(configured.live.settings.rsa_keys_ready, 1);
    let from = |key| configured.given(key).map(|given| given.source.to_string()).unwrap_or_default();
    assert_eq!(from("edge_addresses"), "the argument --edge-address");
    assert!(from("rsa_keys_ready").ends_with("tegata.toml line 2"));
}

#[test]
fn the_short_form_is_the_long_one() {
    let short = typed(&["--no-validation-records".to_owned()]);
    assert!(!short.configure_alone().expect("settings").live.settings.write_validation_records);
    assert!(
        typed(&["--trust-loopback".to_owned()]).configure_alone().expect("settings").start.trust_loopback
    );
}

#[test]
fn what_contradicts_is_refused_and_no_secret_is_told() {
    for (values, said) in [
        (&[("dns_hints", "192.0.2.1"), ("dns_forwarders", "192.0.2.2")][..], "`dns_forwarders` is set too"),
        (&[("trust_loopback", "true"), ("api", "0.0.0.0:4566")], "it accepts every access key"),
        (&[("smtp", "smtp://h"), ("dkim_key", "/k.pem")], "`dkim_selector` is missing"),
        (&[("mail_from", "a@b.example")], "`smtp` is missing"),
        (&[("pki_base_url", "http://0.0.0.0:4566")], "clients cannot connect"),
        (&[("pki_base_url", "foo")], "not of the form http://HOST[:PORT]"),
        (&[("country", "Japan")], "two letters"),
        (&[("log", "tegata=nonsense")], "filter"),
    ] {
        let refused = SettingsArguments::of(values.iter().copied()).configure_alone();
        let problems = refused.err().map(|problems| problems.to_string()).unwrap_or_default();
        assert!(problems.contains(said), "{values:?}: {problems}");
        assert!(problems.contains("the argument --"), "{problems}");
    }
    let secret = [("smtp", "smtp://user:hunter2@:not a url")];
    let configured = SettingsArguments::of(secret).configure_alone().expect("a URL is read by the relay");
    let refused = configured.relay().err().expect("refused").to_string();
    assert!(refused.contains("`smtp`") && !refused.contains("hunter2"), "{refused}");
}

#[test]
fn every_setting_has_names_of_its_own_and_says_what_it_is_for() {
    let mut names = HashSet::new();
    for member in members() {
        for name in [member.key.to_owned(), member.variable(), format!("--{}", member.flag)] {
            assert!(names.insert(name.clone()), "{name} is another setting's too");
        }
        assert!(member.meaning.ends_with('.') && member.meaning.len() > 20, "`{}` is explained", member.key);
        assert!(!member.example.is_empty(), "`{}` has an example", member.key);
        assert!(matches!(member.takes, Takes::Many(_) | Takes::Named(_)) || member.example.len() == 1);
    }
}
