"""What a plan refuses to be built of, each with its whole words; and what stands just inside."""

from datetime import date
from fractions import Fraction

import pytest

from cashless_edu_health import plans, registry
from cashless_edu_health.institutions import Sector
from cashless_edu_health.legal import Citation
from cashless_edu_health.periods import Window, WindowKind, calendar_year
from cashless_edu_health.plans import Comparison, Demand, bound

HALF = Demand(comparison=Comparison.AT_LEAST, bound=bound("50%"))
MORE = Demand(comparison=Comparison.MORE_THAN, bound=bound("60%"))
EDU = plans.Population(sectors=frozenset({Sector.EDUCATION}))
SHARE = plans.ShareOfTransactions(weight=plans.Weight.COUNT)
SCHEDULE = plans.Schedule((plans.InYear(year=2022, demand=HALF),))
FOUR = plans.MethodSet(categories={"qr": frozenset({"q"}), "card": frozenset({"c"})})
SCHOOL_YEAR = Window(date(2022, 9, 5), date(2023, 5, 31), WindowKind.SCHOOL_YEAR)


def a_range(lower, upper):
    return lambda: Demand(comparison=Comparison.RANGE, bound=bound(lower), aspiration=bound(upper))


def a_target(**parts):
    row = {"populations": (EDU,), "measures": (SHARE,), "schedule": SCHEDULE} | parts
    return lambda: plans.Target(
        id="T", citation=Citation("x", "I"), force=plans.Force.MUST, quote=plans.Quote("x"), **row
    )


def a_duty(asks):
    return lambda: plans.Duty(
        id="D", citation=Citation("x", "I"), asks=asks, force=plans.Force.MUST,
        quote=plans.Quote("x"),
    )  # fmt: skip


def a_ramp(**parts):
    row = {"first": 2022, "at_least": bound("50%"), "add": Fraction(1, 10), "last": 2025}
    row |= {"ends_at": bound("80%")} | parts
    return lambda: plans.Ramp(**row)


def a_schedule(*entries):
    return lambda: plans.Schedule(entries)


def level(number):
    return plans.Schedule(
        (plans.InYear(year=2022, demand=Demand(comparison=Comparison.AT_LEAST, bound=number)),)
    )


