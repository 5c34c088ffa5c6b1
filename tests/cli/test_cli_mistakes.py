"""Every mistake is one line with the place and the next step, and an exit code of its own."""

import errno
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cashless_edu_health import cli, errors, registry
from cashless_edu_health.cli import _app, _mistakes
from cashless_edu_health.cli._show import Lang, UsageError
from cashless_edu_health.findings import FindingsError, Report

YEAR = ("--period", "2022")
UNUSABLE = "giá trị không dùng được"
FEES = registry.demo_folder() / "fee_list.csv"


@pytest.mark.parametrize(
    ("words", "said", "step"),
    [
        (("frob",), "frob: không có lệnh này; có: demo, qr, ", "cashless --help"),
        (
            ("qr", "frob"),
            "frob: không có lệnh này; có: make, images, read, verify, audit",
            "cashless qr --help",
        ),
        (("--foo",), "--foo: không có tùy chọn này", "cashless --help"),
        (("--lang", "en", "qr", "--foo"), "--foo: no such option", "cashless qr --help"),
        (("--lang", "en"), "no command is given", "cashless --help"),
        (("assess",), "KẾ_HOẠCH: chưa có; cần một giá trị", "cashless assess --help"),
        (("assess", "DN24"), "THƯ_MỤC: chưa có; cần một giá trị", "cashless assess --help"),
        (
            ("assess", "DN24", ".", "--perod", "2"),
            "--perod: không có tùy chọn này; gần nhất: ",
            "assess --help",
        ),
        (
            ("assess", "DN24", ".", "--period", "một"),
            f"--period: {UNUSABLE}; cần một số nguyên từ 1900 đến 9000",
            "assess --help",
        ),
        (
            ("assess", "DN24", ".", "--period"),
            f"--period: {UNUSABLE}; cần một số nguyên từ",
            "assess --help",
        ),
        (
            ("banks", "find", "x", "--on", "1/2/2022"),
            f"--on: {UNUSABLE}; cần một ngày viết như 2022-12-31",
            "banks find --help",
        ),
        (
            ("banks", "find", "x", "--lang", "fr"),
            f"--lang: {UNUSABLE}; cần một trong: vi, en",
            "banks find --help",
        ),
        (("banks", "find", "x", "y", "z"), "y z: thừa trong dòng lệnh", "banks find --help"),
        (
            ("banks", "find", "vcb", "--format", "xml", "--lang", "en"),
            "--format: the value cannot be used; one of these is needed: text, json",
            "banks find --help",
        ),
        (
            ("plans", "calendar", "--inclusive=1"),
            "--inclusive: không nhận giá trị",
            "plans calendar --help",
        ),
        (("reconcile", "--out", "x"), "--credits: chưa có; cần một giá trị", "reconcile --help"),
        (
            ("banks", "find", "bvb"),
            "có nhiều ngân hàng tên 'bvb'; gần nhất: BVBank",
            "banks find --help",
        ),
        (
            ("plans", "show", "DN25"),
            "không có kế hoạch 'DN25'; gần nhất: DN24",
            "cashless plans list",
        ),
        (
            ("statement", "check", str(FEES), "--layout", "không"),
            "không có bố cục sao kê 'không'",
            "statement check",
        ),
        (("schema", "bia/1"), "bia/1: không có định dạng này; có: account-book/1", "schema --help"),
        (
            ("qr", "make", "--bank", "VCB", "--account", "1", "--amount", "năm"),
            "--amount: không phải số tiền",
            "qr make --help",
        ),
        (
            ("qr", "verify", "x"),
            "--expected, --accounts: cần một trong hai, hoặc cả hai",
            "qr verify --help",
        ),
        (
            ("completion", "tcsh"),
            f"bash|zsh|fish: {UNUSABLE}; cần một trong: bash, zsh, fish",
            "completion --help",
        ),
    ],
)
def test_wrong_usage_is_one_line_with_the_place_and_the_next_step(cashless, words, said, step):
    code, out, err = cashless(*words)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert err.startswith(f"cashless: {said}")
    assert step in err.removeprefix(f"cashless: {said}")
    assert not re.search("Traceback|Error|Usage|Option|Missing|Invalid", err)


@pytest.mark.parametrize("words", [(), ("qr",), ("plans",)])
def test_a_group_without_a_command_shows_its_help_as_a_mistake(cashless, words):
    code, out, err = cashless(*words)
    assert (code, out) == (2, "")
    assert err == cashless(*words, "--help")[1]


def test_a_file_that_is_not_there_is_unreadable(cashless, tmp_path):
    code, out, err = cashless("invoice", "check", tmp_path / "không.json")
    assert (code, out) == (3, "")
    assert err.startswith("cashless: không.json: ")
    assert err.endswith(". Sửa chỗ đó rồi chạy lại.\n")


