"""Everything that is wrong with a dataset folder, at once. All of it is invented."""

from pathlib import Path

import pytest

from cashless_edu_health import compliance, documents, registry
from cashless_edu_health.errors import DataError
from cashless_edu_health.findings import Report

BAD = Path(__file__).parents[1] / "data" / "bad"


def found(folder, needs=None):
    checked = documents.check_dataset(folder, needs)
    assert (checked.dataset is None) is (not checked.report.ok)
    return [(f.rule.id, f.path) for f in checked.report.findings]


def test_every_mistake_in_tables_is_named_with_file_line_and_column():
    assert found(BAD / "dataset_many") == [
        ("DST-04", "institutions.csv, line 4, sector"),
        ("DST-06", "institutions.csv, line 5"),
        ("DST-04", "receipts.csv, line 4, gross"),
        ("DST-08", "receipts.csv, line 5"),
        ("DST-02", "receipts.csv, line 6, gross"),
        ("DST-02", "receipts.csv, line 6, payer_class"),
        ("DST-06", "tallies.csv, line 6"),
        ("DST-05", "methods.csv, line 3"),
        ("DST-04", "facts.csv, line 4, value"),
        ("DST-09", "institutions.csv, line 3"),
        ("DST-09", "receipts.csv, line 7"),
        ("DST-10", "receipts.csv, line 3, institution_id"),
        ("DST-10", "methods.csv, line 2, institution_id"),
        ("DST-10", "facts.csv, line 5, institution_id"),
        ("DST-07", "facts.csv, line 3"),
        ("DST-11", "reversals.csv, line 2"),
        ("DST-12", "reversals.csv, line 4"),
        ("DST-13", "tallies.csv, line 2"),
        ("DST-13", "tallies.csv, line 4"),
        ("DST-14", "institutions.csv, line 6"),
        ("DST-09", "series.csv, line 3, period"),
    ]


def test_every_mistake_in_json_is_named_with_its_entry():
    assert found(BAD / "dataset_json") == [
        ("DST-03", "institutions.json, extra"),
        ("DST-07", "institutions.json, institutions[0]"),
        ("DST-02", "institutions.json, institutions[1].type"),
        ("DST-03", "institutions.json, institutions[1].kind"),
        ("DST-01", "payer_counts.json, line 2, column 1"),
        ("DST-04", "receipts.json, format"),
        ("DST-04", "receipts.json, receipts[0].gross"),
        ("DST-04", "series.json, series.x.2022"),
        ("DST-04", "tallies.json, tallies"),
        ("DST-04", "unreported.json, unreported[1]"),
        ("DST-10", "unreported.json, unreported[0].institution_id"),
    ]


def test_no_finding_repeats_what_stands_in_the_files(tmp_path):
    secret = "ZZSECRETZZ Văn A"  # noqa: S105 - a mark to look for
    (tmp_path / "institutions.csv").write_text(
        f"id,name,sector,type,valid_from\n{secret},{secret},{secret},x,{secret}\n", "utf-8"
    )
    (tmp_path / "receipts.csv").write_text(f"{secret},id\n", "utf-8")
    report: Report = documents.check_dataset(tmp_path).report
    assert len(report.findings) == 3
    assert secret not in str([f.message("vi") for f in report.findings]) + str(report)


def good(folder, **files):
    (folder / "institutions.csv").write_text("id,name,sector,type\na,A,education,primary\n")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def test_a_sound_folder_has_no_findings_and_is_the_dataset(tmp_path):
    folder = good(
        tmp_path,
        methods="institution_id,kind\na,cash\n",
        facts="institution_id,name,value,valid_from,valid_to\n"
        "a,digital_platform,false,,2021-12-31\na,digital_platform,true,2022-01-01,\n",
    )
    checked = documents.check_dataset(folder)
    assert checked.report.findings == ()
    assert checked.dataset == documents.read_dataset(folder)


def test_series_that_lack_a_year_of_the_plan_are_a_warning(tmp_path):
    folder = good(tmp_path, series="name,period,value\nmobile_count,2025,5\n")
    needs = compliance.requirements(registry.plan("XL83"))
    report = documents.check_dataset(folder, needs).report
    assert report.ok
    lines = [f.message("en") for f in report.findings if f.rule.id == "DST-15"]
    assert "the series mobile_count has no figures for 2020" in lines
    assert len(lines) == 15


@pytest.mark.parametrize("extra", [{"x": "a,b\n"}, {"methods": "nothing\n"}])
def test_a_file_that_is_none_of_a_dataset_is_refused_or_named(tmp_path, extra):
    folder = good(tmp_path, **extra)
    if "x" in extra:
        with pytest.raises(DataError, match="no file of a dataset"):
            documents.check_dataset(folder)
    else:
        assert found(folder) == [("DST-01", "methods.csv, line 1, cell 1")]
