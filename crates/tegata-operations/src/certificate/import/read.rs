//! Reading what an owner hands in: from PEM to facts that the model judges, within bounded time.

use tegata_model::certificate::Serial;
use tegata_model::certificate::import::{ImportBundle, KeyFits, Leaf, Link};
use tegata_x509::key_file::KeyFault;
use tegata_x509::pem;
use tegata_x509::strict_pem::{self, PemFault};
use tegata_x509::{KeyFile, ReadCertificate};

use super::{PemBundle, SUPPORTED_KEYS};
use crate::Error;
use crate::certificate::key_algorithm::from_codec;
use crate::reason::CertificateReason;

/// How many certificates a chain may have: two are usual, and each costs a signature to verify.
const CHAIN_LENGTH_MAX: usize = 100;
/// What is no larger is read in less time than another thread takes to wake: an elliptic curve's key, its certificate,
/// and an intermediate or two.
const AT_ONCE_BYTES_MAX: usize = 4096;
/// How much of a name in a certificate is repeated in a refusal: it may be tens of thousands of characters long.
const SHOWN: usize = 200;

/// What was handed in, read.
pub(super) struct Bundle {
    /// For the model to judge.
    pub(super) brought: ImportBundle,
    /// The certificate, in DER.
    pub(super) leaf: Vec<u8>,
    /// The chain as it is kept: PEM of the usual layout, in the order that was given.
    pub(super) chain_pem: String,
    key: KeyFile,
}

impl Bundle {
    /// The private key, in PKCS#8.
    pub(super) fn pkcs8(&self) -> &[u8] {
        self.key.pkcs8_der()
    }
}

/// Reads what was handed in. A long chain costs many signatures to verify, and an RSA key milliseconds to check: that
/// goes to a thread of its own.
pub(super) async fn read(import_fixture: PemBundle) -> Result<Bundle, Error> {
    let chain_bytes = import_fixture.chain.as_ref().map_or(0, Vec::len);
    if import_fixture.certificate.len() + import_fixture.private_key.len() + chain_bytes <= AT_ONCE_BYTES_MAX
    {
        return read_now(&import_fixture);
    }
    tokio::task::spawn_blocking(move || read_now(&import_fixture)).await.map_err(Error::internal)?
}

fn read_now(import_fixture: &PemBundle) -> Result<Bundle, Error> {
    let leaf = certificate(&import_fixture.certificate)?;
    let key = KeyFile::read(&import_fixture.private_key).map_err(|fault| key_refused(&fault))?;
    let chain = import_fixture.chain.as_deref().map_or(Ok(Vec::new()), chain)?;
    let fits = if key.belongs_to(leaf.spki_der()) { KeyFits::Belongs } else { KeyFits::Another };
    let links = links(&leaf, &chain);
    let ders: Vec<&[u8]> = chain.iter().map(ReadCertificate::der).collect();
    Ok(Bundle {
        brought: ImportBundle { leaf: facts(&leaf), chain: links, key: fits },
        leaf: leaf.der().to_vec(),
        chain_pem: pem::encode_chain(&ders),
        key,
    })
}

fn certificate(text: &[u8]) -> Result<ReadCertificate, Error> {
    let blocks = strict_pem::read(text, 1).map_err(|fault| match fault {
        PemFault::TooMany { .. } => refused(
            "The certificate field contains more than one certificate. You can specify only one certificate in this \
             field.",
        ),
        fault => not_pem("certificate", &fault),
    })?;
    let mut read = blocks.iter().map(|block| certificate_of("certificate", block));
    read.next().unwrap_or_else(|| Err(not_pem("certificate", &PemFault::Empty)))
}

