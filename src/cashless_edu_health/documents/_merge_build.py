"""What one return says, as an institution and its payments."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TypeVar

from attrs import evolve, frozen

from cashless_edu_health.documents._form import NO, OTHER, SIDES, YES, Form
from cashless_edu_health.documents._form_read import Return
from cashless_edu_health.documents._merge_values import (
    CODE_NOT_THE_REGISTERS,
    NOT_THE_REGISTERS,
)
from cashless_edu_health.findings import Finding
from cashless_edu_health.institutions import (
    Fact,
    Institution,
    PaymentMethod,
    Sector,
    Validity,
    payer_fee,
)
from cashless_edu_health.receipts import (
    POOLED_CASHLESS,
    PayerClass,
    PayerCount,
    Tally,
    Unreported,
)

SpanT = TypeVar("SpanT", bound=Validity)
_DAY = timedelta(days=1)
_OPEN = ("tier", "area_class", "ownership")
_ATTRIBUTES = ("sector", "type", *_OPEN)


@frozen(kw_only=True)
class Answered:
    """What a return says.

    Attributes:
        institution: The institution with its facts and methods.
        tallies: What it took.
        payer_counts: Who paid it.
        unreported: What it has not said.
        findings: Where it contradicts the register.
    """

    institution: Institution
    tallies: tuple[Tally, ...]
    payer_counts: tuple[PayerCount, ...]
    unreported: tuple[Unreported, ...]
    findings: tuple[Finding, ...]


def silent(institution: Institution, keys: Iterable[str], form: Form | None) -> Institution:
    """An institution that has not answered: what its register does not say is not known."""
    asked = {k.removeprefix("method.") for k in _asked(institution, keys, form, "method.")}
    registered = {method.kind for method in institution.methods}
    unknown = institution.unknown_methods | (asked - registered)
    return evolve(institution, unknown_methods=unknown)


def _asked(
    institution: Institution, keys: Iterable[str], form: Form | None, prefix: str
) -> list[str]:
    """Columns below a prefix that are meant for the institution's sector."""
    columns = {} if form is None else {column.key: column for column in form.columns}
    return [
        key
        for key in keys
        if key.startswith(prefix)
        and (key not in columns or institution.sector in columns[key].sectors)
    ]


def from_return(
    row: Return, registered: Institution | None, institution_id: str, form: Form | None
) -> Answered:
    """What one return says, over what the register says."""
    own = described(row, institution_id)
    base = own if registered is None else _completed(registered, own)
    findings = () if registered is None else tuple(_against(row, registered))
    told = {k: str(v) for k, v in row.family("code.").items()}
    answered = evolve(
        base,
        codes={**told, **base.codes},
        facts=_facts(row, base.facts),
        methods=_methods(row, base.methods),
        unknown_methods=base.unknown_methods - set(row.family("method.")),
    )
    payments = _Payments(row, institution_id)
    return Answered(
        institution=silent(answered, _blank(row), form),
        tallies=tuple(payments.tallies()),
        payer_counts=tuple(payments.payers()),
        unreported=payments.unreported(_asked(base, row.answers, form, "payments.")),
        findings=findings,
    )


def _blank(row: Return) -> list[str]:
    return [key for key, value in row.answers.items() if value is None]


def described(row: Return, institution_id: str) -> Institution:
    """The institution as it describes itself."""
    return Institution(
        id=institution_id,
        name=row.text("name"),
        sector=Sector(row.text("sector")),
        type=row.text("type"),
        tier=row.text("tier") or None,
        area_class=row.text("area_class") or None,
        ownership=row.text("ownership") or None,
        tags=frozenset(tag for tag, value in row.family("tag.").items() if value is True),
    )


def _completed(registered: Institution, own: Institution) -> Institution:
    """The register's entry, with what it leaves open as the institution says."""
    open_ = [name for name in _OPEN if getattr(registered, name) is None]
    return evolve(registered, **{name: getattr(own, name) for name in open_})


def _against(row: Return, registered: Institution) -> Iterator[Finding]:
    for name in _ATTRIBUTES:
        told, kept = row.text(name), getattr(registered, name)
        if told and kept is not None and told != kept:
            yield _differs(registered, name)
    for tag, value in row.family("tag.").items():
        if value is not (tag in registered.tags):
            yield _differs(registered, f"tag.{tag}")
    for name, code in row.family("code.").items():
        if name in registered.codes and code != registered.codes[name]:
            values = {"code": name}
            yield Finding(CODE_NOT_THE_REGISTERS, path=registered.id, values=values)


def _differs(registered: Institution, column: str) -> Finding:
    return Finding(NOT_THE_REGISTERS, path=registered.id, values={"column": column})


def _since(row: Return) -> date:
    since = row.answers.get("since")
    return since if isinstance(since, date) else row.as_of


def _evidence(row: Return) -> str:
    return f"{row.plan_id} v{row.version} {row.as_of.isoformat()}"


