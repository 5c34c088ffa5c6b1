"""Amounts of Vietnamese dong: whole numbers, checked, shown and spelled out.

An amount is a plain ``int`` of dong; the dong has no minor unit (ISO 4217 lists VND, 704,
with none). No float, no bool and no rounding: whatever is not a whole number of dong is
refused where it enters.

>>> validate(1_200_000)
1200000
>>> format_vnd(1_200_000)
'1.200.000 ₫'
>>> in_words(1_200_000)
'Một triệu hai trăm nghìn đồng'
"""

import re
from typing import Final

__all__ = ["MAX_AMOUNT", "format_vnd", "in_words", "parse", "validate"]

MAX_AMOUNT: Final = 9_999_999_999_999
"""Largest single amount in dong: 13 digits, the width of EMVCo data object 54."""

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_PLAIN: Final = re.compile(r"-?[0-9]+")
_GROUPED: Final = {
    separator: re.compile(rf"-?[1-9][0-9]{{0,2}}(?:{re.escape(separator)}[0-9]{{3}})+")
    for separator in (".", ",", " ")
}


def validate(amount: object, *, minimum: int = 0, maximum: int = MAX_AMOUNT) -> int:
    """The amount itself when it is a whole number of dong within the bounds.

    Args:
        amount: Dong; an ``int`` and nothing that merely looks like one.
        minimum: Smallest amount allowed, in dong.
        maximum: Largest amount allowed, in dong.

    Raises:
        ValueError: Not an ``int``, a ``bool``, or outside the bounds. The message gives the
            type or the bound, never the amount.

    >>> validate(True)
    Traceback (most recent call last):
        ...
    ValueError: an amount is a whole number of dong (int), not bool
    >>> validate(-5)
    Traceback (most recent call last):
        ...
    ValueError: the amount is less than 0 dong
    """
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise ValueError(  # noqa: TRY004 - one exception for every bad amount
            f"an amount is a whole number of dong (int), not {type(amount).__name__}"
        )
    if amount < minimum:
        raise ValueError(f"the amount is less than {minimum} dong")
    if amount > maximum:
        raise ValueError(f"the amount is more than {maximum} dong")
    return amount


def parse(text: str, *, thousands: str = "", minimum: int = 0, maximum: int = MAX_AMOUNT) -> int:
    """Read an amount written in ASCII digits.

    Args:
        text: The amount, blanks around it allowed; a leading ``-`` only where ``minimum`` is
            negative.
        thousands: The separator that the source declares (``"."``, ``","``, ``" "``), or ``""``
            for none. Groups must then be whole and not begin with 0: ``"950"`` is fine,
            ``"1.20"`` is refused, and so is ``"0.500"``, half of something and not 500 dong.
        minimum: Smallest amount allowed, in dong.
        maximum: Largest amount allowed, in dong.

    Raises:
        ValueError: Not digits, groups of another size, another separator, out of bounds.

    >>> parse("1.250.000", thousands=".")
    1250000
    >>> parse("79,000")
    Traceback (most recent call last):
        ...
    ValueError: an amount is written in digits without separators
    """
    stripped = text.strip()
    if len(stripped) > 2 * len(str(MAX_AMOUNT)):
        raise ValueError("the amount is written with too many characters")
    if _PLAIN.fullmatch(stripped):
        return validate(int(stripped), minimum=minimum, maximum=maximum)
    if thousands == "":
        raise ValueError("an amount is written in digits without separators")
    if thousands not in _GROUPED:
        raise ValueError("the thousands separator is one of '.', ',', ' ' or none")
    if not _GROUPED[thousands].fullmatch(stripped):
        raise ValueError(f"an amount is written in digits in groups of three with {thousands!r}")
    return validate(int(stripped.replace(thousands, "")), minimum=minimum, maximum=maximum)


def format_vnd(amount: int, lang: str = "vi") -> str:
    """The amount as people of that language read it.

    Vietnamese groups by dots and ends in ``₫``, English groups by commas and ends in ``VND``.

    Raises:
        ValueError: A language other than ``vi`` and ``en``.

    >>> format_vnd(-50_000), format_vnd(1_000, "en")
    ('-50.000 ₫', '1,000 VND')
    """
    if lang == "vi":
        return f"{amount:,}".replace(",", ".") + " ₫"
    if lang == "en":
        return f"{amount:,} VND"
    raise ValueError("amounts are written for vi and en")


def in_words(amount: int) -> str:
    """The amount in Vietnamese words, as paper forms ask for it, first letter upper-case.

    Follows northern formal use: ``linh`` for a zero in the tens, ``mốt``, ``tư`` and ``lăm``
    behind ``mươi``, ``nghìn``. Negative amounts begin with ``Âm``.

    Raises:
        ValueError: Not a whole number of dong of at most 13 digits.

    >>> in_words(1_005_021)
    'Một triệu không trăm linh năm nghìn không trăm hai mươi mốt đồng'
    >>> in_words(0)
    'Không đồng'
    """
    validate(amount, minimum=-MAX_AMOUNT)
    spoken = _number(abs(amount)) or _DIGITS[0]
    if amount < 0:
        spoken = f"âm {spoken}"
    return f"{spoken[0].upper()}{spoken[1:]} đồng"


def _number(number: int) -> str:
    """A number up to 13 digits in words; ``""`` for 0."""
    billions, rest = divmod(number, 1_000_000_000)
    words = [f"{_number(billions)} tỷ"] if billions else []
    for size, unit in ((1_000_000, "triệu"), (1_000, "nghìn"), (1, "")):
        group, rest = divmod(rest, size)
        if group:
            words.append(f"{_group(group, full=bool(words))} {unit}".rstrip())
    return " ".join(words)


def _group(group: int, *, full: bool) -> str:
    """Three digits in words; ``full`` says the hundreds aloud even when they are zero."""
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens == 0 and ones and words:
        words += ["linh", _DIGITS[ones]]
    elif tens == 0 and ones:
        words.append(_DIGITS[ones])
    elif tens:
        words.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
        words.append(_ones_after(tens, ones))
    return " ".join(word for word in words if word)


def _ones_after(tens: int, ones: int) -> str:
    if ones == 0:
        return ""
    if ones == 5:
        return "lăm"
    if tens > 1 and ones in (1, 4):
        return "mốt" if ones == 1 else "tư"
    return _DIGITS[ones]
