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
    assert benchmark.main(["--n", "400", "--institutions", "8"]) == 0
    printed = capsys.readouterr().out
    assert [line for line in printed.splitlines() if line[0] != " "] == [
        "no invoices: DN24, 8 institutions",
        "every third of two invoices: DN24, 8 institutions",
    ]
    assert len(re.findall(r"growth for twice the receipts: [0-9]+\.[0-9]{2}", printed)) == 2
    assert len(re.findall(r"floor: [0-9.]+ s, ratio [0-9]+", printed)) == 2
    assert len(re.findall(r"[0-9]+ bytes per receipt", printed)) == 2
    assert printed.count("  figures: those of the floor\n") == 2


def test_another_plan_is_measured_without_a_check_and_wrong_figures_fail(
    benchmark, capsys, monkeypatch
):
    few = ["--n", "40", "--institutions", "8"]
    assert benchmark.main([*few, "--plan", "LD22"]) == 0
    assert "figures" not in capsys.readouterr().out
    floor = benchmark.floor
    fewer = benchmark.dataset(8, 8, invoices=False)
    monkeypatch.setattr(benchmark, "floor", lambda data: floor(data) | floor(fewer))
    assert benchmark.main(few) == 1
    assert capsys.readouterr().out.count("figures: DIFFERENT from the floor") == 2


@pytest.mark.parametrize("invoices", [False, True])
def test_a_slice_agrees_with_the_floor_and_is_quick(benchmark, invoices):
    data = benchmark.dataset(SLICE, 50, invoices=invoices)
    plan, found = benchmark.registry.plan("DN24"), []
    spent = benchmark.seconds(lambda: found.append(benchmark.assessed(plan, data)))
    assert benchmark.agrees(found[0], benchmark.floor(data), value=not invoices)
    assert spent < MOST_SECONDS
