"""The minimum payment template of letter 781 and the plans, as data."""

from enum import StrEnum

from attrs import Attribute, field, frozen, validators

from cashless_edu_health.legal import Citation


class TemplateField(StrEnum):
    """The four fields of the template."""

    PAYER_NAME = "payer_name"
    """Họ và tên người trả tiền."""
    BENEFICIARY_NAME = "beneficiary_name"
    """Họ và tên người thụ hưởng: the pupil or patient paid for."""
    REASON = "reason"
    """Lý do thanh toán."""
    INVOICE_REF = "invoice_ref"
    """Mã/số hóa đơn thanh toán."""


class Presence(StrEnum):
    """Whether a field must be filled."""

    REQUIRED = "required"
    """Blank is missing."""
    IF_ANY = "if_any"
    """"(nếu có)": only when there is one; its absence is never a fault."""


@frozen
class TemplateItem:
    """One field of a template.

    Attributes:
        field: Which.
        presence: Whether it must be filled.
        label: The field as the sources print it.
    """

    field: TemplateField
    presence: Presence
    label: str


def _each_field_once(
    _: object, __: "Attribute[tuple[TemplateItem, ...]]", items: tuple[TemplateItem, ...]
) -> None:
    if sorted(item.field for item in items) != sorted(TemplateField):
        raise ValueError("a template has each of the four fields once")


@frozen(kw_only=True)
class MinimumTemplate:
    """What a payment must say at least; more is fine.

    Attributes:
        id: Stable id (``education``).
        items: The four fields, in the order of the sources.
        citations: Where the template stands.

    Raises:
        ValueError: A field is missing or stands twice, or nothing is cited.
    """

    id: str = field(validator=validators.min_len(1))
    items: tuple[TemplateItem, ...] = field(validator=_each_field_once)
    citations: tuple[Citation, ...] = field(validator=validators.min_len(1))

    def requires(self, which: TemplateField) -> bool:
        """Whether that field must be filled."""
        return any(i.field is which and i.presence is Presence.REQUIRED for i in self.items)
