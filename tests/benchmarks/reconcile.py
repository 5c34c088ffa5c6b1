"""How fast credits are reconciled, beside a floor in the same run.

    python reconcile.py DIR [PREDICTIONS]

Reads ``invoices.csv`` and ``bank_credits.csv`` of DIR, writes the predictions
(``credit_id,invoice_ids,decision``; default ``./predictions.csv``) and prints credits per second
of processor time of this library, of the floor, and their ratio: the median of interleaved
rounds; the time of all credits against half of them; the peak of memory. Where ``truth.csv`` is
there, it prints how many credits of each kind were decided rightly.

The floor finds every known code in the normalised memo and drops copies; it weighs nothing and
explains nothing. It uses pyahocorasick (extra ``dev``).

Columns that are not there are unknown, others than these are passed over. A reference on several
invoices is the pupil's own for good; a virtual account on several invoices is the pupil's.
"""

import csv
import gc
import statistics
import sys
import time
import tracemalloc
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import ahocorasick
from attrs import frozen

from cashless_edu_health import registry
from cashless_edu_health.accounts import Account, AccountBook, AccountKind, RegisteredAccount
from cashless_edu_health.credits import CreditEntry, Delivery
from cashless_edu_health.invoices import (
    AllocationPolicy,
    CustomerReference,
    Invoice,
    Line,
    Party,
    PaymentRequest,
)
from cashless_edu_health.reconciliation import Decision, Reconciliation, Verdict, reconcile

ROUNDS = 3
RECORDED = datetime(2026, 12, 1, tzinfo=UTC)
ANY_BANK = "970400"
DECISIONS = {
    Verdict.POSTED: "auto",
    Verdict.REVIEW: "review",
    Verdict.DUPLICATE: "duplicate",
    Verdict.UNMATCHED: "none",
}
Row = Mapping[str, str]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@frozen(kw_only=True)
class Case:
    """What one folder holds."""

    entries: tuple[CreditEntry, ...]
    asks: tuple[PaymentRequest, ...]
    paid: tuple[PaymentRequest, ...]
    customers: tuple[CustomerReference, ...]
    book: AccountBook | None

    def run(self, entries: Sequence[CreditEntry] | None = None) -> Reconciliation:
        return reconcile(
            self.entries if entries is None else entries,
            self.asks,
            closed=self.paid,
            customers=self.customers,
            book=self.book,
            recorded_at=RECORDED,
        )


def entry_of(row: Row, banks: Mapping[str, str]) -> CreditEntry:
    return CreditEntry(
        id=row["credit_id"],
        account=Account(acquirer_id=banks.get(row["bank"], ANY_BANK), number=row["account"]),
        amount=int(row["amount"]),
        booked_at=datetime.fromisoformat(row["booked_at"]),
        remittance_information=row["memo"],
        virtual_account=row.get("virtual_account") or None,
        bank_reference=row.get("bank_ref") or None,
        delivery=Delivery(
            channel=row.get("source") or "statement", id=row.get("notification_id") or None
        ),
    )


def request_of(row: Row, reference: str, banks: Mapping[str, str]) -> PaymentRequest:
    invoice = Invoice(
        id=row["invoice_id"],
        institution_id=row["school_id"],
        lines=(Line(amount=int(row["amount"]), purpose="fees", period=row.get("period") or None),),
        paid_for=Party(
            row.get("pupil_name") or "", row.get("pupil_id") or None, row.get("class") or None
        ),
        payer=Party("", row.get("guardian_phone") or None),
    )
    account = Account(acquirer_id=banks.get(row["account"], ANY_BANK), number=row["account"])
    return PaymentRequest.for_invoice(invoice, account=account, reference=reference)


def virtual_accounts(invoices: Iterable[Row], banks: Mapping[str, str]) -> AccountBook | None:
    """The virtual accounts that stand on invoices: the pupil's, or of one request."""
    told: dict[str, list[Row]] = {}
    for row in invoices:
        if row.get("virtual_account"):
            told.setdefault(row["virtual_account"], []).append(row)
    if not told:
        return None
    return AccountBook(
        RegisteredAccount(
            id=number,
            kind=AccountKind.VIRTUAL,
            acquirer_id=banks.get(found[0]["account"], ANY_BANK),
            number=number,
            institution_ids=(found[0]["school_id"],),
            reference=found[0]["ref"] if len(found) == 1 else None,
            customer_id=found[0]["pupil_id"] if len(found) > 1 else None,
        )
        for number, found in told.items()
    )


def read(folder: Path) -> Case:
    codes = registry.layout("cashless-csv").banks
    entries = tuple(entry_of(row, codes) for row in rows(folder / "bank_credits.csv"))
    banks = {entry.account.number: entry.account.acquirer_id for entry in entries}
    invoices = rows(folder / "invoices.csv")
    uses = Counter(row["ref"] for row in invoices)
    owners = {row["ref"]: row for row in invoices if uses[row["ref"]] > 1}

    def requests(*, open_: bool) -> tuple[PaymentRequest, ...]:
        return tuple(
            request_of(row, row["invoice_id"] if row["ref"] in owners else row["ref"], banks)
            for row in invoices
            if (row["status"] == "open") is open_
        )

    return Case(
        entries=entries,
        asks=requests(open_=True),
        paid=requests(open_=False),
        customers=tuple(
            CustomerReference(
                reference=reference,
                institution_id=row["school_id"],
                account=Account(banks.get(row["account"], ANY_BANK), row["account"]),
                customer_id=row["pupil_id"],
                policy=AllocationPolicy.OLDEST_FIRST,
            )
            for reference, row in owners.items()
        ),
        book=virtual_accounts(invoices, banks),
    )


