//! Sealing: private keys and other secrets are kept as AES-256-GCM under a key-encryption key that is not
//! in the store.
//!
//! A sealed value is `1 | key id (8) | nonce (12) | ciphertext and tag`. What it belongs to (a purpose and an
//! identifier) is authenticated with it, so that a sealed key cannot be moved to another row. Several keys
//! may be given: the first seals, all of them open; that is how the key is rotated.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::digest;
use zeroize::Zeroizing;

const FORM: u8 = 1;
const KEY_BYTES: usize = 32;
const KEY_ID_BYTES: usize = 8;
const HEAD_BYTES: usize = 1 + KEY_ID_BYTES + NONCE_LEN;

/// Fills bytes with random ones that cannot be predicted: nonces are drawn from it.
pub type RandomSource = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// Why something could not be sealed or opened, or a key not be read.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// No key that was given has sealed this.
    #[error(
        "the secret is encrypted under another key-encryption key (its identifier is {0}): start with that \
         key"
    )]
    OtherKey(String),
    /// Changed, cut short, or belonging to something else.
    #[error("an encrypted secret is damaged or belongs to another row: restore the store from a backup")]
    Damaged,
    /// The key file is there and cannot be used.
    #[error("the key-encryption key {}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Others may read the key file.
    #[error("other users can read the key-encryption key {} (mode {mode:o}): run chmod 600 on it", path.display())]
    Readable {
        /// Which file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// Another user owns the key file, and so can read and change it.
    #[error(
        "the key-encryption key {} belongs to another user (uid {owner}): if it is the right file, chown it \
         to the user that runs tegata",
        path.display()
    )]
    Foreign {
        /// Which file.
        path: PathBuf,
        /// Who owns it.
        owner: u32,
    },
    /// Not lines of 64 hexadecimal digits.
    #[error(
        "{origin} contains no valid key-encryption key: write one key per line, 64 hexadecimal digits each, \
         the newest key first"
    )]
    Form {
        /// Where it was read from.
        origin: String,
    },
}

/// Seals and opens. Prints nothing of itself.
pub struct Sealer {
    keys: Vec<Key>,
    random: RandomSource,
}

struct Key {
    id: [u8; KEY_ID_BYTES],
    key: LessSafeKey,
}

impl Sealer {
    /// Makes the file of a new key, for its owner alone. One that is there already stays as it is.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn make_file(path: &Path, fresh: &[u8; KEY_BYTES]) -> Result<(), SealError> {
        let fault = |source| SealError::File { path: path.to_owned(), source };
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        match made {
            Ok(mut file) => {
                let line = Zeroizing::new(format!("{}\n", *hex_of_key(fresh)));
                file.write_all(line.as_bytes()).and_then(|()| file.sync_all()).map_err(fault)
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(fault(error)),
        }
    }

    /// Reads the keys from a file that only its owner may read, which is `user` or root.
    /// One key a line, in hexadecimal: the first seals, the others only open what they once sealed.
    ///
    /// # Errors
    /// When the file is not there or cannot be used; the message says what to do.
    pub fn from_file(path: &Path, user: u32, random: RandomSource) -> Result<Sealer, SealError> {
        Sealer::from_text(&Sealer::file_text(path, user)?, &path.display().to_string(), random)
    }

    /// The text of a key file that only its owner may read, which is `user` or root.
    ///
    /// # Errors
    /// When the file is not there or cannot be used; the message says what to do.
    pub fn file_text(path: &Path, user: u32) -> Result<Zeroizing<String>, SealError> {
        let fault = |source| SealError::File { path: path.to_owned(), source };
        // Of the file that is read, whatever its name stands for a moment later.
        let mut file = fs::File::open(path).map_err(fault)?;
        let metadata = file.metadata().map_err(fault)?;
        let (mode, owner) = (metadata.mode() & 0o777, metadata.uid());
        if mode & 0o077 != 0 {
            return Err(SealError::Readable { path: path.to_owned(), mode });
        }
        if owner != user && owner != 0 {
            return Err(SealError::Foreign { path: path.to_owned(), owner });
        }
        let mut text = Zeroizing::new(String::new());
        file.read_to_string(&mut text).map_err(fault)?;
        Ok(text)
    }

