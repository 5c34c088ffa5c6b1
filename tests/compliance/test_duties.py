"""Duties answered for each institution: templates, charges, indicators, conditions.

Every person, school and figure is invented.
"""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import compliance, documents, registry
from cashless_edu_health.compliance import (
    IN_USE,
    Charge,
    CompoundCheck,
    Count,
    Dataset,
    Evidence,
    FactCheck,
    FeeCheck,
    ManualCheck,
    MethodsFigure,
    Outcome,
    ShareFigure,
    State,
    TemplateCheck,
    Trend,
)
from cashless_edu_health.compliance._indicators import window_before
from cashless_edu_health.institutions import (
    Fact,
    HeadCount,
    Institution,
    PaymentMethod,
    Sector,
    payer_fee,
)
from cashless_edu_health.periods import Window, WindowKind, calendar_year, reporting_year
from cashless_edu_health.plans import Weight
from cashless_edu_health.receipts import PayerClass, Receipt, ReceiptSource, Reversal, Tally

END = date(2022, 12, 31)
FOUR = ("payer_name", "beneficiary_name", "reason", "invoice_ref")
ALL = frozenset(FOUR)


def school(id_="a", *, sector=Sector.EDUCATION, methods=(), facts=(), **extra):
    return Institution(
        id=id_,
        name=f"Trường {id_} (bịa)",
        sector=sector,
        type="primary",
        methods=tuple(methods),
        facts=tuple(facts),
        **extra,
    )


def offers(kind, fee=None, **extra):
    return PaymentMethod(kind=kind, payer_fee=None if fee is None else payer_fee(fee), **extra)


def paid(id_, method="qr_transfer", *, on=date(2022, 10, 3), at="a", gross=100, **extra):
    row = {"payer_class": PayerClass.HOUSEHOLD, "source": ReceiptSource.BANK} | extra
    row.setdefault("recorded_at", datetime(on.year, on.month, on.day, 5, tzinfo=UTC))
    return Receipt(id=id_, institution_id=at, gross=gross, paid_on=on, method=method, **row)


def tallied(count, *, first=date(2022, 7, 1), last=date(2022, 9, 30), value=100, **extra):
    row = {"institution_id": "a", "method": "cash", "payer_class": PayerClass.HOUSEHOLD} | extra
    return Tally(count=count, value=value, paid_from=first, paid_to=last, **row)


def duty_plan(asks, *, force="must", pop="edu", life=("2020-01-01", "2029-12-31"), **extra):
    """A plan of one duty ``D``, in force for ten years."""
    row = {"id": "D", "cite": "IV.1", "force": force, "quote": "lời của kế hoạch", **asks, **extra}
    table = {
        "id": "one",
        "title": "Kế hoạch mẫu (bịa)",
        "issuer": "UBND tỉnh Mẫu (bịa)",
        "level": "province",
        "area": "mau",
        "period": {"from": life[0], "to": life[1]},
        "source": {"kind": "official_text", "complete": True},
        "targets": [],
        "duties": [row | ({} if pop is None else {"pop": pop})],
    }
    return documents.plan_from_table(table, vocabulary=registry.vocabulary(), file="one")


def ask(plan, *institutions, period=2022, as_of=None, known_at=None, readings=None, **rows):
    data = Dataset(
        institutions=institutions or (school(),), **{name: tuple(v) for name, v in rows.items()}
    )
    last = period.last if isinstance(period, Window) else date(period, 12, 31)
    return compliance.assess(
        plan,
        data,
        period=period,
        as_of=as_of or last,
        known_at=known_at or as_of or last,
        readings=readings or {},
    )["D"]


TEMPLATE = duty_plan({"template": dict.fromkeys(FOUR, "required")})
HEALTH = duty_plan(
    {"template": dict.fromkeys(FOUR, "required") | {"beneficiary_name": "if_any"}}, pop="health"
)


def carried(rows, **extra):
    """The one check of the template duty over these receipts."""
    ((check,),) = [row.checks for row in ask(TEMPLATE, receipts=rows, **extra).institutions]
    return check


