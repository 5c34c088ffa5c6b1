"""A plan held against a dataset."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from cashless_edu_health.compliance import _duties, _targets
from cashless_edu_health.compliance._check import check
from cashless_edu_health.compliance._dataset import Dataset
from cashless_edu_health.compliance._inquiry import Inquiry
from cashless_edu_health.compliance._readings import AS_STATED, BASE_YEAR, indifferent, some_change
from cashless_edu_health.compliance._results import Assessment
from cashless_edu_health.periods import Window, calendar_year
from cashless_edu_health.plans import Plan

_DEFAULTS: Final = {
    "adoption": "installed_and_used",
    "pooling": "as_written",
    "transaction_membership": "at_event",
    "payer_scope": "household",
    "average_growth": "geometric",
    BASE_YEAR: AS_STATED,
    "range": "floor_binds",
    "transaction_unit": "receipt",
    "collector_lump": "as_transfer",
    "on_behalf": "excluded",
    "payer_basis": "any_cashless",
}
"""What is computed when a plan's vocabulary does not name the choice at all."""


def assess(
    plan: Plan,
    dataset: Dataset,
    *,
    period: int | Window,
    as_of: date,
    known_at: date,
    readings: Mapping[str, str] = MappingProxyType({}),
) -> Assessment:
    """Every target and duty of a plan, answered from the data.

    Args:
        plan: The plan.
        dataset: The data.
        period: A calendar year, or a window of days of any kind. A school year answers what is
            asked of school years; a window that is only a part of a year leaves what is asked of
            the year not due.
        as_of: State of the world judged; heads are counted on this day or the last of the
            period, whichever is first.
        known_at: Only what had been recorded by the end of this day in Viet Nam exists.
        readings: Options chosen by name of reading, instead of the plan's defaults.

    Returns:
        An answer for every row; what cannot be computed has its own outcome and a reason.

    Raises:
        ValueError: A reading or option that the plan does not know.
    """
    window = calendar_year(period) if isinstance(period, int) else period
    inquiry = Inquiry(
        plan=plan,
        dataset=dataset,
        window=window,
        as_of=as_of,
        known_at=known_at,
        choices=_chosen(plan, readings),
        indifferent=indifferent(dataset, plan.methods),
        changing=some_change(dataset, window),
    )
    return _answered(inquiry)


def _answered(inquiry: Inquiry) -> Assessment:
    plan = inquiry.plan
    return Assessment(
        plan=plan,
        window=inquiry.window,
        as_of=inquiry.as_of,
        known_at=inquiry.known_at,
        readings=MappingProxyType(dict(inquiry.choices)),
        results=tuple(_targets.answer(target, inquiry) for target in plan.targets),
        duties=tuple(_duties.answer(duty, inquiry) for duty in plan.duties),
        report=check(inquiry),
        institutions=inquiry.dataset.institutions,
    )


def _chosen(plan: Plan, readings: Mapping[str, str]) -> dict[str, str]:
    known = {reading.name: reading for reading in plan.readings}
    chosen = _DEFAULTS | {name: reading.default for name, reading in known.items()}
    for name, option in readings.items():
        if name not in known:
            raise ValueError(f"the plan has no reading {name!r}")
        if option not in known[name].options:
            raise ValueError(f"the reading {name!r} has no option {option!r}")
        chosen[name] = option
    if BASE_YEAR not in readings:
        chosen[BASE_YEAR] = AS_STATED
    return chosen
