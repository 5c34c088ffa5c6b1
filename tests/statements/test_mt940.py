"""MT940: all people, accounts and memos are invented."""

import logging
import sys
from datetime import datetime, timedelta, timezone

import pytest

from cashless_edu_health import statements
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import Delivery
from cashless_edu_health.errors import DataError, MissingExtraError

SEVEN = timezone(timedelta(hours=7))
SCHOOL = Account("970436", "0071000123456")
OTHER = Account("970415", "117000000001")
LINE = ":61:2611011102C550000,NTRFNONREF//FT26306000001\n"
MEMO = ":86:HVX7K3M2P9X5H HOC PHI\n"


def message(
    *lines: str,
    account: str = SCHOOL.number,
    opening: str = "C261101VND1000000,",
    closing: str = "C261102VND1550000,",
    tail: str = "-\n",
) -> str:
    return (
        f":20:STMT1\n:25:{account}\n:28C:12/1\n:60F:{opening}\n{''.join(lines)}"
        f":62F:{closing}\n{tail}"
    )


def inspected(text: str | bytes, **given: object) -> statements.Inspection:
    data = text.encode() if isinstance(text, str) else text
    asked = {"accounts": [SCHOOL, OTHER], "utc_offset": "+07:00", **given}
    return statements.inspect_mt940(data, **asked)


def found(text: str | bytes, **given: object) -> list[tuple[str, str]]:
    return [(one.rule.id, one.path) for one in inspected(text, **given).report.findings]


def test_a_message_becomes_a_statement():
    inspection = inspected(message(LINE, MEMO))
    assert inspection.report.findings == ()
    assert inspection.report.checked == ("entries", "balances")
    (one,) = inspection.statements
    assert (one.account, one.opening, one.closing, one.id, one.number) == (
        *(SCHOOL, 1_000_000, 1_550_000, "STMT1", 12),
    )
    (entry,) = one.entries
    assert (entry.amount, entry.booked_at) == (550_000, datetime(2026, 11, 2, tzinfo=SEVEN))
    assert entry.remittance_information == "HVX7K3M2P9X5H HOC PHI"
    assert entry.bank_reference == "FT26306000001"
    assert entry.delivery == Delivery(channel="mt940")
    assert entry.reported_time == "2611011102"  # value date and entry date
    assert entry.id.startswith("mt940-")


@pytest.mark.parametrize(
    ("mark", "amount"), [("C", 5), ("D", -5), ("RC", -5), ("RD", 5), ("CD", 5), ("DD", -5)]
)
def test_the_mark_gives_the_direction(mark, amount):
    (entry,) = inspected(message(f":61:261101{mark}5,NTRFX\n")).entries
    assert entry.amount == amount
    assert entry.booked_at == datetime(2026, 11, 1, tzinfo=SEVEN)


@pytest.mark.parametrize(
    ("lines", "width", "memo"),
    [
        ([":86:HOC PHI\n", "LOP 3A\n"], 65, "HOC PHI LOP 3A"),
        ([":86:HOC PHI HVX7K3M\n", "2P9X5H\n"], 15, "HOC PHI HVX7K3M2P9X5H"),
        ([":86:" + "A" * 65 + "\n", "B\n"], 65, "A" * 65 + "B"),
        ([":86:?20HOAN TIEN?21LOP\n"], 65, "?20HOAN TIEN?21LOP"),
        ([":86:166?00GUTSCHRIFT?20HVX7K3M2P9X5H\n"], 65, "166?00GUTSCHRIFT?20HVX7K3M2P9X5H"),
        ([], 65, "MA-12"),
    ],
)
def test_the_memo_is_field_86_as_sent_with_its_lines_joined(lines, width, memo):
    text = message(":61:2611011102C550000,NTRFMA-12//FT1\n", *lines)
    (entry,) = inspected(text, line_width=width).entries
    assert entry.remittance_information == memo


def test_details_beside_the_line_stand_in_for_a_memo():
    text = message(":61:261101C550000,NTRFNONREF//FT1\nHOC PHI\n")
    assert inspected(text).entries[0].remittance_information == "HOC PHI"
    text = message(":61:261101C550000,NTRFNONREF\n")
    (entry,) = inspected(text).entries
    assert (entry.remittance_information, entry.bank_reference) == ("", None)


def test_what_is_said_of_the_statement_is_not_said_of_its_last_line():
    (entry,) = inspected(message(LINE, MEMO, tail=":86:TONG KET THANG\n-\n")).entries
    assert entry.remittance_information == "HVX7K3M2P9X5H HOC PHI"


