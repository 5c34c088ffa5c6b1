"""camt.053 and camt.054: all people, accounts and memos are invented."""

import sys
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from cashless_edu_health import statements
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import Counterparty, Delivery
from cashless_edu_health.errors import DataError, MissingExtraError

SEVEN = timezone(timedelta(hours=7))
SCHOOL = Account("970436", "0071000123456")
OTHER = Account("970436", "0071000999999")
SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def entry(
    *,
    amount: str = "550000",
    currency: str = "VND",
    direction: str = "CRDT",
    status: str = "<Sts><Cd>BOOK</Cd></Sts>",
    booked: str = "<DtTm>2026-11-01T08:05:00+07:00</DtTm>",
    reference: str = "<AcctSvcrRef>FT1</AcctSvcrRef>",
    reversal: str = "",
    details: str = "<TxDtls><RmtInf><Ustrd>HVX7K3M2P9X5H</Ustrd></RmtInf></TxDtls>",
    note: str = "",
) -> str:
    return (
        f'<Ntry><NtryRef>1</NtryRef><Amt Ccy="{currency}">{amount}</Amt>'
        f"<CdtDbtInd>{direction}</CdtDbtInd>{reversal}{status}<BookgDt>{booked}</BookgDt>"
        f"{reference}<NtryDtls>{details}</NtryDtls>{note}</Ntry>"
    )


def balance(kind: str, amount: int, direction: str = "CRDT") -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="VND">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd></Bal>'
    )


def statement(
    *entries: str, account: str = SCHOOL.number, balances: str = "", head: str = ""
) -> str:
    return (
        f"<Stmt><Id>S1</Id>{head}<Acct><Id><Othr><Id>{account}</Id></Othr></Id></Acct>"
        f"{balances}{''.join(entries)}</Stmt>"
    )


def camt(*parts: str, space: str = SPACE, root: str = "BkToCstmrStmt") -> bytes:
    body = "".join(parts)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{space}"><{root}>'
        f"<GrpHdr><MsgId>M1</MsgId><MsgRcpt><Id>R</Id></MsgRcpt></GrpHdr>{body}</{root}></Document>"
    ).encode()


def inspected(data: bytes, **given: object) -> statements.Inspection:
    asked = {"accounts": [SCHOOL, OTHER], **given}
    return statements.inspect_camt(data, file="a.xml", **asked)


def found(data: bytes, **given: object) -> list[tuple[str, str]]:
    return [(one.rule.id, one.path) for one in inspected(data, **given).report.findings]


def test_an_entry_is_read_with_all_that_it_tells():
    details = (
        "<TxDtls><Refs><AcctSvcrRef>TX9</AcctSvcrRef><EndToEndId>E1</EndToEndId></Refs>"
        "<RltdPties><Dbtr><Pty><Nm>LE THI MINH</Nm></Pty></Dbtr>"
        "<DbtrAcct><Id><Othr><Id>0900000000</Id></Othr></Id></DbtrAcct>"
        "<CdtrAcct><Id><Othr><Id>VA 0017</Id></Othr></Id></CdtrAcct></RltdPties>"
        "<RmtInf><Ustrd>HOC PHI T11</Ustrd><Ustrd>LOP 3A</Ustrd>"
        "<Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
    )
    head = (
        "<ElctrncSeqNb>12</ElctrncSeqNb><FrToDt><FrDtTm>2026-11-01T00:00:00</FrDtTm>"
        "<ToDtTm>2026-11-30T23:59:59</ToDtTm></FrToDt>"
    )
    balances = balance("OPBD", 1_000_000) + balance("ITBD", 5) + balance("CLBD", 1_550_000)
    inspection = inspected(camt(statement(entry(details=details), head=head, balances=balances)))
    assert inspection.report.findings == ()
    assert inspection.report.checked == ("entries", "balances")
    (read,) = inspection.statements
    assert (read.account, read.opening, read.closing, read.id, read.number) == (
        *(SCHOOL, 1_000_000, 1_550_000, "S1", 12),
    )
    assert (read.from_day, read.to_day) == (date(2026, 11, 1), date(2026, 11, 30))
    (one,) = inspection.entries
    assert (one.amount, one.booked_at) == (550_000, datetime(2026, 11, 1, 8, 5, tzinfo=SEVEN))
    assert one.remittance_information == "HOC PHI T11 LOP 3A RF18539007547034"
    assert (one.bank_reference, one.virtual_account) == ("TX9", "VA0017")
    assert one.counterparty == Counterparty(name="LE THI MINH", account_number="0900000000")
    assert one.delivery == Delivery(channel="camt.053")
    assert one.id.startswith("camt.053-")


