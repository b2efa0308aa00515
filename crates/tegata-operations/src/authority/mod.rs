//! The instance's own authorities: made at first start, loaded at each, and succeeded before they end.

pub mod base_urls;
mod establish;
mod export_roots;
mod publish;
mod server_certificate;
mod succeed;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use parking_lot::RwLock;
use tegata_model::AuthorityId;
use tegata_model::authority::{Authority, KeyFamily, Role, Term};
use tegata_model::certificate::Serial;
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

/// All authorities of the instance. New intermediates are taken up while it runs.
pub struct Authorities {
    loaded: RwLock<Arc<Loaded>>,
    reloaded: watch::Sender<u64>,
    roots_pem: String,
}

/// The authorities as they were read from the store.
struct Loaded {
    issuing: HashMap<KeyFamily, Vec<Arc<IssuingAuthority>>>,
    members: Vec<Member>,
}

/// An authority and what it signs with. A cross-certificate signs with nothing: its root does.
struct Member {
    authority: Authority,
    signer: Option<Arc<dyn Signer>>,
}

impl Authorities {
    /// An intermediate of a key family for a leaf with this window, chosen by a random number so that nobody pins one,
    /// among those that are valid all the while. Without any, the one that is valid longest.
    #[must_use]
    pub fn pick(&self, family: KeyFamily, leaf: Window, random: u32) -> Option<Arc<IssuingAuthority>> {
        let loaded = self.loaded();
        let begun = loaded.issuing.get(&family)?.iter();
        let begun: Vec<_> = begun.filter(|it| it.window().not_before <= leaf.not_before).collect();
        let lasting: Vec<_> = begun.iter().filter(|it| leaf.not_after <= it.window().not_after).collect();
        let picked = match lasting.len() {
            0 => begun.into_iter().max_by_key(|it| it.window().not_after)?,
            count => lasting[random as usize % count],
        };
        Some(Arc::clone(picked))
    }

    /// The intermediate with an identifier.
    #[must_use]
    pub fn issuing(&self, id: AuthorityId) -> Option<Arc<IssuingAuthority>> {
        self.loaded().issuing.values().flatten().find(|authority| authority.id == id).cloned()
    }

    /// All intermediates that sign leaves, or did; a handful.
    pub(crate) fn all_issuing(&self) -> Vec<Arc<IssuingAuthority>> {
        self.loaded().issuing.values().flatten().cloned().collect()
    }

    /// The roots to trust, in PEM: the new ones first, then the older.
    #[must_use]
    pub fn roots_pem(&self) -> &str {
        &self.roots_pem
    }

    /// Sees a new value after each time that other authorities were taken up.
    #[must_use]
    pub fn reloads(&self) -> watch::Receiver<u64> {
        self.reloaded.subscribe()
    }

    fn new(loaded: Loaded) -> Authorities {
        let of_role = |role| loaded.members.iter().filter(move |member| member.authority.role == role);
        let roots = of_role(Role::Root).chain(of_role(Role::OlderRoot));
        let roots_pem =
            roots.map(|member| pem::encode_certificate(&member.authority.certificate_der)).collect();
        Authorities { loaded: RwLock::new(Arc::new(loaded)), reloaded: watch::Sender::new(0), roots_pem }
    }

    fn loaded(&self) -> Arc<Loaded> {
        Arc::clone(&self.loaded.read())
    }

    fn take_up(&self, loaded: Loaded) {
        *self.loaded.write() = Arc::new(loaded);
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
        Ok(Loaded { issuing, members })
    }
}

/// From when to when an authority is valid, as its certificate says.
fn term_of(authority: &Authority) -> Result<Term, tegata_x509::Error> {
    let (not_before, not_after) = Issuer::of_certificate(&authority.certificate_der)?.period();
    let window = Window { not_before, not_after };
    Ok(Term { id: authority.id, role: authority.role, key_family: authority.key_family, window })
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
