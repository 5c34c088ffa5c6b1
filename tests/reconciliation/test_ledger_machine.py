"""A ledger under whatever people and banks do, in any order: the sums always agree."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
)

from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.reconciliation import JournalLedger, MemoryJournal, Verdict
from cashless_edu_health.testing.ledger_contract import AT, REQUESTS, credit, reports, take

ASKS = REQUESTS[:5]
WHO = {"by": "ke-toan", "at": AT, "why": "thử"}


class LedgerMachine(RuleBasedStateMachine):
    """Deliveries, copies, returns, undo, assignment, crashes between the two steps."""

    told = Bundle("told")

    @initialize()
    def start(self) -> None:
        self.journal = MemoryJournal()
        self.ledger = JournalLedger(self.journal)
        self.entries: dict[str, CreditEntry] = {}
        self.number = 0

    @rule(target=told, of=st.sampled_from(ASKS), more=st.sampled_from([0, 0, 0, -90_000, 70_000]))
    def credit_comes(self, of, more):
        self.number += 1
        entry = credit(self.number, f"{of.reference} x{self.number}", of.amount + more)
        self.entries[entry.id] = entry
        take(self.ledger, [entry], ASKS)
        return entry

    @rule(target=told, amount=st.integers(1, 900_000))
    def credit_without_a_code_comes(self, amount):
        self.number += 1
        entry = credit(self.number, f"chuyen tien {self.number}", amount)
        self.entries[entry.id] = entry
        take(self.ledger, [entry], ASKS)
        return entry

    @rule(entry=told)
    def the_same_is_told_again(self, entry):
        before = self.ledger.export()
        take(self.ledger, [entry, reports(entry)[0]], ASKS)
        after = self.ledger.export()
        assert len(after) == len(before)

    @rule(entry=consumes(told))
    def it_is_returned(self, entry):
        self.number += 1
        memo = f"HUY {entry.remittance_information.split()[0]} y{self.number}"
        back = credit(self.number, memo, -entry.amount)
        self.entries[back.id] = back
        take(self.ledger, [back], ASKS)

    @rule(entry=told, of=st.sampled_from(ASKS))
    def a_person_assigns_it(self, entry, of):
        try:
            self.ledger.assign(entry.id, [of], **WHO)
        except ValueError:
            return

    @rule(choice=st.integers(0, 50))
    def a_person_undoes_a_posting(self, choice):
        posted = [d for d in self.ledger.decisions() if d.verdict is Verdict.POSTED]
        if posted:
            try:
                self.ledger.undo(posted[choice % len(posted)].entry.id, **WHO)
            except ValueError:
                return

    @rule()
    def another_process_goes_on(self):
        self.ledger = JournalLedger(self.journal)

    @rule()
    def nothing_new_changes_nothing(self):
        take(self.ledger, [], ASKS)
        head = self.ledger.head()
        take(self.ledger, [], ASKS)
        assert self.ledger.head() == head

    @invariant()
    def every_credit_is_in_one_place_and_the_sums_agree(self):
        states = self.ledger.export()
        assert sorted(s.amount for s in states) == sorted(e.amount for e in self.entries.values())
        paid: dict[str, int] = {}
        for state in states:
            if state.verdict is Verdict.POSTED and state.amount > 0 and not state.returned:
                parts = sum(part.amount for part in state.allocations)
                assert parts + state.unallocated == state.amount
            else:
                assert (state.allocations, state.unallocated) == ((), 0)
            for part in state.allocations:
                paid[part.invoice_id] = paid.get(part.invoice_id, 0) + part.amount
        for ask in ASKS:
            owed = sum(item.owed for item in self.ledger.open_items([ask]))
            assert owed + paid.get(ask.covers[0].invoice_id, 0) == ask.amount

    @invariant()
    def receipts_and_reversals_say_the_same(self):
        receipts = {receipt.id: receipt for receipt in self.ledger.receipts()}
        returned = {reversal.receipt_id for reversal in self.ledger.reversals()}
        assert returned <= set(receipts)
        assert len(returned) == len(self.ledger.reversals())
        balance = sum(r.unallocated for key, r in receipts.items() if key not in returned)
        assert balance == sum(self.ledger.credit_balances().values())

    @invariant()
    def the_chain_holds(self):
        assert self.ledger.verify_chain().ok


TestLedgerMachine = LedgerMachine.TestCase
TestLedgerMachine.settings = settings(
    max_examples=25,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