def test_of_500_payments_37_lack_the_invoice_and_4_of_them_the_payer_too():
    """463 complete, 33 without invoice_ref, 4 without invoice_ref and payer_name: 37 lack."""
    rows = [paid(f"f{i}", carried=ALL) for i in range(463)]
    rows += [paid(f"i{i}", carried=ALL - {"invoice_ref"}) for i in range(33)]
    rows += [paid(f"p{i}", carried={"beneficiary_name", "reason"}) for i in range(4)]
    duty = ask(TEMPLATE, receipts=rows)
    assert (duty.outcome, duty.reason) == (Outcome.NOT_MET, "")
    (row,) = duty.institutions
    assert row.outcome is Outcome.NOT_MET
    assert row.checks == (
        TemplateCheck(
            required=FOUR,
            payments=500,
            lacking=37,
            by_field={"payer_name": 4, "beneficiary_name": 0, "reason": 0, "invoice_ref": 37},
            undecided=0,
        ),
    )
    assert row.checks[0].complete == 463


NO_INVOICE = ALL - {"invoice_ref"}


@pytest.mark.parametrize(
    ("rows", "outcome", "reason"),
    [
        ([], Outcome.NOT_APPLICABLE, "no-payments-made"),
        ([paid("r", carried=ALL)], Outcome.MET, ""),
        ([paid("r", carried=ALL | {"note"})], Outcome.MET, ""),
        ([paid("r", carried=NO_INVOICE)], Outcome.NOT_MET, ""),
        ([paid("r", carried=())], Outcome.NOT_MET, ""),
        ([paid("r")], Outcome.INSUFFICIENT_DATA, "fields-not-recorded"),
        ([paid("r"), paid("s", carried=ALL)], Outcome.INSUFFICIENT_DATA, "fields-not-recorded"),
        ([paid("r"), paid("s", carried=NO_INVOICE)], Outcome.NOT_MET, ""),
        ([paid("r", "cash", carried=ALL, source=ReceiptSource.COUNTER)], Outcome.MET, ""),
        ([paid("r", "cash", carried=(), source=ReceiptSource.COUNTER)], Outcome.NOT_MET, ""),
        ([paid("r", carried=(), payer_class=PayerClass.INSURER)], Outcome.NOT_APPLICABLE,
         "no-payments-made"),
        ([paid("r", carried=(), on=date(2021, 12, 31))], Outcome.NOT_APPLICABLE,
         "no-payments-made"),
        ([paid("r", carried=(), recorded_at=datetime(2022, 12, 31, 17, tzinfo=UTC))],
         Outcome.NOT_APPLICABLE, "no-payments-made"),
        ([paid("r", carried=(), recorded_at=datetime(2022, 12, 31, 16, tzinfo=UTC))],
         Outcome.NOT_MET, ""),
    ],
)  # fmt: skip
def test_every_household_payment_of_the_window_must_carry_the_template(rows, outcome, reason):
    rows = [evolve(row, carried=row.carried and frozenset(row.carried)) for row in rows]
    rows = [evolve(row, carried=frozenset()) if row.carried == () else row for row in rows]
    duty = ask(TEMPLATE, receipts=rows)
    assert (duty.outcome, duty.reason) == (outcome, reason)


def test_what_is_asked_if_there_is_any_never_fails():
    hospital = school("h", sector=Sector.HEALTH)
    rows = [paid("r", at="h", carried=ALL - {"beneficiary_name"})]
    assert ask(HEALTH, hospital, receipts=rows).outcome is Outcome.MET
    wish = duty_plan({"template": {"note": "optional"}})
    assert ask(wish, receipts=[paid("r")]).outcome is Outcome.MET


def test_no_reading_makes_an_insurer_fill_the_template():
    rows = [paid("r", carried=frozenset(), payer_class=PayerClass.INSURER)]
    duty = compliance.assess(
        registry.plan("DN24"),
        Dataset(institutions=(school(),), receipts=tuple(rows)),
        period=2022,
        as_of=END,
        known_at=END,
        readings={"payer_scope": "all_payers"},
    )["DN24-D3"]
    assert duty.outcome is Outcome.NOT_APPLICABLE


def test_a_payment_given_back_in_full_is_none_and_one_given_back_in_part_is_one():
    def back(amount, **extra):
        row = {"recorded_at": datetime(2022, 11, 1, tzinfo=UTC)} | extra
        return Reversal(id="x", receipt_id="r", amount=amount, reversed_on=END, **row)

    rows = [paid("r", carried=frozenset())]
    assert carried(rows, reversals=[back(100)]).payments == 0
    assert carried(rows, reversals=[back(99)]).lacking == 1
    late = back(100, recorded_at=datetime(2023, 1, 5, tzinfo=UTC))
    assert carried(rows, reversals=[late]).lacking == 1


