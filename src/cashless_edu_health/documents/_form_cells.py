"""One cell of a returned form: what it answers, or which rule it breaks."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from cashless_edu_health import messages, text
from cashless_edu_health.documents._form import NO, YES, ColumnKind, FormColumn
from cashless_edu_health.findings import Rule, Severity
from cashless_edu_health.institutions import payer_fee
from cashless_edu_health.intake import CellKind, SheetCell

Answer = str | int | bool | date | None
"""What a cell says; ``None`` for a blank one."""

NOT_YES_NO: Final = Rule(id="FRM-09", severity=Severity.ERROR)
NOT_WHOLE: Final = Rule(id="FRM-10", severity=Severity.ERROR)
NOT_A_DATE: Final = Rule(id="FRM-11", severity=Severity.ERROR)
NOT_A_CHOICE: Final = Rule(id="FRM-12", severity=Severity.ERROR)
COMPUTED: Final = Rule(id="FRM-13", severity=Severity.ERROR)
NOT_A_CODE: Final = Rule(id="FRM-15", severity=Severity.ERROR)
NOT_A_FEE: Final = Rule(id="FRM-20", severity=Severity.ERROR)
NOT_A_TEXT: Final = Rule(id="FRM-22", severity=Severity.ERROR)

_CODE: Final = re.compile(r"[^\s|=]{1,40}")
_PLAIN_WORD: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_PLAIN: Final = re.compile(r"[0-9]{1,18}")
# One dot alone groups thousands in Vietnamese and nothing here has decimals; one comma alone is
# the decimal mark of Vietnamese and the thousands mark of English, so it says nothing.
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){1,5}|[0-9]{1,3}(?:,[0-9]{3}){2,5}")
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LONGEST: Final = 300
_SPOKEN: Final = {
    **dict.fromkeys(("có", "co", "yes", "true"), YES),
    **dict.fromkeys(("không", "khong", "no", "false"), NO),
}


def answer(column: FormColumn, cell: SheetCell) -> Answer | Rule:
    """What the cell says in that column, or the rule that it breaks."""
    if cell.kind is CellKind.EMPTY:
        return None
    if cell.kind in (CellKind.FORMULA, CellKind.ERROR):
        return COMPUTED
    if isinstance(cell.value, str):
        written = " ".join(text.nfc(cell.value).split())
        if not written:
            return None
        if written.startswith("="):
            return COMPUTED
        return _OF_TEXT[column.kind](column, written)
    return _typed(column, cell)


def _typed(column: FormColumn, cell: SheetCell) -> Answer | Rule:
    """What a number, a date or a flag of a spreadsheet says."""
    value = cell.value
    if column.kind is ColumnKind.YES_NO and cell.kind is CellKind.FLAG:
        return bool(value)
    if column.kind is ColumnKind.DATE and isinstance(value, date):
        return value
    if column.kind is ColumnKind.WHOLE and cell.kind is CellKind.NUMBER:
        return value if isinstance(value, int) and 0 <= value < 10**18 else NOT_WHOLE
    if column.kind is ColumnKind.FEE and isinstance(value, int) and cell.kind is CellKind.NUMBER:
        return _fee(column, str(value))
    return _WRONG[column.kind]


def _yes_no(_: FormColumn, written: str) -> Answer | Rule:
    word = _SPOKEN.get(_folded(written))
    return NOT_YES_NO if word is None else word == YES


def _choice(column: FormColumn, written: str) -> Answer | Rule:
    labels = {_folded(word): word for word in column.choices}
    for lang in messages.LANGUAGES:
        named = zip(column.words(lang), column.choices, strict=True)
        labels |= {_folded(label): word for label, word in named}
    if YES in column.choices:
        labels |= _SPOKEN
    if column.open_ended and _PLAIN_WORD.fullmatch(written):
        return written
    return labels.get(_folded(written), NOT_A_CHOICE)


def _folded(written: str) -> str:
    return text.nfc(written).casefold()


def _whole(_: FormColumn, written: str) -> Answer | Rule:
    if _PLAIN.fullmatch(written):
        return int(written)
    if _GROUPED.fullmatch(written):
        return int(written.replace(".", "").replace(",", ""))
    return NOT_WHOLE


def _date(_: FormColumn, written: str) -> Answer | Rule:
    day_first, iso = _DAY_FIRST.fullmatch(written), _ISO.fullmatch(written)
    parts = day_first.groups()[::-1] if day_first else iso.groups() if iso else None
    if parts is None:
        return NOT_A_DATE
    year, month, day = (int(part) for part in parts)
    try:
        return date(year, month, day)
    except ValueError:
        return NOT_A_DATE


def _code(_: FormColumn, written: str) -> Answer | Rule:
    return written if _CODE.fullmatch(written) else NOT_A_CODE


def _fee(_: FormColumn, written: str) -> Answer | Rule:
    try:
        return str(payer_fee(written.replace(" ", "").replace(",", ".")))
    except ValueError:
        return NOT_A_FEE


def _text(_: FormColumn, written: str) -> Answer | Rule:
    return written if len(written) <= _LONGEST else NOT_A_TEXT


_OF_TEXT: Final[Mapping[ColumnKind, Callable[[FormColumn, str], Answer | Rule]]] = {
    ColumnKind.TEXT: _text,
    ColumnKind.CODE: _code,
    ColumnKind.CHOICE: _choice,
    ColumnKind.YES_NO: _yes_no,
    ColumnKind.WHOLE: _whole,
    ColumnKind.DATE: _date,
    ColumnKind.FEE: _fee,
}
_WRONG: Final = {
    ColumnKind.TEXT: NOT_A_TEXT,
    # A number has lost the zeros that the code may begin with.
    ColumnKind.CODE: NOT_A_CODE,
    ColumnKind.CHOICE: NOT_A_CHOICE,
    ColumnKind.YES_NO: NOT_YES_NO,
    ColumnKind.WHOLE: NOT_WHOLE,
    ColumnKind.DATE: NOT_A_DATE,
    ColumnKind.FEE: NOT_A_FEE,
}
