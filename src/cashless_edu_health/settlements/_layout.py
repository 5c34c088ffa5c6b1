"""How a provider writes its settlement file."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from attrs import Attribute, asdict, field, frozen, validators

KINDS: Final = frozenset({"payment", "refund", "total"})
"""What a line can be: a payment, money given back, or the sums of a settlement."""


@frozen(kw_only=True)
class SettlementColumns:
    """Names of a file's columns by what they hold; ``None`` where there is no such column.

    Attributes:
        kind: What the line is, in the file's own words.
        settlement: Id of the settlement that the line belongs to.
        id: Id of the payment or refund; not looked at on a line of sums.
        day: Day of payment, of refund, or on a line of sums that of the payout.
        amount: Dong paid or given back; on a line of sums, gross.
        fee: The provider's fee.
        net: On a line of sums, what is paid out.
        item: On a refund, the payment that is given back.
        order: The institution's own order id.
        reference: Reference of the payment request.
        method: How it was paid, in the file's own words.
        bank_reference: The bank's reference.
        payout_reference: On a line of sums, what the lump's memo will hold.
    """

    kind: str
    settlement: str
    id: str
    day: str
    amount: str
    fee: str
    net: str
    item: str | None = None
    order: str | None = None
    reference: str | None = None
    method: str | None = None
    bank_reference: str | None = None
    payout_reference: str | None = None

    def __attrs_post_init__(self) -> None:
        if len(set(self.names)) < len(self.names):
            raise ValueError("one column is named for two things")

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that the file must have, and may only have."""
        return tuple(name for name in asdict(self).values() if name is not None)


def _all_kinds(_: object, __: "Attribute[Mapping[str, str]]", kinds: Mapping[str, str]) -> None:
    if set(kinds.values()) != KINDS:
        raise ValueError("kinds maps the file's words to payment, refund and total")


def _frozen_mapping(values: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(values))


@frozen(kw_only=True)
class SettlementLayout:
    """One layout of settlement files in CSV.

    Attributes:
        name: Stable name.
        columns: The columns.
        kinds: What each word of the column ``kind`` means: payment, refund or total.
        methods: Kind of method by the file's own words; another word is an error, an empty cell
            is an unknown method.
        delimiter: One character.
        encoding: A Python encoding name.
        thousands: Separator inside amounts: ``"."``, ``","``, ``" "`` or ``""``.
        day_format: A format of :meth:`datetime.datetime.strptime`; the day is that of Viet Nam.
        source: Where the layout is known from.
        confidence: How well: ``own``, ``documented`` or ``sampled``.

    Raises:
        ValueError: A part has another form.
    """

    name: str = field(validator=validators.matches_re(r"[a-z0-9][a-z0-9-]*"))
    columns: SettlementColumns
    kinds: Mapping[str, str] = field(validator=_all_kinds, converter=_frozen_mapping, hash=False)
    methods: Mapping[str, str] = field(factory=dict, converter=_frozen_mapping, hash=False)
    delimiter: str = field(validator=[validators.min_len(1), validators.max_len(1)])
    encoding: str
    thousands: str = field(validator=validators.in_(("", ".", ",", " ")))
    day_format: str = field(validator=validators.min_len(1))
    source: str = field(validator=validators.min_len(1))
    confidence: str = field(validator=validators.in_(("own", "documented", "sampled")))
