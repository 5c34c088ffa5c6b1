"""How many small errors in plans, compliance and periods the tests notice.

``python tests/mutation/run.py [--children N] [--least PERCENT] [--keep DIR]`` needs ``mutmut``,
which the extra ``mutation`` brings. It copies the sources and the tests that belong to these
packages to a folder of its own, lets mutmut change one thing at a time there, and prints for
each package how many changes were noticed, then the ones that were not. Exit code 1 when fewer
than ``--least`` percent were noticed, over all or in any one package; 2 when mutmut itself fails.

A change that made a test run without end counts as noticed. Code that runs only while a module
is imported (constants, attrs fields) and decorated functions (properties) are beyond mutmut.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "cashless_edu_health"
UNITS = ("plans", "compliance", "periods")
TESTS = (
    "tests/compliance",
    "tests/plans",
    "tests/test_periods.py",
)
# Tests that plant defects of their own, that run whole files of cases, or that look at the clock.
LEFT_OUT = "not can_fail and not would_be_noticed and not other_issuer and not benchmark"
NOTICED = ("killed", "timeout", "segfault")
# mutmut prints "package.module.x_name__mutmut_3: survived".
LINE = re.compile(rf"\s*{PACKAGE}\.(?P<unit>\w+)\S*__mutmut_\d+: (?P<status>.+)")
# Few examples and always the same: a change must not be noticed on one day and missed on another.
PROFILE = """

from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutation",
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("mutation")
"""


def settings() -> str:
    """mutmut's settings, in a project file of the copy: the project's own stays as it is."""
    patterns = [f"src/{PACKAGE}/{unit}{end}" for unit in UNITS for end in (".py", "/*.py")]
    return "\n".join(
        [
            "[tool.pytest.ini_options]",
            f'addopts = ["--import-mode=importlib", "-p", "no:cacheprovider", "-k", "{LEFT_OUT}"]',
            "[tool.mutmut]",
            'source_paths = ["src"]',
            f"only_mutate = {patterns}",
            f"pytest_add_cli_args_test_selection = {list(TESTS)}",
            "timeout_multiplier = 4.0",
            "timeout_constant = 5.0",
            "use_git_change_detection = false",
            "track_dependencies = false",
            "",
        ]
    )


def prepare(copy: Path) -> None:
    """Sources, tests and settings, in a folder that mutmut may do with as it likes."""
    leave = shutil.ignore_patterns("__pycache__", ".*", "mutants")
    for folder in ("src", "tests"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=leave, dirs_exist_ok=True)
    with (copy / "tests" / "conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(PROFILE)
    (copy / "pyproject.toml").write_text(settings(), encoding="utf-8")


def mutmut(copy: Path, *arguments: str, log: Path | None = None) -> str:
    """What mutmut prints; what it prints while it works goes to the log."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-m", "mutmut", *arguments]
    if log is None:
        done = subprocess.run(
            command, cwd=copy, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout
    with log.open("w", encoding="utf-8") as out:
        subprocess.run(
            command, cwd=copy, env=environment, check=True, stdout=out, stderr=subprocess.STDOUT
        )
    return ""


def tallied(printed: str) -> tuple[Mapping[str, Counter[str]], list[str]]:
    """Statuses by package, and what was not noticed."""
    statuses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    missed: list[str] = []
    for line in printed.splitlines():
        if found := LINE.fullmatch(line):
            statuses[found["unit"]][found["status"]] += 1
            if found["status"] not in NOTICED:
                missed.append(line.strip())
    return statuses, missed


def score(counted: Counter[str]) -> float:
    """Percent of the changes that were noticed."""
    return 100 * sum(counted[status] for status in NOTICED) / counted.total()


def report(statuses: Mapping[str, Counter[str]], missed: Sequence[str], least: int) -> int:
    """Prints the scores and the survivors; the exit code."""
    for line in missed:
        print(line)
    total: Counter[str] = Counter()
    for counted in statuses.values():
        total += counted
    scores = {}
    for unit, counted in [*sorted(statuses.items()), ("all", total)]:
        scores[unit] = score(counted)
        parts = ", ".join(f"{number} {status}" for status, number in counted.most_common())
        print(f"{unit}: {scores[unit]:.1f} % of {counted.total()} noticed ({parts})")
    return 1 if min(scores.values()) < least else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--children", type=int, default=2, help="processes at a time")
    parser.add_argument("--least", type=int, default=85, help="percent that must be noticed")
    parser.add_argument("--keep", type=Path, help="folder to work in, which is left there")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        copy = chosen.keep or Path(temporary)
        copy.mkdir(parents=True, exist_ok=True)
        prepare(copy)
        log = copy / "mutmut.log"
        try:
            mutmut(copy, "run", "--max-children", str(chosen.children), log=log)
            printed = mutmut(copy, "results", "--all", "true")
        except subprocess.CalledProcessError as error:
            print(log.read_text(encoding="utf-8")[-2000:], file=sys.stderr)
            print(f"mutmut failed: {error}", file=sys.stderr)
            return 2
    statuses, missed = tallied(printed)
    if set(statuses) != set(UNITS):
        print(f"no changes were made in {sorted(set(UNITS) - set(statuses))}", file=sys.stderr)
        return 2
    return report(statuses, missed, chosen.least)


if __name__ == "__main__":
    sys.exit(main())
