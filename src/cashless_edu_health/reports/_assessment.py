"""An assessment as rows that people read, and as one HTML page."""

from collections.abc import Iterator, Sequence
from html import escape
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
from cashless_edu_health.reports._readings import reading_notes, used_readings

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
    for leaf, above in _leaves(result.part):
        label = ", ".join(_label(part.label, lang) for part in (*above, leaf) if part.label)
        figure = _figure(result, leaf, lang)
        if figure:
            yield f"{label}: {figure}" if result.part.parts else figure


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
    missed = result.bound.value if result.bound and part.outcome is not Outcome.MET else None
    if part.share is not None:
        return f"{counted} = {percent(part.share, missed=missed, lang=lang)}\u00a0%"
    if part.low is not None and part.high is not None:
        low = percent(part.low, missed=missed, lang=lang)
        high = percent(part.high, missed=missed, lang=lang)
        return f"{counted}; {_say('between', lang, low=low, high=high)}"
    return counted


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
    for table in ("part", "population"):
        if messages.has(f"{table}.{label}"):
            return messages.text(f"{table}.{label}", lang)
    return label


def _outcome(outcome: Outcome, lang: Language) -> str:
    return messages.text(f"outcome.{outcome.value}", lang)


def _say(key: str, lang: Language, **values: object) -> str:
    return messages.text(f"assessment.{key}", lang, **values)


_CSS: Final = """
@page { size: A4 landscape; margin: 12mm; }
body { font: 11pt/1.45 "Be Vietnam Pro", "Noto Sans", "Segoe UI", Roboto, Arial, sans-serif;
  color: #111; background: #fff; margin: 0 auto; max-width: 1100px; padding: 16px; }
h1 { font-size: 16pt; margin: 0 0 4px; } p { margin: 4px 0; } .small { color: #444; }
table { border-collapse: collapse; width: 100%; margin-top: 12px; }
th, td { border: 1px solid #ccc; padding: 6px 8px; text-align: left; vertical-align: top; }
th { background: #f2f4f7; } tr { break-inside: avoid; }
.met { background: #e3f4e6; } .missed { background: #fde7e4; } .open { background: #fdf6dc; }
blockquote { color: #444; font-size: 9.5pt; margin: 0; }
.c-clause, .c-asked { white-space: nowrap; } .c-subject { width: 18%; } .c-figures { width: 20%; }
.c-outcome { width: 22%; } .c-quote { width: 28%; }
@media screen and (max-width: 700px) {
  thead { display: none; } tr { display: block; border: 1px solid #bbb; margin-bottom: 12px; }
  td { display: block; width: auto !important; white-space: normal !important;
    border: 0; border-bottom: 1px solid #eee; }
  td::before { content: attr(data-name) ": "; color: #555; font-size: 9.5pt; } }
"""


def assessment_html(assessment: Assessment, *, lang: Language = "vi") -> str:
    """One self-contained page: what was asked, what is, the answer, the words of the plan.

    It says for which window and as of which day it holds, what was known, how the text was read
    and how far it can be trusted. Text is escaped and nothing is fetched.
    """
    plan = assessment.plan
    name = " · ".join(part for part in (plan.number, plan.issuer) if part)
    columns = ("clause", "subject", "asked", "figures", "outcome", "quote")
    heads = {column: _say(f"column-{column}", lang) for column in columns}
    head = "".join(f"<th>{escape(text)}</th>" for text in heads.values())
    body = "\n".join(_html_row(row, heads) for row in assessment_rows(assessment, lang))
    window = assessment.window
    basis = _say(
        "basis",
        lang,
        first=f"{window.first:%d/%m/%Y}",
        last=f"{window.last:%d/%m/%Y}",
        as_of=f"{assessment.as_of:%d/%m/%Y}",
        known_at=f"{assessment.known_at:%d/%m/%Y}",
    )
    kind = _say("window", lang, window=messages.text(f"window.{window.kind.value}", lang))
    source = messages.text(f"source.{plan.source.kind.value}", lang)
    odd = _html_list("", [f.message(lang) for f in assessment.report.findings])
    read = _html_list(_say("readings", lang), used_readings(assessment, lang))
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(name)}</title>\n<style>{_CSS}</style>\n</head>\n<body>\n"
        f"<h1>{escape(name)}</h1>\n<p>{escape(plan.title)}</p>\n"
        f'<p class="small">{escape(kind)} {escape(basis)}</p>\n'
        f'<p class="small">{escape(_say("source", lang, source=source))}</p>\n'
        f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>\n"
        f"{odd}\n"
        f"{read}\n"
        f'<p class="small">{escape(_say("disclaimer", lang))}</p>\n</body>\n</html>\n'
    )


def _html_list(head: str, texts: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    above = f'<p class="small">{escape(head)}</p>\n' if head else ""
    return f"{above}<ul>{items}</ul>" if items else ""


def _html_row(row: AssessmentRow, heads: dict[str, str]) -> str:
    shade = {True: "met", False: "missed", None: "open"}[row.met]
    cells = {
        "clause": f"{escape(row.id)}<br>{escape(row.clause)}",
        "subject": escape(row.subject),
        "asked": escape(row.asked or "—"),
        "figures": "<br>".join(escape(figure) for figure in row.figures) or "—",
        "outcome": "<br>".join(
            [f"<strong>{escape(row.outcome)}</strong>", *(escape(note) for note in row.notes)]
        ),
        "quote": f"<blockquote>«{escape(row.quote)}»</blockquote>",
    }
    return (
        "<tr>"
        + "".join(
            f'<td class="c-{name}{f" {shade}" if name == "outcome" else ""}"'
            f' data-name="{escape(heads[name])}">{cell}</td>'
            for name, cell in cells.items()
        )
        + "</tr>"
    )
