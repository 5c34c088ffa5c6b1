import calendar
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import periods
from cashless_edu_health.periods import (
    DeadlineReading,
    Frequency,
    Validity,
    Window,
    WindowKind,
    last_timely_days,
    period_ends,
)

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
YEARLY = st.sampled_from(
    [
        (month, day)
        for month in range(1, 13)
        for day in range(1, 32)
        if day <= (date(2023, month % 12 + 1, 1) - timedelta(days=1)).day
    ]
)


def iso(days: tuple[date, ...]) -> list[str]:
    return [day.isoformat() for day in days]


@pytest.mark.parametrize(
    ("before", "first", "last", "expected"),
    [
        (
            ((11, 15),),
            date(2022, 6, 2),
            date(2025, 12, 31),
            ["2022-11-14", "2023-11-14", "2024-11-14", "2025-11-14"],
        ),
        (
            ((6, 15), (12, 1)),
            date(2023, 3, 30),
            date(2025, 12, 31),
            [
                *("2023-06-14", "2023-11-30", "2024-06-14"),
                *("2024-11-30", "2025-06-14", "2025-11-30"),
            ],
        ),
    ],
    ids=["DN24-R1", "XL83-R1"],
)
def test_the_plans_fixed_dates_give_the_worked_last_timely_days(
    before: tuple[tuple[int, int], ...], first: date, last: date, expected: list[str]
) -> None:
    assert iso(periods.last_timely_days(before=before, first=first, last=last)) == expected


def test_the_inclusive_reading_keeps_the_fixed_dates_themselves() -> None:
    days = periods.last_timely_days(
        before=((6, 15), (12, 1)),
        first=date(2023, 3, 30),
        last=date(2023, 12, 31),
        reading=DeadlineReading.INCLUSIVE,
    )
    assert iso(days) == ["2023-06-15", "2023-12-01"]


def test_two_fixed_dates_never_become_four() -> None:
    days = periods.last_timely_days(
        before=((6, 15), (12, 1)),
        first=date(2023, 1, 1),
        last=date(2023, 12, 31),
        reading=DeadlineReading.INCLUSIVE,
    )
    assert date(2023, 6, 1) not in days
    assert date(2023, 12, 15) not in days


@pytest.mark.parametrize(
    ("before", "first", "last", "expected"),
    [
        # The last timely day, not the fixed date, has to lie in the span.
        (((1, 1),), date(2024, 1, 1), date(2025, 12, 31), ["2024-12-31", "2025-12-31"]),
        (((11, 15),), date(2022, 11, 14), date(2022, 11, 14), ["2022-11-14"]),
        (((11, 15),), date(2022, 11, 15), date(2023, 11, 13), []),
        # The day before 1 March is 29 February in leap years only.
        (((3, 1),), date(2023, 1, 1), date(2024, 12, 31), ["2023-02-28", "2024-02-29"]),
        # A date named twice is one deadline.
        (((11, 15), (11, 15)), date(2022, 1, 1), date(2022, 12, 31), ["2022-11-14"]),
    ],
)
def test_edges_of_the_span_and_of_february(
    before: tuple[tuple[int, int], ...], first: date, last: date, expected: list[str]
) -> None:
    assert iso(periods.last_timely_days(before=before, first=first, last=last)) == expected


@pytest.mark.parametrize("day", [(2, 29), (2, 30), (4, 31), (13, 1), (0, 1), (11, 0)])
def test_a_date_that_is_not_in_every_year_is_refused(day: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=f"month {day[0]}, day {day[1]} is not a day of every"):
        periods.last_timely_days(before=(day,), first=date(2022, 1, 1), last=date(2025, 12, 31))


def test_a_deadline_without_a_date_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one date"):
        periods.last_timely_days(before=(), first=date(2022, 1, 1), last=date(2025, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2022, 1, 2), date(2022, 1, 1), "ends before it starts"),
        (date(2022, 1, 1), date.max, "after the year 9998"),
    ],
)
def test_a_span_that_cannot_be_is_refused(first: date, last: date, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        periods.last_timely_days(before=((11, 15),), first=first, last=last)
    with pytest.raises(ValueError, match=words):
        periods.period_ends(Frequency.YEAR, first=first, last=last)


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        (
            Frequency.QUARTER,
            ["2022-06-30", "2022-09-30", "2022-12-31", "2023-03-31", "2023-06-30"],
        ),
        (Frequency.HALF_YEAR, ["2022-06-30", "2022-12-31", "2023-06-30"]),
        (Frequency.YEAR, ["2022-12-31"]),
    ],
)
def test_period_ends_are_the_calendars(every: Frequency, expected: list[str]) -> None:
    ends = periods.period_ends(every, first=date(2022, 5, 12), last=date(2023, 6, 30))
    assert iso(ends) == expected


