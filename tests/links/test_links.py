"""Addresses that leave the machine: what they say, and what is refused instead of dropped."""

import socket
from urllib.parse import parse_qsl, unquote, urlsplit

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import registry
from cashless_edu_health.accounts import Account
from cashless_edu_health.banks import ListedCode
from cashless_edu_health.emvco import PointOfInitiationMethod
from cashless_edu_health.errors import EncodeError
from cashless_edu_health.links import LIST_ID, ImageTemplate, app_link, quick_link
from cashless_edu_health.vietqr import AdditionalData, ServiceCode, VietQR

VCB = registry.banks().by_bin("970436")
CIMB_SBV = registry.banks().by_bin("970459")
INVENTED = Account(acquirer_id="970436", number="0071000123456")


def invented(purpose="HVX7K3M2P9X5H", amount=550_000, account=INVENTED, **fields):
    """A code to an invented account."""
    data = AdditionalData(purpose=purpose)
    return VietQR(account=account, amount=amount, additional_data=data, **fields)


@pytest.mark.parametrize(
    ("code", "words", "address"),
    [
        (
            invented(),
            {},
            (
                "https://img.vietqr.io/image/970436-0071000123456-compact2.png"
                "?amount=550000&addInfo=HVX7K3M2P9X5H"
            ),
        ),
        (
            invented(purpose="HVX7K3M2P9X5H AN 3A T11"),
            {"template": ImageTemplate.PRINT, "account_name": "Trường THCS Bịa Đặt"},
            (
                "https://img.vietqr.io/image/970436-0071000123456-print.png"
                "?amount=550000&addInfo=HVX7K3M2P9X5H%20AN%203A%20T11"
                "&accountName=TRUONG%20THCS%20BIA%20DAT"
            ),
        ),
        (
            invented(purpose=None, amount=None),
            {"template": ImageTemplate.QR_ONLY},
            "https://img.vietqr.io/image/970436-0071000123456-qr_only.png",
        ),
        (
            invented(account=Account(acquirer_id="970459", number="1234567")),
            {"bank": CIMB_SBV, "template": ImageTemplate.COMPACT},
            (
                "https://img.vietqr.io/image/422589-1234567-compact.png"
                "?amount=550000&addInfo=HVX7K3M2P9X5H"
            ),
        ),
    ],
)
def test_a_quick_link_says_bank_account_amount_memo_and_name(code, words, address):
    assert quick_link(code, **({"bank": VCB} | words)) == address


@pytest.mark.parametrize(
    ("code", "words", "address"),
    [
        (
            invented(),
            {},
            "https://dl.vietqr.io/pay?app=vcb&ba=0071000123456%40vcb&am=550000&tn=HVX7K3M2P9X5H",
        ),
        (
            invented(purpose="HOC PHI T11", amount=1),
            {
                "app": "tpb-ios",
                "account_name": "Bệnh viện Bịa Đặt",
                "return_url": "https://truong.example/ve?don=17&x=a+b",
            },
            (
                "https://dl.vietqr.io/pay?app=tpb-ios&ba=0071000123456%40vcb&am=1&tn=HOC%20PHI%20T11"
                "&bn=BENH%20VIEN%20BIA%20DAT"
                "&url=https%3A%2F%2Ftruong.example%2Fve%3Fdon%3D17%26x%3Da%2Bb"
            ),
        ),
        (
            invented(purpose=None, amount=None),
            {},
            "https://dl.vietqr.io/pay?app=vcb&ba=0071000123456%40vcb",
        ),
    ],
)
def test_an_app_link_says_app_account_at_bank_amount_memo_name_and_return(code, words, address):
    assert app_link(code, **({"app": "vcb", "bank": VCB} | words)) == address


MORE = (
    ("card", invented(service_code=ServiceCode.CARD)),
    ("bill number", attrs.evolve(invented(), additional_data=AdditionalData(bill_number="HD17"))),
    ("category", invented(merchant_category_code="8211")),
    ("name", invented(merchant_name="TRUONG BIA DAT")),
    ("city", invented(merchant_city="DONG NAI")),
    ("reusable with an amount", invented(initiation=PointOfInitiationMethod.STATIC)),
)


@pytest.mark.parametrize("code", [code for _, code in MORE], ids=[name for name, _ in MORE])
def test_what_a_link_cannot_carry_is_refused_and_not_dropped(code):
    for make in (quick_link, lambda c, bank: app_link(c, bank=bank, app="vcb")):
        with pytest.raises(EncodeError) as caught:
            make(code, bank=VCB)
        assert caught.value.path == "code"


OTHER_BANK = registry.banks().by_bin("970418")


@pytest.mark.parametrize(
    ("code", "words", "path"),
    [
        (invented(), {"bank": OTHER_BANK}, "bank"),
        (
            invented(account=Account(acquirer_id="970488", number="1")),
            {"bank": OTHER_BANK},
            "bank",
        ),
        (invented(purpose="HP-09"), {}, "additional_data.purpose"),
        (invented(purpose="***"), {}, "additional_data.purpose"),
        (invented(purpose="a&amount=1"), {}, "additional_data.purpose"),
        (invented(), {"account_name": "ABCD"}, "account_name"),
        (invented(), {"account_name": "A" * 51}, "account_name"),
        (invented(), {"account_name": "    AB "}, "account_name"),
        (invented(), {"account_name": "Trường A & B"}, "account_name"),
        (invented(), {"account_name": ""}, "account_name"),
    ],
)
def test_both_links_refuse_what_the_rules_refuse_and_quote_no_value(code, words, path):
    for make in (quick_link, app_link):
        given_words = {"bank": VCB} | ({"app": "vcb"} if make is app_link else {}) | words
        with pytest.raises(EncodeError) as caught:
            make(code, **given_words)
        assert caught.value.path == path
        assert "0071000123456" not in str(caught.value)
        assert "Trường" not in str(caught.value)


