"""``cashless qr``: make a payment code, read one, tell a genuine one from a swapped one."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cashless_edu_health import accounts, money, registry, vietqr
from cashless_edu_health.cli._audit import audit, verify
from cashless_edu_health.cli._fields import code_fields
from cashless_edu_health.cli._help import Command, command_group
from cashless_edu_health.cli._options import OnOption
from cashless_edu_health.cli._pictures import (
    CaptionOption,
    ScaleOption,
    images,
    show_code,
    write_one,
)
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
)
from cashless_edu_health.vietqr import Profile

app = command_group()


@app.command("make", cls=Command)
def make(  # noqa: PLR0913, PLR0917 - the options of a command
    bank: Annotated[str, typer.Option("--bank")],
    account: Annotated[str, typer.Option("--account")],
    amount: Annotated[str | None, typer.Option("--amount")] = None,
    purpose: Annotated[str | None, typer.Option("--purpose")] = None,
    out: Annotated[Path | None, typer.Option("--out")] = None,
    scale: ScaleOption = None,
    caption: CaptionOption = False,
    show: Annotated[bool, typer.Option("--show")] = False,
    on: OnOption = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Make the payment code of an account."""
    acquirer = registry.banks().find(bank, on=on.date() if on else date.today())
    code = vietqr.VietQR(
        account=accounts.Account(acquirer_id=acquirer.bin, number=account),
        amount=None if amount is None else _amount(amount),
        additional_data=vietqr.AdditionalData(purpose=purpose),
    )
    payload = code.encode()
    if out is not None:
        write_one(code, out, scale=scale, caption=caption, lang=lang)
    if format_ is Format.JSON:
        show_json({"payload": payload, "bank": acquirer.bin, "file": out and str(out)})
        return
    if show:
        show_code(code, lang)
    typer.echo(payload)
    if out is not None:
        console(stderr=True).print(label("written", lang, file=str(out)))


app.command("images", cls=Command)(images)


@app.command("read", cls=Command)
def read(
    payload: Annotated[str, typer.Argument()],
    on: OnOption = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Read a scanned code and say what is wrong with it."""
    day = on.date() if on else date.today()
    report = vietqr.check(payload, profile=Profile.AUTO, banks=registry.banks(), on=day)
    fields = code_fields(vietqr.parse(payload, profile=Profile.AUTO), lang) if report.ok else ()
    if format_ is Format.JSON:
        values = {key: value for key, _, value in fields}
        show_json({"report": report_json(report, lang), "code": values or None})
    else:
        if fields:
            show_table(("", ""), ((name, _shown(key, value, lang)) for key, name, value in fields))
        show_report(report, lang)
    if not report.ok:
        raise typer.Exit(Exit.FINDINGS)


def _shown(key: str, value: str, lang: Lang) -> str:
    """What a person reads; programs get the stable word of the initiation."""
    return label(f"qr.{value}", lang) if key == "initiation" else value


app.command("verify", cls=Command)(verify)
app.command("audit", cls=Command)(audit)


def _amount(text: str) -> int:
    try:
        return money.parse(text, minimum=1)
    except ValueError as error:
        raise UsageError("--amount", "no-amount", reason=error) from None
