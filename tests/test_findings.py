import copy
import pickle

import pytest

from cashless_edu_health import findings, messages
from cashless_edu_health.errors import CashlessError
from cashless_edu_health.findings import Finding, FindingsError, Report, Rule, Severity, Skipped
from cashless_edu_health.legal import Citation

ERROR = Rule("ZZ-01", Severity.ERROR, Citation("emvco-mpm-1.1"))
WARNING = Rule("ZZ-02", Severity.WARNING)
INFO = Rule("ZZ-03", Severity.INFO)


@pytest.mark.parametrize(
    "rule_id", ["", "qr-01", "QR-1", "QR-001", "Q-01", "QRQRQ-01", "QR-0１", "QR-01\n"]
)
def test_a_rule_id_has_one_form(rule_id: str) -> None:
    with pytest.raises(ValueError, match="id"):
        Rule(rule_id, Severity.ERROR)


@pytest.mark.parametrize(
    ("found", "ok", "errors"),
    [
        ((), True, ()),
        ((Finding(WARNING), Finding(INFO)), True, ()),
        ((Finding(WARNING), Finding(ERROR, "54")), False, (Finding(ERROR, "54"),)),
    ],
)
def test_a_report_is_ok_without_errors(
    found: tuple[Finding, ...], *, ok: bool, errors: tuple[Finding, ...]
) -> None:
    report = Report(findings=found)
    assert (report.ok, report.errors) == (ok, errors)


def test_a_report_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match=r"ask for \.ok"):
        bool(Report())


def test_what_was_skipped_does_not_make_a_report_wrong_nor_disappear() -> None:
    report = Report(skipped=(Skipped("bank", "no-banks"),))
    assert report.ok
    assert report.skipped[0].message("en") == "no bank directory was given"
    assert report.skipped[0].message("vi") == "không có danh bạ ngân hàng để đối chiếu"


def test_raising_is_for_errors_only() -> None:
    crc = Finding(Rule("QR-09", Severity.ERROR), path="63")
    late = Finding(Rule("QR-10", Severity.WARNING))
    Report(findings=(late,)).raise_for_errors()
    report = Report(findings=(late, crc, Finding(crc.rule)))
    with pytest.raises(FindingsError) as caught:
        report.raise_for_errors()
    words = messages.text("rule.QR-09", "en")
    assert str(caught.value) == f"63: {words} [QR-09]; -: {words} [QR-09]"
    assert caught.value.report == report
    assert isinstance(caught.value, CashlessError | ValueError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301


def test_a_finding_speaks_both_languages() -> None:
    finding = Finding(Rule("QR-02", Severity.ERROR), values={"position": 7})
    assert "7" in finding.message("vi")
    assert finding.message("vi") != finding.message("en")
    with pytest.raises(ValueError, match="no messages in language"):
        finding.message("fr")  # type: ignore[arg-type]


def test_findings_keep_their_values_to_themselves() -> None:
    values = {"limit": 25}
    finding = Finding(ERROR, "62.08", values)
    values["limit"] = 99
    assert finding.values == {"limit": 25}
    with pytest.raises(TypeError):
        finding.values["limit"] = 3  # type: ignore[index]


def test_findings_are_values() -> None:
    one, two = Finding(ERROR, "54", {"limit": 1}), Finding(ERROR, "54", {"limit": 1})
    assert one == two
    assert hash(one) == hash(two)
    assert one != Finding(ERROR, "54", {"limit": 2})


def test_reports_survive_the_way_out_of_a_worker() -> None:
    report = Report((Finding(ERROR, "54", {"limit": 1}),), ("amount",), (Skipped("a", "no-banks"),))
    assert pickle.loads(pickle.dumps(report)) == report  # noqa: S301 - our own bytes
    assert copy.deepcopy(report) == report


def test_merging_keeps_every_finding_and_each_name_once() -> None:
    skip = Skipped("bank", "no-banks")
    merged = findings.merge(
        Report((Finding(rule),), ("amount", "crc"), (skip,)) for rule in (ERROR, WARNING)
    )
    assert merged == Report((Finding(ERROR), Finding(WARNING)), ("amount", "crc"), (skip,))
    assert findings.merge([]) == Report()
