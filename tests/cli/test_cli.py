"""The command line, run in process as its entry point runs it."""

import csv
import json
from pathlib import Path

import pytest

from cashless_edu_health import documents, emvco, registry, vietqr
from cashless_edu_health.accounts import Account
from cashless_edu_health.errors import MissingExtraError

PAYLOAD = (
    "00020101021238570010A00000072701270006970436011300710001234560208QRIBFTTA"
    "530370454065500005802VN62170813HVX7K3M2P9X5H6304B162"
)


def test_qr_make_prints_the_payload_and_writes_the_picture(cashless, tmp_path):
    picture = tmp_path / "code.svg"
    words = ("--bank", "vcb", "--account", "0071000123456", "--amount", "550000")
    code, out, _ = cashless(
        "qr", "make", *words, "--purpose", "HVX7K3M2P9X5H", "--out", str(picture)
    )
    assert (code, out) == (0, PAYLOAD + "\n")
    assert picture.read_text("utf-8").startswith("<svg ")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--bank", "bvb", "--account", "1"), 2, "ambiguous bank"),
        (("--bank", "nhà băng", "--account", "1"), 2, "unknown bank"),
        (("--bank", "999999", "--account", "1"), 2, "unknown bank"),
        (("--bank", "VCB", "--account", "12345678901234567890"), 2, "1 to 19 letters"),
        (("--bank", "VCB", "--account", "1", "--amount", "-5"), 2, "less than 1"),
        (("--bank", "VCB", "--account", "1", "--amount", "1.5"), 2, "digits"),
        (("--bank", "VCB", "--account", "1", "--amount", "79,000"), 2, "digits"),
        (("--bank", "VCB", "--account", "1", "--amount", "100000000000000"), 2, "more than"),
        (("--bank", "VCB", "--account", "1", "--purpose", "đóng"), 2, "purpose: character 1"),
        (("--bank", "VCB", "--account", "1", "--purpose", "HP 😀"), 2, "purpose: character 4"),
    ],
)
def test_qr_make_refuses_and_writes_nothing(cashless, tmp_path, words, code, says):
    got, out, err = cashless("qr", "make", *words, "--out", str(tmp_path / "x.svg"), "--lang", "en")
    assert (got, out) == (code, "")
    assert says in " ".join(err.split())
    assert list(tmp_path.iterdir()) == []


def test_qr_read_shows_the_fields_in_both_languages(cashless):
    code, out, _ = cashless("qr", "read", PAYLOAD)
    assert code == 0
    assert "Vietcombank" in out
    assert "550.000 ₫" in out
    code, out, _ = cashless("qr", "read", PAYLOAD, "--lang", "en", "--format", "json")
    assert code == 0
    assert json.loads(out)["code"] == {
        "bank": "Vietcombank", "bin": "970436", "account": "0071000123456",
        "amount": "550,000 VND", "purpose": "HVX7K3M2P9X5H", "initiation": "dynamic",
    }  # fmt: skip


def test_qr_read_of_an_altered_code_exits_with_1_and_shows_no_fields(cashless):
    altered = PAYLOAD.replace("0071000123456", "0071000123457")
    code, out, _ = cashless("qr", "read", altered, "--format", "json")
    answer = json.loads(out)
    assert (code, answer["code"], answer["report"]["ok"]) == (1, None, False)
    assert [f["rule"] for f in answer["report"]["findings"]] == ["QR-44", "QR-09"]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (vietqr.VNPayQR(merchant_id="0123456789", amount=79_000, merchant_name="TRUONG A"),
         {"merchant_id": "0123456789", "merchant_name": "TRUONG A", "amount": "79.000 ₫"}),
        (vietqr.MerchantPayment(
            account=Account("970436", "0000123456789"), merchant_category_code="8211",
            merchant_name="TRUONG A", merchant_city="HUE",
         ), {"merchant_city": "HUE", "amount": "người trả tự nhập", "initiation": "static"}),
        (vietqr.VietQR(Account("971025", "PSP123456789012345")), {"wallet": "momo"}),
    ],
)  # fmt: skip
def test_qr_read_reads_every_vietnamese_code_as_what_it_is(cashless, code, shown):
    exit_code, out, _ = cashless("qr", "read", code.encode(), "--format", "json")
    answer = json.loads(out)
    assert exit_code == 0
    assert shown.items() <= answer["code"].items()
    assert answer["report"]["findings"][0]["rule"] == "QR-44"


def test_qr_read_shows_the_objects_of_a_foreign_scheme(cashless):
    text = emvco.append_crc("000201010211020440005204821153038405802US5901A6001B")
    code, out, _ = cashless("qr", "read", text, "--format", "json")
    answer = json.loads(out)
    assert (code, answer["code"]["53"]) == (0, "840")
    assert answer["report"]["findings"][0]["rule"] == "QR-45"


def test_qr_read_names_each_reason_for_not_checking_once(cashless):
    code, out, _ = cashless("qr", "read", PAYLOAD + "0")
    assert code == 1
    assert out.count("Chưa kiểm tra") == 1


def test_banks_find_answers_in_text_and_json(cashless):
    code, out, _ = cashless("banks", "find", "OceanBank", "--format", "json")
    assert (code, json.loads(out)["bin"]) == (0, "970414")
    code, out, _ = cashless("banks", "find", "OceanBank")
    assert (code, "tên cũ" in out) == (0, True)


