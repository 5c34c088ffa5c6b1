"""The benchmark of pictures runs, prints its ratios, and reads every picture back."""

import re
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "images.py"
LINE = re.compile(r"  (?P<name>\S.*?) +[0-9]+  +[0-9]+\.[0-9]{2}  +[0-9]+\.[0-9]{2}")


def test_the_benchmark_prints_a_ratio_for_everybody_and_reads_all_back():
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--n", "40", "--rounds", "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    names = [found["name"] for line in lines if (found := LINE.fullmatch(line))]
    ours = ["segno", "images", "images, 2 processes"]
    assert names == [*ours, *ours, "segno, 8 pixels"]
    assert lines[-2:] == ["svg: 40 of 40 read back", "png: 40 of 40 read back"]
