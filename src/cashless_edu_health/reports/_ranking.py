"""A ranking as tables that people read."""

from fractions import Fraction

from attrs import frozen

from cashless_edu_health import messages
from cashless_edu_health.compliance import Criterion, Ranking, Standing, percent
from cashless_edu_health.messages import Language


@frozen(kw_only=True)
class RankingTable:
    """A ranking in words.

    Attributes:
        title: What it was ranked by.
        columns: Headings: place, institution, each figure, the score where there is one.
        rows: One for each institution that has a place, ties marked.
        not_ranked: Name of each institution that has none, and what is missing.
        note: Where the criteria come from.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    not_ranked: tuple[tuple[str, str], ...]
    note: str


def ranking_table(ranking: Ranking, lang: Language) -> RankingTable:
    """The order, the criteria that made it, and who is not in it and why."""
    weighted = ranking.criteria[0].weight is not None
    criteria = ", ".join(_criterion(one, lang) for one in ranking.criteria)
    heads = [_say("place", lang), messages.text("readiness.column-institution", lang)]
    heads += [_metric(one.metric, lang) for one in ranking.criteria]
    rows = []
    for place in ranking.places:
        shown = str(place.place)
        cells = [_say("tied", lang, place=shown) if place.tied else shown, _name(place.standing)]
        cells += [_value(place.standing, one.metric, lang) for one in ranking.criteria]
        if place.score is not None:
            cells.append(_exact(place.score, lang))
        rows.append(tuple(cells))
    return RankingTable(
        title=_say("title", lang, criteria=criteria),
        columns=(*heads, *([_say("score", lang)] if weighted else [])),
        rows=tuple(rows),
        not_ranked=tuple(
            (_name(one.standing), ", ".join(_metric(name, lang) for name in one.missing))
            for one in ranking.not_ranked
        ),
        note=_say("note", lang),
    )


def _criterion(criterion: Criterion, lang: Language) -> str:
    text = _say(criterion.order.value, lang, metric=_metric(criterion.metric, lang))
    if criterion.weight is None:
        return text
    return _say("weighted", lang, criterion=text, weight=_exact(criterion.weight, lang))


def _metric(name: str, lang: Language) -> str:
    metric, bracket, purposes = name.partition("[")
    return f"{messages.named('metric', metric, lang)}{bracket}{purposes}"


def _value(standing: Standing, metric: str, lang: Language) -> str:
    value = standing.values[metric] or Fraction(0)
    if metric.startswith(("cashless_count", "cashless_value")):
        return f"{percent(value, lang=lang)} %"
    return _exact(value, lang)


def _exact(value: Fraction, lang: Language) -> str:
    """Whole numbers as they are, others with two decimals for reading."""
    if value.denominator == 1:
        return str(value)
    return percent(value / 100, lang=lang)


def _name(standing: Standing) -> str:
    return f"{standing.name} ({standing.id})"


def _say(key: str, lang: Language, **values: object) -> str:
    return messages.text(f"ranking.{key}", lang, **values)
