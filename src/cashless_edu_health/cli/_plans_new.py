"""``cashless plans new``: a plan file to start from."""

import re
from pathlib import Path
from typing import Annotated, Final

import typer

from cashless_edu_health import registry
from cashless_edu_health.cli._show import Lang, LangOption, UsageError, console, label
from cashless_edu_health.institutions import Sector

EXAMPLE: Final = "Ví dụ / Example: cashless plans new tinh-toi-12-kh-ubnd-2026.toml --key TT12"

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


def new(
    file: Annotated[
        Path, typer.Argument(help="The file to write, .toml; its name becomes the id.")
    ],
    key: Annotated[str, typer.Option(help="Short name: letters and digits, e.g. TT12.")],
    sector: Annotated[
        list[Sector] | None, typer.Option(help="Examples for it; repeatable; default both.")
    ] = None,
    lang: LangOption = Lang.VI,
) -> None:
    """Write a commented plan file to start from / Tạo tệp kế hoạch mẫu để điền."""
    if file.suffix != ".toml" or not _NAME.fullmatch(file.stem):
        raise UsageError(
            "FILE", "name it with letters, digits and dashes, ending in .toml: tinh-toi-2026.toml"
        )
    if not _NAME.fullmatch(key):
        raise UsageError("--key", "use letters, digits, dots and dashes, e.g. TT12")
    text = registry.plan_starter(id=file.stem, key=key, sectors=sector or tuple(Sector))
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError:
        raise UsageError("FILE", f"{file.name} is there already; choose another name") from None
    console().print(label("plan.started", lang, file=str(file)), soft_wrap=True)