def test_payments_before_the_plan_are_not_asked_for_the_template():
    plan = duty_plan({"template": {"reason": "required"}}, life=("2022-06-02", "2025-12-31"))
    rows = [paid("r", on=date(2022, 6, 1), carried=frozenset())]
    assert ask(plan, receipts=rows).outcome is Outcome.NOT_APPLICABLE
    rows = [paid("r", on=date(2022, 6, 2), carried=frozenset())]
    assert ask(plan, receipts=rows).outcome is Outcome.NOT_MET


def test_of_summed_figures_nobody_knows_what_each_payment_carried():
    check = carried([paid("r", carried=ALL)], tallies=[tallied(40)])
    assert (check.payments, check.complete, check.undecided) == (41, 1, 40)
    assert check.state is State.UNKNOWN
    other = [
        tallied(40, first=date(2021, 1, 1), last=date(2021, 12, 31)),
        tallied(40, payer_class=PayerClass.STATE),
    ]
    assert carried([paid("r", carried=ALL)], tallies=other).payments == 1


def test_a_template_for_named_purposes_asks_nothing_of_others_and_waits_for_the_unknown():
    plan = duty_plan({"template": {"reason": "required"}}, purposes=["tuition"])

    def found(*purposes, carried=frozenset()):
        row = paid("r", carried=carried, purposes=frozenset(purposes))
        return ask(plan, receipts=[row]).outcome

    assert found("tuition") is Outcome.NOT_MET
    assert found("meals") is Outcome.NOT_APPLICABLE
    assert found("meals", "tuition") is Outcome.INSUFFICIENT_DATA
    assert found() is Outcome.INSUFFICIENT_DATA
    assert found(carried=frozenset({"reason"})) is Outcome.MET


def test_a_payment_on_a_day_when_the_institution_was_closed_is_undecided():
    opened = school(valid_from=date(2022, 9, 1))
    duty = ask(TEMPLATE, opened, receipts=[paid("r", on=date(2022, 8, 1), carried=frozenset())])
    assert duty.institutions[0].checks[0].undecided == 1


FEE = duty_plan({"fee": {"cashless_not_above_cash": "minimise"}}, force="strive")


def charged(*methods, **extra):
    return ask(FEE, school(methods=methods), **extra)


@pytest.mark.parametrize(
    ("methods", "outcome", "reason"),
    [
        ((offers("cash", "0"), offers("qr_transfer", "0")), Outcome.MET, ""),
        ((offers("cash", "0"), offers("qr_transfer", "1")), Outcome.ATTENTION, "dearer-than-cash"),
        ((offers("cash", "0"), offers("card_pos", "1.1%")), Outcome.ATTENTION, "dearer-than-cash"),
        ((offers("cash", "2000"), offers("qr_transfer", "2000")), Outcome.MET, ""),
        ((offers("cash", "2000"), offers("qr_transfer", "1999")), Outcome.MET, ""),
        # Cheaper on small amounts, dearer above 200,000 dong: it can be dearer.
        ((offers("cash", "2000"), offers("card_pos", "1%")), Outcome.ATTENTION,
         "dearer-than-cash"),
        ((offers("cash", "2000+1%"), offers("card_pos", "2000+1%")), Outcome.MET, ""),
        ((offers("cash", "0"), offers("qr_transfer")), Outcome.INSUFFICIENT_DATA,
         "charge-not-stated"),
        ((offers("cash", "0"), offers("qr_transfer"), offers("card_pos", "1%")),
         Outcome.ATTENTION, "dearer-than-cash"),
        ((offers("cash"), offers("qr_transfer", "0")), Outcome.MET, ""),
        ((offers("cash"), offers("qr_transfer", "1")), Outcome.INSUFFICIENT_DATA,
         "charge-not-stated"),
        ((offers("cash", "0"), offers("cash", "3000"), offers("qr_transfer", "2000")),
         Outcome.ATTENTION, "dearer-than-cash"),
        ((offers("cash", "3000"), offers("cash"), offers("qr_transfer", "2000")),
         Outcome.INSUFFICIENT_DATA, "charge-not-stated"),
        ((offers("qr_transfer", "0"),), Outcome.MET, ""),
        ((offers("qr_transfer", "1"),), Outcome.ATTENTION, "dearer-than-cash"),
        ((offers("cash", "0"),), Outcome.NOT_APPLICABLE, "no-cashless-method"),
        ((), Outcome.NOT_APPLICABLE, "no-cashless-method"),
        ((offers("qr_transfer", "1", valid_to=date(2022, 6, 30)), offers("card_pos", "0")),
         Outcome.MET, ""),
        ((offers("seashells", "1"), offers("qr_transfer", "0")), Outcome.INSUFFICIENT_DATA,
         "charge-not-stated"),
        ((offers("seashells", "0"), offers("qr_transfer", "0")), Outcome.MET, ""),
    ],
)  # fmt: skip
def test_what_paying_without_cash_costs_is_held_against_cash(methods, outcome, reason):
    duty = charged(*methods)
    assert (duty.outcome, duty.reason) == (outcome, reason)


