from pathlib import Path

import pytest

from cashless_edu_health import registry
from cashless_edu_health.errors import UnknownLayoutError, UnknownPlanError
from cashless_edu_health.legal import Citation, DocumentKind

PLANS = (
    *("dong-nai-24-kh-ubnd-2022", "dong-thap-153-kh-ubnd-2022", "khanh-hoa-4205-kh-ubnd-2022"),
    *("lam-dong-ubnd-2022", "xuan-loc-83-kh-ubnd-2023"),
    *("decision-1813-2021", "mic-781-2022"),
)


def test_every_bundled_plan_is_a_document_that_can_be_cited() -> None:
    register = registry.legal()
    assert [register[plan].kind for plan in PLANS] == [
        *(DocumentKind.PLAN, DocumentKind.PLAN, DocumentKind.PLAN),
        *(DocumentKind.NEWS, DocumentKind.PLAN),
        *(DocumentKind.LAW, DocumentKind.LETTER),
    ]
    assert [register[plan].complete for plan in PLANS] == [
        *(True, False, True, False, True),
        *(False, False),
    ]
    assert register.describe(Citation("dong-nai-24-kh-ubnd-2022", "II.5.b")) == (
        "II.5.b, 24/KH-UBND (UBND tỉnh Đồng Nai)"
    )


def test_every_citation_in_a_bundled_plan_resolves() -> None:
    cited = {
        row.citation.document
        for plan in registry.plans()
        for row in (*plan.targets, *plan.duties, *plan.reporting, *plan.out_of_scope)
    }
    assert cited <= {document.id for document in registry.legal()}
    assert cited == set(PLANS)


def test_rules_come_by_id_and_each_once() -> None:
    ids = [rule.id for rule in registry.rules()]
    assert ids == sorted(set(ids))
    assert {rule_id.split("-")[0] for rule_id in ids} >= {"CMP", "INV", "PLN", "QR", "REC", "ST"}


def test_a_plan_is_found_by_id_and_by_key_and_by_nothing_else() -> None:
    assert registry.plan("XL83") is registry.plan("xuan-loc-83-kh-ubnd-2023")
    with pytest.raises(UnknownPlanError) as caught:
        registry.plan("DN25")
    assert "DN24" in caught.value.candidates


def test_an_unknown_layout_names_what_is_near() -> None:
    with pytest.raises(UnknownLayoutError) as caught:
        registry.layout("cashless_csv")
    assert caught.value.candidates[0] == "cashless-csv"


def test_there_is_a_template_for_both_sectors_and_no_other() -> None:
    assert registry.template("education") != registry.template("health")
    with pytest.raises(ValueError, match=r"sector|Sector"):
        registry.template("transport")


def test_every_bundled_file_is_of_a_known_folder() -> None:
    folders = {path.name for path in registry._data().iterdir()}
    assert folders <= {
        "banks",
        "channels",
        "plans",
        "slips",
        "legal",
        "areas",
        "layouts",
        "vectors",
        "demo",
        "merchant_categories",
        "settlement_layouts",
        "starters",
        "templates",
    }


@pytest.mark.parametrize(
    "folder",
    [
        *("areas", "channels", "legal", "layouts", "merchant_categories", "plans"),
        *("settlement_layouts", "templates"),
    ],
)
def test_bundled_files_that_people_write_are_toml(folder: str) -> None:
    files: list[Path] = list(registry._data(folder).iterdir())
    assert files
    assert {path.suffix for path in files} == {".toml"}
