"""A bank that was written by others, on the loopback: what it sends is read right.

The bank is ``mock-bank`` of PyPI. All people, accounts and memos are invented.
"""

import json
import threading
import urllib.request
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from mockbank.server import Config, make_server

from cashless_edu_health import references, statements
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import Counterparty
from cashless_edu_health.reconciliation import reconcile
from cashless_edu_health.statements import Inspection

NUMBER = "NL02ABNA0123456789"
PAYER = "NL14MOCK0000000002"
SCHOOL = Account("970436", NUMBER)
CODE = "HVX7K3M2P9X5H"
REFUND = f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn><GrpHdr>
<MsgId>M1</MsgId><CreDtTm>2026-11-02T09:00:00+07:00</CreDtTm><NbOfTxs>1</NbOfTxs>
<InitgPty><Nm>TRUONG BIA</Nm></InitgPty></GrpHdr><PmtInf><PmtInfId>B1</PmtInfId>
<PmtMtd>TRF</PmtMtd><ReqdExctnDt><Dt>2026-11-02</Dt></ReqdExctnDt>
<Dbtr><Nm>TRUONG BIA</Nm></Dbtr><DbtrAcct><Id><IBAN>{NUMBER}</IBAN></Id></DbtrAcct>
<DbtrAgt><FinInstnId><BICFI>MOCKNL2A</BICFI></FinInstnId></DbtrAgt><CdtTrfTxInf>
<PmtId><EndToEndId>HOAN-{CODE}</EndToEndId></PmtId>
<Amt><InstdAmt Ccy="VND">50000</InstdAmt></Amt><Cdtr><Nm>LE THI MINH</Nm></Cdtr>
<CdtrAcct><Id><IBAN>{PAYER}</IBAN></Id></CdtrAcct></CdtTrfTxInf></PmtInf>
</CstmrCdtTrfInitn></Document>"""


class Bank:
    """The bank, as its customer sees it."""

    def __init__(self, address: str) -> None:
        self.address = address

    def call(self, method: str, path: str, body: object = None) -> object:
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        kind = "application/xml" if isinstance(body, str) else "application/json"
        request = urllib.request.Request(  # noqa: S310 - the loopback
            f"{self.address}{path}",
            method=method,
            data=None if body is None else data,
            headers={"Content-Type": kind},
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - the loopback
            return json.loads(answer.read())

    def credit(self, amount: int, note: str, **more: object) -> None:
        debtor = {"name": "LE THI MINH", "iban": PAYER}
        asked = {"account": "SCHOOL", "amount": amount, "note": note, "debtor": debtor}
        self.call("POST", "/_mock/credits", asked | more)

    def behave(self, name: str, **parameters: object) -> None:
        asked = {"behaviour": name, "parameters": parameters}
        self.call("PATCH", "/_mock/accounts/SCHOOL", asked)

    def advance(self, days: int) -> None:
        self.call("POST", f"/_mock/advance?days={days}")

    def messages(self, kind: str) -> list[bytes]:
        sent = self.call("GET", f"/_mock/mailbox?type={kind}")
        return [one["body"].encode() for one in sent if one["account"] == "SCHOOL"]


@pytest.fixture
def bank() -> Iterator[Bank]:
    server = make_server(
        Config(port=0, quiet=True, clock="2026-11-02T09:00", timezone="Asia/Ho_Chi_Minh")
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    peer = Bank(f"http://127.0.0.1:{server.server_address[1]}")
    account = {"id": "SCHOOL", "iban": NUMBER, "currency": "VND", "balance": 100_000}
    peer.call("POST", "/_mock/accounts", account)
    yield peer
    server.shutdown()
    thread.join()
    server.server_close()


def inspected(message: bytes) -> Inspection:
    return statements.inspect_camt(
        message, file="a.xml", accounts=[SCHOOL], utc_offset="+07:00", line_width=35
    )


def test_a_code_that_the_bank_wraps_is_whole_again(bank):
    note = f"CHUYEN KHOAN HOC PHI THANG 11 {CODE} LOP 3A"
    bank.credit(550_000, note, wrap=35, reference="RF18539007547034")
    (message,) = bank.messages("camt.054")
    assert message.count(b"<Ustrd>") == 2
    (entry,) = inspected(message).entries
    assert entry.remittance_information == f"{note} RF18539007547034"
    assert [one.reference for one in references.find(entry.remittance_information)] == [CODE]
    assert (entry.amount, entry.booked_on) == (550_000, date(2026, 11, 2))
    assert entry.counterparty == Counterparty(name="LE THI MINH", account_number=PAYER)


def test_a_credit_that_is_notified_and_stated_is_counted_once(bank):
    bank.credit(550_000, f"HOC PHI {CODE}")
    bank.credit(550_000, f"HOC PHI {CODE}")
    bank.advance(1)
    entries = [
        entry
        for kind in ("camt.054", "camt.053")
        for message in bank.messages(kind)
        for entry in inspected(message).entries
    ]
    assert len(entries) == 4
    result = reconcile(entries, [], recorded_at=datetime(2026, 11, 4, tzinfo=UTC))
    assert (len(result.duplicates), len(result.decisions)) == (2, 4)


def test_a_file_that_comes_twice_has_the_same_ids(bank):
    bank.credit(550_000, "HOC PHI")
    (message,) = bank.messages("camt.054")
    first, second = inspected(message).entries, inspected(message).entries
    assert [one.id for one in first] == [one.id for one in second]


def test_statements_that_are_whole_follow_on_each_other(bank):
    bank.credit(550_000, "HOC PHI")
    bank.advance(3)
    read = [inspected(message) for message in bank.messages("camt.053")]
    assert [one.report.findings for one in read] == [()] * 3
    held = [statement for one in read for statement in one.statements]
    assert statements.gaps(held) == ()
    assert [one.path for one in statements.gaps([held[0], held[2]])] == []
    (row,) = statements.overview(held)
    assert (row.credited, row.opening, row.closing) == (550_000, 100_000, 650_000)


def test_an_entry_that_a_statement_leaves_out_is_noticed(bank):
    bank.behave("statement-gap")
    bank.credit(550_000, "HOC PHI")
    bank.advance(1)
    (message,) = bank.messages("camt.053")
    inspection = inspected(message)
    assert [one.rule.id for one in inspection.report.findings] == ["ST-31"]
    assert inspection.report.ok
    assert inspection.entries == ()
    (notified,) = inspected(bank.messages("camt.054")[0]).entries
    assert notified.amount == 550_000


def test_a_statement_that_is_missing_is_noticed(bank):
    bank.advance(1)
    bank.credit(550_000, "HOC PHI")
    bank.advance(2)
    held = [one for message in bank.messages("camt.053") for one in inspected(message).statements]
    assert [one.number for one in held] == [1, 2, 3]
    assert [one.path for one in statements.gaps([held[2], held[0]])] == ["statement 1"]


def test_a_refund_that_comes_back_late_is_nobody_s_payment(bank):
    bank.behave("return-later", days=2)
    bank.call("POST", "/payments", REFUND)
    bank.advance(4)
    went, back = (inspected(message).entries[0] for message in bank.messages("camt.054"))
    assert (went.amount, back.amount) == (-50_000, 50_000)
    assert back.booked_on == date(2026, 11, 4)
    assert (back.remittance_information, back.virtual_account) == ("", None)
    assert back.counterparty == Counterparty(name="LE THI MINH", account_number=PAYER)
    result = reconcile([back], [], recorded_at=datetime(2026, 11, 9, tzinfo=UTC))
    assert result.decisions[0].evidence == ()
