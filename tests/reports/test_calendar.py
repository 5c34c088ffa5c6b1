"""The reporting calendar in words, and as a file that another program reads back."""

import sys
from datetime import UTC, date, datetime, timedelta, timezone

import icalendar
import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from cashless_edu_health import messages, plans, registry, reports
from cashless_edu_health.errors import MissingExtraError
from cashless_edu_health.periods import (
    DeadlineReading,
    Window,
    calendar_year,
    half_year,
    quarter,
    reporting_year,
)
from cashless_edu_health.plans import Timing

STAMP = datetime(2022, 7, 1, 2, 3, 4, tzinfo=UTC)
DN24 = registry.plan("DN24")


def calendar(*keys, first=date(2022, 1, 1), last=date(2023, 12, 31), **options):
    chosen = map(registry.plan, keys) if keys else registry.plans()
    return plans.calendar(chosen, first=first, last=last, **options)


def one_year(plan):
    return plans.calendar([plan], first=date(2022, 1, 1), last=date(2022, 12, 31))


def read(data):
    return icalendar.Calendar.from_ical(data)


@pytest.mark.parametrize(
    ("period", "vi", "en"),
    [
        (quarter(2022, 1), "quý I/2022", "Q1 2022"),
        (quarter(2022, 4), "quý IV/2022", "Q4 2022"),
        (half_year(2022, 1), "6 tháng đầu năm 2022", "first half of 2022"),
        (half_year(2022, 2), "6 tháng cuối năm 2022", "second half of 2022"),
        (calendar_year(2022), "năm 2022", "the year 2022"),
        (reporting_year(2022), "15/12/2021 - 14/12/2022", "2021-12-15 - 2022-12-14"),
        (Window(date(2022, 9, 5), date(2023, 5, 31)), "05/09/2022 - 31/05/2023",
         "2022-09-05 - 2023-05-31"),
    ],
)  # fmt: skip
def test_periods_have_the_names_that_offices_use(period, vi, en):
    assert (reports.period_text(period, "vi"), reports.period_text(period, "en")) == (vi, en)


def test_each_way_of_being_due_has_its_words():
    asked = calendar("DN24", "KH4205", first=date(2022, 9, 1), last=date(2022, 12, 31))
    lines = reports.calendar_lines(asked, "vi")
    assert [(line.id, line.when) for line in lines if not line.id.endswith(("R3", "5-R2"))] == [
        ("DN24-R1", "chậm nhất 14/11/2022 (trước ngày 15/11/2022)"),
        ("KH4205-R1", "quý III/2022, hết 30/09/2022"),
        ("KH4205-R1",
         "quý IV/2022, 6 tháng cuối năm 2022 và năm 2022, cùng hết 31/12/2022"),
        ("DN24-R2", "theo quy định; văn bản không nêu ngày"),
        ("KH4205-R1", "đột xuất; không có ngày định trước"),
    ]  # fmt: skip


def test_a_line_names_the_go_between_and_what_the_report_holds():
    (line,) = reports.calendar_lines(
        calendar("XL83", first=date(2023, 6, 14), last=date(2023, 6, 14)), "vi"
    )
    assert line == reports.CalendarLine(
        plan_id="xuan-loc-83-kh-ubnd-2023",
        id="XL83-R1",
        clause="VI.4",
        by="các cơ quan, đơn vị liên quan",
        to="UBND huyện (thông qua Phòng Tài chính - Kế hoạch)",
        when="chậm nhất 14/06/2023 (trước ngày 15/06/2023)",
        content=registry.plan("XL83").reporting[0].content[0],
        quote=registry.plan("XL83").reporting[0].quote.text,
        timing=Timing.DATED,
    )


