"""What a slip says, worked out once for every way of showing it."""

from collections.abc import Iterator

from attrs import frozen

from cashless_edu_health import payments, references
from cashless_edu_health.errors import DecodeError
from cashless_edu_health.invoices import Invoice, Line, Party
from cashless_edu_health.render._slip_words import SlipWords, drawable
from cashless_edu_health.render._slips import Slip

_TO_FILL_IN = "……………………………"
_GROUP = 4


@frozen
class Row:
    """A label and what stands beside it: text, or an amount."""

    label: str
    value: str


@frozen
class InvoiceText:
    """One invoice of a slip.

    Attributes:
        heading: Whose it is and which; empty where the slip has only this one.
        lines: Its charges and reductions.
        totals: Its own total, where the slip's is another, and the part of it asked for.
    """

    heading: str
    lines: tuple[Row, ...]
    totals: tuple[Row, ...]


@frozen
class SlipText:
    """The words and figures of one slip, ready to be drawn.

    Attributes:
        institution: Who asks.
        title: What kind of paper it is.
        rows: For whom, by whom, which invoice, until when.
        invoices: What is asked for.
        total: Label and amount in figures.
        words: The amount in words; may be empty.
        pay: Bank and account.
        memo: Label of the reference.
        groups: The reference in groups for reading; joined without blanks it is what is typed.
        check: Heading and text: how a payer tells a genuine slip.
        code: Alternative text of the picture.
        payload: Content of the payment code.
    """

    institution: str
    title: str
    rows: tuple[Row, ...]
    invoices: tuple[InvoiceText, ...]
    total: Row
    words: str
    pay: tuple[Row, ...]
    memo: str
    groups: tuple[str, ...]
    check: Row
    code: str
    payload: str


def slip_text(slip: Slip, words: SlipWords) -> SlipText:
    """What one slip says.

    Raises:
        EncodeError: A request that no payment code can carry.
    """
    request, sector = slip.request, slip.institution.sector
    pay = {"bank": slip.bank.short_name, "account": request.account.number}
    return SlipText(
        institution=drawable(slip.institution.name),
        title=words.label("title", sector),
        rows=tuple(_rows(slip, words)),
        invoices=tuple(_invoice(slip, invoice, words) for invoice in slip.invoices),
        total=Row(words.label("total", sector), words.amount(request.amount)),
        words=words.spelled(request.amount),
        pay=tuple(Row(words.label(key, sector), value) for key, value in pay.items()),
        memo=words.label("memo", sector),
        groups=groups(request.reference),
        check=Row(words.label("check-title", sector), words.label("check", sector)),
        code=words.label("code", sector),
        payload=payments.request(request).encode(),
    )


def groups(reference: str) -> tuple[str, ...]:
    """A reference in groups for reading: by its scheme, or by fours where it has none.

    >>> groups("HVX7K3M2P9X5H"), groups("HS20241234")
    (('HVX', '7K3M', '2P9X', '5H'), ('HS20', '2412', '34'))
    """
    try:
        return tuple(references.format(reference).split())
    except DecodeError:
        return tuple(reference[at : at + _GROUP] for at in range(0, len(reference), _GROUP))


def _rows(slip: Slip, words: SlipWords) -> Iterator[Row]:
    """Who pays, for whom, under which number, until when; only what is known."""
    sector = slip.institution.sector
    people = {invoice.paid_for for invoice in slip.invoices if invoice.paid_for}
    person = people.pop() if len(people) == 1 else Party("")
    due = [invoice.due_on for invoice in slip.invoices if invoice.due_on]
    expires = slip.request.expires_on
    values = {
        "paid-for": person.name,
        "group": person.group or "",
        "paid-for-id": person.id or "",
        "payer": _payer(slip),
        "invoice": slip.invoices[0].id if len(slip.invoices) == 1 else "",
        "due": words.day(min(due)) if due else "",
        "expires": words.day(expires) if expires else "",
    }
    for key, value in values.items():
        if shown := drawable(value):
            yield Row(words.label(key, sector), shown)


def _payer(slip: Slip) -> str:
    if slip.request.payer:
        payers: tuple[Party | None, ...] = (slip.request.payer,)
    else:
        payers = tuple(invoice.payer for invoice in slip.invoices)
    names = dict.fromkeys(drawable(payer.name) for payer in payers if payer)
    return ", ".join(name for name in names if name) or _TO_FILL_IN


def _invoice(slip: Slip, invoice: Invoice, words: SlipWords) -> InvoiceText:
    lines = (Row(_line(line, words), words.amount(line.amount)) for line in invoice.lines)
    alone = len(slip.invoices) == 1
    return InvoiceText(
        heading="" if alone else _heading(slip, invoice, words),
        lines=tuple(lines),
        totals=tuple(_totals(slip, invoice, words, alone=alone)),
    )


def _heading(slip: Slip, invoice: Invoice, words: SlipWords) -> str:
    """Whose invoice, of which class, its number, its own last day to pay."""
    sector = slip.institution.sector
    parts = []
    if invoice.paid_for and len({other.paid_for for other in slip.invoices}) > 1:
        parts.append(invoice.paid_for.name)
        if invoice.paid_for.group:
            parts.append(f"{words.label('group', sector)} {invoice.paid_for.group}")
    parts.append(invoice.id)
    if invoice.due_on and len({other.due_on for other in slip.invoices}) > 1:
        parts.append(f"{words.label('due', sector)} {words.day(invoice.due_on)}")
    return drawable(" · ".join(parts))


def _line(line: Line, words: SlipWords) -> str:
    parts = [words.purpose(line.purpose), line.period, line.reason]
    if line.funded_by:
        parts.append(words.label("funded-by", who=words.funder(line.funded_by)))
    if line.on_behalf_of:
        parts.append(words.label("on-behalf-of", who=drawable(line.on_behalf_of)))
    return drawable(" · ".join(part for part in parts if part))


def _totals(slip: Slip, invoice: Invoice, words: SlipWords, *, alone: bool) -> Iterator[Row]:
    """The invoice's own total, unless it is the slip's; the part of it that is asked for."""
    sector = slip.institution.sector
    covers = [c for c in slip.request.covers if c.invoice_id == invoice.id]
    asked = sum(cover.amount for cover in covers)
    if alone and asked == invoice.total:
        return
    yield Row(words.label("lines-total", sector), words.amount(invoice.total))
    if asked != invoice.total:
        parts = dict.fromkeys(cover.instalment for cover in covers if cover.instalment)
        named = [words.label("instalment", sector, part=drawable(part)) for part in parts]
        label = " · ".join((words.label("part", sector), *named))
        yield Row(label, words.amount(asked))
