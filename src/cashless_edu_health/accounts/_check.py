"""What is wrong with an account book."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import Final

from attrs import evolve

from cashless_edu_health import text
from cashless_edu_health.accounts._book import AccountBook, Banks, RegisteredAccount, dated
from cashless_edu_health.findings import Finding, Report, Rule, Severity, Skipped, merge
from cashless_edu_health.legal import Citation

_SBV_LIST: Final = Citation(document="sbv-1589-2024")

_TWO_OWNERS: Final = Rule("ACC-01", Severity.ERROR)
_EXPIRED: Final = Rule("ACC-02", Severity.WARNING)
_UNKNOWN_BANK: Final = Rule("ACC-03", Severity.WARNING, _SBV_LIST)
_NO_BIN: Final = Rule("ACC-04", Severity.WARNING)
_OVERLAP: Final = Rule("ACC-05", Severity.ERROR)
_IN_FAMILY: Final = Rule("ACC-06", Severity.ERROR)
_ONE_PERSON: Final = Rule("ACC-07", Severity.WARNING)
_OTHER_BIN: Final = Rule("ACC-08", Severity.INFO, _SBV_LIST)
_TWICE: Final = Rule("ACC-09", Severity.WARNING)
_REWRITTEN: Final = Rule("ACC-10", Severity.ERROR)

RULES: Final[tuple[Rule, ...]] = (
    _TWO_OWNERS,
    _EXPIRED,
    _UNKNOWN_BANK,
    _NO_BIN,
    _OVERLAP,
    _IN_FAMILY,
    _ONE_PERSON,
    _OTHER_BIN,
    _TWICE,
    _REWRITTEN,
)
"""Every rule of :func:`check`."""

_PEOPLE: Final = 2
"""How many different people a row needs."""

_Placed = tuple[int, RegisteredAccount]


def check(
    book: AccountBook,
    *,
    banks: Banks | None = None,
    on: date | None = None,
    earlier: AccountBook | None = None,
) -> Report:
    """All findings on an account book.

    Args:
        book: The book.
        banks: Bank directory; without one the check ``banks`` is skipped, and two BINs of one
            bank count as two banks.
        on: Day asked about; without one the check ``expiry`` is skipped.
        earlier: The book as it was before. With it, rows that are gone or say something else
            are found: a row may be added, or ended, and nothing more. Without it the check
            ``trail`` is skipped.
    """
    banks = dated(banks, on)
    singles = [(n, row) for n, row in enumerate(book.accounts) if row.number is not None]
    families = [(n, row) for n, row in enumerate(book.accounts) if row.pattern is not None]
    return merge(
        (
            _part("owners", _owners(singles, banks)),
            _part("families", (*_overlaps(families, banks), *_caught(singles, families, banks))),
            _part("treasury", _treasury(book)),
            _part("two-people", _people(book)),
            _part("banks", None if banks is None else _bins(book, banks), "no-banks"),
            _part("expiry", None if on is None else _expired(book, on), "no-date"),
            _part("trail", None if earlier is None else _trail(book, earlier), "no-earlier-book"),
        )
    )


def _part(name: str, found: Iterable[Finding] | None, reason: str = "") -> Report:
    """The report of one check; ``None`` when it could not be made, for that reason."""
    if found is None:
        return Report(skipped=(Skipped(name, reason),))
    return Report(findings=tuple(found), checked=(name,))


def _path(place: int) -> str:
    return f"accounts[{place}]"


def _about(rule: Rule, place: int, other: int) -> Finding:
    """A finding on a row because of another."""
    return Finding(rule, path=_path(place), values={"other": _path(other)})


def _bank(row: RegisteredAccount, banks: Banks | None) -> str | None:
    """One BIN for all of a bank's."""
    bank = None if banks is None or row.acquirer_id is None else banks.get(row.acquirer_id)
    return row.acquirer_id if bank is None else bank.writable_bin


