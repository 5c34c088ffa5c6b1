"""What stands in a report of an assessment."""

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve

from cashless_edu_health import compliance, documents, registry, reports
from cashless_edu_health.periods import calendar_year
from cashless_edu_health.receipts import Unreported

BASIS = (
    "Số liệu từ 01/01/{year} đến 31/12/{year}, tính đến ngày 31/12/{year}, theo sổ sách đã ghi"
    " đến hết ngày 31/12/2024."
)


def section(document, number):
    return next(one for one in document.sections if one.heading.startswith(f"{number}. "))


def tables(part):
    return {block.name: block for block in part.blocks if isinstance(block, reports.Table)}


def charts(part):
    return [b for b in part.blocks if isinstance(b, reports.BarChart | reports.LineChart)]


def rows(table):
    """Rows by their first line, cells under the names of their columns."""
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def test_the_parts_stand_in_the_order_of_a_report(made):
    assert [one.heading for one in made.full_report().sections] == [
        "I. Các nhiệm vụ đã triển khai",
        "II. Kết quả thực hiện chỉ tiêu",
        "III. Nhiệm vụ không kèm tỷ lệ",
        "IV. Mức sẵn sàng của từng cơ sở",
        "V. Cơ sở chưa trả lời",
        "VI. Xếp hạng",
        "VII. Khó khăn, vướng mắc",
        "VIII. Giải pháp thực hiện",
        "IX. Kiến nghị, đề xuất",
        "X. Căn cứ, cách đọc văn bản và chế độ báo cáo",
    ]
    bare = reports.assessment_report(made.assessed(made.dataset()))
    assert [one.heading.partition(". ")[2] for one in bare.sections] == [
        "Kết quả thực hiện chỉ tiêu",
        "Nhiệm vụ không kèm tỷ lệ",
        "Mức sẵn sàng của từng cơ sở",
        "Cơ sở chưa trả lời",
        "Căn cứ, cách đọc văn bản và chế độ báo cáo",
    ]
    assert bare.letterhead is None


def test_a_target_has_its_exact_figure_its_demand_and_the_period_before(made):
    table = tables(section(made.full_report(), "II"))["Chỉ tiêu"]
    (line,) = [row for row in rows(table) if row["Mã · điều"] == "KH4205-Q2\nI.2"]
    assert line == {
        "Mã · điều": "KH4205-Q2\nI.2",
        "Nội dung": "cơ sở y tế: dùng nền tảng số",
        "Tử số": 2,
        "Mẫu số": 2,
        "Tỷ lệ": reports.Share(Fraction(1)),
        "Yêu cầu": "≥\u00a070%",
        "Kết quả": reports.Answer("Đạt", good=True),
        "Kỳ trước": reports.Share(Fraction(1)),
    }


def test_a_target_of_several_figures_has_a_row_for_the_answer_and_one_for_each(made):
    table = tables(section(made.full_report(), "II"))["Chỉ tiêu"]
    lines = [row for row in rows(table) if row["Mã · điều"].startswith("KH4205-Q5")]
    assert [line["Nội dung"] for line in lines][1:] == [
        *("· cơ sở giáo dục, giá trị", "· cơ sở giáo dục, số lượng"),
        *("· y tế, giá trị", "· y tế, số lượng"),
    ]
    assert (lines[0]["Tử số"], lines[0]["Yêu cầu"]) == (None, "≥\u00a070%")
    assert lines[0]["Kỳ trước"] == "Không đạt"
    health = lines[4]
    assert (health["Tử số"], health["Mẫu số"]) == (1400, 3200)
    assert health["Tỷ lệ"] == reports.Share(Fraction(7, 16), Fraction(7, 10))
    assert health["Kỳ trước"] == reports.Share(Fraction(3, 7), Fraction(3, 5))
    assert (health["Kết quả"].text, health["Kết quả"].good) == ("Không đạt", False)
    # One school has not said what it took: the share is open.
    assert lines[1]["Tỷ lệ"] == "0,00\u00a0% - 100,00\u00a0%"


