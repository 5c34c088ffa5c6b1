"""The example runs as its README says."""

import subprocess
import sys
from pathlib import Path

import resvg_py
import zxingcpp
from PIL import Image

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "examples" / "school_fees" / "school_fees.py"


def test_the_example_posts_one_credit_and_meets_the_targets_by_hand_count(tmp_path):
    run = subprocess.run(
        [sys.executable, "-X", "utf8", str(SCRIPT), str(tmp_path)],
        capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    lines = run.stdout.splitlines()
    assert [line.split()[:3] for line in lines if line.startswith("C")] == [
        ["C1", "posted", "REC-01"],
        ["C2", "duplicate", "REC-03"],
        ["C3", "unmatched", "REC-14"],
    ]
    # Schools: A uses QR, B takes cash: 1/2 adopt. A's one payment is cashless, B's one is cash.
    assert [line.split()[:2] for line in lines if line.startswith("DN24-")] == [
        ["DN24-Q1", "met"],  # 1 of 2 declared a platform
        ["DN24-Q2", "insufficient_data"],  # the clinic declared nothing
        ["DN24-Q3", "met"],
        ["DN24-Q4", "met"],  # 1 of 1
        ["DN24-Q5", "met"],  # 1/2 by number, 550,000/950,000 by value
        ["DN24-Q6", "met"],  # 30/120 and 9/30 million
    ]
    picture = resvg_py.svg_to_bytes(svg_string=(tmp_path / "hp-0017.svg").read_text("utf-8"))
    (tmp_path / "code.png").write_bytes(bytes(picture))
    found = zxingcpp.read_barcodes(Image.open(tmp_path / "code.png").convert("L"))
    assert [code.text[-21:-8] for code in found] == ["HVX7K3M2P9X5H"]
