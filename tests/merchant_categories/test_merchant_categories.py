"""Suggested merchant category codes: each with its confidence, none filled in."""

from pathlib import Path

import pytest

from cashless_edu_health import documents, registry, vietqr
from cashless_edu_health.accounts import Account
from cashless_edu_health.banks import Confidence
from cashless_edu_health.errors import DataError
from cashless_edu_health.institutions import Sector
from cashless_edu_health.merchant_categories import MerchantCategory, suggestions

BAD = Path(__file__).parents[1] / "data" / "bad" / "merchant_categories"
EDUCATION, HEALTH = Sector
ONE, MEMORY = Confidence.ONE_SOURCE, Confidence.MEMORY


def invented(code="9901", **fields):
    """An invented category."""
    values = {
        "code": code,
        "sector": EDUCATION,
        "name_vi": "Bịa đặt",
        "name_en": "Invented",
        "source": "nobody",
        "confidence": MEMORY,
        "name_confidence": MEMORY,
    }
    return MerchantCategory(**(values | fields))


def test_every_shipped_code_says_how_well_it_and_its_name_are_known():
    known = {
        row.code: (row.sector, row.confidence, row.name_confidence)
        for row in registry.merchant_categories()
    }
    assert known == {
        "8211": (EDUCATION, ONE, MEMORY),
        "8220": (EDUCATION, ONE, MEMORY),
        "8241": (EDUCATION, ONE, ONE),
        "8299": (EDUCATION, ONE, MEMORY),
        "8351": (EDUCATION, MEMORY, MEMORY),
        "8062": (HEALTH, ONE, ONE),
        "8011": (HEALTH, MEMORY, MEMORY),
        "8021": (HEALTH, MEMORY, MEMORY),
        "8071": (HEALTH, MEMORY, MEMORY),
        "8099": (HEALTH, MEMORY, MEMORY),
    }


def test_a_row_from_memory_names_no_source_and_the_others_do():
    for row in registry.merchant_categories():
        assert (row.confidence is MEMORY) == (row.source == "From memory: no source was read")


@pytest.mark.parametrize(
    ("sector", "type_", "codes"),
    [
        (EDUCATION, None, ["8211", "8220", "8241", "8351", "8299"]),
        (HEALTH, None, ["8062", "8011", "8021", "8071", "8099"]),
        (EDUCATION, "primary", ["8211"]),
        (EDUCATION, "upper_secondary", ["8211"]),
        (EDUCATION, "university", ["8220"]),
        (EDUCATION, "continuing_ed", ["8241"]),
        (EDUCATION, "preschool", ["8351"]),
        (EDUCATION, "vocational", ["8299"]),
        (HEALTH, "hospital", ["8062"]),
        (HEALTH, "clinic", ["8011"]),
        (HEALTH, "commune_station", ["8099"]),
        (HEALTH, "primary", ["8099"]),
    ],
)
def test_a_type_has_the_codes_that_name_it_or_those_that_name_none(sector, type_, codes):
    found = suggestions(registry.merchant_categories(), sector=sector, type=type_)
    assert [row.code for row in found] == codes


def test_nothing_to_choose_from_suggests_nothing():
    assert suggestions((), sector=EDUCATION) == ()
    named = invented(types=("primary",))
    assert suggestions((named,), sector=EDUCATION, type="university") == ()


def test_no_code_is_filled_in():
    code = vietqr.VietQR(account=Account(acquirer_id="970436", number="0071000123456"))
    assert code.merchant_category_code is None
    assert "5204" not in code.encode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"code": "821"}, "code: a merchant category code is 4 digits"),
        ({"code": "８２１１"}, "code: a merchant category code is 4 digits"),
        ({"code": 8211}, "code: a merchant category code is 4 digits"),
        ({"name_vi": ""}, "name_vi"),
        ({"name_en": ""}, "name_en"),
        ({"source": ""}, "source"),
    ],
)
def test_what_cannot_be_a_category_is_refused(fields, words):
    with pytest.raises(ValueError, match=words):
        invented(**fields)


@pytest.mark.parametrize(
    ("name", "place", "words"),
    [
        ("code-twice.toml", "", "the code 9901 stands twice for education"),
        ("number-as-code.toml", "categories[0].code", "valid string"),
        ("three-digits.toml", "categories[0]", "4 digits"),
        ("unknown-key.toml", "categories[0].default", "Extra inputs are not permitted"),
        ("unknown-sector.toml", "categories[0].sector", "'education'"),
        ("no-confidence.toml", "categories[0].confidence", "Field required"),
        ("other-format.toml", "format", "merchant-categories/1"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(name, place, words):
    with pytest.raises(DataError) as caught:
        documents.read_merchant_categories(BAD / name)
    assert (caught.value.file, caught.value.path) == (name, place)
    assert words in caught.value.reason


def test_every_bad_file_is_listed():
    marks = test_a_bad_file_is_refused_with_its_place.pytestmark
    listed = {row[0] for mark in marks for row in mark.args[1]}
    assert {path.name for path in BAD.iterdir()} == listed
