"""Searching by boto3, the AWS CLI and the command line."""

import json

import pytest
from botocore.exceptions import ClientError
from conftest import until


def of(**metadata):
    return {"Filter": {"AcmCertificateMetadataFilter": metadata}}


def x509(**attribute):
    return {"Filter": {"X509AttributeFilter": attribute}}


def named(value, comparison="CONTAINS"):
    return x509(SubjectAlternativeName={"DnsName": {"Value": value, "ComparisonOperator": comparison}})


def names(found):
    return [result["X509Attributes"]["Subject"]["CommonName"] for result in found["Results"]]


def paged(acm, **ask):
    """Every page, by boto3's own paginator."""
    pages = acm.get_paginator("search_certificates").paginate(PaginationConfig={"PageSize": 2}, **ask)
    return [name for page in pages for name in names(page)]


def test_filters_sorts_and_pages_by_boto3(instance, site):
    instance.zone("example.com")
    acm = instance.client("acm")
    for name, key in [("b.example.com", "RSA_2048"), ("a.example.com", "EC_prime256v1"), ("c.example.com", "EC_prime256v1")]:
        arn = instance.issued(name, f"*.{name}", key=key)
    instance.listener(arn, site)
    acm.request_certificate(DomainName="d.example.org", ValidationMethod="DNS")
    issued, ec = of(Status="ISSUED"), x509(KeyAlgorithm="EC_prime256v1")
    assert names(acm.search_certificates()) == ["b.example.com", "a.example.com", "c.example.com", "d.example.org"]
    assert paged(acm, SortBy="COMMON_NAME", SortOrder="DESCENDING") == [
        "d.example.org", "c.example.com", "b.example.com", "a.example.com"]
    assert paged(acm, FilterStatement={"And": [issued, ec]}) == ["a.example.com", "c.example.com"]
    assert paged(acm, FilterStatement={"And": [issued, {"Not": ec}]}) == ["b.example.com"]
    assert paged(acm, FilterStatement={"Or": [of(Status="PENDING_VALIDATION"), named("*.A.example.com", "EQUALS")]}) == [
        "a.example.com", "d.example.org"]
    assert paged(acm, FilterStatement={"And": [named("example.com"), of(InUse=True)]}) == ["c.example.com"]
    [found] = acm.search_certificates(FilterStatement={"Filter": {"CertificateArn": arn}})["Results"]
    described = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    attributes = found["X509Attributes"]
    assert attributes["SerialNumber"] == described["Serial"]
    assert attributes["NotAfter"] == described["NotAfter"]
    assert attributes["Issuer"]["Organization"] == described["Issuer"]
    assert attributes["SubjectAlternativeNames"] == [{"DnsName": "c.example.com"}, {"DnsName": "*.c.example.com"}]
    for lookup in [x509(SerialNumber=described["Serial"]), x509(NotAfter={"Start": described["NotAfter"], "End": described["NotAfter"]})]:
        assert arn in [result["CertificateArn"] for result in acm.search_certificates(FilterStatement=lookup)["Results"]]
    acm.delete_certificate(CertificateArn=acm.search_certificates(FilterStatement=named("d.example.org"))["Results"][0]["CertificateArn"])
    assert names(acm.search_certificates(FilterStatement=named("example.org"))) == []


def test_a_token_is_for_its_search_alone(instance):
    acm = instance.client("acm")
    for number in range(3):
        acm.request_certificate(DomainName=f"{number}.example.com", ValidationMethod="DNS")
    token = acm.search_certificates(MaxResults=1)["NextToken"]
    assert names(acm.search_certificates(MaxResults=1, NextToken=token)) == ["1.example.com"]
    for ask in [{"NextToken": token, "SortOrder": "DESCENDING"}, {"NextToken": "00" + token[2:]}, {"NextToken": "forged"}]:
        with pytest.raises(ClientError) as refused:
            acm.search_certificates(MaxResults=1, **ask)
        assert refused.value.response["Error"]["Code"] == "ValidationException"


def test_lists_show_what_was_imported_and_what_is_asked_for(instance):
    acm = instance.client("acm")
    acm.request_certificate(DomainName="rsa.example.com", ValidationMethod="DNS")
    acm.request_certificate(DomainName="ec.example.com", ValidationMethod="DNS", KeyAlgorithm="EC_prime256v1")

    def listed(**ask):
        return [summary["DomainName"] for summary in acm.list_certificates(**ask)["CertificateSummaryList"]]

    assert listed() == ["rsa.example.com"]
    assert listed(Includes={"keyTypes": ["EC_prime256v1"]}) == ["ec.example.com"]
    assert listed(CertificateKeyPairOrigins=["CUSTOMER_PROVIDED"]) == []
    assert listed(Includes={"managedBy": "CLOUDFRONT"}) == []
    assert listed(RootHierarchyTypes=["N2_AMAZON_MANAGED"]) == []


def test_the_aws_cli_and_the_command_line_search(instance):
    instance.zone("example.com")
    instance.issued("one.example.com")
    instance.client("acm").request_certificate(DomainName="two.example.com", ValidationMethod="EMAIL")
    found = instance.aws("acm", "search-certificates", "--filter-statement", json.dumps(of(Status="ISSUED")),
                         "--sort-by", "NOT_AFTER", "--sort-order", "DESCENDING")
    assert names(found) == ["one.example.com"]
    search = ["certificate", "search"]
    assert names(instance.tegata(*search, "--name", "two")) == ["two.example.com"]
    assert names(instance.tegata(*search, "--ends-before", "300d", "--sort", "NOT_AFTER")) == ["one.example.com"]
    assert names(instance.tegata(*search, "--ends-before", "30d")) == []
    until(lambda: names(instance.tegata(*search, "--status", "FAILED")) == ["two.example.com"], what="the end")
