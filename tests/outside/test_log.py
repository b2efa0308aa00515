"""The log as operators and their programs read it."""

import json
import os
import subprocess

import pytest
from conftest import PROGRAM, Instance, until


def lines(instance):
    return [json.loads(line) for line in instance.said().splitlines()]


def messages(instance):
    return [line["message"] for line in lines(instance)]


def test_off_a_terminal_each_line_is_an_object_and_the_life_of_a_certificate_is_in_it(start, site):
    instance = start("--dns", "127.0.0.1:0")
    instance.zone("log.example")
    arn = instance.issued("www.log.example")
    identifier = arn.rsplit("/", 1)[1]
    instance.listener(arn, site)
    instance.tegata("clock", "advance", "160d", "--yes")
    until(lambda: "replaced a certificate at the edge" in messages(instance), what="the swap")
    instance.stop()
    assert "\x1b" not in instance.said()
    log = lines(instance)
    started, stopped = log[0], log[-1]
    assert started["message"] == "started" and started["version"], started
    assert started["api"] == instance.api and started["dns"] == instance.ready["dns"]
    assert stopped["message"] == "stopped"
    events = [line for line in log if line["target"] == "tegata::events" and line.get("subject") == identifier]
    actions = [json.loads(line["detail"]).get("Action") for line in events if line["message"] == "certificate.available"]
    assert actions == ["ISSUANCE", "RENEWAL"] and {line["name"] for line in events} == {"www.log.example"}
    audited = {line["action"]: line for line in log if line["target"] == "tegata::audit"}
    assert "DomainName=www.log.example" in audited["acm:RequestCertificate"]["request"]
    assert arn in audited["acm:RequestCertificate"]["answer"]
    assert all(line.keys() >= {"timestamp", "level", "target", "message"} for line in log)


def test_what_failed_is_a_warning(start):
    # A name server that nobody runs: the names are never proven.
    instance = start("--dns-hint", "127.0.0.9:9")
    instance.client("acm").request_certificate(DomainName="www.nowhere.example", ValidationMethod="DNS")
    instance.tegata("clock", "advance", "4d", "--yes")
    warned = lambda: [line for line in lines(instance) if line["message"] == "certificate.validation-timed-out"]
    [line] = until(warned, what="the line")
    assert line["level"] == "WARN" and line["name"] == "www.nowhere.example"


def test_looking_is_no_change_and_who_is_not_known_leaves_a_line_with_key_and_address(instance):
    instance.tegata("root", "show")
    instance.tegata("clock", "show")
    wrong = instance.client("acm", aws_access_key_id="AKIANOBODY")
    with pytest.raises(Exception, match="UnrecognizedClient"):
        wrong.list_certificates()
    audited = [line for line in lines(instance) if line["target"] == "tegata::audit"]
    assert [line["message"] for line in audited] == ["authentication failed"], audited
    assert (audited[0]["access_key_id"], audited[0]["source"]) == ("AKIANOBODY", "127.0.0.1")


def test_text_and_filters_as_asked_for(start, tmp_path):
    instance = start("--log-format", "text", env={"TEGATA_LOG": "warn,tegata=info,tegata::events=off"})
    instance.zone("text.example")
    instance.issued("www.text.example")
    log = instance.said()
    assert "\x1b" not in log and "INFO tegata::ready: started" in log
    assert "acm:RequestCertificate" in log and "certificate.available" not in log
    for wrong in ["inof", "tegata=nonsense"]:
        done = subprocess.run(
            [PROGRAM, "up", "--data", tmp_path / "none"],
            env={**os.environ, "TEGATA_LOG": wrong},
            capture_output=True,
            text=True,
            timeout=20,
        )
        assert done.returncode != 0 and wrong.split("=")[0] in done.stderr and "TEGATA_LOG" in done.stderr
        assert not (tmp_path / "none").exists()


class Mute(Instance):
    """An instance whose log is on a full disk."""

    def start(self, *more, **popen):
        with open("/dev/full", "wb") as full:
            self.process = subprocess.Popen(
                [PROGRAM, "--output", "json", "up", "--data", self.folder / "data"]
                + ["--api", "127.0.0.1:0", "--dns", "127.0.0.1:0", *self.arguments],
                stdout=subprocess.PIPE,
                stderr=full,
                env={**os.environ, **self.env},
            )
        self.read_ready(self.process.stdout.readline())
        self.dns_host, self.dns_port = self.ready["dns"].rsplit(":", 1)

    def said(self):
        return "nothing: its log cannot be written"


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_log_on_a_full_disk_costs_no_answer(tmp_path, form):
    instance = Mute(tmp_path, "--log-format", form)
    instance.zone("full.example")
    instance.issued("www.full.example")
    assert [zone["Name"] for zone in instance.client("route53").list_hosted_zones()["HostedZones"]] == ["full.example."]
    with pytest.raises(Exception, match="InvalidSignature"):
        instance.client("acm", aws_secret_access_key="wrong").list_certificates()
    instance.stop()
