from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from cashless_edu_health.documents._model import (
    Document,
    from_file,
    from_json,
    from_table,
    from_toml,
)
from cashless_edu_health.errors import DataError


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


Value = tuple[object, ...]


class Part(Document[Value]):
    on: date | None = None
    count: int = 0

    def _to_value(self) -> Value:
        if self.count < 0:
            raise ValueError("count is below zero")
        return (self.on, self.count)


class Whole(Document[Value]):
    text: str = ""
    whole: int = 0
    flag: bool = False
    colour: Colour = Colour.RED
    at: datetime | None = None
    days: tuple[date, ...] = ()
    words: frozenset[str] = frozenset()
    parts: tuple[Part, ...] = ()
    part: Part | None = None
    table: Mapping[str, Mapping[str, date]] = Field(default_factory=dict)

    def _to_value(self) -> Value:
        return (self.text, self.whole, self.flag, self.colour)


def read(text: str) -> Value:
    return from_json(Whole, text.encode(), file="w.json")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('{"whole": "5"}', "whole", "valid integer"),
        ('{"whole": true}', "whole", "valid integer"),
        ('{"whole": 5.0}', "whole", "valid integer"),
        ('{"whole": 1e3}', "whole", "valid integer"),
        ('{"whole": null}', "whole", "valid integer"),
        ('{"flag": 1}', "flag", "valid boolean"),
        ('{"flag": "true"}', "flag", "valid boolean"),
        ('{"text": 5}', "text", "valid string"),
        ('{"colour": "green"}', "colour", "'red' or 'blue'"),
        ('{"words": "tuition"}', "words", "valid"),
        ('{"colours": "red"}', "colours", "Extra inputs"),
        ('{"ZZSECRETZZ Nguyễn Văn A": 1}', "?", "Extra inputs"),
        ('{"0900000000": 1}', "?", "Extra inputs"),
        ('{"part": {"on": "14/11/2022"}}', "part.on", "valid date"),
        ('{"part": {"on": "2022-11-14T00:00:00"}}', "part.on", "valid date"),
        ('{"part": {"on": 1668384000}}', "part.on", "valid date"),
        ('{"part": {"on": "1668384000"}}', "part.on", "YYYY-MM-DD"),
        ('{"part": {"on": "20221114"}}', "part.on", "YYYY-MM-DD"),
        ('{"part": {"on": "2022-02-29"}}', "part.on", "valid date"),
        ('{"at": "1668384000.5"}', "at", "YYYY-MM-DD"),
        ('{"at": 1668384000}', "at", "valid datetime"),
        ('{"at": "2022-11-14"}', "at", "valid datetime"),
        ('{"days": ["2022-11-14", "5"]}', "days[1]", "YYYY-MM-DD"),
        ('{"table": {"a": {"2022": "-5"}}}', "table.a.2022", "YYYY-MM-DD"),
        ('{"parts": [{}, {"count": "x"}]}', "parts[1].count", "valid integer"),
        ('{"parts": [{}, {"count": -1}]}', "parts[1]", "count is below zero"),
        ('{"whole": "5", "flag": 1, "x": 2}', "whole", "(and 2 more)"),
        ('{"text": "a", "text": "b"}', "", "'text' stands twice"),
        ("[]", "", "should be an object"),
        ("null", "", "should be an object"),
        ("{} {}", "line 1, column 4", "Extra data"),
        ('{"table": ' + '{"a":' * 400 + "1" + "}" * 401, "", "recursion limit"),
        ('{"whole": ' + "9" * 5000 + "}", "", "too many digits"),
        ('{"text": "\\ud800"}', "", "surrogate"),
    ],
)
def test_a_wrong_document_is_named_by_file_and_place(text: str, place: str, words: str) -> None:
    with pytest.raises(DataError) as caught:
        read(text)
    error = caught.value
    assert (error.file, error.path) == ("w.json", place)
    assert words in error.reason
    assert error.__cause__ is None
    assert "ZZSECRETZZ" not in f"{error} {error!r}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{}", ("", 0, False, Colour.RED)),
        ("\ufeff{}", ("", 0, False, Colour.RED)),
        ('{"whole": ' + "9" * 50 + "}", ("", int("9" * 50), False, Colour.RED)),
        ('{"whole": -0, "colour": "blue"}', ("", 0, False, Colour.BLUE)),
        ('{"text": "123456", "flag": true}', ("123456", 0, True, Colour.RED)),
        ('{"at": "2022-11-14T00:00:00Z", "days": ["2022-11-14"]}', ("", 0, False, Colour.RED)),
        ('{"table": {"a": {"2022": "2022-11-14"}}}', ("", 0, False, Colour.RED)),
    ],
)
def test_a_right_document_becomes_its_value(text: str, value: Value) -> None:
    assert read(text) == value


