"""Exports that went wrong: each is a finding with line and column, and nothing is read.

All people, accounts and memos are invented.
"""

import csv
import io
import sys
import traceback
import zipfile
from datetime import UTC, date, datetime, time, timedelta, timezone

import attrs
import pytest
from openpyxl import Workbook

from cashless_edu_health import registry, statements
from cashless_edu_health.accounts import Account
from cashless_edu_health.errors import DataError, MissingExtraError
from cashless_edu_health.findings import Skipped
from cashless_edu_health.statements import Columns, Confidence, FileFormat, Layout

SEVEN = timezone(timedelta(hours=7))
# Put together here so that a traceback that shows this source does not count as a leak.
SECRET = "ZZ" + "SECRET" + "ZZ"
SCHOOL = Account("970436", "0071000123456")
CSV = Layout(
    name="bia-csv",
    bank="970436",
    thousands=".",
    decimal=",",
    time_formats=("%d/%m/%Y",),
    clock_formats=("%H:%M",),
    utc_offset="+07:00",
    blank_lines=True,
    account_labels=("Số tài khoản",),
    opening_labels=("Số dư đầu kỳ",),
    closing_labels=("Số dư cuối kỳ",),
    footers=("Tổng",),
    optional=("clock", "balance", "counterparty_name"),
    ignored=("STT",),
    source="invented",
    confidence=Confidence.SAMPLED,
    columns=Columns(
        booked_at="Ngày",
        clock="Giờ",
        credit="Có",
        debit="Nợ",
        memo=("Nội dung", "Diễn giải"),
        balance="Số dư",
        counterparty_name="Tên",
    ),
)
XLSX = attrs.evolve(CSV, name="bia-xlsx", format=FileFormat.XLSX)
HEAD = ["STT", "Ngày", "Giờ", "Có", "Nợ", "Số dư", "Nội dung"]
PLAIN = ["1", "01/11/2026", "08:05", "550.000", "", "650.000", SECRET]
OUT = ["2", "02/11/2026", "09:00", "", "50.000,00", "600.000", SECRET]
TOP = [["NGAN HANG BIA"], ["Số tài khoản:", SCHOOL.number], ["Số dư đầu kỳ: 100.000 VND"]]
TAIL = [["Tổng", "", "", "550.000", "50.000", "", ""], ["Số dư cuối kỳ", "600.000 đ"]]


