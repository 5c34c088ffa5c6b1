"""The four formats: what is written is read back, and looks the same on every machine."""

import io
import sys
import unicodedata
import zipfile
from datetime import date, datetime
from fractions import Fraction

import docx
import openpyxl
import pytest
from attrs import evolve
from lxml import etree

from cashless_edu_health import documents, reports
from cashless_edu_health.errors import MissingExtraError
from cashless_edu_health.reports import Column, ColumnKind, Paragraph, Section, Share, Style, Table

AS_OF = date(2024, 12, 10)


def document(*blocks, lang="vi", **more):
    parts = (Section(heading="I. Phần", blocks=blocks),)
    return reports.Document(lang=lang, title="Báo cáo", sections=parts, **more)


def one_row(cell, kind=ColumnKind.TEXT):
    return Table(name="Bảng", columns=(Column("Cột", kind),), rows=((cell,),))


def width(line):
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in line
    )


def full(made, lang="vi"):
    books = made.books()
    return (
        made.full_report(lang),
        reports.reconciliation_report(books, as_of=AS_OF, lang=lang),
    )


def every_text(written):
    """All texts of a document, as the writers get them."""
    yield from (written.title, written.about, *(line.text for line in written.lines))
    for part in written.sections:
        yield part.heading
        for block in part.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            elif isinstance(block, Table):
                yield from (column.name for column in block.columns if block.rows)
                yield from (c for row in block.rows for c in row if isinstance(c, str) and c)
                yield from () if block.rows else (block.empty,)


# The model


def test_a_row_has_a_cell_for_each_column():
    with pytest.raises(ValueError, match="another number of cells"):
        Table(name="T", columns=(Column("a"),), rows=((1, 2),))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Nguyễn", "Nguyễn"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\tb", "a b"),
        ("\x1b[31mx\x9b\x07\x00", "\ufffd[31mx\ufffd\ufffd\ufffd"),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("\ud800\ufffe", "\ufffd\ufffd"),
    ],
)
def test_what_nothing_shows_never_gets_into_a_document(given, kept):
    written = document(Paragraph(given), one_row(given))
    (part,) = written.sections
    assert (part.blocks[0].text, part.blocks[1].rows[0][0]) == (kept, kept)


# Text


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_text_fits_its_columns(made, lang, columns):
    for written in full(made, lang):
        lines = reports.as_text(written, width=columns).splitlines()
        assert max(map(width, lines)) <= columns
        assert all(line == line.rstrip() for line in lines)


def test_text_holds_every_word_of_the_report(made):
    for written in full(made):
        text = " ".join(reports.as_text(written, width=1000).split())
        missing = [one for one in every_text(written) if " ".join(one.split()) not in text]
        missing = [one for one in missing if "\n" not in one and one != written.title]
        assert missing == []


def test_a_terminal_that_is_too_narrow_is_refused():
    with pytest.raises(ValueError, match="at least 40 columns"):
        reports.as_text(document(), width=39)


def test_figures_stand_under_each_other_and_words_break_between_words():
    rows = ((f"{'chữ ' * 12}".strip(), 1), ("ngắn", 1_250_000))
    columns = (Column("Tên", width=20), Column("Tiền", ColumnKind.MONEY))
    text = reports.as_text(document(Table(name="T", columns=columns, rows=rows)), width=40)
    lines = text.splitlines()
    assert [line[-9:] for line in lines if line.endswith(("1", "000"))] == [
        "        1",
        "1.250.000",
    ]
    assert all(word == "chữ" for line in lines if "chữ" in line for word in line.split()[:-1])


def test_wide_letters_and_marks_are_counted_as_a_terminal_draws_them():
    text = reports.as_text(document(Paragraph("中" * 30 + " " + "e\u0301x" * 3)), width=40)
    assert max(map(width, text.splitlines())) <= 40


def test_a_table_that_does_not_fit_becomes_records():
    columns = tuple(Column(f"Cột {n}", width=30) for n in range(4))
    long = "chữ " * 20
    rows = ((long, "b", "", long), (long, long, long, "h"))
    text = reports.as_text(document(Table(name="T", columns=columns, rows=rows)), width=60)
    assert "\nCột 1: b\nCột 3: chữ" in text
    assert "\n\nCột 0: chữ" in text
    assert text.endswith("Cột 3: h\n\n")


