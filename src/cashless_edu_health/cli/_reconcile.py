"""``cashless reconcile``: credits held against what is asked, kept in a ledger."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import typer

from cashless_edu_health import documents, intake, money, registry, reports, statements
from cashless_edu_health.accounts import Account, AccountBook, AccountKind
from cashless_edu_health.cli._options import (
    AccountsOption,
    AsOfOption,
    BookOption,
    InvoicesOption,
    RequestsOption,
    layout_names,
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
    show_json,
    show_report,
    show_table,
    tracked,
)
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.invoices import Invoice, InvoiceState, PaymentRequest
from cashless_edu_health.reconciliation import (
    Decision,
    Ledger,
    MemoryLedger,
    Verdict,
    waiting_money,
)
from cashless_edu_health.reconciliation.sql import SqlLedger, open_ledger

_BATCH: Final = 2_000
"""Credits a transaction."""
_FILES: Final = {
    "posted": Verdict.POSTED,
    "review": Verdict.REVIEW,
    "duplicates": Verdict.DUPLICATE,
    "unmatched": Verdict.UNMATCHED,
}

CreditsOption = Annotated[list[Path], typer.Option("--credits")]
LayoutOption = Annotated[str, typer.Option("--layout", autocompletion=layout_names)]


def reconcile(  # noqa: PLR0913, PLR0917 - the options of a command
    credits_: CreditsOption,
    out: Annotated[Path, typer.Option("--out")],
    requests: RequestsOption = None,
    invoices: InvoicesOption = None,
    layout: LayoutOption = "cashless-csv",
    accounts: AccountsOption = None,
    customers: Annotated[Path | None, typer.Option("--customers")] = None,
    closed: Annotated[Path | None, typer.Option("--closed")] = None,
    ledger: Annotated[str | None, typer.Option("--ledger")] = None,
    book: BookOption = "main",
    as_of: AsOfOption = None,
    method: Annotated[str | None, typer.Option("--method")] = None,
    by: Annotated[str, typer.Option("--by")] = "cashless reconcile",
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Hold credits against what is asked."""
    day = date.today() if as_of is None else as_of.date()
    account_book = None if accounts is None else documents.read_account_book(accounts)
    asked = _asked(requests, invoices, account_book, day)
    entries = _entries(credits_, layout)
    terms = _terms(closed, customers)
    books = _opened(ledger, book)
    try:
        _verified(books, lang)
        new = _taken(books, entries, asked, terms, account_book, method=method, by=by, lang=lang)
        out.mkdir(parents=True, exist_ok=True)
        _write_files(books, asked, out, day, lang)
        summary = _summary(books, new, asked, day)
        answer = _json(summary, books, day)
        _write(out / "summary.json", json.dumps(answer, ensure_ascii=False, indent=1) + "\n")
    finally:
        if isinstance(books, SqlLedger):
            books.close()
    if format_ is Format.JSON:
        show_json(answer)
    else:
        _show(summary, out, lang, kept=ledger is not None)


def _terms(closed: Path | None, customers: Path | None) -> Mapping[str, tuple[object, ...]]:
    return {
        "closed": () if closed is None else documents.read_requests(closed),
        "customers": () if customers is None else documents.read_customers(customers),
    }


def _asked(
    requests: Path | None, invoices: Path | None, book: AccountBook | None, day: date
) -> tuple[PaymentRequest, ...]:
    if (requests is None) == (invoices is None):
        raise UsageError("--requests, --invoices", "one-of-two")
    if requests is not None:
        return documents.read_requests(requests)
    found = documents.read_invoices(invoices or Path())
    due = [one for one in found if one.state is InvoiceState.DUE]
    return tuple(_request(one, _account(one, book, day)) for one in due)


def _account(invoice: Invoice, book: AccountBook | None, day: date) -> Account:
    """The account that an invoice names, or the only one that its institution registered."""
    if invoice.account is not None:
        return invoice.account
    own = {
        row.account
        for row in (() if book is None else book.accounts)
        if invoice.institution_id in row.institution_ids
        and row.kind in (AccountKind.BANK, AccountKind.COLLECTION)
        and row.covers(day)
    } - {None}
    found = own.pop() if len(own) == 1 else None
    if found is None:
        place = {"invoice": invoice.id, "institution": invoice.institution_id}
        raise UsageError("--accounts", "no-account", **place)
    return found


def _request(invoice: Invoice, account: Account) -> PaymentRequest:
    """A request whose code is the invoice's number."""
    code = "".join(c for c in invoice.id.upper() if c.isascii() and c.isalnum())
    try:
        return PaymentRequest.for_invoice(invoice, account=account, reference=code)
    except EncodeError as error:
        place = {"invoice": invoice.id, "reason": error}
        raise UsageError("--invoices", "invoice-code", **place) from None


def _entries(files: Iterable[Path], layout: str) -> list[CreditEntry]:
    own = layout.endswith(".toml")
    chosen = documents.read_layout(Path(layout)) if own else registry.layout(layout)
    return [entry for file in files for entry in statements.read(file, layout=chosen)]


