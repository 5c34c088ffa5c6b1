"""Units by the year of their borders, and what followed on them."""

from datetime import date
from pathlib import Path

import pytest

from cashless_edu_health import areas, documents, registry
from cashless_edu_health.areas import Area, AreaRegister, AreaSource, Confidence, Level, Succession
from cashless_edu_health.errors import DataError

SOURCE = AreaSource(id="s", description="bịa")
BEFORE, MERGER, CITY = date(2025, 6, 30), date(2025, 7, 1), date(2026, 4, 30)


def unit(area_id: str, *successions: Succession, **extra: object) -> Area:
    return Area(
        **{
            "id": area_id, "name": "tỉnh An (bịa)", "level": Level.PROVINCE, "sources": ("s",),
            "confidence": Confidence.ONE_SOURCE, "successions": successions, **extra,
        }
    )  # fmt: skip


def then(since: date, *to: str, source: str = "s") -> Succession:
    return Succession(since=since, to=to, sources=(source,), confidence=Confidence.ONE_SOURCE)


@pytest.mark.parametrize(
    ("area", "on", "standing"),
    [
        ("dong-nai@2022", BEFORE, ["dong-nai@2022"]),
        ("dong-nai@2022", MERGER, ["dong-nai@2025"]),
        ("dong-nai@2022", CITY, ["dong-nai@2026"]),
        ("dong-nai@2025", date(2026, 4, 29), ["dong-nai@2025"]),
        ("binh-phuoc@2022", MERGER, ["dong-nai@2025"]),
        ("dong-thap@2022", MERGER, ["dong-thap@2025"]),
        ("tien-giang@2022", MERGER, ["dong-thap@2025"]),
        ("khanh-hoa@2022", MERGER, ["khanh-hoa@2025"]),
        ("ninh-thuan@2022", MERGER, ["khanh-hoa@2025"]),
        ("lam-dong@2022", MERGER, ["lam-dong@2025"]),
        ("binh-thuan@2022", MERGER, ["lam-dong@2025"]),
        ("dak-nong@2022", MERGER, ["lam-dong@2025"]),
        ("dong-nai/xuan-loc@2023", BEFORE, ["dong-nai/xuan-loc@2023"]),
        (
            "dong-nai/xuan-loc@2023",
            CITY,
            [
                f"dong-nai/xuan-{name}@2025"
                for name in ("loc", "bac", "thanh", "hoa", "phu", "dinh", "dong")
            ],
        ),
        ("vn@2022", CITY, ["vn@2022"]),
    ],
)
def test_a_unit_stands_until_another_takes_its_place(area, on, standing):
    assert [found.id for found in registry.areas().standing(area, on=on)] == standing


def test_the_day_decides_what_a_code_means():
    by_code = {area.id: area.code for area in registry.areas() if area.code == "82"}
    assert by_code == {"tien-giang@2022": "82", "dong-thap@2025": "82"}


def test_every_parent_successor_and_source_of_the_shipped_units_resolves():
    register = registry.areas()
    assert len(register) == 25
    listed = {source.id for source in register.sources}
    for area in register:
        assert area.parent is None or area.parent in register
        assert set(area.sources) <= listed
        for succession in area.successions:
            assert all(register[name].level.value != "country" for name in succession.to)
            assert set(succession.sources) <= listed
    cited = [source.document for source in register.sources if source.document is not None]
    assert cited == ["resolution-202-2025"]
    assert all(document in registry.legal() for document in cited)


def test_no_unit_is_surer_than_its_sources():
    for area in registry.areas():
        for row in (area, *area.successions):
            assert (len(row.sources) > 1) is (row.confidence is Confidence.VERIFIED) or (
                row.sources in (("plans",), ("resolution-202",))
            ), area.id


def test_what_was_not_read_is_not_there():
    register = registry.areas()
    assert "ha-noi@2022" not in register
    with pytest.raises(KeyError):
        register.standing("ha-noi@2022", on=MERGER)


