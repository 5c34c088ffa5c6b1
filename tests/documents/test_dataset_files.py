import shutil
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cashless_edu_health import documents
from cashless_edu_health.compliance import Dataset
from cashless_edu_health.errors import DataError, EncodeError
from cashless_edu_health.institutions import (
    Fact,
    HeadCount,
    Institution,
    PayerFee,
    PaymentMethod,
    Sector,
)
from cashless_edu_health.receipts import (
    Allocation,
    PayerClass,
    PayerCount,
    Receipt,
    ReceiptSource,
    Reversal,
    Tally,
    Unreported,
)

BAD = Path(__file__).parents[1] / "data" / "bad" / "dataset"
WORDS = tomllib.loads((BAD / "words.toml").read_text(encoding="utf-8"))

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ID = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
DAY = st.dates(date(2000, 1, 1), date(2030, 12, 31))
ZONE = st.sampled_from([UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=7, seconds=6))])
MOMENT = st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=ZONE)  # noqa: DTZ001
AMOUNT = st.integers(1, 9_999_999_999_999)
WORD_SET = st.frozensets(TEXT, max_size=3)
FEE = st.builds(
    lambda fixed, millionths: PayerFee(fixed=fixed, rate=Fraction(millionths, 10**8)),
    st.integers(0, 999_999_999),
    st.integers(0, 10**8 - 1),
)
CODES = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True),
    st.from_regex(r"[0-9A-Z.-]{1,12}", fullmatch=True),
    max_size=2,
)
COUNTS = st.dictionaries(ID, st.integers(0, 50), max_size=2)


@st.composite
def spans(draw: st.DrawFn) -> Mapping[str, date | None]:
    first = draw(st.none() | DAY)
    last = draw(st.none() | DAY)
    if first and last:
        first, last = min(first, last), max(first, last)
    return {"valid_from": first, "valid_to": last}


