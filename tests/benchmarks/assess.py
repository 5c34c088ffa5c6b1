"""How long an assessment takes, beside a floor in the same run, and how it grows.

    python assess.py [--n 200000] [--institutions 500] [--plan DN24]

Assesses the plan over ``n / 2`` and then ``n`` receipts of the same institutions, in interleaved
rounds of which the median counts, and prints seconds of processor time, the ratio of the two, and
the seconds of a floor over ``n``: one plain loop that sums number and value by school or hospital
and by cash or not. Where the plan is DN24, its figures of payments are held against those of
the floor; exit code 1 when they differ. Two sorts of data: receipts that pay no invoice, and
receipts of which every third pays two invoices, some of them on behalf of others, so that more
readings are computed.

Memory is what ``tracemalloc`` has seen at its peak during one more assessment, over ``n``; the
dataset itself is not in it. All people and figures are invented.
"""

import argparse
import gc
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from cashless_edu_health import registry
from cashless_edu_health.compliance import Assessment, Dataset, assess
from cashless_edu_health.institutions import Institution, PaymentMethod, Sector
from cashless_edu_health.plans import Plan
from cashless_edu_health.receipts import Allocation, PayerClass, Receipt, ReceiptSource

ROUNDS = 3
KINDS = ("qr_transfer", "cash", "card_pos", "web_payment", "cash")
FIRST = date(2022, 1, 1)
END = date(2022, 12, 31)


def institution(index: int) -> Institution:
    school = index % 4 != 0
    return Institution(
        id=f"i{index}",
        name=f"Cơ sở {index}",
        sector=Sector.EDUCATION if school else Sector.HEALTH,
        type="primary" if school else "hospital",
        methods=(PaymentMethod(kind="qr_transfer"), PaymentMethod(kind="card_pos")),
    )


def receipt(index: int, institutions: int, *, invoices: bool) -> Receipt:
    on = FIRST + timedelta(days=index * 7 % 365)
    parts = (Allocation(f"A{index}", 60_000), Allocation(f"B{index}", 20_000, None, index % 2 == 0))
    return Receipt(
        id=f"R{index}",
        institution_id=f"i{index % institutions}",
        gross=100_000 + index % 7 * 1_000,
        paid_on=on,
        method=KINDS[index % len(KINDS)],
        payer_class=PayerClass.HOUSEHOLD,
        source=ReceiptSource.BANK,
        recorded_at=datetime(on.year, on.month, on.day, 5, tzinfo=UTC),
        allocations=parts if invoices and index % 3 == 0 else (),
    )


def dataset(n: int, institutions: int, *, invoices: bool) -> Dataset:
    return Dataset(
        institutions=tuple(institution(i) for i in range(institutions)),
        receipts=tuple(receipt(i, institutions, invoices=invoices) for i in range(n)),
    )


def floor(data: Dataset) -> dict[tuple[Sector, bool], list[int]]:
    """The least that can be written by hand, with no reading, no unknowns and no trace."""
    sector = {row.id: row.sector for row in data.institutions}
    sums: dict[tuple[Sector, bool], list[int]] = {}
    for row in data.receipts:
        if FIRST <= row.paid_on <= END:
            found = sums.setdefault((sector[row.institution_id], row.method == "cash"), [0, 0])
            found[0] += 1
            found[1] += row.gross
    return sums


def agrees(found: Assessment, sums: dict[tuple[Sector, bool], list[int]], *, value: bool) -> bool:
    """Whether DN24's figures of payments to schools and hospitals are those of the floor.

    The value only where nothing is passed on, which the floor does not know.
    """
    targets = {"DN24-Q5": Sector.EDUCATION, "DN24-Q6": Sector.HEALTH}
    for target, sector in targets.items():
        cashless, cash = sums[sector, False], sums[sector, True]
        for index, part in enumerate(found[target].parts[: 1 + value]):
            shown = (part.numerator, part.denominator)
            if shown != (cashless[index], cashless[index] + cash[index]):
                return False
    return True


def assessed(plan: Plan, data: Dataset) -> Assessment:
    return assess(plan, data, period=2022, as_of=END, known_at=END)


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    begin = time.process_time()
    work()
    return time.process_time() - begin


def peak_bytes(work: Callable[[], object]) -> int:
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def measure(name: str, plan: Plan, n: int, institutions: int, *, invoices: bool) -> bool:
    half = dataset(n // 2, institutions, invoices=invoices)
    whole = dataset(n, institutions, invoices=invoices)
    spent: dict[str, list[float]] = {"half": [], "whole": [], "floor": []}
    for _ in range(ROUNDS):
        spent["half"].append(seconds(lambda: assessed(plan, half)))
        spent["whole"].append(seconds(lambda: assessed(plan, whole)))
        spent["floor"].append(seconds(lambda: floor(whole)))
    median = {key: statistics.median(times) for key, times in spent.items()}
    print(f"{name}: {plan.key}, {institutions} institutions")
    print(f"  n = {n // 2:>8}  {median['half']:8.2f} s")
    print(f"  n = {n:>8}  {median['whole']:8.2f} s")
    print(f"  growth for twice the receipts: {median['whole'] / median['half']:.2f}")
    print(f"  floor: {median['floor']:.3f} s, ratio {median['whole'] / median['floor']:.0f}")
    peak = peak_bytes(lambda: assessed(plan, whole))
    print(f"  peak memory (tracemalloc): {peak / n:.0f} bytes per receipt")
    if plan.key != "DN24":
        return True
    same = agrees(assessed(plan, whole), floor(whole), value=not invoices)
    print(f"  figures: {'those of the floor' if same else 'DIFFERENT from the floor'}")
    return same


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=200_000)
    parser.add_argument("--institutions", type=int, default=500)
    parser.add_argument("--plan", default="DN24")
    given = parser.parse_args(arguments)
    plan = registry.plan(given.plan)
    kinds = {"no invoices": False, "every third of two invoices": True}
    same = [
        measure(name, plan, given.n, given.institutions, invoices=invoices)
        for name, invoices in kinds.items()
    ]
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
