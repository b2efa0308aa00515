"""Silent connections: opened by other processes, since one process may not have that many descriptors."""

import contextlib
import subprocess
import sys

HOLD = """
import resource, socket, sys
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
host, port, count, first = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4].encode()
held = []
for _ in range(count):
    held.append(socket.create_connection((host, port), 30))
    if first:
        held[-1].sendall(first)
print("held", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def silent(*places, count, first=""):
    """Holds `count` connections to each of these (host, port), on which nothing but `first` is ever sent."""
    arguments = [[sys.executable, "-c", HOLD, host, str(port), str(count), first] for host, port in places]
    holders = [subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for line in arguments]
    try:
        for holder in holders:
            assert holder.stdout.readline() == "held\n", "the connections were not taken"
        yield
    finally:
        for holder in holders:
            holder.kill()
            holder.wait()
            holder.stdin.close()
            holder.stdout.close()


def api_of(instance):
    host, port = instance.api.removeprefix("http://").split(":")
    return host, int(port)