def normalised(memo: str) -> str:
    plain = unicodedata.normalize("NFD", memo.replace("đ", "d").replace("Đ", "D")).upper()
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def floor(entries: Sequence[CreditEntry], case: Case) -> list[tuple[str, ...]]:
    """What each memo holds of known codes, the index made anew."""
    codes = ahocorasick.Automaton()
    for request in (*case.asks, *case.paid):
        codes.add_word(request.reference, request)
    codes.make_automaton()
    seen, found = set[object](), list[tuple[str, ...]]()
    for entry in entries:
        key = entry.account.number, entry.bank_reference, entry.booked_on, entry.amount
        told = entry.delivery and entry.delivery.id
        if told in seen or (entry.bank_reference and key in seen):
            found.append(())
            continue
        seen |= {told, key}
        hits = {
            hit.reference: hit for _, hit in codes.iter(normalised(entry.remittance_information))
        }
        found.append(tuple(r for r, hit in hits.items() if hit.account == entry.account))
    return found


def seconds(run: Callable[[], object]) -> float:
    """Processor time, with a collector that has nothing of an earlier run to look at."""
    gc.collect()
    start = time.process_time()
    run()
    return time.process_time() - start


def predicted(decision: Decision) -> tuple[str, str]:
    invoice_ids = "|".join(dict.fromkeys(i for r in decision.requests for i in r.invoice_ids))
    return invoice_ids, "none" if decision.returns else DECISIONS[decision.verdict]


def predictions(decisions: Sequence[Decision], path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["credit_id", "invoice_ids", "decision"])
        writer.writerows((d.entry.id, *predicted(d)) for d in decisions)


def kinds(decisions: Sequence[Decision], truth: Iterable[Row]) -> Iterable[str]:
    """Of each kind: how many there are, were posted rightly, posted wrongly, left to a person."""
    decided = {decision.entry.id: predicted(decision) for decision in decisions}
    counts: dict[str, Counter[str]] = {}
    for row in truth:
        invoice_ids, what = decided[row["credit_id"]]
        right = bool(invoice_ids) and set(invoice_ids.split("|")) == set(
            row["invoice_ids"].split("|")
        )
        said = ("right" if right else "wrong") if what == "auto" else what
        for kind in (row["kind"], "all"):
            of_kind = counts.setdefault(kind, Counter())
            of_kind.update([said, "credits", f"expect {row['expect']}"])
            of_kind["hit"] += said == "right" and row["expect"] == "auto"
    for kind, of_kind in sorted(counts.items()):
        asked = of_kind["expect auto"]
        share = f"{of_kind['hit'] / asked:.4f}" if asked else "-"
        yield (
            f"{kind:18} {of_kind['credits']:7} right {of_kind['right']:6} wrong "
            f"{of_kind['wrong']:4} review {of_kind['review']:6} "
            f"expected review {of_kind['expect review']:6} recall {share}"
        )


def pace(case: Case) -> Iterable[str]:
    half = case.entries[::2]
    rounds = [
        (
            seconds(case.run),
            seconds(lambda: floor(case.entries, case)),
            seconds(lambda: case.run(half)),
        )
        for _ in range(ROUNDS)
    ]
    for name, which in (("reconcile", 0), ("floor", 1)):
        per_second = len(case.entries) / statistics.median(one[which] for one in rounds)
        yield f"{name}: {per_second:,.0f} credits per second of processor time"
    ratio = statistics.median(theirs / mine for mine, theirs, _ in rounds)
    doubled = statistics.median(mine / halved for mine, _, halved in rounds)
    yield f"reconcile has {ratio:.2f} of the floor's pace (median of {ROUNDS} rounds)"
    yield f"all credits take {doubled:.2f} times the time of half of them"


def peak(run: Callable[[], object]) -> int:
    """Megabytes held at once by what a run makes."""
    tracemalloc.start()
    run()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most // 1_000_000


def main(folder: Path, target: Path) -> None:
    case = read(folder)
    result = case.run()
    predictions(result.decisions, target)
    if (folder / "truth.csv").exists():
        print(*kinds(result.decisions, rows(folder / "truth.csv")), sep="\n")
    lists = (result.posted, result.review, result.duplicates, result.unmatched)
    del result
    print(*pace(case), sep="\n")
    print(f"peak: {peak(case.run)} MB for {len(case.entries)} credits, {len(case.asks)} requests")
    names = ("posted", "review", "duplicates", "unmatched")
    print(", ".join(f"{len(part)} {name}" for name, part in zip(names, lists, strict=True)))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) == 3 else "predictions.csv"))
