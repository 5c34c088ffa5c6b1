"""Whether balances bear out the movements between them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from attrs import frozen

from cashless_edu_health.findings import Finding
from cashless_edu_health.statements._entry import Movement
from cashless_edu_health.statements._rules import BALANCE_CHAIN, BALANCES, GAP
from cashless_edu_health.statements._statement import Statement


@frozen
class Chain:
    """What the balances behind the lines say.

    Attributes:
        opening: Balance before the earliest line; ``None`` when not told or the chain breaks.
        closing: Balance behind the latest line; likewise.
        findings: Lines that do not follow from the one before.
    """

    opening: int | None = None
    closing: int | None = None
    findings: tuple[Finding, ...] = ()


def chain_of(movements: Sequence[Movement]) -> Chain:
    """The chain of balances of a table, which may run forwards or backwards in time."""
    if not movements or any(one.balance is None for one in movements):
        return Chain()
    # The reading with fewer breaks is the order in which the bank wrote the lines.
    forwards, backwards = tuple(_breaks(movements, 1)), tuple(_breaks(movements, -1))
    in_time = movements if len(forwards) <= len(backwards) else movements[::-1]
    broken = min(forwards, backwards, key=len)
    if broken:
        return Chain(findings=broken)
    first, last = in_time[0].balance, in_time[-1].balance
    opening = None if first is None else first - in_time[0].amount
    return Chain(opening=opening, closing=last)


def _breaks(movements: Sequence[Movement], direction: int) -> Iterator[Finding]:
    for above, below in pairwise(movements):
        step = below.amount if direction == 1 else -above.amount
        if above.balance is not None and above.balance + step != below.balance:
            yield Finding(BALANCE_CHAIN, path=f"line {below.line}")


def own_balances(statements: Iterable[Statement]) -> Iterator[Finding]:
    """Statements whose balances are not explained by their entries: one is missing or misread."""
    for one in statements:
        if one.opening is None or one.closing is None:
            continue
        if one.opening + sum(entry.amount for entry in one.entries) != one.closing:
            yield Finding(BALANCES, path=place_of(one))


def gaps(statements: Iterable[Statement]) -> Iterator[Finding]:
    """Statements that do not begin where the one before them of the same account ended.

    They are taken in the order of their running numbers, of their first days, or as they stand.
    """
    by_account: dict[object, list[Statement]] = {}
    for one in statements:
        by_account.setdefault(one.account, []).append(one)
    for of_one in by_account.values():
        for before, after in pairwise(_in_order(of_one)):
            if _gap(before, after):
                yield Finding(GAP, path=place_of(after))


def _gap(before: Statement, after: Statement) -> bool:
    if None not in (before.closing, after.opening):
        return before.closing != after.opening
    if before.number is not None and after.number is not None:
        return after.number > before.number + 1
    return False


def _in_order(statements: list[Statement]) -> list[Statement]:
    if all(one.number is not None for one in statements):
        return sorted(statements, key=lambda one: one.number or 0)
    if all(_first_day(one) for one in statements):
        return sorted(statements, key=_first_day)
    return statements


def _first_day(one: Statement) -> str:
    days = [entry.booked_on for entry in one.entries]
    first = one.from_day or min(days, default=None)
    return "" if first is None else first.isoformat()


def place_of(one: Statement) -> str:
    """How a statement is named in findings: by the bank's id or number, else not at all."""
    if one.id is not None:
        return f"statement {one.id}"
    return "" if one.number is None else f"statement {one.number}"
