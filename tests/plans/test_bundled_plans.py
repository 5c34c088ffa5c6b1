"""The bundled plans: nothing lost, nothing misspelt, every word in its source."""

from datetime import date
from pathlib import Path

import pytest

from cashless_edu_health import plans, registry
from cashless_edu_health.errors import UnknownPlanError
from cashless_edu_health.legal import DocumentKind
from cashless_edu_health.periods import DeadlineReading, calendar_year

KEYS = ("QD1813", "DN24", "DT153", "KH4205", "LD22", "MIC781", "XL83")


def rows(plan):
    return (*plan.targets, *plan.duties, *plan.reporting, *plan.out_of_scope)


def normal(text):
    return " ".join(text.split())


def test_each_plan_holds_as_many_rows_as_its_text_asks_for():
    found = {
        plan.key: (
            *(len(plan.targets), len(plan.duties), len(plan.reporting)),
            len(plan.out_of_scope),
        )
        for plan in registry.plans()
    }
    assert tuple(found) == KEYS
    assert found == {
        "DN24": (6, 17, 2, 10),
        "DT153": (8, 10, 0, 1),
        "KH4205": (6, 14, 3, 9),
        "LD22": (4, 0, 0, 0),
        "MIC781": (5, 0, 0, 0),
        "QD1813": (9, 0, 0, 0),
        "XL83": (13, 13, 2, 5),
    }


@pytest.mark.parametrize("key", KEYS)
def test_every_quote_occurs_in_its_source(key, data_dir: Path):
    plan = registry.plan(key)
    source = normal((data_dir / "sources" / str(plan.source.file)).read_text(encoding="utf-8"))
    missing = [row.id for row in rows(plan) if normal(plan.words(row)) not in source]
    assert missing == []


def test_who_reports_and_what_is_as_the_source_prints_it(data_dir: Path):
    for plan in registry.plans():
        source = normal((data_dir / "sources" / str(plan.source.file)).read_text(encoding="utf-8"))
        printed = [word for row in plan.reporting for word in (*row.by, *row.content)]
        assert [word for word in printed if word not in source] == [], plan.key


def test_a_quote_that_the_source_does_not_hold_would_be_noticed(data_dir: Path):
    text = (data_dir / "sources" / "dong-nai-24-kh-ubnd-2022.txt").read_text(encoding="utf-8")
    assert normal("60% trường học, cơ sở giáo dục và 30% bệnh viện") not in normal(text)


@pytest.mark.parametrize("key", KEYS)
def test_no_bundled_plan_uses_a_word_that_the_vocabulary_does_not_know(key):
    report = plans.check(registry.plan(key), registry.vocabulary())
    assert [(f.path, dict(f.values)) for f in report.findings] == []


@pytest.mark.parametrize("key", KEYS)
def test_ids_citations_and_file_names_agree(key):
    plan = registry.plan(key)
    assert all(row.id.startswith(f"{key}-") for row in rows(plan))
    assert {row.citation.document for row in rows(plan)} == {plan.id}
    assert all(row.citation.pinpoint for row in rows(plan))
    assert plan.source.file == f"{plan.id}.txt"
    assert registry.plan(plan.id) is plan


def test_the_state_of_each_source_is_said():
    found = {
        plan.key: (plan.source.kind.value, plan.source.complete, set(plan.source.unseen))
        for plan in registry.plans()
    }
    assert found == {
        "DN24": ("official_text", True, set()),
        "DT153": ("official_excerpt", False, {"duties", "reporting", "annex"}),
        "KH4205": ("official_text", True, set()),
        "LD22": ("news_secondary", False, {"duties", "reporting", "annex"}),
        "MIC781": ("translation", False, {"duties", "reporting"}),
        "QD1813": ("news_secondary", False, {"targets", "duties", "reporting"}),
        "XL83": ("official_text", True, set()),
    }


def test_a_plan_without_reports_says_that_its_reporting_was_not_seen():
    silent = {plan.key for plan in registry.plans() if not plan.reporting}
    assert silent == {p.key for p in registry.plans() if plans.Part.REPORTING in p.source.unseen}


def test_every_plan_stands_on_an_area_of_its_time():
    areas = registry.areas()
    names = {plan.key: areas[plan.area].name for plan in registry.plans()}
    assert names == {
        "DN24": "tỉnh Đồng Nai",
        "DT153": "tỉnh Đồng Tháp",
        "KH4205": "tỉnh Khánh Hòa",
        "LD22": "tỉnh Lâm Đồng",
        "MIC781": "Việt Nam",
        "QD1813": "Việt Nam",
        "XL83": "huyện Xuân Lộc",
    }
    assert [
        p.key for p in registry.plans() if areas.standing(p.area, on=p.issued)[0].id != p.area
    ] == []


