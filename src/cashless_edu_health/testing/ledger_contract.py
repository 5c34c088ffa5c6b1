"""What every ledger must keep, as tests that any store can run under pytest.

Subclass :class:`LedgerContract` in a test module of your own and say how a ledger is opened::

    class TestOurLedger(LedgerContract):
        @pytest.fixture
        def open_ledger(self, tmp_path):
            return lambda: open_ledger(f"sqlite:///{tmp_path}/so-thu.db")

Every call of ``open_ledger`` opens the same books, as another process would. All people, accounts
and codes here are invented.

>>> [request.amount for request in REQUESTS[:2]]
[500000, 510000]
"""

import random
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Final

import pytest
from attrs import evolve

from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import CreditEntry, Delivery
from cashless_edu_health.invoices import Cover, Party, PaymentRequest
from cashless_edu_health.reconciliation import (
    Ledger,
    OpeningBalance,
    Reconciliation,
    RowKind,
    Verdict,
)

__all__ = [
    "AT",
    "REQUESTS",
    "SCHOOL",
    "LedgerContract",
    "credit",
    "reports",
    "request",
    "take",
]

SCHOOL: Final = Account(acquirer_id="970436", number="0071000123456")
"""The account of an invented school."""

AT: Final = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
"""When everything here is recorded."""

_BOOKED: Final = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
_LETTERS: Final = "CFHJKMNPQR"


def request(number: int, amount: int | None = None) -> PaymentRequest:
    """An invented request with a code of its own; pupil and invoice are numbered alike."""
    letters = "".join(_LETTERS[int(digit)] for digit in f"{number:05}")
    asked = 500_000 + number * 10_000 if amount is None else amount
    pupil = Party(f"Học sinh số {number} (bịa)", f"HS-{number}", "3A")
    cover = Cover(invoice_id=f"HD-{number}", amount=asked, paid_for=pupil, period="2026-11")
    return PaymentRequest(
        reference=f"TEST{letters}",
        institution_id="truong-bia",
        account=SCHOOL,
        covers=(cover,),
        amount=asked,
    )


REQUESTS: Final = tuple(request(number) for number in range(40))
"""Invented requests, each with an amount of its own."""


def credit(number: int, memo: str, amount: int, **fields: object) -> CreditEntry:
    """An invented credit, as a statement reports it."""
    told: dict[str, object] = {
        "id": f"S{number}",
        "account": SCHOOL,
        "amount": amount,
        "booked_at": _BOOKED + timedelta(minutes=number),
        "reported_time": f"02/11/2026, +{number}'",
        "remittance_information": memo,
        "bank_reference": f"FT26306{number:06}",
        "delivery": Delivery(channel="statement"),
    }
    return CreditEntry(**(told | fields))  # type: ignore[arg-type]


def reports(entry: CreditEntry) -> tuple[CreditEntry, CreditEntry]:
    """Two reports of one credit: a webhook's, without the bank's reference, and a statement's."""
    webhook = evolve(
        entry,
        id=f"W{entry.id}",
        bank_reference=None,
        delivery=Delivery(channel="webhook", id=entry.id),
    )
    return webhook, entry


def take(
    ledger: Ledger,
    entries: Iterable[CreditEntry],
    requests: Sequence[PaymentRequest] = REQUESTS,
) -> Reconciliation:
    """Give entries to a ledger at the usual moment."""
    return ledger.take(entries, requests, recorded_at=AT, by="contract")


def _credits() -> list[CreditEntry]:
    """Credits that do not compete: whole codes, no code, an unknown matter, and a return."""
    found = [credit(n, f"nop tien {r.reference} 3A", r.amount) for n, r in enumerate(REQUESTS[:12])]
    found.append(credit(20, "le thi minh chuyen tien", 123_456))
    found.append(credit(21, "chuyen khoan", 234_567))
    found.append(credit(22, f"HUY GD {REQUESTS[3].reference}", -REQUESTS[3].amount))
    found.append(credit(23, f"{REQUESTS[13].reference} thieu", REQUESTS[13].amount - 100_000))
    found.append(credit(24, f"{REQUESTS[14].reference} du", REQUESTS[14].amount + 100_000))
    return found


def _sorted_sums(ledger: Ledger) -> tuple[int, int]:
    states = ledger.export()
    placed = sum(part.amount for state in states for part in state.allocations)
    return sum(state.amount for state in states), placed


