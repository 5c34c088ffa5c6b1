"""An invoice against the minimum template, when it is sent and when it is settled."""

from collections.abc import Iterator
from typing import Final, Literal

from cashless_edu_health.findings import Finding, Report, Rule, Severity
from cashless_edu_health.invoices._invoice import Invoice, InvoiceState, is_blank
from cashless_edu_health.invoices._template import MinimumTemplate, TemplateField
from cashless_edu_health.legal import Citation

_LETTER_781: Final = Citation(document="mic-781-2022")

_PAYER_LATER: Final = Rule(id="INV-01", severity=Severity.INFO, citation=_LETTER_781)
_PAYER_MISSING: Final = Rule(id="INV-02", severity=Severity.ERROR, citation=_LETTER_781)
_PAYER_UNSOURCED: Final = Rule(id="INV-03", severity=Severity.ERROR)
_BENEFICIARY_MISSING: Final = Rule(id="INV-04", severity=Severity.ERROR, citation=_LETTER_781)
_REASON_MISSING: Final = Rule(id="INV-05", severity=Severity.ERROR, citation=_LETTER_781)
_INVOICE_REF_MISSING: Final = Rule(id="INV-06", severity=Severity.ERROR, citation=_LETTER_781)
_NOTHING_DUE: Final = Rule(id="INV-07", severity=Severity.INFO)
_CREDIT_BALANCE: Final = Rule(id="INV-08", severity=Severity.INFO)

RULES: Final = (
    _PAYER_LATER,
    _PAYER_MISSING,
    _PAYER_UNSOURCED,
    _BENEFICIARY_MISSING,
    _REASON_MISSING,
    _INVOICE_REF_MISSING,
    _NOTHING_DUE,
    _CREDIT_BALANCE,
)
"""Every rule of :func:`check`."""


def check(
    invoice: Invoice, template: MinimumTemplate, *, at: Literal["request", "settlement"]
) -> Report:
    """Whether an invoice says what the template demands.

    When it is sent, the payer may still be unknown: whoever scans the code completes the name
    by paying, and the report says so. When it is settled, the name must be there and its
    source known. Blank (also a no-break or zero-width space) is missing. Receipts are not
    looked at.

    Args:
        invoice: The invoice.
        template: The sector's template, as ``registry.template("education")`` gives it.
        at: ``"request"`` or ``"settlement"``.

    Raises:
        ValueError: ``at`` is neither.
    """
    if at not in ("request", "settlement"):
        raise ValueError("at is 'request' or 'settlement'")
    findings = (
        *_payer(invoice, template, at),
        *_beneficiary(invoice, template),
        *_reason(invoice, template),
        *_invoice_ref(invoice, template),
        *_total(invoice),
    )
    return Report(
        findings=findings, checked=(*(item.field.value for item in template.items), "total")
    )


def _payer(invoice: Invoice, template: MinimumTemplate, at: str) -> Iterator[Finding]:
    if invoice.payer is None or is_blank(invoice.payer.name):
        if template.requires(TemplateField.PAYER_NAME):
            yield Finding(_PAYER_LATER if at == "request" else _PAYER_MISSING, path="payer.name")
    elif invoice.payer_source is None and at == "settlement":
        yield Finding(_PAYER_UNSOURCED, path="payer_source")


def _beneficiary(invoice: Invoice, template: MinimumTemplate) -> Iterator[Finding]:
    missing = invoice.paid_for is None or is_blank(invoice.paid_for.name)
    if missing and template.requires(TemplateField.BENEFICIARY_NAME):
        yield Finding(_BENEFICIARY_MISSING, path="paid_for.name")


def _reason(invoice: Invoice, template: MinimumTemplate) -> Iterator[Finding]:
    if template.requires(TemplateField.REASON):
        for position, line in enumerate(invoice.lines):
            if is_blank(line.purpose):
                yield Finding(_REASON_MISSING, path=f"lines[{position}].purpose")


def _invoice_ref(invoice: Invoice, template: MinimumTemplate) -> Iterator[Finding]:
    if is_blank(invoice.id) and template.requires(TemplateField.INVOICE_REF):
        yield Finding(_INVOICE_REF_MISSING, path="id")


def _total(invoice: Invoice) -> Iterator[Finding]:
    if invoice.state is InvoiceState.NOTHING_DUE:
        yield Finding(_NOTHING_DUE, path="lines")
    elif invoice.state is InvoiceState.CREDIT_BALANCE:
        yield Finding(_CREDIT_BALANCE, path="lines")
