"""What a plan needs, and what a dataset does not answer of it."""

from datetime import UTC, date, datetime

import pytest
from attrs import evolve

from cashless_edu_health import compliance, documents, registry
from cashless_edu_health.compliance import (
    AnswerNeeded,
    AttributeNeeded,
    Dataset,
    DocumentNeeded,
    FactNeeded,
    FeesNeeded,
    FieldNeeded,
    MethodNeeded,
    PayersNeeded,
    PaymentsNeeded,
    RegisterNeeded,
    SeriesNeeded,
)
from cashless_edu_health.institutions import Fact, Institution, PayerFee, PaymentMethod, Sector
from cashless_edu_health.periods import Window, WindowKind, calendar_year
from cashless_edu_health.plans import Indicator, Presence, ShareOfTransactions, Weight
from cashless_edu_health.receipts import (
    PayerClass,
    PayerCount,
    Receipt,
    ReceiptSource,
    Tally,
    Unreported,
)

FIRST, LAST = date(2022, 1, 1), date(2022, 12, 31)


def plan_of(*targets, duties=(), **extra):
    table = {
        "id": "one",
        "title": "Kế hoạch mẫu",
        "issuer": "UBND tỉnh Mẫu",
        "level": "province",
        "area": "mau",
        "period": {"from": "2020-01-01", "to": "2025-12-31"},
        "source": {"kind": "official_text", "complete": True},
        "targets": [
            {"id": f"T{n}", "cite": f"I.{n}", "quote": "x", "force": "must", **target}
            for n, target in enumerate(targets, start=1)
        ],
        "duties": [
            {"id": f"D{n}", "cite": f"II.{n}", "quote": "x", "force": "must", **duty}
            for n, duty in enumerate(duties, start=1)
        ],
    }
    return documents.plan_from_table(table | extra, vocabulary=registry.vocabulary(), file="one")


@pytest.mark.parametrize(
    ("measure", "when", "years"),
    [
        ({"series": "x"}, {"period": 2022, "at_least": 5}, (2022,)),
        ({"series": "x"}, {"by": "2025-06-30", "at_least": 5}, (2025,)),
        ({"series": "x"}, {"school_year": 2020, "at_least": 5}, (2021,)),
        ({"series": "x"}, {"starts": "2023-01-01", "at_least": 5}, (2023, 2024, 2025)),
        ({"series": "x"}, {"period": "undated", "at_least": 5}, ()),
        ({"series": "x"}, {"period": 2022, "increase": "strict"}, (2021, 2022)),
        (
            {"series": "x"},
            {"each_year": {"from": 2022, "to": 2024}, "increase": "strict"},
            (2021, 2022, 2023, 2024),
        ),
        (
            {"growth": {"of": {"series": "x"}, "kind": "average", "base": 2020, "end": 2025}},
            {"by": "2025-12-31", "at_least": "20%"},
            (2020, 2025),
        ),
        (
            {"growth": {"of": {"series": "x"}, "kind": "yearly"}},
            {"each_year": {"from": 2022, "to": 2023}, "more_than": "50%"},
            (2021, 2022, 2023),
        ),
        (
            {"growth": {"of": {"series": "x"}, "kind": "yearly", "base": 2019}},
            {"period": 2021, "more_than": "50%"},
            (2019, 2020, 2021),
        ),
    ],
)
def test_a_reported_figure_is_needed_for_every_year_that_is_compared(measure, when, years):
    plan = plan_of({"measure": measure, "schedule": [when]})
    (need,) = compliance.requirements(plan)
    assert need == SeriesNeeded(series="x", years=years, rows=("T1",))


def series(plan, period=None):
    found = compliance.requirements(plan, period).of(SeriesNeeded)
    return {need.series: (need.years, need.rows) for need in found}


