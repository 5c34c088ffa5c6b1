"""Statements: every entry or none, every broken line named."""

import csv
import io
import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import messages, registry, statements
from cashless_edu_health.accounts import Account
from cashless_edu_health.credits import CreditEntry, Delivery
from cashless_edu_health.errors import DataError, UnknownLayoutError
from cashless_edu_health.findings import Skipped
from cashless_edu_health.statements import Columns, Confidence, Layout

PLAIN = registry.layout("cashless-csv")
HEADER = (
    *("credit_id", "notification_id", "bank", "account", "bank_ref"),
    *("booked_at", "amount", "memo", "source"),
)
ROW = ("C1", "7", "VCB", "0071000123456", "FT1", "2026-11-01T14:29:09+07:00", "477000", "HP X", "w")
BAD = Path(__file__).parent.parent / "data" / "bad" / "statements"
WORDS = tomllib.loads((BAD / "words.toml").read_text(encoding="utf-8"))
SEVEN = timezone(timedelta(hours=7))


def table(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def changed(column: str, cell: str) -> tuple[str, ...]:
    return tuple(cell if name == column else old for name, old in zip(HEADER, ROW, strict=True))


def found(data: bytes, layout: Layout = PLAIN) -> list[tuple[str, str]]:
    report = statements.check_bytes(data, file="a.csv", layout=layout)
    found_here = [(f.rule.id, f.path) for f in report.findings]
    if found_here and (found_here[0][1].startswith("line 1,") or found_here[0][1] == "line 1"):
        assert report.checked == ("header",)
        assert report.skipped == (Skipped(check="lines", reason="header-broken"),)
        assert all(report.skipped[0].message(lang) for lang in messages.LANGUAGES)
    else:
        assert (report.checked, report.skipped) == (("header", "lines"), ())
    return found_here


def test_a_line_becomes_an_entry():
    bare = ("C2", "", "970415", "0071", "", "2026-11-01T00:00:00Z", "-5", " hoàn  tiền ", "")
    assert statements.read_bytes(table(ROW, bare), file="a.csv", layout=PLAIN) == (
        CreditEntry(
            id="C1",
            account=Account(acquirer_id="970436", number="0071000123456"),
            amount=477_000,
            booked_at=datetime(2026, 11, 1, 14, 29, 9, tzinfo=SEVEN),
            reported_time="2026-11-01T14:29:09+07:00",
            remittance_information="HP X",
            bank_reference="FT1",
            delivery=Delivery(channel="w", id="7"),
        ),
        CreditEntry(
            id="C2",
            account=Account(acquirer_id="970415", number="0071"),
            amount=-5,
            booked_at=datetime(2026, 11, 1, tzinfo=UTC),
            reported_time="2026-11-01T00:00:00Z",
            remittance_information=" hoàn  tiền ",
            delivery=Delivery(channel="cashless-csv"),
        ),
    )


@pytest.mark.parametrize(
    ("column", "cell", "rule"),
    [
        ("credit_id", " ", "ST-07"),
        ("bank", "", "ST-07"),
        ("bank", "XYZ", "ST-10"),
        ("bank", "97043", "ST-10"),
        ("account", "0071 000", "ST-11"),
        ("account", "1" * 20, "ST-11"),
        ("booked_at", "2026-11-01T14:29:09", "ST-09"),
        ("booked_at", "2026-11-31T14:29:09+07:00", "ST-09"),
        ("booked_at", "2026-11-01", "ST-09"),
        ("booked_at", "2026-W44-7T14:29:09+07:00", "ST-09"),
        ("booked_at", "٢٠٢٦-11-01T14:29:09+07:00", "ST-09"),
        ("amount", "79,000", "ST-08"),
        ("amount", "1.5", "ST-08"),
        ("amount", "+5", "ST-08"),
        ("amount", "0", "ST-08"),
        ("amount", "True", "ST-08"),
        ("amount", "100000000000000", "ST-08"),
        ("amount", "٥", "ST-08"),
        ("source", "", "ST-12"),
    ],
)
def test_a_broken_cell_is_named_and_nothing_is_imported(column, cell, rule):
    data = table(changed("credit_id", "C0"), changed(column, cell))
    assert found(data) == [(rule, f"line 3, {column}")]
    with pytest.raises(DataError, match=f"^a.csv: line 3, {column}: "):
        statements.read_bytes(data, file="a.csv", layout=PLAIN)


def test_every_broken_line_is_listed_and_the_first_is_raised():
    data = table(changed("amount", "x"), ROW, ROW[:3], ("C9",) + ("",) * 8, ("C1", *ROW[1:]))
    assert found(data) == [
        ("ST-08", "line 2, amount"),
        ("ST-06", "line 3, credit_id"),
        ("ST-05", "line 4"),
        *(("ST-07", f"line 5, {c}") for c in ("bank", "account", "booked_at", "amount")),
        ("ST-06", "line 6, credit_id"),
    ]
    with pytest.raises(DataError, match=r"line 2, amount: .* \(and 7 more\)$"):
        statements.read_bytes(data, file="a.csv", layout=PLAIN)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", [("ST-02", "line 1")] * 9),
        (table(ROW[1:], header=HEADER[1:]), [("ST-02", "line 1")]),
        (table((*ROW, ""), header=(*HEADER, "balance")), [("ST-03", "line 1, column 10")]),
        (table((*ROW, ""), header=(*HEADER, "memo")), [("ST-04", "line 1")]),
        (table(ROW) + b'"C2', [("ST-01", "line 3")]),
        (
            table(changed("amount", "x")) + b'"C2',
            [("ST-08", "line 2, amount"), ("ST-01", "line 3")],
        ),
        (b"\xff" + table(ROW), [("ST-01", "line 1")]),
        (b'"', [("ST-01", "line 1")]),
        (table(), []),
        (table(ROW) + b"\r\n,,,,,,,,\r\n", []),
        (table(ROW).replace(b"\r\n", b"\r\n\r\n", 1), [("ST-05", "line 2")]),
    ],
)
def test_a_file_of_another_form_is_named(data, expected):
    assert found(data) == expected


