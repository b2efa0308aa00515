//! Replays every corpus, and mutations of it that are the same in every run.

use std::fs;
use std::path::Path;

use tegata_fuzz::{TARGETS, feed};

/// Mutations of each file.
const MUTATIONS: u64 = 400;

#[test]
fn corpora_and_their_mutations_harm_nothing() {
    for (name, _) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
        let mut files: Vec<_> = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
            .map(|entry| entry.expect("a file").path())
            .collect();
        files.sort();
        assert!(!files.is_empty(), "{name} has no corpus");
        for file in files {
            let bytes = fs::read(&file).expect("a file");
            Feeding { name, bytes: bytes.clone() }.feed();
            for seed in 0..MUTATIONS {
                Feeding { name, bytes: mutated(&bytes, seed) }.feed();
            }
        }
    }
}

#[test]
fn each_target_has_a_program_for_the_fuzzer() {
    for (name, _) in TARGETS {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("libfuzzer/fuzz_targets/{name}.rs"));
        assert!(program.is_file(), "{}", program.display());
    }
}

/// Shows what was fed when a target panics, to be added to the corpus.
struct Feeding<'a> {
    name: &'a str,
    bytes: Vec<u8>,
}

impl Feeding<'_> {
    fn feed(&self) {
        feed(self.name, &self.bytes);
    }
}

impl Drop for Feeding<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{} panicked on \"{}\"", self.name, self.bytes.escape_ascii());
        }
    }
}

/// Bits flipped, pieces cut, doubled or moved; the same for the same seed.
fn mutated(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut below = |limit: usize| {
        // xorshift64* (Vigna): even enough for choosing places.
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit.max(1)
    };
    let mut bytes = bytes.to_vec();
    for _ in 0..=below(4) {
        let at = below(bytes.len());
        match below(6) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << below(8),
            1 if !bytes.is_empty() => bytes[at] = [0, 0xff, b'\n', b'"', b'<', b'.', b'%', b'*'][below(8)],
            2 => bytes.truncate(at),
            3 => bytes.insert(at, below(256) as u8),
            4 => {
                let piece = bytes[at..].iter().copied().take(1 + below(64)).collect::<Vec<u8>>();
                let to = below(bytes.len());
                bytes.splice(to..to, piece);
            }
            _ => {
                let to = (at + 1 + below(32)).min(bytes.len());
                bytes.drain(at.min(to)..to);
            }
        }
    }
    bytes
}