def test_a_ratio_needs_both_figures_and_rows_share_what_they_need():
    ratio = {"ratio": {"num": {"series": "x"}, "den": {"series": "grdp"}}}
    plan = plan_of(
        {"measure": ratio, "schedule": [{"period": 2022, "at_least": "15x"}]},
        {"measure": {"series": "x"}, "schedule": [{"period": 2024, "at_least": 5}]},
    )
    assert series(plan) == {"x": ((2022, 2024), ("T1", "T2")), "grdp": ((2022,), ("T1",))}


def test_a_period_asks_for_what_is_asked_in_it_and_for_what_has_no_year():
    plan = plan_of(
        {"measure": {"series": "a"}, "schedule": [{"period": 2022, "at_least": 5}]},
        {"measure": {"series": "b"}, "schedule": [{"period": "undated", "at_least": 5}]},
        {"measure": {"series": "c"}, "schedule": [{"by": "2024-06-30", "at_least": 5}]},
        {"defers_to": "kế hoạch khác"},
        duties=[{"manual": "ask_someone"}],
    )
    assert series(plan, calendar_year(2022)) == {"a": ((2022,), ("T1",)), "b": ((), ("T2",))}
    assert series(plan, calendar_year(2024)) == {"b": ((), ("T2",)), "c": ((2024,), ("T3",))}
    beyond = compliance.requirements(plan, calendar_year(2026))
    assert [type(need) for need in beyond] == [SeriesNeeded, DocumentNeeded]
    before = compliance.requirements(plan, calendar_year(2019))
    assert before.of(AnswerNeeded) == ()
    assert [need.task for need in compliance.requirements(plan).of(AnswerNeeded)] == ["ask_someone"]


def test_a_school_year_is_asked_about_by_its_own_window():
    plan = plan_of({"measure": {"series": "x"}, "schedule": [{"school_year": 2020, "at_least": 5}]})
    window = Window(date(2020, 9, 1), date(2021, 5, 31), WindowKind.SCHOOL_YEAR)
    assert series(plan, window) == {"x": ((2021,), ("T1",))}
    assert series(plan, calendar_year(2021)) == {}


KINDS = sorted(registry.vocabulary().methods.cashless - {"cashless_any"})


