"""What a figure would be, and whether it would do, if so many changed or came in addition."""

from fractions import Fraction

from attrs import frozen

from cashless_edu_health.compliance._checks import MethodsCheck
from cashless_edu_health.compliance._outcomes import Outcome
from cashless_edu_health.compliance._results import Part, Result
from cashless_edu_health.compliance._shares import Case, Count
from cashless_edu_health.plans import Comparison


@frozen(kw_only=True)
class WhatIf:
    """An answer that would be.

    Attributes:
        outcome: The answer then.
        share: The figure then; ``None`` when what is unknown could change it.
        low: Least possible figure.
        high: Greatest possible figure.
        aspiration_reached: Whether the upper end of a range would be reached; ``None`` where
            there is none, or while that is unknown.
    """

    outcome: Outcome
    share: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    aspiration_reached: bool | None = None


def what_if(row: Result | Part | MethodsCheck, *, convert: int = 0, add: int = 0) -> WhatIf:
    """The answer if so many changed sides and so many more came on the good side.

    The gap of a figure is the smallest number for which this answers "met".

    Args:
        row: A figure; a result that has just one; or what a duty asks of an institution's
            methods, of which ``add`` are new and distinct.
        convert: Of those already counted, how many change sides: institutions that start,
            payments or dong that move from cash to cashless. Where at most so many are asked
            for, how many leave.
        add: How many new ones: institutions that fulfil the condition, cashless payments, dong,
            payers, units of a series.

    Raises:
        ValueError: Below 0, more than there are to change, or nothing that could be moved:
            several figures (ask each of its parts), no figure, or one that is a mean.

    >>> from cashless_edu_health.plans import Demand, bound
    >>> half = Demand(comparison=Comparison.AT_LEAST, bound=bound("50%"))
    >>> part = Part(label="", outcome=Outcome.NOT_MET, demand=half, count=Count(yes=4, no=5))
    >>> what_if(part, convert=1).outcome, what_if(part, add=1).share
    (<Outcome.MET: 'met'>, Fraction(1, 2))
    """
    if convert < 0 or add < 0:
        raise ValueError("what changes and what is added is at least 0")
    if isinstance(row, MethodsCheck):
        return _methods(row, convert, add)
    part = row.part if isinstance(row, Result) else row
    if part.count is None:
        raise ValueError("there is not one figure to move: ask each of the parts that has a count")
    away = part.demand is not None and part.demand.comparison is Comparison.AT_MOST
    worst, best = part.count.cases
    if worst.denominator == 0:
        raise ValueError("nobody is counted: there is no figure to move")
    if isinstance(part.count, Count):
        most = best.numerator if away else worst.denominator - worst.numerator
        if convert > most:
            raise ValueError(f"only {most} can change sides")
    moved = [case.after(convert=-convert if away else convert, add=add) for case in (worst, best)]
    return _answer(part, *moved)


def _answer(part: Part, worst: Case, best: Case) -> WhatIf:
    low, high = worst.figure, best.figure if best.denominator else worst.figure
    demand = part.demand
    aspiration = None if demand is None else demand.aspiring
    if demand is None:
        outcome = Outcome.NO_TARGET
    elif not demand.decides:
        outcome = Outcome.NO_VERDICT
    else:
        met = {demand.is_met_by(low), demand.is_met_by(high)}
        decided = Outcome.MET if True in met else Outcome.NOT_MET
        outcome = decided if len(met) == 1 else Outcome.INSUFFICIENT_DATA
    reached = set() if aspiration is None else {aspiration.is_met_by(f) for f in (low, high)}
    return WhatIf(
        outcome=outcome,
        share=low if low == high else None,
        low=low,
        high=high,
        aspiration_reached=reached.pop() if len(reached) == 1 else None,
    )


def _methods(check: MethodsCheck, convert: int, add: int) -> WhatIf:
    if convert:
        raise ValueError("methods are added, they do not change sides")
    if check.candidates and add > len(check.candidates):
        raise ValueError(f"only {len(check.candidates)} methods are not offered yet")
    if check.satisfied or add >= check.missing_at_least:
        return WhatIf(outcome=Outcome.MET)
    open_ = check.satisfied is None
    return WhatIf(outcome=Outcome.INSUFFICIENT_DATA if open_ else Outcome.NOT_MET)
