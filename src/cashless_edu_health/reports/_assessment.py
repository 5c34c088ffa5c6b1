"""An assessment as rows that people read."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from attrs import frozen

from cashless_edu_health import messages, money
from cashless_edu_health.compliance import (
    Assessment,
    DutyResult,
    Gap,
    GapUnit,
    InstitutionDuty,
    Outcome,
    Part,
    Result,
    State,
    Steps,
    percent,
)
from cashless_edu_health.messages import Language
from cashless_edu_health.plans import Each, Fee, Manual, Template
from cashless_edu_health.reports._checks import asked_text, found_text, missing_text
from cashless_edu_health.reports._demands import asks_text, demand_text, subject_text
from cashless_edu_health.reports._readings import reading_notes

_NAMED: Final = 5
"""Institutions named below a duty; the rest are counted."""


@frozen(kw_only=True)
class AssessmentRow:
    """One target or duty, in words.

    Attributes:
        id: Id of the row in its plan.
        clause: Clause as printed.
        subject: Whose figure, and which.
        asked: What is asked in the period; ``""`` where the plan is silent.
        figures: One phrase for each figure: label, count or money, percentage.
        outcome: The answer; what it would be today stands behind it when it is not due.
        notes: What is missing, why there is no plain answer, which other reading of the text
            gives another one.
        quote: The words of the plan.
        met: True or False when there is a plain answer, else ``None``.
    """

    id: str
    clause: str
    subject: str
    asked: str
    figures: tuple[str, ...]
    outcome: str
    notes: tuple[str, ...]
    quote: str
    met: bool | None


def assessment_rows(assessment: Assessment, lang: Language) -> tuple[AssessmentRow, ...]:
    """A row for each target, then for each duty, in the plan's order."""
    targets = (_target_row(assessment, result, lang) for result in assessment)
    duties = (_duty_row(assessment, duty, lang) for duty in assessment.duties)
    return (*targets, *duties)


def _target_row(assessment: Assessment, result: Result, lang: Language) -> AssessmentRow:
    target = result.target
    outcome = _outcome(result.outcome, lang)
    if result.provisional is not None:
        provisional = _outcome(result.provisional, lang)
        outcome = _say("provisional", lang, outcome=outcome, provisional=provisional)
    return AssessmentRow(
        id=target.id,
        clause=target.citation.pinpoint,
        subject=subject_text(target, lang),
        asked=demand_text(result.demand, lang) if result.demand else "",
        figures=tuple(_figures(result, lang)),
        outcome=outcome,
        notes=(*_notes(result, lang), *reading_notes(result, assessment.plan, lang)),
        quote=assessment.plan.words(target),
        met=_met(result.outcome),
    )


def _duty_row(assessment: Assessment, result: DutyResult, lang: Language) -> AssessmentRow:
    duty = result.duty
    outcomes = [one.outcome for one in result.institutions]
    asked = sum(outcome is not Outcome.NOT_APPLICABLE for outcome in outcomes)
    decided = isinstance(duty.asks, Each | Fee | Template) and asked
    figures = f"{outcomes.count(Outcome.MET)}/{asked}" if decided else ""
    return AssessmentRow(
        id=duty.id,
        clause=duty.citation.pinpoint,
        subject=asks_text(duty, assessment.plan, lang),
        asked="",
        figures=(figures,) if figures else (),
        outcome=_outcome(result.outcome, lang),
        notes=tuple(_duty_notes(result, lang)),
        quote=assessment.plan.words(duty),
        met=_met(result.outcome),
    )


def _duty_notes(result: DutyResult, lang: Language) -> Iterator[str]:
    if result.reason:
        yield result.explanation(lang)
    closed = (Outcome.MET, Outcome.NOT_APPLICABLE)
    open_ = [one for one in result.institutions if one.outcome not in closed]
    if isinstance(result.duty.asks, Manual):
        return
    for one in open_[:_NAMED]:
        yield f"{one.institution_id}: {', '.join(_open(one, lang))}"
    if len(open_) > _NAMED:
        yield _say("others", lang, count=len(open_) - _NAMED)


