"""What every command shares: its language, its two formats, its exit codes, how it shows things.

A command takes ``lang: LangOption = Lang.VI`` and ``format_: FormatOption = Format.TEXT``; it
answers with :func:`show_json`, or with :func:`show_table`, :func:`show_report` and
:func:`console`; it refuses words with :class:`UsageError` and leaves with :class:`Exit`; long
work goes through :func:`tracked` or :func:`progress`.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager
from enum import IntEnum, StrEnum
from typing import Annotated, Final, TypeVar

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.progress import Progress, SpinnerColumn
from rich.table import Table
from rich.text import Text

from cashless_edu_health import messages
from cashless_edu_health.errors import CashlessError
from cashless_edu_health.findings import Finding, Report, Skipped
from cashless_edu_health.messages import Language
from cashless_edu_health.plans import Plan

_Item = TypeVar("_Item")

_SHORT: Final = 13
"""Lines of cells up to this length (ids, dates, numbers of plans) are never broken."""

_LONG: Final = 24
"""Words up to this length are never broken."""

_LOOKED_AT: Final = 200
"""Rows, at most, by which widths of columns are weighed."""

_BESIDE: Final = 3
"""Columns that a cell needs for its rule and its margins."""

_TIE: Final = "\ue000"
"""A letter that no text has; rich breaks lines at every space, no-break spaces among them."""

_UNBREAKABLE: Final = re.compile("\u00a0|(?<=[≥≤>]) (?=[0-9])| (?=%|₫|VND)")


class Exit(IntEnum):
    """Exit codes."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3
    DEFECT = 70
    """The program is wrong, not its input."""


class Format(StrEnum):
    """How a command answers."""

    TEXT = "text"
    JSON = "json"


class Lang(StrEnum):
    """Language of the text answer."""

    VI = "vi"
    EN = "en"

    @property
    def code(self) -> Language:
        """The language as the library takes it."""
        return "en" if self is Lang.EN else "vi"


class UsageError(CashlessError):
    """Words of the command line that do not go together; one line says which and what to do.

    Args:
        option: The place: the option or argument, as it is written.
        advice: Key of ``usage.*`` in the catalogues; other words are shown as they stand.
        values: What the message names.
    """

    def __init__(self, option: str, advice: str, **values: object) -> None:
        super().__init__(option, advice, values)
        self.option = option
        self.advice = advice
        self.values = values

    def message(self, lang: Lang) -> str:
        """The place and what to do, in that language."""
        key = f"usage.{self.advice}"
        known = messages.has(key)
        words = messages.text(key, lang.code, **self.values) if known else self.advice
        return f"{self.option}: {words}"

    def __str__(self) -> str:
        return self.message(Lang.EN)


LangOption = Annotated[Lang, typer.Option("--lang")]
FormatOption = Annotated[Format, typer.Option("--format")]


def label(key: str, lang: Lang, **values: object) -> str:
    """A label of the command line."""
    return messages.text(f"cli.{key}", lang.code, **values)


class _Terminal(Console):
    """A console that leaves a closed pipe to whoever runs the command."""

    def on_broken_pipe(self) -> None:
        raise  # noqa: PLE0704 - rich calls this while it handles the error


def console(*, stderr: bool = False) -> Console:
    """The terminal; colours and width as it has them, no mark-up in data.

    Without a terminal there are no colours, and lines of 80 columns or of ``COLUMNS``.
    """
    return _Terminal(stderr=stderr, markup=False, highlight=False)


@contextmanager
def progress(doing: str, total: int | None) -> Iterator[Callable[..., None]]:
    """A bar on standard error while a person watches a terminal; else nothing.

    What it gives is called once for each item done, with whatever there is to say of it.

    Args:
        doing: What happens, in the language of the answer.
        total: How many items there are, if that is known.
    """
    err = console(stderr=True)
    columns = (SpinnerColumn(), *Progress.get_default_columns())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda *_: bar.advance(task)


def tracked(items: Iterable[_Item], doing: str, *, total: int | None = None) -> Iterator[_Item]:
    """The same items, with a bar as :func:`progress` shows it.

    Args:
        items: What is worked through.
        doing: What happens, in the language of the answer.
        total: How many there are, when ``items`` cannot say.
    """
    known = len(items) if isinstance(items, Sized) else total
    with progress(doing, known) as step:
        for item in items:
            yield item
            step()


