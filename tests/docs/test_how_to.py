"""What the how-to pages print can be used as it stands."""

import re
from datetime import date
from pathlib import Path

from cashless_edu_health import accounts, documents, registry, vietqr

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
PAGE = HOW_TO / "verify-counters.md"


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


def test_the_register_of_the_page_prints_what_the_page_says(tmp_path, monkeypatch, capsys):
    page = (HOW_TO / "readiness.md").read_text("utf-8")
    (register,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (program,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (printed,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "institutions.toml").write_text(register, "utf-8")
    monkeypatch.chdir(tmp_path)
    exec(program, {})
    assert capsys.readouterr().out == printed
