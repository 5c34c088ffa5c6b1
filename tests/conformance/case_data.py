"""From the data of a worked case to datasets and plans, through the public API only."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cashless_edu_health import documents, plans, registry
from cashless_edu_health.compliance import IN_USE, Dataset
from cashless_edu_health.institutions import Fact, Institution, PaymentMethod, Sector
from cashless_edu_health.periods import Window, WindowKind, calendar_year
from cashless_edu_health.receipts import PayerClass, Receipt, ReceiptSource, Reversal, Tally

SECTOR_OF_TYPE = {
    "college": "education",
    "university": "education",
    "hospital": "health",
    "district_health_centre": "health",
    "commune_station": "health",
}
CHANNELS = {"cashless": "qr_transfer", "cash": "cash", "unknown": None}
_KNOWN = {
    "id", "sector", "type", "tier", "area_class", "ownership", "tags", "methods",
    "cashless_used", "cashless_used_from", "accepts", "facts", "active_from", "active_to",
}  # fmt: skip


def day(text: str) -> date:
    return date.fromisoformat(text)


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 5, tzinfo=UTC)  # midday in Viet Nam


def window(question: Mapping[str, Any]) -> Window:
    if "school_year" in question:
        year = question["school_year"]
        return Window(date(year, 9, 1), date(year + 1, 8, 31), WindowKind.SCHOOL_YEAR)
    if "window" in question:
        return Window(day(question["window"]["from"]), day(question["window"]["to"]))
    if "period" in question:
        return calendar_year(int(question["period"]))
    return calendar_year(day(question["as_of"]).year)


def datasets(data: Mapping[str, Any], question: Mapping[str, Any]) -> dict[str, Dataset]:
    """One dataset by variant; ``""`` where the case has no variants."""
    if "variants" in data:
        return {name: dataset(variant, question) for name, variant in data["variants"].items()}
    return {"": dataset(data, question)}


def dataset(data: Mapping[str, Any], question: Mapping[str, Any]) -> Dataset:
    institutions = [institution(row) for row in data.get("institutions", [])]
    for sector, counts in data.get("counts", {}).items():
        institutions += counted(sector, counts)
    if "known_yes" in data:
        institutions += surveyed(data)
    if "methods" in data:
        institutions.append(institution({"id": "a", "sector": "education", **data}))
    series = data.get("series", {})
    if not institutions and data and all(isinstance(v, int) for v in data.values()):
        year = str(window(question).last.year)
        series = {name: {year: figure} for name, figure in data.items()}
    movements = data.get("transactions", [])
    return Dataset(
        institutions=tuple(institutions),
        receipts=tuple(receipt(row) for row in movements if settled(row)),
        reversals=tuple(reversal(row) for row in movements if gives_back(row)),
        tallies=tuple(tally(row, question) for row in data.get("tallies", [])),
        series=series,
    )


def institution(row: Mapping[str, Any]) -> Institution:
    since = day(row["cashless_used_from"]) if "cashless_used_from" in row else None
    used, accepts = row.get("cashless_used", False), row.get("accepts")
    facts = [Fact(name=name, value=value) for name, value in row.get("facts", {}).items()]
    facts += [Fact(name=k, value=v) for k, v in row.items() if k not in _KNOWN and bool_(v)]
    if "cashless_used" in row and used is not None:
        facts.append(Fact(name=IN_USE, value=used, valid_from=since))
    if since is not None:
        facts.append(Fact(name=IN_USE, value=not used, valid_to=since - timedelta(days=1)))
    methods = [method(kind) for kind in row.get("methods", [])]
    if "methods" not in row and (accepts or (accepts is None and used is not False)):
        methods.append(PaymentMethod(kind="qr_transfer", valid_from=since))
    sector = Sector(row["sector"])
    # The cases name no tags: a health facility of theirs examines and treats.
    tags = row.get("tags", ["examination_treatment"] if sector is Sector.HEALTH else [])
    return Institution(
        id=row["id"],
        name=row["id"],
        valid_from=day(row["active_from"]) if row.get("active_from") else None,
        valid_to=day(row["active_to"]) if row.get("active_to") else None,
        sector=sector,
        type=row.get("type", "primary" if sector is Sector.EDUCATION else "hospital"),
        tier=row.get("tier"),
        area_class=row.get("area_class"),
        ownership=row.get("ownership"),
        tags=frozenset(tags),
        methods=tuple(methods),
        facts=tuple(facts),
    )


def bool_(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("an institution of a case has a field that this runner does not know")
    return True


def method(row: str | Mapping[str, str]) -> PaymentMethod:
    if isinstance(row, str):
        return PaymentMethod(kind=row)
    start, end = row.get("from"), row.get("to")
    return PaymentMethod(
        kind=row["kind"],
        valid_from=day(start) if start else None,
        valid_to=day(end) if end else None,
    )


def counted(sector: str, counts: Mapping[str, int]) -> list[Institution]:
    """Institutions of which so many have every fact and method that a plan may ask for."""
    rows = []
    sectors = {member.value for member in Sector}
    kind = {} if sector in sectors else {"type": sector}
    group = sector if sector in sectors else SECTOR_OF_TYPE[sector]
    for index in range(counts["of"]):
        has = index < counts["with"]
        row = {"id": f"{sector}{index}", "sector": group, "cashless_used": has, "accepts": has}
        row |= kind
        rows.append(institution({**row, "facts": {"digital_platform": has}}))
    return rows


def surveyed(counts: Mapping[str, int]) -> list[Institution]:
    answers = [True] * counts["known_yes"] + [None] * counts["unknown"]
    answers += [False] * counts["known_no"]
    return [
        institution({"id": f"s{index}", "sector": "education", "cashless_used": answer})
        for index, answer in enumerate(answers)
    ]


def kind_of(row: Mapping[str, Any]) -> str | None:
    """The kind of method; a channel of another name is a kind that the vocabulary may not know."""
    if "method" in row:
        return row["method"]
    return CHANNELS.get(row["channel"], row["channel"])


def settled(row: Mapping[str, Any]) -> bool:
    return ("channel" in row or "method" in row) and row.get("state", "settled") == "settled"


def gives_back(row: Mapping[str, Any]) -> bool:
    return "reverses" in row or "refunds" in row


def receipt(row: Mapping[str, Any]) -> Receipt:
    return Receipt(
        id=row["id"],
        institution_id=row["institution"],
        gross=row["value"],
        paid_on=day(row["on"]),
        method=kind_of(row),
        payer_class=PayerClass(row.get("payer", "household")),
        purposes=frozenset(row.get("purposes", ())),
        source=ReceiptSource.DECLARED,
        recorded_at=noon(day(row["on"])),
    )


def reversal(row: Mapping[str, Any]) -> Reversal:
    return Reversal(
        id=row["id"],
        receipt_id=row.get("reverses", row.get("refunds")),
        amount=row["value"],
        reversed_on=day(row["on"]),
        recorded_at=noon(day(row["on"])),
    )


def tally(row: Mapping[str, Any], question: Mapping[str, Any]) -> Tally:
    on = day(row["on"]) if "on" in row else min(window(question).last, day(question["as_of"]))
    return Tally(
        institution_id=row["institution"],
        method=kind_of(row),
        payer_class=PayerClass(row.get("payer", "household")),
        purposes=frozenset(row.get("purposes", ())),
        count=row["count"],
        value=row["value"],
        paid_from=on,
        paid_to=on,
    )


def inline_plan(target: Mapping[str, Any]) -> plans.Plan:
    """A plan of one target, which a case carries itself."""
    table = {
        "id": "inline",
        "title": "inline",
        "issuer": "inline",
        "level": "province",
        "area": "inline",
        "period": {"from": "2000-01-01", "to": "2100-12-31"},
        "source": {"kind": "official_text", "complete": True},
        "targets": [{"id": "INLINE", "cite": "inline", "quote": "inline", "force": "must"}],
    }
    table["targets"][0] |= target
    return documents.plan_from_table(table, vocabulary=registry.vocabulary(), file="inline")


def known_plans(file: Path | None) -> dict[str, plans.Plan]:
    """Every plan that a case may mean, by the id of each of its rows."""
    tables = json.loads(file.read_text(encoding="utf-8"))["plans"] if file else []
    vocabulary = registry.vocabulary()
    others = [
        documents.plan_from_table(table, vocabulary=vocabulary, file=table["id"])
        for table in tables
    ]
    return {
        row.id: plan
        for plan in (*others, *registry.plans())
        for row in (*plan.targets, *plan.duties, *plan.reporting)
    }
