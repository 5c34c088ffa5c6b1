"""Vietnamese text: one Unicode form, an ASCII form for remittances, masks for people's data.

>>> remittance("Đóng học phí lớp 3A")
'DONG HOC PHI LOP 3A'
>>> mask_name("Nguyễn Văn An")
'N*** V*** A***'
"""

import re
import unicodedata

__all__ = ["fold", "mask_name", "mask_number", "nfc", "remittance"]

_STROKED = str.maketrans({"đ": "d", "Đ": "D"})
_SPACES = re.compile(r"[ \t\r\n\u00a0]+")
_CARRIED = re.compile(r"[A-Za-z0-9 \t\r\n\u00a0]?")


def nfc(text: str) -> str:
    r"""The text in Unicode form NFC; files made on macOS and some phones arrive in NFD.

    >>> nfc("Nguyê\u0303n") == "Nguyễn"
    True
    """
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The text without Vietnamese marks, for comparing; other characters stay as they are.

    ``đ`` has no Unicode decomposition and is mapped by hand. Icelandic ``ð`` is another letter
    and is kept. Case is kept.

    >>> fold("Trường Tiểu học Hòa Bình") == fold("Trường Tiểu học Hoà Bình")
    True
    """
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in decomposed if unicodedata.combining(c) == 0)
    return unicodedata.normalize("NFC", bare).translate(_STROKED)


def remittance(text: str) -> str:
    """The text in the characters that survive every bank: ``A-Z``, ``0-9`` and single spaces.

    Vietnamese marks are dropped, case is raised and white space is folded. Nothing else is
    dropped or replaced: a character with no such form is an error, so that a reader of the
    statement sees what was written.

    Raises:
        ValueError: A character has no such form; the message gives its position (from 1), not
            the text.

    >>> remittance("HP-09")
    Traceback (most recent call last):
        ...
    ValueError: character 3 has no form in A-Z, 0-9 and space
    """
    composed = nfc(text)
    for position, character in enumerate(composed, start=1):
        # Looked at before upper(), which would turn "ß" into "SS" and "ı" into "I".
        if not _CARRIED.fullmatch(fold(character)):
            raise ValueError(f"character {position} has no form in A-Z, 0-9 and space")
    return _SPACES.sub(" ", fold(composed)).strip(" ").upper()


def mask_name(name: str | None) -> str:
    """A person's name with only the initials left, for logs and reprs.

    >>> mask_name(None), mask_name("")
    ('None', '')
    """
    if name is None:
        return "None"
    return " ".join(f"{word[0]}***" for word in name.split())


def mask_number(number: str | None) -> str:
    """A phone, account or identity number with the middle hidden.

    >>> mask_number("0912345678"), mask_number("12345")
    ('0912***678', '***')
    """
    if number is None:
        return "None"
    if len(number) < 9:
        return "***"
    return f"{number[:4]}***{number[-3:]}"
