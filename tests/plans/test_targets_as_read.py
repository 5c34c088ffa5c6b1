"""Every target of the source texts, transcribed a second time by hand from the reading of them.

A row says: clause; whose figure; which figure; how several decide; what is asked and when; what
for; how strongly. The plan files say the same in their own way.
"""

import pytest

from cashless_edu_health import plans, registry
from cashless_edu_health.institutions import Sector
from cashless_edu_health.plans import Ramp

ADOPT, ACCEPT, PLATFORM = "adopting", "accepting", "on a platform"
BOTH_SHARES = ("number", "value")
GROWTH_NOTE = "2020-2025"
STAIRS = ("2022 >= 50%", "2023 >= 60%", "2024 >= 70%", "2025 >= 80%")
END_2025, END_2022 = "by 2025-12-31", "by 2022-12-31"


def growth(*series):
    return tuple(f"average growth {GROWTH_NOTE} of {name}" for name in series)


def ratio(numerator, denominator):
    return (f"{numerator} / {denominator}",)


# In each row: clause, populations, measures, how they combine, demands, purposes, force.
TARGETS = {
    "DN24-Q1": ("II.5.a", ("schools",), (PLATFORM,), "all", ("2022 >= 50%",), (), "must"),
    "DN24-Q2": ("II.5.a", ("health",), (PLATFORM,), "all", ("2022 >= 30%",), (), "must"),
    "DN24-Q3": ("II.5.b", ("schools",), (ADOPT,), "all", ("2022 >= 50%",), (), "must"),
    "DN24-Q4": ("II.5.b", ("health",), (ADOPT,), "all", ("2022 >= 30%",), (), "must"),
    "DN24-Q5": ("II.5.c", ("schools",), BOTH_SHARES, "all", ("2022 >= 50%",), (), "strive"),
    "DN24-Q6": ("II.5.c", ("health",), BOTH_SHARES, "all", ("2022 >= 20%",), (), "strive"),
    "LD22-Q1": (
        *("tin báo đoạn 5", ("both sectors",), (PLATFORM,), "all"),
        *((f"{END_2022} >= 100%",), (), "must"),
    ),
    "LD22-Q2": (
        *("tin báo đoạn 5", ("schools",), (ADOPT,), "all"),
        *((f"{END_2022} >= 50%",), (), "must"),
    ),
    "LD22-Q3": (
        *("tin báo đoạn 5", ("treatment",), ("adopting, on three portals",), "all"),
        *((f"{END_2022} >= 100%",), (), "must"),
    ),
    "LD22-Q4": (
        *("tin báo đoạn 6", ("schools", "health"), BOTH_SHARES, "all"),
        *(("2022 >= 50%",), (), "strive"),
    ),
    "KH4205-Q1": ("I.2", ("schools",), (PLATFORM,), "all", STAIRS, (), "must"),
    "KH4205-Q2": ("I.2", ("health",), (PLATFORM,), "all", STAIRS, (), "must"),
    "KH4205-Q3": ("I.2", ("schools",), (ADOPT,), "all", STAIRS, (), "must"),
    "KH4205-Q4": ("I.2", ("health",), (ADOPT,), "all", STAIRS, (), "must"),
    "KH4205-Q5": ("I.2", ("schools", "health"), ("value", "number"), "any", STAIRS, (), "must"),
    "KH4205-Q6": (
        *("III.1.a", ("schools",), ("online teaching",), "all"),
        *(("no year >= 100%",), (), "must"),
    ),
    "DT153-Q1": ("I.2", ("both sectors",), (PLATFORM,), "all", ("2022 >= 50%",), (), "must"),
    "DT153-Q2": ("I.2", ("schools",), (ADOPT,), "all", ("2022 >= 50%",), ("tuition",), "must"),
    "DT153-Q3": ("I.2", ("colleges",), (ADOPT,), "all", ("2022 >= 100%",), ("tuition",), "must"),
    "DT153-Q4": ("I.2", ("provincial health",), (ADOPT,), "all", ("2022 >= 100%",), (), "must"),
    "DT153-Q5": ("I.2", ("district centres",), (ADOPT,), "all", ("2022 >= 100%",), (), "must"),
    "DT153-Q6": ("I.2", ("commune stations",), (ADOPT,), "all", ("2022 >= 20%",), (), "must"),
    "DT153-Q7": (
        *("I.2", ("both sectors, only adopters",), BOTH_SHARES, "all"),
        *(("2022 >= 50%",), (), "strive"),
    ),
    "DT153-Q8": (
        *("II.1.a", ("schools",), ("online teaching",), "all"),
        *(("2022 >= 100%",), (), "must"),
    ),
    "XL83-Q1": (
        *("II.1", (), ratio("ecommerce_cashless_value", "ecommerce_total_value"), "all"),
        *((f"{END_2025} >= 50%",), (), "strive"),
    ),
    "XL83-Q2": (
        *("II.2", (), ratio("residents_15plus_with_account", "residents_15plus"), "all"),
        *((f"{END_2025} >= 80%",), (), "strive"),
    ),
    "XL83-Q3": (
        *("II.3", (), ("acceptance_points_in_communes",), "all"),
        *(("2022-2025 more than the year before",), (), "strive"),
    ),
    "XL83-Q4": (
        *("II.3", ("shops",), ("having an acceptance point",), "all"),
        *((f"{END_2025} >= 100%",), (), "strive"),
    ),
    "XL83-Q5": (
        *("II.4", (), growth("cashless_count", "cashless_value"), "all"),
        *((f"{END_2025} 20% to 25%",), (), "strive"),
    ),
    "XL83-Q6": (
        *("II.4", (), growth("mobile_count"), "all"),
        *((f"{END_2025} 50% to 80%",), (), "strive"),
    ),
    "XL83-Q7": (
        *("II.4", (), growth("mobile_value"), "all"),
        *((f"{END_2025} 80% to 100%",), (), "strive"),
    ),
    "XL83-Q8": (
        *("II.4", (), growth("internet_count", "internet_value"), "all"),
        *((f"{END_2025} 35% to 40%",), (), "strive"),
    ),
    "XL83-Q9": (
        *("II.4", (), ratio("persons_orgs_using_epayment", "persons_orgs"), "all"),
        *((f"{END_2025} >= 40%",), (), "strive"),
    ),
    "XL83-Q10": ("II.5 (câu dẫn)", (), (), "all", ("in another document",), (), "must"),
    "XL83-Q11": (
        *("II.5", ("schools",), (ACCEPT,), "all"),
        *((f"{END_2025} 90% to 100%",), ("tuition",), "strive"),
    ),
    "XL83-Q12": (
        *("II.5", ("treatment",), (ACCEPT,), "all"),
        *((f"{END_2025} >= 60%",), (), "strive"),
    ),
    "XL83-Q13": (
        *("II.5", (), ratio("beneficiaries_paid_cashless", "beneficiaries"), "all"),
        *((f"{END_2025} >= 60%",), (), "strive"),
    ),
    "MIC781-Q1": (
        *("1 (mục tiêu 2022)", ("schools",), (PLATFORM,), "all"),
        *(("2022 >= 50%",), (), "must"),
    ),
    "MIC781-Q2": (
        *("1 (mục tiêu 2022)", ("health",), (PLATFORM,), "all"),
        *(("2022 >= 50%",), (), "must"),
    ),
    "MIC781-Q3": (
        *("1 (mục tiêu 2022)", ("schools",), (ADOPT,), "all"),
        *(("2022 >= 50%",), (), "must"),
    ),
    "MIC781-Q4": (
        *("1 (mục tiêu 2022)", ("health",), (ADOPT,), "all"),
        *(("2022 >= 50%",), (), "must"),
    ),
    "MIC781-Q5": (
        *("1 (mục tiêu 2022)", ("schools", "health"), BOTH_SHARES, "all"),
        *(("2022 >= 50%",), (), "must"),
    ),
    "QD1813-Q1": (
        *("mục tiêu cụ thể", (), ratio("cashless_value", "gdp"), "all"),
        *((f"{END_2025} >= 25x",), (), "strive"),
    ),
    "QD1813-Q2": (
        *("mục tiêu cụ thể", (), ratio("ecommerce_cashless_value", "ecommerce_total_value")),
        *("all", (f"{END_2025} >= 50%",), (), "strive"),
    ),
    "QD1813-Q3": (
        *("mục tiêu cụ thể", (), ratio("residents_15plus_with_account", "residents_15plus")),
        *("all", (f"{END_2025} >= 80%",), (), "strive"),
    ),
    "QD1813-Q4": (
        *("mục tiêu cụ thể", (), ("acceptance_points",), "all"),
        *((f"{END_2025} > 450000",), (), "strive"),
    ),
    "QD1813-Q5": (
        *("mục tiêu cụ thể", (), growth("cashless_count", "cashless_value"), "all"),
        *((f"{END_2025} 20% to 25%",), (), "strive"),
    ),
    "QD1813-Q6": (
        *("mục tiêu cụ thể", (), growth("mobile_count"), "all"),
        *((f"{END_2025} 50% to 80%",), (), "strive"),
    ),
    "QD1813-Q7": (
        *("mục tiêu cụ thể", (), growth("mobile_value"), "all"),
        *((f"{END_2025} 80% to 100%",), (), "strive"),
    ),
    "QD1813-Q8": (
        *("mục tiêu cụ thể", (), growth("internet_count", "internet_value"), "all"),
        *((f"{END_2025} 35% to 40%",), (), "strive"),
    ),
    "QD1813-Q9": (
        *("mục tiêu cụ thể", (), ratio("persons_orgs_using_epayment", "persons_orgs"), "all"),
        *((f"{END_2025} >= 40%",), (), "strive"),
    ),
}

