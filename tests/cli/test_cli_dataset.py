"""``cashless requirements``, ``dataset merge`` and ``dataset check``, on invented data."""

import json
from pathlib import Path

import pytest

from cashless_edu_health import documents

DATA = Path(__file__).parents[1] / "data"
FORMS = DATA / "forms"
REGISTER = FORMS / "register.json"


def test_requirements_are_a_checklist_in_both_languages(cashless):
    code, out, _ = cashless("requirements", "KH4205", "--period", 2023)
    assert code == 0
    assert "Số liệu cần có cho KH4205, kỳ 01/01/2023 - 31/12/2023" in out
    assert "có hay chưa: nền tảng số" in out
    code, out, _ = cashless("requirements", "XL83", "--lang", "en", "--format", "json")
    answer = json.loads(out)
    assert (code, answer["plan"], answer["period"]) == (0, "xuan-loc-83-kh-ubnd-2023", None)
    assert {
        "kind": "series",
        "name": "mobile_count",
        "text": "reported figure: number of transactions on the mobile channel, for 2020, 2025",
        "of": "",
        "rows": ["XL83-Q6"],
    } in answer["needs"]


@pytest.mark.parametrize("name", ["bieu.csv", "bieu.xlsx"])
def test_requirements_write_the_form_that_asks(cashless, tmp_path, name):
    form = tmp_path / name
    words = ("--period", 2022, "--form", form, "--register", REGISTER)
    code, out, _ = cashless("requirements", "DN24", *words)
    assert (code, "Đã ghi" in out) == (0, True)
    reading = documents.read_form(form)
    assert {f.rule.id for f in reading.report.findings} == {"FRM-08"}
    assert len(reading.report.findings) == 2 * len(documents.read_institutions(REGISTER))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--form", "x.csv"), "--form: a form is for one year; add --period"),
        (("--form", "x.doc", "--period", 2022), "--form: ends in .csv or .xlsx"),
    ],
)
def test_requirements_refuse_a_form_that_cannot_be(cashless, monkeypatch, tmp_path, words, says):
    monkeypatch.chdir(tmp_path)
    code, _, err = cashless("requirements", "DN24", *words, "--lang", "en")
    assert (code, says in " ".join(err.split())) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_requirements_of_the_whole_plan_have_a_title_without_a_period(cashless):
    code, out, _ = cashless("requirements", "XL83")
    assert (code, out.splitlines()[0].strip()) == (0, "Số liệu cần có cho XL83")


def merged(cashless, tmp_path, *words):
    place = ("--out", tmp_path / "out", "--register", REGISTER)
    return cashless("dataset", "merge", FORMS / "returned", *place, *words)


def test_merge_says_who_answered_who_did_not_and_what_changed(cashless, tmp_path):
    code, out, _ = merged(cashless, tmp_path, "--previous", FORMS / "previous")
    assert code == 1
    for line in [
        "Đã trả lời: 6",
        "Chưa trả lời (giữ trong mẫu số, số liệu để khoảng): 6 (H02, S03, S06, S07, S09, S10)",
        "Tệp sai, chưa dùng: 1 (10-nhieu-loi.csv)",
        "S01, fact.digital_platform: trước là không, nay là có",
        "S01, method.qr_transfer: trước là chưa biết, nay là có",
        "Cảnh báo S09: chưa trả lời; vẫn giữ trong mẫu số, số liệu để khoảng [MRG-10]",
    ]:
        assert line in out
    assert "ZZSECRETZZ" not in out
    dataset = documents.read_dataset(tmp_path / "out")
    assert len(dataset.institutions) == len(documents.read_institutions(REGISTER))


