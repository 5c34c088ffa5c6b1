"""The benchmark of payloads runs, agrees with its floor byte for byte, and names who is missing."""

import re
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "payloads.py"
LINE = re.compile(r"  (?P<name>\S.*?) +[0-9]+\.[0-9]{2} +[0-9]+\.[0-9]{2}")


def test_the_benchmark_prints_a_ratio_for_everybody_and_skips_by_name():
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--n", "99"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    named = [found["name"] for line in lines if (found := LINE.fullmatch(line))]
    ours = ["floor", "Payee.payload", "VietQR(...).encode()", "floor", "vietqr.parse"]
    assert [name for name in named if "vietnam-qr-pay" not in name] == ours
    assert "npm vietnam-qr-pay: skipped" in done.stdout
    assert "PyPI vietnam-qr-pay" in done.stdout
