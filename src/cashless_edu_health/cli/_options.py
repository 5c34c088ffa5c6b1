"""Options that several commands share: one name, one meaning.

What each means in words stands in the catalogues, under ``help``.
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from cashless_edu_health import registry
from cashless_edu_health.cli._chosen import WindowChoice

DAY: Final = ["%Y-%m-%d"]

OnOption = Annotated[datetime | None, typer.Option("--on", formats=DAY)]
AsOfOption = Annotated[datetime | None, typer.Option("--as-of", formats=DAY)]
KnownAtOption = Annotated[datetime | None, typer.Option("--known-at", formats=DAY)]
PeriodOption = Annotated[int | None, typer.Option("--period", min=1900, max=9000)]
WindowOption = Annotated[WindowChoice, typer.Option("--window")]
FirstOption = Annotated[datetime | None, typer.Option("--from", formats=DAY)]
LastOption = Annotated[datetime | None, typer.Option("--to", formats=DAY)]
ReadingOption = Annotated[list[str] | None, typer.Option("--reading")]
RankByOption = Annotated[str | None, typer.Option("--rank-by")]
AccountsOption = Annotated[Path | None, typer.Option("--accounts")]
InstitutionOption = Annotated[str | None, typer.Option("--institution")]
RegisterOption = Annotated[Path | None, typer.Option("--register")]
RequestsOption = Annotated[Path | None, typer.Option("--requests")]
InvoicesOption = Annotated[Path | None, typer.Option("--invoices")]
BookOption = Annotated[str, typer.Option("--book")]
HtmlOption = Annotated[Path | None, typer.Option("--html")]
DatasetArgument = Annotated[Path, typer.Argument()]


def plan_keys() -> list[str]:
    """Keys of the bundled plans, as shells offer them."""
    return [plan.key for plan in registry.plans()]


def layout_names() -> list[str]:
    """Names of the bundled layouts, as shells offer them."""
    return [layout.name for layout in registry.layouts()]


PlanArgument = Annotated[str, typer.Argument(autocompletion=plan_keys)]
