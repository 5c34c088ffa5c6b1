"""What is known of one bank."""

import re
from datetime import date
from enum import StrEnum
from typing import Final

from attrs import Attribute, field, frozen, validators

from cashless_edu_health.periods import Validity
from cashless_edu_health.text import fold

_BIN: Final = re.compile(r"[0-9]{6}")
_BIC: Final = re.compile(r"[A-Z]{6}[A-Z0-9]{2}")
_SEPARATORS: Final = re.compile(r"[\W_]+")


class BankKind(StrEnum):
    """What sort of institution holds the accounts."""

    BANK = "bank"
    FOREIGN_BANK = "foreign_bank"
    """Foreign-owned or joint-venture, founded under Vietnamese law."""
    FOREIGN_BRANCH = "foreign_branch"
    """The branch of a bank abroad."""
    POLICY_BANK = "policy_bank"
    FINANCE_COMPANY = "finance_company"
    DIGITAL_BRAND = "digital_brand"
    """A brand with a BIN of its own; ``parent_bin`` names the bank behind it."""
    MOBILE_MONEY = "mobile_money"
    EWALLET = "ewallet"


class Confidence(StrEnum):
    """How well a statement is founded."""

    VERIFIED = "verified"
    """Two or more independent lists agree."""
    ONE_SOURCE = "one_source"
    """One list says so."""
    MEMORY = "memory"
    """Written from memory; for showing, not for relying on."""
    UNKNOWN = "unknown"
    """No list says anything."""
    REJECTED = "rejected"
    """What lists say was looked at and found wrong; the value is left out."""


_WITHOUT_VALUE: Final = (Confidence.UNKNOWN, Confidence.REJECTED)


class BinUse(StrEnum):
    """Where six digits that are not the bank's own BIN are met."""

    PAYMENT_CODE = "payment_code"
    """A list gives them for payment codes beside the BIN that the other lists give."""
    ACQUIRER_ID = "acquirer_id"
    """In remittance texts only, as the bank's id inside the network's trace: never in a code."""


class Standing(StrEnum):
    """Whether a bank bore a name on the day asked for."""

    CURRENT = "current"
    """It did, or nothing says when it began; also on every day on which the change may lie."""
    FORMER = "former"
    """It no longer did, or it is a former name and nothing says until when."""
    LATER = "later"
    """It did not yet."""


def _is_bin(_: object, attribute: "Attribute[str]", value: object) -> None:
    if not isinstance(value, str) or not _BIN.fullmatch(value):
        raise ValueError(f"{attribute.name}: a BIN is 6 digits")


def key(name: str) -> str:
    """What of a name is compared: letters and digits, unmarked, in upper case."""
    return _SEPARATORS.sub("", fold(name)).upper()


def _is_bic(bank: "Bank", attribute: "Attribute[str | None]", value: str | None) -> None:
    if value is not None and not _BIC.fullmatch(value):
        raise ValueError(f"{attribute.name}: a BIC is 6 letters and 2 letters or digits")
    if (value is None) != (bank.swift_confidence in _WITHOUT_VALUE):
        raise ValueError(f"{attribute.name}: stands or is left out against swift_confidence")


def _is_named(_: object, attribute: "Attribute[str]", value: str) -> None:
    if not key(value):
        raise ValueError(f"{attribute.name}: has no letter and no digit")


@frozen(kw_only=True)
class FormerName:
    """A name that a bank gave up; the BIN stayed.

    Sources date a change by its month or year at best. The two days say what is known: the
    change took effect on one of the days between them, both included.

    Attributes:
        names: The name, and its other forms where the source gives them.
        changed_from: First day on which the change may have taken effect; ``None``: not known.
        changed_to: Last such day; ``None`` together with the first.
        sources: Who dates the change, as ids of :class:`Source`; empty when it is not dated or
            the lists of the row do.
        note: Why, as far as the source says.

    Raises:
        ValueError: No name, only one of the two days, the last before the first, or a source
            without days.
    """

    names: tuple[str, ...] = field(
        validator=(validators.min_len(1), validators.deep_iterable(_is_named))
    )
    changed_from: date | None = None
    changed_to: date | None = None
    sources: tuple[str, ...] = ()
    note: str = ""

    def __attrs_post_init__(self) -> None:
        if (self.changed_from is None) != (self.changed_to is None):
            raise ValueError("changed_from and changed_to stand together")
        if self.changed_from and self.changed_to and self.changed_to < self.changed_from:
            raise ValueError("changed_to is before changed_from")
        if self.sources and self.changed_from is None:
            raise ValueError("sources date the change, and there is no day")


