"""Reported figures: levels, ratios, growth. No year is ever filled in."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from attrs import evolve

from cashless_edu_health.compliance._inquiry import Inquiry
from cashless_edu_health.compliance._outcomes import Outcome, combine
from cashless_edu_health.compliance._results import Part
from cashless_edu_health.compliance._shares import Gap, GapUnit, Level, gap
from cashless_edu_health.plans import (
    Bound,
    BoundUnit,
    Combination,
    Comparison,
    Demand,
    Growth,
    GrowthKind,
    Point,
    Ratio,
    Series,
)


class _MissingError(Exception):
    """Figures that are not there; never leaves this module."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names)
        self.names = names


def _figures(inquiry: Inquiry, wanted: Sequence[tuple[str, int]]) -> list[int]:
    found = [inquiry.dataset.series.get(name, {}).get(str(year)) for name, year in wanted]
    missing = tuple(
        f"{name}@{year}"
        for (name, year), figure in zip(wanted, found, strict=True)
        if figure is None
    )
    if missing:
        raise _MissingError(missing)
    return [figure for figure in found if figure is not None]


def reported(measure: Series | Ratio | Growth, inquiry: Inquiry, point: Point | None) -> Part:
    """The answer about a reported figure."""
    demand = None if point is None else point.demand
    label = measure.name or (measure.numerator if isinstance(measure, Ratio) else measure.series)
    # A day to meet it by is of its own year, whatever window it is asked about in.
    year = (inquiry.window.last if point is None else point.due).year
    try:
        if isinstance(measure, Ratio):
            part = _ratio(measure, inquiry, demand, year)
        elif isinstance(measure, Growth):
            part = _growth(measure, inquiry, point, year)
        elif demand is not None and demand.comparison is Comparison.INCREASE:
            since = year if point is None or point.since is None else point.since
            years = range(since, year + 1)
            return _by_year(label, years, lambda y: _increase(measure, inquiry, y))
        else:
            (figure,) = _figures(inquiry, [(measure.series, year)])
            part = _judged(Level(figure), demand)
    except _MissingError as error:
        return Part(
            label=label,
            outcome=_silent(demand, Outcome.INSUFFICIENT_DATA),
            reason="series-missing",
            missing=error.names,
        )
    return evolve(part, label=label)


def _silent(demand: Demand | None, otherwise: Outcome) -> Outcome:
    if demand is None:
        return Outcome.NO_TARGET
    return otherwise if demand.decides else Outcome.NO_VERDICT


def _by_year(label: str, years: Iterable[int], answer: Callable[[int], Part]) -> Part:
    """Every year by itself; one that lacks figures does not hide another that was missed."""
    parts = []
    for year in years:
        try:
            parts.append(evolve(answer(year), label=str(year)))
        except _MissingError as error:
            outcome = Outcome.INSUFFICIENT_DATA
            part = Part(
                label=str(year), outcome=outcome, reason="series-missing", missing=error.names
            )
            parts.append(part)
    outcome = combine([part.outcome for part in parts], Combination.ALL)
    reason = next((part.reason for part in parts if part.outcome is outcome), "")
    return Part(label=label, outcome=outcome, reason=reason, parts=tuple(parts))


def _increase(measure: Series, inquiry: Inquiry, year: int) -> Part:
    """Strictly more than the year before; from zero is fine."""
    before, now = _figures(inquiry, [(measure.series, year - 1), (measure.series, year)])
    more = Demand(comparison=Comparison.MORE_THAN, bound=Bound(Fraction(before), BoundUnit.LEVEL))
    return evolve(_judged(Level(now), more), denominator=before, distance=None)


def _judged(level: Level, demand: Demand | None) -> Part:
    """A figure held against its bound."""
    units, figure = level.units, level.cases[0].figure
    distance = None
    if demand is not None and demand.bound is not None:
        distance = figure - demand.bound.value
    if demand is None or not demand.decides:
        reason = "silent" if demand is None else demand.comparison.value
        outcome = _silent(demand, Outcome.NO_VERDICT)
        return Part(label="", outcome=outcome, reason=reason, numerator=units, distance=distance)
    reached, further = _aspired(level, demand)
    return Part(
        label="",
        outcome=level.outcome(demand),
        numerator=units,
        distance=distance,
        demand=demand,
        count=level,
        gap=gap(level, demand, GapUnit.UNITS),
        aspiration_reached=reached,
        aspiration_gap=further,
    )


