"""Invoices, fee lists and requests in files."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import documents
from cashless_edu_health.accounts import Account, AccountKind
from cashless_edu_health.errors import DataError
from cashless_edu_health.invoices import (
    Cover,
    Invoice,
    Line,
    NameSource,
    Party,
    PaymentRequest,
    TaxInvoiceKey,
)

BAD = Path(__file__).parent.parent / "data" / "bad" / "invoices"
WORDS = tomllib.loads((BAD / "words.toml").read_text(encoding="utf-8"))
FULL = Invoice(
    id="HD-1",
    institution_id="thcs-a",
    lines=(
        Line(amount=550_000, purpose="meals", period="2026-11", on_behalf_of="bếp ăn B"),
        Line(amount=-50_000, purpose="meals", funded_by="state", reason="miễn giảm"),
    ),
    paid_for=Party(name="Trần Thị An (bịa)", id="HS-1"),
    payer=Party(name="Lý Văn Bình (bịa)"),
    payer_source=NameSource.RECORD,
    account=Account("970436", "0071000123456", AccountKind.COLLECTION),
    issued_on=date(2026, 11, 1),
    due_on=date(2026, 11, 30),
    tax_invoice=TaxInvoiceKey(
        seller_tax_code="0100000001", template_symbol="1", series="C26TAA", number=6036
    ),
)
BARE = Invoice(id="HD-2", institution_id="bv-b", lines=(Line(amount=0, purpose="examination"),))
TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
WORD = TEXT.filter(bool)
PARTIES = st.none() | st.builds(Party, name=TEXT, id=st.none() | WORD)
LINES = st.builds(
    Line,
    amount=st.integers(-(10**12), 10**12),
    purpose=TEXT,
    period=st.none() | TEXT,
    funded_by=st.none() | TEXT,
    reason=st.just("miễn giảm"),
)
INVOICES = st.builds(
    Invoice,
    id=WORD,
    institution_id=WORD,
    lines=st.lists(LINES, min_size=1, max_size=3).map(tuple),
    paid_for=PARTIES,
    payer=PARTIES,
    due_on=st.none() | st.dates(),
)
REQUEST = PaymentRequest(
    reference="HVX7K3M2P9X5H",
    institution_id="thcs-a",
    account=Account("970436", "0071000123456"),
    covers=(
        Cover(invoice_id="HD-1", amount=300, purposes=frozenset({"meals", "bus"})),
        Cover(invoice_id="HD-2", amount=200),
    ),
    amount=500,
    expires_on=date(2026, 11, 30),
)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("invoice", [FULL, BARE], ids=["full", "bare"])
def test_an_invoice_reads_back_as_it_was(tmp_path, invoice):
    path = written(tmp_path, "a.json", documents.write_invoice(invoice))
    assert documents.read_invoice(path) == invoice


@given(st.lists(INVOICES, max_size=3, unique_by=lambda invoice: invoice.id))
def test_every_list_of_invoices_reads_back_as_it_was(tmp_path_factory, invoices):
    path = written(tmp_path_factory.mktemp("a"), "a.json", documents.write_invoices(invoices))
    assert documents.read_invoices(path) == tuple(invoices)


def test_requests_read_back_as_they_were(tmp_path):
    path = written(tmp_path, "a.json", documents.write_requests([REQUEST]))
    assert documents.read_requests(path) == (REQUEST,)


def test_a_fee_list_becomes_invoices_in_the_order_of_their_first_rows(tmp_path):
    text = (
        "invoice_id,institution_id,purpose,amount,period,reason,funded_by,on_behalf_of,"
        "paid_for_id,paid_for_name,payer_name,payer_source,issued_on,due_on\n"
        "HD-1,thcs-a,meals,550000,2026-11,,,bếp ăn B,"
        "HS-1,Trần Thị An (bịa),Lý Văn Bình (bịa),record,2026-11-01,2026-11-30\n"
        "HD-2,bv-b,examination,0,,,,,,,,,,\n"
        "HD-1,thcs-a,meals,-50000,,miễn giảm,state,,"
        "HS-1,Trần Thị An (bịa),Lý Văn Bình (bịa),record,2026-11-01,2026-11-30\n"
        "HD-3,thcs-a,bus,5,,,,,HS-2,,,,,\n"
    )
    path = written(tmp_path, "a.csv", text)
    expected = (
        Invoice(
            id="HD-1",
            institution_id="thcs-a",
            lines=FULL.lines,
            paid_for=FULL.paid_for,
            payer=FULL.payer,
            payer_source=NameSource.RECORD,
            issued_on=FULL.issued_on,
            due_on=FULL.due_on,
        ),
        BARE,
        Invoice(
            id="HD-3",
            institution_id="thcs-a",
            lines=(Line(amount=5, purpose="bus"),),
            paid_for=Party(name="", id="HS-2"),
        ),
    )
    assert documents.read_fee_list(path) == expected
    assert documents.read_invoices(path) == expected


def reader_of(name: str):
    if name.endswith(".csv"):
        return documents.read_fee_list
    if name.startswith("requests-"):
        return documents.read_requests
    return documents.read_invoices if name.startswith("list-") else documents.read_invoice


@pytest.mark.parametrize("name", [*WORDS])
def test_every_bad_file_says_what_is_wrong_and_names_nobody(name):
    with pytest.raises(DataError) as caught:
        reader_of(name)(BAD / name)
    said = str(caught.value)
    assert caught.value.file == name
    for words in WORDS[name]:
        assert words in said
    for secret in ("Trần", "Bình", "79,000", "550,000", "0071", "rumour"):
        assert secret not in said


def test_every_bad_file_has_its_words():
    assert {path.name for path in BAD.iterdir()} - {"words.toml"} == set(WORDS)


def test_a_layout_or_a_template_with_an_unknown_key_is_refused(tmp_path):
    for reader in (documents.read_layout, documents.read_template):
        with pytest.raises(DataError, match=r"a\.json"):
            reader(written(tmp_path, "a.json", json.dumps({"colour": "red"})))