fn chain(text: &[u8]) -> Result<Vec<ReadCertificate>, Error> {
    let blocks = strict_pem::read(text, CHAIN_LENGTH_MAX).map_err(|fault| match fault {
        PemFault::TooMany { limit } => refused(format!(
            "The certificate chain has more than {limit} certificates. Begin with the certificate's issuer, \
             and end with the root or before it."
        )),
        fault => not_pem("certificate chain", &fault),
    })?;
    blocks.iter().map(|block| certificate_of("certificate chain", block)).collect()
}

fn certificate_of(what: &str, block: &strict_pem::Block) -> Result<ReadCertificate, Error> {
    if block.label != "CERTIFICATE" {
        return Err(refused(format!(
            "{NOT_PEM} The {what} contains a block with the label {}.",
            block.label
        )));
    }
    ReadCertificate::read(&block.bytes)
        .map_err(|error| refused(format!("The {what} is not PEM-encoded or is not valid: {error}.")))
}

/// ACM's words for PEM that is none.
const NOT_PEM: &str = "The certificate body/chain provided is not in a valid PEM format.";

fn not_pem(what: &str, fault: &PemFault) -> Error {
    refused(format!("{NOT_PEM} In the {what}, {fault}."))
}

fn key_refused(fault: &KeyFault) -> Error {
    refused(match fault {
        KeyFault::Encrypted => {
            "The private key is encrypted. Decrypt it first, for example with `openssl pkey -in KEY -out \
             PLAIN`."
                .to_owned()
        }
        KeyFault::Length { bits } => {
            format!("The private key length {bits} is not supported for key algorithm. {SUPPORTED_KEYS}")
        }
        KeyFault::Unsupported(why) => {
            format!("The private key is not supported. In the private key, {why}. {SUPPORTED_KEYS}")
        }
        KeyFault::Pem(_) | KeyFault::NotOneKey(_) | KeyFault::Damaged => {
            format!("The private key is not PEM-encoded or is not valid. In the private key, {fault}.")
        }
    })
}

fn refused(message: impl Into<String>) -> Error {
    Error::invalid(CertificateReason::Import, message)
}

/// Each certificate of the chain, and why it does not certify the one before it. Verifying ends at the first fault.
fn links(leaf: &ReadCertificate, chain: &[ReadCertificate]) -> Vec<Link> {
    let (mut before, mut links) = (leaf, Vec::with_capacity(chain.len()));
    let mut sound = true;
    for (index, certificate) in chain.iter().enumerate() {
        let fault = if !sound {
            None
        } else if certificate.der() == leaf.der() {
            Some("it is the certificate itself; begin the chain with its issuer".to_owned())
        } else {
            certificate.certifies(before, index).err().map(|fault| shortened(&fault.to_string()))
        };
        sound = sound && fault.is_none();
        let said = certificate.description();
        links.push(Link {
            not_before: said.not_before,
            not_after: said.not_after,
            key_family: said.key_algorithm.map(|algorithm| from_codec(algorithm).family()),
            fault,
        });
        before = certificate;
    }
    links
}

fn facts(leaf: &ReadCertificate) -> Leaf {
    let said = leaf.description();
    let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    Leaf {
        format: said.version,
        serial: Serial::try_from(said.serial.replace(':', "")).ok(),
        subject: said.subject.clone(),
        common_name: said.common_name.clone(),
        issuer: said.issuer.clone(),
        issuer_organisation: said.issuer_organisation.clone(),
        not_before: said.not_before,
        not_after: said.not_after,
        key_algorithm: said.key_algorithm.map(from_codec),
        signature_algorithm: said.signature_algorithm.clone(),
        dns_names: said.dns_names.clone(),
        ip_addresses: said.ip_addresses.clone(),
        key_usages: said.key_usages.as_deref().map(texts),
        extended_key_usages: said
            .extended_key_usages
            .as_ref()
            .map(|usages| usages.iter().map(|(name, oid)| ((*name).to_owned(), oid.clone())).collect()),
        ocsp_urls: said.ocsp_urls.clone(),
        is_self_signed: leaf.is_self_signed(),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(2 * SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
