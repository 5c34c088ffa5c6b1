"""Shares of payers: by their ids, as counted by an office, and what is not known of either."""

from datetime import date
from fractions import Fraction

import pytest

from cashless_edu_health.compliance import Counted, GapUnit, Outcome
from cashless_edu_health.institutions import Sector
from cashless_edu_health.receipts import PayerClass

PAYERS = {"share_of": "payers", "where": "cashless"}
TUITION = {"purposes": ["tuition"]}
QR, CASH = "qr_transfer", "cash"
JUNE = date(2022, 6, 30)


def by(make, payer, *methods, **extra):
    return [
        make.paid(f"{payer}-{i}", method, payer_id=payer, **extra)
        for i, method in enumerate(methods)
    ]


def buckets(part):
    count = part.count
    return (
        count.yes,
        count.no,
        count.unknown,
        count.maybe_yes,
        count.maybe_no,
        count.maybe_unknown,
    )


@pytest.mark.parametrize(
    ("methods", "any_", "all_"),
    [
        ([QR], "yes", "yes"),
        ([QR, CASH], "yes", "no"),
        ([CASH, CASH], "no", "no"),
        ([None], "unknown", "unknown"),
        ([None, QR], "yes", "unknown"),
        ([None, CASH], "unknown", "no"),
    ],
)
def test_a_payer_is_cashless_by_any_payment_or_by_all(make, methods, any_, all_):
    plan, data = make.plan_of(PAYERS), make.dataset(receipts=by(make, "P", *methods))
    for basis, bucket in (("any_cashless", any_), ("all_cashless", all_)):
        count = make.ask(plan, data, payer_basis=basis).part.count
        assert (getattr(count, bucket), count.total) == (1, 1)


@pytest.mark.parametrize(
    ("sure", "perhaps", "any_", "all_"),
    [
        ([], [QR], "maybe_yes", "maybe_yes"),
        ([], [CASH], "maybe_no", "maybe_no"),
        ([], [QR, CASH], "maybe_unknown", "maybe_unknown"),
        ([CASH], [CASH], "no", "no"),
        ([CASH], [QR], "unknown", "no"),
        ([QR], [QR], "yes", "yes"),
        ([QR], [CASH], "yes", "unknown"),
    ],
)
def test_payments_of_unknown_purpose_may_turn_a_payer(make, sure, perhaps, any_, all_):
    tuition = {"purposes": frozenset({"tuition"})}
    rows = by(make, "P", *sure, **tuition)
    rows += [make.paid(f"x{i}", m, payer_id="P") for i, m in enumerate(perhaps)]
    plan, data = make.plan_of(PAYERS | TUITION), make.dataset(receipts=rows)
    for basis, bucket in (("any_cashless", any_), ("all_cashless", all_)):
        count = make.ask(plan, data, payer_basis=basis).part.count
        assert (getattr(count, bucket), count.total) == (1, 1)


def test_a_payer_of_two_schools_is_one_and_of_another_sector_none(make):
    rows = (
        make.school("a"),
        make.school("b"),
        make.school("h", sector=Sector.HEALTH, type="hospital"),
    )
    receipts = [
        make.paid("R1", CASH, at="a", payer_id="P1"),
        make.paid("R2", QR, at="b", payer_id="P1"),
        make.paid("R3", QR, at="h", payer_id="P2"),
        make.paid("R4", QR, at="a", payer_id="P3", payer_class=PayerClass.SPONSOR),
    ]
    result = make.ask(make.plan_of(PAYERS), make.dataset(*rows, receipts=receipts))
    assert (result.numerator, result.denominator, result.outcome) == (1, 1, Outcome.MET)
    assert [(line.id, line.counted, line.reason) for line in result.trace] == [
        ("R1", Counted.NUMERATOR, ""),
        ("R4", Counted.LEFT_OUT, "not-household"),
        ("R2", Counted.NUMERATOR, ""),
        ("R3", Counted.LEFT_OUT, "not-in-population"),
    ]
    assert (result.gap.unit, result.sources) == (GapUnit.PAYERS, ("bank",))


@pytest.mark.parametrize(
    ("method", "any_", "all_"),
    [
        # P1 cashless, P2 cash; a QR payment by nobody knows whom: a third, or P2's own.
        (QR, (1, 0, 1, 1, 0, 0), (1, 1, 0, 1, 0, 0)),
        (CASH, (1, 1, 0, 0, 1, 0), (0, 1, 1, 0, 1, 0)),
        (None, (1, 0, 1, 0, 0, 1), (0, 1, 1, 0, 0, 1)),
    ],
)
def test_a_payment_without_a_payer_makes_bounds(make, method, any_, all_):
    rows = [*by(make, "P1", QR), *by(make, "P2", CASH), make.paid("R", method)]
    plan, data = make.plan_of(PAYERS), make.dataset(receipts=rows)
    found = make.ask(plan, data)
    assert (buckets(found.part), found.outcome) == (any_, found.part.outcome)
    assert found.trace[-1][1:3] == (Counted.PERHAPS, "payer-unknown")
    assert buckets(make.ask(plan, data, payer_basis="all_cashless").part) == all_


