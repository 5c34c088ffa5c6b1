"""Account books in files: read back as written, refused by place."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import documents
from cashless_edu_health.accounts import (
    AccountBook,
    AccountKind,
    Alphabet,
    NumberPattern,
    RegisteredAccount,
)
from cashless_edu_health.errors import DataError

BAD = Path(__file__).parents[1] / "data" / "bad" / "account_book"
WORDS = tomllib.loads((BAD / "words.toml").read_text(encoding="utf-8"))
FULL = AccountBook(
    (
        RegisteredAccount(
            id="fees",
            kind=AccountKind.COLLECTION,
            acquirer_id="970436",
            number="0071000123456",
            institution_ids=("thcs-a", "thcs-b"),
            shared=True,
            holder_name="Trường THCS A (bịa)",
            signed_by="Kế toán A (bịa)",
            approved_by="Hiệu trưởng A (bịa)",
            approved_on=date(2026, 1, 5),
            evidence="CV 12/2026",
            valid_from=date(2026, 1, 6),
            valid_to=date(2026, 12, 31),
        ),
        RegisteredAccount(
            id="pupils",
            kind=AccountKind.VIRTUAL,
            acquirer_id="970418",
            pattern=NumberPattern("M789", 12, Alphabet.UPPER_ALPHANUMERIC),
            institution_ids=("thcs-a",),
        ),
        RegisteredAccount(
            id="pupil",
            kind=AccountKind.VIRTUAL,
            acquirer_id="970418",
            number="M78900000123",
            institution_ids=("thcs-a",),
            customer_id="HS-1",
            reference="HVX7K3M2P9X5H",
        ),
        RegisteredAccount(
            id="treasury",
            kind=AccountKind.TREASURY,
            number="37130000000",
            institution_ids=("thcs-a",),
        ),
    )
)
IN_TOML = """
format = "account-book/1"

[[accounts]]
id = "fees"
kind = "collection"
acquirer_id = "970436"
number = "0071000123456"
institution_ids = ["thcs-a", "thcs-b"]
shared = true
holder_name = "Trường THCS A (bịa)"
signed_by = "Kế toán A (bịa)"
approved_by = "Hiệu trưởng A (bịa)"
approved_on = 2026-01-05
evidence = "CV 12/2026"
valid_from = 2026-01-06
valid_to = 2026-12-31

[[accounts]]
id = "pupils"
kind = "virtual"
acquirer_id = "970418"
pattern = { prefix = "M789", length = 12, alphabet = "upper_alphanumeric" }
institution_ids = ["thcs-a"]

[[accounts]]
id = "pupil"
kind = "virtual"
acquirer_id = "970418"
number = "M78900000123"
institution_ids = ["thcs-a"]
customer_id = "HS-1"
reference = "HVX7K3M2P9X5H"

[[accounts]]
id = "treasury"
kind = "treasury"
number = "37130000000"
institution_ids = ["thcs-a"]
"""
WORD = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6).filter(str.strip)
NUMBERS = st.text("0123456789AZaz", min_size=1, max_size=19)
DAYS = st.none() | st.dates()
ROWS = st.builds(
    RegisteredAccount,
    id=WORD,
    kind=st.sampled_from(AccountKind),
    acquirer_id=st.text("0123456789", min_size=6, max_size=6),
    number=NUMBERS,
    institution_ids=st.lists(WORD, min_size=1, max_size=3, unique=True),
    shared=st.booleans(),
    holder_name=st.none() | WORD,
    signed_by=st.none() | WORD,
    approved_by=st.none() | WORD,
    approved_on=DAYS,
    evidence=st.text(st.characters(codec="utf-8"), max_size=4),
    valid_from=DAYS,
)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_book_reads_back_as_it_was(tmp_path):
    path = written(tmp_path, "a.json", documents.write_account_book(FULL))
    assert documents.read_account_book(path) == FULL


def test_a_book_that_people_write_is_toml(tmp_path):
    assert documents.read_account_book(written(tmp_path, "a.toml", IN_TOML)) == FULL


@given(st.lists(ROWS, max_size=3, unique_by=lambda row: row.id))
def test_every_book_reads_back_as_it_was(tmp_path_factory, rows):
    book = AccountBook(rows)
    path = written(tmp_path_factory.mktemp("a"), "a.json", documents.write_account_book(book))
    assert documents.read_account_book(path) == book


@pytest.mark.parametrize("name", WORDS)
def test_a_wrong_book_is_refused_by_place_and_reason_and_not_quoted(name):
    with pytest.raises(DataError) as caught:
        documents.read_account_book(BAD / name)
    said = str(caught.value)
    assert said.startswith(f"{name}: ")
    assert [word for word in WORDS[name] if word not in said] == []
    assert not any(secret in said for secret in ("0071", "Kế toán", "M789", "HS-1"))


def test_every_bad_book_has_its_words():
    assert {path.name for path in BAD.iterdir()} - {"words.toml"} == set(WORDS)
