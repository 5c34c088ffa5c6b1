"""What the cells of one row say together."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Final

from cashless_edu_health.documents._form import CODES, FIGURES, NO, SIDES
from cashless_edu_health.documents._form_cells import Answer
from cashless_edu_health.documents._form_rules import (
    CHECK_DIGIT,
    DAYS_OUT_OF_ORDER,
    FEE_OF_NO_METHOD,
    HALF_A_FIGURE,
    MORE_THAN_ALL,
    NOBODY,
    VALUE_WITHOUT_PAYMENT,
)
from cashless_edu_health.findings import Finding

_ORDER: Final = ("paid_from", "since", "as_of", "paid_to")
_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)
"""Weights of the check digit of a tax code, as the library python-stdnum has them."""

_TAX_CODE: Final = re.compile(r"([0-9]{10})(?:-?[0-9]{3})?")


def row_findings(answers: Mapping[str, Answer], place: str) -> Iterator[Finding]:
    """Everything that is wrong about the answers of one row beyond single cells."""
    yield from _days(answers, place)
    yield from _figures(answers, place)
    if not any(answers.get(key) for key in ("id", *(f"code.{code}" for code in CODES))):
        yield Finding(NOBODY, path=place)
    for key, fee in answers.items():
        method = answers.get(f"method.{key.removeprefix('fee.')}")
        offered = method not in (None, NO) or key == "fee.cash"
        if key.startswith("fee.") and fee is not None and not offered:
            yield Finding(FEE_OF_NO_METHOD, path=f"{place}, {key}")
    tax_code = answers.get("code.mst")
    if isinstance(tax_code, str) and not tax_code_holds(tax_code):
        yield Finding(CHECK_DIGIT, path=f"{place}, code.mst")


def _days(answers: Mapping[str, Answer], place: str) -> Iterator[Finding]:
    days = [(key, answers.get(key)) for key in _ORDER]
    known = [(key, day) for key, day in days if isinstance(day, date)]
    for (_, earlier), (key, later) in pairwise(known):
        if later < earlier:
            yield Finding(DAYS_OUT_OF_ORDER, path=f"{place}, {key}")


def _figures(answers: Mapping[str, Answer], place: str) -> Iterator[Finding]:
    groups = {key.partition("@")[2] for key in answers if key.startswith("payments.")}
    for group in sorted(groups):
        for side in SIDES:
            yield from _side(answers, f"payments.{side}", f"@{group}" if group else "", place)
    for key, paid in answers.items():
        if key.startswith("payers.cashless"):
            total = answers.get(key.replace("cashless", "total", 1))
            if isinstance(paid, int) and isinstance(total, int) and paid > total:
                yield Finding(MORE_THAN_ALL, path=f"{place}, {key}")
            elif (paid is None) is not (total is None):
                yield Finding(HALF_A_FIGURE, path=f"{place}, {key}")
    yield from _parts(answers, groups - {""}, place)


def _side(answers: Mapping[str, Answer], key: str, end: str, place: str) -> Iterator[Finding]:
    keys = (f"{key}.count{end}", f"{key}.value{end}")
    if any(one not in answers for one in keys):
        return  # the cell itself is wrong, or the form does not ask
    count, value = (answers[one] for one in keys)
    path = f"{place}, {key}.value{end}"
    if (count is None) is not (value is None):
        yield Finding(HALF_A_FIGURE, path=path)
    elif count == 0 and value:
        yield Finding(VALUE_WITHOUT_PAYMENT, path=path)


def _parts(answers: Mapping[str, Answer], groups: set[str], place: str) -> Iterator[Finding]:
    """What was paid for single purposes is a part of what was paid in all."""
    for side in SIDES:
        rest = dict.fromkeys(FIGURES, 0)
        for figure in FIGURES:
            key = f"payments.{side}.{figure}"
            whole = answers.get(key)
            named = [answers.get(f"{key}@{group}") for group in groups]
            parts = sum(part for part in named if isinstance(part, int))
            if isinstance(whole, int):
                rest[figure] = whole - parts
                if parts > whole:
                    yield Finding(MORE_THAN_ALL, path=f"{place}, {key}")
        if rest["count"] == 0 and rest["value"] > 0 and groups:
            yield Finding(VALUE_WITHOUT_PAYMENT, path=f"{place}, payments.{side}.value")


def tax_code_holds(code: str) -> bool:
    """Whether a tax code has ten digits, or thirteen, of which the tenth checks the others.

    >>> tax_code_holds("0100109106"), tax_code_holds("0100109107")
    (True, False)
    """
    parts = _TAX_CODE.fullmatch(code)
    if parts is None:
        return False
    *digits, check = (int(digit) for digit in parts[1])
    return 10 - sum(w * d for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 == check