def test_merge_answers_programs_and_takes_one_file_as_the_last_report(cashless, tmp_path):
    last = FORMS / "previous" / "bieu-2021.csv"
    code, out, _ = merged(cashless, tmp_path, "--previous", last, "--format", "json")
    answer = json.loads(out)
    assert (code, answer["from"], answer["to"]) == (1, "2022-01-01", "2022-12-31")
    assert answer["corrected"][0] == {"institution": "S01", "version": 2, "replaced": [1]}
    assert answer["changes"][0] == {
        "institution": "S01",
        "column": "fact.digital_platform",
        "before": False,
        "after": True,
    }
    assert answer["report"]["ok"] is False


def test_merge_of_sound_forms_exits_with_0_also_for_a_plan_that_is_not_bundled(cashless, tmp_path):
    forms = tmp_path / "forms"
    forms.mkdir()
    sound = (FORMS / "returned" / "01-truong-1.csv").read_text("utf-8")
    (forms / "a.csv").write_text(sound, "utf-8")
    (forms / ".hidden").write_text("")
    code, out, _ = cashless("dataset", "merge", forms, "--out", tmp_path / "one", "--lang", "en")
    assert (code, "Answered: 1" in out) == (0, True)
    other = sound.replace("dong-nai-24-kh-ubnd-2022", "ke-hoach-khac")
    (forms / "a.csv").write_text(other, "utf-8")
    code, out, _ = cashless("dataset", "merge", forms, "--out", tmp_path / "two")
    assert (code, "Gộp biểu: ke-hoach-khac" in out) == (0, True)


@pytest.mark.parametrize("folder", ["empty", "missing"])
def test_merge_of_nothing_is_unreadable_input(cashless, tmp_path, folder):
    (tmp_path / "empty").mkdir()
    code, _, err = cashless("dataset", "merge", tmp_path / folder, "--out", tmp_path / "out")
    assert (code, err.startswith("cashless: ")) == (3, True)
    assert not (tmp_path / "out").exists()


def test_check_lists_everything_that_is_wrong(cashless):
    code, out, _ = cashless("dataset", "check", DATA / "bad" / "dataset_many")
    assert code == 1
    assert out.count("[DST-") == 21
    assert "Lỗi reversals.csv, line 4: tổng hoàn trả lớn hơn số đã thu [DST-12]" in out


def test_check_says_what_the_plan_needs_and_is_not_there(cashless, tmp_path):
    merged(cashless, tmp_path)
    folder = tmp_path / "out"
    text = (folder / "institutions.json").read_text("utf-8")
    (folder / "institutions.json").write_text(text.replace("0100109106", "0100109107", 1), "utf-8")
    words = ("--plan", "DN24", "--period", 2022, "--as-of", "2022-12-31")
    code, out, _ = cashless("dataset", "check", folder, *words)
    assert code == 0
    assert "có hay chưa: nền tảng số: còn 6 cơ sở chưa trả lời (H02, S03, S06, S07, S09…)" in out
    code, out, _ = cashless("dataset", "check", folder, *words, "--format", "json")
    (fact,) = [one for one in json.loads(out)["open"] if "nền tảng số" in one["text"]]
    assert fact["institutions"] == ["H02", "S03", "S06", "S07", "S09", "S10"]


def test_check_names_years_and_answers_of_people(cashless, tmp_path):
    (tmp_path / "institutions.csv").write_text("id,name,sector,type\n")
    (tmp_path / "series.csv").write_text("name,period,value\nmobile_count,2025,5\n")
    code, out, _ = cashless("dataset", "check", tmp_path, "--plan", "XL83", "--lang", "en")
    assert code == 0
    assert "- the figure in another document: " in out
    assert "mobile channel, for 2020, 2025: 2020 missing [XL83-Q6]" in out
    code, out, _ = cashless(
        *("dataset", "check", tmp_path, "--plan", "DN24", "--period", 2030, "--lang", "en"),
    )
    assert (code, out.splitlines()) == (
        0,
        ["Nothing wrong was found.", "Nothing that this plan needs is left open."],
    )


def test_check_of_no_folder_is_unreadable_input(cashless, tmp_path):
    code, _, err = cashless("dataset", "check", tmp_path / "none")
    assert (code, "cannot be read" in err) == (3, True)
