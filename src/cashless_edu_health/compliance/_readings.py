"""Which readings can change which target, and which of them the data are indifferent to."""

from collections.abc import Iterator

from cashless_edu_health.compliance._books import IN_USE
from cashless_edu_health.compliance._dataset import Dataset
from cashless_edu_health.periods import Validity, Window
from cashless_edu_health.plans import (
    Comparison,
    Condition,
    FactHolds,
    Growth,
    GrowthKind,
    MethodKinds,
    MethodsOffered,
    Plan,
    ShareOfEntities,
    ShareOfPayers,
    ShareOfTransactions,
    Target,
    Weight,
)
from cashless_edu_health.receipts import PayerClass

BASE_YEAR = "average_growth_base"
"""The reading that moves the year which average growth starts from."""

AS_STATED = "as_stated"
"""The year that the plan's file gives."""

Options = tuple[str, tuple[str, ...]]


def relevant(target: Target, plan: Plan, *, changing: bool) -> Iterator[Options]:
    """The readings that could change this target, each with the options that could.

    ``changing`` says whether institutions open or close within the window.
    """
    conditions = _conditions(target)
    uses = any(asks_for_use(condition) for condition in conditions)
    shown = any(asks_for_methods(condition) for condition in conditions)
    money = any(isinstance(m, ShareOfTransactions | ShareOfPayers) for m in target.measures)
    if uses:
        yield "adoption", ("installed_and_used", "installed_only")
    if shown or money:
        yield "payer_scope", ("household", "all_payers")
        yield "collector_lump", ("as_transfer", "as_cash")
        yield "on_behalf", ("excluded", "included")
    options = {reading.name: reading.options for reading in plan.readings}
    decided = [
        row.reading
        for row in plan.methods.by_reading
        if uses or money or any(_counts(row.kind, condition) for condition in conditions)
    ]
    yield from ((name, options[name]) for name in dict.fromkeys(decided))
    yield from _of_payments(target, changing=changing)
    yield from _of_groups(target)
    yield from _of_growth(target)
    demands = [] if target.schedule is None else [e.demand for e in target.schedule.entries]
    if any(demand.comparison is Comparison.RANGE for demand in demands):
        yield "range", ("floor_binds",)


def _conditions(target: Target) -> list[Condition]:
    conditions = [m.where for m in target.measures if isinstance(m, ShareOfEntities)]
    return conditions if target.among is None else [*conditions, target.among]


def _of_payments(target: Target, *, changing: bool) -> Iterator[Options]:
    shares = [m for m in target.measures if isinstance(m, ShareOfTransactions)]
    payers = any(isinstance(m, ShareOfPayers) for m in target.measures)
    if any(share.weight is Weight.COUNT for share in shares):
        yield "transaction_unit", ("receipt", "allocation")
    if payers:
        yield "payer_basis", ("any_cashless", "all_cashless")
    if (shares or payers) and (changing or target.among is not None):
        yield "transaction_membership", ("at_event", "at_period_end")


def _of_groups(target: Target) -> Iterator[Options]:
    if len(target.populations) > 1:
        yield "pooling", ("as_written", "pooled")
    elif any(len(population.sectors_reached()) > 1 for population in target.populations):
        yield "pooling", ("as_written", "each_sector")


def _of_growth(target: Target) -> Iterator[Options]:
    for measure in target.measures:
        if isinstance(measure, Growth) and measure.kind is GrowthKind.AVERAGE:
            yield "average_growth", ("geometric", "arithmetic")
            years = range((measure.base or 0) + 1, measure.end or 0)
            yield BASE_YEAR, tuple(str(year) for year in years)


def asks_for_use(condition: Condition) -> bool:
    """Whether payments can prove the condition, or a part of it."""
    return any(isinstance(leaf, FactHolds) and leaf.fact == IN_USE for leaf in condition.leaves())


def asks_for_methods(condition: Condition) -> bool:
    """Whether what is paid for makes a difference: it asks for methods, or for their use."""
    methods = any(isinstance(leaf, MethodsOffered) for leaf in condition.leaves())
    return methods or asks_for_use(condition)


def _counts(kind: str, condition: Condition) -> bool:
    """Whether the condition counts a kind that is cashless, or lists it."""
    methods = [leaf for leaf in condition.leaves() if isinstance(leaf, MethodsOffered)]
    listed = [leaf.kinds if leaf.method_set is None else leaf.method_set.kinds for leaf in methods]
    return any(not kinds or kind in kinds for kinds in listed)


def some_change(dataset: Dataset, window: Window) -> bool:
    """Whether some institution is there on some days of the window and not on others."""
    span = Validity(valid_from=window.first, valid_to=window.last)
    return any(
        row.overlaps(span) and not (row.covers(window.first) and row.covers(window.last))
        for row in dataset.institutions
    )


def indifferent(dataset: Dataset, methods: MethodKinds) -> frozenset[str]:
    """Readings of payments that these data hold nothing for.

    Every option gives the same figures.
    """
    kinds = {receipt.method for receipt in dataset.receipts}
    kinds |= {tally.method for tally in dataset.tallies}
    kinds |= {method.kind for row in dataset.institutions for method in row.methods}
    touched = {row.reading for row in methods.by_reading if row.kind in kinds}
    touched |= set(_touched(dataset))
    of_payments = {"payer_scope", "collector_lump", "transaction_unit", "on_behalf"}
    return frozenset((of_payments | {row.reading for row in methods.by_reading}) - touched)


def _touched(dataset: Dataset) -> Iterator[str]:
    receipts, tallies = dataset.receipts, dataset.tallies
    classes = {receipt.payer_class for receipt in receipts} | {t.payer_class for t in tallies}
    if classes - {PayerClass.HOUSEHOLD}:
        yield "payer_scope"
    if any(receipt.collector_lump for receipt in receipts):
        yield "collector_lump"
    allocated = [receipt for receipt in receipts if receipt.allocations]
    if any(len(receipt.allocations) > 1 or receipt.unallocated for receipt in allocated):
        yield "transaction_unit"
    parts = any(part.on_behalf for receipt in allocated for part in receipt.allocations)
    if parts or any(tally.on_behalf for tally in tallies):
        yield "on_behalf"
