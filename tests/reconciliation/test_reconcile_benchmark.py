"""The benchmark runs on a folder of its format; accounts and names are invented."""

import csv
import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "reconcile.py"
INVOICES = """\
invoice_id,school_id,account,ref,period,amount,status
INV1,S1,0071000123456,HP26110000001,2026-11,550000,open
INV2,S1,0071000123456,HP26110000002,2026-11,550000,paid
INV3,S1,9990000000000,HP26110000003,2026-11,550000,open
"""
CREDITS = """\
credit_id,notification_id,bank,account,bank_ref,booked_at,amount,memo,source
C1,1,VCB,0071000123456,FT1001,2026-11-01T08:00:00+07:00,550000,HP26110000001 LE THI MINH,webhook
C2,2,VCB,0071000123456,FT1001,2026-11-01T08:00:00+07:00,550000,hp26110000001 le thi minh,webhook
C3,3,VCB,0071000123456,FT1002,2026-11-01T09:00:00+07:00,550000,HP26110000002,webhook
C4,4,VCB,0071000123456,FT1003,2026-11-01T09:00:00+07:00,550000,hoc phi,webhook
"""


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("reconcile_benchmark", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_predictions_are_written_and_the_pace_is_printed(benchmark, tmp_path, capsys):
    (tmp_path / "invoices.csv").write_text(INVOICES, encoding="utf-8")
    (tmp_path / "bank_credits.csv").write_text(CREDITS, encoding="utf-8")
    benchmark.main(tmp_path, tmp_path / "predictions.csv")
    with (tmp_path / "predictions.csv").open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == [
            ["credit_id", "invoice_ids", "decision"],
            ["C1", "INV1", "auto"],
            ["C2", "", "duplicate"],
            ["C3", "INV2", "review"],
            ["C4", "", "review"],
        ]
    printed = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in printed[:2]] == ["reconcile", "floor"]
    assert printed[-1] == "1 posted, 1 review, 1 duplicates, 1 unmatched"