def test_bars_are_drawn_to_scale():
    bars = (
        reports.Bar(label="nửa", value=Share(Fraction(1, 2)), mark=Share(Fraction(1))),
        reports.Bar(label="hơn", value=Share(Fraction(3, 2))),
        reports.Bar(label="không", value=None),
    )
    chart = reports.BarChart(
        title="T", name="T", label_name="L", value_name="V", mark_name="M", bars=bars
    )
    lines = reports.as_text(document(chart)).splitlines()
    assert [line.count("█") for line in lines if line.startswith("  ")] == [15, 30, 0]
    assert "(M: 100,00\u00a0%)" in "\n".join(lines)
    assert "chưa rõ" in "\n".join(lines)


# XLSX


def book_of(written):
    return openpyxl.load_workbook(io.BytesIO(reports.as_xlsx(written)))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_view_is_a_sheet_with_frozen_headings_and_typed_cells(made, lang):
    for written in full(made, lang):
        book = book_of(written)
        tables = [b for s in written.sections for b in s.blocks if not isinstance(b, Paragraph)]
        assert len(book.sheetnames) == 1 + len(tables)
        assert len({name.lower() for name in book.sheetnames}) == len(book.sheetnames)
        for page, table in zip(book.worksheets[1:], tables, strict=True):
            assert page.freeze_panes == "B3"
            if not isinstance(table, Table) or not table.rows:
                continue
            assert [c.value for c in page[2]] == [column.name for column in table.columns]
            for cells, row in zip(page.iter_rows(min_row=3), table.rows, strict=False):
                for cell, value in zip(cells, row, strict=True):
                    assert_typed(cell, value)


def assert_typed(cell, value):
    match value:
        case None | "":
            assert cell.value in (None, "")
        case Share():
            assert cell.data_type == "n"
            assert abs(cell.value - float(value.value)) < 1e-12
            assert cell.number_format.startswith("0.00")
        case reports.Answer():
            assert (cell.data_type, cell.value) == ("s", value.text)
        case int():
            assert (cell.data_type, cell.value) == ("n", value)
            assert cell.number_format == "#,##0"
        case date():
            assert cell.value == datetime(value.year, value.month, value.day)  # noqa: DTZ001
            assert cell.number_format == "dd/mm/yyyy"
        case _:
            assert (cell.data_type, cell.value) == ("s", value)


def test_a_share_just_below_its_bound_never_shows_as_the_bound():
    share = Share(Fraction(999_999, 2_000_000), Fraction(1, 2))
    cell = book_of(document(one_row(share, ColumnKind.SHARE))).worksheets[1]["A3"]
    assert (cell.number_format, share.percent("vi")) == ("0.00000%", "49,99995")


@pytest.mark.parametrize(
    ("cell", "kind", "kept"),
    [
        (10**15, ColumnKind.MONEY, "1.000.000.000.000.000"),
        (10**15 - 1, ColumnKind.MONEY, 10**15 - 1),
        (date(1890, 5, 6), ColumnKind.DATE, "06/05/1890"),
        ("x" * 40_000, ColumnKind.TEXT, "x" * 32_767),
    ],
)
def test_what_a_spreadsheet_would_spoil_is_written_as_text(cell, kind, kept):
    assert book_of(document(one_row(cell, kind))).worksheets[1]["A3"].value == kept


def test_the_sheet_of_words_names_the_sheets_and_marks_the_blanks(made):
    page = book_of(made.full_report())["Lời báo cáo"]
    words = {row[0].value: row[0].fill.start_color.rgb for row in page.iter_rows()}
    assert words["[CHƯA ĐIỀN: giải pháp thực hiện]"] == "FFFFF1B8"
    assert words["→ xem trang tính «Chỉ tiêu»"] == "00000000"
    named = [text[18:-1] for text in words if text and text.startswith("→")]
    assert set(named) == set(book_of(made.full_report()).sheetnames[1:])


