"""``cashless plans``: the bundled plans."""

from collections.abc import Iterable
from typing import Annotated

import typer

from cashless_edu_health import messages, registry, reports
from cashless_edu_health.cli._show import (
    Format,
    FormatOption,
    Lang,
    LangOption,
    console,
    label,
    show_json,
    show_table,
)
from cashless_edu_health.plans import Duty, Plan, ReportingDuty, Target

app = typer.Typer(no_args_is_help=True, help="Plans of provinces / Kế hoạch của các tỉnh.")


@app.command("list")
def list_(lang: LangOption = Lang.VI, format_: FormatOption = Format.TEXT) -> None:
    """List the bundled plans / Liệt kê các kế hoạch."""
    rows = [_summary(plan, lang) for plan in registry.plans()]
    if format_ is Format.JSON:
        show_json(rows)
        return
    keys = ("key", "number", "issuer", "issued", "targets", "duties", "reports", "source")
    columns = tuple(label(f"plan.{key}", lang) for key in keys)
    show_table(columns, ([str(row[key]) for key in keys] for row in rows))


@app.command("show")
def show(
    plan: Annotated[str, typer.Argument(help="Id or key, e.g. DN24.")],
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Show one plan with every target, duty and quote / Xem một kế hoạch."""
    chosen = registry.plan(plan)
    if format_ is Format.JSON:
        show_json(_summary(chosen, lang) | {"rows": [_row(r, chosen, lang) for r in _rows(chosen)]})
        return
    out = console()
    out.print(f"{chosen.key} · {chosen.number or '—'} · {chosen.issuer}", style="bold")
    out.print(chosen.title)
    out.print(f"{label('plan.source', lang)}: {_source(chosen, lang)}")
    columns = tuple(label(f"plan.{key}", lang) for key in ("id", "clause", "asks", "quote"))
    rows = (_row(row, chosen, lang) for row in _rows(chosen))
    show_table(columns, ((r["id"], r["clause"], r["asks"], r["quote"]) for r in rows))


def _rows(plan: Plan) -> Iterable[Target | Duty | ReportingDuty]:
    return (*plan.targets, *plan.duties, *plan.reporting)


def _summary(plan: Plan, lang: Lang) -> dict[str, str | int]:
    return {
        "key": plan.key,
        "number": plan.number or "—",
        "issuer": plan.issuer,
        "issued": plan.issued.isoformat() if plan.issued else "—",
        "targets": len(plan.targets),
        "duties": len(plan.duties),
        "reports": len(plan.reporting),
        "source": _source(plan, lang),
        "id": plan.id,
    }


def _source(plan: Plan, lang: Lang) -> str:
    return messages.text(f"source.{plan.source.kind.value}", lang.code)


def _row(row: Target | Duty | ReportingDuty, plan: Plan, lang: Lang) -> dict[str, str]:
    return {
        "id": row.id,
        "clause": row.citation.pinpoint,
        "asks": reports.asks_text(row, plan, lang.code),
        "quote": plan.words(row),
    }
