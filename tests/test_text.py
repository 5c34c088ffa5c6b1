import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import text

VIETNAMESE = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
)


@pytest.mark.parametrize(
    ("raw", "carried"),
    [
        ("", ""),
        ("HP 0017", "HP 0017"),
        ("Đóng học phí lớp 3A", "DONG HOC PHI LOP 3A"),
        ("đường Phan Đình Phùng", "DUONG PHAN DINH PHUNG"),
        ("  hai \t\r\n\u00a0 từ  ", "HAI TU"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Ước"), "NGUYEN THI UOC"),
        ("Hoà Hòa", "HOA HOA"),
    ],
)
def test_remittance_text_survives_every_bank(raw: str, carried: str) -> None:
    assert text.remittance(raw) == carried


@pytest.mark.parametrize(
    ("raw", "position"),
    [
        ("HP-09", 3),
        ("  A-B", 4),
        ("a  b_c", 5),
        ("straße", 5),
        ("ﬁ", 1),
        ("ı", 1),
        ("ſ", 1),
        ("ð", 1),
        ("５", 1),
        ("Ａ", 1),
        ("a\u200bb", 2),
        ("a\x00", 2),
        ("50.000₫", 3),
        ("Ж", 1),
        ("😀", 1),
        ("²", 1),
    ],
)
def test_what_has_no_such_form_is_named_by_position_only(raw: str, position: int) -> None:
    with pytest.raises(ValueError, match=rf"^character {position} has no form") as caught:
        text.remittance(raw)
    assert raw not in str(caught.value)


@given(st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + "0123456789 "))
def test_every_vietnamese_letter_has_a_form_that_is_stable(raw: str) -> None:
    carried = text.remittance(raw)
    assert text.remittance(carried) == carried
    assert carried.isascii()
    assert text.remittance(unicodedata.normalize("NFD", raw)) == carried
    assert len(carried) <= len(raw)


@given(st.text())
def test_remittance_writes_only_its_own_characters(raw: str) -> None:
    try:
        carried = text.remittance(raw)
    except ValueError as error:
        assert "has no form" in str(error)  # noqa: PT017 - either is right here
    else:
        assert set(carried) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")
        assert "  " not in carried


def test_folding_keeps_case_and_other_letters() -> None:
    assert text.fold("Đường đi, ð Ж 漢") == "Duong di, ð Ж 漢"
    assert text.fold("ẶẼỘ") == "AEO"


@given(st.text())
def test_folding_twice_is_folding_once(raw: str) -> None:
    assert text.fold(text.fold(raw)) == text.fold(raw)
    assert text.nfc(text.nfc(raw)) == text.nfc(raw)


def test_one_name_has_one_form() -> None:
    assert text.nfc(unicodedata.normalize("NFD", "Nguyễn")) == "Nguyễn"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        (None, "None"),
        ("", ""),
        ("   ", ""),
        ("An", "A***"),
        ("Nguyễn Văn An", "N*** V*** A***"),
        ("Đỗ  Ước", "Đ*** Ư***"),
    ],
)
def test_names_keep_their_initials_only(name: str | None, masked: str) -> None:
    assert text.mask_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        (None, "None"),
        ("", "***"),
        ("12345678", "***"),
        ("123456789", "1234***789"),
        ("0900000000", "0900***000"),
        ("0071000123456", "0071***456"),
    ],
)
def test_numbers_lose_their_middle(number: str | None, masked: str) -> None:
    assert text.mask_number(number) == masked
