"""The book of registered accounts: what a row may say, and whose an account is on a day."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import registry
from cashless_edu_health.accounts import (
    Account,
    AccountBook,
    AccountKind,
    Alphabet,
    NumberPattern,
    RegisteredAccount,
    is_same_bank,
)
from cashless_edu_health.errors import EncodeError

BANKS = registry.banks()
# Put together here so that a traceback that shows this source does not count as a leak.
SECRET = "ZZ" + "SECRET" + "ZZ"
PUPILS = NumberPattern("M789", 12)


def row(name="r", **fields):
    given = {"acquirer_id": "970436", "institution_ids": ("thcs-a",)}
    if "pattern" not in fields:
        given["number"] = "0071000123456"
    return RegisteredAccount(id=name, **(given | fields))


def family(name="f", **fields):
    return row(name, **({"kind": AccountKind.VIRTUAL, "pattern": PUPILS} | fields))


@pytest.mark.parametrize(
    ("pattern", "number", "fits"),
    [
        (PUPILS, "M78900000123", True),
        (PUPILS, "M7890000012", False),
        (PUPILS, "M789000001234", False),
        (PUPILS, "m78900000123", False),
        (PUPILS, "N78900000123", False),
        (PUPILS, "M789000001A3", False),
        (PUPILS, "M7890000012３", False),
        (PUPILS, "M7890000012\n", False),
        (PUPILS, "", False),
        (NumberPattern("A", 3, Alphabet.UPPER_ALPHANUMERIC), "AB1", True),
        (NumberPattern("A", 3, Alphabet.UPPER_ALPHANUMERIC), "Ab1", False),
        (NumberPattern("A", 3, Alphabet.ALPHANUMERIC), "Ab1", True),
        (NumberPattern("A", 3, Alphabet.ALPHANUMERIC), "Aé1", False),
    ],
)
def test_a_family_is_a_prefix_a_length_and_an_alphabet(pattern, number, fits):
    assert pattern.fits(number) is fits


@pytest.mark.parametrize(
    ("prefix", "length", "words"),
    [
        ("", 5, "prefix: letters"),
        ("M 7", 5, "prefix: letters"),
        ("[0-9]", 8, "prefix: letters"),
        (SECRET + "!", 19, "prefix: letters"),
        (7, 5, "prefix: letters"),
        ("M789", 4, "length: more than the prefix has"),
        ("M789", 20, "at most 19"),
        ("M789", True, "length: a whole number"),
        ("M789", "12", "length: a whole number"),
    ],
)
def test_a_family_without_sense_is_refused_and_not_quoted(prefix, length, words):
    with pytest.raises(ValueError, match=words) as caught:
        NumberPattern(prefix, length)
    assert SECRET not in str(caught.value)


def test_families_overlap_exactly_when_some_number_fits_both():
    prefixes = ["0", "A", "a", "0A", "A0", "AA", "aA"]
    families = [NumberPattern(p, n, a) for p in prefixes for n in (3, 4) for a in Alphabet]
    numbers = ["".join(n) for length in (3, 4) for n in itertools.product("0Aa", repeat=length)]
    fitting = [{number for number in numbers if one.fits(number)} for one in families]
    seen = set()
    for (one, mine), (other, theirs) in itertools.product(
        zip(families, fitting, strict=True), repeat=2
    ):
        assert one.overlaps(other) is bool(mine & theirs), (one, other)
        seen.add(one.overlaps(other))
    assert seen == {True, False}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"number": None}, "a number or a pattern"),
        ({"number": "1", "pattern": PUPILS, "kind": AccountKind.VIRTUAL}, "a number or a pattern"),
        ({"acquirer_id": None}, "only a treasury account has none"),
        ({"acquirer_id": "97043"}, "a BIN is 6 digits"),
        ({"number": f"{SECRET} 1"}, "an account number is"),
        ({"pattern": PUPILS}, "belongs to virtual accounts"),
        ({"customer_id": SECRET}, "belongs to virtual accounts"),
        ({"reference": SECRET}, "belongs to virtual accounts"),
        ({"institution_ids": ()}, "at least one"),
        ({"institution_ids": ("a", " ")}, "none empty"),
        ({"institution_ids": ("a", "a")}, "one stands twice"),
        ({"institution_ids": SECRET}, "several ids, not one text"),
        ({"signed_by": " "}, "signed_by: is empty"),
        ({"holder_name": 5}, "holder_name: is empty"),
        ({"valid_from": date(2026, 1, 2), "valid_to": date(2026, 1, 1)}, "before valid_from"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused_and_not_quoted(fields, words):
    with pytest.raises(ValueError, match=words) as caught:
        row(**fields)
    assert SECRET not in f"{caught.value} {caught.value!r}"


@pytest.mark.parametrize("name", ["", " ", None, 5])
def test_a_row_has_an_id(name):
    with pytest.raises(ValueError, match="id: is empty"):
        row(name)


def test_a_bad_bin_is_an_encode_error_as_in_an_account():
    with pytest.raises(EncodeError):
        row(acquirer_id="x")


def test_no_repr_shows_a_number_a_person_or_a_customer():
    full = row(
        kind=AccountKind.VIRTUAL,
        number=f"{SECRET}12",
        customer_id=SECRET,
        reference=SECRET,
        holder_name=f"Trần {SECRET}",
        signed_by=f"Trần {SECRET}",
        approved_by=SECRET,
    )
    shown = f"{full!r} {AccountBook((full,))!r} {NumberPattern(SECRET, 19)!r}"
    assert SECRET not in shown
    assert "***" in shown
    assert "<1 accounts>" in shown


def test_a_row_gives_the_account_that_a_code_carries():
    assert row(kind=AccountKind.COLLECTION).account == Account(
        "970436", "0071000123456", AccountKind.COLLECTION
    )
    assert family().account is None
    assert row(kind=AccountKind.TREASURY, acquirer_id=None).account is None


def test_an_id_stands_once_in_a_book():
    with pytest.raises(ValueError, match=r"accounts\[2\]: the id stands twice"):
        AccountBook((row("a"), row("b"), row("a")))


EXPIRED = row("expired", valid_to=date(2025, 12, 31))
NOW = row("now", valid_from=date(2026, 1, 1), institution_ids=("thcs-a", "thcs-b"), shared=True)
CIMB = row("cimb", acquirer_id="422589", number="7000000001")
TREASURY = row("treasury", kind=AccountKind.TREASURY, acquirer_id=None, number="37130000000")
PUPIL = row(
    "pupil", kind=AccountKind.VIRTUAL, number="M78900000123", customer_id="HS-1", valid_to=None
)
BOOK = AccountBook((EXPIRED, NOW, CIMB, TREASURY, family("pupils"), PUPIL))


@pytest.mark.parametrize(
    ("acquirer_id", "number", "on", "ids"),
    [
        ("970436", "0071000123456", None, ["expired", "now"]),
        ("970436", "0071000123456", date(2025, 12, 31), ["expired"]),
        ("970436", "0071000123456", date(2026, 1, 1), ["now"]),
        ("970422", "0071000123456", None, []),
        ("970436", "0071000123457", None, []),
        ("970436", "M78900000123", date(2026, 1, 1), ["pupil", "pupils"]),
        ("970436", "M78999999999", None, ["pupils"]),
        ("970422", "M78999999999", None, []),
        ("422589", "7000000001", None, ["cimb"]),
        ("970436", "37130000000", None, []),
        ("", "", None, []),
        ("９７０４３６", "0071000123456", None, []),
        ("970436", "\ud800", None, []),
    ],
)
def test_an_account_is_found_by_its_number_then_by_its_family(acquirer_id, number, on, ids):
    found = BOOK.find(acquirer_id, number, on=on, banks=BANKS)
    assert [one.id for one in found] == ids


def test_another_bin_of_the_same_bank_is_found_with_a_directory_alone():
    assert [one.id for one in BOOK.find("970459", "7000000001", banks=BANKS)] == ["cimb"]
    assert BOOK.find("970459", "7000000001") == ()


@pytest.mark.parametrize(
    ("one", "other", "banks", "same"),
    [
        ("422589", "970459", BANKS, True),
        ("422589", "970459", None, False),
        ("970436", "970436", None, True),
        ("999999", "999999", BANKS, True),
        ("999999", "970436", BANKS, False),
        ("970436", "970415", BANKS, False),
    ],
)
def test_two_bins_are_one_bank_only_where_the_directory_says_so(one, other, banks, same):
    assert is_same_bank(one, other, banks) is same
    assert is_same_bank(other, one, banks) is same


@given(st.text(max_size=20), st.text(max_size=20))
def test_find_takes_any_text(acquirer_id, number):
    assert BOOK.find(acquirer_id, number, banks=BANKS) == ()
