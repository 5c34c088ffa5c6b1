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

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from attrs import Attribute, field, frozen, validators

from cashless_edu_health.periods import Validity

__all__ = [
    "Fact",
    "HeadCount",
    "Institution",
    "PayerFee",
    "PaymentMethod",
    "Sector",
    "Validity",
    "payer_fee",
]

_MOST_DECIMALS: Final = 6

_CODE_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
# No text at hand says how these codes are built, so nothing more is asked than that one can be
# written in a cell and told apart.
_CODE: Final = re.compile(r"[^\s|=]{1,40}")

_FEE: Final = re.compile(
    r"(?P<fixed>[0-9]{1,9})?(?:(?(fixed)\+)(?P<rate>[0-9]{1,2}(?:\.[0-9]{1,6})?)%)?"
)


class Sector(StrEnum):
    """The two sectors of the plans."""

    EDUCATION = "education"
    HEALTH = "health"


def _no_charge_below_zero(_: object, attribute: "Attribute[Any]", value: Any) -> None:
    if value < 0:
        raise ValueError(f"{attribute.name}: a charge is not below zero")


@frozen(kw_only=True)
class PayerFee:
    """What a way to pay costs the payer beyond the amount.

    Attributes:
        fixed: Dong a payment, at least 0.
        rate: Share of the amount, exact; 1.1 % is ``Fraction(11, 1000)``.

    Raises:
        ValueError: Below zero, or dong that are not whole.

    >>> PayerFee(rate=Fraction(11, 1000)).on(550_000)
    Fraction(6050, 1)
    """

    fixed: int = field(default=0, validator=[validators.instance_of(int), _no_charge_below_zero])
    rate: Fraction = field(default=Fraction(0), converter=Fraction, validator=_no_charge_below_zero)

    def on(self, amount: int) -> Fraction:
        """The charge on a payment of so many dong, before any rounding."""
        return self.fixed + self.rate * amount

    def __str__(self) -> str:
        percent = self.rate * 100
        units, rest = divmod(percent.numerator, percent.denominator)
        digits = ""
        while rest and len(digits) < _MOST_DECIMALS:
            digit, rest = divmod(rest * 10, percent.denominator)
            digits += str(digit)
        if not self.rate:
            return str(self.fixed)
        rate = f"{units}.{digits}%" if digits else f"{units}%"
        return f"{self.fixed}+{rate}" if self.fixed else rate


def payer_fee(written: str) -> PayerFee:
    """A charge as files write it: ``"0"``, ``"3300"``, ``"1.1%"`` or ``"2200+0.5%"``.

    Raises:
        ValueError: Anything else.

    >>> payer_fee("2200+0.5%"), str(payer_fee("2200+0.5%"))
    (PayerFee(fixed=2200, rate=Fraction(1, 200)), '2200+0.5%')
    """
    parts = _FEE.fullmatch(written)
    if not parts or not written:
        raise ValueError('a charge is written "0", "3300", "1.1%" or "2200+0.5%"')
    fixed, rate = parts["fixed"] or "0", parts["rate"] or "0"
    return PayerFee(fixed=int(fixed), rate=Fraction(Fraction(rate), 100))


@frozen(kw_only=True)
class PaymentMethod(Validity):
    """A way to pay that an institution offered for a time.

    Attributes:
        kind: Kind of method, an open word (``qr_transfer``, ``card_pos``); a plan's method set
            turns kinds into categories.
        purposes: Purposes it serves (``tuition``); ``None`` for all.
        evidence: Where this is known from.
        payer_fee: What it costs the payer; ``None`` when nobody said.
    """

    kind: str = field(validator=validators.min_len(1))
    purposes: frozenset[str] | None = None
    evidence: str = ""
    payer_fee: PayerFee | None = None

    def serves(self, purposes: frozenset[str]) -> bool:
        """Whether it serves any of the purposes; none asked for means any at all."""
        return not purposes or self.purposes is None or bool(self.purposes & purposes)


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


def _frozen_codes(codes: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(sorted(codes.items())))


