"""What is odd about a dataset as far as a plan is concerned."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Final

from attrs import evolve

from cashless_edu_health.compliance._books import IN_USE
from cashless_edu_health.compliance._inquiry import Inquiry
from cashless_edu_health.compliance._payments import VIET_NAM, is_for
from cashless_edu_health.findings import Finding, Report, Rule, Severity
from cashless_edu_health.institutions import HeadCount, Institution
from cashless_edu_health.plans import INSTITUTION
from cashless_edu_health.receipts import POOLED_CASHLESS, Tally

DECLARED_WITHOUT_PAYMENT: Final = Rule(id="CMP-01", severity=Severity.WARNING)
PAYMENT_AGAINST_DECLARATION: Final = Rule(id="CMP-02", severity=Severity.WARNING)
METHOD_NOT_REGISTERED: Final = Rule(id="CMP-03", severity=Severity.WARNING)
METHOD_UNKNOWN: Final = Rule(id="CMP-04", severity=Severity.WARNING)
TALLY_STRADDLES: Final = Rule(id="CMP-05", severity=Severity.WARNING)

KNOWN_TOO_EARLY: Final = Rule(id="CMP-06", severity=Severity.WARNING)
PAID_AFTER_RECORDING: Final = Rule(id="CMP-07", severity=Severity.WARNING)
COUNTED_TWICE: Final = Rule(id="CMP-08", severity=Severity.WARNING)
NOBODY_OF_TYPE: Final = Rule(id="CMP-09", severity=Severity.WARNING)
HEADS_OF_ANOTHER_DAY: Final = Rule(id="CMP-10", severity=Severity.WARNING)

RULES: Final[tuple[Rule, ...]] = (
    DECLARED_WITHOUT_PAYMENT,
    PAYMENT_AGAINST_DECLARATION,
    METHOD_NOT_REGISTERED,
    METHOD_UNKNOWN,
    TALLY_STRADDLES,
    KNOWN_TOO_EARLY,
    PAID_AFTER_RECORDING,
    COUNTED_TWICE,
    NOBODY_OF_TYPE,
    HEADS_OF_ANOTHER_DAY,
)


def check(inquiry: Inquiry) -> Report:
    """Declarations, payments, figures and questions that do not go together."""
    findings: list[Finding] = []
    for institution in inquiry.dataset.institutions:
        findings.extend(_institution(institution, inquiry))
    findings.extend(_payments(inquiry))
    findings.extend(_spans(inquiry))
    if inquiry.known_at < inquiry.as_of:
        findings.append(Finding(KNOWN_TOO_EARLY, path="known_at"))
    findings.extend(_recorded_too_early(inquiry))
    findings.extend(_twice(inquiry))
    findings.extend(_empty(inquiry))
    findings.extend(_heads(inquiry))
    return Report(
        findings=tuple(findings),
        checked=(
            "declared use",
            "registered methods",
            "known methods",
            "tallies in the window",
            "days of knowledge",
            "double counts",
            "types of the populations",
            "days of head counts",
        ),
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
    for kind in sorted(use.kinds.keys() - registered):
        yield Finding(METHOD_NOT_REGISTERED, path=path, values={"method": kind})


def _payments(inquiry: Inquiry) -> Iterator[Finding]:
    books = inquiry.books(inquiry.head(None))
    for institution in inquiry.dataset.institutions:
        for payment in books.of(institution.id):
            profile = payment.profile
            unknown = books.lens.cashless(profile) is None
            if (unknown or not payment.whole) and not books.lens.excluded(profile):
                if unknown:
                    values = {"method": profile.kind or "-"}
                    yield Finding(METHOD_UNKNOWN, path=payment.id, values=values)
                if not payment.whole:
                    yield Finding(TALLY_STRADDLES, path=payment.id)


def _spans(inquiry: Inquiry) -> Iterator[Finding]:
    first, last = inquiry.window.first, inquiry.head(None)
    for index, row in enumerate(inquiry.dataset.payer_counts):
        reaches_in = row.paid_from <= last and first <= row.paid_to
        if reaches_in and not (first <= row.paid_from and row.paid_to <= last):
            yield Finding(TALLY_STRADDLES, path=f"payer_counts[{index}]")


def _recorded_too_early(inquiry: Inquiry) -> Iterator[Finding]:
    for receipt in inquiry.dataset.receipts:
        if receipt.recorded_at < datetime.combine(receipt.paid_on, time.min, VIET_NAM):
            yield Finding(PAID_AFTER_RECORDING, path=receipt.id)


def _twice(inquiry: Inquiry) -> Iterator[Finding]:
    """Receipts that a summed figure of the same payments may hold already."""
    tallies: dict[tuple[str, str | None], list[tuple[int, Tally]]] = {}
    for index, tally in enumerate(inquiry.dataset.tallies):
        key = (tally.institution_id, tally.method)
        tallies.setdefault(key, []).append((index, tally))
    found: dict[int, int] = {}
    for receipt in inquiry.dataset.receipts if tallies else ():
        for index, tally in tallies.get((receipt.institution_id, receipt.method), ()):
            if (
                tally.paid_from <= receipt.paid_on <= tally.paid_to
                and tally.payer_class is receipt.payer_class
                and is_for(tally.purposes, receipt.purposes) is not False
            ):
                found[index] = found.get(index, 0) + 1
    for index, count in sorted(found.items()):
        yield Finding(COUNTED_TWICE, path=f"tallies[{index}]", values={"receipts": count})


def _empty(inquiry: Inquiry) -> Iterator[Finding]:
    """Populations that nobody is in because of a type that nobody here has."""
    rows: list[Institution | HeadCount] = [*inquiry.dataset.institutions]
    rows += inquiry.dataset.head_counts
    types = {row.type for row in rows}
    for target in inquiry.plan.targets:
        for population in target.populations:
            asked = population.types - types
            of_any_type = evolve(population, types=frozenset())
            if (
                asked == population.types != frozenset()
                and population.entity == INSTITUTION
                and any(of_any_type.contains(row) is not False for row in rows)
            ):
                values = {"types": ", ".join(sorted(asked)), "present": ", ".join(sorted(types))}
                yield Finding(NOBODY_OF_TYPE, path=target.id, values=values)


def _heads(inquiry: Inquiry) -> Iterator[Finding]:
    head = inquiry.head(None)
    for row in inquiry.dataset.head_counts:
        if not row.covers(head):
            path = f"head_counts[{row.id}]"
            yield Finding(HEADS_OF_ANOTHER_DAY, path=path, values={"day": f"{head:%d/%m/%Y}"})
