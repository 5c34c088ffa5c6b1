"""What every command shows: tables that fit, colours for people, JSON for programs."""

import io
import json
import re
import sys
from pathlib import Path
from typing import get_args

import pytest

from cashless_edu_health import documents, registry
from cashless_edu_health.cli import _show
from cashless_edu_health.cli._help import option_name
from cashless_edu_health.documents._model import Document

from .test_cli_help import COMMANDS, LEAVES, desk, ledger  # noqa: F401 - the folder of the examples

PAYLOAD = (
    "00020101021138570010A00000072701270006970436011300710001234560208QRIBFTTA53037045802VN6304F00E"
)
DAYS = ("--as-of", "2022-12-31")
SLIPS = (
    *("--invoices", "bang-thu.csv", "--requests", "yeu-cau.json"),
    *("--institutions", "co-so.json"),
)
RUNS = {
    ("demo",): ("--out", "kq"),
    ("qr", "make"): ("--bank", "VCB", "--account", "0071000123456"),
    ("qr", "images"): ("--requests", "yeu-cau.json", "--out", "ma-qr"),
    ("qr", "read"): (PAYLOAD,),
    ("qr", "verify"): (PAYLOAD, "--accounts", "tai-khoan.toml"),
    ("qr", "audit"): ("anh-chup", "--accounts", "tai-khoan.toml"),
    ("invoice", "check"): ("bang-thu.csv",),
    ("slips",): (*SLIPS, "--html", "phieu.html"),
    ("statement", "check"): ("sao-ke.csv", "--layout", "cashless-csv"),
    ("reconcile",): ("--requests", "yeu-cau.json", "--credits", "sao-ke.csv", "--out", "dc"),
    ("requirements",): ("DN24", "--period", "2022"),
    ("dataset", "merge"): ("bieu-da-nop", "--out", "gop"),
    ("dataset", "check"): ("so-lieu", "--plan", "DN24", *DAYS),
    ("assess",): ("DN24", "so-lieu", "--period", "2022", *DAYS),
    ("readiness",): ("DN24", "so-lieu", *DAYS),
    ("report", "assessment"): ("DN24", "so-lieu", "--period", "2022", *DAYS),
    ("report", "reconciliation"): ("--ledger", "so-thu.db", "--requests", "yeu-cau.json", *DAYS),
    ("plans", "list"): ("--on", "2022-11-14"),
    ("plans", "show"): ("KH4205",),
    ("plans", "calendar"): ("--from", "2023-01-01", "--to", "2023-12-31"),
    ("plans", "new"): ("tinh-toi-2026.toml", "--key", "TT"),
    ("banks", "find"): ("OceanBank", "--on", "2026-11-22"),
    ("sheet",): (),
    ("schema",): (),
    ("completion",): ("bash",),
    ("version",): (),
}


@pytest.fixture
def run(desk):  # noqa: F811
    return desk


def test_every_command_is_run_here():
    assert sorted(RUNS) == sorted(LEAVES)


def test_every_command_takes_a_language_and_every_one_that_answers_a_format():
    for words, command in COMMANDS:
        names = {option_name(param) for param in command.params}
        assert names >= ({"lang", "format"} if words in LEAVES else {"lang"}), words


def documented(words):
    """Top-level keys that the reference names for a command."""
    page = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"
    (row,) = re.findall(
        rf"^\| `{' '.join(words)}`(.*)\|(.*)\|$", page.read_text("utf-8"), re.MULTILINE
    )
    return "[]" in row[0], re.findall(r"`(\w+)`", row[1])


