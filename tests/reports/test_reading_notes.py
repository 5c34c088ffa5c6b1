"""Which reading an answer stands by and which would turn it, in words; everything is invented."""

from datetime import UTC, date, datetime

import pytest

from cashless_edu_health import compliance, documents, messages, registry, reports
from cashless_edu_health.institutions import Institution, PaymentMethod, Sector
from cashless_edu_health.periods import school_year
from cashless_edu_health.receipts import Allocation, PayerClass, Receipt, ReceiptSource

READINGS = registry.vocabulary().readings
END = date(2022, 12, 31)


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_reading_and_option_of_the_vocabulary_has_a_name_and_nothing_else_has(lang):
    expected = {f"reading.{name}" for name in READINGS}
    expected |= {
        f"reading-option.{name}.{option}"
        for name, reading in READINGS.items()
        for option in reading.options
    }
    expected.add(f"reading-option.average_growth_base.{compliance.AS_STATED}")
    named = {key for key in messages.keys(lang) if key.split(".")[0].startswith("reading")}
    assert {key for key in named if key.split(".")[0] != "readiness"} == expected


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_options_of_a_reading_are_told_apart(lang):
    for name, reading in READINGS.items():
        texts = [messages.named(f"reading-option.{name}", o, lang) for o in reading.options]
        assert len(set(texts)) == len(texts)


def plan(measure="value_share", **demand):
    table = {
        "id": "one",
        "title": "Kế hoạch mẫu (hư cấu)",
        "issuer": "UBND tỉnh Mẫu",
        "level": "province",
        "area": "mau",
        "period": {"from": "2020-01-01", "to": "2029-12-31"},
        "source": {"kind": "official_text", "complete": True},
        "targets": [
            {
                "id": "T",
                "cite": "I",
                "quote": "x",
                "force": "must",
                "measure": measure,
                "schedule": [{"period": 2022} | (demand or {"at_least": "50%"})],
            }
            | ({"pop": "health"} if isinstance(measure, str) else {})
        ],
    }
    return documents.plan_from_table(table, vocabulary=registry.vocabulary(), file="one")


def paid(id_, method, payer=PayerClass.HOUSEHOLD, parts=()):
    on = date(2022, 10, 3)
    return Receipt(
        id=id_,
        institution_id="h",
        gross=100,
        paid_on=on,
        method=method,
        payer_class=payer,
        source=ReceiptSource.BANK,
        recorded_at=datetime(2022, 10, 3, 5, tzinfo=UTC),
        allocations=tuple(Allocation(*part) for part in parts),
    )


def assessed(*receipts, asked=None, window=2022, **readings):
    hospital = Institution(
        id="h",
        name="Bệnh viện hư cấu",
        sector=Sector.HEALTH,
        type="hospital",
        methods=(PaymentMethod(kind="qr_transfer"),),
    )
    return compliance.assess(
        asked or plan(),
        compliance.Dataset(institutions=(hospital,), receipts=receipts),
        period=window,
        as_of=END,
        known_at=END,
        readings=readings,
    )


ONE_IN_THREE = [paid("a", "qr_transfer"), paid("b", "cash"), paid("c", "cash")]
INSURED = [paid(id_, "qr_transfer", PayerClass.INSURER) for id_ in ("d", "e")]
PASSED_ON = [paid("f", "qr_transfer", parts=[("x", 100, None, True)]), *ONE_IN_THREE[:2]]


@pytest.mark.parametrize(
    ("lang", "readings", "notes"),
    [
        (
            "vi",
            {},
            (
                "cần chuyển 50 ₫ từ tiền mặt sang không dùng tiền mặt",
                "theo cách đọc mặc định; cách đọc khác cho kết quả khác:",
                "Khoản thu của ai được tính: của mọi bên trả, kể cả bảo hiểm và ngân sách → Đạt",
            ),
        ),
        (
            "en",
            {"payer_scope": "all_payers"},
            (
                "read as chosen; another reading gives another answer:",
                "Whose payments count: those of persons and households only → Not met",
            ),
        ),
    ],
)
def test_the_reading_that_turns_an_answer_is_named(lang, readings, notes):
    (row,) = reports.assessment_rows(assessed(*ONE_IN_THREE, *INSURED, **readings), lang)
    assert row.notes == notes


