//! The instance's own authorities: made at first start, loaded at each.

mod establish;
mod export_roots;
mod publish;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use tegata_model::AuthorityId;
use tegata_model::authority::{Authority, KeyFamily, Role};
use tegata_model::certificate::Serial;
use tegata_x509::ocsp::IssuerNames;
use tegata_x509::profile::Locations;
use tegata_x509::{Issuer, PrivateKey, Signer, describe, pem};

use crate::revocation::shard_of;

pub use self::establish::{EstablishError, establish};
pub use self::export_roots::export_roots;
pub use self::publish::{AuthorityFiles, publish};

/// An intermediate that signs leaves.
pub struct IssuingAuthority {
    /// Which.
    pub id: AuthorityId,
    /// Its common name.
    pub name: String,
    /// What leaves take over from it.
    pub issuer: Issuer,
    /// What is sent after a leaf: the intermediate, then its root as cross-signed by the older root.
    pub chain_pem: String,
    signer: Arc<dyn Signer>,
    /// What OCSP requests call it.
    pub names: IssuerNames,
    pki_base_url: String,
    ca_issuers_url: String,
    ocsp_url: String,
    told: OnceLock<Told>,
}

/// What is told of every certificate that an intermediate signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// `O` of the issuer's name.
    pub organisation: String,
    /// The signature's algorithm as ACM writes it.
    pub signature_algorithm: String,
}

impl IssuingAuthority {
    /// What is told of a leaf that it signed. Read from the first of them: issuer and algorithm of all the others
    /// are the same, which the lint holds them to.
    ///
    /// # Errors
    /// When the leaf cannot be read.
    pub fn told_by(&self, leaf: &[u8]) -> Result<&Told, tegata_x509::Error> {
        if let Some(told) = self.told.get() {
            return Ok(told);
        }
        let described = describe::describe(leaf)?;
        let organisation = described.issuer_organisation.unwrap_or_default();
        let told = Told { organisation, signature_algorithm: described.signature_algorithm };
        Ok(self.told.get_or_init(|| told))
    }

    /// What signs.
    #[must_use]
    pub fn signer(&self) -> &dyn Signer {
        self.signer.as_ref()
    }

    /// Where relying parties find the revocation list that would name this serial number.
    #[must_use]
    pub fn list_url(&self, serial: Serial) -> String {
        shard_url(&self.pki_base_url, self.id, shard_of(serial))
    }

    /// Where relying parties find out about a leaf: `list_url` is that of its serial number.
    #[must_use]
    pub fn locations<'a>(&'a self, list_url: &'a str) -> Locations<'a> {
        Locations { crl: list_url, ca_issuers: &self.ca_issuers_url, ocsp: Some(&self.ocsp_url) }
    }
}

/// All authorities of the instance, loaded.
pub struct Authorities {
    issuing: HashMap<KeyFamily, Vec<Arc<IssuingAuthority>>>,
    members: Vec<Member>,
    roots_pem: String,
}

/// An authority and what it signs with. A cross-certificate signs with nothing: its root does.
struct Member {
    authority: Authority,
    signer: Option<Arc<dyn Signer>>,
}

impl Authorities {
    /// An intermediate of a key family, chosen by a random number, so that nobody pins one.
    #[must_use]
    pub fn pick(&self, family: KeyFamily, random: u32) -> Option<Arc<IssuingAuthority>> {
        let of_family = self.issuing.get(&family)?;
        of_family.get(random as usize % of_family.len().max(1)).cloned()
    }

    /// The intermediate with an identifier.
    #[must_use]
    pub fn issuing(&self, id: AuthorityId) -> Option<Arc<IssuingAuthority>> {
        self.issuing.values().flatten().find(|authority| authority.id == id).cloned()
    }

    /// All intermediates that sign leaves; a handful.
    pub(crate) fn all_issuing(&self) -> impl Iterator<Item = &Arc<IssuingAuthority>> {
        self.issuing.values().flatten()
    }

    /// The roots to trust, in PEM: the new ones first, then the older.
    #[must_use]
    pub fn roots_pem(&self) -> &str {
        &self.roots_pem
    }

    fn new(
        members: Vec<(Authority, Option<PrivateKey>)>,
        pki_base_url: &str,
    ) -> Result<Authorities, tegata_x509::Error> {
        let members: Vec<Member> = members
            .into_iter()
            .map(|(authority, key)| Member {
                authority,
                signer: key.map(|key| Arc::new(key) as Arc<dyn Signer>),
            })
            .collect();
        let mut issuing: HashMap<KeyFamily, Vec<Arc<IssuingAuthority>>> = HashMap::new();
        for member in members.iter().filter(|member| member.authority.role == Role::Intermediate) {
            let Some(signer) = &member.signer else { continue };
            let authority = &member.authority;
            let cross = members.iter().find(|other| {
                other.authority.role == Role::CrossCertificate
                    && other.authority.key_family == authority.key_family
            });
            let chain: Vec<&[u8]> = [Some(member), cross]
                .into_iter()
                .flatten()
                .map(|it| &it.authority.certificate_der[..])
                .collect();
            issuing.entry(authority.key_family).or_default().push(Arc::new(IssuingAuthority {
                id: authority.id,
                name: authority.name.clone(),
                issuer: Issuer::of_certificate(&authority.certificate_der)?,
                chain_pem: pem::encode_chain(&chain),
                signer: Arc::clone(signer),
                names: IssuerNames::of_certificate(&authority.certificate_der)?,
                pki_base_url: pki_base_url.to_owned(),
                ocsp_url: format!("{pki_base_url}{}{}", OCSP_PREFIX, authority.id.0.simple()),
                ca_issuers_url: ca_issuers_url(pki_base_url, authority.id),
                told: OnceLock::new(),
            }));
        }
        let of_role = |role| members.iter().filter(move |member| member.authority.role == role);
        let roots = of_role(Role::Root).chain(of_role(Role::OlderRoot));
        let roots_pem =
            roots.map(|member| pem::encode_certificate(&member.authority.certificate_der)).collect();
        Ok(Authorities { issuing, members, roots_pem })
    }
}

/// Where an authority's revocation list is found.
fn crl_url(pki_base_url: &str, id: AuthorityId) -> String {
    format!("{pki_base_url}{}", crl_path(id))
}

/// Where an intermediate's revocation list of a shard is found.
pub(crate) fn shard_url(pki_base_url: &str, id: AuthorityId, shard: u32) -> String {
    format!("{pki_base_url}/pki/{}/{shard}.crl", id.0.simple())
}

/// Under which path the OCSP responders are, each by its authority's identifier.
pub const OCSP_PREFIX: &str = "/ocsp/";

/// Where an authority's certificate is found.
fn ca_issuers_url(pki_base_url: &str, id: AuthorityId) -> String {
    format!("{pki_base_url}{}", certificate_path(id))
}

fn crl_path(id: AuthorityId) -> String {
    format!("/pki/{}.crl", id.0.simple())
}

fn certificate_path(id: AuthorityId) -> String {
    format!("/pki/{}.cer", id.0.simple())
}
