"""``cashless report``: what an office sends and what an accountant and a clerk work with."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import attrs
import typer

from cashless_edu_health import compliance, documents, intake, reports
from cashless_edu_health.cli._chosen import (
    WindowChoice,
    chosen_plan,
    chosen_readings,
    chosen_window,
    past_day,
    span,
)
from cashless_edu_health.cli._help import Command, command_group
from cashless_edu_health.cli._options import (
    AsOfOption,
    BookOption,
    DatasetArgument,
    FirstOption,
    InvoicesOption,
    KnownAtOption,
    LastOption,
    PeriodOption,
    PlanArgument,
    RankByOption,
    ReadingOption,
    RequestsOption,
    WindowOption,
)
from cashless_edu_health.cli._readiness import ranked
from cashless_edu_health.cli._show import (
    Exit,
    Format,
    FormatOption,
    Lang,
    LangOption,
    UsageError,
    console,
    label,
    show_json,
    show_report,
)
from cashless_edu_health.compliance import Assessment, Dataset, Ranking
from cashless_edu_health.documents import ReportWords
from cashless_edu_health.errors import DataError
from cashless_edu_health.periods import Window
from cashless_edu_health.reconciliation.sql import SqlLedger, open_ledger
from cashless_edu_health.reports import Document

app = command_group()

_WRITERS: Final[Mapping[str, Callable[[Document], bytes]]] = {
    ".txt": lambda document: reports.as_text(document).encode(),
    ".html": lambda document: reports.as_html(document).encode(),
    ".xlsx": reports.as_xlsx,
    ".docx": reports.as_docx,
}

OutOption = Annotated[list[Path] | None, typer.Option("--out")]


@app.command("assessment", cls=Command)
def assessment(  # noqa: PLR0913, PLR0917 - the options of a command
    plan: PlanArgument,
    dataset: DatasetArgument,
    period: PeriodOption = None,
    window: WindowOption = WindowChoice.CALENDAR_YEAR,
    first: FirstOption = None,
    last: LastOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    reading: ReadingOption = None,
    compare: Annotated[list[int] | None, typer.Option("--compare", min=1900, max=9000)] = None,
    words: Annotated[Path | None, typer.Option("--words")] = None,
    rank_by: RankByOption = None,
    out: OutOption = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Report a plan's results to an office."""
    _check_endings(out)
    today = date.today()
    chosen = chosen_plan(plan, lang)
    judged = chosen_window(window, period, first, last)
    said = documents.read_report_words(words) if words is not None else ReportWords()
    data = documents.read_dataset(dataset)
    judge = partial(
        compliance.assess,
        chosen,
        data,
        known_at=past_day(known_at, "--known-at", today),
        readings=chosen_readings(chosen, reading or ()),
    )
    now = judge(period=judged, as_of=past_day(as_of, "--as-of", today))
    document = _document(
        now,
        [judge(period=year, as_of=year.last) for year in _years(judged, compare or ())],
        data,
        None if rank_by is None else ranked(compliance.readiness(now), rank_by),
        said,
        lang,
    )
    _answer(document, out, format_, lang)


def _document(
    now: Assessment,
    earlier: list[Assessment],
    data: Dataset,
    ranking: Ranking | None,
    words: ReportWords,
    lang: Lang,
) -> Document:
    try:
        return reports.assessment_report(
            now,
            earlier=earlier,
            unreported=data.unreported,
            ranking=ranking,
            words=words,
            lang=lang.code,
        )
    except ValueError as error:
        raise UsageError("--words", "no-words", reason=error) from None


def _years(judged: Window, years: Sequence[int]) -> list[Window]:
    """The same days of earlier years, in their order; a year is that of the last day."""
    earlier = []
    for year in sorted(set(years)):
        back = judged.last.year - year
        if back < 1:
            raise UsageError("--compare", "not-earlier", year=year)
        first, last = (_years_before(day, back) for day in (judged.first, judged.last))
        earlier.append(Window(first, last, judged.kind))
    return earlier


def _years_before(day: date, years: int) -> date:
    """The same day of an earlier year; the last of February where there is no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@app.command("reconciliation", cls=Command)
def reconciliation(  # noqa: PLR0913, PLR0917 - the options of a command
    ledger: Annotated[str, typer.Option("--ledger")],
    book: BookOption = "main",
    requests: RequestsOption = None,
    invoices: InvoicesOption = None,
    receipts: Annotated[list[Path] | None, typer.Option("--receipts")] = None,
    settlement: Annotated[list[Path] | None, typer.Option("--settlement")] = None,
    first: FirstOption = None,
    last: LastOption = None,
    as_of: AsOfOption = None,
    out: OutOption = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Report what a ledger holds."""
    _check_endings(out)
    if (first is None) != (last is None):
        raise UsageError("--from, --to", "both-days")
    window = None if first is None or last is None else span(first.date(), last.date())
    asked = () if requests is None else documents.read_requests(requests)
    kept = _opened(ledger, book)
    try:
        _check_chain(kept, lang)
        books = reports.Books(
            decisions=kept.decisions(),
            receipts=(
                *kept.receipts(),
                *(one for file in receipts or () for one in documents.read_receipts(file)),
            ),
            reversals=kept.reversals(),
            settlements=tuple(map(documents.read_settlement, settlement or ())),
            requests=asked,
            open_items=kept.open_items(asked),
            invoices=None if invoices is None else documents.read_invoices(invoices),
        )
    finally:
        kept.close()
    day = date.today() if as_of is None else as_of.date()
    document = reports.reconciliation_report(books, as_of=day, window=window, lang=lang.code)
    _answer(document, out, format_, lang)


def _opened(ledger: str, book: str) -> SqlLedger:
    """The ledger; a file that is not there is none, and none is made of it."""
    if "://" in ledger:
        return open_ledger(ledger, book=book)
    if not Path(ledger).is_file():
        reason = "is no ledger; 'cashless reconcile --ledger' makes one"
        raise DataError(reason, file=Path(ledger).name)
    return open_ledger(f"sqlite:///{ledger}", book=book)


def _check_chain(ledger: SqlLedger, lang: Lang) -> None:
    """Nothing is reported of a history that does not hold together."""
    report = ledger.verify_chain()
    if not report.ok:
        show_report(report, lang)
        raise typer.Exit(Exit.FINDINGS)


def _check_endings(files: Sequence[Path] | None) -> None:
    """Before anything is computed."""
    for file in files or ():
        if file.suffix.lower() not in _WRITERS:
            raise UsageError("--out", "report-ending", file=file.name, known=", ".join(_WRITERS))


def _answer(document: Document, files: Sequence[Path] | None, format_: Format, lang: Lang) -> None:
    """The files that are asked for, else the text; as JSON in either case where that is asked."""
    for file in files or ():
        intake.write_whole(file, _WRITERS[file.suffix.lower()](document))
    if format_ is Format.JSON:
        show_json(document_json(document))
    elif files:
        for file in files:
            console().print(label("report.written", lang, file=file), soft_wrap=True)
    else:
        width = max(console().width, 40)
        typer.echo(reports.as_text(document, width=width), nl=False)


def document_json(document: Document) -> dict[str, object]:
    """A report for programs: its parts by name, shares exact as ``n/d``, days as ISO 8601."""
    return attrs.asdict(document, value_serializer=lambda _, __, value: _plain(value))


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