EDU, HEALTH = Sector.EDUCATION, Sector.HEALTH
POPULATIONS = {
    ((EDU,), (), None, ()): "schools",
    ((HEALTH,), (), None, ()): "health",
    ((EDU, HEALTH), (), None, ()): "both sectors",
    ((EDU,), ("college", "university"), None, ()): "colleges",
    ((HEALTH,), ("hospital", "other_health"), "provincial", ()): "provincial health",
    ((HEALTH,), ("district_health_centre",), None, ()): "district centres",
    ((HEALTH,), ("commune_station",), None, ()): "commune stations",
    ((HEALTH,), (), None, ("examination_treatment",)): "treatment",
    ((), ("mall", "shop", "supermarket"), None, ()): "shops",
}
CONDITIONS = {
    ("digital_platform",): PLATFORM,
    ("1 method", "cashless_in_use"): ADOPT,
    ("1 method",): ACCEPT,
    ("acceptance_point",): "having an acceptance point",
    ("online_teaching", "online_content_20pct_pilot"): "online teaching",
    (
        *("1 method", "cashless_in_use", "pay_on_national_portal"),
        *("pay_on_provincial_portal", "pay_on_one_stop"),
    ): "adopting, on three portals",
}


def condition_text(condition):
    assert not isinstance(condition, plans.AnyOf | plans.NoneOf)
    return CONDITIONS[
        tuple(
            leaf.fact if isinstance(leaf, plans.FactHolds) else f"{leaf.at_least} method"
            for leaf in condition.leaves()
        )
    ]