def test_charges_name_each_method_and_that_no_cash_is_listed():
    (row,) = charged(offers("qr_transfer", "0", evidence="biểu phí 01/2022")).institutions
    assert row.checks == (
        FeeCheck(
            charges=(
                Charge(
                    kind="qr_transfer",
                    fee=payer_fee("0"),
                    dearer=False,
                    evidence=Evidence(of="qr_transfer", text="biểu phí 01/2022"),
                ),
            ),
            cash=(),
        ),
    )
    assert row.checks[0].evidence == (Evidence(of="qr_transfer", text="biểu phí 01/2022"),)


def test_the_charge_of_a_method_that_only_payments_show_is_not_stated():
    duty = charged(offers("cash", "0"), receipts=[paid("r", "card_pos")])
    assert duty.outcome is Outcome.INSUFFICIENT_DATA
    assert duty.institutions[0].checks[0].unstated == (
        Charge(kind="card_pos", fee=None, dearer=None),
    )
    assert duty.institutions[0].checks[0].evidence == ()


def test_charges_for_named_purposes_leave_other_methods_out():
    plan = duty_plan({"fee": {"provider_fee": "lowest_or_zero"}}, purposes=["tuition"])
    methods = (
        offers("qr_transfer", "1", purposes=frozenset({"meals"})),
        offers("card_pos", "0", purposes=frozenset({"tuition"})),
    )
    assert ask(plan, school(methods=methods)).outcome is Outcome.MET


def test_charges_are_compared_for_everybody_when_the_text_names_nobody():
    plan = duty_plan({"fee": {"cashless_not_above_cash": "minimise"}}, pop=None)
    rows = (school("a"), school("h", sector=Sector.HEALTH), school("z", valid_to=date(2022, 1, 1)))
    assert [row.institution_id for row in ask(plan, *rows).institutions] == ["a", "h"]


FIXED = st.integers(0, 3)
RATE = st.integers(0, 3)


@given(FIXED, RATE, FIXED, RATE)
def test_a_method_is_dearer_just_when_some_amount_makes_it_so(fixed, rate, cash_fixed, cash_rate):
    def fee(dong, percent):
        return payer_fee(f"{dong}+{percent}%" if percent else f"{dong}")

    mine, cash = fee(fixed, rate), fee(cash_fixed, cash_rate)
    dearer = any(mine.on(amount) > cash.on(amount) for amount in (0, 1, 100, 10**6))
    methods = (
        PaymentMethod(kind="cash", payer_fee=cash),
        PaymentMethod(kind="qr_transfer", payer_fee=mine),
    )
    assert (charged(*methods).outcome is Outcome.ATTENTION) is dearer
    assert charged(*methods).outcome is not Outcome.NOT_MET


INDICATOR = duty_plan({"indicator": {"shares": ["count_share", "value_share"], "methods": "four"}})