def test_each_target_stands_on_its_words_and_says_whether_the_reading_matters(made):
    table = tables(section(made.full_report(), "X"))["Căn cứ"]
    lines = {row["Mã · điều"].split("\n")[0]: row for row in rows(table)}
    assert lines["KH4205-Q3"]["Trích nguyên văn"].startswith("«Năm 2022, 50% trường học")
    endings = {row["Còn thiếu, ghi chú"].rsplit("\n", 1)[-1] for row in lines.values()}
    assert endings <= {
        "Chỉ có một cách đọc.",
        "Mọi cách đọc đều cho cùng kết quả.",
        "Kết quả tùy thuộc cách đọc nêu trên.",
    }
    assert len(endings) == 3


def test_it_says_what_the_figures_hold_for(made):
    lines = [line.text for line in made.full_report().lines]
    assert lines[1:] == [
        f"Kỳ tính: năm dương lịch. {BASIS.format(year=2024)}",
        f"Kỳ trước: {BASIS.format(year=2023)}",
        "Nguồn văn bản của kế hoạch: văn bản chính thức.",
    ]
    assert (
        made.full_report().about
        == "Kết quả thực hiện văn bản số 4205/KH-UBND của UBND tỉnh Khánh Hòa"
    )


def test_shares_of_this_period_are_drawn_beside_what_is_asked(made):
    chart = charts(section(made.full_report(), "II"))[0]
    bars = {bar.label: (bar.value.value, bar.mark.value) for bar in chart.bars}
    assert bars["KH4205-Q2: dùng nền tảng số"] == (Fraction(1), Fraction(7, 10))
    assert bars["KH4205-Q5: y tế, số lượng"] == (Fraction(7, 16), Fraction(7, 10))


def test_the_ramp_is_drawn_over_the_years_with_what_was_reached(made):
    drawn = {chart.reached.name: chart for chart in charts(section(made.full_report(), "II"))[1:]}
    chart = drawn["y tế, số lượng"]
    assert chart.periods == ("2022", "2023", "2024", "2025")
    asked = [value.value for value in chart.asked.values]
    assert asked == [Fraction(5, 10), Fraction(6, 10), Fraction(7, 10), Fraction(8, 10)]
    reached = [value and value.value for value in chart.reached.values]
    assert reached == [Fraction(5, 12), Fraction(3, 7), Fraction(7, 16), None]


def test_a_plan_of_one_year_has_no_chart_over_years(made):
    document = reports.assessment_report(made.assessed(made.dataset(), 2022, "DN24"))
    assert [type(one).__name__ for one in charts(section(document, "I"))] == ["BarChart"]


def test_institutions_are_counted_by_the_number_of_their_methods(made):
    part = section(made.full_report(), "IV")
    (chart,) = charts(part)
    assert {bar.label: bar.value for bar in chart.bars} == {
        "0 phương thức": 0,  # the one that registered none took a transfer by QR
        "1 phương thức": 3,
        "2 phương thức": 2,
        "3 phương thức": 1,
        "4 phương thức": 1,
    }
    table = tables(part)["Sẵn sàng"]
    assert len(table.rows) == 7
    assert table.rows[0][0] == "Trường THCS Hoa Sen 1\nco-so-01"
    assert table.rows[0][1] == reports.Answer("CHƯA SẴN SÀNG", good=False)


def test_who_has_not_answered_stands_there_with_what(made):
    said = {row[0].split("\n")[1]: row[1] for row in tables(section(made.full_report(), "V"))[
        "Chưa trả lời"
    ].rows}  # fmt: skip
    assert said["co-so-07"].startswith("chưa báo cáo khoản thu từ 01/03/2024 đến 31/12/2024")
    assert "chưa đủ thông tin để tính KH4205-Q1" in said["co-so-05"]
    assert "KH4205-Q1" not in said["co-so-04"]
    assert "chưa khai báo đầu mối hướng dẫn, hỗ trợ" in said["co-so-04"]


def test_a_span_outside_the_window_is_not_missed(made):
    now = made.assessed(made.dataset())
    before = Unreported(
        institution_id="co-so-01", paid_from=date(2023, 1, 1), paid_to=date(2023, 12, 31)
    )
    document = reports.assessment_report(now, unreported=[before])
    assert "chưa báo cáo" not in reports.as_text(document)