def test_lines_are_counted_across_quoted_breaks():
    assert found(table(changed("memo", "a\nb"), changed("credit_id", ""))) == [
        ("ST-07", "line 4, credit_id")
    ]


def test_a_file_without_a_header_does_not_quote_its_first_line():
    with pytest.raises(DataError) as caught:
        statements.read_bytes(b"LE THI MINH (bia),0900000000\n", file="a.csv", layout=PLAIN)
    assert "MINH" not in str(caught.value)
    assert "0900000000" not in str(caught.value)


@pytest.mark.parametrize("name", [*WORDS])
def test_every_bad_file_says_what_is_wrong(name):
    with pytest.raises(DataError) as caught:
        statements.read(BAD / name, layout=PLAIN)
    for words in WORDS[name]:
        assert words in str(caught.value)
    assert not statements.check(BAD / name, layout=PLAIN).ok


def test_every_bad_file_has_its_words():
    assert {path.name for path in BAD.iterdir()} - {"words.toml"} == set(WORDS)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        statements.check(tmp_path / "none.csv", layout=PLAIN)


def test_the_bank_codes_of_the_own_layout_are_those_of_the_directory():
    directory = registry.banks()
    assert PLAIN.banks["CTG"] == directory.find("VietinBank", on=date(2026, 11, 22)).bin
    assert PLAIN.banks["AGR"] == directory.find("Agribank", on=date(2026, 11, 22)).bin
    for code, number in PLAIN.banks.items():
        if code not in ("CTG", "AGR"):
            assert directory.find(code, on=date(2026, 11, 22)).bin == number


LOCAL = Layout(
    name="local",
    columns=Columns(
        id="Số CT", bank="NH", account="TK", booked_at="Ngày", amount="Số tiền", memo="Nội dung"
    ),
    delimiter=";",
    encoding="utf-8",
    thousands=".",
    time_formats=("%d/%m/%Y %H:%M",),
    header_row=1,
    utc_offset="+07:00",
    banks={},
    source="bịa cho phép thử",
    confidence=Confidence.SAMPLED,
)