def test_a_bundled_plan_needs_these_things_in_this_order():
    needs = compliance.requirements(registry.plan("KH4205"), calendar_year(2023))
    whole = ("KH4205-Q1", "KH4205-Q2", "KH4205-Q3", "KH4205-Q4", "KH4205-Q5", "KH4205-Q6")
    duties = tuple(f"KH4205-D{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 13))
    assert [(n.entity, n.rows) for n in needs.of(RegisterNeeded)] == [
        ("institution", (*whole, *duties))
    ]
    assert [(n.name, n.values) for n in needs.of(AttributeNeeded)] == [
        ("sector", frozenset({"education", "health"}))
    ]
    assert [(n.fact, n.rows) for n in needs.of(FactNeeded)] == [
        ("digital_platform", ("KH4205-Q1", "KH4205-Q2")),
        ("cashless_in_use", ("KH4205-Q3", "KH4205-Q4")),
        ("online_teaching", ("KH4205-Q6",)),
        ("online_content_20pct_pilot", ("KH4205-Q6",)),
        ("payment_module_integrated", ("KH4205-D1", "KH4205-D2")),
        ("support_contact", ("KH4205-D5", "KH4205-D6")),
        ("support_staff", ("KH4205-D6",)),
    ]
    assert [(n.kind, n.category, n.rows) for n in needs.of(MethodNeeded)] == [
        *((kind, "", ("KH4205-Q3", "KH4205-Q4")) for kind in KINDS),
        *(
            (kind, category, ("KH4205-D1", "KH4205-D2"))
            for kind, category in [
                ("qr_payment", "qr"),
                ("qr_transfer", "qr"),
                ("web_payment", "website"),
                ("web_transfer", "website"),
                ("mobile_money", "mobile_money"),
                ("card_pos", "card"),
            ]
        ),
    ]
    (payments,) = needs.of(PaymentsNeeded)
    assert (payments.weights, payments.purposes, payments.rows) == (
        frozenset(Weight),
        frozenset(),
        ("KH4205-Q5", "KH4205-D7", "KH4205-D8"),
    )
    assert [p.name for p in payments.populations] == ["edu", "health"]
    assert [(n.field, n.presence, n.rows) for n in needs.of(FieldNeeded)] == [
        ("payer_name", Presence.REQUIRED, ("KH4205-D3", "KH4205-D4")),
        ("beneficiary_name", Presence.REQUIRED, ("KH4205-D3",)),
        ("reason", Presence.REQUIRED, ("KH4205-D3", "KH4205-D4")),
        ("invoice_ref", Presence.REQUIRED, ("KH4205-D3", "KH4205-D4")),
        ("beneficiary_name", Presence.IF_ANY, ("KH4205-D4",)),
    ]
    kinds = list(dict.fromkeys(type(need).__name__ for need in needs))
    assert kinds == [
        *("RegisterNeeded", "AttributeNeeded", "FactNeeded", "MethodNeeded"),
        *("PaymentsNeeded", "FieldNeeded", "AnswerNeeded"),
    ]


def test_membership_depends_on_what_parts_of_a_population_ask():
    pop = {
        "entity": "institution",
        "union": [{"tier": "provincial"}, {"types": ["clinic"], "ownership": "public"}],
        "minus": {"area_class": "urban", "tags": ["x"]},
    }
    plan = plan_of(
        {
            "pop": pop,
            "measure": {
                "share_of": "entities",
                "where": {"methods": {"at_least": 1, "kinds": ["qr_transfer"]}},
            },
            "schedule": [{"period": 2022, "at_least": "50%"}],
        },
        {
            "pop": "edu",
            "measure": {"share_of": "payers", "where": "cashless"},
            "purposes": ["tuition"],
            "schedule": [{"period": 2022, "at_least": "50%"}],
        },
        duties=[
            {"fee": {"cashless_not_above_cash": "minimise"}},
            {"pop": "edu", "template": {"reason": "optional"}},
        ],
    )
    needs = compliance.requirements(plan)
    assert {n.name: n.values for n in needs.of(AttributeNeeded)} == {
        "tier": {"provincial"},
        "type": {"clinic"},
        "ownership": {"public"},
        "area_class": {"urban"},
        "tags": {"x"},
        "sector": {"education"},
    }
    assert [n.kind for n in needs.of(MethodNeeded)] == ["qr_transfer"]
    assert [(n.purposes, n.rows) for n in needs.of(PayersNeeded)] == [({"tuition"}, ("T2",))]
    assert [(n.subject, n.populations) for n in needs.of(FeesNeeded)] == [
        ("cashless_not_above_cash", ())
    ]


def test_an_indicator_needs_its_shares_and_its_methods():
    bundled = registry.plan("DN24")
    vocabulary = registry.vocabulary()
    duty = evolve(
        next(duty for duty in bundled.duties if duty.population is not None),
        id="DN24-N7",
        asks=Indicator(
            shares=(ShareOfTransactions(weight=Weight.VALUE),),
            method_set=vocabulary.method_sets["four"],
        ),
    )
    only = evolve(duty, id="DN24-N8", asks=Indicator(shares=duty.asks.shares))
    needs = compliance.requirements(evolve(bundled, targets=(), duties=(duty, only)))
    assert [(n.weights, n.rows) for n in needs.of(PaymentsNeeded)] == [
        ({Weight.VALUE}, ("DN24-N7", "DN24-N8"))
    ]
    assert {n.category for n in needs.of(MethodNeeded)} == {"qr", "website", "mobile_money", "card"}


def test_every_row_of_every_bundled_plan_needs_something():
    for plan in registry.plans():
        rows = {row for need in compliance.requirements(plan) for row in need.rows}
        assert rows == {row.id for row in (*plan.targets, *plan.duties)}


# What is not answered


def school(id_, **parts):
    row = {"id": id_, "name": id_, "sector": Sector.EDUCATION, "type": "primary"}
    return Institution(**(row | parts))


def receipt(at, **parts):
    row = {
        "id": f"R-{at}",
        "institution_id": at,
        "gross": 100,
        "paid_on": date(2022, 5, 1),
        "method": "cash",
        "payer_class": PayerClass.HOUSEHOLD,
        "source": ReceiptSource.BANK,
        "recorded_at": datetime(2022, 5, 1, tzinfo=UTC),
    }
    return Receipt(**(row | parts))


def asked(plan, dataset, on=LAST):
    needs = compliance.requirements(plan, calendar_year(2022))
    questions = compliance.open_questions(needs, dataset, window=calendar_year(2022), on=on)
    return {
        (type(q.requirement).__name__, *q.requirement.rows): q.institutions or q.years
        for q in questions
    }


SHARE = {"schedule": [{"period": 2022, "at_least": "50%"}]}


def test_a_fact_is_open_until_it_is_stated_and_use_until_payments_show_it():
    plan = plan_of(
        {"pop": "edu", "measure": "platform_share", **SHARE},
        {
            "pop": "edu",
            "measure": {"share_of": "entities", "where": {"fact": "cashless_in_use"}},
            **SHARE,
        },
    )
    said = (Fact(name="digital_platform", value=False),)
    data = Dataset(
        institutions=(
            school("a", facts=said),
            school("b"),
            school("gone", valid_to=date(2021, 1, 1)),
            school("h", sector=Sector.HEALTH),
        ),
        receipts=(receipt("b"),),
    )
    assert asked(plan, data) == {("FactNeeded", "T1"): ("b",), ("FactNeeded", "T2"): ("a",)}


def test_methods_payments_payers_charges_and_fields_are_open_where_nobody_said():
    plan = plan_of(
        {
            "pop": "edu",
            "measure": {
                "share_of": "entities",
                "where": {"methods": {"at_least": 1, "kinds": ["card_pos"]}},
            },
            **SHARE,
        },
        {"pop": "edu", "measure": "count_share", **SHARE},
        {"pop": "edu", "measure": {"share_of": "payers", "where": "cashless"}, **SHARE},
        duties=[
            {"fee": {"cashless_not_above_cash": "minimise"}},
            {"pop": "edu", "template": {"reason": "required"}},
        ],
    )
    charged = (PaymentMethod(kind="cash", payer_fee=PayerFee()),)
    data = Dataset(
        institutions=(
            school("a", unknown_methods=frozenset({"card_pos"})),
            school("b", methods=charged),
            school("c", methods=(*charged, PaymentMethod(kind="card_pos"))),
            school("d", methods=charged),
        ),
        receipts=(
            receipt("b", payer_id="p", carried=frozenset()),
            receipt("c"),
        ),
        tallies=(
            Tally(
                institution_id="d",
                method="cash",
                payer_class=PayerClass.HOUSEHOLD,
                count=1,
                value=1,
                paid_from=FIRST,
                paid_to=LAST,
            ),
        ),
        payer_counts=(
            PayerCount(institution_id="a", total=1, cashless=1, paid_from=FIRST, paid_to=LAST),
        ),
        unreported=(Unreported(institution_id="d", paid_from=LAST, paid_to=LAST),),
    )
    assert asked(plan, data) == {
        ("MethodNeeded", "T1"): ("a",),
        ("PaymentsNeeded", "T2"): ("a", "d"),
        ("PayersNeeded", "T3"): ("c", "d"),
        ("FeesNeeded", "D1"): ("a", "c"),
        ("FieldNeeded", "D2"): ("c",),
    }


def test_an_attribute_is_open_only_where_membership_hangs_on_it():
    plan = plan_of({"pop": "health_provincial", "measure": "platform_share", **SHARE})
    told = (Fact(name="digital_platform", value=True),)
    hospital = {"sector": Sector.HEALTH, "type": "hospital", "facts": told}
    data = Dataset(
        institutions=(
            school("a", **hospital),
            school("b", **hospital, tier="district"),
            school("c", **(hospital | {"type": "clinic"})),
        )
    )
    assert asked(plan, data) == {("AttributeNeeded", "T1"): ("a",)}


def test_years_documents_people_and_other_registers_stay_open():
    plan = plan_of(
        {"measure": {"series": "x"}, "schedule": [{"period": 2022, "increase": "strict"}]},
        {"measure": {"series": "y"}, "schedule": [{"period": "undated", "at_least": 5}]},
        {"measure": {"series": "z"}, "schedule": [{"period": 2022, "at_least": 5}]},
        {"defers_to": "kế hoạch khác"},
        {
            "pop": {"entity": "merchant", "types": ["shop"]},
            "measure": {"share_of": "entities", "where": "has_acceptance_point"},
            **SHARE,
        },
        duties=[{"manual": "ask_someone"}],
    )
    data = Dataset(institutions=(), series={"x": {"2022": 5}, "z": {"2022": 7}})
    assert asked(plan, data) == {
        ("RegisterNeeded", "T5"): (),
        ("AttributeNeeded", "T5"): (),
        ("FactNeeded", "T5"): (),
        ("SeriesNeeded", "T1"): (2021,),
        ("SeriesNeeded", "T2"): (),
        ("AnswerNeeded", "D1"): (),
        ("DocumentNeeded", "T4"): (),
    }


TUITION, MEALS, BOTH = (frozenset(p) for p in (["tuition"], ["meals"], ["tuition", "meals"]))
CARDS = {"methods": {"at_least": 1, "kinds": ["card_pos"]}}
SET = {"card": ["card_pos"], "qr": ["qr_transfer", "qr_payment"]}


@pytest.mark.parametrize(
    ("measure", "needed"),
    [
        (
            {"share_of": "entities", "where": CARDS},
            [(MethodNeeded, {"kind": "card_pos", "category": "", "purposes": BOTH})],
        ),
        (
            {"share_of": "entities", "where": {"methods": {"at_least": 1, "set": "mine"}}},
            [
                (MethodNeeded, {"kind": kind, "category": category, "purposes": BOTH})
                for category, kinds in SET.items()
                for kind in sorted(kinds)
            ],
        ),
        ({"share_of": "entities", "where": {"fact": "x"}}, [(FactNeeded, {"fact": "x"})]),
        ({"share_of": "payers", "where": "cashless"}, [(PayersNeeded, {"purposes": BOTH})]),
        (
            {"share_of": "transactions", "weight": "value", "where": "cashless"},
            [(PaymentsNeeded, {"purposes": BOTH, "weights": frozenset({Weight.VALUE})})],
        ),
    ],
)
def test_what_a_share_needs_has_its_purposes_population_and_row(measure, needed):
    target = {"measure": measure | {"purposes": ["meals"]}, "purposes": ["tuition"], "pop": "edu"}
    schedule = [{"period": 2022, "at_least": "50%"}]
    plan = plan_of(target | {"schedule": schedule}, method_sets={"mine": SET})
    found = compliance.requirements(plan)
    whose = {"populations": plan.targets[0].populations, "rows": ("T1",)}
    register = [
        RegisterNeeded(entity="institution", **whose),
        AttributeNeeded(name="sector", values=frozenset({Sector.EDUCATION}), **whose),
    ]
    assert list(found.needs) == [*register, *(kind(**values, **whose) for kind, values in needed)]
    assert (found.plan, found.period) == (plan, None)


@pytest.mark.parametrize(
    ("duty", "needed"),
    [
        (
            {"each": CARDS},
            [(MethodNeeded, {"kind": "card_pos", "category": "", "purposes": MEALS})],
        ),
        (
            {"template": {"payer_name": "required"}},
            [(FieldNeeded, {"field": "payer_name", "presence": Presence.REQUIRED})],
        ),
        (
            {"fee": {"cashless_not_above_cash": "minimise"}},
            [(FeesNeeded, {"subject": "cashless_not_above_cash"})],
        ),
        ({"manual": "ask_someone"}, [(AnswerNeeded, {"task": "ask_someone"})]),
        (
            {"indicator": {"shares": ["count_share"], "methods": "mine"}},
            [
                *(
                    (MethodNeeded, {"kind": kind, "category": category, "purposes": MEALS})
                    for category, kinds in SET.items()
                    for kind in sorted(kinds)
                ),
                (PaymentsNeeded, {"weights": frozenset({Weight.COUNT}), "purposes": MEALS}),
            ],
        ),
    ],
)
def test_what_a_duty_needs_has_its_purposes_population_and_row(duty, needed):
    plan = plan_of(duties=[duty | {"pop": "edu", "purposes": ["meals"]}], method_sets={"mine": SET})
    whose = {"populations": (plan.duties[0].population,), "rows": ("D1",)}
    found = [
        need
        for need in compliance.requirements(plan).needs
        if not isinstance(need, RegisterNeeded | AttributeNeeded)
    ]
    assert found == [kind(**values, **whose) for kind, values in needed]


def test_rows_of_two_populations_share_what_they_need_of_both():
    share = {"share_of": "entities", "where": {"fact": "x"}}
    row = {"measure": share, "schedule": [{"period": 2022, "at_least": "50%"}]}
    plan = plan_of(row | {"pop": "edu"}, row | {"pop": "health"})
    (fact,) = compliance.requirements(plan).of(FactNeeded)
    both = tuple(p for target in plan.targets for p in target.populations)
    assert fact == FactNeeded(fact="x", rows=("T1", "T2"), populations=both)


def test_the_condition_that_narrows_a_denominator_is_needed_for_its_purposes():
    row = {"measure": "count_share", "pop": "edu", "among": CARDS, "purposes": ["tuition"]}
    plan = plan_of(row | {"schedule": [{"period": 2022, "at_least": "50%"}]})
    (method,) = compliance.requirements(plan).of(MethodNeeded)
    assert (method.kind, method.purposes, method.rows) == ("card_pos", TUITION, ("T1",))


@pytest.mark.parametrize(
    ("day", "asked"),
    [
        (date(2019, 12, 31), False),
        (date(2020, 1, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_duties_are_asked_for_on_every_day_of_the_plan_and_on_no_other(day, asked):
    plan = plan_of(duties=[{"manual": "ask_someone"}])
    found = compliance.requirements(plan, Window(day, day))
    assert (bool(found.needs), found.period) == (asked, Window(day, day))


def test_a_document_that_a_target_defers_to_is_named():
    (need,) = compliance.requirements(plan_of({"defers_to": "kế hoạch khác"})).needs
    assert need == DocumentNeeded(rows=("T1",), document="kế hoạch khác")


def test_a_ramp_and_a_row_of_years_need_the_figure_of_each_year_that_they_judge():
    ratio = {"ratio": {"num": {"series": "x"}, "den": {"series": "y"}}}
    ramp = {"start": 2022, "at_least": "50%", "add": "5pp", "until": 2024, "ends_at": "60%"}
    assert series(plan_of({"measure": ratio, "ramp": ramp})) == {
        "x": ((2022, 2023, 2024), ("T1",)),
        "y": ((2022, 2023, 2024), ("T1",)),
    }
    each = {"each_year": {"from": 2022, "to": 2024}, "increase": "strict"}
    plan = plan_of({"measure": {"series": "x"}, "schedule": [each]})
    assert series(plan, calendar_year(2023)) == {"x": ((2021, 2022, 2023), ("T1",))}
