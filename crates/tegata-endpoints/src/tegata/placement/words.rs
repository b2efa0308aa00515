//! What is wrong with a placement, and what to do about it, in sentences.

use tegata_model::placement::{Fault, Hop, Protocol, TlsVersion};

/// What is wrong.
pub(super) fn cause(fault: &Fault, hop: &Hop) -> String {
    let at = super::hop::at(hop);
    let name = &hop.name;
    match fault {
        Fault::NoRecord { zone: Some(zone) } => {
            format!("The hosted zone {zone} has no A, AAAA or CNAME record for {name}.")
        }
        Fault::NoRecord { zone: None } => {
            format!("No hosted zone of this account has {name}, and no hop is declared at that name.")
        }
        Fault::AliasToNothing { target } => {
            format!(
                "{name} is an alias of {target}, which is no load balancer of this account and has no records."
            )
        }
        Fault::RecordPointsElsewhere { target } => format!(
            "{name} points to {target}, which is neither a load balancer of this account and region nor a declared hop."
        ),
        Fault::PathLoop { name } => format!("The path comes back to {name}, or is too long: it has no end."),
        Fault::ForwardsToNothing { name } => {
            format!("{at} sends on to {name}, and no hop of that name is declared.")
        }
        Fault::NoListener => format!("The load balancer {name} has no listener, so nothing answers."),
        Fault::NoTlsListener => {
            format!("The load balancer {name} has HTTP listeners only: what clients send is in the clear.")
        }
        Fault::HttpNotRedirected { tls_port } => format!(
            "{at} answers requests in the clear. The load balancer has a TLS listener on port {tls_port}, but does not \
             redirect to it."
        ),
        Fault::NoTargets { group } => {
            format!("{at} sends requests to the target group {group}, which has no target in service.")
        }
        Fault::TargetUnhealthy { reason } => format!("{at} fails its health checks: {reason}."),
        Fault::UndeclaredHop => format!(
            "{at} is not declared: it is not known which certificate belongs there, and whether its network is trusted."
        ),
        Fault::CertificateMissing { arn } => format!("The certificate {arn} does not exist."),
        Fault::CertificateNotIssued { status } => {
            format!("The certificate of {at} is {status}: it cannot be served.")
        }
        Fault::CertificateExpired { at: end } => format!("The certificate of {at} expired on {end}."),
        Fault::CertificateExpiresSoon { at: end, days, .. } => {
            format!("The certificate of {at} expires on {end}, in {}.", day_count(*days))
        }
        Fault::CertificateRevoked => format!("The certificate of {at} is revoked."),
        Fault::CertificateOfAnotherRegion { region, needed } => {
            format!(
                "The certificate of {at} is in the region {region}, but a {} uses those of {needed}.",
                hop.kind.word()
            )
        }
        Fault::CertificateNotForName { name, names } => {
            format!("The certificate of {at} is not for {name}: it is for {}.", listed(names))
        }
        Fault::OwnCertificateNotPossible => format!(
            "A certificate of this instance's ACM is declared at {at}, but ACM places certificates at load balancers, \
             CDNs and Lightsail only."
        ),
        Fault::PlainText => {
            format!("Data goes to {at} in the clear ({}) over an untrusted network.", served(hop))
        }
        Fault::ProtocolDiffers { spoken, served } => {
            format!("The hop before speaks {} to {at}, which serves {}.", spoken.as_str(), served.as_str())
        }
        Fault::NoCommonTlsVersion { offered, accepted } => format!(
            "The load balancer offers {} to {at}, which accepts {} only.",
            versions(offered),
            versions(accepted)
        ),
        Fault::OlderTlsThanBefore { oldest, before } => format!(
            "{at} accepts {}, but the hop before it accepts nothing older than {}.",
            oldest.as_str(),
            before.as_str()
        ),
        Fault::OldTlsVersions { oldest } => {
            format!("{at} accepts {}, which RFC 8996 deprecates.", oldest.as_str())
        }
        Fault::ClientCertificateMissing => format!(
            "{at} refuses connections without a client certificate, and the load balancer before it has none to send."
        ),
        Fault::CertificateNotVerified => format!(
            "The load balancer does not verify the certificate of {at}, and the network between them is untrusted: \
             another server could take its place."
        ),
        Fault::NotPermitted { reason } => format!("This instance may not connect to {at}: {reason}."),
        Fault::Unreachable { reason } => format!("No connection to {at} could be made: {reason}."),
        Fault::HandshakeFailed { reason } => format!("The TLS handshake with {at} failed: {reason}."),
        Fault::PlainTextServed => format!("{at} answers in the clear, but is to serve {}.", served(hop)),
        Fault::TlsServed => format!("{at} speaks TLS, but is to serve {} in the clear.", served(hop)),
        Fault::OtherCertificateServed { intended, served } => format!(
            "{at} serves another certificate than the intended one: SHA-256 {} instead of {}.",
            short(served),
            short(intended)
        ),
        Fault::ServedNotForName { name, names } => {
            format!("The certificate that {at} serves is not for {name}: it is for {}.", listed(names))
        }
        Fault::ServedNotValid { from, until } => {
            format!("The certificate that {at} serves is valid from {from} to {until}, which is not now.")
        }
        Fault::ServedExpiresSoon { at: end, days } => {
            format!("The certificate that {at} serves expires on {end}, in {}.", day_count(*days))
        }
        Fault::ServedNotTrusted { reason } => {
            format!("The certificate that {at} serves is not trusted: {reason}.")
        }
        Fault::ClientCertificateAsked => {
            format!("{at} asks for a client certificate, which is not declared.")
        }
        Fault::OtherTlsVersionServed { served, intended } => {
            format!(
                "{at} agreed on {}, but is declared to accept {} only.",
                served.as_str(),
                versions(intended)
            )
        }
    }
}