def test_windows_are_closed_at_both_ends() -> None:
    window = periods.reporting_year(2022)
    assert window == Window(date(2021, 12, 15), date(2022, 12, 14), WindowKind.REPORTING_YEAR)
    assert [
        day in window
        for day in (
            date(2021, 12, 14),
            date(2021, 12, 15),
            date(2022, 12, 14),
            date(2022, 12, 15),
        )
    ] == [False, True, True, False]


def test_a_calendar_year_has_all_its_days() -> None:
    leap = periods.calendar_year(2024)
    assert leap == Window(date(2024, 1, 1), date(2024, 12, 31), WindowKind.CALENDAR_YEAR)
    assert (leap.last - leap.first).days + 1 == 366


def test_a_school_year_is_its_days() -> None:
    first, last = date(2022, 9, 5), date(2023, 5, 31)
    found = periods.school_year(first, last)
    assert found == periods.Window(first, last, periods.WindowKind.SCHOOL_YEAR)


def test_a_window_may_be_one_day() -> None:
    day = date(2022, 11, 14)
    assert day in Window(day, day)


def test_the_last_year_that_can_be_looked_past_is_9998() -> None:
    days = periods.last_timely_days(
        before=((1, 1),), first=date(9998, 1, 1), last=date(9998, 12, 31)
    )
    assert iso(days) == ["9998-12-31"]
    assert periods.period_ends(Frequency.YEAR, first=days[0], last=days[0]) == days


def test_the_words_that_files_and_reports_use_stay() -> None:
    assert [word.value for kind in (WindowKind, DeadlineReading, Frequency) for word in kind] == [
        *("calendar_year", "reporting_year", "school_year", "half_year", "quarter", "given"),
        *("exclusive", "inclusive"),
        *("quarter", "half_year", "year"),
    ]


def test_a_window_of_given_dates_is_called_given() -> None:
    assert Window(date(2022, 9, 5), date(2023, 5, 31)).kind is WindowKind.GIVEN


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        Window(date(2022, 1, 2), date(2022, 1, 1))


@given(first=DAYS, span=st.integers(0, 4000), before=st.lists(YEARLY, min_size=1, max_size=4))
def test_every_last_timely_day_is_the_day_before_a_fixed_date(
    first: date, span: int, before: list[tuple[int, int]]
) -> None:
    last = first + timedelta(days=span)
    days = periods.last_timely_days(before=before, first=first, last=last)
    every_day = (first + timedelta(days=n) for n in range(span + 1))
    assert days == tuple(
        day
        for day in every_day
        if ((day + timedelta(days=1)).month, (day + timedelta(days=1)).day) in before
    )


@given(first=DAYS, span=st.integers(0, 4000))
def test_ends_of_half_years_and_years_are_ends_of_quarters(first: date, span: int) -> None:
    last = first + timedelta(days=span)
    quarters, halves, years = (
        set(periods.period_ends(every, first=first, last=last)) for every in Frequency
    )
    assert years <= halves <= quarters
    assert all((day + timedelta(days=1)).day == 1 for day in quarters)


@pytest.mark.parametrize(
    ("window", "first", "last", "kind"),
    [
        (periods.quarter(2024, 1), date(2024, 1, 1), date(2024, 3, 31), WindowKind.QUARTER),
        (periods.quarter(2022, 2), date(2022, 4, 1), date(2022, 6, 30), WindowKind.QUARTER),
        (periods.quarter(2022, 3), date(2022, 7, 1), date(2022, 9, 30), WindowKind.QUARTER),
        (periods.quarter(2022, 4), date(2022, 10, 1), date(2022, 12, 31), WindowKind.QUARTER),
        (periods.half_year(2022, 1), date(2022, 1, 1), date(2022, 6, 30), WindowKind.HALF_YEAR),
        (periods.half_year(9999, 2), date(9999, 7, 1), date(9999, 12, 31), WindowKind.HALF_YEAR),
        (
            periods.school_year(date(2022, 9, 1), date(2023, 8, 31)),
            *(date(2022, 9, 1), date(2023, 8, 31), WindowKind.SCHOOL_YEAR),
        ),
    ],
)
def test_parts_of_years_and_school_years_have_their_days_and_kind(
    window: Window, first: date, last: date, kind: WindowKind
) -> None:
    assert window == Window(first, last, kind)


