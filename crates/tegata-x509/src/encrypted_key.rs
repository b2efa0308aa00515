//! Private keys under a passphrase: PKCS#8's EncryptedPrivateKeyInfo (RFC 5958 §3) by PBES2 (RFC 8018 §6.2).
//!
//! PBKDF2 with HMAC-SHA-256, then AES-256 in CBC mode: what OpenSSL, Java and browsers all open. The derivation and
//! the cipher are aws-lc's; the parameters are `pkcs5`'s types.

use std::num::NonZeroU32;

use aws_lc_rs::cipher::{
    AES_256, AES_256_KEY_LEN, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::pbkdf2;
use der::Sequence;
use der::asn1::OctetStringRef;
use pkcs5::pbes2::{self, Kdf, Parameters, Pbkdf2Params};
use zeroize::Zeroizing;

use crate::Error;
use crate::key::der_of;

/// The fewest iterations of PBKDF2 that are written: OpenSSL's default (`openssl pkcs8 -iter`), and ACM's number.
pub const ITERATIONS_MIN: u32 = 2048;

/// What makes two encryptions of one key under one passphrase differ: drawn anew for each.
pub struct Fresh {
    /// PBKDF2's salt.
    pub salt: [u8; 16],
    /// The cipher's initialisation vector.
    pub iv: [u8; 16],
}

/// EncryptedPrivateKeyInfo.
#[derive(Sequence)]
struct EncryptedPrivateKeyInfo<'a> {
    algorithm: pkcs5::EncryptionScheme,
    data: &'a OctetStringRef,
}

/// Puts a key (PKCS#8, in DER) under a passphrase, as PEM (`ENCRYPTED PRIVATE KEY`).
///
/// Takes as long as the iterations do: keep it off a thread that others wait for.
///
/// # Errors
/// When there are fewer iterations than [`ITERATIONS_MIN`].
pub fn encrypt(pkcs8: &[u8], passphrase: &[u8], iterations: u32, fresh: &Fresh) -> Result<String, Error> {
    let count = NonZeroU32::new(iterations).filter(|count| count.get() >= ITERATIONS_MIN);
    let count = count.ok_or(Error::Key("the number of PBKDF2 iterations is too low"))?;
    let mut derived = Zeroizing::new([0; AES_256_KEY_LEN]);
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, count, &fresh.salt, passphrase, &mut *derived);
    let failed = |_| Error::Key("it could not be encrypted");
    let key = UnboundCipherKey::new(&AES_256, &*derived).map_err(failed)?;
    let cipher = PaddedBlockEncryptingKey::cbc_pkcs7(key).map_err(failed)?;
    // The padding is written behind the plain text: room for it now leaves no copy of the key behind.
    let mut data = Zeroizing::new(Vec::with_capacity(pkcs8.len() + 16));
    data.extend_from_slice(pkcs8);
    let context = EncryptionContext::Iv128(FixedLength::from(fresh.iv));
    cipher.less_safe_encrypt(&mut *data, context).map_err(failed)?;
    let unwritable = |error: der::Error| Error::value("an encrypted key", error);
    let info = EncryptedPrivateKeyInfo {
        algorithm: pkcs5::EncryptionScheme::from(Parameters {
            kdf: Kdf::from(
                Pbkdf2Params::hmac_sha256(iterations, &fresh.salt)
                    .map_err(|error| Error::value("the parameters of a key's encryption", error))?,
            ),
            encryption: pbes2::EncryptionScheme::Aes256Cbc { iv: fresh.iv },
        }),
        data: OctetStringRef::new(&data).map_err(unwritable)?,
    };
    Ok(crate::pem::encode_encrypted_key(&der_of("an encrypted key", &info)?))
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::cipher::{DecryptionContext, PaddedBlockDecryptingKey};
    use der::Decode;

    use super::*;
    use crate::strict_pem;

    const FRESH: Fresh = Fresh { salt: [7; 16], iv: [9; 16] };

    /// Opens what was encrypted, from its own parameters, by the primitives alone.
    fn opened(pem: &str, passphrase: &[u8]) -> Option<Vec<u8>> {
        let blocks = strict_pem::read(pem.as_bytes(), 1).expect("one block");
        assert_eq!(blocks[0].label, "ENCRYPTED PRIVATE KEY");
        let info = EncryptedPrivateKeyInfo::from_der(&blocks[0].bytes).expect("its structure");
        let parameters = info.algorithm.pbes2().expect("PBES2");
        let kdf = parameters.kdf.pbkdf2().expect("PBKDF2");
        let count = NonZeroU32::new(kdf.iteration_count).expect("iterations");
        let mut derived = [0; AES_256_KEY_LEN];
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, count, kdf.salt.as_bytes(), passphrase, &mut derived);
        let pbes2::EncryptionScheme::Aes256Cbc { iv } = parameters.encryption else { panic!("AES-256-CBC") };
        let key = UnboundCipherKey::new(&AES_256, &derived).expect("a key");
        let cipher = PaddedBlockDecryptingKey::cbc_pkcs7(key).expect("a cipher");
        let mut data = info.data.as_bytes().to_vec();
        let context = DecryptionContext::Iv128(FixedLength::from(iv));
        cipher.decrypt(&mut data, context).ok().map(|plain| plain.to_vec())
    }

    #[test]
    fn a_key_comes_out_under_its_passphrase_alone() {
        for length in [1, 15, 16, 17, 138, 1218] {
            let key = vec![0x5a; length];
            let pem = encrypt(&key, b"correct horse\n", ITERATIONS_MIN, &FRESH).expect("encrypted");
            assert_eq!(opened(&pem, b"correct horse\n"), Some(key.clone()));
            assert_ne!(opened(&pem, b"correct horse"), Some(key), "the newline counts");
        }
    }

    #[test]
    fn too_few_iterations_are_refused() {
        assert!(encrypt(b"key", b"pass", ITERATIONS_MIN - 1, &FRESH).is_err());
        assert!(encrypt(b"key", b"pass", 0, &FRESH).is_err());
    }

    #[test]
    fn the_same_key_never_looks_the_same() {
        let once = encrypt(b"key", b"pass", ITERATIONS_MIN, &FRESH).expect("encrypted");
        let other = Fresh { salt: [8; 16], ..FRESH };
        assert_ne!(once, encrypt(b"key", b"pass", ITERATIONS_MIN, &other).expect("encrypted"));
    }
}
