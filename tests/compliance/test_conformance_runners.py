"""The conformance runners over the invented cases and the plans of other issuers."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1] / "conformance"


@pytest.fixture
def runner(monkeypatch):
    monkeypatch.syspath_prepend(str(HERE))

    def load(name):
        spec = importlib.util.spec_from_file_location(f"conformance_{name}", HERE / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.main

    yield load
    sys.modules.pop("case_data", None)


def test_every_worked_case_passes(runner, data_dir: Path, capsys):
    arguments = [str(data_dir / "cases.json"), "--plans", str(data_dir / "plans.json")]
    assert runner("cases")(arguments) == 0
    assert capsys.readouterr().out == "36 passed, 0 failed\n"


def test_a_wrong_expectation_fails_its_case(runner, data_dir: Path, tmp_path: Path, capsys):
    case = json.loads((data_dir / "cases.json").read_text(encoding="utf-8"))["cases"][0]
    case["expected"]["numerator"] += 1
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": [case]}), encoding="utf-8")
    assert runner("cases")([str(file)]) == 1
    assert capsys.readouterr().out == (
        "W01: MismatchError: numerator: expected 3, found 2\n0 passed, 1 failed\n"
    )


def test_every_plan_of_another_issuer_loads_and_is_answered(runner, data_dir: Path, capsys):
    assert runner("plans")([str(data_dir / "plans.json")]) == 0
    assert capsys.readouterr().out == "8 passed, 0 failed\n"


def test_a_plan_that_does_not_load_fails(runner, data_dir: Path, tmp_path: Path, capsys):
    table = json.loads((data_dir / "plans.json").read_text(encoding="utf-8"))["plans"][0]
    del table["targets"][0]["cite"]
    file = tmp_path / "plans.json"
    file.write_text(json.dumps({"plans": [table]}), encoding="utf-8")
    assert runner("plans")([str(file)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 1 failed"