@pytest.mark.parametrize(
    ("changes", "amount"),
    [
        ({}, 550_000),
        ({"direction": "DBIT"}, -550_000),
        ({"direction": "DBIT", "reversal": "<RvslInd>true</RvslInd>"}, -550_000),
        ({"reversal": "<RvslInd>false</RvslInd>"}, 550_000),
        ({"amount": "550000.00"}, 550_000),
        ({"status": "<Sts>BOOK</Sts>"}, 550_000),
    ],
)
def test_the_direction_is_that_of_the_movement(changes, amount):
    assert [e.amount for e in inspected(camt(statement(entry(**changes)))).entries] == [amount]


@pytest.mark.parametrize(
    ("booked", "offset", "at"),
    [
        ("<Dt>2026-11-01</Dt>", "+07:00", datetime(2026, 11, 1, tzinfo=SEVEN)),
        ("<Dt>2026-11-01Z</Dt>", None, datetime(2026, 11, 1, tzinfo=UTC)),
        (
            "<DtTm>2026-11-01T08:05:00.123</DtTm>",
            "+07:00",
            datetime(2026, 11, 1, 8, 5, 0, 123_000, tzinfo=SEVEN),
        ),
        ("<DtTm>2026-11-01T08:05:00Z</DtTm>", "+07:00", datetime(2026, 11, 1, 8, 5, tzinfo=UTC)),
    ],
)
def test_a_time_has_its_own_zone_or_the_given_one(booked, offset, at):
    (one,) = inspected(camt(statement(entry(booked=booked))), utc_offset=offset).entries
    assert one.booked_at == at
    assert one.reported_time in booked  # as written, within its element
    assert len(one.reported_time) >= len("2026-11-01")


def test_a_time_beyond_the_calendar_is_named():
    """Its day exists in the zone that it names, not in UTC."""
    data = camt(statement(entry(booked="<DtTm>0001-01-01T00:00:00+07:00</DtTm>")))
    assert found(data) == [("ST-09", "statement 1, entry 1, BookgDt")]


@pytest.mark.parametrize(
    ("lines", "width", "memo"),
    [
        (["HOC PHI", "LOP 3A"], 140, "HOC PHI LOP 3A"),
        (["HOC PHI HVX7K3M", "2P9X5H"], 15, "HOC PHI HVX7K3M2P9X5H"),
        (["A" * 140, "B"], 140, "A" * 140 + "B"),
        ([" HVX ", "7"], 140, " HVX  7"),
        ([], 140, "E-1"),
    ],
)
def test_lines_of_a_memo_are_joined_and_those_that_were_cut_without_a_blank(lines, width, memo):
    details = (
        "<TxDtls><Refs><EndToEndId>E-1</EndToEndId></Refs><RmtInf>"
        + "".join(f"<Ustrd>{line}</Ustrd>" for line in lines)
        + "</RmtInf></TxDtls>"
    )
    (one,) = inspected(camt(statement(entry(details=details))), line_width=width).entries
    assert one.remittance_information == memo


@pytest.mark.parametrize(
    ("details", "note", "memo"),
    [
        ("", "<AddtlNtryInf>PHI SMS</AddtlNtryInf>", "PHI SMS"),
        ("<TxDtls><AddtlTxInf>LAI</AddtlTxInf></TxDtls>", "", "LAI"),
        (
            "<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs></TxDtls>",
            *("", ""),
        ),
    ],
)
def test_what_stands_in_for_a_memo(details, note, memo):
    (one,) = inspected(camt(statement(entry(details=details, note=note)))).entries
    assert one.remittance_information == memo


def part(amount: int | None, memo: str, *, direction: str = "", reference: str = "") -> str:
    told = "" if amount is None else f'<Amt Ccy="VND">{amount}</Amt>'
    refs = f"<Refs><TxId>{reference}</TxId></Refs>" if reference else ""
    return f"<TxDtls>{refs}{told}{direction}<RmtInf><Ustrd>{memo}</Ustrd></RmtInf></TxDtls>"


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        (
            part(300_000, "A", reference="T1") + part(250_000, "B"),
            [(300_000, "A", "T1"), (250_000, "B", None)],
        ),
        (
            part(600_000, "A") + part(50_000, "B", direction="<CdtDbtInd>DBIT</CdtDbtInd>"),
            [(600_000, "A", None), (-50_000, "B", None)],
        ),
        (part(None, "A") + part(None, "B"), [(550_000, "A B", "FT1")]),
        (
            '<TxDtls><AmtDtls><TxAmt><Amt Ccy="VND">550000</Amt></TxAmt></AmtDtls></TxDtls>'
            + part(0 or None, ""),
            None,
        ),
        (part(300_000, "A") + part(300_000, "B"), None),
        (part(1, "A"), [(550_000, "A", "FT1")]),
    ],
)
def test_an_entry_of_several_payments_is_taken_apart_when_they_add_up(details, expected):
    data = camt(statement(entry(details=details)))
    if expected is None:
        assert found(data) == [("ST-27", "statement 1, entry 1, TxDtls")]
    else:
        assert [
            (e.amount, e.remittance_information, e.bank_reference) for e in inspected(data).entries
        ] == expected