def test_the_ranking_stands_only_where_one_is_given(made):
    with_, without = made.full_report(), made.full_report(ranked=False)
    table = tables(section(with_, "VI"))["Xếp hạng"]
    assert [row[0] for row in table.rows][:2] == ["1", "2"]
    assert "Xếp hạng" not in {name for part in without.sections for name in tables(part)}


def test_what_people_wrote_stands_there_and_the_rest_is_a_marked_blank(made):
    document = made.full_report()
    texts = [block.text for block in section(document, "I").blocks]
    assert texts == list(made.WORDS.tasks)
    (blank,) = section(document, "VIII").blocks
    assert (blank.style, blank.text) == (
        reports.Style.BLANK,
        "[CHƯA ĐIỀN: giải pháp thực hiện]",
    )
    styles = [b.style for b in section(document, "II").blocks if isinstance(b, reports.Paragraph)]
    assert styles == [reports.Style.PLAIN, reports.Style.BLANK]


def test_an_abstract_of_ones_own_stands_in_place_of_the_usual(made):
    document = made.full_report(words=evolve(made.WORDS, about="Về việc bịa"))
    assert document.about == "Về việc bịa"


def test_a_plan_without_a_number_is_named_by_its_issuer(made):
    now = made.assessed(made.dataset(), 2022, "LD22")
    assert (
        reports.assessment_report(now).about == "Kết quả thực hiện kế hoạch của UBND tỉnh Lâm Đồng"
    )


def test_a_plan_that_asks_for_nothing_says_so(made):
    plan = evolve(registry.plan("DN24"), targets=(), duties=(), reporting=())
    nothing = compliance.Dataset(institutions=())
    now = compliance.assess(
        plan, nothing, period=calendar_year(2022), as_of=date(2022, 12, 31), known_at=made.END
    )
    text = reports.as_text(reports.assessment_report(now))
    for line in (
        "Kế hoạch không có chỉ tiêu bằng số.",
        "Không có cơ sở nào đang hoạt động vào ngày tính.",
        "Không có cơ sở nào còn thiếu câu trả lời cho kỳ này.",
        "Văn bản đã đọc không nêu chế độ báo cáo.",
    ):
        assert line in text
    assert "Nhiệm vụ không kèm tỷ lệ" not in text


def test_an_empty_register_makes_a_report_in_every_format(made):
    plan, nothing = registry.plan("KH4205"), compliance.Dataset(institutions=())
    now = compliance.assess(
        plan, nothing, period=calendar_year(2024), as_of=made.END, known_at=made.END
    )  # fmt: skip
    ranking = compliance.rank([], [compliance.Criterion("methods")])
    document = reports.assessment_report(now, ranking=ranking, words=documents.ReportWords())
    assert "Không cơ sở nào đủ số liệu để xếp hạng." in reports.as_text(document)
    for write in (reports.as_html, reports.as_xlsx, reports.as_docx):
        assert write(document)


@pytest.mark.parametrize(
    ("earlier", "plan", "why"),
    [
        ([(2022, "DN24")], None, "of another plan"),
        ([(2024, "KH4205")], None, "in the order of their windows"),
        ([(2023, "KH4205"), (2022, "KH4205")], None, "in the order of their windows"),
        ([], "DN24", "the words are for another plan"),
    ],
)
def test_what_does_not_belong_together_is_refused(made, earlier, plan, why):
    data = made.dataset()
    before = [made.assessed(data, year, key) for year, key in earlier]
    words = documents.ReportWords(plan=plan)
    with pytest.raises(ValueError, match=why):
        reports.assessment_report(made.assessed(data), earlier=before, words=words)


def test_the_words_may_name_the_plan_by_its_id(made):
    words = documents.ReportWords(plan=registry.plan("KH4205").id)
    assert (
        reports.assessment_report(made.assessed(made.dataset()), words=words).letterhead
        == words.frame
    )


def test_every_bundled_plan_makes_a_report_in_both_languages(made):
    for plan in registry.plans():
        now = compliance.assess(
            plan,
            made.dataset(),
            period=calendar_year(plan.period.last.year),
            as_of=plan.period.last,
            known_at=plan.period.last,
        )
        for lang in ("vi", "en"):
            text = reports.as_text(reports.assessment_report(now, lang=lang))
            assert all(target.id in text for target in plan.targets)
            assert all(duty.id in text for duty in (*plan.duties, *plan.reporting))
