"""Which institution a returned row is of, and which of its returns counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import field, frozen

from cashless_edu_health.documents._form import CODES
from cashless_edu_health.documents._form_read import Return
from cashless_edu_health.documents._merge_values import (
    CODE_CHANGES,
    CODE_OF_SEVERAL,
    CODES_DISAGREE,
    CONTRADICTORY_RETURNS,
    CORRECTED,
    EARLIER_DAY,
    NOT_REGISTERED,
    SENT_TWICE,
    Correction,
)
from cashless_edu_health.findings import Finding
from cashless_edu_health.institutions import Institution

Code = tuple[str, str]


def place(row: Return) -> str:
    """Where a row stands, as findings write it."""
    return f"{row.file}, line {row.line}"


def codes(row: Return) -> tuple[Code, ...]:
    """The codes that a row gives, in the order of the form."""
    return tuple((name, row.text(f"code.{name}")) for name in CODES if row.text(f"code.{name}"))


@frozen
class Index:
    """Institutions by id and by code.

    Attributes:
        ids: Every id.
        by_code: Ids of the institutions that have a code, in order.
    """

    ids: frozenset[str]
    by_code: Mapping[Code, tuple[str, ...]]

    @classmethod
    def of_register(cls, register: Iterable[Institution]) -> "Index":
        """The institutions of a register."""
        rows = [(one.id, tuple(one.codes.items())) for one in register]
        return cls._of(rows)

    @classmethod
    def of_returns(cls, rows: Iterable[Return]) -> "Index":
        """Where there is no register: who names itself, then who has a code that nobody has."""
        rows = tuple(rows)
        known = [(row.text("id"), codes(row)) for row in rows if row.text("id")]
        taken = {code for _, given in known for code in given}
        for row in rows:
            mine = codes(row)
            if not row.text("id") and not taken & set(mine):
                known.append(("{}:{}".format(*mine[0]), mine))
                taken |= set(mine)
        return cls._of(known)

    @classmethod
    def _of(cls, rows: Iterable[tuple[str, Sequence[Code]]]) -> "Index":
        by_code: dict[Code, dict[str, None]] = {}
        ids = []
        for id_, given in rows:
            ids.append(id_)
            for code in given:
                by_code.setdefault(code, {})[id_] = None
        return cls(frozenset(ids), {code: tuple(sorted(found)) for code, found in by_code.items()})

    def find(self, row: Return) -> tuple[str, ...]:
        """Ids of every institution that the row may be of: one when it is clear."""
        named = {row.text("id")} & self.ids
        by_code = {id_ for code in codes(row) for id_ in self.by_code.get(code, ())}
        if named and (not by_code or (named <= by_code and self._agree(row, named))):
            return tuple(named)
        return tuple(sorted(named | by_code))

    def _agree(self, row: Return, named: set[str]) -> bool:
        """Whether each code is, among others perhaps, that of the institution named."""
        return all(
            named <= set(found) for code in codes(row) if (found := self.by_code.get(code, ()))
        )

    def shared(self) -> Iterator[Finding]:
        """Codes that several institutions have."""
        for (name, _), ids in sorted(self.by_code.items()):
            if len(ids) > 1:
                others = ", ".join(ids)
                yield Finding(CODE_OF_SEVERAL, values={"code": name, "others": others})


@frozen(kw_only=True)
class Matched:
    """Rows by the institution that they are of.

    Attributes:
        rows: Returns by institution id.
        unregistered: Rows of institutions that are in no register.
        unclear: Rows whose codes point to several institutions.
        findings: What was found on the way.
    """

    rows: Mapping[str, tuple[Return, ...]]
    unregistered: tuple[Return, ...]
    unclear: tuple[Return, ...]
    findings: tuple[Finding, ...]


def matched(rows: Iterable[Return], index: Index) -> Matched:
    """Every row with its institution, or in a list of its own."""
    by_id: dict[str, list[Return]] = {}
    unregistered, unclear, found = [], [], []
    for row in rows:
        ids = index.find(row)
        if len(ids) == 1:
            by_id.setdefault(ids[0], []).append(row)
        elif ids:
            unclear.append(row)
            others = ", ".join(ids)
            found.append(Finding(CODES_DISAGREE, path=place(row), values={"others": others}))
        else:
            unregistered.append(row)
            found.append(Finding(NOT_REGISTERED, path=place(row)))
    return Matched(
        rows={id_: tuple(by_id[id_]) for id_ in sorted(by_id)},
        unregistered=tuple(unregistered),
        unclear=tuple(unclear),
        findings=tuple(found),
    )


@frozen(kw_only=True)
class Chosen:
    """The return of one institution that counts.

    Attributes:
        row: It; ``None`` when two of the same number and day contradict each other.
        correction: What it replaced, if anything.
        repeated: Whether the same answers were sent more than once.
        findings: What was found on the way.
    """

    row: Return | None
    correction: Correction | None = None
    repeated: bool = False
    findings: tuple[Finding, ...] = field(default=())


def chosen(institution_id: str, rows: Sequence[Return]) -> Chosen:
    """The return with the highest number, then the latest day."""
    by_number: dict[tuple[int, object], list[Return]] = {}
    for row in sorted(rows, key=lambda row: (row.version, row.as_of, row.file, row.line)):
        by_number.setdefault((row.version, row.as_of), []).append(row)
    found: list[Finding] = []
    repeated = False
    for same in by_number.values():
        places = "; ".join(place(row) for row in same)
        if any(row.answers != same[0].answers for row in same):
            values = {"places": places}
            found.append(Finding(CONTRADICTORY_RETURNS, path=institution_id, values=values))
        elif len(same) > 1:
            repeated = True
            found.append(Finding(SENT_TWICE, path=institution_id, values={"places": places}))
    numbers = [same[0] for same in by_number.values()]
    found += _between(institution_id, numbers)
    last = list(by_number.values())[-1]
    disputed = any(row.answers != last[0].answers for row in last)
    correction = None
    if len(numbers) > 1:
        replaced = tuple(row.version for row in numbers[:-1])
        correction = Correction(
            institution_id=institution_id, version=last[0].version, replaced=replaced
        )
    return Chosen(
        row=None if disputed else last[0],
        correction=None if disputed else correction,
        repeated=repeated,
        findings=tuple(found),
    )


def _between(institution_id: str, numbers: Sequence[Return]) -> Iterator[Finding]:
    """What differs between the numbers of a return that should not."""
    if len(numbers) > 1:
        replaced = ", ".join(str(row.version) for row in numbers[:-1])
        values = {"version": numbers[-1].version, "replaced": replaced}
        yield Finding(CORRECTED, path=institution_id, values=values)
    days = [row.as_of for row in numbers]
    if days != sorted(days):
        yield Finding(EARLIER_DAY, path=institution_id)
    for name in CODES:
        given = {row.text(f"code.{name}") for row in numbers} - {""}
        if len(given) > 1:
            yield Finding(CODE_CHANGES, path=institution_id, values={"code": name})
