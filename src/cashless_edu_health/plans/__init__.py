"""Plans as data: what a province asks of its schools and hospitals, clause by clause.

A target is a product of independent choices: population, condition, measure, demand, schedule,
force and citation. Plans are files (:mod:`cashless_edu_health.documents` reads them,
:mod:`cashless_edu_health.registry` has the bundled ones); a new plan never needs a new release.

>>> from fractions import Fraction
>>> demand = Demand(comparison=Comparison.AT_LEAST, bound=bound("50%"))
>>> demand.is_met_by(Fraction(9_999, 20_000)), demand.is_met_by(Fraction(1, 2))
(False, True)
"""

from cashless_edu_health.plans._check import RULES, check
from cashless_edu_health.plans._conditions import (
    AllOf,
    AnyOf,
    Condition,
    FactHolds,
    MethodSet,
    MethodsOffered,
    NoneOf,
    Witness,
)
from cashless_edu_health.plans._demands import Bound, BoundUnit, Comparison, Demand, bound
from cashless_edu_health.plans._duties import (
    Due,
    Duty,
    Each,
    Fee,
    Force,
    Indicator,
    Manual,
    OutOfScope,
    Presence,
    Quote,
    ReportingDuty,
    Template,
)
from cashless_edu_health.plans._measures import (
    Growth,
    GrowthKind,
    Measure,
    Ratio,
    Series,
    ShareOfEntities,
    ShareOfPayers,
    ShareOfTransactions,
    Weight,
)
from cashless_edu_health.plans._plan import Combination, Plan, Scope, Source, SourceKind, Target
from cashless_edu_health.plans._populations import INSTITUTION, Member, Population
from cashless_edu_health.plans._schedules import (
    ByDate,
    EachYear,
    FromDate,
    InSchoolYear,
    InYear,
    Point,
    Ramp,
    Schedule,
    ScheduleEntry,
)
from cashless_edu_health.plans._vocabulary import (
    KindByReading,
    LeafNames,
    MethodKinds,
    Reading,
    Vocabulary,
)

__all__ = [
    "INSTITUTION",
    "RULES",
    "AllOf",
    "AnyOf",
    "Bound",
    "BoundUnit",
    "ByDate",
    "Combination",
    "Comparison",
    "Condition",
    "Demand",
    "Due",
    "Duty",
    "Each",
    "EachYear",
    "FactHolds",
    "Fee",
    "Force",
    "FromDate",
    "Growth",
    "GrowthKind",
    "InSchoolYear",
    "InYear",
    "Indicator",
    "KindByReading",
    "LeafNames",
    "Manual",
    "Measure",
    "Member",
    "MethodKinds",
    "MethodSet",
    "MethodsOffered",
    "NoneOf",
    "OutOfScope",
    "Plan",
    "Point",
    "Population",
    "Presence",
    "Quote",
    "Ramp",
    "Ratio",
    "Reading",
    "ReportingDuty",
    "Schedule",
    "ScheduleEntry",
    "Scope",
    "Series",
    "ShareOfEntities",
    "ShareOfPayers",
    "ShareOfTransactions",
    "Source",
    "SourceKind",
    "Target",
    "Template",
    "Vocabulary",
    "Weight",
    "Witness",
    "bound",
    "check",
]
