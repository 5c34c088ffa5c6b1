"""What a plan needs, as a checklist in words."""

from attrs import frozen

from cashless_edu_health import messages
from cashless_edu_health.compliance import (
    AnswerNeeded,
    AttributeNeeded,
    DocumentNeeded,
    FactNeeded,
    FeesNeeded,
    FieldNeeded,
    MethodNeeded,
    PayersNeeded,
    PaymentsNeeded,
    RegisterNeeded,
    Requirement,
    Requirements,
    SeriesNeeded,
)
from cashless_edu_health.messages import Language


@frozen(kw_only=True)
class RequirementRow:
    """One line of the checklist.

    Attributes:
        kind: Kind of requirement (``fact``, ``series``); stable.
        name: Name of what is needed (``digital_platform``); stable, ``""`` where it has none.
        text: What is to be supplied, in words.
        whom: Whose, in words; ``""`` where it belongs to no population.
        rows: Ids of the plan's rows that need it.
    """

    kind: str
    name: str
    text: str
    whom: str
    rows: tuple[str, ...]


def requirement_rows(needs: Requirements, lang: Language) -> tuple[RequirementRow, ...]:
    """The checklist of what a plan needs, in the order of the requirements.

    >>> from cashless_edu_health import compliance, registry
    >>> rows = requirement_rows(compliance.requirements(registry.plan("XL83")), "vi")
    >>> print(rows[-1].text)
    con số ở văn bản khác: kế hoạch cải cách hành chính hàng năm của huyện
    """
    return tuple(
        RequirementRow(
            kind=_KINDS[type(need)],
            name=_name(need),
            text=requirement_text(need, lang),
            whom=_whom(need, lang),
            rows=need.rows,
        )
        for need in needs
    )


_KINDS = {
    RegisterNeeded: "register",
    AttributeNeeded: "attribute",
    FactNeeded: "fact",
    MethodNeeded: "method",
    PaymentsNeeded: "payments",
    PayersNeeded: "payers",
    SeriesNeeded: "series",
    FeesNeeded: "fees",
    FieldNeeded: "field",
    AnswerNeeded: "answer",
    DocumentNeeded: "document",
}


def _name(need: Requirement) -> str:
    """The open word that a requirement is about."""
    for field in ("entity", "name", "fact", "kind", "series", "subject", "field", "task"):
        if hasattr(need, field):
            return str(getattr(need, field))
    return need.document if isinstance(need, DocumentNeeded) else ""


def requirement_text(need: Requirement, lang: Language) -> str:
    """One requirement in words, without whose it is."""
    text = _plain(need, lang)
    if isinstance(need, MethodNeeded | PaymentsNeeded | PayersNeeded) and need.purposes:
        what = [messages.named("purpose", one, lang).lower() for one in sorted(need.purposes)]
        return messages.text("requirement.for", lang, text=text, purposes=", ".join(what))
    return text


def _plain(need: Requirement, lang: Language) -> str:
    values: dict[str, str] = {}
    key = _KINDS[type(need)]
    match need:
        case RegisterNeeded(entity=entity):
            values = {"entity": messages.named("entity", entity, lang)}
        case AttributeNeeded():
            values = _attribute(need, lang)
        case FactNeeded(fact=fact):
            values = {"fact": messages.named("fact", fact, lang)}
        case MethodNeeded(kind=kind, category=category):
            key = "method-of-category" if category else "method"
            values = {
                "method": messages.named("method-kind", kind, lang),
                "category": messages.named("method-category", category, lang),
            }
        case SeriesNeeded(series=series, years=years):
            key = "series" if years else "series-undated"
            values = {
                "series": messages.named("series-name", series, lang),
                "years": ", ".join(str(year) for year in years),
            }
        case PaymentsNeeded(weights=weights):
            named = [messages.named("weight", one.value, lang) for one in sorted(weights)]
            values = {"weights": ", ".join(named)}
        case FieldNeeded(field=field, presence=presence):
            values = {
                "field": messages.named("template-field", field, lang),
                "presence": messages.named("presence", presence.value, lang),
            }
        case AnswerNeeded(task=task):
            values = {"task": messages.named("manual-task", task, lang)}
        case DocumentNeeded(document=document):
            values = {"document": document}
    return messages.text(f"requirement.{key}", lang, **values)


def _attribute(need: AttributeNeeded, lang: Language) -> dict[str, str]:
    table = "tag" if need.name == "tags" else f"form-{need.name}"
    values = [messages.named(table, value, lang) for value in sorted(need.values)]
    entities = dict.fromkeys(population.entity for population in need.populations)
    return {
        "entity": ", ".join(messages.named("entity", one, lang) for one in entities),
        "name": messages.named("attribute", need.name, lang),
        "values": ", ".join(values),
    }


def _whom(need: Requirement, lang: Language) -> str:
    named = [
        messages.named("population", population.name, lang)
        if population.name
        else messages.named("entity", population.entity, lang)
        for population in need.populations
    ]
    return "; ".join(dict.fromkeys(named))
