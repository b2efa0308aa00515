//! What is read at each start and holds until the next: sockets, the store, the relay.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use zeroize::Zeroizing;

use super::super::member::{Fault, Member, Read, Takes, Usual};
use super::super::value::{dns_server, listening, many, one, parsed, port, switch, words};
use crate::arguments::span;
use crate::logging::LogFormat;

pub(super) static MEMBERS: &[Member] = &[
    Member {
        key: "api",
        flag: "api",
        takes: Takes::One("ADDRESS"),
        usual: Usual::Texts(&["127.0.0.1:4566"]),
        example: &["10.20.0.5:4566"],
        is_secret: false,
        meaning: "Where the API listens. Port 0 takes a free one; a port alone is one of 127.0.0.1.",
        read: Read::Start(|start, texts| {
            start.api = one(texts, listening)?;
            Ok(())
        }),
    },
    Member {
        key: "api_tls",
        flag: "api-tls",
        takes: Takes::Switch,
        usual: Usual::Texts(&["false"]),
        example: &["true"],
        is_secret: false,
        meaning: "Speak TLS on the API's socket on loopback too. Off loopback the API always speaks TLS, with a certificate \
                  of this instance's authority: clients trust `root.pem`. Revocation lists, OCSP and `/health` are served \
                  by plain HTTP on the same port.",
        read: Read::Start(|start, texts| {
            start.api_tls = one(texts, switch)?;
            Ok(())
        }),
    },
    Member {
        key: "api_names",
        flag: "api-name",
        takes: Takes::Many("NAME"),
        usual: Usual::Texts(&[]),
        example: &["tegata.example.com", "10.20.0.5"],
        is_secret: false,
        meaning: "Host names and IP addresses by which clients reach the API, for its certificate. The address of `api`, \
                  localhost and loopback addresses are in it anyway.",
        read: Read::Start(|start, texts| {
            start.api_names = many(texts, parsed)?;
            Ok(())
        }),
    },
    Member {
        key: "dns",
        flag: "dns",
        takes: Takes::One("ADDRESS"),
        usual: Usual::Texts(&["127.0.0.1:5354"]),
        example: &["10.20.0.5:53"],
        is_secret: false,
        meaning: "Where the authoritative DNS server listens, by UDP and TCP. Port 0 takes a free one; a port alone is one \
                  of 127.0.0.1.",
        read: Read::Start(|start, texts| {
            start.dns = one(texts, listening)?;
            Ok(())
        }),
    },
    Member {
        key: "store",
        flag: "store",
        takes: Takes::One("URL"),
        usual: Usual::Words("an SQLite file in the data directory"),
        example: &["postgresql://tegata@db.example.com/tegata?sslmode=verify-full"],
        is_secret: true,
        meaning: "A PostgreSQL URL, to keep state there. It may have libpq's parameters, as \
                  `sslmode=verify-full&sslrootcert=FILE`, and several hosts. With a password in it, use the file or the \
                  variable and not the argument.",
        read: Read::Start(|start, texts| {
            start.store = Some(one(texts, secret)?);
            Ok(())
        }),
    },
    Member {
        key: "store_file",
        flag: "store-file",
        takes: Takes::One("FILE"),
        usual: Usual::Words("none"),
        example: &["/run/credentials/tegata.service/store"],
        is_secret: false,
        meaning: "The file that holds the value of `store`, such as a credential of systemd's.",
        read: Read::Start(|start, texts| {
            start.store = Some(one(texts, content)?);
            Ok(())
        }),
    },
    Member {
        key: "journal",
        flag: "journal",
        takes: Takes::One("FILE"),
        usual: Usual::Words("`journal` in the data directory"),
        example: &["/mnt/other-disk/tegata-journal"],
        is_secret: false,
        meaning: "The journal: revocations and how far the store has come, so that no older copy of the store takes them \
                  back. Put it on another disk than the store, or it is lost with it.",
        read: Read::Start(|start, texts| {
            start.journal = Some(PathBuf::from(one(texts, words)?));
            Ok(())
        }),
    },
    Member {
        key: "trust_loopback",
        flag: "trust-loopback",
        takes: Takes::Switch,
        usual: Usual::Texts(&["false"]),
        example: &["true"],
        is_secret: false,
        meaning: "Accept any access key that a tool brings, unverified; an identifier of twelve digits names the account, \
                  and every other, such as `test`, means the instance's own. Refused unless the API listens on loopback \
                  alone.",
        read: Read::Start(|start, texts| {
            start.trust_loopback = one(texts, switch)?;
            Ok(())
        }),
    },
    Member {
        key: "clock_offset",
        flag: "clock-offset",
        takes: Takes::One("SPAN"),
        usual: Usual::Words("where the last run left it"),
        example: &["160d"],
        is_secret: false,
        meaning: "How far the instance's clock runs ahead of the system's, such as `160d` or `36h`. For rehearsals.",
        read: Read::Start(|start, texts| {
            start.clock_offset = Some(one(texts, span)?);
            Ok(())
        }),
    },
    Member {
        key: "log_format",
        flag: "log-format",
        takes: Takes::One("FORMAT"),
        usual: Usual::Texts(&["auto"]),
        example: &["json"],
        is_secret: false,
        meaning: "How lines of the log are written: `text` for people, `json` for programs, `auto` for text on a terminal \
                  and JSON elsewhere.",
        read: Read::Start(|start, texts| {
            start.log_format = one(texts, |text| LogFormat::from_str(text, true))?;
            Ok(())
        }),
    },
    Member {
        key: "dns_forwarders",
        flag: "dns-forwarder",
        takes: Takes::Many("ADDRESS"),
        usual: Usual::Texts(&[]),
        example: &["192.0.2.53"],
        is_secret: false,
        meaning: "Look proofs up by these DNS servers instead of walking down from the root servers. Port 53 when left out.",
        read: Read::Start(|start, texts| {
            start.dns_forwarders = many(texts, dns_server)?;
            Ok(())
        }),
    },
    Member {
        key: "dns_hints",
        flag: "dns-hint",
        takes: Takes::Many("ADDRESS"),
        usual: Usual::Words("the root servers of the Internet"),
        example: &["192.0.2.53:5353"],
        is_secret: false,
        meaning: "Walk down from these root servers; all name servers are then asked on the same port. For private name \
                  spaces.",
        read: Read::Start(|start, texts| {
            start.dns_hints = many(texts, dns_server)?;
            Ok(())
        }),
    },
    Member {
        key: "http_validation_port",
        flag: "http-validation-port",
        takes: Takes::One("PORT"),
        usual: Usual::Texts(&["80"]),
        example: &["8080"],
        is_secret: false,
        meaning: "The port at which proofs by HTTP are looked for. Another than 80 is for private name spaces.",
        read: Read::Start(|start, texts| {
            start.http_validation_port = one(texts, port)?;
            Ok(())
        }),
    },
    Member {
        key: "smtp",
        flag: "smtp",
        takes: Takes::One("URL"),
        usual: Usual::Words("none: mails stay in the outbox (`tegata mail list`)"),
        example: &["smtp://user:password@mail.example.com:587?tls=required"],
        is_secret: true,
        meaning: "The SMTP relay that delivers mails: `smtp://USER:PASSWORD@HOST:587?tls=required` or `smtps://HOST`. With \
                  a password in it, use the file or the variable and not the argument.",
        read: Read::Start(|start, texts| {
            start.smtp = Some(one(texts, secret)?);
            Ok(())
        }),
    },
    Member {
        key: "smtp_file",
        flag: "smtp-file",
        takes: Takes::One("FILE"),
        usual: Usual::Words("none"),
        example: &["/run/credentials/tegata.service/smtp"],
        is_secret: false,
        meaning: "The file that holds the value of `smtp`, such as a credential of systemd's.",
        read: Read::Start(|start, texts| {
            start.smtp = Some(one(texts, content)?);
            Ok(())
        }),
    },
    Member {
        key: "mail_from",
        flag: "mail-from",
        takes: Takes::One("ADDRESS"),
        usual: Usual::Texts(&["no-reply@tegata.test"]),
        example: &["Tegata <no-reply@example.com>"],
        is_secret: false,
        meaning: "Who mails are from: an address, with a name before it or without.",
        read: Read::Start(|start, texts| {
            start.mail_from = one(texts, words)?;
            Ok(())
        }),
    },
    Member {
        key: "dkim_key",
        flag: "dkim-key",
        takes: Takes::One("FILE"),
        usual: Usual::Words("none: mails are not signed"),
        example: &["/etc/tegata/dkim.pem"],
        is_secret: false,
        meaning: "Signs mails by DKIM with this key: the file of a private key in PEM.",
        read: Read::Start(|start, texts| {
            start.dkim_key = Some(PathBuf::from(one(texts, words)?));
            Ok(())
        }),
    },
    Member {
        key: "dkim_selector",
        flag: "dkim-selector",
        takes: Takes::One("NAME"),
        usual: Usual::Words("none: mails are not signed"),
        example: &["mail"],
        is_secret: false,
        meaning: "The selector under which the DKIM key is published.",
        read: Read::Start(|start, texts| {
            start.dkim_selector = Some(one(texts, words)?);
            Ok(())
        }),
    },
];

fn secret(text: &str) -> Result<Zeroizing<String>, Fault> {
    // The text stays out of what is said.
    if text.trim().is_empty() { Err("it is empty".to_owned()) } else { Ok(Zeroizing::new(text.to_owned())) }
}

/// The secret in a file, without the line feed at its end.
fn content(path: &str) -> Result<Zeroizing<String>, Fault> {
    let text = std::fs::read_to_string(Path::new(path)).map(Zeroizing::new);
    let text = text.map_err(|error| format!("{path} cannot be read: {error}"))?;
    secret(text.trim_end_matches(['\r', '\n'])).map_err(|_| format!("{path} is empty"))
}
