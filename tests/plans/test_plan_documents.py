"""Plan files: what is refused and in which words, and that writing and reading are one."""

import json
import tomllib
from pathlib import Path

import pytest

from cashless_edu_health import documents, plans, registry
from cashless_edu_health.errors import DataError

DEFECTS = [
    ("bare-float", "targets[0].schedule[0].at_least", "a bound is never a float"),
    ("bare-number-for-share", "targets[0]", "the demand does not fit the measure"),
    ("circular-condition", "conditions", "the condition 'a' is defined by itself"),
    ("condition-of-two-kinds", "duties[0].each.table", "exactly one of fact, methods, all"),
    ("deadline-before-start", "targets[0].schedule", "the deadline is before the start"),
    ("duplicate-key", "line 14, column 13", "is not TOML: Cannot overwrite a value"),
    ("duty-without-population", "duties[0]", "a duty on institutions needs a population"),
    ("growth-backwards", "targets[0].measure", "growth ends after its base"),
    ("increase-of-a-share", "targets[0]", "the demand does not fit the measure"),
    ("is-not-toml", "line 1, column 6", "is not TOML"),
    ("kind-in-two-categories", "method_sets", "a kind of method stands in two categories"),
    ("no-arm", "targets[0]", "exactly one of measure, all_of, any_of is needed, not 0"),
    ("no-citation", "targets[0].cite", "Field required"),
    ("no-demand", "targets[0].schedule[0]", "exactly one of at_least, more_than, at_most"),
    ("no-quote", "targets[0]", "exactly one of quote, quote_of, quote_en is needed, not 0"),
    ("over-100-percent", "targets[0]", "a share over 100 %"),
    ("overlapping-points", "targets[0].schedule", "two points of the schedule are for one period"),
    ("part-of-nobody", "", "BAD-Q1: the target that it is part of is not there"),
    ("payments-where-else", "targets[0].measure.table", 'counted where they are "cashless"'),
    ("percent-sign-missing", "targets[0].schedule", 'a bound is written "50%"'),
    ("period-backwards", "period", "the window ends before it starts"),
    ("pop-and-each-of", "targets[0]", "a target has pop or each_of, not both"),
    ("quote-of-itself", "", "BAD-Q1: the row whose words it shares is not there"),
    ("quote-of-nobody", "", "BAD-Q1: the row whose words it shares is not there"),
    ("ramp-and-schedule", "targets[0]", "exactly one of schedule, ramp, defers_to"),
    ("ramp-checksum", "targets[0].ramp", "the ramp does not reach the end that it states"),
    ("range-upside-down", "targets[0].schedule", "a range starts at its lower end"),
    ("redefined-population", "populations", "the population 'edu' is already in the vocabulary"),
    ("report-due-on-no-day", "reporting[0].due", "before and every stand together"),
    ("report-never-due", "reporting[0]", "a report is due before dates, at a frequency"),
    ("same-id-twice", "", "the id 'BAD-Q1' stands twice"),
    ("series-with-population", "targets[0]", "a reported series has none"),
    ("series-with-purposes", "targets[0].measure.table", "a reported series has no purposes"),
    ("share-of-nowhere", "targets[0].measure.table", "a share says where, and only a share does"),
    ("starts-with-period", "targets[0].schedule[0]", "exactly one of period, school_year, starts"),
    ("share-without-population", "targets[0]", "a share has a population"),
    ("too-many-methods", "duties[0].each", "more methods are asked for than the method set has"),
    ("transactions-without-weight", "targets[0].measure.table", "has a weight"),
    ("two-arms", "targets[0]", "exactly one of measure, all_of, any_of is needed, not 2"),
    ("two-dates", "targets[0].schedule[0]", "exactly one of period, school_year, by, each_year"),
    ("two-demands", "targets[0].schedule[0]", "exactly one of at_least, more_than, at_most"),
    ("two-duties-in-one", "duties[0]", "exactly one of each, template, fee, indicator, manual"),
    ("undefined-condition", "targets[0].measure", "'cashles_used' is not defined; near: cashless_"),
    ("undefined-measure", "targets[0].measure", "is not defined; near: adoption_share"),
    ("undefined-method-set", "duties[0].each", "the method set 'for' is not defined; near: four"),
    ("undefined-option", "readings", "the reading 'adoption' has no option 'installed'"),
    ("undefined-population", "targets[0].pop", "the population 'education' is not defined"),
    ("undefined-reading", "readings", "the reading 'adoptoin' is not defined"),
    ("unknown-force", "targets[0].force", "Input should be 'must', 'strive'"),
    ("unknown-key", "targets[0].force", "Field required (and 1 more)"),
    ("unknown-plan-key", "province", "Extra inputs are not permitted"),
    ("unknown-sector", "targets[0].pop.table.sector.?", "Input should be 'education' or 'health'"),
    ("indicator-of-entities", "duties[0].indicator", "an indicator shows shares of transactions"),
    (
        "indicator-of-nothing",
        "duties[0].indicator",
        "an indicator shows shares of payments or a number of methods",
    ),
    (
        "indicator-undefined-set",
        "duties[0].indicator",
        "the method set 'fuor' is not defined; near: four",
    ),
    ("out-of-scope-without-reason", "out_of_scope[0].reason", "Field required"),
    ("out-of-scope-empty-reason", "out_of_scope[0].reason", "at least 1 character"),
    ("out-of-scope-quote-of-nobody", "", "BAD-X1: the row whose words it shares is not there"),
    ("same-id-in-two-tables", "", "the id 'BAD-Q1' stands twice"),
    ("quote-of-a-quote", "", "BAD-Q3: the row whose words it shares is not there"),
    ("unseen-part-of-a-whole-text", "source", "a text that was read whole has no unseen parts"),
    (
        "unseen-part-of-no-kind",
        "source.unseen[0]",
        "Input should be 'targets', 'duties', 'reporting' or 'annex'",
    ),
    ("undefined-measure-in-any-of", "targets[0].any_of", "is not defined; near: value_share"),
    ("circular-population", "populations", "the population 'a' is defined by itself"),
    (
        "unknown-key-in-a-population",
        "targets[0].pop.table.minus.table.sektor",
        "Extra inputs are not permitted",
    ),
    (
        "unknown-presence",
        "duties[0].template.payer_name",
        "Input should be 'required', 'if_any' or 'optional'",
    ),
    ("two-fees-in-one", "duties[0].fee", "at most 1 item"),
    ("undated-with-another", "targets[0].schedule", "an undated entry stands alone"),
    ("empty-schedule", "targets[0].schedule", "Length of 'entries' must be"),
    ("not-a-day", "reporting[0].due.before[0]", "should match pattern"),
    ("day-that-never-comes", "reporting[0]", "13-40 is no day of every year"),
]


