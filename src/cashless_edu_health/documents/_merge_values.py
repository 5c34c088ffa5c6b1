"""What comes out of joining returned forms, and the rules of it."""

from typing import Final

from attrs import frozen

from cashless_edu_health.compliance import Dataset
from cashless_edu_health.documents._form_cells import Answer
from cashless_edu_health.findings import Report, Rule, Severity
from cashless_edu_health.periods import Window

CONTRADICTORY_RETURNS: Final = Rule(id="MRG-01", severity=Severity.ERROR)
SENT_TWICE: Final = Rule(id="MRG-02", severity=Severity.INFO)
CORRECTED: Final = Rule(id="MRG-03", severity=Severity.INFO)
NOT_REGISTERED: Final = Rule(id="MRG-04", severity=Severity.WARNING)
CODES_DISAGREE: Final = Rule(id="MRG-05", severity=Severity.ERROR)
CODE_CHANGES: Final = Rule(id="MRG-06", severity=Severity.WARNING)
CODE_OF_SEVERAL: Final = Rule(id="MRG-07", severity=Severity.ERROR)
CODE_NOT_THE_REGISTERS: Final = Rule(id="MRG-08", severity=Severity.WARNING)
ANOTHER_FORM: Final = Rule(id="MRG-09", severity=Severity.ERROR)
NOT_ANSWERED: Final = Rule(id="MRG-10", severity=Severity.WARNING)
NOT_THE_REGISTERS: Final = Rule(id="MRG-11", severity=Severity.WARNING)
EARLIER_DAY: Final = Rule(id="MRG-12", severity=Severity.WARNING)

MERGE_RULES: Final[tuple[Rule, ...]] = (
    CONTRADICTORY_RETURNS,
    SENT_TWICE,
    CORRECTED,
    NOT_REGISTERED,
    CODES_DISAGREE,
    CODE_CHANGES,
    CODE_OF_SEVERAL,
    CODE_NOT_THE_REGISTERS,
    ANOTHER_FORM,
    NOT_ANSWERED,
    NOT_THE_REGISTERS,
    EARLIER_DAY,
)


@frozen(kw_only=True)
class Correction:
    """A return that replaced earlier ones.

    Attributes:
        institution_id: Whose.
        version: Number of the return that counts.
        replaced: Numbers of those that it replaced, lowest first.
    """

    institution_id: str
    version: int
    replaced: tuple[int, ...]


@frozen(kw_only=True)
class Change:
    """A field that an institution answers otherwise than last time.

    Attributes:
        institution_id: Whose.
        column: Key of the column.
        before: The answer last time; ``None`` for a blank.
        after: The answer now.
    """

    institution_id: str
    column: str
    before: Answer
    after: Answer


@frozen(kw_only=True)
class Merge:
    """Returned forms, joined.

    Every row of every file is in the dataset or in one of the lists.

    Attributes:
        plan_id: Id of the plan that the forms were made for.
        window: The days that they ask about.
        dataset: The institutions with what they answered; who has not answered is in it with
            what is not known.
        report: What was found in the files, then between them.
        answered: Ids of the institutions whose return counts.
        missing: Ids of registered institutions without any return that counts.
        disputed: Ids of those of them that sent two different returns of one number and day.
        corrected: Returns that replaced earlier ones.
        repeated: Ids of institutions that sent the same answers more than once.
        refused: Names of files with errors, none of whose rows counts.
        unregistered: Places (``file, line``) of rows whose institution is not in the register.
        unused: Places of rows that do not count for another reason: codes that contradict each
            other, or a form of another plan or period.
        changes: What is answered otherwise than last time.
    """

    plan_id: str
    window: Window
    dataset: Dataset
    report: Report
    answered: tuple[str, ...]
    missing: tuple[str, ...]
    disputed: tuple[str, ...] = ()
    corrected: tuple[Correction, ...] = ()
    repeated: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unregistered: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
