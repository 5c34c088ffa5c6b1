"""``cashless readiness`` and the sheet of channels, run in process. All data are invented."""

import json
from datetime import UTC, date, datetime

import pytest

from cashless_edu_health import documents
from cashless_edu_health.compliance import Dataset
from cashless_edu_health.institutions import Fact, Institution, PaymentMethod, Sector
from cashless_edu_health.receipts import PayerClass, Receipt, ReceiptSource


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two schools, one of them ready but for one payment, and one that has closed."""

    def school(id_, kinds, **extra):
        return Institution(
            id=id_, name=f"Trường {id_} (bịa)", sector=Sector.EDUCATION, type="primary",
            methods=tuple(PaymentMethod(kind=kind) for kind in kinds), **extra,
        )  # fmt: skip

    def paid(id_, carried):
        return Receipt(
            id=id_, institution_id="hoa-sen", gross=100, paid_on=date(2022, 10, 3),
            method="qr_transfer", payer_class=PayerClass.HOUSEHOLD, source=ReceiptSource.BANK,
            recorded_at=datetime(2022, 10, 3, 5, tzinfo=UTC), carried=frozenset(carried),
        )  # fmt: skip

    facts = ("payment_module_integrated", "support_contact")
    four = ("payer_name", "beneficiary_name", "reason", "invoice_ref")
    data = Dataset(
        institutions=(
            school("hoa-sen", ("qr_transfer", "mobile_money", "card_pos"),
                   facts=tuple(Fact(name=f, value=True, evidence="biên bản 7") for f in facts)),
            school("song-ray", ("qr_transfer",)),
            school("da-dong", (), valid_to=date(2022, 1, 31)),
        ),
        receipts=(paid("r1", four), paid("r2", four[:3])),
    )  # fmt: skip
    path = tmp_path_factory.mktemp("data") / "so-lieu"
    documents.write_dataset(data, path)
    return path


DAY = ("--as-of", "2022-12-31", "--known-at", "2022-12-31")


def test_readiness_lists_every_school_with_what_it_lacks(cashless, folder):
    code, out, _ = cashless("readiness", "DN24", folder, *DAY)
    assert code == 0
    assert "0 sẵn sàng · 2 chưa sẵn sàng" in out
    assert "1/2 khoản thu thiếu mã/số hóa đơn thanh toán" in out
    assert "còn thiếu ít nhất 2 phương thức" in out
    assert "Không hoạt động vào ngày xét: da-dong." in out


def test_readiness_of_one_school_shows_clause_evidence_and_words(cashless, folder):
    code, out, _ = cashless("readiness", "DN24", folder, "--institution", "hoa-sen", *DAY)
    assert code == 0
    assert "Trường hoa-sen (bịa) (hoa-sen): CHƯA SẴN SÀNG" in out
    for words in ("IV.1.b.2", "biên bản 7", "DN24-D5, IV.1.b.3: «bố trí đầu mối"):
        assert words in out
    assert "song-ray" not in out


def test_readiness_answers_programs(cashless, folder):
    words = ("--institution", "hoa-sen", "--format", "json", "--lang", "en")
    code, out, _ = cashless("readiness", "DN24", folder, *words, *DAY)
    answer = json.loads(out)
    assert code == 0
    assert {key: answer[key] for key in ("plan", "on", "in_force", "inactive")} == {
        "plan": "dong-nai-24-kh-ubnd-2022",
        "on": "2022-12-31",
        "in_force": True,
        "inactive": [],
    }
    (school,) = answer["institutions"]
    assert (school["state"], school["missing"]) == (
        "not_ready",
        ["1/2 payments lack the invoice code or number"],
    )
    deciding = [item for item in school["items"] if item["decides"]]
    assert [(item["id"], item["state"], item["decides"]) for item in deciding] == [
        ("DN24-D1", "yes", True),
        ("DN24-D1", "yes", True),
        ("DN24-D3", "no", True),
        ("DN24-D5", "yes", True),
    ]
    assert "ranking" not in answer


def test_nothing_is_ranked_unless_criteria_are_given(cashless, folder):
    _, out, _ = cashless("readiness", "DN24", folder, *DAY)
    assert "Hạng" not in out
    code, out, _ = cashless("readiness", "DN24", folder, "--rank-by", "methods:desc", *DAY)
    assert code == 0
    assert "Xếp hạng theo tiêu chí người dùng đưa ra: số phương thức (cao trước)" in out
    words = ("--rank-by", "methods:asc:2", "--format", "json")
    _, out, _ = cashless("readiness", "DN24", folder, *words, *DAY)
    ranking = json.loads(out)["ranking"]
    assert ranking["criteria"] == [{"metric": "methods", "order": "asc", "weight": "2"}]
    assert [(p["place"], p["id"], p["score"], p["tied"]) for p in ranking["places"]] == [
        (1, "song-ray", "-2", False),
        (2, "hoa-sen", "-6", False),
    ]


def test_who_lacks_a_figure_is_named_and_not_ranked(cashless, tmp_path):
    school = Institution(
        id="a", name="Trường a (bịa)", sector=Sector.EDUCATION, type="primary",
        methods=(PaymentMethod(kind="seashells"),),
    )  # fmt: skip
    documents.write_dataset(Dataset(institutions=(school,)), tmp_path / "d")
    words = ("readiness", "DN24", tmp_path / "d", "--rank-by", "methods", *DAY)
    code, out, _ = cashless(*words)
    assert (code, "Không xếp hạng" in out) == (0, True)
    _, out, _ = cashless(*words, "--format", "json")
    ranking = json.loads(out)["ranking"]
    assert ranking["places"] == []
    (left,) = ranking["not_ranked"]
    assert (left["id"], left["missing"], left["values"]["methods"]) == ("a", ["methods"], None)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--institution", "hoa"), "there are: hoa-sen, song-ray"),
        (("--rank-by", "share"), "nobody has the figure 'share'; there are: cashless_count"),
        (("--rank-by", "methods:up"), "'methods:up' is not metric, metric:desc"),
        (("--rank-by", "methods:desc:0"), "a weight is above zero"),
        (("--rank-by", ""), "'' is not metric"),
        (("--rank-by", "methods[a,b],methods[a,b]"), "a criterion stands twice"),
    ],
)
def test_what_cannot_be_answered_is_wrong_usage(cashless, folder, words, says):
    code, _, err = cashless("readiness", "DN24", folder, *words, *DAY, "--lang", "en")
    assert code == 2
    assert says in " ".join(err.split())


def test_a_closed_school_and_a_plan_that_asks_nothing_say_so(cashless, folder):
    code, out, _ = cashless("readiness", "DN24", folder, "--institution", "da-dong", *DAY)
    assert (code, "Không hoạt động vào ngày xét: da-dong." in out) == (0, True)
    code, out, _ = cashless("readiness", "LD22", folder, "--institution", "hoa-sen", *DAY)
    assert (code, "KHÔNG CÓ YÊU CẦU" in out) == (0, True)
    assert "Kế hoạch không yêu cầu gì riêng đối với cơ sở này." in out


def test_the_day_is_today_unless_given(cashless, folder):
    _, out, _ = cashless("readiness", "DN24", folder, "--format", "json")
    assert json.loads(out)["on"] == date.today().isoformat()  # noqa: DTZ011


def test_the_sheet_shows_what_each_channel_carries(cashless, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    page = tmp_path / "sheet.html"
    code, out, _ = cashless("sheet", "--html", page)
    assert code == 0
    assert "VietQR có số tiền và nội dung (62-08)" in out
    assert "21 ô cần ngân hàng" in out
    assert str(page) in out.replace("\n", "")
    assert page.read_text("utf-8").startswith("<!doctype html>")
    code, out, _ = cashless("sheet", "--lang", "en", "--format", "json")
    rows = {row["id"]: row for row in json.loads(out)}
    assert rows["vietqr_memo"]["fields"]["invoice_ref"]["carriage"] == "carries"
    assert rows["card_pos"]["fields"]["reason"] == {
        "carriage": "unknown",
        "how": None,
        "source": None,
        "basis": None,
    }
    assert (rows["card_pos"]["name"], rows["card_pos"]["kinds"]) == (
        "Card at a terminal (POS)",
        ["card_pos"],
    )
    assert cashless("sheet")[0] == 0


def test_a_school_that_lacks_nothing_has_no_list_of_things_to_do(cashless, folder):
    words = ("--institution", "hoa-sen", "--as-of", "2022-09-30", "--known-at", "2022-12-31")
    code, out, _ = cashless("readiness", "DN24", folder, *words)
    assert (code, "(hoa-sen): SẴN SÀNG" in out, "Cần làm" in out) == (0, True, False)
