"""A short slice of the simulator; the whole is run by hand, see its first lines."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent / "ledger.py"
SHORT = ("--orders", "3", "--credits", "15", "--deliveries", "60", "--kills", "1")


def ends(url: str) -> tuple[int, str]:
    run = subprocess.run(
        [sys.executable, SCRIPT, *SHORT, url],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return run.returncode, (run.stdout.splitlines() or [run.stderr])[-1].partition(",")[2]


def test_a_ledger_in_sqlite_survives_the_simulator(tmp_path):
    assert ends(f"sqlite:///{tmp_path}/so-thu.db") == (0, " 0 failed")


def test_a_ledger_in_postgres_survives_the_simulator(postgres_url):
    assert ends(postgres_url) == (0, " 0 failed")
