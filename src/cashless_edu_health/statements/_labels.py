"""What stands around a table: the account, the balances, the end."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import frozen

from cashless_edu_health import text
from cashless_edu_health.accounts import Account
from cashless_edu_health.findings import Finding
from cashless_edu_health.intake import CellKind, SheetCell, SheetLine
from cashless_edu_health.statements._cells import amount_of, is_empty, written_amount
from cashless_edu_health.statements._entry import account_number
from cashless_edu_health.statements._header import all_folded, cell_text, folded
from cashless_edu_health.statements._layout import Layout
from cashless_edu_health.statements._rules import (
    ACCOUNT,
    BALANCE_CELL,
    NO_ACCOUNT,
    OTHER_ACCOUNT,
)

_LONGEST: Final = 200
"""Characters of a cell that tell what its line is."""

_BLANKS: Final = re.compile(r"\s+")
_AROUND_STROKE: Final = re.compile(r" ?/ ?")
_TRANSLATION: Final = re.compile(r"^/[^:0-9]*| (?=:)")
_CURRENCY: Final = re.compile(r"\s*(VND|VNĐ|đ)\s*$", re.IGNORECASE)


@frozen
class _Labelled:
    """A label's line and the cell that it speaks of."""

    line: int
    cell: SheetCell


def starts_with(line: SheetLine, beginnings: tuple[str, ...]) -> bool:
    """Whether the first cell in use begins so; marks do not count."""
    if not beginnings:
        return False
    first = next((cell for cell in line.cells if not is_empty(cell)), None)
    said = "" if first is None else folded(cell_text(first)[:_LONGEST])
    return said.startswith(all_folded(beginnings))


def account_of(
    lines: Sequence[SheetLine], layout: Layout, given: Account | None
) -> Account | Finding | None:
    """The account of a file, or why it is not known; ``None`` when its lines tell."""
    if layout.columns.account:
        return None
    told = _told(lines, layout)
    if isinstance(told, Finding):
        return told
    if given is not None:
        same = layout.bank in (None, given.acquirer_id) and all(
            _is_same(one.cell, given) for one in told
        )
        place = f"line {told[0].line}" if told else ""
        return given if same else Finding(OTHER_ACCOUNT, path=place)
    if not told or layout.bank is None:
        return Finding(NO_ACCOUNT)
    try:
        return Account(layout.bank, _number(told[0].cell))
    except ValueError:
        return Finding(ACCOUNT, path=f"line {told[0].line}")


def _told(lines: Sequence[SheetLine], layout: Layout) -> tuple[_Labelled, ...] | Finding:
    """Every mention of the account; a finding when two of them differ."""
    told = tuple(_labelled(lines, layout.account_labels))
    for one in told[1:]:
        if one.cell.value != told[0].cell.value:
            return Finding(OTHER_ACCOUNT, path=f"line {one.line}")
    return told


def _number(cell: SheetCell) -> str:
    if cell.kind is not CellKind.TEXT:
        raise ValueError("a number has lost its leading zeros")
    return account_number(str(cell.value).split()[0])


def _is_same(cell: SheetCell, given: Account) -> bool:
    """Whether a cell means the given account; a number in it has lost its leading zeros."""
    if cell.kind is CellKind.NUMBER:
        return str(cell.value) == given.number.lstrip("0")
    try:
        return _number(cell) == given.number
    except ValueError:
        return False


def balance_of(
    lines: Sequence[SheetLine], labels: Sequence[str], layout: Layout
) -> int | Finding | None:
    """A balance around a table; ``None`` when it is not told."""
    for one in _labelled(lines, labels):
        try:
            if one.cell.kind is CellKind.TEXT:
                return written_amount(_CURRENCY.sub("", str(one.cell.value)), layout)
            return amount_of(one.cell, layout)
        except ValueError:
            return Finding(BALANCE_CELL, path=f"line {one.line}")
    return None


def _labelled(lines: Iterable[SheetLine], labels: Sequence[str]) -> Iterator[_Labelled]:
    wanted = tuple(map(_plain, labels))
    for line in lines:
        for place, cell in enumerate(line.cells):
            said = _plain(cell_text(cell))
            rest = next(
                (one for label in wanted if (one := _behind(said, label)) is not None), None
            )
            if rest is None:
                continue
            behind = [one for one in line.cells[place + 1 :] if not is_empty(one)]
            if rest:
                yield _Labelled(line.line, SheetCell(CellKind.TEXT, rest))
            elif behind:
                yield _Labelled(line.line, behind[0])
            break


def _behind(said: str, label: str) -> str | None:
    """What a cell says behind a label and its translation; ``None`` when it is another label."""
    if not said.casefold().startswith(label.casefold()):
        return None
    rest = _TRANSLATION.sub("", said[len(label) :])
    if rest.startswith(":"):
        return rest.strip(" :")
    # "Số tài khoản đối ứng" is not "Số tài khoản": behind a label without a colon stands a number.
    return None if rest.strip()[:1].isalpha() else rest.strip()


def _plain(words: str) -> str:
    return _AROUND_STROKE.sub("/", _BLANKS.sub(" ", text.nfc(words)).strip())
