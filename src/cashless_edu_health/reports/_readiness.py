"""What each institution still lacks, by which clause, on what evidence."""

from collections import Counter
from collections.abc import Iterator

from attrs import frozen

from cashless_edu_health import messages
from cashless_edu_health.compliance import (
    FactCheck,
    InstitutionReadiness,
    MethodsCheck,
    MethodsFigure,
    Readiness,
    ReadinessItem,
    Ready,
    State,
)
from cashless_edu_health.messages import Language
from cashless_edu_health.reports._checks import (
    asked_text,
    evidence_text,
    found_text,
    lacks_text,
    missing_text,
)


@frozen(kw_only=True)
class ReadinessRow:
    """One thing that a plan asks of an institution, in words.

    Attributes:
        id: Id of the duty in its plan.
        clause: Clause as printed.
        asked: What is asked.
        state: Yes, missing, unknown, to be looked at ...
        found: What there is and what is missing.
        evidence: What that rests on.
        quote: The words of the plan.
        good: True or False where there is a plain answer, else ``None``.
    """

    id: str
    clause: str
    asked: str
    state: str
    found: tuple[str, ...]
    evidence: tuple[str, ...]
    quote: str
    good: bool | None


@frozen(kw_only=True)
class InstitutionRow:
    """One institution in a list, in words.

    Attributes:
        id: Its id.
        name: Its name.
        ready: How it stands as a whole.
        methods: Methods offered and needed; ``""`` where none are asked for.
        missing: What is missing, not known, or wants a look.
        items: Everything that is asked of it.
    """

    id: str
    name: str
    ready: str
    methods: str
    missing: tuple[str, ...]
    items: tuple[ReadinessRow, ...]


def readiness_rows(readiness: Readiness, lang: Language) -> tuple[InstitutionRow, ...]:
    """A row for each active institution, in the register's order."""
    return tuple(_institution(row, lang) for row in readiness)


def readiness_heading(readiness: Readiness, lang: Language) -> tuple[str, ...]:
    """What the table is about: the plan, the day, how many are ready; what is left out."""
    plan, window = readiness.plan, readiness.window
    ready = Counter(row.state for row in readiness)
    lines = [
        _say("title", lang, plan=" · ".join(n for n in (plan.number, plan.issuer) if n)),
        _say(
            "basis",
            lang,
            on=_day(readiness.on),
            first=_day(window.first),
            last=_day(window.last),
            known_at=_day(readiness.known_at),
        ),
        messages.text(
            "assessment.source",
            lang,
            source=messages.text(f"source.{plan.source.kind.value}", lang),
        ),
    ]
    if not readiness.in_force:
        first, last = _day(plan.period.first), _day(plan.period.last)
        lines.append(_say("not-in-force", lang, on=_day(readiness.on), first=first, last=last))
    if len(readiness) > 1:
        lines.append(_say("summary", lang, **{state.value: ready[state] for state in Ready}))
    if readiness.inactive:
        lines.append(_say("inactive", lang, ids=", ".join(readiness.inactive)))
    return tuple(lines)


def _institution(row: InstitutionReadiness, lang: Language) -> InstitutionRow:
    return InstitutionRow(
        id=row.institution.id,
        name=row.institution.name,
        ready=messages.text(f"ready.{row.state.value}", lang),
        methods=_methods(row, lang),
        missing=tuple(text for item in row.missing for text in _missing(item, lang)),
        items=tuple(_item(item, lang) for item in row.items),
    )


def _methods(row: InstitutionReadiness, lang: Language) -> str:
    checks = [item.check for item in row.items]
    for check in checks:
        if isinstance(check, MethodsCheck):
            return _say("of-needed", lang, offered=len(check.offered), needed=check.needed)
    figures = [check for check in checks if isinstance(check, MethodsFigure)]
    return str(len(figures[0].offered)) if figures else ""


def _missing(item: ReadinessItem, lang: Language) -> tuple[str, ...]:
    if isinstance(item.check, MethodsCheck):
        return (lacks_text(item.check, lang),)
    return missing_text(item.check, lang)


def _item(item: ReadinessItem, lang: Language) -> ReadinessRow:
    return ReadinessRow(
        id=item.duty.id,
        clause=item.duty.citation.pinpoint,
        asked=asked_text(item.check, lang),
        state=messages.text(f"check-state.{item.state.value}", lang),
        found=tuple(_found(item, lang)),
        evidence=tuple(_evidence(item, lang)),
        quote=item.quote,
        good={State.YES: True, State.NO: False}.get(item.state),
    )


def _found(item: ReadinessItem, lang: Language) -> Iterator[str]:
    yield from found_text(item.check, lang)
    if not item.certain:
        yield _say("not-certain", lang)


def _evidence(item: ReadinessItem, lang: Language) -> Iterator[str]:
    named = not isinstance(item.check, FactCheck)
    yield from (evidence_text(one, lang, named=named) for one in item.check.evidence)
    if item.state is State.UNKNOWN and not item.check.evidence:
        yield _say("not-recorded", lang)


def _day(day: object) -> str:
    return f"{day:%d/%m/%Y}"


def _say(key: str, lang: Language, **values: object) -> str:
    return messages.text(f"readiness.{key}", lang, **values)
