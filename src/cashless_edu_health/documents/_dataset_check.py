"""Everything that is wrong with a dataset folder, at once."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from attrs import evolve, frozen

from cashless_edu_health.compliance import Dataset, Requirements, SeriesNeeded
from cashless_edu_health.documents import _dataset_rows as rules
from cashless_edu_health.documents._dataset import dataset_files, read_dataset
from cashless_edu_health.documents._dataset_rows import BESIDE, Placed, Rows, placed_rows
from cashless_edu_health.errors import DataError
from cashless_edu_health.findings import Finding, Report, Rule, Severity
from cashless_edu_health.receipts import POOLED_CASHLESS, Receipt, Tally

ID_TWICE: Final = Rule(id="DST-09", severity=Severity.ERROR)
UNKNOWN_INSTITUTION: Final = Rule(id="DST-10", severity=Severity.ERROR)
REVERSAL_OF_NOTHING: Final = Rule(id="DST-11", severity=Severity.ERROR)
MORE_GIVEN_BACK: Final = Rule(id="DST-12", severity=Severity.ERROR)
COUNTED_TWICE: Final = Rule(id="DST-13", severity=Severity.ERROR)
CODE_TWICE: Final = Rule(id="DST-14", severity=Severity.ERROR)
YEARS_MISSING: Final = Rule(id="DST-15", severity=Severity.WARNING)

DATASET_RULES: Final[tuple[Rule, ...]] = (
    rules.UNREADABLE,
    rules.MISSING,
    rules.UNKNOWN_KEY,
    rules.WRONG_KIND,
    rules.INVALID,
    rules.SPAN_ENDS_FIRST,
    rules.FACTS_CONTRADICT,
    rules.NO_ZONE,
    ID_TWICE,
    UNKNOWN_INSTITUTION,
    REVERSAL_OF_NOTHING,
    MORE_GIVEN_BACK,
    COUNTED_TWICE,
    CODE_TWICE,
    YEARS_MISSING,
)
_WITH_ID: Final = ("institutions", "receipts", "reversals", "head_counts")
_OF_INSTITUTION: Final = ("receipts", "tallies", "payer_counts", "unreported")
_CHECKED: Final = ("rows", "ids", "institutions", "reversals", "sums", "codes", "series")


@frozen(kw_only=True)
class DatasetCheck:
    """A dataset folder, looked at.

    Attributes:
        dataset: The dataset; ``None`` when something is wrong with it.
        report: Everything that is wrong, with file, line or entry, and field.
    """

    dataset: Dataset | None
    report: Report


def check_dataset(folder: Path, needs: Requirements | None = None) -> DatasetCheck:
    """Everything that is wrong with a dataset folder.

    What is wrong with one row hides nothing of the others; what depends on a row that could not
    be read is looked at without it.

    Args:
        folder: The folder; see :func:`read_dataset`.
        needs: What a plan needs: years that its series lack are then reported.

    Raises:
        DataError: No folder, no institutions, or a file that is no part of a dataset.
    """
    files = dataset_files(folder)
    beside = {}
    if files["institutions"].suffix == ".csv":
        paths = {part: files["institutions"].with_name(f"{part}.csv") for part in BESIDE}
        beside = {part: path for part, path in paths.items() if path.exists()}
    rows, found = placed_rows({**files, **beside})
    found += _crossed(rows)
    report = Report(tuple(found), checked=_CHECKED)
    if not report.ok:
        return DatasetCheck(dataset=None, report=report)
    try:
        dataset = read_dataset(folder)
    except DataError as error:  # what only the whole dataset knows
        path = ", ".join(word for word in (error.file, error.path) if word)
        finding = Finding(rules.INVALID, path=path, values={"reason": error.reason})
        return DatasetCheck(dataset=None, report=evolve(report, findings=(finding,)))
    found += _years(needs, dataset) if needs else ()
    return DatasetCheck(dataset=dataset, report=evolve(report, findings=tuple(found)))


def _crossed(rows: Rows) -> Iterator[Finding]:
    """What is wrong between rows."""
    for part in _WITH_ID:
        yield from _ids_twice(rows.get(part, []))
    known = {placed.value.id for placed in rows.get("institutions", [])}
    for part in _OF_INSTITUTION:
        for placed in rows.get(part, []):
            if placed.value.institution_id not in known:
                yield _unknown(placed.path, "institution_id")
    for part in BESIDE:
        for placed in rows.get(part, []):
            if placed.owner not in known:
                yield _unknown(placed.path, "institution_id")
    yield from _facts(rows.get("facts", []))
    yield from _reversals(rows)
    yield from _sums(rows)
    yield from _codes(rows.get("institutions", []))
    yield from _series_twice(rows.get("series", []))


def _unknown(path: str, column: str) -> Finding:
    joint = "." if "[" in path else ", "
    return Finding(UNKNOWN_INSTITUTION, path=f"{path}{joint}{column}")


def _ids_twice(rows: Iterable[Placed]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for placed in rows:
        if placed.value.id in seen:
            values = {"other": seen[placed.value.id]}
            yield Finding(ID_TWICE, path=placed.path, values=values)
        seen.setdefault(placed.value.id, placed.path)


def _series_twice(rows: Iterable[Placed]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], str] = {}
    for placed in rows:
        if isinstance(placed.value, tuple):
            name, period, _ = placed.value
            if (name, period) in seen:
                values = {"other": seen[name, period]}
                yield Finding(ID_TWICE, path=f"{placed.path}, period", values=values)
            seen.setdefault((name, period), placed.path)


def _facts(rows: Iterable[Placed]) -> Iterator[Finding]:
    """Facts of one institution in a table that contradict each other; JSON holds them together."""
    seen: dict[tuple[str, str], list[Placed]] = {}
    for placed in rows:
        others = seen.setdefault((placed.owner, placed.value.name), [])
        for other in others:
            differs = other.value.value is not placed.value.value
            if differs and other.value.overlaps(placed.value):
                yield Finding(rules.FACTS_CONTRADICT, path=placed.path)
                break
        others.append(placed)


def _reversals(rows: Rows) -> Iterator[Finding]:
    left = {placed.value.id: placed.value.gross for placed in rows.get("receipts", [])}
    for placed in rows.get("reversals", []):
        if placed.value.receipt_id not in left:
            yield Finding(REVERSAL_OF_NOTHING, path=placed.path)
            continue
        left[placed.value.receipt_id] -= placed.value.amount
        if left[placed.value.receipt_id] < 0:
            yield Finding(MORE_GIVEN_BACK, path=placed.path)


def _sums(rows: Rows) -> Iterator[Finding]:
    """Sums that may count the same payment as a receipt."""
    receipts: dict[str, list[Placed]] = {}
    for placed in rows.get("receipts", []):
        receipts.setdefault(placed.value.institution_id, []).append(placed)
    for placed in rows.get("tallies", []):
        for other in receipts.get(placed.value.institution_id, []):
            if _may_be_in(placed.value, other.value):
                yield Finding(COUNTED_TWICE, path=placed.path, values={"other": other.path})
                break


def _may_be_in(tally: Tally, receipt: Receipt) -> bool:
    if receipt.payer_class is not tally.payer_class:
        return False
    if not tally.paid_from <= receipt.paid_on <= tally.paid_to:
        return False
    kinds = {tally.method, receipt.method}
    pooled = POOLED_CASHLESS in kinds and "cash" not in kinds
    return len(kinds) == 1 or None in kinds or pooled


def _codes(rows: Iterable[Placed]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], str] = {}
    for placed in rows:
        for name, code in placed.value.codes.items():
            if (name, code) in seen:
                values = {"code": name, "other": seen[name, code]}
                yield Finding(CODE_TWICE, path=placed.path, values=values)
            seen.setdefault((name, code), placed.path)


def _years(needs: Requirements, dataset: Dataset) -> Iterator[Finding]:
    for need in needs.of(SeriesNeeded):
        reported = dataset.series.get(need.series, {})
        missing = [str(year) for year in need.years if str(year) not in reported]
        if missing:
            values = {"series": need.series, "years": ", ".join(missing)}
            yield Finding(YEARS_MISSING, path="series", values=values)