def test_shares_and_their_trend_worked_by_hand():
    """2021: 1 of 4 payments, 100 of 700 dong. 2022: 2 of 5 payments, 250 of 2500 dong."""
    last_year, this_year = date(2021, 10, 4), date(2022, 10, 3)
    rows = [
        paid("a1", gross=100, on=last_year),
        *(paid(f"a{i}", "cash", gross=200, on=last_year) for i in (2, 3, 4)),
        *(paid(f"b{i}", gross=125, on=this_year) for i in (1, 2)),
        *(paid(f"b{i}", "cash", gross=750, on=this_year) for i in (3, 4, 5)),
        paid("other", at="b", on=this_year),
    ]
    methods = (offers("qr_transfer"), offers("qr_payment"), offers("card_pos"))
    duty = ask(INDICATOR, school(methods=methods), school("b"), receipts=rows)
    assert (duty.outcome, duty.reason) == (Outcome.NO_VERDICT, "indicator")
    row = duty.institutions[0]
    count, value, offered = row.checks
    whole, before = calendar_year(2022), calendar_year(2021)
    assert count == ShareFigure(
        weight=Weight.COUNT, purposes=frozenset(), window=whole, count=Count(yes=2, no=3),
        before_window=before, before=Count(yes=1, no=3),
    )  # fmt: skip
    assert (count.count.share, count.before.share) == (Fraction(2, 5), Fraction(1, 4))
    assert (value.count, value.before) == (Count(yes=250, no=2250), Count(yes=100, no=600))
    assert (count.trend, value.trend) == (Trend.ROSE, Trend.FELL)
    assert offered == MethodsFigure(
        offered=("qr", "card"),
        listed=("qr", "website", "mobile_money", "card"),
        evidence=tuple(Evidence(of=kind) for kind in ("card_pos", "qr_payment", "qr_transfer")),
    )
    assert (row.outcome, row.missing) == (Outcome.NO_VERDICT, ())


@pytest.mark.parametrize(
    ("now", "before", "trend"),
    [
        (Count(yes=1, no=1), Count(yes=2, no=2), Trend.EQUAL),
        (Count(yes=1, no=1), Count(yes=1, no=2), Trend.ROSE),
        (Count(yes=1, no=2), Count(yes=1, no=1), Trend.FELL),
        (Count(yes=1, unknown=1), Count(yes=1, no=2), Trend.ROSE),
        (Count(yes=1, unknown=1), Count(yes=3, no=1), Trend.UNKNOWN),
        (Count(yes=1, no=1), Count(), Trend.UNKNOWN),
        (Count(), Count(yes=1, no=1), Trend.UNKNOWN),
        (Count(yes=1, unknown=1), Count(yes=1, unknown=1), Trend.UNKNOWN),
        (Count(yes=1, no=1), Count(yes=1, no=1, maybe_yes=1), Trend.UNKNOWN),
    ],
)
def test_a_trend_is_told_only_when_no_unknown_can_turn_it(now, before, trend):
    year = calendar_year(2022)
    figure = ShareFigure(
        weight=Weight.COUNT, purposes=frozenset(), window=year, count=now, before_window=year,
        before=before,
    )  # fmt: skip
    assert (figure.trend, figure.state, figure.evidence) == (trend, State.NO_VERDICT, ())


def test_a_year_half_gone_is_held_against_the_same_half():
    rows = [
        paid("a", "cash", on=date(2021, 6, 30)),
        paid("b", on=date(2021, 7, 1)),
        paid("c", on=date(2022, 6, 30)),
        paid("d", "cash", on=date(2022, 7, 1)),
    ]
    figure = ask(INDICATOR, receipts=rows, as_of=date(2022, 6, 30)).institutions[0].checks[0]
    assert (figure.window.last, figure.before_window.last) == (
        date(2022, 6, 30),
        date(2021, 6, 30),
    )
    assert (figure.count, figure.before) == (Count(yes=1), Count(no=1))


def test_before_the_first_day_of_the_window_nothing_is_counted():
    figure = ask(INDICATOR, as_of=date(2021, 5, 1)).institutions[0].checks[0]
    assert (figure.count, figure.before) == (Count(), Count())
    assert figure.window == Window(date(2022, 1, 1), date(2022, 1, 1))


def test_payments_that_may_be_outside_make_bounds_and_those_outside_do_not_count():
    over = tallied(4, first=date(2021, 11, 1), last=date(2022, 1, 31), value=400)
    rows = [
        paid("a"),
        paid("b", "cash", payer_class=PayerClass.STATE),
        paid("c", "seashells"),
    ]
    figure = ask(INDICATOR, receipts=rows, tallies=[over]).institutions[0].checks[0]
    assert figure.count == Count(yes=1, unknown=1, maybe_no=4)
    closed = school(valid_from=date(2022, 11, 1))
    figure = ask(INDICATOR, closed, receipts=[paid("a")]).institutions[0].checks[0]
    assert figure.count == Count()
    opened = school(valid_from=date(2022, 8, 1))
    figure = ask(INDICATOR, opened, tallies=[tallied(3)]).institutions[0].checks[0]
    assert figure.count == Count(maybe_no=3)


