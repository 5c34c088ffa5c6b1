"""Decisions about credits in JSON files: what was decided and on what, without memos or names.

A decision names its credit and its requests; to read decisions back, give those as well.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Literal, TypeVar

from cashless_edu_health.credits import CreditEntry
from cashless_edu_health.documents._model import Document, from_file
from cashless_edu_health.documents._receipt import AllocationRow
from cashless_edu_health.documents._write import document_text, plain
from cashless_edu_health.errors import DataError
from cashless_edu_health.invoices import PaymentRequest
from cashless_edu_health.reconciliation import (
    RULES,
    Decision,
    Evidence,
    EvidenceKind,
    Slip,
    Verdict,
)

_RULES: Final = {rule.id: rule for rule in RULES}

NamedT = TypeVar("NamedT")


class EvidencePart(Document[Evidence]):
    """One thing seen; ``start`` and ``end`` are places in the memo."""

    kind: EvidenceKind
    reference: str | None = None
    start: int | None = None
    end: int | None = None
    entry_id: str | None = None

    def _to_value(self) -> Evidence:
        return Evidence(**dict(self))


class DecisionPart(Document["DecisionPart"]):
    """What was decided about one credit."""

    entry: str
    verdict: Verdict
    rule: str
    requests: tuple[str, ...] = ()
    customer_id: str | None = None
    allocations: tuple[AllocationRow, ...] = ()
    evidence: tuple[EvidencePart, ...] = ()
    repair: Slip | None = None
    rejected: tuple[str, ...] = ()
    returns: str | None = None

    def _to_value(self) -> "DecisionPart":
        if self.rule not in _RULES:
            raise ValueError("the rule is none of this library's")
        return self


class DecisionsFile(Document[tuple[DecisionPart, ...]]):
    """Format ``decisions/1``."""

    format: Literal["decisions/1"]
    decisions: tuple[DecisionPart, ...]

    def _to_value(self) -> tuple[DecisionPart, ...]:
        return self.decisions


def read_decisions(
    path: Path, *, entries: Iterable[CreditEntry], requests: Iterable[PaymentRequest]
) -> tuple[Decision, ...]:
    """The decisions of a ``.json`` or ``.toml`` file, to be given to ``reconcile`` as ``known``.

    Args:
        path: The file.
        entries: The credits that were decided about; others are ignored.
        requests: The requests that the decisions name, closed ones among them.

    Raises:
        DataError: The file cannot be read or is not in its format, or names a credit or request
            that is not given; names file and place.
    """
    by_id = {entry.id: entry for entry in entries}
    by_reference = {request.reference: request for request in requests}
    decisions = []
    parts: tuple[DecisionPart, ...] = from_file(DecisionsFile, path)
    for position, part in enumerate(parts):
        place = f"decisions[{position}]"
        entry = _named(part.entry, by_id, path, f"{place}.entry")
        asked = tuple(
            _named(reference, by_reference, path, f"{place}.requests[{index}]")
            for index, reference in enumerate(part.requests)
        )
        try:
            decisions.append(_decision(part, entry, asked))
        except ValueError as error:
            raise DataError(str(error), file=path.name, path=place) from None
    return tuple(decisions)


def _named(name: str, known: Mapping[str, NamedT], path: Path, place: str) -> NamedT:
    if name not in known:
        raise DataError("names what was not given", file=path.name, path=place)
    return known[name]


def _decision(
    part: DecisionPart, entry: CreditEntry, requests: tuple[PaymentRequest, ...]
) -> Decision:
    return Decision(
        entry=entry,
        verdict=part.verdict,
        rule=_RULES[part.rule],
        requests=requests,
        customer_id=part.customer_id,
        allocations=tuple(row.to_value() for row in part.allocations),
        evidence=tuple(seen.to_value() for seen in part.evidence),
        repair=part.repair,
        rejected=part.rejected,
        returns=part.returns,
    )


def write_decisions(decisions: Iterable[Decision]) -> str:
    """The text of a JSON file in format ``decisions/1``; equal decisions give equal text."""
    return document_text({"format": "decisions/1", "decisions": [_table(d) for d in decisions]})


def _table(decision: Decision) -> dict[str, object]:
    return {
        "entry": decision.entry.id,
        "verdict": decision.verdict.value,
        "rule": decision.rule.id,
        "requests": [request.reference for request in decision.requests],
        "customer_id": decision.customer_id,
        "allocations": [plain(part) for part in decision.allocations],
        "evidence": [seen._asdict() | {"kind": seen.kind.value} for seen in decision.evidence],
        "repair": None if decision.repair is None else decision.repair.value,
        "rejected": list(decision.rejected),
        "returns": decision.returns,
    }
