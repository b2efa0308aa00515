//! The instance's own authorities: made at first start, loaded at each, and succeeded before they end.

pub mod base_urls;
mod establish;
mod export_roots;
mod publish;
mod server_certificate;
mod succeed;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;
use tegata_model::AuthorityId;
use tegata_model::authority::{Authority, KeyFamily, Role, Term};
use tegata_model::certificate::{Issuer as ChosenIssuer, Serial};
use tegata_model::validity::Window;
use tegata_x509::ocsp::IssuerNames;
use tegata_x509::profile::Locations;
use tegata_x509::{Issuer, PrivateKey, Signer, describe, pem};
use tokio::sync::watch;

use crate::certificate::revocation::shard_of;

pub use self::establish::{EstablishError, establish, key_strength, rehearse, reload};
pub use self::export_roots::export_roots;
pub use self::publish::{AuthorityFiles, PublishedList, ROOTS_PATH, RootCertificate, publish};
pub use self::server_certificate::{ServerCertificate, server_certificate};
pub use self::succeed::succeed;

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
    leaf_facts: OnceLock<LeafFacts>,
}

/// Facts that are the same for every certificate that an intermediate signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafFacts {
    /// `O` of the issuer's name.
    pub organisation: String,
    /// The signature's algorithm as ACM writes it.
    pub signature_algorithm: String,
}

impl IssuingAuthority {
    /// The facts of leaves that it signed. Read from the first of them: issuer and algorithm of all the others
    /// are the same, which the lint holds them to.
    ///
    /// # Errors
    /// When the leaf cannot be read.
    pub fn leaf_facts(&self, leaf: &[u8]) -> Result<&LeafFacts, tegata_x509::Error> {
        if let Some(leaf_facts) = self.leaf_facts.get() {
            return Ok(leaf_facts);
        }
        let described = describe::describe(leaf)?;
        let organisation = described.issuer_organisation.unwrap_or_default();
        let leaf_facts = LeafFacts { organisation, signature_algorithm: described.signature_algorithm };
        Ok(self.leaf_facts.get_or_init(|| leaf_facts))
    }

