"""The text of findings and labels in Vietnamese and English; the only reader of ``locale/``.

Vietnamese is the native language; both catalogues hold the same keys with the same
placeholders.

>>> text("severity.error", "vi"), text("severity.error", "en")
('Lỗi', 'Error')
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Final, Literal

__all__ = ["LANGUAGES", "Language", "has", "keys", "named", "text"]

Language = Literal["vi", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")
"""Languages with a catalogue, native language first."""


def text(key: str, lang: Language, /, **values: object) -> str:
    """One message with its placeholders filled.

    Args:
        key: Dotted key of the catalogue, for example ``"rule.QR-07"``.
        lang: ``"vi"`` or ``"en"``.
        values: A value for every placeholder.

    Raises:
        KeyError: No such message, or a placeholder without a value.
        ValueError: No catalogue in that language.
    """
    return _catalogue(lang)[key].format_map(values)


def has(key: str) -> bool:
    """Whether the catalogues hold this key."""
    return key in _catalogue("vi")


def named(table: str, word: str, lang: Language) -> str:
    """What an open word is called in that language; the word itself where it has no name.

    >>> named("purpose", "tuition", "vi"), named("purpose", "skating", "vi")
    ('Học phí', 'skating')
    """
    key = f"{table}.{word}"
    return text(key, lang) if has(key) else word


def keys(lang: Language) -> frozenset[str]:
    """Every key of a catalogue."""
    return frozenset(_catalogue(lang))


@cache
def _catalogue(lang: str) -> Mapping[str, str]:
    if lang not in LANGUAGES:
        raise ValueError(f"no messages in language {lang!r}; there are vi and en")
    file = resources.files(__package__).joinpath("locale", f"{lang}.toml")
    return dict(_flatten(tomllib.loads(file.read_text(encoding="utf-8"))))


def _flatten(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
