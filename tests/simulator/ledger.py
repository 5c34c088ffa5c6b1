"""A ledger under shuffled, repeated, lost and cut-off deliveries, crashes and many writers.

    python ledger.py [--orders 200] [--credits 60] [--deliveries 1000] [--kills 20] [URL ...]

URLs as SQLAlchemy writes them; without any, a SQLite file in a temporary folder. Every trial uses a
book of its own. Prints a line for each kind of trial and last "N passed, N failed"; exit 1 on any
failure. All schools, codes and amounts are invented; the seeds are fixed.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from attrs import evolve

from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.invoices import PaymentRequest
from cashless_edu_health.reconciliation import (
    CreditState,
    Journal,
    JournalLedger,
    Ledger,
    MemoryLedger,
    Row,
    Verdict,
    Writing,
)
from cashless_edu_health.reconciliation.sql import SqlLedger, open_ledger
from cashless_edu_health.testing.ledger_contract import credit, reports, request, take

THREADS, PROCESSES = 16, 4


class World:
    """Credits that do not compete for a debt, and the requests that they are for."""

    def __init__(self, size: int) -> None:
        self.requests = tuple(request(number) for number in range(size))
        self.credits = [
            credit(number, self._memo(number, asked), self._amount(number, asked))
            for number, asked in enumerate(self.requests)
        ]
        for number in range(0, size, 15):  # each of these is returned later
            asked = self.requests[number]
            self.credits.append(credit(size + number, f"HUY {asked.reference}", -asked.amount))
        self.told = [report for one in self.credits for report in reports(one)]
        self.truth = self.of(self.told)

    @staticmethod
    def _memo(number: int, asked: PaymentRequest) -> str:
        if number % 10 == 9:
            return f"le thi minh chuyen tien {number}"
        return f"MBVCB.527184.nop tien {asked.reference} 3A"

    @staticmethod
    def _amount(number: int, asked: PaymentRequest) -> int:
        return asked.amount + {4: -100_000, 5: 50_000, 9: 7}.get(number % 10, 0)

    def of(self, told: Sequence[CreditEntry]) -> tuple[CreditState, ...]:
        """What reports amount to when they come all at once."""
        ledger = MemoryLedger()
        take(ledger, told, self.requests)
        return ledger.export()

    def shuffled(self, chance: random.Random) -> list[list[CreditEntry]]:
        """Every report one to five times, in any order, cut anywhere."""
        every = [report for report in self.told for _ in range(chance.randint(1, 5))]
        chance.shuffle(every)
        return list(cut(every, chance))


def cut(entries: list[CreditEntry], chance: random.Random) -> Iterator[list[CreditEntry]]:
    """Batches of any size."""
    while entries:
        size = chance.randint(1, 25)
        yield entries[:size]
        entries = entries[size:]


@contextmanager
def opened(url: str, book: str) -> Iterator[SqlLedger]:
    """A ledger that gives its connections back."""
    ledger = open_ledger(url, book=book)
    try:
        yield ledger
    finally:
        ledger.close()


def holds(ledger: Ledger, truth: tuple[CreditState, ...]) -> bool:
    """Whether it says what it should, and its chain holds."""
    return ledger.export() == truth and ledger.verify_chain().ok


def orders(url: str, world: World, count: int) -> Iterator[bool]:
    """Random orders of one to five deliveries of each report."""
    for seed in range(count):
        with opened(url, f"order-{seed}") as ledger:
            for batch in world.shuffled(random.Random(seed)):
                take(ledger, batch, world.requests)
            yield holds(ledger, world.truth)


def competing(url: str, world: World, count: int) -> Iterator[bool]:
    """Several credits for one debt: each in one list, the sums equal, no debt paid twice."""
    extra = [
        credit(5000 + n, f"{world.requests[n % 7].reference} lan {n}", world.requests[n % 7].amount)
        for n in range(20)
    ]
    told = [*world.told, *(report for one in extra for report in reports(one))]
    for seed in range(count):
        chance = random.Random(seed)
        every = [report for report in told for _ in range(chance.randint(1, 3))]
        chance.shuffle(every)
        with opened(url, f"competing-{seed}") as ledger:
            for batch in cut(every, chance):
                take(ledger, batch, world.requests)
            yield invariant(ledger, [*world.credits, *extra], world.requests)


def invariant(
    ledger: Ledger, moved: Sequence[CreditEntry], requests: Sequence[PaymentRequest]
) -> bool:
    """Every credit once, every dong in one place, no debt paid beyond what was asked."""
    states = ledger.export()
    paid: dict[str, int] = {}
    for part in (part for state in states for part in state.allocations):
        paid[part.invoice_id] = paid.get(part.invoice_id, 0) + part.amount
    asked = {r.covers[0].invoice_id: r.amount for r in requests}
    posted = [s for s in states if s.verdict is Verdict.POSTED and s.amount > 0 and not s.returned]
    return (
        sorted(s.amount for s in states) == sorted(c.amount for c in moved)
        and all(amount <= asked[invoice] for invoice, amount in paid.items())
        and all(s.amount == sum(p.amount for p in s.allocations) + s.unallocated for s in posted)
        and sum(ledger.credit_balances().values()) == sum(s.unallocated for s in states)
        and ledger.verify_chain().ok
    )


class CrashError(Exception):
    """The process dies here."""


class Crashing:
    """A journal that fails at its nth call, once."""

    def __init__(self, journal: Journal, at: int) -> None:
        self._journal, self.left = journal, at

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise CrashError

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        self.step()
        with self._journal.writing() as writing:
            yield CrashingWriting(writing, self.step)
            self.step()  # before all is kept
        self.step()  # after

    def rows_after(self, seq: int) -> Sequence[Row]:
        self.step()
        return self._journal.rows_after(seq)

    def faults(self) -> Sequence[str]:
        return self._journal.faults()


class CrashingWriting:
    def __init__(self, writing: Writing, step: Callable[[], None]) -> None:
        self._writing, self._step = writing, step

    def rows_after(self, seq: int) -> Sequence[Row]:
        self._step()
        return self._writing.rows_after(seq)

    def append(self, rows: Sequence[Row]) -> None:
        self._step()
        self._writing.append(rows)
        self._step()


def crashes(url: str, world: World) -> Iterator[bool]:
    """An exception at every store call of a run, and a resume by another process's handle."""
    batches = world.shuffled(random.Random(1))[:12]
    told = {one.id for batch in batches for one in batch}
    truth = world.of([one for one in world.told if one.id in told])
    point, crashed = 0, True
    while crashed:
        point, crashed = point + 1, False
        with opened(url, f"crash-{point}") as ledger:
            failing = JournalLedger(Crashing(ledger._journal, point))
            try:
                for batch in batches:
                    take(failing, batch, world.requests)
            except CrashError:
                crashed = True
            for batch in batches:
                take(ledger, batch, world.requests)
            yield holds(ledger, truth)


