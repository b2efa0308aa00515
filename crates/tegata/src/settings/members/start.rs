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
        meaning: "The address that the API listens on. Port 0 means any free port; a port without an \
                  address means 127.0.0.1.",
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
        meaning: "Use TLS for the API on loopback too. On other addresses the API always uses TLS, with a \
                  certificate of this instance's authority: clients need to trust `root.pem`. Revocation \
                  lists, OCSP and `/health` are served by plain HTTP on the same port.",
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
        meaning: "Host names and IP addresses in the API's certificate, as clients use them. The address of \
                  `api`, localhost and loopback addresses are always included.",
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
        meaning: "The address that the authoritative DNS server listens on, by UDP and TCP. Port 0 means \
                  any free port; a port without an address means 127.0.0.1.",
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
        meaning: "A PostgreSQL URL, to store the state there. It may have libpq's parameters, such as \
                  `sslmode=verify-full&sslrootcert=FILE`, and several hosts. If it contains a password, use \
                  the settings file or the variable, not the argument.",
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
        meaning: "A file that contains the value of `store`, such as a systemd credential.",
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
        meaning: "The journal. It records revocations and the position of the store, so that an older copy \
                  of the store does not undo revocations. Put it on another disk than the store.",
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
        meaning: "Accept every access key without verification. An access key of twelve digits selects that \
                  account; any other, such as `test`, means the instance's own. Refused unless the API \
                  listens only on loopback.",
        read: Read::Start(|start, texts| {
            start.trust_loopback = one(texts, switch)?;
            Ok(())
        }),
    },
    Member {
        key: "node_name",
        flag: "node-name",
        takes: Takes::One("NAME"),
        usual: Usual::Words("the address of the API"),
        example: &["tokyo-1"],
        is_secret: false,
        meaning: "What this process is called among those that run on one PostgreSQL, in `tegata nodes` and where a load \
                  balancer says which node cannot serve it.",
        read: Read::Start(|start, texts| {
            start.node_name = Some(one(texts, words)?);
            Ok(())
        }),
    },
    Member {
        key: "clock_offset",
        flag: "clock-offset",
        takes: Takes::One("SPAN"),
        usual: Usual::Words("the value of the last run"),
        example: &["160d"],
        is_secret: false,
        meaning: "How far the instance's clock is ahead of the system clock, such as `160d` or `36h`. For \
                  rehearsals.",
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
        meaning: "The log format: `text`, `json`, or `auto` (text on a terminal, JSON elsewhere).",
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
        meaning: "Look up proofs at these recursive DNS servers instead of starting at the root servers. \
                  The default port is 53.",
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
        meaning: "Root servers for proof look-ups. All name servers are then queried on the same port. For \
                  private name spaces.",
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
        meaning: "The port for HTTP validation. Use a port other than 80 only in private name spaces.",
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
        meaning: "The SMTP relay that delivers mails: `smtp://USER:PASSWORD@HOST:587?tls=required` or \
                  `smtps://HOST`. If it contains a password, use the settings file or the variable, not the \
                  argument.",
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
        meaning: "A file that contains the value of `smtp`, such as a systemd credential.",
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
        meaning: "The sender of mails: an address, with or without a display name.",
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
        meaning: "The file of the DKIM private key in PEM. Mails are signed with it.",
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
        meaning: "The selector of the DKIM key: the DNS label that its public key is published under.",
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