def _aspired(level: Level, demand: Demand) -> tuple[bool | None, Gap | None]:
    """Whether the upper end of a range is reached, and what is missing to it."""
    upper = demand.aspiring
    if upper is None:
        return None, None
    return level.outcome(upper) is Outcome.MET, gap(level, upper, GapUnit.UNITS)


def _undefined(demand: Demand | None, numerator: int, denominator: int, reason: str) -> Part:
    outcome = _silent(demand, Outcome.UNDEFINED)
    return Part(
        label="", outcome=outcome, reason=reason, numerator=numerator, denominator=denominator
    )


def _ratio(measure: Ratio, inquiry: Inquiry, demand: Demand | None, year: int) -> Part:
    wanted = [(measure.numerator, year), (measure.denominator, year)]
    numerator, denominator = _figures(inquiry, wanted)
    if denominator == 0:
        return _undefined(demand, numerator, denominator, "zero-denominator")
    share = Fraction(numerator, denominator)
    part = _judged(Level(numerator, denominator), demand)
    return evolve(part, denominator=denominator, share=share, low=share, high=share)


def _growth(measure: Growth, inquiry: Inquiry, point: Point | None, year: int) -> Part:
    demand = None if point is None else point.demand
    end = measure.end or year
    if measure.kind is GrowthKind.YEARLY:
        since = year if point is None or point.since is None else point.since
        first = since if measure.base is None else measure.base + 1
        years = range(first, end + 1)
        return _by_year("", years, lambda y: _step(measure, inquiry, demand, y - 1, y))
    base = inquiry.base_year(measure)
    if inquiry.choices["average_growth"] == "arithmetic":
        return _arithmetic(measure, inquiry, demand, base, end)
    return _step(measure, inquiry, demand, base, end)


def _step(
    measure: Growth, inquiry: Inquiry, demand: Demand | None, base_year: int, end_year: int
) -> Part:
    """Growth from one year to another, averaged without roots: end >= base x (1 + g)^years."""
    wanted = [(measure.series, base_year), (measure.series, end_year)]
    base, end = _figures(inquiry, wanted)
    if base <= 0:
        return evolve(_undefined(demand, end, base, "growth-from-zero"), label=str(end_year))
    years = end_year - base_year
    compounded = None if demand is None else _compounded(demand, years)
    part = _judged(Level(end, base), compounded)
    return evolve(
        part, label=str(end_year), denominator=base, share=Fraction(end, base), distance=None
    )


def _compounded(demand: Demand, years: int) -> Demand:
    """The demand on the whole span: 1 + the rate, to the power of the years."""

    def spread(bound: Bound | None) -> Bound | None:
        return None if bound is None else evolve(bound, value=(1 + bound.value) ** years)

    return evolve(demand, bound=spread(demand.bound), aspiration=spread(demand.aspiration))


def _arithmetic(
    measure: Growth, inquiry: Inquiry, demand: Demand | None, base_year: int, end_year: int
) -> Part:
    """The mean of the yearly rates."""
    span = range(base_year, end_year + 1)
    figures = _figures(inquiry, [(measure.series, year) for year in span])
    if min(figures[:-1]) <= 0:
        return _undefined(demand, figures[-1], figures[0], "growth-from-zero")
    rates = [Fraction(now, before) - 1 for before, now in pairwise(figures)]
    mean = Fraction(sum(rates, Fraction(0)), len(rates))
    # What must come in the last year to lift the mean is no question that a plan asks.
    part = _judged(Level(mean.numerator, mean.denominator), demand)
    return evolve(
        part,
        numerator=figures[-1],
        denominator=figures[0],
        share=mean,
        count=None,
        gap=None,
        aspiration_gap=None,
    )
