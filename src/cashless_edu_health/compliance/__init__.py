"""Compliance: what each clause of a plan asks for, computed from the same records.

An answer is an :class:`Outcome` with its figures, exact, and a trace of what was counted.
What could not be computed has its own outcome and a reason.

>>> from fractions import Fraction
>>> percent(Fraction(9_999, 20_000), missed=Fraction(1, 2), lang="en")
'49.995'
>>> from cashless_edu_health.plans import Combination
>>> combine([Outcome.MET, Outcome.NOT_MET], Combination.ALL)
<Outcome.NOT_MET: 'not_met'>
"""

from cashless_edu_health.compliance._assess import assess
from cashless_edu_health.compliance._books import IN_USE
from cashless_edu_health.compliance._check import RULES
from cashless_edu_health.compliance._dataset import Dataset
from cashless_edu_health.compliance._fees import FeeComparison, compare_fees
from cashless_edu_health.compliance._outcomes import Outcome, combine, percent
from cashless_edu_health.compliance._results import (
    Assessment,
    DutyResult,
    FactCheck,
    InstitutionDuty,
    MethodsCheck,
    Part,
    ReadingResult,
    Result,
)
from cashless_edu_health.compliance._shares import Count, Gap, GapUnit, Level, Steps
from cashless_edu_health.compliance._trace import Counted, Trace, TraceLine
from cashless_edu_health.compliance._what_if import WhatIf, what_if

__all__ = [
    "IN_USE",
    "RULES",
    "Assessment",
    "Count",
    "Counted",
    "Dataset",
    "DutyResult",
    "FactCheck",
    "FeeComparison",
    "Gap",
    "GapUnit",
    "InstitutionDuty",
    "Level",
    "MethodsCheck",
    "Outcome",
    "Part",
    "ReadingResult",
    "Result",
    "Steps",
    "Trace",
    "TraceLine",
    "WhatIf",
    "assess",
    "combine",
    "compare_fees",
    "percent",
    "what_if",
]
