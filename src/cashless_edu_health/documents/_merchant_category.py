"""Merchant category codes as TOML."""

from pathlib import Path
from typing import Literal

from cashless_edu_health.banks import Confidence
from cashless_edu_health.documents._model import Document, from_file
from cashless_edu_health.institutions import Sector
from cashless_edu_health.merchant_categories import MerchantCategory


class _CategoryDocument(Document[MerchantCategory]):
    code: str
    sector: Sector
    types: tuple[str, ...] = ()
    name_vi: str
    name_en: str
    source: str
    confidence: Confidence
    name_confidence: Confidence
    note: str = ""

    def _to_value(self) -> MerchantCategory:
        return MerchantCategory(**dict(self))


class MerchantCategoriesDocument(Document[tuple[MerchantCategory, ...]]):
    """A file of ``data/merchant_categories/``."""

    format: Literal["merchant-categories/1"]
    categories: tuple[_CategoryDocument, ...]

    def _to_value(self) -> tuple[MerchantCategory, ...]:
        seen: set[tuple[Sector, str]] = set()
        for row in self.categories:
            if (row.sector, row.code) in seen:
                raise ValueError(f"the code {row.code} stands twice for {row.sector.value}")
            seen.add((row.sector, row.code))
        return tuple(row.to_value() for row in self.categories)


def read_merchant_categories(path: Path) -> tuple[MerchantCategory, ...]:
    """The merchant category codes in a ``.toml`` or ``.json`` file.

    Raises:
        DataError: The file cannot be read or is wrong; names the place.
    """
    return from_file(MerchantCategoriesDocument, path)