def _codes_are_words(_: object, __: "Attribute[Any]", codes: Mapping[str, str]) -> None:
    for name, code in codes.items():
        if not _CODE_NAME.fullmatch(name) or not _CODE.fullmatch(code):
            raise ValueError("codes: a name or a code that is empty, too long or not one word")


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
        unknown_methods: Kinds of method of which nobody said whether it offers them; a kind that
            is neither here nor in ``methods`` is not offered.
        codes: Codes that registers and tax offices gave it, by the name of the list
            (``ma_truong``, ``ma_cskcb``, ``ma_dinh_danh``, ``mst``).

    Raises:
        ValueError: Empty id, facts that contradict each other, a code that is not one word, or a
            span that ends first.
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
    unknown_methods: frozenset[str] = frozenset()
    codes: Mapping[str, str] = field(
        factory=dict, converter=_frozen_codes, validator=_codes_are_words, hash=False
    )

    def has_tags(self, tags: frozenset[str]) -> bool:
        """Whether it has every one of these tags; one that is not there is absent."""
        return tags <= self.tags

    def method_kinds(self, on: date, *, purpose: str | None = None) -> frozenset[str]:
        """Kinds of method offered on that day, for that purpose if one is given."""
        wanted = frozenset() if purpose is None else frozenset({purpose})
        return frozenset(m.kind for m in self.methods if m.covers(on) and m.serves(wanted))

    def fact(self, name: str, on: date) -> bool | None:
        """The fact on that day; ``None`` when nothing was stated."""
        values = [f.value for f in self.facts if f.name == name and f.covers(on)]
        return values[0] if values else None


def _frozen_counts(counts: Mapping[str, int]) -> Mapping[str, int]:
    return MappingProxyType(dict(counts))


def _whole(_: object, attribute: "Attribute[Any]", value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{attribute.name}: a count is a whole number, at least 0")


def _parts_fit(heads: "HeadCount", attribute: "Attribute[Any]", counts: Mapping[str, int]) -> None:
    for name, count in counts.items():
        _whole(heads, attribute, count)
        if count > heads.total:
            raise ValueError(f"{attribute.name}: more have {name!r} than there are")


@frozen(kw_only=True)
class HeadCount(Validity):
    """Institutions of one group, counted and not listed ("160 trường, 117 đủ 3 hình thức").

    ``valid_from`` and ``valid_to`` are the days for which the figures hold; what they were on
    another day is not known.

    Attributes:
        id: Stable id of this row.
        sector: Education or health.
        type: Type within the sector.
        tier: Tier of health care; ``None`` when the group is not limited to one.
        area: Administrative unit and the year of its borders.
        area_class: ``urban`` or ``rural``; ``None`` when the group is not limited to one.
        ownership: ``public`` or ``private``; ``None`` when the group is not limited to one.
        tags: Tags that every member has.
        total: How many institutions.
        having: How many of them fulfil a condition or have a fact, by its name
            (``three_of_four``, ``digital_platform``); a name that is not there is unknown.
        evidence: Where the figures are from.

    Raises:
        ValueError: A count that is not whole, or is more than the total.
    """

    id: str = field(validator=validators.min_len(1))
    sector: Sector
    type: str = field(validator=validators.min_len(1))
    tier: str | None = None
    area: str | None = None
    area_class: str | None = None
    ownership: str | None = None
    tags: frozenset[str] = frozenset()
    total: int = field(validator=_whole)
    having: Mapping[str, int] = field(
        factory=dict, converter=_frozen_counts, validator=_parts_fit, hash=False
    )
    evidence: str = ""

    def has_tags(self, tags: frozenset[str]) -> bool | None:
        """Whether every member has these tags; ``None`` when only some may have one of them."""
        return True if tags <= self.tags else None

    def is_same_group(self, other: "HeadCount") -> bool:
        """Whether both count the same group, be it on other days."""
        return _attributes(self) == _attributes(other) and self.tags == other.tags

    def may_hold(self, institution: Institution) -> bool:
        """Whether an institution may be one of those counted, whatever the day.

        Attributes apart tell them apart, ``None`` does not; areas are compared as they are
        written. An institution without one of the group's tags is not in the group.
        """
        return self._may_be(institution) and self.tags <= institution.tags

    def may_share_members(self, other: "HeadCount") -> bool:
        """Whether both may count one institution, whatever the day."""
        return self._may_be(other)

    def _may_be(self, other: "HeadCount | Institution") -> bool:
        pairs = zip(_attributes(self), _attributes(other), strict=True)
        return all(None in pair or pair[0] == pair[1] for pair in pairs)


def _attributes(row: HeadCount | Institution) -> tuple[str | None, ...]:
    return (row.sector, row.type, row.tier, row.area, row.area_class, row.ownership)
