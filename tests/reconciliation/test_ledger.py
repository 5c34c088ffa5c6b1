"""What a ledger does beside the contract: its pure parts, its journal, its databases."""

import builtins
import sqlite3
from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
import sqlalchemy

from cashless_edu_health.accounts import Account, AccountBook, AccountKind, RegisteredAccount
from cashless_edu_health.credits import Counterparty, CreditEntry, Delivery
from cashless_edu_health.errors import LedgerError, MissingExtraError
from cashless_edu_health.invoices import (
    AllocationPolicy,
    Cover,
    CustomerReference,
    Party,
    PaymentRequest,
)
from cashless_edu_health.receipts import Allocation
from cashless_edu_health.reconciliation import (
    Head,
    JournalLedger,
    MemoryJournal,
    MemoryLedger,
    OpeningBalance,
    Verdict,
    credit_balances,
    debts,
    open_items,
    reconcile,
    sql,
    waiting_money,
)
from cashless_edu_health.reconciliation._plain import as_text, from_text
from cashless_edu_health.testing.ledger_contract import (
    AT,
    REQUESTS,
    SCHOOL,
    credit,
    request,
    take,
)

ASK = REQUESTS[1]
PUPIL = Party("Trần Thị An (bịa)", "HS-1", "3A")


def url(folder) -> str:
    return f"sqlite:///{folder}/so-thu.db"


def asking(reference: str, *covers: Cover) -> PaymentRequest:
    return PaymentRequest(
        reference=reference,
        institution_id="truong-bia",
        account=SCHOOL,
        covers=covers,
        amount=sum(cover.amount for cover in covers),
    )


FULL = CreditEntry(
    id="C\u0000\ud800",
    account=Account("970436", "V1", AccountKind.VIRTUAL),
    amount=-5,
    booked_at=datetime(2026, 11, 2, 1, 0, 0, 7, tzinfo=UTC),
    remittance_information="đóng học phí \U0001f600",
    virtual_account="V1",
    bank_reference="FT1",
    counterparty=Counterparty(name="LE THI MINH", account_number="12"),
    delivery=Delivery(channel="webhook", id="7", received_at=AT),
)


@pytest.mark.parametrize(
    "value",
    [
        FULL,
        credit(1, "x", 1),
        ASK,
        attrs.evolve(ASK, expires_on=date(2026, 12, 1), payer=PUPIL),
        asking("ABCDEF", Cover(invoice_id="I", amount=1, purposes=frozenset({"bus", "meals"}))),
    ],
)
def test_a_value_is_the_same_after_the_ledger_s_own_text(value):
    text = as_text(value)
    assert text.isascii()
    assert from_text(type(value), text) == value
    assert as_text(from_text(type(value), text)) == text


def test_what_is_owed_is_asked_less_paid_and_a_debt_asked_twice_is_owed_once():
    meals = Cover(invoice_id="I1", amount=300, purposes=frozenset({"meals"}), paid_for=PUPIL)
    bus = attrs.evolve(meals, amount=200, purposes=frozenset({"bus"}))
    first = Cover(invoice_id="I2", amount=500, instalment="1/2")
    asks = [
        asking("ABCDEF", meals, bus),
        asking("ABCDEG", attrs.evolve(meals, amount=400)),
        asking("ABCDEH", first),
        asking("ABCDEI", attrs.evolve(first, instalment="2/2")),
    ]
    paid = [
        Allocation("I1", 100, "meals"),
        Allocation("I1", 50),
        Allocation("I2", 700, instalment="1/2"),
        Allocation("other", 9),
    ]
    told = [
        (one.invoice_id, one.instalment, one.references, one.asked, one.paid, one.owed)
        for one in debts(asks, paid)
    ]
    assert told == [
        ("I1", None, ("ABCDEF", "ABCDEG"), 500, 150, 350),
        ("I2", "1/2", ("ABCDEH",), 500, 500, 0),
        ("I2", "2/2", ("ABCDEI",), 500, 0, 500),
    ]
    assert [one.invoice_id for one in open_items(asks, paid, customer_id="HS-1")] == ["I1"]
    assert [one.owed for one in open_items(asks, paid)] == [350, 500]


