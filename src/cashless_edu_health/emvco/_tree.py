"""Payloads as trees of data objects, both ways."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from cashless_edu_health.emvco._objects import (
    ADDITIONAL_DATA,
    MAX_PAYLOAD_LENGTH,
    MAX_VALUE_LENGTH,
    NETWORK_TEMPLATES,
    ROOT,
)
from cashless_edu_health.errors import DecodeError, EncodeError

_IDS: Final = frozenset(ROOT)
"""Every id there is: 00 to 99."""
_HEADER: Final = re.compile(r"[0-9]{4}")
_HEADER_LENGTH: Final = 4
_INNER_62: Final = frozenset(i for i, spec in ADDITIONAL_DATA.items() if spec.template)


class Fault(StrEnum):
    """Why a text is not a sequence of data objects; the ``reason`` of a decode error."""

    TOO_LONG = "the payload is longer than 512 characters"
    NOT_UNICODE = "half of a surrogate pair is not a character"
    HEADER = "an object begins with two digits of id and two digits of length"
    OVERRUN = "the length runs past the end"
    LEFT_OVER = "characters are left over that are too few for an object"
    REPEATED = "the id stands twice in one template"


def _is_id(_: object, __: object, value: str) -> None:
    if value not in _IDS:
        raise EncodeError("the id of a data object is 2 digits", path="id")


def _is_value(instance: "DataObject", _: object, value: "str | Template") -> None:
    text = value if isinstance(value, str) else value.encode()
    if len(text) > MAX_VALUE_LENGTH:
        reason = f"a value is at most {MAX_VALUE_LENGTH} characters"
        raise EncodeError(reason, path=instance.id)
    if (position := _surrogate_at(text)) is not None:
        raise EncodeError(f"character {position + 1}: {Fault.NOT_UNICODE}", path=instance.id)


def _length_only(value: "str | Template") -> str:
    """A value in a repr: memos and accounts stay out of logs."""
    return f"<{len(value)} characters>" if isinstance(value, str) else repr(value)


@frozen
class DataObject:
    """One data object: id, length and value.

    Attributes:
        id: Two digits; its meaning depends on the template that holds it.
        value: Text, or the objects of a template; at most 99 characters written out. The repr
            gives the length of a text, not the text.

    Raises:
        EncodeError: The id is not two digits, or the value cannot be carried.
    """

    id: str = field(validator=_is_id)
    value: "str | Template" = field(validator=_is_value, repr=_length_only)

    @property
    def text(self) -> str:
        """The value as it stands in the payload."""
        return self.value if isinstance(self.value, str) else self.value.encode()

    def encode(self) -> str:
        """Id, length in characters, value."""
        text = self.text
        return f"{self.id}{len(text):02}{text}"


def _as_tuple(objects: "Iterable[DataObject]") -> "tuple[DataObject, ...]":
    return tuple(objects)


def _ids_differ(_: object, __: object, objects: "tuple[DataObject, ...]") -> None:
    seen: set[str] = set()
    for item in objects:
        if item.id in seen:
            raise EncodeError(Fault.REPEATED.value, path=item.id)
        seen.add(item.id)


@frozen
class Template:
    """Data objects in their order; no id twice.

    Raises:
        EncodeError: An id stands twice.
    """

    objects: tuple[DataObject, ...] = field(default=(), converter=_as_tuple, validator=_ids_differ)

    def __iter__(self) -> Iterator[DataObject]:
        return iter(self.objects)

    def __len__(self) -> int:
        return len(self.objects)

    def get(self, object_id: str) -> DataObject | None:
        """The object with that id, if there is one."""
        for item in self.objects:
            if item.id == object_id:
                return item
        return None

    def find(self, path: str) -> DataObject | None:
        """The object at a path of ids joined by dots, if there is one.

        >>> decode("62090805HELLO").find("62.08").text
        'HELLO'
        """
        *parents, last = path.split(".")
        template = self
        for parent in parents:
            item = template.get(parent)
            if item is None or isinstance(item.value, str):
                return None
            template = item.value
        return template.get(last)

    def offset(self, path: str) -> int:
        """Index in the encoded text at which the value at a path begins.

        Where nothing stands at the path: of the value that should hold it, 0 for the root.

        >>> decode("00020162090805HELLO").offset("62.08")
        14
        """
        template, start = self, 0
        for object_id in path.split("."):
            item = template.get(object_id)
            if item is None:
                return start
            before = template.objects[: template.objects.index(item)]
            start += sum(len(other.encode()) for other in before) + _HEADER_LENGTH
            if isinstance(item.value, str):
                return start
            template = item.value
        return start

    def encode(self) -> str:
        """The objects written one behind the other.

        Raises:
            EncodeError: The text would be longer than 512 characters.
        """
        text = "".join(item.encode() for item in self.objects)
        if len(text) > MAX_PAYLOAD_LENGTH:
            raise EncodeError(Fault.TOO_LONG.value, path="root")
        return text


def decode(text: str) -> Template:
    """The tree of data objects of a payload, without judging what they say.

    Total and lossless: every text gives a tree or a :class:`DecodeError`, and
    ``decode(text).encode() == text``. Values are opened by declaration, never by looks:

    * the ids that the standard calls templates: 26-51, 62, 64, 80-99, and 50-99 inside 62;
    * inside 26-51, the ids that the network named by object 00 declares
      (:data:`NETWORK_TEMPLATES`), and no deeper.

    A declared template whose value does not split stays text, as it came: payloads in use put
    plain text into 80-99, and a reader goes past what it does not know. Whoever needs that
    template (the account of a transfer) refuses it there. An id that stands twice is refused
    in every template: two readers would see two values.

    Order, presence, content and checksum are the business of a profile's check.

    Raises:
        DecodeError: The text does not split at the root, an id stands twice in one template,
            a lone surrogate, or more than 512 characters. ``reason`` is a :class:`Fault`.
    """
    if len(text) > MAX_PAYLOAD_LENGTH:
        raise DecodeError(Fault.TOO_LONG.value, offset=MAX_PAYLOAD_LENGTH)
    position = _surrogate_at(text)
    if position is not None:
        raise DecodeError(Fault.NOT_UNICODE.value, offset=position)
    objects, offset = [], 0
    for object_id, value in _split(text, "", 0):
        offset += _HEADER_LENGTH
        objects.append(DataObject(object_id, _opened(object_id, value, offset)))
        offset += len(value)
    return Template(objects)


def _surrogate_at(text: str) -> int | None:
    if text.isascii():
        return None
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return error.start
    return None


def _opened(object_id: str, value: str, offset: int) -> str | Template:
    """The value of a root object, opened where it is a declared template."""
    if not ROOT[object_id].template:
        return value
    parts = _split_or_none(value, object_id, offset)
    if parts is None:
        return value
    inner = _inner_templates(object_id, dict(parts).get("00"))
    objects = []
    for part_id, part in parts:
        offset += _HEADER_LENGTH
        path = f"{object_id}.{part_id}"
        pairs = _split_or_none(part, path, offset) if part_id in inner else None
        opened = None if pairs is None else Template([DataObject(i, v) for i, v in pairs])
        objects.append(DataObject(part_id, part if opened is None else opened))
        offset += len(part)
    return Template(objects)


def _inner_templates(object_id: str, network: str | None) -> frozenset[str]:
    if object_id == "62":
        return _INNER_62
    if "26" <= object_id <= "51" and network is not None:
        return NETWORK_TEMPLATES.get(network, frozenset())
    return frozenset()


def _split_or_none(value: str, path: str, offset: int) -> list[tuple[str, str]] | None:
    """The objects of a declared template; ``None`` when the value does not split.

    Raises:
        DecodeError: It splits, and an id stands twice.
    """
    try:
        return _split(value, path, offset)
    except DecodeError as error:
        if error.reason == Fault.REPEATED.value:
            raise
        return None


def _split(text: str, path: str, offset: int) -> list[tuple[str, str]]:
    """Pairs of id and value; ``offset`` is where the text begins in the payload."""
    pairs: list[tuple[str, str]] = []
    seen: set[str] = set()
    repeated: tuple[str, int] | None = None
    at = 0
    while at < len(text):
        header = text[at : at + _HEADER_LENGTH]
        if not _HEADER.fullmatch(header):
            fault = Fault.LEFT_OVER if len(header) < _HEADER_LENGTH else Fault.HEADER
            raise DecodeError(fault.value, path=path, offset=offset + at)
        object_id, end = header[:2], at + _HEADER_LENGTH + int(header[2:])
        inner = f"{path}.{object_id}" if path else object_id
        if end > len(text):
            raise DecodeError(Fault.OVERRUN.value, path=inner, offset=offset + at)
        if repeated is None and object_id in seen:
            repeated = (inner, offset + at)
        seen.add(object_id)
        pairs.append((object_id, text[at + _HEADER_LENGTH : end]))
        at = end
    if repeated is not None:
        raise DecodeError(Fault.REPEATED.value, path=repeated[0], offset=repeated[1])
    return pairs
