"""The pieces of a plan, each by itself."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import plans
from cashless_edu_health.institutions import Institution, Sector
from cashless_edu_health.legal import Citation
from cashless_edu_health.periods import Window, WindowKind, calendar_year
from cashless_edu_health.plans import BoundUnit, Comparison, Demand, bound


class Witness:
    """An institution that says what it is told to."""

    def __init__(self, facts=(), kinds=(), open_kinds=(), unnamed=0):
        self._facts, self._kinds = dict(facts), frozenset(kinds)
        self._open, self._unnamed = frozenset(open_kinds), unnamed

    def fact(self, name):
        return self._facts.get(name)

    def kinds(self):
        return self._kinds

    def open_kinds(self):
        return self._open

    def unnamed(self):
        return self._unnamed

    def is_cashless(self, kind):
        return {"qr": True, "card": True, "cash": False}.get(kind)


FACT = plans.FactHolds(fact="f")
YES, NO, UNKNOWN = Witness({"f": True}), Witness({"f": False}), Witness()


@pytest.mark.parametrize(
    ("written", "value", "unit", "shown"),
    [
        ("50%", Fraction(1, 2), BoundUnit.PERCENT, "50%"),
        ("62.5%", Fraction(5, 8), BoundUnit.PERCENT, "62.5%"),
        ("0%", Fraction(0), BoundUnit.PERCENT, "0%"),
        ("25x", Fraction(25), BoundUnit.MULTIPLE, "25x"),
        ("2.5x", Fraction(5, 2), BoundUnit.MULTIPLE, "2.5x"),
        (7500, Fraction(7500), BoundUnit.LEVEL, "7500"),
    ],
)
def test_bounds_are_exact_and_read_back(written, value, unit, shown):
    found = bound(written)
    assert (found.value, found.unit, str(found)) == (value, unit, shown)


@pytest.mark.parametrize(
    "written", ["50", "0,5%", "½%", "٥٠%", "-5%", "5e1%", " 50%", "", True, -1]
)
def test_anything_else_is_no_bound(written):
    with pytest.raises(ValueError, match="a bound is written"):
        bound(written)


@pytest.mark.parametrize(
    ("comparison", "below", "at", "above"),
    [
        (Comparison.AT_LEAST, False, True, True),
        (Comparison.MORE_THAN, False, False, True),
        (Comparison.AT_MOST, True, True, False),
    ],
)
def test_a_comparison_is_exact_at_its_bound(comparison, below, at, above):
    demand = Demand(comparison=comparison, bound=bound("50%"))
    tiny = Fraction(1, 10**12)
    found = [demand.is_met_by(Fraction(1, 2) + step) for step in (-tiny, Fraction(0), tiny)]
    assert found == [below, at, above]


def test_the_lower_end_of_a_range_binds():
    demand = Demand(comparison=Comparison.RANGE, bound=bound("90%"), aspiration=bound("100%"))
    assert (demand.is_met_by(Fraction(89, 100)), demand.is_met_by(Fraction(9, 10))) == (False, True)


@pytest.mark.parametrize("comparison", [Comparison.ABOUT, Comparison.UNQUANTIFIED])
def test_what_draws_no_line_cannot_be_met(comparison):
    about = comparison is Comparison.ABOUT
    demand = Demand(comparison=comparison, bound=bound("50%") if about else None)
    assert demand.decides is False
    with pytest.raises(ValueError, match="cannot meet or miss"):
        demand.is_met_by(Fraction(1))


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"comparison": Comparison.AT_LEAST}, "a bound is missing"),
        ({"comparison": Comparison.INCREASE, "bound": bound("5%")}, "out of place"),
        ({"comparison": Comparison.RANGE, "bound": bound("5%")}, "a range has two ends"),
        (
            {"comparison": Comparison.AT_LEAST, "bound": bound("5%"), "aspiration": bound("6%")},
            "only a range has",
        ),
        (
            {"comparison": Comparison.RANGE, "bound": bound("5%"), "aspiration": bound(6)},
            "in different units",
        ),
    ],
)
def test_a_demand_of_parts_that_do_not_fit_is_refused(parts, words):
    with pytest.raises(ValueError, match=words):
        Demand(**parts)


@pytest.mark.parametrize(
    ("condition", "yes", "no", "unknown"),
    [
        (FACT, True, False, None),
        (plans.AllOf(parts=(FACT, FACT)), True, False, None),
        (plans.AnyOf(parts=(FACT, FACT)), True, False, None),
        (plans.NoneOf(parts=(FACT,)), False, True, None),
    ],
)
def test_conditions_answer_yes_no_or_unknown(condition, yes, no, unknown):
    assert [condition.holds(w) for w in (YES, NO, UNKNOWN)] == [yes, no, unknown]


def test_an_unknown_decides_nothing_that_another_part_has_not_decided():
    other = plans.FactHolds(fact="g")
    mixed_no, mixed_yes = Witness({"g": False}), Witness({"g": True})
    assert plans.AllOf(parts=(FACT, other)).holds(mixed_no) is False
    assert plans.AllOf(parts=(FACT, other)).holds(mixed_yes) is None
    assert plans.AnyOf(parts=(FACT, other)).holds(mixed_yes) is True
    assert plans.AnyOf(parts=(FACT, other)).holds(mixed_no) is None


FOUR = plans.MethodSet(
    categories={"qr": frozenset({"qr", "qr2"}), "card": frozenset({"card"}), "web": frozenset("w")}
)


@pytest.mark.parametrize(
    ("asked", "kinds", "answer"),
    [
        ({"at_least": 2, "method_set": FOUR}, {"qr", "qr2"}, False),
        ({"at_least": 2, "method_set": FOUR}, {"qr", "card"}, True),
        ({"at_least": 2, "method_set": FOUR}, {"qr", "qr2", "cash"}, False),
        ({"at_least": 2, "method_set": FOUR}, {"qr", "never_heard_of"}, None),
        ({"at_least": 3, "method_set": FOUR}, {"qr", "never_heard_of"}, False),
        ({"at_least": 1}, {"cash"}, False),
        ({"at_least": 1}, set(), False),
        ({"at_least": 1}, {"card"}, True),
        ({"at_least": 1}, {None}, None),
        ({"at_least": 1, "kinds": frozenset({"card"})}, {"qr"}, False),
        ({"at_least": 1, "kinds": frozenset({"card"})}, {"card", "qr"}, True),
    ],
)
def test_methods_count_by_category_and_strangers_leave_it_open(asked, kinds, answer):
    assert plans.MethodsOffered(**asked).holds(Witness(kinds=kinds)) is answer


@given(st.sets(st.sampled_from(["qr", "card", "w"])))
def test_a_second_kind_of_the_same_category_never_changes_readiness(kinds):
    three = plans.MethodsOffered(at_least=2, method_set=FOUR)
    doubled = kinds | ({"qr2"} if "qr" in kinds else set())
    assert three.holds(Witness(kinds=kinds)) is three.holds(Witness(kinds=doubled))


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"at_least": 0}, "at_least"),
        ({"at_least": 1, "method_set": FOUR, "kinds": frozenset({"qr"})}, "not both"),
        ({"at_least": 4, "method_set": FOUR}, "more methods"),
    ],
)
def test_methods_that_nobody_can_offer_are_refused(parts, words):
    with pytest.raises(ValueError, match=words):
        plans.MethodsOffered(**parts)


def test_an_empty_category_is_refused():
    with pytest.raises(ValueError, match="no kind of method"):
        plans.MethodSet(categories={"qr": frozenset()})


def school(**extra):
    return Institution(id="a", name="A", sector=Sector.EDUCATION, type="primary", **extra)


URBAN = plans.Population(sectors=frozenset({Sector.EDUCATION}), area_class="urban")


@pytest.mark.parametrize(
    ("population", "extra", "answer"),
    [
        (plans.Population(), {}, True),
        (plans.Population(entity="merchant"), {}, False),
        (plans.Population(sectors=frozenset({Sector.HEALTH})), {}, False),
        (plans.Population(types=frozenset({"hospital"})), {}, False),
        (plans.Population(tags=frozenset({"t", "u"})), {"tags": frozenset({"t"})}, False),
        (plans.Population(tags=frozenset({"t"})), {"tags": frozenset({"t", "u"})}, True),
        (plans.Population(tier="provincial"), {"tier": "district"}, False),
        (plans.Population(ownership="public"), {"ownership": "public"}, True),
        (URBAN, {"area_class": "urban"}, True),
        (URBAN, {"area_class": "rural"}, False),
        (URBAN, {}, None),
        (plans.Population(minus=URBAN), {"area_class": "urban"}, False),
        (plans.Population(minus=URBAN), {"area_class": "rural"}, True),
        (plans.Population(minus=URBAN), {}, None),
        (plans.Population(union=(URBAN, plans.Population(types=frozenset({"primary"})))), {}, True),
        (plans.Population(union=(URBAN, plans.Population(types=frozenset({"other"})))), {}, None),
    ],
)
def test_membership_is_yes_no_or_unknown(population, extra, answer):
    assert population.contains(school(**extra)) is answer


def test_the_sectors_of_a_union_are_those_of_its_parts():
    both = frozenset(Sector)
    assert plans.Population().sectors_reached() == both
    assert plans.Population(union=(URBAN,)).sectors_reached() == {Sector.EDUCATION}


def d(*parts):
    return date(*parts)


HALF = Demand(comparison=Comparison.AT_LEAST, bound=bound("50%"))
SCHOOL_YEAR = Window(date(2022, 9, 5), date(2023, 5, 31), WindowKind.SCHOOL_YEAR)


@pytest.mark.parametrize(
    ("entry", "window", "due"),
    [
        (plans.InYear(year=2022, demand=HALF), calendar_year(2022), date(2022, 12, 31)),
        (plans.InYear(year=2022, demand=HALF), calendar_year(2023), None),
        (plans.InYear(year=2023, demand=HALF), SCHOOL_YEAR, None),
        (plans.InYear(year=None, demand=HALF), calendar_year(2022), None),
        (plans.InSchoolYear(year=2022, demand=HALF), SCHOOL_YEAR, date(2023, 5, 31)),
        (plans.InSchoolYear(year=2022, demand=HALF), calendar_year(2022), None),
        (plans.ByDate(by=date(2022, 6, 30), demand=HALF), calendar_year(2022), date(2022, 6, 30)),
        (plans.ByDate(by=date(2022, 6, 30), demand=HALF), calendar_year(2021), None),
        (plans.FromDate(starts=date(2022, 6, 1), demand=HALF), calendar_year(2021), None),
        (plans.FromDate(starts=d(2022, 6, 1), demand=HALF), calendar_year(2024), d(2024, 12, 31)),
        (plans.EachYear(first=2022, last=2023, demand=HALF), calendar_year(2023), d(2023, 12, 31)),
        (plans.EachYear(first=2022, last=2023, demand=HALF), calendar_year(2024), None),
    ],
)  # fmt: skip
def test_an_entry_speaks_for_its_own_window_only(entry, window, due):
    point = plans.Schedule((entry,)).point(window)
    assert (None if point is None else point.due) == due


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (plans.InYear(year=2022, demand=HALF), plans.InYear(year=2022, demand=HALF)),
        (plans.InYear(year=2022, demand=HALF), plans.ByDate(by=date(2022, 6, 1), demand=HALF)),
        (plans.FromDate(starts=d(2020, 1, 1), demand=HALF), plans.InYear(year=2022, demand=HALF)),
        (plans.EachYear(first=2020, last=2023, demand=HALF), plans.InYear(year=2022, demand=HALF)),
        (plans.InSchoolYear(year=2022, demand=HALF), plans.InSchoolYear(year=2022, demand=HALF)),
        (plans.InYear(year=None, demand=HALF), plans.InYear(year=2022, demand=HALF)),
    ],
)  # fmt: skip
def test_two_points_for_one_period_are_refused(one, other):
    with pytest.raises(ValueError, match=r"for one period|stands alone"):
        plans.Schedule((one, other))


def test_a_school_year_and_a_year_of_the_same_number_are_two_periods():
    entries = (plans.InYear(year=2022, demand=HALF), plans.InSchoolYear(year=2022, demand=HALF))
    assert plans.Schedule(entries).point(SCHOOL_YEAR).due == SCHOOL_YEAR.last


def stairs(**changes):
    parts = {
        "first": 2022,
        "at_least": bound("50%"),
        "add": Fraction(1, 10),
        "last": 2025,
        "ends_at": bound("80%"),
    }
    return plans.Ramp(**(parts | changes))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_at": bound("79%")}, "does not reach"),
        ({"add": Fraction(0), "ends_at": bound("50%")}, "adds points"),
        ({"last": 2021}, "before the first"),
        ({"at_least": bound(50)}, "in percent"),
    ],
)
def test_a_ramp_that_does_not_add_up_is_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        stairs(**changes)


def test_a_ramp_is_silent_in_a_school_year_and_starts_with_its_first_demand():
    assert plans.Schedule((stairs(),)).point(SCHOOL_YEAR) is None
    assert stairs().demand == HALF


def test_a_quote_is_given_once():
    with pytest.raises(ValueError, match="just one"):
        plans.Quote("x", "y")
    with pytest.raises(ValueError, match="just one"):
        plans.Quote()


def test_a_target_asks_for_a_figure_or_defers_but_not_both():
    row = {"id": "T", "citation": Citation("x", "I"), "force": plans.Force.MUST}
    row["quote"] = plans.Quote("x")
    schedule = plans.Schedule((plans.InYear(year=2022, demand=HALF),))
    with pytest.raises(ValueError, match="just one"):
        plans.Target(**row, schedule=schedule, defers_to="another")
    with pytest.raises(ValueError, match="has a measure"):
        plans.Target(**row, schedule=schedule)


def test_average_growth_needs_both_of_its_years():
    with pytest.raises(ValueError, match="a base and an end"):
        plans.Growth(series="s", kind=plans.GrowthKind.AVERAGE, base=2020)


def test_method_kinds_and_readings_hold_together():
    with pytest.raises(ValueError, match="both cash and cashless"):
        plans.MethodKinds(cashless=frozenset({"x"}), cash=frozenset({"x"}))
    with pytest.raises(ValueError, match="stands twice"):
        plans.Reading("r", ("a", "a"))
    assert plans.Reading("r", ("a", "b")).preferring("b").options == ("b", "a")


def test_a_report_is_due_in_one_way():
    with pytest.raises(ValueError, match="yes or no"):
        plans.Due(as_regulated=1)
    with pytest.raises(ValueError, match="before dates, at a frequency"):
        plans.Due(as_regulated=True, ad_hoc=True)


@pytest.mark.parametrize(
    ("offered", "open_kinds", "answer"),
    [
        ((), (), False),
        ((), ("qr",), False),
        ((), ("qr", "qr2"), False),
        ((), ("qr", "card"), None),
        (("qr",), ("qr2",), False),
        (("qr",), ("card",), None),
        (("qr", "card"), ("w",), True),
    ],
)
def test_methods_that_nobody_spoke_of_leave_the_answer_open_where_they_matter(
    offered, open_kinds, answer
):
    two = plans.MethodsOffered(at_least=2, method_set=FOUR)
    assert two.holds(Witness(kinds=offered, open_kinds=open_kinds)) is answer


def test_a_template_names_the_required_fields_that_are_missing():
    presence = plans.Presence
    template = plans.Template(
        {"payer_name": presence.REQUIRED, "reason": presence.REQUIRED, "note": presence.IF_ANY}
    )
    assert template.missing({"reason"}) == ("payer_name",)
    assert template.missing(("payer_name", "reason")) == ()


def test_an_indicator_shows_shares_or_methods():
    shares = (plans.ShareOfTransactions(weight=plans.Weight.COUNT),)
    assert plans.Indicator(shares=shares).method_set is None
    assert plans.Indicator(method_set=FOUR).shares == ()
