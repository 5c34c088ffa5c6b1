"""Plans and the vocabulary they share: reading and writing."""

from pathlib import Path

from cashless_edu_health.documents._model import from_file, from_table
from cashless_edu_health.documents._plan_tables import PlanTable, VocabularyTable
from cashless_edu_health.documents._plan_text import plan_text
from cashless_edu_health.documents._plan_values import plan_value, vocabulary_value
from cashless_edu_health.plans import Plan, Vocabulary


def read_vocabulary(path: Path) -> Vocabulary:
    """The vocabulary of a ``.toml`` or ``.json`` file.

    Raises:
        DataError: The file cannot be read, or is not a vocabulary; names the place.
    """
    return vocabulary_value(from_file(VocabularyTable, path), file=path.name)


def read_plan(path: Path, *, vocabulary: Vocabulary) -> Plan:
    """The plan of a ``.toml`` or ``.json`` file.

    Args:
        path: The file.
        vocabulary: The words that it may use without defining them.

    Raises:
        DataError: The file cannot be read, is not a plan, or uses a population, condition,
            measure or method set that is not defined; names the place.
    """
    return plan_value(from_file(PlanTable, path), vocabulary=vocabulary, file=path.name)


def plan_from_table(table: object, *, vocabulary: Vocabulary, file: str) -> Plan:
    """The plan of a table already read: one row of a file that holds several plans.

    Raises:
        DataError: As :func:`read_plan`.
    """
    return plan_value(from_table(PlanTable, table, file=file), vocabulary=vocabulary, file=file)


def write_plan(plan: Plan) -> str:
    """The plan as JSON that :func:`read_plan` reads back as the same value.

    It reads back so with the vocabulary that the plan was read with.
    """
    return plan_text(plan)
