"""Institutions that are counted and not listed, alone and beside listed ones."""

from datetime import date
from fractions import Fraction

import pytest

from cashless_edu_health import documents, registry
from cashless_edu_health.compliance import Counted, Outcome, percent
from cashless_edu_health.institutions import Sector

PRESCHOOLS = {"sector": "education", "types": ["preschool"]}
PRIMARY = {"sector": "education", "types": ["primary"]}
YES, NO, OPEN, MAYBE, OUT = (
    Counted.NUMERATOR,
    Counted.DENOMINATOR,
    Counted.UNKNOWN,
    Counted.PERHAPS,
    Counted.LEFT_OUT,
)


def lines(result):
    return [(line.counted, line.reason, line.number) for line in result.trace]


def ask(make, measure, *rows, institutions=(), **target):
    listed = institutions or (make.school("h", sector=Sector.HEALTH, type="hospital"),)
    question = {name: target.pop(name) for name in ("period", "adoption") if name in target}
    target = {"pop": PRESCHOOLS} | target
    data = make.dataset(*listed, head_counts=rows)
    return make.ask(make.plan_of(measure, **target), data, **question)


PLAN = """
id = "mau-2024"
title = "Kế hoạch mẫu"
issuer = "UBND tỉnh Mẫu"
level = "province"
area = "khanh-hoa@2022"
period = { from = 2022-05-12, to = 2025-12-31 }
source = { kind = "official_text", complete = true }

[[targets]]
id = "MAU-Q1"
cite = "II.1"
pop = { sector = "education", types = ["preschool"] }
measure = "adoption_share"
force = "must"
ramp = { start = 2022, at_least = "50%", add = "10pp", until = 2025, ends_at = "80%" }
quote = "mẫu"

[[targets]]
id = "MAU-Q2"
cite = "III.1"
pop = { sector = "education", types = ["preschool"] }
measure = "readiness_share"
force = "strive"
schedule = [{ period = 2023, at_least = "80%" }]
quote = "mẫu"
"""


def test_the_figures_that_khanh_hoa_published_come_out_from_a_plan_file(make, tmp_path):
    """160 preschools that use cashless methods, of which 117 have three: it printed 73,13 %."""
    (tmp_path / "mau-2024.toml").write_text(PLAN, encoding="utf-8")
    plan = documents.read_plan(tmp_path / "mau-2024.toml", vocabulary=registry.vocabulary())
    having = {"cashless_used": 160, "three_of_four": 117}
    row = make.heads("mn", 160, having, area="khanh-hoa@2022", valid_from=date(2023, 12, 31))
    listed = make.school("h", sector=Sector.HEALTH, type="hospital")
    found = make.assess(plan, make.dataset(listed, head_counts=[row]), period=2023)
    adoption, readiness = found
    assert (adoption.share, adoption.outcome, str(adoption.bound)) == (1, Outcome.MET, "60%")
    assert (readiness.numerator, readiness.denominator) == (117, 160)
    assert (percent(readiness.share), readiness.outcome) == ("73,13", Outcome.NOT_MET)
    assert (readiness.sources, readiness.gap.convert.least) == (("head_count",), 11)
    assert lines(readiness) == [
        (OUT, "not-in-population", 1),
        (YES, "", 117),
        (NO, "condition-fails", 43),
    ]
    early = make.assess(plan, make.dataset(listed, head_counts=[row]), period=2022)
    assert early["MAU-Q1"].reason == "head-count-of-another-day"


@pytest.mark.parametrize(
    ("having", "among", "expected"),
    [
        ({"platform": 7}, None, (7, 3, 0, 0)),
        ({"digital_platform": 7}, None, (7, 3, 0, 0)),
        ({"something_else": 7}, None, (0, 0, 10, 0)),
        ({"digital_platform": 7, "cashless_accepted": 10}, "cashless_accepted", (7, 3, 0, 0)),
        # 8 among, 7 of 10 with a platform: at least 5 and at most 7 of the 8.
        ({"digital_platform": 7, "cashless_accepted": 8}, "cashless_accepted", (5, 1, 2, 0)),
        ({"cashless_accepted": 8}, "cashless_accepted", (0, 0, 8, 0)),
        ({"digital_platform": 7}, "cashless_accepted", (0, 0, 0, 10)),
    ],
)
def test_a_head_count_speaks_of_what_it_names(make, having, among, expected):
    extra = {} if among is None else {"among": among}
    count = ask(make, "platform_share", make.heads("mn", 10, having), **extra).part.count
    assert (count.yes, count.no, count.unknown, count.maybe_unknown) == expected


def test_a_group_that_is_wider_than_the_population_may_be_in_it_in_part(make):
    urban = PRESCHOOLS | {"area_class": "urban"}
    row = make.heads("mn", 10, {"platform": 7})
    count = ask(make, "platform_share", row, pop=urban).part.count
    assert (count.maybe_yes, count.maybe_no, count.denominator) == (7, 3, 0)
    tagged = PRESCHOOLS | {"tags": ["boarding"]}
    assert ask(make, "platform_share", row, pop=tagged).part.count.maybe_yes == 7
    sure = make.heads("mn", 10, {"platform": 7}, tags=frozenset({"boarding"}))
    assert ask(make, "platform_share", sure, pop=tagged).part.count.yes == 7


