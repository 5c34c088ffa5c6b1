"""References that name a customer for good instead of one sum."""

from enum import StrEnum

from attrs import Attribute, field, frozen

from cashless_edu_health.accounts import Account
from cashless_edu_health.invoices._invoice import is_blank
from cashless_edu_health.invoices._request import check_reference


class AllocationPolicy(StrEnum):
    """What a credit pays when its reference names a customer and no sum."""

    EXACT = "exact"
    """The open requests whose sum it is, when only one choice of them is; else a person."""
    OLDEST_FIRST = "oldest_first"
    """As exact; else the oldest period first, the rest of the money stays on account."""
    HOLD = "hold"
    """A person, always."""


def _not_blank(_: object, attribute: "Attribute[str]", value: str) -> None:
    if is_blank(value):
        raise ValueError(f"{attribute.name} is blank")


@frozen(kw_only=True)
class CustomerReference:
    """A reference that a pupil or patient keeps (mã học sinh, mã bệnh nhân).

    Attributes:
        reference: 6 to 25 capital letters and digits, at least one letter.
        institution_id: Who is paid.
        account: Where to pay.
        customer_id: The pupil or patient, as ``Cover.paid_for.id`` of open requests.
        policy: What a credit with it pays.

    Raises:
        EncodeError: The reference has another form.
        ValueError: A blank id.
    """

    reference: str = field(validator=check_reference)
    institution_id: str = field(validator=_not_blank)
    account: Account
    customer_id: str = field(validator=_not_blank, repr=False)
    policy: AllocationPolicy = AllocationPolicy.EXACT
