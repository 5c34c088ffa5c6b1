"""The figures of the comparison: 200 alterations flagged, 10,000 genuine codes let pass."""

import importlib.util
from pathlib import Path

import pytest

RUNNER = Path(__file__).parents[1] / "conformance" / "alterations.py"


@pytest.fixture(scope="module")
def alterations():
    spec = importlib.util.spec_from_file_location("conformance_alterations", RUNNER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_alteration_is_flagged_and_no_genuine_code_is(alterations, capsys):
    assert alterations.run() == 0
    banks = len(alterations.BINS)
    assert banks >= 40
    assert capsys.readouterr().out.splitlines() == [
        "200 altered codes, 200 flagged",
        f"10000 genuine codes of {banks} banks, 0 false alarms",
        "10200 passed, 0 failed",
    ]


def test_the_alterations_are_of_every_kind(alterations):
    source = alterations.alterations(alterations.seeded(1))
    kinds = {next(source)[0] for _ in range(alterations.ALTERED)}
    assert kinds == {*alterations.PAYEE, *alterations.BILL, *alterations.BROKEN}
    assert len(kinds) >= 45


def test_codes_written_from_parts_are_those_of_the_library(alterations):
    source = alterations.seeded(2)
    for _ in range(50):
        code = alterations.issued(source)
        assert alterations.payload(alterations.parts_of(code)) == code.encode()
        assert not alterations.missed(code.encode() + "0", code, by_book=True)
        assert alterations.missed(code.encode(), code, by_book=True)
        assert alterations.alarmed(code, alterations.AccountBook(), "school")