def test_an_indicator_of_methods_alone_and_of_named_purposes():
    methods = duty_plan({"indicator": {"methods": "four"}})
    seashells = school(methods=(offers("seashells"), offers("cash")))
    (figure,) = ask(methods, seashells).institutions[0].checks
    assert (figure.offered, figure.unknown, figure.state) == ((), 1, State.NO_VERDICT)
    tuition = duty_plan({"indicator": {"shares": ["count_share"]}}, purposes=["tuition"])
    rows = [
        paid("a", purposes=frozenset({"tuition"})),
        paid("b", "cash", purposes=frozenset({"meals"})),
        paid("c"),
    ]
    (figure,) = ask(tuition, receipts=rows).institutions[0].checks
    assert figure.count == Count(yes=1, maybe_yes=1)
    assert figure.purposes == {"tuition"}


@pytest.mark.parametrize(
    ("window", "first", "last"),
    [
        (calendar_year(2022), date(2021, 1, 1), date(2021, 12, 31)),
        (reporting_year(2022), date(2020, 12, 15), date(2021, 12, 14)),
        (
            Window(date(2021, 9, 5), date(2022, 5, 31), WindowKind.SCHOOL_YEAR),
            date(2020, 9, 5),
            date(2021, 5, 31),
        ),
        (Window(date(2022, 7, 1), date(2022, 9, 30)), date(2021, 7, 1), date(2021, 9, 30)),
        (Window(date(2024, 2, 29), date(2024, 2, 29)), date(2023, 2, 28), date(2023, 2, 28)),
        (Window(date(2020, 1, 1), date(2021, 12, 31)), date(2018, 1, 1), date(2019, 12, 31)),
    ],
)
def test_the_window_before_is_the_same_days_of_an_earlier_year(window, first, last):
    assert window_before(window) == Window(first, last, window.kind)


def test_a_manual_duty_has_a_row_for_each_whom_it_names():
    plan = duty_plan({"manual": "reuse_existing_payment_means"})
    duty = ask(plan)
    assert (duty.outcome, duty.reason) == (Outcome.NO_VERDICT, "manual")
    (row,) = duty.institutions
    assert row.checks == (ManualCheck(task="reuse_existing_payment_means"),)
    assert (row.checks[0].state, row.checks[0].evidence) == (State.NO_VERDICT, ())
    assert ask(duty_plan({"manual": "x"}, pop=None)).institutions == ()


def test_alternatives_stay_together_and_what_is_asked_of_all_is_taken_apart():
    plan = duty_plan(
        {
            "each": {
                "all": [
                    {"fact": "support_contact"},
                    {"all": [{"fact": "digital_platform"}, {"methods": {"at_least": 1}}]},
                    {"any": [{"fact": "x"}, {"all": [{"fact": "y"}, {"fact": "z"}]}]},
                    {"no": [{"fact": "w"}]},
                ]
            }
        }
    )
    facts = [Fact(name=n, value=v) for n, v in {"x": True, "y": False, "w": True}.items()]
    (row,) = ask(plan, school(facts=facts)).institutions
    contact, platform, methods, any_of, none_of = row.checks
    assert (contact.fact, platform.fact, methods.offered) == (
        "support_contact",
        "digital_platform",
        (),
    )
    assert any_of == CompoundCheck(
        asks="any",
        parts=(
            FactCheck(fact="x", satisfied=True, evidence=(Evidence(of="x"),)),
            CompoundCheck(
                asks="all",
                parts=(
                    FactCheck(fact="y", satisfied=False, evidence=(Evidence(of="y"),)),
                    FactCheck(fact="z", satisfied=None),
                ),
                satisfied=False,
            ),
        ),
        satisfied=True,
    )
    assert any_of.evidence == (Evidence(of="x"), Evidence(of="y"))
    assert (none_of.asks, none_of.state) == ("none", State.NO)
    assert row.missing == (contact, platform, methods, none_of)


