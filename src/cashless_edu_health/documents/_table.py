"""CSV files of flat rows, read through the same models as JSON.

The columns are the model's fields, but for those that hold lists of parts. Blanks around a cell
are ignored, an empty cell is a value that is not there, words of a set are joined by ``|``, a
mapping is written ``name=value|name=value``, yes and no are ``true`` and ``false``, dates are
ISO. The delimiter is ``,``, or ``;`` where the header has no ``,``: spreadsheets set to
Vietnamese write it.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from cashless_edu_health import intake
from cashless_edu_health.documents._model import Document, Problem, examined, from_table
from cashless_edu_health.errors import DataError

ValueT = TypeVar("ValueT")

_WHOLE: Final = re.compile(r"-?[0-9]{1,19}")
_FLAGS: Final = {"true": True, "false": False}


def from_csv(
    row: type[Document[ValueT]], path: Path, *, owner: str = ""
) -> tuple[tuple[int, str, ValueT], ...]:
    """The values of a CSV file, each with its line and the id of what owns it.

    Args:
        row: Model of one row.
        path: The file.
        owner: A further column that says which record each row belongs to; ``""`` for none.

    Raises:
        DataError: The file is not such a table, a cell is wrong, or an id stands twice; names
            file, line and column.
    """
    table = _table(row, path, owner)
    return tuple(_valued(row, _columns(row), table, file=path.name, owner=owner))


def each_row(
    row: type[Document[ValueT]], path: Path, *, owner: str = ""
) -> Iterator[tuple[int, str, ValueT | tuple[Problem, ...]]]:
    """As :func:`from_csv`, but a wrong row comes with everything that is wrong with it.

    Whether an id stands twice is not looked at.

    Raises:
        DataError: The file is not such a table at all.
    """
    fields = _columns(row)
    for line, cells in _table(row, path, owner):
        parts: dict[str, object] = {}
        found = []
        for name, info in fields.items():
            try:
                parts.update(_parts({name: info}, cells, path.name))
            except DataError as error:
                found.append(Problem(error.path, "cell", error.reason))
        value: ValueT | tuple[Problem, ...] = tuple(found)
        if not found:
            value = examined(row, parts)
        yield line, cells.get(owner, "").strip(), value


def _columns(row: type[Document[ValueT]]) -> dict[str, FieldInfo]:
    return {name: f for name, f in row.model_fields.items() if tuple not in _kinds(f)}


def _table(
    row: type[Document[ValueT]], path: Path, owner: str
) -> tuple[tuple[int, Mapping[str, str]], ...]:
    data, fields = intake.file_bytes(path), _columns(row)
    required = [*([owner] if owner else []), *(n for n, f in fields.items() if f.is_required())]
    return intake.csv_table(
        data,
        file=path.name,
        required=required,
        optional=tuple(fields),
        delimiter=_delimiter(data),
    )


def _valued(
    row: type[Document[ValueT]],
    fields: Mapping[str, FieldInfo],
    table: tuple[tuple[int, Mapping[str, str]], ...],
    *,
    file: str,
    owner: str,
) -> Iterator[tuple[int, str, ValueT]]:
    seen: set[str] = set()
    for line, cells in table:
        place = f"line {line}"
        try:
            value = from_table(row, dict(_parts(fields, cells, file)), file=file)
        except DataError as error:
            raise DataError(error.reason, file=file, path=_joined(place, error.path)) from None
        if cells.get("id", "").strip() in seen:
            raise DataError("the id stands twice", file=file, path=f"{place}, id")
        seen.update({cells["id"].strip()} if "id" in cells else ())
        yield line, cells.get(owner, "").strip(), value


def _parts(
    fields: Mapping[str, FieldInfo], cells: Mapping[str, str], file: str
) -> Iterator[tuple[str, object]]:
    for name, info in fields.items():
        cell = cells.get(name, "").strip()
        if cell:
            yield name, _part(info, cell, file=file, column=name)
        elif info.is_required():
            if type(None) not in _kinds(info):
                raise DataError("is empty", file=file, path=name)
            yield name, None


def _part(info: FieldInfo, cell: str, *, file: str, column: str) -> object:
    kinds = _kinds(info)
    place = {"file": file, "path": column}
    if bool in kinds:
        if cell.lower() not in _FLAGS:
            raise DataError("is neither true nor false", **place)
        return _FLAGS[cell.lower()]
    if int in kinds:
        return _whole(cell, **place)
    if dict in kinds:
        return _mapping(cell, counts=int in get_args(info.annotation), **place)
    if frozenset in kinds:
        words = [word.strip() for word in cell.split("|")]
        if "" in words or len(set(words)) < len(words):
            raise DataError("has an empty or a repeated word", **place)
        return words
    return cell


def _mapping(cell: str, *, counts: bool, file: str, path: str) -> dict[str, object]:
    pairs = [word.strip().partition("=") for word in cell.split("|")]
    if not all(mark for _, mark, _ in pairs) or len({name for name, _, _ in pairs}) < len(pairs):
        raise DataError("is not name=value, each name once", file=file, path=path)
    return {
        name.strip(): _whole(value.strip(), file=file, path=path) if counts else value.strip()
        for name, _, value in pairs
    }


def _whole(cell: str, *, file: str, path: str) -> int:
    if not _WHOLE.fullmatch(cell):
        raise DataError("is not a whole number in digits", file=file, path=path)
    return int(cell)


def _kinds(info: FieldInfo) -> frozenset[Any]:
    """What a field may hold, without the arguments: ``frozenset[str] | None`` is two kinds."""
    kind = info.annotation
    parts = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    return frozenset(get_origin(part) or part for part in parts)


def _delimiter(data: bytes) -> str:
    header = data.partition(b"\n")[0]
    return ";" if b";" in header and b"," not in header else ","


def _joined(place: str, path: str) -> str:
    return f"{place}, {path}" if path else place
