"""The empty form, written and read back; everything that can be wrong with a returned one.

All institutions and figures are invented.
"""

import io
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.vn import mst

from cashless_edu_health import compliance, documents, intake, registry
from cashless_edu_health.documents import ColumnKind
from cashless_edu_health.documents._form_rows import tax_code_holds
from cashless_edu_health.errors import DataError, EncodeError, MissingExtraError
from cashless_edu_health.institutions import Institution, Sector
from cashless_edu_health.intake import CellKind, SheetCell, SheetLine
from cashless_edu_health.periods import calendar_year

FORMS = Path(__file__).parents[1] / "data" / "forms"


def form_of(key="DN24", year=2022):
    return documents.form(compliance.requirements(registry.plan(key), calendar_year(year)))


FORM = form_of()
KEYS = [column.key for column in FORM.columns]
GOOD = {
    "plan": "dong-nai-24-kh-ubnd-2022",
    "paid_from": "01/01/2022",
    "paid_to": "31/12/2022",
    "id": "S01",
    "name": "Trường Ví Dụ",
    "sector": "giáo dục",
    "type": "tiểu học",
    "reporter": "Trường Ví Dụ",
    "as_of": "31/12/2022",
    "version": "1",
}
SCHOOL = Institution(
    id="S01",
    name="Trường Ví Dụ",
    sector=Sector.EDUCATION,
    type="primary",
    codes={"ma_truong": "0075", "mst": "0100109106"},
)


def written(folder, *rows, keys=KEYS, above=(), name="bieu.csv", delimiter=","):
    lines = [*above, keys, *([row.get(key, "") for key in keys] for row in rows)]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    path = folder / name
    path.write_text(f"\ufeff{text}\r\n", encoding="utf-8", newline="")
    return path


def found(reading):
    return [(f.rule.id, f.path) for f in reading.report.findings]


def one(tmp_path, form=FORM, **cells):
    """The reading of a good row with some cells changed."""
    row = GOOD | {key.replace("__", "."): value for key, value in cells.items()}
    return documents.read_form(written(tmp_path, row), form)


def test_a_form_asks_what_the_plan_needs_and_for_no_person():
    assert [
        *("plan", "paid_from", "paid_to", "id"),
        *("code.ma_truong", "code.ma_cskcb", "code.ma_dinh_danh", "code.mst"),
        *("name", "sector", "type", "reporter", "as_of", "since", "version"),
        *("fact.digital_platform", "fact.cashless_in_use", "fact.payment_module_integrated"),
        *("fact.support_contact", "fact.support_staff"),
        *("method.bank_transfer", "method.card_pos", "method.direct_debit", "method.e_wallet"),
        *("method.mobile_money", "method.qr_payment", "method.qr_transfer"),
        *("method.web_payment", "method.web_transfer"),
        *("payments.cash.count", "payments.cash.value"),
        *("payments.cashless.count", "payments.cashless.value"),
    ] == KEYS
    staff = FORM.column("fact.support_staff")
    assert (staff.rows, staff.clauses, staff.sectors) == (
        ("DN24-D6",),
        ("DN24-D6 (IV.2.b.3)",),
        frozenset({Sector.HEALTH}),
    )
    assert staff.label("vi") == "Đã có hay chưa: nhân lực hướng dẫn, hỗ trợ"


def test_a_plan_that_asks_for_tuition_fees_and_tags_has_columns_for_them():
    asked = form_of("DT153")
    assert asked.column("method.qr_transfer").words("vi") == (
        *("có", "không", "chỉ cho học phí", "có, cho khoản khác"),
    )
    assert asked.column("tier").choices == ("commune", "district", "provincial")
    assert {"fee.cash", "fee.card_pos"} <= {column.key for column in asked.columns}
    assert form_of("XL83", 2025).column("tag.examination_treatment").kind is ColumnKind.YES_NO
    assert form_of("XL83", 2025).column("fact.acceptance_point") is None


