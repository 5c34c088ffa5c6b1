"""``--help`` of every command, in both languages and at several widths, and its examples."""

import contextlib
import re
import shlex
import shutil
import unicodedata
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from cashless_edu_health import documents, messages, registry, statements
from cashless_edu_health.cli._app import root
from cashless_edu_health.cli._help import Group, example_lines, option_name
from cashless_edu_health.cli._show import Lang
from cashless_edu_health.reconciliation.sql import open_ledger

SURVEY = Path(__file__).parents[2] / "examples" / "school_fees" / "files" / "survey"
RETURNED = Path(__file__).parents[1] / "data" / "forms" / "returned"
BOOK = """
format = "account-book/1"

[[accounts]]
id = "thu"
acquirer_id = "970436"
number = "0071000123456"
institution_ids = ["thcs-a"]
holder_name = "Trường THCS A (bịa)"
signed_by = "Kế toán A"
approved_by = "Hiệu trưởng A"
"""
WORDS = 'format = "report-words/1"\ntasks = ["Đã tập huấn."]\n'


@cache
def every_command(lang=Lang.VI):
    """(words, command) of every command and group, the root among them."""

    def below(command, words):
        yield words, command
        if isinstance(command, Group):
            for name in command.list_commands(None):
                load = getattr(command, "load", None)
                inner = load(name) if load else command.get_command(None, name)
                yield from below(inner, (*words, name))

    return list(below(root(lang), ()))


COMMANDS = every_command()
LEAVES = [words for words, command in COMMANDS if not isinstance(command, Group)]


def texts_of(lang):
    """Every help text: (where, text)."""
    for words, command in every_command(lang):
        yield " ".join(words), command.help
        for param in command.params:
            yield f"{' '.join(words)} {option_name(param)}", param.help


def test_the_commands_are_those_of_the_house_plan():
    assert {" ".join(words) for words in LEAVES} >= {
        *("demo", "qr make", "qr read", "qr verify", "qr audit", "invoice check"),
        *("statement check", "reconcile", "dataset check", "dataset merge", "requirements"),
        *("readiness", "assess", "plans list", "plans show", "plans new", "plans calendar"),
        *("qr images", "slips", "report assessment", "report reconciliation"),
        *("banks find", "sheet", "schema", "completion", "version"),
    }


@pytest.mark.parametrize("lang", list(Lang))
def test_every_command_and_option_has_its_help_and_no_two_words_run_together(lang):
    missing = [where for where, text in texts_of(lang) if not text or text != text.strip()]
    assert missing == []
    rough = [where for where, text in texts_of(lang) if not text.endswith((".", "..."))]
    assert rough == []


def test_no_help_text_is_in_the_other_language():
    vietnamese, english = dict(texts_of(Lang.VI)), dict(texts_of(Lang.EN))
    assert vietnamese.keys() == english.keys()
    marks = re.compile("[\u0300-\u036fđĐ]")
    plain = [w for w, t in vietnamese.items() if not marks.search(unicodedata.normalize("NFD", t))]
    assert plain == []
    assert [where for where, text in english.items() if not text.isascii()] == []


@pytest.mark.parametrize("words", [words for words, _ in COMMANDS], ids=" ".join)
def test_help_is_whole_in_both_languages(cashless, words):
    for lang, usage, other in (("vi", "Cách dùng", "Usage"), ("en", "Usage", "Cách dùng")):
        code, out, err = cashless(*words, "--help", "--lang", lang)
        shown = " ".join(out.split())
        assert (code, err, other in out) == (0, "", False)
        assert shown.startswith(f"{usage}: {' '.join(('cashless', *words))}")
        command = dict(every_command(Lang(lang)))[words]
        for param in command.params:
            assert " ".join(param.help.split()) in shown
            if param.param_type_name == "option":
                assert all(name in shown for name in param.opts)
        assert "cashless " in shown.rpartition({"vi": "Ví dụ", "en": "Example"}[lang])[2]


@pytest.mark.parametrize(
    "words",
    [
        ("--lang", "en", "assess", "--help"),
        ("assess", "--lang", "en", "--help"),
        ("assess", "--help", "--lang=en"),
        ("--lang", "vi", "assess", "--lang", "en", "--help"),
    ],
)
def test_the_language_may_stand_anywhere_and_the_last_one_counts(cashless, words):
    assert cashless(*words)[1].startswith("Usage: cashless assess PLAN FOLDER [OPTIONS]")