@pytest.mark.parametrize(("name", "place", "words"), DEFECTS)
def test_a_defect_is_refused_with_file_place_and_reason(name, place, words, data_dir: Path):
    path = data_dir / "bad" / "plans" / f"{name}.toml"
    with pytest.raises(DataError) as caught:
        documents.read_plan(path, vocabulary=registry.vocabulary())
    error = caught.value
    assert error.file == f"{name}.toml"
    assert (error.path, words in error.reason) == (place, True), error


def test_every_defective_file_is_in_the_table(data_dir: Path):
    files = {path.stem for path in (data_dir / "bad" / "plans").glob("*.toml")}
    assert files == {name for name, _, _ in DEFECTS}


def other_tables(data_dir: Path):
    return json.loads((data_dir / "plans.json").read_text(encoding="utf-8"))["plans"]


def read_back(plan: plans.Plan, folder: Path) -> plans.Plan:
    path = folder / "plan.json"
    path.write_text(documents.write_plan(plan), encoding="utf-8")
    return documents.read_plan(path, vocabulary=registry.vocabulary())


def test_a_bundled_plan_written_and_read_is_the_same_plan(tmp_path: Path):
    for plan in registry.plans():
        assert read_back(plan, tmp_path) == plan


def test_a_bundled_plan_as_json_is_the_same_plan(tmp_path: Path):
    for file in sorted(registry._data("plans").glob("*.toml")):
        if file.stem == "vocabulary":
            continue
        path = tmp_path / f"{file.stem}.json"
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        path.write_text(json.dumps(tables, default=str), encoding="utf-8")
        read = documents.read_plan(path, vocabulary=registry.vocabulary())
        assert read == registry.plan(file.stem)


