"""A report as one HTML page that fetches nothing."""

from collections.abc import Iterator
from html import escape
from typing import Final

from cashless_edu_health.documents import ReportFrame
from cashless_edu_health.messages import Language
from cashless_edu_health.reports._charts import chart_svg
from cashless_edu_health.reports._document import (
    Answer,
    Block,
    Cell,
    Column,
    ColumnKind,
    Document,
    Paragraph,
    Style,
    Table,
    cell_text,
)
from cashless_edu_health.reports._letterhead import head_of, signature_of

_CSS: Final = """
@page { size: A4; margin: 15mm 12mm; }
* { box-sizing: border-box; }
body { font: 11pt/1.45 "Be Vietnam Pro", "Noto Sans", "Segoe UI", Roboto, Arial, sans-serif;
  color: #111; background: #fff; margin: 0 auto; max-width: 1100px; padding: 16px;
  overflow-wrap: anywhere; }
h1 { font-size: 17pt; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 13pt; margin: 24px 0 6px; break-after: avoid; }
p { margin: 5px 0; } .about { font-weight: 600; } .small { color: #444; font-size: 10pt; }
ul { margin: 4px 0; padding-left: 20px; }
.blank { background: #fff1b8; border: 1px dashed #8a6d00; padding: 4px 8px; }
table { border-collapse: collapse; width: 100%; margin: 8px 0 12px; font-size: 9.5pt; }
th, td { border: 1px solid #c3c9d1; padding: 5px 7px; text-align: left; vertical-align: top; }
th { background: #eef1f5; } tr, figure { break-inside: avoid; } td { white-space: pre-line; }
.number, .money, .share { text-align: right; white-space: nowrap; overflow-wrap: normal; }
.date { white-space: nowrap; } td.original { color: #333; }
.good { background: #e3f4e6; } .bad { background: #fde7e4; } .open { background: #fdf6dc; }
figure { display: inline-block; vertical-align: top; width: 360px; max-width: 100%;
  margin: 8px 28px 8px 0; }
figcaption { font-weight: 600; margin-bottom: 4px; } svg { display: block; width: 100%; }
.frame { display: flex; gap: 24px; margin-bottom: 20px; break-inside: avoid; }
.frame > div { flex: 1; text-align: center; } .frame p { margin: 2px 0; }
.frame .left { text-align: left; font-size: 10pt; } .frame .gap { height: 64px; }
@media screen and (max-width: 700px) {
  .frame { flex-direction: column; gap: 8px; }
}
@media screen and (max-width: 700px) {
  thead { display: none; } tr { display: block; border: 1px solid #9aa3ae; margin-bottom: 10px; }
  td { display: flow-root; width: auto !important; border: 0; border-bottom: 1px solid #e3e7ec; }
  td::before { content: attr(data-name) ": "; color: #555; }
  .number, .money, .share { text-align: left; } figure { margin-right: 0; }
}
@media print {
  * { print-color-adjust: exact; } body { max-width: none; padding: 0; font-size: 10pt; }
  table { font-size: 8.5pt; } figure { width: 84mm; }
}
"""


def as_html(document: Document) -> str:
    """The whole page: text escaped, charts as SVG with their values in words."""
    title = escape(document.title)
    head, to, foot = "", "", ""
    if document.letterhead is not None:
        head, to = _head(document.letterhead, document.lang)
        foot = _foot(document.letterhead, document.lang)
    body = "".join(
        f"<section>\n<h2>{escape(section.heading)}</h2>\n"
        f"{''.join(_blocks(section.blocks, document.lang))}</section>\n"
        for section in document.sections
    )
    about = f'<p class="about">{escape(document.about)}</p>\n' if document.about else ""
    lines = "".join(_paragraph(line) for line in document.lines)
    return (
        f'<!doctype html>\n<html lang="{document.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_CSS}</style>\n</head>\n<body>\n"
        f"{head}<h1>{title}</h1>\n{about}{to}{lines}{body}{foot}</body>\n</html>\n"
    )


def _blocks(blocks: tuple[Block, ...], lang: Language) -> Iterator[str]:
    """Each block; neighbouring items of a list in one list."""
    listed = False
    for block in blocks:
        item = isinstance(block, Paragraph) and block.style is Style.ITEM
        if item is not listed:
            yield "<ul>\n" if item else "</ul>\n"
            listed = item
        match block:
            case Paragraph():
                yield _paragraph(block)
            case Table():
                yield _table(block, lang)
            case _:
                caption = f"<figcaption>{escape(block.title)}</figcaption>"
                yield f"<figure>{caption}{chart_svg(block, lang)}</figure>\n"
    if listed:
        yield "</ul>\n"


def _paragraph(block: Paragraph) -> str:
    words = escape(block.text).replace("\n", "<br>")
    match block.style:
        case Style.ITEM:
            return f"<li>{words}</li>\n"
        case Style.PLAIN:
            return f"<p>{words}</p>\n"
        case Style.ORIGINAL:
            return f'<p lang="vi">{words}</p>\n'
    return f'<p class="{block.style.value}">{words}</p>\n'


def _table(table: Table, lang: Language) -> str:
    if not table.rows:
        return f'<p class="small">{escape(table.empty)}</p>\n'
    whole = sum(column.width for column in table.columns)
    head = "".join(
        f'<th scope="col" style="width:{100 * column.width / whole:.0f}%">'
        f"{escape(column.name)}</th>"
        for column in table.columns
    )
    rows = "".join(
        "<tr>" + "".join(map(_cell, row, table.columns, [lang] * len(row))) + "</tr>\n"
        for row in table.rows
    )
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table>\n"


def _cell(cell: Cell, column: Column, lang: Language) -> str:
    classes = [] if column.kind is ColumnKind.TEXT or isinstance(cell, str) else [column.kind.value]
    if isinstance(cell, Answer):
        classes.append({True: "good", False: "bad", None: "open"}[cell.good])
    words = escape(cell_text(cell, lang)) or "—"
    if column.original:
        classes.append("original")
    kept = f' class="{" ".join(classes)}"' if classes else ""
    other = ' lang="vi"' if column.original else ""
    return f'<td{kept}{other} data-name="{escape(column.name)}">{words}</td>'


def _head(letterhead: ReportFrame, lang: Language) -> tuple[str, str]:
    """What stands above the title, and whom the report is sent to."""
    head = head_of(letterhead, lang)
    left = "".join(_framed(line) for line in head.left)
    right = "".join(_framed(line) for line in head.right)
    to = "".join(_framed(line) for line in head.to)
    return f'<div class="frame"><div>{left}</div><div>{right}</div></div>\n', to


def _foot(letterhead: ReportFrame, lang: Language) -> str:
    foot = signature_of(letterhead, lang)
    left = "".join(_framed(line) for line in foot.copies)
    right = "".join(_framed(line) for line in foot.above)
    below = _framed(foot.signer)
    return (
        f'<div class="frame"><div class="left">{left}</div>'
        f'<div>{right}<div class="gap"></div>{below}</div></div>\n'
    )


def _framed(line: Paragraph) -> str:
    words = escape(line.text)
    marked = "<mark>{}</mark>".format if line.style is Style.BLANK else str
    return f"<p>{marked(words)}</p>"
