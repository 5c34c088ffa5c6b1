"""What the how-to pages print can be used as it stands."""

import re
from datetime import date
from pathlib import Path

from cashless_edu_health import (
    accounts,
    compliance,
    documents,
    plans,
    registry,
    reports,
    vietqr,
)
from cashless_edu_health.periods import Window

PAGES = Path(__file__).parents[2] / "docs" / "how-to"
PAGE = PAGES / "verify-counters.md"


def test_the_account_book_of_the_page_is_sound_and_tells_a_swapped_code(tmp_path):
    (printed,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    file = tmp_path / "accounts.toml"
    file.write_text(printed, "utf-8")
    book = documents.read_account_book(file)
    on = date(2026, 11, 22)
    assert accounts.check(book, banks=registry.banks(), on=on).findings == ()
    verdicts = {
        (bin_, number): vietqr.verify(
            vietqr.VietQR(account=accounts.Account(acquirer_id=bin_, number=number)).encode(),
            accounts=book,
            banks=registry.banks(),
            on=on,
        ).verdict.value
        for bin_, number in (
            ("970436", "0071000123456"),
            ("970418", "BVBD00000017"),
            ("970418", "0071000123456"),
            ("970436", "0071000999999"),
        )
    }
    assert verdicts == {
        ("970436", "0071000123456"): "genuine",
        ("970418", "BVBD00000017"): "genuine",
        ("970418", "0071000123456"): "altered_bank",
        ("970436", "0071000999999"): "altered_account",
    }


def written_plan(folder):
    page = (PAGES / "write-a-plan.md").read_text("utf-8")
    (printed,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    file = folder / "tinh-bia-12-kh-ubnd-2024.toml"
    file.write_text(printed, "utf-8")
    return documents.read_plan(file, vocabulary=registry.vocabulary()), code


def test_the_plan_of_the_page_loads_and_only_its_own_method_is_new(tmp_path):
    plan, _ = written_plan(tmp_path)
    assert plans.check(plan, registry.vocabulary()).findings == ()
    assert [row.id for row in (*plan.targets, *plan.duties, *plan.reporting)] == [
        *("BIA12-Q1", "BIA12-Q2", "BIA12-Q3"),
        *("BIA12-D1", "BIA12-D2", "BIA12-D3"),
        "BIA12-R1",
    ]
    assert plan.id == "tinh-bia-12-kh-ubnd-2024"
    assert registry.vocabulary().methods.is_cashless("enotebook_app") is None
    assert plan.methods.is_cashless("enotebook_app") is True


def test_the_code_of_the_page_runs_and_finds_a_quote_that_is_not_in_the_text(
    tmp_path, monkeypatch, capsys
):
    plan, code = written_plan(tmp_path)
    rows = (*plan.targets, *plan.duties, *plan.reporting, *plan.out_of_scope)
    words = [plan.words(row) for row in rows if row.id != "BIA12-D2"]
    (tmp_path / plan.source.file).write_text("\n".join(words), "utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "write-a-plan.md", "exec"), {})
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "not in the text: ['BIA12-D2']"
    assert lines[-3:] == [
        "BIA12-Q1 not_applicable nobody",
        "BIA12-Q2 not_applicable nobody",
        "BIA12-Q3 no_target silent",
    ]


def test_the_register_of_the_page_prints_what_the_page_says(tmp_path, monkeypatch, capsys):
    page = (PAGES / "readiness.md").read_text("utf-8")
    (register,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (program,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (printed,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "institutions.toml").write_text(register, "utf-8")
    monkeypatch.chdir(tmp_path)
    exec(program, {})
    assert capsys.readouterr().out == printed


def test_the_words_of_the_page_make_a_report_with_one_blank(tmp_path):
    page = (PAGES / "send-the-half-year-report.md").read_text("utf-8")
    (printed,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    file = tmp_path / "words.toml"
    file.write_text(printed, "utf-8")
    half = Window(date(2024, 1, 1), date(2024, 6, 30))
    assessment = compliance.assess(
        registry.plan("KH4205"),
        compliance.Dataset(institutions=()),
        period=half,
        as_of=half.last,
        known_at=half.last,
    )
    words = documents.read_report_words(file)
    text = reports.as_text(reports.assessment_report(assessment, words=words), width=200)
    assert [line for line in text.splitlines() if line.startswith(">> ")] == [
        ">> Số: ……/BC-SGDĐT",
        ">> [CHƯA ĐIỀN: kiến nghị, đề xuất]",
    ]
