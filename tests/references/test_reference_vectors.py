"""Every published vector holds."""

import json
from importlib import resources

import pytest

from cashless_edu_health import references
from cashless_edu_health.errors import DecodeError, EncodeError
from cashless_edu_health.references import ReferenceScheme

FILE = resources.files("cashless_edu_health").joinpath("data", "vectors", "references.json")
VECTORS = json.loads(FILE.read_text("utf-8"))
ROWS = [(group, row) for group in VECTORS["groups"] for row in group["tests"]]


def refused(call, row):
    with pytest.raises((DecodeError, EncodeError)) as caught:
        call()
    error = caught.value
    assert error.reason == row["reason"]
    assert getattr(error, "offset", None) == row.get("offset")
    assert type(error).__name__ == row.get("error", type(error).__name__)


def check_characters(_, row):
    if row["result"] == "invalid":
        refused(lambda: references.check_characters(row["body"]), row)
    else:
        assert references.check_characters(row["body"]) == row["check"]


def issue(group, row):
    scheme = ReferenceScheme(**group["scheme"])
    key = bytes.fromhex(group["key"])
    if row["result"] == "invalid":
        refused(lambda: references.issue(row["number"], key=key, scheme=scheme), row)
    else:
        assert references.issue(row["number"], key=key, scheme=scheme) == row["reference"]
        number = references.number_of(row["reference"], key=key, schemes=(scheme,))
        assert number == row["number"]


def validate(_, row):
    if row["result"] == "invalid":
        refused(lambda: references.validate(row["text"]), row)
    else:
        assert references.validate(row["text"]) == row["reference"]
    assert references.is_valid(row["text"]) == (row["result"] == "valid")


def find(_, row):
    seen = [
        {
            "reference": hit.reference,
            "start": hit.start,
            "end": hit.end,
            "substituted": list(hit.substituted),
        }
        for hit in references.find(row["text"])
    ]
    assert seen == row["found"]


CHECKS = {
    "check_characters": check_characters,
    "issue": issue,
    "validate": validate,
    "find": find,
}


@pytest.mark.parametrize(("group", "row"), ROWS, ids=[str(row["id"]) for _, row in ROWS])
def test_the_vector_holds(group, row):
    check = CHECKS[group["type"]]
    check(group, row)


def test_the_file_counts_its_rows_and_holds_both_forms_at_both_bounds():
    assert [row["id"] for _, row in ROWS] == list(range(1, VECTORS["number_of_tests"] + 1))
    assert len(ROWS) >= 200
    for prefix, n in (("HVX", 8), ("HX", 5)):
        numbers = {
            row["number"]
            for group, row in ROWS
            if group.get("scheme") == {"prefix": prefix, "payload_length": n}
        }
        assert {0, 23**n - 1} <= numbers
    assert {group["type"] for group, _ in ROWS} == set(VECTORS["notes"])