def test_a_chart_without_values_is_an_empty_sheet():
    chart = reports.BarChart(title="T", name="T", label_name="L", value_name="V", bars=())
    assert book_of(document(chart)).worksheets[1]["A2"].value == "L"


# DOCX


def file_of(written):
    return docx.Document(io.BytesIO(reports.as_docx(written)))


def paragraphs(file):
    """Every paragraph, those of tables among them, in the order of the file."""
    for element in file.element.body.iter("{*}p"):
        yield docx.text.paragraph.Paragraph(element, file)


def find(file, text):
    return next(p for p in paragraphs(file) if text in p.text)


def test_the_word_file_has_the_form_of_an_administrative_report(made):
    """Decree 30/2020/NĐ-CP, Appendix I, part I, sections I, II and V."""
    file = file_of(made.full_report())
    page = file.sections[0]
    mm = [round(value.mm) for value in (page.page_width, page.page_height)]
    assert mm == [210, 297]
    assert 20 <= page.top_margin.mm <= 25
    assert 20 <= page.bottom_margin.mm <= 25
    assert 30 <= page.left_margin.mm <= 35
    assert 15 <= page.right_margin.mm <= 20
    wanted = {
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (12, True, False),
        "Độc lập - Tự do - Hạnh phúc": (13, True, False),
        "UBND TỈNH BỊA": (12, False, False),
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO": (12, True, False),
        "Số: 07/BC-SGDĐT": (13, False, False),
        "Bịa, ngày 05 tháng 01 năm 2025": (13, False, True),
        "BÁO CÁO": (14, True, False),
        "Kết quả thực hiện văn bản số": (14, True, False),
        "Kính gửi:": (14, False, False),
        "- Ủy ban nhân dân tỉnh;": (14, False, False),
        "- Sở Thông tin.": (14, False, False),
        "I. CÁC NHIỆM VỤ ĐÃ TRIỂN KHAI": (14, True, False),
        "Đã hướng dẫn các trường.": (14, False, False),
        "Nơi nhận:": (12, True, True),
        "- Như trên;": (11, False, False),
        "- Các phòng;": (11, False, False),
        "- Lưu: VT, KHTC.": (11, False, False),
        "KT. GIÁM ĐỐC": (14, True, False),
        "PHÓ GIÁM ĐỐC": (14, True, False),
        "Trần Thị Bịa": (14, True, False),
    }
    for text, look in wanted.items():
        run = find(file, text).runs[0]
        assert (text, run.font.size.pt, bool(run.bold), bool(run.italic)) == (text, *look)
        assert run.font.name == "Times New Roman"
    order = [p.text for p in paragraphs(file)]
    places = [next(n for n, line in enumerate(order) if text in line) for text in wanted]
    assert places[:2] != sorted(places[:2], reverse=True)
    assert places[6:13] == sorted(places[6:13])


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2025, 1, 5), "ngày 05 tháng 01 năm 2025"),
        (date(2025, 2, 11), "ngày 11 tháng 02 năm 2025"),
        (date(2025, 6, 5), "ngày 05 tháng 6 năm 2025"),
        (date(2025, 12, 31), "ngày 31 tháng 12 năm 2025"),
    ],
)
def test_days_are_written_as_the_decree_writes_them(made, day, written):
    frame = evolve(made.WORDS.frame, day=day, to=("Một nơi",), number="12")
    report = made.full_report(words=evolve(made.WORDS, frame=frame))
    file = file_of(report)
    assert find(file, "Bịa, ngày").text == f"Bịa, {written}"
    assert find(file, "Kính gửi:").text == "Kính gửi: Một nơi"
    assert find(file, "Số:").text == "Số: 12/BC-SGDĐT"


