"""``cashless readiness``: what each institution still lacks by one plan, and rankings."""

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Final

from attrs import asdict, evolve

from cashless_edu_health import compliance, documents, messages, reports
from cashless_edu_health.cli._chosen import chosen_plan, past_day
from cashless_edu_health.cli._options import (
    AsOfOption,
    DatasetArgument,
    InstitutionOption,
    KnownAtOption,
    PlanArgument,
    RankByOption,
)
from cashless_edu_health.cli._show import (
    Format,
    FormatOption,
    Lang,
    LangOption,
    UsageError,
    console,
    show_json,
    show_table,
)
from cashless_edu_health.compliance import Criterion, Order, Ranking, Readiness
from cashless_edu_health.periods import calendar_year

_COMMA: Final = re.compile(r",(?![^\[]*\])")
"""A comma between criteria; those between purposes stand in brackets."""
_CRITERION: Final = re.compile(
    r"(?P<metric>[^:]+)(:(?P<order>desc|asc)(:(?P<weight>[0-9]+(\.[0-9]+)?))?)?"
)


def readiness(
    plan: PlanArgument,
    dataset: DatasetArgument,
    institution: InstitutionOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    rank_by: RankByOption = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Show what institutions still lack by a plan."""
    today = date.today()
    day = past_day(as_of, "--as-of", today)
    assessment = compliance.assess(
        chosen_plan(plan, lang),
        documents.read_dataset(dataset),
        period=calendar_year(day.year),
        as_of=day,
        known_at=past_day(known_at, "--known-at", today),
    )
    found = compliance.readiness(assessment)
    ranking = None if rank_by is None else ranked(found, rank_by)
    shown = found if institution is None else _one(found, institution)
    if format_ is Format.JSON:
        show_json(readiness_json(shown, ranking, lang))
        return
    show_readiness(shown, lang)
    if ranking is not None:
        show_ranking(ranking, lang)


def _one(found: Readiness, institution: str) -> Readiness:
    if institution in found.inactive:
        return evolve(found, rows=(), inactive=(institution,))
    try:
        return evolve(found, rows=(found[institution],), inactive=())
    except KeyError:
        known = ", ".join(row.institution.id for row in found)
        raise UsageError("--institution", "no-institution", known=known) from None


def ranked(found: Readiness, text: str) -> Ranking:
    """Institutions in the order of the criteria of ``--rank-by``."""
    try:
        criteria = [_criterion(part.strip()) for part in _COMMA.split(text)]
        return compliance.rank(compliance.standings(found), criteria)
    except ValueError as error:
        raise UsageError("--rank-by", "no-ranking", reason=error) from None


def _criterion(text: str) -> Criterion:
    parts = _CRITERION.fullmatch(text)
    if parts is None:
        raise ValueError(f"{text!r} is not metric, metric:desc, metric:asc or metric:desc:2")
    order = Order(parts["order"] or Order.DESCENDING)
    weight = Fraction(parts["weight"]) if parts["weight"] else None
    return Criterion(parts["metric"], order, weight)


def show_readiness(found: Readiness, lang: Lang) -> None:
    """One institution with everything asked of it, or a line for each of several."""
    out = console()
    title, *lines = reports.readiness_heading(found, lang.code)
    out.print(title, style="bold")
    for line in lines:
        out.print(line)
    rows = reports.readiness_rows(found, lang.code)
    if len(rows) == 1:
        _show_one(rows[0], lang)
    elif rows:
        names = ("institution", "ready", "methods", "missing")
        show_table(
            _columns(names, lang),
            (
                (f"{row.name}\n{row.id}", row.ready, row.methods or "—", _bullets(row.missing))
                for row in rows
            ),
            lines=True,
        )


def _show_one(row: reports.InstitutionRow, lang: Lang) -> None:
    out = console()
    out.print(f"\n{row.name} ({row.id}): {row.ready}", style="bold")
    if not row.items:
        out.print(messages.text("readiness.nothing", lang.code))
        return
    if row.missing:
        out.print(
            messages.text("readiness.lacking-list", lang.code, missing="; ".join(row.missing))
        )
    names = ("clause", "asked", "state", "found", "evidence")
    show_table(
        _columns(names, lang),
        (
            (
                f"{item.id}\n{item.clause}",
                item.asked,
                item.state,
                _bullets(item.found),
                _bullets(item.evidence),
            )
            for item in row.items
        ),
        lines=True,
    )
    out.print(messages.text("readiness.quotes", lang.code), style="bold")
    for duty, clause, quote in dict.fromkeys((i.id, i.clause, i.quote) for i in row.items):
        out.print(f"{duty}, {clause}: «{quote}»")


def show_ranking(ranking: Ranking, lang: Lang) -> None:
    """The order with ties marked, and who is not in it and why."""
    table = reports.ranking_table(ranking, lang.code)
    out = console()
    out.print(f"\n{table.title}", style="bold")
    show_table(table.columns, table.rows)
    if table.not_ranked:
        show_table(
            (
                messages.text("ranking.not-ranked", lang.code),
                messages.text("ranking.missing", lang.code),
            ),
            table.not_ranked,
        )
    out.print(table.note)


def _columns(names: Iterable[str], lang: Lang) -> tuple[str, ...]:
    return tuple(messages.text(f"readiness.column-{name}", lang.code) for name in names)


def _bullets(texts: tuple[str, ...]) -> str:
    marked = texts if len(texts) == 1 else tuple(f"· {text}" for text in texts)
    return "\n".join(marked) or "—"


def readiness_json(found: Readiness, ranking: Ranking | None, lang: Lang) -> dict[str, object]:
    """The same for programs: states by their stable words, texts beside them."""
    texts = reports.readiness_rows(found, lang.code)
    answer: dict[str, object] = {
        "plan": found.plan.id,
        "on": found.on.isoformat(),
        "from": found.window.first.isoformat(),
        "to": found.window.last.isoformat(),
        "known_at": found.known_at.isoformat(),
        "in_force": found.in_force,
        "source_kind": found.plan.source.kind.value,
        "inactive": list(found.inactive),
        "institutions": [
            {
                "id": row.institution.id,
                "name": row.institution.name,
                "state": row.state.value,
                "methods": text.methods or None,
                "missing": list(text.missing),
                "items": [
                    {**asdict(words), "state": item.state.value, "decides": item.decides}
                    for item, words in zip(row.items, text.items, strict=True)
                ],
            }
            for row, text in zip(found, texts, strict=True)
        ],
    }
    if ranking is not None:
        answer["ranking"] = ranking_json(ranking)
    return answer


def ranking_json(ranking: Ranking) -> dict[str, object]:
    """A ranking for programs: exact fractions as ``n/d``."""

    def values(standing: compliance.Standing) -> dict[str, str | None]:
        return {n: None if v is None else str(v) for n, v in standing.values.items()}

    return {
        "criteria": [
            {
                "metric": one.metric,
                "order": one.order.value,
                "weight": None if one.weight is None else str(one.weight),
            }
            for one in ranking.criteria
        ],
        "places": [
            {
                "place": place.place,
                "tied": place.tied,
                "id": place.standing.id,
                "name": place.standing.name,
                "score": None if place.score is None else str(place.score),
                "values": values(place.standing),
            }
            for place in ranking.places
        ],
        "not_ranked": [
            {
                "id": one.standing.id,
                "name": one.standing.name,
                "missing": list(one.missing),
                "values": values(one.standing),
            }
            for one in ranking.not_ranked
        ],
    }