@pytest.mark.parametrize(
    ("when", "amount", "expected"),
    [
        ("01/11/2026 08:05", "1.250.000", []),
        ("11/31/2026 08:05", "1.250.000", [("ST-09", "line 2, Ngày")]),
        ("٠١/11/2026 08:05", "1.250.000", [("ST-09", "line 2, Ngày")]),
        ("01/11/2026 08:05", "1,250,000", [("ST-08", "line 2, Số tiền")]),
        ("01/11/2026 08:05", "1.25", [("ST-08", "line 2, Số tiền")]),
    ],
)
def test_a_layout_of_another_country_style_is_data(when, amount, expected):
    data = f"Số CT;NH;TK;Ngày;Số tiền;Nội dung\n1;970436;0071;{when};{amount};x\n".encode()
    assert found(data, LOCAL) == expected
    if not expected:
        (entry,) = statements.read_bytes(data, file="a.csv", layout=LOCAL)
        assert (entry.amount, entry.booked_at) == (
            1_250_000,
            datetime(2026, 11, 1, 8, 5, tzinfo=SEVEN),
        )
        assert entry.delivery == Delivery(channel="local")


def test_an_offset_west_of_greenwich_is_an_offset_too():
    assert attrs.evolve(LOCAL, utc_offset="-03:30").zone == timezone(
        -timedelta(hours=3, minutes=30)
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "VCB CSV"}, "name"),
        ({"delimiter": "||"}, "delimiter is one character"),
        ({"thousands": "'"}, "thousands"),
        ({"time_formats": ("iso8601",)}, "utc_offset is given exactly when"),
        ({"utc_offset": None}, "utc_offset is given exactly when"),
        ({"utc_offset": "7"}, "utc_offset is written like"),
        ({"banks": {"VCB": "97043"}}, "BINs of 6 digits"),
        ({"source": ""}, "source"),
    ],
)
def test_a_layout_of_another_form_is_refused(fields, words):
    with pytest.raises(ValueError, match=words):
        attrs.evolve(LOCAL, **fields)


def test_one_column_holds_one_thing():
    with pytest.raises(ValueError, match="one column is named for two things"):
        attrs.evolve(LOCAL.columns, memo="TK")


@pytest.mark.parametrize("rule", statements.RULES, ids=lambda rule: rule.id)
def test_every_rule_speaks_both_languages(rule):
    values = {"column": "a", "cells": 1, "columns": 2, "line": 3, "element": "Ntry/Amt"}
    spoken = {messages.text(f"rule.{rule.id}", lang, **values) for lang in messages.LANGUAGES}
    assert len(spoken) == 2


@pytest.mark.parametrize(
    ("name", "candidates"), [("cashles-csv", ("cashless-csv",)), ("../banks", ())]
)
def test_a_layout_of_another_name_is_unknown(name, candidates):
    with pytest.raises(UnknownLayoutError) as caught:
        registry.layout(name)
    assert caught.value.candidates == candidates


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@given(st.lists(st.lists(CELL, min_size=9, max_size=9).map(tuple), max_size=4))
def test_a_file_is_read_exactly_when_nothing_is_found(rows):
    data = table(*rows)
    if found(data):
        with pytest.raises(DataError):
            statements.read_bytes(data, file="a.csv", layout=PLAIN)
    else:
        read = statements.read_bytes(data, file="a.csv", layout=PLAIN)
        assert len(read) <= len(rows)


@given(
    st.lists(
        st.tuples(
            st.integers(-(10**13) + 1, 10**13 - 1).filter(bool),
            st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
        ),
        max_size=5,
    )
)
def test_amounts_and_memos_come_through_unchanged(pairs):
    rows = [
        (f"C{n}", "", "970436", "0071", "", "2026-11-01T08:00:00+07:00", str(amount), memo, "")
        for n, (amount, memo) in enumerate(pairs)
    ]
    read = statements.read_bytes(table(*rows), file="a.csv", layout=PLAIN)
    assert [(e.amount, e.remittance_information) for e in read] == pairs
