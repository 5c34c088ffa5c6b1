"""What the README shows is true."""

import re
from pathlib import Path

import pytest

from cashless_edu_health import registry

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_python_example_runs_and_prints_a_genuine_payload(capsys):
    (example,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("00020101021238570010A000000727")


@pytest.mark.parametrize("last", ["cashless demo", "pytest"])
def test_each_of_the_two_commands_stands_once_on_one_line(last):
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2
    assert sum(line.endswith(last) for line in lines) == 1


def test_every_bundled_plan_has_its_row_and_no_other():
    rows = re.findall(r"^\| `([A-Z0-9]+)` \| (.*?) \| .* \|$", README, flags=re.MULTILINE)
    assert dict.fromkeys(key for key, _ in rows).keys() == {p.key for p in registry.plans()}
    for key, words in rows:
        assert (registry.plan(key).number or "không rõ số") in words