def _opened(ledger: str | None, book: str) -> Ledger:
    if ledger is None:
        return MemoryLedger()
    return open_ledger(ledger if "://" in ledger else f"sqlite:///{ledger}", book=book)


def _verified(ledger: Ledger, lang: Lang) -> None:
    """Nothing is added to a history that does not hold together."""
    report = ledger.verify_chain()
    if not report.ok:
        show_report(report, lang)
        raise typer.Exit(Exit.FINDINGS)


def _taken(
    ledger: Ledger,
    entries: Sequence[CreditEntry],
    asked: tuple[PaymentRequest, ...],
    terms: Mapping[str, tuple[object, ...]],
    book: AccountBook | None,
    *,
    method: str | None,
    by: str,
    lang: Lang,
) -> tuple[Decision, ...]:
    """The decisions that are new or changed, the last one of each credit."""
    now = datetime.now(UTC)
    batches = [entries[at : at + _BATCH] for at in range(0, len(entries), _BATCH)] or [()]
    new: dict[str, Decision] = {}
    for batch in tracked(batches, label("reconcile.doing", lang)):
        try:
            result = ledger.take(
                batch,
                asked,
                recorded_at=now,
                by=by,
                method=method,
                book=book,
                **terms,  # type: ignore[arg-type]
            )
        except ValueError as error:
            place = "--requests, --closed, --customers"
            raise UsageError(place, "code-twice", reason=error) from None
        new.update({decision.entry.id: decision for decision in result.decisions})
    return tuple(new.values())


class _Count(NamedTuple):
    """How many, and how much in dong."""

    number: int = 0
    amount: int = 0

    def plus(self, amount: int) -> "_Count":
        return _Count(self.number + 1, self.amount + amount)


_Summary = dict[str, dict[str, _Count]]


def _summary(
    ledger: Ledger, new: tuple[Decision, ...], asked: tuple[PaymentRequest, ...], day: date
) -> _Summary:
    """Counts and sums: of this run, of the whole ledger, of what is open and what waits."""
    items = ledger.open_items(asked)
    ages = dict.fromkeys((*(name for name, _ in reports.AGES), "over-90"), _Count())
    for one in waiting_money(ledger.decisions(), as_of=day):
        name = reports.age_of(one.days)
        ages[name] = ages[name].plus(one.amount)
    balances = ledger.credit_balances().values()
    return {
        "new": _counted(new),
        "all": _counted(ledger.decisions()),
        "open": {
            "invoices": _Count(len(items), sum(item.owed for item in items)),
            "credit_balances": _Count(len(balances), sum(balances)),
        },
        "unallocated": ages,
    }


def _counted(decisions: Iterable[Decision]) -> dict[str, _Count]:
    counts = dict.fromkeys(_FILES, _Count())
    names = {verdict: name for name, verdict in _FILES.items()}
    for decision in decisions:
        name = names[decision.verdict]
        counts[name] = counts[name].plus(decision.entry.amount)
    return counts


def _json(summary: _Summary, ledger: Ledger, day: date) -> dict[str, object]:
    """The summary for programs; amounts are whole dong."""
    sections = {
        section: {name: part._asdict() for name, part in parts.items()}
        for section, parts in summary.items()
    }
    return {"as_of": day.isoformat(), **sections, "head": ledger.head()._asdict()}


def _write_files(
    ledger: Ledger, asked: tuple[PaymentRequest, ...], out: Path, day: date, lang: Lang
) -> None:
    """All files say what the whole ledger says, so that a run again writes them again."""
    decisions = ledger.decisions()
    for name, verdict in _FILES.items():
        _write(out / f"{name}.csv", reports.decisions_csv(decisions, verdict, lang=lang.code))
    items = reports.open_items_csv(ledger.open_items(asked), lang=lang.code)
    _write(out / "open_invoices.csv", items)
    waiting = reports.waiting_csv(waiting_money(decisions, as_of=day), lang=lang.code)
    _write(out / "unallocated.csv", waiting)
    _write(out / "decisions.json", documents.write_decisions(decisions))
    _write(out / "receipts.json", documents.write_receipts(ledger.receipts()))
    _write(out / "reversals.json", documents.write_reversals(ledger.reversals()))


def _write(path: Path, text: str) -> None:
    mark = "\ufeff" if path.suffix == ".csv" else ""  # spreadsheets take the rest for Latin-1
    intake.write_whole(path, (mark + text).encode())


def _show(summary: _Summary, out: Path, lang: Lang, *, kept: bool) -> None:
    columns = ("", label("reconcile.count", lang), label("reconcile.amount", lang))
    rows = [
        (
            label(f"reconcile.{section}.{name}", lang),
            str(part.number),
            money.format_vnd(part.amount, lang.code),
        )
        for section, parts in summary.items()
        for name, part in parts.items()
    ]
    show_table(columns, rows)
    if not kept:
        console().print(label("reconcile.not-kept", lang))
    for path in sorted(out.iterdir()):
        console().print(f"  {path}", soft_wrap=True)
