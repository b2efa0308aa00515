"""Metrics as Prometheus takes them, and the alert rules and the dashboard that are made of them."""

import json
import re
import subprocess
import urllib.request
from pathlib import Path

import pytest
import yaml
from conftest import need, until

PACKAGING = Path(__file__).parents[2] / "packaging"


def scraped(instance):
    with urllib.request.urlopen(f"{instance.api}/metrics", timeout=20) as answer:
        assert answer.headers["content-type"].startswith("application/openmetrics-text")
        return answer.read().decode()


def sample(text, name, **labels):
    """The value of the one series of this name that has these labels."""
    found = []
    for line in text.splitlines():
        match = re.fullmatch(r'([a-z_]+)(?:\{(.*)\})? (\S+)', line)
        if match and match[1] == name:
            has = dict(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', match[2] or ""))
            if has.items() >= labels.items():
                found.append(float(match[3]))
    assert len(found) == 1, (name, labels, found)
    return found[0]


def classic(text):
    """The same in the format that `promtool check metrics` reads: there a counter's family has the name of its samples."""
    counters = re.findall(r"^# TYPE (\S+) counter$", text, re.M)
    for name in counters:
        text = re.sub(rf"^(# (?:TYPE|HELP)) {name} ", rf"\1 {name}_total ", text, flags=re.M)
    infos = re.findall(r"^# TYPE (\S+) info$", text, re.M)
    for name in infos:
        text = re.sub(rf"^# HELP {name} ", f"# HELP {name}_info ", text, flags=re.M)
        text = text.replace(f"# TYPE {name} info", f"# TYPE {name}_info gauge")
    return text.replace("# EOF\n", "")


@pytest.fixture
def busy(instance, site):
    """An instance that has done something of everything."""
    instance.zone("metrics.example")
    arn = instance.issued("www.metrics.example")
    port, listener, *_ = instance.listener(arn, site)
    until(lambda: instance.curl("www.metrics.example", port) == "a page\n", what="the page")
    instance.curl("www.metrics.example", port)
    assert instance.dig("metrics.example", "SOA")
    instance.dig("+tcp", "nothing.metrics.example", "A")
    with pytest.raises(Exception, match="InvalidSignature"):
        instance.client("acm", aws_secret_access_key="wrong").list_certificates()
    healthy = lambda: sample(scraped(instance), "tegata_edge_targets", state="healthy") == 1
    until(healthy, what="the health of the target")
    until(lambda: "tegata_certificates{" in scraped(instance), what="the count of certificates")
    return instance, arn, listener.rsplit("/", 1)[1]


def test_what_was_done_is_counted_and_what_was_not_is_zero(busy):
    instance, arn, listener = busy
    text = scraped(instance)
    assert sample(text, "tegata_requests_total", operation="CreateHostedZone", outcome="done") == 1
    assert sample(text, "tegata_request_duration_seconds_count", operation="CreateHostedZone") == 1
    assert sample(text, "tegata_authentication_failures_total", reason="signature") == 1
    assert sample(text, "tegata_authentication_failures_total", reason="unknown-key") == 0
    assert sample(text, "tegata_edge_requests_total", listener=listener, status="2xx") >= 2
    assert sample(text, "tegata_edge_requests_total", listener=listener, status="5xx") >= 0
    assert sample(text, "tegata_edge_request_duration_seconds_count", listener=listener) >= 2
    assert sample(text, "tegata_dns_queries_total", transport="udp", outcome="NOERROR") >= 1
    assert sample(text, "tegata_dns_queries_total", transport="tcp", outcome="NXDOMAIN") == 1
    assert sample(text, "tegata_dns_queries_total", transport="udp", outcome="SERVFAIL") == 0
    assert sample(text, "tegata_jobs", kind="issue", state="given-up") == 0
    assert sample(text, "tegata_certificates", status="ISSUED") == 1
    assert sample(text, "tegata_certificates", status="FAILED") == 0
    assert sample(text, "tegata_events_total", kind="certificate.available") == 1
    assert sample(text, "tegata_events_total", kind="certificate.renewal-action-required") == 0
    assert sample(text, "tegata_store_up") == 1
    assert sample(text, "tegata_store_wal_bytes") > 0
    assert sample(text, "tegata_store_transaction_duration_seconds_count", kind="write") > 10
    assert sample(text, "process_resident_memory_bytes") > 10_000_000
    assert 0 < sample(text, "process_open_fds") < sample(text, "process_max_fds")
    assert sample(text, "process_cpu_seconds_total") > 0
    left = sample(text, "tegata_certificate_not_after_timestamp_seconds", certificate_arn=arn)
    left -= sample(text, "tegata_clock_timestamp_seconds")
    assert 196 < left / 86400 < 199
    roots = re.findall(r'tegata_revocation_list_next_update_timestamp_seconds\{authority="([^"]+)"\}', text)
    assert len(roots) == 3, roots


def test_promtool_has_nothing_to_say(busy):
    instance, *_ = busy
    promtool = need("promtool")
    checked = subprocess.run(
        [promtool, "check", "metrics"], input=classic(scraped(instance)), capture_output=True, text=True
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_rules_and_dashboard_are_of_metrics_that_exist(busy):
    instance, *_ = busy
    promtool, folder = need("promtool"), PACKAGING / "prometheus"
    for arguments in [["check", "rules", "tegata.rules.yml"], ["test", "rules", "tegata.rules.test.yml"]]:
        done = subprocess.run([promtool, *arguments], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    text = scraped(instance)
    names = {re.match(r"[a-z_]+", line)[0] for line in text.splitlines() if line and not line.startswith("#")}
    rules = yaml.safe_load((folder / "tegata.rules.yml").read_text())
    expressions = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    dashboard = json.loads((PACKAGING / "grafana" / "tegata.json").read_text())
    of_panels = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    assert len(expressions) >= 15 and len(of_panels) >= 20
    used = {name for text in expressions + of_panels for name in re.findall(r"\b(?:tegata|process)_[a-z_]+", text)}
    assert used <= names, used - names
    # And every expression is one: promtool parses those of the dashboard as rules.
    plain = [re.sub(r'=~"\$instance"', '=~".*"', text) for text in of_panels]
    made = {"groups": [{"name": "g", "rules": [{"record": f"r{n}", "expr": text} for n, text in enumerate(plain)]}]}
    (instance.folder / "panels.yml").write_text(yaml.safe_dump(made))
    done = subprocess.run(
        [promtool, "check", "rules", instance.folder / "panels.yml"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
