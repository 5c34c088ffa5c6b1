"""Every row of a dataset folder with its place, and everything that is wrong with single rows."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from cashless_edu_health import intake
from cashless_edu_health.documents import _institution as register
from cashless_edu_health.documents import _receipt as books
from cashless_edu_health.documents._dataset import SeriesFile, SeriesRow
from cashless_edu_health.documents._model import Document, Problem, examined
from cashless_edu_health.documents._table import each_row
from cashless_edu_health.errors import DataError
from cashless_edu_health.findings import Finding, Rule, Severity

UNREADABLE: Final = Rule(id="DST-01", severity=Severity.ERROR)
MISSING: Final = Rule(id="DST-02", severity=Severity.ERROR)
UNKNOWN_KEY: Final = Rule(id="DST-03", severity=Severity.ERROR)
WRONG_KIND: Final = Rule(id="DST-04", severity=Severity.ERROR)
INVALID: Final = Rule(id="DST-05", severity=Severity.ERROR)
SPAN_ENDS_FIRST: Final = Rule(id="DST-06", severity=Severity.ERROR)
FACTS_CONTRADICT: Final = Rule(id="DST-07", severity=Severity.ERROR)
NO_ZONE: Final = Rule(id="DST-08", severity=Severity.ERROR)

_MODELS: Final[Mapping[str, tuple[type[Document[Any]], type[Document[Any]]]]] = {
    "institutions": (register.InstitutionsFile, register.InstitutionRow),
    "head_counts": (register.HeadCountsFile, register.HeadCountRow),
    "receipts": (books.ReceiptsFile, books.ReceiptRow),
    "reversals": (books.ReversalsFile, books.ReversalRow),
    "tallies": (books.TalliesFile, books.TallyRow),
    "payer_counts": (books.PayerCountsFile, books.PayerCountRow),
    "unreported": (books.UnreportedFile, books.UnreportedRow),
}
BESIDE: Final[Mapping[str, type[Document[Any]]]] = {
    "methods": register.MethodRow,
    "facts": register.FactRow,
}
_BY_KIND: Final = {
    "missing": MISSING,
    "extra_forbidden": UNKNOWN_KEY,
    "value_error": INVALID,
}
_BY_REASON: Final = {
    "valid_to is before valid_from": SPAN_ENDS_FIRST,
    "paid_to is before paid_from": SPAN_ENDS_FIRST,
    "has no time zone": NO_ZONE,
    "is both yes and no": FACTS_CONTRADICT,
    "is empty": MISSING,
}


class Placed(NamedTuple):
    """A value and where it stands.

    Attributes:
        path: File and place in it.
        value: The value.
        owner: Id of the institution that it belongs to, where another file says so.
    """

    path: str
    value: Any
    owner: str = ""


Rows = dict[str, list[Placed]]


def placed_rows(files: Mapping[str, Path]) -> tuple[Rows, list[Finding]]:
    """The rows of each part that are right by themselves, and what is wrong with the others."""
    rows: Rows = {}
    found: list[Finding] = []
    for part, path in files.items():
        kept = rows.setdefault(part, [])
        try:
            for placed in _part_rows(part, path):
                if _is_wrong(placed.value):
                    found += [_finding(placed.path, problem) for problem in placed.value]
                else:
                    kept.append(placed)
        except DataError as error:
            place = ", ".join(word for word in (error.file, error.path) if word)
            found.append(Finding(UNREADABLE, path=place, values={"reason": error.reason}))
    return rows, found


def _is_wrong(value: object) -> bool:
    return isinstance(value, tuple) and any(isinstance(one, Problem) for one in value)


def _part_rows(part: str, path: Path) -> Iterator[Placed]:
    if path.suffix == ".csv":
        row = SeriesRow if part == "series" else BESIDE.get(part) or _MODELS[part][1]
        owner = "institution_id" if part in BESIDE else ""
        for line, whose, value in each_row(row, path, owner=owner):
            yield Placed(f"{path.name}, line {line}", value, whose)
        return
    table = _table(path)
    if part == "series":
        yield Placed(path.name, examined(SeriesFile, table))
        return
    whole, row = _MODELS[part]
    rows = table.get(part) if isinstance(table, dict) else None
    shell = {**table, part: []} if isinstance(table, dict) and isinstance(rows, list) else table
    yield from _wrong_shell(whole, shell, path)
    for index, one in enumerate(rows if isinstance(rows, list) else []):
        yield Placed(f"{path.name}, {part}[{index}]", examined(row, one))


def _wrong_shell(whole: type[Document[Any]], shell: object, path: Path) -> Iterator[Placed]:
    value = examined(whole, shell)
    if _is_wrong(value):
        yield Placed(path.name, value)


def _table(path: Path) -> object:
    data = intake.file_bytes(path)
    if path.suffix == ".toml":
        return intake.toml_table(data, file=path.name)
    return intake.json_value(data, file=path.name)


def _finding(place: str, problem: Problem) -> Finding:
    rule = _BY_KIND.get(problem.kind, WRONG_KIND)
    rule = next((r for words, r in _BY_REASON.items() if words in problem.reason), rule)
    joint = "" if not problem.path else f".{problem.path}" if "[" in place else f", {problem.path}"
    values = {"reason": problem.reason} if rule in (WRONG_KIND, INVALID) else {}
    return Finding(rule, path=f"{place}{joint}", values=values)