/// What to do.
pub(super) fn next_step(fault: &Fault, hop: &Hop) -> String {
    let name = &hop.name;
    match fault {
        Fault::NoRecord { zone: Some(zone) } => format!(
            "Point it at a load balancer with `tegata zone put {zone} {name} A --load-balancer NAME`, or at a server with \
             an A record."
        ),
        Fault::NoRecord { zone: None } => format!(
            "Create the hosted zone here, or declare what {name} leads to with `tegata placement declare`, with {name} as \
             its host."
        ),
        Fault::AliasToNothing { .. } => {
            "Change the alias to a load balancer that exists (`tegata load-balancer list`), or delete it.".to_owned()
        }
        Fault::RecordPointsElsewhere { target } => format!(
            "Correct the record, or declare the server at {target} with `tegata placement declare`."
        ),
        Fault::PathLoop { .. } => "Change the record or the ForwardsTo that leads back.".to_owned(),
        Fault::ForwardsToNothing { name: next } => {
            format!("Declare {next} with `tegata placement declare`, or declare {name} again without it.")
        }
        Fault::NoListener | Fault::NoTlsListener => format!(
            "Create one that speaks TLS with `tegata listener create {name} --port 443 --certificate NAME --target \
             HOST:PORT`."
        ),
        Fault::HttpNotRedirected { tls_port } => format!(
            "Change its default action to a redirect to HTTPS, port {tls_port} (elbv2 ModifyListener), or delete the \
             listener."
        ),
        Fault::NoTargets { .. } => "Register a target with `tegata target add`.".to_owned(),
        Fault::TargetUnhealthy { .. } => {
            "Start the server, or correct the health check of the target group (`tegata target list`).".to_owned()
        }
        Fault::UndeclaredHop => format!(
            "Declare it with `tegata placement declare NAME --at {} --kind KIND --protocol PROTOCOL`.",
            hop.address
        ),
        Fault::CertificateMissing { .. } => {
            "Declare the hop again with the ARN of a certificate from `tegata certificate list`.".to_owned()
        }
        Fault::CertificateNotIssued { .. } => {
            "See what it waits for with `tegata certificate explain`, or choose another certificate.".to_owned()
        }
        Fault::CertificateExpired { .. } | Fault::CertificateExpiresSoon { by_owner: true, .. } => {
            "Get a new certificate where this one comes from, install or import it, and walk the path again.".to_owned()
        }
        Fault::CertificateExpiresSoon { by_owner: false, .. } => {
            "It is to be renewed by itself: see with `tegata certificate explain` why it was not.".to_owned()
        }
        Fault::CertificateRevoked => {
            "Request another certificate and attach it with `tegata listener set-certificate`.".to_owned()
        }
        Fault::CertificateOfAnotherRegion { needed, .. } => {
            format!("Request the certificate in the region {needed}, and declare the hop with its ARN.")
        }
        Fault::CertificateNotForName { name, .. } => format!(
            "Request a certificate for {name} and place it here, or set ServerName to the name that this hop is called by."
        ),
        Fault::OwnCertificateNotPossible => format!(
            "Declare {name} with an outside certificate: get one by ACME on the host, or export an exportable one with \
             `tegata certificate export`."
        ),
        Fault::PlainText if hop.kind.is_load_balancer() => {
            "Make it a TLS listener with a certificate, or serve TLS at its targets.".to_owned()
        }
        Fault::PlainText => format!(
            "Serve TLS at {name} with an outside certificate, or declare the network trusted if only your machines are on \
             it."
        ),
        Fault::ProtocolDiffers { spoken, .. } if is_tls(*spoken) => format!(
            "Serve TLS at {name}, or send to it over a target group with the protocol HTTP."
        ),
        Fault::ProtocolDiffers { .. } => format!(
            "Send to {name} over a target group with the protocol HTTPS, or declare what it really serves."
        ),
        Fault::NoCommonTlsVersion { .. } => format!("Turn on TLS 1.2 or 1.3 at {name}, and declare the hop again."),
        Fault::OlderTlsThanBefore { before, .. } => {
            format!("Turn off everything older than {} at {name}, and declare the hop again.", before.as_str())
        }
        Fault::OldTlsVersions { .. } if hop.kind.is_load_balancer() => {
            "Choose a newer policy, such as ELBSecurityPolicy-TLS13-1-2-2021-06 (elbv2 ModifyListener).".to_owned()
        }
        Fault::OldTlsVersions { .. } => format!("Turn off TLS 1.0 and 1.1 at {name}, and declare the hop again."),
        Fault::ClientCertificateMissing => format!(
            "Do not require client certificates at {name}, or let clients reach it without a load balancer that ends TLS \
             in between."
        ),
        Fault::CertificateNotVerified => {
            "Set `tegata.target_tls.trust_store` of the target group to a trust store that has the issuer of this \
             certificate, or declare the network trusted if only your machines are on it."
                .to_owned()
        }
        Fault::NotPermitted { .. } => {
            "Permit its network with the setting `permit_egress`, and walk the path again.".to_owned()
        }
        Fault::Unreachable { .. } => {
            "Check that the server runs at this address, and that no firewall is in between.".to_owned()
        }
        Fault::HandshakeFailed { .. } => format!(
            "Look at it with `tegata inspect {} --server-name {}`, and correct the server's TLS settings.",
            hop.address, hop.server_name
        ),
        Fault::PlainTextServed => format!("Turn on TLS at {name}, or declare that it serves in the clear."),
        Fault::TlsServed => {
            format!("Declare that {name} serves HTTPS or TLS, or send to it over a target group with that protocol.")
        }
        Fault::OtherCertificateServed { .. } => {
            "Install the intended certificate at the hop and reload its server, or declare the one that it has.".to_owned()
        }
        Fault::ServedNotForName { name, .. } => format!(
            "Install a certificate for {name}, or set ServerName to the name that this hop is called by."
        ),
        Fault::ServedNotValid { .. } | Fault::ServedExpiresSoon { .. } => {
            "Renew the certificate, install it, reload the server, and walk the path again.".to_owned()
        }
        Fault::ServedNotTrusted { .. } => {
            "Install a certificate of an authority that clients trust, with its whole chain.".to_owned()
        }
        Fault::ClientCertificateAsked => {
            "Declare the hop with ClientCertificate REQUIRED, or do not ask for client certificates there.".to_owned()
        }
        Fault::OtherTlsVersionServed { .. } => {
            "Correct the server's TLS versions, or declare those that it accepts.".to_owned()
        }
    }
}

fn is_tls(protocol: Protocol) -> bool {
    matches!(protocol, Protocol::Https | Protocol::Tls)
}

fn served(hop: &Hop) -> &'static str {
    hop.protocol.map_or("nothing", Protocol::as_str)
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "no name".to_owned(),
        names => names.join(", "),
    }
}

fn versions(versions: &[TlsVersion]) -> String {
    let texts: Vec<&str> = versions.iter().map(|version| version.as_str()).collect();
    texts.join(" and ")
}

fn day_count(days: i64) -> String {
    match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// The beginning of a fingerprint, enough to tell two apart.
fn short(fingerprint: &str) -> String {
    let beginning: String = fingerprint.chars().take(16).collect();
    format!("{beginning}…")
}
