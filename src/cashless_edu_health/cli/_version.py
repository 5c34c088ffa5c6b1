"""``cashless version``."""

import typer

from cashless_edu_health import __version__
from cashless_edu_health.cli._show import Format, FormatOption, Lang, LangOption, show_json


def version(
    lang: LangOption = Lang.VI,  # noqa: ARG001 - every command takes it
    format_: FormatOption = Format.TEXT,
) -> None:
    """Print the version."""
    if format_ is Format.JSON:
        show_json({"version": __version__})
    else:
        typer.echo(__version__)