class LedgerContract:
    """Tests of a ledger; subclass it and give the fixture ``open_ledger``."""

    @pytest.fixture
    def open_ledger(self) -> Callable[[], Ledger]:
        """A function that opens the same books each time."""
        raise NotImplementedError

    def test_an_empty_ledger_says_so(self, open_ledger: Callable[[], Ledger]) -> None:
        """Nothing in, nothing out, and the chain of nothing holds."""
        ledger = open_ledger()
        assert (ledger.export(), ledger.decisions(), ledger.receipts()) == ((), (), ())
        assert ledger.verify_chain().ok
        assert ledger.head().seq == 0

    def test_a_credit_is_posted_once_however_often_it_is_reported(
        self, open_ledger: Callable[[], Ledger]
    ) -> None:
        """Reports again, by another channel, in another handle: one receipt."""
        entry = credit(1, REQUESTS[1].reference, REQUESTS[1].amount)
        webhook, statement = reports(entry)
        first = take(open_ledger(), [webhook])
        assert [receipt.gross for receipt in first.receipts] == [REQUESTS[1].amount]
        again = evolve(webhook, delivery=Delivery(channel="webhook", id=entry.id, received_at=AT))
        assert take(open_ledger(), [webhook, again]).decisions == ()
        second = take(open_ledger(), [statement, webhook])
        assert [decision.verdict for decision in second.decisions] == [Verdict.DUPLICATE]
        ledger = open_ledger()
        assert [receipt.id for receipt in ledger.receipts()] == [webhook.id]
        assert ledger.receipts() == first.receipts
        (state,) = ledger.export()
        assert (state.verdict, state.bank_reference) == (Verdict.POSTED, "FT26306000001")

    def test_a_second_run_posts_nothing(self, open_ledger: Callable[[], Ledger]) -> None:
        """The same file again adds no row at all."""
        take(open_ledger(), _credits())
        before = open_ledger().head()
        again = take(open_ledger(), _credits())
        assert (again.decisions, again.receipts, again.reversals) == ((), (), ())
        assert open_ledger().head() == before

    @pytest.mark.parametrize("seed", range(5))
    def test_order_number_and_batches_do_not_matter(
        self, open_ledger: Callable[[], Ledger], seed: int
    ) -> None:
        """Any order of one to five reports of each credit gives what all at once give."""
        from cashless_edu_health.reconciliation import MemoryLedger  # noqa: PLC0415 - below

        told = [report for entry in _credits() for report in reports(entry)]
        plain = MemoryLedger()
        take(plain, told)
        chance = random.Random(seed)  # noqa: S311 - a test's order
        shuffled = [report for report in told for _ in range(chance.randint(1, 5))]
        chance.shuffle(shuffled)
        while shuffled:
            size = chance.randint(1, 20)
            take(open_ledger(), shuffled[:size])
            del shuffled[:size]
        assert open_ledger().export() == plain.export()
        assert open_ledger().verify_chain().ok

    def test_a_credit_that_came_before_its_request_is_posted_when_the_request_is_there(
        self, open_ledger: Callable[[], Ledger]
    ) -> None:
        """What was seen is not what was applied."""
        ledger = open_ledger()
        entry = credit(1, REQUESTS[1].reference, REQUESTS[1].amount)
        assert take(ledger, [entry], ()).decisions[0].verdict is Verdict.UNMATCHED
        assert take(ledger, [], REQUESTS).decisions[0].verdict is Verdict.POSTED

    def test_the_same_id_with_other_content_is_kept_and_posted_by_no_rule(
        self, open_ledger: Callable[[], Ledger]
    ) -> None:
        """Nothing is overwritten: the second content stands beside the first, for a person."""
        entry = credit(1, REQUESTS[1].reference, REQUESTS[1].amount)
        other = evolve(entry, remittance_information=REQUESTS[2].reference)
        ledger = open_ledger()
        take(ledger, [entry])
        (decision,) = take(ledger, [other]).decisions
        assert (decision.verdict, decision.rule.id) == (Verdict.REVIEW, "LED-03")
        assert decision.evidence[0].entry_id == entry.id
        assert take(open_ledger(), [other, entry]).decisions == ()
        assert [receipt.id for receipt in ledger.receipts()] == [entry.id]
        assert len(open_ledger().export()) == 2

    def test_true_copies_of_one_credit_are_two_credits(
        self, open_ledger: Callable[[], Ledger]
    ) -> None:
        """Two payments alike in everything, told twice each, are two."""
        twins = [
            evolve(
                credit(1, "hoc phi", 300_000),
                id=f"S{n}",
                bank_reference=f"FT2630600000{n}",
            )
            for n in (1, 2)
        ]
        told = [report for twin in twins for report in reports(twin)]
        take(open_ledger(), [told[0], told[3]])
        take(open_ledger(), [told[2], told[1], *told])
        assert len(open_ledger().export()) == 2

    def test_post_undo_and_post_again_is_as_once(self, open_ledger: Callable[[], Ledger]) -> None:
        """An undo is a row of its own that says who, when and why; the matchers leave it alone."""
        entry = credit(1, REQUESTS[1].reference, REQUESTS[1].amount)
        ledger = open_ledger()
        take(ledger, [entry])
        once, rows = ledger.export(), ledger.head().seq
        undone = ledger.undo(entry.id, by="ke-toan", at=AT, why="nhầm học sinh")
        assert (undone.verdict, undone.rule.id) == (Verdict.REVIEW, "LED-02")
        assert ledger.receipts() == ()
        assert ledger.open_items(REQUESTS[1:2])[0].owed == REQUESTS[1].amount
        assert take(open_ledger(), [entry]).decisions == ()
        with pytest.raises(ValueError, match="is not posted"):
            open_ledger().undo(entry.id, by="ke-toan", at=AT, why="")
        again = open_ledger().assign(
            entry.id, REQUESTS[1:2], by="ke-toan", at=AT, why="đúng học sinh", method="cash"
        )
        assert again.rule.id == "LED-01"
        assert ledger.export() == once
        assert [receipt.method for receipt in ledger.receipts()] == ["cash"]
        added = ledger.history()[rows:]
        assert [row.kind for row in added if row.kind is RowKind.UNDO] == [RowKind.UNDO]
        assert {(row.by, row.why) for row in added} == {
            ("ke-toan", "nhầm học sinh"),
            ("ke-toan", "đúng học sinh"),
        }
        assert ledger.verify_chain().ok

    def test_a_person_assigns_what_is_left_of_a_credit(
        self, open_ledger: Callable[[], Ledger]
    ) -> None:
        """Money on account pays a later request; more than is left is refused."""
        ledger = open_ledger()
        asked = REQUESTS[1]
        entry = credit(1, asked.reference, asked.amount + 700_000)
        take(ledger, [entry])
        assert ledger.credit_balances() == {"HS-1": 700_000}
        decision = ledger.assign(entry.id, REQUESTS[2:3], by="x", at=AT, why="phần dư")
        assert [part.amount for part in decision.allocations] == [asked.amount, REQUESTS[2].amount]
        assert ledger.credit_balances() == {None: 700_000 - REQUESTS[2].amount}
        ledger.assign(entry.id, REQUESTS[3:4], by="x", at=AT, why="phần dư")
        assert [item.owed for item in ledger.open_items(REQUESTS[1:4])] == [350_000]
        for wrong in (entry.id, "không có"):
            with pytest.raises(ValueError, match=r"nothing of|no credit"):
                ledger.assign(wrong, REQUESTS[4:5], by="x", at=AT, why="")
        with pytest.raises(ValueError, match="no request"):
            ledger.assign(entry.id, (), by="x", at=AT, why="")

    def test_a_return_takes_its_posting_back_whichever_came_first(
        self, open_ledger: Callable[[], Ledger]
    ) -> None:
        """The debt is open again; the receipt stays, with a reversal beside it."""
        asked = REQUESTS[1]
        entry = credit(1, asked.reference, asked.amount)
        back = credit(2, f"HOAN {asked.reference}", -asked.amount)
        ledger = open_ledger()
        take(ledger, [back])
        assert take(ledger, [entry]).reversals[0].receipt_id == entry.id
        assert ledger.open_items(REQUESTS[1:2])[0].owed == asked.amount
        assert [state.returned for state in ledger.export()].count(True) == 1
        assert [reversal.amount for reversal in ledger.reversals()] == [asked.amount]
        with pytest.raises(ValueError, match="a return points to"):
            ledger.undo(entry.id, by="x", at=AT, why="")
        with pytest.raises(ValueError, match="nothing of"):
            ledger.assign(entry.id, [asked], by="x", at=AT, why="")
        again = credit(3, f"{asked.reference} lan hai", asked.amount)
        take(ledger, [again])
        with pytest.raises(ValueError, match="another credit has paid the debt since"):
            ledger.undo(back.id, by="x", at=AT, why="")
        ledger.undo(again.id, by="x", at=AT, why="")
        ledger.undo(back.id, by="x", at=AT, why="")
        assert (ledger.open_items(REQUESTS[1:2]), ledger.reversals()) == ((), ())
        with pytest.raises(ValueError, match="no posting of that amount"):
            ledger.give_back(back.id, back.id, by="x", at=AT, why="")
        ledger.give_back(back.id, entry.id, by="x", at=AT, why="đúng khoản")
        assert ledger.open_items(REQUESTS[1:2])[0].owed == asked.amount
        with pytest.raises(ValueError, match="no return that waits"):
            ledger.give_back(back.id, entry.id, by="x", at=AT, why="")

    def test_two_credits_for_one_debt_keep_the_sums(
        self, open_ledger: Callable[[], Ledger]
    ) -> None:
        """A debt is paid once; every dong is in one place."""
        asked = REQUESTS[1]
        ledger = open_ledger()
        for number in (1, 2, 3):
            take(ledger, [credit(number, f"{asked.reference} lan {number}", asked.amount)])
        states = ledger.export()
        assert len(states) == 3
        assert _sorted_sums(ledger) == (3 * asked.amount, asked.amount)

    def test_opening_balances_are_recorded_once(self, open_ledger: Callable[[], Ledger]) -> None:
        """What was owed becomes a request, what was on account a balance."""
        owed = OpeningBalance(
            id="DK-1",
            institution_id="truong-bia",
            customer=Party("Trần Thị An (bịa)", "HS-1"),
            amount=200_000,
            on=date(2026, 8, 31),
        )
        held = evolve(owed, id="DK-2", amount=-50_000)
        ledger = open_ledger()
        ledger.open_with([owed, held, held], by="ke-toan", at=AT)
        rows = ledger.head()
        open_ledger().open_with([held], by="ke-toan", at=AT)
        assert (ledger.head(), ledger.opening()) == (rows, (owed, held))
        assert open_ledger().credit_balances() == {"HS-1": 50_000}
        with pytest.raises(ValueError, match="was another before"):
            ledger.open_with([evolve(held, amount=-1)], by="ke-toan", at=AT)
        asked = owed.request(reference="NODAUKY1", account=SCHOOL)
        take(ledger, [credit(1, "NODAUKY1", 200_000)], [asked])
        assert ledger.open_items([asked], customer_id="HS-1") == ()

    def test_the_history_only_grows_and_says_when_it_was_cut(
        self, open_ledger: Callable[[], Ledger]
    ) -> None:
        """Every row is chained to the one before; an end written down must still be there."""
        ledger = open_ledger()
        take(ledger, _credits()[:3])
        before, head = ledger.history(), ledger.head()
        take(ledger, _credits()[3:])
        assert ledger.history()[: len(before)] == before
        assert [row.seq for row in ledger.history()] == list(range(1, ledger.head().seq + 1))
        assert ledger.verify_chain(head=head).ok
        missing = ledger.verify_chain(head=head._replace(hash="0" * 64))
        assert [finding.rule.id for finding in missing.findings] == ["LED-07"]

    def test_a_call_that_fails_leaves_no_half(self, open_ledger: Callable[[], Ledger]) -> None:
        """Reports are kept, so that the next call can decide about them; nothing else is."""
        entry = credit(1, REQUESTS[1].reference, REQUESTS[1].amount)
        ledger = open_ledger()
        with pytest.raises(ValueError, match="two requests have the reference"):
            take(ledger, [entry], [REQUESTS[1], REQUESTS[1]])
        assert ([row.kind for row in ledger.history()], ledger.export()) == (
            [RowKind.DELIVERY],
            (),
        )
        naive = datetime(2026, 12, 1)  # noqa: DTZ001 - what is refused
        with pytest.raises(ValueError, match="no time zone"):
            ledger.take([entry], REQUESTS, recorded_at=naive)
        assert [decision.verdict for decision in take(ledger, []).decisions] == [Verdict.POSTED]

    def test_writers_at_once_post_each_credit_once(self, open_ledger: Callable[[], Ledger]) -> None:
        """Eight threads with a handle of their own and the same reports."""
        told = [report for entry in _credits() for report in reports(entry)]

        def work(seed: int) -> None:
            mine, ledger = list(told), open_ledger()
            random.Random(seed).shuffle(mine)  # noqa: S311 - a test's order
            for start in range(0, len(mine), 9):
                take(ledger, mine[start : start + 9])

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, range(8)))
        ledger = open_ledger()
        assert len(ledger.export()) == len(_credits())
        assert len(ledger.receipts()) == len({receipt.id for receipt in ledger.receipts()}) == 14
        assert ledger.verify_chain().ok
