//! What is looked at: a server, a file, standard input, or a certificate of the instance.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use url::Url;

use super::inspection::Inspection;

/// Where HTTPS is served when no port is named (RFC 9110 §4.2.2).
const HTTPS_PORT: u16 = 443;

/// What is looked at.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Subject {
    StandardInput,
    Arn(String),
    File(PathBuf),
    Server {
        /// A name, or an address without brackets.
        host: String,
        port: u16,
    },
}

impl Subject {
    pub(super) fn parse(text: &str) -> Result<Subject> {
        if text == "-" {
            return Ok(Subject::StandardInput);
        }
        if text.starts_with("arn:") {
            return Ok(Subject::Arn(text.to_owned()));
        }
        if text.contains("://") {
            return of_url(text);
        }
        if Path::new(text).exists() {
            return Ok(Subject::File(text.into()));
        }
        if text.contains('/') {
            bail!("there is no file {text}");
        }
        let (host, port) = host_and_port(text).with_context(|| {
            format!("{text} is neither an existing file nor a server: write HOST, HOST:PORT or https://HOST/")
        })?;
        Ok(Subject::Server { host, port: port.unwrap_or(HTTPS_PORT) })
    }

    /// Refuses options that mean nothing for what is not a server.
    pub(super) fn refuse_server_options(&self, inspection: &Inspection) -> Result<()> {
        let options = [
            ("--server-name", inspection.server_name.is_some()),
            ("--connect-to", inspection.connect_to.is_some()),
        ];
        match options.into_iter().find(|(_, is_given)| *is_given) {
            Some((option, _)) => {
                bail!("{option} is only for servers: leave it out, or give a server as HOST:PORT")
            }
            None => Ok(()),
        }
    }
}

fn of_url(text: &str) -> Result<Subject> {
    let url = Url::parse(text).with_context(|| format!("{text} is not a URL"))?;
    if url.scheme() != "https" {
        bail!("{text} has no certificate: only https:// URLs do");
    }
    let host = url.host_str().ok_or_else(|| anyhow!("{text} has no host"))?;
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    Ok(Subject::Server { host, port: url.port().unwrap_or(HTTPS_PORT) })
}

/// `HOST`, `HOST:PORT`, an IPv6 address, or `[ADDRESS]:PORT`.
pub(crate) fn host_and_port(text: &str) -> Result<(String, Option<u16>)> {
    if text.parse::<std::net::Ipv6Addr>().is_ok() {
        return Ok((text.to_owned(), None));
    }
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, "")) => (host, None),
        Some((host, rest)) => (host, Some(rest.strip_prefix(':').context("a port after ]:")?)),
        None => text.rsplit_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
    };
    let is_address = text.starts_with('[') && host.parse::<std::net::Ipv6Addr>().is_ok();
    let is_name = !host.is_empty() && !host.contains(|letter: char| letter.is_whitespace() || letter == ':');
    if !is_address && !is_name {
        bail!("the host is missing");
    }
    let port = port.map(|port| port.parse().with_context(|| format!("{port} is not a port"))).transpose()?;
    Ok((host.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_written_in_many_ways() {
        for (text, host, port) in [
            ("www.example.com", "www.example.com", 443),
            ("www.example.com:8443", "www.example.com", 8443),
            ("https://www.example.com", "www.example.com", 443),
            ("https://www.example.com:8443/a?b", "www.example.com", 8443),
            ("127.0.0.1:8443", "127.0.0.1", 8443),
            ("[::1]:8443", "::1", 8443),
            ("::1", "::1", 443),
            ("https://[::1]/", "::1", 443),
        ] {
            let server = Subject::Server { host: host.to_owned(), port };
            assert_eq!(Subject::parse(text).expect(text), server);
        }
        assert_eq!(Subject::parse("-").expect("stdin"), Subject::StandardInput);
        assert!(matches!(Subject::parse("arn:aws:acm:x"), Ok(Subject::Arn(_))));
    }

    #[test]
    fn what_is_none_of_these_says_why() {
        for (text, why) in [
            ("http://www.example.com/", "only https://"),
            ("./nothing.pem", "no file"),
            ("www.example.com:port", "neither an existing file"),
            ("", "neither an existing file"),
        ] {
            let refused = Subject::parse(text).expect_err(text).to_string();
            assert!(refused.contains(why), "{refused}");
        }
    }
}