@pytest.mark.parametrize("words", LEAVES, ids=" ".join)
def test_json_is_one_value_of_the_documented_keys_and_nothing_else(run, words):
    code, out, err = run(*words, *RUNS[words], "--format", "json")
    assert (code in (0, 1), err) == (True, "")
    answer = json.loads(out)
    listed, keys = documented(words)
    assert isinstance(answer, list) is listed
    for one in answer if listed else [answer]:
        assert list(one) == keys


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("words", LEAVES, ids=" ".join)
def test_nothing_is_wider_than_the_terminal_and_nothing_is_cut(run, monkeypatch, words, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    _, out, _ = run(*words, *RUNS[words])
    if words in {("completion",), ("qr", "make")}:  # for programs to read as it stands
        return
    files = re.compile(r"[\w/.-]{20,}")
    assert [x for x in out.splitlines() if len(x) > columns and not files.search(x)] == []
    assert "…" not in re.sub("…{2,}|… |…$", "", out, flags=re.MULTILINE)
    assert "\ue000" not in out


def test_the_same_words_stand_in_a_table_and_in_blocks(run, monkeypatch):
    def words_at(columns):
        monkeypatch.setenv("COLUMNS", str(columns))
        _, out, _ = run("plans", "show", "KH4205", "--on", "2022-11-14")
        return sorted(set(re.findall(r"\w{4,}", out)))

    heads = {"clause", "Điều", "khoản"}
    assert set(words_at(160)) - heads == set(words_at(40)) - heads


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("terminal", "no_color", "colours"),
    [(True, None, True), (True, "1", False), (False, None, False)],
)
def test_colours_are_for_terminals_and_can_be_refused(monkeypatch, terminal, no_color, colours):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)
    stream = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    _show.console().print("x", style="red")
    assert ("\x1b[31m" in stream.getvalue()) is colours


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_shown_on_terminals_alone(monkeypatch, terminal):
    monkeypatch.setenv("TERM", "xterm-256color")
    stream = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    assert list(_show.tracked(iter(range(3)), "Đang đếm", total=3)) == [0, 1, 2]
    assert list(_show.tracked([1, 2], "Đang cộng")) == [1, 2]
    with _show.progress("Đang vẽ", 1) as step:
        step("a.svg")
    seen = [word in stream.getvalue() for word in ("Đang đếm", "Đang cộng", "Đang vẽ", "100%")]
    assert seen == [terminal] * 4


def test_a_title_stands_over_blocks_too(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "24")
    rows = [("mot-ma-rat-dai-0001", "12.500.000 ₫ và hơn"), ("b", "")]
    _show.show_table(("Mã", "Số tiền"), rows, title="Hai khoản")
    assert capsys.readouterr().out.splitlines() == [
        *("Hai khoản", "mot-ma-rat-dai-0001"),
        *("  Số tiền:", "    12.500.000 ₫ và hơn", "", "b", "  Số tiền:", ""),
    ]


def test_a_table_without_rows_is_its_heading(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    _show.show_table(("Mã", "Số tiền"), [])
    assert "Số tiền" in capsys.readouterr().out


def test_the_schemas_are_those_of_the_formats(cashless):
    code, out, _ = cashless("schema", "--format", "json")
    names = [row["name"] for row in json.loads(out)]
    assert (code, names) == (0, list(documents.schema_names()))
    for name in names:
        code, out, _ = cashless("schema", name)
        schema = json.loads(out)
        assert (code, schema["title"]) == (0, name)
        assert schema["additionalProperties"] is False
        if "/" in name:
            assert schema["properties"]["format"]["const"] == name
    with pytest.raises(ValueError, match="there is no format 'x'; there are: account-book/1"):
        documents.schema("x")


def test_every_format_that_a_file_can_name_has_a_schema():
    def below(kind):
        for inner in kind.__subclasses__():
            yield inner
            yield from below(inner)

    fields = [kind.model_fields.get("format") for kind in below(Document)]
    named = {name for field in fields if field for name in get_args(field.annotation)}
    assert "report-words/1" in named
    assert named - set(documents.schema_names()) == set()


def test_invoices_are_held_against_the_template_of_their_sector(cashless, tmp_path):
    fees = registry.demo_folder() / "fee_list.csv"
    code, out, _ = cashless("invoice", "check", fees)
    assert (code, "183 hóa đơn" in out, out.count("[INV-01]")) == (0, True, 1)
    bare = tmp_path / "thu.csv"
    bare.write_text(
        "invoice_id,institution_id,purpose,amount\nHD1,truong-bia,tuition,500000\n", "utf-8"
    )
    code, out, _ = cashless("invoice", "check", fees, bare, "--lang", "en")
    assert (code, "1 of 184 invoices lack" in out) == (1, True)
    assert "thu.csv HD1: Error paid_for.name" in out
    assert cashless("invoice", "check", bare, "--sector", "health")[0] == 0
    code, out, _ = cashless("invoice", "check", bare, "--at", "settlement", "--format", "json")
    (row,) = json.loads(out)
    assert (code, row["invoice"], row["total"], row["report"]["ok"]) == (1, "HD1", 500_000, False)
    assert {one["rule"] for one in row["report"]["findings"]} >= {"INV-02", "INV-04"}