def _open(one: InstitutionDuty, lang: Language) -> Iterator[str]:
    for check in one.checks:
        if check.state is State.NO_VERDICT:
            yield from (f"{asked_text(check, lang)}: {text}" for text in found_text(check, lang))
        elif check.state in (State.NO, State.UNKNOWN, State.ATTENTION):
            yield from missing_text(check, lang)
    if not one.certain:
        yield messages.text("readiness.not-certain", lang)


def _met(outcome: Outcome) -> bool | None:
    return {Outcome.MET: True, Outcome.NOT_MET: False}.get(outcome)


def _figures(result: Result, lang: Language) -> Iterator[str]:
    for label, leaf in labelled(result, lang):
        figure = _figure(result, leaf, lang)
        if figure:
            yield f"{label}: {figure}" if result.part.parts else figure


def labelled(result: Result, lang: Language) -> Iterator[tuple[str, Part]]:
    """The figures of a target, each with its name in words."""
    for leaf, above in _leaves(result.part):
        yield ", ".join(_label(part.label, lang) for part in (*above, leaf) if part.label), leaf


def _leaves(part: Part, above: tuple[Part, ...] = ()) -> Iterator[tuple[Part, tuple[Part, ...]]]:
    """The figures themselves, each with the parts it belongs to; the whole has no label."""
    if not part.parts:
        yield part, above
    for inner in part.parts:
        yield from _leaves(inner, (*above, inner) if inner.parts else above)


def _figure(result: Result, part: Part, lang: Language) -> str:
    if part.numerator is None:
        return ""
    if part.denominator is None:
        return _number(part.numerator, lang)
    counted = f"{_number(part.numerator, lang)}/{_number(part.denominator, lang)}"
    missed = missed_bound(result, part)
    if part.share is not None:
        return f"{counted} = {percent(part.share, missed=missed, lang=lang)}\u00a0%"
    if part.low is not None and part.high is not None:
        low = percent(part.low, missed=missed, lang=lang)
        high = percent(part.high, missed=missed, lang=lang)
        return f"{counted}; {_say('between', lang, low=low, high=high)}"
    return counted


def missed_bound(result: Result, part: Part) -> Fraction | None:
    """The bound that a figure must not read as: the one it does not meet."""
    return result.bound.value if result.bound and part.outcome is not Outcome.MET else None


def _notes(result: Result, lang: Language) -> Iterator[str]:
    if result.outcome not in (Outcome.MET, Outcome.NO_TARGET):
        for leaf, _ in _leaves(result.part):
            if leaf.gap is not None:
                yield from _gap(leaf.gap, lang)
    if result.reason:
        yield result.explanation(lang)


def _gap(gap: Gap, lang: Language) -> Iterator[str]:
    """What is missing, and why no number of changes, or of new ones, would do; else nothing."""
    steps = gap.convert or gap.add
    if steps is not None and steps.most == 0:
        return
    if steps is not None:
        yield _steps(gap, steps, lang)
    for reason in (gap.no_convert, gap.no_add):
        if reason:
            yield messages.text(f"reason.{reason}", lang)


def _steps(gap: Gap, steps: Steps, lang: Language) -> str:
    amounts = dict.fromkeys((steps.least, steps.most))
    shown = [
        money.format_vnd(n, lang) if gap.unit is GapUnit.DONG else _number(n, lang) for n in amounts
    ]
    way = "convert" if gap.convert else "add"
    return _say(f"gap-{gap.unit.value}-{way}", lang, steps=" - ".join(shown))


def _number(number: int, lang: Language) -> str:
    grouped = f"{number:,}"
    return grouped.replace(",", ".") if lang == "vi" else grouped


def _label(label: str, lang: Language) -> str:
    for table in ("part", "population", "measure"):
        if messages.has(f"{table}.{label}"):
            return messages.text(f"{table}.{label}", lang)
    return label


def _outcome(outcome: Outcome, lang: Language) -> str:
    return messages.text(f"outcome.{outcome.value}", lang)


def _say(key: str, lang: Language, **values: object) -> str:
    return messages.text(f"assessment.{key}", lang, **values)
