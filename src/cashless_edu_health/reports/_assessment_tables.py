"""An assessment as tables of a report."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cashless_edu_health import messages
from cashless_edu_health.compliance import (
    Assessment,
    Counted,
    DutyResult,
    InstitutionReadiness,
    MethodsCheck,
    MethodsFigure,
    Outcome,
    Part,
    Ranking,
    Readiness,
    Ready,
    Result,
    State,
    percent,
)
from cashless_edu_health.messages import Language
from cashless_edu_health.plans import Plan
from cashless_edu_health.receipts import Unreported
from cashless_edu_health.reports._assessment import (
    AssessmentRow,
    assessment_rows,
    labelled,
    missed_bound,
)
from cashless_edu_health.reports._calendar import day_text, receiver_text
from cashless_edu_health.reports._checks import missing_text
from cashless_edu_health.reports._demands import asks_text
from cashless_edu_health.reports._document import Answer, Cell, Column, ColumnKind, Share, Table
from cashless_edu_health.reports._ranking import ranking_table
from cashless_edu_health.reports._readiness import readiness_rows

_SHORT: Final = 8
"""A demand up to this length ("≥ 62,5%") stands on one line."""
_MARK: Final = {Ready.READY: True, Ready.NOT_READY: False}


def targets_table(assessment: Assessment, previous: Assessment | None, lang: Language) -> Table:
    """Each target with its figures; the previous period beside this one where it is given."""
    columns = [
        Column(_say("column-target", lang), width=13),
        Column(_say("column-subject", lang), width=22),
        Column(_say("column-numerator", lang), ColumnKind.NUMBER, 14),
        Column(_say("column-denominator", lang), ColumnKind.NUMBER, 14),
        Column(_say("column-share", lang), ColumnKind.SHARE, 10),
        Column(_say("column-asked", lang), width=9),
        Column(_say("column-outcome", lang), width=13),
    ]
    if previous is not None:
        columns.append(Column(_say("column-before", lang), ColumnKind.SHARE, 10))
    rows: list[tuple[Cell, ...]] = []
    for result, words in zip(assessment, assessment_rows(assessment, lang), strict=False):
        before = None if previous is None else _same(previous, result)
        found = _target_rows(result, words, before, lang)
        rows += found if previous is not None else [row[:-1] for row in found]
    return Table(
        name=_sheet("targets", lang),
        columns=tuple(columns),
        rows=rows,
        empty=_say("no-targets", lang),
    )


def _same(other: Assessment, result: Result) -> Result | None:
    return next((one for one in other if one.target.id == result.target.id), None)


def _target_rows(
    result: Result, words: AssessmentRow, before: Result | None, lang: Language
) -> list[tuple[Cell, ...]]:
    """The answer, with its figure or with a further row for each of several."""
    head = f"{words.id}\n{words.clause}"
    asked = words.asked.replace(" ", "\u00a0") if len(words.asked) <= _SHORT else words.asked
    answer = Answer(words.outcome, words.met)
    earlier = {} if before is None else dict(labelled(before, lang))
    figures = list(labelled(result, lang))
    if not result.part.parts:
        old = earlier.get(figures[0][0])
        figure = _figure(result, figures[0][1], lang)
        share = None if old is None or before is None else _share(before, old, lang)
        return [(head, words.subject, *figure, asked, answer, share)]
    was = None if before is None else _outcome(before.outcome.value, lang)
    rows: list[tuple[Cell, ...]] = [(head, words.subject, None, None, None, asked, answer, was)]
    for label, part in figures:
        old = earlier.get(label)
        share = None if old is None or before is None else _share(before, old, lang)
        one = Answer(_outcome(part.outcome.value, lang), _good(part))
        rows.append((words.id, f"· {label}", *_figure(result, part, lang), "", one, share))
    return rows


def _good(part: Part) -> bool | None:
    return {"met": True, "not_met": False}.get(part.outcome.value)


def _figure(result: Result, part: Part, lang: Language) -> tuple[Cell, Cell, Cell]:
    return part.numerator, part.denominator, _share(result, part, lang)


def _share(result: Result, part: Part, lang: Language) -> Cell:
    """The exact share, or its bounds while something is not known."""
    missed = missed_bound(result, part)
    if part.share is not None:
        return Share(part.share, missed)
    if part.low is None or part.high is None:
        return None
    low, high = (percent(end, missed=missed, lang=lang) for end in (part.low, part.high))
    return _say("between", lang, low=low, high=high)


def grounds_table(assessment: Assessment, lang: Language) -> Table:
    """The words that each target rests on, what is missing, and whether the reading matters."""
    rows = []
    for result, words in zip(assessment, assessment_rows(assessment, lang), strict=False):
        robust = {None: "one-reading", True: "robust", False: "not-robust"}[result.robust]
        notes = "\n".join((*words.notes, _say(robust, lang)))
        rows.append((f"{words.id}\n{words.clause}", f"«{words.quote}»", notes))
    return Table(
        name=_sheet("grounds", lang),
        columns=(
            Column(_say("column-target", lang), width=14),
            Column(_say("column-quote", lang), width=40, original=True),
            Column(_say("column-notes", lang), width=40),
        ),
        rows=rows,
        empty=_say("no-targets", lang),
    )


def duties_table(assessment: Assessment, lang: Language) -> Table:
    """Each duty without a percentage, with how many of how many fulfil it."""
    words = assessment_rows(assessment, lang)[len(assessment) :]
    return Table(
        name=_sheet("duties", lang),
        columns=(
            Column(_say("column-target", lang), width=14),
            Column(_say("column-subject", lang), width=26),
            Column(_say("column-fulfilled", lang), width=9),
            Column(_say("column-outcome", lang), width=13),
            Column(_say("column-notes", lang), width=28),
            Column(_say("column-quote", lang), width=34, original=True),
        ),
        rows=[
            (
                *(f"{row.id}\n{row.clause}", row.subject, ", ".join(row.figures)),
                *(Answer(row.outcome, row.met), _duty_notes(duty, lang), f"«{row.quote}»"),
            )
            for duty, row in zip(assessment.duties, words, strict=True)
        ],
        empty=_say("no-duties", lang),
    )


def _duty_notes(result: DutyResult, lang: Language) -> str:
    """Why there is no plain answer, and how many fall short; who lacks what stands elsewhere."""
    counts = Counter(one.outcome for one in result.institutions)
    told = (Outcome.NOT_MET, Outcome.INSUFFICIENT_DATA, Outcome.ATTENTION)
    parts = [
        _say("institutions-with", lang, count=counts[one], outcome=_outcome(one.value, lang))
        for one in told
        if counts[one]
    ]
    return "\n".join(part for part in (result.explanation(lang), *parts) if part)


def readiness_table(readiness: Readiness, lang: Language) -> Table:
    """Each active institution: how it stands, how many methods, what is missing."""
    return Table(
        name=_sheet("readiness", lang),
        columns=(
            Column(_say("column-institution", lang), width=24, original=True),
            Column(_say("column-ready", lang), width=14),
            Column(_say("column-methods", lang), width=10),
            Column(_say("column-missing", lang), width=44),
        ),
        rows=[
            (
                f"{row.name}\n{row.id}",
                Answer(row.ready, _MARK.get(one.state)),
                row.methods,
                "\n".join(row.missing),
            )
            for one, row in zip(readiness, readiness_rows(readiness, lang), strict=True)
        ],
        empty=_say("no-institutions", lang),
    )


def methods_offered(row: InstitutionReadiness) -> int | None:
    """How many methods of the plan's list an institution offers; ``None`` when none are asked."""
    for kind in (MethodsCheck, MethodsFigure):
        for item in row.items:
            if isinstance(item.check, kind):
                return len(item.check.offered)
    return None


