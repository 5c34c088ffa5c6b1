"""What a decision of the ledger can rest on, beside what a reconciliation can, and its faults."""

from typing import Final

from cashless_edu_health.findings import Rule, Severity

BY_A_PERSON: Final = Rule(id="LED-01", severity=Severity.INFO)
TAKEN_BACK: Final = Rule(id="LED-02", severity=Severity.WARNING)
OTHER_CONTENT: Final = Rule(id="LED-03", severity=Severity.WARNING)
CHAIN_BROKEN: Final = Rule(id="LED-04", severity=Severity.ERROR)
CONTENT_CHANGED: Final = Rule(id="LED-05", severity=Severity.ERROR)
TABLE_CHANGED: Final = Rule(id="LED-06", severity=Severity.ERROR)
HEAD_MISSING: Final = Rule(id="LED-07", severity=Severity.ERROR)

LEDGER_RULES: Final = (
    BY_A_PERSON,
    TAKEN_BACK,
    OTHER_CONTENT,
    CHAIN_BROKEN,
    CONTENT_CHANGED,
    TABLE_CHANGED,
    HEAD_MISSING,
)
