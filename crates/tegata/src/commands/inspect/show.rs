//! How what was looked at is shown: for people and for programs.

use std::process::ExitCode;

use anyhow::Result;
use jiff::Timestamp;
use serde_json::{Value, json};
use tegata_x509::describe::Description;
use tegata_x509::signing_request::SigningRequest;
use tegata_x509::{ReadCertificate, key_name, pem};

use super::forest;
use super::instance::Instance;
use super::server::{ProbedServer, Session};
use super::verdict::{Problem, Roots, Verdict};
use crate::output::{Printer, Style, fields};

/// Everything that is shown of certificates.
pub(super) struct Shown<'a> {
    /// Those that were looked at, in their order.
    certificates: Vec<ReadCertificate>,
    /// The root that they lead to, when it is not among them.
    root: Option<ReadCertificate>,
    seen: Option<&'a ProbedServer>,
    verdict: &'a Verdict,
    now: Timestamp,
}

impl<'a> Shown<'a> {
    pub(super) fn of(
        instance: &Instance,
        chain: &[Vec<u8>],
        seen: Option<&'a ProbedServer>,
        verdict: &'a Verdict,
    ) -> Result<Shown<'a>> {
        let certificates = chain.iter().map(|der| ReadCertificate::read(der)).collect::<Result<_, _>>()?;
        let root = verdict.root.as_ref().filter(|root| !chain.contains(root));
        let root = root.map(|der| ReadCertificate::read(der)).transpose()?;
        Ok(Shown { certificates, root, seen, verdict, now: instance.now() })
    }

    pub(super) fn json(&self) -> Value {
        let problems: Vec<String> = self.verdict.problems.iter().map(Problem::words).collect();
        let certificates: Vec<Value> = self.certificates.iter().map(in_json).collect();
        json!({
            "Verdict": self.verdict.word(),
            "Trust": problems.first().map_or("ok", String::as_str),
            "TrustedBy": self.verdict.trusted_by.map(|by| match by {
                Roots::Instance => "instance",
                Roots::Machine => "machine",
            }),
            "Problems": problems,
            "Connection": self.seen.map(|seen| json!({
                "Address": seen.address.to_string(),
                "Version": seen.session.as_ref().map(|it| &it.version),
                "CipherSuite": seen.session.as_ref().map(|it| &it.cipher_suite),
                "KeyExchange": seen.session.as_ref().and_then(|it| it.key_exchange.as_ref()),
                "ApplicationProtocol": seen.session.as_ref().and_then(|it| it.application_protocol.as_ref()),
            })),
            "Certificates": certificates,
            "Root": self.root.as_ref().map(in_json),
        })
    }

    /// The verdict first, then the chain as a tree, then each certificate.
    pub(super) fn text(&self, style: &Style) -> String {
        let mut parts = vec![self.verdict_lines(style)];
        if let Some(seen) = self.seen {
            parts.push(connection(seen, style));
        }
        parts.push(self.tree(style));
        let blocks = self.certificates.iter().map(|read| block(read, self.now, style));
        parts.extend(blocks.map(|block| block.trim_end().to_owned()));
        parts.join("\n\n")
    }

    fn verdict_lines(&self, style: &Style) -> String {
        let problems = &self.verdict.problems;
        let by = self.verdict.trusted_by.map(|by| match by {
            Roots::Instance => "Good: it chains to a root of this instance.",
            Roots::Machine => "Good: it chains to a root that this machine trusts.",
        });
        match (problems.is_empty(), by) {
            (true, Some(good)) => style.good(good),
            _ => problems.iter().map(|it| style.bad(&it.words())).collect::<Vec<String>>().join("\n"),
        }
    }

    fn tree(&self, style: &Style) -> String {
        let mut issuers = forest::issuers(&self.certificates);
        let shown = self.certificates.len();
        if let Some(root) = &self.root {
            let below = self.certificates.iter().position(|it| root.certifies(it, 0).is_ok());
            if let Some(place) = below.filter(|place| issuers[*place].is_none()) {
                issuers[place] = Some(shown);
            }
            issuers.push(None);
        }
        let lines = forest::lines(&issuers, |place| {
            let (read, note) = match (self.certificates.get(place), &self.root) {
                (Some(read), _) => (read, ""),
                (None, Some(root)) => (root, ", not sent"),
                (None, None) => return String::new(),
            };
            let description = read.description();
            let name = description.common_name.as_deref().unwrap_or(&description.subject);
            let name = if name.is_empty() { description.dns_names.join(", ") } else { name.to_owned() };
            let signed = if read.is_self_signed() { ", self-signed" } else { "" };
            format!("{}   {}{signed}{note}", style.strong(&name), left(description, self.now, style))
        });
        lines.join("\n")
    }
}

fn connection(seen: &ProbedServer, style: &Style) -> String {
    let mut pairs = vec![("Server", seen.address.to_string())];
    if let Some(Session { version, cipher_suite, key_exchange, application_protocol }) = &seen.session {
        pairs.push(("TLS", version.clone()));
        pairs.push(("Cipher", cipher_suite.clone()));
        pairs.extend(key_exchange.clone().map(|group| ("Key exchange", group)));
        pairs.extend(application_protocol.clone().map(|protocol| ("Protocol", protocol)));
    }
    fields(style, &pairs).trim_end().to_owned()
}

