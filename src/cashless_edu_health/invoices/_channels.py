"""Which way to pay brings back which field of the minimum template."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from attrs import Attribute, field, frozen, validators

from cashless_edu_health.invoices._template import TemplateField


class Carriage(StrEnum):
    """What becomes of a field on its way to the institution."""

    CARRIES = "carries"
    """It arrives with the payment."""
    PARTLY = "partly"
    """It may arrive, or only a part of it does, or a stand-in for it."""
    LOSES = "loses"
    """There is no place for it."""
    UNKNOWN = "unknown"
    """No source that was read tells: the bank or provider has to say."""


class Basis(StrEnum):
    """What a statement about a channel rests on."""

    VERIFIED = "verified"
    """Two or more independent sources agree."""
    ONE_SOURCE = "one_source"
    """One source says so."""
    INFERENCE = "inference"
    """It follows from how the channel works; no source says it in so many words."""


@frozen(kw_only=True)
class ChannelField:
    """What one channel does with one field.

    Attributes:
        carriage: Whether it arrives.
        how_vi: Where it stands and what to mind, in Vietnamese; ``""`` when unknown.
        how_en: The same in English.
        source: Who says so; ``""`` when unknown.
        basis: How well that is founded; ``None`` when unknown.

    Raises:
        ValueError: A statement without words, source or basis, or one about the unknown.
    """

    carriage: Carriage
    how_vi: str = ""
    how_en: str = ""
    source: str = ""
    basis: Basis | None = None

    def __attrs_post_init__(self) -> None:
        parts = (self.how_vi, self.how_en, self.source, self.basis)
        if self.carriage is Carriage.UNKNOWN and any(parts):
            raise ValueError("of what is unknown nothing is said")
        if self.carriage is not Carriage.UNKNOWN and not all(parts):
            raise ValueError("a statement has words in both languages, a source and a basis")


def _frozen_fields(
    fields: Mapping[TemplateField, ChannelField],
) -> Mapping[TemplateField, ChannelField]:
    return MappingProxyType({name: fields[name] for name in TemplateField if name in fields})


def _all_four(
    _: object,
    __: "Attribute[Mapping[TemplateField, ChannelField]]",
    fields: Mapping[TemplateField, ChannelField],
) -> None:
    if len(fields) < len(TemplateField):
        raise ValueError("a channel says something of each of the four fields")


@frozen(kw_only=True)
class TemplateChannel:
    """A way for money to reach an institution, and what it says about the payment.

    Attributes:
        id: Stable id (``vietqr_memo``).
        name_vi: Name in Vietnamese.
        name_en: Name in English.
        kinds: Kinds of method, the words of ``PaymentMethod.kind``, that can take this way.
        fields: What becomes of each of the four fields.

    Raises:
        ValueError: A field about which nothing is said, not even that it is unknown.

    >>> nothing = ChannelField(carriage=Carriage.UNKNOWN)
    >>> channel = TemplateChannel(
    ...     id="pigeon", name_vi="Bồ câu (bịa)", name_en="Pigeon (invented)",
    ...     fields=dict.fromkeys(TemplateField, nothing),
    ... )
    >>> [name.value for name in channel.open_fields]
    ['payer_name', 'beneficiary_name', 'reason', 'invoice_ref']
    """

    id: str = field(validator=validators.matches_re(r"[a-z][a-z0-9_]*"))
    name_vi: str = field(validator=validators.min_len(1))
    name_en: str = field(validator=validators.min_len(1))
    kinds: tuple[str, ...] = ()
    fields: Mapping[TemplateField, ChannelField] = field(
        converter=_frozen_fields, validator=_all_four, hash=False
    )

    @property
    def open_fields(self) -> tuple[TemplateField, ...]:
        """The fields that the bank or provider has to tell about."""
        return tuple(name for name, one in self.fields.items() if one.carriage is Carriage.UNKNOWN)