def test_money_on_account_belongs_to_the_one_person_that_its_requests_are_for():
    two = asking(
        "ABCDEF",
        Cover(invoice_id="I1", amount=300, paid_for=PUPIL),
        Cover(invoice_id="I2", amount=300),
    )
    entries = [
        credit(1, ASK.reference, ASK.amount + 50_000),
        credit(2, "ABCDEF", 100_600),
        credit(3, REQUESTS[2].reference, REQUESTS[2].amount),
    ]
    decisions = reconcile(entries, [*REQUESTS[1:3], two], recorded_at=AT).decisions
    debt = OpeningBalance(
        id="1", institution_id="a", customer=PUPIL, amount=9, on=date(2026, 8, 31)
    )
    opening = [debt, attrs.evolve(debt, id="2", amount=-7)]
    assert credit_balances(decisions, opening) == {"HS-1": 50_007, None: 100_000}


def test_a_customer_s_money_waits_until_something_is_asked_and_the_rest_is_theirs():
    customer = CustomerReference(
        reference="HOCSINH1",
        institution_id="truong-bia",
        account=SCHOOL,
        customer_id="HS-1",
        policy=AllocationPolicy.OLDEST_FIRST,
    )
    ledger, entry = MemoryLedger(), credit(1, "HOCSINH1", ASK.amount + 5_000)
    told = [
        ledger.take([entry], asks, recorded_at=AT, customers=[customer]).decisions[0]
        for asks in ((), (ASK,))
    ]
    assert [(one.verdict, one.rule.id) for one in told] == [
        (Verdict.REVIEW, "REC-23"),
        (Verdict.POSTED, "REC-22"),
    ]
    assert ledger.credit_balances() == {"HS-1": 5_000}


def test_an_opening_balance_is_owed_or_on_account_and_never_nothing():
    fields = {"id": "1", "institution_id": "a", "on": date(2026, 8, 31)}
    with pytest.raises(ValueError, match="0 dong opens nothing"):
        OpeningBalance(**fields, customer=PUPIL, amount=0)
    with pytest.raises(ValueError, match="has an id"):
        OpeningBalance(**fields, customer=Party("An (bịa)"), amount=5)
    held = OpeningBalance(**fields, customer=PUPIL, amount=-5)
    with pytest.raises(ValueError, match="not asked for"):
        held.request(reference="ABCDEF", account=SCHOOL)
    assert "HS-1" not in repr(held)


def test_waiting_money_is_told_by_age_and_by_the_day_asked_about():
    day = date(2026, 11, 2)
    entries = [
        credit(1, ASK.reference, ASK.amount + 50_000),
        credit(2, "khong ma", 7, booked_at=AT - timedelta(days=100)),
        credit(3, "hoan tien", -9),
        credit(4, REQUESTS[2].reference, REQUESTS[2].amount + 20_000),
        credit(5, f"HOAN {REQUESTS[2].reference}", -REQUESTS[2].amount - 20_000),
        credit(6, "khong ma", 8, booked_at=AT),
    ]
    ledger = MemoryLedger()
    take(ledger, entries)
    waiting = waiting_money(ledger.decisions(), as_of=day)
    assert [(one.decision.entry.id, one.amount, one.days) for one in waiting] == [
        ("S2", 7, 71),
        ("S1", 50_000, 0),
    ]


