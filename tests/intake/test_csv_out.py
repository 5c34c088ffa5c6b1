import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cashless_edu_health import intake
from cashless_edu_health.errors import EncodeError

LIVE = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "−"]
BLANKS = ["", " ", "  ", "\u00a0", "\u3000", "\u2003", "\u200b", "\ufeff", "\x0b", "\x0c", "\x1f"]
ATTACKS = [
    *(f"{blank}{sign}1+1" for blank in BLANKS for sign in LIVE),
    *(f"học phí{cut}{blank}{sign}1" for cut in ";\t\r\n" for blank in ("", " ") for sign in LIVE),
    '=HYPERLINK("http://example.com","x")',
    "=cmd|' /C calc'!A0",
    "+84900000000",
    "-2+3+cmd|' /C calc'!D2",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "'=1+1",
    "''=1+1",
    '"=1+1',
    '",=1+1',
    '"\r\n=1+1',
    "a;;=1",
    ";=1;=2",
]
COMPUTES = re.compile(r"[\s\x00-\x1f\u200b\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|[\t\r\n]")


def cells(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def as_spreadsheet(text: str, delimiter: str) -> list[str]:
    """Cells as a spreadsheet cuts them that ignores quotes inside a line: the worst reading."""
    return [
        cell for line in re.split(r"[\r\n]+", text) for cell in re.split(rf"[{delimiter}]", line)
    ]


def read_back(text: str) -> str:
    [(_, row)] = intake.csv_table(text.encode(), file="f", required=["id", "note"])
    return row["note"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_that_we_write_computes(attack: str) -> None:
    text = intake.csv_text(["id", "note"], [["a", attack]])
    [_, [_, cell]] = cells(text, ",")
    assert not COMPUTES.match(cell)
    live = [part for part in as_spreadsheet(text, ";\t") if COMPUTES.match(part)]
    assert live == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_disarmed_reads_back(attack: str) -> None:
    assert read_back(intake.csv_text(["id", "note"], [["a", attack]])) == attack


@given(note=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
@example("';'=")
@example("\r\n")
@example("'\t'='")
def test_every_text_reads_back(note: str) -> None:
    assert read_back(intake.csv_text(["id", "note"], [["a", note]])) == note


@given(note=st.text(alphabet="';=\t\r\n +a\""))
def test_every_text_of_dangerous_letters_reads_back_and_sleeps(note: str) -> None:
    text = intake.csv_text(["id", "note"], [["a", note]])
    assert read_back(text) == note
    [_, [_, cell]] = cells(text, ",")
    assert not cell.startswith(tuple(LIVE))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("", ""),
        (None, ""),
        (-5, "-5"),
        (0, "0"),
        ("Nguyễn Văn A", "Nguyễn Văn A"),
        ("a=b", "a=b"),
        ("a-b; c", "a-b; c"),
        ("O'Hara", "O'Hara"),
        ("'x", "'x"),
        ("=1", "'=1"),
        ("-5", "'-5"),
        ("a;=1", "a;'=1"),
        ("a,b", '"a,b"'),
        ('a"b', '"a""b"'),
    ],
)
def test_only_what_computes_is_touched(cell: str | int | None, written: str) -> None:
    assert intake.csv_text(["a", "b"], [["x", cell]]) == f"a,b\r\nx,{written}\r\n"


def test_the_header_is_disarmed_too() -> None:
    assert intake.csv_text(["=a"], []) == "'=a\r\n"


@pytest.mark.parametrize("cell", ["a\0b", "\ud800"])
def test_what_no_file_can_hold_is_refused(cell: str) -> None:
    with pytest.raises(EncodeError, match="a NUL character or half of a surrogate pair") as caught:
        intake.csv_text(["a"], [[cell]])
    assert cell not in str(caught.value)
