"""Payment slips as HTML."""

from datetime import date
from html.parser import HTMLParser

import pytest

from cashless_edu_health import registry, render
from cashless_edu_health.accounts import Account
from cashless_edu_health.institutions import Institution, Sector
from cashless_edu_health.invoices import Invoice, Line, Party, PaymentRequest

SCHOOL = Institution(
    id="thcs-a", name='Trường <THCS> "A" & bạn', sector=Sector.EDUCATION, type="lower_secondary"
)
ACCOUNT = Account(acquirer_id="970436", number="0071000123456")
INVOICE = Invoice(
    id="HP-0017",
    institution_id="thcs-a",
    paid_for=Party(name="Trần Thị <b>An</b> (bịa)"),
    lines=(
        Line(amount=600_000, purpose="meals", period="2022-11"),
        Line(amount=-50_000, purpose="meals", period="2022-10", reason="nghỉ 2 ngày"),
    ),
    due_on=date(2022, 11, 30),
)


def slip(**changes):
    parts = {
        "request": PaymentRequest.for_invoice(INVOICE, account=ACCOUNT, reference="HVX7K3M2P9X5H"),
        "invoices": (INVOICE,),
        "institution": SCHOOL,
        "bank": registry.banks().by_bin("970436"),
    }
    return render.Slip(**(parts | changes))


class Page(HTMLParser):
    """Tags and text as a browser would see them."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)

    def handle_data(self, data):
        self.words.append(data)


def test_a_slip_shows_what_is_asked_of_whom_and_where():
    page = Page(render.slips_html([slip()]))
    text = " ".join(page.words)
    for shown in (
        'Trường <THCS> "A" & bạn', "Trần Thị <b>An</b> (bịa)", "HP-0017", "30/11/2022",
        "Tiền ăn · 2022-11", "600.000 ₫", "-50.000 ₫", "nghỉ 2 ngày", "550.000 ₫",
        "Năm trăm năm mươi nghìn đồng", "Vietcombank", "0071000123456", "HVX7K3M2P9X5H",
    ):  # fmt: skip
        assert shown in text, shown
    assert "b" not in page.tags
    assert page.tags.count("svg") == 1
    assert "script" not in page.tags


def test_english_labels_leave_out_the_vietnamese_words_for_the_amount():
    text = render.slips_html([slip()], lang="en")
    assert "PAYMENT SLIP" in text
    assert "550,000 VND" in text
    assert "nghìn đồng" not in text


def test_slips_are_taken_one_by_one():
    taken = []

    def source():
        for number in range(3):
            taken.append(number)
            yield slip()

    assert render.slips_html(source()).count("<article>") == 3
    assert taken == [0, 1, 2]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"invoices": ()}, "not those that the request covers"),
        ({"institution": Institution(id="x", name="X", sector=Sector.HEALTH, type="clinic")},
         "not the one that asks"),
        ({"bank": registry.banks().by_bin("970418")}, "not that of the request's account"),
    ],
)  # fmt: skip
def test_parts_that_do_not_belong_together_are_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        slip(**changes)
