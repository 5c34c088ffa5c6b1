"""The pages that are written from the registry hold all of it, as text and not as mark-up."""

import importlib.util
import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cashless_edu_health import messages, registry

DOCS = Path(__file__).parents[2] / "docs"


def load():
    """The module of the site; its folder is no package."""
    spec = importlib.util.spec_from_file_location(
        "registry_tables", DOCS / "_ext" / "registry_tables.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TABLES = load()


def cells(markdown):
    """Rows of cells of every table of a page, as a reader sees them."""
    html = MarkdownIt().enable("table").render(markdown)
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    return [
        [unescape(cell) for cell in re.findall(r"<t[dh]>(.*?)</t[dh]>", row, re.DOTALL)]
        for row in rows
    ]


def test_every_bank_has_a_row_with_its_names_lists_and_confidence():
    rows = {row[0]: row for row in cells(TABLES.banks())}
    for bank in registry.banks():
        row = rows[bank.bin]
        assert row[2] == f"{bank.short_name}: {bank.name_vi}"
        assert row[5] == ", ".join(bank.sources)
        assert row[6].startswith(bank.confidence.value.replace("_", " "))
        for former in bank.former_names:
            assert "formerly " + " / ".join(former.names) in row[3]
        for other in bank.other_bins:
            assert other.bin in row[3]
    assert {source.id for source in registry.banks().sources} <= set(rows)


@pytest.mark.parametrize(
    ("bin_", "row"),
    [
        (
            "970414",
            [
                *("970414", "MBV", "MBV: Ngân hàng TNHH MTV Việt Nam Hiện Đại"),
                (
                    "formerly OceanBank / Đại Dương (changed between 2025-02-01 and 2025-02-28 "
                    "by renames_2025); SWIFT 'OCBKUS3M' printed by two libraries is not a "
                    "Vietnamese BIC - treat as unknown"
                ),
                *("— / —", "sbv, vqp, momo, vqio", "verified"),
            ],
        ),
        (
            "970468",
            [
                *("970468", "MAFC", "MAFC: Công ty Tài chính TNHH MTV Mirae Asset (Việt Nam)"),
                (
                    "also 977777: read, never written, one source; vietqr.io prints 977777 for "
                    "MAFC; SBV and MoMo say 970468"
                ),
                *("— / —", "sbv, momo", "verified"),
            ],
        ),
        (
            "970408",
            [
                *("970408", "GPB, GPBANK"),
                "GPBank: Ngân hàng Thương mại TNHH MTV Kỷ Nguyên Thịnh Vượng",
                (
                    "formerly GPBank / Dầu khí Toàn cầu (no source dates the change); new "
                    "Vietnamese name from one list copy + memory; lists still print the old one"
                ),
                *("— / —", "sbv, vqp, momo, vqio", "verified; full name: one source"),
            ],
        ),
    ],
)
def test_a_bank_is_told_whole(bin_, row):
    assert [found for found in cells(TABLES.banks()) if found[0] == bin_] == [row]


def test_every_rule_has_a_row_with_what_it_rests_on_and_both_messages():
    rows = {row[0]: row for row in cells(TABLES.rules())}
    for rule in registry.rules():
        rests_on = registry.legal().describe(rule.citation) if rule.citation else "—"
        assert rows[rule.id][1:3] == [
            messages.text(f"severity.{rule.severity.value}", "en"),
            rests_on,
        ]
        assert all(len(text) > 10 for text in rows[rule.id][3:]), rule.id
    assert "‹limit›" in rows["QR-33"][4]
    assert len(rows) == len(registry.rules()) + 1, "each once, and the heads"


def test_a_rule_without_a_message_is_not_passed_over():
    rule = registry.rules()[0].__class__(id="ZZ-99", severity=registry.rules()[0].severity)
    with pytest.raises(KeyError, match="ZZ-99"):
        TABLES._message(rule, "vi")


def test_every_row_of_every_plan_has_its_clause_and_words():
    rows = {row[0]: row for row in cells(TABLES.plans())}
    for plan in registry.plans():
        for part in (*plan.targets, *plan.duties, *plan.reporting):
            assert rows[part.id][1] == part.citation.pinpoint
            assert rows[part.id][3] == " ".join(plan.words(part).split())
            assert rows[part.id][2] != "—"
        for part in plan.out_of_scope:
            words = " ".join(plan.words(part).split())
            assert rows[part.id][1:] == [part.citation.pinpoint, words, part.reason]


@pytest.mark.parametrize(
    ("duty", "asks"),
    [
        ("DN24-D1", "at least 3 of qr / website / mobile_money / card, payment_module_integrated"),
        (
            "DN24-D4",
            "payer_name required, beneficiary_name if_any, reason required, invoice_ref required",
        ),
        ("DN24-D9", "cashless share by count, cashless share by value"),
        ("DT153-D2", "cashless_not_above_cash minimise"),
        ("XL83-D6", "how many of card / qr"),
        ("XL83-D9", "own_plan"),
    ],
)
def test_a_duty_says_what_it_asks(duty, asks):
    rows = {row[0]: row for row in cells(TABLES.plans())}
    assert rows[duty][2].endswith(f": {asks}")


def test_a_plan_says_what_was_not_seen():
    rows = cells(TABLES.plans())
    unseen = [row[1] for row in rows if row[0] == "not seen, so unknown"]
    assert unseen == [", ".join(sorted(plan.source.unseen)) or "—" for plan in registry.plans()]


def test_every_unit_has_its_row_and_what_followed():
    rows = {row[0]: row for row in cells(TABLES.areas())}
    for area in registry.areas():
        assert rows[area.id][1] == area.name
        for succession in area.successions:
            assert all(name in rows[area.id][4] for name in succession.to)


def test_every_layout_document_and_category_has_its_rows():
    layouts = cells(TABLES.layouts())
    for layout in registry.layouts():
        for field, headings in layout.columns.named.items():
            optional = "yes" if field in layout.optional else "—"
            assert [field, " or ".join(headings), optional] in layouts
    documents = {row[0]: row[2] for row in cells(TABLES.legal_documents())}
    assert {one.id for one in registry.legal()} | {"id"} == set(documents)
    assert [row[:2] + row[5:7] for row in cells(TABLES.merchant_categories())[1:]] == [
        [
            row.code,
            row.sector.value,
            row.confidence.value.replace("_", " "),
            row.name_confidence.value.replace("_", " "),
        ]
        for row in registry.merchant_categories()
    ]


def test_every_written_page_has_an_introduction_and_a_place_in_the_index():
    index = (DOCS / "index.md").read_text("utf-8")
    for page in TABLES.PAGES:
        assert (DOCS / f"{page}.md").read_text("utf-8").startswith("# ")
        assert f"\n{page}\n" in index


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40
)


@given(WORDS)
def test_data_is_shown_as_it_is_and_is_never_markup(words):
    shown = cells(TABLES._table(("a", "b"), [(words, "x")]))[1]
    assert shown == [" ".join(words.split()) or "—", "x"]


def test_every_channel_has_a_row_for_each_field_with_its_source():
    rows = cells(TABLES.template_channels())[1:]
    channels = registry.template_channels()
    assert len(rows) == 4 * len(channels)
    assert rows[7] == [
        "VietQR with amount and memo (62-08)",
        "invoice_ref",
        "carries",
        channels[1].fields["invoice_ref"].how_vi,
        channels[1].fields["invoice_ref"].how_en,
        channels[1].fields["invoice_ref"].source,
        "verified",
    ]
    unknown = [row for row in rows if row[2] == "unknown"]
    assert {tuple(row[3:]) for row in unknown} == {("—", "—", "—", "—")}
