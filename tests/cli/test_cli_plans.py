"""``cashless plans`` and the windows of ``cashless assess``."""

import json
import re
import shutil
import sys
from datetime import date, datetime
from importlib import resources
from pathlib import Path

import icalendar
import pytest

from cashless_edu_health import documents, registry
from cashless_edu_health.errors import MissingExtraError

SURVEY = Path(__file__).parents[2] / "examples" / "school_fees" / "files" / "survey"
YEAR = ("--from", "2023-01-01", "--to", "2023-12-31")
KNOWN = ("--as-of", "2022-12-31", "--known-at", "2022-12-31")


def one_line(err):
    return err.startswith("cashless: ") and err.count("\n") == 1


def test_plans_list_says_what_applies_on_the_day_and_asks_for_its_year(cashless):
    code, out, _ = cashless("plans", "list", "--on", "2023-02-01", "--format", "json")
    assert code == 0
    rows = {
        row["key"]: (row["in_force"], row["from"], row["to"], len(row["targets_in_year"]))
        for row in json.loads(out)
    }
    assert rows == {
        "DN24": (True, "2022-06-02", "2025-12-31", 0),
        "DT153": (False, "2022-05-05", "2022-12-31", 0),
        "KH4205": (True, "2022-05-12", "2025-12-31", 5),
        "LD22": (False, "2022-07-04", "2022-12-31", 0),
        "MIC781": (False, "2022-03-04", "2022-12-31", 0),
        "QD1813": (True, "2021-10-28", "2025-12-31", 0),
        "XL83": (False, "2023-03-30", "2025-12-31", 1),
    }


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2023-02-01", ["đang áp dụng, đến 31/12/2025", "đã hết hạn thực hiện ngày 31/12/2022",
                        "chưa áp dụng, từ 30/03/2023", "5 chỉ tiêu cho năm 2023"]),
        ("2026-11-22", ["Không kế hoạch nào ở đây có chỉ tiêu cho năm 2026"]),
    ],
)  # fmt: skip
def test_plans_list_says_it_in_words(cashless, day, says):
    code, out, _ = cashless("plans", "list", "--on", day)
    assert (code, [words for words in says if words not in out]) == (0, [])
    assert ("Không kế hoạch nào" in out) is (day == "2026-11-22")


def test_plans_list_of_today_needs_no_day(cashless):
    before = datetime.now().astimezone().date()
    code, out, _ = cashless("plans", "list", "--lang", "en", "--format", "json")
    (day,) = {row["on"] for row in json.loads(out)}
    assert code == 0
    assert before.isoformat() <= day <= datetime.now().astimezone().date().isoformat()


def test_plans_show_has_every_sort_of_row_and_the_state_of_the_source(cashless):
    code, out, _ = cashless("plans", "show", "XL83")
    assert code == 0
    for words in (
        "01/01/2021 - 31/12/2025 (đã hết hạn thực hiện ngày 31/12/2025)",
        "Chỉ tiêu: 13", "Nhiệm vụ: 13", "Chế độ báo cáo: 2", "văn bản chính thức · đủ toàn văn",
        "→ UBND huyện (thông qua Phòng Tài chính - Kế hoạch)", "chậm nhất: 14/06/2023",
    ):  # fmt: skip
        assert words in out
    code, out, _ = cashless("plans", "show", "DT153")
    assert code == 0
    for words in (
        "bản trích, thiếu phần sau · chưa đủ toàn văn", "(cùng câu với DT153-Q2)",
        "Chế độ báo cáo: 0", "Chưa biết không có nghĩa là không có",
    ):  # fmt: skip
        assert words in out