def test_evidence_has_the_words_and_days_of_the_register_or_the_first_payment():
    plan = duty_plan(
        {"each": {"all": [{"fact": IN_USE}, {"methods": {"at_least": 1, "kinds": ["card_pos"]}}]}}
    )
    since = date(2022, 9, 5)
    facts = [Fact(name=IN_USE, value=True, evidence="khai báo", valid_from=since)]
    methods = [
        PaymentMethod(kind="card_pos", evidence="hợp đồng", valid_from=since, valid_to=END),
        PaymentMethod(kind="card_pos", valid_to=date(2022, 6, 30)),
        PaymentMethod(kind="qr_transfer"),
    ]
    (row,) = ask(plan, school(facts=facts, methods=methods), receipts=[paid("r")]).institutions
    use, cards = row.checks
    assert use.evidence == (
        Evidence(of=IN_USE, text="khai báo", valid_from=since),
        Evidence(of=IN_USE, paid_on=date(2022, 10, 3)),
    )
    assert cards.evidence == (
        Evidence(of="card_pos", text="hợp đồng", valid_from=since, valid_to=END),
    )
    assert ask(plan).institutions[0].checks[0] == FactCheck(fact=IN_USE, satisfied=None)
    (row,) = ask(plan, receipts=[paid("r", "card_pos")]).institutions
    assert row.checks[1].evidence == (Evidence(of="card_pos", paid_on=date(2022, 10, 3)),)
    only = duty_plan({"each": {"methods": {"at_least": 1}}}, purposes=["tuition"])
    methods = [PaymentMethod(kind="qr_transfer", purposes=frozenset({"meals"}))]
    (row,) = ask(only, school(methods=methods)).institutions
    assert row.checks[0].evidence == ()


def test_institutions_that_are_counted_and_not_listed_leave_a_duty_open():
    counts = HeadCount(id="c", sector=Sector.EDUCATION, type="preschool", total=160)
    health = HeadCount(id="d", sector=Sector.HEALTH, type="hospital", total=3)
    plan = duty_plan({"each": {"fact": "support_contact"}})
    has = school(facts=[Fact(name="support_contact", value=True)])
    lacks = school(facts=[Fact(name="support_contact", value=False)])

    def found(*rows, counts=counts):
        duty = compliance.assess(
            plan,
            Dataset(institutions=rows, head_counts=(counts,)),
            period=2022,
            as_of=END,
            known_at=END,
        )["D"]
        return duty.outcome, duty.reason

    assert found() == (Outcome.INSUFFICIENT_DATA, "counted-not-listed")
    assert found(has) == (Outcome.INSUFFICIENT_DATA, "counted-not-listed")
    assert found(school()) == (Outcome.INSUFFICIENT_DATA, "condition-unknown")
    assert found(lacks) == (Outcome.NOT_MET, "")
    assert found(has, counts=health) == (Outcome.MET, "")
    assert found(has, counts=evolve(counts, valid_to=date(2021, 1, 1))) == (Outcome.MET, "")


URBAN = {"sector": "education", "area_class": "urban"}


@pytest.mark.parametrize(
    ("asks", "rows", "outcome", "reason"),
    [
        ({"template": {"reason": "required"}}, [paid("r", carried=frozenset())],
         Outcome.INSUFFICIENT_DATA, "perhaps-not-bound"),
        ({"template": {"reason": "required"}}, [paid("r", carried=ALL)], Outcome.MET, ""),
        ({"template": {"reason": "required"}}, [], Outcome.NOT_APPLICABLE, "no-payments-made"),
        ({"fee": {"cashless_not_above_cash": "minimise"}}, [], Outcome.INSUFFICIENT_DATA,
         "perhaps-not-bound"),
        ({"each": {"fact": "x"}}, [], Outcome.INSUFFICIENT_DATA, "perhaps-not-bound"),
        ({"manual": "x"}, [], Outcome.NO_VERDICT, "manual"),
    ],
)  # fmt: skip
def test_a_duty_that_may_not_bind_is_never_a_breach(asks, rows, outcome, reason):
    one = school(methods=(offers("card_pos", "1%"),))
    duty = ask(duty_plan(asks, pop=URBAN), one, receipts=rows)
    assert (duty.outcome, duty.reason) == (outcome, reason)
    assert [(row.outcome, row.certain) for row in duty.institutions] == [(outcome, False)]


def test_what_is_not_known_of_somebody_bound_is_the_reason():
    rows = (school("a"), school("b", area_class="urban"))
    duty = ask(duty_plan({"each": {"fact": "x"}}, pop=URBAN), *rows)
    assert (duty.outcome, duty.reason) == (Outcome.INSUFFICIENT_DATA, "condition-unknown")


@pytest.mark.parametrize("plan", registry.plans(), ids=lambda plan: plan.key)
def test_every_duty_of_every_bundled_plan_says_why_when_it_has_no_plain_answer(plan):
    day = plan.period.last
    found = compliance.assess(
        plan,
        Dataset(institutions=(school(), school("h", sector=Sector.HEALTH))),
        period=day.year,
        as_of=day,
        known_at=day,
    )
    for duty in found.duties:
        plain = duty.outcome in (Outcome.MET, Outcome.NOT_MET)
        assert bool(duty.explanation("vi")) is not plain