def test_what_the_frame_does_not_say_is_a_highlighted_blank(made):
    file = file_of(made.full_report(words=documents.ReportWords()))
    marked = [p.text for p in paragraphs(file) if any(r.font.highlight_color for r in p.runs)]
    assert marked == [
        "[CHƯA ĐIỀN: TÊN CƠ QUAN BÁO CÁO]",
        "Số: ……/BC-……",
        "[địa danh], ngày … tháng … năm ……",
        "Kính gửi: [CHƯA ĐIỀN: nơi nhận báo cáo]",
        "[CHƯA ĐIỀN: các nhiệm vụ đã triển khai]",
        "[CHƯA ĐIỀN: kết quả thực hiện]",
        "[CHƯA ĐIỀN: khó khăn, vướng mắc]",
        "[CHƯA ĐIỀN: giải pháp thực hiện]",
        "[CHƯA ĐIỀN: kiến nghị, đề xuất]",
        "- Lưu: VT, …….",
        "[CHƯA ĐIỀN: CHỨC VỤ NGƯỜI KÝ]",
        "[CHƯA ĐIỀN: họ và tên người ký]",
    ]
    html = reports.as_html(made.full_report(words=documents.ReportWords()))
    text = reports.as_text(made.full_report(words=documents.ReportWords()), width=120)
    for blank in marked:
        assert f">> {blank}" in text
        assert f"<mark>{blank}</mark>" in html or f'<p class="blank">{blank}</p>' in html


def test_the_first_page_has_no_number_and_the_others_the_only_field(made):
    data = reports.as_docx(made.full_report())
    file = docx.Document(io.BytesIO(data))
    assert file.sections[0].different_first_page_header_footer
    fields = file.sections[0].header._element.findall(".//{*}fldSimple")
    assert [field.get(f"{{{field.nsmap['w']}}}instr") for field in fields] == ["PAGE"]
    assert file.element.body.findall(".//{*}fldSimple") == []


def test_the_word_file_holds_every_table_and_every_word(made):
    for written in full(made):
        file = file_of(written)
        text = "\n".join(p.text for p in paragraphs(file))
        missing = [
            one for one in every_text(written) if one not in text and one.upper() not in text
        ]
        assert missing == []


def test_a_work_list_lies_on_its_side(made):
    page = file_of(full(made)[1]).sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm), page.orientation) == (
        297,
        210,
        1,
    )


def test_parts_are_well_formed_and_name_nobody(made):
    for written in full(made):
        with zipfile.ZipFile(io.BytesIO(reports.as_docx(written))) as package:
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(package.read(name))
        told = file_of(written).core_properties
        assert (told.author, told.last_modified_by, told.comments) == ("", "", "")
        assert told.title == written.title


# All


@pytest.mark.parametrize("write", [reports.as_xlsx, reports.as_docx])
def test_the_same_report_is_the_same_file(made, write):
    assert write(made.full_report()) == write(made.full_report())


@pytest.mark.parametrize(
    ("module", "write", "extra"),
    [("xlsxwriter", reports.as_xlsx, "xlsx"), ("docx", reports.as_docx, "docx")],
)
def test_a_missing_extra_is_named(monkeypatch, module, write, extra):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=extra):
        write(document())


def test_html_marks_answers_blanks_and_what_others_wrote(made):
    page = reports.as_html(made.full_report("en"))
    assert '<html lang="en">' in page
    assert '<td class="good" data-name="Outcome">Met</td>' in page
    assert '<td class="original" lang="vi" data-name="Institution">Trường THCS Hoa Sen 1' in page
    assert '<p class="blank">[TO BE FILLED IN: solutions]</p>' in page
    assert page.count("<ul>") == page.count("</ul>") >= 1


def test_a_list_at_the_end_of_a_part_is_closed():
    page = reports.as_html(document(Paragraph("a", Style.ITEM), Paragraph("b", Style.ITEM)))
    assert "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n" in page


def test_a_chart_of_one_period_has_points_and_no_line():
    line = reports.Line(name="đạt", values=(Share(Fraction(1, 2)),))
    chart = reports.LineChart(
        title="T", name="T", period_name="Năm", periods=("2022",), reached=line,
        asked=reports.Line(name="cần", values=(Share(Fraction(1, 2)),)),
    )  # fmt: skip
    page = reports.as_html(document(chart))
    assert 'aria-label="T. đạt: 2022 50,00\u00a0%; cần: 2022 50,00\u00a0%."' in page
    assert page.count("<circle") == 2
    labels = [line.split(">")[1] for line in page.split("<text ") if "50,00%" in line]
    assert labels == ["50,00%</text", "50,00%</text"]
