"""An assessment as a report that an office can send."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cashless_edu_health import compliance, messages
from cashless_edu_health.compliance import Assessment, Outcome, Ranking
from cashless_edu_health.documents import ReportWords
from cashless_edu_health.messages import Language
from cashless_edu_health.receipts import Unreported
from cashless_edu_health.reports._as_html import as_html
from cashless_edu_health.reports._assessment_charts import (
    methods_chart,
    shares_chart,
    year_charts,
)
from cashless_edu_health.reports._assessment_tables import (
    duties_table,
    grounds_table,
    ranking_tables,
    readiness_table,
    reporting_table,
    targets_table,
    unanswered_table,
)
from cashless_edu_health.reports._calendar import day_text
from cashless_edu_health.reports._document import Block, Chart, Document, Paragraph, Section, Style
from cashless_edu_health.reports._letterhead import blank
from cashless_edu_health.reports._readings import used_readings

_ROMAN: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def assessment_report(
    assessment: Assessment,
    *,
    earlier: Sequence[Assessment] = (),
    unreported: Iterable[Unreported] = (),
    ranking: Ranking | None = None,
    words: ReportWords | None = None,
    lang: Language = "vi",
) -> Document:
    """What a plan asks for, what is, what is missing, and what people write about it.

    Args:
        assessment: The period reported on.
        earlier: The same plan in earlier periods, the latest last: that one stands beside this
            period, all stand in the charts over years.
        unreported: Institutions that have not said what they took (``Dataset.unreported``).
        ranking: A ranking, if one is wanted.
        words: What people write, and who reports to whom; what is not there is a marked blank.
            ``None`` leaves these parts and the frame out.
        lang: Language of the report; quotes and names stay as they are.

    Raises:
        ValueError: An earlier assessment or the words are of another plan, or the earlier ones
            are not in the order of their windows, all before this one.
    """
    every = (*earlier, assessment)
    _check(every, words)
    return Document(
        lang=lang,
        title=_say("title", lang),
        about=_about(assessment, words, lang),
        lines=tuple(_lines(assessment, earlier, lang)),
        sections=_numbered(_sections(every, unreported, ranking, words, lang), lang),
        letterhead=None if words is None else words.frame,
    )


def assessment_html(assessment: Assessment, *, lang: Language = "vi") -> str:
    """The figures of an assessment as one self-contained page, without what people write.

    It says for which window and as of which day it holds, what was known, how the text was read
    and how far it can be trusted. Text is escaped and nothing is fetched.
    """
    return as_html(assessment_report(assessment, lang=lang))


def _check(every: Sequence[Assessment], words: ReportWords | None) -> None:
    plan = every[-1].plan
    if any(one.plan.id != plan.id for one in every):
        raise ValueError("an earlier assessment is of another plan")
    ends = [one.window.last for one in every]
    if ends != sorted(set(ends)):
        raise ValueError("earlier assessments stand in the order of their windows, before this one")
    if words is not None and words.plan not in (None, plan.id, plan.key):
        raise ValueError("the words are for another plan")


def _about(assessment: Assessment, words: ReportWords | None, lang: Language) -> str:
    if words is not None and words.about is not None:
        return words.about
    plan = assessment.plan
    if plan.number is None:
        return _say("about-unnumbered", lang, issuer=plan.issuer)
    return _say("about", lang, number=plan.number, issuer=plan.issuer)


def _lines(
    assessment: Assessment, earlier: Sequence[Assessment], lang: Language
) -> Iterator[Paragraph]:
    plan = assessment.plan
    yield Paragraph(plan.title, Style.ORIGINAL)
    window = messages.text(f"window.{assessment.window.kind.value}", lang)
    kind = messages.text("assessment.window", lang, window=window)
    yield Paragraph(f"{kind} {_basis(assessment, lang)}", Style.SMALL)
    for one in earlier[-1:]:
        yield Paragraph(_say("before", lang, basis=_basis(one, lang)), Style.SMALL)
    source = messages.text(f"source.{plan.source.kind.value}", lang)
    yield Paragraph(messages.text("assessment.source", lang, source=source), Style.SMALL)


def _basis(assessment: Assessment, lang: Language) -> str:
    days = {
        "first": assessment.window.first,
        "last": assessment.window.last,
        "as_of": assessment.as_of,
        "known_at": assessment.known_at,
    }
    shown_days = {name: day_text(day, lang) for name, day in days.items()}
    return messages.text("assessment.basis", lang, **shown_days)


_Part = tuple[str, Iterable[Block]]


def _sections(
    every: Sequence[Assessment],
    unreported: Iterable[Unreported],
    ranking: Ranking | None,
    words: ReportWords | None,
    lang: Language,
) -> Iterator[_Part]:
    """Headings by name, and what stands below each."""
    assessment = every[-1]
    readiness = compliance.readiness(assessment)
    if words is not None:
        yield "tasks", _written(words.tasks, "tasks", lang)
    yield "results", _results(every, words, lang)
    if assessment.duties:
        yield "duties", (duties_table(assessment, lang),)
    methods = methods_chart(readiness, lang)
    drawn: tuple[Chart, ...] = (methods,) if methods.bars else ()
    yield "readiness", (*drawn, readiness_table(readiness, lang))
    yield "unanswered", (unanswered_table(assessment, readiness, unreported, lang),)
    if ranking is not None:
        note = Paragraph(messages.text("ranking.note", lang), Style.SMALL)
        yield "ranking", (*ranking_tables(ranking, lang), note)
    if words is not None:
        for part in ("difficulties", "solutions", "proposals"):
            yield part, _written(getattr(words, part), part, lang)
    yield "grounds", _grounds(assessment, lang)


def _written(texts: Sequence[str], part: str, lang: Language) -> Iterator[Block]:
    if not texts:
        yield blank(part, lang)
    for text in texts:
        yield Paragraph(text, Style.ORIGINAL)


def _results(
    every: Sequence[Assessment], words: ReportWords | None, lang: Language
) -> Iterator[Block]:
    assessment = every[-1]
    yield Paragraph(_summary(assessment, lang))
    if words is not None:
        yield from _written(words.results, "results", lang)
    previous = every[-2] if len(every) > 1 else None
    yield targets_table(assessment, previous, lang)
    shares = shares_chart(assessment, lang)
    if shares.bars:
        yield shares
    yield from year_charts(every, lang)


def _summary(assessment: Assessment, lang: Language) -> str:
    """How many targets have which answer."""
    counts = Counter(result.outcome for result in assessment)
    parts = [
        _say("counted", lang, count=counts[one], outcome=_lower(one, lang))
        for one in Outcome
        if counts[one]
    ]
    if not parts:
        return _say("no-targets", lang)
    return _say("summary", lang, count=len(assessment), parts=", ".join(parts))


def _lower(outcome: Outcome, lang: Language) -> str:
    text = messages.text(f"outcome.{outcome.value}", lang)
    return text[:1].lower() + text[1:]


def _grounds(assessment: Assessment, lang: Language) -> Iterator[Block]:
    yield grounds_table(assessment, lang)
    yield reporting_table(assessment.plan, lang)
    odd = [finding.message(lang) for finding in assessment.report.findings]
    if odd:
        yield Paragraph(_say("odd", lang))
        yield from (Paragraph(text, Style.ITEM) for text in odd)
    read = used_readings(assessment, lang)
    if read:
        yield Paragraph(messages.text("assessment.readings", lang))
        yield from (Paragraph(text, Style.ITEM) for text in read)
    yield Paragraph(messages.text("assessment.disclaimer", lang), Style.SMALL)


def _numbered(parts: Iterable[_Part], lang: Language) -> tuple[Section, ...]:
    return tuple(
        Section(
            heading=f"{_ROMAN[number]}. {messages.text(f'report-heading.{name}', lang)}",
            blocks=tuple(blocks),
        )
        for number, (name, blocks) in enumerate(parts, start=1)
    )


def _say(key: str, lang: Language, **values: object) -> str:
    return messages.text(f"report.{key}", lang, **values)