def show_json(value: object) -> None:
    """One JSON value on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def show_table(
    columns: Iterable[str],
    rows: Iterable[Iterable[str]],
    *,
    title: str = "",
    lines: bool = False,
) -> None:
    """A table for people; without a heading when no column has a name.

    Rows of several lines are told apart by a rule, as are all with ``lines``. No word is broken:
    where the terminal is too narrow for that, each row becomes a block of lines.
    """
    names, out = tuple(columns), console()
    cells = [tuple(_tied(cell) for cell in row) for row in rows]
    widths = _widths([names, *cells], out.width - 1 - _BESIDE * len(names))
    if widths is None:
        _show_blocks(names, cells, title, out)
        return
    tall = any(names) and any("\n" in cell for row in cells for cell in row)
    table = Table(
        title=title or None,
        title_justify="left",
        show_header=any(names),
        show_lines=lines or tall,
    )
    for column, width in zip(names, widths, strict=True):
        table.add_column(column, overflow="fold", width=width)
    for row in cells:
        table.add_row(*row)
    with out.capture() as drawn:
        out.print(table)
    typer.echo(drawn.get().replace(_TIE, " "), nl=False)


def _widths(rows: Sequence[tuple[str, ...]], room: int) -> list[int] | None:
    """Widths of the columns that break no word and make the table as low as may be."""
    columns = list(zip(*rows, strict=True))
    wanted = [max(map(cell_len, "\n".join(cells).splitlines()), default=0) for cells in columns]
    widths = [_least("\n".join(cells).splitlines()) for cells in columns]
    some = rows[:: len(rows) // _LOOKED_AT + 1]
    lengths = [[cell_len(cell) for cell in row] for row in some]
    if sum(widths) > room:
        return None
    for _ in range(room - sum(widths)):
        short = [n for n, width in enumerate(widths) if width < wanted[n]]
        if not short:
            break
        widths = min((_wider(widths, n) for n in short), key=lambda w: _height(lengths, w))
    return widths


def _wider(widths: Sequence[int], position: int) -> list[int]:
    return [width + (n == position) for n, width in enumerate(widths)]


def _height(lengths: Iterable[Sequence[int]], widths: Sequence[int]) -> tuple[float, float]:
    """Lines that the rows need, as many as their longest cells do; then those of all cells."""
    lines = [[n / width for n, width in zip(row, widths, strict=True)] for row in lengths]
    return sum(map(max, lines)), sum(map(sum, lines))


def _least(lines: Iterable[str]) -> int:
    """The width of the longest word; of the longest line where all are short."""
    least = 1
    for line in lines:
        words = [line] if cell_len(line) <= _SHORT else line.split(" ")
        least = max(least, *(min(cell_len(word), _LONG) for word in words))
    return least


def _show_blocks(
    names: tuple[str, ...], cells: Iterable[tuple[str, ...]], title: str, out: Console
) -> None:
    """Each row by itself: its first cell, then the others under the names of their columns."""
    if title:
        out.print(title, style="italic")
    for first, *others in cells:
        out.print(first.replace(_TIE, " "), style="bold", overflow="fold")
        for name, cell in zip(names[1:], others, strict=True):
            text = Text(f"{name}: {cell}" if name else cell)
            head, *rest = text.wrap(out, out.width - 4, overflow="fold")
            typer.echo(f"  {head.plain.rstrip()}".replace(_TIE, " "))
            for line in rest:
                typer.echo(f"    {line.plain.rstrip()}".replace(_TIE, " "))
        out.print()


def _tied(cell: str) -> str:
    """The cell with the spaces at which no line may break made into letters, as rich sees them."""
    return _UNBREAKABLE.sub(_TIE, cell)


def report_json(report: Report, lang: Lang) -> Mapping[str, object]:
    """A report as JSON: rule, severity, path and message of each finding; what was skipped."""
    return {
        "ok": report.ok,
        "findings": [
            {
                "rule": finding.rule.id,
                "severity": finding.rule.severity.value,
                "path": finding.path,
                "message": finding.message(lang.code),
            }
            for finding in report.findings
        ],
        "checked": list(report.checked),
        "skipped": [
            {"check": skipped.check, "reason": skipped.message(lang.code)}
            for skipped in report.skipped
        ],
    }


def show_report(report: Report, lang: Lang) -> None:
    """A report as lines: severity, place, message, rule; then what was not checked."""
    out = console()
    for finding in report.findings:
        out.print(finding_text(finding, lang))
    for reason, checks in _by_reason(report.skipped, lang).items():
        out.print(f"{label('not-checked', lang)} ({', '.join(checks)}): {reason}")


def finding_text(finding: Finding, lang: Lang) -> str:
    """A finding as one line: severity, place, message, rule."""
    severity = messages.text(f"severity.{finding.rule.severity.value}", lang.code)
    place = f" {finding.path}" if finding.path else ""
    return f"{severity}{place}: {finding.message(lang.code)} [{finding.rule.id}]"


def plan_title(plan: Plan) -> str:
    """Key, number and issuer of a plan."""
    return f"{plan.key} · {plan.number or '—'} · {plan.issuer}"


def source_text(plan: Plan, lang: Lang) -> str:
    """What was read of a plan, and whether it was the whole."""
    kind = messages.text(f"source.{plan.source.kind.value}", lang.code)
    return label("plan.whole" if plan.source.complete else "plan.part", lang, source=kind)


def _by_reason(skipped: Iterable[Skipped], lang: Lang) -> Mapping[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for one in skipped:
        reasons.setdefault(one.message(lang.code), []).append(one.check)
    return reasons
