"""The benchmark of assessments runs, and a slice of it keeps within generous bounds."""

import importlib.util
import re
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "assess.py"
SLICE = 20_000
MOST_SECONDS = 10  # well under one on an idle machine


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("assess_benchmark", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_time_growth_floor_and_memory_are_printed_for_both_sorts_of_data(benchmark, capsys):
    benchmark.main(["--n", "400", "--institutions", "8"])
    printed = capsys.readouterr().out
    assert [line for line in printed.splitlines() if line[0] != " "] == [
        "no invoices: DN24, 8 institutions",
        "every third of two invoices: DN24, 8 institutions",
    ]
    assert len(re.findall(r"growth for twice the receipts: [0-9]+\.[0-9]{2}", printed)) == 2
    assert len(re.findall(r"floor: [0-9.]+ s, ratio [0-9]+", printed)) == 2
    assert len(re.findall(r"[0-9]+ bytes per receipt", printed)) == 2


@pytest.mark.parametrize("invoices", [False, True])
def test_a_slice_agrees_with_the_floor_and_is_quick(benchmark, invoices):
    data = benchmark.dataset(SLICE, 50, invoices=invoices)
    plan, found = benchmark.registry.plan("DN24"), []
    spent = benchmark.seconds(lambda: found.append(benchmark.assessed(plan, data)))
    sums = benchmark.floor(data)
    number, value = found[0]["DN24-Q5"].parts
    education = benchmark.Sector.EDUCATION
    cashless, cash = sums[education, False], sums[education, True]
    assert (number.numerator, number.denominator) == (cashless[0], cashless[0] + cash[0])
    if not invoices:
        assert (value.numerator, value.denominator) == (cashless[1], cashless[1] + cash[1])
    assert spent < MOST_SECONDS
