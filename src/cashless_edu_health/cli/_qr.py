"""``cashless qr``: make a payment code, read one, tell a genuine one from a swapped one."""

from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from cashless_edu_health import accounts, money, registry, vietqr
from cashless_edu_health.cli._audit import audit, verify
from cashless_edu_health.cli._fields import code_fields
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
    console,
    label,
    report_json,
    show_json,
    show_report,
    show_table,
)
from cashless_edu_health.vietqr import Profile

app = typer.Typer(no_args_is_help=True, help="VietQR payment codes / Mã thanh toán VietQR.")
_EXAMPLE: Final = "Ví dụ / Example: cashless qr"

app.command("verify", epilog=f"{_EXAMPLE} verify quay-07.jpg --accounts accounts.toml")(verify)
app.command("audit", epilog=f"{_EXAMPLE} audit photos/ --accounts accounts.toml")(audit)
app.command("images", epilog=f"{_EXAMPLE} images --requests yeu-cau.json --out ma-qr")(images)


@app.command(
    "make",
    epilog=f"{_EXAMPLE} make --bank VCB --account 0071000123456 --amount 550000 --out hp.svg",
)
def make(  # noqa: PLR0913, PLR0917 - the options of a command
    bank: Annotated[str, typer.Option(help="BIN, code or name of the bank, e.g. VCB.")],
    account: Annotated[str, typer.Option(help="Account number, 1-19 letters or digits.")],
    amount: Annotated[
        str | None, typer.Option(help="Whole dong, digits only; leave out for a static code.")
    ] = None,
    purpose: Annotated[
        str | None, typer.Option(help="Remittance text, at most 25 printable ASCII characters.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the picture here (.svg or .png).")] = None,
    scale: ScaleOption = None,
    caption: CaptionOption = False,
    show: Annotated[bool, typer.Option("--show", help="Draw it in the terminal.")] = False,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Make the payment code of an account / Tạo mã thanh toán."""
    acquirer = registry.banks().find(bank, on=date.today())
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


@app.command("read", epilog=f"{_EXAMPLE} read 00020101021238570010A00000072701270006970436...")
def read(
    payload: Annotated[str, typer.Argument(help="The text of a scanned code.")],
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Read a scanned code and say what is wrong with it / Đọc và kiểm tra mã."""
    report = vietqr.check(payload, profile=Profile.AUTO, banks=registry.banks(), on=date.today())
    fields = code_fields(vietqr.parse(payload, profile=Profile.AUTO), lang) if report.ok else ()
    if format_ is Format.JSON:
        values = {key: value for key, _, value in fields}
        show_json({"report": report_json(report, lang), "code": values or None})
    else:
        if fields:
            show_table(("", ""), ((name, value) for _, name, value in fields))
        show_report(report, lang)
    if not report.ok:
        raise typer.Exit(Exit.FINDINGS)


def _amount(text: str) -> int:
    try:
        return money.parse(text, minimum=1)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--amount") from None
