"""The accounts that institutions registered, dated, and who answers for each."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from attrs import Attribute, field, frozen, validators

from cashless_edu_health import text
from cashless_edu_health.accounts._account import (
    Account,
    AccountKind,
    is_acquirer_id,
    is_number,
    masked,
)
from cashless_edu_health.accounts._pattern import NumberPattern
from cashless_edu_health.periods import Validity

_Rows = tuple["RegisteredAccount", ...]


class _Bank(Protocol):
    @property
    def writable_bin(self) -> str: ...
    @property
    def short_name(self) -> str: ...


class Banks(Protocol):
    """What a book asks of a bank directory."""

    def get(
        self,
        bin: str,  # noqa: A002 - the field's own word
        /,
        *,
        on: date | None = None,
    ) -> _Bank | None:
        """The bank that answers to a BIN on a day, alternative BINs included."""


@frozen
class _Dated:
    _banks: Banks
    _on: date | None

    def get(
        self,
        bin: str,  # noqa: A002 - the field's own word
        /,
        *,
        on: date | None = None,
    ) -> _Bank | None:
        return self._banks.get(bin, on=on or self._on)


def dated(banks: Banks | None, on: date | None) -> Banks | None:
    """A directory whose look-ups without a day mean that day."""
    return None if banks is None else _Dated(banks, on)


def is_same_bank(one: str, other: str, banks: Banks | None) -> bool:
    """Whether two BINs mean one bank; without a directory, only when they are the same digits."""
    if one == other or banks is None:
        return one == other
    first, second = banks.get(one), banks.get(other)
    if first is None or second is None:
        return False
    return first.writable_bin == second.writable_bin


def _is_word(_: object, attribute: "Attribute[str | None]", value: object) -> None:
    if value is not None and not (isinstance(value, str) and value.strip()):
        raise ValueError(f"{attribute.name}: is empty")


def _is_id(_: object, __: object, value: Any) -> None:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("id: is empty")


def _ids(ids: Iterable[str]) -> tuple[str, ...]:
    if isinstance(ids, str):  # would otherwise become its letters
        raise ValueError("institution_ids: several ids, not one text")  # noqa: TRY004
    return tuple(ids)


def _are_institutions(_: object, __: object, ids: tuple[object, ...]) -> None:
    if not ids or not all(isinstance(one, str) and one.strip() for one in ids):
        raise ValueError("institution_ids: at least one, none empty")
    if len(set(ids)) < len(ids):
        raise ValueError("institution_ids: one stands twice")


def _name(name: str | None) -> str:
    return repr(text.mask_name(name))


def _hidden(value: object) -> str:
    return "None" if value is None else "***"


def _word(shown: Any) -> Any:
    return field(default=None, validator=_is_word, repr=shown)


@frozen(kw_only=True)
class RegisteredAccount(Validity):
    """One row of the book: an account, or a family of virtual ones, and whose it is.

    ``valid_from`` and ``valid_to`` are the days on which it is used. A change of account is the
    end of one row and a new row: rows that ended stay.

    Attributes:
        id: Stable id of the row.
        kind: What sort of account; of families always virtual.
        acquirer_id: BIN; ``None`` for treasury accounts only.
        number: The number, or ``None`` for a family. Masked in the repr.
        pattern: The family, or ``None`` for one number.
        institution_ids: Whose account it is, one or more.
        shared: That several owners use it on purpose.
        customer_id: For a virtual account: the pupil or patient it stands for.
        reference: For a virtual account: the payment request it stands for.
        holder_name: Holder as the bank shows it, a hint for people; masked in the repr.
        signed_by: Who entered the row; masked in the repr.
        approved_by: Who else approved it; masked in the repr.
        approved_on: Day of the approval.
        evidence: What it rests on, such as the bank's letter.

    Raises:
        ValueError: Neither or both of number and pattern; no BIN outside the treasury; a family
            or a customer's account that is not virtual; no institution; a span that ends first.
        EncodeError: A BIN or number of another form.
    """

    id: str = field(validator=_is_id)
    kind: AccountKind = AccountKind.BANK
    acquirer_id: str | None = field(default=None, validator=validators.optional(is_acquirer_id))
    number: str | None = field(default=None, validator=validators.optional(is_number), repr=masked)
    pattern: NumberPattern | None = None
    institution_ids: tuple[str, ...] = field(converter=_ids, validator=_are_institutions)
    shared: bool = False
    customer_id: str | None = _word(_hidden)
    reference: str | None = _word(_hidden)
    holder_name: str | None = _word(_name)
    signed_by: str | None = _word(_name)
    approved_by: str | None = _word(_name)
    approved_on: date | None = None
    evidence: str = ""

    def __attrs_post_init__(self) -> None:
        if (self.number is None) == (self.pattern is None):
            raise ValueError("a row has a number or a pattern")
        if self.acquirer_id is None and self.kind is not AccountKind.TREASURY:
            raise ValueError("acquirer_id: only a treasury account has none")
        virtual = (self.pattern, self.customer_id, self.reference)
        if self.kind is not AccountKind.VIRTUAL and virtual != (None, None, None):
            raise ValueError(
                "kind: a pattern, customer_id or reference belongs to virtual accounts"
            )

    @property
    def account(self) -> Account | None:
        """The account as a code carries it; ``None`` for a family or without a BIN."""
        if self.acquirer_id is None or self.number is None:
            return None
        return Account(self.acquirer_id, self.number, self.kind)


def _ids_differ(_: object, __: object, rows: tuple[RegisteredAccount, ...]) -> None:
    seen: set[str] = set()
    for place, row in enumerate(rows):
        if row.id in seen:
            raise ValueError(f"accounts[{place}]: the id stands twice")
        seen.add(row.id)


@frozen
class AccountBook:
    """Registered accounts, many to many with institutions.

    Attributes:
        accounts: The rows, those that ended included.

    Raises:
        ValueError: An id stands twice.
    """

    accounts: tuple[RegisteredAccount, ...] = field(
        default=(),
        converter=tuple[RegisteredAccount, ...],
        validator=_ids_differ,
        repr=lambda rows: f"<{len(rows)} accounts>",
    )
    _numbers: Mapping[str, _Rows] = field(init=False, eq=False, repr=False)
    _families: Mapping[int, _Rows] = field(init=False, eq=False, repr=False)

    @_numbers.default
    def _index_numbers(self) -> Mapping[str, _Rows]:
        table: dict[str, _Rows] = {}
        for row in self.accounts:
            if row.number is not None:
                table[row.number] = (*table.get(row.number, ()), row)
        return table

    @_families.default
    def _index_families(self) -> Mapping[int, _Rows]:
        table: dict[int, _Rows] = {}
        for row in self.accounts:
            if row.pattern is not None:
                length = row.pattern.length
                table[length] = (*table.get(length, ()), row)
        return table

    def find(
        self, acquirer_id: str, number: str, *, on: date | None = None, banks: Banks | None = None
    ) -> _Rows:
        """The rows that an account belongs to: its own first, then families that it fits.

        Several, when institutions share it. None, when it is nobody's here.

        Args:
            acquirer_id: BIN, any text.
            number: Account number, any text; compared character by character.
            on: Day on which the rows must be valid; ``None`` for any day.
            banks: Bank directory; with it, other BINs of the same bank are found too.
        """
        directory = dated(banks, on)
        families = self._families.get(len(number), ())
        fitting = [row for row in families if row.pattern is not None and row.pattern.fits(number)]
        return tuple(
            row
            for row in (*self._numbers.get(number, ()), *fitting)
            if row.acquirer_id is not None
            and is_same_bank(row.acquirer_id, acquirer_id, directory)
            and (on is None or row.covers(on))
        )
