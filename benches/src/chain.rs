//! A root, an intermediate and a leaf to serve, all P-256, made by openssl.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// The name that the leaf is for.
pub const NAME: &str = "www.example.com";

/// Files of a chain.
pub struct Chain {
    /// The root, in PEM.
    pub root: PathBuf,
    /// The leaf and the intermediate, in PEM.
    pub chain: PathBuf,
    /// The leaf's key, in PKCS#8 PEM.
    pub key: PathBuf,
}

impl Chain {
    /// Makes a chain in `folder`.
    ///
    /// # Errors
    /// When openssl is not there or fails.
    pub fn make(folder: &Path) -> Result<Chain> {
        let at = |name: &str| folder.join(name);
        let leaf_profile = format!(
            "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\nsubjectAltName=DNS:{NAME}\n"
        );
        fs::write(
            at("ca.cnf"),
            "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n",
        )?;
        fs::write(at("leaf.cnf"), leaf_profile)?;
        for name in ["root", "intermediate", "leaf"] {
            let key = ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out"];
            openssl(folder, &[&key[..], &[&format!("{name}.key")]].concat())?;
            let subject = format!("/CN={}", if name == "leaf" { NAME } else { name });
            let request = ["req", "-new", "-key", &format!("{name}.key"), "-subj", &subject, "-out"];
            openssl(folder, &[&request[..], &[&format!("{name}.csr")]].concat())?;
        }
        let sign = |name: &str, profile: &str, by: &[&str]| {
            let (csr, pem) = (format!("{name}.csr"), format!("{name}.pem"));
            let ask = ["x509", "-req", "-days", "90", "-in", &csr, "-out", &pem, "-extfile", profile];
            openssl(folder, &[&ask[..], by].concat())
        };
        sign("root", "ca.cnf", &["-signkey", "root.key"])?;
        sign("intermediate", "ca.cnf", &["-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial"])?;
        let by = ["-CA", "intermediate.pem", "-CAkey", "intermediate.key", "-CAcreateserial"];
        sign("leaf", "leaf.cnf", &by)?;
        let chain = fs::read_to_string(at("leaf.pem"))? + &fs::read_to_string(at("intermediate.pem"))?;
        fs::write(at("chain.pem"), chain)?;
        Ok(Chain { root: at("root.pem"), chain: at("chain.pem"), key: at("leaf.key") })
    }
}

fn openssl(folder: &Path, arguments: &[&str]) -> Result<()> {
    let mut command = Command::new("openssl");
    command.current_dir(folder).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().context("openssl is needed (Debian: openssl)")?;
    ensure!(status.success(), "{command:?} failed");
    Ok(())
}