def test_plans_show_gives_programs_who_reports_and_what_is_out_of_scope(cashless, own_plan):
    code, out, _ = cashless("plans", "show", "KH4205", "--format", "json")
    report = json.loads(out)["rows"][-1]
    assert code == 0
    assert (report["kind"], report["by"], report["to"], report["via"]) == (
        "report", ["Sở Y tế"], ["UBND tỉnh"], "Sở Thông tin và Truyền thông",
    )  # fmt: skip
    code, out, _ = cashless("plans", "show", own_plan, "--format", "json")
    shown = json.loads(out)
    assert (code, shown["source_complete"], shown["out_of_scope"]) == (0, False, [
        {"id": "TT-X1", "clause": "IV", "reason": "chỉ là ví dụ", "quote": "câu bịa để thử"},
    ])  # fmt: skip
    code, out, err = cashless("plans", "show", own_plan)
    assert (code, "Ngoài phạm vi của phần mềm: 1" in out, "TT-X1" in out) == (0, True, True)
    assert "[PLN-01]" in err, "a word that the vocabulary does not know is named"


@pytest.fixture
def own_plan(tmp_path):
    """A plan file of one's own: the starter, with one target, a word unknown, a duty left out."""
    file = tmp_path / "tinh-toi-2026.toml"
    text = registry.plan_starter(id="tinh-toi-2026", key="TT", sectors=())
    rows = """
[[targets]]
id = "TT-Q1"
cite = "II"
pop = "edu"
measure = { share_of = "entities", where = { fact = "digital_platfrom" } }
force = "must"
schedule = [{ school_year = 2022, at_least = "50%" }]
quote = "câu bịa để thử"

[[out_of_scope]]
id = "TT-X1"
cite = "IV"
quote = "câu bịa để thử"
reason = "chỉ là ví dụ"
"""
    file.write_text(text + rows, "utf-8")
    return file


def test_a_plan_issued_after_its_period_is_said_to_apply_on_no_day(cashless, own_plan):
    text = own_plan.read_text("utf-8").replace("#issued = 2026-01-01", "issued = 2027-01-01")
    own_plan.write_text(text, "utf-8")
    code, out, _ = cashless("plans", "show", own_plan)
    assert (code, "(ban hành sau khi hết hạn thực hiện)" in out) == (0, True)
    code, out, _ = cashless("plans", "show", own_plan, "--format", "json")
    assert (code, json.loads(out)["from"], json.loads(out)["to"]) == (0, None, None)


def test_plans_calendar_lists_days_periods_and_what_is_unknown(cashless):
    code, out, _ = cashless("plans", "calendar", "--from", "2022-07-04", "--to", "2022-12-31")
    assert code == 0
    for words in (
        "Lịch báo cáo từ 04/07/2022 đến 31/12/2022", "chậm nhất 14/11/2022 (trước ngày 15/11/2022)",
        "quý III/2022, hết 30/09/2022", "DT153: chưa đọc được toàn văn",
        "quý IV/2022, 6 tháng cuối năm 2022 và năm 2022, cùng hết 31/12/2022",
    ):  # fmt: skip
        assert words in out
    code, out, _ = cashless("plans", "calendar", *YEAR, "--plan", "DT153", "--lang", "en")
    assert (code, "With a day to report by in the text: 0" in out) == (0, True)
    assert "does not apply on these days" in out


def test_plans_calendar_for_programs_has_every_field(cashless):
    words = ("plans", "calendar", *YEAR, "--plan", "XL83", "--plan", "XL83", "--format", "json")
    code, out, _ = cashless(*words)
    answer = json.loads(out)
    duty = registry.plan("XL83").reporting
    halves = [
        {"kind": "half_year", "from": "2023-01-01", "to": "2023-06-30"},
        {"kind": "half_year", "from": "2023-07-01", "to": "2023-12-31"},
    ]
    year = {"kind": "calendar_year", "from": "2023-01-01", "to": "2023-12-31"}
    assert (code, answer["from"], answer["to"], answer["notes"]) == (
        0, "2023-01-01", "2023-12-31", [],
    )  # fmt: skip
    assert answer["rows"][0] == {
        "plan": "xuan-loc-83-kh-ubnd-2023", "key": "XL83", "duty": "XL83-R1", "clause": "VI.4",
        "by": ["các cơ quan, đơn vị liên quan"], "to": ["UBND huyện"],
        "via": "Phòng Tài chính - Kế hoạch", "content": list(duty[0].content),
        "timing": "dated", "due": "2023-06-14", "reading": "exclusive", "period": None,
        "ends_with": [], "quote": duty[0].quote.text,
    }  # fmt: skip
    assert [(row["due"], row["period"], row["ends_with"]) for row in answer["rows"]] == [
        ("2023-06-14", None, []),
        ("2023-11-30", None, []),
        (None, halves[0], []),
        (None, halves[1], [year]),
        (None, year, [halves[1]]),
    ]


