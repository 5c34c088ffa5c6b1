"""Worked cases against the library: ``python cases.py FILE [--plans FILE]``.

Prints one line per failing case and last ``N passed, N failed``; exit status 1 on any failure.
Every key of a case's ``expected`` is compared, except ``note`` and ``approx_percent`` (a root,
for reading only); a key that this runner does not know fails the case.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from case_data import datasets, day, inline_plan, known_plans, window

from cashless_edu_health import compliance, plans

Expected = Mapping[str, Any]
NOT_COMPARED = {"note", "approx_percent"}
OPERATORS = {">": "more_than", ">=": "at_least", "<=": "at_most"}


class MismatchError(Exception):
    """Something is not as expected."""


def same(name: str, expected: object, found: object) -> None:
    if expected != found:
        raise MismatchError(f"{name}: expected {expected}, found {found}")


def fraction(value: str | int | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def steps(found: compliance.Steps | None) -> int | list[int] | None:
    if found is None:
        return None
    return found.least if found.least == found.most else [found.least, found.most]


def gap(part: compliance.Part, way: str) -> int | list[int] | None:
    return None if part.gap is None else steps(getattr(part.gap, way))


# A key of `expected` about one figure, and how the library says it.
FIGURE: dict[str, Callable[[compliance.Part], object]] = {
    "numerator": lambda part: part.numerator,
    "denominator": lambda part: part.denominator,
    "gap_institutions": lambda part: gap(part, "convert"),
    "gap_convert": lambda part: gap(part, "convert"),
    "gap_add": lambda part: gap(part, "add"),
    "gap_units": lambda part: gap(part, "add"),
    "aspiration_reached": lambda part: part.aspiration_reached,
    "gap_to_aspiration": lambda part: part.aspiration_gap and steps(part.aspiration_gap.convert),
    "status": lambda part: part.outcome.value,
    "missing": lambda part: [name for leaf in part.leaves() for name in leaf.missing],
    "from": lambda part: part.denominator,
    "to": lambda part: part.numerator,
    "needed_end_value": lambda part: (part.numerator or 0) + (part.gap.add.least),
}
SHARES: dict[str, Callable[[compliance.Part], Fraction | None]] = {
    "achieved": lambda part: part.share,
    "ratio": lambda part: part.share,
    "average": lambda part: part.share,
    "low": lambda part: part.low,
    "high": lambda part: part.high,
    "distance_points": lambda part: None if part.distance is None else part.distance * 100,
}


def check_figure(name: str, key: str, wanted: Any, part: compliance.Part) -> None:
    if key in FIGURE:
        same(f"{name}{key}", wanted, FIGURE[key](part))
    elif key in SHARES:
        same(f"{name}{key}", fraction(wanted), SHARES[key](part))
    elif key in ("percent", "percent_when_it_would_mislead"):
        missed = None
        if key != "percent" and part.share is not None and part.distance is not None:
            missed = part.share - part.distance
        same(f"{name}{key}", wanted, compliance.percent(part.share, missed=missed, lang="en"))
    elif key == "met_by":
        met = [leaf.label for leaf in part.parts if leaf.outcome is compliance.Outcome.MET]
        same(f"{name}{key}", wanted, met)
    elif isinstance(wanted, dict):
        check_part(f"{name}{key}.", wanted, find(part, key))
    else:
        raise MismatchError(f"{name}{key}: this runner does not know that key")


def check_part(name: str, expected: Expected, part: compliance.Part) -> None:
    for key, wanted in expected.items():
        if key not in NOT_COMPARED:
            check_figure(name, key, wanted, part)


def find(part: compliance.Part, label: str) -> compliance.Part:
    """The part that a case calls so: by its label, else by its sector, else the one left over."""
    sectors = {"edu": "education", "health": "health"}
    named = {sectors.get(inner.label, inner.label): inner for inner in part.parts}
    if label in named:
        return named[label]
    unnamed = [inner for inner in part.parts if inner.label.startswith("each_of[")]
    if len(unnamed) != 1:
        raise MismatchError(f"there is no part {label}")
    return unnamed[0]


def check_readings(expected: Expected, result: compliance.Result) -> None:
    for option, wanted in expected.items():
        found = {reading.option: reading for reading in result.readings}
        if option not in found:
            raise MismatchError(f"the reading {option} was not computed")
        part = found[option].part
        for key, value in wanted.items():
            if key in ("status", "average"):
                check_figure(f"{option}.", key, value, part)
                continue
            share, *status = value.split()
            same(f"{option}.{key}", Fraction(share), find(part, key).share)
            if status:
                same(f"{option}.{key}", status[0], find(part, key).outcome.value)


# A key of `expected` about the whole answer, and how the library says it.
ANSWER: dict[str, Callable[[compliance.Result], object]] = {
    "status": lambda result: result.outcome.value,
    "provisional": lambda result: result.provisional and result.provisional.value,
    "bound": lambda result: result.bound and result.bound.value,
    "aspiration": lambda result: result.demand.aspiration and result.demand.aspiration.value,
    "op": lambda result: result.demand.comparison.value,
    "robust": lambda result: result.robust,
}
AS_WRITTEN: dict[str, Callable[[Any], object]] = {
    "bound": fraction,
    "aspiration": fraction,
    "op": OPERATORS.__getitem__,
}


def check_result(expected: Expected, result: compliance.Result) -> None:
    for key, wanted in expected.items():
        if key in ANSWER:
            same(key, AS_WRITTEN.get(key, lambda value: value)(wanted), ANSWER[key](result))
        elif key in RELATED:
            RELATED[key](wanted, result)
        elif key not in NOT_COMPARED:
            check_figure("", key, wanted, result.part)


def check_parts(expected: Expected, result: compliance.Result) -> None:
    for label, inner in expected.items():
        check_part(f"{label}.", inner, find(result.part, label))


def check_reason(expected: str, result: compliance.Result) -> None:
    if expected not in result.explanation("en"):
        raise MismatchError(f"reason: found {result.explanation('en')!r}")


def check_absent(expected: Mapping[str, str], result: compliance.Result) -> None:
    forbidden = {Fraction(text.split()[0]) for text in expected.values()}
    if forbidden & {leaf.share for leaf in result.part.leaves()}:
        raise MismatchError("a figure appears that must not")


RELATED: dict[str, Callable[[Any, compliance.Result], None]] = {
    "parts": check_parts,
    "years": check_parts,
    "readings": check_readings,
    "reason": check_reason,
    "must_not_appear": check_absent,
}


def check_institution(expected: Expected, row: compliance.InstitutionDuty) -> None:
    """What one institution's duty comes to, by its methods and by its facts.

    ``ready`` is about the methods; the payment module is a fact that is asked for beside them.
    """
    facts = [check for check in row.missing if isinstance(check, compliance.FactCheck)]
    found: dict[str, object] = {
        "status": row.outcome.value,
        "satisfied": row.outcome is compliance.Outcome.MET,
        "missing": [check.fact for check in facts],
    }
    for methods in row.checks:
        if isinstance(methods, compliance.MethodsCheck):
            found |= {
                "categories": list(methods.offered),
                "count": len(methods.offered),
                "needed": methods.needed,
                "ready": methods.satisfied,
                "missing_at_least": methods.missing_at_least,
                "candidates": list(methods.candidates),
            }
    for key, wanted in expected.items():
        if key not in NOT_COMPARED:
            same(key, wanted, found[key])


class Case:
    """One case: its targets, its questions, its data."""

    def __init__(self, case: Mapping[str, Any], known: Mapping[str, plans.Plan]) -> None:
        self.case, self.known = case, known
        self.expected: dict[str, Any] = dict(case["expected"])
        asked = case["evaluate"]
        self.questions = asked if isinstance(asked, list) else [asked]
        target = case["target"]
        if isinstance(target, dict) and "inline" in target:
            self.known = {**known, "INLINE": inline_plan(target["inline"])}
            target = "INLINE"
        elif isinstance(target, dict):
            target = target["other"]
        self.targets: list[str] = target if isinstance(target, list) else [target]

    def run(self) -> None:
        if self.expected.get("status") == "error":
            self.check_refused()
        else:
            self.check()

    def check_refused(self) -> None:
        """Bad data must be refused, not answered."""
        try:
            list(self.answers())
        except ValueError:
            return
        raise MismatchError("the data were not refused")

    def answers(self) -> Iterator[tuple[str, Mapping[str, Any], str, Any]]:
        for question in self.questions:
            for variant, dataset in datasets(self.case["data"], question).items():
                for row_id in [question["only"]] if "only" in question else self.targets:
                    answer = self.assess(row_id, dataset, question)[row_id]
                    yield row_id, question, variant, answer

    def check(self) -> None:
        data = self.case["data"]
        if "payment" in data:
            self.check_template(data["payment"])
        elif "payer_fee" in data:
            self.check_fees(data)
        elif not data:
            self.check_reporting()
        else:
            self.check_answers(data)

    def row(self, row_id: str) -> Any:
        plan = self.known[row_id]
        rows = (*plan.targets, *plan.duties, *plan.reporting)
        return next(row for row in rows if row.id == row_id)

    def check_template(self, payment: Mapping[str, str]) -> None:
        present = [name for name, value in payment.items() if value and value.strip()]
        missing = list(self.row(self.targets[0]).asks.missing(present))
        same("expected", self.expected, {"valid": not missing, "missing": missing})

    def check_fees(self, data: Mapping[str, Any]) -> None:
        fees = {}
        for kind, fee in data["payer_fee"].items():
            share = Fraction(fee.removesuffix("%")) / 100 if isinstance(fee, str) else None
            dong = Fraction(fee) if share is None else share * data["invoice"]
            same("a fee in whole dong", 1, dong.denominator)
            fees[kind] = int(dong)
        found = compliance.compare_fees(fees)
        verdict = found.outcome.value
        breach = found.outcome is compliance.Outcome.NOT_MET
        answer = {"excess_over_cash": found.excess, "verdict": verdict, "breach": breach}
        same("expected", self.expected, {**answer, "cheapest": found.cheapest})

    def check_reporting(self) -> None:
        for row_id in self.targets:
            duty = self.row(row_id)
            days = self.known[row_id].last_timely_days(duty)
            found: dict[str, Any] = {"last_timely_days": days and [str(d) for d in days]}
            if duty.due.frequencies:
                found["frequencies"] = [f.value for f in duty.due.frequencies]
            same(row_id, self.expected[row_id], found)

    def check_answers(self, data: Mapping[str, Any]) -> None:
        outcomes = []
        for row_id, question, variant, answer in self.answers():
            outcomes.append(answer.outcome)
            self.check_answer(row_id, question, variant, answer)
        if "clause" in self.expected:
            found = compliance.combine(outcomes, plans.Combination.ALL)
            same("clause", self.expected["clause"], found.value)
        for key, wanted in self.expected.items():
            if key.startswith(("days_ready_in_", "days_not_ready_in_")):
                same(key, wanted, self.days(key, data))

    def assess(self, row_id: str, dataset: compliance.Dataset, question: Mapping[str, Any]) -> Any:
        as_of = day(question["as_of"])
        known_at = day(question.get("known_at", question["as_of"]))
        return compliance.assess(
            self.known[row_id],
            dataset,
            period=window(question),
            as_of=as_of,
            known_at=known_at,
            readings=question.get("readings", {}),
        )

    def check_answer(
        self, row_id: str, question: Mapping[str, Any], variant: str, answer: Any
    ) -> None:
        for expected in self.expected_of(row_id, question, variant):
            if isinstance(answer, compliance.Result):
                check_result(expected, answer)
                continue
            ids = {row.institution_id: row for row in answer.institutions}
            if set(expected) <= set(ids):
                for institution_id, wanted in expected.items():
                    check_institution(wanted, ids[institution_id])
            else:
                (row,) = answer.institutions
                check_institution(expected, row)

    def expected_of(
        self, row_id: str, question: Mapping[str, Any], variant: str
    ) -> Iterator[Expected]:
        """What the case says of one answer, and what it says of all."""
        names = {row_id, variant, question["as_of"], str(question.get("period"))}
        names |= {f"{row_id}@{question.get('period')}", f"known {question.get('known_at')}"}
        keyed = {key for key in self.expected if key in names}
        if keyed:
            yield from (self.expected[key] for key in keyed)
            if variant:
                yield {k: v for k, v in self.expected.items() if not isinstance(v, dict)}
        elif len(self.targets) == len(self.questions) == 1:
            yield self.expected
        else:
            raise MismatchError(f"nothing is expected of {row_id} {question}")
        if keyed and "must_not_appear" in self.expected and row_id in keyed:
            yield {"must_not_appear": self.expected["must_not_appear"]}

    def days(self, key: str, data: Mapping[str, Any]) -> int:
        year = int(key[-4:])
        count = 0
        on = date(year, 1, 1)
        while on.year == year:
            question = {"as_of": str(on), "period": year}
            duty = self.assess(self.targets[0], datasets(data, question)[""], question)
            (row,) = duty[self.targets[0]].institutions
            (methods,) = (c for c in row.checks if isinstance(c, compliance.MethodsCheck))
            count += methods.satisfied is ("not" not in key)
            on += timedelta(days=1)
        return count


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--plans", type=Path)
    options = parser.parse_args(arguments)
    known = known_plans(options.plans)
    cases = json.loads(options.file.read_text(encoding="utf-8"))["cases"]
    failed = 0
    for case in cases:
        try:
            Case(case, known).run()
        except Exception as error:  # noqa: BLE001 - whatever goes wrong, the case has failed
            failed += 1
            print(f"{case.get('id', '?')}: {type(error).__name__}: {error}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
