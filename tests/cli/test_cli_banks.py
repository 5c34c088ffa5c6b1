"""``cashless banks``: what a bank was called on a day."""

import json

import pytest


@pytest.mark.parametrize(
    ("name", "on", "found_as"),
    [
        ("OceanBank", "2024-01-01", "OceanBank (name in use)"),
        ("OceanBank", "2025-02-28", "OceanBank (name in use)"),
        ("OceanBank", "2025-03-01", "OceanBank (former name)"),
        ("MBV", "2024-01-01", "MBV (name to come)"),
    ],
)
def test_a_name_is_looked_up_as_of_a_day(cashless, name, on, found_as):
    code, out, _ = cashless("banks", "find", name, "--on", on, "--lang", "en", "--format", "json")
    answer = json.loads(out)
    assert (code, answer["bin"], answer["found_as"]) == (0, "970414", found_as)


@pytest.mark.parametrize(
    ("name", "lang", "told"),
    [
        (
            "970414",
            "en",
            "OceanBank / Đại Dương (changed between 2025-02-01 and 2025-02-28)",
        ),
        (
            "970414",
            "vi",
            "OceanBank / Đại Dương (đổi trong khoảng 01/02/2025 - 28/02/2025)",
        ),
        ("970426", "en", "Maritime Bank (no source dates the change)"),
        ("970426", "vi", "Maritime Bank (không có nguồn nào ghi ngày đổi)"),
        ("970436", "vi", ""),
    ],
)
def test_former_names_are_told_with_what_dates_them(cashless, name, lang, told):
    code, out, _ = cashless("banks", "find", name, "--lang", lang, "--format", "json")
    assert (code, json.loads(out)["former_names"]) == (0, told)


@pytest.mark.parametrize(
    ("name", "lang", "told"),
    [
        ("970408", "vi", "Kỷ Nguyên Thịnh Vượng (một nguồn)"),
        ("970436", "vi", "Ngoại thương Việt Nam (hai nguồn trở lên khớp nhau)"),
        ("970436", "en", "Foreign Trade of Vietnam (from memory, for showing only)"),
    ],
)
def test_a_full_name_says_how_well_it_is_known(cashless, name, lang, told):
    code, out, _ = cashless("banks", "find", name, "--lang", lang, "--format", "json")
    assert (code, json.loads(out)["name"].endswith(told)) == (0, True)


def test_an_ambiguous_or_misspelt_name_lists_candidates(cashless):
    code, out, err = cashless("banks", "find", "BVB")
    assert (code, out) == (2, "")
    assert "BVBank (970454), BaoVietBank (970438)" in err
    code, _, err = cashless("banks", "find", "agribnak")
    assert (code, "Agribank (970405)" in err) == (2, True)
    code, _, _ = cashless("banks", "find", "VCB", "--on", "22/11/2026")
    assert code == 2


def test_the_table_for_people_leaves_out_what_there_is_not(cashless):
    code, out, _ = cashless("banks", "find", "VCB")
    assert (code, "970436" in out, "Tên cũ" in out) == (0, True, False)
    code, out, _ = cashless("banks", "find", "OceanBank")
    assert (code, "Tên cũ" in out) == (0, True)
