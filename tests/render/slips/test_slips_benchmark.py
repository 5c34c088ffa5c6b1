"""The benchmark of slips runs and keeps its ratio on a slice."""

import importlib.util
import re
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "slips.py"


def test_slips_take_no_longer_than_their_share_of_segnos_time(capsys):
    spec = importlib.util.spec_from_file_location("slips_benchmark", SCRIPT)
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    assert benchmark.main(["--slips", "200"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("200 slips, a4-4\n")
    assert re.search(r"ratio: 0\.[0-9]{2} processor, [0-9.]+ wall; at most 0\.8\n", printed)
    assert re.search(r"memory: [0-9]+ MB at most, [0-9]+ MB before\n", printed)
    assert re.search(r"file: [0-9.]+ MB, [0-9.]+ kB each\n", printed)