@pytest.mark.parametrize(
    ("make", "year", "number", "words"),
    [
        (periods.quarter, 2022, 0, "a year has no quarter 0"),
        (periods.quarter, 2022, 5, "a year has no quarter 5"),
        (periods.half_year, 2022, 0, "a year has no half year 0"),
        (periods.half_year, 2022, 3, "a year has no half year 3"),
        (periods.quarter, 0, 1, "year 0 is out of range"),
        (periods.half_year, 10_000, 2, "year 10000 is out of range"),
    ],
)
def test_a_part_that_no_year_has_is_refused(
    make: Callable[[int, int], Window], year: int, number: int, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        make(year, number)


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        (date(2022, 1, 2), date(2022, 12, 31), WindowKind.CALENDAR_YEAR),
        (date(2022, 1, 1), date(2022, 12, 30), WindowKind.CALENDAR_YEAR),
        (date(2022, 1, 1), date(2023, 12, 31), WindowKind.CALENDAR_YEAR),
        (date(2022, 1, 1), date(2022, 11, 30), WindowKind.CALENDAR_YEAR),
        (date(2022, 2, 1), date(2022, 7, 31), WindowKind.HALF_YEAR),
        (date(2022, 1, 1), date(2022, 3, 31), WindowKind.HALF_YEAR),
        (date(2024, 1, 1), date(2024, 3, 30), WindowKind.QUARTER),
        (date(2022, 2, 1), date(2022, 4, 30), WindowKind.QUARTER),
        (date(2021, 12, 15), date(2022, 12, 15), WindowKind.REPORTING_YEAR),
        (date(2020, 12, 15), date(2022, 12, 14), WindowKind.REPORTING_YEAR),
        (date(2022, 2, 1), date(2022, 9, 1), WindowKind.SCHOOL_YEAR),
        (date(2022, 9, 1), date(2023, 9, 1), WindowKind.SCHOOL_YEAR),
        (date(2022, 9, 1), date(2024, 5, 31), WindowKind.SCHOOL_YEAR),
    ],
)
def test_days_that_are_not_of_the_kind_that_is_claimed_are_refused(
    first: date, last: date, kind: WindowKind
) -> None:
    with pytest.raises(ValueError, match=f"these days are no {kind.value.replace('_', ' ')}"):
        Window(first, last, kind)


@pytest.mark.parametrize(
    ("window", "before"),
    [
        (periods.calendar_year(2022), periods.calendar_year(2021)),
        (periods.reporting_year(2022), periods.reporting_year(2021)),
        (periods.quarter(2022, 1), periods.quarter(2021, 4)),
        (periods.quarter(2022, 3), periods.quarter(2022, 2)),
        (periods.half_year(2022, 1), periods.half_year(2021, 2)),
        (periods.half_year(2022, 2), periods.half_year(2022, 1)),
        (periods.calendar_year(1), None),
        (periods.reporting_year(2), None),
        (periods.school_year(date(2022, 9, 5), date(2023, 5, 31)), None),
        (Window(date(2022, 1, 1), date(2022, 12, 31)), None),
    ],
)
def test_the_window_before_is_of_the_same_kind_or_for_the_caller_to_give(
    window: Window, before: Window | None
) -> None:
    assert periods.previous(window) == before


def test_periods_that_end_in_a_span_are_whole_though_they_begin_before_it() -> None:
    span = {"first": date(2022, 5, 12), "last": date(2022, 12, 31)}
    ending = {every: periods.periods_ending(every, **span) for every in Frequency}
    assert ending == {
        Frequency.QUARTER: tuple(periods.quarter(2022, number) for number in (2, 3, 4)),
        Frequency.HALF_YEAR: (periods.half_year(2022, 1), periods.half_year(2022, 2)),
        Frequency.YEAR: (periods.calendar_year(2022),),
    }


