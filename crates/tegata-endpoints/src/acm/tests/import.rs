//! Transcripts of imports and exports.

use tegata_aws::Blob;
use tegata_testkit::import_fixture;

use super::*;

/// What is imported, from files of the testkit.
fn files(certificate: &str, key: &str, chain: &[&str]) -> Value {
    let mut input = json!({ "Certificate": blob(&import_fixture(certificate)), "PrivateKey": blob(&import_fixture(key)) });
    if !chain.is_empty() {
        let chain: Vec<u8> = chain.iter().flat_map(|file| import_fixture(file)).collect();
        input["CertificateChain"] = blob(&chain);
    }
    input
}

fn blob(bytes: &[u8]) -> Value {
    serde_json::to_value(Blob(bytes.to_vec())).expect("base64")
}

fn with(mut input: Value, member: &str, value: Value) -> Value {
    input[member] = value;
    input
}

const RSA_CHAIN: &[&str] = &["issuing-rsa.pem", "root-rsa.pem"];
const EC_CHAIN: &[&str] = &["issuing-ec.pem"];

impl Talk {
    /// Says it, and notes the answer without the bytes that went in.
    async fn hand_in(&mut self, what: &str, input: Value) -> Value {
        let said = std::mem::take(&mut self.said);
        let answer = self.say("ImportCertificate", input).await;
        let answered = self.said.split_once("\n< ").map_or("", |(_, answered)| answered).to_owned();
        self.said = format!("{said}> ImportCertificate: {what}\n< {answered}");
        answer
    }

    async fn imported(&mut self, what: &str, input: Value) -> String {
        let answer = self.hand_in(what, input).await;
        answer["CertificateArn"].as_str().expect("an ARN").to_owned()
    }
}