    /// From when to when its certificate is valid.
    #[must_use]
    pub fn window(&self) -> Window {
        let (not_before, not_after) = self.issuer.period();
        Window { not_before, not_after }
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

/// A snapshot of all authorities in the store. It is replaced as a whole: when this node makes one, when the change log
/// says that another node has, and when the base URL changes.
pub struct Authorities {
    loaded: ArcSwap<Loaded>,
    reloaded: watch::Sender<u64>,
}

/// The authorities as they were read from the store.
struct Loaded {
    issuing: HashMap<AuthorityId, Arc<IssuingAuthority>>,
    terms: Vec<Term>,
    members: Vec<Member>,
    roots_pem: Arc<str>,
}

/// An authority and what it signs with. A cross-certificate signs with nothing: its root does.
struct Member {
    authority: Authority,
    signer: Option<Arc<dyn Signer>>,
}

impl Authorities {
    /// The authority that signs a leaf; see [`ChosenIssuer::choose_authority`].
    #[must_use]
    pub fn choose(
        &self,
        issuer: ChosenIssuer,
        family: KeyFamily,
        leaf: Window,
        random: u32,
    ) -> Option<Arc<IssuingAuthority>> {
        let loaded = self.loaded();
        let chosen = issuer.choose_authority(&loaded.terms, family, leaf, random)?;
        loaded.issuing.get(&chosen).cloned()
    }

    /// The intermediate with an identifier.
    #[must_use]
    pub fn issuing(&self, id: AuthorityId) -> Option<Arc<IssuingAuthority>> {
        self.loaded().issuing.get(&id).cloned()
    }

    /// All intermediates that sign leaves, or did; a handful.
    pub(crate) fn all_issuing(&self) -> Vec<Arc<IssuingAuthority>> {
        self.loaded().issuing.values().cloned().collect()
    }

    /// The roots to trust, in PEM: the new ones first, then the older.
    #[must_use]
    pub fn roots_pem(&self) -> Arc<str> {
        Arc::clone(&self.loaded().roots_pem)
    }

    /// Sees a new value after each time that other authorities were taken up.
    #[must_use]
    pub fn reloads(&self) -> watch::Receiver<u64> {
        self.reloaded.subscribe()
    }

    fn new(loaded: Loaded) -> Authorities {
        Authorities { loaded: ArcSwap::from_pointee(loaded), reloaded: watch::Sender::new(0) }
    }

    fn loaded(&self) -> Arc<Loaded> {
        self.loaded.load_full()
    }

    fn replace(&self, loaded: Loaded) {
        self.loaded.store(Arc::new(loaded));
        self.reloaded.send_modify(|count| *count += 1);
    }
}

impl Loaded {
    fn new(
        members: Vec<(Authority, Option<PrivateKey>)>,
        pki_base_url: &str,
    ) -> Result<Loaded, tegata_x509::Error> {
        let members: Vec<Member> = members
            .into_iter()
            .map(|(authority, key)| Member {
                authority,
                signer: key.map(|key| Arc::new(key) as Arc<dyn Signer>),
            })
            .collect();
        let terms = members.iter().map(|member| term_of(&member.authority)).collect::<Result<_, _>>()?;
        let mut issuing = HashMap::new();
        for member in members.iter().filter(|member| member.authority.role == Role::Intermediate) {
            let Some(signer) = &member.signer else { continue };
            let authority = &member.authority;
            let cross = members.iter().find(|other| {
                other.authority.role == Role::CrossCertificate
                    && other.authority.tenant == authority.tenant
                    && other.authority.key_family == authority.key_family
            });
            let chain: Vec<&[u8]> = [Some(member), cross]
                .into_iter()
                .flatten()
                .map(|it| &it.authority.certificate_der[..])
                .collect();
            let issuer = IssuingAuthority {
                id: authority.id,
                name: authority.name.clone(),
                issuer: Issuer::of_certificate(&authority.certificate_der)?,
                chain_pem: pem::encode_chain(&chain),
                signer: Arc::clone(signer),
                names: IssuerNames::of_certificate(&authority.certificate_der)?,
                pki_base_url: pki_base_url.to_owned(),
                ocsp_url: format!("{pki_base_url}{}{}", OCSP_PREFIX, authority.id.0.simple()),
                ca_issuers_url: ca_issuers_url(pki_base_url, authority.id),
                leaf_facts: OnceLock::new(),
            };
            issuing.insert(authority.id, Arc::new(issuer));
        }
        let roots = own_roots(members.iter().map(|member| &member.authority));
        let roots_pem = roots.map(|root| pem::encode_certificate(&root.certificate_der)).collect::<String>();
        Ok(Loaded { issuing, terms, members, roots_pem: roots_pem.into() })
    }
}

/// The roots of the instance's own hierarchy, which its clients trust: the new ones first, then the older.
fn own_roots<'a>(
    authorities: impl Iterator<Item = &'a Authority> + Clone,
) -> impl Iterator<Item = &'a Authority> {
    let own = authorities.filter(|authority| authority.tenant.is_none());
    let of_role = move |role| own.clone().filter(move |authority| authority.role == role);
    of_role(Role::Root).chain(of_role(Role::OlderRoot))
}

/// From when to when an authority is valid, as its certificate says.
fn term_of(authority: &Authority) -> Result<Term, tegata_x509::Error> {
    let (not_before, not_after) = Issuer::of_certificate(&authority.certificate_der)?.period();
    let window = Window { not_before, not_after };
    Ok(Term {
        id: authority.id,
        tenant: authority.tenant.clone(),
        role: authority.role,
        key_family: authority.key_family,
        window,
    })
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
