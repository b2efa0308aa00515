//! What is written of a hop, in lines that both drawings have.

use tegata_model::placement::{
    Answers, CertificateSource, Hop, HopKind, Network, Placement, Protocol, TlsRole,
};

/// Where TLS ends, in a sentence.
pub(super) fn end(placement: &Placement) -> String {
    let words: Vec<&str> = placement.tls_ends_at().into_iter().map(HopKind::word).collect();
    match words.as_slice() {
        [] => "TLS ends nowhere: no hop speaks it".to_owned(),
        words => format!("TLS ends at: {}", words.join(", ")),
    }
}

/// The certificate that belongs to a hop, and for which name.
pub(super) fn certificate(hop: &Hop) -> Option<String> {
    let certificate = hop.certificate.as_ref()?;
    let source = match certificate.source {
        CertificateSource::Own => "own certificate",
        CertificateSource::Imported => "imported certificate",
        CertificateSource::Outside => "outside certificate",
    };
    Some(source.to_owned())
}

/// The names of a hop's certificate and its end, if they are known.
pub(super) fn names(hop: &Hop) -> Option<String> {
    let known = hop.certificate.as_ref()?.known.as_ref()?;
    let first = known.names.first()?;
    Some(match known.names.len() {
        1 => first.clone(),
        count => format!("{first} +{}", count - 1),
    })
}

/// The day on which a hop's certificate ends, if that is known.
pub(super) fn ends_on(hop: &Hop) -> Option<String> {
    let end = hop.certificate.as_ref()?.known.as_ref()?.not_after?;
    Some(end.strftime("expires %Y-%m-%d").to_string())
}

/// What is served, and by which versions of TLS.
pub(super) fn served(hop: &Hop) -> Option<String> {
    let protocol = hop.protocol?.as_str();
    let versions = match (hop.tls_versions.first(), hop.tls_versions.last()) {
        (Some(oldest), Some(newest)) if oldest == newest => format!(", {}", oldest.as_str()),
        (Some(oldest), Some(newest)) => {
            format!(", {} to {}", oldest.as_str(), newest.as_str().trim_start_matches("TLSv"))
        }
        _ => String::new(),
    };
    Some(format!("{protocol}{versions}"))
}

/// What a hop does with TLS, as it is marked.
pub(super) fn role(hop: &Hop) -> &'static str {
    match (hop.tls, hop.answers) {
        (_, Some(Answers::RedirectToHttps)) => "redirects to HTTPS",
        (_, Some(Answers::Redirect)) => "redirects",
        (TlsRole::Ends, Some(Answers::FixedResponse)) => "TLS ends here, fixed response",
        (_, Some(Answers::FixedResponse)) => "fixed response",
        (TlsRole::Ends, None) => "TLS ends here",
        (TlsRole::EndsAndBeginsAgain, None) => "TLS ends, begins again",
        (TlsRole::PassesThrough, None) => "TLS passes through",
        (TlsRole::PlainText, None) => "plain text",
        (TlsRole::NotServed, None) => "",
    }
}

/// What is spoken towards a hop.
pub(super) fn spoken(hop: &Hop) -> &'static str {
    match hop.spoken {
        Some(Protocol::Tcp) if hop.tls == TlsRole::PassesThrough => "TLS",
        Some(protocol) => protocol.as_str(),
        None => "DNS",
    }
}

/// The network towards a hop.
pub(super) fn network(hop: &Hop) -> &'static str {
    match (hop.protocol, hop.network) {
        (None, _) => "",
        (_, Network::Trusted) => "trusted",
        (_, Network::Untrusted) => "untrusted",
        (_, Network::Unknown) => "not declared",
    }
}

/// Whether what goes to a hop is encrypted.
pub(super) fn is_encrypted(hop: &Hop) -> bool {
    matches!(hop.tls, TlsRole::Ends | TlsRole::EndsAndBeginsAgain | TlsRole::PassesThrough)
}

/// A text in lines of at most `width` letters, `count` of them at most. What is too long loses its middle.
pub(super) fn wrapped(text: &str, width: usize, count: usize) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let room = width * count;
    let letters = if letters.len() <= room {
        letters
    } else {
        let before = room / 2;
        let after = room - before - 1;
        let (first, last) = (&letters[..before], &letters[letters.len() - after..]);
        [first, &['…'], last].concat()
    };
    letters.chunks(width).map(|line| line.iter().collect()).collect()
}

/// A name in lines of at most `width` letters, broken behind dots and hyphens where that is possible, `count` of them at
/// most. What is too long loses its middle.
pub(super) fn labels(name: &str, width: usize, count: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in
        name.split_inclusive(['.', '-']).flat_map(|piece| wrapped(piece, width, usize::MAX / width.max(1)))
    {
        match lines.last_mut() {
            Some(line) if line.chars().count() + piece.chars().count() <= width => line.push_str(&piece),
            _ => lines.push(piece),
        }
    }
    if lines.len() <= count { lines } else { wrapped(name, width, count) }
}

/// A sentence in lines of at most `width` letters, broken between words.
pub(super) fn sentence(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        for piece in wrapped(word, width, usize::MAX / width.max(1)) {
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + piece.chars().count() <= width => {
                    line.push(' ');
                    line.push_str(&piece);
                }
                _ => lines.push(piece),
            }
        }
    }
    lines
}
