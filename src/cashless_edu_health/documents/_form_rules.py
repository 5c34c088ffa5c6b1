"""What is checked about returned forms."""

from typing import Final

from cashless_edu_health.documents import _form_cells as cells
from cashless_edu_health.findings import Rule, Severity

UNREADABLE: Final = Rule(id="FRM-01", severity=Severity.ERROR)
NO_HEADER: Final = Rule(id="FRM-02", severity=Severity.ERROR)
UNKNOWN_COLUMN: Final = Rule(id="FRM-03", severity=Severity.ERROR)
COLUMN_TWICE: Final = Rule(id="FRM-04", severity=Severity.ERROR)
COLUMN_MISSING: Final = Rule(id="FRM-05", severity=Severity.ERROR)
ANOTHER_WIDTH: Final = Rule(id="FRM-06", severity=Severity.ERROR)
HEADER_AGAIN: Final = Rule(id="FRM-07", severity=Severity.ERROR)
REQUIRED_EMPTY: Final = Rule(id="FRM-08", severity=Severity.ERROR)
MERGED: Final = Rule(id="FRM-14", severity=Severity.ERROR)
HALF_A_FIGURE: Final = Rule(id="FRM-16", severity=Severity.ERROR)
VALUE_WITHOUT_PAYMENT: Final = Rule(id="FRM-17", severity=Severity.ERROR)
DAYS_OUT_OF_ORDER: Final = Rule(id="FRM-18", severity=Severity.ERROR)
NOBODY: Final = Rule(id="FRM-19", severity=Severity.ERROR)
MORE_THAN_ALL: Final = Rule(id="FRM-21", severity=Severity.ERROR)
NO_ROWS: Final = Rule(id="FRM-23", severity=Severity.ERROR)
CHECK_DIGIT: Final = Rule(id="FRM-24", severity=Severity.WARNING)
FEE_OF_NO_METHOD: Final = Rule(id="FRM-25", severity=Severity.ERROR)

FORM_RULES: Final[tuple[Rule, ...]] = (
    UNREADABLE,
    NO_HEADER,
    UNKNOWN_COLUMN,
    COLUMN_TWICE,
    COLUMN_MISSING,
    ANOTHER_WIDTH,
    HEADER_AGAIN,
    REQUIRED_EMPTY,
    cells.NOT_YES_NO,
    cells.NOT_WHOLE,
    cells.NOT_A_DATE,
    cells.NOT_A_CHOICE,
    cells.COMPUTED,
    MERGED,
    cells.NOT_A_CODE,
    HALF_A_FIGURE,
    VALUE_WITHOUT_PAYMENT,
    DAYS_OUT_OF_ORDER,
    NOBODY,
    cells.NOT_A_FEE,
    MORE_THAN_ALL,
    cells.NOT_A_TEXT,
    NO_ROWS,
    CHECK_DIGIT,
    FEE_OF_NO_METHOD,
)
