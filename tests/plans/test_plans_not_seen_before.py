"""Six invented plans that use every piece of the algebra: loaded, read back, answered."""

import importlib.util
import json
import tomllib
from pathlib import Path

import pytest

from cashless_edu_health import compliance, documents, plans, registry

NAMES = tuple(f"bia-{number}-2022" for number in range(1, 7))
RUNNER = Path(__file__).parents[1] / "conformance" / "plans.py"


def path_of(name, data_dir: Path) -> Path:
    return data_dir / "plans" / f"{name}.toml"


@pytest.fixture(scope="module")
def read(data_dir: Path):
    vocabulary = registry.vocabulary()
    return {
        name: documents.read_plan(path_of(name, data_dir), vocabulary=vocabulary) for name in NAMES
    }


@pytest.fixture(scope="module")
def runner():
    spec = importlib.util.spec_from_file_location("conformance_plans", RUNNER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", NAMES)
def test_written_and_read_back_it_is_the_same_plan(name, read, tmp_path: Path):
    path = tmp_path / "plan.json"
    path.write_text(documents.write_plan(read[name]), encoding="utf-8")
    assert documents.read_plan(path, vocabulary=registry.vocabulary()) == read[name]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_tables_as_json_are_the_same_plan(name, read, data_dir: Path, tmp_path: Path):
    tables = tomllib.loads(path_of(name, data_dir).read_text(encoding="utf-8"))
    path = tmp_path / f"{name}.json"
    path.write_text(json.dumps(tables, default=str), encoding="utf-8")
    assert documents.read_plan(path, vocabulary=registry.vocabulary()) == read[name]


def test_the_runner_finds_an_answer_for_every_row(runner, data_dir: Path, tmp_path: Path, capsys):
    tables = [tomllib.loads(path_of(name, data_dir).read_text(encoding="utf-8")) for name in NAMES]
    file = tmp_path / "plans.json"
    file.write_text(json.dumps({"plans": tables}, default=str), encoding="utf-8")
    assert runner.main([str(file)]) == 0
    assert capsys.readouterr().out == "6 passed, 0 failed\n"


def test_every_target_of_every_plan_has_an_outcome_and_none_without_a_reason(runner, read):
    for plan in (*read.values(), *registry.plans()):
        dataset = runner.invented(plan.period.first.year - 1, plan.period.last.year + 1)
        day = plan.period.last
        answered = compliance.assess(plan, dataset, period=day.year, as_of=day, known_at=day)
        assert [row.target.id for row in answered] == [row.id for row in plan.targets]
        for row in (*answered.results, *answered.duties):
            decided = row.outcome in (compliance.Outcome.MET, compliance.Outcome.NOT_MET)
            assert decided or row.reason, plan.key


def conditions(plan):
    for target in plan.targets:
        if target.among is not None:
            yield from parts(target.among)
        for measure in target.measures:
            if isinstance(measure, plans.ShareOfEntities):
                yield from parts(measure.where)
    for duty in plan.duties:
        if isinstance(duty.asks, plans.Each):
            yield from parts(duty.asks.condition)


def parts(condition):
    yield condition
    for part in getattr(condition, "parts", ()):
        yield from parts(part)


def test_the_six_plans_use_every_piece(read):
    rows = [(plan, target) for plan in read.values() for target in plan.targets]
    entries = [e for _, t in rows if t.schedule is not None for e in t.schedule.entries]
    duties = [duty for plan in read.values() for duty in plan.duties]
    dues = [report.due for plan in read.values() for report in plan.reporting]
    assert {type(c) for plan in read.values() for c in conditions(plan)} == set(
        plans.Condition.__args__
    )
    assert {type(m) for _, t in rows for m in t.measures} == set(plans.Measure.__args__)
    assert {type(e) for e in entries} == set(plans.ScheduleEntry.__args__)
    assert {e.demand.comparison for e in entries} == set(plans.Comparison)
    assert {e.demand.bound.unit for e in entries if e.demand.bound} == set(plans.BoundUnit)
    assert {t.force for _, t in rows} == set(plans.Force)
    assert {t.scope for _, t in rows} == set(plans.Scope)
    assert {t.combination for _, t in rows if len(t.measures) > 1} == set(plans.Combination)
    assert {type(duty.asks).__name__ for duty in duties} == {
        *("Each", "Template", "Fee", "Indicator", "Manual"),
    }
    assert {plan.source.kind for plan in read.values()} == set(plans.SourceKind)
    assert [bool(d.before) for d in dues].count(True) == 1
    assert [d.as_regulated for d in dues].count(True) == 1
    (two,) = (plan.readings for plan in read.values() if plan.key == "BIA5")
    assert {r.name: r.default for r in two}["payer_scope"] == "all_payers"
    (x1, x2) = read["bia-6-2022"].out_of_scope
    assert (x1.quote.text, x2.quote.same_as) == ("tổ chức hội thi", "BIA6-X1")


def test_what_is_put_together_means_what_it_says(read):
    mixed = read["bia-1-2022"].targets[2].populations[0]
    assert [part.name for part in mixed.union] == ["urban_public", "provincial", None]
    assert [part.name for part in mixed.union[2].minus.union] == ["tagged", "the_rest"]
    never = read["bia-2-2022"].targets[2].among.parts[1]
    assert (type(never), never.parts) == (
        plans.NoneOf,
        (plans.FactHolds(fact="cash_only"),),
    )