    /// Reads the keys from text, as an environment variable holds it. `origin` names it in errors; nonces come from
    /// `random`.
    ///
    /// # Errors
    /// When it holds no keys.
    pub fn from_text(text: &str, origin: &str, random: RandomSource) -> Result<Sealer, SealError> {
        Ok(Sealer { keys: Sealer::keys(text, origin)?, random })
    }

    /// Checks text as [`Sealer::from_text`] reads it.
    ///
    /// # Errors
    /// When it holds no keys.
    pub fn check_text(text: &str, origin: &str) -> Result<(), SealError> {
        Sealer::keys(text, origin).map(drop)
    }

    fn keys(text: &str, origin: &str) -> Result<Vec<Key>, SealError> {
        let fault = || SealError::Form { origin: origin.to_owned() };
        let lines = text.split(['\n', ',']).map(str::trim).filter(|line| !line.is_empty());
        let keys = lines.map(|line| unhex(line).map(|key| Key::new(&key)).ok_or_else(fault));
        let keys = keys.collect::<Result<Vec<Key>, SealError>>()?;
        if keys.is_empty() { Err(fault()) } else { Ok(keys) }
    }

    /// Seals `plaintext` as belonging to `place`, such as `certificate-key/1f0c…`.
    #[must_use]
    pub fn seal(&self, place: &str, plaintext: &[u8]) -> Vec<u8> {
        let key = &self.keys[0];
        let mut nonce = [0; NONCE_LEN];
        (self.random)(&mut nonce);
        let mut sealed = Vec::with_capacity(HEAD_BYTES + plaintext.len() + AES_256_GCM.tag_len());
        sealed.push(FORM);
        sealed.extend_from_slice(&key.id);
        sealed.extend_from_slice(&nonce);
        let mut body = Zeroizing::new(plaintext.to_vec());
        let nonce = Nonce::assume_unique_for_key(nonce);
        key.key
            .seal_in_place_append_tag(nonce, Aad::from(place.as_bytes()), &mut *body)
            .expect("AES-GCM seals whatever fits in memory");
        sealed.extend_from_slice(&body);
        sealed
    }

    /// Opens what was sealed as belonging to `place`.
    ///
    /// # Errors
    /// When another key sealed it, or it was changed or moved.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (head, body) = sealed.split_at_checked(HEAD_BYTES).ok_or(SealError::Damaged)?;
        if head[0] != FORM {
            return Err(SealError::Damaged);
        }
        let id = &head[1..=KEY_ID_BYTES];
        let key = self.keys.iter().find(|key| key.id == id).ok_or_else(|| SealError::OtherKey(hex(id)))?;
        let nonce =
            Nonce::try_assume_unique_for_key(&head[1 + KEY_ID_BYTES..]).map_err(|_| SealError::Damaged)?;
        let mut body = Zeroizing::new(body.to_vec());
        let length = key
            .key
            .open_in_place(nonce, Aad::from(place.as_bytes()), &mut body)
            .map_err(|_| SealError::Damaged)?
            .len();
        body.truncate(length);
        Ok(body)
    }

    /// Whether the newest key sealed this; if not, [`Sealer::reseal`] does.
    #[must_use]
    pub fn is_newest(&self, sealed: &[u8]) -> bool {
        sealed.get(1..=KEY_ID_BYTES) == Some(&self.keys[0].id[..])
    }

    /// Seals under the newest key what another one has sealed, at the same place.
    ///
    /// # Errors
    /// Those of [`Sealer::open`].
    pub fn reseal(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        Ok(self.seal(place, &self.open(place, sealed)?))
    }

    /// The identifier of the newest key, as it stands in what it has sealed.
    #[must_use]
    pub fn newest(&self) -> [u8; KEY_ID_BYTES] {
        self.keys[0].id
    }

    /// The identifiers of all keys in hexadecimal, the newest first: for the log and for messages. They tell nothing of
    /// the keys.
    #[must_use]
    pub fn key_ids(&self) -> Vec<String> {
        self.keys.iter().map(|key| hex(&key.id)).collect()
    }
}

