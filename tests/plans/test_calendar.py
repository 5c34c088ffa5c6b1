"""The reporting duties of the bundled plans over time, and of made-up ones at the edges."""

from datetime import date

import pytest
from attrs import evolve

from cashless_edu_health import documents, plans, registry
from cashless_edu_health.institutions import Sector
from cashless_edu_health.periods import (
    DeadlineReading,
    Frequency,
    Window,
    calendar_year,
    half_year,
    quarter,
    reporting_year,
)
from cashless_edu_health.plans import Absence, Due, Source, SourceKind, Timing


def of(*keys, first=date(2022, 1, 1), last=date(2026, 12, 31), **options):
    return plans.calendar(map(registry.plan, keys), first=first, last=last, **options)


def days(calendar):
    return [(row.duty_id, str(row.due)) for row in calendar.timed(Timing.DATED)]


def test_the_dated_reports_of_all_plans_are_the_worked_ones():
    assert days(of("DN24", "DT153", "KH4205", "LD22", "XL83")) == [
        ("DN24-R1", "2022-11-14"),
        ("XL83-R1", "2023-06-14"), ("DN24-R1", "2023-11-14"), ("XL83-R1", "2023-11-30"),
        ("XL83-R1", "2024-06-14"), ("DN24-R1", "2024-11-14"), ("XL83-R1", "2024-11-30"),
        ("XL83-R1", "2025-06-14"), ("DN24-R1", "2025-11-14"), ("XL83-R1", "2025-11-30"),
    ]  # fmt: skip


def test_a_dated_row_says_who_reports_to_whom_through_whom_and_why_on_that_day():
    (row,) = of("XL83", first=date(2023, 6, 14), last=date(2023, 6, 14))
    duty = registry.plan("XL83").reporting[0]
    assert row == plans.CalendarRow(
        plan_id="xuan-loc-83-kh-ubnd-2023",
        plan_key="XL83",
        plan_number="83/KH-UBND",
        issuer="UBND huyện Xuân Lộc",
        duty_id="XL83-R1",
        citation=duty.citation,
        quote=duty.quote.text,
        by=("các cơ quan, đơn vị liên quan",),
        to=("UBND huyện",),
        via="Phòng Tài chính - Kế hoạch",
        content=duty.content,
        due=date(2023, 6, 14),
        reading=DeadlineReading.EXCLUSIVE,
        timing=Timing.DATED,
    )
    assert row.citation.pinpoint == "VI.4"
    assert "nêu rõ các nhiệm vụ đã triển khai" in row.content[0]


@pytest.mark.parametrize(
    ("first", "last", "reading", "due"),
    [
        (date(2022, 11, 14), date(2022, 11, 14), None, ["2022-11-14"]),
        (date(2022, 11, 15), date(2023, 11, 13), None, []),
        (date(2022, 11, 15), date(2022, 11, 15), DeadlineReading.INCLUSIVE, ["2022-11-15"]),
        (date(2022, 11, 14), date(2022, 11, 14), DeadlineReading.INCLUSIVE, []),
        (date(1900, 1, 1), date(2022, 12, 31), None, ["2022-11-14"]),
        (date(2025, 1, 1), date(2200, 12, 31), None, ["2025-11-14"]),
    ],
)
def test_the_span_cuts_by_the_last_timely_day_and_the_plan_by_its_own_life(
    first, last, reading, due
):
    calendar = of("DN24", first=first, last=last, reading=reading)
    assert [day for _, day in days(calendar)] == due


def test_periods_without_a_day_get_none_and_those_that_end_together_say_so():
    calendar = of("KH4205", first=date(2022, 5, 12), last=date(2022, 12, 31))
    rows = [row for row in calendar if row.duty_id == "KH4205-R1"]
    assert [row.due for row in rows] == [None] * 7
    assert [row.reading for row in rows] == [None] * 7
    second, first_half = quarter(2022, 2), half_year(2022, 1)
    fourth, second_half, year = quarter(2022, 4), half_year(2022, 2), calendar_year(2022)
    assert [(row.timing, row.period, row.ends_with) for row in rows] == [
        (Timing.PERIODIC, second, (first_half,)),
        (Timing.PERIODIC, first_half, (second,)),
        (Timing.PERIODIC, quarter(2022, 3), ()),
        (Timing.PERIODIC, fourth, (second_half, year)),
        (Timing.PERIODIC, second_half, (fourth, year)),
        (Timing.PERIODIC, year, (fourth, second_half)),
        (Timing.AD_HOC, None, ()),
    ]


