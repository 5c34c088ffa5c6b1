"""``cashless qr verify`` and ``cashless qr audit``: scanned codes against what they should be."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from cashless_edu_health import accounts, documents, emvco, intake, registry, vietqr
from cashless_edu_health.cli._options import AccountsOption, InstitutionOption, OnOption
from cashless_edu_health.cli._scanned import Comparison, Row, counters, scanned_file
from cashless_edu_health.cli._show import (
    Exit,
    Format,
    FormatOption,
    Lang,
    LangOption,
    UsageError,
    console,
    label,
    report_json,
    show_json,
    show_report,
    show_table,
    tracked,
)
from cashless_edu_health.errors import DataError, DecodeError
from cashless_edu_health.findings import Report

_COLUMNS: Final = ("file", "answer", "details")


def verify(
    scanned: Annotated[str, typer.Argument()],
    expected: Annotated[str | None, typer.Option("--expected")] = None,
    accounts_file: AccountsOption = None,
    institution: InstitutionOption = None,
    on: OnOption = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Tell a genuine code from a swapped one."""
    if expected is None and accounts_file is None:
        raise UsageError("--expected, --accounts", "one-or-both")
    comparison = Comparison(
        expected=None if expected is None else _issued(expected),
        book=None if accounts_file is None else documents.read_account_book(accounts_file),
        institution_id=institution,
        on=on.date() if on else date.today(),
    )
    path = scanned_file(scanned)
    rows = [*comparison.rows(path, path.name)] if path else [comparison.row("", (scanned,))]
    if format_ is Format.JSON:
        show_json([row.json(lang) for row in rows])
    else:
        for row in rows:
            _show_answer(row, lang)
    if not all(row.verifications for row in rows):
        raise typer.Exit(Exit.UNREADABLE)
    if not all(row.ok for row in rows):
        raise typer.Exit(Exit.FINDINGS)


def audit(
    folder: Annotated[Path, typer.Argument()],
    accounts_file: Annotated[Path, typer.Option("--accounts")],
    institution: InstitutionOption = None,
    signer: Annotated[str | None, typer.Option("--by")] = None,
    on: OnOption = None,
    csv: Annotated[Path | None, typer.Option("--csv")] = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Check the codes of all counters."""
    book, day = documents.read_account_book(accounts_file), on.date() if on else date.today()
    rows = _audited(folder, Comparison(None, book, institution, day), {accounts_file, csv}, lang)
    report = accounts.check(book, banks=registry.banks(), on=day)
    if csv is not None:
        intake.write_whole(csv, _csv(rows, day, signer, lang).encode("utf-8-sig"))
    if format_ is Format.JSON:
        answer = {"on": day.isoformat(), "signer": signer}
        codes = [row.json(lang) for row in rows]
        show_json(answer | {"counters": codes, "accounts": report_json(report, lang)})
    else:
        _show_audit(rows, day, signer, lang)
        _show_book(report, accounts_file.name, lang)
    if not (all(row.ok for row in rows) and report.ok):
        raise typer.Exit(Exit.FINDINGS)


def _issued(payload: str) -> vietqr.Issued:
    """The issued code as it stands, once it is known to be a sound one."""
    try:
        vietqr.parse(payload, profile="auto")
    except DecodeError as error:
        raise UsageError("--expected", "no-code", reason=error) from None
    return emvco.decode(payload)


def _audited(folder: Path, comparison: Comparison, but: set[Path | None], lang: Lang) -> list[Row]:
    """All rows, those that differ first; a file that cannot be opened is a row too."""
    rows: list[Row] = []
    files = list(counters(folder, but=but))
    for file in tracked(files, label("audit.reading", lang)):
        name = file.relative_to(folder).as_posix()
        try:
            rows += comparison.rows(file, name)
        except DataError:
            rows.append(Row(name, "not-opened"))
    return sorted(rows, key=lambda row: row.order)


def _show_answer(row: Row, lang: Lang) -> None:
    out = console()
    out.print(f"{row.file}: {row.title(lang)}" if row.file else row.title(lang), style="bold")
    for line in row.details(lang):
        out.print(f"  {line}")
    for reason in dict.fromkeys(
        skipped.message(lang.code) for one in row.verifications for skipped in one.report.skipped
    ):
        out.print(f"  {label('not-checked', lang)}: {reason}")


def _show_audit(rows: Sequence[Row], day: date, signer: str | None, lang: Lang) -> None:
    title = label("audit.title", lang, day=_day(day, lang), signer=signer or "…")
    cells = [(row.file, row.title(lang), "\n".join(row.details(lang)) or "—") for row in rows]
    console().print(title, style="bold")
    show_table([label(f"audit.{name}", lang) for name in _COLUMNS], cells)
    wrong = sum(not row.ok for row in rows)
    key = "audit.some-wrong" if wrong else "audit.all-right"
    console().print(label(key, lang, count=len(rows), wrong=wrong), style="bold")


def _show_book(report: Report, file: str, lang: Lang) -> None:
    if report.findings:
        console().print(label("audit.book", lang, file=file), style="bold")
        show_report(report, lang)


def _csv(rows: Sequence[Row], day: date, signer: str | None, lang: Lang) -> str:
    names = (*_COLUMNS, "word", "day", "signer")
    return intake.csv_text(
        [label(f"audit.{name}", lang) for name in names],
        [
            (
                row.file,
                row.title(lang),
                "; ".join(row.details(lang)),
                row.answer,
                day.isoformat(),
                signer,
            )
            for row in rows
        ],
    )


def _day(day: date, lang: Lang) -> str:
    return day.strftime("%d/%m/%Y") if lang is Lang.VI else day.isoformat()