@pytest.mark.parametrize(
    ("day", "seen"),
    [
        (date(2021, 12, 31), 0),
        (date(2022, 1, 1), 1),
        (END, 1),
        (date(2023, 1, 1), 0),
    ],
)
def test_payments_and_sums_of_the_first_and_last_day_are_looked_at(day, seen):
    receipts = [paid("r", on=day, carried=ALL)]
    assert carried(receipts, known_at=date(2023, 6, 30)).payments == seen
    sums = [tallied(7, first=day, last=day)]
    assert carried((), tallies=sums).payments == 7 * seen


def test_sums_for_other_purposes_and_receipts_given_back_in_two_parts_are_left_out():
    plan = duty_plan({"template": {"reason": "required"}}, purposes=["tuition"])
    sums = [tallied(7, purposes=frozenset({"meals"})), tallied(5, purposes=frozenset({"tuition"}))]
    (row,) = ask(plan, tallies=sums).institutions
    assert row.checks[0].payments == 5
    midday = datetime(2022, 12, 31, 5, tzinfo=UTC)
    back = [
        Reversal(id=f"x{i}", receipt_id="r", amount=50, reversed_on=END, recorded_at=midday)
        for i in range(2)
    ]
    other = paid("s", gross=1, carried=ALL)
    check = carried([paid("r", carried=ALL), other], reversals=back)
    assert (check.payments, check.complete) == (1, 1)


def test_sums_never_fail_a_template_that_asks_for_nothing_but_a_wish():
    wish = duty_plan({"template": {"note": "optional"}})
    (row,) = ask(wish, tallies=[tallied(3)]).institutions
    assert (row.checks[0].payments, row.checks[0].undecided, row.outcome) == (3, 0, Outcome.MET)


def test_charges_stand_by_kind_the_unstated_first_with_days_of_the_register():
    """Meals are paid by card at a charge; where no purpose is named that counts as well."""
    since, until = date(2022, 1, 1), date(2023, 12, 31)
    days = {"valid_from": since, "valid_to": until}
    methods = (
        offers("qr_transfer", "5", **days),
        offers("qr_transfer", "0"),
        offers("qr_transfer"),
        offers("card_pos", "1", purposes=frozenset({"meals"})),
        offers("cash", "0"),
    )
    (row,) = charged(*methods).institutions
    assert [(one.kind, one.fee and str(one.fee)) for one in row.checks[0].charges] == [
        ("card_pos", "1"), ("qr_transfer", None), ("qr_transfer", "0"), ("qr_transfer", "5"),
    ]  # fmt: skip
    assert row.checks[0].charges[-1].evidence == Evidence(of="qr_transfer", **days)
    assert row.outcome is Outcome.ATTENTION


def test_a_kind_that_nobody_knows_has_no_charge_when_payments_alone_show_it():
    duty = charged(offers("cash", "0"), receipts=[paid("r", "seashells")])
    assert (duty.outcome, duty.reason) == (Outcome.NOT_APPLICABLE, "no-cashless-method")


def test_any_cashless_method_is_shown_by_the_register_and_strangers_are_counted():
    plan = duty_plan({"each": {"methods": {"at_least": 2}}})
    methods = [PaymentMethod(kind="card_pos", evidence="hợp đồng"), PaymentMethod(kind="seashells")]
    (row,) = ask(plan, school(methods=methods)).institutions
    (check,) = row.checks
    assert (check.offered, check.unknown, check.satisfied) == (("card_pos",), 1, None)
    assert check.evidence == (Evidence(of="card_pos", text="hợp đồng"),)


def test_the_share_of_the_year_before_is_of_the_same_purposes():
    shares = {"indicator": {"shares": ["count_share"]}}
    plan = duty_plan(shares, purposes=["tuition"])
    rows = [
        paid("a", purposes=frozenset({"tuition"})),
        paid("b", "cash", on=date(2021, 10, 4), purposes=frozenset({"tuition"})),
        paid("c", on=date(2021, 10, 4), purposes=frozenset({"meals"})),
    ]
    (figure,) = ask(plan, receipts=rows).institutions[0].checks
    assert (figure.count, figure.before) == (Count(yes=1), Count(no=1))
