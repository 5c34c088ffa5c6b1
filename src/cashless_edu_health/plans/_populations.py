"""Who is counted."""

from collections.abc import Iterator
from typing import Final, Protocol

from attrs import field, frozen, validators

from cashless_edu_health.institutions import Sector
from cashless_edu_health.plans._logic import every, negated, some
from cashless_edu_health.plans._named import Named

INSTITUTION: Final = "institution"
"""The kind of entity that a dataset registers; plans name others (``merchant``)."""


class Member(Protocol):
    """What may be in a population: an institution, or a group of them that is only counted.

    An attribute that is ``None`` is not known, or not the same for the whole group.
    """

    @property
    def sector(self) -> Sector:
        """Education or health."""
        ...

    @property
    def type(self) -> str:
        """Type within the sector."""
        ...

    @property
    def tier(self) -> str | None:
        """Tier of health care."""
        ...

    @property
    def area_class(self) -> str | None:
        """``urban`` or ``rural``."""
        ...

    @property
    def ownership(self) -> str | None:
        """``public`` or ``private``."""
        ...

    def has_tags(self, tags: frozenset[str]) -> bool | None:
        """Whether it has every one of these tags."""
        ...


@frozen(kw_only=True)
class Population(Named):
    """A set of entities, described by what every member is.

    Attributes:
        entity: Kind of entity (``institution``, ``merchant``).
        sectors: Sectors; empty for any.
        types: Types; empty for any.
        tier: Tier of health care, if asked.
        area_class: ``urban`` or ``rural``, if asked.
        ownership: ``public`` or ``private``, if asked.
        tags: Tags that a member has, every one of them.
        minus: Those taken out again ("còn lại": the rest).
        union: Populations of which a member is in at least one; empty for no such demand.

    Raises:
        ValueError: No kind of entity.
    """

    entity: str = field(default=INSTITUTION, validator=validators.min_len(1))
    sectors: frozenset[Sector] = frozenset()
    types: frozenset[str] = frozenset()
    tier: str | None = None
    area_class: str | None = None
    ownership: str | None = None
    tags: frozenset[str] = frozenset()
    minus: "Population | None" = None
    union: tuple["Population", ...] = ()

    def contains(self, institution: Member) -> bool | None:
        """Whether it is a member; ``None`` where the register does not say.

        A tier, area class or ownership that the register leaves open is unknown. A tag that
        is not there is absent, unless it is a counted group, whose other members may have it.
        Whether the institution is active on a day is not asked here.
        """
        return every(self._tests(institution))

    def _tests(self, institution: Member) -> Iterator[bool | None]:
        yield self.entity == INSTITUTION
        yield not self.sectors or institution.sector in self.sectors
        yield not self.types or institution.type in self.types
        yield institution.has_tags(self.tags)
        yield _is(institution.tier, self.tier)
        yield _is(institution.area_class, self.area_class)
        yield _is(institution.ownership, self.ownership)
        if self.minus is not None:
            yield negated(self.minus.contains(institution))
        if self.union:
            yield some(part.contains(institution) for part in self.union)

    def sectors_reached(self) -> frozenset[Sector]:
        """The sectors that members can be of."""
        reached = self.sectors or frozenset(Sector)
        if self.union:
            reached &= frozenset(s for part in self.union for s in part.sectors_reached())
        return reached


def _is(value: str | None, asked: str | None) -> bool | None:
    if asked is None:
        return True
    return None if value is None else value == asked