impl Key {
    fn new(bytes: &[u8; KEY_BYTES]) -> Key {
        // The identifier tells nothing of the key: it is a part of a digest of it.
        let digest = digest::digest(&digest::SHA256, bytes);
        let mut id = [0; KEY_ID_BYTES];
        id.copy_from_slice(&digest.as_ref()[..KEY_ID_BYTES]);
        let key = UnboundKey::new(&AES_256_GCM, bytes).expect("32 bytes are a key of AES-256");
        Key { id, key: LessSafeKey::new(key) }
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer")
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hex_of_key(key: &[u8; KEY_BYTES]) -> Zeroizing<String> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = key.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    // Of its whole length from the start: a buffer that grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(2 * KEY_BYTES));
    text.extend(digits.map(|digit| char::from(DIGITS[usize::from(digit)])));
    text
}

fn unhex(text: &str) -> Option<Zeroizing<[u8; KEY_BYTES]>> {
    let mut bytes = Zeroizing::new([0; KEY_BYTES]);
    if text.len() != 2 * KEY_BYTES || !text.is_ascii() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::*;

    const OLD: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    const NEW: &str = "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100";

    fn sealer(text: &str) -> Sealer {
        Sealer::from_text(text, "test", counting()).expect("keys")
    }

    /// Other bytes each time.
    fn counting() -> RandomSource {
        let count = AtomicU8::new(0);
        Arc::new(move |bytes| bytes.fill(count.fetch_add(1, Ordering::Relaxed)))
    }

    #[test]
    fn nonces_come_from_the_source_that_was_given() {
        let (one, same) = (sealer(OLD), sealer(OLD));
        let sealed = one.seal("key/1", b"secret");
        assert_eq!(sealed, same.seal("key/1", b"secret"), "a source that repeats has its bytes repeat");
        assert_ne!(sealed, one.seal("key/1", b"secret"));
    }

    #[test]
    fn what_was_sealed_is_opened_at_its_own_place_only() {
        let sealed = sealer(OLD).seal("key/1", b"secret");
        assert_eq!(&sealer(OLD).open("key/1", &sealed).expect("opened")[..], b"secret");
        assert!(matches!(sealer(OLD).open("key/2", &sealed), Err(SealError::Damaged)));
        assert!(matches!(sealer(NEW).open("key/1", &sealed), Err(SealError::OtherKey(_))));
    }

    #[test]
    fn a_changed_byte_anywhere_is_noticed() {
        let sealed = sealer(OLD).seal("key/1", b"secret");
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(sealer(OLD).open("key/1", &changed).is_err(), "byte {place}");
            assert!(sealer(OLD).open("key/1", &sealed[..place]).is_err(), "cut at {place}");
        }
    }

    #[test]
    fn a_rotated_key_still_opens_what_it_sealed() {
        let sealed = sealer(OLD).seal("key/1", b"secret");
        let rotated = sealer(&format!("{NEW}\n{OLD}\n"));
        assert_eq!(&rotated.open("key/1", &sealed).expect("opened")[..], b"secret");
        assert!(!rotated.is_newest(&sealed));
        assert!(rotated.is_newest(&rotated.seal("key/1", b"secret")));
    }

    #[test]
    fn a_key_file_is_made_once_and_refused_when_others_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        let user = fs::metadata(folder.path()).expect("a folder").uid();
        assert!(
            matches!(Sealer::from_file(&path, user, counting()), Err(SealError::File { .. })),
            "none is made by reading"
        );
        Sealer::make_file(&path, &[7; 32]).expect("made");
        let sealed = Sealer::from_file(&path, user, counting()).expect("read").seal("p", b"x");
        Sealer::make_file(&path, &[8; 32]).expect("there already");
        let again = Sealer::from_file(&path, user, counting()).expect("read");
        assert_eq!(&again.open("p", &sealed).expect("the same key")[..], b"x");
        let other = user + 1;
        match (user, Sealer::from_file(&path, other, counting())) {
            (0, read) => assert!(read.is_ok(), "root's files are for others to use"),
            (_, read) => assert!(matches!(read, Err(SealError::Foreign { .. }))),
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("chmod");
        assert!(matches!(Sealer::from_file(&path, user, counting()), Err(SealError::Readable { .. })));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "\n", "abc", &OLD[1..], &format!("{OLD}zz")] {
            assert!(
                matches!(Sealer::from_text(text, "test", counting()), Err(SealError::Form { .. })),
                "{text}"
            );
        }
    }
}
