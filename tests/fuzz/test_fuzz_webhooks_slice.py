"""A short slice of the fuzz loop; the whole of it is ``python tests/fuzz/webhooks.py``."""

import importlib.util
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "webhooks.py"


@pytest.fixture(scope="module")
def fuzz():
    spec = importlib.util.spec_from_file_location("fuzz_webhooks", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_a_slice_of_the_loop_ends_without_a_breach(fuzz):
    outcomes, slowest, breach = fuzz.run(4_000, seed=20261122)
    assert breach is None
    assert min(outcomes[kind] for kind in ("taken", "not proven", "not as described")) > 200
    assert slowest < 0.5


def test_the_loop_names_a_breach(fuzz, monkeypatch):
    monkeypatch.setattr(fuzz, "breach_of", lambda *_: "taken")
    breach = fuzz.run(4_000, seed=1)[2]
    assert breach is not None
    assert ": taken: " in breach
