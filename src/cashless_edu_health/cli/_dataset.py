"""``cashless dataset`` and ``cashless requirements``: what is needed, and what came back."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cashless_edu_health import compliance, documents, intake, messages, registry, reports
from cashless_edu_health.cli._chosen import chosen_plan
from cashless_edu_health.cli._help import Command, command_group
from cashless_edu_health.cli._options import (
    AsOfOption,
    DatasetArgument,
    PeriodOption,
    PlanArgument,
    RegisterOption,
    plan_keys,
)
from cashless_edu_health.cli._show import (
    Exit,
    Format,
    FormatOption,
    Lang,
    LangOption,
    UsageError,
    console,
    label,
    report_json,
    show_json,
    show_report,
    show_table,
)
from cashless_edu_health.compliance import OpenQuestion, Requirements
from cashless_edu_health.documents import Form, FormReading, Merge
from cashless_edu_health.errors import DataError, UnknownPlanError
from cashless_edu_health.periods import calendar_year

app = command_group()

_NAMED = 5
_WORDS = ("yes", "no", "other")


def requirements(
    plan: PlanArgument,
    period: PeriodOption = None,
    form: Annotated[Path | None, typer.Option("--form")] = None,
    register: RegisterOption = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """List what a plan needs; write the form that asks for it."""
    window = None if period is None else calendar_year(period)
    needs = compliance.requirements(chosen_plan(plan, lang), window)
    if form is not None:
        _write_form(needs, form, register, lang)
    rows = reports.requirement_rows(needs, lang.code)
    if format_ is Format.JSON:
        show_json(
            {
                "plan": needs.plan.id,
                "period": period,
                "needs": [
                    {"kind": row.kind, "name": row.name, "text": row.text, "of": row.whom}
                    | {"rows": list(row.rows)}
                    for row in rows
                ],
            }
        )
        return
    columns = [
        messages.text(f"requirement.column-{name}", lang.code) for name in ("what", "whom", "rows")
    ]
    key = needs.plan.key
    title = messages.text("requirement.title", lang.code, plan=key)
    if window is not None:
        span = {"first": f"{window.first:%d/%m/%Y}", "last": f"{window.last:%d/%m/%Y}"}
        title = messages.text("requirement.title-period", lang.code, plan=key, **span)
    show_table(columns, ((row.text, row.whom, ", ".join(row.rows)) for row in rows), title=title)
    if form is not None:
        console().print(label("written", lang, file=form))


def _write_form(needs: Requirements, path: Path, register: Path | None, lang: Lang) -> None:
    if needs.period is None:
        raise UsageError("--form", "form-needs-period")
    asked = documents.read_institutions(register) if register else ()
    empty = documents.form(needs)
    if path.suffix == ".xlsx":
        intake.write_whole(path, documents.write_form_xlsx(empty, asked, lang=lang.code))
    elif path.suffix == ".csv":
        text = documents.write_form_csv(empty, asked, lang=lang.code)
        intake.write_whole(path, text.encode())
    else:
        raise UsageError("--form", "form-ending")


@app.command("merge", cls=Command)
def merge(
    folder: Annotated[Path, typer.Argument()],
    out: Annotated[Path, typer.Option("--out")],
    register: RegisterOption = None,
    previous: Annotated[Path | None, typer.Option("--previous")] = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Join returned forms into one dataset; nobody is dropped."""
    readings, form = _read(folder)
    merged = documents.merge_forms(
        readings,
        form=form,
        register=documents.read_institutions(register) if register else None,
        previous=[documents.read_form(path) for path in _paths(previous)] if previous else (),
    )
    documents.write_dataset(merged.dataset, out)
    if format_ is Format.JSON:
        show_json(_merge_json(merged, lang))
    else:
        _show_merge(merged, lang)
        console().print(label("written", lang, file=out))
    if not merged.report.ok:
        raise typer.Exit(Exit.FINDINGS)


def _paths(place: Path) -> list[Path]:
    if not place.is_dir():
        return [place]
    return sorted(path for path in place.iterdir() if not path.name.startswith("."))


def _read(folder: Path) -> tuple[list[FormReading], Form | None]:
    """The forms of a folder, read against the form of the plan that most of them name."""
    if not folder.is_dir():
        raise DataError("is no folder", file=folder.name)
    paths = _paths(folder)
    first = [documents.read_form(path) for path in paths]
    asked = Counter((row.plan_id, row.window) for one in first for row in one.returns)
    if not asked:
        return first, None
    (plan_id, window), _ = min(asked.items(), key=lambda i: (-i[1], i[0][0], i[0][1].first))
    try:
        form = documents.form(compliance.requirements(registry.plan(plan_id), window))
    except UnknownPlanError:
        return first, None
    return [
        documents.read_form(path, form)
        if all((row.plan_id, row.window) == (plan_id, window) for row in one.returns)
        else one
        for path, one in zip(paths, first, strict=True)
    ], form


