"""The sheet that an institution and its bank sign: which channel carries which field."""

from collections.abc import Iterable
from html import escape
from typing import Final

from attrs import frozen

from cashless_edu_health import messages
from cashless_edu_health.invoices import Carriage, ChannelField, TemplateChannel, TemplateField
from cashless_edu_health.messages import Language

_BLANK: Final = "…" * 12


@frozen(kw_only=True)
class ChannelCell:
    """What one channel does with one field, in words.

    Attributes:
        carriage: Carries, partly, loses; for what is unknown a blank to fill in.
        how: Where it stands and what to mind; ``""`` when unknown.
        source: Who says so and how well that is founded; ``""`` when unknown.
        blank: Whether the bank or provider has to fill it in.
    """

    carriage: str
    how: str
    source: str
    blank: bool


@frozen(kw_only=True)
class ChannelRow:
    """One channel, in words.

    Attributes:
        id: Its id.
        name: Its name.
        cells: One for each of the four fields, in the order of the template.
    """

    id: str
    name: str
    cells: tuple[ChannelCell, ...]


def channel_columns(lang: Language) -> tuple[str, ...]:
    """Headings: the channel, then the four fields of the template."""
    fields = (messages.text(f"template-field.{name.value}", lang) for name in TemplateField)
    return (_say("channel", lang), *(field[:1].upper() + field[1:] for field in fields))


def channel_rows(channels: Iterable[TemplateChannel], lang: Language) -> tuple[ChannelRow, ...]:
    """A row for each channel, in the given order."""
    return tuple(
        ChannelRow(
            id=one.id,
            name=one.name_vi if lang == "vi" else one.name_en,
            cells=tuple(_cell(field, lang) for field in one.fields.values()),
        )
        for one in channels
    )


def _cell(field: ChannelField, lang: Language) -> ChannelCell:
    if field.carriage is Carriage.UNKNOWN or field.basis is None:
        return ChannelCell(carriage=_BLANK, how="", source="", blank=True)
    basis = _say(f"basis-{field.basis.value}", lang)
    return ChannelCell(
        carriage=_say(field.carriage.value, lang),
        how=field.how_vi if lang == "vi" else field.how_en,
        source=f"{field.source} ({basis})",
        blank=False,
    )


_CSS: Final = """
@page { size: A4 landscape; margin: 10mm; }
body { font: 9.5pt/1.35 "Be Vietnam Pro", "Noto Sans", "Segoe UI", Roboto, Arial, sans-serif;
  color: #111; background: #fff; margin: 0 auto; max-width: 1180px; padding: 12px; }
h1 { font-size: 14pt; margin: 0 0 4px; } p { margin: 4px 0; }
table { border-collapse: collapse; width: 100%; margin-top: 8px; }
th, td { border: 1px solid #aaa; padding: 4px 6px; text-align: left; vertical-align: top; }
th { background: #f2f4f7; } tr { break-inside: avoid; } td { width: 21%; }
td:first-child { width: 16%; font-weight: 600; }
.carries b { color: #176b2c; } .partly b { color: #8a5a00; } .loses b { color: #a11b10; }
.blank { background: #fdf6dc; height: 3.2em; color: #777; }
ol { margin: 6px 0 0; padding-left: 20px; font-size: 8.5pt; color: #444; columns: 2; }
sup { color: #555; }
.signatures { display: flex; gap: 40px; margin-top: 16px; break-inside: avoid; }
.signatures div { flex: 1; border-top: 1px solid #111; padding-top: 4px; min-height: 80px; }
"""


def channel_sheet_html(channels: Iterable[TemplateChannel], *, lang: Language = "vi") -> str:
    """One self-contained page to fill in and sign; blanks are what no source tells.

    Sources stand as numbered notes. Text is escaped and nothing is fetched.
    """
    known = tuple(channels)
    notes: dict[str, int] = {}
    body = "\n".join(
        _html_row(channel, row, notes)
        for channel, row in zip(known, channel_rows(known, lang), strict=True)
    )
    head = "".join(f"<th>{escape(text)}</th>" for text in channel_columns(lang))
    sources = "".join(f"<li>{escape(source)}</li>" for source in notes)
    signatures = "".join(
        f"<div>{escape(_say(f'sign-{who}', lang))}</div>" for who in ("institution", "bank")
    )
    title = escape(_say("title", lang))
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_CSS}</style>\n</head>\n<body>\n"
        f"<h1>{title}</h1>\n<p>{escape(_say('intro', lang))}</p>\n"
        f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>\n"
        f"<ol>{sources}</ol>\n"
        f'<div class="signatures">{signatures}</div>\n</body>\n</html>\n'
    )


def _html_row(channel: TemplateChannel, row: ChannelRow, notes: dict[str, int]) -> str:
    cells = [f"<td>{escape(row.name)}</td>"]
    for field, cell in zip(channel.fields.values(), row.cells, strict=True):
        if cell.blank:
            cells.append(f'<td class="blank">{cell.carriage}</td>')
            continue
        note = notes.setdefault(cell.source, len(notes) + 1)
        cells.append(
            f'<td class="{field.carriage.value}"><b>{escape(cell.carriage)}</b>'
            f"<sup>{note}</sup><br>{escape(cell.how)}</td>"
        )
    return f"<tr>{''.join(cells)}</tr>"


def _say(key: str, lang: Language, **values: object) -> str:
    return messages.text(f"sheet.{key}", lang, **values)