def csv_file(*rows: list[object], delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([*TOP, HEAD, *rows, *TAIL])
    return text.getvalue().encode()


def xlsx(*rows: list[object], top: list[list[object]] | None = None) -> bytes:
    book = Workbook()
    for row in [*(TOP if top is None else top), HEAD, *rows, *TAIL]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def but(column: str, cell: object, row: list[object] | None = None) -> list[object]:
    return [cell if name == column else old for name, old in zip(HEAD, row or PLAIN, strict=True)]


def found(data: bytes, layout: Layout = CSV, account: Account | None = None) -> list[object]:
    inspection = statements.inspect_bytes(data, file="f", layout=layout, account=account)
    told = [(one.rule.id, one.path) for one in inspection.report.findings]
    if not inspection.report.ok:
        assert inspection.statements == ()
        with pytest.raises(DataError) as caught:
            statements.read_bytes(data, file="f", layout=layout, account=account)
        shown = f"{caught.value!s} {''.join(traceback.format_exception(caught.value))}"
        assert SECRET not in shown
        assert "550.000" not in shown
    return told


@pytest.mark.parametrize("data", [csv_file(PLAIN, [], OUT), xlsx(PLAIN, [], OUT)])
def test_the_table_that_is_right(data):
    layout = XLSX if data.startswith(b"PK") else CSV
    inspection = statements.inspect_bytes(data, file="f", layout=layout)
    (one,) = inspection.statements
    assert inspection.report.findings == ()
    assert inspection.report.checked == ("header", "lines", "balances")
    assert (one.account, one.opening, one.closing) == (SCHOOL, 100_000, 600_000)
    assert [(e.amount, e.booked_at) for e in one.entries] == [
        (550_000, datetime(2026, 11, 1, 8, 5, tzinfo=SEVEN)),
        (-50_000, datetime(2026, 11, 2, 9, 0, tzinfo=SEVEN)),
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # a cell too many before the day: every column moved by one
        ([["1", *PLAIN[:-1]]], [("ST-09", "line 5, Ngày"), ("ST-08", "line 5, Có")]),
        ([HEAD, PLAIN], [("ST-14", "line 5")]),
        ([PLAIN, HEAD, OUT], [("ST-14", "line 6")]),
        ([but("Có", "1.000.000,5")], [("ST-08", "line 5, Có")]),
        ([but("Có", "1.000.000,000")], [("ST-08", "line 5, Có")]),
        ([but("Có", "1,000,000")], [("ST-08", "line 5, Có")]),
        ([but("Có", "-550.000")], [("ST-08", "line 5, Có")]),
        ([but("Nợ", "-50.000", OUT)], [("ST-08", "line 5, Nợ")]),
        ([but("Có", "")], [("ST-16", "line 5, Có")]),
        ([but("Có", "0")], [("ST-16", "line 5, Có")]),
        ([but("Nợ", "5")], [("ST-16", "line 5, Có")]),
        ([but("Ngày", "")], [("ST-07", "line 5, Ngày")]),
        ([but("Ngày", "31/11/2026")], [("ST-09", "line 5, Ngày")]),
        ([but("Ngày", "2026-11-01")], [("ST-09", "line 5, Ngày")]),
        ([but("Ngày", "01/11/2026" + " " * 40 + "x")], [("ST-09", "line 5, Ngày")]),
        ([but("Giờ", "25:00")], [("ST-09", "line 5, Ngày")]),
        ([but("Giờ", "")], [("ST-09", "line 5, Ngày")]),
        ([but("Số dư", "nhiều")], [("ST-29", "line 5, Số dư")]),
        ([PLAIN[:-1]], [("ST-05", "line 5")]),
        # a total that no footer of the layout names is not taken for an entry
        ([PLAIN, ["Cộng", "", "", "550.000", "0", "", ""]], [("ST-07", "line 6, Ngày")]),
        ([PLAIN, ["Tổng phụ", *[""] * 6], OUT], [("ST-15", "line 7")]),
    ],
)
def test_a_broken_line_is_named_and_nothing_is_read(rows, expected):
    assert found(csv_file(*rows)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([but("Nội dung", "=HYPERLINK(1)")], [("ST-18", "line 5, Nội dung")]),
        ([but("Nội dung", date(2026, 11, 1))], [("ST-18", "line 5, Nội dung")]),
        ([but("Nội dung", 1.5)], [("ST-18", "line 5, Nội dung")]),
        ([but("Có", "=550000")], [("ST-08", "line 5, Có")]),
        ([but("Có", 550_000.5)], [("ST-08", "line 5, Có")]),
        ([but("Có", cell=True)], [("ST-08", "line 5, Có")]),
        ([but("Ngày", 46_327)], [("ST-09", "line 5, Ngày")]),
        ([but("Ngày", cell=True)], [("ST-09", "line 5, Ngày")]),
        ([but("Giờ", time(8, 5))], [("ST-09", "line 5, Ngày")]),
        ([[*PLAIN, "x"]], [("ST-05", "line 5")]),
    ],
)
def test_a_typed_cell_of_another_kind_is_named(rows, expected):
    assert found(xlsx(*rows), XLSX) == expected


def test_typed_cells_are_taken_as_they_are():
    row = [1, date(2026, 11, 1), "08:05", 550_000, None, 650_000.0, 123]
    (entry,) = statements.read_bytes(xlsx(row, OUT), file="f", layout=XLSX)[:1]
    assert (entry.amount, entry.remittance_information) == (550_000, "123")
    assert entry.booked_at == datetime(2026, 11, 1, 8, 5, tzinfo=SEVEN)
    assert entry.reported_time == "2026-11-01 08:05"