@st.composite
def institutions(draw: st.DrawFn, number: int) -> Institution:
    optional = st.none() | TEXT
    methods = [
        PaymentMethod(
            kind=draw(ID),
            purposes=draw(st.none() | WORD_SET),
            evidence=draw(TEXT),
            payer_fee=draw(st.none() | FEE),
            **draw(spans()),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    names = draw(st.lists(ID, max_size=2, unique=True))
    facts = [
        Fact(name=name, value=draw(st.booleans()), evidence=draw(TEXT), **draw(spans()))
        for name in names
    ]
    return Institution(
        id=f"I{number}",
        name=draw(TEXT),
        sector=draw(st.sampled_from(Sector)),
        type=draw(ID),
        tier=draw(optional),
        area=draw(optional),
        area_class=draw(optional),
        ownership=draw(optional),
        tags=draw(WORD_SET),
        methods=tuple(methods),
        facts=tuple(facts),
        unknown_methods=draw(st.frozensets(ID, max_size=2)),
        codes=draw(CODES),
        **draw(spans()),
    )


@st.composite
def head_counts(draw: st.DrawFn, number: int) -> HeadCount:
    optional = st.none() | TEXT
    return HeadCount(
        id=f"H{number}",
        sector=draw(st.sampled_from(Sector)),
        type=f"group {number} {draw(ID)}",  # no institution is listed and counted
        tier=draw(optional),
        area=draw(optional),
        area_class=draw(optional),
        ownership=draw(optional),
        tags=draw(WORD_SET),
        total=draw(st.integers(50, 200)),
        having=draw(COUNTS),
        evidence=draw(TEXT),
        **draw(spans()),
    )


@st.composite
def receipts(draw: st.DrawFn, number: int) -> Receipt:
    gross = draw(AMOUNT)
    name = draw(st.none() | TEXT)
    parts = (
        [Allocation(draw(ID), 1 + gross // 3, draw(st.none() | TEXT), draw(st.booleans()))]
        if gross > 1
        else []
    )
    return Receipt(
        id=f"R{number}",
        institution_id="I0",
        gross=gross,
        paid_on=draw(DAY),
        method=draw(st.none() | TEXT),
        payer_class=draw(st.sampled_from(PayerClass)),
        source=draw(st.sampled_from(ReceiptSource)),
        evidence=draw(TEXT),
        recorded_at=draw(MOMENT),
        purposes=draw(WORD_SET),
        allocations=tuple(parts),
        payer_name=name,
        payer_name_source=None if name is None else draw(st.sampled_from(ReceiptSource)),
        payer_id=draw(st.none() | TEXT),
        collector_lump=draw(st.booleans()),
        carried=draw(st.none() | WORD_SET),
    )


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    paid = tuple(draw(receipts(number)) for number in range(draw(st.integers(0, 2))))
    reversals = tuple(
        Reversal(
            id=f"V{number}",
            receipt_id=receipt.id,
            amount=receipt.gross,
            reversed_on=draw(DAY),
            recorded_at=draw(MOMENT),
            reason=draw(TEXT),
            invoice_id=draw(
                st.sampled_from(
                    [
                        None,
                        *(a.invoice_id for a in receipt.allocations if a.amount == receipt.gross),
                    ]
                )
            ),
        )
        for number, receipt in enumerate(paid)
        if draw(st.booleans())
    )
    first = draw(st.dates(date(2031, 1, 1), date(2032, 1, 1)))
    tallies = [
        Tally(
            institution_id="I0",
            method=draw(st.none() | TEXT),
            payer_class=draw(st.sampled_from(PayerClass)),
            count=draw(st.integers(1, 10**9)),
            value=draw(st.integers(0, 10**18)),
            paid_from=first,
            paid_to=first + timedelta(days=30),
            purposes=draw(WORD_SET),
            evidence=draw(TEXT),
            on_behalf=draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 1)))
    ]
    counted = [
        PayerCount(
            institution_id="I0",
            total=draw(st.integers(50, 10**6)),
            cashless=draw(st.integers(0, 50)),
            paid_from=first,
            paid_to=first + timedelta(days=30),
            purposes=draw(WORD_SET),
            evidence=draw(TEXT),
        )
        for _ in range(draw(st.integers(0, 1)))
    ]
    silent = [
        Unreported(institution_id="I0", paid_from=first, paid_to=first + timedelta(days=9))
        for _ in range(draw(st.integers(0, 1)))
    ]
    return Dataset(
        institutions=tuple(draw(institutions(n)) for n in range(draw(st.integers(1, 2)))),
        receipts=paid,
        reversals=reversals,
        tallies=tuple(tallies),
        payer_counts=tuple(counted),
        unreported=tuple(silent),
        head_counts=tuple(draw(head_counts(n)) for n in range(draw(st.integers(0, 2)))),
        series=draw(
            st.dictionaries(TEXT, st.dictionaries(TEXT, st.integers(), max_size=2), max_size=2)
        ),
    )


@settings(max_examples=60)
@given(dataset=datasets())
def test_a_dataset_written_reads_back_as_itself(
    tmp_path_factory: pytest.TempPathFactory, dataset: Dataset
) -> None:
    folder = tmp_path_factory.mktemp("dataset")
    try:
        documents.write_dataset(dataset, folder)
        assert documents.read_dataset(folder) == dataset
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("case", sorted(WORDS))
def test_a_bad_dataset_says_where_and_what(case: str) -> None:
    with pytest.raises(DataError) as caught:
        documents.read_dataset(BAD / case)
    assert [word for word in WORDS[case] if word not in str(caught.value)] == []


def test_every_bad_dataset_has_its_words() -> None:
    assert {path.name for path in BAD.iterdir() if path.is_dir()} == set(WORDS)


RECEIPT = Receipt(
    id="R1",
    institution_id="thcs-a",
    gross=550_000,
    paid_on=date(2022, 10, 3),
    method=None,
    payer_class=PayerClass.HOUSEHOLD,
    source=ReceiptSource.COUNTER,
    evidence="sổ quỹ 12",
    recorded_at=datetime(2022, 10, 3, 2, tzinfo=UTC),
    purposes=frozenset({"tuition", "meals"}),
    payer_name="Trần Thị B",
)


RECEIPT_HEADER = "id,institution_id,gross,paid_on,method,payer_class,source,recorded_at"
RECEIPT_ROW = "R1,thcs-a,550000,2022-10-03,,household,counter,2022-10-03T09:00:00+07:00"


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_an_offices_flat_tables_make_a_dataset(tmp_path: Path, delimiter: str) -> None:
    tables = {
        "institutions.csv": [
            "id,name,sector,type,tags,valid_from",
            " thcs-a ,Trường THCS A,education,lower_secondary,x | y,2020-01-01",
            "bv-b,Bệnh viện B,health,hospital,,",
        ],
        "methods.csv": [
            "institution_id,kind,purposes,valid_from",
            "thcs-a,qr_transfer,tuition,2022-09-01",
            "thcs-a,cash,,",
        ],
        "facts.csv": ["institution_id,name,value", "bv-b,digital_platform,TRUE"],
        "receipts.csv": [
            f"{RECEIPT_HEADER},purposes,evidence,payer_name",
            f"{RECEIPT_ROW},tuition|meals,sổ quỹ 12,Trần Thị B",
        ],
        "reversals.csv": [
            "id,receipt_id,amount,reversed_on,recorded_at",
            "V1,R1,50000,2022-10-05,2022-10-05T09:00:00+07:00",
        ],
        "tallies.csv": [
            "institution_id,method,payer_class,count,value,paid_from,paid_to",
            "bv-b,card_pos,household,12,3600000,2022-01-01,2022-12-31",
        ],
        "series.csv": ["name,period,value", "insured,2022,5", "insured,2023,6"],
    }
    for name, lines in tables.items():
        text = "\r\n".join(lines).replace(",", delimiter)
        (tmp_path / name).write_text(f"\ufeff{text}\r\n", encoding="utf-8")
    assert documents.read_dataset(tmp_path) == Dataset(
        institutions=(
            Institution(
                id="thcs-a",
                name="Trường THCS A",
                sector=Sector.EDUCATION,
                type="lower_secondary",
                tags=frozenset({"x", "y"}),
                valid_from=date(2020, 1, 1),
                methods=(
                    PaymentMethod(
                        kind="qr_transfer",
                        purposes=frozenset({"tuition"}),
                        valid_from=date(2022, 9, 1),
                    ),
                    PaymentMethod(kind="cash"),
                ),
            ),
            Institution(
                id="bv-b",
                name="Bệnh viện B",
                sector=Sector.HEALTH,
                type="hospital",
                facts=(Fact(name="digital_platform", value=True),),
            ),
        ),
        receipts=(RECEIPT,),
        reversals=(
            Reversal(
                id="V1",
                receipt_id="R1",
                amount=50_000,
                reversed_on=date(2022, 10, 5),
                recorded_at=datetime(2022, 10, 5, 2, tzinfo=UTC),
            ),
        ),
        tallies=(
            Tally(
                institution_id="bv-b",
                method="card_pos",
                payer_class=PayerClass.HOUSEHOLD,
                count=12,
                value=3_600_000,
                paid_from=date(2022, 1, 1),
                paid_to=date(2022, 12, 31),
            ),
        ),
        series={"insured": {"2022": 5, "2023": 6}},
    )


def test_institutions_may_stand_in_toml(tmp_path: Path) -> None:
    path = tmp_path / "institutions.toml"
    path.write_text(
        'format = "institutions/1"\n[[institutions]]\nid = "a"\nname = "A"\nsector = "health"\n'
        'type = "hospital"\nvalid_from = 2022-01-01\n[[institutions.methods]]\nkind = "cash"\n',
        encoding="utf-8",
    )
    assert documents.read_dataset(tmp_path).institutions == (
        Institution(
            id="a",
            name="A",
            sector=Sector.HEALTH,
            type="hospital",
            valid_from=date(2022, 1, 1),
            methods=(PaymentMethod(kind="cash"),),
        ),
    )


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    (tmp_path / "receipts.csv").write_text("mine")
    with pytest.raises(DataError, match="is not empty"):
        documents.write_dataset(Dataset(institutions=()), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["receipts.csv"]


def test_a_folder_that_cannot_be_is_a_data_error(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(DataError, match="cannot be written"):
        documents.write_dataset(Dataset(institutions=()), file)
    with pytest.raises(DataError, match=r"^file: cannot be read: "):
        documents.read_dataset(file)
    with pytest.raises(DataError, match=r"^none: cannot be read: "):
        documents.read_dataset(tmp_path / "none")


def test_the_working_folder_has_a_name_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match=r"^\.: has none of institutions"):
        documents.read_dataset(Path())


def test_half_a_surrogate_pair_is_not_written() -> None:
    with pytest.raises(EncodeError, match=r"^series/1: holds half of a surrogate pair$"):
        documents.write_series({"\ud800": {}})


def test_an_error_in_a_row_never_quotes_the_row(tmp_path: Path) -> None:
    header = "id,institution_id,gross,paid_on,method,payer_class,source,recorded_at,payer_name"
    row = "R1,a,ZZSECRETZZ,2022-01-01,cash,household,bank,2022-01-01T00:00:00Z,ZZSECRETZZ"
    (tmp_path / "receipts.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        documents.read_receipts(tmp_path / "receipts.csv")
    assert "ZZSECRETZZ" not in f"{caught.value} {caught.value!r}"
    assert caught.value.path == "line 2, gross"


def test_groups_and_payers_counted_by_an_office_are_flat_tables(tmp_path: Path) -> None:
    tables = {
        "institutions.csv": [
            "id,name,sector,type,codes,unknown_methods",
            "a,Trường A,education,primary,ma_truong=75-0012|mst=0100109106,card_pos|mobile_money",
        ],
        "methods.csv": ["institution_id,kind,payer_fee", "a,web_payment,2200+0.5%"],
        "head_counts.csv": [
            "id,sector,type,tags,total,having,valid_from,evidence",
            "mn,education,preschool,x,160,three_of_four=117 | digital_platform = 150,2024-02-01,BC",
            "th,education,lower_secondary,,12,,,",
        ],
        "payer_counts.csv": [
            "institution_id,total,cashless,paid_from,paid_to,purposes",
            "a,400,325,2022-01-01,2022-12-31,tuition",
        ],
        "unreported.csv": ["institution_id,paid_from,paid_to", "a,2021-01-01,2021-12-31"],
    }
    for name, lines in tables.items():
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    assert documents.read_dataset(tmp_path) == Dataset(
        institutions=(
            Institution(
                id="a",
                name="Trường A",
                sector=Sector.EDUCATION,
                type="primary",
                codes={"ma_truong": "75-0012", "mst": "0100109106"},
                unknown_methods=frozenset({"card_pos", "mobile_money"}),
                methods=(
                    PaymentMethod(
                        kind="web_payment",
                        payer_fee=PayerFee(fixed=2200, rate=Fraction(1, 200)),
                    ),
                ),
            ),
        ),
        head_counts=(
            HeadCount(
                id="mn",
                sector=Sector.EDUCATION,
                type="preschool",
                tags=frozenset({"x"}),
                total=160,
                having={"three_of_four": 117, "digital_platform": 150},
                valid_from=date(2024, 2, 1),
                evidence="BC",
            ),
            HeadCount(id="th", sector=Sector.EDUCATION, type="lower_secondary", total=12),
        ),
        payer_counts=(
            PayerCount(
                institution_id="a",
                total=400,
                cashless=325,
                paid_from=date(2022, 1, 1),
                paid_to=date(2022, 12, 31),
                purposes=frozenset({"tuition"}),
            ),
        ),
        unreported=(
            Unreported(institution_id="a", paid_from=date(2021, 1, 1), paid_to=date(2021, 12, 31)),
        ),
    )


@pytest.mark.parametrize(
    "fee", [PayerFee(rate=Fraction(1, 300)), PayerFee(rate=Fraction(2)), PayerFee(fixed=10**9)]
)
def test_a_charge_that_a_file_would_change_is_not_written(fee: PayerFee) -> None:
    school = Institution(
        id="a",
        name="A",
        sector=Sector.EDUCATION,
        type="primary",
        methods=(PaymentMethod(kind="card_pos", payer_fee=fee),),
    )
    with pytest.raises(EncodeError, match=r"^payer_fee: a charge that no file can hold exactly$"):
        documents.write_institutions([school])
