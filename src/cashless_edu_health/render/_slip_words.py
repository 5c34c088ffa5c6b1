"""The words on slips: the catalogue's, or those that a vendor puts in their place."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from string import Formatter
from typing import Final

from attrs import frozen

from cashless_edu_health import messages, money, text
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.institutions import Sector
from cashless_edu_health.messages import Language

_TABLE: Final = "slip."
_PURPOSE: Final = "purpose."
_FUNDER: Final = "funder."
_FILLED: Final = {"instalment": {"part"}, "funded-by": {"who"}, "on-behalf-of": {"who"}}
"""Placeholders by label."""

_MARKS: Final = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{2})"
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)


@frozen
class SlipWords:
    """Labels in one language.

    Attributes:
        lang: Language of the catalogue.
        own: A vendor's words by key; they go before the catalogue's.

    Raises:
        EncodeError: A key that slips do not have, or a placeholder that its text has not.
    """

    lang: Language
    own: Mapping[str, str]

    def __attrs_post_init__(self) -> None:
        for key, words in self.own.items():
            _check_own(key, words)

    def label(self, key: str, sector: Sector | None = None, /, **values: str) -> str:
        """The words of a label; those of the sector where it has its own."""
        found = key
        if sector is not None and messages.has(f"{_TABLE}{sector.value}.{key}"):
            found = f"{sector.value}.{key}"
        own = self.own.get(found, self.own.get(key))
        if own is not None:
            return drawable(own.format_map(values))
        return messages.text(f"{_TABLE}{found}", self.lang, **values)

    def purpose(self, word: str) -> str:
        """What a purpose is called; the word itself where it has no name."""
        own = self.own.get(f"{_PURPOSE}{word}")
        return drawable(messages.named("purpose", word, self.lang) if own is None else own)

    def funder(self, word: str) -> str:
        """Who bears a reduction."""
        own = self.own.get(f"{_FUNDER}{word}")
        return drawable(messages.named(f"{_TABLE}funder", word, self.lang) if own is None else own)

    def amount(self, amount: int) -> str:
        """Dong in figures."""
        return money.format_vnd(amount, self.lang)

    def spelled(self, amount: int) -> str:
        """Dong in Vietnamese words; nothing in another language."""
        return money.in_words(amount) if self.lang == "vi" else ""

    def day(self, day: date) -> str:
        """A day as people of that language write it."""
        return f"{day:%d/%m/%Y}" if self.lang == "vi" else day.isoformat()


def drawable(words: str) -> str:
    r"""A text as it is drawn: one line, in Unicode form NFC, of visible characters only.

    Controls, direction marks and halves of surrogate pairs are left out: they draw nothing, and
    some of them make what stands beside them read backwards. Of marks on one letter two stay:
    a pile of them would cover the lines above.

    >>> drawable("Nguye\u0302\u0303n\t\u202eVa\u0306n\x00 An")
    'Nguyễn Văn An'
    """
    composed = _MARKS.sub(r"\1", text.nfc(words))
    if not composed.isprintable():
        composed = "".join(map(_visible, composed))
    return " ".join(composed.split())


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if character.isspace() or category in ("Zl", "Zp"):
        return " "
    return "" if category in ("Cc", "Cf", "Cs") else character


def _check_own(key: str, words: str) -> None:
    path = f"strings[{key!r}]"
    if key.startswith((_PURPOSE, _FUNDER)):
        return
    if not any(messages.has(f"{_TABLE}{table}{key}") for table in ("", "education.")):
        raise EncodeError("slips have no label of that name", path=path)
    try:
        named = {name for _, name, _, _ in Formatter().parse(words) if name is not None}
    except ValueError:
        raise EncodeError("has a brace without its partner", path=path) from None
    if not named <= _FILLED.get(key, set()):
        raise EncodeError("has a placeholder that this label does not fill", path=path)
