"""Whether the sums and the parts of a settlement hold."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from cashless_edu_health.findings import Finding, Report, Rule, Severity, Skipped
from cashless_edu_health.settlements._settlement import Settlement

_GROSS: Final = Rule(id="SET-01", severity=Severity.ERROR)
_BALANCE: Final = Rule(id="SET-02", severity=Severity.ERROR)
_FEE: Final = Rule(id="SET-03", severity=Severity.ERROR)
_TWICE: Final = Rule(id="SET-04", severity=Severity.ERROR)
_REFUND_OF_NOTHING: Final = Rule(id="SET-05", severity=Severity.INFO)
_REFUND_TOO_LARGE: Final = Rule(id="SET-06", severity=Severity.ERROR)
_PAID_LATER: Final = Rule(id="SET-07", severity=Severity.WARNING)

RULES: Final = (
    _GROSS,
    _BALANCE,
    _FEE,
    _TWICE,
    _REFUND_OF_NOTHING,
    _REFUND_TOO_LARGE,
    _PAID_LATER,
)
"""Every rule of :func:`check`."""


def check(settlement: Settlement) -> Report:
    """What does not add up in a settlement, to the dong.

    Whether the fee is the sum of the payments' fees is skipped by name when a payment comes
    without one.
    """
    fees = [item.fee for item in settlement.items]
    known = [fee for fee in fees if fee is not None]
    findings = [*_sums(settlement), *_parts(settlement)]
    if len(known) < len(fees) or not fees:
        return Report(
            findings=tuple(findings),
            checked=("sums", "parts"),
            skipped=(Skipped(check="fees", reason="no-item-fees"),),
        )
    if sum(known) != settlement.fee:
        values = {"difference": settlement.fee - sum(known)}
        findings.append(Finding(_FEE, path="fee", values=values))
    return Report(findings=tuple(findings), checked=("sums", "parts", "fees"))


def _sums(settlement: Settlement) -> Iterator[Finding]:
    items = sum(item.gross for item in settlement.items)
    if settlement.gross != items:
        yield Finding(_GROSS, path="gross", values={"difference": settlement.gross - items})
    spent = settlement.fee + settlement.refunded + settlement.net
    if settlement.gross != spent:
        yield Finding(_BALANCE, path="net", values={"difference": settlement.gross - spent})


def _parts(settlement: Settlement) -> Iterator[Finding]:
    seen: set[str] = set()
    ids = [(f"items[{number}]", item.id) for number, item in enumerate(settlement.items)]
    ids += [(f"refunds[{number}]", one.id) for number, one in enumerate(settlement.refunds)]
    for path, name in ids:
        if name in seen:
            yield Finding(_TWICE, path=f"{path}.id")
        seen.add(name)
    for number, item in enumerate(settlement.items):
        if item.paid_on > settlement.paid_on:
            yield Finding(_PAID_LATER, path=f"items[{number}].paid_on")
    yield from _refunds(settlement)


def _refunds(settlement: Settlement) -> Iterator[Finding]:
    paid = {item.id: item.gross for item in settlement.items}
    back: Counter[str] = Counter()
    for number, refund in enumerate(settlement.refunds):
        path = f"refunds[{number}]"
        if refund.item_id is None or refund.item_id not in paid:
            yield Finding(_REFUND_OF_NOTHING, path=f"{path}.item_id")
            continue
        back[refund.item_id] += refund.amount
        if back[refund.item_id] > paid[refund.item_id]:
            yield Finding(_REFUND_TOO_LARGE, path=f"{path}.amount")
