"""Payment slips as one HTML page that prints on A4, four to a sheet."""

from collections.abc import Iterable
from html import escape
from typing import Final

from attrs import Attribute, field, frozen

from cashless_edu_health import messages, money, payments
from cashless_edu_health.banks import Bank
from cashless_edu_health.institutions import Institution
from cashless_edu_health.invoices import Invoice, PaymentRequest
from cashless_edu_health.messages import Language
from cashless_edu_health.render._svg import svg

_CSS: Final = """
@page { size: A4; margin: 8mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 194mm; padding: 8px; background: #fff; color: #111;
  font: 10.5pt/1.35 "Be Vietnam Pro", "Noto Sans", "Segoe UI", Roboto, Arial, sans-serif; }
main { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); }
article { border: 1px dashed #999; padding: 5mm; min-height: 138mm; display: flex;
  flex-direction: column; gap: 2.5mm; break-inside: avoid; overflow-wrap: anywhere; }
h1 { font-size: 11pt; margin: 0; text-align: center; }
h2 { font-size: 13pt; margin: 0; text-align: center; letter-spacing: .03em; }
dl { margin: 0; display: grid; grid-template-columns: max-content 1fr; gap: .5mm 3mm; }
dt { color: #555; } dd { margin: 0; font-weight: 600; }
table { border-collapse: collapse; width: 100%; }
td { border-bottom: 1px solid #ddd; padding: .6mm 0; vertical-align: top; }
td + td { text-align: right; white-space: nowrap; padding-left: 3mm;
  font-variant-numeric: tabular-nums; }
tr.total td { border-bottom: 0; font-weight: 700; font-size: 12pt; }
p { margin: 0; } .words { font-style: italic; }
.pay { display: flex; gap: 4mm; align-items: center; margin-top: auto; }
.pay dl { display: block; } .pay dt { font-size: 9pt; } .pay dd { white-space: nowrap; }
.pay p { font-size: 9pt; color: #555; } .pay p.reference { color: #111; white-space: nowrap; }
.pay svg { width: 38mm; height: 38mm; flex: none; }
.pay .reference { font: 700 12.5pt/1.3 ui-monospace, "DejaVu Sans Mono", Consolas, monospace; }
.check { font-size: 8.5pt; color: #444; }
@media screen and (max-width: 640px) { main { grid-template-columns: 1fr; }
  article { min-height: 0; margin-bottom: 4mm; } }
"""


def _same_invoices(
    slip: "Slip", _: "Attribute[tuple[Invoice, ...]]", invoices: tuple[Invoice, ...]
) -> None:
    if slip.request.invoice_ids != tuple(invoice.id for invoice in invoices):
        raise ValueError("the slip's invoices are not those that the request covers, in order")


def _same_institution(slip: "Slip", _: "Attribute[Institution]", institution: Institution) -> None:
    if slip.request.institution_id != institution.id:
        raise ValueError("the slip's institution is not the one that asks")


def _same_bank(slip: "Slip", _: "Attribute[Bank]", bank: Bank) -> None:
    if slip.request.account.acquirer_id != bank.bin:
        raise ValueError("the slip's bank is not that of the request's account")


@frozen(kw_only=True)
class Slip:
    """What one slip shows.

    Attributes:
        request: What is asked for, where, under which reference.
        invoices: The invoices that the request covers, in its order.
        institution: Who asks.
        bank: The bank of the request's account.

    Raises:
        ValueError: The parts do not belong together.
    """

    request: PaymentRequest
    invoices: tuple[Invoice, ...] = field(validator=_same_invoices)
    institution: Institution = field(validator=_same_institution)
    bank: Bank = field(validator=_same_bank)


def slips_html(slips: Iterable[Slip], *, lang: Language = "vi") -> str:
    """One self-contained page with a slip for each request; it prints four to an A4 sheet.

    Text is escaped, pictures are inline SVG, nothing is fetched. The slips are taken one by
    one, so a caller may pass an iterator that reports progress.

    Args:
        slips: What to print, in order.
        lang: Language of the labels; names and reasons stand as given.

    Raises:
        EncodeError: A request that no payment code can carry.
    """
    body = "\n".join(_article(slip, lang) for slip in slips)
    title = escape(_label("title", lang))
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<title>{title}</title>\n'
        f"<style>{_CSS}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _article(slip: Slip, lang: Language) -> str:
    request = slip.request
    lines = "".join(_lines(invoice, lang) for invoice in slip.invoices)
    total = money.format_vnd(request.amount, lang)
    words = f'<p class="words">{escape(money.in_words(request.amount))}</p>' if lang == "vi" else ""
    return (
        f"<article>\n<h1>{escape(slip.institution.name)}</h1>\n"
        f"<h2>{escape(_label('title', lang))}</h2>\n{_people(slip, lang)}\n"
        f'<table>{lines}<tr class="total"><td>{escape(_label("total", lang))}</td>'
        f"<td>{total}</td></tr></table>\n{words}\n"
        f'<div class="pay">{svg(payments.request(request))}{_where(slip, lang)}</div>\n'
        f'<p class="check">{escape(_label("check", lang))}</p>\n</article>'
    )


def _people(slip: Slip, lang: Language) -> str:
    """Who pays, for whom, under which number, until when."""
    first = slip.invoices[0]
    paid_for = dict.fromkeys(i.paid_for.name for i in slip.invoices if i.paid_for)
    due = [i.due_on for i in slip.invoices if i.due_on]
    rows = {
        "paid-for": ", ".join(paid_for),
        "payer": first.payer.name if first.payer else "…………………………",
        "invoice": ", ".join(slip.request.invoice_ids),
        "due": f"{min(due):%d/%m/%Y}" if due else "",
    }
    return f"<dl>{''.join(_row(k, v, lang) for k, v in rows.items() if v)}</dl>"


def _lines(invoice: Invoice, lang: Language) -> str:
    rows = []
    for line in invoice.lines:
        what = " · ".join(p for p in (_purpose(line.purpose, lang), line.period, line.reason) if p)
        amount = money.format_vnd(line.amount, lang)
        rows.append(f"<tr><td>{escape(what)}</td><td>{amount}</td></tr>")
    return "".join(rows)


def _where(slip: Slip, lang: Language) -> str:
    reference = slip.request.reference
    rows = {"bank": slip.bank.short_name, "account": slip.request.account.number}
    return (
        f"<div><dl>{''.join(_row(k, v, lang) for k, v in rows.items())}</dl>"
        f'<p>{escape(_label("memo", lang))}</p><p class="reference">{escape(reference)}</p></div>'
    )


def _row(key: str, value: str, lang: Language) -> str:
    return f"<dt>{escape(_label(key, lang))}</dt><dd>{escape(value)}</dd>"


def _purpose(purpose: str, lang: Language) -> str:
    key = f"purpose.{purpose}"
    return messages.text(key, lang) if messages.has(key) else purpose


def _label(key: str, lang: Language) -> str:
    return messages.text(f"slip.{key}", lang)
