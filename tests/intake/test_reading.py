import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import intake
from cashless_edu_health.errors import DataError
from cashless_edu_health.intake import CsvLine

BAD = Path(__file__).parents[1] / "data" / "bad" / "intake"
WORDS = tomllib.loads((BAD / "words.toml").read_text(encoding="utf-8"))


def table(data: bytes, *, file: str) -> object:
    return intake.csv_table(data, file=file, required=["id", "amount"])


READERS: dict[str, Callable[..., object]] = {
    ".json": intake.json_value,
    ".toml": intake.toml_table,
    ".csv": table,
}


@pytest.mark.parametrize("name", sorted(WORDS))
def test_a_bad_file_is_refused_by_name_and_place(name: str) -> None:
    data = intake.file_bytes(BAD / name)
    with pytest.raises(DataError) as caught:
        READERS[Path(name).suffix](data, file=name)
    assert [word for word in WORDS[name] if word not in str(caught.value)] == []
    assert "ZZSECRETZZ" not in f"{caught.value} {caught.value!r}"


def test_every_bad_file_has_its_words() -> None:
    assert {path.name for path in BAD.iterdir()} - {"words.toml"} == set(WORDS)


def test_json_keeps_what_it_says() -> None:
    text = '\ufeff{"a": [1, -2, 1.5, true, null, "đ\\ud83d\\ude00"], "b": {"a": 9007199254740993}}'
    assert intake.json_value(text.encode(), file="x") == {
        "a": [1, -2, 1.5, True, None, "đ😀"],
        "b": {"a": 9_007_199_254_740_993},
    }


@given(st.binary(max_size=300))
def test_whatever_the_bytes_only_a_data_error_leaves(data: bytes) -> None:
    for reader in READERS.values():
        try:
            value = reader(data, file="f")
        except DataError as error:
            assert str(error).startswith("f: ")  # noqa: PT017 - either is right here
        else:
            assert value is None or value is not reader


def test_csv_lines_count_the_lines_of_the_file() -> None:
    data = '\ufeffa,b\r\n\r\n"1\r\n2",x\r\n3\r\n'.encode()
    assert list(intake.csv_lines(data, file="f")) == [
        CsvLine(1, ("a", "b")),
        CsvLine(2, ()),
        CsvLine(3, ("1\r\n2", "x")),
        CsvLine(5, ("3",)),
    ]


def test_csv_lines_of_another_encoding_and_delimiter() -> None:
    data = "Số tiền\t1.000\n".encode("utf-16")
    lines = intake.csv_lines(data, file="f", delimiter="\t", encoding="utf-16")
    assert list(lines) == [CsvLine(1, ("Số tiền", "1.000"))]


@pytest.mark.parametrize("encoding", ["no-such", "hex", "rot13"])
def test_an_encoding_that_is_none_is_a_data_error(encoding: str) -> None:
    with pytest.raises(DataError, match="is not a text encoding"):
        list(intake.csv_lines(b"a", file="f", encoding=encoding))


def test_a_table_has_rows_by_column_and_line() -> None:
    data = b'amount,id,note\n5,a,\n"6",b,"x,\ny"\n7,c,z\n\n,,\n'
    rows = intake.csv_table(data, file="f", required=["id", "amount"], optional=["note"])
    assert rows == (
        (2, {"amount": "5", "id": "a", "note": ""}),
        (3, {"amount": "6", "id": "b", "note": "x,\ny"}),
        (5, {"amount": "7", "id": "c", "note": "z"}),
    )


def test_a_file_over_its_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    path.write_bytes(b"x" * 101)
    assert len(intake.file_bytes(path, limit=101)) == 101
    with pytest.raises(DataError, match=r"^big\.csv: the file is larger than 100 bytes$"):
        intake.file_bytes(path, limit=100)


def test_a_file_without_a_size_is_not_read_past_its_limit() -> None:
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("this system has no endless file")
    with pytest.raises(DataError, match="larger than 100 bytes"):
        intake.file_bytes(endless, limit=100)


def test_what_cannot_be_read_is_a_data_error(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(DataError, match="cannot be read") as caught:
            intake.file_bytes(path)
        assert caught.value.file == path.name


def test_a_path_that_is_none_is_a_data_error() -> None:
    with pytest.raises(DataError, match="this is no file name"):
        intake.file_bytes(Path("a\0b"))


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("amount", "amount"),
        ("valid_from", "valid_from"),
        ("DN24-Q1", "DN24-Q1"),
        ("2022", "2022"),
        ("0900000000", "?"),
        ("Nguyễn", "?"),
        ("hai từ", "?"),
        ("a" * 41, "?"),
        ("", "?"),
        ("a\n", "?"),
    ],
)
def test_a_key_is_shown_only_when_it_is_a_word(key: str, shown: str) -> None:
    assert intake.named(key) == shown
