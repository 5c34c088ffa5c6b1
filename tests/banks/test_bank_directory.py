"""Look-ups by BIN, code and name, on a day."""

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashless_edu_health import registry
from cashless_edu_health.banks import (
    Bank,
    BankDirectory,
    BankKind,
    BinUse,
    Confidence,
    FormerName,
    ListedCode,
    OtherBin,
    Source,
    Standing,
)
from cashless_edu_health.errors import UnknownBankError

TODAY = date(2026, 11, 22)
CURRENT, FORMER, LATER = Standing


def invented(bin_="990001", **fields):
    """An invented bank."""
    values = {
        "bin": bin_,
        "code": f"B{bin_}",
        "short_name": f"Ngân hàng {bin_}",
        "name_vi": f"Ngân hàng TMCP Bịa Đặt {bin_}",
        "name_en": f"Invented Bank {bin_}",
        "kind": BankKind.BANK,
        "in_sbv_list": False,
        "sources": ("own",),
        "confidence": Confidence.ONE_SOURCE,
        "name_en_confidence": Confidence.MEMORY,
        "swift_confidence": Confidence.UNKNOWN,
    }
    return Bank(**(values | fields))


def another(bin_):
    """Invented digits that also mean a bank."""
    return OtherBin(
        bin=bin_,
        use=BinUse.PAYMENT_CODE,
        sources=("own",),
        confidence=Confidence.ONE_SOURCE,
    )


@pytest.mark.parametrize(
    ("query", "bin_", "name", "standing", "confidence"),
    [
        ("970436", "970436", "970436", CURRENT, Confidence.VERIFIED),
        ("VCB", "970436", "VCB", CURRENT, Confidence.VERIFIED),
        ("vietcombank", "970436", "Vietcombank", CURRENT, Confidence.VERIFIED),
        (" Vietcom Bank ", "970436", "Vietcombank", CURRENT, Confidence.VERIFIED),
        (
            "ngan hang tmcp ngoai thuong viet nam",
            "970436",
            "Ngân hàng TMCP Ngoại thương Việt Nam",
            CURRENT,
            Confidence.VERIFIED,
        ),
        (
            "Military Commercial Joint Stock Bank",
            "970422",
            "Military Commercial Joint Stock Bank",
            CURRENT,
            Confidence.MEMORY,
        ),
        ("MSCBVNVX", "970422", "MSCBVNVX", CURRENT, Confidence.VERIFIED),
        ("mbb", "970422", "MBB", CURRENT, Confidence.ONE_SOURCE),
        ("CTG", "970415", "CTG", CURRENT, Confidence.VERIFIED),
        ("VBARD", "970405", "VBARD", CURRENT, Confidence.ONE_SOURCE),
        ("Co-op Bank", "970446", "Co-opBank", CURRENT, Confidence.VERIFIED),
        ("Vikki Bank", "970406", "Vikki Bank", CURRENT, Confidence.VERIFIED),
        ("DongA Bank", "970406", "DongA Bank", FORMER, Confidence.VERIFIED),
        ("Đông Á", "970406", "Đông Á", FORMER, Confidence.VERIFIED),
        ("OceanBank", "970414", "OceanBank", FORMER, Confidence.VERIFIED),
        ("CBBank", "970444", "CBBank", FORMER, Confidence.VERIFIED),
        ("GPBank", "970408", "GPBank", CURRENT, Confidence.VERIFIED),
        ("Bản Việt", "970454", "Bản Việt", CURRENT, Confidence.ONE_SOURCE),
        ("momo", "971025", "MoMo", CURRENT, Confidence.VERIFIED),
        ("970488", "970418", "970488", CURRENT, Confidence.VERIFIED),
        ("970420", "970437", "970420", CURRENT, Confidence.ONE_SOURCE),
        ("977777", "970468", "977777", CURRENT, Confidence.ONE_SOURCE),
    ],
)
def test_a_name_finds_its_bank_and_tells_how_it_is_known(query, bin_, name, standing, confidence):
    match = registry.banks().find(query, on=TODAY)
    assert match.bank == registry.banks().by_bin(bin_)
    assert (match.bin, match.name) == (bin_, name)
    assert (match.standing, match.confidence) == (standing, confidence)


