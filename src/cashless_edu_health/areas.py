"""Administrative units as they stood in a year, and what became of them.

A plan of 2022 is measured on the area of 2022: units are told apart by the year of their
borders, and a merger never changes an old plan's denominator. What followed a unit is told with
its day, its sources and how sure they are; a unit without a successor here either still stands
or has one that no source was read for.

>>> from datetime import date
>>> province = Area(
...     id="an@2022", name="tỉnh An (bịa)", level=Level.PROVINCE, sources=("s",),
...     confidence=Confidence.VERIFIED,
...     successions=(
...         Succession(since=date(2025, 7, 1), to=("an-binh@2025",), sources=("s",),
...                    confidence=Confidence.VERIFIED),
...     ),
... )
>>> province.successor(on=date(2025, 6, 30)) is None
True
>>> province.successor(on=date(2025, 7, 1)).to
('an-binh@2025',)
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from attrs import Attribute, field, frozen, validators

__all__ = ["Area", "AreaRegister", "AreaSource", "Confidence", "Level", "Succession"]

_ID: Final = r"[a-z0-9-]+(/[a-z0-9-]+)*@[0-9]{4}"


class Level(StrEnum):
    """How high a unit stands."""

    COUNTRY = "country"
    PROVINCE = "province"
    """Provinces and centrally-run cities."""
    DISTRICT = "district"
    COMMUNE = "commune"


class Confidence(StrEnum):
    """How many sources that know nothing of each other say so."""

    VERIFIED = "verified"
    """Two or more agree."""
    ONE_SOURCE = "one_source"


@frozen(kw_only=True)
class AreaSource:
    """Where rows were read from.

    Attributes:
        id: Short id that rows refer to.
        description: What it is.
        document: Id of the legal document, where it is one.
    """

    id: str = field(validator=validators.min_len(1))
    description: str = field(validator=validators.min_len(1))
    document: str | None = None


@frozen(kw_only=True)
class Succession:
    """What took a unit's place from a day on.

    Attributes:
        since: First day.
        to: Ids of the units, at least one; several where it was divided.
        sources: Ids of sources, at least one.
        confidence: How sure this is.
        note: What a reader must know; may be empty.

    Raises:
        ValueError: No unit or no source.
    """

    since: date
    to: tuple[str, ...] = field(validator=validators.min_len(1))
    sources: tuple[str, ...] = field(validator=validators.min_len(1))
    confidence: Confidence
    note: str = ""


def _in_order(
    _: object, __: "Attribute[tuple[Succession, ...]]", found: tuple[Succession, ...]
) -> None:
    if any(one.since >= other.since for one, other in pairwise(found)):
        raise ValueError("the successions of an area are not in order of their days")


@frozen(kw_only=True)
class Area:
    """An administrative unit with the borders of one year.

    Attributes:
        id: Slug, and the year of the borders (``dong-nai@2022``).
        name: Name with its kind, in Vietnamese (``tỉnh Đồng Nai``).
        level: How high it stands.
        code: Code of the statistics office; the day decides what a code means, so it is no id.
        parent: Id of the unit above; ``None`` for the country.
        successions: What took its place, oldest first; a later row replaces an earlier one.
        sources: Ids of sources of the row itself, at least one.
        confidence: How sure the row itself is.
        note: What a reader must know; may be empty.

    Raises:
        ValueError: An id of another form, no source, or successions out of order.
    """

    id: str = field(validator=validators.matches_re(_ID))
    name: str = field(validator=validators.min_len(1))
    level: Level
    code: str | None = None
    parent: str | None = None
    successions: tuple[Succession, ...] = field(default=(), validator=_in_order)
    sources: tuple[str, ...] = field(validator=validators.min_len(1))
    confidence: Confidence
    note: str = ""

    def successor(self, *, on: date) -> Succession | None:
        """What had taken its place by that day; ``None`` when nothing is known to have."""
        gone = [succession for succession in self.successions if succession.since <= on]
        return gone[-1] if gone else None


class AreaRegister:
    """Units by id, in the order of their file.

    Raises:
        ValueError: An id twice; a parent, successor or source that is not there; a unit that
            follows on itself.
    """

    __slots__ = ("_areas", "_sources")

    def __init__(self, areas: Iterable[Area], *, sources: Iterable[AreaSource]) -> None:
        self._sources = tuple(sources)
        table: dict[str, Area] = {}
        for area in areas:
            if area.id in table:
                raise ValueError(f"two areas have the id {area.id!r}")
            table[area.id] = area
        self._areas: Mapping[str, Area] = MappingProxyType(table)
        listed = {source.id for source in self._sources}
        for area in self:
            self._resolve(area, listed)
        for area in self:
            self._end(area)

    def _resolve(self, area: Area, listed: set[str]) -> None:
        named = [] if area.parent is None else [area.parent]
        cited = set(area.sources)
        for succession in area.successions:
            named += succession.to
            cited |= set(succession.sources)
        for name in named:
            if name not in self._areas:
                raise ValueError(f"{area.id}: the area {name[:40]!r} is not there")
        if cited - listed:
            raise ValueError(f"{area.id}: the source {min(cited - listed)[:40]!r} is not listed")

    def _end(self, area: Area) -> None:
        """Go forward until nothing follows; a circle would never end."""
        open_: list[tuple[Area, tuple[str, ...]]] = [(area, ())]
        while open_:
            current, before = open_.pop()
            if current.id in before:
                raise ValueError(f"{current.id}: an area follows on itself")
            then = [name for succession in current.successions for name in succession.to]
            open_ += [(self._areas[name], (*before, current.id)) for name in then]

    def __iter__(self) -> Iterator[Area]:
        return iter(self._areas.values())

    def __len__(self) -> int:
        return len(self._areas)

    def __contains__(self, area_id: object) -> bool:
        return area_id in self._areas

    def __getitem__(self, area_id: str) -> Area:
        return self._areas[area_id]

    @property
    def sources(self) -> tuple[AreaSource, ...]:
        """What the rows rest on."""
        return self._sources

    def standing(self, area_id: str, *, on: date) -> tuple[Area, ...]:
        """The units that stand in the place of one on a day: itself, or what followed on it.

        Raises:
            KeyError: There is no such area.
        """
        area = self._areas[area_id]
        succession = area.successor(on=on)
        if succession is None:
            return (area,)
        found = [unit for name in succession.to for unit in self.standing(name, on=on)]
        return tuple(dict.fromkeys(found))
