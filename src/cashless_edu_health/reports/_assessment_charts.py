"""The charts of an assessment: shares beside what is asked, over years, and methods offered."""

from collections import Counter
from collections.abc import Iterator, Sequence

from cashless_edu_health import messages
from cashless_edu_health.compliance import Assessment, Readiness, Result
from cashless_edu_health.messages import Language
from cashless_edu_health.periods import calendar_year
from cashless_edu_health.plans import BoundUnit, Target
from cashless_edu_health.reports._assessment import labelled, missed_bound
from cashless_edu_health.reports._assessment_tables import methods_offered
from cashless_edu_health.reports._document import Bar, BarChart, Line, LineChart, Share


def shares_chart(assessment: Assessment, lang: Language) -> BarChart:
    """Every share of this period, marked with what is asked of it."""
    bars = []
    for result in assessment:
        for label, part in labelled(result, lang):
            if part.share is not None:
                words = f"{result.target.id}: {label}" if label else result.target.id
                share = Share(part.share, missed_bound(result, part))
                bars.append(Bar(label=words, value=share, mark=_bound(result)))
    return BarChart(
        title=_say("chart-shares", lang),
        name=messages.text("report-sheet.chart-shares", lang),
        label_name=_say("column-target", lang),
        value_name=_say("column-share", lang),
        mark_name=_say("column-asked", lang),
        bars=tuple(bars),
    )


def _bound(result: Result) -> Share | None:
    bound = result.bound
    return Share(bound.value) if bound and bound.unit is BoundUnit.PERCENT else None


def year_charts(assessments: Sequence[Assessment], lang: Language) -> Iterator[LineChart]:
    """For each figure that is asked for in several years: what was asked and what was reached.

    Args:
        assessments: Of one plan, the last one being of this period.
        lang: Language.
    """
    by_year = {one.window.last.year: one for one in assessments}
    for target in assessments[-1].plan.targets:
        asked = _asked(target, assessments[-1])
        years = sorted({*asked, *by_year})
        if len(years) < 2 or not asked:
            continue
        reached = _reached(target, by_year, lang)
        for label, values in reached.items():
            yield LineChart(
                title=_say("chart-years", lang, id=target.id, label=label),
                name=messages.text("report-sheet.chart-years", lang, id=target.id),
                period_name=_say("column-year", lang),
                periods=tuple(map(str, years)),
                reached=Line(name=label, values=tuple(map(values.get, years))),
                asked=Line(name=_say("column-asked", lang), values=tuple(map(asked.get, years))),
            )


def _asked(target: Target, assessment: Assessment) -> dict[int, Share]:
    """What the schedule asks for in each year of the plan, where that is a share."""
    period, asked = assessment.plan.period, {}
    for year in range(period.first.year, period.last.year + 1):
        point = target.schedule.point(calendar_year(year)) if target.schedule else None
        bound = point.demand.bound if point else None
        if bound is not None and bound.unit is BoundUnit.PERCENT:
            asked[year] = Share(bound.value)
    return asked


def _reached(
    target: Target, by_year: dict[int, Assessment], lang: Language
) -> dict[str, dict[int, Share]]:
    """Shares by figure and year."""
    reached: dict[str, dict[int, Share]] = {}
    for year, assessment in by_year.items():
        for result in assessment:
            if result.target.id != target.id:
                continue
            for label, part in labelled(result, lang):
                if part.share is not None:
                    values = reached.setdefault(label or _say("column-share", lang), {})
                    values[year] = Share(part.share, missed_bound(result, part))
    return reached


def methods_chart(readiness: Readiness, lang: Language) -> BarChart:
    """How many institutions offer how many methods of the plan's list."""
    counts = Counter(methods_offered(row) for row in readiness)
    del counts[None]
    most = max((number for number in counts if number is not None), default=-1)
    return BarChart(
        title=_say("chart-methods", lang),
        name=messages.text("report-sheet.chart-methods", lang),
        label_name=_say("column-methods", lang),
        value_name=_say("column-institutions", lang),
        bars=tuple(
            Bar(label=_say("methods", lang, number=number), value=counts[number])
            for number in range(most + 1)
        ),
    )


def _say(key: str, lang: Language, **values: object) -> str:
    return messages.text(f"report.{key}", lang, **values)