def test_figures_of_payments_alone_tell_no_payers(make):
    data = make.dataset(receipts=[make.paid("R", QR)], tallies=[make.tallied(CASH, 3)])
    result = make.ask(make.plan_of(PAYERS), data)
    assert (result.outcome, result.reason) == (Outcome.INSUFFICIENT_DATA, "payers-not-identified")
    assert [line.reason for line in result.trace] == ["payer-unknown", "payer-unknown"]


def test_payers_counted_by_an_office_stand_for_the_receipts_of_those_days(make):
    data = make.dataset(
        receipts=[make.paid("R", CASH)],
        tallies=[make.tallied(QR, 7)],
        payer_counts=[make.payers(160, 117)],
    )
    result = make.ask(make.plan_of(PAYERS, at_least="70%"), data)
    assert (result.share, result.outcome) == (Fraction(117, 160), Outcome.MET)
    assert (result.sources, result.robust) == (("payer_count",), True)
    assert [(line.id, line.counted, line.reason, line.number) for line in result.trace] == [
        ("R", Counted.LEFT_OUT, "counted-as-payers", 1),
        ("tallies[0]", Counted.LEFT_OUT, "counted-as-payers", 1),
        ("payer_counts[0]", Counted.NUMERATOR, "", 117),
        ("payer_counts[0]", Counted.DENOMINATOR, "", 43),
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # One that reaches out of the year cannot be split, one without purpose may be of another.
        ([(10, 6, date(2021, 9, 1), JUNE, {})], (0, 0, 0, 0, 0, 10)),
        ([(10, 6, date(2021, 1, 1), date(2021, 12, 31), {})], None),
        # Two of one school may hold the same people: P of the second may be known or new.
        ([(10, 6, date(2022, 1, 1), JUNE, {}), (8, 1, JUNE, JUNE, {})], (6, 3, 1, 1, 7, 0)),
        ([(0, 0, date(2022, 1, 1), JUNE, {})], (0, 0, 0, 0, 0, 0)),
    ],
)
def test_counts_of_payers_that_do_not_fit_the_year_are_bounds(make, rows, expected):
    counts = [make.payers(*row[:4], **row[4]) for row in rows]
    part = make.ask(make.plan_of(PAYERS), make.dataset(payer_counts=counts)).part
    assert (None if part.count is None else buckets(part)) == expected


def test_counts_for_another_purpose_are_out_and_without_one_perhaps_in(make):
    counts = [
        make.payers(10, 6, purposes=frozenset({"meals"})),
        make.payers(8, 8),
    ]
    result = make.ask(make.plan_of(PAYERS | TUITION), make.dataset(payer_counts=counts))
    assert buckets(result.part) == (0, 0, 0, 0, 0, 8)
    assert [(line.counted, line.reason) for line in result.trace] == [
        (Counted.LEFT_OUT, "other-purpose"),
        (Counted.PERHAPS, "payers-in-part"),
    ]


def test_payers_counted_at_an_institution_of_another_sector_are_out(make):
    rows = (make.school("a"), make.school("h", sector=Sector.HEALTH, type="hospital"))
    counts = [make.payers(10, 6, at="h"), make.payers(4, 1)]
    result = make.ask(make.plan_of(PAYERS), make.dataset(*rows, payer_counts=counts))
    assert (result.numerator, result.denominator) == (1, 4)
    assert result.trace[-1][:3] == ("payer_counts[0]", Counted.LEFT_OUT, "not-in-population")


def test_known_payers_may_be_among_those_counted_for_other_days(make):
    rows = by(make, "P1", CASH, on=date(2022, 9, 1))
    counts = [make.payers(10, 6, last=JUNE)]
    part = make.ask(make.plan_of(PAYERS), make.dataset(receipts=rows, payer_counts=counts)).part
    assert buckets(part) == (0, 0, 1, 6, 4, 0)


def test_payers_with_ids_and_counted_payers_of_the_same_days_are_refused(make):
    rows = by(make, "P1", CASH)
    with pytest.raises(ValueError, match="payer of 'P1-0' may stand in a payer count of 'a'"):
        make.dataset(receipts=rows, payer_counts=[make.payers(10, 6)])
    make.dataset(make.school("a"), make.school("b"), receipts=rows,
                 payer_counts=[make.payers(10, 6, at="b")])  # fmt: skip
