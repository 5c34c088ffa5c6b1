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
from cashless_edu_health.compliance._checks import (
    Charge,
    Check,
    CompoundCheck,
    Evidence,
    FactCheck,
    FeeCheck,
    ManualCheck,
    MethodsCheck,
    MethodsFigure,
    ShareFigure,
    State,
    TemplateCheck,
    Trend,
)
from cashless_edu_health.compliance._dataset import Dataset
from cashless_edu_health.compliance._fees import FeeComparison, compare_fees
from cashless_edu_health.compliance._open_questions import OpenQuestion, open_questions
from cashless_edu_health.compliance._outcomes import Outcome, combine, percent
from cashless_edu_health.compliance._ranking import (
    Criterion,
    NotRanked,
    Order,
    Place,
    Ranking,
    Standing,
    rank,
    standings,
)
from cashless_edu_health.compliance._readiness import (
    InstitutionReadiness,
    Readiness,
    ReadinessItem,
    Ready,
    readiness,
)
from cashless_edu_health.compliance._readings import AS_STATED
from cashless_edu_health.compliance._requirement_values import (
    AnswerNeeded,
    AttributeNeeded,
    DocumentNeeded,
    FactNeeded,
    FeesNeeded,
    FieldNeeded,
    MethodNeeded,
    PayersNeeded,
    PaymentsNeeded,
    RegisterNeeded,
    Requirement,
    Requirements,
    SeriesNeeded,
)
from cashless_edu_health.compliance._requirements import requirements
from cashless_edu_health.compliance._results import (
    Assessment,
    DutyResult,
    InstitutionDuty,
    Part,
    ReadingResult,
    Result,
)
from cashless_edu_health.compliance._shares import Count, Gap, GapUnit, Level, Steps
from cashless_edu_health.compliance._trace import Counted, Trace, TraceLine
from cashless_edu_health.compliance._what_if import WhatIf, what_if

__all__ = [
    "AS_STATED",
    "IN_USE",
    "RULES",
    "AnswerNeeded",
    "Assessment",
    "AttributeNeeded",
    "Charge",
    "Check",
    "CompoundCheck",
    "Count",
    "Counted",
    "Criterion",
    "Dataset",
    "DocumentNeeded",
    "DutyResult",
    "Evidence",
    "FactCheck",
    "FactNeeded",
    "FeeCheck",
    "FeeComparison",
    "FeesNeeded",
    "FieldNeeded",
    "Gap",
    "GapUnit",
    "InstitutionDuty",
    "InstitutionReadiness",
    "Level",
    "ManualCheck",
    "MethodNeeded",
    "MethodsCheck",
    "MethodsFigure",
    "NotRanked",
    "OpenQuestion",
    "Order",
    "Outcome",
    "Part",
    "PayersNeeded",
    "PaymentsNeeded",
    "Place",
    "Ranking",
    "Readiness",
    "ReadinessItem",
    "ReadingResult",
    "Ready",
    "RegisterNeeded",
    "Requirement",
    "Requirements",
    "Result",
    "SeriesNeeded",
    "ShareFigure",
    "Standing",
    "State",
    "Steps",
    "TemplateCheck",
    "Trace",
    "TraceLine",
    "Trend",
    "WhatIf",
    "assess",
    "combine",
    "compare_fees",
    "open_questions",
    "percent",
    "rank",
    "readiness",
    "requirements",
    "standings",
    "what_if",
]
