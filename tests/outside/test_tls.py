"""Chains and security policies, confirmed by OpenSSL."""

import subprocess

import pytest

from conftest import need

VERSIONS = ["-tls1", "-tls1_1", "-tls1_2", "-tls1_3"]

POLICIES = {
    "ELBSecurityPolicy-2016-08": {"-tls1", "-tls1_1", "-tls1_2"},
    "ELBSecurityPolicy-TLS-1-1-2017-01": {"-tls1_1", "-tls1_2"},
    "ELBSecurityPolicy-TLS-1-2-2017-01": {"-tls1_2"},
    "ELBSecurityPolicy-TLS13-1-2-2021-06": {"-tls1_2", "-tls1_3"},
    "ELBSecurityPolicy-TLS13-1-3-2021-06": {"-tls1_3"},
}


@pytest.fixture
def served(instance, site):
    instance.zone("tls.example")
    arns = {key: instance.issued("www.tls.example", key=key) for key in ["EC_prime256v1", "RSA_2048"]}
    port, listener, *_ = instance.listener(arns["EC_prime256v1"], site)
    return instance, arns, port, listener


def test_each_policy_takes_its_protocol_versions_and_no_others(served):
    instance, arns, port, listener = served
    elb = instance.client("elbv2")
    offered = {policy["Name"]: policy for policy in elb.describe_ssl_policies()["SslPolicies"]}
    names = {"TLSv1": "-tls1", "TLSv1.1": "-tls1_1", "TLSv1.2": "-tls1_2", "TLSv1.3": "-tls1_3"}
    for key in arns:
        for policy, accepted in POLICIES.items():
            assert {names[protocol] for protocol in offered[policy]["SslProtocols"]} == accepted
            elb.modify_listener(
                ListenerArn=listener, SslPolicy=policy, Certificates=[{"CertificateArn": arns[key]}]
            )
            for version in VERSIONS:
                # OpenSSL itself takes versions below 1.2 at its lowest security level alone.
                more = [] if version == "-tls1_3" else ["-cipher", "DEFAULT@SECLEVEL=0"]
                good, said = instance.s_client(port, "www.tls.example", version, *more)
                assert good == (version in accepted), f"{key} {policy} {version}: {said}"


def test_each_cipher_of_a_policy_is_taken(served):
    instance, arns, port, listener = served
    elb = instance.client("elbv2")
    offered = {policy["Name"]: policy for policy in elb.describe_ssl_policies()["SslPolicies"]}
    for key, kind in [("EC_prime256v1", "ECDSA"), ("RSA_2048", "RSA")]:
        for policy in ["ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-TLS13-1-2-2021-06"]:
            elb.modify_listener(
                ListenerArn=listener, SslPolicy=policy, Certificates=[{"CertificateArn": arns[key]}]
            )
            for cipher in (it["Name"] for it in offered[policy]["Ciphers"]):
                if cipher.startswith("TLS_"):
                    good, said = instance.s_client(
                        port, "www.tls.example", "-tls1_3", "-ciphersuites", cipher
                    )
                    fits = True
                else:
                    good, said = instance.s_client(
                        port, "www.tls.example", "-tls1_2", "-cipher", f"{cipher}:@SECLEVEL=0"
                    )
                    fits = kind in cipher or (kind == "RSA" and not cipher.startswith("ECDHE"))
                assert good == fits, f"{key} {policy} {cipher}: {said}"


def test_chains_verify_and_revocation_lists_answer(served, tmp_path):
    instance, arns, port, _ = served
    acm = instance.client("acm")
    for key, arn in arns.items():
        found = acm.get_certificate(CertificateArn=arn)
        (tmp_path / "leaf.pem").write_text(found["Certificate"])
        (tmp_path / "chain.pem").write_text(found["CertificateChain"])

        def openssl(*arguments):
            return subprocess.run(
                [need("openssl"), *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=30
            )

        for purpose in ["sslserver"]:
            done = openssl(
                *("verify", "-x509_strict", "-purpose", purpose, "-verify_hostname", "www.tls.example"),
                *("-CAfile", instance.root, "-untrusted", "chain.pem", "leaf.pem"),
            )
            assert done.returncode == 0, key + done.stdout + done.stderr
        shown = openssl("x509", "-in", "leaf.pem", "-noout", "-text").stdout
        urls = {line.split("URI:")[1].strip() for line in shown.splitlines() if "URI:" in line}
        crl = next(url for url in urls if url.endswith(".crl"))
        issuer = next(url for url in urls if url.endswith(".cer"))
        subprocess.run([need("curl"), "-sSf", "-o", tmp_path / "list.crl", crl], check=True, timeout=30)
        subprocess.run([need("curl"), "-sSf", "-o", tmp_path / "issuer.cer", issuer], check=True, timeout=30)
        openssl("x509", "-inform", "DER", "-in", "issuer.cer", "-out", "issuer.pem")
        done = openssl("crl", "-inform", "DER", "-in", "list.crl", "-CAfile", "issuer.pem", "-noout", "-text")
        assert "verify OK" in done.stdout + done.stderr, done.stdout + done.stderr
        openssl("crl", "-inform", "DER", "-in", "list.crl", "-out", "list.pem")
        done = openssl(
            *("verify", "-crl_check", "-CAfile", instance.root, "-untrusted", "chain.pem"),
            *("-CRLfile", "list.pem", "leaf.pem"),
        )
        assert done.returncode == 0, key + done.stdout + done.stderr
