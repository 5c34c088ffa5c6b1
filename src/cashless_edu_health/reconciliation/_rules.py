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
ALREADY_PAID: Final = Rule(id="REC-08", severity=Severity.WARNING)
OTHER_ACCOUNT: Final = Rule(id="REC-09", severity=Severity.WARNING)
UNCERTAIN_CODE: Final = Rule(id="REC-10", severity=Severity.WARNING)
SEVERAL_CODES: Final = Rule(id="REC-11", severity=Severity.WARNING)
UNKNOWN_CODE: Final = Rule(id="REC-12", severity=Severity.WARNING)
RETURN: Final = Rule(id="REC-13", severity=Severity.WARNING)
NO_CODE: Final = Rule(id="REC-14", severity=Severity.WARNING)
EXPIRED: Final = Rule(id="REC-15", severity=Severity.WARNING)
LOOK_ALIKE_CODE: Final = Rule(id="REC-16", severity=Severity.INFO)

RULES: Final = (
    WHOLE_CODE,
    WHOLE_CODES,
    COPY_BY_NOTIFICATION,
    COPY_BY_BANK_REFERENCE,
    CONFLICTING_COPY,
    UNDER,
    OVER,
    ALREADY_PAID,
    OTHER_ACCOUNT,
    UNCERTAIN_CODE,
    SEVERAL_CODES,
    UNKNOWN_CODE,
    RETURN,
    NO_CODE,
    EXPIRED,
    LOOK_ALIKE_CODE,
)
"""Every rule of :func:`~cashless_edu_health.reconciliation.reconcile`."""
