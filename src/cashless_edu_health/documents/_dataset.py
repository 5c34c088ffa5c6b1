"""A dataset as a folder of files with fixed names.

================  =======================  ===================================================
part              one of these files       in format
================  =======================  ===================================================
institutions      institutions.json        ``institutions/1``; needed in one form
                  institutions.toml        the same
                  institutions.csv         flat, with methods.csv and facts.csv beside it
receipts          receipts.json, .csv      ``receipts/1``, or flat
reversals         reversals.json, .csv     ``reversals/1``, or flat
tallies           tallies.json, .csv       ``tallies/1``, or flat
series            series.json, .csv        ``series/1``, or columns name, period, value
head counts       head_counts.json, .csv   ``head_counts/1``, or flat
payer counts      payer_counts.json, .csv  ``payer_counts/1``, or flat
unreported        unreported.json, .csv    ``unreported/1``, or flat
================  =======================  ===================================================

Any other file in the folder is an error: a misspelt ``receipt.csv`` would otherwise be a year
without receipts.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, Literal, TypeVar

from cashless_edu_health import intake
from cashless_edu_health.compliance import Dataset
from cashless_edu_health.documents._institution import (
    read_head_counts,
    read_institutions,
    write_head_counts,
    write_institutions,
)
from cashless_edu_health.documents._model import Document, from_file
from cashless_edu_health.documents._receipt import (
    read_payer_counts,
    read_receipts,
    read_reversals,
    read_tallies,
    read_unreported,
    write_payer_counts,
    write_receipts,
    write_reversals,
    write_tallies,
    write_unreported,
)
from cashless_edu_health.documents._table import from_csv
from cashless_edu_health.documents._write import document_text
from cashless_edu_health.errors import DataError

PartT = TypeVar("PartT")

FORMS: Final = {
    "institutions": ("institutions.json", "institutions.toml", "institutions.csv"),
    "receipts": ("receipts.json", "receipts.csv"),
    "reversals": ("reversals.json", "reversals.csv"),
    "tallies": ("tallies.json", "tallies.csv"),
    "series": ("series.json", "series.csv"),
    "head_counts": ("head_counts.json", "head_counts.csv"),
    "payer_counts": ("payer_counts.json", "payer_counts.csv"),
    "unreported": ("unreported.json", "unreported.csv"),
}
BESIDE_CSV: Final = ("methods.csv", "facts.csv")


class SeriesFile(Document[Mapping[str, Mapping[str, int]]]):
    """Format ``series/1``: reported figures by name and period."""

    format: Literal["series/1"]
    series: dict[str, dict[str, int]]

    def _to_value(self) -> Mapping[str, Mapping[str, int]]:
        return self.series


class SeriesRow(Document[tuple[str, str, int]]):
    """One reported figure."""

    name: str
    period: str
    value: int

    def _to_value(self) -> tuple[str, str, int]:
        return self.name, self.period, self.value


def read_series(path: Path) -> Mapping[str, Mapping[str, int]]:
    """The reported figures of a ``.json``, ``.toml`` or ``.csv`` file, by name and period.

    Raises:
        DataError: The file cannot be read or is not in its format; names file and place.
    """
    if path.suffix != ".csv":
        return from_file(SeriesFile, path)
    series: dict[str, dict[str, int]] = {}
    for line, _, (name, period, value) in from_csv(SeriesRow, path):
        if period in series.setdefault(name, {}):
            place = f"line {line}, period"
            raise DataError("the period stands twice", file=path.name, path=place)
        series[name][period] = value
    return series


def read_dataset(folder: Path) -> Dataset:
    """The dataset in a folder; see the module's table for the files.

    Raises:
        DataError: No folder, no institutions, an unknown file, two forms of one part, or a file
            that is wrong. Names the file, and the line or path in it; a contradiction between
            files is named by the folder and the id.
    """
    files = dataset_files(folder)
    try:
        return Dataset(
            institutions=read_institutions(files["institutions"]),
            receipts=_part(files, "receipts", read_receipts, ()),
            reversals=_part(files, "reversals", read_reversals, ()),
            tallies=_part(files, "tallies", read_tallies, ()),
            series=_part(files, "series", read_series, {}),
            head_counts=_part(files, "head_counts", read_head_counts, ()),
            payer_counts=_part(files, "payer_counts", read_payer_counts, ()),
            unreported=_part(files, "unreported", read_unreported, ()),
        )
    except DataError:
        raise
    except ValueError as error:
        raise DataError(str(error), file=_name(folder)) from None


def _part(
    files: Mapping[str, Path], part: str, read: Callable[[Path], PartT], absent: PartT
) -> PartT:
    return read(files[part]) if part in files else absent


def dataset_files(folder: Path) -> dict[str, Path]:
    """The file of each part of a dataset folder.

    Raises:
        DataError: As :func:`read_dataset`, as far as it is about the names of files.
    """
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", file=_name(folder)) from error
    part_of = {name: part for part, forms in FORMS.items() for name in forms}
    files: dict[str, Path] = {}
    for name in names:
        if name in BESIDE_CSV and "institutions.csv" in names:
            continue
        if name not in part_of:
            raise DataError("is no file of a dataset", file=_name(folder), path=name)
        if part_of[name] in files:
            raise DataError(f"{part_of[name]} in two forms", file=_name(folder), path=name)
        files[part_of[name]] = folder / name
    if "institutions" not in files:
        reason = f"has none of {', '.join(FORMS['institutions'])}"
        raise DataError(reason, file=_name(folder))
    return files


def _name(folder: Path) -> str:
    return folder.name or str(folder)  # Path(".") has no name


def write_series(series: Mapping[str, Mapping[str, int]]) -> str:
    """The text of a JSON file in format ``series/1``."""
    table = {name: dict(figures) for name, figures in series.items()}
    return document_text({"format": "series/1", "series": table})


def write_dataset(dataset: Dataset, folder: Path) -> None:
    """Write a dataset as JSON files into a new or empty folder; nothing is ever overwritten.

    The files hold payers' names in the clear. A part without rows has no file. Each file is there
    whole or not at all.

    Raises:
        DataError: The folder holds something already, or cannot be written.
        EncodeError: A text that no file can hold.
    """
    texts = dict(_texts(dataset))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise DataError("is not empty", file=_name(folder))
        for name, text in texts.items():
            intake.write_whole(folder / name, text.encode())
    except OSError as error:
        reason = f"cannot be written: {error.strerror}"
        raise DataError(reason, file=_name(folder)) from error


def _texts(dataset: Dataset) -> Iterator[tuple[str, str]]:
    yield "institutions.json", write_institutions(dataset.institutions)
    if dataset.receipts:
        yield "receipts.json", write_receipts(dataset.receipts)
    if dataset.reversals:
        yield "reversals.json", write_reversals(dataset.reversals)
    if dataset.tallies:
        yield "tallies.json", write_tallies(dataset.tallies)
    if dataset.series:
        yield "series.json", write_series(dataset.series)
    if dataset.head_counts:
        yield "head_counts.json", write_head_counts(dataset.head_counts)
    if dataset.payer_counts:
        yield "payer_counts.json", write_payer_counts(dataset.payer_counts)
    if dataset.unreported:
        yield "unreported.json", write_unreported(dataset.unreported)