def test_a_unit_that_was_divided_and_joined_again_stands_once():
    register = AreaRegister(
        [
            unit("a@2020", then(date(2021, 1, 1), "b@2021", "c@2021")),
            unit("b@2021", then(date(2022, 1, 1), "d@2022")),
            unit("c@2021", then(date(2022, 1, 1), "d@2022")),
            unit("d@2022"),
        ],
        sources=[SOURCE],
    )
    assert [area.id for area in register.standing("a@2020", on=date(2021, 6, 1))] == [
        "b@2021",
        "c@2021",
    ]
    assert [area.id for area in register.standing("a@2020", on=date(2022, 1, 1))] == ["d@2022"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([unit("a@2020"), unit("a@2020")], "two areas have the id 'a@2020'"),
        ([unit("a@2020", parent="vn@2020")], "a@2020: the area 'vn@2020' is not there"),
        ([unit("a@2020", then(MERGER, "b@2025"))], "a@2020: the area 'b@2025' is not there"),
        ([unit("a@2020", sources=("t",))], "a@2020: the source 't' is not listed"),
        (
            [unit("a@2020", then(MERGER, "b@2025", source="t")), unit("b@2025")],
            "the source 't' is not listed",
        ),
        (
            [unit("a@2020", then(MERGER, "b@2025")), unit("b@2025", then(CITY, "a@2020"))],
            "an area follows on itself",
        ),
    ],
)
def test_a_register_that_does_not_hold_together_is_refused(rows, words):
    with pytest.raises(ValueError, match=words):
        AreaRegister(rows, sources=[SOURCE])


@pytest.mark.parametrize(
    "area_id", ["dong-nai", "Đồng-Nai@2022", "dong-nai@22", "@2022", "a/@2022"]
)
def test_an_id_without_a_year_is_no_id(area_id):
    with pytest.raises(ValueError, match="'id' must match"):
        unit(area_id)


def test_successions_stand_in_order_of_their_days():
    with pytest.raises(ValueError, match="not in order"):
        unit("a@2020", then(CITY, "b@2026"), then(MERGER, "c@2025"))


BAD = """format = "areas/1"
[[sources]]
id = "s"
description = "bịa"
[[areas]]
id = "a@2020"
name = "tỉnh An (bịa)"
level = "province"
sources = ["s"]
confidence = "one_source"
"""


def followed(to: str, confidence: str) -> str:
    return (
        f"[[areas.successions]]\nsince = 2025-07-01\nto = {to}\n"
        f'sources = ["s"]\nconfidence = "{confidence}"\n'
    )


@pytest.mark.parametrize(
    ("more", "place", "words"),
    [
        ('parent = "vn@2020"\n', "", "a@2020: the area 'vn@2020' is not there"),
        ("born = 2020\n", "areas[0].born", "Extra inputs are not permitted"),
        (followed("[]", "one_source"), "areas[0].successions[0]", "Length of 'to' must be"),
        (
            followed('["a@2020"]', "memory"),
            "areas[0].successions[0].confidence",
            "'verified' or 'one_source'",
        ),
        (followed('["a@2020"]', "verified"), "", "a@2020: an area follows on itself"),
    ],
)
def test_a_file_of_areas_is_refused_with_its_place(more, place, words, tmp_path: Path):
    path = tmp_path / "areas.toml"
    path.write_text(BAD + more, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        documents.read_areas(path)
    assert (caught.value.file, caught.value.path) == ("areas.toml", place)
    assert words in caught.value.reason


def test_a_sound_file_of_areas_is_read(tmp_path: Path):
    path = tmp_path / "areas.toml"
    path.write_text(BAD, encoding="utf-8")
    (area,) = documents.read_areas(path)
    assert area == unit("a@2020")
    assert areas.Level(area.level) is Level.PROVINCE