def test_a_language_before_the_command_is_that_of_the_answer(cashless):
    assert "English" not in cashless("banks", "find", "VCB", "--on", "2026-11-22")[1]
    before = cashless("--lang", "en", "banks", "find", "VCB", "--on", "2026-11-22")
    assert before == cashless("banks", "find", "VCB", "--on", "2026-11-22", "--lang", "en")
    assert "Short name" in before[1]


def test_a_language_behind_two_dashes_is_a_word_like_any_other(cashless):
    code, _, err = cashless("banks", "find", "--", "--lang")
    assert (code, "không có ngân hàng '--lang'" in err) == (2, True)


@pytest.mark.parametrize("columns", [20, 40, 120])
@pytest.mark.parametrize("lang", list(Lang))
def test_help_fits_the_terminal(cashless, monkeypatch, columns, lang):
    monkeypatch.setenv("COLUMNS", str(columns))
    wide = []
    for words, _ in COMMANDS:
        _, out, _ = cashless(*words, "--help", "--lang", lang.value)
        room = max(columns, 40)  # an option's name and value are never broken
        wide += [line for line in out.splitlines() if len(line) > room and "0002010102" not in line]
    assert wide == []


def test_an_example_is_broken_as_shells_allow_it_and_never_in_quotes():
    example = 'cashless qr audit anh/ --accounts a.toml --by "Lê Văn Kiểm" --csv r.csv'
    lines = list(example_lines(example, 30))
    assert max(map(len, lines)) <= 34
    assert any("--accounts a.toml" in line for line in lines)
    assert all(line.endswith(" \\") for line in lines[:-1])
    assert shlex.split("\n".join(lines).replace("\\\n", " ")) == shlex.split(example)
    assert list(example_lines(example, 100)) == [example]


@pytest.fixture(scope="session")
def ledger(tmp_path_factory):
    """A ledger that holds the credits of the demo."""
    file = tmp_path_factory.mktemp("ledger") / "ledger.db"
    demo = registry.demo_folder()
    layout = registry.layout("cashless-csv")
    credits_ = statements.read(demo / "bank_credits.csv", layout=layout)
    asked = documents.read_requests(demo / "payment_requests.json")
    with contextlib.closing(open_ledger(f"sqlite:///{file}")) as kept:
        kept.take(credits_, asked, recorded_at=datetime(2022, 12, 1, tzinfo=UTC), by="test")
    return file


@pytest.fixture
def desk(tmp_path, monkeypatch, cashless, ledger):
    """A folder with every file that the examples name."""
    monkeypatch.chdir(tmp_path)
    demo = registry.demo_folder()
    for fees, asked, schools, credits_, kept, data, words, forms, photos, book, photo in (
        (
            "bang-thu",
            "yeu-cau",
            "co-so",
            "sao-ke",
            "so-thu",
            "so-lieu",
            "loi-van",
            "bieu-da-nop",
            "anh-chup",
            "tai-khoan",
            "quay",
        ),
        (
            "fee-list",
            "requests",
            "institutions",
            "statement",
            "ledger",
            "data",
            "words",
            "returned",
            "photos",
            "accounts",
            "counter",
        ),
    ):
        shutil.copy(demo / "fee_list.csv", f"{fees}.csv")
        shutil.copy(demo / "payment_requests.json", f"{asked}.json")
        shutil.copy(demo / "institutions.json", f"{schools}.json")
        shutil.copy(demo / "bank_credits.csv", f"{credits_}.csv")
        shutil.copy(ledger, f"{kept}.db")
        Path(f"{words}.toml").write_text(WORDS, "utf-8")
        shutil.copytree(SURVEY, data)
        shutil.copytree(RETURNED, forms)
        Path(photos).mkdir()
        Path(f"{book}.toml").write_text(BOOK, "utf-8")
        picture(f"{photo}-07.png")
        picture(f"{photos}/{photo}-07.png")
    return cashless


def picture(name):
    import segno

    account = documents.read_requests(registry.demo_folder() / "payment_requests.json")[0].account
    from cashless_edu_health.vietqr import VietQR

    code = VietQR(type(account)("970436", "0071000123456"))
    segno.make_qr(code.encode(), error="m").save(name, scale=5)


def examples(lang):
    for words, _ in COMMANDS:
        key = "-".join(words) or "cashless"
        yield from messages.text(f"help.{key}.example", lang).splitlines()


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_example_runs(desk, lang):
    wrong = []
    for line in dict.fromkeys(examples(lang)):
        program, *words = shlex.split(line)
        if ">" in words or program == "source":
            continue  # of the shell; the test of completion runs it
        code, out, err = desk(*words)
        if code not in (0, 1) or (code == 1 and "Lỗi" not in out and "error" not in out.lower()):
            wrong.append((line, code, err))
    assert wrong == []
