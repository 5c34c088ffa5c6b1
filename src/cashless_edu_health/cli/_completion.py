"""``cashless completion``: the script that lets a shell complete the command line."""

from enum import StrEnum
from typing import Annotated

import typer
from typer.completion import get_completion_script  # type: ignore[attr-defined]

from cashless_edu_health.cli._app import COMPLETE
from cashless_edu_health.cli._show import Format, FormatOption, Lang, LangOption, show_json


class Shell(StrEnum):
    """Shells that can be told."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def completion(
    shell: Annotated[Shell, typer.Argument()],
    lang: LangOption = Lang.VI,  # noqa: ARG001 - every command takes it
    format_: FormatOption = Format.TEXT,
) -> None:
    """Print the completion script of a shell."""
    script = get_completion_script(prog_name="cashless", complete_var=COMPLETE, shell=shell.value)
    if format_ is Format.JSON:
        show_json({"shell": shell.value, "script": script})
    else:
        typer.echo(script)
