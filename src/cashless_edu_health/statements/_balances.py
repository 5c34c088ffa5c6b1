"""Whether balances bear out the movements between them."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from attrs import frozen

from cashless_edu_health.accounts import Account
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


def own_balances(statements: Sequence[Statement]) -> Iterator[Finding]:
    """Statements whose balances are not explained by their entries: one is missing or misread."""
    for number, one in enumerate(statements, start=1):
        if one.opening is None or one.closing is None:
            continue
        if one.opening + sum(entry.amount for entry in one.entries) != one.closing:
            path = f"statement {number}" if len(statements) > 1 else ""
            yield Finding(BALANCES, path=path)


def gaps(statements: Sequence[Statement]) -> tuple[Finding, ...]:
    """Statements that do not begin where the one before them of the same account ended.

    They are taken in the order of their running numbers, else of their first days, else as they
    stand. The path counts the statements as they were given, from 1. Statements that tell neither
    balances nor running numbers are held to nothing.
    """
    by_account: dict[Account, list[tuple[int, Statement]]] = {}
    for number, one in enumerate(statements, start=1):
        by_account.setdefault(one.account, []).append((number, one))
    return tuple(
        Finding(GAP, path=f"statement {number}", values={"number": number})
        for of_one in by_account.values()
        for (_, before), (number, after) in pairwise(in_order(of_one))
        if _is_gap(before, after)
    )


def _is_gap(before: Statement, after: Statement) -> bool:
    if before.closing is not None and after.opening is not None:
        return before.closing != after.opening
    if before.number is not None and after.number is not None:
        return after.number > before.number + 1
    return False


def in_order(statements: list[tuple[int, Statement]]) -> list[tuple[int, Statement]]:
    """Numbered statements of one account in time, as far as they tell."""
    if all(one.number is not None for _, one in statements):
        return sorted(statements, key=lambda pair: pair[1].number or 0)
    if all(_first_day(one) is not None for _, one in statements):
        return sorted(statements, key=lambda pair: _first_day(pair[1]) or date.min)
    return statements


def _first_day(one: Statement) -> date | None:
    return one.from_day or min((entry.booked_on for entry in one.entries), default=None)
