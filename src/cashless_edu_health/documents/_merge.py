"""Returned forms joined into one dataset; nobody who is silent is dropped."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import evolve

from cashless_edu_health.compliance import Dataset
from cashless_edu_health.documents._form import REQUIRED, Form
from cashless_edu_health.documents._form_read import FormReading, Return
from cashless_edu_health.documents._merge_build import (
    Answered,
    asked_payments,
    described,
    from_return,
    missing_window,
    silent,
)
from cashless_edu_health.documents._merge_match import (
    Chosen,
    Index,
    Matched,
    chosen,
    matched,
    place,
)
from cashless_edu_health.documents._merge_values import (
    ANOTHER_FORM,
    NOT_ANSWERED,
    Change,
    Merge,
)
from cashless_edu_health.errors import DataError
from cashless_edu_health.findings import Finding, Report, merge
from cashless_edu_health.institutions import Institution
from cashless_edu_health.periods import Window

_NOT_COMPARED: Final = frozenset(REQUIRED) - {"name", "sector", "type"} | {"since"}
"""Columns that differ between reports by their nature."""

_CHECKED: Final = ("returns", "codes", "register")


def merge_forms(
    readings: Iterable[FormReading],
    *,
    register: Iterable[Institution] | None = None,
    previous: Iterable[FormReading] = (),
    form: Form | None = None,
) -> Merge:
    """Join returned forms; the order of the files never matters.

    Per institution the return with the highest number counts, then the latest day. A registered
    institution without one stays in the dataset, and what it was asked is not known. Answers
    replace what the register states from their day on; a blank replaces nothing.

    Args:
        readings: The files, read.
        register: Who is asked. Without it who answers is all there is, and nobody is missing.
        previous: The forms of the last report, to say what changed.
        form: The form that was sent out; without it the plan and window that most rows name.

    Raises:
        DataError: No row to tell plan and window from, and no form.
    """
    files = sorted(readings, key=lambda reading: reading.file)
    rows = [row for reading in files for row in reading.returns]
    plan_id, window = _subject(rows, form)
    fitting, strangers = _parted(rows, plan_id, window)
    people = None if register is None else tuple(register)
    index = Index.of_returns(fitting) if people is None else Index.of_register(people)
    match = matched(fitting, index)
    choice = {id_: chosen(id_, own) for id_, own in match.rows.items()}
    built = _built(choice, people, form)
    keys = _keys(rows, form)
    asked = _described(match, choice) if people is None else people
    waiting = _waiting(asked, built, keys, form, window)
    dataset = _dataset(built, waiting, keys, form, window)
    missing = tuple(one.id for one in waiting if one.covers(window.last))
    findings = (
        *(Finding(ANOTHER_FORM, path=place(row)) for row in strangers),
        *Index.of_register(dataset.institutions).shared(),
        *match.findings,
        *_findings((*choice.values(), *built.values())),
        *(Finding(NOT_ANSWERED, path=id_) for id_ in missing),
    )
    return Merge(
        plan_id=plan_id,
        window=window,
        dataset=dataset,
        report=_report(files, findings),
        answered=tuple(built),
        missing=missing,
        changes=tuple(_changes(_latest(previous, people), choice)),
        **_lists(files, choice, match, strangers),
    )


def _parted(
    rows: Iterable[Return], plan_id: str, window: Window
) -> tuple[list[Return], list[Return]]:
    """The rows of that plan and window, and the others."""
    fits: dict[bool, list[Return]] = {True: [], False: []}
    for row in rows:
        fits[(row.plan_id, row.window) == (plan_id, window)].append(row)
    return fits[True], fits[False]


def _report(files: Iterable[FormReading], findings: tuple[Finding, ...]) -> Report:
    """What was found in the files, then between them."""
    return merge((*map(_placed, files), Report(findings=findings, checked=_CHECKED)))


def _findings(parts: Iterable[Chosen | Answered]) -> Iterator[Finding]:
    for part in parts:
        yield from part.findings


def _subject(rows: Sequence[Return], form: Form | None) -> tuple[str, Window]:
    if form is not None:
        return form.plan_id, Window(form.window.first, form.window.last)
    named = Counter((row.plan_id, row.window.first, row.window.last) for row in rows)
    if not named:
        raise DataError("has no form that can be read", file="forms")
    (plan_id, first, last), _ = min(named.items(), key=lambda item: (-item[1], item[0]))
    return plan_id, Window(first, last)


def _keys(rows: Iterable[Return], form: Form | None) -> Mapping[str, None]:
    if form is not None:
        return dict.fromkeys(column.key for column in form.columns)
    return dict.fromkeys(key for row in rows for key in row.answers)


def _built(
    choice: Mapping[str, Chosen], register: Iterable[Institution] | None, form: Form | None
) -> dict[str, Answered]:
    known = {one.id: one for one in register or ()}
    return {
        id_: from_return(one.row, known.get(id_), id_, form)
        for id_, one in choice.items()
        if one.row is not None
    }


def _described(match: Matched, choice: Mapping[str, Chosen]) -> list[Institution]:
    """Without a register: whose returns contradict each other, as the first describes it."""
    return [described(match.rows[id_][0], id_) for id_, one in choice.items() if one.row is None]


def _waiting(
    register: Iterable[Institution],
    built: Mapping[str, Answered],
    keys: Mapping[str, None],
    form: Form | None,
    window: Window,
) -> list[Institution]:
    """Registered institutions without a return that counts, as far as the register knows them."""
    rest = sorted((one for one in register if one.id not in built), key=lambda one: one.id)
    return [silent(one, keys, form) if one.covers(window.last) else one for one in rest]


def _dataset(
    built: Mapping[str, Answered],
    waiting: Iterable[Institution],
    keys: Mapping[str, None],
    form: Form | None,
    window: Window,
) -> Dataset:
    silence = [
        missing_window(one.id, window.first, window.last)
        for one in waiting
        if one.covers(window.last) and asked_payments(one, keys, form)
    ]
    everybody = (*(one.institution for one in built.values()), *waiting)
    return Dataset(
        institutions=tuple(sorted(everybody, key=lambda one: one.id)),
        tallies=tuple(row for one in built.values() for row in one.tallies),
        payer_counts=tuple(row for one in built.values() for row in one.payer_counts),
        unreported=tuple(
            sorted(
                (*(row for one in built.values() for row in one.unreported), *silence),
                key=lambda row: row.institution_id,
            )
        ),
    )


def _placed(reading: FormReading) -> Report:
    """A file's report with its name before every place."""
    findings = (
        evolve(f, path=f"{reading.file}, {f.path}" if f.path else reading.file)
        for f in reading.report.findings
    )
    return evolve(reading.report, findings=tuple(findings))


