"""Institutions in files: ``institutions/1`` as JSON or TOML, or three flat CSV tables.

=================  ==============================================================================
file               columns, those in brackets optional
=================  ==============================================================================
institutions.csv   id, name, sector (education, health), type, [tier, area, area_class, ownership,
                   tags, codes, unknown_methods, valid_from, valid_to]
methods.csv        institution_id, kind, [purposes, evidence, valid_from, valid_to, payer_fee]
facts.csv          institution_id, name, value, [evidence, valid_from, valid_to]
head_counts.csv    id, sector, type, total, [tier, area, area_class, ownership, tags, having,
                   evidence, valid_from, valid_to]
=================  ==============================================================================

In CSV a mapping is written ``name=value|name=value``: ``three_of_four=117|digital_platform=150``.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from attrs import evolve
from pydantic import Field

from cashless_edu_health.documents._model import Document, from_file, unique
from cashless_edu_health.documents._table import from_csv
from cashless_edu_health.documents._write import document_text, plain
from cashless_edu_health.errors import DataError
from cashless_edu_health.institutions import (
    Fact,
    HeadCount,
    Institution,
    PaymentMethod,
    Sector,
    payer_fee,
)

PartT = TypeVar("PartT")


class MethodRow(Document[PaymentMethod]):
    """A way to pay; no ``purposes`` means all."""

    kind: str
    purposes: frozenset[str] | None = None
    evidence: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    payer_fee: str | None = None

    def _to_value(self) -> PaymentMethod:
        fee = None if self.payer_fee is None else payer_fee(self.payer_fee)
        return PaymentMethod(**(dict(self) | {"payer_fee": fee}))


class FactRow(Document[Fact]):
    """A dated yes or no."""

    name: str
    value: bool
    evidence: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def _to_value(self) -> Fact:
        return Fact(**dict(self))


class InstitutionRow(Document[Institution]):
    """One school or health facility."""

    id: str
    name: str
    sector: Sector
    type: str
    tier: str | None = None
    area: str | None = None
    area_class: str | None = None
    ownership: str | None = None
    tags: frozenset[str] = frozenset()
    methods: tuple[MethodRow, ...] = ()
    facts: tuple[FactRow, ...] = ()
    unknown_methods: frozenset[str] = frozenset()
    codes: dict[str, str] = Field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None

    def _to_value(self) -> Institution:
        methods = tuple(row.to_value() for row in self.methods)
        facts = tuple(row.to_value() for row in self.facts)
        return Institution(**(dict(self) | {"methods": methods, "facts": facts}))


class InstitutionsFile(Document[tuple[Institution, ...]]):
    """Format ``institutions/1``."""

    format: Literal["institutions/1"]
    institutions: tuple[InstitutionRow, ...]

    def _to_value(self) -> tuple[Institution, ...]:
        return unique(tuple(row.to_value() for row in self.institutions))


class HeadCountRow(Document[HeadCount]):
    """Institutions of one group, counted and not listed."""

    id: str
    sector: Sector
    type: str
    tier: str | None = None
    area: str | None = None
    area_class: str | None = None
    ownership: str | None = None
    tags: frozenset[str] = frozenset()
    total: int
    having: dict[str, int] = Field(default_factory=dict)
    evidence: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def _to_value(self) -> HeadCount:
        return HeadCount(**dict(self))


class HeadCountsFile(Document[tuple[HeadCount, ...]]):
    """Format ``head_counts/1``."""

    format: Literal["head_counts/1"]
    head_counts: tuple[HeadCountRow, ...]

    def _to_value(self) -> tuple[HeadCount, ...]:
        return unique(tuple(row.to_value() for row in self.head_counts))


def read_institutions(path: Path) -> tuple[Institution, ...]:
    """The institutions of a ``.json``, ``.toml`` or ``.csv`` file.

    A CSV file may have ``methods.csv`` and ``facts.csv`` beside it; they belong to it.

    Raises:
        DataError: A file cannot be read or is not in its format; names file and place.
    """
    if path.suffix != ".csv":
        return from_file(InstitutionsFile, path)
    table = {value.id: value for _, _, value in from_csv(InstitutionRow, path)}
    methods = _beside(MethodRow, path.with_name("methods.csv"), table)
    facts = _beside(FactRow, path.with_name("facts.csv"), table)
    try:
        return tuple(
            evolve(value, methods=methods.get(key, ()), facts=facts.get(key, ()))
            for key, value in table.items()
        )
    except ValueError as error:
        raise DataError(str(error), file="facts.csv") from None


def _beside(
    row: type[Document[PartT]], path: Path, owners: Mapping[str, Institution]
) -> dict[str, tuple[PartT, ...]]:
    parts: dict[str, tuple[PartT, ...]] = {}
    for line, owner, value in from_csv(row, path, owner="institution_id") if path.exists() else ():
        if owner not in owners:
            place = f"line {line}, institution_id"
            raise DataError("is not in institutions.csv", file=path.name, path=place)
        parts[owner] = (*parts.get(owner, ()), value)
    return parts


def write_institutions(institutions: Iterable[Institution]) -> str:
    """The text of a JSON file in format ``institutions/1``."""
    rows = [plain(institution) for institution in institutions]
    return document_text({"format": "institutions/1", "institutions": rows})


def read_head_counts(path: Path) -> tuple[HeadCount, ...]:
    """The counted groups of a ``.json``, ``.toml`` or ``.csv`` file.

    Raises:
        DataError: The file cannot be read or is not in its format; names file and place.
    """
    if path.suffix == ".csv":
        return tuple(value for _, _, value in from_csv(HeadCountRow, path))
    return from_file(HeadCountsFile, path)


def write_head_counts(head_counts: Iterable[HeadCount]) -> str:
    """The text of a JSON file in format ``head_counts/1``."""
    rows = [plain(row) for row in head_counts]
    return document_text({"format": "head_counts/1", "head_counts": rows})