@pytest.mark.parametrize(
    ("query", "on", "standing"),
    [
        ("DongA Bank", date(2025, 1, 31), CURRENT),
        ("DongA Bank", date(2025, 2, 1), CURRENT),
        ("DongA Bank", date(2025, 2, 28), CURRENT),
        ("DongA Bank", date(2025, 3, 1), FORMER),
        ("Vikki Bank", date(2025, 1, 31), LATER),
        ("Vikki Bank", date(2025, 2, 1), CURRENT),
        ("Vikki Bank", date(2025, 3, 1), CURRENT),
        ("LienVietPostBank", date(2024, 12, 31), CURRENT),
        ("LienVietPostBank", date(2025, 1, 1), FORMER),
        ("VietCapitalBank", date(2025, 1, 1), FORMER),
        ("OceanBank", date(2020, 1, 1), CURRENT),
        ("OceanBank", date(2025, 2, 28), CURRENT),
        ("OceanBank", date(2025, 3, 1), FORMER),
        ("MBV", date(2025, 1, 31), LATER),
        ("MBV", date(2025, 2, 1), CURRENT),
        ("CBBank", date(2025, 3, 1), FORMER),
        ("VCBNeo", date(2025, 1, 31), LATER),
        ("VCBNeo", date(2025, 2, 1), CURRENT),
        ("Vikki", date(2020, 1, 1), CURRENT),
        ("CBB", date(2026, 1, 1), CURRENT),
        ("Maritime Bank", date(2020, 1, 1), FORMER),
        ("970406", date(2020, 1, 1), CURRENT),
    ],
)
def test_a_dated_change_counts_by_its_first_and_last_possible_day(query, on, standing):
    assert registry.banks().find(query, on=on).standing is standing


@pytest.mark.parametrize(
    ("query", "ambiguous", "candidates"),
    [
        ("BVB", True, ("BVBank (970454)", "BaoVietBank (970438)")),
        ("IBKOVNVX", True, ("IBKHN (970455)", "IBKHCM (970456)")),
        ("Ngoại thương", False, ("Vietcombank (970436)", "VCBNeo (970444)", "MBV (970414)")),
        ("Quân đội", False, ("MBBank (970422)",)),
        ("970411", False, ()),
        ("970 43", False, ()),
        ("", False, ()),
        ("...", False, ()),
        ("٩٧٠٤٣٦", False, ()),
        ("V" * 200, False, ()),
    ],
)
def test_unknown_and_ambiguous_names_are_refused_with_candidates(query, ambiguous, candidates):
    with pytest.raises(UnknownBankError) as caught:
        registry.banks().find(query, on=TODAY)
    assert (caught.value.query, caught.value.ambiguous) == (query, ambiguous)
    assert caught.value.candidates == candidates


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("Vietcom bnk", "Vietcombank (970436)"),
        ("vietconbank", "Vietcombank (970436)"),
        ("Viecombank", "Vietcombank (970436)"),
        ("agribnak", "Agribank (970405)"),
        ("argibank", "Agribank (970405)"),
        ("agri", "Agribank (970405)"),
        ("Techcombanh", "Techcombank (970407)"),
        ("Kỹ thương", "Techcombank (970407)"),
        ("ky thuong", "Techcombank (970407)"),
        ("vietimbank", "VietinBank (970415)"),
        ("sacombnk", "Sacombank (970403)"),
        ("Ngan hang quan doi", "MBBank (970422)"),
        ("OceanBnk", "MBV (970414)"),
        ("dong a banh", "Vikki Bank (970406)"),
        ("Chính sách", "VBSP (999888)"),
    ],
)
def test_a_misspelt_or_partial_name_has_the_meant_bank_as_first_candidate(query, meant):
    with pytest.raises(UnknownBankError) as caught:
        registry.banks().find(query, on=TODAY)
    assert caught.value.candidates[0] == meant
    assert len(set(caught.value.candidates)) == len(caught.value.candidates) <= 5
    assert not caught.value.ambiguous


@pytest.mark.parametrize("query", ["CIMB", "CIMB-SBV", "422589", "970459", "CIBBVNVN"])
def test_cimb_is_read_under_both_bins_and_written_under_one(query):
    assert registry.banks().find(query, on=TODAY).bin == "422589"


def test_a_full_name_of_both_cimb_rows_answers_with_the_row_that_is_written():
    match = registry.banks().find("Ngân hàng TNHH MTV CIMB Việt Nam", on=TODAY)
    assert match.bank.bin == "422589"


@pytest.mark.parametrize(
    ("bin_", "writable"),
    [
        ("970436", "970436"),
        ("970488", "970418"),
        ("970420", "970437"),
        ("977777", "970468"),
        ("970459", "422589"),
        ("422589", "422589"),
    ],
)
def test_get_reads_other_bins_and_tells_what_to_write(bin_, writable):
    bank = registry.banks().get(bin_)
    assert bank is not None
    assert bank.writable_bin == writable
    assert registry.banks().by_bin(bin_) is bank