def test_a_code_repaired_only_when_the_other_is_paid_is_taken_up_again():
    """Two pupils of one name and class; once one has paid, the other is the only one left."""
    asks = [
        attrs.evolve(
            request(n, 300_000),
            covers=(attrs.evolve(request(n, 300_000).covers[0], paid_for=person),),
        )
        for n, person in (
            (50, Party("Lê Văn Tám", "HS-50", "3A")),
            (51, Party("Lê Văn Tám", "HS-51", "3A")),
        )
    ]
    ledger = MemoryLedger()
    named = credit(1, "le van tam 3A thang 11", 300_000)
    assert take(ledger, [named], asks).decisions[0].verdict is Verdict.REVIEW
    changed = take(ledger, [credit(2, asks[0].reference, 300_000)], asks).decisions
    assert {one.entry.id: one.verdict for one in changed} == {
        "S1": Verdict.POSTED,
        "S2": Verdict.POSTED,
    }


def test_an_addressed_virtual_account_is_known_by_the_book():
    row = RegisteredAccount(
        id="v",
        kind=AccountKind.VIRTUAL,
        acquirer_id="970436",
        number="V789",
        institution_ids=("truong-bia",),
        reference=ASK.reference,
    )
    entry = credit(1, "khong ma", ASK.amount, virtual_account="V789")
    ledger = MemoryLedger()
    result = ledger.take([entry], [ASK], recorded_at=AT, book=AccountBook((row,)))
    assert [receipt.gross for receipt in result.receipts] == [ASK.amount]


def test_a_moment_of_receipt_is_kept_with_the_first_report():
    entry = credit(1, ASK.reference, ASK.amount, delivery=Delivery(channel="w", received_at=AT))
    ledger = MemoryLedger()
    take(ledger, [entry, attrs.evolve(entry, delivery=Delivery(channel="w"))])
    assert [one.entry for one in ledger.decisions()] == [entry]


def test_names_and_memos_stand_in_one_column_of_the_history():
    entry = credit(1, f"{ASK.reference} LE THI MINH", ASK.amount)
    entry = attrs.evolve(entry, counterparty=Counterparty(name="LE THI MINH"))
    ledger = MemoryLedger()
    take(ledger, [entry])
    assert [row.seq for row in ledger.history() if "MINH" in row.body] == []
    assert [row.seq for row in ledger.history() if "MINH" in (row.content or "")] == [1]
    assert "MINH" not in repr(ledger.history())


def changed_journal(**changes) -> JournalLedger:
    journal = MemoryJournal()
    take(JournalLedger(journal), [credit(1, ASK.reference, ASK.amount)])
    rows = list(journal.rows_after(0))
    rows[0] = attrs.evolve(rows[0], **changes)
    other = MemoryJournal()
    with other.writing() as writing:
        writing.append(rows)
    return JournalLedger(other)


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({}, []),
        ({"by": "người khác"}, ["LED-04"]),
        ({"why": "khác"}, ["LED-04"]),
        ({"at": "2026-12-02T08:00:00+00:00"}, ["LED-04"]),
        ({"content": "{}"}, ["LED-05"]),
        ({"content": None}, ["LED-05"]),
        ({"seq": 2}, ["LED-04"]),
        ({"previous": "1" * 64}, ["LED-04"]),
        ({"hash": "1" * 64}, ["LED-04", "LED-04"]),
    ],
)
def test_every_change_of_a_row_is_seen(changes, rules):
    found = [finding.rule.id for finding in changed_journal(**changes).verify_chain().findings]
    assert found[: len(rules)] == rules
    assert bool(found) is bool(rules)


def test_the_end_of_nothing_is_in_every_history():
    assert changed_journal().verify_chain(head=Head()).ok


@pytest.mark.parametrize("action", ["DELETE FROM {}", "UPDATE {} SET book = 'x'"])
@pytest.mark.parametrize("table", ["history", "deliveries", "credits", "allocations", "receipts"])
def test_the_database_refuses_to_change_or_delete_a_row(tmp_path, table, action):
    ledger = sql.open_ledger(url(tmp_path))
    take(ledger, [credit(1, ASK.reference, ASK.amount)])
    ledger.close()
    base = sqlite3.connect(tmp_path / "so-thu.db")
    with pytest.raises(sqlite3.IntegrityError, match="a ledger only grows"):
        base.execute(action.format(table))
    base.close()


