"""Duties without a percentage, and reports that are due."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from attrs import Attribute, field, frozen, validators

from cashless_edu_health.legal import Citation
from cashless_edu_health.periods import Frequency
from cashless_edu_health.plans._conditions import Condition, MethodSet
from cashless_edu_health.plans._measures import ShareOfTransactions
from cashless_edu_health.plans._populations import Population


class Force(StrEnum):
    """How strongly the text asks; never changes arithmetic."""

    MUST = "must"
    """đạt, đảm bảo."""
    STRIVE = "strive"
    """phấn đấu."""
    ENCOURAGE = "encourage"
    """khuyến khích."""
    INDICATIVE = "indicative"
    """Mentioned, not asked."""


class Presence(StrEnum):
    """Whether a field of a payment template must be filled."""

    REQUIRED = "required"
    IF_ANY = "if_any"
    """nếu có."""
    OPTIONAL = "optional"


@frozen
class Quote:
    """The words that a target or duty rests on.

    Attributes:
        text: Verbatim, white space normalised; ``""`` where another row holds them.
        same_as: Id of the row with the same sentence, or ``None``.
        translated: Words of a translation, where no Vietnamese text was at hand.

    Raises:
        ValueError: No words and no row that holds them, or both.
    """

    text: str = ""
    same_as: str | None = None
    translated: str = ""

    def __attrs_post_init__(self) -> None:
        given = [bool(self.text), self.same_as is not None, bool(self.translated)]
        if sum(given) != 1:
            raise ValueError("a quote, or the id of the row that holds it, is needed: just one")


@frozen
class Each:
    """Every institution satisfies a condition."""

    condition: Condition


def _frozen_fields(fields: Mapping[str, Presence]) -> Mapping[str, Presence]:
    return MappingProxyType(dict(fields))


@frozen
class Template:
    """Every payment carries at least these fields.

    Attributes:
        fields: Presence by field name (``payer_name``).
    """

    fields: Mapping[str, Presence] = field(
        converter=_frozen_fields, validator=validators.min_len(1), hash=False
    )

    def missing(self, present: Collection[str]) -> tuple[str, ...]:
        """Names of required fields that are not among those present.

        >>> Template({"payer_name": Presence.REQUIRED, "note": Presence.IF_ANY}).missing(())
        ('payer_name',)
        """
        return tuple(
            name
            for name, presence in self.fields.items()
            if presence is Presence.REQUIRED and name not in present
        )


@frozen
class Fee:
    """What payers or institutions are charged.

    Attributes:
        subject: What is compared (``cashless_not_above_cash``), an open word.
        wish: How far (``minimise``, ``lowest_or_zero``), an open word.
    """

    subject: str = field(validator=validators.min_len(1))
    wish: str = field(validator=validators.min_len(1))


@frozen
class Manual:
    """Something that only a person can answer.

    Attributes:
        task: What, an open word.
    """

    task: str = field(validator=validators.min_len(1))


@frozen(kw_only=True)
class Indicator:
    """A figure of each institution that the text wants to see rise, without a line to pass.

    Attributes:
        shares: Cashless shares of its payments; empty for none.
        method_set: The list of methods whose categories are counted; ``None`` for none.

    Raises:
        ValueError: Nothing to show.
    """

    shares: tuple[ShareOfTransactions, ...] = ()
    method_set: MethodSet | None = None

    def __attrs_post_init__(self) -> None:
        if not self.shares and self.method_set is None:
            raise ValueError("an indicator shows shares of payments or a number of methods")


@frozen(kw_only=True)
class OutOfScope:
    """A duty of the text that software for payments cannot carry, listed so that none is lost.

    Attributes:
        id: Stable id (``"DN24-X1"``).
        citation: The clause.
        quote: The words.
        reason: Why it is out of scope, in Vietnamese.
    """

    id: str = field(validator=validators.min_len(1))
    citation: Citation
    quote: Quote
    reason: str = field(validator=validators.min_len(1))


@frozen(kw_only=True)
class Duty:
    """A duty without a percentage.

    Attributes:
        id: Stable id (``"DN24-D1"``).
        citation: The clause.
        population: Whom it binds; ``None`` when the text names nobody of the register.
        asks: What it asks.
        force: How strongly.
        quote: The words.
        purposes: What the methods must serve; empty for any purpose.
        note: What a reader must know; may be empty.

    Raises:
        ValueError: A condition or template without a population.
    """

    id: str = field(validator=validators.min_len(1))
    citation: Citation
    population: Population | None = None
    asks: Each | Template | Fee | Indicator | Manual
    force: Force
    quote: Quote
    purposes: frozenset[str] = frozenset()
    note: str = ""

    def __attrs_post_init__(self) -> None:
        if self.population is None and isinstance(self.asks, Each | Indicator | Template):
            raise ValueError("a duty on institutions needs a population")


_ANY_COMMON_YEAR: Final = 2023


def _days_of_every_year(
    _: object, __: "Attribute[tuple[tuple[int, int], ...]]", days: tuple[tuple[int, int], ...]
) -> None:
    for month, day in days:
        try:
            date(_ANY_COMMON_YEAR, month, day)
        except ValueError:
            raise ValueError(f"{month:02}-{day:02} is no day of every year") from None


def _some_rule(due: "Due", _: "Attribute[bool]", as_regulated: object) -> None:
    if not isinstance(as_regulated, bool):
        raise ValueError("as_regulated is yes or no")  # noqa: TRY004 - one kind of data error
    if sum([bool(due.before), bool(due.frequencies) or due.ad_hoc, as_regulated]) != 1:
        raise ValueError("a report is due before dates, at a frequency, or as regulated")


@frozen(kw_only=True)
class Due:
    """When a report is due. A frequency without a day allows no date to be computed.

    Attributes:
        before: Month and day that the report must precede, every year.
        frequencies: Periods that are reported on.
        ad_hoc: Also when asked.
        as_regulated: "Theo quy định": another text decides.

    Raises:
        ValueError: None, or more than one way of being due; a day that no year, or not every
            year, has.
    """

    before: tuple[tuple[int, int], ...] = field(default=(), validator=_days_of_every_year)
    frequencies: tuple[Frequency, ...] = ()
    ad_hoc: bool = False
    as_regulated: bool = field(default=False, validator=_some_rule)


@frozen(kw_only=True)
class ReportingDuty:
    """A report that somebody owes somebody.

    Attributes:
        id: Stable id.
        citation: The clause.
        by: Who reports, as printed.
        to: Who receives it, as printed.
        via: Through whom, if anybody.
        due: When.
        content: What it holds, as printed.
        quote: The words.
    """

    id: str = field(validator=validators.min_len(1))
    citation: Citation
    by: tuple[str, ...] = field(validator=validators.min_len(1))
    to: tuple[str, ...] = field(validator=validators.min_len(1))
    via: str | None = None
    due: Due
    content: tuple[str, ...] = ()
    quote: Quote