def test_plans_calendar_writes_a_file_that_calendars_read(cashless, tmp_path):
    file = tmp_path / "lich.ics"
    words = ("plans", "calendar", *YEAR, "--plan", "DN24", "--ics", file, "--remind", "7")
    code, _, err = cashless(*words, "--inclusive")
    read = icalendar.Calendar.from_ical(file.read_bytes())
    (event,) = read.walk("VEVENT")
    assert (code, err) == (0, "Đã ghi lich.ics\n")
    assert event.start == date(2023, 11, 15)
    assert len(read.walk("VALARM")) == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("--from", "2023-02-01", "--to", "2023-01-01"),
            "--from, --to: they make no window: the window ends before",
        ),
        ((*YEAR, "--plan", "DN24x"), "candidates: DN24"),
        ((*YEAR, "--remind", "3"), "--remind: an alarm needs a calendar file; add --ics FILE"),
        ((*YEAR, "--plan", "KH4205", "--ics", "x.ics"), "--ics: no report with a day"),
    ],
)
def test_plans_calendar_says_in_one_line_what_is_wrong(
    cashless, tmp_path, monkeypatch, words, says
):
    monkeypatch.chdir(tmp_path)
    code, _, err = cashless("plans", "calendar", *words, "--lang", "en")
    assert (code, one_line(err), says in err) == (2, True, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["show", "calendar"])
def test_a_plan_that_outlives_the_calendar_of_python_is_refused_in_one_line(
    cashless, tmp_path, command
):
    file = tmp_path / "tinh-toi-9999.toml"
    text = registry.plan_starter(id="tinh-toi-9999", key="TT", sectors=())
    file.write_text(text.replace("to = 2026-12-31", "to = 9999-12-31"), "utf-8")
    span = ("--from", "2023-01-01", "--to", "9999-12-31", "--plan")
    code, _, err = cashless("plans", command, *(span if command == "calendar" else ()), file)
    reason = "a plan without an end ends with 9998 at the latest"
    step = "Sửa chỗ đó rồi chạy lại."
    assert (code, err) == (3, f"cashless: tinh-toi-9999.toml: period.to: {reason}. {step}\n")


