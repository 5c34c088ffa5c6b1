"""The form that institutions fill in: its columns, from what a plan needs.

A column has a stable key (``fact.digital_platform``, ``payments.cash.value``); people see its
label. No column asks for a person's data.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from cashless_edu_health import messages
from cashless_edu_health.compliance import (
    AttributeNeeded,
    FactNeeded,
    FeesNeeded,
    MethodNeeded,
    PayersNeeded,
    PaymentsNeeded,
    Requirement,
    Requirements,
)
from cashless_edu_health.institutions import Sector
from cashless_edu_health.messages import Language
from cashless_edu_health.periods import Window
from cashless_edu_health.plans import INSTITUTION, Duty, Plan, Target

CODES: Final[Mapping[str, frozenset[Sector]]] = {
    "ma_truong": frozenset({Sector.EDUCATION}),
    "ma_cskcb": frozenset({Sector.HEALTH}),
    "ma_dinh_danh": frozenset(Sector),
    "mst": frozenset(Sector),
}
"""Codes that a form asks for, with the sectors that have them."""

YES: Final = "yes"
NO: Final = "no"
OTHER: Final = "other"
"""Offered, but for none of the purposes that the plan names."""

REQUIRED: Final = (
    *("plan", "paid_from", "paid_to", "name", "sector", "type", "reporter", "as_of", "version"),
)
"""Columns that every row of every form has."""

SIDES: Final = ("cash", "cashless")
FIGURES: Final = ("count", "value")


class ColumnKind(StrEnum):
    """What a column of the form holds."""

    TEXT = "text"
    CODE = "code"
    CHOICE = "choice"
    YES_NO = "yes_no"
    WHOLE = "whole"
    DATE = "date"
    FEE = "fee"


@frozen(kw_only=True)
class FormColumn:
    """One column.

    Attributes:
        key: Stable key.
        kind: What it holds.
        choices: The words that may stand in it, for a choice.
        open_ended: Whether another plain word (``dental_clinic``) may stand in it too.
        required: Whether every row must have it; elsewhere blank means not known.
        sectors: Sectors that are asked.
        rows: Ids of the plan's rows that need it.
        clauses: Their clauses, as printed.
    """

    key: str
    kind: ColumnKind
    choices: tuple[str, ...] = ()
    open_ended: bool = False
    required: bool = False
    sectors: frozenset[Sector] = frozenset(Sector)
    rows: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()

    def label(self, lang: Language) -> str:
        """What people read above the column."""
        key, _, purposes = self.key.partition("@")
        for_what = ", ".join(messages.named("purpose", p, lang) for p in purposes.split("+") if p)
        family, _, name = key.partition(".")
        if family in _NAMES:
            subject = messages.named(_NAMES[family], name, lang)
            label = messages.text(f"form.{family}", lang, name=subject)
        else:
            label = messages.text(f"form.{key.replace('.', '-')}", lang)
        return messages.text("form.for", lang, label=label, what=for_what) if for_what else label

    def words(self, lang: Language) -> tuple[str, ...]:
        """The choices as people read them."""
        return tuple(choice_label(self, word, lang) for word in self.choices)


_NAMES: Final = {
    "code": "code",
    "tag": "tag",
    "fact": "fact",
    "method": "method-kind",
    "fee": "method-kind",
}


def choice_label(column: FormColumn, word: str, lang: Language) -> str:
    """One choice as people read it."""
    family = column.key.partition(".")[0]
    if word in (YES, NO, OTHER):
        return messages.text(f"form.{word}", lang)
    if family == "method":
        return messages.text("form.only", lang, what=messages.named("purpose", word, lang).lower())
    return messages.named(f"form-{family}", word, lang)


@frozen(kw_only=True)
class Form:
    """An empty form.

    Attributes:
        plan_id: Id of the plan that it collects for.
        window: The days that it asks about.
        columns: Its columns, in order.
    """

    plan_id: str
    window: Window
    columns: tuple[FormColumn, ...] = field(repr=False)

    def column(self, key: str) -> FormColumn | None:
        """The column of that key, if there is one."""
        return next((column for column in self.columns if column.key == key), None)


def form(needs: Requirements) -> Form:
    """The form that asks institutions for what a plan needs in a period.

    What no single institution can answer (reported series, the plan's manual duties) is not in
    it; nor are the fields of single payments.

    Raises:
        ValueError: The requirements are for no period, or payments are needed for purposes that
            overlap.
    """
    if needs.period is None:
        raise ValueError("a form asks about a period")
    columns = (*_identity(needs), *_answers(needs))
    return Form(plan_id=needs.plan.id, window=needs.period, columns=columns)


def _identity(needs: Requirements) -> Iterator[FormColumn]:
    yield FormColumn(key="plan", kind=ColumnKind.TEXT, required=True)
    yield FormColumn(key="paid_from", kind=ColumnKind.DATE, required=True)
    yield FormColumn(key="paid_to", kind=ColumnKind.DATE, required=True)
    yield FormColumn(key="id", kind=ColumnKind.TEXT)
    for code, sectors in CODES.items():
        yield FormColumn(key=f"code.{code}", kind=ColumnKind.CODE, sectors=sectors)
    yield FormColumn(key="name", kind=ColumnKind.TEXT, required=True)
    types = {t for need in needs.of(AttributeNeeded) if need.name == "type" for t in need.values}
    choices = tuple(sorted({*known("type"), *types}))
    yield FormColumn(key="sector", kind=ColumnKind.CHOICE, choices=known("sector"), required=True)
    yield FormColumn(
        key="type", kind=ColumnKind.CHOICE, choices=choices, open_ended=True, required=True
    )
    for need in needs.of(AttributeNeeded):
        if need.name in ("tier", "area_class", "ownership") and _ours(need):
            choices = tuple(dict.fromkeys((*known(need.name), *sorted(need.values))))
            yield _column(need, needs.plan, need.name, ColumnKind.CHOICE, choices=choices)
        elif need.name == "tags" and _ours(need):
            for tag in sorted(need.values):
                yield _column(need, needs.plan, f"tag.{tag}", ColumnKind.YES_NO)
    yield FormColumn(key="reporter", kind=ColumnKind.TEXT, required=True)
    yield FormColumn(key="as_of", kind=ColumnKind.DATE, required=True)
    yield FormColumn(key="since", kind=ColumnKind.DATE)
    yield FormColumn(key="version", kind=ColumnKind.WHOLE, required=True)


def known(family: str) -> tuple[str, ...]:
    """The words of an attribute that have a name in the catalogues."""
    prefix = f"form-{family}."
    return tuple(
        sorted(k.removeprefix(prefix) for k in messages.keys("vi") if k.startswith(prefix))
    )


def _answers(needs: Requirements) -> Iterator[FormColumn]:
    plan = needs.plan
    for fact in needs.of(FactNeeded):
        if _ours(fact):
            yield _column(fact, plan, f"fact.{fact.fact}", ColumnKind.YES_NO)
    yield from _methods(needs)
    yield from _payments(needs)
    for payers in needs.of(PayersNeeded):
        for figure in ("total", "cashless"):
            key = f"payers.{figure}{suffix(payers.purposes)}"
            yield _column(payers, plan, key, ColumnKind.WHOLE)
    for fees in needs.of(FeesNeeded):
        kinds = {need.kind for need in needs.of(MethodNeeded)} | plan.methods.cash
        for kind in sorted(kinds):
            yield _column(fees, plan, f"fee.{kind}", ColumnKind.FEE)


def _payments(needs: Requirements) -> Iterator[FormColumn]:
    payments = [need for need in needs.of(PaymentsNeeded) if _ours(need)]
    named = [purpose for need in payments for purpose in need.purposes]
    if len(set(named)) < len(named):
        raise ValueError("the plan asks for payments of purposes that overlap")
    for need in payments:
        for side in SIDES:
            for figure in FIGURES:
                key = f"payments.{side}.{figure}{suffix(need.purposes)}"
                yield _column(need, needs.plan, key, ColumnKind.WHOLE)


def _methods(needs: Requirements) -> Iterator[FormColumn]:
    """One column for each kind, however many rows and purposes ask for it."""
    kinds: dict[str, list[MethodNeeded]] = {}
    for need in needs.of(MethodNeeded):
        if _ours(need):
            kinds.setdefault(need.kind, []).append(need)
    for kind, wanted in kinds.items():
        purposes = sorted({purpose for need in wanted for purpose in need.purposes})
        choices = (YES, NO, *purposes, *([OTHER] if purposes else ()))
        yield FormColumn(
            key=f"method.{kind}",
            kind=ColumnKind.CHOICE,
            choices=choices,
            sectors=frozenset(s for need in wanted for s in _sectors(need)),
            rows=tuple(dict.fromkeys(row for need in wanted for row in need.rows)),
            clauses=tuple(
                dict.fromkeys(clause for need in wanted for clause in _clauses(need, needs.plan))
            ),
        )


def suffix(purposes: frozenset[str]) -> str:
    """The end of a key that says what payments are for."""
    return f"@{'+'.join(sorted(purposes))}" if purposes else ""


def _column(
    need: Requirement,
    plan: Plan,
    key: str,
    kind: ColumnKind,
    *,
    choices: tuple[str, ...] = (),
) -> FormColumn:
    return FormColumn(
        key=key,
        kind=kind,
        choices=(YES, NO) if kind is ColumnKind.YES_NO else choices,
        sectors=_sectors(need),
        rows=need.rows,
        clauses=_clauses(need, plan),
    )


def _sectors(need: Requirement) -> frozenset[Sector]:
    reached = [population.sectors_reached() for population in need.populations]
    return frozenset(sector for sectors in reached for sector in sectors) or frozenset(Sector)


def _clauses(need: Requirement, plan: Plan) -> tuple[str, ...]:
    rows: tuple[Target | Duty, ...] = (*plan.targets, *plan.duties)
    cited = {row.id: row.citation.pinpoint for row in rows}
    return tuple(dict.fromkeys(f"{row} ({cited[row]})" for row in need.rows))


_FIXED: Final = {
    "plan": ColumnKind.TEXT,
    "paid_from": ColumnKind.DATE,
    "paid_to": ColumnKind.DATE,
    "id": ColumnKind.TEXT,
    "name": ColumnKind.TEXT,
    "sector": ColumnKind.CHOICE,
    "type": ColumnKind.CHOICE,
    "tier": ColumnKind.CHOICE,
    "area_class": ColumnKind.CHOICE,
    "ownership": ColumnKind.CHOICE,
    "reporter": ColumnKind.TEXT,
    "as_of": ColumnKind.DATE,
    "since": ColumnKind.DATE,
    "version": ColumnKind.WHOLE,
    **{f"code.{code}": ColumnKind.CODE for code in CODES},
}
_WORD: Final = r"[a-z0-9_]{1,60}"
_FAMILIES: Final = {
    re.compile(rf"(?:fact|tag)\.{_WORD}"): ColumnKind.YES_NO,
    re.compile(rf"method\.{_WORD}"): ColumnKind.CHOICE,
    re.compile(rf"payments\.(?:cash|cashless)\.(?:count|value)(?:@{_WORD}(?:\+{_WORD})*)?"): (
        ColumnKind.WHOLE
    ),
    re.compile(rf"payers\.(?:total|cashless)(?:@{_WORD}(?:\+{_WORD})*)?"): ColumnKind.WHOLE,
    re.compile(rf"fee\.{_WORD}"): ColumnKind.FEE,
}


def any_column(key: str) -> FormColumn | None:
    """The column of that key in the form of whatever plan; ``None`` for no such key."""
    kinds = (kind for family, kind in _FAMILIES.items() if family.fullmatch(key))
    kind = _FIXED.get(key) or next(kinds, None)
    if kind is None:
        return None
    choices = (YES, NO) if kind is ColumnKind.YES_NO else known(key)
    if key.startswith("method."):
        purposes = sorted(
            word.removeprefix("purpose.")
            for word in messages.keys("vi")
            if word.startswith("purpose.")
        )
        choices = (YES, NO, *purposes, OTHER)
    return FormColumn(
        key=key, kind=kind, choices=choices, open_ended=key == "type", required=key in REQUIRED
    )


def _ours(need: Requirement) -> bool:
    """Whether some institution is asked, and not only shops."""
    entities = [population.entity for population in need.populations]
    return not entities or INSTITUTION in entities