@pytest.mark.parametrize("bin_", ["999999", "", "VCB", "970436 ", "９７０４３６"])
def test_an_unknown_bin_is_none_or_an_error(bin_):
    assert registry.banks().get(bin_) is None
    with pytest.raises(UnknownBankError):
        registry.banks().by_bin(bin_)


def test_a_name_in_use_goes_before_a_name_given_up():
    first = invented("990001", former_names=(FormerName(names=("Sao Mai",)),))
    second = invented("990002", short_name="Sao Mai")
    match = BankDirectory((first, second)).find("sao mai", on=TODAY)
    assert (match.bin, match.standing) == ("990002", CURRENT)


def test_a_chain_of_names_is_dated_at_both_ends():
    names = (
        FormerName(names=("Một",), changed_from=date(2010, 1, 1), changed_to=date(2010, 12, 31)),
        FormerName(names=("Hai",), changed_from=date(2020, 5, 1), changed_to=date(2020, 5, 31)),
    )
    directory = BankDirectory((invented(short_name="Ba", former_names=names),))
    standings = {
        name: [directory.find(name, on=date(year, 1, 1)).standing for year in (2009, 2015, 2021)]
        for name in ("Một", "Hai", "Ba")
    }
    assert standings == {
        "Một": [CURRENT, FORMER, FORMER],
        "Hai": [LATER, CURRENT, FORMER],
        "Ba": [LATER, LATER, CURRENT],
    }


DAY = date(2025, 2, 1)

MERGED = (
    invented("990001", short_name="Cũ", valid_to=date(2025, 6, 30)),
    invented("990002", short_name="Nhận", valid_from=date(2020, 1, 1)),
    invented("990001", short_name="Mới", valid_from=date(2025, 7, 1), valid_to=date(2026, 6, 30)),
)
"""One BIN that passes from bank to bank and ends, beside one that begins."""


