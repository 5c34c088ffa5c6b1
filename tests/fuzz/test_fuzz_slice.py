"""A short slice of the fuzz loop; the whole of it is ``python tests/fuzz/payloads.py``."""

import importlib.util
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "payloads.py"


@pytest.fixture(scope="module")
def fuzz():
    spec = importlib.util.spec_from_file_location("fuzz_payloads", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_a_slice_of_the_loop_ends_without_a_breach(fuzz):
    outcomes, slowest, breach = fuzz.run(4_000, seed=20261122)
    assert breach is None
    assert outcomes["read"] > 100
    assert outcomes["refused"] > 1_000
    assert slowest < 0.5


def test_the_loop_names_a_breach(fuzz, monkeypatch):
    monkeypatch.setattr(fuzz, "reads_back", lambda _: False)
    breach = fuzz.run(4_000, seed=1)[2]
    assert breach is not None
    assert "a value reads back as another" in breach


def test_every_genuine_code_that_the_loop_starts_from_is_read(fuzz):
    for text in fuzz.GENUINE:
        assert fuzz.read_breach(text, fuzz.Profile.AUTO) == ("read", None)
