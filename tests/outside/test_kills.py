"""Killed at random moments under load: what was acknowledged is there, once, and nothing else is."""

from kills import run


def test_what_was_acknowledged_survives_fifty_kills(tmp_path):
    answered, issued = run(tmp_path, kills=50, seed=20261128)
    assert answered > 100 and issued > 10, (answered, issued)
