"""The register of administrative units: ``data/areas/areas.toml``."""

from datetime import date
from pathlib import Path
from typing import Literal

from cashless_edu_health.areas import (
    Area,
    AreaRegister,
    AreaSource,
    Confidence,
    Level,
    Succession,
)
from cashless_edu_health.documents._model import Document, from_file


class AreaSourceRow(Document[AreaSource]):
    """One source."""

    id: str
    description: str
    document: str | None = None

    def _to_value(self) -> AreaSource:
        return AreaSource(**dict(self))


class SuccessionRow(Document[Succession]):
    """What took a unit's place."""

    since: date
    to: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: Confidence
    note: str = ""

    def _to_value(self) -> Succession:
        return Succession(**dict(self))


class AreaRow(Document[Area]):
    """One unit."""

    id: str
    name: str
    level: Level
    code: str | None = None
    parent: str | None = None
    successions: tuple[SuccessionRow, ...] = ()
    sources: tuple[str, ...]
    confidence: Confidence
    note: str = ""

    def _to_value(self) -> Area:
        followed = tuple(row.to_value() for row in self.successions)
        return Area(**{**dict(self), "successions": followed})


class AreasFile(Document[AreaRegister]):
    """Format ``areas/1``: units and the sources of their rows."""

    format: Literal["areas/1"]
    sources: tuple[AreaSourceRow, ...]
    areas: tuple[AreaRow, ...]

    def _to_value(self) -> AreaRegister:
        return AreaRegister(
            (row.to_value() for row in self.areas),
            sources=(row.to_value() for row in self.sources),
        )


def read_areas(path: Path) -> AreaRegister:
    """The units of a ``.toml`` or ``.json`` file in format ``areas/1``.

    Raises:
        DataError: The file cannot be read or is not in that format; names the place.
    """
    return from_file(AreasFile, path)
