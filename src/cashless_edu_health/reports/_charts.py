"""Charts as SVG that stands in a page: no style sheet, no script, no font of its own.

They are 360 units wide, so that their letters can be read on a phone. Every value stands beside
its mark, and the whole chart as a sentence in ``aria-label``.
"""

import textwrap
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from cashless_edu_health import messages
from cashless_edu_health.messages import Language
from cashless_edu_health.reports._document import (
    BarChart,
    Chart,
    Line,
    LineChart,
    length_of,
    value_text,
)

_WIDTH: Final = 360
_LETTERS: Final = 56
"""Letters of size 12 that fit beside each other."""
_INKS: Final = ("#1f5fa8", "#a11b10")
"""Of what was reached, and of what was asked."""
_LEFT, _RIGHT, _TOP, _HIGH = 38, 340, 16, 150
"""Place of the plot of a line chart, and its height."""


def chart_svg(chart: Chart, lang: Language) -> str:
    """One chart as an ``svg`` element."""
    if isinstance(chart, BarChart):
        drawn, height = _bars(chart, lang)
    else:
        drawn, height = _lines(chart, lang)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img"'
        f' aria-label="{escape(chart_words(chart, lang))}" font-size="12" fill="#111">'
        f"{''.join(drawn)}</svg>"
    )


def chart_words(chart: Chart, lang: Language) -> str:
    """The whole chart as a text."""
    if isinstance(chart, BarChart):
        parts = [
            f"{bar.label}: {value_text(bar.value, lang)}"
            + (f" ({chart.mark_name}: {value_text(bar.mark, lang)})" if bar.mark else "")
            for bar in chart.bars
        ]
    else:
        parts = [
            f"{line.name}: " + ", ".join(_points_in_words(line, chart.periods, lang))
            for line in chart.lines
        ]
    return f"{chart.title}. {'; '.join(parts)}."


def _points_in_words(line: Line, periods: Iterable[str], lang: Language) -> Iterator[str]:
    for period, value in zip(periods, line.values, strict=True):
        if value is not None:
            yield f"{period} {value_text(value, lang)}"


def _text(x: float, y: float, words: str, **more: str) -> str:
    extra = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
    return f'<text x="{x:g}" y="{y:g}"{extra}>{escape(words)}</text>'


def _bars(chart: BarChart, lang: Language) -> tuple[list[str], int]:
    drawn, y, long = [], 0, _WIDTH - 70
    most = max((bar.value for bar in chart.bars if isinstance(bar.value, int)), default=0)
    for bar in chart.bars:
        for words in textwrap.wrap(bar.label, _LETTERS) or [""]:
            y += 15
            drawn.append(_text(0, y, words))
        y += 5
        share = length_of(bar.value, most)
        drawn.append(f'<rect x="0" y="{y}" width="{long}" height="14" fill="#e8edf3"/>')
        drawn.append(
            f'<rect x="0" y="{y}" width="{long * share:.1f}" height="14" fill="{_INKS[0]}"/>'
        )
        if bar.mark is not None:
            x = long * length_of(bar.mark, most)
            drawn.append(
                f'<path d="M{x:.1f} {y - 3}v20" stroke="{_INKS[1]}" stroke-width="3" fill="none"/>'
            )
        drawn.append(_text(long + 6, y + 12, value_text(bar.value, lang), font_weight="600"))
        y += 20
    if chart.mark_name:
        drawn.append(f'<path d="M6 {y + 3}v14" stroke="{_INKS[1]}" stroke-width="3"/>')
        drawn.append(_text(14, y + 15, chart.mark_name))
        y += 22
    return drawn, y + 4


def _lines(chart: LineChart, lang: Language) -> tuple[list[str], int]:
    drawn = []
    for tenth in (0, 25, 50, 75, 100):
        y = _high(tenth / 100)
        drawn.append(f'<path d="M{_LEFT} {y:g}H{_RIGHT}" stroke="#d5dbe3"/>')
        drawn.append(_text(_LEFT - 5, y + 4, f"{tenth}%", text_anchor="end", font_size="11"))
    at = [_across(place, len(chart.periods)) for place in range(len(chart.periods))]
    bottom = _TOP + _HIGH
    for x, period in zip(at, chart.periods, strict=True):
        drawn.append(_text(x, bottom + 18, period, text_anchor="middle"))
    y = bottom + 38
    for line, other, asked in (
        (chart.reached, chart.asked, False),
        (chart.asked, chart.reached, True),
    ):
        drawn += _line(line, other, at, lang, asked=asked)
        drawn.append(_stroke(f"M0 {y - 4}h24", asked=asked))
        drawn.append(_mark(12, y - 4, asked=asked))
        name = messages.text("report.asked-line", lang, name=line.name) if asked else line.name
        for words in textwrap.wrap(name, _LETTERS - 6):
            drawn.append(_text(30, y, words))
            y += 15
        y += 3
    return drawn, y


def _line(
    line: Line, other: Line, at: list[float], lang: Language, *, asked: bool
) -> Iterator[str]:
    """A line with its values; of two values of a period the greater stands above its mark."""
    points = [
        (x, _high(length_of(value, 0)), value, beside)
        for x, value, beside in zip(at, line.values, other.values, strict=True)
        if value is not None
    ]
    if len(points) > 1:
        yield _stroke("M" + " ".join(f"{x:g} {y:g}" for x, y, _, _ in points), asked=asked)
    for x, y, value, beside in points:
        yield _mark(x, y, asked=asked)
        words = value_text(value, lang).replace("\u00a0", "")
        low = beside is not None and (value.value, not asked) < (beside.value, asked)
        ink = _INKS[asked]
        place = y + 15 if low else y - 7
        yield _text(x, place, words, text_anchor="middle", font_size="11", fill=ink)


def _stroke(way: str, *, asked: bool) -> str:
    dashes = ' stroke-dasharray="5 4"' if asked else ""
    return f'<path d="{way}" stroke="{_INKS[asked]}" stroke-width="2" fill="none"{dashes}/>'


def _mark(x: float, y: float, *, asked: bool) -> str:
    if asked:
        return f'<rect x="{x - 4:g}" y="{y - 4:g}" width="8" height="8" fill="{_INKS[1]}"/>'
    return f'<circle cx="{x:g}" cy="{y:g}" r="4" fill="{_INKS[0]}"/>'


def _across(place: int, periods: int) -> float:
    if periods == 1:
        return (_LEFT + _RIGHT) / 2
    return round(_LEFT + 18 + place * (_RIGHT - _LEFT - 36) / (periods - 1), 1)


def _high(share: float) -> float:
    return round(_TOP + _HIGH * (1 - share), 1)
