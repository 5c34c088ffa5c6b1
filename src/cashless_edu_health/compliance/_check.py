"""What is odd about a dataset as far as a plan is concerned."""

from collections.abc import Iterator
from typing import Final

from cashless_edu_health.compliance._books import IN_USE
from cashless_edu_health.compliance._inquiry import Inquiry
from cashless_edu_health.findings import Finding, Report, Rule, Severity
from cashless_edu_health.institutions import Institution
from cashless_edu_health.receipts import POOLED_CASHLESS

DECLARED_WITHOUT_PAYMENT: Final = Rule(id="CMP-01", severity=Severity.WARNING)
PAYMENT_AGAINST_DECLARATION: Final = Rule(id="CMP-02", severity=Severity.WARNING)
METHOD_NOT_REGISTERED: Final = Rule(id="CMP-03", severity=Severity.WARNING)
METHOD_UNKNOWN: Final = Rule(id="CMP-04", severity=Severity.WARNING)
TALLY_STRADDLES: Final = Rule(id="CMP-05", severity=Severity.WARNING)

RULES: Final[tuple[Rule, ...]] = (
    DECLARED_WITHOUT_PAYMENT,
    PAYMENT_AGAINST_DECLARATION,
    METHOD_NOT_REGISTERED,
    METHOD_UNKNOWN,
    TALLY_STRADDLES,
)


def check(inquiry: Inquiry) -> Report:
    """Declarations without payments, payments without a register entry, figures that straddle."""
    findings: list[Finding] = []
    for institution in inquiry.dataset.institutions:
        findings.extend(_institution(institution, inquiry))
    findings.extend(_payments(inquiry))
    return Report(
        findings=tuple(findings),
        checked=("declared use", "registered methods", "known methods", "tallies in the window"),
    )


def _institution(institution: Institution, inquiry: Inquiry) -> Iterator[Finding]:
    head = inquiry.head(None)
    use = inquiry.books(head).use(institution, frozenset())
    declared, shown = institution.fact(IN_USE, head), use.on(head)
    path = f"institutions[{institution.id}]"
    if declared and not shown:
        yield Finding(DECLARED_WITHOUT_PAYMENT, path=path)
    if declared is False and shown:
        yield Finding(PAYMENT_AGAINST_DECLARATION, path=path)
    # A sum over every kind shows no kind in particular.
    registered = {POOLED_CASHLESS} | {method.kind for method in institution.methods}
    for kind in sorted(kind for kind in use.kinds if kind is not None and kind not in registered):
        yield Finding(METHOD_NOT_REGISTERED, path=path, values={"method": kind})


def _payments(inquiry: Inquiry) -> Iterator[Finding]:
    for payment in inquiry.books(inquiry.head(None)).payments:
        if payment.excluded:
            continue
        if payment.cashless is None:
            yield Finding(METHOD_UNKNOWN, path=payment.id, values={"method": payment.kind or "-"})
        if payment.inside is None:
            yield Finding(TALLY_STRADDLES, path=payment.id)