def population_text(population, among):
    assert (population.entity == "merchant") is (not population.sectors)
    assert (population.minus, population.union) == (None, ())
    assert (population.area_class, population.ownership) == (None, None)
    told = POPULATIONS[
        tuple(sorted(population.sectors)),
        tuple(sorted(population.types)),
        population.tier,
        tuple(sorted(population.tags)),
    ]
    if among is None:
        return told
    assert condition_text(among) == ADOPT
    return f"{told}, only adopters"


def measure_text(measure):
    match measure:
        case plans.ShareOfEntities(where=where):
            return condition_text(where)
        case plans.ShareOfTransactions(weight=weight):
            return {"count": "number", "value": "value"}[weight.value]
        case plans.Series(series=series):
            return series
        case plans.Ratio(numerator=numerator, denominator=denominator):
            return f"{numerator} / {denominator}"
        case plans.Growth(series=series, kind=kind, base=base, end=end):
            return f"{kind.value} growth {base}-{end} of {series}"


def demand_text(demand):
    if demand.comparison.value == "range":
        return f"{demand.bound} to {demand.aspiration}"
    if demand.comparison.value == "increase":
        return "more than the year before"
    return f"{ {'at_least': '>=', 'more_than': '>'}[demand.comparison.value] } {demand.bound}"


def demand_texts(target):
    if target.schedule is None:
        return ("in another document",)
    return tuple(text for entry in target.schedule.entries for text in entry_texts(entry))