def test_plans_calendar_without_the_extra_names_it(cashless, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    code, _, err = cashless("plans", "calendar", *YEAR, "--ics", tmp_path / "x.ics", "--lang", "en")
    assert (code, err) == (2, f"cashless: {MissingExtraError('ics')}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sectors", [(), ("education",), ("health", "education")])
def test_plans_new_writes_a_file_that_loads_as_it_is(cashless, tmp_path, sectors):
    file = tmp_path / "tinh-toi-12-kh-ubnd-2026.toml"
    options = [word for sector in sectors for word in ("--sector", sector)]
    code, out, _ = cashless("plans", "new", file, "--key", "TT12", *options)
    plan = documents.read_plan(file, vocabulary=registry.vocabulary())
    assert (code, plan.key, plan.id) == (0, "TT12", file.stem)
    assert f"cashless plans show {file}" in out
    shown = [line for line in file.read_text("utf-8").splitlines() if line.startswith("# ---- ")]
    names = {"education": "Giáo dục", "health": "Y tế"}
    expected = [names[sector] for sector in sectors or ("education", "health")]
    assert [line.split()[2] for line in shown] == [
        *(name.split()[0] for name in expected), "Chế",
    ]  # fmt: skip
    code, out, _ = cashless("plans", "show", file)
    assert (code, "SỬA" in out) == (0, True)


@pytest.mark.parametrize(
    ("name", "key", "says"),
    [
        ("tinh-toi.toml", "TT", "tinh-toi.toml: is there already; choose another name"),
        ("tinh-toi.yaml", "TT", "name it with letters, digits and dashes, ending in .toml"),
        ("tỉnh-tôi.toml", "TT", "name it with letters"),
        ("a b.toml", "TT", "name it with letters"),
        ("tinh.toml", 'T"', "--key: use letters, digits, dots and dashes"),
        ("tinh.toml", "", "--key: use letters"),
    ],
)
def test_plans_new_refuses_and_overwrites_nothing(cashless, tmp_path, name, key, says):
    (tmp_path / "tinh-toi.toml").write_text("mine", "utf-8")
    code, _, err = cashless("plans", "new", tmp_path / name, "--key", key, "--lang", "en")
    assert (code, one_line(err), says in err) == (2, True, True)
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["mine"]


def test_plans_new_in_a_folder_that_is_not_there_is_an_unreadable_file(cashless, tmp_path):
    code, _, err = cashless("plans", "new", tmp_path / "none" / "tinh.toml", "--key", "TT")
    assert (code, one_line(err)) == (3, True)


@pytest.mark.parametrize(
    ("words", "window"),
    [
        (("--period", "2022"), ("calendar_year", "2022-01-01", "2022-12-31")),
        (("--period", "2022", "--window", "reporting_year"),
         ("reporting_year", "2021-12-15", "2022-12-14")),
        (("--window", "school_year", "--from", "2021-09-06", "--to", "2022-05-31"),
         ("school_year", "2021-09-06", "2022-05-31")),
        (("--window", "given", "--from", "2021-11-15", "--to", "2022-11-14"),
         ("given", "2021-11-15", "2022-11-14")),
    ],
)  # fmt: skip
def test_assess_prints_window_days_readings_and_source_with_the_table(cashless, words, window):
    code, out, _ = cashless("assess", "DN24", SURVEY, *words, *KNOWN, "--format", "json")
    answer = json.loads(out)
    assert (code, (answer["window"], answer["from"], answer["to"])) == (0, window)
    assert (answer["as_of"], answer["known_at"]) == ("2022-12-31", "2022-12-31")
    assert (answer["source_kind"], answer["source_complete"]) == ("official_text", True)
    assert answer["readings"]["adoption"] == "installed_and_used"
    code, out, _ = cashless("assess", "DN24", SURVEY, *words, *KNOWN)
    text = " ".join(out.split())
    first, last = (f"{date.fromisoformat(day):%d/%m/%Y}" for day in window[1:])
    assert f"Số liệu từ {first} đến {last}, tính đến ngày 31/12/2022" in text
    assert "đến hết ngày 31/12/2022" in text
    assert "adoption=installed_and_used" in text
    assert "văn bản chính thức · đủ toàn văn" in text


def test_assess_takes_another_reading_and_shows_it(cashless):
    words = ("assess", "DN24", SURVEY, "--period", "2022", *KNOWN)
    reading = ("--reading", "adoption=installed_only", "--reading", "payer_scope=all_payers")
    code, out, _ = cashless(*words, *reading, "--reading", reading[1], "--format", "json")
    answer = json.loads(out)
    assert code == 0
    assert answer["readings"]["adoption"] == "installed_only"
    assert answer["readings"]["payer_scope"] == "all_payers"
    _, plain, _ = cashless(*words, "--format", "json")
    q3 = [
        next(target["outcome"] for target in answered["targets"] if target["id"] == "DN24-Q3")
        for answered in (json.loads(plain), answer)
    ]
    assert q3 == ["insufficient_data", "met"]


def test_assess_says_to_programs_what_each_answer_rests_on(cashless):
    words = ("assess", "DN24", SURVEY, "--period", "2022", *KNOWN)
    code, out, _ = cashless(*words, "--format", "json")
    targets = {target["id"]: target for target in json.loads(out)["targets"]}
    used = {
        "adoption": "installed_and_used",
        "payer_scope": "household",
        "collector_lump": "as_transfer",
        "on_behalf": "excluded",
        "cash_at_agent": "as_cashless",
    }
    one, whole = {"least": 1, "most": 1}, {"least": 0, "most": 1}
    figure = {
        "label": "adoption_share",
        "numerator": 0,
        "denominator": 2,
        "share": None,
        "low": "0",
        "high": "1/2",
        "outcome": "insufficient_data",
        "reason": "unknown-rows",
        "gap": {
            "unit": "institutions",
            "convert": whole,
            "no_convert": None,
            "add": None,
            "no_add": None,
        },
        "aspiration_gap": None,
        "missing": [],
    }
    q3 = targets["DN24-Q3"]
    assert (code, q3["robust"], q3["used"], q3["figures"]) == (0, False, used, [figure])
    done = figure | {"numerator": 1, "share": "1/2", "low": "1/2", "outcome": "met"}
    done |= {"reason": None, "gap": figure["gap"] | {"convert": {"least": 0, "most": 0}}}
    installed = {"reading": "adoption", "option": "installed_only", "outcome": "met"}
    others = q3["readings"]
    assert others[0] == installed | {"figures": [done]}
    assert [(other["reading"], other["option"], other["outcome"]) for other in others[1:]] == [
        ("payer_scope", "all_payers", "insufficient_data"),
        ("cash_at_agent", "as_cash", "insufficient_data"),
        ("collector_lump", "as_cash", "insufficient_data"),
        ("on_behalf", "included", "insufficient_data"),
    ]
    assert all(other["figures"] == [figure] for other in others[1:])
    count = targets["DN24-Q5"]["figures"][0]
    assert count["gap"] == {
        "unit": "payments",
        "convert": one,
        "no_convert": None,
        "add": one,
        "no_add": None,
    }


NEVER = "8999-12-31"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "--period: the window calendar_year needs a year, e.g. --period 2022"),
        (("--window", "reporting_year"), "--period: the window reporting_year needs a year"),
        (("--period", "2022", "--from", "2022-01-01"), "use --window given"),
        (("--period", "2022", "--to", "2022-01-01"), "use --window given"),
        (("--window", "given", "--period", "2022"), "is given by --from and --to"),
        (("--window", "given", "--from", "2022-01-01"), "needs its first and last day"),
        (("--window", "school_year", "--to", "2022-01-01"), "needs its first and last day"),
        (("--window", "given", "--from", "2022-02-01", "--to", "2022-01-01"), "ends before"),
        (("--window", "school_year", "--from", "2022-02-01", "--to", "2022-11-01"),
         "--from, --to: they make no window: these days are no school year"),
        (("--period", "2022", "--as-of", NEVER), f"--as-of: {NEVER} is after today"),
        (("--period", "2022", "--known-at", NEVER), f"--known-at: {NEVER} is after today"),
        (("--period", "2022", "--reading", "pool=x"), "DN24 has no reading 'pool'; it has: adopt"),
        (("--period", "2022", "--reading", "pooling"), "pooling is one of: as_written, pooled"),
        (("--period", "2022", "--reading", "pooling=pool"), "each_sector"),
        (("--period", "2022", "--reading", "pooling=pooled", "--reading", "pooling=as_written"),
         "--reading: pooling is chosen twice"),
    ],
)  # fmt: skip
def test_assess_says_in_one_line_what_is_wrong_and_what_to_do(cashless, words, says):
    code, out, err = cashless("assess", "DN24", SURVEY, *words, "--lang", "en")
    assert (code, out, one_line(err), says in err) == (2, "", True, True), err