def test_amounts_of_parts_may_stand_where_older_versions_have_them():
    old = '<TxDtls><AmtDtls><TxAmt><Amt Ccy="VND">{}</Amt></TxAmt></AmtDtls></TxDtls>'
    data = camt(statement(entry(details=old.format(500_000) + old.format(50_000))))
    assert [one.amount for one in inspected(data).entries] == [500_000, 50_000]


PLACE = "statement 1, entry 2, "


@pytest.mark.parametrize(
    ("changes", "rule", "element"),
    [
        ({"amount": "550000.5"}, "ST-08", "Amt"),
        ({"amount": "0"}, "ST-08", "Amt"),
        ({"amount": "-5"}, "ST-08", "Amt"),
        ({"amount": "550.000"}, "ST-08", "Amt"),
        ({"amount": "5" * 14}, "ST-08", "Amt"),
        ({"amount": "٥"}, "ST-08", "Amt"),
        ({"currency": "USD"}, "ST-26", "Amt"),
        ({"direction": "CR"}, "ST-25", "CdtDbtInd"),
        ({"reversal": "<RvslInd>maybe</RvslInd>"}, "ST-25", "RvslInd"),
        ({"status": ""}, "ST-25", "Sts"),
        ({"status": "<Sts><Prtry>X</Prtry></Sts>"}, "ST-25", "Sts"),
        ({"booked": ""}, "ST-25", "BookgDt"),
        ({"booked": "<Dt>2026-11-01</Dt><DtTm>2026-11-01T00:00:00Z</DtTm>"}, "ST-25", "BookgDt"),
        ({"booked": "<DtTm>2026-11-01T08:05:00</DtTm>"}, "ST-09", "BookgDt"),
        ({"booked": "<Dt>2026-11-31</Dt>"}, "ST-09", "BookgDt"),
        ({"booked": "<Dt>01/11/2026</Dt>"}, "ST-09", "BookgDt"),
        (
            {"details": part(1, "", direction="<CdtDbtInd>X</CdtDbtInd>") * 2},
            *("ST-25", "CdtDbtInd"),
        ),
    ],
)
def test_a_broken_entry_is_named_and_nothing_is_read(changes, rule, element):
    data = camt(statement(entry(), entry(**changes)))
    inspection = inspected(data)
    assert [(f.rule.id, f.path) for f in inspection.report.findings] == [(rule, PLACE + element)]
    assert (inspection.statements, inspection.entries) == ((), ())


def test_an_entry_without_an_amount_is_broken():
    data = camt(statement(entry().replace('<Amt Ccy="VND">550000</Amt>', "")))
    assert found(data) == [("ST-25", "statement 1, entry 1, Amt")]


def test_an_entry_that_is_not_booked_is_named_and_left_out():
    data = camt(statement(entry(), entry(status="<Sts><Cd>PDNG</Cd></Sts>")))
    inspection = inspected(data)
    assert found(data) == [("ST-33", "statement 1, entry 2")]
    assert inspection.report.ok
    assert len(inspection.entries) == 1


@pytest.mark.parametrize("span", ["", "2026-11", "2026-13-45T00:00:00"])
def test_a_span_that_is_no_day_is_not_told(span):
    head = f"<FrToDt><FrDtTm>{span}</FrDtTm></FrToDt><ElctrncSeqNb>x</ElctrncSeqNb>"
    (one,) = inspected(camt(statement(entry(), head=head))).statements
    assert (one.from_day, one.to_day, one.number) == (None, None, None)


def test_without_the_extra_one_is_told_which(monkeypatch):
    monkeypatch.setitem(sys.modules, "defusedxml", None)
    with pytest.raises(MissingExtraError, match=r"cashless-edu-health\[xml\]"):
        inspected(camt())


def test_a_notification_is_read_too():
    data = camt(
        statement(entry()).replace("Stmt>", "Ntfctn>"),
        space="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08",
        root="BkToCstmrDbtCdtNtfctn",
    )
    inspection = inspected(data)
    assert inspection.entries[0].delivery == Delivery(channel="camt.054")
    assert inspection.report.checked == ("entries",)
    assert [one.reason for one in inspection.report.skipped] == ["no-balances"]


