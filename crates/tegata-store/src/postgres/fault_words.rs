//! What the driver and rustls say of a fault, as a sentence for the operator.

use std::error::Error as _;

use rustls::CertificateError;

/// What the driver says with all its causes, of which the first is mostly just a heading.
pub(super) fn words(error: &tokio_postgres::Error) -> String {
    if let Some(refusal) = error.as_db_error() {
        return refusal.to_string();
    }
    let (mut words, mut cause) = (error.to_string(), error.source());
    while let Some(source) = cause {
        if let Some(fault) = handshake_fault(source) {
            return handshake_words(fault);
        }
        words = format!("{words}: {source}");
        cause = source.source();
    }
    words
}

/// What rustls said, which the driver wraps in an I/O error.
fn handshake_fault<'a>(cause: &'a (dyn std::error::Error + 'static)) -> Option<&'a rustls::Error> {
    match cause.downcast_ref::<std::io::Error>() {
        Some(error) => error.get_ref()?.downcast_ref(),
        None => cause.downcast_ref(),
    }
}

/// What was wrong in a handshake, for the operator.
fn handshake_words(error: &rustls::Error) -> String {
    let rustls::Error::InvalidCertificate(why) = error else { return error.to_string() };
    match why {
        CertificateError::NotValidForNameContext { expected, presented } if presented.is_empty() => format!(
            "the server's certificate has no subject alternative name for the host {}; its common name is \
             not used",
            expected.to_str()
        ),
        CertificateError::NotValidForNameContext { expected, presented } => {
            let presented: Vec<&str> = presented.iter().map(|name| bare(name)).collect();
            format!(
                "the server's certificate is for {}, but the host in the URL is {}",
                presented.join(", "),
                expected.to_str()
            )
        }
        CertificateError::UnknownIssuer => {
            "the server's certificate is not from a trusted authority: set sslrootcert to the file of the \
             authority's certificate"
                .to_owned()
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "the server's certificate has expired".to_owned()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "the server's certificate is not valid yet".to_owned()
        }
        _ => format!("the server's certificate is refused: {error}"),
    }
}

/// `DnsName("a.example")` without what rustls puts around it.
fn bare(name: &str) -> &str {
    name.split_once('(').map_or(name, |(_, inner)| inner.trim_end_matches(')')).trim_matches('"')
}
