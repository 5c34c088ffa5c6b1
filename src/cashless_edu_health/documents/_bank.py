"""The bank directory as a JSON file."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import attrs
from pydantic import BaseModel, ConfigDict, Field

from cashless_edu_health.banks import (
    Bank,
    BankDirectory,
    BankKind,
    BinUse,
    Confidence,
    FormerName,
    ListedCode,
    OtherBin,
    Source,
)
from cashless_edu_health.documents._model import Document, from_file

_FORMAT: Literal["bank-directory/1"] = "bank-directory/1"


class FormerNameDocument(Document[FormerName]):
    """A name given up."""

    names: tuple[str, ...]
    changed_from: date | None = None
    changed_to: date | None = None
    sources: tuple[str, ...] = ()
    note: str = ""

    def _to_value(self) -> FormerName:
        return FormerName(**dict(self))


class OtherBinDocument(Document[OtherBin]):
    """Digits that are read and never written."""

    bin: str
    use: BinUse
    sources: tuple[str, ...]
    confidence: Confidence
    note: str = ""

    def _to_value(self) -> OtherBin:
        return OtherBin(**dict(self))


class BankDocument(Document[Bank]):
    """One row; the fields are those of :class:`~cashless_edu_health.banks.Bank`."""

    bin: str
    valid_from: date | None = None
    valid_to: date | None = None
    code: str
    short_name: str
    name_vi: str
    name_en: str
    kind: BankKind
    parent_bin: str | None = None
    former_names: tuple[FormerNameDocument, ...] = ()
    aliases: tuple[str, ...] = ()
    swift: str | None = None
    codes: dict[str, str] = Field(default_factory=dict)
    other_bins: tuple[OtherBinDocument, ...] = ()
    write_as: str | None = None
    app_scans_vietqr: bool | None = None
    lookup_supported: bool | None = None
    momo_transfer_out: bool | None = None
    in_sbv_list: bool
    sources: tuple[str, ...]
    confidence: Confidence
    name_vi_confidence: Confidence | None = None
    name_en_confidence: Confidence
    swift_confidence: Confidence
    note: str = ""

    def _to_value(self) -> Bank:
        parts: dict[str, Any] = dict(self) | {
            "former_names": tuple(part.to_value() for part in self.former_names),
            "other_bins": tuple(part.to_value() for part in self.other_bins),
            "codes": tuple(ListedCode(*item) for item in self.codes.items()),
        }
        return Bank(**parts)


class _SourceDocument(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    description: str
    dated: date | None = None
    retrieved: date | None = None


class BankDirectoryDocument(Document[BankDirectory]):
    """The file: its sources by id, and the rows."""

    format: Literal["bank-directory/1"]
    as_of: date | None = None
    sources: dict[str, _SourceDocument]
    banks: tuple[BankDocument, ...]

    def _to_value(self) -> BankDirectory:
        return BankDirectory(
            banks=tuple(bank.to_value() for bank in self.banks),
            sources=tuple(Source(id=i, **dict(part)) for i, part in self.sources.items()),
            as_of=self.as_of,
        )


def read_banks(path: Path) -> BankDirectory:
    """The bank directory of a ``.json`` or ``.toml`` file.

    Raises:
        DataError: The file is wrong; names the file and the place.
    """
    return from_file(BankDirectoryDocument, path)


def write_banks(directory: BankDirectory) -> str:
    """The directory as JSON that :func:`read_banks` reads back as the same value.

    Fields at their default are left out.
    """
    table = {
        "format": _FORMAT,
        "as_of": directory.as_of.isoformat() if directory.as_of else None,
        "sources": {source.id: _source(source) for source in directory.sources},
        "banks": [_row(bank) for bank in directory],
    }
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def _source(source: Source) -> dict[str, object]:
    table = _filled(source)
    del table["id"]  # its key in the file
    return table


def _row(bank: Bank) -> dict[str, object]:
    row = _filled(bank)
    row |= {"codes": {listed.source: listed.code for listed in bank.codes}} if bank.codes else {}
    return row


def _filled(value: Bank | FormerName | OtherBin | Source) -> dict[str, object]:
    """The fields of a value that are not empty, as JSON has them."""
    table: Mapping[str, object] = attrs.asdict(value, recurse=False)
    return {name: _plain(part) for name, part in table.items() if part not in (None, (), "")}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return _filled(value) if isinstance(value, FormerName | OtherBin) else value