def test_the_inclusive_reading_is_named_with_its_day():
    asked = calendar(
        "DN24",
        first=date(2022, 11, 1),
        last=date(2022, 11, 30),
        reading=DeadlineReading.INCLUSIVE,
    )
    vi, en = (reports.calendar_lines(asked, lang)[0].when for lang in ("vi", "en"))
    assert vi == "chậm nhất 15/11/2022 (hiểu là kể cả chính ngày nêu trong văn bản)"
    assert en == "at the latest 2022-11-15 (taking the day in the text as still timely)"


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (registry.plan("DT153"), "bản trích, thiếu phần sau). Chưa biết phải báo cáo những gì"),
        (evolve(DN24, reporting=()), "văn bản không nêu chế độ báo cáo"),
        (registry.plan("XL83"), "không áp dụng trong khoảng ngày này (chỉ từ 30/03/2023 đến"),
        (evolve(DN24, issued=date(2026, 1, 1)), "ban hành sau khi thời gian thực hiện đã hết"),
    ],
    ids=["not visible", "none stated", "not in force", "never in force"],
)
def test_what_a_calendar_cannot_show_is_said(plan, words):
    (note,) = one_year(plan).notes
    text = reports.calendar_note_text(note, "vi")
    assert text.startswith(f"{plan.key}: ")
    assert words in text
    assert reports.calendar_note_text(note, "en").isascii()


def test_the_file_has_one_all_day_event_for_each_dated_report_and_none_for_others():
    file = read(reports.calendar_ics(calendar(), stamp=STAMP))
    assert [component.name for component in file.walk()] == ["VCALENDAR", *["VEVENT"] * 4]
    assert [(str(event["uid"]), event.start, event.end) for event in file.walk("VEVENT")] == [
        (f"{plan}_{duty}_{day}@cashless-edu-health", day, day + timedelta(days=1))
        for plan, duty, day in (
            ("dong-nai-24-kh-ubnd-2022", "DN24-R1", date(2022, 11, 14)),
            ("xuan-loc-83-kh-ubnd-2023", "XL83-R1", date(2023, 6, 14)),
            ("dong-nai-24-kh-ubnd-2022", "DN24-R1", date(2023, 11, 14)),
            ("xuan-loc-83-kh-ubnd-2023", "XL83-R1", date(2023, 11, 30)),
        )
    ]
    for event in file.walk("VEVENT"):
        assert type(event["dtstart"].dt) is date
        assert event["dtstamp"].dt == STAMP
        assert str(event["transp"]) == "TRANSPARENT"


def test_an_event_says_what_it_rests_on():
    file = read(reports.calendar_ics(one_year(DN24), stamp=STAMP))
    (event,) = file.walk("VEVENT")
    assert str(event["summary"]) == "Hạn báo cáo DN24: gửi Sở Thông tin và Truyền thông"
    assert str(event["description"]).split("\n") == [
        "Ai báo cáo: " + ", ".join(DN24.reporting[0].by),
        "Thời hạn: chậm nhất 14/11/2022 (trước ngày 15/11/2022)",
        f"Căn cứ: {DN24.reporting[0].citation.pinpoint}, 24/KH-UBND (UBND tỉnh Đồng Nai)",
        f"Nguyên văn: «{DN24.reporting[0].quote.text}»",
    ]


def test_what_has_no_day_and_what_is_unknown_stands_in_the_description_of_the_file():
    five = ("DN24", "DT153", "KH4205", "LD22", "XL83")
    asked = calendar(*five, first=date(2022, 7, 4), last=date(2022, 12, 31))
    text = str(read(reports.calendar_ics(asked, stamp=STAMP))["description"]).split("\n")
    duties = [line.split(":")[0] for line in text[1:6]]
    assert text[0].startswith("Lịch chỉ có những báo cáo mà văn bản nêu ngày.")
    assert duties == ["KH4205-R1", "KH4205-R2", "KH4205-R3", "DN24-R2", "DT153"]
    assert "quý III/2022, quý IV/2022, 6 tháng cuối năm 2022, năm 2022, đột xuất" in text[1]
    assert text[6].startswith("LD22: chưa đọc được toàn văn")
    assert text[7].startswith("XL83: không áp dụng")
    assert len(text) == 8


def test_a_file_that_leaves_nothing_out_says_nothing_about_it():
    dated = evolve(DN24, reporting=DN24.reporting[:1])
    assert "description" not in read(reports.calendar_ics(one_year(dated), stamp=STAMP))


