"""Payment slips as one HTML page that prints."""

import base64
from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from cashless_edu_health.errors import EncodeError
from cashless_edu_health.messages import Language
from cashless_edu_health.render._logo import Logo, read_logo
from cashless_edu_health.render._slip_text import InvoiceText, Row, SlipText, slip_text
from cashless_edu_health.render._slip_words import SlipWords
from cashless_edu_health.render._slips import Slip, SlipSheet
from cashless_edu_health.render._svg import svg

_MARGIN: Final = 6
"""Of a printed sheet, in millimetres; most printers leave no less."""

_CSS: Final = """
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%%; }
body { margin: 0 auto; padding: 8px; max-width: 60rem; background: #fff; color: #111;
  font: 11pt/1.3 "Be Vietnam Pro", "Noto Sans", "Segoe UI", Roboto, Arial, sans-serif; }
main { display: grid; grid-template-columns: minmax(0, 1fr); }
article { border: 1px dashed #777; padding: 4mm; display: grid; gap: .6em 1.2em;
  grid-template: "head" "asked" "pay" 1fr "check" / minmax(0, 1fr);
  break-inside: avoid; overflow-wrap: anywhere; }
header { grid-area: head; text-align: center; }
header.with-logo { display: grid; grid-template-columns: 3em minmax(0, 1fr) 3em; gap: .5em;
  align-items: center; }
header svg { width: 3em; height: 3em; }
h1 { font-size: 1.05em; margin: 0; } h2 { font-size: 1.25em; margin: 0; }
h3 { font-size: 1em; margin: .5em 0 0; }
section { grid-area: asked; min-width: 0; }
dl { margin: 0 0 .4em; display: grid; gap: .1em .8em;
  grid-template-columns: minmax(0, auto) minmax(0, 1fr); }
dt { color: #555; } dd { margin: 0; font-weight: 600; }
table { border-collapse: collapse; width: 100%%; }
td { border-bottom: 1px solid #ddd; padding: .15em 0; vertical-align: top; }
td + td { text-align: right; white-space: nowrap; padding-left: .8em;
  font-variant-numeric: tabular-nums; }
tr.own td { font-style: italic; }
tr.total td { border-bottom: 0; font-weight: 700; font-size: 1.15em; padding-top: .3em; }
p { margin: 0; } .words { font-style: italic; }
.pay { grid-area: pay; min-width: 0; display: flex; flex-flow: row wrap; gap: .3em 1em;
  align-items: center; }
.pay svg { width: 50mm; height: 50mm; flex: none; max-width: 100%%; }
.pay div { min-width: 0; } .pay dl { display: block; margin: 0; }
.pay dt { font-size: .85em; } .pay p { font-size: .85em; color: #555; }
.pay p.reference { color: #111; font-weight: 700; font-size: 1.2em; }
.reference span { display: inline-block; } .reference span + span { margin-left: .3em; }
.check { grid-area: check; font-size: .85em; color: #444; align-self: end; }
.once { position: absolute; width: 0; height: 0; }
@media screen { article { margin-bottom: 4mm; } }
@media screen and (min-width: 800px) {
  main { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 4mm; }
  article { margin: 0; } }
@page { size: %(width)smm %(height)smm; margin: %(margin)smm; }
@media print {
  body { padding: 0; max-width: none; font-size: %(size)spt; line-height: 1.25; }
  main { grid-template-columns: repeat(%(columns)s, minmax(0, 1fr)); }
  article { border: %(border)s; padding: %(padding)s; min-height: %(tall)smm; gap: .4em 1.2em;
    grid-template: %(areas)s; }
  .pay { flex-flow: %(flow)s; align-items: %(align)s; align-self: start; }
  .pay svg { width: %(code)smm; height: %(code)smm; }
  .check { font-size: .8em; } }
"""

_LOOKS: Final[Mapping[str, Mapping[str, object]]] = {
    "tall": {
        "areas": '"head" "asked" "pay" 1fr "check" / minmax(0, 1fr)',
        "size": 8.6, "padding": "4mm", "code": 38, "flow": "row nowrap", "align": "center",
    },
    "wide": {
        "areas": '"head head" "asked pay" 1fr "check check" / minmax(0, 1fr) 58mm',
        "size": 10.5, "padding": "6mm 7mm", "code": 52, "flow": "column nowrap", "align": "start",
    },
    "small": {
        "areas": '"head head" "asked pay" 1fr "check check" / minmax(0, 1fr) 33mm',
        "size": 6.6, "padding": "2.5mm 3mm", "code": 30, "flow": "column nowrap",
        "align": "start",
    },
}  # fmt: skip
"""A printed slip by layout: its parts, letters in points, margins, the code in millimetres."""