def test_postgres_refuses_to_change_or_delete_a_row(postgres_url):
    ledger = sql.open_ledger(postgres_url)
    take(ledger, [credit(1, ASK.reference, ASK.amount)])
    ledger.close()
    engine = sqlalchemy.create_engine(postgres_url, poolclass=sqlalchemy.NullPool)
    for action in ("DELETE FROM history", "UPDATE decisions SET rule = 'x'"):
        with (
            pytest.raises(sqlalchemy.exc.DBAPIError, match="a ledger only grows"),
            engine.begin() as connection,
        ):
            connection.exec_driver_sql(action)


def test_a_table_that_differs_from_the_history_is_named(tmp_path):
    ledger = sql.open_ledger(url(tmp_path))
    take(ledger, [credit(1, ASK.reference, ASK.amount)])
    assert ledger.verify_chain().ok
    base = sqlite3.connect(tmp_path / "so-thu.db")
    base.execute("DROP TRIGGER allocations_no_update")
    base.execute("UPDATE allocations SET amount = amount - 1")
    base.commit()
    base.close()
    (finding,) = ledger.verify_chain().findings
    ledger.close()
    assert (finding.rule.id, finding.path) == ("LED-06", "table allocations, row 3")


def test_a_credit_that_got_past_the_lock_is_stopped_by_the_database(tmp_path):
    """A writer with stale books: the unique constraint on the chain refuses its rows."""
    ledger = sql.open_ledger(url(tmp_path))
    take(ledger, [credit(1, ASK.reference, ASK.amount)])
    rows = ledger.history()
    with (
        pytest.raises(LedgerError, match="cannot be written: IntegrityError"),
        ledger._journal.writing() as writing,
    ):
        writing.append(rows[:1])
    assert ledger.history() == rows
    ledger.close()


def test_books_of_one_database_know_nothing_of_each_other(tmp_path):
    entry = credit(1, ASK.reference, ASK.amount)
    for book in ("truong-a", "truong-b"):
        ledger = sql.open_ledger(url(tmp_path), book=book)
        assert len(take(ledger, [entry]).receipts) == 1
        ledger.close()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("không phải", "the URL of the ledger is none"),
        ("sqlite://", "SQLite keeps the ledger in a file"),
        ("sqlite:///:memory:", "SQLite keeps the ledger in a file"),
        ("sqlite:////không/có/thư/mục.db", "cannot be opened: OperationalError"),
        ("postgresql+psycopg://x:bimat@127.0.0.1:1/y", "cannot be opened: OperationalError"),
        ("oracle+oracledb://x:bimat@y/z", "the database driver oracledb is not installed"),
    ],
)
def test_a_ledger_that_cannot_be_opened_says_why_without_a_password(address, words):
    with pytest.raises(LedgerError, match=words) as refused:
        sql.open_ledger(address)
    assert "bimat" not in str(refused.value)


def test_another_kind_of_database_is_refused(monkeypatch):
    engine = sqlalchemy.create_mock_engine("mssql+pymssql://x", print)
    monkeypatch.setattr(
        "cashless_edu_health.reconciliation._sql_journal.create_engine", lambda _: engine
    )
    with pytest.raises(LedgerError, match="in nothing else"):
        sql.open_ledger("mssql+pymssql://x")


@pytest.mark.parametrize(
    ("missing", "kind"), [("sqlalchemy", MissingExtraError), ("x", ImportError)]
)
def test_without_the_extra_it_is_named(monkeypatch, missing, kind):
    real = builtins.__import__

    def importing(name, *rest):
        if name.endswith("_sql_journal"):
            raise ModuleNotFoundError(name=missing)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", importing)
    with pytest.raises(ImportError) as refused:
        sql.open_ledger("sqlite:///x.db")
    assert isinstance(refused.value, kind)
