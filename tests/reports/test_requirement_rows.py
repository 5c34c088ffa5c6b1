import pytest

from cashless_edu_health import compliance, messages, registry, reports
from cashless_edu_health.compliance import MethodNeeded, PayersNeeded, Requirements
from cashless_edu_health.periods import calendar_year
from cashless_edu_health.reports import RequirementRow


def rows(key, lang="vi", year=None):
    period = calendar_year(year) if year else None
    return reports.requirement_rows(compliance.requirements(registry.plan(key), period), lang)


def test_a_requirement_is_told_in_words_with_the_rows_that_need_it():
    found = {(row.kind, row.name): row for row in rows("DT153")}
    assert found["attribute", "tier"] == RequirementRow(
        kind="attribute",
        name="tier",
        text="trong danh sách, mỗi cơ sở phải ghi tuyến: tỉnh",
        whom="bệnh viện, cơ sở y tế tuyến tỉnh",
        rows=("DT153-Q4",),
    )
    assert found["payments", ""].text.startswith("số lượng, giá trị các khoản người dân trả")
    assert found["answer", "reuse_existing_payment_means"].text == (
        "câu trả lời của người phụ trách: người trả dùng được phương tiện thanh toán sẵn có"
    )
    assert found["fees", "cashless_not_above_cash"].rows == ("DT153-D2", "DT153-D5")


def test_purposes_and_categories_are_told():
    texts = [row.text for row in rows("DT153", "en")]
    assert "whether payment by card (POS) is accepted, for tuition" in texts
    assert "whether payment by transfer by QR code is accepted (category QR code)" in texts


def test_payers_and_series_without_a_year_are_told():
    plan = registry.plan("DN24")
    payers = PayersNeeded(purposes=frozenset({"tuition"}), rows=("X",))
    needs = Requirements(plan=plan, period=None, needs=(payers,))
    (row,) = reports.requirement_rows(needs, "vi")
    assert row.text.endswith("trong đó số người trả không dùng tiền mặt, cho học phí")
    assert (row.whom, row.name) == ("", "")
    undated = compliance.SeriesNeeded(series="gdp", years=(), rows=("X",))
    assert reports.requirement_text(undated, "vi") == (
        "số liệu báo cáo: GDP (văn bản không nêu năm)"
    )


@pytest.mark.parametrize("lang", messages.LANGUAGES)
@pytest.mark.parametrize("plan", [plan.key for plan in registry.plans()])
def test_every_word_of_the_bundled_plans_has_a_name(plan, lang):
    raw = [
        row.name
        for row in rows(plan, lang)
        if "_" in row.name and row.kind != "fees" and row.name in row.text
    ]
    assert raw == []
    kinds = {n.kind for n in compliance.requirements(registry.plan(plan)).of(MethodNeeded)}
    assert {k for k in kinds if not messages.has(f"method-kind.{k}")} == set()
