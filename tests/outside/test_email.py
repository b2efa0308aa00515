"""Proof by mail: a real SMTP server takes the mails, and a real browser opens the page and approves."""

import base64
import email
import email.policy
import os
import re
import ssl
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import dkim
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from botocore.exceptions import ClientError
from conftest import PROGRAM, free_port, need, until
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait


class Post:
    """A mail server that does with each mail what it was told to, and then takes it."""

    def __init__(self, port=None, **options):
        self.mails, self.moods = [], []
        self.controller = Controller(self, hostname="127.0.0.1", port=port or free_port(), **options)
        self.controller.start()

    @property
    def address(self):
        return f"127.0.0.1:{self.controller.port}"

    def stop(self):
        self.controller.stop()

    async def handle_DATA(self, server, session, envelope):
        mood = self.moods.pop(0) if self.moods else "takes"
        if mood == "greylists":
            return "451 4.7.1 come back later"
        if mood == "refuses":
            return "550 5.1.1 nobody of that name"
        if mood == "drops":
            server.transport.abort()
            return "421 gone"
        self.mails.append(envelope)
        return "250 taken"

    def to(self, address):
        return [mail for mail in self.mails if mail.rcpt_tos == [address]]


def read(envelope):
    return email.message_from_bytes(envelope.content, policy=email.policy.default)


def link_of(envelope):
    return re.search(r"^http\S+", read(envelope).get_content(), re.M).group()


def openssl(*arguments):
    return subprocess.run([need("openssl"), *arguments], check=True, capture_output=True).stdout


@pytest.fixture
def post():
    served = Post()
    yield served
    served.stop()


@pytest.fixture
def browser(tmp_path):
    options = webdriver.ChromeOptions()
    options.binary_location = need("chromium")
    for argument in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", f"--user-data-dir={tmp_path}/browser",
                     "--window-size=900,900", "--lang=en"]:
        options.add_argument(argument)
    # The page has to work without it.
    options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    driver = webdriver.Chrome(options=options, service=Service(need("chromedriver")))
    yield driver
    driver.quit()


def press(browser, button, shows):
    """Presses a button and waits for the page that it leads to, which is told by what it shows."""
    browser.find_element(By.CSS_SELECTOR, button).click()
    WebDriverWait(browser, 20).until(lambda page: page.find_elements(By.CSS_SELECTOR, shows), f"nothing is {shows}")


def picture(browser, name):
    """Keeps what the browser shows among the artefacts of the run."""
    folder = Path(os.environ.get("TEGATA_ARTEFACTS", Path(__file__).parents[2] / "target/artefacts"))
    folder.mkdir(parents=True, exist_ok=True)
    browser.get_screenshot_as_file(str(folder / name))


def outline_of(browser, selector):
    """The focus ring of an element that has the focus, and the colours beside it; the page has no script to ask."""
    element = browser.find_element(By.CSS_SELECTOR, selector)
    value = lambda name: element.value_of_css_property(name)
    page = browser.find_element(By.CSS_SELECTOR, "main").value_of_css_property("background-color")
    return value("outline-style"), value("outline-color"), page, value("background-color")


