"""XML in pieces: one element at a time, so that a file of any length needs little memory."""

import io
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from cashless_edu_health.errors import DataError, MissingExtraError

_DEEPEST: Final = 40
"""Levels of elements; camt messages have about 15."""


class Piece(NamedTuple):
    """An element, its name, and the names of what it stands in, from the root down."""

    path: tuple[str, ...]
    name: str
    element: Element


def pieces(
    data: bytes, *, file: str, parts: frozenset[str], wholes: frozenset[str]
) -> Iterator[Piece]:
    """Parts of a document in order, and the end of each whole that they belong to.

    Args:
        data: The document.
        file: Its name for messages.
        parts: Names of elements that are handed out entire, unless they stand inside another one.
        wholes: Names of elements that are handed out at their end, emptied of all that they held.

    Names are without their namespace, but the root's is kept: ``"{urn:...}Document"``. What was
    handed out is forgotten.

    Raises:
        DataError: Not well-formed, a DTD or an entity, more than 40 levels.
        MissingExtraError: The extra ``xml`` is not installed.
    """
    try:
        from defusedxml import DefusedXmlException  # noqa: PLC0415 - an extra
        from defusedxml.ElementTree import iterparse  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise MissingExtraError("xml") from None
    events = iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True)
    try:
        yield from _pieces(events, parts, wholes, file)
    except DefusedXmlException:
        raise DataError("has a DTD or declares entities", file=file) from None
    except ParseError as error:
        line, column = error.position
        place = f"line {line}, column {column + 1}"
        raise DataError("is not XML", file=file, path=place) from None
    except (ValueError, LookupError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError("is XML in an encoding that cannot be read", file=file) from None


def _pieces(
    events: Iterable[tuple[str, Element]],
    parts: frozenset[str],
    wholes: frozenset[str],
    file: str,
) -> Iterator[Piece]:
    above: list[Element] = []
    names: list[str] = []
    inside = 0
    for event, element in events:
        if event == "start":
            names.append(local(element.tag) if names else element.tag)
            above.append(element)
            inside += names[-1] in parts
            if len(names) > _DEEPEST:
                raise DataError(f"has more than {_DEEPEST} levels", file=file)
            continue
        above.pop()
        name = names.pop()
        inside -= name in parts
        if inside:
            continue
        if name in parts or name in wholes:
            yield Piece(tuple(names), name, element)
        if above:
            above[-1].remove(element)


def local(tag: str) -> str:
    """An element's name without its namespace."""
    return tag.rpartition("}")[2]


def child(element: Element | None, *path: str) -> Element | None:
    """The first element down a path of names; ``None`` when there is none."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local(one.tag) == name), None)
    return element


def children(element: Element | None, *path: str) -> list[Element]:
    """Every element of the last name, below the first ones of the names before it."""
    *down, last = path
    parent = child(element, *down)
    return [] if parent is None else [one for one in parent if local(one.tag) == last]


def said(element: Element | None, *path: str) -> str:
    """The text down a path, without blanks around it; ``""`` when there is none."""
    found = child(element, *path)
    return "" if found is None else (found.text or "").strip()
