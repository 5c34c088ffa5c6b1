"""What paying without cash costs the payer beside paying in cash."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from attrs import frozen

from cashless_edu_health import money
from cashless_edu_health.compliance._books import View
from cashless_edu_health.compliance._checks import Charge, Evidence, FeeCheck
from cashless_edu_health.compliance._outcomes import Outcome
from cashless_edu_health.institutions import PayerFee, PaymentMethod

_NOTHING: Final = PayerFee()


@frozen
class FeeComparison:
    """Charges by method beside those of cash.

    Attributes:
        excess: Dong that each cashless method costs the payer beyond cash; never below 0.
        cheapest: The cashless method that costs least; the first by name among equals.
        outcome: Met when none costs more than cash, else attention: "hạn chế tối đa" asks to
            keep such charges small and does not forbid them.
    """

    excess: Mapping[str, int]
    cheapest: str
    outcome: Outcome


def compare_fees(fees: Mapping[str, int], *, cash: str = "cash") -> FeeComparison:
    """What each method charges the payer of one invoice, held against cash.

    Args:
        fees: Dong charged to the payer, by kind of method; cash must be among them.
        cash: The kind that is cash.

    Raises:
        ValueError: No cash, nothing beside cash, or a charge that is not whole dong.

    >>> compare_fees({"cash": 0, "qr_transfer": 0, "card_pos": 11_000}).outcome
    <Outcome.ATTENTION: 'attention'>
    """
    charged = {kind: money.validate(fee) for kind, fee in fees.items()}
    if cash not in charged:
        raise ValueError("what cash costs is not given")
    beside = charged.pop(cash)
    if not charged:
        raise ValueError("no method beside cash is given")
    excess = {kind: max(0, fee - beside) for kind, fee in charged.items()}
    cheapest = min(sorted(charged), key=charged.__getitem__)
    dearer = any(excess.values())
    return FeeComparison(excess, cheapest, Outcome.ATTENTION if dearer else Outcome.MET)


def fee_check(view: View) -> FeeCheck:
    """What the methods of one institution cost the payer on a day, held against cash.

    Compared exactly and for every amount: a method is dearer when its fixed part or its rate is
    above that of cash, since it then costs more at some amount. Where cash can be paid in
    several ways, it is dearer when it is so than any of them: a payer takes the cheapest. Cash
    that the register does not list is held to cost nothing. "Lowest or zero" (mức phí thấp nhất
    hoặc không thu phí) is compared in the same way.

    A charge that nobody stated is not known, that of a method shown by payments alone included. A
    kind of method of which nobody knows whether it is cash is left out unless it could be dearer.
    """
    methods = view.institution.methods
    serving = (m for m in methods if m.covers(view.day) and m.serves(view.purposes))
    active = sorted(serving, key=_place)
    cash = tuple(one.payer_fee for one in active if view.is_cashless(one.kind) is False)
    return FeeCheck(charges=tuple(_charges(active, cash, view)), cash=cash)


def _place(method: PaymentMethod) -> tuple[str, bool, int, Fraction, date, date, str]:
    """By kind, what nobody stated first: how the register lists methods does not matter."""
    fee = method.payer_fee or _NOTHING
    first, last = method.valid_from or date.min, method.valid_to or date.max
    stated = method.payer_fee is not None
    return method.kind, stated, fee.fixed, fee.rate, first, last, method.evidence


def _charges(
    active: list[PaymentMethod], cash: tuple[PayerFee | None, ...], view: View
) -> Iterator[Charge]:
    for method in active:
        cashless = view.is_cashless(method.kind)
        dearer = _dearer(method.payer_fee, cash or (_NOTHING,))
        if cashless is None and dearer is not False:
            dearer = None
        if cashless or (cashless is None and dearer is None):
            evidence = Evidence(
                of=method.kind,
                text=method.evidence,
                valid_from=method.valid_from,
                valid_to=method.valid_to,
            )
            yield Charge(kind=method.kind, fee=method.payer_fee, dearer=dearer, evidence=evidence)
    registered = {method.kind for method in view.institution.methods}
    shown = view.kinds() - registered
    for kind in sorted(kind for kind in shown if view.is_cashless(kind)):
        yield Charge(kind=kind, fee=None, dearer=None)


def _dearer(fee: PayerFee | None, cash: tuple[PayerFee | None, ...]) -> bool | None:
    """Whether it can cost more than some way of paying in cash."""
    answers = [_above(fee, one) for one in cash]
    if True in answers:
        return True
    return None if None in answers else False


def _above(fee: PayerFee | None, cash: PayerFee | None) -> bool | None:
    if fee is None:
        return None
    if cash is None:
        return False if fee == _NOTHING else None
    return fee.fixed > cash.fixed or fee.rate > cash.rate