def unanswered_table(
    assessment: Assessment, readiness: Readiness, unreported: Iterable[Unreported], lang: Language
) -> Table:
    """Which institutions have not said what they took, or what a target or duty asks about."""
    said = _unsaid(assessment, readiness, tuple(unreported), lang)
    names = {one.id: one.name for one in assessment.institutions}
    return Table(
        name=_sheet("unanswered", lang),
        columns=(
            Column(_say("column-institution", lang), width=30, original=True),
            Column(_say("column-unanswered", lang), width=60),
        ),
        rows=[
            (f"{names[one]}\n{one}", "\n".join(dict.fromkeys(what)))
            for one, what in said.items()
            if what
        ],
        empty=_say("all-answered", lang),
    )


def _unsaid(
    assessment: Assessment,
    readiness: Readiness,
    unreported: Sequence[Unreported],
    lang: Language,
) -> dict[str, list[str]]:
    """By institution, in the register's order."""
    said: dict[str, list[str]] = {one.id: [] for one in assessment.institutions}
    window = assessment.window
    for span in unreported:
        if span.paid_from <= window.last and span.paid_to >= window.first:
            days = {
                "first": day_text(max(span.paid_from, window.first), lang),
                "last": day_text(min(span.paid_to, window.last), lang),
            }
            said[span.institution_id].append(_say("unreported", lang, **days))
    for row in readiness:
        for item in row.items:
            if item.state is State.UNKNOWN:
                said[row.institution.id] += missing_text(item.check, lang)
    for result in assessment:
        for institution in _unknown(result, said):
            said[institution].append(_say("unknown-for", lang, id=result.target.id))
    return said


