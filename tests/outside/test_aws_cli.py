"""Every operation of ACM's certificate plane by the AWS CLI."""

import subprocess

from conftest import need, until
from test_email import by_mail
from test_migration import newest_model


def test_the_aws_cli_drives_every_operation(instance, tmp_path):
    newest_model(instance)
    instance.zone("example.com")
    acm = lambda operation, *arguments: instance.aws("acm", operation, *arguments)
    asked = acm("request-certificate", "--domain-name", "www.example.com", "--validation-method", "DNS", "--key-algorithm",
                "EC_prime256v1", "--options", "Export=ENABLED")
    arn = asked["CertificateArn"]
    of = ["--certificate-arn", arn]
    acm("wait", "certificate-validated", *of)
    until(lambda: acm("describe-certificate", *of)["Certificate"]["Status"] == "ISSUED", what="the certificate")
    assert "BEGIN CERTIFICATE" in acm("get-certificate", *of)["Certificate"]
    acm("add-tags-to-certificate", *of, "--tags", "Key=team,Value=web")
    assert acm("list-tags-for-certificate", *of)["Tags"] == [{"Key": "team", "Value": "web"}]
    acm("remove-tags-from-certificate", *of, "--tags", "Key=team")
    assert acm("list-certificates", "--includes", "keyTypes=EC_prime256v1")["CertificateSummaryList"]
    assert acm("search-certificates", "--max-results", "5")["Results"]
    assert acm("list-certificate-domain-validations", *of)["DomainValidationSummaryList"]
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("correct horse")
    exported = acm("export-certificate", *of, "--passphrase", f"fileb://{passphrase}")
    assert "ENCRYPTED PRIVATE KEY" in exported["PrivateKey"]
    serial = acm("describe-certificate", *of)["Certificate"]["Serial"]
    acm("renew-certificate", *of)
    until(lambda: acm("describe-certificate", *of)["Certificate"]["Serial"] != serial, what="the renewal")
    acm("put-account-configuration", "--expiry-events", "DaysBeforeExpiry=30", "--idempotency-token", "token")
    assert acm("get-account-configuration")["ExpiryEvents"]["DaysBeforeExpiry"] == 30
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run([need("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
                    "-subj", "/CN=own.example.com", "-days", "30"], check=True, capture_output=True)
    imported = acm("import-certificate", "--certificate", f"fileb://{certificate}", "--private-key", f"fileb://{key}")
    acm("delete-certificate", "--certificate-arn", imported["CertificateArn"])
    mailed = by_mail(instance, "mail.example.com")
    acm("resend-validation-email", "--certificate-arn", mailed, "--domain", "mail.example.com", "--validation-domain",
        "example.com")
    instance.aws("acm", "update-certificate-options", *of, "--options", "ValidationMethod=DNS", fails="InvalidStateException")
    acm("revoke-certificate", *of, "--revocation-reason", "SUPERSEDED")
    assert acm("describe-certificate", *of)["Certificate"]["Status"] == "REVOKED"