def _latest(
    readings: Iterable[FormReading], register: Iterable[Institution] | None
) -> Mapping[str, Return]:
    """The returns of the last report that counted, by institution."""
    rows = [row for reading in readings for row in reading.returns]
    rows.sort(key=lambda row: (row.file, row.line))
    index = Index.of_returns(rows) if register is None else Index.of_register(register)
    found = {id_: chosen(id_, own).row for id_, own in matched(rows, index).rows.items()}
    return {id_: row for id_, row in found.items() if row is not None}


def _changes(before: Mapping[str, Return], choice: Mapping[str, Chosen]) -> Iterator[Change]:
    for id_, one in choice.items():
        if one.row is None or id_ not in before:
            continue
        old, new = before[id_].answers, one.row.answers
        for key in dict.fromkeys((*old, *new)):
            if key not in _NOT_COMPARED and old.get(key) != new.get(key):
                yield Change(
                    institution_id=id_, column=key, before=old.get(key), after=new.get(key)
                )


def _lists(
    files: Iterable[FormReading],
    choice: Mapping[str, Chosen],
    match: Matched,
    strangers: Iterable[Return],
) -> dict[str, tuple[Any, ...]]:
    return {
        "disputed": tuple(id_ for id_, one in choice.items() if one.row is None),
        "corrected": tuple(one.correction for one in choice.values() if one.correction),
        "repeated": tuple(id_ for id_, one in choice.items() if one.repeated),
        "refused": tuple(reading.file for reading in files if reading.report.errors),
        "unregistered": tuple(place(row) for row in match.unregistered),
        "unused": tuple(place(row) for row in (*strangers, *match.unclear)),
    }
