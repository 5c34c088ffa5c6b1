"""The shipped rows, their file format, and every way in which a file can be wrong."""

import json
from datetime import date
from pathlib import Path

import pytest

from cashless_edu_health import documents, registry
from cashless_edu_health.banks import BankDirectory, BinUse, Confidence
from cashless_edu_health.errors import DataError
from cashless_edu_health.registry import _data

ROOT = Path(__file__).parents[2]
SHIPPED = _data("banks", "banks.json")
BAD = Path(__file__).parents[1] / "data" / "bad" / "banks"
SHARED = ROOT.parent / "shared" / "domain" / "banks.json"
TODAY = date(2026, 11, 22)

CONFIDENCE = {
    "verified_2_or_more": Confidence.VERIFIED,
    "verified_2_sources": Confidence.VERIFIED,
    "one_source": Confidence.ONE_SOURCE,
    "memory": Confidence.MEMORY,
    "unknown": Confidence.UNKNOWN,
    "rejected": Confidence.REJECTED,
}
LISTS = {"vqio": "vietqr_io", "momo": "momo", "vqp": "vietnam_qr_pay"}


@pytest.mark.parametrize("bank", tuple(registry.banks()), ids=lambda bank: bank.bin)
def test_a_shipped_row_has_sources_and_answers_to_its_bin_and_name(bank):
    directory = registry.banks()
    assert set(bank.sources) <= {source.id for source in directory.sources}
    assert directory.find(bank.bin, on=TODAY).bin == bank.writable_bin
    assert directory.find(bank.short_name, on=TODAY).bin == bank.writable_bin
    assert (bank.confidence is Confidence.VERIFIED) == (len(bank.sources) > 1)


def test_the_directory_has_80_rows_and_its_day():
    assert len(registry.banks()) == 80
    assert registry.banks().as_of == date(2026, 11, 22)


def test_only_bvb_and_a_shared_bic_mean_more_than_one_bank():
    directory = registry.banks()
    shared = {
        name: {bank.writable_bin for bank, _ in rows}
        for name, rows in directory._by_key.items()
        if len({bank.writable_bin for bank, _ in rows}) > 1
    }
    assert shared == {"BVB": {"970438", "970454"}, "IBKOVNVX": {"970455", "970456"}}


def test_every_row_says_since_and_until_when_and_no_source_dates_either():
    spans = {(bank.valid_from, bank.valid_to) for bank in registry.banks()}
    assert spans == {(None, None)}


def test_every_list_says_by_when_it_was_retrieved_and_of_which_day_it_is_where_known():
    days = {source.id: (source.dated, source.retrieved) for source in registry.banks().sources}
    assert days == {
        "sbv": (date(2024, 3, 5), TODAY),
        "vqp": (date(2026, 7, 20), TODAY),
        "momo": (date(2026, 8, 4), date(2026, 8, 4)),
        "vqio": (None, TODAY),
        "csv": (None, TODAY),
        "samples": (None, TODAY),
        "renames_2025": (None, TODAY),
    }


def test_the_renames_of_2025_are_dated_by_their_month_and_sourced():
    renames = {
        (bank.bin, bank.short_name, former.names[0], former.sources)
        for bank in registry.banks()
        for former in bank.former_names
        if (former.changed_from, former.changed_to) == (date(2025, 2, 1), date(2025, 2, 28))
    }
    assert renames == {
        ("970414", "MBV", "OceanBank", ("renames_2025",)),
        ("970444", "VCBNeo", "CBBank", ("renames_2025",)),
        ("970406", "Vikki Bank", "DongA Bank", ("renames_2025",)),
    }


def test_a_name_from_one_source_is_not_as_sure_as_its_row():
    bank = registry.banks().by_bin("970408")
    assert (bank.confidence, bank.name_vi_confidence) == (
        Confidence.VERIFIED,
        Confidence.ONE_SOURCE,
    )
    match = registry.banks().find(bank.name_vi, on=TODAY)
    assert (match.bin, match.confidence) == ("970408", Confidence.ONE_SOURCE)


def test_second_bins_say_where_they_are_met():
    uses = {other.bin: other.use for bank in registry.banks() for other in bank.other_bins}
    assert uses == {
        "970488": BinUse.ACQUIRER_ID,
        "970420": BinUse.PAYMENT_CODE,
        "977777": BinUse.PAYMENT_CODE,
    }
    assert {b.bin: b.write_as for b in registry.banks() if b.write_as} == {"970459": "422589"}


def test_no_other_bin_is_written():
    others = {other.bin for bank in registry.banks() for other in bank.other_bins}
    assert others == {"970488", "970420", "977777"}
    assert not others & {bank.writable_bin for bank in registry.banks()}