def _merge_json(merged: Merge, lang: Lang) -> dict[str, object]:
    return {
        "plan": merged.plan_id,
        "from": merged.window.first.isoformat(),
        "to": merged.window.last.isoformat(),
        "answered": list(merged.answered),
        "missing": list(merged.missing),
        "disputed": list(merged.disputed),
        "corrected": [
            {"institution": one.institution_id, "version": one.version}
            | {"replaced": list(one.replaced)}
            for one in merged.corrected
        ],
        "repeated": list(merged.repeated),
        "refused": list(merged.refused),
        "unregistered": list(merged.unregistered),
        "unused": list(merged.unused),
        "changes": [
            {
                "institution": one.institution_id,
                "column": one.column,
                "before": _plain(one.before),
                "after": _plain(one.after),
            }
            for one in merged.changes
        ],
        "report": report_json(merged.report, lang),
    }


def _plain(answer: object) -> object:
    return answer.isoformat() if isinstance(answer, date) else answer


def _show_merge(merged: Merge, lang: Lang) -> None:
    out = console()
    window = merged.window
    span = {"first": f"{window.first:%d/%m/%Y}", "last": f"{window.last:%d/%m/%Y}"}
    title = messages.text("merge.title", lang.code, plan=merged.plan_id, **span)
    out.print(title, style="bold")
    corrected = [one.institution_id for one in merged.corrected]
    lists = {
        "answered": merged.answered,
        "missing": merged.missing,
        "disputed": merged.disputed,
        "corrected": corrected,
        "repeated": merged.repeated,
        "refused": merged.refused,
        "unregistered": merged.unregistered,
        "unused": merged.unused,
    }
    for name, ids in lists.items():
        line = messages.text(f"merge.{name}", lang.code, count=len(ids))
        out.print(f"{line} ({', '.join(ids)})" if ids and name != "answered" else line)
    out.print(messages.text("merge.changed", lang.code, count=len(merged.changes)))
    for change in merged.changes:
        values = {
            "institution": change.institution_id,
            "column": change.column,
            "before": _told(change.before, lang),
            "after": _told(change.after, lang),
        }
        out.print(f"  {messages.text('merge.change', lang.code, **values)}")
    show_report(merged.report, lang)


def _told(answer: object, lang: Lang) -> str:
    if answer is None:
        return messages.text("merge.blank", lang.code)
    if isinstance(answer, bool):
        return messages.text(f"form.{'yes' if answer else 'no'}", lang.code)
    if isinstance(answer, date):
        return f"{answer:%d/%m/%Y}"
    return messages.named("form", answer, lang.code) if answer in _WORDS else str(answer)


@app.command("check", cls=Command)
def check(
    dataset: DatasetArgument,
    plan: Annotated[str | None, typer.Option("--plan", autocompletion=plan_keys)] = None,
    period: PeriodOption = None,
    as_of: AsOfOption = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """List everything that is wrong with a dataset."""
    needs = None
    if plan is not None:
        window = None if period is None else calendar_year(period)
        needs = compliance.requirements(chosen_plan(plan, lang), window)
    checked = documents.check_dataset(dataset, needs)
    questions: tuple[OpenQuestion, ...] | None = None
    if needs is not None and checked.dataset is not None:
        window = needs.period or needs.plan.period
        on = min(as_of.date() if as_of else date.today(), window.last)
        questions = compliance.open_questions(needs, checked.dataset, window=window, on=on)
    if format_ is Format.JSON:
        answer: dict[str, object] = {"report": report_json(checked.report, lang)}
        if questions is not None:
            answer["open"] = [_question_json(one, lang) for one in questions]
        show_json(answer)
    else:
        if not checked.report.findings:
            console().print(label("no-findings", lang))
        show_report(checked.report, lang)
        for line in _question_lines(questions, lang):
            console().print(line)
    if not checked.report.ok:
        raise typer.Exit(Exit.FINDINGS)


def _question_json(question: OpenQuestion, lang: Lang) -> dict[str, object]:
    return {
        "text": reports.requirement_text(question.requirement, lang.code),
        "rows": list(question.requirement.rows),
        "institutions": list(question.institutions),
        "years": list(question.years),
    }


def _question_lines(questions: Iterable[OpenQuestion] | None, lang: Lang) -> Iterator[str]:
    if questions is None:
        return
    asked = tuple(questions)
    yield messages.text(f"open-question.{'title' if asked else 'none'}", lang.code)
    for one in asked:
        need = reports.requirement_text(one.requirement, lang.code)
        if one.institutions:
            more = "…" if len(one.institutions) > _NAMED else ""
            ids = ", ".join(one.institutions[:_NAMED]) + more
            values = {"need": need, "count": len(one.institutions), "ids": ids}
            text = messages.text("open-question.institutions", lang.code, **values)
        elif one.years:
            years = ", ".join(str(year) for year in one.years)
            text = messages.text("open-question.years", lang.code, need=need, years=years)
        else:
            text = messages.text("open-question.whole", lang.code, need=need)
        yield f"- {text} [{', '.join(one.requirement.rows)}]"