/// How long it still counts.
fn left(description: &Description, now: Timestamp, style: &Style) -> String {
    let left = now.duration_until(description.not_after);
    if left.is_negative() {
        style.bad("expired")
    } else if now < description.not_before {
        style.bad("not valid yet")
    } else {
        match left.as_hours() / 24 {
            1 => "1 day left".to_owned(),
            days => format!("{days} days left"),
        }
    }
}

fn block(read: &ReadCertificate, now: Timestamp, style: &Style) -> String {
    let it = read.description();
    let usages = |usages: &Option<Vec<&'static str>>| usages.as_ref().map(|usages| usages.join(", "));
    let extended = it.extended_key_usages.as_ref().map(|usages| {
        let names = usages.iter().map(|(name, oid)| if *name == "CUSTOM" { oid.as_str() } else { name });
        names.collect::<Vec<&str>>().join(", ")
    });
    let authority = it.is_authority.then(|| match it.path_length {
        Some(length) => format!("yes, path length at most {length}"),
        None => "yes".to_owned(),
    });
    let pairs = [
        ("Subject", it.subject.clone()),
        ("Issuer", it.issuer.clone()),
        ("Names", names(&it.dns_names, &it.ip_addresses)),
        ("Serial", it.serial.clone()),
        ("From", it.not_before.to_string()),
        ("Until", format!("{} ({})", it.not_after, left(it, now, style))),
        ("Authority", authority.unwrap_or_default()),
        ("Key", key_name(read.spki_der())),
        ("Key usage", usages(&it.key_usages).unwrap_or_default()),
        ("Used for", extended.unwrap_or_default()),
        ("Signature", it.signature_algorithm.clone()),
        ("OCSP", it.ocsp_urls.join("\n")),
        ("CRL", it.crl_urls.join("\n")),
        ("Issuer's at", it.ca_issuers_urls.join("\n")),
        ("SHA-256", it.fingerprint.clone()),
        ("Key SHA-256", it.key_fingerprint.clone()),
    ];
    let pairs: Vec<(&str, String)> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    fields(style, &pairs)
}

fn names(dns: &[String], addresses: &[std::net::IpAddr]) -> String {
    dns.iter().cloned().chain(addresses.iter().map(ToString::to_string)).collect::<Vec<_>>().join("\n")
}

fn in_json(read: &ReadCertificate) -> Value {
    let it = read.description();
    let extended = it.extended_key_usages.as_ref().map(|usages| {
        usages.iter().map(|(name, oid)| json!({ "Name": name, "Oid": oid })).collect::<Vec<_>>()
    });
    json!({
        "Version": it.version,
        "Subject": it.subject,
        "Issuer": it.issuer,
        "Serial": it.serial,
        "NotBefore": it.not_before.to_string(),
        "NotAfter": it.not_after.to_string(),
        "DnsNames": it.dns_names,
        "IpAddresses": it.ip_addresses,
        "IsAuthority": it.is_authority,
        "PathLength": it.path_length,
        "KeyAlgorithm": key_name(read.spki_der()),
        "PublicKeyPem": pem::encode_public_key(read.spki_der()),
        "KeySha256Fingerprint": it.key_fingerprint,
        "KeyUsages": it.key_usages,
        "ExtendedKeyUsages": extended,
        "SignatureAlgorithm": it.signature_algorithm,
        "SubjectKeyIdentifier": it.subject_key,
        "AuthorityKeyIdentifier": it.authority_key,
        "Policies": it.policies,
        "OcspUrls": it.ocsp_urls,
        "CrlUrls": it.crl_urls,
        "CaIssuersUrls": it.ca_issuers_urls,
        "Sha256Fingerprint": it.fingerprint,
        "Pem": pem::encode_certificate(read.der()),
    })
}

/// Shows a signing request, which is signed by its own key only.
pub(super) fn request(request: &SigningRequest, printer: &Printer) -> Result<ExitCode> {
    let json = json!({
        "SigningRequest": {
            "Subject": request.subject,
            "DnsNames": request.dns_names,
            "IpAddresses": request.ip_addresses,
            "KeyAlgorithm": key_name(&request.spki_der),
            "PublicKeyPem": pem::encode_public_key(&request.spki_der),
            "KeySha256Fingerprint": request.key_fingerprint,
            "SignatureAlgorithm": request.signature_algorithm,
            "SignatureHolds": request.is_signed,
        },
    });
    printer.print(&json, |style| {
        let holds = if request.is_signed {
            style.good("A signing request. Its signature is valid.")
        } else {
            style.bad("A signing request. Its signature is not valid for its key.")
        };
        let pairs = [
            ("Subject", request.subject.clone()),
            ("Names", names(&request.dns_names, &request.ip_addresses)),
            ("Key", key_name(&request.spki_der)),
            ("Signature", request.signature_algorithm.clone()),
            ("Key SHA-256", request.key_fingerprint.clone()),
        ];
        let pairs: Vec<(&str, String)> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("{holds}\n\n{}", fields(style, &pairs))
    })?;
    Ok(if request.is_signed { ExitCode::SUCCESS } else { ExitCode::from(10) })
}
