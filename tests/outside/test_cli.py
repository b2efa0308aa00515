"""The command line as people and scripts meet it: on a terminal of 80 columns, in a pipe, and by its exit status."""

import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import fcntl
from pathlib import Path

import pytest
from conftest import PROGRAM, free_port, need, until

CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def surroundings(instance, **more):
    """An environment that names nothing of AWS's, with the instance's folder as home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TEGATA"))}
    return {**kept, "HOME": str(instance.folder), **more}


def run(instance, *arguments, env=None, data=True, **more):
    """Runs a command; it finds the instance by its data directory alone."""
    place = ["--data", instance.folder / "data"] if data else []
    return subprocess.run(
        [PROGRAM, *map(str, arguments), *map(str, place)],
        capture_output=True,
        text=True,
        env=surroundings(instance, **(env or {})),
        timeout=120,
        **more,
    )


def on_terminal(instance, *arguments, columns=80, env=None):
    """Runs a command on a terminal of so many columns; gives its status and what the terminal got."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [PROGRAM, *map(str, arguments), "--data", str(instance.folder / "data")],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=surroundings(instance, **{"TERM": "xterm-256color", **(env or {})}),
    )
    os.close(follower)
    seen = b""
    while select.select([leader], [], [], 60)[0]:
        try:
            part = os.read(leader, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    os.close(leader)
    return process.wait(60), seen.decode()


def lines(text):
    return [CODES.sub("", line).rstrip("\r") for line in text.split("\n")]


@pytest.fixture
def shared(instance):
    instance.zone("cli.example")
    instance.issued("www.cli.example", "*.cli.example")
    return instance


def test_lists_fit_a_terminal_and_a_pipe_gets_whole_arns(shared):
    arn = shared.issued("a-name-that-is-longer-than-most-names-are.and-more.cli.example")
    status, seen = on_terminal(shared, "certificate", "list")
    assert status == 0
    rows = [line for line in lines(seen) if line]
    assert len(rows) == 3, rows
    assert all(len(row) <= 80 for row in rows), rows
    assert "arn:" not in seen and arn[-8:] in seen and "…" in seen, seen
    assert "Days" in seen and "Used" in seen, seen
    piped = run(shared, "certificate", "list")
    assert arn in piped.stdout and "\x1b" not in piped.stdout, piped.stdout
    assert arn in on_terminal(shared, "certificate", "list", "--wide")[1]


@pytest.mark.parametrize("listed", ["events tail", "zone list", "load-balancer list", "listener list", "mail list"])
def test_every_list_fits_a_terminal(shared, site, listed):
    shared.tegata("load-balancer", "create", "a-site-of-a-rather-long-name")
    shared.tegata(
        *["listener", "create", "a-site-of-a-rather-long-name", "--port", free_port()],
        *["--certificate", "www.cli.example", "--target", f"127.0.0.1:{site}"],
    )
    status, seen = on_terminal(shared, *listed.split())
    assert status == 0, seen
    assert all(len(line) <= 80 for line in lines(seen)), seen


def test_colour_goes_where_it_is_wanted(shared):
    assert "\x1b[32m" in on_terminal(shared, "certificate", "list")[1]
    for more in ({}, {"CI": "true"}):
        assert "\x1b[3" not in on_terminal(shared, "certificate", "list", env={"TERM": "dumb", **more})[1]
    assert "\x1b[3" not in on_terminal(shared, "certificate", "list", env={"NO_COLOR": "1"})[1]
    assert "\x1b[32m" in run(shared, "certificate", "list", env={"CLICOLOR_FORCE": "1"}).stdout


def test_a_list_that_is_cut_says_so_and_goes_on(shared):
    for name in ("b", "c"):
        shared.issued(f"{name}.cli.example")
    cut = run(shared, "certificate", "list", "--max-items", "2")
    assert "2 shown, there are more" in cut.stdout and "--all" in cut.stdout, cut.stdout
    token = json.loads(run(shared, "--output", "json", "certificate", "list", "--max-items", "2").stdout)["NextToken"]
    rest = run(shared, "--output", "json", "certificate", "list", "--starting-token", token)
    assert len(json.loads(rest.stdout)["CertificateSummaryList"]) == 1
    whole = json.loads(run(shared, "--output", "json", "certificate", "list", "--all").stdout)
    assert len(whole["CertificateSummaryList"]) == 3 and "NextToken" not in whole
    found = run(shared, "certificate", "search", "--max-items", "1")
    assert "1 shown, there are more" in found.stdout, found.stdout


def test_which_instance_is_said_anywhere_or_not_at_all(shared):
    place = ["--endpoint", shared.api]
    for line in (
        [*place, "certificate", "list"],
        ["certificate", *place, "list"],
        ["certificate", "list", *place],
        ["certificate", "list"],
    ):
        done = run(shared, *line)
        assert done.returncode == 0 and "www.cli.example" in done.stdout, done.stderr


def test_the_names_of_awss_tools_are_read_and_errors_say_where_from(shared):
    keys = {
        "AWS_ACCESS_KEY_ID": shared.ready["access_key_id"],
        "AWS_SECRET_ACCESS_KEY": shared.ready["secret_access_key"],
        "AWS_ENDPOINT_URL": shared.api,
        "AWS_DEFAULT_REGION": "ap-northeast-1",
    }
    done = run(shared, "certificate", "list", env=keys, data=False)
    assert done.returncode == 0 and "no certificates in ap-northeast-1" in done.stdout, done.stderr
    done = run(shared, "certificate", "list", env={**keys, "AWS_REGION": "us-east-1"}, data=False)
    assert "www.cli.example" in done.stdout, done.stderr
    foreign = {**keys, "AWS_ACCESS_KEY_ID": "AKIAOFTHEREALAWS1234"}
    done = run(shared, "certificate", "list", env=foreign, data=False)
    assert done.returncode == 4, done
    assert "AKIAOFTHEREALAWS1234 from AWS_ACCESS_KEY_ID is not known to" in done.stderr, done.stderr
    # A data directory that is typed goes before the environment.
    assert run(shared, "certificate", "list", env=foreign).returncode == 0


def test_statuses_tell_classes_apart(shared):
    for arguments, status in (
        (["certificate", "describe", "www.cli.example"], 0),
        (["certificate", "describe", "nothing.cli.example"], 3),
        (["certificate", "describe", "ffffffff"], 3),
        (["zone", "delete", "nothing.example"], 3),
        (["load-balancer", "show", "nothing"], 3),
        (["principal", "delete", "nobody"], 3),
        (["certificate", "describe"], 2),
        (["certificate", "search", "--status", "BOGUS"], 2),
        (["up", "--endpoint", "http://127.0.0.1:1"], 2),
        (["zone", "list", "--endpoint", "http://127.0.0.1:9"], 6),
        (["zone", "list", "--endpoint", "ftp://127.0.0.1"], 1),
    ):
        done = run(shared, *arguments)
        assert done.returncode == status, (arguments, done)
    run(shared, "principal", "create", "alice")
    made = json.loads(run(shared, "--output", "json", "access-key", "create", "--principal", "alice").stdout)
    alice = {
        "AWS_ACCESS_KEY_ID": made["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": made["SecretAccessKey"],
        "AWS_ENDPOINT_URL": shared.api,
    }
    assert run(shared, "zone", "list", env=alice, data=False).returncode == 4
    shown = run(shared, "--help").stdout
    assert "Exit status:" in shown and "6  No instance answers at the endpoint." in shown, shown


def test_a_certificate_is_named_by_name_and_by_part_of_its_identifier(shared):
    arn = shared.tegata("certificate", "describe", "www.cli.example")["Certificate"]["CertificateArn"]
    for said in (arn, arn[-8:], arn.rsplit("/")[-1], "WWW.cli.example", "*.cli.example"):
        assert shared.tegata("certificate", "describe", said)["Certificate"]["CertificateArn"] == arn, said
    shared.issued("www.cli.example")
    done = run(shared, "certificate", "delete", "www.cli.example")
    assert done.returncode == 1 and "matches more than one certificate" in done.stderr, done.stderr
    assert done.stderr.count("ISSUED") == 2 and arn[-8:] in done.stderr, done.stderr


def test_a_request_for_a_name_elsewhere_gives_the_record_to_paste(shared):
    done = run(shared, "certificate", "request", "www.elsewhere.example")
    assert done.returncode == 0 and done.stdout.startswith("arn:"), done
    assert "no zone here contains www.elsewhere.example" in done.stderr and "CNAME" in done.stderr, done.stderr
    forms = {form: run(shared, "certificate", "records", "www.elsewhere.example", "--format", form).stdout
             for form in ("text", "zone", "csv", "terraform", "json")}
    record = json.loads(forms["json"])[0]
    assert forms["zone"] == f"{record['Name']} 300 IN CNAME {record['Value']}\n"
    assert f"www.elsewhere.example,{record['Name']},CNAME,{record['Value']}" in forms["csv"]
    assert 'resource "aws_route53_record"' in forms["terraform"]
    waited = run(shared, "certificate", "wait", "www.elsewhere.example", "--timeout", "1s")
    assert waited.returncode == 5 and "tegata certificate explain" in waited.stderr, waited
    explained = run(shared, "certificate", "explain", "www.elsewhere.example").stdout
    assert explained.index("What to do") < explained.index("expected"), explained
    assert len(explained.splitlines()) < 20, explained


def test_zone_files_of_records_are_read_by_bind(shared, tmp_path):
    run(shared, "certificate", "request", "www.elsewhere.example")
    zone = tmp_path / "zone"
    record = run(shared, "certificate", "records", "www.elsewhere.example", "--format", "zone").stdout
    zone.write_text(f"$ORIGIN elsewhere.example.\n@ 60 IN SOA ns. h. 1 1 1 1 1\n@ 60 IN NS ns.example.\n{record}")
    done = subprocess.run(
        [need("named-checkzone"), "elsewhere.example", zone], capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_request_that_fails_at_once_says_why(shared):
    done = run(shared, "certificate", "request", "mail.cli.example", "--validation", "email")
    assert done.returncode == 1 and done.stdout.startswith("arn:"), done
    assert "FAILED, NO_AVAILABLE_CONTACTS" in done.stderr and "MX record" in done.stderr, done.stderr


def test_a_request_that_waits_ends_issued_and_shows_days(shared):
    status, seen = on_terminal(shared, "certificate", "request", "fresh.cli.example", "--wait")
    assert status == 0 and "ISSUED" in seen and "days left" in seen, seen


def test_names_beyond_ascii_become_what_the_dns_has(shared):
    run(shared, "certificate", "request", "例え.cli.example")
    assert run(shared, "certificate", "describe", "xn--r8jz45g.cli.example").returncode == 0
    assert run(shared, "certificate", "describe", "例え.cli.example").returncode == 0
    refused = run(shared, "certificate", "request", "under_score.cli.example")
    assert refused.returncode == 2 and "regular expression" not in refused.stderr, refused.stderr


def test_what_is_typed_wrong_is_said_in_plain_words(shared):
    for arguments, words in (
        (["clock", "advance", "-5d"], "longer than 0s"),
        (["clock", "advance", "100y"], "such as 160d"),
        (["certificate", "export", "www.cli.example", "--passphrase-file", "/nonexistent"], "--passphrase-file /nonexistent"),
        (["zone", "put", "cli.example", "www.other", "A", "192.0.2.1"], "write www.other.cli.example"),
        (["certificate", "search", "--status", "BOGUS"], "PENDING_VALIDATION"),
        (["certificate", "search", "--sort", "BOGUS"], "NOT_AFTER"),
        (["mail", "show", "x"], "there is no mail x"),
        (["webhook", "delete", "x"], "there is no webhook x"),
        (["principal", "delete", "nobody"], "There is no principal nobody. ("),
        (["target", "add", "site", "localhost:80"], "ADDRESS:PORT"),
    ):
        done = run(shared, *arguments)
        assert done.returncode != 0 and words in done.stderr, (arguments, done.stderr)
        assert "regular expression" not in done.stderr and "jiff" not in done.stderr, done.stderr


def test_empty_lists_say_what_to_do(instance):
    for listed in ("certificate", "zone", "principal", "policy", "webhook", "mail", "load-balancer", "listener"):
        done = run(instance, listed, "ls")
        assert done.returncode == 0 and re.match(r"There are no ", done.stdout), (listed, done)


def test_a_single_label_is_under_the_zone(shared):
    assert run(shared, "zone", "put", "cli.example", "api", "a", "192.0.2.7").returncode == 0
    assert shared.dig("api.cli.example", "A") == "192.0.2.7"
    assert run(shared, "zone", "rm", "cli.example", "api", "A").returncode == 0
    assert shared.dig("api.cli.example", "A") == ""


def test_a_site_is_served_without_awss_tools(shared, site):
    port = free_port()
    assert run(shared, "load-balancer", "create", "site").returncode == 0
    made = run(
        shared,
        *["listener", "create", "site", "--port", port, "--certificate", "www.cli.example"],
        *["--target", f"127.0.0.1:{site}"],
    )
    assert made.returncode == 0 and f"listening on 127.0.0.1:{port}" in made.stdout, made
    assert shared.curl("www.cli.example", port) == "a page\n"
    until(lambda: "healthy" in run(shared, "target", "list", "site").stdout, what="a healthy target")
    arn = shared.issued("other.cli.example")
    assert run(shared, "listener", "add-certificate", f"site:{port}", "other.cli.example").returncode == 0
    assert arn in run(shared, "load-balancer", "show", "site").stdout
    assert run(shared, "listener", "remove-certificate", "site", "other.cli.example").returncode == 0
    assert run(shared, "listener", "set-certificate", "site", "other.cli.example").returncode == 0
    until(lambda: shared.s_client(port, "other.cli.example")[0], what="the other certificate")
    assert run(shared, "target", "add", "site", "127.0.0.1:9").returncode == 0
    assert "127.0.0.1:9" in run(shared, "target", "ls", "site").stdout
    assert run(shared, "target", "rm", "site", "127.0.0.1:9").returncode == 0
    # What was made along the way goes as well, so that the same can be made again.
    assert run(shared, "listener", "delete", f"site:{port}").returncode == 0
    assert shared.aws("elbv2", "describe-target-groups")["TargetGroups"] == []
    again = ["listener", "create", "site", "--port", port, "--target", f"127.0.0.1:{site}"]
    assert run(shared, *again).returncode == 0
    assert run(shared, "load-balancer", "delete", "site").returncode == 0
    assert shared.aws("elbv2", "describe-target-groups")["TargetGroups"] == []


def test_a_listener_that_is_refused_leaves_nothing_behind(shared, site):
    run(shared, "load-balancer", "create", "site")
    pending = run(shared, "certificate", "request", "www.elsewhere.example").stdout.strip()
    done = run(
        shared, "listener", "create", "site", "--port", free_port(), "--certificate", pending, "--target", "127.0.0.1:9"
    )
    assert done.returncode != 0, done
    assert shared.aws("elbv2", "describe-target-groups")["TargetGroups"] == []


def test_env_serves_the_shell_the_aws_cli_and_a_profile(shared, tmp_path):
    aws = Path(sys.executable).parent / "aws"
    script = f'eval "$("{PROGRAM}" env --shell sh --data "$1")" && "{aws}" acm list-certificates --output json ' \
             "--includes keyTypes=EC_prime256v1"
    done = subprocess.run(
        ["sh", "-c", script, "sh", shared.folder / "data"],
        capture_output=True, text=True, env=surroundings(shared, AWS_PAGER=""), timeout=120,
    )
    assert done.returncode == 0 and "www.cli.example" in done.stdout, done.stderr
    config = tmp_path / "config"
    config.write_text(run(shared, "env", "--profile", "tegata").stdout)
    done = subprocess.run(
        [aws, "--profile", "tegata", "route53", "list-hosted-zones"],
        capture_output=True, text=True, env=surroundings(shared, AWS_PAGER="", AWS_CONFIG_FILE=str(config)), timeout=120,
    )
    assert done.returncode == 0 and "cli.example." in done.stdout, done.stderr


def test_the_cli_speaks_https_and_trusts_the_root_of_the_data_directory(start):
    instance = start("--api", f"0.0.0.0:{free_port()}", "--pki-base-url", "http://pki.example")
    assert instance.api.startswith("https://"), instance.api
    assert run(instance, "zone", "create", "tls.example").returncode == 0
    assert "AWS_CA_BUNDLE" in run(instance, "env", "--shell", "sh").stdout
    keys = {
        "AWS_ACCESS_KEY_ID": instance.ready["access_key_id"],
        "AWS_SECRET_ACCESS_KEY": instance.ready["secret_access_key"],
        "AWS_ENDPOINT_URL": instance.api,
    }
    # Elsewhere there is no root to trust, until it is given.
    done = run(instance, "zone", "list", env=keys, data=False)
    assert done.returncode == 6 and "is not trusted" in done.stderr, done
    done = run(instance, "zone", "list", env={**keys, "AWS_CA_BUNDLE": instance.root}, data=False)
    assert done.returncode == 0 and "tls.example." in done.stdout, done.stderr


def test_the_lines_of_the_banner_work_as_they_are(shared):
    instance = shared
    instance.stop()
    process = subprocess.Popen(
        [PROGRAM, "up", "--data", instance.folder / "data", "--api", "127.0.0.1:0", "--dns", "127.0.0.1:0"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=surroundings(instance),
    )
    banner = []
    for line in process.stdout:
        banner.append(line.rstrip("\n"))
        if line.startswith("Stop with"):
            break
    commands = [line.strip() for line in banner if line.startswith("  tegata ") or line.startswith("  eval ")]
    assert len(commands) == 3, banner
    path = f"{Path(PROGRAM).parent}:{os.environ['PATH']}"
    try:
        for command in commands:
            done = subprocess.run(
                ["sh", "-c", command], capture_output=True, text=True, timeout=120, env=surroundings(instance, PATH=path)
            )
            assert done.returncode == 0, (command, done.stderr)
    finally:
        process.terminate()
        assert process.wait(30) == 0
        process.stdout.close()
    instance.start()


def test_following_events_ends_when_nobody_reads_any_more(shared):
    script = f'"{PROGRAM}" events tail --follow --from 0 --data "$1" | head -2'
    done = subprocess.run(
        ["sh", "-c", script, "sh", shared.folder / "data"],
        capture_output=True, text=True, env=surroundings(shared), timeout=15,
    )
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 2, done


def complete(instance, *words):
    """What Bash is offered for the last word."""
    done = subprocess.run(
        [PROGRAM, "--", "tegata", *words],
        capture_output=True, text=True, timeout=30,
        env=surroundings(
            instance, COMPLETE="bash", _CLAP_COMPLETE_INDEX=str(len(words)), _CLAP_IFS="\n", TEGATA_DATA=str(instance.folder / "data"),
        ),
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")


def test_shells_complete_what_the_instance_knows(shared):
    assert "www.cli.example" in complete(shared, "certificate", "describe", "w")
    assert "cli.example" in complete(shared, "zone", "records", "")
    assert "PENDING_VALIDATION" in complete(shared, "certificate", "search", "--status", "")
    shared.stop()
    assert "www.cli.example" not in complete(shared, "certificate", "describe", "w")
    shared.start()
    for shell in ("bash", "zsh", "fish", "powershell", "elvish"):
        assert "COMPLETE" in run(shared, "completion", shell, data=False).stdout, shell


def test_manual_pages_say_what_manual_pages_say(instance, tmp_path):
    done = run(instance, "man", tmp_path / "man", data=False)
    assert done.returncode == 0, done.stderr
    pages = {page.name: page.read_text() for page in (tmp_path / "man").iterdir()}
    assert len(pages) > 60
    for name, text in pages.items():
        for heading in ("EXAMPLES", "ENVIRONMENT", "FILES", "EXIT STATUS"):
            assert f'.SH {heading}' in text or f'.SH "{heading}"' in text, (name, heading)
        assert str(instance.folder) not in text, name
    assert "tegata-up.8" in pages, sorted(pages)[:5]
