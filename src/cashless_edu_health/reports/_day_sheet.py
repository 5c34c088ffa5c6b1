"""What was taken on which day, by channel and method: gross, fee, refunds, net."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple, Self

from attrs import frozen

from cashless_edu_health.periods import Window
from cashless_edu_health.receipts import Receipt, ReceiptSource, Reversal
from cashless_edu_health.settlements import Settlement, SettlementItem


class Key(NamedTuple):
    """A line of the day sheet.

    Attributes:
        day: Day of the payments; of a settlement, the day on which it was paid out.
        channel: ``bank``, ``counter``, ``settlement``, or the provider that settled.
        method: Kind of method; ``None`` when unknown, ``""`` for a fee on all of a settlement.
    """

    day: date
    channel: str
    method: str | None


@frozen
class Taken:
    """What was taken; whole dong.

    Attributes:
        count: Payments.
        gross: What payers paid.
        fee: What was kept by a provider; ``None`` when nobody recorded it.
        refunds: What was given back.
        net: What is left; of money whose fee was kept before it came, ``None`` without the fee.
    """

    count: int
    gross: int
    fee: int | None
    refunds: int
    net: int | None

    @classmethod
    def of(cls, parts: Iterable["Taken"]) -> Self:
        """The sum; not recorded in one part is not recorded in the sum."""
        every = tuple(parts)
        fees, nets = [one.fee for one in every], [one.net for one in every]
        return cls(
            count=sum(one.count for one in every),
            gross=sum(one.gross for one in every),
            fee=None if None in fees else sum(fee for fee in fees if fee is not None),
            refunds=sum(one.refunds for one in every),
            net=None if None in nets else sum(net for net in nets if net is not None),
        )


def taken(
    receipts: Iterable[Receipt],
    reversals: Iterable[Reversal],
    settlements: Sequence[Settlement],
    window: Window | None,
) -> dict[Key, Taken]:
    """Every line of the day sheet, in the order of days, channels and methods.

    Receipts of the settlements given are counted in their settlement alone.
    """
    lines: dict[Key, list[Taken]] = {}
    settled = {one.receipt_id(item.id) for one in settlements for item in one.items}
    by_id = {receipt.id: receipt for receipt in receipts if receipt.id not in settled}
    for receipt in by_id.values():
        key = Key(receipt.paid_on, receipt.source.value, receipt.method)
        lines.setdefault(key, []).append(_taken(receipt, 1, receipt.gross, 0))
    for reversal in reversals:
        undone = by_id.get(reversal.receipt_id)
        if undone is not None:
            key = Key(reversal.reversed_on, undone.source.value, undone.method)
            lines.setdefault(key, []).append(_taken(undone, 0, 0, reversal.amount))
    for settlement in settlements:
        for method, part in _settled(settlement):
            key = Key(settlement.paid_on, settlement.provider, method)
            lines.setdefault(key, []).append(part)
    asked = [key for key in lines if window is None or key.day in window]
    asked.sort(key=lambda key: (key.day, key.channel, key.method is None, key.method or "~"))
    return {key: Taken.of(lines[key]) for key in asked}


_CASH: Final = "cash"


def _taken(receipt: Receipt, count: int, gross: int, refunds: int) -> Taken:
    """Cash has no fee; what a bank reports is what came; what a provider kept is not known."""
    cash = receipt.source is ReceiptSource.COUNTER and receipt.method == _CASH
    came_whole = cash or receipt.source is ReceiptSource.BANK
    return Taken(
        count, gross, 0 if cash else None, refunds, gross - refunds if came_whole else None
    )


def _settled(settlement: Settlement) -> Iterable[tuple[str | None, Taken]]:
    """Payments by method, then what belongs to none: refunds, and the fee that no item states."""
    by_method: dict[str | None, list[SettlementItem]] = {}
    for item in settlement.items:
        by_method.setdefault(item.method, []).append(item)
    stated = sum(item.fee or 0 for item in settlement.items)
    rest = settlement.fee - stated
    if len(by_method) == 1:
        ((method, items),) = by_method.items()
        gross, back = sum(item.gross for item in items), settlement.refunded
        net = gross - settlement.fee - back
        yield method, Taken(len(items), gross, settlement.fee, back, net)
        return
    for method, items in by_method.items():
        gross, fee = sum(item.gross for item in items), sum(item.fee or 0 for item in items)
        yield method, Taken(len(items), gross, fee, 0, gross - fee)
    if rest or settlement.refunds:
        back = settlement.refunded
        yield "", Taken(0, 0, rest, back, -rest - back)