def test_a_folder_that_cannot_be_made_is_named(cashless, tmp_path):
    (tmp_path / "tệp").write_text("", "utf-8")
    code, out, err = cashless("demo", "--out", tmp_path / "tệp" / "kq")
    assert (code, out) == (3, "")
    what = f"cashless: {tmp_path / 'tệp' / 'kq'}: không phải thư mục."
    assert err == f"{what} Kiểm tra tên, chỗ và quyền của tệp rồi chạy lại.\n"


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (errors.DataError("is wrong", file="a.json", path="x[1]"), 3, "a.json: x[1]: is wrong"),
        (errors.LedgerError("cannot be opened"), 3, "cannot be opened"),
        (errors.DecodeError("runs past the end", path="38"), 1, "38 (character 0): runs past"),
        (errors.EncodeError("too long", path="purpose"), 2, "purpose: too long"),
        (errors.SignatureError("is missing", channel="sepay"), 1, "sepay: is missing"),
        (errors.MissingExtraError("pdf"), 2, "pip install 'cashless-edu-health[pdf]'"),
        (errors.UnknownBankError("x", ()), 2, "'x'"),
        (FindingsError(Report(findings=(), checked=("x",))), 1, ""),
        (UsageError("--x", "words of one's own"), 2, "--x: words of one's own"),
        (OSError(errno.ENOSPC, "No space left", "a.pdf"), 3, "a.pdf: "),
        (OSError(errno.EXDEV, "Invalid link", "a.pdf"), 3, "a.pdf: Invalid link"),
        (OSError("odd"), 3, "odd"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_kind_of_error_has_its_line_and_its_code(error, code, said, lang):
    line = _mistakes.error_line(error, "cashless x", lang)
    assert _mistakes.exit_code(error) == code
    assert line.startswith("cashless: ")
    assert said in line
    assert "\n" not in line
    assert line != _mistakes.error_line(error, "cashless x", next(x for x in Lang if x != lang))


def test_words_that_move_the_cursor_are_not_passed_on(cashless):
    _, _, err = cashless("banks", "find", "x\x1b[2J\x07\u202ey\nz")
    assert "\x1b" not in err
    assert "\u202e" not in err
    assert len(err.splitlines()) == 1


def test_a_defect_is_told_by_its_place_without_the_data_it_held(cashless, monkeypatch):
    def broken(*_args, **_kwargs):
        raise KeyError("Trần Thị Bí Mật")

    monkeypatch.setattr("cashless_edu_health.registry.banks", broken)
    for lang, said in (("vi", "lỗi của chương trình"), ("en", "a defect of the program")):
        code, out, err = cashless("banks", "find", "VCB", "--lang", lang)
        assert (code, out, len(err.splitlines())) == (70, "", 1)
        assert re.match(rf"cashless: {said}: KeyError \w+ [\w.:<> ]*_banks\.py:[0-9]+", err)
        assert "Bí Mật" not in err


def test_a_defect_outside_the_package_has_a_place_too():
    error = ValueError("bí mật")
    assert "ValueError" in _mistakes.defect_line(error, Lang.VI)
    assert "bí mật" not in _mistakes.defect_line(error, Lang.VI)


def test_an_interrupt_ends_quietly(cashless, monkeypatch):
    def interrupted(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("cashless_edu_health.registry.banks", interrupted)
    assert cashless("banks", "find", "VCB") == (130, "", "")


def test_a_missing_module_that_is_no_extra_is_not_hidden(monkeypatch):
    monkeypatch.setitem(sys.modules, "cashless_edu_health.cli._app", None)
    with pytest.raises(ModuleNotFoundError, match="_app"):
        cli.main()


def test_a_closed_pipe_is_left_to_whoever_runs_the_command(monkeypatch):
    class Closed(io.StringIO):
        def write(self, _text):
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Closed())
    with pytest.raises(BrokenPipeError):
        _app.run(["plans", "list"])


def test_a_mistake_of_usage_names_its_place_in_english_in_a_log():
    assert str(UsageError("--form", "form-ending")) == "--form: ends in .csv or .xlsx"


@pytest.mark.parametrize(
    "words",
    [
        ("version",),
        ("assess", "--help"),
        ("schema", "plan"),
        ("plans", "show", "DN24"),
        ("plans", "list", "--format", "json"),
        ("completion", "bash"),
    ],
)
def test_a_reader_that_went_away_ends_the_command_quietly(words):
    program = [sys.executable, "-c", "from cashless_edu_health.cli import main; main()", *words]
    env = os.environ | {"PYTHONPATH": str(Path(_app.__file__).parents[2])}
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(program, stdout=writer, stderr=subprocess.PIPE, env=env, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")
