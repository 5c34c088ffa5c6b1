"""What is owed: invoices, the payment requests made from them, and the minimum payment template.

An invoice asks for its total. A total of 0 asks for nothing and is not "paid"; a negative total
is a credit balance. The person paid for (pupil, patient) is never the account's name.

>>> from cashless_edu_health.accounts import Account
>>> invoice = Invoice(
...     id="HD-0017", institution_id="thcs-a", paid_for=Party(name="Trần Thị An (bịa)"),
...     lines=(
...         Line(amount=550_000, purpose="meals", period="2026-11"),
...         Line(amount=-50_000, purpose="meals", period="2026-10", reason="nghỉ hai ngày"),
...     ),
... )
>>> invoice.total, invoice.state
(500000, <InvoiceState.DUE: 'due'>)
>>> school = Account(acquirer_id="970436", number="0071000123456")
>>> PaymentRequest.for_invoice(invoice, account=school, reference="HVX7K3M2P9X5H").amount
500000
"""

from cashless_edu_health.invoices._channels import (
    Basis,
    Carriage,
    ChannelField,
    TemplateChannel,
)
from cashless_edu_health.invoices._check import RULES, check
from cashless_edu_health.invoices._customer import AllocationPolicy, CustomerReference
from cashless_edu_health.invoices._invoice import (
    Invoice,
    InvoiceState,
    Line,
    NameSource,
    Party,
    TaxInvoiceKey,
)
from cashless_edu_health.invoices._request import Cover, PaymentRequest
from cashless_edu_health.invoices._template import (
    MinimumTemplate,
    Presence,
    TemplateField,
    TemplateItem,
)

__all__ = [
    "RULES",
    "AllocationPolicy",
    "Basis",
    "Carriage",
    "ChannelField",
    "Cover",
    "CustomerReference",
    "Invoice",
    "InvoiceState",
    "Line",
    "MinimumTemplate",
    "NameSource",
    "Party",
    "PaymentRequest",
    "Presence",
    "TaxInvoiceKey",
    "TemplateChannel",
    "TemplateField",
    "TemplateItem",
    "check",
]