def test_plans_list_and_show_every_row_of_every_plan(cashless):
    code, out, _ = cashless("plans", "list", "--format", "json")
    assert code == 0
    counts = {
        row["key"]: (row["targets"], row["duties"], row["reports"]) for row in json.loads(out)
    }
    assert counts == {
        "QD1813": (9, 0, 0), "DN24": (6, 17, 2), "DT153": (8, 10, 0), "KH4205": (6, 14, 3),
        "LD22": (4, 0, 0), "MIC781": (5, 0, 0), "XL83": (13, 13, 2),
    }  # fmt: skip
    for plan in registry.plans():
        for lang in ("vi", "en"):
            code, out, _ = cashless("plans", "show", plan.key, "--lang", lang, "--format", "json")
            rows = json.loads(out)["rows"]
            assert (code, len(rows)) == (0, sum(counts[plan.key]))
            assert all(row["clause"] and row["quote"] and row["asks"] for row in rows)
    code, out, _ = cashless("plans", "show", "DN24")
    assert (code, "DN24-Q5" in out, "≥ 50%" in out) == (0, True, True)
    code, _, err = cashless("plans", "show", "DN25", "--lang", "en")
    assert (code, "candidates: DN24" in err) == (2, True)


def test_demo_writes_files_worth_opening_and_assess_reproduces_them(cashless, tmp_path):
    out_folder = tmp_path / "demo"
    code, out, _ = cashless("demo", "--out", str(out_folder))
    assert code == 0
    assert out.endswith(f"Báo cáo để đọc trước: {out_folder / 'assessment.html'}\n")
    assert "IV. Cơ sở chưa trả lời" in (out_folder / "assessment.html").read_text("utf-8")
    assert sorted(path.name for path in out_folder.iterdir()) == [
        "assessment.html", "dataset", "reconciliation.csv",
        "slips-S0004.html", "slips-S0004.pdf", "slips-S0014.html", "slips-S0014.pdf",
        "slips-S0016.html", "slips-S0016.pdf",
    ]  # fmt: skip
    with (out_folder / "reconciliation.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    verdicts = [row["kết quả"] for row in rows]
    posted = sum(int(row["số tiền"]) for row in rows if row["kết quả"] == "đã ghi")
    dataset = documents.read_dataset(out_folder / "dataset")
    by_method = {}
    for receipt in dataset.receipts:
        by_method[receipt.method] = by_method.get(receipt.method, 0) + receipt.gross
    assert len(rows) == 107
    assert verdicts.count("đã ghi") == sum(r.method == "bank_transfer" for r in dataset.receipts)
    assert posted == by_method["bank_transfer"]
    # Shares by hand from the receipts themselves.
    cashless_value = sum(v for method, v in by_method.items() if method != "cash")
    code, out, _ = cashless(
        "assess", "DN24", str(out_folder / "dataset"), "--period", "2022",
        "--as-of", "2022-12-31", "--known-at", "2022-12-31", "--format", "json",
    )  # fmt: skip
    answer = json.loads(out)
    q5 = next(target for target in answer["targets"] if target["id"] == "DN24-Q5")
    value = next(figure for figure in q5["figures"] if figure["label"] == "value")
    assert code == 0
    assert (value["numerator"], value["denominator"]) == (
        cashless_value, sum(by_method.values()),
    )  # fmt: skip
    assert 0 < value["numerator"] < value["denominator"]
    slips = sum(
        path.read_text("utf-8").count("<article>") for path in out_folder.glob("slips-*.html")
    )
    requests = documents.read_requests(registry.demo_folder() / "payment_requests.json")
    assert slips == len(requests) == 180
    code, _, _ = cashless("demo", "--out", str(out_folder), "--lang", "en")
    assert code == 0, "a second run replaces the first"


def test_assess_exit_codes_pages_and_languages(cashless, tmp_path):
    folder = Path(__file__).parents[2] / "examples" / "school_fees" / "files" / "survey"
    words = ("assess", "DN24", str(folder), "--period", "2022", "--known-at", "2022-12-31")
    page = tmp_path / "a.html"
    code, out, _ = cashless(*words, "--lang", "en", "--html", str(page))
    assert (code, "DN24-Q3" in out) == (0, True)
    assert "not legal advice" in page.read_text("utf-8")
    code, _, _ = cashless(*words, "--fail-on", "not_met")
    assert code == 1
    code, _, err = cashless("assess", "DN24", str(tmp_path / "nowhere"), "--period", "2022")
    assert (code, err.startswith("cashless: nowhere")) == (3, True)
    code, _, _ = cashless("assess", "DN24", str(folder))
    assert code == 2, "the period is needed"


def test_version_and_help(cashless):
    assert cashless("version")[:2] == (0, "0.1.0\n")
    code, out, _ = cashless("--help")
    assert (code, "demo" in out) == (0, True)


def test_without_the_extra_the_command_names_it(cashless, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "cashless_edu_health.cli._app", None)
    monkeypatch.setattr("builtins.__import__", _without_typer(__import__))
    code, _, err = cashless("version")
    assert (code, err) == (2, f"{MissingExtraError('cli')}\n")


def _without_typer(real):
    def look_up(name, *args, **kwargs):
        if name == "cashless_edu_health.cli._app":
            raise ModuleNotFoundError("No module named 'typer'", name="typer")
        return real(name, *args, **kwargs)

    return look_up