def test_several_messages_of_several_accounts():
    text = message(LINE, MEMO) + message(LINE, account=f"ICBVVNVX/{OTHER.number}")
    first, second = inspected(text).statements
    assert (first.account, second.account) == (SCHOOL, OTHER)
    assert first.entries[0].id != second.entries[0].id


def test_windows_line_ends_and_a_block_header_are_read():
    text = "{1:F01BFTVVNVXAXXX}{4:\n" + message(LINE, MEMO)
    assert len(inspected(text.replace("\n", "\r\n")).entries) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("ST-28", "")]),
        ("id,amount\n", [("ST-28", "")]),
        (LINE + message(), [("ST-28", "")]),
        (b"\xff" + message().encode(), [("ST-28", "")]),
        (message(":61:2611011102C5.000,NTRFX\n"), [("ST-28", "line 1")]),
        (message(LINE, ":61:HVX7K3M2P9X5H\n"), [("ST-28", "line 6")]),
        (message(":61:260230C5,NTRFX\n"), [("ST-28", "line 1")]),
        (message(":61:261101C5,\n", LINE), [("ST-28", "line 1")]),
        (message(":61:261101C5,5NTRFX\n"), [("ST-08", "line 1")]),
        (message(":61:261101C5,000NTRFX\n"), [("ST-08", "line 1")]),
        (message(":61:261101C0,NTRFX\n"), [("ST-08", "line 1")]),
        (message(":61:261101C99999999999999,NTRFX\n"), [("ST-08", "line 1")]),
        (message(LINE, opening="C261101USD5,", closing="C261101USD5,"), [("ST-26", "line 1")]),
        (message(LINE, account="1"), [("ST-20", "line 1")]),
        (":20:S\n" * 2, [("ST-28", "line 1"), ("ST-28", "line 2")]),
        (message(LINE) + message(LINE, account="1"), [("ST-20", "line 8")]),
    ],
)
def test_a_broken_message_is_named_and_nothing_is_read(text, expected):
    inspection = inspected(text)
    assert found(text) == expected
    assert inspection.statements == ()


def test_without_the_extra_one_is_told_which(monkeypatch):
    monkeypatch.setitem(sys.modules, "mt940", None)
    with pytest.raises(MissingExtraError, match=r"cashless-edu-health\[mt940\]"):
        inspected(message(LINE))


def test_without_accounts_none_is_known():
    assert found(message(LINE), accounts=[]) == [("ST-19", "line 1")]


def test_balances_that_are_not_explained_are_a_warning():
    inspection = inspected(message(LINE, closing="D261102VND1,"))
    assert [one.rule.id for one in inspection.report.findings] == ["ST-31"]
    assert inspection.statements[0].closing == -1
    assert len(inspection.entries) == 1


def test_a_balance_of_nothing_is_a_balance():
    inspection = inspected(message(LINE, opening="C261101VND0,", closing="C261102VND550000,"))
    assert inspection.statements[0].opening == 0
    assert inspection.report.findings == ()


def test_a_message_without_balances_is_read_when_its_currency_is_told():
    text = f":20:S\n:25:{SCHOOL.number}\n:60M:C261101VND5,\n{LINE}"
    inspection = inspected(text)
    (one,) = inspection.statements
    assert (one.opening, one.closing, one.number) == (5, None, None)
    assert [each.reason for each in inspection.report.skipped] == ["no-balances"]
    assert found(f":20:S\n:25:{SCHOOL.number}\n{LINE}") == [("ST-26", "line 1")]


def test_no_log_tells_what_could_not_be_read(caplog):
    with caplog.at_level(logging.DEBUG):
        inspected(message(LINE, ":86:ZZSECRETZZ\n"))
        inspected(message(":61:ZZSECRETZZ\n"))
    assert "SECRET" not in caplog.text


def test_a_file_is_read_from_the_disk_or_its_first_fault_is_raised(tmp_path):
    path = tmp_path / "a.sta"
    path.write_text(message(LINE, MEMO))
    (one,) = statements.read_mt940(path, accounts=[SCHOOL], utc_offset="+07:00")
    assert len(one.entries) == 1
    path.write_text(message(":61:ZZSECRETZZ\n"))
    with pytest.raises(DataError, match=r"^a.sta: line 5: is no MT940") as caught:
        statements.read_mt940(path, accounts=[SCHOOL], utc_offset="+07:00")
    assert "SECRET" not in str(caught.value)
