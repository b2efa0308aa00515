//! Certificates made by openssl.

use std::path::PathBuf;

use tegata_edge::{CertificateSummary, KeyFamily, Material};
use tempfile::TempDir;
use zeroize::Zeroizing;

use crate::clients::openssl;

/// A self-signed certificate in a folder of its own.
pub(crate) struct Certificate {
    folder: TempDir,
    names: Vec<String>,
    key_family: KeyFamily,
    key_bits: u32,
}

impl Certificate {
    /// On P-256.
    pub(crate) async fn ec(names: &[&str]) -> Certificate {
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
        Certificate::make(names, &key, KeyFamily::Ec, 256).await
    }

    /// On P-384 or P-521.
    pub(crate) async fn ec_of(names: &[&str], key_bits: u32) -> Certificate {
        let curve = format!("ec_paramgen_curve:P-{key_bits}");
        let key = ["-newkey", "ec", "-pkeyopt", &curve, "-sha384"];
        Certificate::make(names, &key, KeyFamily::Ec, key_bits).await
    }

    /// With 2048 bits of RSA.
    pub(crate) async fn rsa(names: &[&str]) -> Certificate {
        Certificate::make(names, &["-newkey", "rsa:2048"], KeyFamily::Rsa, 2048).await
    }

    async fn make(names: &[&str], key: &[&str], key_family: KeyFamily, key_bits: u32) -> Certificate {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        let subject = format!("/CN={}", names[0]);
        let listed: Vec<String> = names.iter().map(|name| format!("DNS:{name}")).collect();
        let extension = format!("subjectAltName={}", listed.join(","));
        let (key_file, chain_file) = (path("key.pem"), path("chain.pem"));
        let rest = ["-keyout", &key_file, "-out", &chain_file, "-subj", &subject, "-addext", &extension];
        openssl(&[&["req", "-x509", "-noenc", "-days", "30"], key, &rest].concat()).await;
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Certificate { folder, names, key_family, key_bits }
    }

    /// Its file, in PEM: a client that trusts it trusts nothing else.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("chain.pem")
    }

    /// As the edge takes it.
    pub(crate) fn material(&self, version: u64) -> Material {
        let read =
            |name| std::fs::read_to_string(self.folder.path().join(name)).expect("a file of openssl's");
        Material {
            chain_pem: read("chain.pem"),
            key_pem: Zeroizing::new(read("key.pem")),
            summary: CertificateSummary {
                names: self.names.clone(),
                key_family: self.key_family,
                key_bits: self.key_bits,
                hash_bits: 256,
                not_after: i64::MAX,
                version,
            },
        }
    }

    /// Its DER.
    pub(crate) async fn der(&self) -> Vec<u8> {
        let der = self.folder.path().join("leaf.der");
        let (from, to) = (self.file().display().to_string(), der.display().to_string());
        openssl(&["x509", "-in", &from, "-outform", "DER", "-out", &to]).await;
        std::fs::read(der).expect("a file of openssl's")
    }
}
