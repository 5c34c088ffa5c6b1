"""Laws of shares, gaps and combinations."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health.compliance import Count, GapUnit, Outcome, combine, compare_fees, percent
from cashless_edu_health.compliance._shares import gap as share_gap
from cashless_edu_health.plans import Combination, Comparison, Demand, bound

numbers = st.integers(min_value=0, max_value=10**6)
counts = st.builds(
    Count,
    yes=numbers,
    no=numbers,
    unknown=numbers,
    maybe_yes=numbers,
    maybe_no=numbers,
    maybe_unknown=numbers,
)
certain = st.builds(Count, yes=numbers, no=numbers).filter(lambda count: count.total > 0)
demands = st.builds(
    lambda share, op: Demand(comparison=op, bound=bound(f"{share}%")),
    st.integers(min_value=0, max_value=100),
    st.sampled_from([Comparison.AT_LEAST, Comparison.MORE_THAN]),
)
verdicts = st.lists(
    st.sampled_from([Outcome.MET, Outcome.NOT_MET, Outcome.UNDEFINED, Outcome.NOT_APPLICABLE]),
    min_size=1,
)


@given(counts)
def test_a_share_lies_between_its_bounds_and_they_between_0_and_1(count):
    if count.bounds is None:
        assert count.denominator == 0
        return
    low, high = count.bounds
    assert 0 <= low <= high <= 1
    assert count.share is None or low == count.share == high


@given(st.data())
def test_whatever_the_unknowns_turn_out_to_be_the_share_stays_within_its_bounds(data):
    count = data.draw(counts)
    if count.bounds is None:
        return
    turned = data.draw(st.integers(0, count.unknown))
    yes, no = data.draw(st.integers(0, count.maybe_yes)), data.draw(st.integers(0, count.maybe_no))
    open_ = data.draw(st.integers(0, count.maybe_unknown))
    good = data.draw(st.integers(0, open_))
    share = Fraction(count.yes + turned + yes + good, count.denominator + yes + no + open_)
    low, high = count.bounds
    assert low <= share <= high


@given(certain, demands)
def test_converting_the_gap_meets_the_demand_and_one_less_does_not(count, demand):
    gap = share_gap(count, demand, GapUnit.PAYMENTS)
    if gap.convert is None:
        assert not demand.is_met_by(Fraction(1))
        return
    k = gap.convert.least
    assert Count(yes=count.yes + k, no=count.no - k).outcome(demand) is Outcome.MET
    if k:
        less = Count(yes=count.yes + k - 1, no=count.no - k + 1)
        assert less.outcome(demand) is Outcome.NOT_MET


@given(certain, demands)
def test_adding_the_gap_meets_the_demand_and_one_less_does_not(count, demand):
    gap = share_gap(count, demand, GapUnit.DONG)
    if gap.add is None:
        assert demand.bound.value == 1
        return
    k = gap.add.least
    assert Count(yes=count.yes + k, no=count.no).outcome(demand) is Outcome.MET
    if k:
        assert Count(yes=count.yes + k - 1, no=count.no).outcome(demand) is Outcome.NOT_MET


@given(verdicts)
def test_what_all_parts_meet_any_part_meets(outcomes):
    if combine(outcomes, Combination.ALL) is Outcome.MET:
        assert combine(outcomes, Combination.ANY) is Outcome.MET


@given(verdicts, st.randoms())
def test_the_order_of_parts_does_not_matter(outcomes, random):
    shuffled = list(outcomes)
    random.shuffle(shuffled)
    for combination in Combination:
        assert combine(outcomes, combination) is combine(shuffled, combination)


@pytest.mark.parametrize(
    ("outcomes", "all_", "any_"),
    [
        ("met not_met", "not_met", "met"),
        ("met undefined", "undefined", "met"),
        ("not_met undefined", "not_met", "undefined"),
        ("met not_applicable", "met", "met"),
        ("not_applicable", "not_applicable", "not_applicable"),
        ("met insufficient_data undefined", "insufficient_data", "met"),
        ("no_target no_target", "no_target", "no_target"),
    ],
)
def test_parts_combine_with_three_values(outcomes, all_, any_):
    parts = [Outcome(name) for name in outcomes.split()]
    found = (combine(parts, Combination.ALL), combine(parts, Combination.ANY))
    assert found == (Outcome(all_), Outcome(any_))


@pytest.mark.parametrize(
    ("share", "missed", "vi", "en"),
    [
        (Fraction(117, 160), None, "73,13", "73.13"),
        (Fraction(0), None, "0,00", "0.00"),
        (Fraction(1), None, "100,00", "100.00"),
        (Fraction(9_999, 20_000), None, "50,00", "50.00"),
        (Fraction(9_999, 20_000), Fraction(1, 2), "49,995", "49.995"),
        (Fraction(1, 2), Fraction(1, 2), "50,00", "50.00"),
        (Fraction(3, 7), Fraction(1, 2), "42,86", "42.86"),
        (Fraction(-1, 20), None, "-5,00", "-5.00"),
    ],
)
def test_percent_is_half_up_and_never_reads_as_a_bound_that_was_missed(share, missed, vi, en):
    assert percent(share, missed=missed) == vi
    assert percent(share, missed=missed, lang="en") == en


@given(certain, demands)
def test_a_missed_share_never_prints_as_its_bound(count, demand):
    share = count.share
    if not demand.is_met_by(share) and share != demand.bound.value:
        shown = percent(share, missed=demand.bound.value, lang="en")
        assert Fraction(shown) != demand.bound.value * 100


def test_at_most_asks_for_fewer():
    demand = Demand(comparison=Comparison.AT_MOST, bound=bound("50%"))
    over, under = Count(yes=6, no=4), Count(yes=5, no=5)
    assert (over.outcome(demand), under.outcome(demand)) == (Outcome.NOT_MET, Outcome.MET)
    gap = share_gap(over, demand, GapUnit.PAYMENTS)
    assert (gap.convert.least, gap.add) == (1, None)
    assert share_gap(under, demand, GapUnit.PAYMENTS).add.least == 0


def test_what_may_be_empty_is_insufficient_and_what_is_empty_undefined():
    demand = Demand(comparison=Comparison.AT_LEAST, bound=bound("50%"))
    assert Count().outcome(demand) is Outcome.UNDEFINED
    assert Count(maybe_yes=1).outcome(demand) is Outcome.INSUFFICIENT_DATA
    assert share_gap(Count(maybe_yes=1), demand, GapUnit.DONG) is None


@pytest.mark.parametrize(
    ("count", "share"),
    [
        (Count(yes=1, no=3), Fraction(1, 4)),
        (Count(yes=2, maybe_yes=5), Fraction(1)),
        (Count(no=2, maybe_no=5), Fraction(0)),
        (Count(yes=1, no=1, maybe_yes=1), None),
        (Count(yes=1, no=1, unknown=1), None),
        (Count(maybe_yes=1), None),
    ],
)
def test_a_share_is_known_when_nothing_unknown_could_change_it(count, share):
    assert count.share == share


def asking(op, percent_, upper=None):
    aspiration = None if upper is None else bound(upper)
    return Demand(comparison=op, bound=bound(percent_), aspiration=aspiration)


@pytest.mark.parametrize(
    ("count", "demand", "convert", "add"),
    [
        (Count(yes=4), asking(Comparison.AT_LEAST, "100%"), (0, 0), (0, 0)),
        (Count(yes=3, no=1), asking(Comparison.AT_LEAST, "100%"), (1, 1), None),
        (Count(yes=4), asking(Comparison.MORE_THAN, "100%"), None, None),
        (Count(yes=4, unknown=1), asking(Comparison.AT_LEAST, "100%"), (0, 1), None),
        (Count(yes=1, no=1), asking(Comparison.MORE_THAN, "50%"), (1, 1), (1, 1)),
        (Count(yes=9, no=1), asking(Comparison.RANGE, "90%", "100%"), (0, 0), (0, 0)),
        (Count(yes=5, no=5), asking(Comparison.AT_MOST, "50%"), (0, 0), (0, 0)),
        (Count(yes=1, no=5), asking(Comparison.AT_MOST, "50%"), (0, 0), (0, 0)),
        (Count(yes=7, no=4), asking(Comparison.AT_MOST, "50%"), (2, 2), None),
        (Count(yes=1, no=2, unknown=2), asking(Comparison.AT_LEAST, "60%"), (0, 2), (0, 5)),
    ],
)
def test_a_gap_says_how_many_must_change_or_come(count, demand, convert, add):
    found = share_gap(count, demand, GapUnit.PAYMENTS)
    ways = [None if way is None else (way.least, way.most) for way in (found.convert, found.add)]
    assert ways == [convert, add]
    assert share_gap(count, demand, GapUnit.INSTITUTIONS).add is None


def test_where_there_is_no_line_to_pass_there_is_no_gap():
    assert share_gap(Count(yes=1), asking(Comparison.ABOUT, "50%"), GapUnit.DONG) is None
    increase = Demand(comparison=Comparison.INCREASE)
    assert share_gap(Count(yes=1), increase, GapUnit.DONG) is None


@pytest.mark.parametrize(
    ("fees", "words"),
    [
        ({"qr_transfer": 0}, "what cash costs is not given"),
        ({"cash": 0}, "no method beside cash is given"),
    ],
)
def test_charges_are_refused_in_these_words(fees, words):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the words are compared whole
        compare_fees(fees)
    assert str(caught.value) == words
