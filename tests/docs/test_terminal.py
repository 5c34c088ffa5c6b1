"""The walk-through at the terminal: its commands are run, and what they print is what it says.

``python tests/docs/test_terminal.py`` writes the page anew after an answer was changed on purpose.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tutorial" / "terminal.md"
BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)
END = "@@ end of a command @@"


def commands(page):
    """The commands of each block, without ``$``."""
    return [
        [line[2:] for line in block.splitlines() if line.startswith("$ ")]
        for block in BLOCK.findall(page)
    ]


def answers(lines, folder):
    """What each command prints in a terminal of 80 columns, one after the other in one shell."""
    program = folder / "bin" / "cashless"
    program.parent.mkdir()
    program.write_text(
        f"#!/bin/sh\nexec '{sys.executable}' -c 'from cashless_edu_health.cli import main; main()'"
        ' "$@"\n',
        "utf-8",
    )
    program.chmod(0o755)
    (folder / "src").symlink_to(ROOT / "src")
    env = os.environ | {
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "COLUMNS": "80",
        "NO_COLOR": "1",
    }
    script = "\n".join(f"{line}\ncode=$?; echo '{END}'; (exit $code)" for line in lines)
    done = subprocess.run(
        [str(shutil.which("bash")), "--norc", "-c", script],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=True,
        encoding="utf-8",
    )
    printed = [part.strip("\n") for part in done.stdout.split(END)[:-1]]
    return ["\n".join(line.rstrip() for line in part.splitlines()) for part in printed]


def renewed(page, folder):
    """The page with what its commands print now."""
    blocks = commands(page)
    printed = iter(answers([line for block in blocks for line in block], folder))
    filled = iter(
        "".join(f"$ {line}\n{out}\n" if (out := next(printed)) else f"$ {line}\n" for line in block)
        for block in blocks
    )
    return BLOCK.sub(lambda _: next(filled), page)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_the_walk_through_prints_what_it_says(tmp_path):
    page = PAGE.read_text("utf-8")
    assert renewed(page, tmp_path) == page


def test_the_walk_through_has_about_a_hundred_lines_of_terminal():
    lines = [
        line for block in BLOCK.findall(PAGE.read_text("utf-8")) for line in block.splitlines()
    ]
    assert 90 <= len(lines) <= 160


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        PAGE.write_text(renewed(PAGE.read_text("utf-8"), Path(place)), "utf-8")