def luminance(colour):
    """WCAG 2.2, relative luminance."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def by_mail(instance, name, **more):
    """A zone that takes mail, and a certificate that is asked for by mail, which is what ACM does unless told."""
    zone = instance.zone(name.removeprefix("www.").removeprefix("*."))
    mail_exchange(instance, zone, name.removeprefix("www.").removeprefix("*."))
    return instance.client("acm").request_certificate(DomainName=name, **more)["CertificateArn"]


def mail_exchange(instance, zone, name):
    record = {"Name": name, "Type": "MX", "TTL": 60, "ResourceRecords": [{"Value": f"10 mail.{name}"}]}
    instance.client("route53").change_resource_record_sets(
        HostedZoneId=zone, ChangeBatch={"Changes": [{"Action": "UPSERT", "ResourceRecordSet": record}]}
    )


def described(instance, arn):
    return instance.client("acm").describe_certificate(CertificateArn=arn)["Certificate"]


def test_a_browser_opens_the_page_from_the_mail_and_approves(start, post, browser):
    instance = start("--smtp", f"smtp://{post.address}", "--mail-from", "Tegata <no-reply@tegata.example>")
    arn = by_mail(instance, "www.example.com")
    until(lambda: len(post.mails) == 5, what="five mails")
    addresses = sorted(mail.rcpt_tos[0] for mail in post.mails)
    assert addresses == [f"{who}@example.com" for who in
                         ("admin", "administrator", "hostmaster", "postmaster", "webmaster")]
    assert len({link_of(mail) for mail in post.mails}) == 5, "each address has a code of its own"
    mail = read(post.to("admin@example.com")[0])
    assert mail["Subject"] == "Certificate request for www.example.com"
    text = mail.get_content()
    for line in ("Domain: www.example.com", f"AWS account ID: {arn.split(':')[4]}", f"AWS Region name: {arn.split(':')[3]}",
                 f"Certificate Identifier: {arn}"):
        assert line in text.splitlines()
    browser.get(link_of(post.to("admin@example.com")[0]))
    assert "www.example.com" in browser.find_element(By.CSS_SELECTOR, "dd.domain").text
    facts = browser.find_element(By.CSS_SELECTOR, "dl").text
    for fact in ("the account's owner (root)", "Requested on", "Answer until", "Issuer\nTegata", arn):
        assert fact in facts, facts
    assert "AWS" not in browser.find_element(By.CSS_SELECTOR, "body").text
    picture(browser, "approval-asks.png")
    press(browser, "footer button", shows="html[lang=ja]")
    picture(browser, "approval-asks-in-japanese.png")
    assert described(instance, arn)["Status"] == "PENDING_VALIDATION", "looking approves nothing"
    press(browser, "#approve-button button", shows="main.good")
    picture(browser, "approval-approved.png")
    until(lambda: described(instance, arn)["Status"] == "ISSUED", what="the certificate")
    browser.get(link_of(post.to("admin@example.com")[0]) + "&lang=en")
    assert "The certificate was issued on" in browser.find_element(By.CSS_SELECTOR, ".progress").text
    browser.get(link_of(post.to("webmaster@example.com")[0]))
    assert not browser.find_elements(By.CSS_SELECTOR, "#approve-button"), "one approval is enough"
    option = described(instance, arn)["DomainValidationOptions"][0]
    assert (option["ValidationMethod"], option["ValidationDomain"], option["ValidationStatus"]) == (
        "EMAIL", "example.com", "SUCCESS")


def test_the_focus_can_be_seen(start, post, browser):
    instance = start("--smtp", f"smtp://{post.address}")
    by_mail(instance, "example.com")
    until(lambda: len(post.mails) == 5, what="five mails")
    browser.get(link_of(post.mails[0]))
    before = browser.get_screenshot_as_png()
    for button in ("#approve-button button", ".deny-button button"):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        style, ring, page, _ = outline_of(browser, f"{button}:focus-visible")
        # WCAG 2.2, SC 1.4.11: three to one against what is beside it.
        assert style == "solid" and contrast(ring, page) >= 3, (ring, page)
        assert browser.get_screenshot_as_png() != before
    picture(browser, "approval-focus.png")


def test_a_browser_finds_a_page_at_the_address_of_the_api(instance, browser):
    browser.get(instance.api + "/?lang=en")
    text = browser.find_element(By.CSS_SELECTOR, "main").text
    for said in ("Tegata runs", instance.ready["account"], 'eval "$(tegata env)"', f"AWS_ENDPOINT_URL={instance.api}"):
        assert said in text, text
    picture(browser, "start-page.png")
    shown = instance.tegata("root", "show")["Roots"]
    listed = {found.text.replace(":", "").lower() for found in browser.find_elements(By.CSS_SELECTOR, "dd.arn")}
    assert {root["Sha256Fingerprint"] for root in shown} == listed
    with urllib.request.urlopen(instance.api + "/pki/root.pem", timeout=20) as answer:
        assert answer.read() == Path(instance.root).read_bytes()
    for link in browser.find_elements(By.CSS_SELECTOR, "a"):
        asked = urllib.request.Request(link.get_attribute("href"), headers={"Accept": "text/html"})
        with urllib.request.urlopen(asked, timeout=20) as answer:
            assert answer.status == 200
    browser.get(instance.api + "/?lang=ja")
    assert browser.find_element(By.CSS_SELECTOR, "html").get_attribute("lang") == "ja"
    # What a browser is not, and who is not at this machine, learns nothing of the account.
    for headers in ({}, {"Accept": "text/html", "X-Forwarded-For": "192.0.2.1"}, {"Accept": "text/html", "Host": "a.example"}):
        try:
            said = urllib.request.urlopen(urllib.request.Request(instance.api, headers=headers), timeout=20).read()
        except urllib.error.HTTPError as refused:
            said = refused.read()
        assert instance.ready["account"].encode() not in said and b"export " not in said, said


def test_a_denial_fails_the_certificate_and_a_forged_code_does_nothing(start, post, browser):
    instance = start("--smtp", f"smtp://{post.address}")
    arn = by_mail(instance, "example.com")
    until(lambda: len(post.mails) == 5, what="five mails")
    link = link_of(post.mails[0])
    browser.get(re.sub(r"code=[^&]+", "code=" + "A" * 43, link))
    assert not browser.find_elements(By.CSS_SELECTOR, "button[name=decision]")
    assert described(instance, arn)["Status"] == "PENDING_VALIDATION"
    browser.get(link)
    press(browser, ".deny-button button", shows="main.over")
    failed = described(instance, arn)
    assert (failed["Status"], failed["FailureReason"]) == ("FAILED", "DOMAIN_VALIDATION_DENIED")


def test_a_mail_server_that_greylists_refuses_or_drops_loses_nothing(start, post):
    post.moods = ["greylists", "drops", "refuses"]
    instance = start("--smtp", f"smtp://{post.address}")
    arn = by_mail(instance, "example.com")
    until(lambda: len(post.mails) == 2, what="the mails that were taken at once")

    def states():
        return sorted(mail["State"] for mail in instance.tegata("mail", "list")["Mails"])

    until(lambda: states() == ["given-up", "sent", "sent", "waiting", "waiting"], what="each mail's state")
    waiting = [mail for mail in instance.tegata("mail", "list")["Mails"] if mail["State"] == "waiting"]
    assert any("come back later" in mail["LastError"] for mail in waiting)
    assert described(instance, arn)["Status"] == "PENDING_VALIDATION"
    instance.tegata("clock", "advance", "10m", "--yes")
    until(lambda: states() == ["given-up", "sent", "sent", "sent", "sent"], what="the retry")
    assert len(post.mails) == 4
    assert len({read(mail)["Message-ID"] for mail in post.mails}) == 4


def test_a_mail_server_that_is_away_gets_them_when_it_is_back(start):
    port = free_port()
    instance = start("--smtp", f"smtp://127.0.0.1:{port}")
    by_mail(instance, "example.com")
    until(lambda: any(mail.get("LastError") for mail in instance.tegata("mail", "list")["Mails"]), what="a try")
    back = Post(port)
    try:
        instance.tegata("clock", "advance", "10m", "--yes")
        until(lambda: len(back.mails) == 5, what="the mails")
    finally:
        back.stop()


def test_mails_are_signed_and_go_by_starttls_with_a_password(start, tmp_path):
    key, certificate = tmp_path / "post.key", tmp_path / "post.pem"
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-subj",
            "/CN=localhost", "-days", "2", "-config", os.devnull, "-addext", "subjectAltName=DNS:localhost",
            "-addext", "basicConstraints=critical,CA:FALSE")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    seen = []

    def authenticator(server, session, envelope, mechanism, data):
        seen.append((data.login, data.password))
        return AuthResult(success=data.password == b"pass word")

    post = Post(tls_context=context, require_starttls=True, auth_required=True, authenticator=authenticator)
    signing = tmp_path / "dkim.key"
    openssl("genrsa", "-traditional", "-out", signing, "2048")
    public = openssl("rsa", "-in", signing, "-pubout", "-outform", "DER")
    try:
        instance = start(
            "--smtp", f"smtp://user:pass%20word@localhost:{post.controller.port}?tls=required",
            "--mail-from", "no-reply@tegata.example", "--dkim-key", signing, "--dkim-selector", "mail",
            env={"SSL_CERT_FILE": str(certificate)},
        )
        by_mail(instance, "example.com")
        until(lambda: len(post.mails) == 5, what="five mails")
    finally:
        post.stop()
    assert set(seen) == {(b"user", b"pass word")}
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    for mail in post.mails:
        assert dkim.verify(mail.content, dnsfunc=lambda name, **_: record), "the signature holds"
        assert not dkim.verify(mail.content.replace(b"request for example", b"request for sample"), dnsfunc=lambda name, **_: record)
    assert "pass word" not in instance.said() and "pass%20word" not in instance.said()


@pytest.mark.parametrize("kind, generate", [("rsa", ["genrsa", "2048"]), ("ed25519", ["genpkey", "-algorithm", "ed25519"])])
def test_dkim_keys_may_be_as_openssl_writes_them(start, post, tmp_path, kind, generate):
    signing = tmp_path / "dkim.key"
    signing.write_bytes(openssl(*generate))
    assert b"BEGIN PRIVATE KEY" in signing.read_bytes()
    public = openssl("pkey", "-in", signing, "-pubout", "-outform", "DER")
    instance = start("--smtp", f"smtp://{post.address}", "--mail-from", "no-reply@tegata.example",
                     "--dkim-key", signing, "--dkim-selector", "mail")
    by_mail(instance, "example.com")
    until(lambda: len(post.mails) == 5, what="five mails")
    # RFC 8463 §4.2: the record of Ed25519 has the bare octets, the last 32 of the structure.
    record = f"v=DKIM1; k={kind}; p=".encode() + base64.b64encode(public if kind == "rsa" else public[-32:])
    if kind == "rsa":
        assert all(dkim.verify(mail.content, dnsfunc=lambda name, **_: record) for mail in post.mails)
    else:
        assert all(b"a=ed25519-sha256" in mail.content for mail in post.mails)


def test_a_file_that_is_no_dkim_key_is_named(tmp_path):
    wrong = tmp_path / "no.key"
    wrong.write_text("no key")
    done = subprocess.run(
        [PROGRAM, "up", "--data", tmp_path / "data", "--api", "127.0.0.1:0", "--dns", "127.0.0.1:0", "--smtp",
         "smtp://127.0.0.1:1", "--dkim-key", wrong, "--dkim-selector", "mail"], capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and str(wrong) in done.stderr and "Ed25519" in done.stderr, done.stderr


def test_without_a_relay_the_mails_are_in_the_outbox(instance):
    arn = by_mail(instance, "*.example.com", ValidationMethod="EMAIL")
    mails = until(lambda: instance.tegata("mail", "list")["Mails"], what="the mails")
    assert len(mails) == 5 and {mail["CertificateArn"] for mail in mails} == {arn}
    body = instance.tegata("mail", "show", mails[0]["MailId"])["Body"]
    assert "Domain: *.example.com" in body
    instance.client("acm").resend_validation_email(
        CertificateArn=arn, Domain="*.example.com", ValidationDomain="example.com")
    assert len(instance.tegata("mail", "list")["Mails"]) == 10
    instance.aws("acm", "resend-validation-email", "--certificate-arn", arn, "--domain", "*.example.com",
                 "--validation-domain", "example.org", fails="InvalidDomainValidationOptionsException")


def test_what_is_decided_by_mail_is_in_the_audit_log(instance):
    arn = by_mail(instance, "example.com", ValidationMethod="EMAIL")
    mails = until(lambda: instance.tegata("mail", "list")["Mails"], what="the mails")
    body = instance.tegata("mail", "show", mails[0]["MailId"])["Body"]
    link = next(line for line in body.splitlines() if line.startswith("http"))
    page, query = link.split("?", 1)
    code = re.search("code=([^&]+)", query).group(1)

    def post(form):
        try:
            return urllib.request.urlopen(page, data=form.encode(), timeout=20).status
        except urllib.error.HTTPError as refused:
            return refused.code

    assert post(query.replace(code, "A" * 43) + "&decision=approve") == 404
    assert post(query + "&decision=deny") == 200
    lines = [line for line in instance.said().splitlines() if "decided by mail" in line]
    assert len(lines) == 2 and '"outcome":"unknown-code"' in lines[0] and code not in instance.said()
    assert all(word in lines[1] for word in (f'"{arn}"', '"example.com"', '"decision":"deny"', '"outcome":"done"')), lines


def test_a_domain_without_mail_has_nobody_to_ask(instance):
    instance.zone("example.com")
    arn = instance.client("acm").request_certificate(DomainName="example.com")["CertificateArn"]
    failed = until(lambda: described(instance, arn)["Status"] == "FAILED" and described(instance, arn), what="the end")
    assert failed["FailureReason"] == "NO_AVAILABLE_CONTACTS"
    with pytest.raises(ClientError) as refused:
        instance.client("acm").resend_validation_email(
            CertificateArn=arn, Domain="example.com", ValidationDomain="example.com")
    assert refused.value.response["Error"]["Code"] == "InvalidStateException"


def test_names_cannot_carry_lines_into_a_mail(instance):
    for name in ["example.com\r\nBcc: x@example.org", "example.com\n", "a\u2028b.example.com", "<b>.example.com"]:
        with pytest.raises(ClientError) as refused:
            instance.client("acm").request_certificate(DomainName=name)
        assert refused.value.response["Error"]["Code"] == "ValidationException"
    assert instance.tegata("mail", "list")["Mails"] == []