def test_the_time_as_written_is_kept_beside_the_moment():
    (entry,) = statements.read_bytes(csv_file(PLAIN, OUT), file="f", layout=CSV)[:1]
    assert entry.booked_at.tzinfo is UTC
    assert entry.booked_at == datetime(2026, 11, 1, 1, 5, tzinfo=UTC)
    assert entry.reported_time == "01/11/2026 08:05"


@pytest.mark.parametrize(
    ("top", "account", "expected"),
    [
        (TOP[:1], None, [("ST-19", "")]),
        (TOP[:1], SCHOOL, []),
        (TOP, Account("970436", "1"), [("ST-20", "line 2")]),
        (TOP, Account("970415", SCHOOL.number), [("ST-20", "line 2")]),
        (TOP[:1], Account("970415", SCHOOL.number), [("ST-20", "")]),
        ([["Số tài khoản", "?"]], None, [("ST-11", "line 1")]),
        ([["Số tài khoản", "?"]], SCHOOL, [("ST-20", "line 1")]),
        # a number in a cell has lost its leading zeros: it is held against the account, not taken
        ([["Số tài khoản", 71_000_123_456]], None, [("ST-11", "line 1")]),
        ([["Số tài khoản", 71_000_123_456]], SCHOOL, []),
        ([["Số tài khoản", 71_000_123_457]], SCHOOL, [("ST-20", "line 1")]),
        ([["Số tài khoản", "1"], ["Số tài khoản", "2"]], None, [("ST-20", "line 2")]),
        ([["Số tài khoản đối ứng", "1"], *TOP], None, []),
        ([["Số tài khoản"], *TOP], None, []),
        ([*TOP, *TOP], None, []),
        ([["Số tài khoản/ Account No. : 0071000123456"]], None, []),
        ([["Số tài khoản/ Account number", "", "0071000123456"]], None, []),
        ([["Số tài khoản 0071000123456 - VND"]], None, []),
    ],
)
def test_the_account_is_told_or_given_and_never_guessed(top, account, expected):
    layout = attrs.evolve(XLSX, opening_labels=(), closing_labels=())
    row = but("Số dư", "")
    assert found(xlsx(row, top=top), layout, account) == expected


def test_balances_around_the_table_are_amounts_too():
    bad = [*TOP[:2], ["Số dư đầu kỳ", SECRET]]
    assert found(xlsx(PLAIN, top=bad), XLSX) == [("ST-29", "line 3")]
    number = [*TOP[:2], ["Số dư đầu kỳ", 100_000]]
    assert found(xlsx(PLAIN, OUT, top=number), XLSX) == []


def test_an_opening_balance_may_stand_in_the_table():
    data = csv_file(["Số dư đầu kỳ", *["100.000"] * 6], PLAIN, OUT)
    assert found(data) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([PLAIN, but("Số dư", "600.001", OUT)], [("ST-30", "line 6")]),
        ([but("Số dư", "600.000", OUT), but("Số dư", "650.000")], []),
        ([PLAIN], [("ST-31", "")]),
        ([PLAIN, but("Số dư", "", OUT)], []),
    ],
)
def test_balances_that_do_not_follow_are_warnings(rows, expected):
    inspection = statements.inspect_bytes(csv_file(*rows), file="f", layout=CSV)
    assert [(one.rule.id, one.path) for one in inspection.report.findings] == expected
    assert len(inspection.entries) == len(rows)


