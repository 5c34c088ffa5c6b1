"""``cashless banks``: the bank directory."""

from datetime import date
from typing import Annotated

import typer

from cashless_edu_health import messages, registry
from cashless_edu_health.cli._show import (
    Format,
    FormatOption,
    Lang,
    LangOption,
    label,
    show_json,
    show_table,
)

app = typer.Typer(no_args_is_help=True, help="Bank directory / Danh bạ ngân hàng.")


@app.command("find")
def find(
    query: Annotated[str, typer.Argument(help="BIN, code, short name or full name.")],
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Find one bank; an ambiguous or unknown name lists candidates / Tìm ngân hàng."""
    match = registry.banks().find(query, on=date.today())
    bank = match.bank
    standing = messages.text(f"standing.{match.standing.value}", lang.code)
    name, sure = (
        (bank.name_vi, bank.confidence)
        if lang is Lang.VI
        else (bank.name_en, bank.name_en_confidence)
    )
    values = {
        "bin": match.bin,
        "code": bank.code,
        "short_name": bank.short_name,
        "name": f"{name} ({messages.text(f'confidence.{sure.value}', lang.code)})",
        "kind": messages.text(f"bank-kind.{bank.kind.value}", lang.code),
        "found_as": f"{match.name} ({standing})",
        "confidence": messages.text(f"confidence.{match.confidence.value}", lang.code),
        "sources": ", ".join(bank.sources),
    }
    if format_ is Format.JSON:
        show_json(values)
    else:
        show_table(("", ""), ((label(f"bank.{k}", lang), v) for k, v in values.items() if v))