@pytest.mark.parametrize("template", ["compact3", "", "COMPACT2", "../x", None])
def test_only_the_four_templates_are_drawn(template):
    with pytest.raises(EncodeError, match="template"):
        quick_link(invented(), bank=VCB, template=template)


def test_every_template_stands_in_the_address():
    addresses = [quick_link(invented(), bank=VCB, template=one) for one in ImageTemplate]
    assert [urlsplit(address).path.rpartition("-")[2] for address in addresses] == [
        *("compact2.png", "compact.png", "qr_only.png", "print.png"),
    ]


@pytest.mark.parametrize("app", ["", "v cb", "vcb&am=1", "-vcb", "é", "a" * 33, "vcb\n"])
def test_an_app_id_of_another_form_is_refused(app):
    with pytest.raises(EncodeError, match="app"):
        app_link(invented(), app=app, bank=VCB)


@pytest.mark.parametrize(
    "address",
    [
        *("http://truong.example", "javascript:alert(1)", "https://", "//truong.example", ""),
        *("https://user@truong.example/", "https://truong.example/a b", "https://trường.example"),
        *("https://truong.example\n", " https://truong.example", "https://truong.example\\@x"),
        *("https://truong.example:port", "https://truong.example:1234567"),
    ],
)
def test_a_return_address_that_is_not_plain_https_is_refused(address):
    with pytest.raises(EncodeError, match="return_url"):
        app_link(invented(), app="vcb", bank=VCB, return_url=address)


@pytest.mark.parametrize(
    "address",
    [
        *("https://truong.example", "https://truong.example:8443/a?b=%C3%A9#c"),
        *("https://truong.example?a=1", "https://truong.example#x"),
    ],
)
def test_a_return_address_comes_back_as_it_was_given(address):
    link = app_link(invented(), app="vcb", bank=VCB, return_url=address)
    assert dict(parse_qsl(urlsplit(link).query))["url"] == address


def test_a_bank_without_a_code_of_vietqr_io_has_a_quick_link_and_no_app_link():
    bank = registry.banks().by_bin("970465")
    assert LIST_ID not in {listed.source for listed in bank.codes}
    code = invented(account=Account(acquirer_id="970465", number="1234567"))
    assert "/970465-1234567-" in quick_link(code, bank=bank)
    with pytest.raises(EncodeError, match="no code for this bank"):
        app_link(code, app="vcb", bank=bank)


def test_an_app_link_takes_the_code_of_vietqr_io_and_of_no_other_list():
    codes = (ListedCode("momo", "KHAC"), ListedCode(LIST_ID, "VCB"), ListedCode("vqp", "CUNG"))
    link = app_link(invented(), app="vcb", bank=attrs.evolve(VCB, codes=codes))
    assert dict(parse_qsl(urlsplit(link).query))["ba"] == "0071000123456@vcb"
    named_bvb = registry.banks().by_bin("970454")
    code = invented(account=Account(acquirer_id="970454", number="1234567"))
    link = app_link(code, app="vcb", bank=named_bvb)
    assert dict(parse_qsl(urlsplit(link).query))["ba"] == "1234567@vccb", "not bvb: BaoVietBank"


def test_the_id_of_the_list_is_a_source_of_the_shipped_directory():
    assert LIST_ID in {source.id for source in registry.banks().sources}


NUMBERS = st.text("0123456789ABCxyz", min_size=1, max_size=19)
MEMOS = st.none() | st.text("AZaz09 ", min_size=1, max_size=25)
AMOUNTS = st.none() | st.integers(1, 9_999_999_999_999)
NAMES = st.none() | st.text("ÀĐđz9 ư", min_size=1, max_size=60)


@given(NUMBERS, MEMOS, AMOUNTS, NAMES)
def test_a_link_reads_back_as_the_account_amount_and_memo_of_its_code(number, memo, amount, name):
    code = invented(memo, amount, Account(acquirer_id="970436", number=number))
    try:
        picture = urlsplit(quick_link(code, bank=VCB, account_name=name))
        app = urlsplit(app_link(code, app="vcb", bank=VCB, account_name=name))
    except EncodeError as error:
        assert (error.path, name is None) == ("account_name", False)  # noqa: PT017 - either way
        return
    asked = dict(parse_qsl(picture.query, strict_parsing=bool(picture.query)))
    filled = dict(parse_qsl(app.query, strict_parsing=True))
    assert unquote(picture.path) == f"/image/970436-{number}-compact2.png"
    assert (picture.scheme, picture.netloc) == ("https", "img.vietqr.io")
    assert (app.scheme, app.netloc, app.path) == ("https", "dl.vietqr.io", "/pay")
    assert filled["ba"] == f"{number}@vcb"
    assert (asked.get("addInfo"), filled.get("tn")) == (memo, memo)
    wanted = None if amount is None else str(amount)
    assert (asked.get("amount"), filled.get("am")) == (wanted, wanted)
    assert (asked.get("accountName") is None) == (filled.get("bn") is None) == (name is None)


def test_making_links_opens_no_connection(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert quick_link(invented(), bank=VCB).startswith("https://img.vietqr.io/")
    assert app_link(invented(), app="vcb", bank=VCB).startswith("https://dl.vietqr.io/")
