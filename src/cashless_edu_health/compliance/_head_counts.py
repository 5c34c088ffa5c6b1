"""Institutions that are counted and not listed, as members of a population."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cashless_edu_health.compliance._inquiry import Inquiry
from cashless_edu_health.compliance._placing import BUCKETS, counted
from cashless_edu_health.compliance._readings import asks_for_methods, asks_for_use
from cashless_edu_health.compliance._trace import Counted, TraceLine
from cashless_edu_health.institutions import HeadCount
from cashless_edu_health.plans import Condition, FactHolds, NoneOf, Population

SOURCE = "head_count"
"""The sort of record, as results name it."""


class Share(NamedTuple):
    """Some members of a head count.

    Attributes:
        bucket: Where they stand; ``None`` when they are left out.
        number: How many.
        line: What the trace says of them.
    """

    bucket: str | None
    number: int
    line: TraceLine


def stale(population: Population, inquiry: Inquiry, head: date) -> tuple[HeadCount, ...]:
    """Head counts of possible members that say nothing of that day, and nothing else does.

    A later count of the same group, or a list of it, takes the place of an older one.
    """
    rows = [row for row in inquiry.dataset.head_counts if population.contains(row) is not False]
    listed = [row for row in inquiry.dataset.institutions if row.covers(head)]
    current = [row for row in rows if row.covers(head)]
    return tuple(
        row
        for row in rows
        if not row.covers(head)
        and not any(row.is_same_group(other) for other in current)
        and not any(row.may_hold(institution) for institution in listed)
    )


def shares(
    where: Condition,
    among: Condition | None,
    population: Population,
    inquiry: Inquiry,
    head: date,
    purposes: frozenset[str],
) -> Iterator[Share]:
    """Where the members of every head count of that day stand."""
    for row in inquiry.dataset.head_counts:
        if not row.covers(head):
            continue
        member = population.contains(row)
        if member is False:
            line = TraceLine(row.id, Counted.LEFT_OUT, "not-in-population", row.total)
            yield Share(None, row.total, line)
            continue
        least, most = (
            (row.total, row.total) if among is None else _having(row, among, inquiry, purposes)
        )
        good = _having(row, where, inquiry, purposes)
        yield from _placed(row, (least, most), good, member=member)


def _placed(
    row: HeadCount, among: tuple[int, int], where: tuple[int, int], *, member: bool | None
) -> Iterator[Share]:
    """At least so many are in both groups, by how many there are; at most the smaller group."""
    inside, perhaps_inside = among[0], among[1] - among[0]
    yes = max(0, inside + where[0] - row.total)
    most = min(inside, where[1])
    for number, place, counts in (
        (yes, member, True),
        (inside - most, member, False),
        (most - yes, member, None),
        (perhaps_inside, None, None),
    ):
        if number:
            reason = {True: "", False: "condition-fails", None: "condition-unknown"}[counts]
            line = TraceLine(row.id, counted(inside=place, counts=counts), reason, number)
            yield Share(BUCKETS[place, counts], number, line)
    if among[1] < row.total:
        number = row.total - among[1]
        yield Share(None, number, TraceLine(row.id, Counted.LEFT_OUT, "not-among", number))


def _having(
    row: HeadCount, condition: Condition, inquiry: Inquiry, purposes: frozenset[str]
) -> tuple[int, int]:
    """At least and at most how many fulfil a condition.

    A figure stands under the condition's name, or under the fact's where it is one fact. It says
    nothing of single purposes; where use is not asked for, those without it may fulfil it too.
    """
    names = [condition.name or ""]
    if isinstance(condition, FactHolds):
        names.append(condition.fact)
    found = next((row.having[name] for name in names if name in row.having), None)
    if found is None or (purposes and asks_for_methods(condition)):
        return 0, row.total
    if inquiry.choices["adoption"] == "installed_only" and asks_for_use(condition):
        return (0 if _negates(condition) else found), row.total
    return found, found


def _negates(condition: Condition) -> bool:
    parts = getattr(condition, "parts", ())
    return isinstance(condition, NoneOf) or any(_negates(part) for part in parts)
