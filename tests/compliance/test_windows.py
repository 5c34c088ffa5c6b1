"""Every kind of window gives the points of a schedule that it stands for."""

from datetime import date

import pytest

from cashless_edu_health.compliance import Outcome
from cashless_edu_health.periods import Window, WindowKind, calendar_year, reporting_year

END_2022 = date(2022, 12, 31)
YEAR, REPORT = calendar_year(2022), reporting_year(2022)
SCHOOL = Window(date(2022, 9, 1), date(2023, 8, 31), WindowKind.SCHOOL_YEAR)
QUARTER = Window(date(2022, 1, 1), date(2022, 3, 31))
TO_NOVEMBER = Window(date(2021, 11, 15), date(2022, 11, 14))

IN_YEAR = {"period": 2022, "at_least": "50%"}
IN_SCHOOL_YEAR = {"school_year": 2022, "at_least": "50%"}
BY = {"by": "2022-12-31", "at_least": "50%"}
FROM = {"starts": "2022-01-01", "at_least": "50%"}
EACH = {"each_year": {"from": 2022, "to": 2025}, "at_least": "50%"}
RAMP = {"start": 2022, "at_least": "50%", "add": "10pp", "until": 2023, "ends_at": "60%"}


@pytest.mark.parametrize(
    ("entry", "window", "due"),
    [
        (IN_YEAR, 2022, END_2022),
        (IN_YEAR, YEAR, END_2022),
        (IN_YEAR, REPORT, date(2022, 12, 14)),
        (IN_YEAR, TO_NOVEMBER, date(2022, 11, 14)),
        (IN_YEAR, QUARTER, END_2022),
        (IN_YEAR, SCHOOL, None),
        (IN_SCHOOL_YEAR, SCHOOL, date(2023, 8, 31)),
        (IN_SCHOOL_YEAR, YEAR, None),
        (BY, YEAR, END_2022),
        (BY, REPORT, END_2022),
        (BY, reporting_year(2023), None),
        (BY, SCHOOL, END_2022),
        (BY, QUARTER, None),
        (FROM, REPORT, date(2022, 12, 14)),
        (FROM, SCHOOL, date(2023, 8, 31)),
        (EACH, QUARTER, END_2022),
        (EACH, REPORT, date(2022, 12, 14)),
        (EACH, SCHOOL, None),
    ],
)
def test_a_window_has_the_point_of_its_year(make, entry, window, due):
    plan = make.plan_of("platform_share", schedule=[entry])
    assessment = make.assess(plan, make.dataset(), period=window, as_of=date(2023, 12, 31))
    assert assessment["T"].due == due
    assert assessment.window == (YEAR if window == 2022 else window)


def test_a_quarter_of_a_ramp_has_the_bound_of_its_year(make):
    plan = make.plan_of("platform_share", ramp=RAMP)
    result = make.ask(plan, make.dataset(), period=QUARTER)
    assert (str(result.bound), result.due) == ("50%", END_2022)


@pytest.mark.parametrize(
    ("window", "as_of", "outcome"),
    [
        (QUARTER, QUARTER.last, Outcome.NOT_DUE),
        (QUARTER, END_2022, Outcome.NOT_DUE),
        (TO_NOVEMBER, TO_NOVEMBER.last, Outcome.MET),
        (YEAR, END_2022, Outcome.MET),
        (YEAR, QUARTER.last, Outcome.NOT_DUE),
    ],
)
def test_a_part_of_a_year_does_not_end_it(make, window, as_of, outcome):
    data = make.dataset(receipts=[make.paid("R1", "qr_transfer", on=date(2022, 2, 1)),
                                  make.paid("R2", "cash", on=date(2022, 12, 1))])  # fmt: skip
    result = make.ask(make.plan_of("count_share"), data, period=window, as_of=as_of)
    assert (result.outcome, result.provisional or result.outcome) == (outcome, Outcome.MET)
    assert result.denominator == (2 if window is YEAR and as_of == END_2022 else 1)


def test_a_day_within_a_school_year_asks_for_the_figure_of_its_own_year(make):
    plan = make.plan_of({"series": "n"}, schedule=[{"by": "2022-12-31", "at_least": 5}], pop=None)
    series = {"n": {"2022": 5, "2023": 1}}
    result = make.ask(plan, make.dataset(series=series), period=SCHOOL)
    assert (result.outcome, result.numerator) == (Outcome.MET, 5)