def test_plans_of_other_issuers_load_and_read_back_the_same(tmp_path: Path, data_dir: Path):
    tables = other_tables(data_dir)
    assert len(tables) == 8
    for table in tables:
        plan = documents.plan_from_table(
            table, vocabulary=registry.vocabulary(), file=str(table["id"])
        )
        assert len(plan.targets) == len(table["targets"])
        assert read_back(plan, tmp_path) == plan


OWN_WORDS = {
    "id": "own-words",
    "title": "Kế hoạch mẫu",
    "issuer": "UBND tỉnh Mẫu",
    "level": "province",
    "area": "mau@2022",
    "period": {"from": "2022-01-01", "to": "2025-12-31"},
    "source": {"kind": "translation", "complete": False, "url": "https://example.org/plan"},
    "readings": {"payer_scope": "all_payers"},
    "method_sets": {"two": {"qr": ["qr_transfer"], "notebook": ["enotebook_app"]}},
    "populations": {"private": {"sector": ["education", "health"], "ownership": "private"}},
    "conditions": {"none": {"no": [{"fact": "a"}, {"any": [{"fact": "b"}, "both"]}]},
                   "both": {"methods": {"at_least": 2, "set": "two"}}},
    "measures": {"none_share": {"share_of": "entities", "where": "none"}},
    "targets": [
        {"id": "T1", "cite": "I", "pop": "private", "measure": "none_share", "force": "encourage",
         "schedule": [{"period": "undated", "at_most": "12.5%"}], "quote_en": "at most 12.5%",
         "conflict": True, "note": "hai nguồn khác nhau"},
        {"id": "T2", "cite": "I", "pop": "edu", "force": "must", "quote": "x",
         "any_of": [{"share_of": "payers", "where": "cashless", "purposes": ["tuition"]},
                    {"share_of": "transactions", "weight": "value", "where": "cashless"}],
         "schedule": [{"school_year": 2024, "about": "50%"},
                      {"starts": "2022-01-01", "by": "2022-06-30", "more_than": "50%"},
                      {"starts": "2023-01-01", "unquantified": "khuyến khích"}]},
        {"id": "T3", "cite": "I", "force": "strive", "quote": "y",
         "measure": {"growth": {"of": {"series": "s"}, "kind": "yearly"}},
         "schedule": [{"each_year": {"from": 2022, "to": 2024}, "more_than": "50%"}]},
        {"id": "T4", "cite": "I", "force": "strive", "quote": "z", "scope": "external",
         "measure": {"ratio": {"num": {"series": "s"}, "den": {"series": "gdp"}}},
         "schedule": [{"by": "2025-12-31", "at_least": "2.5x"}]},
    ],
    "duties": [
        {"id": "D1", "cite": "II", "force": "must", "pop": "edu", "quote": "d",
         "fee": {"provider_fee": "lowest_or_zero"}},
        {"id": "D2", "cite": "II", "force": "must", "manual": "ask", "quote_of": "D1"},
    ],
    "reporting": [
        {"id": "R1", "cite": "III", "by": ["Sở"], "to": ["UBND", "NHNN"], "via": "Phòng",
         "due": {"frequency": ["quarter"], "ad_hoc": True}, "content": ["kết quả"], "quote": "r"},
        {"id": "R2", "cite": "III", "by": ["Sở"], "to": "UBND", "due": {"as_regulated": True},
         "quote": "r2"},
        {"id": "R3", "cite": "III", "by": ["Sở"], "to": "UBND", "quote": "r3",
         "due": {"before": ["06-15", "12-01"], "every": "year"}},
    ],
}  # fmt: skip