#[tokio::test]
async fn an_imported_certificate_is_described_as_acm_does() {
    let mut talk = Talk::with("acm").await;
    let tagged = with(files("rsa.pem", "rsa.key", RSA_CHAIN), "Tags", json!([{ "Key": "a", "Value": "b" }]));
    let arn = talk.imported("RSA with a chain", tagged).await;
    talk.attach(&arn, 1).await;
    talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    talk.say("ListCertificates", json!({})).await;
    talk.say("ListTagsForCertificate", json!({ "CertificateArn": arn })).await;
    talk.say("GetCertificate", json!({ "CertificateArn": arn })).await;
    talk.say("DeleteCertificate", json!({ "CertificateArn": arn })).await;
    talk.say("ExportCertificate", json!({ "CertificateArn": arn, "Passphrase": blob(b"pass") })).await;
    let alone = talk.imported("signed by itself", files("self-ip.pem", "self.key", &[])).await;
    talk.say("DescribeCertificate", json!({ "CertificateArn": alone })).await;
    talk.say("GetCertificate", json!({ "CertificateArn": alone })).await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn keys_of_every_kind_and_form_are_imported() {
    let mut talk = Talk::with("acm").await;
    for (certificate, key, chain, algorithm) in [
        ("rsa.pem", "rsa-pkcs1.key", RSA_CHAIN, "RSA-2048"),
        ("rsa.pem", "rsa.key", &RSA_CHAIN[..1], "RSA-2048"),
        ("ec.pem", "ec.key", EC_CHAIN, "EC-prime256v1"),
        ("ec.pem", "ec-sec1.key", EC_CHAIN, "EC-prime256v1"),
        ("ec.pem", "ec-parameters.key", EC_CHAIN, "EC-prime256v1"),
        ("self-rsa1024.pem", "self-rsa1024.key", &[], "RSA-1024"),
        ("self-rsa3072.pem", "self-rsa3072.key", &[], "RSA-3072"),
        ("self-rsa4096.pem", "self-rsa4096.key", &[], "RSA-4096"),
        ("self-p384.pem", "self-p384.key", &[], "EC-secp384r1"),
        ("self-p521.pem", "self-p521.key", &[], "EC-secp521r1"),
        ("self-common-name.pem", "self.key", &[], "EC-prime256v1"),
        ("self-ocsp-1000.pem", "self.key", &[], "EC-prime256v1"),
    ] {
        let arn = talk.imported(certificate, files(certificate, key, chain)).await;
        let described = talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
        assert_eq!(described["Certificate"]["KeyAlgorithm"], algorithm, "{certificate}");
        assert_eq!(described["Certificate"]["Status"], "ISSUED");
        assert_ne!(described["Certificate"]["SubjectAlternativeNames"], json!([]));
    }
}

#[tokio::test]
async fn imports_are_refused_in_acms_words() {
    let mut talk = Talk::with("acm").await;
    let good = || files("rsa.pem", "rsa.key", RSA_CHAIN);
    let rsa = |key: &str| files("rsa.pem", key, RSA_CHAIN);
    let chain = |chain: &[&str]| files("rsa.pem", "rsa.key", chain);
    let alone = |certificate: &str| files(certificate, "self.key", &[]);
    let text = |member: &str, text: &[u8]| with(good(), member, blob(text));
    let blank = String::from_utf8(import_fixture("rsa.pem"))
        .expect("text")
        .replace("-----\n", "----- \n")
        .into_bytes();
    let crowd = import_fixture("root-ec.pem").repeat(101);
    let cases = [
        ("nothing", json!({})),
        ("an empty certificate", with(good(), "Certificate", json!(""))),
        ("too large a certificate", text("Certificate", &[b'x'; 32_769])),
        ("too large a key", text("PrivateKey", &[b'x'; 8_193])),
        ("tags with a reserved key", with(good(), "Tags", json!([{ "Key": "aws:x" }]))),
        ("no PEM", text("Certificate", b"certificate")),
        ("a blank at the end of a line", text("Certificate", &blank)),
        ("a key in place of the certificate", text("Certificate", &import_fixture("ec.key"))),
        ("two certificates", text("Certificate", &import_fixture("rsa.pem").repeat(2))),
        (
            "PEM of no certificate",
            text("Certificate", b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"),
        ),
        ("no key", text("PrivateKey", b"key")),
        ("a certificate in place of the key", rsa("rsa.pem")),
        ("an encrypted key", rsa("rsa-encrypted.key")),
        ("a key that OpenSSL's older form encrypts", rsa("rsa-encrypted-old.key")),
        ("another's key", rsa("ec.key")),
        ("another's key of the same kind", rsa("rsa-again.key")),
        ("a key of a curve that is none of ours", rsa("k256.key")),
        ("a key of Ed25519", rsa("ed25519.key")),
        ("a key of an odd length", files("self-rsa2560.pem", "self-rsa2560.key", &[])),
        ("expired", alone("self-expired.pem")),
        ("not yet valid", alone("self-future.pem")),
        ("no name", alone("self-nameless.pem")),
        ("a common name that is no domain", alone("self-unnamed.pem")),
        ("a control character", alone("self-control.pem")),
        ("too long an OCSP URL", alone("self-ocsp-1001.pem")),
        ("no chain", chain(&[])),
        ("a chain in the wrong order", chain(&["root-rsa.pem", "issuing-rsa.pem"])),
        ("a chain of another authority", chain(&["issuing-ec.pem", "root-ec.pem"])),
        ("a chain with another root", chain(&["issuing-rsa.pem", "root-ec.pem"])),
        ("a chain with the certificate", chain(&["rsa.pem", "issuing-rsa.pem"])),
        ("a chain with the certificate behind", chain(&["issuing-rsa.pem", "rsa.pem"])),
        ("a chain with a key", chain(&["issuing-rsa.pem", "rsa.key"])),
        ("a chain that is too long", text("CertificateChain", &crowd)),
        ("an elliptic curve's key under an RSA authority", files("ec-under-rsa.pem", "ec.key", RSA_CHAIN)),
    ];
    for (what, input) in cases {
        talk.hand_in(what, input).await;
    }
    let answer = talk.say("ListCertificates", json!({})).await;
    assert_eq!(answer["CertificateSummaryList"], json!([]), "nothing was kept");
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn importing_anew_keeps_arn_and_users() {
    let mut talk = Talk::with("acm").await;
    let arn = talk.imported("first", files("rsa.pem", "rsa.key", RSA_CHAIN)).await;
    talk.attach(&arn, 1).await;
    talk.advance_days(1);
    let again = with(files("rsa-again.pem", "rsa-again.key", RSA_CHAIN), "CertificateArn", json!(arn));
    talk.hand_in("again", again).await;
    talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    let onto = |arn: &str, input: Value| with(input, "CertificateArn", json!(arn));
    let others = onto(&arn, files("rsa-other-names.pem", "rsa-again.key", RSA_CHAIN));
    talk.hand_in("with other names", others).await;
    let described = talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    let named = &described["Certificate"]["DomainValidationOptions"];
    let named: Vec<&Value> = named.as_array().expect("a list").iter().map(|it| &it["DomainName"]).collect();
    let names = described["Certificate"]["SubjectAlternativeNames"].as_array().expect("names");
    assert_eq!(named, Vec::from_iter(names), "each name has its entry");
    talk.said.truncate(talk.said.rfind("> DescribeCertificate").expect("the last one"));
    talk.said.push_str("Then, refused:\n\n");
    let requested = talk.requested(json!({ "DomainName": "example.com" })).await;
    let stranger = talk.world.stranger();
    let good = || files("rsa.pem", "rsa.key", RSA_CHAIN);
    for (what, input) in [
        ("onto nothing", onto(UNKNOWN, good())),
        ("onto nothing, with a key that is none", onto(UNKNOWN, with(good(), "PrivateKey", blob(b"key")))),
        ("onto no ARN of a certificate", onto("arn:aws:acm:us-east-1:123456789012:acme-endpoint/1", good())),
        ("onto what was requested", onto(&requested, good())),
        ("with tags", with(onto(&arn, good()), "Tags", json!([{ "Key": "a" }]))),
        ("with another kind of key", onto(&arn, files("ec.pem", "ec.key", EC_CHAIN))),
        (
            "without a usage",
            onto(&arn, files("rsa-without-key-encipherment.pem", "rsa-again.key", RSA_CHAIN)),
        ),
        ("with another's key", onto(&arn, files("rsa.pem", "rsa-again.key", RSA_CHAIN))),
    ] {
        talk.hand_in(what, input).await;
    }
    let answer = talk.say_as(&stranger, "ImportCertificate", onto(&arn, good())).await;
    assert_eq!(
        answer["message"],
        format!("Could not find certificate {arn}."),
        "another account's is not there"
    );
    talk.said.truncate(talk.said.rfind("> ImportCertificate").expect("the last one"));
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn quotas_of_imports_are_their_own() {
    let mut talk = Talk::with_settings("acm", |settings| {
        settings.quotas.imported_certificates = 1;
        settings.quotas.imported_certificates_per_year = 2;
        settings.quotas.certificates = 1;
    })
    .await;
    let good = || files("rsa.pem", "rsa.key", RSA_CHAIN);
    talk.requested(json!({ "DomainName": "example.com" })).await;
    for _ in 0..2 {
        let arn = talk.imported("one", good()).await;
        talk.hand_in("one more than there may be", good()).await;
        talk.hand_in("in place of the one", with(good(), "CertificateArn", json!(arn))).await;
        talk.say("DeleteCertificate", json!({ "CertificateArn": arn })).await;
    }
    talk.hand_in("one more than there may be in a year", good()).await;
    talk.advance_days(365);
    talk.hand_in("a year later", good()).await;
    insta::assert_snapshot!(talk.said);
}

#[tokio::test]
async fn an_exportable_certificate_leaves_under_a_passphrase() {
    let mut talk = Talk::with_settings("acm", |settings| settings.export_iterations = 2048).await;
    let exportable = json!({ "DomainName": "example.com", "Options": { "Export": "ENABLED" } });
    let arn = talk.requested(exportable).await;
    let other = talk.requested(json!({ "DomainName": "example.org" })).await;
    let export =
        |arn: &str, passphrase: &[u8]| json!({ "CertificateArn": arn, "Passphrase": blob(passphrase) });
    talk.say("ExportCertificate", export(&arn, b"correct horse")).await;
    talk.world.settle().await.expect("issued");
    let described = talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    assert_eq!(described["Certificate"]["RenewalEligibility"], "INELIGIBLE");
    talk.said.truncate(talk.said.rfind("> DescribeCertificate").expect("the last one"));
    talk.say("ExportCertificate", export(&arn, b"correct horse")).await;
    let described = talk.say("DescribeCertificate", json!({ "CertificateArn": arn })).await;
    assert_eq!(described["Certificate"]["RenewalEligibility"], "ELIGIBLE");
    talk.said.truncate(talk.said.rfind("> DescribeCertificate").expect("the last one"));
    let listed = talk.say("ListCertificates", json!({ "Includes": { "exportOption": "ENABLED" } })).await;
    assert_eq!(listed["CertificateSummaryList"][0]["Exported"], true);
    talk.said.truncate(talk.said.rfind("> ListCertificates").expect("the last one"));
    for input in [
        json!({ "CertificateArn": arn }),
        export(&arn, b"abc"),
        export(&arn, &[b'a'; 129]),
        export(&arn, b"no#hash"),
        export(&arn, "p\u{e4}ss".as_bytes()),
        export(&other, b"correct horse"),
        export(UNKNOWN, b"correct horse"),
    ] {
        talk.say("ExportCertificate", input).await;
    }
    let stranger = talk.world.stranger();
    talk.say_as(&stranger, "ExportCertificate", export(&arn, b"correct horse")).await;
    talk.advance_days(200);
    let worker = talk.world.worker.clone();
    assert!(tegata_operations::certificate::expire(&worker, id_of(&arn)).await.expect("expired"));
    talk.say("ExportCertificate", export(&arn, b"correct horse")).await;
    insta::assert_snapshot!(talk.said);
}
