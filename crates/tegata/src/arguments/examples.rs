//! Examples of commands: shown by `--help`, in the manual pages, and tried by a test.

use clap::Command;

/// A command by its words, and lines that use it.
type Examples = (&'static str, &'static [&'static str]);

const EXAMPLES: &[Examples] = &[
    ("", &["tegata up", "tegata zone create demo.test", "tegata certificate request www.demo.test --wait"]),
    ("up", &["tegata up", "tegata up --data /var/lib/tegata --api 127.0.0.1:4566 --dns 0.0.0.0:53"]),
    ("tour", &["tegata tour"]),
    ("env", &["eval \"$(tegata env)\"", "tegata env --profile tegata >> ~/.aws/config"]),
    ("certificate", &["tegata certificate request www.demo.test --wait", "tegata certificate list"]),
    (
        "certificate request",
        &[
            "tegata certificate request www.example.com '*.example.com' --wait",
            "tegata certificate request mail.example.com --validation email",
        ],
    ),
    ("certificate describe", &["tegata certificate describe www.example.com"]),
    (
        "certificate list",
        &["tegata certificate list --all", "tegata --output json certificate list --max-items 50"],
    ),
    ("certificate wait", &["tegata certificate wait www.example.com --timeout 10m"]),
    ("certificate explain", &["tegata certificate explain www.example.com --verbose"]),
    ("certificate records", &["tegata certificate records www.example.com --format zone"]),
    (
        "certificate import",
        &["tegata certificate import --certificate leaf.pem --private-key key.pem --chain chain.pem"],
    ),
    (
        "certificate export",
        &["tegata certificate export app.example.com --passphrase-file secret --out ./app"],
    ),
    ("certificate renew", &["tegata certificate renew app.example.com"]),
    ("certificate search", &["tegata certificate search --ends-before 30d --sort NOT_AFTER"]),
    ("certificate replace", &["tegata certificate replace www.example.com --key-algorithm EC_secp384r1"]),
    ("certificate replacement", &["tegata certificate replacement list"]),
    ("certificate replacement list", &["tegata certificate replacement list"]),
    ("certificate replacement show", &["tegata certificate replacement show 4f3a91c2"]),
    ("certificate replacement stop", &["tegata certificate replacement stop 4f3a91c2"]),
    ("certificate replacement resume", &["tegata certificate replacement resume 4f3a91c2"]),
    ("certificate replacement undo", &["tegata certificate replacement undo 4f3a91c2"]),
    ("certificate migrate", &["tegata certificate migrate mail.example.com"]),
    (
        "certificate revoke",
        &[
            "tegata certificate revoke app.example.com --dry-run",
            "tegata certificate revoke app.example.com --reason KEY_COMPROMISE",
        ],
    ),
    ("certificate delete", &["tegata certificate delete www.example.com"]),
    ("zone", &["tegata zone create demo.test", "tegata zone records demo.test"]),
    ("zone create", &["tegata zone create demo.test"]),
    ("zone list", &["tegata zone list"]),
    ("zone records", &["tegata zone records demo.test"]),
    (
        "zone put",
        &[
            "tegata zone put demo.test www A 192.0.2.1",
            "tegata zone put demo.test @ MX '10 mail.demo.test.'",
            "tegata zone put demo.test @ A --load-balancer demo",
        ],
    ),
    ("zone delegation", &["tegata zone delegation example.com"]),
    ("zone remove", &["tegata zone remove demo.test www A"]),
    ("zone delete", &["tegata zone delete demo.test"]),
    ("load-balancer", &["tegata load-balancer create site", "tegata load-balancer show site"]),
    ("load-balancer create", &["tegata load-balancer create site"]),
    ("load-balancer list", &["tegata load-balancer list"]),
    ("load-balancer show", &["tegata load-balancer show site"]),
    ("load-balancer delete", &["tegata load-balancer delete site"]),
    (
        "listener",
        &["tegata listener create site --port 8443 --certificate www.demo.test --target 127.0.0.1:8080"],
    ),
    (
        "listener create",
        &["tegata listener create site --port 8443 --certificate www.demo.test --target 127.0.0.1:8080"],
    ),
    ("listener list", &["tegata listener list site"]),
    ("listener show", &["tegata listener show site:8443"]),
    ("listener set-certificate", &["tegata listener set-certificate site:8443 www.demo.test"]),
    ("listener add-certificate", &["tegata listener add-certificate site:8443 api.demo.test"]),
    ("listener remove-certificate", &["tegata listener remove-certificate site:8443 api.demo.test"]),
    ("listener delete", &["tegata listener delete site:8443"]),
    ("rule", &["tegata rule create site --path '/api/*' --target 127.0.0.1:8081", "tegata rule list site"]),
    (
        "rule create",
        &[
            "tegata rule create site:8443 --priority 10 --host api.demo.test --target 127.0.0.1:8081",
            "tegata rule create site --path '/old/*' --redirect 'https://#{host}/new'",
            "tegata rule create site --header 'User-Agent: *bot*' --status 404",
        ],
    ),
    ("rule list", &["tegata rule list site:8443"]),
    ("rule delete", &["tegata rule delete site:8443 10"]),
    ("target", &["tegata target list site"]),
    ("target add", &["tegata target add site 127.0.0.1:8081 127.0.0.1:8082"]),
    ("target remove", &["tegata target remove site:8443 127.0.0.1:8081"]),
    ("target list", &["tegata target list site"]),
    (
        "placement",
        &[
            "tegata placement declare web-1 --at 10.0.0.7:443 --kind instance --protocol https --certificate outside",
            "tegata placement check www.demo.test",
        ],
    ),
    (
        "placement declare",
        &[
            "tegata placement declare web-1 --at 10.0.0.7:443 --kind instance --protocol https --certificate outside",
            "tegata placement declare app --at 10.0.0.8:8080 --kind container --protocol http --network trusted",
        ],
    ),
    ("placement undeclare", &["tegata placement undeclare web-1"]),
    ("placement hops", &["tegata placement hops"]),
    ("placement list", &["tegata placement list --zone demo.test"]),
    ("placement show", &["tegata placement show www.demo.test"]),
    ("placement check", &["tegata placement check www.demo.test"]),
    ("placement walk", &["tegata placement walk www.demo.test"]),
    (
        "placement draw",
        &["tegata placement draw www.demo.test", "tegata placement draw www.demo.test --svg placement.svg"],
    ),
    ("events", &["tegata events tail --follow"]),
    ("events tail", &["tegata events tail --follow", "tegata --output json events tail --from 0"]),
    ("nodes", &["tegata nodes"]),
    ("webhook", &["tegata webhook list"]),
    ("webhook create", &["tegata webhook create https://hooks.example.com/tegata"]),
    ("webhook list", &["tegata webhook list"]),
    ("webhook delete", &["tegata webhook delete https://hooks.example.com/tegata"]),
    ("webhook replay", &["tegata webhook replay 4f3a91c2 --from 0"]),
    ("webhook deliveries", &["tegata webhook deliveries 4f3a91c2"]),
    ("mail", &["tegata mail list"]),
    ("mail list", &["tegata mail list"]),
    ("mail show", &["tegata mail show 4f3a91c2"]),
    ("root", &["tegata root show"]),
    ("root export", &["tegata root export root.pem"]),
    ("root show", &["tegata root show"]),
    ("root trust", &["tegata root trust"]),
    ("root untrust", &["tegata root untrust"]),
    ("principal", &["tegata principal create alice"]),
    ("principal create", &["tegata principal create alice"]),
    ("principal list", &["tegata principal list"]),
    ("principal delete", &["tegata principal delete alice"]),
    ("access-key", &["tegata access-key list --principal alice"]),
    ("access-key create", &["tegata access-key create --principal alice"]),
    ("access-key list", &["tegata access-key list --principal alice"]),
    ("access-key disable", &["tegata access-key disable AKIAEXAMPLE"]),
    ("access-key enable", &["tegata access-key enable AKIAEXAMPLE"]),
    ("access-key delete", &["tegata access-key delete AKIAEXAMPLE"]),
    ("access-key rotate-owner", &["tegata access-key rotate-owner"]),
    ("policy", &["tegata policy put web web.cedar"]),
    ("policy put", &["tegata policy put web web.cedar"]),
    ("policy list", &["tegata policy list"]),
    ("policy show", &["tegata policy show web"]),
    ("policy delete", &["tegata policy delete web"]),
    (
        "policy check",
        &["tegata policy check --principal alice --action acm:DeleteCertificate --resource www.example.com"],
    ),
    ("clock", &["tegata clock show"]),
    ("clock show", &["tegata clock show"]),
    ("clock acknowledge", &["tegata clock acknowledge"]),
    ("clock advance", &["tegata clock advance 160d"]),
    ("rehearse", &["tegata rehearse 160d"]),
    ("backup", &["tegata backup /backup/2026-11-28", "tegata backup - > tegata.tar"]),
    (
        "restore",
        &["tegata restore /backup/2026-11-28 --data /var/lib/tegata", "tegata restore --acknowledge"],
    ),
    ("settings", &["tegata settings show", "tegata settings explain edge_addresses"]),
    ("settings show", &["tegata settings show"]),
    ("settings check", &["tegata settings check"]),
    ("settings explain", &["tegata settings explain edge_addresses"]),
    ("settings reference", &["tegata settings reference > settings.md"]),
    ("completion", &["source <(tegata completion bash)", "tegata completion fish | source"]),
    ("man", &["tegata man ~/.local/share/man"]),
];

/// The lines that use a command, named by its words behind `tegata`.
pub(crate) fn of(words: &str) -> &'static [&'static str] {
    EXAMPLES.iter().find(|(command, _)| *command == words).map(|(_, lines)| *lines).unwrap_or_default()
}

/// The command and all below it, with their examples at the end of their help.
pub(super) fn with_examples(command: Command, words: &str) -> Command {
    let lines = of(words);
    let mut command = command;
    if !lines.is_empty() {
        let lines: Vec<String> = lines.iter().map(|line| format!("  {line}")).collect();
        let more = command.get_after_long_help().map(|said| format!("\n\n{said}")).unwrap_or_default();
        command = command.after_long_help(format!("Examples:\n{}{more}", lines.join("\n")));
    }
    let below: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    for name in below {
        let words = if words.is_empty() { name.clone() } else { format!("{words} {name}") };
        command = command.mut_subcommand(name, |below| with_examples(below, &words));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::Arguments;

    /// The words of a line as a shell splits them; quotes are single ones.
    fn words(line: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut quoted = false;
        for letter in line.chars() {
            match letter {
                '\'' => quoted = !quoted,
                ' ' if !quoted => words.push(String::new()),
                letter => words.last_mut().expect("one at least").push(letter),
            }
        }
        words
    }

    #[test]
    fn every_example_is_a_line_that_is_understood() {
        for (command, lines) in EXAMPLES {
            assert!(!lines.is_empty(), "{command}");
            for line in lines.iter().filter(|line| line.starts_with("tegata ")) {
                let line = line.split(['|', '>']).next().unwrap_or_default().trim();
                let understood = Arguments::of(words(line));
                assert!(
                    understood.is_ok(),
                    "{line}: {}",
                    understood.err().map(|e| e.to_string()).unwrap_or_default()
                );
                assert!(
                    command.split(' ').all(|word| line.contains(word)),
                    "{line} is no example of {command}"
                );
            }
        }
    }
}