def test_a_report_as_regulated_is_listed_without_a_day():
    calendar = of("DN24", first=date(2022, 7, 1), last=date(2022, 7, 1))
    assert [(row.duty_id, row.timing) for row in calendar] == [("DN24-R2", Timing.AS_REGULATED)]
    assert len(calendar) == 1


def test_rows_stand_by_day_then_by_end_of_period_then_those_of_no_time():
    order = [row.timing for row in of("KH4205", "DN24", "XL83")]
    ranks = {Timing.DATED: 0, Timing.PERIODIC: 1, Timing.AD_HOC: 2, Timing.AS_REGULATED: 2}
    assert [ranks[timing] for timing in order] == sorted(ranks[timing] for timing in order)
    ends = [row.period.last for row in of("KH4205", "DN24", "XL83").timed(Timing.PERIODIC)]
    assert ends == sorted(ends)


def test_what_was_not_read_as_a_whole_is_unknown_and_not_none():
    calendar = of("DT153", "LD22", "DN24", first=date(2022, 7, 4), last=date(2022, 12, 31))
    assert {row.plan_key for row in calendar} == {"DN24"}
    assert calendar.notes == (
        plans.CalendarNote(
            plan_id="dong-thap-153-kh-ubnd-2022",
            plan_key="DT153",
            absence=Absence.NOT_VISIBLE,
            source=SourceKind.OFFICIAL_EXCERPT,
            in_force=Window(date(2022, 5, 5), date(2022, 12, 31)),
        ),
        plans.CalendarNote(
            plan_id="lam-dong-ubnd-2022",
            plan_key="LD22",
            absence=Absence.NOT_VISIBLE,
            source=SourceKind.NEWS_SECONDARY,
            in_force=Window(date(2022, 7, 4), date(2022, 12, 31)),
        ),
    )


def test_a_plan_over_or_not_begun_is_named_and_has_no_row():
    before = of("XL83", first=date(2021, 1, 1), last=date(2023, 3, 29))
    after = of("XL83", first=date(2026, 1, 1), last=date(2026, 12, 31))
    for calendar in (before, after):
        assert calendar.rows == ()
        assert [note.absence for note in calendar.notes] == [Absence.NOT_IN_FORCE]


DN24 = registry.plan("DN24")


def test_a_whole_text_without_a_report_says_none():
    silent = evolve(DN24, reporting=())
    calendar = plans.calendar([silent], first=date(2022, 7, 1), last=date(2022, 12, 31))
    assert [note.absence for note in calendar.notes] == [Absence.NONE_STATED]


def test_a_plan_issued_after_its_period_applies_on_no_day():
    late = evolve(DN24, issued=date(2026, 1, 1))
    assert plans.in_force(late) is None
    assert late.last_timely_days(late.reporting[0]) == ()
    calendar = plans.calendar([late], first=date(2022, 1, 1), last=date(2026, 12, 31))
    assert (calendar.rows, calendar.notes[0].in_force) == ((), None)


def test_a_plan_of_one_day_applies_and_reports_on_that_day():
    last = DN24.period.last
    late = evolve(DN24, issued=last)
    assert plans.in_force(late) == Window(last, last)
    for first, end in ((last, last), (last, date(2026, 6, 30)), (date(2025, 6, 30), last)):
        calendar = plans.calendar([late], first=first, last=end)
        assert (calendar.first, calendar.last) == (first, end)
        assert [(row.duty_id, row.timing) for row in calendar] == [("DN24-R2", Timing.AS_REGULATED)]


def test_the_last_day_of_a_plan_still_has_targets():
    """XL83-Q11 to Q13 are to be met by that day; the day after has none."""
    plan = registry.plan("XL83")
    last = plan.period.last
    due = {target.id for target in plans.targets_in(plan, Window(last, last))}
    assert {"XL83-Q11", "XL83-Q12", "XL83-Q13"} <= due
    after = date(2026, 1, 1)
    assert plans.targets_in(plan, Window(after, after)) == ()


def test_a_plan_without_a_day_of_its_own_applies_from_the_start_of_its_period():
    assert plans.in_force(evolve(DN24, issued=None)) == DN24.period


def test_a_frequency_named_twice_is_one_report():
    duty = evolve(DN24.reporting[0], due=Due(frequencies=(Frequency.YEAR, Frequency.YEAR)))
    plan = evolve(DN24, reporting=(duty,))
    calendar = plans.calendar([plan], first=date(2022, 1, 1), last=date(2022, 12, 31))
    assert [(row.period, row.ends_with) for row in calendar] == [(calendar_year(2022), ())]