def test_assess_takes_a_plan_file_of_ones_own(cashless, own_plan):
    words = ("--window", "school_year", "--from", "2022-09-05", "--to", "2023-05-31")
    code, out, err = cashless("assess", own_plan, SURVEY, *words, "--format", "json")
    answer = json.loads(out)
    assert (code, answer["plan"], answer["source_complete"]) == (0, "tinh-toi-2026", False)
    assert "[PLN-01]" in err
    code, _, err = cashless("assess", own_plan.with_name("no.toml"), SURVEY, *words)
    assert (code, err.startswith("cashless: no.toml: ")) == (3, True)


@pytest.mark.parametrize(
    ("demand", "convert", "no_convert"),
    [
        ('at_least = "100%"', {"least": 1, "most": 1}, None),
        ('more_than = "100%"', None, "never-by-converting"),
    ],
)
def test_assess_says_to_programs_why_no_number_closes_a_gap(
    cashless, own_plan, demand, convert, no_convert
):
    text = own_plan.read_text("utf-8").replace('at_least = "50%"', demand)
    text = re.sub(r"measure = [{] share_of.*", 'measure = "count_share"', text)
    own_plan.write_text(text, "utf-8")
    words = ("--window", "school_year", "--from", "2022-09-05", "--to", "2023-05-31")
    _, out, _ = cashless("assess", own_plan, SURVEY, *words, "--format", "json")
    (figure,) = json.loads(out)["targets"][0]["figures"]
    assert figure["gap"] == {
        "unit": "payments",
        "convert": convert,
        "no_convert": no_convert,
        "add": None,
        "no_add": "never-by-adding",
    }