def test_several_statements_of_several_accounts():
    data = camt(
        statement(entry(), balances=balance("OPBD", 1, "DBIT") + balance("PRCD", 5)),
        statement(entry(), entry(amount="7"), account="0071 0009 99999"),
    )
    first, second = inspected(data).statements
    assert (first.account, first.opening, len(first.entries)) == (SCHOOL, -1, 1)
    assert (second.account, second.opening, len(second.entries)) == (OTHER, None, 2)


def test_balances_that_are_not_explained_are_a_warning():
    data = camt(
        statement(entry(), balances=balance("PRCD", 0) + balance("CLBD", 550_000)),
        statement(entry(), balances=balance("OPBD", 550_000) + balance("CLBD", 1_700_000)),
    )
    inspection = inspected(data)
    assert [(f.rule.id, f.path) for f in inspection.report.findings] == [("ST-31", "statement 2")]
    assert len(inspection.entries) == 2
    assert statements.gaps(inspection.statements) == ()


def test_a_balance_in_another_currency_is_named():
    data = camt(statement(balances=balance("CLBD", 5).replace("VND", "EUR")))
    assert found(data) == [("ST-29", "statement 1, Bal")]


@pytest.mark.parametrize(
    ("accounts", "number", "rule"),
    [
        ([SCHOOL], "1", "ST-20"),
        ([SCHOOL], "", "ST-19"),
        ([], SCHOOL.number, "ST-19"),
    ],
)
def test_a_statement_of_none_of_our_accounts_is_named(accounts, number, rule):
    data = camt(statement(account=number))
    assert found(data, accounts=accounts) == [(rule, "statement 1")]


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    b"<lolz>&b;</lolz>"
)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "ST-23"),
        (b"{}", "ST-23"),
        (LAUGHS, "ST-23"),
        (camt().replace(b"<Document", b"<!DOCTYPE Document><Document"), "ST-23"),
        (camt(statement(entry()))[:-9], "ST-23"),
        (camt(statement("<a>" * 60 + "</a>" * 60)), "ST-23"),
        (b"<a>" * 20_000, "ST-23"),
        (camt().replace(b"UTF-8", b"UTF-99"), "ST-23"),
        (camt().replace(b"UTF-8", b"shift_jis"), "ST-23"),
        (camt(space="urn:iso:std:iso:20022:tech:xsd:camt.052.001.08"), "ST-24"),
        (camt(space="http://example.org"), "ST-24"),
        (b"<Document/>", "ST-24"),
        (b"<a><Stmt/></a>", "ST-24"),
    ],
)
def test_what_is_no_camt_is_named(data, rule):
    assert [one[0] for one in found(data)] == [rule]


def test_a_broken_message_keeps_the_faults_found_before():
    data = camt(statement(entry(amount="x"), entry()))[:-30]
    assert [one[0] for one in found(data)] == ["ST-08", "ST-23"]


def test_a_file_is_read_from_the_disk_or_its_first_fault_is_raised(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(camt(statement(entry())))
    (one,) = statements.read_camt(path, accounts=[SCHOOL])
    assert len(one.entries) == 1
    path.write_bytes(camt(statement(entry(amount="1.5"), entry(currency="EUR"))))
    with pytest.raises(DataError, match=r"^a.xml: statement 1, entry 1, Amt: .*and 1 more"):
        statements.read_camt(path, accounts=[SCHOOL])
    path.write_bytes(b"<x/>")
    with pytest.raises(DataError, match=r"no camt\.053"):
        statements.read_camt(path, accounts=[SCHOOL])


def test_a_huge_file_is_refused_by_its_size(tmp_path):
    path = tmp_path / "huge.xml"
    with path.open("wb") as stream:
        stream.truncate(2 * 1024**3)
    with pytest.raises(DataError, match="larger than"):
        statements.read_camt(path, accounts=[SCHOOL])


def test_an_offset_of_another_form_is_refused():
    with pytest.raises(ValueError, match="written like"):
        inspected(camt(), utc_offset="7")


def test_equal_entries_have_ids_of_their_own_and_the_same_ones_each_time():
    data = camt(statement(entry(), entry(), entry(amount="7")))
    ids = [one.id for one in inspected(data).entries]
    assert len(set(ids)) == 3
    assert ids == [one.id for one in inspected(data).entries]
    turned = camt(statement(entry(amount="7"), entry(), entry()))
    assert sorted(ids) == sorted(one.id for one in inspected(turned).entries)
