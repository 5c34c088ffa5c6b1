"""What was collected and reconciled, as a report for the accountant and the clerk."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from attrs import frozen

from cashless_edu_health import messages
from cashless_edu_health.credits import VIETNAM_TIME
from cashless_edu_health.invoices import Invoice, Party, PaymentRequest
from cashless_edu_health.messages import Language
from cashless_edu_health.periods import Window
from cashless_edu_health.receipts import Receipt, Reversal
from cashless_edu_health.reconciliation import Decision, OpenItem, Verdict, Waiting, waiting_money
from cashless_edu_health.reports._calendar import day_text
from cashless_edu_health.reports._day_sheet import Taken, taken
from cashless_edu_health.reports._document import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Document,
    Paragraph,
    Section,
    Style,
    Table,
)
from cashless_edu_health.reports._ledger import AGES, age_of, candidates_text
from cashless_edu_health.settlements import Settlement

_ROMAN: Final = ("I", "II", "III", "IV", "V")


@frozen(kw_only=True)
class Books:
    """What a report of a reconciliation is made from; all of it may be empty.

    Attributes:
        decisions: Decisions in force, one for each credit.
        receipts: Receipts, those of credits and any others (the counter's).
        reversals: Money given back.
        settlements: Payouts of gateways and card terminals.
        requests: Requests that are still payable: whose the open items are.
        open_items: What is owed now.
        invoices: Invoices with the keys of their e-invoices; ``None`` when no file was given.
    """

    decisions: tuple[Decision, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    reversals: tuple[Reversal, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    requests: tuple[PaymentRequest, ...] = ()
    open_items: tuple[OpenItem, ...] = ()
    invoices: tuple[Invoice, ...] | None = None


def reconciliation_report(
    books: Books, *, as_of: date, window: Window | None = None, lang: Language = "vi"
) -> Document:
    """The day sheet, what people must look at, what is owed, what waits, what lacks an e-invoice.

    It holds names and memos: it is for those who work with them.

    Args:
        books: What is known.
        as_of: Day that ages are counted to.
        window: Days of the day sheet; every day without it.
        lang: Language of the report; names and memos stay as they are.
    """
    days = (
        _say("ledger-all-days", lang)
        if window is None
        else _say(
            "ledger-days",
            lang,
            first=day_text(window.first, lang),
            last=day_text(window.last, lang),
        )
    )
    basis = _say("ledger-basis", lang, as_of=day_text(as_of, lang))
    parts = (
        ("day-sheet", _day_sheet(books, window, lang)),
        ("review", _review(books.decisions, lang)),
        ("open", _open(books, lang)),
        ("waiting", _waiting(waiting_money(books.decisions, as_of=as_of), lang)),
        ("unbilled", _unbilled(books, lang)),
    )
    return Document(
        lang=lang,
        title=_say("ledger-title", lang),
        lines=(Paragraph(f"{basis} {days}", Style.SMALL),),
        sections=tuple(
            Section(
                heading=f"{number}. {messages.text(f'report-heading.{name}', lang)}",
                blocks=tuple(blocks),
            )
            for number, (name, blocks) in zip(_ROMAN, parts, strict=True)
        ),
    )


_SUMS: Final = (
    ("count", ColumnKind.NUMBER),
    ("gross", ColumnKind.MONEY),
    ("fee", ColumnKind.MONEY),
    ("refunds", ColumnKind.MONEY),
    ("net", ColumnKind.MONEY),
)


def _day_sheet(books: Books, window: Window | None, lang: Language) -> Iterator[Block]:
    every = taken(books.receipts, books.reversals, books.settlements, window)
    sums = [Column(_say(f"column-{name}", lang), kind, 13) for name, kind in _SUMS]
    channel = Column(_say("column-channel", lang), width=15)
    rows: list[tuple[Cell, ...]] = [
        (key.day, _channel(key.channel, lang), _method(key.method, lang), *_sums(sum_, lang))
        for key, sum_ in every.items()
    ]
    if rows:
        whole = Taken.of(every.values())
        rows.append((_say("total", lang), None, None, *_sums(whole, lang)))
    by_channel: dict[str, list[Taken]] = {}
    for key, sum_ in every.items():
        by_channel.setdefault(key.channel, []).append(sum_)
    empty = _say("no-receipts", lang)
    yield Table(
        name=_sheet("channels", lang),
        columns=(channel, *sums),
        rows=[
            (_channel(name, lang), *_sums(Taken.of(parts), lang))
            for name, parts in by_channel.items()
        ],
        empty=empty,
    )
    if rows:
        day = Column(_say("column-day", lang), ColumnKind.DATE, 10)
        method = Column(_say("column-method", lang), width=15)
        yield Table(
            name=_sheet("day-sheet", lang), columns=(day, channel, method, *sums), rows=rows
        )
    yield Paragraph(_say("ledger-fees", lang), Style.SMALL)


def _sums(sum_: Taken, lang: Language) -> tuple[Cell, ...]:
    unknown = _say("not-recorded", lang)
    fee = unknown if sum_.fee is None else sum_.fee
    net = unknown if sum_.net is None else sum_.net
    return sum_.count, sum_.gross, fee, sum_.refunds, net


def _channel(name: str, lang: Language) -> str:
    return messages.named("report", f"channel-{name}", lang).removeprefix("channel-")


def _method(kind: str | None, lang: Language) -> str:
    if kind is None:
        return _say("method-unknown", lang)
    return _say("common-fee", lang) if kind == "" else messages.named("method-kind", kind, lang)


def _review(decisions: Sequence[Decision], lang: Language) -> Iterator[Block]:
    columns = (
        Column(_say("column-credit", lang), width=16, original=True),
        Column(_say("column-amount", lang), ColumnKind.MONEY, 12),
        Column(_say("column-memo", lang), width=26, original=True),
        Column(_say("column-payer", lang), width=16, original=True),
        Column(_say("column-why", lang), width=28),
    )
    for verdict, name in ((Verdict.REVIEW, "review"), (Verdict.UNMATCHED, "unmatched")):
        found = [one for one in decisions if one.verdict is verdict]
        more = (Column(_say("column-candidates", lang), width=24, original=True),)
        review = verdict is Verdict.REVIEW
        yield Table(
            name=_sheet(name, lang),
            columns=(*columns, *more) if review else columns,
            rows=[
                (*_credit(one, lang), *((candidates_text(one, lang),) if review else ()))
                for one in found
            ],
            empty=_say(f"no-{name}", lang),
        )


def _credit(decision: Decision, lang: Language) -> tuple[Cell, ...]:
    entry = decision.entry
    payer = None if entry.counterparty is None else entry.counterparty.name
    booked = entry.booked_at.astimezone(VIETNAM_TIME)
    head = f"{entry.id}\n{day_text(booked.date(), lang)} {booked:%H:%M}\n{entry.account.number}"
    why = decision.message(lang)
    seen = dict.fromkeys(one.message(lang) for one in decision.evidence)
    why = "\n".join((why, *(words for words in seen if words not in why)))
    return head, entry.amount, entry.remittance_information, payer, why


def _open(books: Books, lang: Language) -> Iterator[Block]:
    people = _people(books.requests)
    none = _say("no-class", lang)
    by_class: dict[str, list[OpenItem]] = {}
    for item in books.open_items:
        person = people.get((item.invoice_id, item.instalment))
        by_class.setdefault((person and person.group) or none, []).append(item)
    money = [
        Column(_say(f"column-{name}", lang), ColumnKind.MONEY, 13)
        for name in ("asked-sum", "paid", "owed")
    ]
    group = Column(_say("column-class", lang), width=12, original=True)
    empty = _say("no-open", lang)
    yield Table(
        name=_sheet("open-classes", lang),
        columns=(group, Column(_say("column-count", lang), ColumnKind.NUMBER, 8), *money),
        rows=[(name, len(items), *_owed(items)) for name, items in sorted(by_class.items())],
        empty=empty,
    )
    if by_class:
        yield Table(
            name=_sheet("open", lang),
            columns=(
                group,
                Column(_say("column-person", lang), width=22, original=True),
                Column(_say("column-invoice", lang), width=18, original=True),
                *money,
            ),
            rows=[
                (name, _named(people, item), _invoice(item), *_owed([item]))
                for name, items in sorted(by_class.items())
                for item in items
            ],
        )


def _people(requests: Iterable[PaymentRequest]) -> dict[tuple[str, str | None], Party]:
    """Whom each debt is for, where a request says so."""
    return {
        cover.debt: cover.paid_for
        for request in requests
        for cover in request.covers
        if cover.paid_for is not None
    }


def _named(people: Mapping[tuple[str, str | None], Party], item: OpenItem) -> str | None:
    person = people.get((item.invoice_id, item.instalment))
    return (
        item.customer_id if person is None else " · ".join(filter(None, (person.name, person.id)))
    )


def _invoice(item: OpenItem) -> str:
    return " · ".join(part for part in (item.invoice_id, item.instalment, item.period) if part)


def _owed(items: Sequence[OpenItem]) -> tuple[int, int, int]:
    asked, paid = sum(one.asked for one in items), sum(one.paid for one in items)
    return asked, paid, asked - paid


def _waiting(waiting: Sequence[Waiting], lang: Language) -> Iterator[Block]:
    ages = (*(name for name, _ in AGES), "over-90")
    counts, sums = Counter[str](), Counter[str]()
    for one in waiting:
        counts[age_of(one.days)] += 1
        sums[age_of(one.days)] += one.amount
    amount = Column(_say("column-waiting", lang), ColumnKind.MONEY, 14)
    age = Column(_say("column-age", lang), width=14)
    yield Table(
        name=_sheet("ages", lang),
        columns=(age, Column(_say("column-count", lang), ColumnKind.NUMBER, 8), amount),
        rows=[(_age(name, lang), counts[name], sums[name]) for name in ages],
    )
    yield Table(
        name=_sheet("waiting", lang),
        columns=(
            Column(_say("column-credit", lang), width=16, original=True),
            Column(_say("column-days", lang), ColumnKind.NUMBER, 8),
            age,
            amount,
            Column(_say("column-why", lang), width=34),
        ),
        rows=[
            (
                *(one.decision.entry.id, one.days, _age(age_of(one.days), lang), one.amount),
                one.decision.message(lang),
            )
            for one in waiting
        ],
        empty=_say("no-waiting", lang),
    )


def _age(name: str, lang: Language) -> str:
    return messages.text(f"ledger-age.{name}", lang)


def _unbilled(books: Books, lang: Language) -> Iterator[Block]:
    if books.invoices is None:
        yield Paragraph(_say("ledger-no-invoices", lang), Style.BLANK)
        return
    paid = paid_by_invoice(books.receipts, books.reversals)
    unknown = _say("not-recorded", lang)
    yield Table(
        name=_sheet("unbilled", lang),
        columns=(
            Column(_say("column-class", lang), width=10, original=True),
            Column(_say("column-person", lang), width=24, original=True),
            Column(_say("column-invoice", lang), width=16, original=True),
            Column(_say("column-asked-sum", lang), ColumnKind.MONEY, 13),
            Column(_say("column-paid", lang), ColumnKind.MONEY, 13),
            Column(_say("column-tax-invoice", lang), width=14),
        ),
        rows=[
            (*_whose(one), one.id, one.total, paid[one.id], unknown)
            for one in books.invoices
            if one.tax_invoice is None and paid.get(one.id, 0) > 0
        ],
        empty=_say("no-unbilled", lang),
    )
    yield Paragraph(_say("ledger-invoices", lang), Style.SMALL)


def _whose(invoice: Invoice) -> tuple[str | None, str | None]:
    person = invoice.paid_for
    return (None, None) if person is None else (person.group, person.name)


def paid_by_invoice(receipts: Iterable[Receipt], reversals: Iterable[Reversal]) -> dict[str, int]:
    """Dong paid on each invoice, less what was given back on it.

    A receipt that was given back whole pays nothing. What was given back of a part of one, on
    no invoice that is named, is not known to be of any.
    """
    back: dict[str, int] = {}
    paid: dict[str, int] = {}
    for reversal in reversals:
        back[reversal.receipt_id] = back.get(reversal.receipt_id, 0) + reversal.amount
        if reversal.invoice_id is not None:
            paid[reversal.invoice_id] = paid.get(reversal.invoice_id, 0) - reversal.amount
    for receipt in receipts:
        whole = back.get(receipt.id, 0) >= receipt.gross
        for part in receipt.allocations:
            paid[part.invoice_id] = paid.get(part.invoice_id, 0) + (0 if whole else part.amount)
    return paid


def _sheet(name: str, lang: Language) -> str:
    return messages.text(f"report-sheet.{name}", lang)


def _say(key: str, lang: Language, **values: object) -> str:
    return messages.text(f"report.{key}", lang, **values)
