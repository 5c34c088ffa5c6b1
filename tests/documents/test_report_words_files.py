"""What people write into a report: read, written, refused."""

from datetime import date
from pathlib import Path

import pytest

from cashless_edu_health import documents
from cashless_edu_health.errors import DataError, EncodeError

BAD = Path(__file__).parents[1] / "data" / "bad" / "report_words"
FULL = documents.ReportWords(
    plan="DN24",
    about="Kết quả năm 2022",
    frame=documents.ReportFrame(
        parent="UBND tỉnh Bịa", issuer="Sở Bịa", number="12", symbol="BC-SB", place="Bịa",
        day=date(2022, 11, 14), to=("UBND tỉnh",), copies=("Các phòng",), filed="VT",
        authority="KT. Giám đốc", position="Phó Giám đốc", signer="Trần Thị Bịa",
    ),
    tasks=("Một.", "Hai."), results=("Ba.",), difficulties=("Bốn.",), solutions=("Năm.",),
    proposals=("Sáu.",),
)  # fmt: skip


@pytest.mark.parametrize("words", [FULL, documents.ReportWords()])
def test_words_read_back_as_they_were_written(tmp_path, words):
    file = tmp_path / "loi.json"
    file.write_text(documents.write_report_words(words), encoding="utf-8")
    assert documents.read_report_words(file) == words


def test_words_are_read_as_people_write_them(tmp_path):
    file = tmp_path / "loi.toml"
    file.write_text(
        'format = "report-words/1"\nplan = "DN24"\ntasks = ["Đã làm."]\n'
        '[frame]\nissuer = "Sở Bịa"\nday = 2022-11-14\nto = ["UBND tỉnh"]\n',
        encoding="utf-8",
    )
    read = documents.read_report_words(file)
    assert (read.plan, read.tasks, read.difficulties) == ("DN24", ("Đã làm.",), ())
    assert (read.frame.issuer, read.frame.day, read.frame.to) == (
        *("Sở Bịa", date(2022, 11, 14), ("UBND tỉnh",)),
    )


def test_a_signer_is_in_no_repr():
    assert "Trần" not in repr(FULL)


def test_half_of_a_pair_cannot_be_written():
    with pytest.raises(EncodeError, match="surrogate"):
        documents.write_report_words(documents.ReportWords(tasks=("\ud800",)))


SAYS = {
    "another-format.toml": "format: Input should be 'report-words/1'",
    "blank-task.toml": "tasks holds a text that says nothing; leave it out instead",
    "blank-signer.toml": "frame: signer holds a text that says nothing",
    "day-as-a-number.json": "frame.day: a date is written YYYY-MM-DD",
    "key-unknown.toml": "Extra inputs are not permitted",
    "key-of-the-frame-unknown.toml": "Extra inputs are not permitted",
    "no-format.toml": "format: Field required",
    "not-toml.toml": "is not TOML",
    "tasks-as-one-text.toml": "tasks: Input should be a valid array",
    "tasks-of-numbers.toml": "tasks[0]: Input should be a valid string",
}


@pytest.mark.parametrize("name", SAYS)
def test_every_bad_file_says_what_is_wrong(name):
    with pytest.raises(DataError) as caught:
        documents.read_report_words(BAD / name)
    said = str(caught.value)
    assert said.startswith(name)
    assert SAYS[name] in said
    assert "Trần" not in said


def test_every_bad_file_is_looked_at():
    assert {file.name for file in BAD.iterdir()} == set(SAYS)