def test_dates_and_moments_keep_what_they_say() -> None:
    table = {"at": "2022-11-14T10:00:00+07:00", "days": ["2022-11-14"], "words": ["a", "b"]}
    document = Whole.model_validate_json(str(table).replace("'", '"'))
    assert document.at == datetime(2022, 11, 14, 3, tzinfo=UTC)
    assert document.days == (date(2022, 11, 14),)
    assert document.words == frozenset({"a", "b"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("whole = 5.0", "whole: Input should be a valid integer"),
        ("whole = nan", "whole: Input should be a valid integer"),
        ("at = 07:32:00", "time has no form in this document"),
        ('colours = "red"', "colours: Extra inputs"),
        ("whole = 1\nwhole = 2", "is not TOML"),
        ("part.on = 2022-11-14T00:00:00", "part.on: Input should be a valid date"),
        ('part.on = "5"', "part.on: a date is written"),
    ],
)
def test_toml_is_held_to_the_same_rules(text: str, words: str) -> None:
    with pytest.raises(DataError) as caught:
        from_toml(Whole, text.encode(), file="w.toml")
    assert str(caught.value).startswith("w.toml: ")
    assert words in str(caught.value)


def test_toml_has_dates_of_its_own() -> None:
    text = (
        b"text = 'x'\ndays = [2022-11-14]\nat = 2022-11-14T10:00:00+07:00\n[part]\non = 2022-01-01"
    )
    assert from_toml(Whole, text, file="w.toml") == ("x", 0, False, Colour.RED)


def test_a_table_that_json_cannot_carry_is_a_data_error() -> None:
    loop: list[object] = []
    loop.append(loop)
    for table in ({"text": object()}, {"days": loop}, {"whole": 10**5000}):
        with pytest.raises(DataError, match=r"^t: "):
            from_table(Whole, table, file="t")


def test_files_are_told_by_their_ending(tmp_path: Path) -> None:
    for name, content in (("a.json", '{"whole": 7}'), ("a.toml", "whole = 7")):
        (tmp_path / name).write_text(content)
        assert from_file(Whole, tmp_path / name) == ("", 7, False, Colour.RED)
    (tmp_path / "a.yaml").write_text("whole: 7")
    with pytest.raises(DataError, match=r"^a\.yaml: is neither \.json nor \.toml$"):
        from_file(Whole, tmp_path / "a.yaml")


def test_a_missing_file_is_a_data_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^none\.json: cannot be read"):
        from_file(Whole, tmp_path / "none.json")


def test_the_repr_of_a_document_holds_no_data() -> None:
    document = Whole.model_validate_json('{"text": "ZZSECRETZZ"}')
    assert "ZZSECRETZZ" not in f"{document!r} {document}"
    assert document.to_value() == ("ZZSECRETZZ", 0, False, Colour.RED)


def test_a_model_that_does_not_become_a_value_is_a_mistake_of_ours() -> None:
    class Half(Document[int]):
        x: int = 0

    with pytest.raises(TypeError, match="says how it becomes a value"):
        Half.model_validate_json("{}")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from([*Whole.model_fields, "x"])


def outcome(read_it: Callable[[], Value]) -> Value | DataError:
    try:
        return read_it()
    except DataError as error:
        return error


@given(table=st.dictionaries(KEYS, JSON_VALUES, max_size=4))
def test_whatever_the_table_only_a_data_error_leaves(table: dict[str, object]) -> None:
    result = outcome(lambda: from_table(Whole, table, file="t"))
    assert len(result) == 4 if isinstance(result, tuple) else result.file == "t"


@given(data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
def test_whatever_the_bytes_only_a_data_error_leaves(data: bytes) -> None:
    for reader in (from_json, from_toml):
        result = outcome(lambda reader=reader: reader(Whole, data, file="b"))
        assert len(result) == 4 if isinstance(result, tuple) else result.file == "b"
