"""What an assessment can answer, and how answers combine."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final

from cashless_edu_health.messages import Language
from cashless_edu_health.plans import Combination


class Outcome(StrEnum):
    """The answer about a target or duty."""

    MET = "met"
    NOT_MET = "not_met"
    NO_TARGET = "no_target"
    """The plan asks for nothing in this period; the figure is still given."""
    NOT_DUE = "not_due"
    """The period is not over; a provisional answer is given."""
    NOT_APPLICABLE = "not_applicable"
    """There is nobody to count."""
    UNDEFINED = "undefined"
    """Nothing over nothing, or growth from zero."""
    INSUFFICIENT_DATA = "insufficient_data"
    """What is not known could decide it either way."""
    NO_VERDICT = "no_verdict"
    """The text draws no line, or nothing computes it yet; the reason says which."""
    NO_REQUIREMENT = "no_requirement"
    """Nothing is asked on that day."""
    ATTENTION = "attention"
    """A duty "as far as possible": something to look at, not a breach."""


_ORDER: Final = {
    Combination.ALL: (
        Outcome.NOT_MET,
        Outcome.ATTENTION,
        Outcome.INSUFFICIENT_DATA,
        Outcome.UNDEFINED,
        Outcome.NO_VERDICT,
        Outcome.MET,
    ),
    Combination.ANY: (
        Outcome.MET,
        Outcome.INSUFFICIENT_DATA,
        Outcome.UNDEFINED,
        Outcome.NO_VERDICT,
        Outcome.ATTENTION,
        Outcome.NOT_MET,
    ),
}
"""Which answer wins when several parts decide together: first come, first served."""


def combine(outcomes: Sequence[Outcome], combination: Combination) -> Outcome:
    """One answer of several.

    All: not met if any is, else undecided if any is, else met. Any: the mirror. A part that is
    not applicable drops out; when all do, so does the whole.

    >>> combine([Outcome.MET, Outcome.UNDEFINED], Combination.ALL)
    <Outcome.UNDEFINED: 'undefined'>
    """
    left = [outcome for outcome in outcomes if outcome is not Outcome.NOT_APPLICABLE]
    for outcome in _ORDER[combination]:
        if outcome in left:
            return outcome
    return left[0] if left else Outcome.NOT_APPLICABLE


def percent(share: Fraction, *, missed: Fraction | None = None, lang: Language = "vi") -> str:
    """A share in percent, half up at two decimals, without the sign; for reading only.

    Args:
        share: The share; 1/2 is 50.
        missed: A bound that was missed: decimals are added until the text is another than the
            bound's, so that 49.995 % never reads as 50 %.
        lang: Vietnamese writes a decimal comma, English a point.

    >>> percent(Fraction(117, 160)), percent(Fraction(1, 3), lang="en")
    ('73,13', '33.33')
    >>> percent(Fraction(9_999, 20_000), missed=Fraction(1, 2))
    '49,995'
    """
    decimals = 2
    if missed is not None and missed != share:
        while _half_up(share, decimals) == _half_up(missed, decimals):
            decimals += 1
    scaled = _half_up(share, decimals)
    sign = "-" if scaled < 0 else ""
    units, rest = divmod(abs(scaled), 10**decimals)
    return f"{sign}{units}{',' if lang == 'vi' else '.'}{rest:0{decimals}}"


def _half_up(share: Fraction, decimals: int) -> int:
    scaled = abs(share) * 100 * int(10**decimals)
    rounded = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return rounded if share >= 0 else -rounded
