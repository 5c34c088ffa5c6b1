"""Reported figures: levels, ratios, growth. No year is ever filled in."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from attrs import evolve

from cashless_edu_health.compliance._inquiry import Inquiry
from cashless_edu_health.compliance._outcomes import Outcome, combine
from cashless_edu_health.compliance._results import Part
from cashless_edu_health.compliance._shares import Gap, GapUnit, Steps, at_least_units
from cashless_edu_health.plans import (
    Bound,
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
    year = inquiry.window.last.year
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
            part = _judged(Fraction(figure), demand, units=figure, scale=1)
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
    short = max(0, before + 1 - now)
    return Part(
        label="",
        outcome=Outcome.NOT_MET if short else Outcome.MET,
        numerator=now,
        denominator=before,
        gap=Gap(GapUnit.UNITS, add=Steps(short, short)),
    )


def _judged(figure: Fraction, demand: Demand | None, *, units: int, scale: Fraction | int) -> Part:
    """A figure held against its bound; ``scale`` units of the series make 1 of the figure."""
    if demand is None or not demand.decides or demand.bound is None:
        reason = "silent" if demand is None else demand.comparison.value
        distance = None
        if demand is not None and demand.bound is not None:
            distance = figure - demand.bound.value
        outcome = _silent(demand, Outcome.NO_VERDICT)
        return Part(label="", outcome=outcome, reason=reason, numerator=units, distance=distance)
    met = demand.is_met_by(figure)
    return Part(
        label="",
        outcome=Outcome.MET if met else Outcome.NOT_MET,
        numerator=units,
        distance=figure - demand.bound.value,
        gap=_units_gap(demand.bound.value * scale, units, demand.comparison),
        aspiration_reached=None if demand.aspiration is None else figure >= demand.aspiration.value,
    )


def _units_gap(bound: Fraction, units: int, op: Comparison) -> Gap:
    if op is Comparison.AT_MOST:
        over = max(0, units - int(bound))
        return Gap(GapUnit.UNITS, convert=Steps(over, over))
    short = max(0, at_least_units(bound, op) - units)
    return Gap(GapUnit.UNITS, add=Steps(short, short))


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
    part = _judged(share, demand, units=numerator, scale=denominator)
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
    part = _judged(Fraction(end, base), compounded, units=end, scale=base)
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
    part = _judged(mean, demand, units=figures[-1], scale=1)
    return evolve(part, denominator=figures[0], share=mean, gap=None)