def slips_html(
    slips: Iterable[Slip],
    *,
    lang: Language = "vi",
    sheet: SlipSheet = SlipSheet.A4_4,
    strings: Mapping[str, str] | None = None,
    logo: bytes | None = None,
) -> str:
    """One self-contained page with a slip for each request; it prints on the sheet chosen.

    Text is escaped, pictures are inline, nothing is fetched. A slip that says more than its
    size holds grows, and the sheet then has fewer. The slips are taken one by one, so a caller
    may pass an iterator that reports progress.

    Args:
        slips: What to print, in order.
        lang: Language of the labels; names and reasons stand as given.
        sheet: Paper, and slips on each.
        strings: Own words for labels, as :func:`slips_pdf` takes them.
        logo: A picture of the institution: PNG, JPEG or SVG.

    Raises:
        EncodeError: There are no slips; a request that no payment code can carry; a label that
            slips do not have; or a logo that is no picture.
    """
    words = SlipWords(lang, strings or {})
    picture = None if logo is None else read_logo(logo)
    body = "\n".join(_article(slip_text(slip, words), logo=picture is not None) for slip in slips)
    if not body:
        raise EncodeError("there are no slips", path="slips")
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<title>{escape(words.label("page-title"))}'
        f"</title>\n<style>{_style(sheet)}</style>\n</head>\n<body>\n{_defined(picture)}"
        f"<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _style(sheet: SlipSheet) -> str:
    sizes = sheet.measures
    alone = {"border": 0, "padding": 0} if sizes.columns * sizes.rows == 1 else {}
    return _CSS % {
        "border": "1px dashed #777",
        **_LOOKS[sizes.layout],
        **alone,
        "width": sizes.width,
        "height": sizes.height,
        "margin": _MARGIN,
        "columns": sizes.columns,
        # A little less than there is: rounding must not push the last row to another sheet.
        "tall": round((sizes.height - 2 * _MARGIN) / sizes.rows - 0.3, 1),
    }


def _defined(logo: Logo | None) -> str:
    """The logo, once for all slips."""
    if logo is None:
        return ""
    data = base64.b64encode(logo.data).decode("ascii")
    return (
        '<svg class="once" aria-hidden="true"><defs><image id="logo" width="100" height="100" '
        f'href="data:{logo.media_type};base64,{data}"/></defs></svg>\n'
    )


def _article(slip: SlipText, *, logo: bool) -> str:
    head = "<header>"
    if logo:
        picture = '<svg viewBox="0 0 100 100" aria-hidden="true"><use href="#logo"/></svg>'
        head = f'<header class="with-logo">{picture}'
    words = f'<p class="words">{escape(slip.words)}</p>' if slip.words else ""
    asked = "".join(map(_invoice, slip.invoices))
    groups = "".join(f"<span>{escape(group)}</span>" for group in slip.groups)
    return (
        f"<article>\n{head}<div><h1>{escape(slip.institution)}</h1>"
        f"<h2>{escape(slip.title)}</h2></div></header>\n"
        f"<section>{_list(slip.rows)}{asked}"
        f"<table>{_line(slip.total, 'total')}</table>{words}</section>\n"
        f'<div class="pay">{svg(slip.payload, title=slip.code)}<div>{_list(slip.pay)}'
        f'<p>{escape(slip.memo)}</p><p class="reference">{groups}</p></div></div>\n'
        f'<p class="check"><strong>{escape(slip.check.label)}.</strong> '
        f"{escape(slip.check.value)}</p>\n</article>"
    )


def _list(rows: Iterable[Row]) -> str:
    items = (f"<dt>{escape(row.label)}</dt><dd>{escape(row.value)}</dd>" for row in rows)
    return f"<dl>{''.join(items)}</dl>"


def _invoice(invoice: InvoiceText) -> str:
    heading = f"<h3>{escape(invoice.heading)}</h3>" if invoice.heading else ""
    lines = "".join(_line(row) for row in invoice.lines)
    totals = "".join(_line(row, "own") for row in invoice.totals)
    return f"{heading}<table>{lines}{totals}</table>"


def _line(row: Row, kind: str = "") -> str:
    mark = f' class="{kind}"' if kind else ""
    return f"<tr{mark}><td>{escape(row.label)}</td><td>{escape(row.value)}</td></tr>"