def test_a_plan_that_asks_for_payers_and_plain_kinds_of_its_own_has_columns_for_them():
    table = {
        "id": "one",
        "title": "x",
        "issuer": "x",
        "level": "province",
        "area": "x",
        "period": {"from": "2022-01-01", "to": "2022-12-31"},
        "source": {"kind": "official_text", "complete": True},
        "targets": [
            {
                "id": "T1",
                "cite": "I",
                "quote": "x",
                "force": "must",
                "pop": {"entity": "institution", "sector": "health", "area_class": "suburban"},
                "measure": {"share_of": "payers", "where": "cashless"},
                "schedule": [{"period": 2022, "at_least": "50%"}],
            }
        ],
    }
    plan = documents.plan_from_table(table, vocabulary=registry.vocabulary(), file="one")
    asked = documents.form(compliance.requirements(plan, calendar_year(2022)))
    assert asked.column("area_class").words("vi") == ("nông thôn", "thành thị", "suburban")
    assert [column.key for column in asked.columns[-2:]] == ["payers.total", "payers.cashless"]
    assert asked.columns[-1].sectors == frozenset({Sector.HEALTH})


def test_a_form_asks_about_a_period():
    with pytest.raises(ValueError, match="asks about a period"):
        documents.form(compliance.requirements(registry.plan("DN24")))


@pytest.mark.parametrize("write", [documents.write_form_csv, documents.write_form_xlsx])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_empty_form_read_back_lacks_only_what_institutions_fill_in(tmp_path, write, lang):
    text = write(FORM, [SCHOOL], lang=lang)
    path = tmp_path / ("bieu.xlsx" if isinstance(text, bytes) else "bieu.csv")
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    reading = documents.read_form(path, FORM)
    assert found(reading) == [("FRM-08", "line 3, reporter"), ("FRM-08", "line 3, as_of")]


@pytest.mark.parametrize("write", [documents.write_form_csv, documents.write_form_xlsx])
def test_one_form_is_one_file(write):
    assert write(FORM, [SCHOOL]) == write(FORM, [SCHOOL])


def test_the_csv_opens_in_vietnamese_and_runs_nothing():
    live = Institution(id="=1+1", name="=CMD()", sector=Sector.EDUCATION, type="primary")
    text = documents.write_form_csv(FORM, [live])
    assert text.startswith("\ufeffKế hoạch (không sửa),")
    assert "'=1+1" in text
    assert "'=CMD()" in text


def test_a_form_for_nobody_in_particular_has_one_row_to_fill_in():
    rows = documents.write_form_csv(FORM).splitlines()
    assert rows[2] == f"dong-nai-24-kh-ubnd-2022,01/01/2022,31/12/2022{',' * (len(KEYS) - 3)}"
    assert len(rows) == 3


def test_the_workbook_has_lists_types_clauses_and_a_guide():
    book = openpyxl.load_workbook(io.BytesIO(documents.write_form_xlsx(FORM, [SCHOOL])))
    assert book.sheetnames == ["bieu", "huong-dan"]
    page = book["bieu"]
    row = {key: page.cell(3, place).value for place, key in enumerate(KEYS, start=1)}
    assert row["code.ma_truong"] == "0075"
    assert row["paid_from"] == datetime(2022, 1, 1)  # noqa: DTZ001 - a workbook has no zones
    assert (row["sector"], row["type"], row["version"]) == ("giáo dục", "tiểu học", 1)
    assert page.freeze_panes == "J3"
    platform = KEYS.index("fact.digital_platform") + 1
    assert page.cell(1, platform).comment.text == "Căn cứ: DN24-Q1 (II.5.a); DN24-Q2 (II.5.a)"
    lists = {v.formula1 for v in page.data_validations.dataValidation if v.type == "list"}
    assert {'"có,không"', '"giáo dục,y tế"'} < lists
    assert any("mầm non,tiểu học," in words for words in lists)
    assert book["huong-dan"]["A2"].value.startswith("Cột tô đậm nền vàng phải điền")


