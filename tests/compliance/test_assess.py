"""Assessments over small invented datasets: outcomes, reasons, readings, traces, findings."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import compliance, documents, registry
from cashless_edu_health.compliance import (
    IN_USE,
    Counted,
    Dataset,
    Evidence,
    FactCheck,
    Gap,
    GapUnit,
    MethodsCheck,
    Outcome,
    Steps,
    TraceLine,
)
from cashless_edu_health.institutions import Fact, Institution, PaymentMethod, Sector
from cashless_edu_health.periods import Window, WindowKind, calendar_year
from cashless_edu_health.receipts import PayerClass, Receipt, ReceiptSource, Reversal, Tally

END = date(2022, 12, 31)
QR = PaymentMethod(kind="qr_transfer")


def school(id_="a", sector=Sector.EDUCATION, methods=(QR,), facts=(), **extra):
    type_ = "primary" if sector is Sector.EDUCATION else "hospital"
    facts = tuple(Fact(name=name, value=value) for name, value in dict(facts).items())
    row = {"type": type_, "methods": methods, "facts": facts} | extra
    return Institution(id=id_, name=id_, sector=sector, **row)


def paid(id_, method, gross=100, on=date(2022, 10, 1), at="a", **extra):
    row = {"payer_class": PayerClass.HOUSEHOLD, "source": ReceiptSource.BANK} | extra
    known = extra.get("recorded_at", datetime(on.year, on.month, on.day, 5, tzinfo=UTC))
    row |= {"recorded_at": known}
    return Receipt(id=id_, institution_id=at, gross=gross, paid_on=on, method=method, **row)


def tallied(method, first, last, count=1, value=100, at="a", **extra):
    row = {"payer_class": PayerClass.HOUSEHOLD} | extra
    return Tally(
        institution_id=at,
        method=method,
        count=count,
        value=value,
        paid_from=first,
        paid_to=last,
        **row,
    )


def dataset(*institutions, receipts=(), reversals=(), tallies=(), series=None):
    return Dataset(
        institutions=institutions or (school(),),
        receipts=tuple(receipts),
        reversals=tuple(reversals),
        tallies=tuple(tallies),
        series=series or {},
    )


def ask(row_id, data, period=2022, as_of=None, known_at=None, plan=None, **readings):
    end = as_of or (calendar_year(period).last if isinstance(period, int) else period.last)
    found = compliance.assess(
        plan or registry.plan(row_id.split("-")[0]),
        data,
        period=period,
        as_of=end,
        known_at=known_at or end,
        readings=readings,
    )
    return found[row_id]


def plan_of(target, **extra):
    """A plan of one target ``T`` over a long life."""
    table = {
        "id": "one",
        "title": "Kế hoạch mẫu",
        "issuer": "UBND tỉnh Mẫu",
        "level": "province",
        "area": "mau",
        "period": {"from": "2020-01-01", "to": "2029-12-31"},
        "source": {"kind": "official_text", "complete": True},
        "targets": [{"id": "T", "cite": "I", "quote": "x", "force": "must", **target}],
    }
    return documents.plan_from_table(table | extra, vocabulary=registry.vocabulary(), file="one")


def use(data, **extra):
    """Whether the one school counts as using cashless methods, by DN24-Q3."""
    result = ask("DN24-Q3", data, **extra)
    return (
        {(1, 1): True, (0, 1): False}.get((result.numerator, result.denominator))
        if (result.share is not None)
        else None
    )


@pytest.mark.parametrize(
    ("rows", "facts", "expected"),
    [
        ([], {}, None),
        ([], {IN_USE: True}, True),
        ([], {IN_USE: False}, False),
        ([paid("r", "qr_transfer")], {}, True),
        ([paid("r", "qr_transfer")], {IN_USE: False}, True),
        ([paid("r", "cash")], {}, False),
        ([paid("r", "cash")], {IN_USE: True}, True),
        ([paid("r", None)], {}, None),
        ([paid("r", "seashells")], {}, None),
        ([paid("r", "qr_transfer", payer_class=PayerClass.INSURER)], {}, None),
        ([paid("r", "qr_transfer", on=date(2021, 12, 31))], {}, None),
    ],
)
def test_use_is_shown_by_payments_then_by_declaration_and_else_unknown(rows, facts, expected):
    assert use(dataset(school(facts=facts), receipts=rows)) is expected


def test_a_reversed_payment_shows_no_use():
    back = Reversal(
        id="x",
        receipt_id="r",
        amount=100,
        reversed_on=END,
        recorded_at=datetime(2022, 12, 31, 16, 59, tzinfo=UTC),
    )
    data = dataset(receipts=[paid("r", "qr_transfer")], reversals=[back])
    assert use(data) is None
    # 16:59 UTC is 23:59 of the same day in Viet Nam: one day earlier it was not known.
    assert use(data, known_at=END - timedelta(days=1)) is True


def test_a_payment_recorded_later_does_not_exist_yet():
    late = paid("r", "qr_transfer", recorded_at=datetime(2022, 12, 31, 17, 0, tzinfo=UTC))
    result = ask("DN24-Q5", dataset(receipts=[late]))
    assert (result.outcome, result.reason) == (Outcome.UNDEFINED, "no-payments")
    assert result.trace[0] == TraceLine("r", Counted.LEFT_OUT, "recorded-later")
    known = ask("DN24-Q5", dataset(receipts=[late]), known_at=date(2023, 1, 1))
    assert known.outcome is Outcome.MET


def test_payments_prove_a_method_that_the_register_never_heard_of():
    data = dataset(school(methods=()), receipts=[paid("r", "card_pos")])
    assert use(data) is True
    assert use(dataset(school(methods=()), receipts=[paid("r", None)])) is None


def test_tuition_counts_for_tuition_targets_only():
    methods = (PaymentMethod(kind="qr_transfer", purposes=frozenset({"meals"})),)
    facts = {IN_USE: True}
    assert ask("DT153-Q2", dataset(school(methods=methods, facts=facts))).numerator == 0
    assert ask("DN24-Q3", dataset(school(methods=methods, facts=facts))).numerator == 1
    rows = [paid("r", "qr_transfer", purposes=frozenset({"meals"}))]
    assert ask("DT153-Q2", dataset(receipts=rows)).outcome is Outcome.INSUFFICIENT_DATA
    rows = [paid("r", "qr_transfer", purposes=frozenset({"tuition"}))]
    assert ask("DT153-Q2", dataset(receipts=rows)).outcome is Outcome.MET


def test_an_unlisted_kind_of_method_makes_bounds():
    rows = [paid("r1", "qr_transfer"), paid("r2", "seashells"), paid("r3", "cash")]
    count, value = ask("DN24-Q5", dataset(receipts=rows)).parts
    assert (count.low, count.high, count.share) == (Fraction(1, 3), Fraction(2, 3), None)
    assert (count.outcome, count.reason) == (Outcome.INSUFFICIENT_DATA, "unknown-rows")
    assert value.gap == Gap(GapUnit.DONG, convert=Steps(0, 50), add=Steps(0, 100))
    assert count.trace[1] == TraceLine("r2", Counted.UNKNOWN, "method-unknown")
    assert count.distance is None


def test_a_summed_figure_that_reaches_beyond_the_year_makes_bounds():
    over = tallied("cash", date(2022, 12, 1), date(2023, 1, 31), count=4, value=400)
    rows = [paid("r1", "qr_transfer", gross=300)]
    count, _ = ask("DN24-Q5", dataset(receipts=rows, tallies=[over])).parts
    assert (count.numerator, count.denominator) == (1, 1)
    assert (count.low, count.high) == (Fraction(1, 5), Fraction(1))
    assert count.trace[-1] == TraceLine("tallies[0]", Counted.PERHAPS, "straddles-window")
    only = ask("DN24-Q5", dataset(tallies=[over]))
    assert (only.outcome, only.parts[0].low) == (Outcome.INSUFFICIENT_DATA, None)


def test_membership_that_changes_within_a_summed_figure_is_unknown():
    since = PaymentMethod(kind="qr_transfer", valid_from=date(2022, 7, 1))
    year = tallied("qr_transfer", date(2022, 1, 1), END, count=10, value=1000)
    result = ask("DT153-Q7", dataset(school(methods=(since,)), tallies=[year]))
    assert result.parts[0].trace[0] == TraceLine(
        "tallies[0]", Counted.PERHAPS, "membership-unknown"
    )


def test_payments_while_an_institution_was_closed_are_left_out():
    data = dataset(school(valid_to=date(2022, 6, 30)), receipts=[paid("r", "cash")])
    assert ask("DN24-Q5", data).trace[0] == TraceLine("r", Counted.LEFT_OUT, "inactive")
    heads = ask("DN24-Q3", data)
    assert (heads.outcome, heads.reason) == (Outcome.NOT_APPLICABLE, "nobody")


def test_a_register_that_leaves_a_tier_open_leaves_the_target_open():
    hospital = school(sector=Sector.HEALTH, facts={IN_USE: False})
    result = ask("DT153-Q4", dataset(hospital))
    assert (result.outcome, result.trace[0].counted) == (
        Outcome.INSUFFICIENT_DATA,
        Counted.PERHAPS,
    )


def test_the_period_may_be_a_window_of_its_own():
    window = Window(date(2021, 12, 15), date(2022, 12, 14), WindowKind.REPORTING_YEAR)
    rows = [paid("r1", "cash"), paid("r2", "cash", on=date(2022, 12, 20))]
    result = ask("DN24-Q5", dataset(receipts=rows), period=window)
    assert (result.parts[0].denominator, result.due) == (1, date(2022, 12, 14))


def test_before_the_day_is_over_the_answer_is_provisional():
    result = ask("DN24-Q3", dataset(school(facts={IN_USE: True})), as_of=date(2022, 12, 30))
    assert (result.outcome, result.provisional) == (Outcome.NOT_DUE, Outcome.MET)
    assert result.explanation("vi") == "kỳ tính chưa kết thúc; kết quả là tạm tính"
    assert ask("DN24-Q3", dataset(school(facts={IN_USE: True}))).explanation("vi") == ""


@given(year=st.integers(2000, 2060).filter(lambda year: year != 2022), used=st.booleans())
def test_a_year_outside_the_schedule_is_never_met_or_missed(year, used):
    rows = [paid("r", "qr_transfer", on=date(year, 5, 5))]
    found = compliance.assess(
        registry.plan("DN24"),
        dataset(school(facts={IN_USE: used, "digital_platform": used}), receipts=rows),
        period=year,
        as_of=date(year, 12, 31),
        known_at=date(year, 12, 31),
    )
    assert {result.outcome for result in found} == {Outcome.NO_TARGET}
    assert found["DN24-Q5"].parts[0].share == 1


def ladder():
    return [paid(f"r{i}", ("cash", "qr_transfer", None)[i % 3], gross=100 + i) for i in range(7)]


@given(st.permutations(ladder()))
def test_the_order_of_rows_does_not_matter(rows):
    before, after = (
        ask("DN24-Q5", dataset(receipts=ladder())),
        ask("DN24-Q5", dataset(receipts=rows)),
    )
    assert [p.share for p in before.parts] == [p.share for p in after.parts]
    assert [(p.low, p.high, p.gap) for p in before.parts] == [
        (p.low, p.high, p.gap) for p in after.parts
    ]


@given(st.integers(0, 6))
def test_reversing_and_entering_again_restores_the_answer(index):
    rows = ladder()
    gone = rows[index]
    back = Reversal(
        id="x",
        receipt_id=gone.id,
        amount=gone.gross,
        reversed_on=gone.paid_on,
        recorded_at=gone.recorded_at,
    )
    again = paid("again", gone.method, gross=gone.gross)
    before = ask("DN24-Q5", dataset(receipts=rows))
    after = ask("DN24-Q5", dataset(receipts=[*rows, again], reversals=[back]))
    assert [(p.numerator, p.denominator, p.low, p.high) for p in before.parts] == [
        (p.numerator, p.denominator, p.low, p.high) for p in after.parts
    ]


def test_equal_data_and_knowledge_give_equal_assessments():
    one, other = (
        compliance.assess(plan, dataset(receipts=ladder()), period=2022, as_of=END, known_at=END)
        for plan in [registry.plan("DT153")] * 2
    )
    assert one == other


@given(st.integers(0, 6), st.integers(1, 6))
def test_pooled_and_each_agree_at_100_percent(with_platform, of):
    with_platform = min(with_platform, of)
    rows = [school(f"s{i}", facts={"digital_platform": i < with_platform}) for i in range(of)]
    rows.append(school("h", Sector.HEALTH, facts={"digital_platform": True}))
    assert ask("LD22-Q1", dataset(*rows)).robust is True


@pytest.mark.parametrize(
    ("row_id", "period", "outcome", "reason"),
    [
        ("XL83-Q10", 2025, Outcome.NO_VERDICT, "defers-to"),
        ("XL83-Q4", 2025, Outcome.INSUFFICIENT_DATA, "no-register"),
        ("XL83-Q1", 2025, Outcome.INSUFFICIENT_DATA, "series-missing"),
        ("XL83-Q1", 2024, Outcome.NO_TARGET, "silent"),
        ("KH4205-Q6", 2023, Outcome.NO_VERDICT, "undated"),
        ("DT153-Q7", 2022, Outcome.UNDEFINED, "no-payments"),
    ],
)
def test_what_cannot_be_computed_says_why(row_id, period, outcome, reason):
    result = ask(row_id, dataset(), period=period)
    assert (result.outcome, result.reason) == (outcome, reason)
    assert result.explanation("vi") != result.explanation("en") != ""


SERIES_2025 = {"by": "2025-12-31"}


def reported(measure, demand, series, year=2025):
    plan = plan_of({"measure": measure, "schedule": [SERIES_2025 | demand]})
    return ask("T", dataset(series=series), period=year, plan=plan)


RATIO = {"ratio": {"num": {"series": "n"}, "den": {"series": "d"}}}
AVERAGE = {"growth": {"of": {"series": "n"}, "kind": "average", "base": 2023, "end": 2025}}


@pytest.mark.parametrize(
    ("measure", "demand", "series", "outcome", "gap"),
    [
        (RATIO, {"at_least": "25x"}, {"n": 249, "d": 10}, Outcome.NOT_MET, 1),
        (RATIO, {"at_least": "25x"}, {"n": 250, "d": 10}, Outcome.MET, 0),
        (RATIO, {"more_than": "50%"}, {"n": 5, "d": 10}, Outcome.NOT_MET, 1),
        (RATIO, {"about": "50%"}, {"n": 5, "d": 10}, Outcome.NO_VERDICT, None),
        (RATIO, {"at_least": "50%"}, {"n": 5, "d": 0}, Outcome.UNDEFINED, None),
        (RATIO, {"about": "50%"}, {"n": 5, "d": 0}, Outcome.NO_VERDICT, None),
        ({"series": "n"}, {"at_least": 7}, {"n": 6}, Outcome.NOT_MET, 1),
        ({"series": "n"}, {"at_most": 7}, {"n": 9}, Outcome.NOT_MET, 2),
        ({"series": "n"}, {"at_most": 7}, {"n": 7}, Outcome.MET, 0),
        ({"series": "n"}, {"unquantified": "tăng"}, {"n": 7}, Outcome.NO_VERDICT, None),
        ({"series": "n"}, {"unquantified": "tăng"}, {}, Outcome.NO_VERDICT, None),
    ],
)
def test_reported_figures_are_held_against_their_bound(measure, demand, series, outcome, gap):
    result = reported(measure, demand, {name: {"2025": n} for name, n in series.items()})
    found = result.gap and (result.gap.convert or result.gap.add).least
    assert (result.outcome, found) == (outcome, gap)


def test_average_growth_is_compared_without_roots_and_under_every_reading():
    series = {"n": {"2023": 100, "2024": 200, "2025": 121}}
    result = reported(AVERAGE, {"range": ["10%", "20%"]}, series)
    assert (result.outcome, result.share, result.gap.add) == (
        Outcome.MET,
        Fraction(121, 100),
        Steps(0, 0),
    )
    assert (result.part.aspiration_reached, result.robust) == (False, True)
    arithmetic = next(r for r in result.readings if r.option == "arithmetic")
    assert arithmetic.part.share == (1 + Fraction(-79, 200)) / 2
    moved = reported(AVERAGE, {"at_least": "10%"}, {"n": {"2023": 0, "2024": 5, "2025": 6}})
    assert (moved.outcome, moved.reason) == (Outcome.UNDEFINED, "growth-from-zero")


def test_the_base_year_moves_only_when_asked():
    plan = registry.plan("XL83")
    series = {"mobile_count": {"2020": 100, "2021": 760, "2025": 800}}
    result = ask("XL83-Q6", dataset(series=series), period=2025)
    assert (result.outcome, result.denominator, result.robust) == (Outcome.MET, 100, False)
    moved = ask("XL83-Q6", dataset(series=series), 2025, plan=plan, average_growth_base="2021")
    assert (moved.outcome, moved.denominator) == (Outcome.NOT_MET, 760)
    lacking = next(r for r in result.readings if r.option == "2022")
    assert lacking.part.missing == ("mobile_count@2022",)


def test_growth_of_each_year_asks_about_every_year_so_far():
    yearly = {"growth": {"of": {"series": "n"}, "kind": "yearly"}}
    each = {"each_year": {"from": 2022, "to": 2025}, "more_than": "50%"}
    plan = plan_of({"measure": yearly, "schedule": [each]})
    series = {"n": {"2021": 10, "2022": 16, "2023": 24, "2024": 100}}
    result = ask("T", dataset(series=series), period=2024, plan=plan)
    assert [(part.label, part.outcome) for part in result.parts] == [
        ("2022", Outcome.MET),
        ("2023", Outcome.NOT_MET),
        ("2024", Outcome.MET),
    ]
    assert result.outcome is Outcome.NOT_MET
    del series["n"]["2024"]
    lacking = ask("T", dataset(series=series), period=2024, plan=plan)
    assert (lacking.outcome, lacking.missing) == (Outcome.NOT_MET, ("n@2024",))


def test_a_missing_year_in_a_strict_increase_is_named():
    series = {"acceptance_points_in_communes": {"2022": 5}}
    result = ask("XL83-Q3", dataset(series=series), period=2022)
    assert (result.outcome, result.reason, result.missing) == (
        Outcome.INSUFFICIENT_DATA,
        "series-missing",
        ("acceptance_points_in_communes@2021",),
    )


def test_payers_are_not_told_apart_by_their_names():
    target = {
        "pop": "health",
        "measure": {"share_of": "payers", "where": "cashless"},
        "schedule": [{"period": 2022, "at_least": "50%"}],
    }
    result = ask("T", dataset(), plan=plan_of(target))
    assert (result.outcome, result.reason) == (Outcome.INSUFFICIENT_DATA, "payers-not-identified")


def test_payments_for_other_purposes_are_out_and_mixed_ones_perhaps_in():
    target = {
        "pop": "edu",
        "measure": {
            "share_of": "transactions",
            "weight": "count",
            "where": "cashless",
            "purposes": ["tuition"],
        },
        "schedule": [{"period": 2022, "at_least": "50%"}],
    }
    rows = [
        paid("r1", "cash", purposes=frozenset({"tuition"})),
        paid("r2", "cash", purposes=frozenset({"meals"})),
        paid("r3", "cash", purposes=frozenset({"meals", "tuition"})),
    ]
    result = ask("T", dataset(receipts=rows), plan=plan_of(target))
    assert [(line.counted, line.reason) for line in result.trace] == [
        (Counted.DENOMINATOR, ""),
        (Counted.LEFT_OUT, "other-purpose"),
        (Counted.PERHAPS, "purpose-unknown"),
    ]
    assert result.outcome is Outcome.NOT_MET


def test_a_chosen_reading_decides_and_an_unknown_one_is_refused():
    data = dataset(school(facts={IN_USE: False}))
    assert ask("DN24-Q3", data).outcome is Outcome.NOT_MET
    assert ask("DN24-Q3", data, adoption="installed_only").outcome is Outcome.MET
    with pytest.raises(ValueError, match="no reading 'adoptoin'"):
        ask("DN24-Q3", data, adoptoin="installed_only")
    with pytest.raises(ValueError, match="no option 'maybe'"):
        ask("DN24-Q3", data, adoption="maybe")


def test_two_groups_can_be_read_as_one_pool():
    rows = [school("a"), school("h", Sector.HEALTH)]
    payments = [paid("r1", "qr_transfer"), paid("r2", "cash", at="h", gross=100)]
    result = ask("LD22-Q4", dataset(*rows, receipts=payments))
    (pooled,) = (r for r in result.readings if r.option == "pooled")
    assert (result.outcome, pooled.outcome, result.robust) == (Outcome.NOT_MET, Outcome.MET, False)


READY = ("qr_transfer", "web_payment", "card_pos")


def test_a_duty_is_answered_for_each_institution_with_what_is_missing():
    kinds = [tuple(PaymentMethod(kind=kind) for kind in chosen) for chosen in (READY, READY[:2])]
    data = dataset(
        school("a", methods=kinds[0], facts={"payment_module_integrated": True}),
        school("b", methods=kinds[1]),
        school("c", methods=kinds[0]),
        school("h", Sector.HEALTH),
    )
    duty = ask("DN24-D1", data)
    assert duty.outcome is Outcome.NOT_MET
    assert [(row.institution_id, row.outcome) for row in duty.institutions] == [
        ("a", Outcome.MET),
        ("b", Outcome.NOT_MET),
        ("c", Outcome.INSUFFICIENT_DATA),
    ]
    assert duty.institutions[0].missing == ()
    methods, module = duty.institutions[1].missing
    assert methods == MethodsCheck(
        offered=("qr", "website"),
        needed=3,
        candidates=("mobile_money", "card"),
        satisfied=False,
        evidence=(Evidence(of="qr_transfer"), Evidence(of="web_payment")),
    )
    assert (methods.missing_at_least, module) == (
        1,
        FactCheck(fact="payment_module_integrated", satisfied=None),
    )


@pytest.mark.parametrize(
    ("row_id", "as_of", "outcome", "reason"),
    [
        ("DN24-D1", date(2022, 12, 31), Outcome.NOT_MET, ""),
        ("DN24-D1", date(2022, 6, 1), Outcome.NO_REQUIREMENT, "not-in-force"),
        ("DN24-D2", date(2022, 12, 31), Outcome.NOT_APPLICABLE, "nobody"),
        ("DN24-D3", date(2022, 12, 31), Outcome.NOT_APPLICABLE, "no-payments-made"),
        ("DN24-D5", date(2022, 12, 31), Outcome.INSUFFICIENT_DATA, "condition-unknown"),
        ("DT153-D2", date(2022, 12, 31), Outcome.INSUFFICIENT_DATA, "charge-not-stated"),
        ("DT153-D4", date(2022, 12, 31), Outcome.NO_VERDICT, "manual"),
    ],
)
def test_a_duty_that_nobody_can_compute_says_why(row_id, as_of, outcome, reason):
    duty = ask(row_id, dataset(), as_of=as_of)
    assert (duty.outcome, duty.reason) == (outcome, reason)
    assert bool(duty.explanation("vi")) is bool(reason)


def test_a_duty_on_those_who_may_not_be_bound_is_open():
    duties = [
        {
            "id": "D",
            "cite": "II",
            "force": "must",
            "quote": "x",
            "each": {"fact": "support_contact"},
            "pop": {"sector": "education", "area_class": "urban"},
        }
    ]
    plan = plan_of({"pop": "edu", "measure": "platform_share",
                    "schedule": [{"period": 2022, "at_least": "50%"}]}, duties=duties)  # fmt: skip
    duty = ask("D", dataset(school(facts={"support_contact": False})), plan=plan)
    assert duty.institutions[0].outcome is Outcome.INSUFFICIENT_DATA


def test_an_assessment_is_a_list_of_results_and_finds_rows_by_id():
    found = compliance.assess(
        registry.plan("DN24"), dataset(), period=2022, as_of=END, known_at=END
    )
    assert [result.target.id for result in found] == [f"DN24-Q{i}" for i in range(1, 7)]
    assert len(found) == 6
    assert found["DN24-Q3"].bound is found["DN24-Q3"].demand.bound
    assert found.readings["payer_scope"] == "household"
    with pytest.raises(KeyError, match="DN24-Q9"):
        found["DN24-Q9"]


def test_odd_data_are_found():
    data = dataset(
        school("a", facts={IN_USE: True}),
        school("b", facts={IN_USE: False}),
        receipts=[
            paid("r1", "card_pos", at="b"),
            paid("r2", None, at="a"),
            paid("r3", "cash", at="a", payer_class=PayerClass.STATE),
        ],
        tallies=[tallied("cash", date(2021, 1, 1), END)],
    )
    report = compliance.assess(
        registry.plan("DN24"), data, period=2022, as_of=END, known_at=END
    ).report
    assert [(f.rule.id, f.path, dict(f.values)) for f in report.findings] == [
        ("CMP-01", "institutions[a]", {}),
        ("CMP-02", "institutions[b]", {}),
        ("CMP-03", "institutions[b]", {"method": "card_pos"}),
        ("CMP-04", "r2", {"method": "-"}),
        ("CMP-05", "tallies[0]", {}),
    ]
    assert report.ok
    assert all(finding.message("vi") for finding in report.findings)


@pytest.mark.parametrize(
    ("fees", "words"),
    [
        ({"qr_transfer": 0}, "what cash costs"),
        ({"cash": 0}, "no method beside cash"),
        ({"cash": 0, "qr_transfer": 1.5}, "whole number of dong"),
    ],
)
def test_charges_that_cannot_be_compared_are_refused(fees, words):
    with pytest.raises(ValueError, match=words):
        compliance.compare_fees(fees)


def test_methods_that_cost_no_more_than_cash_are_fine():
    found = compliance.compare_fees({"cash": 500, "qr_transfer": 0, "card_pos": 500})
    assert (found.excess, found.cheapest, found.outcome) == (
        {"qr_transfer": 0, "card_pos": 0},
        "qr_transfer",
        Outcome.MET,
    )


def test_no_trace_or_finding_holds_the_name_of_a_payer():
    row = paid("r", None, payer_name="Nguyễn Thị Mẫu", payer_name_source=ReceiptSource.BANK)
    found = compliance.assess(
        registry.plan("DN24"), dataset(receipts=[row]), period=2022, as_of=END, known_at=END
    )
    assert "Mẫu" not in repr(found)
