"""10,000 silent connections on the API, DNS over TCP and the edge each; `cargo xtask soak silent-connections`.

Prints, and checks, how long health, an issuance and a handshake take meanwhile.
"""

import os
import socket
import ssl
import statistics
import time
import urllib.request

from silent import api_of, silent

COUNT = int(os.environ.get("TEGATA_SILENT", "10000"))
ROUNDS = 20
WITHIN = 0.1


def rss(instance):
    with open(f"/proc/{instance.process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) * 1024


def test_health_issuance_and_handshakes_stay_fast(instance, site):
    instance.zone("busy.example")
    port, *_ = instance.listener(instance.issued("www.busy.example"), site)
    acm = instance.client("acm")
    context = ssl.create_default_context(cafile=instance.root)

    def health(_):
        urllib.request.urlopen(instance.api + "/health", timeout=20).read()

    def issuance(number):
        arn = acm.request_certificate(
            DomainName=f"n{number}.busy.example", ValidationMethod="DNS", KeyAlgorithm="EC_prime256v1"
        )["CertificateArn"]
        while acm.describe_certificate(CertificateArn=arn)["Certificate"]["Status"] != "ISSUED":
            pass

    def handshake(_):
        with socket.create_connection(("127.0.0.1", port), 20) as raw:
            context.wrap_socket(raw, server_hostname="www.busy.example").close()

    def seconds(work, number):
        began = time.monotonic()
        work(number)
        return time.monotonic() - began

    works = [health, issuance, handshake]
    before = rss(instance)
    for number, work in enumerate(works):
        work(1000 + number)
    with silent(api_of(instance), (instance.dns_host, int(instance.dns_port)), ("127.0.0.1", port), count=COUNT):
        print(f"\n{COUNT} connections each: RSS {before >> 20} MiB before, {rss(instance) >> 20} MiB now")
        medians = {}
        for work in works:
            times = sorted(seconds(work, number) for number in range(ROUNDS))
            medians[work.__name__] = statistics.median(times)
            print(f"{work.__name__:9} median {medians[work.__name__] * 1e3:6.1f} ms, worst {times[-1] * 1e3:6.1f} ms")
    slow = {name: median for name, median in medians.items() if median >= WITHIN}
    assert not slow, f"slower than {WITHIN * 1e3:.0f} ms: {slow}"