def test_a_json_plan_file_is_read_too(cashless, tmp_path):
    file = tmp_path / "dn.json"
    file.write_text(documents.write_plan(registry.plan("DN24")), "utf-8")
    code, out, _ = cashless("plans", "show", file, "--format", "json")
    assert (code, json.loads(out)["targets"]) == (0, 6)


def test_a_plan_in_a_folder_that_is_a_copy_of_the_bundled_one_answers_the_same(cashless, tmp_path):
    name = "dong-nai-24-kh-ubnd-2022.toml"
    bundled = resources.files("cashless_edu_health") / "data" / "plans" / name
    shutil.copy(str(bundled), tmp_path / name)
    words = (SURVEY, "--period", "2022", *KNOWN, "--format", "json")
    assert cashless("assess", tmp_path / name, *words) == cashless("assess", "DN24", *words)


@pytest.mark.parametrize("columns", [80, 100])
@pytest.mark.parametrize(
    "words",
    [
        ("plans", "list"),
        ("plans", "show", "KH4205"),
        ("plans", "show", "DT153", "--lang", "en"),
        ("plans", "calendar", *YEAR),
        ("assess", "DN24", SURVEY, "--period", "2022", *KNOWN),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_tables_fit_the_terminal_and_break_no_figure(cashless, monkeypatch, words, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    code, out, _ = cashless(*words)
    lines = out.splitlines()
    assert code == 0
    assert max(map(len, lines)) <= columns
    assert "\ue000" not in out
    cells = [cell.strip() for line in lines if line.startswith("│") for cell in line.split("│")]
    assert [cell for cell in cells if cell.endswith(("≥", ">")) or cell.startswith("%")] == []
    assert [cell for cell in cells if re.match(r"[.,][0-9]", cell)] == []


def test_the_how_to_page_prints_what_the_command_prints(cashless, monkeypatch):
    page = Path(__file__).parents[2] / "docs" / "how-to" / "reporting-calendar.md"
    (printed,) = re.findall(r"```text\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = cashless("plans", "calendar", *YEAR, "--plan", "XL83", "--lang", "en")
    assert code == 0
    assert [line.rstrip() for line in out.splitlines()] == printed.splitlines()
