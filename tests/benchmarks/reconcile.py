"""How fast credits are reconciled, beside a floor in the same run.

    python reconcile.py DIR [PREDICTIONS]

Reads ``invoices.csv`` and ``bank_credits.csv`` of DIR, writes the predictions
(``credit_id,invoice_ids,decision``; default ``./predictions.csv``) and prints credits per second
of this library, of the floor, and their ratio: the median of interleaved rounds. The floor looks
up every known code in the normalised memo and decides nothing else.
"""

import csv
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from cashless_edu_health import registry, statements
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.invoices import Invoice, Line, Party, PaymentRequest
from cashless_edu_health.reconciliation import Decision, Reconciliation, Verdict, reconcile

ROUNDS = 3
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


def request_of(row: Row, banks: Mapping[str, str]) -> PaymentRequest:
    invoice = Invoice(
        id=row["invoice_id"],
        institution_id=row["school_id"],
        lines=(Line(amount=int(row["amount"]), purpose="fees", period=row["period"]),),
        paid_for=Party(row["pupil_name"], row["pupil_id"] or None, row["class"] or None),
        payer=Party("", row["guardian_phone"] or None),
    )
    account = Account(acquirer_id=banks.get(row["account"], "970400"), number=row["account"])
    return PaymentRequest.for_invoice(invoice, account=account, reference=row["ref"])


def ours(
    entries: Sequence[CreditEntry], asks: Sequence[PaymentRequest], paid: Sequence[PaymentRequest]
) -> Reconciliation:
    return reconcile(entries, asks, closed=paid, recorded_at=datetime(2026, 12, 1, tzinfo=UTC))


def normalised(memo: str) -> str:
    plain = unicodedata.normalize("NFD", memo.replace("đ", "d").replace("Đ", "D")).upper()
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def floor(entries: Sequence[CreditEntry], asks: Sequence[PaymentRequest]) -> list[list[str]]:
    codes = {ask.reference: ask for ask in asks}
    sizes = sorted({len(code) for code in codes})
    found = []
    for entry in entries:
        memo = normalised(entry.remittance_information)
        windows = (memo[i : i + n] for n in sizes for i in range(len(memo) - n + 1))
        found.append([code for code in windows if code in codes])
    return found


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def predictions(decisions: Sequence[Decision], path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["credit_id", "invoice_ids", "decision"])
        for decision in decisions:
            invoice_ids = "|".join(i for r in decision.requests for i in r.invoice_ids)
            what = "none" if decision.returns else DECISIONS[decision.verdict]
            writer.writerow([decision.entry.id, invoice_ids, what])


def main(folder: Path, target: Path) -> None:
    entries = statements.read(folder / "bank_credits.csv", layout=registry.layout("cashless-csv"))
    banks = {entry.account.number: entry.account.acquirer_id for entry in entries}
    invoices = rows(folder / "invoices.csv")
    asks = [request_of(row, banks) for row in invoices if row["status"] == "open"]
    paid = [request_of(row, banks) for row in invoices if row["status"] != "open"]
    result = ours(entries, asks, paid)
    predictions(result.decisions, target)
    rounds = [
        (seconds(lambda: ours(entries, asks, paid)), seconds(lambda: floor(entries, asks)))
        for _ in range(ROUNDS)
    ]
    for name, which in (("reconcile", 0), ("floor", 1)):
        pace = len(entries) / statistics.median(pair[which] for pair in rounds)
        print(f"{name}: {pace:,.0f} credits per second")
    ratio = statistics.median(mine / theirs for mine, theirs in rounds)
    print(f"reconcile takes {ratio:.2f} times the floor's time (median of {ROUNDS} rounds)")
    lists = (result.posted, result.review, result.duplicates, result.unmatched)
    names = ("posted", "review", "duplicates", "unmatched")
    print(", ".join(f"{len(part)} {name}" for name, part in zip(names, lists, strict=True)))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) == 3 else "predictions.csv"))