@given(
    first=DAYS,
    span=st.integers(0, 4000),
    before=st.lists(YEARLY, min_size=1, max_size=4),
)
def test_the_inclusive_reading_allows_just_one_day_more(
    first: date, span: int, before: list[tuple[int, int]]
) -> None:
    """A fixed date of the span is timely itself, or the day before it is."""
    day, last = timedelta(days=1), first + timedelta(days=span)
    exclusive = periods.last_timely_days(before=before, first=first, last=last)
    inclusive = periods.last_timely_days(
        before=before, first=first + day, last=last + day, reading=DeadlineReading.INCLUSIVE
    )
    assert [timely + day for timely in exclusive] == list(inclusive)
    assert list(exclusive) == sorted(set(exclusive))


@given(every=st.sampled_from(Frequency), first=DAYS, span=st.integers(0, 4000))
def test_periods_follow_each_other_without_a_gap_and_each_knows_the_one_before(
    every: Frequency, first: date, span: int
) -> None:
    last = first + timedelta(days=span)
    windows = periods.periods_ending(every, first=first, last=last)
    ends = [window.last for window in windows]
    assert tuple(ends) == periods.period_ends(every, first=first, last=last)
    assert ends == sorted(set(ends))
    for earlier, later in pairwise(windows):
        assert later.first == earlier.last + timedelta(days=1)
        assert periods.previous(later) == earlier


@given(year=st.integers(2, 9999))
def test_quarters_make_half_years_and_half_years_make_the_year(year: int) -> None:
    quarters = [periods.quarter(year, number) for number in range(1, 5)]
    halves = [periods.half_year(year, number) for number in (1, 2)]
    whole = periods.calendar_year(year)
    assert [h.first for h in halves] == [quarters[0].first, quarters[2].first]
    assert [h.last for h in halves] == [quarters[1].last, quarters[3].last]
    assert (halves[0].first, halves[1].last) == (whole.first, whole.last)
    days = sum((q.last - q.first).days + 1 for q in quarters)
    assert days == (366 if calendar.isleap(year) else 365)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((None, None), (None, None), True),
        ((None, date(2022, 1, 1)), (date(2022, 1, 1), None), True),
        ((None, date(2022, 1, 1)), (date(2022, 1, 2), None), False),
        ((None, date(2022, 1, 1)), (None, date(2020, 1, 1)), True),
        ((date(2022, 1, 1), None), (date(2023, 1, 1), None), True),
        ((date(2022, 1, 1), date(2022, 1, 31)), (date(2022, 2, 1), date(2022, 2, 28)), False),
        ((date(2022, 1, 1), date(2022, 1, 31)), (date(2022, 1, 31), None), True),
        ((date(2022, 1, 1), date(2022, 1, 31)), (None, date(2021, 12, 31)), False),
    ],
)
def test_two_spans_overlap_when_they_share_a_day(
    one: tuple[date | None, date | None], other: tuple[date | None, date | None], *, expected: bool
) -> None:
    first, second = (Validity(valid_from=start, valid_to=end) for start, end in (one, other))
    assert first.overlaps(second) is expected
    assert second.overlaps(first) is expected


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: Window(date(2022, 1, 2), date(2022, 1, 1)), "the window ends before it starts"),
        (
            lambda: Validity(valid_from=date(2022, 1, 2), valid_to=date(2022, 1, 1)),
            "valid_to is before valid_from",
        ),
        (
            lambda: last_timely_days(before=(), first=date(2022, 1, 1), last=date(2022, 1, 1)),
            "a recurring deadline needs at least one date",
        ),
        (
            lambda: last_timely_days(
                before=((2, 29),), first=date(2022, 1, 1), last=date(2022, 1, 1)
            ),
            "month 2, day 29 is not a day of every year",
        ),
        (
            lambda: period_ends(Frequency.YEAR, first=date(2022, 1, 2), last=date(2022, 1, 1)),
            "the span ends before it starts",
        ),
        (
            lambda: period_ends(Frequency.YEAR, first=date(2022, 1, 2), last=date(9999, 1, 1)),
            "the span ends after the year 9998",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_these_words(build: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the words are compared whole
        build()
    assert str(caught.value) == words
