"""What a decision can rest on; none of it is law, all of it is this library's own."""

from typing import Final

from cashless_edu_health.findings import Rule, Severity

WHOLE_CODE: Final = Rule(id="REC-01", severity=Severity.INFO)
WHOLE_CODES: Final = Rule(id="REC-02", severity=Severity.INFO)
COPY_BY_NOTIFICATION: Final = Rule(id="REC-03", severity=Severity.INFO)
COPY_BY_BANK_REFERENCE: Final = Rule(id="REC-04", severity=Severity.INFO)
CONFLICTING_COPY: Final = Rule(id="REC-05", severity=Severity.WARNING)
UNDER: Final = Rule(id="REC-06", severity=Severity.WARNING)
OVER: Final = Rule(id="REC-07", severity=Severity.WARNING)
OTHER_ACCOUNT: Final = Rule(id="REC-09", severity=Severity.WARNING)
UNCERTAIN_CODE: Final = Rule(id="REC-10", severity=Severity.WARNING)
SEVERAL_CODES: Final = Rule(id="REC-11", severity=Severity.WARNING)
UNKNOWN_CODE: Final = Rule(id="REC-12", severity=Severity.WARNING)
RETURN: Final = Rule(id="REC-13", severity=Severity.WARNING)
NO_CODE: Final = Rule(id="REC-14", severity=Severity.WARNING)
EXPIRED: Final = Rule(id="REC-15", severity=Severity.WARNING)
LOOK_ALIKE_CODE: Final = Rule(id="REC-16", severity=Severity.INFO)
PLAIN_CODE: Final = Rule(id="REC-17", severity=Severity.INFO)
REPAIRED_CODE: Final = Rule(id="REC-18", severity=Severity.INFO)
PERSON_AND_AMOUNT: Final = Rule(id="REC-19", severity=Severity.INFO)
VIRTUAL_ACCOUNT: Final = Rule(id="REC-20", severity=Severity.INFO)
CONTRADICTED_ACCOUNT: Final = Rule(id="REC-21", severity=Severity.WARNING)
CUSTOMER_CODE: Final = Rule(id="REC-22", severity=Severity.INFO)
CUSTOMER_HELD: Final = Rule(id="REC-23", severity=Severity.WARNING)
FURTHER_PART: Final = Rule(id="REC-24", severity=Severity.INFO)
FEE_SIZED: Final = Rule(id="REC-25", severity=Severity.WARNING)
PAID_AGAIN: Final = Rule(id="REC-26", severity=Severity.WARNING)
FAMILY_SUM: Final = Rule(id="REC-27", severity=Severity.WARNING)
RETURNED: Final = Rule(id="REC-28", severity=Severity.INFO)
COPY_BY_CONTENT: Final = Rule(id="REC-29", severity=Severity.INFO)
BROKEN_CODE: Final = Rule(id="REC-30", severity=Severity.WARNING)
PERSON_ONLY: Final = Rule(id="REC-31", severity=Severity.WARNING)
AMOUNT_ONLY: Final = Rule(id="REC-32", severity=Severity.WARNING)
CONTRADICTED_CODE: Final = Rule(id="REC-33", severity=Severity.WARNING)
STALE_CODE: Final = Rule(id="REC-34", severity=Severity.WARNING)

RULES: Final = (
    WHOLE_CODE,
    WHOLE_CODES,
    COPY_BY_NOTIFICATION,
    COPY_BY_BANK_REFERENCE,
    CONFLICTING_COPY,
    UNDER,
    OVER,
    OTHER_ACCOUNT,
    UNCERTAIN_CODE,
    SEVERAL_CODES,
    UNKNOWN_CODE,
    RETURN,
    NO_CODE,
    EXPIRED,
    LOOK_ALIKE_CODE,
    PLAIN_CODE,
    REPAIRED_CODE,
    PERSON_AND_AMOUNT,
    VIRTUAL_ACCOUNT,
    CONTRADICTED_ACCOUNT,
    CUSTOMER_CODE,
    CUSTOMER_HELD,
    FURTHER_PART,
    FEE_SIZED,
    PAID_AGAIN,
    FAMILY_SUM,
    RETURNED,
    COPY_BY_CONTENT,
    BROKEN_CODE,
    PERSON_ONLY,
    AMOUNT_ONLY,
    CONTRADICTED_CODE,
    STALE_CODE,
)
"""Every rule of :func:`~cashless_edu_health.reconciliation.reconcile`."""