def entry_texts(entry):
    match entry:
        case Ramp(first=first, last=last):
            steps = range(first, last + 1)
            return [f"{year} >= {int(entry.bound_in(year) * 100)}%" for year in steps]
        case plans.InYear(year=year, demand=demand):
            return [f"{year or 'no year'} {demand_text(demand)}"]
        case plans.ByDate(starts=None, by=by, demand=demand):
            return [f"by {by} {demand_text(demand)}"]
        case plans.EachYear(first=first, last=last, demand=demand):
            return [f"{first}-{last} {demand_text(demand)}"]


def target(row_id):
    plan = registry.plan(row_id.split("-")[0])
    (row,) = (row for row in plan.targets if row.id == row_id)
    return row


@pytest.mark.parametrize("row_id", TARGETS)
def test_a_target_says_what_the_text_says(row_id):
    row = target(row_id)
    assert TARGETS[row_id] == (
        row.citation.pinpoint,
        tuple(population_text(population, row.among) for population in row.populations),
        tuple(measure_text(measure) for measure in row.measures),
        row.combination.value.removesuffix("_of"),
        demand_texts(row),
        tuple(sorted(row.purposes)),
        row.force.value,
    )
    assert all(not measure.purposes for measure in row.measures if hasattr(measure, "purposes"))


def test_the_table_has_every_target():
    assert {row.id for plan in registry.plans() for row in plan.targets} == set(TARGETS)


def test_what_needs_figures_from_elsewhere_is_marked_so():
    external = {
        row.id for plan in registry.plans() for row in plan.targets if row.scope.value == "external"
    }
    district = {f"XL83-Q{number}" for number in (*range(1, 11), 13)}
    nation = {f"QD1813-Q{number}" for number in range(1, 10)}
    assert external == {"KH4205-Q6", "DT153-Q8"} | district | nation


def test_one_target_is_nested_in_another():
    nested = {row.id: row.part_of for p in registry.plans() for row in p.targets if row.part_of}
    assert nested == {"DT153-Q3": "DT153-Q2"}


# In each row: clause, one by whom, first to whom, through whom, when.
REPORTS = {
    "DN24-R1": (
        *("V (đoạn kết)", "Chủ tịch UBND các huyện, thành phố", "Sở Thông tin và Truyền thông"),
        None,
        "before 11-15",
    ),
    "DN24-R2": (
        *("V (đoạn kết)", "Sở Thông tin và Truyền thông", "UBND tỉnh", None),
        "as regulated",
    ),
    "KH4205-R1": (
        *("VI.1.a", "Sở Thông tin và Truyền thông", "UBND tỉnh", None),
        "quarter, half_year, year, when asked",
    ),
    "KH4205-R2": (
        *("VI.2.c", "Sở Giáo dục và Đào tạo", "UBND tỉnh", "Sở Thông tin và Truyền thông"),
        "quarter, half_year, year, when asked",
    ),
    "KH4205-R3": (
        *("VI.3.c", "Sở Y tế", "UBND tỉnh", "Sở Thông tin và Truyền thông"),
        "quarter, half_year, year, when asked",
    ),
    "XL83-R1": (
        *("VI.4", "các cơ quan, đơn vị liên quan", "UBND huyện", "Phòng Tài chính - Kế hoạch"),
        "before 06-15, before 12-01",
    ),
    "XL83-R2": (
        *("VI.2", "Phòng Tài chính - Kế hoạch", "UBND tỉnh", "UBND huyện"),
        "half_year, year",
    ),
}


def due_text(due):
    parts = [f"before {month:02}-{day:02}" for month, day in due.before]
    parts += [frequency.value for frequency in due.frequencies]
    parts += ["when asked"] if due.ad_hoc else []
    parts += ["as regulated"] if due.as_regulated else []
    return ", ".join(parts)


def test_a_report_is_owed_by_to_and_when_the_text_says():
    found = {
        row.id: (row.citation.pinpoint, row.by, row.to, row.via, due_text(row.due))
        for plan in registry.plans()
        for row in plan.reporting
    }
    assert set(found) == set(REPORTS)
    for row_id, (clause, by, to, via, due) in REPORTS.items():
        assert (found[row_id][0], *found[row_id][3:]) == (clause, via, due)
        assert by in found[row_id][1]
        assert found[row_id][2][0] == to
