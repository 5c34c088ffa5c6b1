"""``cashless statement check``: what statement files hold, and what cannot be read of them."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer
from attrs import frozen

from cashless_edu_health import documents, intake, money, registry, statements
from cashless_edu_health.accounts import Account
from cashless_edu_health.cli._help import Command, command_group
from cashless_edu_health.cli._options import layout_names
from cashless_edu_health.cli._show import (
    Exit,
    Format,
    FormatOption,
    Lang,
    LangOption,
    UsageError,
    console,
    finding_text,
    label,
    report_json,
    show_json,
    show_report,
    show_table,
)
from cashless_edu_health.findings import Finding
from cashless_edu_health.statements import Inspection, Layout, Overview, Statement

app = command_group()

_CAMT: Final = "camt"
_MT940: Final = "mt940"
_HEAD: Final = (
    *("account", "statements", "days", "credits", "credited", "debits", "debited"),
    *("opening", "closing"),
)


def _layout_names() -> list[str]:
    return [*layout_names(), _CAMT, _MT940]


@frozen(kw_only=True)
class _Ask:
    """How the files are read."""

    layout: Layout | str
    accounts: tuple[Account, ...]
    utc_offset: str | None

    def inspection(self, data: bytes, file: str) -> Inspection:
        """What one file holds."""
        if isinstance(self.layout, Layout):
            account = self.accounts[0] if self.accounts else None
            return statements.inspect_bytes(data, file=file, layout=self.layout, account=account)
        if self.layout == _CAMT:
            return statements.inspect_camt(
                data, file=file, accounts=self.accounts, utc_offset=self.utc_offset
            )
        if self.utc_offset is None:
            raise UsageError("--utc-offset", "needs-offset")
        return statements.inspect_mt940(data, accounts=self.accounts, utc_offset=self.utc_offset)


@app.command("check", cls=Command)
def check(
    files: Annotated[list[Path], typer.Argument()],
    layout: Annotated[str | None, typer.Option("--layout", autocompletion=_layout_names)] = None,
    account: Annotated[list[str] | None, typer.Option("--account")] = None,
    utc_offset: Annotated[str | None, typer.Option("--utc-offset")] = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Say what statement files hold and what cannot be read."""
    contents = {file: intake.file_bytes(file) for file in files}
    if layout is None:
        _show_fitting(contents, lang, format_)
        return
    chosen = _layout(layout)
    ask = _Ask(
        layout=chosen,
        accounts=_accounts(account or [], chosen),
        utc_offset=_offset(utc_offset),
    )
    read = {file: ask.inspection(data, file.name) for file, data in contents.items()}
    held = [statement for one in read.values() for statement in one.statements]
    found = statements.gaps(held)
    if format_ is Format.JSON:
        show_json(_json(read, held, found, lang))
    else:
        _show(read, held, found, lang)
    if not all(one.report.ok for one in read.values()):
        raise typer.Exit(Exit.FINDINGS)


def _layout(name: str) -> Layout | str:
    if name in (_CAMT, _MT940):
        return name
    if Path(name).suffix in (".toml", ".json"):
        return documents.read_layout(Path(name))
    return registry.layout(name)


def _accounts(written: Iterable[str], layout: Layout | str) -> tuple[Account, ...]:
    accounts = tuple(_account(one, layout) for one in written)
    if isinstance(layout, Layout) and len(accounts) > 1:
        raise UsageError("--account", "one-account")
    return accounts


def _account(written: str, layout: Layout | str) -> Account:
    bank, _, number = written.rpartition(":")
    if bank:
        return Account(registry.banks().find(bank, on=date.today()).bin, number)
    if isinstance(layout, Layout) and layout.bank is not None:
        return Account(layout.bank, number)
    raise UsageError("--account", "needs-bank")


def _offset(written: str | None) -> str | None:
    if written is not None:
        try:
            statements.zone_of(written)
        except ValueError:
            raise UsageError("--utc-offset", "no-offset") from None
    return written


def _show_fitting(contents: Mapping[Path, bytes], lang: Lang, format_: Format) -> None:
    """Which layouts the headings fit: nothing is chosen."""
    fits = {
        file: (
            *statements.message_kinds(data),
            *(one.name for one in statements.fitting(data, registry.layouts())),
        )
        for file, data in contents.items()
    }
    if format_ is Format.JSON:
        show_json([{"file": str(file), "fits": list(names)} for file, names in fits.items()])
    else:
        for file, names in fits.items():
            key = "statement.fits" if names else "statement.fits-none"
            text = label(key, lang, file=str(file), layouts=", ".join(names))
            console().print(text)
    if not all(fits.values()):
        raise typer.Exit(Exit.FINDINGS)


def _show(
    read: Mapping[Path, Inspection],
    held: Iterable[Statement],
    found: Iterable[Finding],
    lang: Lang,
) -> None:
    for file, one in read.items():
        key = "statement.read" if one.report.ok else "statement.not-read"
        text = label(key, lang, file=str(file), entries=len(one.entries))
        console().print(text)
        show_report(one.report, lang)
    rows = statements.overview(held)
    if rows:
        heads = [label(f"statement.{name}", lang) for name in _HEAD]
        show_table(heads, (_row(row, lang) for row in rows), lines=True)
    for file, finding in _placed(read, found):
        console().print(f"{file}: {finding_text(finding, lang)}")


def _placed(
    read: Mapping[Path, Inspection], found: Iterable[Finding]
) -> Iterable[tuple[Path, Finding]]:
    """Each gap with the file that begins behind it."""
    files = [file for file, one in read.items() for _ in one.statements]
    for finding in found:
        number = finding.values["number"]
        if isinstance(number, int):
            yield files[number - 1], finding


def _row(row: Overview, lang: Lang) -> tuple[str, ...]:
    bank = registry.banks().get(row.account.acquirer_id)
    code = bank.code if bank else row.account.acquirer_id
    days = f"{_day(row.first_day)} – {_day(row.last_day)}" if row.first_day else "—"
    return (
        *(f"{code} {row.account.number}", str(row.statements), days),
        *(str(row.credits), _dong(row.credited, lang), str(row.debits), _dong(row.debited, lang)),
        *(_dong(row.opening, lang), _dong(row.closing, lang)),
    )


def _day(day: date | None) -> str:
    return "—" if day is None else day.strftime("%d/%m/%Y")


def _dong(amount: int | None, lang: Lang) -> str:
    return "—" if amount is None else money.format_vnd(amount, lang.code)


def _json(
    read: Mapping[Path, Inspection],
    held: Iterable[Statement],
    found: Iterable[Finding],
    lang: Lang,
) -> Mapping[str, object]:
    return {
        "files": [
            {
                "file": str(file),
                "entries": len(one.entries),
                "report": report_json(one.report, lang),
            }
            for file, one in read.items()
        ],
        "accounts": [
            {
                "bank": row.account.acquirer_id,
                "account": row.account.number,
                "statements": row.statements,
                "first_day": row.first_day and row.first_day.isoformat(),
                "last_day": row.last_day and row.last_day.isoformat(),
                "credits": row.credits,
                "credited": row.credited,
                "debits": row.debits,
                "debited": row.debited,
                "opening": row.opening,
                "closing": row.closing,
            }
            for row in statements.overview(held)
        ],
        "gaps": [
            {"file": str(file), "message": finding.message(lang.code)}
            for file, finding in _placed(read, found)
        ],
    }
