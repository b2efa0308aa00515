//! DeclareHop, UndeclareHop and ListDeclaredHops.

use tegata_aws::Moment;
use tegata_aws::generated::tegata::{
    DeclareHopRequest, DeclareHopResponse, DeclaredHop as Shown, ListDeclaredHopsRequest,
    ListDeclaredHopsResponse, UndeclareHopRequest,
};
use tegata_model::placement::{
    ClientCertificate, DeclaredCertificate, DeclaredHop, DeclaredKind, DeclaredSource, HopDeclaration,
    Network, Protocol, TlsVersion,
};
use tegata_operations::reason::PlacementReason;
use tegata_operations::{Caller, Error, Instance, placement};

/// Declares a hop.
pub(in crate::tegata) async fn declare_hop(
    instance: &Instance,
    caller: &Caller,
    input: DeclareHopRequest,
) -> Result<DeclareHopResponse, Error> {
    let versions = input.tls_versions.unwrap_or_default();
    let versions = versions.iter().map(|text| known("TlsVersions", text, TlsVersion::from_text(text)));
    let declaration = HopDeclaration {
        kind: known("Kind", &input.kind, DeclaredKind::from_text(&input.kind))?,
        port: u16::try_from(input.port).map_err(|_| wrong("Port", &input.port.to_string()))?,
        protocol: known("Protocol", &input.protocol, Protocol::from_text(&input.protocol))?,
        certificate: match input.certificate_source.as_deref() {
            None => None,
            Some("OWN") => Some(DeclaredSource::Own),
            Some("OUTSIDE") => Some(DeclaredSource::Outside),
            Some(other) => return Err(wrong("CertificateSource", other)),
        },
        certificate_arn: input.certificate_arn,
        server_name: input.server_name,
        network: match input.network {
            None => Network::Untrusted,
            Some(text) => known("Network", &text, Network::from_text(&text))?,
        },
        client_certificate: match input.client_certificate {
            None => ClientCertificate::NotRequired,
            Some(text) => known("ClientCertificate", &text, ClientCertificate::from_text(&text))?,
        },
        tls_versions: versions.collect::<Result<_, _>>()?,
        forwards_to: input.forwards_to.unwrap_or_default(),
        name: input.name,
        host: input.host,
    };
    let hop = placement::declare(instance, caller, declaration).await?;
    Ok(DeclareHopResponse { hop: Some(shown(hop)) })
}

/// Deletes a declared hop.
pub(in crate::tegata) async fn undeclare_hop(
    instance: &Instance,
    caller: &Caller,
    input: UndeclareHopRequest,
) -> Result<(), Error> {
    placement::undeclare(instance, caller, input.name).await
}

/// Lists the declared hops.
pub(in crate::tegata) async fn list_declared_hops(
    instance: &Instance,
    caller: &Caller,
    ListDeclaredHopsRequest {}: ListDeclaredHopsRequest,
) -> Result<ListDeclaredHopsResponse, Error> {
    let hops = placement::list_declared(instance, caller).await?;
    Ok(ListDeclaredHopsResponse { hops: Some(hops.into_iter().map(shown).collect()) })
}

/// A value of a closed list, which the contract has checked already.
fn known<T>(member: &str, text: &str, value: Option<T>) -> Result<T, Error> {
    value.ok_or_else(|| wrong(member, text))
}

fn wrong(member: &str, text: &str) -> Error {
    Error::invalid(PlacementReason::Declaration, format!("{member} cannot be {text}."))
}

fn shown(hop: DeclaredHop) -> Shown {
    let versions: Vec<String> = hop.tls_versions.iter().map(|version| version.as_str().to_owned()).collect();
    Shown {
        kind: Some(hop.kind.as_str().to_owned()),
        host: Some(hop.host.to_string()),
        port: Some(i64::from(hop.port)),
        protocol: Some(hop.protocol.as_str().to_owned()),
        certificate_source: hop.certificate.as_ref().map(|certificate| {
            match certificate {
                DeclaredCertificate::Own { .. } => "OWN",
                DeclaredCertificate::Outside { .. } => "OUTSIDE",
            }
            .to_owned()
        }),
        certificate_arn: hop.certificate_arn().map(str::to_owned),
        server_name: hop.server_name,
        network: Some(hop.network.as_str().to_owned()),
        client_certificate: Some(hop.client_certificate.as_str().to_owned()),
        tls_versions: Some(versions).filter(|versions| !versions.is_empty()),
        forwards_to: Some(hop.forwards_to).filter(|forwards| !forwards.is_empty()),
        declared_at: Some(Moment(hop.declared_at)),
        name: Some(hop.name),
    }
}