def test_without_balances_nothing_is_said_of_them():
    data = csv_file(but("Số dư", "")).replace("Số dư đầu kỳ".encode(), b"x")
    report = statements.check_bytes(data, file="f", layout=CSV)
    assert report.skipped == (Skipped(check="balances", reason="no-balances"),)
    report = statements.check_bytes(csv_file(but("Có", "x")), file="f", layout=CSV)
    assert report.skipped == (Skipped(check="balances", reason="lines-broken"),)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", [("ST-13", "")]),
        (f"{SECRET},{SECRET}\n".encode(), [("ST-13", "")]),
        (csv_file(PLAIN).replace("Có".encode(), b"x"), [("ST-13", ""), ("ST-02", "line 4")]),
        (csv_file(PLAIN).replace(b"STT", b"x"), [("ST-03", "line 4, column 1")]),
        (csv_file(PLAIN).replace(b"STT", "Nợ".encode()), [("ST-04", "line 4")]),
        (csv_file(PLAIN).decode().encode("utf-16"), [("ST-01", "line 1")]),
        (csv_file(PLAIN) + b"\xff", [("ST-01", "line 8")]),
    ],
)
def test_headings_that_are_not_there_are_named(data, expected):
    assert found(data) == expected


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-16", "\t"), ("cp1258", ";"), ("utf-8-sig", ",")]
)
def test_the_encoding_is_the_layout_s(encoding, delimiter):
    plain = attrs.evolve(
        CSV,
        encoding=encoding,
        delimiter=delimiter,
        account_labels=("So TK",),
        opening_labels=(),
        closing_labels=(),
        footers=(),
        columns=Columns(booked_at="Ngay", credit="Vao", debit="Ra", memo="~noi dung", clock="Gio"),
        optional=("clock",),
    )
    # Windows writes tones behind their letters.
    name, memo = "N\u00f4\u0323i dung", "\u0110o\u0301ng ho\u0323c phi\u0301"
    lines = (["So TK", "1"], ["Ngay", "Vao", "Ra", name], ["01/11/2026", "5", "", memo])
    written = "\n".join(delimiter.join(line) for line in lines).encode(encoding)
    (entry,) = statements.read_bytes(written, file="f", layout=plain)
    assert (entry.amount, entry.remittance_information) == (5, memo)


def test_a_time_without_a_zone_needs_a_layout_that_gives_one():
    layout = registry.layout("cashless-csv")
    data = (
        b"credit_id,notification_id,bank,account,bank_ref,booked_at,amount,memo,source\n"
        b"C1,,VCB,0071,,2026-11-01T08:00:00,5,x,\n"
    )
    assert found(data, layout) == [("ST-09", "line 2, booked_at")]
    book = Workbook()
    book.active.append(["t", "n", "m", "b", "a"])
    book.active.append([date(2026, 11, 1), 5, "x", "970436", "0071"])
    out = io.BytesIO()
    book.save(out)
    naive = Layout(
        name="naive",
        format=FileFormat.XLSX,
        thousands="",
        time_formats=("iso8601",),
        utc_offset=None,
        source="invented",
        confidence=Confidence.OWN,
        columns=Columns(booked_at="t", amount="n", memo="m", bank="b", account="a"),
    )
    assert found(out.getvalue(), naive) == [("ST-09", "line 2, t")]


def test_a_line_of_another_account_than_the_given_one_is_named():
    layout = registry.layout("cashless-csv")
    data = (
        b"credit_id,notification_id,bank,account,bank_ref,booked_at,amount,memo,source\n"
        b"C1,,VCB,0071,,2026-11-01T08:00:00Z,5,x,\n"
        b"C2,,VCB,0072,,2026-11-01T08:00:00Z,5,x,\n"
    )
    assert found(data, layout, Account("970436", "0071")) == [("ST-20", "line 3")]
    entries = statements.read_bytes(data, file="f", layout=layout)
    assert [one.account.number for one in entries] == ["0071", "0072"]