IN_2022 = plans.InYear(year=2022, demand=HALF)
WORDS = [
    (lambda: bound("half"), 'a bound is written "50%", "25x" or as a whole number of units'),
    (lambda: Demand(comparison=Comparison.AT_LEAST),
     "at_least: a bound is missing or out of place"),
    (lambda: Demand(comparison=Comparison.INCREASE, bound=bound("1%")),
     "increase: a bound is missing or out of place"),
    (lambda: Demand(comparison=Comparison.RANGE, bound=bound("1%")),
     "a range has two ends, and only a range has"),
    (lambda: Demand(comparison=Comparison.AT_MOST, bound=bound("1%"), aspiration=bound("2%")),
     "a range has two ends, and only a range has"),
    (a_range("1%", 2), "the ends of a range are in different units"),
    (a_range("2%", "1%"), "a range starts at its lower end"),
    (a_range("2%", "2%"), "a range starts at its lower end"),
    (lambda: Demand(comparison=Comparison.ABOUT, bound=bound("1%")).is_met_by(Fraction(1)),
     "about: one figure cannot meet or miss this"),
    (lambda: plans.MethodSet(categories={"qr": frozenset()}),
     "a category of a method set has no kind of method"),
    (lambda: plans.MethodSet(categories={
        "a": frozenset("x"), "b": frozenset("y"), "c": frozenset("x")}),
     "a kind of method stands in two categories of one method set"),
    (lambda: plans.MethodsOffered(at_least=1, method_set=FOUR, kinds=frozenset("q")),
     "methods are of a set or of named kinds, not both"),
    (lambda: plans.MethodsOffered(at_least=3, method_set=FOUR),
     "more methods are asked for than the method set has categories"),
    (plans.Quote, "a quote, or the id of the row that holds it, is needed: just one"),
    (lambda: plans.Quote("x", "y"),
     "a quote, or the id of the row that holds it, is needed: just one"),
    (plans.Indicator, "an indicator shows shares of payments or a number of methods"),
    (a_duty(plans.Template({"reason": plans.Presence.REQUIRED})),
     "a duty on institutions needs a population"),
    (a_duty(plans.Indicator(method_set=FOUR)), "a duty on institutions needs a population"),
    (lambda: plans.Due(as_regulated=1), "as_regulated is yes or no"),
    (plans.Due, "a report is due before dates, at a frequency, or as regulated"),
    (lambda: plans.Due(before=((6, 15),), ad_hoc=True),
     "a report is due before dates, at a frequency, or as regulated"),
    (a_target(defers_to="y"), "a target has a schedule or defers to a document: just one"),
    (a_target(schedule=None), "a target has a schedule or defers to a document: just one"),
    (a_target(measures=()), "a target that asks for a figure has a measure, and only that"),
    (a_target(populations=()), "a share has a population, a reported series has none"),
    (a_target(measures=(plans.Series(series="s"),), schedule=level(bound(7))),
     "a share has a population, a reported series has none"),
    (a_target(schedule=level(bound("101%"))),
     "the demand does not fit the measure: other units, or a share over 100 %"),
    (a_target(schedule=level(bound(1))),
     "the demand does not fit the measure: other units, or a share over 100 %"),
    (lambda: plans.Growth(series="s", kind=plans.GrowthKind.AVERAGE, base=2020),
     "average growth needs a base and an end"),
    (lambda: plans.Growth(series="s", kind=plans.GrowthKind.AVERAGE, end=2020),
     "average growth needs a base and an end"),
    (lambda: plans.Growth(series="s", kind=plans.GrowthKind.YEARLY, base=2020, end=2020),
     "growth ends after its base"),
    (lambda: plans.ByDate(starts=date(2022, 1, 2), by=date(2022, 1, 1), demand=HALF),
     "the deadline is before the start"),
    (lambda: plans.EachYear(first=2022, last=2021, demand=HALF),
     "the last year is before the first"),
    (a_ramp(at_least=bound(50)), "at_least: a ramp is in percent"),
    (a_ramp(ends_at=bound(80)), "ends_at: a ramp is in percent"),
    (a_ramp(add=Fraction(0)), "a ramp adds points every year"),
    (a_ramp(ends_at=bound("66.55%")), "the ramp does not reach the end that it states"),
    (a_schedule(IN_2022, plans.InYear(year=None, demand=HALF)),
     "a ramp or an undated entry stands alone"),
    (a_schedule(IN_2022, a_ramp()()), "a ramp or an undated entry stands alone"),
    (a_schedule(IN_2022, IN_2022), "two points of the schedule are for one period"),
    (a_schedule(plans.EachYear(first=2020, last=2022, demand=HALF), IN_2022),
     "two points of the schedule are for one period"),
    (a_schedule(plans.FromDate(starts=date(2021, 1, 1), demand=HALF), IN_2022),
     "two points of the schedule are for one period"),
    (lambda: plans.MethodKinds(cashless=frozenset("x"), cash=frozenset("x")),
     "a kind of method is both cash and cashless"),
    (lambda: plans.Reading("r", ("a", "b", "a")), "an option of a reading stands twice"),
    (lambda: plans.Reading("r", ("a",)).preferring("x" * 60),
     f"the reading 'r' has no option {'x' * 40!r}"),
]  # fmt: skip


@pytest.mark.parametrize(("build", "words"), WORDS)
def test_what_does_not_fit_is_refused_in_these_words(build, words):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the words are compared whole
        build()
    assert str(caught.value) == words


@pytest.mark.parametrize(
    "build",
    [
        a_range("2%", "2.000001%"),
        lambda: plans.ByDate(starts=date(2022, 1, 1), by=date(2022, 1, 1), demand=HALF),
        lambda: plans.EachYear(first=2022, last=2022, demand=HALF),
        lambda: plans.Growth(series="s", kind=plans.GrowthKind.YEARLY, base=2020, end=2021),
        a_target(schedule=level(bound("100%"))),
        lambda: plans.MethodsOffered(at_least=2, method_set=FOUR),
        a_ramp(last=2022, ends_at=bound("50%")),
        a_schedule(IN_2022, plans.InYear(year=2023, demand=MORE)),
        a_schedule(
            plans.InSchoolYear(year=2022, demand=HALF), plans.InSchoolYear(year=2023, demand=MORE)
        ),
        a_schedule(plans.EachYear(first=2020, last=2021, demand=HALF), IN_2022),
    ],
)
def test_what_stands_just_inside_is_accepted(build):
    assert build() == build()


