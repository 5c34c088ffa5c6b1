"""What a ledger says, as tables for the people who work with it.

The tables for review and of unmatched credits hold memos and names: that is what a person
decides by. The others hold codes, invoices and amounts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from cashless_edu_health import intake, messages, money
from cashless_edu_health.credits import VIETNAM_TIME
from cashless_edu_health.invoices import PaymentRequest
from cashless_edu_health.messages import Language
from cashless_edu_health.reconciliation import Decision, OpenItem, Verdict, Waiting

AGES: Final = (("0-30", 30), ("31-60", 60), ("61-90", 90))
"""Ages of waiting money by name, and their last day; what is older is ``over-90``."""

_Cell = str | int | None
_Column = Callable[[Decision, Language], _Cell]


def age_of(days: int) -> str:
    """The name of an age.

    >>> age_of(30), age_of(31), age_of(400)
    ('0-30', '31-60', 'over-90')
    """
    return next((name for name, last in AGES if days <= last), "over-90")


def _person(request: PaymentRequest) -> str:
    """Who a request is for, where it says so."""
    people = dict.fromkeys(c.paid_for for c in request.covers if c.paid_for is not None)
    return ", ".join(" ".join((one.name, one.group or "")).strip() for one in people)


def candidates_text(decision: Decision, lang: Language) -> str:
    """The requests that a person may want to choose from."""
    return "\n".join(
        " · ".join(
            part
            for part in (
                request.reference,
                " ".join(request.invoice_ids),
                _person(request),
                money.format_vnd(request.amount, lang),
            )
            if part
        )
        for request in decision.requests
    )


def _payer(decision: Decision, _: Language) -> str | None:
    other = decision.entry.counterparty
    return None if other is None else other.name


def _original(decision: Decision, _: Language) -> str | None:
    return decision.evidence[0].entry_id if decision.evidence else None


def _allocated(decision: Decision, _: Language) -> int:
    return sum(part.amount for part in decision.allocations)


_ALL: Final[Mapping[str, _Column]] = {
    "credit": lambda d, _: d.entry.id,
    "booked_at": lambda d, _: d.entry.booked_at.astimezone(VIETNAM_TIME).isoformat(),
    "account": lambda d, _: d.entry.account.number,
    "amount": lambda d, _: d.entry.amount,
    "memo": lambda d, _: d.entry.remittance_information,
    "payer": _payer,
    "rule": lambda d, _: d.rule.id,
    "why": lambda d, lang: d.message(lang),
    "evidence": lambda d, lang: "\n".join(seen.message(lang) for seen in d.evidence),
    "candidates": candidates_text,
    "references": lambda d, _: " ".join(request.reference for request in d.requests),
    "invoices": lambda d, _: " ".join(dict.fromkeys(p.invoice_id for p in d.allocations)),
    "allocated": _allocated,
    "unallocated": lambda d, _: d.unallocated,
    "customer": lambda d, _: d.customer_id,
    "returns": lambda d, _: d.returns,
    "original": _original,
}
_WHICH: Final = ("credit", "booked_at", "account", "amount")
_COLUMNS: Final = {
    Verdict.POSTED: (
        *(*_WHICH, "rule", "why", "references", "invoices"),
        *("allocated", "unallocated", "customer", "returns"),
    ),
    Verdict.REVIEW: (*_WHICH, "memo", "payer", "rule", "why", "evidence", "candidates"),
    Verdict.DUPLICATE: (*_WHICH, "rule", "why", "original"),
    Verdict.UNMATCHED: (*_WHICH, "memo", "payer", "rule", "why"),
}


def decisions_csv(decisions: Iterable[Decision], verdict: Verdict, *, lang: Language = "vi") -> str:
    """Credits of one verdict, a line each, with the columns that the verdict calls for.

    For review: memo, payer, reason, what was seen and the requests to choose from.
    """
    names = _COLUMNS[verdict]
    rows = [[_ALL[name](d, lang) for name in names] for d in decisions if d.verdict is verdict]
    return _table(names, rows, lang)


def open_items_csv(items: Iterable[OpenItem], *, lang: Language = "vi") -> str:
    """What is owed, a debt a line."""
    names = (
        *("institution", "invoice", "instalment", "period", "customer"),
        *("references", "asked", "paid", "owed"),
    )
    rows = [
        (
            *(item.institution_id, item.invoice_id, item.instalment, item.period),
            *(item.customer_id, " ".join(item.references), item.asked, item.paid, item.owed),
        )
        for item in items
    ]
    return _table(names, rows, lang)


def waiting_csv(waiting: Iterable[Waiting], *, lang: Language = "vi") -> str:
    """Money that pays nothing yet, the oldest first, with its age in days."""
    names = ("credit", "booked_at", "account", "waiting", "days", "age", "verdict", "rule", "why")
    rows = [
        (
            *(_ALL[name](one.decision, lang) for name in _WHICH[:3]),
            *(one.amount, one.days, messages.text(f"ledger-age.{age_of(one.days)}", lang)),
            messages.text(f"verdict.{one.decision.verdict.value}", lang),
            *(one.decision.rule.id, one.decision.message(lang)),
        )
        for one in waiting
    ]
    return _table(names, rows, lang)


def _table(names: Sequence[str], rows: Sequence[Sequence[_Cell]], lang: Language) -> str:
    return intake.csv_text([messages.text(f"ledger-csv.{name}", lang) for name in names], rows)
