"""Schools and health facilities: what they are, where, and what they could do on which day.

>>> from datetime import date
>>> school = Institution(
...     id="thcs-a", name="Trường THCS A", sector=Sector.EDUCATION, type="lower_secondary",
...     methods=(PaymentMethod(kind="qr_transfer", valid_from=date(2022, 9, 1)),),
...     facts=(Fact(name="digital_platform", value=True, valid_from=date(2022, 1, 1)),),
... )
>>> school.method_kinds(date(2022, 8, 31)), school.method_kinds(date(2022, 9, 1))
(frozenset(), frozenset({'qr_transfer'}))
>>> school.fact("digital_platform", date(2022, 9, 1))
True
>>> school.fact("support_contact", date(2022, 9, 1)) is None
True
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from attrs import Attribute, field, frozen, validators

from cashless_edu_health.periods import Validity

__all__ = ["Fact", "Institution", "PaymentMethod", "Sector", "Validity"]


class Sector(StrEnum):
    """The two sectors of the plans."""

    EDUCATION = "education"
    HEALTH = "health"


@frozen(kw_only=True)
class PaymentMethod(Validity):
    """A way to pay that an institution offered for a time.

    Attributes:
        kind: Kind of method, an open word (``qr_transfer``, ``card_pos``); a plan's method set
            turns kinds into categories.
        purposes: Purposes it serves (``tuition``); ``None`` for all.
        evidence: Where this is known from.
    """

    kind: str = field(validator=validators.min_len(1))
    purposes: frozenset[str] | None = None
    evidence: str = ""


@frozen(kw_only=True)
class Fact(Validity):
    """A dated yes or no about an institution; what was never stated is unknown, not no.

    Attributes:
        name: Name of the fact, an open word (``digital_platform``).
        value: Yes or no.
        evidence: Where this is known from.
    """

    name: str = field(validator=validators.min_len(1))
    value: bool = field(validator=validators.instance_of(bool))
    evidence: str = ""


def _facts_agree(_: object, __: "Attribute[tuple[Fact, ...]]", facts: Iterable[Fact]) -> None:
    seen: dict[str, list[Fact]] = {}
    for fact in facts:
        for other in seen.setdefault(fact.name, []):
            if fact.value is not other.value and fact.overlaps(other):
                raise ValueError(f"the fact {fact.name!r} is both yes and no on some day")
        seen[fact.name].append(fact)


@frozen(kw_only=True)
class Institution(Validity):
    """A school or health facility, as one record of its sector's register.

    ``valid_from`` and ``valid_to`` are the days on which it is active.

    Attributes:
        id: Stable id.
        name: Name in Vietnamese.
        sector: Education or health.
        type: Type within the sector, an open word (``primary``, ``hospital``).
        tier: Administrative tier of health care (``provincial``, ``district``, ``commune``).
        area: Administrative unit and the year of its borders (``dong-nai@2022``).
        area_class: ``urban`` or ``rural`` where a plan asks.
        ownership: ``public`` or ``private`` where a plan asks.
        tags: Further words that a plan's population may ask for (``examination_treatment``).
        methods: Dated ways to pay.
        facts: Dated facts; two that contradict each other on a day are refused.

    Raises:
        ValueError: Empty id, facts that contradict each other, or a span that ends first.
    """

    id: str = field(validator=validators.min_len(1))
    name: str
    sector: Sector
    type: str = field(validator=validators.min_len(1))
    tier: str | None = None
    area: str | None = None
    area_class: str | None = None
    ownership: str | None = None
    tags: frozenset[str] = frozenset()
    methods: tuple[PaymentMethod, ...] = ()
    facts: tuple[Fact, ...] = field(default=(), validator=_facts_agree)

    def method_kinds(self, on: date, *, purpose: str | None = None) -> frozenset[str]:
        """Kinds of method offered on that day, for that purpose if one is given."""
        return frozenset(
            m.kind
            for m in self.methods
            if m.covers(on) and (purpose is None or m.purposes is None or purpose in m.purposes)
        )

    def fact(self, name: str, on: date) -> bool | None:
        """The fact on that day; ``None`` when nothing was stated."""
        values = [f.value for f in self.facts if f.name == name and f.covers(on)]
        return values[0] if values else None
