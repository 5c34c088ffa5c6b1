"""A payout and the payments behind it."""

from datetime import date
from typing import Any

from attrs import Attribute, field, frozen, validators

from cashless_edu_health import money
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import Delivery

_filled = validators.matches_re(r"(?s).*\S.*")
_filled_if_given = validators.optional(_filled)


def _amount(minimum: int) -> Any:
    def check(_: object, attribute: "Attribute[int]", value: int) -> None:
        try:
            money.validate(value, minimum=minimum)
        except ValueError as error:
            raise ValueError(f"{attribute.name}: {error}") from None

    return check


@frozen(kw_only=True)
class SettlementItem:
    """One payment that a provider took for an institution.

    Attributes:
        id: The provider's id of the payment.
        gross: What the payer paid, in dong, before any fee; more than 0.
        paid_on: Day of payment in Viet Nam.
        method: Kind of method (``card_pos``, ``web_payment``); ``None`` when unknown.
        order_id: The institution's own order number, if it gave one.
        reference: Reference of the payment request, if the provider carries it.
        fee: The provider's fee on this payment, in dong; ``None`` when it gives only a sum.
        bank_reference: The bank's reference of the payment, if told.
        delivery: How this payment was told, where it came by itself.

    Raises:
        ValueError: An empty text where one is needed, or a bad amount.
    """

    id: str = field(validator=_filled)
    gross: int = field(validator=_amount(1), repr=False)
    paid_on: date
    method: str | None = field(default=None, validator=_filled_if_given)
    order_id: str | None = field(default=None, validator=_filled_if_given)
    reference: str | None = field(default=None, validator=_filled_if_given)
    fee: int | None = field(default=None, validator=validators.optional(_amount(0)), repr=False)
    bank_reference: str | None = field(default=None, validator=_filled_if_given)
    delivery: Delivery | None = None


@frozen(kw_only=True)
class Refund:
    """Money that a provider gave back to a payer.

    Attributes:
        id: The provider's id of the refund.
        amount: Dong, more than 0.
        refunded_on: Day in Viet Nam.
        item_id: The payment that is given back; ``None`` when the provider does not say.

    Raises:
        ValueError: An empty text where one is needed, or a bad amount.
    """

    id: str = field(validator=_filled)
    amount: int = field(validator=_amount(1), repr=False)
    refunded_on: date
    item_id: str | None = field(default=None, validator=_filled_if_given)


@frozen(kw_only=True)
class Settlement:
    """One payout of a provider, with its sums as the provider states them.

    Whether the sums hold is asked of :func:`~cashless_edu_health.settlements.check`: a file that
    does not add up is kept as it is.

    Attributes:
        id: The provider's id of the settlement.
        provider: Who settles, a stable word; ids are unique within one provider.
        account: Where the lump is paid.
        paid_on: Day on which the provider pays.
        items: The payments.
        refunds: What was given back.
        gross: Sum of the payments as stated, in dong.
        fee: What the provider keeps, as stated.
        net: What it pays, as stated; negative when it asks for money back.
        payout_reference: What the provider writes into the memo of the lump, if that is known.
        delivery: How the settlement reached us.

    Raises:
        ValueError: An empty text where one is needed, or a bad amount.
    """

    id: str = field(validator=_filled)
    provider: str = field(validator=_filled)
    account: Account
    paid_on: date
    items: tuple[SettlementItem, ...]
    refunds: tuple[Refund, ...] = ()
    gross: int = field(validator=_amount(0), repr=False)
    fee: int = field(validator=_amount(0), repr=False)
    net: int = field(validator=_amount(-money.MAX_AMOUNT), repr=False)
    payout_reference: str | None = field(default=None, validator=_filled_if_given)
    delivery: Delivery | None = None

    @property
    def refunded(self) -> int:
        """Sum of the refunds in dong."""
        return sum(refund.amount for refund in self.refunds)

    def receipt_id(self, item_id: str) -> str:
        """Id of the receipt of a payment of this provider."""
        return f"{self.provider}:{item_id}"