def test_a_plan_may_choose_the_inclusive_reading_and_the_caller_overrules_it():
    readings = tuple(
        r.preferring("inclusive") if r.name == "before_date" else r for r in DN24.readings
    )
    plan = evolve(DN24, readings=readings)
    span = {"first": date(2022, 1, 1), "last": date(2022, 12, 31)}
    assert days(plans.calendar([plan], **span)) == [("DN24-R1", "2022-11-15")]
    exclusive = plans.calendar([plan], **span, reading=DeadlineReading.EXCLUSIVE)
    assert days(exclusive) == [("DN24-R1", "2022-11-14")]
    unchosen = plans.calendar([evolve(DN24, readings=())], **span)
    assert days(unchosen) == [("DN24-R1", "2022-11-14")]


def test_a_span_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="ends before it starts"):
        of("DN24", first=date(2022, 2, 1), last=date(2022, 1, 1))


@pytest.mark.parametrize(
    "change",
    [
        {"due": None},
        {"reading": None},
        {"timing": Timing.AD_HOC},
        {"timing": Timing.PERIODIC, "due": None, "reading": None},
        {"period": quarter(2022, 1)},
    ],
)
def test_a_row_with_a_day_or_period_that_its_timing_does_not_have_is_refused(change):
    row = of("DN24").timed(Timing.DATED)[0]
    with pytest.raises(ValueError, match="has its day and its reading"):
        evolve(row, **change)


@pytest.mark.parametrize(
    ("key", "window", "count"),
    [
        ("DN24", calendar_year(2022), 6),
        ("DN24", reporting_year(2022), 6),
        ("DN24", quarter(2022, 4), 0),
        ("DN24", half_year(2022, 2), 0),
        ("DN24", calendar_year(2023), 0),
        ("KH4205", calendar_year(2025), 5),
        ("KH4205", quarter(2025, 4), 0),
        ("XL83", calendar_year(2024), 1),
        ("XL83", calendar_year(2025), 12),
    ],
)
def test_a_target_on_a_year_answers_to_that_year_and_to_no_part_of_it(key, window, count):
    assert len(plans.targets_in(registry.plan(key), window)) == count


@pytest.mark.parametrize("key", ["DN24", "DT153", "KH4205", "LD22", "XL83"])
def test_no_bundled_plan_asks_for_anything_in_2026(key):
    assert plans.targets_in(registry.plan(key), calendar_year(2026)) == ()


def test_a_standing_demand_ends_with_its_plan():
    demand = plans.Demand(comparison=plans.Comparison.AT_LEAST, bound=plans.bound("50%"))
    standing = plans.FromDate(starts=date(2022, 6, 2), demand=demand)
    target = evolve(DN24.targets[0], schedule=plans.Schedule((standing,)))
    plan = evolve(DN24, targets=(target,), duties=(), reporting=())
    years = [len(plans.targets_in(plan, calendar_year(year))) for year in (2024, 2025, 2026)]
    assert years == [1, 1, 0]


def test_an_incomplete_text_with_reports_lists_them_and_still_says_unknown():
    part = evolve(DN24, source=Source(kind=SourceKind.OFFICIAL_TEXT, complete=False))
    calendar = plans.calendar([part], first=date(2022, 1, 1), last=date(2022, 12, 31))
    assert days(calendar) == [("DN24-R1", "2022-11-14")]
    assert [note.absence for note in calendar.notes] == [Absence.NOT_VISIBLE]


@pytest.mark.parametrize("sectors", [("education",), ("health",), ("education", "health")])
def test_the_starter_of_a_plan_loads_and_so_do_its_examples_when_opened(tmp_path, sectors):
    text = registry.plan_starter(id="tinh-toi-2026", key="TT", sectors=map(Sector, sectors))
    file = tmp_path / "tinh-toi-2026.toml"
    file.write_text(text, "utf-8")
    plan = documents.read_plan(file, vocabulary=registry.vocabulary())
    assert (plan.id, plan.key) == ("tinh-toi-2026", "TT")
    assert (plan.targets, plan.duties, plan.reporting) == ((), (), ())
    assert plan.source.complete is False
    opened = [
        line[1:] if line.startswith("#") and line[1:2].strip() else line
        for line in text.splitlines()
    ]
    file.write_text("\n".join(opened), "utf-8")
    full = documents.read_plan(file, vocabulary=registry.vocabulary())
    assert plans.check(full, registry.vocabulary()).findings == ()
    asked = {sector.value for t in full.targets for p in t.populations for sector in p.sectors}
    assert asked == set(sectors)
    assert {row.id.split("-")[0] for row in (*full.targets, *full.duties)} == {"TT"}
    assert [str(day) for day in full.last_timely_days(full.reporting[0])] == ["2026-11-14"]