def test_every_reading_that_turns_an_answer_is_named_and_no_other():
    """1 of 2. Cash at an agent as cash: 0 of 2; with what is passed on 1 of 3; insured 3 of 4."""
    passed_on = paid("k", "cash", parts=[("x", 100, None, True)])
    rows = [paid("g", "cash_at_agent"), paid("h", "cash"), passed_on]
    (row,) = reports.assessment_rows(assessed(*rows, *INSURED), "en")
    assert row.notes == (
        "read by default; another reading gives another answer:",
        "Cash handed in at a bank counter or a shop that transfers it: counts as cash → Not met",
        "Money that is only passed on (insurance premiums): counts → Not met",
    )
    (row,) = reports.assessment_rows(assessed(*PASSED_ON), "en")
    assert row.notes == ()


def test_before_the_end_of_the_year_a_reading_is_held_against_the_provisional_answer():
    found = compliance.assess(
        plan(),
        compliance.Dataset(
            institutions=assessed().institutions, receipts=(*ONE_IN_THREE, *INSURED)
        ),
        period=2022,
        as_of=date(2022, 11, 1),
        known_at=END,
    )
    (row,) = reports.assessment_rows(found, "en")
    assert row.outcome == "Not due yet; so far: Not met"
    assert row.notes[-1] == (
        "Whose payments count: those of every payer, insurers and budgets included → Met"
    )


@pytest.mark.parametrize(
    ("asked", "notes"),
    [
        ({"at_least": "100%"},
         ("cần chuyển 200 ₫ từ tiền mặt sang không dùng tiền mặt",
          "chỉ thêm mới thì không bao giờ đạt")),
        ({"more_than": "100%"},
         ("chuyển hết vẫn không đạt", "chỉ thêm mới thì không bao giờ đạt")),
        ({"at_least": "30%"}, ()),
    ],
)  # fmt: skip
def test_a_gap_that_no_number_closes_says_why(asked, notes):
    (row,) = reports.assessment_rows(assessed(*ONE_IN_THREE, asked=plan(**asked)), "vi")
    assert row.notes == notes


def test_the_page_says_which_window_and_how_the_text_was_read():
    window = school_year(date(2022, 9, 5), date(2023, 5, 31))
    page = reports.assessment_html(assessed(*ONE_IN_THREE, window=window), lang="vi")
    assert '<p class="small">Kỳ tính: năm học. Số liệu từ 05/09/2022 đến 31/05/2023' in page
    assert page.count("<li>") == 4
    for line in (
        "Khoản thu của ai được tính: chỉ của cá nhân, hộ gia đình",
        "điểm giao dịch để chuyển khoản: coi là không dùng tiền mặt",
        "Một người chuyển khoản thay cho nhiều người đã nộp tiền mặt: coi là chuyển khoản",
        "Các khoản thu hộ: không tính",
    ):
        assert f"{line}</li>" in page
    turned = reports.assessment_html(assessed(*ONE_IN_THREE, *INSURED), lang="vi")
    assert "Kỳ tính: năm dương lịch." in turned
    assert "kể cả bảo hiểm và ngân sách → Đạt" in turned


def test_a_page_of_reported_figures_alone_rests_on_no_reading():
    series = plan({"series": "gdp"}, at_least=5)
    page = reports.assessment_html(assessed(asked=series), lang="en")
    assert ("<li>" in page, "The text is read so" in page) == (False, False)


def test_a_base_year_that_nobody_moved_is_that_of_the_plan():
    growth = {"growth": {"of": {"series": "gdp"}, "kind": "average", "base": 2020, "end": 2022}}
    page = reports.assessment_html(assessed(asked=plan(growth, at_least="5%")), lang="en")
    assert "<li>Base year of average growth: the year that the plan states</li>" in page