def test_listed_and_counted_institutions_are_added_up(make):
    listed = (make.school("a", facts={"digital_platform": True}),)
    row = make.heads("mn", 3, {"platform": 1})
    result = ask(make, "platform_share", row, institutions=listed, pop="edu")
    assert (result.share, result.sources) == (Fraction(2, 4), ("head_count", "register"))
    only = ask(make, "platform_share", row, institutions=listed, pop=PRIMARY)
    assert (only.share, only.sources) == (1, ("register",))
    assert lines(only) == [(YES, "", 1), (OUT, "not-in-population", 3)]


def test_nobody_counted_is_nobody(make):
    result = ask(make, "platform_share", make.heads("mn", 0))
    assert (result.outcome, result.reason) == (Outcome.NOT_APPLICABLE, "nobody")
    row = make.heads("mn", 5, {"cashless_accepted": 0, "platform": 5})
    result = ask(make, "platform_share", row, among="cashless_accepted")
    assert (result.outcome, result.reason) == (Outcome.UNDEFINED, "nobody-among")


def test_a_head_count_of_another_day_is_never_carried_over(make):
    old = make.heads("mn21", 10, {"platform": 10}, valid_to=date(2022, 6, 30))
    result = ask(make, "platform_share", old)
    assert (result.outcome, result.reason) == (
        Outcome.INSUFFICIENT_DATA,
        "head-count-of-another-day",
    )
    assert (result.numerator, lines(result)) == (None, [(MAYBE, result.reason, 10)])
    assert result.explanation("vi").startswith("số liệu đếm gộp không nói về ngày tính")
    new = make.heads("mn22", 12, {"platform": 9}, valid_from=date(2022, 7, 1))
    assert ask(make, "platform_share", old, new).share == Fraction(9, 12)
    listed = make.school("a", type="preschool", valid_from=date(2022, 7, 1),
                         facts={"digital_platform": True})  # fmt: skip
    assert ask(make, "platform_share", old, institutions=(listed,)).share == 1
    other = make.heads("p", 4, {"platform": 2}, type="primary")
    assert ask(make, "platform_share", old, other).reason == "head-count-of-another-day"
    assert ask(make, "platform_share", old, other, pop="edu").share is None


def test_a_figure_of_use_is_the_least_where_installed_is_enough(make):
    row = make.heads("mn", 10, {"cashless_used": 4})
    result = ask(make, "adoption_share", row)
    assert (result.share, result.outcome) == (Fraction(4, 10), Outcome.NOT_MET)
    (other,) = [r for r in result.readings if r.reading == "adoption"]
    assert (other.part.low, other.part.high) == (Fraction(4, 10), Fraction(1))
    unused = {"share_of": "entities", "where": "unused"}
    no = {"unused": {"no": ["cashless_used"]}}
    row = make.heads("mn", 10, {"unused": 4})
    result = ask(make, unused, row, adoption="installed_only", conditions=no)
    assert (result.part.low, result.part.high) == (Fraction(0), Fraction(1))


def test_a_figure_of_methods_says_nothing_of_one_purpose(make):
    row = make.heads("mn", 10, {"three_of_four": 4, "digital_platform": 3})
    assert ask(make, "readiness_share", row, purposes=["tuition"]).part.count.unknown == 10
    assert ask(make, "platform_share", row, purposes=["tuition"]).part.count.yes == 3


DAYS = {"valid_from": date(2022, 1, 1), "valid_to": date(2022, 6, 30)}
LATER = {"valid_from": date(2022, 7, 1)}


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ({}, {}, False),
        (DAYS, LATER, True),
        ({}, {"type": "lower_secondary"}, True),
        ({"area_class": "urban"}, {"area_class": "rural"}, True),
        ({"area_class": "urban"}, {}, False),
        ({"ownership": "public"}, {"ownership": "private"}, True),
        ({"area": "khanh-hoa@2022"}, {"area": "dong-nai@2022"}, True),
        ({"area": "khanh-hoa@2022"}, {"area": "khanh-hoa@2022"}, False),
        ({"tags": frozenset({"x"})}, {"tags": frozenset({"y"})}, False),
    ],
)
def test_two_head_counts_that_may_hold_one_institution_are_refused(make, one, other, apart):
    rows = [make.heads("A", 5, **one), make.heads("B", 5, **other)]
    if apart:
        assert len(make.dataset(head_counts=rows).head_counts) == 2
        return
    with pytest.raises(ValueError, match="'A' and 'B' may count one institution twice"):
        make.dataset(head_counts=rows)


@pytest.mark.parametrize(
    ("institution", "group", "apart"),
    [
        ({"type": "preschool"}, {}, False),
        ({}, {}, True),
        ({"type": "preschool"}, {"area": "khanh-hoa@2022"}, False),
        ({"type": "preschool", "area": "x"}, {"area": "khanh-hoa@2022"}, True),
        ({"type": "preschool"}, {"tags": frozenset({"boarding"})}, True),
        ({"type": "preschool", **LATER}, DAYS, True),
    ],
)
def test_an_institution_that_is_listed_is_not_counted_too(make, institution, group, apart):
    listed, row = make.school("s", **institution), make.heads("A", 5, **group)
    if apart:
        assert make.dataset(listed, head_counts=[row]).institutions == (listed,)
        return
    with pytest.raises(ValueError, match="'s' is listed and may be counted by the head count 'A'"):
        make.dataset(listed, head_counts=[row])
