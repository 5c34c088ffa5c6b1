"""A reconciliation as a table."""

from cashless_edu_health import intake, messages
from cashless_edu_health.credits import VIETNAM_TIME
from cashless_edu_health.messages import Language
from cashless_edu_health.reconciliation import Decision, Reconciliation

_COLUMNS = (
    "credit", "booked_at", "account", "amount", "verdict", "rule", "why",
    "references", "invoices", "receipt", "evidence",
)  # fmt: skip


def reconciliation_csv(result: Reconciliation, *, lang: Language = "vi") -> str:
    """Every credit on a line: where it ended, why, what it pays, what was seen.

    Memos and names are not written. Times are as the bank reported them, amounts whole dong.
    """
    receipts = {receipt.evidence: receipt.id for receipt in result.receipts}
    header = [messages.text(f"reconciliation-csv.{column}", lang) for column in _COLUMNS]
    rows = (_row(decision, receipts, lang) for decision in result.decisions)
    return intake.csv_text(header, rows)


def _row(decision: Decision, receipts: dict[str, str], lang: Language) -> list[str | int | None]:
    entry = decision.entry
    return [
        entry.id,
        entry.booked_at.astimezone(VIETNAM_TIME).isoformat(),
        entry.account.number,
        entry.amount,
        messages.text(f"verdict.{decision.verdict.value}", lang),
        decision.rule.id,
        decision.message(lang),
        " ".join(request.reference for request in decision.requests),
        " ".join(dict.fromkeys(part.invoice_id for part in decision.allocations)),
        receipts.get(entry.id),
        "; ".join(seen.message(lang) for seen in decision.evidence),
    ]
