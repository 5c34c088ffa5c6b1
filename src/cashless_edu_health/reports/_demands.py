"""Demands and schedules in words."""

from cashless_edu_health import messages
from cashless_edu_health.messages import Language
from cashless_edu_health.plans import (
    ByDate,
    Demand,
    Duty,
    Each,
    EachYear,
    FactHolds,
    FromDate,
    InSchoolYear,
    InYear,
    Manual,
    MethodsOffered,
    Plan,
    Ramp,
    ReportingDuty,
    ScheduleEntry,
    Target,
)

_Values = dict[str, int | str]


def demand_text(demand: Demand, lang: Language) -> str:
    """A demand as a short phrase: ``≥ 50%``, ``90% - 100%``.

    >>> from cashless_edu_health.plans import Comparison, bound
    >>> demand_text(Demand(comparison=Comparison.MORE_THAN, bound=bound("50%")), "vi")
    '> 50%'
    """
    values = {
        "bound": _shown(str(demand.bound), lang) if demand.bound else "",
        "aspiration": _shown(str(demand.aspiration), lang) if demand.aspiration else "",
    }
    return messages.text(f"demand.{demand.comparison.value}", lang, **values)


def asks_text(row: Target | Duty | ReportingDuty, plan: Plan, lang: Language) -> str:
    """What a row of a plan asks, in a few words.

    For a report with stated days, its last timely days over the life of the plan.
    """
    if isinstance(row, Target):
        subject = subject_text(row, lang)
        when = "; ".join(schedule_text(row, lang))
        return f"{subject}; {when}" if subject else when
    if isinstance(row, ReportingDuty):
        return _due_text(row, plan, lang)
    return _duty_text(row, lang)


def _duty_text(duty: Duty, lang: Language) -> str:
    kind = type(duty.asks).__name__.lower()
    whole = messages.text(f"duty.{kind}", lang)
    if isinstance(duty.asks, Manual):
        return f"{whole}: {messages.named('manual-task', duty.asks.task, lang)}"
    if isinstance(duty.asks, Each):
        names = dict.fromkeys(_leaf_text(leaf, lang) for leaf in duty.asks.condition.leaves())
        return f"{whole}: {', '.join(names)}"
    return whole


def _leaf_text(leaf: FactHolds | MethodsOffered, lang: Language) -> str:
    if isinstance(leaf, FactHolds):
        return messages.named("fact", leaf.fact, lang)
    return messages.text("duty.methods", lang, at_least=leaf.at_least)


def subject_text(target: Target, lang: Language) -> str:
    """Whose figure a target asks for, and which: names of populations and measures."""
    parts = (
        ", ".join(_named("population", p.name, lang) for p in target.populations),
        ", ".join(_named("measure", m.name, lang) for m in target.measures if m.name),
    )
    return ": ".join(part for part in parts if part)


def _named(table: str, name: str | None, lang: Language) -> str:
    key = f"{table}.{name}"
    return messages.text(key, lang) if messages.has(key) else name or ""


def _due_text(row: ReportingDuty, plan: Plan, lang: Language) -> str:
    days = plan.last_timely_days(row)
    if days is not None:
        return messages.text("due.days", lang, days=", ".join(f"{day:%d/%m/%Y}" for day in days))
    names = [messages.text(f"due.{frequency.value}", lang) for frequency in row.due.frequencies]
    if row.due.ad_hoc:
        names.append(messages.text("due.ad_hoc", lang))
    return ", ".join(names) or messages.text("due.as_regulated", lang)


def schedule_text(target: Target, lang: Language) -> tuple[str, ...]:
    """What a target asks when, one phrase for each entry of its schedule.

    A target that another document quantifies gives one phrase that names it.
    """
    if target.schedule is None:
        return (messages.text("schedule.deferred", lang, document=target.defers_to),)
    return tuple(_entry_text(entry, lang) for entry in target.schedule.entries)


def _entry_text(entry: ScheduleEntry, lang: Language) -> str:
    if isinstance(entry, Ramp):
        return _ramp_text(entry, lang)
    key, values = _when(entry)
    return messages.text(f"schedule.{key}", lang, demand=demand_text(entry.demand, lang), **values)


def _when(entry: InYear | InSchoolYear | ByDate | FromDate | EachYear) -> tuple[str, _Values]:
    """The message that says when, and its values."""
    match entry:
        case InYear(year=year):
            return ("undated", {}) if year is None else ("year", {"year": year})
        case InSchoolYear(year=year):
            return "school-year", {"first": year, "last": year + 1}
        case ByDate(by=by):
            return "by", {"day": f"{by:%d/%m/%Y}"}
        case FromDate(starts=starts):
            return "from", {"day": f"{starts:%d/%m/%Y}"}
        case EachYear(first=first, last=last):
            return "each-year", {"first": first, "last": last}


def _ramp_text(ramp: Ramp, lang: Language) -> str:
    steps = []
    for year in range(ramp.first, ramp.last + 1):
        share = ramp.bound_in(year) * 100
        steps.append(f"{year}: {_shown(str(share), lang)}%")
    return messages.text("schedule.ramp", lang, steps=", ".join(steps))


def _shown(number: str, lang: Language) -> str:
    return number.replace(".", ",") if lang == "vi" else number
