"""Short slices of the fuzz loops; the whole of them: ``payloads.py`` and ``statements.py``."""

import importlib.util
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


def loaded(name):
    spec = importlib.util.spec_from_file_location(f"fuzz_{name}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def fuzz():
    yield from loaded("payloads")


@pytest.fixture(scope="module")
def files():
    yield from loaded("statements")


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


def test_a_slice_of_the_loop_over_statements_ends_without_a_breach(files):
    outcomes, slowest, breach = files.run(600, seed=20261122)
    assert breach is None
    assert {outcome for outcome, times in outcomes.items() if times > 10} >= {
        f"{kind} {outcome}" for kind in files.READERS for outcome in ("read", "refused")
    }
    assert max(slowest.values()) < 2


@pytest.mark.parametrize("kind", ["csv", "xlsx", "camt", "mt940"])
def test_every_genuine_statement_that_the_loop_starts_from_is_read(files, kind):
    assert files.breach_of(*files.READERS[kind]) == ("read", None)


def test_the_loop_over_statements_names_a_breach(files):
    def leaving(_):
        raise KeyError(files.SECRET)

    inspection = files.READERS["csv"][1](files.CSV)
    assert files.breach_of(b"", leaving) == ("left", "KeyError left")
    twice = inspection.statements * 2
    assert files.breach_of(
        b"", lambda _: files.Inspection(report=inspection.report, statements=twice)
    ) == (*("read", "ids that repeat or change"),)
