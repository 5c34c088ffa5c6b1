"""What paying without cash costs the payer beside paying in cash."""

from collections.abc import Mapping

from attrs import frozen

from cashless_edu_health import money
from cashless_edu_health.compliance._outcomes import Outcome


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
