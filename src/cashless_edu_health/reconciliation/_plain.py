"""Values as canonical JSON and back: the same value is the same text, always."""

import json
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs

ValueT = TypeVar("ValueT")


def canonical(value: object) -> str:
    r"""Plain values as JSON in ASCII, keys sorted, without blanks.

    >>> canonical({"b": "đ", "a": [1, None]})
    '{"a":[1,null],"b":"\\u0111"}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of an ASCII text, in hexadecimal digits."""
    return sha256(text.encode("ascii")).hexdigest()


def as_text(value: "attrs.AttrsInstance") -> str:
    """An attrs value as canonical JSON; what is not given is left out."""
    return canonical(
        attrs.asdict(
            value,
            filter=lambda _, part: part is not None,
            value_serializer=lambda _, __, part: _plain(part),
        )
    )


def moment(value: datetime) -> str:
    """A moment in one spelling, whatever its zone.

    >>> from datetime import timedelta, timezone
    >>> moment(datetime(2026, 11, 2, 7, tzinfo=timezone(timedelta(hours=7))))
    '2026-11-02T00:00:00+00:00'
    """
    return value.astimezone(UTC).isoformat()


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def from_text(kind: type[ValueT], text: str) -> ValueT:
    """The attrs value whose canonical JSON it is."""
    built: ValueT = _built(kind, json.loads(text))
    return built


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _built(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        (inner,) = (part for part in get_args(kind) if part is not NoneType)
        return _built(inner, value)
    if origin is tuple:
        return tuple(_built(get_args(kind)[0], part) for part in value)
    if origin is frozenset:
        return frozenset(value)
    if attrs.has(kind):
        hints = _hints(kind)
        return kind(**{name: _built(hints[name], part) for name, part in value.items()})
    if issubclass(kind, datetime | date):
        return kind.fromisoformat(value)
    return kind(value) if issubclass(kind, Enum) else value