def test_a_row_out_of_scope_says_why_in_vietnamese():
    reasons = {row.id: row.reason for plan in registry.plans() for row in plan.out_of_scope}
    assert [row for row, reason in reasons.items() if len(reason.split()) < 5] == []
    assert {row.split("-")[0] for row in reasons} == {"DN24", "DT153", "KH4205", "XL83"}


def test_what_is_asked_as_far_as_possible_is_never_an_absolute_ban():
    fees = {
        duty.id: (duty.asks.subject, duty.asks.wish)
        for plan in registry.plans()
        for duty in plan.duties
        if isinstance(duty.asks, plans.Fee)
    }
    minimise = ("cashless_not_above_cash", "minimise")
    assert fees == {"DT153-D2": minimise, "DT153-D5": minimise}


def test_health_is_asked_for_staff_beside_a_contact_and_schools_are_not():
    facts = {
        duty.id: [leaf.fact for leaf in duty.asks.condition.leaves()]
        for key in ("DN24", "KH4205")
        for duty in registry.plan(key).duties
        if duty.id.split("-")[1] in ("D5", "D6")
    }
    contact, both = ["support_contact"], ["support_contact", "support_staff"]
    assert facts == {
        "DN24-D5": contact, "DN24-D6": both, "KH4205-D5": contact, "KH4205-D6": both,
    }  # fmt: skip


def test_a_plan_is_a_legal_document_and_a_news_item_says_so():
    document = registry.plan("DN24").legal_document()
    assert (document.id, document.kind) == ("dong-nai-24-kh-ubnd-2022", DocumentKind.PLAN)
    assert (document.number, document.issuer) == ("24/KH-UBND", "UBND tỉnh Đồng Nai")
    assert (document.issued, document.complete) == (date(2022, 6, 2), True)
    news = registry.plan("LD22").legal_document()
    assert (news.kind, news.number, news.complete) == (DocumentKind.NEWS, None, False)


def test_tuition_only_targets_carry_their_purpose():
    purposes = {
        target.id: set(target.purposes)
        for plan in registry.plans()
        for target in plan.targets
        if target.purposes
    }
    tuition = {"tuition"}
    assert purposes == {"DT153-Q2": tuition, "DT153-Q3": tuition, "XL83-Q11": tuition}


@pytest.mark.parametrize(
    ("target", "year", "bound"),
    [
        ("DN24-Q3", 2022, "50%"),
        ("DN24-Q4", 2022, "30%"),
        ("DN24-Q6", 2022, "20%"),
        ("DN24-Q3", 2023, None),
        ("DN24-Q3", 2021, None),
        ("KH4205-Q3", 2022, "50%"),
        ("KH4205-Q3", 2023, "60%"),
        ("KH4205-Q3", 2024, "70%"),
        ("KH4205-Q3", 2025, "80%"),
        ("KH4205-Q3", 2026, None),
        ("XL83-Q11", 2025, "90%"),
        ("XL83-Q11", 2024, None),
        ("LD22-Q1", 2022, "100%"),
        ("DT153-Q6", 2022, "20%"),
    ],
)
def test_each_year_has_its_own_bound_or_none(target, year, bound):
    plan = registry.plan(target.split("-")[0])
    row = next(row for row in plan.targets if row.id == target)
    point = row.schedule.point(calendar_year(year))
    assert (None if point is None else str(point.demand.bound)) == bound


def test_reports_are_due_before_fixed_days_or_on_no_day_at_all():
    dong_nai, khanh_hoa = registry.plan("DN24"), registry.plan("KH4205")
    days = dong_nai.last_timely_days(dong_nai.reporting[0])
    assert [day.isoformat() for day in days] == [
        "2022-11-14", "2023-11-14", "2024-11-14", "2025-11-14",
    ]  # fmt: skip
    late = dong_nai.last_timely_days(dong_nai.reporting[0], DeadlineReading.INCLUSIVE)
    assert late[0] == date(2022, 11, 15)
    assert dong_nai.last_timely_days(dong_nai.reporting[1]) is None
    assert khanh_hoa.last_timely_days(khanh_hoa.reporting[0]) is None


def test_an_unknown_plan_names_what_is_near():
    with pytest.raises(UnknownPlanError) as caught:
        registry.plan("DN42")
    assert "DN24" in caught.value.candidates