@pytest.mark.parametrize(
    ("bin_", "on", "short_name"),
    [
        ("990001", date(2000, 1, 1), "Cũ"),
        ("990001", date(2025, 6, 30), "Cũ"),
        ("990001", date(2025, 7, 1), "Mới"),
        ("990001", date(2026, 6, 30), "Mới"),
        ("990001", date(2026, 7, 1), None),
        ("990001", None, "Mới"),
        ("990002", date(2019, 12, 31), None),
        ("990002", date(2020, 1, 1), "Nhận"),
        ("990002", None, "Nhận"),
        ("990003", None, None),
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_a_bin_means_the_bank_of_the_day(bin_, on, short_name, order):
    directory = BankDirectory(MERGED[::order])
    bank = directory.get(bin_, on=on)
    assert (bank and bank.short_name) == short_name
    if bank is None:
        with pytest.raises(UnknownBankError):
            directory.by_bin(bin_, on=on)
    else:
        assert directory.by_bin(bin_, on=on) is bank


@pytest.mark.parametrize(
    ("query", "on", "short_name", "standing"),
    [
        ("990001", date(2025, 6, 30), "Cũ", CURRENT),
        ("990001", date(2025, 7, 1), "Mới", CURRENT),
        ("990001", date(2026, 7, 1), "Cũ", FORMER),
        ("Cũ", date(2025, 6, 30), "Cũ", CURRENT),
        ("Cũ", date(2025, 7, 1), "Cũ", FORMER),
        ("Mới", date(2025, 6, 30), "Mới", LATER),
        ("Mới", date(2026, 7, 1), "Mới", FORMER),
        ("Nhận", date(2019, 12, 31), "Nhận", LATER),
    ],
)
def test_a_row_that_does_not_hold_on_the_day_says_so(query, on, short_name, standing):
    match = BankDirectory(MERGED).find(query, on=on)
    assert (match.bank.short_name, match.standing) == (short_name, standing)


def test_rows_of_one_bin_that_meet_on_a_day_are_refused():
    first = invented("990001", valid_to=DAY)
    with pytest.raises(ValueError, match=r"banks\[1\]: the BIN 990001 stands twice"):
        BankDirectory((first, invented("990001", valid_from=DAY)))
    other = invented("990002", valid_from=DAY, other_bins=(another("990001"),))
    with pytest.raises(ValueError, match=r"banks\[1\]: the BIN 990001 stands twice"):
        BankDirectory((first, other))
    later = attrs.evolve(other, valid_from=date(2025, 2, 2))
    assert BankDirectory((first, later)).get("990001") is later


def test_a_row_is_its_own_span_of_days():
    bank = invented(valid_from=date(2020, 1, 1), valid_to=date(2020, 12, 31))
    days = (date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1))
    assert [bank.standing(day) for day in days] == [LATER, CURRENT, CURRENT, FORMER]
    assert invented().standing(date.min) is invented().standing(date.max) is CURRENT


def test_a_code_that_is_the_name_began_with_the_name_and_another_did_not():
    gone = FormerName(names=("Sao Mai",), changed_from=DAY, changed_to=DAY, sources=("own",))
    codes = (ListedCode("own", "MOI"), ListedCode("own2", "MAI"))
    bank = invented(code="Mới", short_name="Mới", former_names=(gone,), codes=codes)
    directory = BankDirectory((bank,))
    before = date(2025, 1, 31)
    assert {name: directory.find(name, on=before).standing for name in ("MOI", "MAI")} == {
        "MOI": LATER,
        "MAI": CURRENT,
    }
    assert directory.find("moi", on=DAY).standing is CURRENT


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: invented("97043"), "bin: a BIN is 6 digits"),
        (lambda: invented("٩٧٠٤٣٦"), "bin: a BIN is 6 digits"),
        (lambda: invented(None), "bin: a BIN is 6 digits"),
        (lambda: invented(parent_bin="x"), "parent_bin: a BIN is 6 digits"),
        (lambda: invented(code="-"), "code: has no letter and no digit"),
        (lambda: invented(aliases=("",)), "has no letter and no digit"),
        (lambda: invented(sources=()), "sources"),
        (lambda: invented(swift="bftvvnvx", swift_confidence=Confidence.VERIFIED), "swift: a BIC"),
        (lambda: invented(swift="BFTVVNVX"), "swift: stands or is left out"),
        (lambda: invented(swift_confidence=Confidence.VERIFIED), "swift: stands or is left out"),
        (lambda: FormerName(names=()), "names"),
        (lambda: FormerName(names=("A",), changed_from=DAY), "stand together"),
        (lambda: FormerName(names=("A",), sources=("own",)), "there is no day"),
        (lambda: invented(valid_from=DAY, valid_to=date(2025, 1, 31)), "valid_to is before"),
        (lambda: Source("", "a list"), "id"),
        (lambda: Source("own", ""), "description"),
        (lambda: Source("own", "a list", DAY, date(2025, 1, 31)), "retrieved is before dated"),
        (
            lambda: FormerName(names=("A",), changed_from=DAY, changed_to=date(2025, 1, 1)),
            "changed_to is before changed_from",
        ),
        (
            lambda: BankDirectory((invented(), invented())),
            r"banks\[1\]: the BIN 990001 stands twice",
        ),
        (
            lambda: BankDirectory((invented(parent_bin="990009"),)),
            r"banks\[0\].parent_bin: no bank has the BIN 990009",
        ),
        (
            lambda: BankDirectory((invented(write_as="990009"),)),
            r"banks\[0\].write_as: no bank has the BIN 990009",
        ),
        (
            lambda: BankDirectory((invented(),), sources=(Source("sbv", "a list"),)),
            r"banks\[0\].sources: 'own' is not a source",
        ),
        (
            lambda: BankDirectory(
                (invented(codes=(ListedCode("other", "X1"),)),), sources=(Source("own", "a list"),)
            ),
            r"banks\[0\].sources: 'other' is not a source",
        ),
    ],
)
def test_what_cannot_be_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_another_bin_may_not_be_a_bank_of_its_own():
    other = another("990002")
    rows = (invented("990001", other_bins=(other,)), invented("990002"))
    with pytest.raises(ValueError, match="the BIN 990002 stands twice"):
        BankDirectory(rows)


def test_a_parent_must_be_a_row_not_an_other_bin():
    other = another("990003")
    rows = (invented("990001", other_bins=(other,)), invented("990002", parent_bin="990003"))
    with pytest.raises(ValueError, match=r"banks\[1\].parent_bin: no bank has the BIN 990003"):
        BankDirectory(rows)


def test_a_directory_counts_and_lists_its_rows_and_has_a_short_repr():
    rows = (invented("990001"), invented("990002"))
    directory = BankDirectory(rows)
    assert (len(directory), tuple(directory)) == (2, rows)
    assert repr(directory) == "BankDirectory(banks=<2 banks>, sources=(), as_of=None)"
    assert directory == BankDirectory(list(rows))
    assert directory != BankDirectory(rows[:1])


def test_a_bank_is_a_value():
    bank = registry.banks().by_bin("970406")
    assert hash(bank) == hash(attrs.evolve(bank))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        bank.bin = "970436"


@given(st.text(max_size=60), st.dates())
def test_a_query_is_answered_or_refused_by_the_library_s_own_error(query, on):
    try:
        match = registry.banks().find(query, on=on)
    except UnknownBankError as error:
        assert error.query == query  # noqa: PT017 - both ways out are looked at
    else:
        assert registry.banks().get(match.bin) is not None