def test_a_name_that_no_workbook_can_hold_is_not_written():
    odd = Institution(id="a", name="A\x00", sector=Sector.HEALTH, type="hospital")
    with pytest.raises(EncodeError, match=r"^name: a character that no workbook can hold$"):
        documents.write_form_xlsx(FORM, [odd])


def test_a_returned_row_says_what_stands_in_it(tmp_path):
    reading = one(
        tmp_path,
        code__ma_truong="75-0001",
        fact__digital_platform="Có",
        fact__support_contact="KHÔNG",
        fact__support_staff="  ",
        code__mst="\u00a0",
        method__qr_transfer="yes",
        payments__cash__count="1.250",
        payments__cash__value="1,000,000",
        as_of="2022-11-30",
        since="1/9/2022",
    )
    assert found(reading) == []
    (row,) = reading.returns
    assert {key: value for key, value in row.answers.items() if value is not None} == {
        "plan": "dong-nai-24-kh-ubnd-2022",
        "paid_from": date(2022, 1, 1),
        "paid_to": date(2022, 12, 31),
        "id": "S01",
        "code.ma_truong": "75-0001",
        "name": "Trường Ví Dụ",
        "sector": "education",
        "type": "primary",
        "reporter": "Trường Ví Dụ",
        "as_of": date(2022, 11, 30),
        "since": date(2022, 9, 1),
        "version": 1,
        "fact.digital_platform": True,
        "fact.support_contact": False,
        "method.qr_transfer": "yes",
        "payments.cash.count": 1250,
        "payments.cash.value": 1_000_000,
    }
    assert (row.line, row.version, row.as_of) == (2, 1, date(2022, 11, 30))
    assert row.family("fact.") == {"digital_platform": True, "support_contact": False}


@pytest.mark.parametrize(
    ("column", "cell", "rule"),
    [
        *(("fact.digital_platform", word, "FRM-09") for word in ("x", "1", "chưa", "true,")),
        *(
            ("payments.cash.count", word, "FRM-10")
            for word in ("1.000.000,5", "1,250", "12.5", "1 000", "-5", "+5", "1e6", "１２", "1.00")
        ),
        *(
            ("as_of", word, "FRM-11")
            for word in ("31-12-2022", "31/12/22", "31/02/2022", "44926", "20221231", "12/2022")
        ),
        ("sector", "trường", "FRM-12"),
        ("type", "Trường làng", "FRM-12"),
        ("method.qr_transfer", "tuition", "FRM-12"),
        ("name", "=1+1", "FRM-13"),
        ("payments.cash.count", " =SUM(A1:A9)", "FRM-13"),
        ("code.ma_truong", "75 0001", "FRM-15"),
        ("code.ma_truong", "7" * 41, "FRM-15"),
        ("since", "01/01/2023", "FRM-18"),
        ("as_of", "01/01/2023", "FRM-18"),
        ("name", "x" * 301, "FRM-22"),
        *((key, "", "FRM-08") for key in ("plan", "paid_from", "name", "version", "reporter")),
        ("id", "", "FRM-19"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_of_the_file_is_used(tmp_path, column, cell, rule):
    reading = documents.read_form(written(tmp_path, GOOD | {column: cell}), FORM)
    assert rule in [rule for rule, _ in found(reading)]
    assert reading.returns == ()
    if rule not in ("FRM-18", "FRM-19"):
        assert (rule, f"line 2, {column}") in found(reading)


@pytest.mark.parametrize("count,value", [("", "1"), ("1", "")])  # noqa: PT006
def test_number_and_amount_are_both_known_or_neither(tmp_path, count, value):
    reading = one(tmp_path, payments__cash__count=count, payments__cash__value=value)
    assert found(reading) == [("FRM-16", "line 2, payments.cash.value")]


def test_an_amount_needs_a_payment(tmp_path):
    reading = one(tmp_path, payments__cash__count="0", payments__cash__value="5")
    assert found(reading) == [("FRM-17", "line 2, payments.cash.value")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"fee__card_pos": "1,1%", "method__card_pos": "có"}, []),
        ({"fee__cash": "0"}, []),
        ({"fee__card_pos": "2200+0.5%", "method__card_pos": "chỉ cho học phí"}, []),
        ({"fee__card_pos": "miễn phí", "method__card_pos": "có"}, ["FRM-20"]),
        ({"fee__card_pos": "3.300", "method__card_pos": "có"}, ["FRM-20"]),
        ({"fee__card_pos": "3300", "method__card_pos": "không"}, ["FRM-25"]),
        ({"fee__card_pos": "3300"}, ["FRM-25"]),
    ],
)
def test_charges_are_those_of_methods_that_are_offered(tmp_path, cells, expected):
    asked = form_of("DT153")
    row = GOOD | {"plan": asked.plan_id} | {k.replace("__", "."): v for k, v in cells.items()}
    keys = [column.key for column in asked.columns]
    reading = documents.read_form(written(tmp_path, row, keys=keys), asked)
    assert [rule for rule, _ in found(reading)] == expected