@pytest.mark.parametrize(
    ("entry", "window", "point"),
    [
        (plans.InYear(year=2022, demand=MORE), calendar_year(2022), date(2022, 12, 31)),
        (plans.InSchoolYear(year=2022, demand=MORE), SCHOOL_YEAR, SCHOOL_YEAR.last),
        (plans.FromDate(starts=date(2022, 12, 31), demand=MORE), calendar_year(2022),
         date(2022, 12, 31)),
        (plans.FromDate(starts=date(2022, 1, 1), demand=MORE), calendar_year(2024),
         date(2024, 12, 31)),
        (plans.FromDate(starts=date(2023, 1, 1), demand=MORE), calendar_year(2022), None),
        (plans.ByDate(by=date(2022, 6, 30), demand=MORE), calendar_year(2022), date(2022, 6, 30)),
        (plans.ByDate(by=date(2022, 6, 30), demand=MORE), calendar_year(2023), None),
    ],
)  # fmt: skip
def test_a_point_has_the_demand_of_its_entry(entry, window, point):
    found = plans.Schedule((entry,)).point(window)
    assert found == (None if point is None else plans.Point(MORE, point))


def test_a_point_of_every_year_says_since_when():
    entry = plans.EachYear(first=2021, last=2024, demand=MORE)
    schedule = plans.Schedule((entry,))
    assert schedule.point(calendar_year(2023)) == plans.Point(MORE, date(2023, 12, 31), 2021)
    assert schedule.point(calendar_year(2025)) is None
    assert schedule.undated is None


def test_a_ramp_asks_for_at_least_its_bound():
    point = plans.Schedule((a_ramp()(),)).point(calendar_year(2023))
    wanted = Demand(comparison=Comparison.AT_LEAST, bound=bound("60%"))
    assert point == plans.Point(wanted, date(2023, 12, 31))


@pytest.mark.parametrize("written", ["12.25%", "0.000001%", "100%", "12.75x", "0x"])
def test_a_bound_is_shown_as_it_was_written(written):
    assert str(bound(written)) == written


def test_no_unit_at_all_is_a_level_too():
    assert (bound(0).value, str(bound(0))) == (0, "0")


def test_a_plan_as_a_legal_document_keeps_title_and_notes():
    plan = registry.plan("DT153")
    document = plan.legal_document()
    assert (document.title, document.note) == (plan.title, plan.notes)


def test_a_strange_method_is_found_in_a_set_and_in_a_list():
    plan = registry.plan("DN24")
    odd = plans.MethodSet(categories={"qr": frozenset({"qr_transfr"}), "card": frozenset({"kart"})})
    row = a_target(
        measures=(
            plans.ShareOfEntities(where=plans.MethodsOffered(at_least=1, method_set=odd)),
            plans.ShareOfEntities(
                where=plans.MethodsOffered(at_least=1, kinds=frozenset({"mobile_mony"}))
            ),
        )
    )()
    strange = plans.Plan(
        id="x", key="x", title="x", issuer="x", level="x", area="x", period=plan.period,
        source=plan.source, methods=plan.methods, targets=(row,),
    )  # fmt: skip
    report = plans.check(strange, registry.vocabulary())
    assert [dict(finding.values) for finding in report.findings] == [
        {"kind": "method", "word": "kart", "near": "-"},
        {"kind": "method", "word": "qr_transfr", "near": "qr_transfer"},
        {"kind": "method", "word": "mobile_mony", "near": "mobile_money"},
    ]
    assert report.checked == (
        *("fact", "series", "type", "tag", "purpose", "method", "field", "fee"),
    )


def test_a_vocabulary_is_read_only():
    names = {"edu": EDU}
    vocabulary = plans.Vocabulary(
        methods=plans.MethodKinds(cashless=frozenset("q"), cash=frozenset("c")), populations=names
    )
    names["health"] = EDU
    assert dict(vocabulary.populations) == {"edu": EDU}
    with pytest.raises(TypeError, match="does not support item assignment"):
        vocabulary.populations["health"] = EDU