def worker(url: str, book: str, size: int, seed: int) -> None:
    """One writer: every report, in an order of its own."""
    world = World(size)
    with opened(url, book) as ledger:
        for batch in world.shuffled(random.Random(seed)):
            take(ledger, batch, world.requests)


def same_worker(url: str, book: str, deliveries: int, seed: int) -> None:
    """One writer of several with the same deliveries, in an order of its own."""
    world, mine = same(deliveries)
    chance = random.Random(seed)
    chance.shuffle(mine)
    with opened(url, book) as ledger:
        for batch in cut(mine, chance):
            take(ledger, batch, world.requests)


def same(deliveries: int) -> tuple[World, list[CreditEntry]]:
    """So many deliveries, the same for every writer, and what they are about."""
    world = World(deliveries // 4)
    return world, (world.told * 4)[:deliveries]


def started(url: str, book: str, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, __file__, "--worker", book, *words, url])


def of_all(size: int, seed: int) -> tuple[str, ...]:
    """Words for a writer of every report of so many credits."""
    return "--credits", str(size), "--seed", str(seed)


def kills(url: str, world: World, count: int) -> Iterator[bool]:
    """A process killed at any moment, and another that starts again."""
    size = len(world.requests)
    start = time.perf_counter()
    if started(url, "kill-none", *of_all(size, 0)).wait() != 0:
        yield False
    whole = time.perf_counter() - start
    for seed in range(count):
        chance = random.Random(seed)
        book = f"kill-{seed}"
        for attempt in range(3):
            process = started(url, book, *of_all(size, attempt))
            time.sleep(whole * chance.uniform(0.2, 0.95))
            process.kill()
            process.wait()
        with opened(url, book) as ledger:
            cut_off = ledger.verify_chain().ok
            take(ledger, world.told, world.requests)
            yield cut_off and holds(ledger, world.truth)