def test_a_tax_code_with_a_wrong_check_digit_is_a_warning(tmp_path):
    reading = one(tmp_path, code__mst="0100109107")
    assert found(reading) == [("FRM-24", "line 2, code.mst")]
    assert len(reading.returns) == 1


@given(st.from_regex(r"[0-9]{10}(-?[0-9]{3})?", fullmatch=True))
def test_the_check_digit_of_a_tax_code_is_python_stdnums(code):
    plain = mst.compact(code)
    assert tax_code_holds(code) is (mst.calc_check_digit(plain) == plain[9])


@pytest.mark.parametrize(
    ("keys", "rule", "path"),
    [
        ([*KEYS, "fact.digital_platfrom"], "FRM-03", f"line 1, cell {len(KEYS) + 1}"),
        ([*KEYS, "Nguyễn Văn A"], "FRM-03", f"line 1, cell {len(KEYS) + 1}"),
        ([*KEYS, "id"], "FRM-04", "line 1"),
        ([key for key in KEYS if key != "since"], "FRM-05", "line 1"),
        ([key for key in KEYS if key != "as_of"], "FRM-02", ""),
    ],
)
def test_a_form_has_its_own_columns_and_no_others(tmp_path, keys, rule, path):
    reading = documents.read_form(written(tmp_path, GOOD, keys=keys), FORM)
    assert found(reading) == [(rule, path)]
    assert "Nguyễn" not in str([f.message("vi") for f in reading.report.findings])