def _facts(row: Return, stated: tuple[Fact, ...]) -> tuple[Fact, ...]:
    facts = stated
    for name, value in row.family("fact.").items():
        kept, until = _ended([f for f in facts if f.name == name], _since(row))
        new = Fact(
            name=name,
            value=value is True,
            evidence=_evidence(row),
            valid_from=_since(row),
            valid_to=until,
        )
        facts = (*(f for f in facts if f.name != name), *kept, new)
    return facts


def _methods(row: Return, offered: tuple[PaymentMethod, ...]) -> tuple[PaymentMethod, ...]:
    methods = offered
    fees = row.family("fee.")
    answers = dict(row.family("method."))
    if "cash" in fees:
        answers.setdefault("cash", YES)
    for kind, said in answers.items():
        fee = payer_fee(str(fees[kind])) if kind in fees else None
        kept, until = _ended([m for m in methods if m.kind == kind], _since(row))
        new = PaymentMethod(
            kind=kind,
            purposes=None if said == YES else frozenset({str(said)}),
            evidence=_evidence(row),
            payer_fee=fee,
            valid_from=_since(row),
            valid_to=until,
        )
        others = tuple(m for m in methods if m.kind != kind)
        methods = (*others, *kept, *([] if said == NO else [new]))
    return methods


def _ended(spans: Iterable[SpanT], since: date) -> tuple[list[SpanT], date | None]:
    """What was stated before, ended the day before; and the day until which the new holds."""
    kept = []
    until: date | None = None
    for span in spans:
        if span.valid_from is not None and span.valid_from > since:
            kept.append(span)
            until = min(filter(None, (until, span.valid_from - _DAY)))
        elif span.valid_to is not None and span.valid_to < since:
            kept.append(span)
        elif span.valid_from is None or span.valid_from < since:
            kept.append(evolve(span, valid_to=since - _DAY))
    return kept, until


@frozen
class _Payments:
    row: Return
    institution_id: str

    def _side(self, side: str, end: str) -> tuple[int, int] | None:
        count = self.row.answers.get(f"payments.{side}.count{end}")
        value = self.row.answers.get(f"payments.{side}.value{end}")
        return (count, value) if isinstance(count, int) and isinstance(value, int) else None

    def _ends(self) -> list[str]:
        """The purposes that the columns are for, as ends of keys; ``""`` for all."""
        keys = [key for key in self.row.answers if key.startswith("payments.")]
        return sorted({f"@{key.partition('@')[2]}" if "@" in key else "" for key in keys})

    def tallies(self) -> Iterator[Tally]:
        named = [end for end in self._ends() if end]
        for side in SIDES:
            parts = {end: self._side(side, end) for end in named}
            known = {end: part for end, part in parts.items() if part is not None}
            for end, (count, value) in known.items():
                yield self._tally(side, count, value, _purposes(end))
            whole = self._side(side, "")
            if whole is not None:
                rest = (
                    whole[0] - sum(count for count, _ in known.values()),
                    whole[1] - sum(value for _, value in known.values()),
                )
                # What is left is for something else when every named purpose was answered.
                other = named and len(known) == len(named)
                yield self._tally(side, *rest, frozenset({OTHER}) if other else frozenset())

    def _tally(self, side: str, count: int, value: int, purposes: frozenset[str]) -> Tally:
        return Tally(
            institution_id=self.institution_id,
            method="cash" if side == "cash" else POOLED_CASHLESS,
            payer_class=PayerClass.HOUSEHOLD,
            count=count,
            value=value,
            paid_from=self.row.window.first,
            paid_to=self.row.as_of,
            purposes=purposes,
            evidence=_evidence(self.row),
        )

    def payers(self) -> Iterator[PayerCount]:
        for key, total in self.row.family("payers.total").items():
            cashless = self.row.answers.get(f"payers.cashless{key}")
            if isinstance(total, int) and isinstance(cashless, int):
                yield PayerCount(
                    institution_id=self.institution_id,
                    total=total,
                    cashless=cashless,
                    paid_from=self.row.window.first,
                    paid_to=self.row.as_of,
                    purposes=_purposes(key),
                    evidence=_evidence(self.row),
                )

    def unreported(self, asked: Iterable[str]) -> tuple[Unreported, ...]:
        """The window, when some payments that are asked for are blank."""
        whole = {key for key in asked if "@" not in key} or set(asked)
        if all(self.row.answers.get(key) is not None for key in whole):
            return ()
        return (missing_window(self.institution_id, self.row.window.first, self.row.window.last),)


def missing_window(institution_id: str, first: date, last: date) -> Unreported:
    """Payments of the whole window are not known."""
    return Unreported(institution_id=institution_id, paid_from=first, paid_to=last)


def _purposes(end: str) -> frozenset[str]:
    return frozenset(end.removeprefix("@").split("+")) if end else frozenset()


def asked_payments(institution: Institution, keys: Mapping[str, None], form: Form | None) -> bool:
    """Whether the form asks the institution what it took."""
    return bool(_asked(institution, keys, form, "payments."))