def _owner(row: RegisteredAccount) -> object:
    return frozenset(row.institution_ids), row.customer_id, row.reference


def _apart(one: RegisteredAccount, other: RegisteredAccount) -> bool:
    """Whether two rows belong to different owners on some day, and not on purpose."""
    shared = one.shared and other.shared
    return _owner(one) != _owner(other) and one.overlaps(other) and not shared


def _owners(singles: Iterable[_Placed], banks: Banks | None) -> Iterator[Finding]:
    same: dict[object, list[_Placed]] = defaultdict(list)
    for place, row in singles:
        same[_bank(row, banks), row.number].append((place, row))
        if len(row.institution_ids) > 1 and not row.shared:
            yield _about(_TWO_OWNERS, place, place)
    for rows in same.values():
        for (first, one), (second, other) in combinations(rows, 2):
            if _apart(one, other):
                yield _about(_TWO_OWNERS, second, first)
            elif _owner(one) == _owner(other) and one.overlaps(other):
                yield _about(_TWICE, second, first)


def _overlaps(families: Iterable[_Placed], banks: Banks | None) -> Iterator[Finding]:
    for (first, one), (second, other) in combinations(families, 2):
        if one.pattern is None or other.pattern is None or not one.pattern.overlaps(other.pattern):
            continue
        if _bank(one, banks) == _bank(other, banks) and _apart(one, other):
            yield _about(_OVERLAP, second, first)


def _caught(
    singles: Iterable[_Placed], families: list[_Placed], banks: Banks | None
) -> Iterator[Finding]:
    """Numbers that fit the family of another institution."""
    by_bank: dict[object, list[_Placed]] = defaultdict(list)
    for place, row in families:
        by_bank[_bank(row, banks)].append((place, row))
    for place, row in singles:
        for other_place, other in by_bank[_bank(row, banks)]:
            fits = other.pattern is not None and other.pattern.fits(row.number or "")
            # A pupil's own row inside the family of the school is how families are used.
            same = set(row.institution_ids) == set(other.institution_ids)
            if fits and not same and _apart(row, other):
                yield _about(_IN_FAMILY, place, other_place)


def _treasury(book: AccountBook) -> Iterator[Finding]:
    for place, row in enumerate(book.accounts):
        if row.acquirer_id is None:
            yield Finding(_NO_BIN, path=_path(place))


def _people(book: AccountBook) -> Iterator[Finding]:
    for place, row in enumerate(book.accounts):
        names = (name for name in (row.signed_by, row.approved_by) if name is not None)
        if len({" ".join(text.fold(name).casefold().split()) for name in names}) < _PEOPLE:
            yield Finding(_ONE_PERSON, path=_path(place))


def _bins(book: AccountBook, banks: Banks) -> Iterator[Finding]:
    for place, row in enumerate(book.accounts):
        if row.acquirer_id is None:
            continue
        bank, path = banks.get(row.acquirer_id), f"{_path(place)}.acquirer_id"
        if bank is None:
            yield Finding(_UNKNOWN_BANK, path=path)
        elif bank.writable_bin != row.acquirer_id:
            yield Finding(_OTHER_BIN, path=path, values={"bin": bank.writable_bin})


def _expired(book: AccountBook, on: date) -> Iterator[Finding]:
    for place, row in enumerate(book.accounts):
        if row.valid_to is not None and row.valid_to < on:
            yield Finding(_EXPIRED, path=_path(place))


def _trail(book: AccountBook, earlier: AccountBook) -> Iterator[Finding]:
    rows = {row.id: (place, row) for place, row in enumerate(book.accounts)}
    for before in earlier.accounts:
        if before.id not in rows:
            yield Finding(_REWRITTEN)
            continue
        place, now = rows[before.id]
        reopened = before.valid_to is not None and now.valid_to != before.valid_to
        if reopened or evolve(now, valid_to=None) != evolve(before, valid_to=None):
            yield Finding(_REWRITTEN, path=_path(place))