def test_without_the_form_that_was_sent_out_any_key_that_some_form_has_is_a_column(tmp_path):
    keys = [*KEYS, "fact.anything", "fee.card_pos", "payers.total@tuition", "tier"]
    row = GOOD | {"fact.anything": "có", "tier": "tỉnh", "method.qr_transfer": "tuition"}
    reading = documents.read_form(written(tmp_path, row, keys=keys))
    assert found(reading) == []
    assert reading.returns[0].answers["method.qr_transfer"] == "tuition"
    bad = documents.read_form(written(tmp_path, GOOD, keys=[*KEYS, "facts.anything"]))
    assert found(bad) == [("FRM-03", f"line 1, cell {len(KEYS) + 1}")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("above", [[], [["Biểu thu thập; số liệu"], ["nhãn, có dấu phẩy"]]])
def test_labels_above_and_any_delimiter_of_a_spreadsheet_are_read(tmp_path, delimiter, above):
    path = written(tmp_path, GOOD, above=above, delimiter=delimiter)
    assert found(documents.read_form(path, FORM)) == []


def test_a_second_header_a_shifted_row_and_no_rows_at_all_are_named(tmp_path):
    again = dict(zip(KEYS, KEYS, strict=True))
    path = written(tmp_path, GOOD, again, GOOD)
    assert found(documents.read_form(path, FORM)) == [("FRM-07", "line 3")]
    path.write_text(f"{','.join(KEYS)}\n{',' * len(KEYS)}x\n", encoding="utf-8")
    assert found(documents.read_form(path, FORM)) == [("FRM-06", "line 2")]
    path.write_text(",".join(KEYS), encoding="utf-8")
    assert found(documents.read_form(path, FORM)) == [("FRM-23", "")]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("bieu.csv", b"\xff\xfe\x00", "is not utf-8-sig"),
        ("bieu.csv", b'plan,as_of\n"a"x,', "is not CSV"),
        ("bieu.xls", b"", "neither .csv nor .xlsx"),
        ("bieu.xlsx", b"PK", "is not an XLSX file"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_finding(tmp_path, name, data, reason):
    (tmp_path / name).write_bytes(data)
    reading = documents.read_form(tmp_path / name, FORM)
    (finding,) = reading.report.findings
    assert finding.rule.id == "FRM-01"
    assert reason in finding.message("vi")


def test_no_finding_repeats_what_stands_in_a_cell(tmp_path):
    row = dict.fromkeys(KEYS, "ZZSECRETZZ tên người")
    reading = documents.read_form(written(tmp_path, row), FORM)
    shown = str(reading.report) + "".join(f.message("vi") for f in reading.report.findings)
    assert len(reading.report.findings) > 20
    assert "ZZSECRETZZ" not in shown


# Workbooks


def workbook(edit=id, sheet="bieu"):
    book = openpyxl.load_workbook(io.BytesIO(documents.write_form_xlsx(FORM, [SCHOOL])))
    page = book["bieu"]
    for key, value in {"reporter": "Trường Ví Dụ", "as_of": date(2022, 12, 31)}.items():
        page.cell(3, KEYS.index(key) + 1).value = value
    edit(page)
    page.title = sheet
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell(key, value):
    def edit(page):
        page.cell(3, KEYS.index(key) + 1).value = value

    return edit


@pytest.mark.parametrize(
    ("key", "value", "answer"),
    [
        ("fact.digital_platform", True, True),
        ("fact.digital_platform", "không", False),
        ("payments.cash.count", None, None),
        ("as_of", datetime(2022, 11, 30), date(2022, 11, 30)),  # noqa: DTZ001
        ("as_of", "30/11/2022", date(2022, 11, 30)),
        ("version", 2.0, 2),
    ],
)
def test_typed_cells_are_answers(tmp_path, key, value, answer):
    path = tmp_path / "bieu.xlsx"
    path.write_bytes(workbook(cell(key, value)))
    reading = documents.read_form(path, FORM)
    assert found(reading) == []
    assert reading.returns[0].answers[key] == answer


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("payments.cash.count", "=1+1", "FRM-13"),
        ("payments.cash.count", "#N/A", "FRM-13"),
        ("payments.cash.count", 1.5, "FRM-10"),
        ("payments.cash.count", -1, "FRM-10"),
        ("payments.cash.count", True, "FRM-10"),
        ("payments.cash.count", date(2022, 1, 1), "FRM-10"),
        ("as_of", datetime(2022, 1, 1, 9), "FRM-13"),  # noqa: DTZ001
        ("code.ma_truong", 75, "FRM-15"),
        ("id", 1, "FRM-22"),
        ("sector", 1, "FRM-12"),
        ("fact.digital_platform", 1, "FRM-09"),
    ],
)
def test_a_cell_of_another_type_is_refused(tmp_path, key, value, rule):
    path = tmp_path / "bieu.xlsx"
    path.write_bytes(workbook(cell(key, value)))
    assert found(documents.read_form(path, FORM))[0] == (rule, f"line 3, {key}")


