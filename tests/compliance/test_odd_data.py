"""Odd data are findings or named outcomes, never a figure that looks right."""

from datetime import UTC, date, datetime

import pytest

from cashless_edu_health import messages
from cashless_edu_health.compliance import RULES, Outcome
from cashless_edu_health.receipts import PayerClass

END = date(2022, 12, 31)
PLATFORM = "platform_share"


def found(make, data, plan=None, **question):
    report = make.assess(plan or make.plan_of(PLATFORM), data, **question).report
    assert report.ok
    assert all(finding.message("vi") for finding in report.findings)
    return [(f.rule.id, f.path, dict(f.values)) for f in report.findings]


def test_figures_closed_before_the_day_judged_may_lack_records(make):
    data = make.dataset()
    early = [("CMP-06", "known_at", {})]
    assert found(make, data, as_of=END, known_at=date(2022, 12, 30)) == early
    assert found(make, data, as_of=END, known_at=END) == []
    assert found(make, data, as_of=END, known_at=date(2099, 1, 1)) == []


def test_a_receipt_dated_after_its_recording_is_found(make):
    night = datetime(2022, 9, 30, 16, 59, tzinfo=UTC)  # 23:59 in Viet Nam
    rows = [
        make.paid("R1", "qr_transfer", recorded_at=night),
        make.paid("R2", "qr_transfer", recorded_at=night.replace(hour=17, minute=0)),
    ]
    data = make.dataset(make.school("a", "qr_transfer"), receipts=rows)
    assert found(make, data) == [("CMP-07", "R1", {})]


@pytest.mark.parametrize(
    ("receipt", "twice"),
    [
        ({}, True),
        ({"on": date(2022, 7, 1)}, False),
        ({"at": "b"}, False),
        ({"payer_class": PayerClass.INSURER}, False),
        ({"purposes": frozenset({"meals"})}, False),
        ({"purposes": frozenset({"tuition"})}, True),
    ],
)
def test_receipts_that_a_summed_figure_may_hold_are_found(make, receipt, twice):
    tally = make.tallied("cash", 3, 300, date(2022, 9, 1), date(2022, 12, 31),
                         purposes=frozenset({"tuition"}))  # fmt: skip
    data = make.dataset(
        make.school("a"),
        make.school("b"),
        receipts=[make.paid("R1", "cash", **receipt), make.paid("R2", "qr_transfer")],
        tallies=[make.tallied("web_payment"), tally],
    )
    expected = [("CMP-08", "tallies[1]", {"receipts": 1})] if twice else []
    assert [row for row in found(make, data) if row[0] == "CMP-08"] == expected


def test_a_type_that_nobody_has_is_named_beside_an_empty_population(make):
    plan = make.plan_of(PLATFORM, pop={"sector": "education", "types": ["pre_school"]})
    data = make.dataset(make.school("a", type="preschool"))
    values = {"types": "pre_school", "present": "preschool"}
    assert found(make, data, plan) == [("CMP-09", "T", values)]
    assert make.ask(plan, data).outcome is Outcome.NOT_APPLICABLE
    nobody_at_all = make.plan_of(PLATFORM, pop={"sector": "health", "types": ["hospital"]})
    assert found(make, data, nobody_at_all) == []
    merchants = make.plan_of(PLATFORM, pop={"entity": "merchant", "types": ["shop"]})
    assert found(make, data, merchants) == []


def test_head_counts_of_another_day_are_named(make):
    row = make.heads("H", 5, valid_to=date(2022, 6, 30))
    expected = [("CMP-10", "head_counts[H]", {"day": "31/12/2022"})]
    assert found(make, make.dataset(head_counts=[row])) == expected


def test_counted_payers_that_reach_out_of_the_year_are_named(make):
    rows = [
        make.payers(5, 1, date(2021, 9, 1), date(2022, 5, 31)),
        make.payers(5, 1),
        make.payers(5, 1, date(2020, 1, 1), date(2020, 5, 31)),
    ]
    assert found(make, make.dataset(payer_counts=rows)) == [("CMP-05", "payer_counts[0]", {})]


def test_every_rule_has_words_in_both_languages():
    ids = [rule.id for rule in RULES]
    assert ids == sorted(set(ids))
    assert all(messages.has(f"rule.{rule_id}") for rule_id in ids)
