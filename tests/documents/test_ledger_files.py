"""Decisions, customers' references and opening balances in files; people are invented."""

import tomllib
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cashless_edu_health import documents
from cashless_edu_health.errors import DataError
from cashless_edu_health.invoices import AllocationPolicy, CustomerReference, Party
from cashless_edu_health.reconciliation import MemoryLedger, OpeningBalance, reconcile
from cashless_edu_health.testing.ledger_contract import (
    AT,
    REQUESTS,
    SCHOOL,
    credit,
    reports,
    take,
)

BAD = Path(__file__).parents[1] / "data" / "bad" / "ledger"
WORDS = tomllib.loads((BAD / "words.toml").read_text(encoding="utf-8"))
DAY_1 = (
    credit(1, f"nop {REQUESTS[1].reference}", REQUESTS[1].amount),
    credit(2, "chuyen tien", 1_000),
    credit(3, f"{REQUESTS[3].reference} {REQUESTS[4].reference}", 1),
    credit(4, f"{REQUESTS[5].reference} mot phan", REQUESTS[5].amount - 100_000),
)
DAY_2 = (
    *(reports(one)[0] for one in DAY_1),
    credit(5, f"{REQUESTS[5].reference} con lai", 100_000),
    credit(6, f"hoan {REQUESTS[1].reference}", -REQUESTS[1].amount),
)


def read(text: str, path: Path, entries=DAY_1 + DAY_2):
    path.write_text(text, encoding="utf-8")
    return documents.read_decisions(path, entries=entries, requests=REQUESTS)


def test_decisions_are_read_back_as_they_were(tmp_path):
    entries = dict.fromkeys((*DAY_1, *DAY_2))
    result = reconcile(entries, REQUESTS, recorded_at=AT)
    text = documents.write_decisions(result.decisions)
    assert read(text, tmp_path / "d.json") == result.decisions
    assert documents.write_decisions(read(text, tmp_path / "d.json")) == text
    assert not [one for one in entries if one.remittance_information in text]


def test_a_run_is_replayed_from_entries_requests_and_earlier_decisions(tmp_path):
    first = reconcile(DAY_1, REQUESTS, recorded_at=AT)
    text = documents.write_decisions(first.decisions)
    known = read(text, tmp_path / "d.json", DAY_1)
    runs = [
        reconcile(DAY_2, REQUESTS, recorded_at=AT, known=earlier).decisions
        for earlier in (first.decisions, known)
    ]
    assert documents.write_decisions(runs[0]) == documents.write_decisions(runs[1])
    assert documents.write_decisions(reconcile(DAY_1, REQUESTS, recorded_at=AT).decisions) == text


def test_a_person_s_decisions_of_a_ledger_are_read_back(tmp_path):
    ledger = MemoryLedger()
    take(ledger, DAY_1)
    ledger.undo("S1", by="ke-toan", at=AT, why="nhầm")
    ledger.assign("S2", REQUESTS[2:3], by="ke-toan", at=AT, why="phụ huynh báo")
    text = documents.write_decisions(ledger.decisions())
    assert read(text, tmp_path / "d.json") == ledger.decisions()


CUSTOMERS = st.builds(
    CustomerReference,
    reference=st.from_regex(r"HS[A-Z0-9]{4,23}", fullmatch=True),
    institution_id=st.just("truong-bia"),
    account=st.just(SCHOOL),
    customer_id=st.from_regex(r"HS-[0-9]{1,6}", fullmatch=True),
    policy=st.sampled_from(AllocationPolicy),
)
BALANCES = st.builds(
    OpeningBalance,
    id=st.from_regex(r"DK-[0-9]{1,6}", fullmatch=True),
    institution_id=st.just("truong-bia"),
    customer=st.builds(Party, name=st.just("An (bịa)"), id=st.just("HS-1")),
    amount=st.integers(-(10**12), 10**12).filter(bool),
    on=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    period=st.none() | st.just("2026-08"),
)


@settings(deadline=None)
@given(st.lists(CUSTOMERS, unique_by=lambda one: one.reference).map(tuple))
def test_customers_are_read_back_as_written(tmp_path_factory, customers):
    path = tmp_path_factory.mktemp("c") / "customers.json"
    path.write_text(documents.write_customers(customers), encoding="utf-8")
    assert documents.read_customers(path) == customers


@settings(deadline=None)
@given(st.lists(BALANCES, unique_by=lambda one: one.id).map(tuple))
def test_opening_balances_are_read_back_as_written(tmp_path_factory, balances):
    path = tmp_path_factory.mktemp("b") / "balances.json"
    path.write_text(documents.write_opening_balances(balances), encoding="utf-8")
    assert documents.read_opening_balances(path) == balances


READERS = {
    "decision": partial(documents.read_decisions, entries=DAY_1, requests=REQUESTS),
    "customers": documents.read_customers,
    "balances": documents.read_opening_balances,
}


@pytest.mark.parametrize("name", WORDS)
def test_a_file_with_one_defect_is_refused_by_place(name):
    path, read_file = BAD / f"{name}.json", READERS[name.partition("_")[0]]
    with pytest.raises(DataError) as refused:
        read_file(path)
    assert WORDS[name] in str(refused.value)
    assert str(refused.value).startswith(path.name)


def test_every_bad_file_is_looked_at():
    assert {path.stem for path in BAD.glob("*.json")} == set(WORDS)