def test_the_shipped_file_is_written_back_byte_for_byte():
    assert documents.write_banks(registry.banks()) == SHIPPED.read_text("utf-8")


def test_what_is_written_reads_back_as_the_same_value(tmp_path):
    for number, directory in enumerate((registry.banks(), BankDirectory(()))):
        path = tmp_path / f"{number}.json"
        path.write_text(documents.write_banks(directory), "utf-8")
        assert documents.read_banks(path) == directory


def former_name(former):
    """A former name as the source of the directory prints it."""
    if former.note.startswith("brand "):
        return f"{former.names[0]} ({former.note})"
    other = f" ({former.names[1]})" if len(former.names) > 1 else ""
    return f"{former.names[0]}{other}" + (f", {former.note}" if former.note else "")


def source_row(bank):
    return {
        "bin": bank.bin,
        "code": bank.code,
        "short_name": bank.short_name,
        "name_vi": bank.name_vi,
        "name_en": bank.name_en,
        "name_en_confidence": bank.name_en_confidence,
        "kind": str(bank.kind),
        "parent_bin": bank.parent_bin,
        "former_names": [former_name(former) for former in bank.former_names],
        "swift": bank.swift,
        "swift_confidence": bank.swift_confidence,
        "app_scans_vietqr": bank.app_scans_vietqr,
        "lookup_supported": bank.lookup_supported,
        "momo_transfer_out": bank.momo_transfer_out,
        "codes": {LISTS[listed.source]: listed.code for listed in bank.codes},
        "in_sbv_list_2023_12_31": bank.in_sbv_list,
        "sources": list(bank.sources),
        "confidence": bank.confidence,
        "note": bank.note or None,
    }


@pytest.mark.skipif(not SHARED.exists(), reason="the source of the directory is not beside")
def test_every_shipped_row_equals_its_source():
    _, *rows = json.loads(SHARED.read_text("utf-8"))
    confidences = ("confidence", "name_en_confidence", "swift_confidence")
    expected = [row | {name: CONFIDENCE[row[name]] for name in confidences} for row in rows]
    assert [source_row(bank) for bank in registry.banks()] == expected


@pytest.mark.parametrize(
    ("name", "place", "words"),
    [
        ("unknown-key.json", "banks[0].bank_code", "Extra inputs are not permitted"),
        ("unknown-key-at-the-root.json", "version", "Extra inputs are not permitted"),
        ("duplicate-bin.json", "", "banks[1]: the BIN 990001 stands twice"),
        ("duplicate-other-bin.json", "", "banks[1]: the BIN 990001 stands twice"),
        ("duplicate-key.json", "", "the key 'bin' stands twice"),
        ("missing-source.json", "banks[0].sources", "Field required"),
        ("no-source.json", "banks[0]", "sources"),
        ("undefined-source.json", "", "banks[0].sources: 'nobody' is not a source"),
        ("number-as-bin.json", "banks[0].bin", "valid string"),
        ("text-as-boolean.json", "banks[0].in_sbv_list", "valid boolean"),
        ("five-digits.json", "banks[0]", "bin: a BIN is 6 digits"),
        ("unknown-kind.json", "banks[0].kind", "'bank'"),
        ("unknown-confidence.json", "banks[0].confidence", "'verified'"),
        ("unknown-parent.json", "", "banks[0].parent_bin: no bank has the BIN 990009"),
        ("half-dated-change.json", "banks[0].former_names[0]", "stand together"),
        ("impossible-day.json", "banks[0].former_names[0].changed_from", "valid date"),
        ("row-ends-before-it-starts.json", "banks[0]", "valid_to is before valid_from"),
        ("unknown-use-of-other-bin.json", "banks[0].other_bins[0].use", "'acquirer_id'"),
        ("source-as-text.json", "sources.own", "should be an object"),
        ("source-retrieved-before-its-day.json", "", "the source 'own': retrieved is before dated"),
        ("timestamp-as-day.json", "sources.own.dated", "a date is written YYYY-MM-DD"),
        ("source-without-a-day.json", "banks[0].former_names[0]", "there is no day"),
        ("undefined-source-of-a-change.json", "", "banks[0].sources: 'nobody' is not a source"),
        ("other-format.json", "format", "bank-directory/1"),
        ("not-json.json", "line 1", "is not JSON"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(name, place, words):
    with pytest.raises(DataError) as caught:
        documents.read_banks(BAD / name)
    assert caught.value.file == name
    assert caught.value.path.startswith(place)
    assert words in caught.value.reason


def test_every_bad_file_is_listed():
    marks = test_a_bad_file_is_refused_with_its_place.pytestmark
    listed = {row[0] for mark in marks for row in mark.args[1]}
    assert {path.name for path in BAD.iterdir()} == listed