def test_the_own_csv_may_name_virtual_account_and_counterparty():
    layout = registry.layout("cashless-csv")
    data = (
        b"credit_id,notification_id,bank,account,bank_ref,booked_at,amount,memo,source,"
        b"virtual_account,counterparty\n"
        b"C1,,VCB,0071,,2026-11-01T08:00:00Z,5,x,,VA1,LE THI MINH\n"
    )
    (entry,) = statements.read_bytes(data, file="f", layout=layout)
    assert (entry.virtual_account, entry.counterparty.name) == ("VA1", "LE THI MINH")
    assert entry.counterparty.account_number is None


def test_an_account_that_became_a_number_is_refused():
    layout = attrs.evolve(
        XLSX,
        account_labels=(),
        columns=attrs.evolve(XLSX.columns, account="Tên", counterparty_name=None),
        optional=("clock", "balance"),
    )
    book = Workbook()
    book.active.append([*HEAD, "Tên"])
    book.active.append([*PLAIN, 71_000_123_456])
    out = io.BytesIO()
    book.save(out)
    assert found(out.getvalue(), layout) == [("ST-11", "line 2, Tên")]


CHARGED = attrs.evolve(
    CSV, columns=attrs.evolve(CSV.columns, charges=("Phí", "Thuế")), negative_debits=True
)


@pytest.mark.parametrize(
    ("credit", "debit", "fee", "tax", "expected"),
    [
        ("550.000", "", "", "", 550_000),
        ("", "50.000", "", "", -50_000),
        ("", "-50.000", "-1.000", "-100", -51_100),
        ("", "", "-1.000", "", -1_000),
        ("", "", "", "12", 12),
        ("550.000", "", "-1.000", "", "ST-21"),
        ("", "5", "5", "", "ST-16"),
        ("", "", "", "", "ST-16"),
        ("", "x", "x", "", "ST-08"),
        ("", "9" * 13, "-1", "", "ST-08"),
    ],
)
def test_charges_are_moved_with_a_debit_or_alone(credit, debit, fee, tax, expected):
    head = [*HEAD, "Phí", "Thuế"]
    row = ["1", "01/11/2026", "08:05", credit, debit, "", "x", fee, tax]
    text = io.StringIO()
    csv.writer(text).writerows([*TOP[:2], head, row])
    data = text.getvalue().encode()
    if isinstance(expected, int):
        (entry,) = statements.read_bytes(data, file="f", layout=CHARGED)
        assert entry.amount == expected
    else:
        assert {one[0] for one in found(data, CHARGED)} == {expected}


MARKED = attrs.evolve(
    CSV,
    columns=Columns(booked_at="Ngày", amount="Tiền", mark="Dấu", memo="Nội dung"),
    optional=(),
    clock_formats=(),
    credit_marks=("C", "Có"),
    debit_marks=("D",),
)


@pytest.mark.parametrize(
    ("amount", "mark", "expected"),
    [
        ("5", "C", 5),
        ("5", "co", 5),
        ("5", "d", -5),
        ("5", "x", [("ST-17", "line 3, Dấu")]),
        ("5", "", [("ST-07", "line 3, Dấu")]),
        ("-5", "D", [("ST-08", "line 3, Tiền")]),
        ("", "D", [("ST-07", "line 3, Tiền")]),
    ],
)
def test_a_mark_gives_the_direction(amount, mark, expected):
    text = io.StringIO()
    csv.writer(text).writerows(
        [*TOP[1:2], ["Ngày", "Tiền", "Dấu", "Nội dung"], ["01/11/2026", amount, mark, "x"]]
    )
    data = text.getvalue().encode()
    if isinstance(expected, int):
        assert statements.read_bytes(data, file="f", layout=MARKED)[0].amount == expected
    else:
        assert found(data, MARKED) == expected