def test_a_plan_without_a_number_is_cited_by_its_id():
    nameless = evolve(DN24, number=None)
    (event,) = read(reports.calendar_ics(one_year(nameless), stamp=STAMP)).walk("VEVENT")
    assert ", dong-nai-24-kh-ubnd-2022 (UBND tỉnh Đồng Nai)" in str(event["description"])


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_lines_are_folded_at_75_octets_and_no_letter_is_cut(lang):
    data = reports.calendar_ics(calendar(), stamp=STAMP, lang=lang, remind_days=7)
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, lines)) == 75
    for line in lines:
        line.decode("utf-8")  # a letter cut in two would not decode


def test_commas_semicolons_backslashes_and_line_ends_survive():
    hostile = "a,b;c\\d\ne: «ơ»" + "ữ" * 200
    duty = evolve(DN24.reporting[0], content=(hostile,), to=("Sở X; phòng Y, tổ Z",))
    data = reports.calendar_ics(one_year(evolve(DN24, reporting=(duty,))), stamp=STAMP)
    (event,) = read(data).walk("VEVENT")
    assert f"Nội dung: {hostile}" in str(event["description"])
    assert str(event["summary"]) == "Hạn báo cáo DN24: gửi Sở X; phòng Y, tổ Z"
    unfolded = data.replace(b"\r\n ", b"").decode()
    assert r"a\,b\;c\\d\ne:" in unfolded


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_any_words_come_back_as_they_were(words):
    # icalendar takes these two characters for a line end of its caller's.
    assume(r"\N" not in words)
    duty = evolve(DN24.reporting[0], content=(words,))
    data = reports.calendar_ics(one_year(evolve(DN24, reporting=(duty,))), stamp=STAMP)
    (event,) = read(data).walk("VEVENT")
    assert f"Nội dung: {words}\n" in str(event["description"])
    assert max(map(len, data.split(b"\r\n"))) <= 75


@pytest.mark.parametrize(
    ("days", "trigger"),
    [(0, timedelta(hours=8)), (1, timedelta(hours=-16)), (7, timedelta(days=-7, hours=8))],
)
def test_an_alarm_goes_off_at_eight_that_many_days_before(days, trigger):
    data = reports.calendar_ics(one_year(DN24), stamp=STAMP, remind_days=days)
    (alarm,) = read(data).walk("VALARM")
    assert (alarm["trigger"].dt, str(alarm["action"])) == (trigger, "DISPLAY")
    assert str(alarm["description"]).startswith(f"Còn {days} ngày. Hạn báo cáo DN24")


def test_the_same_question_gives_the_same_bytes_and_the_stamp_is_written_in_utc():
    hanoi = STAMP.astimezone(timezone(timedelta(hours=7)))
    one, other = (reports.calendar_ics(one_year(DN24), stamp=at) for at in (STAMP, hanoi))
    assert one == other
    assert b"DTSTAMP:20220701T020304Z" in one


def test_ids_do_not_change_with_the_span_and_differ_with_the_day():
    def ids(**span):
        file = read(reports.calendar_ics(calendar("XL83", **span), stamp=STAMP))
        return {str(event["uid"]) for event in file.walk("VEVENT")}

    whole = ids(last=date(2025, 12, 31))
    assert ids(first=date(2024, 1, 1), last=date(2024, 12, 31)) < whole
    assert len(whole) == 6


@pytest.mark.parametrize(
    ("asked", "options", "words"),
    [
        (calendar("KH4205"), {}, "no report with a day"),
        (calendar("DN24"), {"stamp": datetime(2022, 7, 1)}, "no time zone"),  # noqa: DTZ001
        (calendar("DN24"), {"remind_days": -1}, "not after it"),
    ],
)
def test_a_file_that_could_not_be_right_is_refused(asked, options, words):
    with pytest.raises(ValueError, match=words):
        reports.calendar_ics(asked, **({"stamp": STAMP} | options))


def test_without_the_extra_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtraError, match=r"cashless-edu-health\[ics\]"):
        reports.calendar_ics(calendar("DN24"), stamp=STAMP)