def threads(url: str, deliveries: int) -> Iterator[bool]:
    """Sixteen threads with handles of their own and the same deliveries."""
    world, told = same(deliveries)
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda n: same_worker(url, "threads", deliveries, n), range(THREADS)))
    with opened(url, "threads") as ledger:
        yield holds(ledger, world.of(told))


def processes(url: str, deliveries: int) -> Iterator[bool]:
    """Four processes with the same deliveries."""
    world, told = same(deliveries)
    words = "--deliveries", str(deliveries), "--same"
    running = [started(url, "processes", *words, "--seed", str(seed)) for seed in range(PROCESSES)]
    ended = [process.wait() for process in running]
    with opened(url, "processes") as ledger:
        yield ended == [0] * PROCESSES and holds(ledger, world.of(told))


def losses(url: str, world: World, count: int) -> Iterator[bool]:
    """Notifications that never come: the statement of the next day finds every credit."""
    for seed in range(count):
        chance = random.Random(seed)
        came = [one for one in world.told if one.id.startswith("W") and chance.random() < 0.7]
        sweep = [one for one in world.told if not one.id.startswith("W")]
        with opened(url, f"loss-{seed}") as ledger:
            for batch in cut(came, chance):
                take(ledger, batch, world.requests)
            take(ledger, sweep, world.requests)
            yield holds(ledger, world.truth)


def undos(url: str, world: World, count: int) -> Iterator[bool]:
    """Posted, undone and posted again by a person: as once."""
    at = credit(1, "", 1).booked_at
    for seed in range(count):
        chance = random.Random(seed)
        with opened(url, f"undo-{seed}") as ledger:
            for batch in world.shuffled(chance):
                take(ledger, batch, world.requests)
            posted = [d for d in ledger.decisions() if d.allocations and d.requests]
            returned = {d.returns for d in ledger.decisions()}
            for one in chance.sample(posted, min(10, len(posted))):
                if one.entry.id not in returned:
                    ledger.undo(one.entry.id, by="máy thử", at=at, why="thử")
                    take(ledger, [evolve(one.entry)], world.requests)
                    ledger.assign(one.entry.id, one.requests, by="máy thử", at=at, why="thử")
            yield holds(ledger, world.truth)


def trials(url: str, words: argparse.Namespace) -> Iterator[tuple[str, list[bool]]]:
    """Every kind of trial on one store."""
    world = World(words.credits)
    yield "random orders", list(orders(url, world, words.orders))
    yield "competing credits", list(competing(url, world, words.orders))
    yield "lost notifications", list(losses(url, world, words.orders))
    yield "undone and posted again", list(undos(url, world, max(1, words.orders // 10)))
    yield "exception at every store call", list(crashes(url, world))
    yield "killed processes", list(kills(url, world, words.kills))
    yield f"{THREADS} threads", list(threads(url, words.deliveries))
    yield f"{PROCESSES} processes", list(processes(url, words.deliveries))


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for option, default in (("orders", 200), ("credits", 60), ("deliveries", 1000), ("kills", 20)):
        parser.add_argument(f"--{option}", type=int, default=default)
    parser.add_argument("--worker", help="book of one writer among several")
    parser.add_argument("--same", action="store_true", help="as one of several with the same")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("urls", nargs="*")
    words = parser.parse_args(arguments)
    if words.worker is not None:
        if words.same:
            same_worker(words.urls[0], words.worker, words.deliveries, words.seed)
        else:
            worker(words.urls[0], words.worker, words.credits, words.seed)
        return 0
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for url in words.urls or [f"sqlite:///{Path(folder, 'so-thu.db')}"]:
            for name, results in trials(url, words):
                passed, failed = passed + sum(results), failed + results.count(False)
                print(f"{url.partition(':')[0]}: {name}: {sum(results)} of {len(results)}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
