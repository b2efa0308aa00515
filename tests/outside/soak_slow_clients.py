"""2,000 clients that send or take a byte now and then; `cargo xtask soak slow-clients`."""

import os
import resource

import pytest
from test_floods import SLOW, served, slow_clients

COUNT = int(os.environ.get("TEGATA_SLOW", "2000"))

__all__ = ["served"]


@pytest.mark.parametrize("how", SLOW)
def test_others_are_served(served, how):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    slow_clients(served, how, COUNT)
