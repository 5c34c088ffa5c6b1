"""``cashless qr verify`` and ``cashless qr audit``: scanned codes against what they should be."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.progress import track

from cashless_edu_health import accounts, documents, emvco, intake, registry, vietqr
from cashless_edu_health.cli._scanned import Comparison, Row, counters, scanned_file
from cashless_edu_health.cli._show import (
    Exit,
    Format,
    FormatOption,
    Lang,
    LangOption,
    console,
    label,
    report_json,
    show_json,
    show_report,
    show_table,
)
from cashless_edu_health.errors import DataError, DecodeError
from cashless_edu_health.findings import Report

_DATE: Final = ["%Y-%m-%d"]
_COLUMNS: Final = ("file", "answer", "details")

OnOption = Annotated[
    datetime | None, typer.Option("--on", formats=_DATE, help="Day judged; default today.")
]
InstitutionOption = Annotated[
    str | None, typer.Option("--institution", help="Id of the one whose accounts are right.")
]


def verify(
    scanned: Annotated[str, typer.Argument(help="Text of the code, or its photo (or a .txt).")],
    expected: Annotated[str | None, typer.Option(help="Text of the code as issued.")] = None,
    accounts_file: Annotated[
        Path | None, typer.Option("--accounts", help="Account book, .toml or .json.")
    ] = None,
    institution: InstitutionOption = None,
    on: OnOption = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Tell a genuine code from a swapped one / Đối chiếu mã với mã đã cấp hoặc sổ tài khoản."""
    if expected is None and accounts_file is None:
        raise typer.BadParameter("needed: this, --accounts, or both", param_hint="--expected")
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
    folder: Annotated[Path, typer.Argument(help="Photos and .txt payloads of all counters.")],
    accounts_file: Annotated[
        Path, typer.Option("--accounts", help="Account book, .toml or .json.")
    ],
    institution: InstitutionOption = None,
    signer: Annotated[str | None, typer.Option(help="Who made the audit.")] = None,
    on: OnOption = None,
    csv: Annotated[Path | None, typer.Option(help="Also write the table here (.csv).")] = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Check the codes of all counters / Rà soát mã QR ở mọi quầy thu."""
    book, day = documents.read_account_book(accounts_file), on.date() if on else date.today()
    rows = _audited(folder, Comparison(None, book, institution, day), {accounts_file, csv}, lang)
    report = accounts.check(book, banks=registry.banks(), on=day)
    if csv is not None:
        csv.write_text(_csv(rows, day, signer, lang), encoding="utf-8-sig", newline="")
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
        raise typer.BadParameter(str(error), param_hint="--expected") from None
    return emvco.decode(payload)


def _audited(folder: Path, comparison: Comparison, but: set[Path | None], lang: Lang) -> list[Row]:
    """All rows, those that differ first; a file that cannot be opened is a row too."""
    rows: list[Row] = []
    files = list(counters(folder, but=but))
    reading, out = label("audit.reading", lang), console(stderr=True)
    for file in track(files, reading, console=out, transient=True, disable=not out.is_terminal):
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