def test_merged_cells_and_cells_beyond_the_form_are_refused(tmp_path):
    path = tmp_path / "bieu.xlsx"
    path.write_bytes(workbook(lambda page: page.merge_cells("A3:B3")))
    assert found(documents.read_form(path, FORM)) == [("FRM-14", "")]
    path.write_bytes(workbook(lambda page: page.cell(3, len(KEYS) + 2, "x")))
    assert found(documents.read_form(path, FORM)) == [("FRM-06", "line 3")]


def repacked(data, name, change):
    """The workbook with one part changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, change(old.read(name) if name in old.namelist() else b""))
    return out.getvalue()


PAGE = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (lambda d: repacked(d, "xl/media/x.bin", lambda _: b"\0" * 10**7), "packed more than 100"),
        (lambda d: repacked(d, "xl/vbaProject.bin", lambda _: b"x"), "holds programs"),
        (lambda d: repacked(d, "xl/externalLinks/e.xml", lambda _: b"x"), "holds programs"),
        (lambda d: repacked(d, PAGE, lambda t: b"<!DOCTYPE x>" + t), "declares entities"),
        (lambda d: repacked(d, PAGE, lambda t: t.decode().encode("utf-16")), "declares entities"),
        (lambda d: repacked(d, PAGE, lambda t: t.replace(b' r="3"', b' r="99999999999"')), "rows"),
        (lambda d: repacked(d, PAGE, lambda t: t[:-40]), "can be read"),
        (lambda d: d[: len(d) // 2], "is not an XLSX file"),
        (lambda _: b"", "is not an XLSX file"),
        (lambda _: workbook(sheet="khac"), "has no sheet 'bieu'"),
        (lambda _: workbook(lambda p: p.parent.create_sheet("x")), "a sheet that is not of"),
        (lambda _: workbook(lambda p: p.cell(3, 501, "x")), "more than 500 columns"),
        (lambda _: workbook(lambda p: p.cell(100_001, 1, "x")), "more than 100000 rows"),
    ],
)
def test_hostile_workbooks_are_refused(data, reason):
    with pytest.raises(DataError, match=reason):
        intake.xlsx_sheet(data(workbook()), file="f.xlsx", sheet="bieu", beside=("huong-dan",))


def test_a_workbook_of_too_many_or_too_large_parts_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(201):
            archive.writestr(f"{number}", b"")
    with pytest.raises(DataError, match="more than 200 parts"):
        intake.xlsx_sheet(out.getvalue(), file="f.xlsx", sheet="bieu")
    big = bytearray(repacked(workbook(), "xl/media/x.bin", lambda _: b"x"))
    with zipfile.ZipFile(io.BytesIO(bytes(big))) as archive:
        part = archive.getinfo("xl/media/x.bin")
    entry = big.rindex(b"xl/media/x.bin") - 46
    big[entry + 24 : entry + 28] = (2**31).to_bytes(4, "little")
    assert part.file_size == 1
    with pytest.raises(DataError, match="larger than 104857600 bytes"):
        intake.xlsx_sheet(bytes(big), file="f.xlsx", sheet="bieu")


def test_a_sheet_is_its_rows_with_their_numbers():
    book = openpyxl.Workbook()
    book.active["B2"] = "x"
    book.active["A4"] = 7
    out = io.BytesIO()
    book.save(out)
    sheet = intake.xlsx_sheet(out.getvalue(), file="f.xlsx", sheet="Sheet")
    assert sheet.lines == (
        SheetLine(2, (SheetCell(CellKind.EMPTY), SheetCell(CellKind.TEXT, "x"))),
        SheetLine(4, (SheetCell(CellKind.NUMBER, 7),)),
    )
    assert sheet.merged is False


def test_the_returned_folder_holds_every_trouble():
    readings = [documents.read_form(path) for path in sorted((FORMS / "returned").iterdir())]
    assert len(readings) == 12
    assert {r.file: len(r.returns) for r in readings if len(r.returns) != 1} == {
        "07-phong-giao-duc.csv": 3,
        "10-nhieu-loi.csv": 0,
        "11-truong-8-doi-ma.csv": 2,
    }
    (bad,) = [r for r in readings if not r.report.ok]
    assert found(bad) == [
        ("FRM-11", "line 3, as_of"),
        ("FRM-09", "line 3, fact.digital_platform"),
        ("FRM-10", "line 3, payments.cash.value"),
        ("FRM-15", "line 4, code.mst"),
        ("FRM-08", "line 4, version"),
        ("FRM-13", "line 4, payments.cash.count"),
        ("FRM-07", "line 5"),
        ("FRM-06", "line 6"),
        ("FRM-12", "line 7, type"),
        ("FRM-18", "line 7, as_of"),
        ("FRM-16", "line 7, payments.cashless.value"),
        ("FRM-17", "line 8, payments.cash.value"),
        ("FRM-24", "line 8, code.mst"),
    ]


@pytest.mark.parametrize(
    ("module", "call"),
    [
        ("xlsxwriter", lambda: documents.write_form_xlsx(FORM)),
        ("openpyxl", lambda: intake.xlsx_sheet(b"", file="f.xlsx", sheet="bieu")),
    ],
)
def test_without_the_extra_its_name_is_told(monkeypatch, module, call):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=r"cashless-edu-health\[xlsx\]"):
        call()


def test_purposes_of_payments_that_overlap_make_no_form():
    measure = {"share_of": "transactions", "weight": "count", "where": "cashless"}
    shared = {"pop": "edu", "force": "must", "cite": "I", "quote": "x"}
    when = {"schedule": [{"period": 2022, "at_least": "50%"}]}
    table = {
        "id": "one",
        "title": "x",
        "issuer": "x",
        "level": "province",
        "area": "x",
        "period": {"from": "2022-01-01", "to": "2022-12-31"},
        "source": {"kind": "official_text", "complete": True},
        "targets": [
            {"id": "T1", "measure": measure, "purposes": ["tuition"], **shared, **when},
            {"id": "T2", "measure": measure, "purposes": ["tuition", "meals"], **shared, **when},
        ],
    }

    def asked(targets):
        plan = documents.plan_from_table(
            table | {"targets": targets}, vocabulary=registry.vocabulary(), file="one"
        )
        return documents.form(compliance.requirements(plan, calendar_year(2022)))

    with pytest.raises(ValueError, match="purposes that overlap"):
        asked(table["targets"])
    keys = [column.key for column in asked(table["targets"][1:]).columns]
    assert keys[-4:] == [
        *("payments.cash.count@meals+tuition", "payments.cash.value@meals+tuition"),
        *("payments.cashless.count@meals+tuition", "payments.cashless.value@meals+tuition"),
    ]
    label = asked(table["targets"][1:]).columns[-1].label("vi")
    assert label.endswith("(không kể thu hộ): Tiền ăn, Học phí")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"payers.total": "5", "payers.cashless": "6"}, ["FRM-21"]),
        ({"payers.total": "5", "payers.cashless": ""}, ["FRM-16"]),
        ({"payers.total": "5", "payers.cashless": "5"}, []),
        (
            {
                "payments.cash.count": "5",
                "payments.cash.value": "90",
                "payments.cash.count@tuition": "6",
                "payments.cash.value@tuition": "50",
            },
            ["FRM-21"],
        ),
        (
            {
                "payments.cash.count": "5",
                "payments.cash.value": "90",
                "payments.cash.count@tuition": "5",
                "payments.cash.value@tuition": "50",
            },
            ["FRM-17"],
        ),
    ],
)
def test_a_part_is_not_more_than_the_whole(tmp_path, cells, expected):
    path = written(tmp_path, GOOD | cells, keys=list(dict.fromkeys((*KEYS, *cells))))
    assert [rule for rule, _ in found(documents.read_form(path))] == expected
