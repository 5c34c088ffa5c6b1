"""The sheet of channels: every cell has a source or is a blank; bad files are refused."""

from html import unescape
from pathlib import Path

import pytest

from cashless_edu_health import documents, messages, registry, reports
from cashless_edu_health.errors import DataError
from cashless_edu_health.invoices import (
    Basis,
    Carriage,
    ChannelField,
    TemplateChannel,
    TemplateField,
)

BAD = Path(__file__).parents[1] / "data" / "bad" / "template_channels"
CELLS = [
    (channel, name, cell)
    for channel in registry.template_channels()
    for name, cell in channel.fields.items()
]


@pytest.mark.parametrize(("channel", "name", "cell"), CELLS)
def test_every_cell_has_words_a_source_and_a_basis_or_is_unknown(channel, name, cell):
    given = [cell.how_vi, cell.how_en, cell.source, cell.basis]
    assert all(given) is (cell.carriage is not Carriage.UNKNOWN)
    assert any(given) is (cell.carriage is not Carriage.UNKNOWN)


def test_what_the_shipped_sheet_says():
    short = {"carries": "c", "partly": "p", "loses": "l", "unknown": "?"}
    assert {
        channel.id: "".join(short[cell.carriage.value] for cell in channel.fields.values())
        for channel in registry.template_channels()
    } == {
        "vietqr_plain": "pppp",
        "vietqr_memo": "pppc",
        "transfer_by_hand": "pppp",
        "virtual_account_person": "pp??",
        "virtual_account_order": "p??c",
        "payment_link_payos": "plpc",
        "web_vnpay": "???c",
        "web_momo": "l?pc",
        "qr_vnpay": "l?pp",
        "card_pos": "????",
        "mobile_money": "????",
        "cash_at_agent": "????",
        "cash_counter": "cccc",
    }


def test_only_the_own_counter_is_inferred():
    inferred = {channel.id for channel, _, cell in CELLS if cell.basis is Basis.INFERENCE}
    assert inferred == {"cash_counter"}


def test_channels_speak_of_kinds_that_plans_know_and_fields_of_the_template():
    methods = registry.vocabulary().methods
    kinds = {kind for channel in registry.template_channels() for kind in channel.kinds}
    assert kinds <= methods.cashless | methods.cash
    assert {name for _, name, _ in CELLS} == {
        item.field for item in registry.template("education").items
    }


def test_fields_stand_in_the_order_of_the_template_and_the_open_ones_are_named():
    unknown = ChannelField(carriage=Carriage.UNKNOWN)
    told = ChannelField(
        carriage=Carriage.LOSES, how_vi="bay mất", how_en="flown", source="bịa",
        basis=Basis.ONE_SOURCE,
    )  # fmt: skip
    fields = dict.fromkeys(reversed(TemplateField), unknown) | {TemplateField.REASON: told}
    channel = TemplateChannel(id="pigeon", name_vi="Bồ câu", name_en="Pigeon", fields=fields)
    assert tuple(channel.fields) == tuple(TemplateField)
    assert channel.open_fields == (
        TemplateField.PAYER_NAME,
        TemplateField.BENEFICIARY_NAME,
        TemplateField.INVOICE_REF,
    )


def test_a_channel_that_leaves_a_field_out_is_refused():
    with pytest.raises(ValueError, match="of each of the four fields"):
        TemplateChannel(id="pigeon", name_vi="Bồ câu", name_en="Pigeon", fields={})


@pytest.mark.parametrize(
    ("name", "place", "words"),
    [
        ("carriage-unknown-word.toml", "channels[0].invoice_ref.carriage", "'carries'"),
        ("field-missing.toml", "channels[0].invoice_ref", "Field required"),
        ("from-memory.toml", "channels[0].invoice_ref.basis", "'verified'"),
        ("id-twice.toml", "", "the id 'pigeon' stands twice"),
        ("id-with-space.toml", "channels[0]", "must match regex"),
        ("no-basis.toml", "channels[0].invoice_ref", "a source and a basis"),
        ("no-source.toml", "channels[0].invoice_ref", "a source and a basis"),
        ("other-format.toml", "format", "template-channels/1"),
        ("unknown-field.toml", "channels[0].note", "Extra inputs are not permitted"),
        ("words-about-the-unknown.toml", "channels[0].invoice_ref", "nothing is said"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(name, place, words):
    with pytest.raises(DataError) as caught:
        documents.read_template_channels(BAD / name)
    assert caught.value.path == place
    assert words in str(caught.value)


def test_every_bad_file_is_tried():
    tried = next(
        mark.args[1]
        for mark in test_a_bad_file_is_refused_with_its_place.pytestmark
        if mark.name == "parametrize"
    )
    assert sorted(path.name for path in BAD.iterdir()) == [row[0] for row in tried]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_sheet_to_sign_has_every_channel_source_and_blank(lang):
    page = reports.channel_sheet_html(registry.template_channels(), lang=lang)
    text = unescape(page)
    for channel, _, cell in CELLS:
        assert (channel.name_vi if lang == "vi" else channel.name_en) in text
        assert (cell.how_vi if lang == "vi" else cell.how_en) in text
        assert cell.source in text
    blanks = sum(cell.carriage is Carriage.UNKNOWN for _, _, cell in CELLS)
    assert page.count('class="blank"') == blanks == 21
    for who in ("sign-institution", "sign-bank"):
        assert messages.text(f"sheet.{who}", lang) in text
    assert "http" not in page
    assert "<script" not in page


def test_the_sheet_escapes_what_it_shows():
    cell = ChannelField(
        carriage=Carriage.CARRIES, how_vi="<b>", how_en="<b>", source="A & B",
        basis=Basis.VERIFIED,
    )  # fmt: skip
    channel = TemplateChannel(
        id="x", name_vi="<i>", name_en="<i>", fields=dict.fromkeys(TemplateField, cell)
    )
    page = reports.channel_sheet_html([channel])
    assert "&lt;i&gt;" in page
    assert page.count("&lt;b&gt;") == 4
    assert page.count("<li>") == 1  # one source, named once
    assert "A &amp; B (hai nguồn" in page


def test_rows_say_what_is_carried_and_leave_a_blank():
    rows = {row.id: row for row in reports.channel_rows(registry.template_channels(), "vi")}
    payer, _, _, invoice = rows["vietqr_memo"].cells
    assert (payer.carriage, invoice.carriage, invoice.blank) == ("một phần", "có mang", False)
    assert invoice.how.startswith("62-08 nội dung, tối đa 25 ký tự")
    blank = rows["mobile_money"].cells[0]
    assert (set(blank.carriage), blank.how, blank.source, blank.blank) == ({"…"}, "", "", True)
    assert reports.channel_columns("en")[0] == "Channel"
    assert len(reports.channel_columns("vi")) == 5
