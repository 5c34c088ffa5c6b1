"""``cashless banks``: the bank directory."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from cashless_edu_health import messages, registry
from cashless_edu_health.banks import Bank, BankMatch
from cashless_edu_health.cli._help import Command, command_group
from cashless_edu_health.cli._options import OnOption
from cashless_edu_health.cli._show import (
    Format,
    FormatOption,
    Lang,
    LangOption,
    label,
    show_json,
    show_table,
)

app = command_group()


@app.command("find", cls=Command)
def find(
    query: Annotated[str, typer.Argument()],
    on: OnOption = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Find one bank; an ambiguous or unknown name lists candidates."""
    match = registry.banks().find(query, on=on.date() if on else date.today())
    values = _values(match, lang)
    if format_ is Format.JSON:
        show_json(values)
    else:
        show_table(("", ""), ((label(f"bank.{k}", lang), v) for k, v in values.items() if v))


def _values(match: BankMatch, lang: Lang) -> dict[str, str]:
    bank = match.bank
    standing = messages.text(f"standing.{match.standing.value}", lang.code)
    return {
        "bin": match.bin,
        "code": bank.code,
        "short_name": bank.short_name,
        "name": _full_name(bank, lang),
        "kind": messages.text(f"bank-kind.{bank.kind.value}", lang.code),
        "former_names": "; ".join(_former_names(bank, lang)),
        "found_as": f"{match.name} ({standing})",
        "confidence": messages.text(f"confidence.{match.confidence.value}", lang.code),
        "sources": ", ".join(bank.sources),
    }


def _full_name(bank: Bank, lang: Lang) -> str:
    if lang is Lang.VI:
        name, sure = bank.name_vi, bank.name_vi_confidence or bank.confidence
    else:
        name, sure = bank.name_en, bank.name_en_confidence
    return f"{name} ({messages.text(f'confidence.{sure.value}', lang.code)})"


def _former_names(bank: Bank, lang: Lang) -> Iterator[str]:
    """The names given up, each with the days on which it may have changed."""
    for former in bank.former_names:
        names = " / ".join(former.names)
        if former.changed_from is None or former.changed_to is None:  # both or neither
            yield label("bank.until-unknown", lang, names=names)
        else:
            first, last = (_day(day, lang) for day in (former.changed_from, former.changed_to))
            yield label("bank.until-between", lang, names=names, first=first, last=last)


def _day(day: date, lang: Lang) -> str:
    return f"{day:%d/%m/%Y}" if lang is Lang.VI else day.isoformat()
