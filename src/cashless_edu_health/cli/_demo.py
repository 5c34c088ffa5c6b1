"""``cashless demo``: the whole way through on made-up data that ships with the library."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated, Final

import typer
from attrs import frozen

from cashless_edu_health import (
    compliance,
    documents,
    intake,
    messages,
    money,
    reconciliation,
    registry,
    render,
    reports,
    statements,
)
from cashless_edu_health.cli._assess import assessment_json, show_assessment
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
from cashless_edu_health.cli._slips import counted, slips_of
from cashless_edu_health.compliance import Assessment, Dataset
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.errors import MissingExtraError
from cashless_edu_health.institutions import Institution
from cashless_edu_health.invoices import Invoice, InvoiceState, PaymentRequest
from cashless_edu_health.periods import calendar_year
from cashless_edu_health.receipts import Receipt
from cashless_edu_health.reconciliation import Reconciliation

_PLAN: Final = "DN24"
_YEAR: Final = 2022
_RECORDED_AT: Final = datetime(2022, 12, 1, 8, 0, tzinfo=timezone(timedelta(hours=7)))
_AS_OF: Final = date(2022, 12, 31)
_METHOD: Final = "bank_transfer"
"""What the credits were: the schools' banks report transfers, not how they were started."""


@frozen(kw_only=True)
class _Books:
    """What three made-up schools have on their desks."""

    institutions: tuple[Institution, ...]
    invoices: tuple[Invoice, ...]
    requests: tuple[PaymentRequest, ...]
    closed: tuple[PaymentRequest, ...]
    counter: tuple[Receipt, ...]
    credits: tuple[CreditEntry, ...]


def demo(
    out: Annotated[Path, typer.Option("--out")] = Path("cashless-demo"),
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Fee list to slips, credits to receipts, receipts to a plan."""
    books = _read(registry.demo_folder())
    out.mkdir(parents=True, exist_ok=True)
    _write_slips(books, out, lang)
    result = _reconcile(books)
    _write(
        out / "reconciliation.csv", "\ufeff" + reports.reconciliation_csv(result, lang=lang.code)
    )
    dataset = Dataset(institutions=books.institutions, receipts=(*result.receipts, *books.counter))
    (out / "dataset").mkdir(exist_ok=True)
    for earlier in (out / "dataset").glob("*.json"):  # of an earlier demo
        earlier.unlink()
    documents.write_dataset(dataset, out / "dataset")
    assessment = compliance.assess(
        registry.plan(_PLAN),
        dataset,
        period=calendar_year(_YEAR),
        as_of=_AS_OF,
        known_at=_AS_OF,
    )
    _write(out / "assessment.html", reports.assessment_html(assessment, lang=lang.code))
    if format_ is Format.JSON:
        show_json(_json(books, result, assessment, out, lang))
    else:
        _summary(books, result, assessment, out, lang)


def _read(folder: Path) -> _Books:
    return _Books(
        institutions=documents.read_institutions(folder / "institutions.json"),
        invoices=documents.read_fee_list(folder / "fee_list.csv"),
        requests=documents.read_requests(folder / "payment_requests.json"),
        closed=documents.read_requests(folder / "closed_requests.json"),
        counter=documents.read_receipts(folder / "counter_receipts.json"),
        credits=statements.read(
            folder / "bank_credits.csv", layout=registry.layout("cashless-csv")
        ),
    )


def _write_slips(books: _Books, out: Path, lang: Lang) -> None:
    """The slips of each school, as a page and as a PDF; what the template forbids stops it."""
    found = slips_of(books.requests, books.invoices, books.institutions)
    schools = {
        one.id: [slip for slip in found if slip.institution == one] for one in books.institutions
    }
    for name, own in schools.items():
        _write(out / f"slips-{name}.html", render.slips_html(own, lang=lang.code))
    try:
        for name, own in schools.items():
            with counted(own, lang) as taken:
                data = render.slips_pdf(taken, lang=lang.code)
            intake.write_whole(out / f"slips-{name}.pdf", data)
    except MissingExtraError as error:
        needed = messages.text("mistake.extra", lang.code, extra=error.extra)
        console(stderr=True).print(f"slips-*.pdf: {needed}", soft_wrap=True)


def _reconcile(books: _Books) -> Reconciliation:
    """The credits against what is still open: not what was paid at the counter."""
    at_counter = {part.invoice_id for receipt in books.counter for part in receipt.allocations}
    paid = tuple(r for r in books.requests if at_counter.intersection(r.invoice_ids))
    return reconciliation.reconcile(
        books.credits,
        (request for request in books.requests if request not in paid),
        closed=(*books.closed, *paid),
        recorded_at=_RECORDED_AT,
        method=_METHOD,
    )


def _write(path: Path, text: str) -> None:
    intake.write_whole(path, text.encode())


def _json(
    books: _Books, result: Reconciliation, assessment: Assessment, out: Path, lang: Lang
) -> dict[str, object]:
    """How many of each, the assessment, and where the files are."""
    return {
        "invoices": len(books.invoices),
        "slips": len(books.requests),
        "credits": len(books.credits),
        "posted": len(result.posted),
        "duplicates": len(result.duplicates),
        "review": len(result.review),
        "unmatched": len(result.unmatched),
        "counter": len(books.counter),
        "assessment": assessment_json(assessment, lang),
        "files": [str(path) for path in sorted(out.iterdir())],
    }


def _summary(
    books: _Books, result: Reconciliation, assessment: Assessment, out: Path, lang: Lang
) -> None:
    """What happened, what is left for people, where the files are."""
    zero = sum(invoice.state is InvoiceState.NOTHING_DUE for invoice in books.invoices)
    counter = sum(receipt.gross for receipt in books.counter)
    posted = sum(receipt.gross for receipt in result.receipts)
    open_credits = (*result.review, *result.unmatched)
    waiting = sum(d.entry.amount for d in open_credits if d.entry.amount > 0)
    rows = {
        "invoices": str(len(books.invoices)),
        "nothing-due": str(zero),
        "printed": str(len(books.requests)),
        "credits": str(len(books.credits)),
        "posted": f"{len(result.posted)} · {money.format_vnd(posted, lang.code)}",
        "duplicates": str(len(result.duplicates)),
        "people": f"{len(open_credits)} · {money.format_vnd(waiting, lang.code)}",
        "counter": f"{len(books.counter)} · {money.format_vnd(counter, lang.code)}",
    }
    show_assessment(assessment, lang)
    show_table(("", ""), ((label(f"demo.{key}", lang), value) for key, value in rows.items()))
    console().print(label("demo.waiting", lang))
    console().print(label("demo.made-up", lang))
    for path in sorted(out.iterdir()):
        console().print(f"  {path}", soft_wrap=True)
    console().print(label("demo.report", lang, file=out / "assessment.html"), soft_wrap=True)
