"""``cashless plans new``: a plan file to start from."""

import re
from pathlib import Path
from typing import Annotated, Final

import typer

from cashless_edu_health import intake, registry
from cashless_edu_health.cli._show import (
    Format,
    FormatOption,
    Lang,
    LangOption,
    UsageError,
    console,
    label,
    show_json,
)
from cashless_edu_health.institutions import Sector

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


def new(
    file: Annotated[Path, typer.Argument()],
    key: Annotated[str, typer.Option("--key")],
    sector: Annotated[list[Sector] | None, typer.Option("--sector")] = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Write a commented plan file to start from."""
    if file.suffix != ".toml" or not _NAME.fullmatch(file.stem):
        raise UsageError(file.name, "plan-file")
    if not _NAME.fullmatch(key):
        raise UsageError("--key", "plan-key")
    text = registry.plan_starter(id=file.stem, key=key, sectors=sector or tuple(Sector))
    if file.exists():
        raise UsageError(file.name, "exists")
    intake.write_whole(file, text.encode())
    if format_ is Format.JSON:
        show_json({"file": str(file), "id": file.stem, "key": key})
        return
    console().print(label("plan.started", lang, file=str(file)))
    typer.echo(f"  cashless plans show {file}")
