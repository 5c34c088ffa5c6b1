"""Whether a slip surely fits in the usual letters, by a count on the safe side.

Measuring every slip takes Typst longer than drawing it. What this count lets pass is drawn at
once; the template measures the rest and takes smaller letters where it must.
"""

import math
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from cashless_edu_health.render._slip_text import Row, SlipText
from cashless_edu_health.render._slips import SheetMeasures


class SlipForm(NamedTuple):
    """How a slip is laid out.

    Attributes:
        inset: Margins at the sides, and above and below, in millimetres.
        code: Width of the code with its quiet zone, in millimetres.
        sizes: Letter sizes in points, the usual one first.
    """

    inset: tuple[float, float]
    code: float
    sizes: tuple[float, ...]


FORMS: Final = {
    "tall": SlipForm((7, 6), 40, (9.6, 9, 8, 7, 6, 5.2)),
    "wide": SlipForm((10, 9), 56, (11.5, 10, 9, 8, 7, 6, 5.2)),
    "small": SlipForm((5, 4), 34, (7.6, 7, 6.4, 5.8, 5.2, 4.6)),
}
"""Forms by layout."""

_POINT: Final = 25.4 / 72
# All lengths below are in widths of the letter m ("em"), as the template has them.
_LETTER: Final = 0.66  # height of a line, from the foot of its letters to the head of capitals
_LEADING: Final = 0.6
_GAP: Final = 0.9  # between paragraphs
_LOGO: Final = 3.4
_MOST_LABEL: Final = 9.5  # of the column of labels; longer ones are broken
# Widths of the bold letters of Libertinus Serif, rounded up; the regular ones are no wider.
_LETTERS_BY_WIDTH: Final = {
    0.25: " ',.|·", 0.3: "!:;", 0.35: "()/\\ijl{}", 0.4: '"-IJ[]`ft', 0.45: "*?rs", 0.5: "_cez~",
    0.55: "#$+0123456789<>FS^abgv", 0.6: "=Ldopquxyđ₫–", 0.65: "%EPYZhkn", 0.7: "BT",
    0.75: "&ACDGKNOQRUVXĐ", 0.8: "w", 0.85: "H…", 0.9: "M", 0.95: "m", 1.0: "@", 1.05: "W",
}  # fmt: skip
_WIDTHS: Final = {
    letter: width for width, letters in _LETTERS_BY_WIDTH.items() for letter in letters
}
_MARKED: Final = 0.05  # what a mark adds to its letter
_WIDEST: Final = 1.1  # more than any letter of the fonts that come with Typst


def is_roomy(slip: SlipText, sheet: SheetMeasures, *, logo: bool) -> bool:
    """Whether all of it fits the slip in letters of the usual size.

    Args:
        slip: What is to be drawn.
        sheet: Where.
        logo: Whether there is a logo beside the head.
    """
    form = FORMS[sheet.layout]
    em = form.sizes[0] * _POINT
    width = (sheet.slip[0] - 2 * form.inset[0]) / em
    height = (sheet.slip[1] - 2 * form.inset[1]) / em
    code = form.code / em
    beside = width if sheet.layout == "tall" else width - code - 1.5
    head = _head(slip, beside - 2 * (_LOGO + 0.5) if logo else beside, logo=logo)
    body = head + _GAP + _asked(slip, beside)
    if sheet.layout == "tall":
        body += _GAP + max(code, _pay(slip, width - code - 0.8))
    else:
        body = max(body, code + _GAP + _pay(slip, code))
    check = 0.78 * _block(_lines(f"{slip.check.label} {slip.check.value}", width / 0.78))
    return body + _GAP + check <= height


def label_width(slip: SlipText) -> float:
    """Width of the column of labels, in em, with a gap behind it."""
    widest = max((text_width(row.label) for row in slip.rows), default=0.0)
    return min(widest, _MOST_LABEL) + 0.4


@lru_cache(maxsize=4096)
def text_width(words: str) -> float:
    """Width of a text in em, not less than it is."""
    return sum(map(_letter_width, words))


@lru_cache(maxsize=4096)
def _letter_width(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    return _WIDTHS[base] + _MARKED if base in _WIDTHS else _WIDEST


def _lines(words: str, width: float) -> float:
    """Lines that a text takes at most, filled word by word."""
    if text_width(words) <= width:
        return 1
    lines, filled = 1, 0.0
    for word in words.split():
        needed = text_width(word)
        if needed > width:
            return math.inf
        if filled + needed > width:
            lines, filled = lines + 1, 0.0
        filled += needed + _WIDTHS[" "]
    return lines


def _block(lines: float) -> float:
    """Height of a paragraph."""
    return lines * (_LETTER + _LEADING) - _LEADING if lines else 0


def _head(slip: SlipText, width: float, *, logo: bool) -> float:
    title = 1.25 * _block(_lines(slip.title, width / 1.25)) + _LEADING
    return max(_block(_lines(slip.institution, width)) + title, _LOGO if logo else 0)


def _asked(slip: SlipText, width: float) -> float:
    """For whom, what, how much."""
    labels = label_width(slip)
    rows = (max(_lines(r.value, width - labels), _lines(r.label, labels)) for r in slip.rows)
    heights = [_block(sum(rows))]
    for invoice in slip.invoices:
        heading = _lines(invoice.heading, width) if invoice.heading else 0
        heights.append(_block(heading + _priced((*invoice.lines, *invoice.totals), width)))
    heights.append(0.1)  # the rule
    heights.append(1.2 * _block(_priced([slip.total], width / 1.2)))
    if slip.words:
        heights.append(_block(_lines(slip.words, width)))
    return sum(heights) + _GAP * (len(heights) - 1)


def _priced(rows: Iterable[Row], width: float) -> float:
    """Lines of charges; the amount is like a last word that is never broken."""
    return sum(_lines(f"{row.label} {row.value.replace(' ', '__')}", width) for row in rows)


def _pay(slip: SlipText, width: float) -> float:
    """Bank, account and reference."""
    lines = sum(_lines(f"{row.label}: {row.value}", width) for row in slip.pay)
    memo = 0.85 * _block(_lines(slip.memo, width / 0.85))
    reference = 1.2 * _block(_lines(" ".join(slip.groups), width / 1.2))
    return _block(lines) + memo + reference + 2 * _GAP