@frozen(kw_only=True)
class OtherBin:
    """Six digits that also mean the bank when read, and are never written.

    Attributes:
        bin: The digits.
        use: Where they are met.
        sources: Who uses them, as ids of :class:`Source`.
        confidence: That they mean this bank.
        note: What a reader must know.
    """

    bin: str = field(validator=_is_bin)
    use: BinUse
    sources: tuple[str, ...] = field(validator=validators.min_len(1))
    confidence: Confidence
    note: str = ""


@frozen
class ListedCode:
    """A bank's code in one list, by the id of its :class:`Source`: an alias, not a key."""

    source: str = field(validator=validators.min_len(1))
    code: str = field(validator=_is_named)


@frozen
class Source:
    """A list that rows rest on.

    Attributes:
        id: Short id that rows name.
        description: What it is and where it was read.
        dated: Day of the state that was read: a letter's own, a release's, a snapshot's;
            ``None`` when nothing tells it.
        retrieved: Day by which it was retrieved: the snapshot's where one is recorded, otherwise
            the day on which the directory was put together.

    Raises:
        ValueError: No id, no description, or retrieved before the day of its state.
    """

    id: str = field(validator=validators.min_len(1))
    description: str = field(validator=validators.min_len(1))
    dated: date | None = None
    retrieved: date | None = None

    def __attrs_post_init__(self) -> None:
        if self.dated and self.retrieved and self.retrieved < self.dated:
            raise ValueError(f"the source {self.id!r}: retrieved is before dated")


@frozen(kw_only=True)
class Bank(Validity):
    """A bank, wallet or brand with a BIN of its own, over a span of days.

    A merger that hands a BIN on ends one row and begins another; a change of name alone keeps
    the row. No source dates the beginning or end of any row shipped today: both are open.

    Attributes:
        bin: 6 digits; not all begin with 970.
        valid_from: First day on which the BIN means this bank; ``None``: no source dates it.
        valid_to: Last such day; ``None``: no source ends it.
        code: Usual short code (``VCB``); an alias, as all codes.
        short_name: Name that customers know.
        name_vi: Full name in Vietnamese.
        name_en: Full name in English; see ``name_en_confidence`` before relying on it.
        kind: What sort of institution it is.
        parent_bin: For a brand, the BIN of the bank behind it.
        former_names: Names given up, oldest first.
        aliases: Other names in use.
        swift: BIC of 8 characters, if known.
        codes: Codes by list.
        other_bins: Digits that also mean this bank when read.
        write_as: The BIN to write instead of this one, where lists disagree.
        app_scans_vietqr: Whether the bank's own app scans a VietQR; its accounts can receive
            all the same. ``None``: not known, here and below.
        lookup_supported: Whether a list offers the holder's name by account number.
        momo_transfer_out: Whether MoMo lists it as a destination.
        in_sbv_list: Whether it stands in the State Bank's list as of 2023-12-31 (letter
            1589/NHNN-TT).
        sources: Lists that hold the row, as ids of :class:`Source`.
        confidence: Of the row: its BIN, code and Vietnamese names.
        name_vi_confidence: Of the full name in Vietnamese, where it is less well founded than
            the row; ``None``: as the row.
        name_en_confidence: Of the English name.
        swift_confidence: Of the BIC.
        note: What a reader must know.

    Raises:
        ValueError: A BIN or BIC of another form, an empty name, no source, a span that ends
            before it starts, or a BIC that stands although its confidence says there is none
            (or the reverse).
    """

    bin: str = field(validator=_is_bin)
    code: str = field(validator=_is_named)
    short_name: str = field(validator=_is_named)
    name_vi: str = field(validator=_is_named)
    name_en: str = field(validator=_is_named)
    kind: BankKind
    parent_bin: str | None = field(default=None, validator=validators.optional(_is_bin))
    former_names: tuple[FormerName, ...] = ()
    aliases: tuple[str, ...] = field(default=(), validator=validators.deep_iterable(_is_named))
    swift: str | None = field(default=None, validator=_is_bic)
    codes: tuple[ListedCode, ...] = ()
    other_bins: tuple[OtherBin, ...] = ()
    write_as: str | None = field(default=None, validator=validators.optional(_is_bin))
    app_scans_vietqr: bool | None = None
    lookup_supported: bool | None = None
    momo_transfer_out: bool | None = None
    in_sbv_list: bool
    sources: tuple[str, ...] = field(validator=validators.min_len(1))
    confidence: Confidence
    name_vi_confidence: Confidence | None = None
    name_en_confidence: Confidence
    swift_confidence: Confidence
    note: str = ""

    @property
    def writable_bin(self) -> str:
        """The BIN to write into a payment code."""
        return self.write_as or self.bin

    def standing(self, on: date) -> Standing:
        """Whether the row holds on that day: current, no longer, or not yet."""
        if self.covers(on):
            return Standing.CURRENT
        began = self.valid_from is None or self.valid_from <= on
        return Standing.FORMER if began else Standing.LATER
