"""A scanned code held against the book of registered accounts."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from cashless_edu_health.accounts import (
    AccountBook,
    AccountKind,
    Banks,
    RegisteredAccount,
    is_same_bank,
)
from cashless_edu_health.emvco import ROOT, Template
from cashless_edu_health.text import fold
from cashless_edu_health.vietqr import _verification as rules
from cashless_edu_health.vietqr._verification import Difference, Found

BANK: Final = "38.01.00"
NUMBER: Final = "38.01.01"
SERVICE: Final = "38.02"
NAME: Final = "59"

_SERVICES: Final = {
    AccountKind.BANK: "QRIBFTTA",
    AccountKind.COLLECTION: "QRIBFTTA",
    AccountKind.VIRTUAL: "QRIBFTTA",
    AccountKind.TREASURY: "QRIBFTTA",
    AccountKind.CARD: "QRIBFTTC",
    AccountKind.MERCHANT: "QRPUSH",
}
"""Service by which codes pay into an account; QRPUSH may be left out."""

_Rows = tuple[RegisteredAccount, ...]


def against_book(
    tree: Template,
    book: AccountBook,
    *,
    institution_id: str | None,
    banks: Banks | None,
    on: date | None,
) -> tuple[tuple[Found, ...], _Rows]:
    """What the book says against a code, and the rows that the code's account belongs to."""
    rows = book.find(_text(tree, BANK), _text(tree, NUMBER), banks=banks)
    if not rows:
        theirs = tuple(row for row in book.accounts if _is_of(row, institution_id))
        valid = tuple(row for row in theirs if on is None or row.covers(on))
        return (*_unregistered(tree, valid, banks), *_borrowed_name(tree, theirs)), ()
    service = _text(tree, SERVICE) or _SERVICES[AccountKind.MERCHANT]
    served = tuple(row for row in rows if _SERVICES[row.kind] == service)
    if not served:
        wanted = _SERVICES[rows[0].kind]
        difference = Difference(SERVICE, "service", wanted, _text(tree, SERVICE) or None)
        return (Found(rules.SERVICE, SERVICE, difference),), ()
    theirs = tuple(row for row in served if _is_of(row, institution_id))
    if not theirs:
        return (Found(rules.OTHER_INSTITUTION, NUMBER),), ()
    valid = tuple(row for row in theirs if on is None or row.covers(on))
    if not valid:
        return (Found(rules.NOT_VALID, NUMBER),), ()
    return tuple(_other_name(tree, valid)), valid


def bank_difference(expected: str | None, scanned: str | None, banks: Banks | None) -> Difference:
    """Two BINs, with the names that the directory knows."""
    names = [_bank_name(acquirer_id, banks) for acquirer_id in (expected, scanned)]
    return Difference(BANK, "bank", expected, scanned, *names)


def _bank_name(acquirer_id: str | None, banks: Banks | None) -> str | None:
    bank = None if acquirer_id is None or banks is None else banks.get(acquirer_id)
    return None if bank is None else bank.short_name


def _text(tree: Template, path: str) -> str:
    item = tree.find(path)
    return "" if item is None else item.text


def _is_of(row: RegisteredAccount, institution_id: str | None) -> bool:
    return institution_id is None or institution_id in row.institution_ids


def _unregistered(tree: Template, valid: _Rows, banks: Banks | None) -> Iterator[Found]:
    """The account is nobody's: what it should be, where the book leaves one answer."""
    acquirer_id, number = _text(tree, BANK), _text(tree, NUMBER)
    single = [row.account for row in valid if row.account is not None]
    for account in single:
        if account.number == number:
            elsewhere = bank_difference(account.acquirer_id, acquirer_id, banks)
            yield Found(rules.REGISTERED_ELSEWHERE, BANK, elsewhere)
            return
    near = [one for one in single if is_same_bank(one.acquirer_id, acquirer_id, banks)]
    wanted = {(one.acquirer_id, one.number) for one in near or single}
    bin_, right = wanted.pop() if len(wanted) == 1 else (None, None)
    yield Found(rules.UNREGISTERED, NUMBER, Difference(NUMBER, "account", right, number))
    if bin_ is not None and not near:
        yield Found(rules.BANK, BANK, bank_difference(bin_, acquirer_id, banks))


def _borrowed_name(tree: Template, theirs: _Rows) -> Iterator[Found]:
    """A registered holder's name on an account that is not registered."""
    if any(_alike(row.holder_name, _text(tree, NAME)) for row in theirs):
        yield Found(rules.BORROWED_NAME, NAME)


def _other_name(tree: Template, rows: _Rows) -> Iterator[Found]:
    """Another name on a registered account."""
    name = _text(tree, NAME)
    holders = [row.holder_name for row in rows if row.holder_name is not None]
    if name and holders and not any(_alike(holder, name) for holder in holders):
        yield Found(rules.HINT, NAME, Difference(NAME, "merchant_name", holders[0], name))


def _alike(holder: str | None, name: str) -> bool:
    """Whether a code could show this holder under that name: unmarked, perhaps cut."""
    if holder is None or not name:
        return False
    whole, shown = _plain(holder), _plain(name)
    return shown in {whole, whole[: ROOT[NAME].max_length].rstrip()}


def _plain(name: str) -> str:
    return " ".join(fold(name).casefold().split())
