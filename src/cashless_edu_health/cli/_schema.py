"""``cashless schema``: the JSON Schemas of the file formats."""

from typing import Annotated

import typer

from cashless_edu_health import documents, messages
from cashless_edu_health.cli._show import (
    Format,
    FormatOption,
    Lang,
    LangOption,
    UsageError,
    show_json,
    show_table,
)


def schema(
    name: Annotated[
        str | None, typer.Argument(autocompletion=lambda: list(documents.schema_names()))
    ] = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """List the file formats, or print the JSON Schema of one."""
    names = documents.schema_names()
    if name is not None:
        if name not in names:
            raise UsageError(name, "no-format", known=", ".join(names))
        show_json(documents.schema(name))
        return
    texts = {one: messages.text(f"format.{one.partition('/')[0]}", lang.code) for one in names}
    if format_ is Format.JSON:
        show_json([{"name": one, "text": text} for one, text in texts.items()])
    else:
        show_table(("", ""), texts.items())
