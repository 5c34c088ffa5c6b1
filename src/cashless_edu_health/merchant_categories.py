"""Merchant category codes (ISO 18245, object 52) that fit a school or a health facility.

Suggestions for a person to choose from: the bank that acquires the payments assigns the code.
Nothing in this library fills one in; a code without ``merchant_category_code`` carries none.
The shipped rows come from ``registry.merchant_categories()``.

>>> hospital = MerchantCategory(
...     code="8062", sector=Sector.HEALTH, types=("hospital",),
...     name_vi="Bệnh viện", name_en="Hospitals", source="NAPAS, VietQR format v1.0",
...     confidence=Confidence.ONE_SOURCE, name_confidence=Confidence.ONE_SOURCE,
... )
>>> [fit.code for fit in suggestions((hospital,), sector=Sector.HEALTH, type="hospital")]
['8062']
>>> suggestions((hospital,), sector=Sector.EDUCATION)
()
"""

import re
from collections.abc import Iterable
from typing import Final

from attrs import Attribute, field, frozen, validators

from cashless_edu_health.banks import Confidence
from cashless_edu_health.institutions import Sector

__all__ = ["MerchantCategory", "suggestions"]

_CODE: Final = re.compile(r"[0-9]{4}")


def _is_code(_: object, attribute: "Attribute[str]", value: object) -> None:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise ValueError(f"{attribute.name}: a merchant category code is 4 digits")


@frozen(kw_only=True)
class MerchantCategory:
    """A code and the institutions that it fits.

    Attributes:
        code: 4 digits.
        sector: The sector whose payments it is for.
        types: Types of institution, the words of ``Institution.type``, that the name fits: this
            library's own reading of the name. Empty: every type that no other row names.
        name_vi: What the code stands for, in Vietnamese.
        name_en: What the code stands for, in English.
        source: Who gives the code for this sector, or that nobody was read.
        confidence: That payments of the sector carry it.
        name_confidence: Of what it stands for, and so of ``types``.
        note: What a reader must know; may be empty.

    Raises:
        ValueError: A code of another form, no name or no source.
    """

    code: str = field(validator=_is_code)
    sector: Sector
    types: tuple[str, ...] = ()
    name_vi: str = field(validator=validators.min_len(1))
    name_en: str = field(validator=validators.min_len(1))
    source: str = field(validator=validators.min_len(1))
    confidence: Confidence
    name_confidence: Confidence
    note: str = ""


def suggestions(
    categories: Iterable[MerchantCategory],
    *,
    sector: Sector,
    type: str | None = None,  # noqa: A002 - the word of Institution
) -> tuple[MerchantCategory, ...]:
    """Codes that may fit; read ``confidence`` and ``name_confidence`` before offering one.

    Args:
        categories: Rows to choose from.
        sector: Sector of the institution.
        type: Its type; ``None``: every code of the sector. Rows that name the type are given
            alone; when none does, the rows of the sector that name no type.
    """
    of_sector = tuple(row for row in categories if row.sector is sector)
    if type is None:
        return of_sector
    named = tuple(row for row in of_sector if type in row.types)
    return named or tuple(row for row in of_sector if not row.types)
