"""Marked data of people goes in at every door of the core; none of it comes out of a log."""

import traceback
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cashless_edu_health import documents, intake, money, text
from cashless_edu_health.accounts import Account
from cashless_edu_health.compliance import Dataset
from cashless_edu_health.documents._model import from_json, from_table, from_toml
from cashless_edu_health.documents._receipt import ReceiptRow
from cashless_edu_health.institutions import Institution, Sector
from cashless_edu_health.receipts import Allocation, PayerClass, Receipt, ReceiptSource

# Put together here so that a traceback that shows this source does not count as a leak.
SECRET = "ZZ" + "SECRET" + "ZZ"
NOW = datetime(2022, 10, 3, 2, tzinfo=UTC)


def receipt(**changes: Any) -> Receipt:
    fields = {
        "id": "R1",
        "institution_id": "a",
        "gross": 100,
        "method": "cash",
        "paid_on": date(2022, 10, 3),
        "payer_class": PayerClass.HOUSEHOLD,
        "source": ReceiptSource.COUNTER,
        "recorded_at": NOW,
        "payer_name": f"{SECRET} Văn {SECRET}",
    }
    return Receipt(**(fields | changes))


def row(**changes: Any) -> dict[str, Any]:
    fields = {
        "id": "R1",
        "institution_id": "a",
        "gross": 100,
        "method": "cash",
        "paid_on": "2022-10-03",
        "payer_class": "household",
        "source": "counter",
        "recorded_at": "2022-10-03T02:00:00Z",
        "payer_name": SECRET,
    }
    return fields | changes


def csv_file(folder: Path, *lines: str) -> Path:
    path = folder / "receipts.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


HEADER = "id,institution_id,gross,paid_on,method,payer_class,source,recorded_at,payer_name"
CELLS = f"R1,a,100,2022-10-03,cash,household,counter,2022-10-03T02:00:00Z,{SECRET}"

FAILING: dict[str, Callable[[Path], object]] = {
    "account number": lambda _: Account("970436", f"{SECRET} 1"),
    "account bin": lambda _: Account(SECRET, "1"),
    "amount": lambda _: money.validate(SECRET),
    "amount text": lambda _: money.parse(SECRET),
    "amount grouped": lambda _: money.parse(SECRET, thousands="."),
    "memo": lambda _: text.remittance(f"{SECRET}-"),
    "receipt gross": lambda _: receipt(gross=0),
    "receipt gross text": lambda _: receipt(gross=SECRET),
    "receipt time": lambda _: receipt(recorded_at=NOW.replace(tzinfo=None)),
    "receipt allocations": lambda _: receipt(allocations=(Allocation(SECRET, 101),)),
    "json twice": lambda _: intake.json_value(
        f'{{"{SECRET} A":1,"{SECRET} A":2}}'.encode(), file="f"
    ),
    "json broken": lambda _: intake.json_value(f'{{"name":"{SECRET}'.encode(), file="f"),
    "toml broken": lambda _: intake.toml_table(f'name = "{SECRET}'.encode(), file="f"),
    "toml twice": lambda _: intake.toml_table(f'"{SECRET} A"=1\n"{SECRET} A"=2'.encode(), file="f"),
    "csv without header": lambda _: intake.csv_table(
        f"{SECRET} Văn A,0900000000\n".encode(), file="f", required=["id"]
    ),
    "csv quoting": lambda _: list(intake.csv_lines(f'a\n"{SECRET}"x,'.encode(), file="f")),
    "csv out": lambda _: intake.csv_text(["a"], [[f"{SECRET}\0"]]),
    "document key": lambda _: from_table(ReceiptRow, row(**{f"{SECRET} A": 1}), file="f"),
    "document value": lambda _: from_table(ReceiptRow, row(gross=SECRET), file="f"),
    "document enum": lambda _: from_table(ReceiptRow, row(payer_class=SECRET), file="f"),
    "document date": lambda _: from_table(ReceiptRow, row(paid_on=SECRET), file="f"),
    "document name": lambda _: from_table(ReceiptRow, row(payer_name=[SECRET]), file="f"),
    "document invariant": lambda _: from_table(ReceiptRow, row(gross=0), file="f"),
    "document root": lambda _: from_json(ReceiptRow, f'"{SECRET}"'.encode(), file="f"),
    "document toml": lambda _: from_toml(ReceiptRow, f"payer_name='{SECRET}'".encode(), file="f"),
    "table header": lambda p: documents.read_receipts(csv_file(p, f"{SECRET} A,{HEADER}", CELLS)),
    "table cell": lambda p: documents.read_receipts(
        csv_file(p, HEADER, CELLS.replace("100", SECRET))
    ),
    "table width": lambda p: documents.read_receipts(csv_file(p, HEADER, f"{CELLS},{SECRET}")),
    "table id": lambda p: documents.read_receipts(csv_file(p, HEADER, CELLS, CELLS)),
    "dataset": lambda _: Dataset(institutions=(), receipts=(receipt(),)),
}


@pytest.mark.parametrize("door", FAILING)
def test_no_error_quotes_a_person(door: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - each door has its own words
        FAILING[door](tmp_path)
    error = caught.value
    shown = f"{error!s} {error!r} {error.args} {''.join(traceback.format_exception(error))}"
    assert SECRET not in shown
    assert "0900000000" not in shown


VALUES = {
    "account": Account("970436", f"{SECRET}123456"),
    "receipt": receipt(),
    "dataset": Dataset(
        institutions=(Institution(id="a", name="A", sector=Sector.HEALTH, type="hospital"),),
        receipts=(receipt(),),
    ),
    "document": ReceiptRow.model_validate(row(), strict=False),
}


@pytest.mark.parametrize("kind", VALUES)
def test_no_repr_shows_a_person(kind: str) -> None:
    value = VALUES[kind]
    assert SECRET not in f"{value!r} {value!s} {[value]} {value:}"


def test_the_data_themselves_are_kept() -> None:
    assert receipt().payer_name == f"{SECRET} Văn {SECRET}"
    assert SECRET in documents.write_receipts([receipt()])