def test_a_plan_may_bring_its_own_words(tmp_path: Path):
    vocabulary = registry.vocabulary()
    plan = documents.plan_from_table(OWN_WORDS, vocabulary=vocabulary, file="own")
    assert plan.methods.is_cashless("enotebook_app") is True
    assert vocabulary.methods.is_cashless("enotebook_app") is None
    assert {r.name: r.default for r in plan.readings}["payer_scope"] == "all_payers"
    assert read_back(plan, tmp_path) == plan
    assert plan.words(plan.duties[1]) == "d"
    assert plan.words(plan.targets[0]) == "at most 12.5%"


def test_strange_words_are_warned_about_with_the_nearest_known_one():
    table = {
        **OWN_WORDS,
        "duties": [
            {"id": "D3", "cite": "II", "force": "must", "pop": {"sector": "education"},
             "quote": "d", "purposes": ["tuiton"],
             "each": {"methods": {"at_least": 1, "kinds": ["qr_tranfer"]}}},
            {"id": "D4", "cite": "II", "force": "must", "manual": "ask", "quote": "d"},
            {"id": "D5", "cite": "II", "force": "must", "quote": "d",
             "template": {"payer_nam": "required"},
             "pop": {"types": ["primry"], "tags": ["zzz"], "union": ["edu"], "minus": "health"}},
            {"id": "D6", "cite": "II", "force": "must", "quote": "d",
             "fee": {"cashless_not_above_csh": "minimise"}},
            {"id": "D7", "cite": "II", "force": "must", "quote": "d", "pop": "edu",
             "indicator": {"methods": "four", "shares": [
                 {"share_of": "transactions", "weight": "count", "where": "cashless",
                  "purposes": ["tution"]}]}},
        ],
    }  # fmt: skip
    vocabulary = registry.vocabulary()
    report = plans.check(
        documents.plan_from_table(table, vocabulary=vocabulary, file="x"), vocabulary
    )
    found = {
        (f.path, f.values["kind"], f.values["word"]): f.values["near"] for f in report.findings
    }
    assert found == {
        ("T1", "fact", "a"): "-",
        ("T1", "fact", "b"): "-",
        ("T3", "series", "s"): "-",
        ("T4", "series", "s"): "-",
        ("D3", "purpose", "tuiton"): "tuition",
        ("D3", "method", "qr_tranfer"): "qr_transfer",
        ("D5", "type", "primry"): "primary",
        ("D5", "tag", "zzz"): "-",
        ("D5", "field", "payer_nam"): "payer_name",
        ("D6", "fee", "cashless_not_above_csh"): "cashless_not_above_cash",
        ("D7", "purpose", "tution"): "tuition",
    }
    assert report.ok
    assert "payer_name" in report.findings[-3].message("vi")


BY_READING = """
[methods]
cashless = ["qr_transfer"]
cash = ["cash"]
[methods.by_reading]
{row}
[readings]
agents = ["as_cashless", "as_cash"]
"""


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('agent = {reading = "agent", cashless = "as_cash"}', "the reading 'agent' has no option"),
        ('agent = {reading = "agents", cashless = "yes"}', "'agents' has no option 'yes'"),
        ('cash = {reading = "agents", cashless = "as_cash"}', "stands in a second place"),
    ],
)
def test_a_kind_that_a_reading_decides_names_one_of_its_options(row, words, tmp_path):
    path = tmp_path / "vocabulary.toml"
    path.write_text(BY_READING.replace("{row}", row), encoding="utf-8")
    with pytest.raises(DataError, match=words):
        documents.read_vocabulary(path)


def test_a_plan_that_lists_a_kind_as_cashless_decides_for_itself():
    table = OWN_WORDS | {
        "method_sets": OWN_WORDS["method_sets"] | {"own": {"agents": ["cash_at_agent"]}}
    }
    plan = documents.plan_from_table(table, vocabulary=registry.vocabulary(), file="own")
    assert registry.vocabulary().methods.is_cashless("cash_at_agent") is None
    assert plan.methods.is_cashless("cash_at_agent") is True
    assert plan.methods.under({"cash_at_agent": "as_cash"}).is_cashless("cash_at_agent") is True
