"""Which reading of the text an answer rests on, and which other one would turn it."""

from collections.abc import Iterator

from cashless_edu_health import messages
from cashless_edu_health.compliance import AS_STATED, Assessment, Result
from cashless_edu_health.messages import Language
from cashless_edu_health.plans import Plan


def reading_text(name: str, option: str, lang: Language) -> str:
    """A reading and the option chosen for it, in words."""
    chosen = messages.named(f"reading-option.{name}", option, lang)
    return messages.text(
        "assessment.reading", lang, reading=messages.named("reading", name, lang), option=chosen
    )


def used_readings(assessment: Assessment, lang: Language) -> tuple[str, ...]:
    """The readings that the answers rest on, in the plan's order; each once."""
    used = {name: option for result in assessment for name, option in result.used.items()}
    names = [reading.name for reading in assessment.plan.readings if reading.name in used]
    return tuple(reading_text(name, used[name], lang) for name in names)


def reading_notes(result: Result, plan: Plan, lang: Language) -> Iterator[str]:
    """By which reading the answer stands, then each other one under which it is another.

    Nothing where every reading gives the same answer.
    """
    if result.robust is not False:
        return
    defaults = {reading.name: reading.default for reading in plan.readings}
    by_default = all(
        option in (AS_STATED, defaults.get(name)) for name, option in result.used.items()
    )
    yield messages.text(f"assessment.read-by-{'default' if by_default else 'choice'}", lang)
    for other in result.readings:
        if other.outcome is not result.part.outcome:
            yield messages.text(
                "assessment.read-otherwise",
                lang,
                reading=reading_text(other.reading, other.option, lang),
                outcome=messages.text(f"outcome.{other.outcome.value}", lang),
            )