def _unknown(result: Result, institutions: dict[str, list[str]]) -> Iterator[str]:
    """Institutions of which a target could not tell whether they count; payments are no such."""
    for leaf in result.part.leaves():
        if "register" in leaf.sources:
            for line in leaf.trace:
                if line.counted is Counted.UNKNOWN and line.id in institutions:
                    yield line.id


def ranking_tables(ranking: Ranking, lang: Language) -> tuple[Table, ...]:
    """The order, and who is not in it."""
    words = ranking_table(ranking, lang)
    not_ranked = messages.text("ranking.not-ranked", lang)
    return (
        Table(
            name=_sheet("ranking", lang),
            columns=tuple(
                Column(name, width=30 if place == 1 else 12, original=place == 1)
                for place, name in enumerate(words.columns)
            ),
            rows=words.rows,
            empty=_say("nobody-ranked", lang),
        ),
        Table(
            name=_sheet("not-ranked", lang),
            columns=(
                Column(not_ranked, width=30, original=True),
                Column(messages.text("ranking.missing", lang), width=30),
            ),
            rows=words.not_ranked,
            empty=_say("all-ranked", lang),
        ),
    )


def reporting_table(plan: Plan, lang: Language) -> Table:
    """Who reports to whom, when, with what, as the plan says."""
    return Table(
        name=_sheet("reporting", lang),
        columns=(
            Column(_say("column-target", lang), width=13),
            Column(_say("column-reporter", lang), width=20, original=True),
            Column(_say("column-receiver", lang), width=20, original=True),
            Column(_say("column-when", lang), width=18),
            Column(_say("column-content", lang), width=26, original=True),
        ),
        rows=[
            (
                *(f"{duty.id}\n{duty.citation.pinpoint}", ", ".join(duty.by)),
                *(receiver_text(duty, lang), asks_text(duty, plan, lang)),
                "; ".join(duty.content),
            )
            for duty in plan.reporting
        ],
        empty=_say("no-reporting", lang),
    )


def _outcome(value: str, lang: Language) -> str:
    return messages.text(f"outcome.{value}", lang)


def _sheet(name: str, lang: Language) -> str:
    return messages.text(f"report-sheet.{name}", lang)


def _say(key: str, lang: Language, **values: object) -> str:
    return messages.text(f"report.{key}", lang, **values)
