"""The base of every document model, and the one way from bytes to a value.

bytes -> ``intake`` (encoding, duplicate keys, limits) -> pydantic -> the attrs value, which
holds its own invariants. A mistake at any step leaves as one
:class:`~cashless_edu_health.errors.DataError` that names the file and the place.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from types import UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Generic,
    NamedTuple,
    Protocol,
    Self,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

from pydantic import (
    BaseModel,
    ConfigDict,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from cashless_edu_health import intake
from cashless_edu_health.errors import DataError

ValueT = TypeVar("ValueT")


class HasId(Protocol):
    """A value of which a file holds many, told apart by id."""

    @property
    def id(self) -> str:
        """Its id."""


RowT = TypeVar("RowT", bound=HasId)

_Location = tuple[str | int, ...]

_DIGITS: Final = re.compile(r"[+-]?[0-9]*\.?[0-9]*")


class Document(BaseModel, Generic[ValueT]):
    """A file format: strict, closed, and convertible to one value.

    Subclasses implement :meth:`_to_value`. It runs once, while the document is validated, so
    that a broken invariant is reported at the place of the part that broke it.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, hide_input_in_errors=True, allow_inf_nan=False
    )

    _value: ValueT = PrivateAttr()

    @model_validator(mode="after")
    def _build(self) -> Self:
        self._value = self._to_value()
        return self

    def _to_value(self) -> ValueT:
        raise TypeError("a document model says how it becomes a value")

    def __repr_args__(self) -> list[tuple[str | None, Any]]:
        return []  # Names and accounts stand in documents; a repr lands in logs.

    def to_value(self) -> ValueT:
        """The value that this document describes."""
        return self._value


def unique(rows: tuple[RowT, ...]) -> tuple[RowT, ...]:
    """The same rows, each with an id of its own.

    Raises:
        ValueError: An id stands twice.
    """
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise ValueError(f"the id {row.id!r} stands twice")
        seen.add(row.id)
    return rows


def from_json(model: type[Document[ValueT]], data: bytes, *, file: str) -> ValueT:
    """The value of a JSON document.

    Raises:
        DataError: Not JSON, or not as the model demands; names the file and the place.
    """
    _refuse_timestamps(model, intake.json_value(data, file=file), file)
    return _validated(model, data.removeprefix(b"\xef\xbb\xbf"), file)


def from_toml(model: type[Document[ValueT]], data: bytes, *, file: str) -> ValueT:
    """The value of a TOML document.

    Raises:
        DataError: Not TOML, or not as the model demands; names the file and the place.
    """
    return from_table(model, intake.toml_table(data, file=file), file=file)


def from_table(model: type[Document[ValueT]], table: object, *, file: str) -> ValueT:
    """The value of a table already read (a part of a file, a row).

    Raises:
        DataError: Not as the model demands; names the file and the place.
    """
    try:
        data = json.dumps(table, default=_iso).encode()
    except (TypeError, ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, TypeError) else "cannot be written as JSON"
        raise DataError(reason, file=file) from None
    _refuse_timestamps(model, table, file)
    return _validated(model, data, file)


def from_file(model: type[Document[ValueT]], path: Path) -> ValueT:
    """The value of a ``.json`` or ``.toml`` file.

    Raises:
        DataError: The file cannot be read, has another ending, or is wrong; names the place.
    """
    if path.suffix == ".toml":
        return from_toml(model, intake.file_bytes(path), file=path.name)
    if path.suffix == ".json":
        return from_json(model, intake.file_bytes(path), file=path.name)
    raise DataError("is neither .json nor .toml", file=path.name)


def _validated(model: type[Document[ValueT]], data: bytes, file: str) -> ValueT:
    try:
        return model.model_validate_json(data).to_value()
    except ValidationError as error:
        first, *rest = error.errors(include_input=False, include_context=False, include_url=False)
        reason = first["msg"].removeprefix("Value error, ")
        more = f" (and {len(rest)} more)" if rest else ""
        raise DataError(f"{reason}{more}", file=file, path=_path(first["loc"])) from None


class Problem(NamedTuple):
    """One thing that is wrong with a document.

    Attributes:
        path: The place in it.
        kind: The kind of mistake, in pydantic's words (``missing``, ``int_type``).
        reason: What is wrong, in English, without the offending value.
    """

    path: str
    kind: str
    reason: str


def examined(model: type[Document[ValueT]], table: object) -> ValueT | tuple[Problem, ...]:
    """The value of a table already read, or everything that is wrong with it."""
    try:
        data = json.dumps(table, default=_iso).encode()
    except (TypeError, ValueError, RecursionError):
        return (Problem("", "json", "cannot be written as JSON"),)
    found = [
        Problem(_path(place), "date", "a date is written YYYY-MM-DD")
        for place in _timestamps(model, table, ())
    ]
    try:
        value = model.model_validate_json(data).to_value()
    except ValidationError as error:
        found += [
            Problem(_path(one["loc"]), one["type"], one["msg"].removeprefix("Value error, "))
            for one in error.errors(include_input=False, include_context=False, include_url=False)
        ]
        return tuple(found)
    return tuple(found) or value


def _refuse_timestamps(model: type[BaseModel], value: object, file: str) -> None:
    for location in _timestamps(model, value, ()):
        raise DataError("a date is written YYYY-MM-DD", file=file, path=_path(location))


def _timestamps(kind: Any, value: object, location: _Location) -> Iterator[_Location]:
    """Places where a type wants a date and a text of digits stands.

    pydantic would read "1668384000" as a moment: seconds since 1970, or milliseconds if large.
    """
    if isinstance(kind, type) and not get_args(kind):
        if issubclass(kind, BaseModel) and isinstance(value, dict):
            for name, part in value.items():
                if name in kind.model_fields:
                    wanted = kind.model_fields[name].annotation
                    yield from _timestamps(wanted, part, (*location, name))
        elif issubclass(kind, date) and isinstance(value, str) and _DIGITS.fullmatch(value):
            yield location
    else:
        for inner in get_args(kind):
            for place, part in _parts(kind, value):
                yield from _timestamps(inner, part, (*location, *place))


def _parts(kind: Any, value: object) -> Iterable[tuple[_Location, object]]:
    """The parts of a value that the arguments of its type describe."""
    if get_origin(kind) in (Union, UnionType, Annotated):
        return [((), value)]
    if isinstance(value, dict):
        return [((key,), part) for key, part in value.items()]
    return [((n,), part) for n, part in enumerate(value)] if isinstance(value, list) else []


def _path(location: _Location) -> str:
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{intake.named(part)}"
    return path.removeprefix(".")


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in this document")
