"""What the library ships, as Markdown for the pages of this site. Knows nothing of Sphinx."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Final

from cashless_edu_health import messages, registry, reports
from cashless_edu_health.banks import Bank, BinUse, Confidence, FormerName
from cashless_edu_health.findings import Rule
from cashless_edu_health.messages import Language
from cashless_edu_health.plans import (
    Duty,
    Each,
    FactHolds,
    Fee,
    Indicator,
    Manual,
    Plan,
    ReportingDuty,
    Target,
    Template,
)
from cashless_edu_health.statements import FileFormat, Layout

_NOTHING: Final = "—"
_MARKUP: Final = re.compile(r"([!-/:-@\[-`{-~])")


def banks() -> str:
    """Every row of the bank directory, and the lists that the rows rest on."""
    directory = registry.banks()
    rows = (
        (
            bank.bin,
            ", ".join(dict.fromkeys((bank.code, *(listed.code for listed in bank.codes)))),
            f"{bank.short_name}: {bank.name_vi}",
            "; ".join(_remarks(bank)),
            f"{_day(bank.valid_from) or _NOTHING} / {_day(bank.valid_to) or _NOTHING}",
            ", ".join(bank.sources),
            _confidence(bank),
        )
        for bank in directory
    )
    heads = ("BIN", "codes", "name", "former names, other BINs, remarks", "valid from / to")
    sources = (
        (one.id, one.description, _day(one.dated), _day(one.retrieved)) for one in directory.sources
    )
    return _joined(
        f"{len(directory)} rows, looked at as of {directory.as_of}.",
        "## Rows",
        _table((*heads, "lists", "confidence"), rows),
        "## Lists",
        _table(("id", "what it is", "its own day", "retrieved by"), sources),
    )


def rules() -> str:
    """Every rule, by module, with what it rests on and what it says."""
    parts = []
    for prefix, group in groupby(registry.rules(), key=lambda rule: rule.id.partition("-")[0]):
        rows = (
            (
                rule.id,
                messages.text(f"severity.{rule.severity.value}", "en"),
                registry.legal().describe(rule.citation) if rule.citation else "",
                _message(rule, "vi"),
                _message(rule, "en"),
            )
            for rule in group
        )
        heads = ("rule", "severity", "rests on", "Vietnamese", "English")
        parts += [f"## {prefix}", _table(heads, rows)]
    return _joined(*parts)


def plans() -> str:
    """Every row of every plan: clause, what it asks, and the words it rests on."""
    return _joined(*(part for plan in registry.plans() for part in _plan(plan)))


def layouts() -> str:
    """Every statement layout: its columns and how it writes amounts and times."""
    return _joined(*(part for layout in registry.layouts() for part in _layout(layout)))


def merchant_categories() -> str:
    """Every suggested merchant category code, with two confidences."""
    heads = ("code", "sector", "types", "Vietnamese", "English", "in use", "name", "source")
    rows = (
        (
            row.code,
            row.sector.value,
            ", ".join(row.types) or "every other",
            row.name_vi,
            row.name_en,
            _sure(row.confidence),
            _sure(row.name_confidence),
            f"{row.source} {row.note}".strip(),
        )
        for row in registry.merchant_categories()
    )
    return _table(heads, rows)


def areas() -> str:
    """Every administrative unit, and what followed on it."""
    register = registry.areas()
    rows = (
        (
            area.id,
            area.name,
            area.code or "",
            area.parent or "",
            "; ".join(f"{one.since}: {', '.join(one.to)}. {one.note}" for one in area.successions),
            ", ".join(area.sources),
            area.confidence.value.replace("_", " "),
            area.note,
        )
        for area in register
    )
    heads = ("id", "name", "code", "within", "followed by", "sources", "confidence", "note")
    sources = ((one.id, one.description) for one in register.sources)
    return _joined(
        "## Units", _table(heads, rows), "## Sources", _table(("id", "what it is"), sources)
    )


def template_channels() -> str:
    """What each way to pay does with each field of the minimum template."""
    heads = ("channel", "field", "arrives", "how (Vietnamese)", "how (English)", "source", "basis")
    rows = (
        (
            channel.name_en,
            name.value,
            cell.carriage.value,
            cell.how_vi,
            cell.how_en,
            cell.source,
            cell.basis.value.replace("_", " ") if cell.basis else "",
        )
        for channel in registry.template_channels()
        for name, cell in channel.fields.items()
    )
    return _table(heads, rows)


def legal_documents() -> str:
    """Every document that a rule or plan cites."""
    rows = (
        (
            one.id,
            one.number or "",
            one.title,
            one.issuer,
            _day(one.issued),
            "whole" if one.complete else "in part or second-hand",
            one.note,
        )
        for one in registry.legal()
    )
    heads = ("id", "number", "title or description", "issuer", "issued", "text read", "note")
    return _table(heads, rows)


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "reference/administrative-units": areas,
    "reference/bank-directory": banks,
    "reference/legal-documents": legal_documents,
    "reference/merchant-categories": merchant_categories,
    "reference/plan-targets": plans,
    "reference/rules": rules,
    "reference/statement-layouts": layouts,
    "reference/template-channels": template_channels,
}
"""What is written behind the text of which page."""


def _remarks(bank: Bank) -> Iterator[str]:
    for former in bank.former_names:
        yield f"formerly {_former(former)}"
    if bank.write_as:
        yield f"write {bank.write_as} instead"
    uses = {BinUse.PAYMENT_CODE: "read, never written", BinUse.ACQUIRER_ID: "trace id only"}
    for other in bank.other_bins:
        yield f"also {other.bin}: {uses[other.use]}, {_sure(other.confidence)}"
    if bank.note:
        yield bank.note


def _former(former: FormerName) -> str:
    words = " / ".join(former.names)
    if former.changed_from is None:
        return f"{words} (no source dates the change)"
    by = f" by {', '.join(former.sources)}" if former.sources else ""
    return f"{words} (changed between {former.changed_from} and {former.changed_to}{by})"


def _confidence(bank: Bank) -> str:
    if bank.name_vi_confidence is None:
        return _sure(bank.confidence)
    return f"{_sure(bank.confidence)}; full name: {_sure(bank.name_vi_confidence)}"


def _sure(confidence: Confidence) -> str:
    return confidence.value.replace("_", " ")


def _message(rule: Rule, lang: Language) -> str:
    """The message with its placeholders shown by name."""
    values: dict[str, str] = {}
    while True:
        try:
            return messages.text(f"rule.{rule.id}", lang, **values)
        except KeyError as missing:
            name = str(missing.args[0])
            if name in values or name.startswith("rule."):
                raise
            values[name] = f"‹{name}›"


def _plan(plan: Plan) -> Iterator[str]:
    yield f"## {plan.key}"
    facts = (
        ("number", plan.number or ""),
        ("title", plan.title),
        ("issuer", plan.issuer),
        ("issued", _day(plan.issued)),
        ("read from", messages.text(f"source.{plan.source.kind.value}", "en")),
        ("whole text", "yes" if plan.source.complete else "no"),
        ("not seen, so unknown", ", ".join(sorted(plan.source.unseen))),
        ("note", plan.notes),
    )
    yield _table(("plan", plan.id), facts)
    rows: tuple[Target | Duty | ReportingDuty, ...] = (
        *plan.targets,
        *plan.duties,
        *plan.reporting,
    )
    cells = (
        (
            row.id,
            row.citation.pinpoint,
            _asks(row, plan),
            plan.words(row),
            "" if isinstance(row, ReportingDuty) else row.note,
        )
        for row in rows
    )
    yield _table(("row", "clause", "asks", "words it rests on", "note"), cells)
    if plan.out_of_scope:
        yield f"### {plan.key}: out of scope"
        outside = (
            (one.id, one.citation.pinpoint, plan.words(one), one.reason)
            for one in plan.out_of_scope
        )
        yield _table(("row", "clause", "words", "reason"), outside)


def _asks(row: Target | Duty | ReportingDuty, plan: Plan) -> str:
    asked = reports.asks_text(row, plan, "en")
    return f"{asked}: {', '.join(_details(row))}" if isinstance(row, Duty) else asked


def _details(duty: Duty) -> Iterator[str]:
    match duty.asks:
        case Each(condition):
            for leaf in condition.leaves():
                if isinstance(leaf, FactHolds):
                    yield leaf.fact
                else:
                    of = leaf.method_set.categories if leaf.method_set else sorted(leaf.kinds)
                    yield f"at least {leaf.at_least} of {' / '.join(of) or 'any cashless method'}"
        case Template(fields):
            yield from (f"{name} {presence.value}" for name, presence in fields.items())
        case Fee(subject, wish):
            yield f"{subject} {wish}"
        case Indicator(shares=shares, method_set=method_set):
            yield from (f"cashless share by {share.weight.value}" for share in shares)
            if method_set is not None:
                yield f"how many of {' / '.join(method_set.categories)}"
        case Manual(task):
            yield task


def _layout(layout: Layout) -> Iterator[str]:
    yield f"## {layout.name}"
    csv = layout.format is FileFormat.CSV
    facts = (
        ("source", layout.source),
        ("confidence", layout.confidence.value),
        ("note", layout.note),
        ("files", layout.format.value.upper()),
        ("delimiter, encoding", f"{layout.delimiter!r}, {layout.encoding}" if csv else ""),
        ("bank", layout.bank or "in a column"),
        ("account from", ", ".join(layout.account_labels)),
        ("balances from", ", ".join((*layout.opening_labels, *layout.closing_labels))),
        ("ends at", ", ".join(layout.footers)),
        ("thousands, decimals", f"{layout.thousands!r}, {layout.decimal!r}"),
        ("times", f"{', '.join(layout.time_formats)} {layout.utc_offset or ''}".strip()),
        ("other columns", "let pass" if layout.open else ", ".join(layout.ignored)),
        ("banks", ", ".join(f"{code} = {number}" for code, number in layout.banks.items())),
    )
    yield _table(("fact", "value"), ((fact, value) for fact, value in facts if value))
    yield _table(
        ("holds", "heading", "may be absent"),
        (
            (holds, " or ".join(headings), "yes" if holds in layout.optional else "")
            for holds, headings in layout.columns.named.items()
        ),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = tuple(heads)
    lines = [titles, *rows]
    written = [f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines]
    written.insert(1, "|---" * len(titles) + "|")
    return "\n".join(written)


def _cell(text: str) -> str:
    """Data as text: no character of it is mark-up."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split())) or _NOTHING


def _joined(*parts: str) -> str:
    return "\n\n".join(parts)