def test_without_the_extra_one_is_told_which(monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match=r"cashless-edu-health\[xlsx\]"):
        statements.check_bytes(xlsx(PLAIN), file="f", layout=XLSX)


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(f"xl/{name}.xml", data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 broken", "is not an XLSX file"),
        (b"", "is not an XLSX file"),
        (b"<html><table></table></html>", "is not an XLSX file"),
        (b"\xd0\xcf\x11\xe0 old", "save it as .xlsx"),
        (packed(bomb=b"0" * 10_000_000), "packed more than 100 to 1"),
        (packed(dtd=b"<!DOCTYPE x>"), "declares entities"),
        (packed(vbaProject=b"x"), "holds programs"),
        (packed(x=b"<x/>"), "is not a workbook that can be read"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_named(data, said):
    assert found(data, XLSX) == [("ST-22", "")]
    with pytest.raises(DataError, match=said):
        statements.read_bytes(data, file="f", layout=XLSX)


def test_the_sheet_is_the_only_one_in_use_or_the_named_one():
    book = Workbook()
    for row in [*TOP, HEAD, PLAIN, OUT, *TAIL]:
        book.active.append(row)
    book.create_sheet("Khác").append(["x"])
    out = io.BytesIO()
    book.save(out)
    assert found(out.getvalue(), XLSX) == [("ST-22", "")]
    assert found(out.getvalue(), attrs.evolve(XLSX, sheet="Sheet")) == []
    assert found(out.getvalue(), attrs.evolve(XLSX, sheet="Nào")) == [("ST-22", "")]
    assert found(out.getvalue(), attrs.evolve(XLSX, sheet="Khác")) == [("ST-13", "")]
    wide = Workbook()
    wide.active.append(["x"] * 501)
    out = io.BytesIO()
    wide.save(out)
    with pytest.raises(DataError, match="more than 500 columns"):
        statements.read_bytes(out.getvalue(), file="f", layout=XLSX)
    empty = io.BytesIO()
    Workbook().save(empty)
    assert found(empty.getvalue(), XLSX) == [("ST-13", "")]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"booked_at": ()}, "booked_at"),
        ({"memo": "#0"}, "a position is written like #3"),
        ({"memo": ""}, "a heading is empty"),
        ({"amount": "x"}, "the amount has one column"),
        ({"debit": None}, "the amount has one column"),
        ({"mark": "x"}, "a mark goes with an amount"),
        ({"memo": "Có"}, "one column is named for two things"),
    ],
)
def test_columns_that_contradict_each_other_are_refused(parts, words):
    with pytest.raises(ValueError, match=words):
        attrs.evolve(CSV.columns, **parts)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"optional": ("memo",)}, "that an entry can do without"),
        ({"optional": ("account",)}, "that an entry can do without"),
        ({"optional": ("nothing",)}, "that an entry can do without"),
        ({"bank": "x"}, "bank is a BIN"),
        ({"bank": None}, "the bank is that of the layout"),
        ({"decimal": "."}, "two separators"),
        ({"decimal": "'"}, "decimal"),
        ({"credit_marks": ("C",)}, "exactly when there is a mark"),
        ({"clock_formats": ()}, "exactly when there is a clock"),
        ({"header_row": 0}, "header_row"),
        ({"time_formats": ()}, "time_formats"),
    ],
)
def test_layouts_that_contradict_themselves_are_refused(parts, words):
    with pytest.raises(ValueError, match=words):
        attrs.evolve(CSV, **parts)


def test_more_layouts_that_contradict_themselves_are_refused():
    with pytest.raises(ValueError, match="a mark means one thing"):
        attrs.evolve(MARKED, debit_marks=("C",))
    with pytest.raises(ValueError, match="reference stands in one place"):
        attrs.evolve(
            MARKED,
            reference_behind_time=True,
            columns=attrs.evolve(MARKED.columns, bank_reference="x"),
        )
    by_place = Columns(booked_at="#1", amount="#2", memo="#3")
    with pytest.raises(ValueError, match="need header_row or header_words"):
        attrs.evolve(MARKED, columns=by_place, credit_marks=(), debit_marks=())
    with pytest.raises(ValueError, match="utc_offset is written like"):
        statements.zone_of("+7")
