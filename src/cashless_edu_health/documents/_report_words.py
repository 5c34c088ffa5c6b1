"""What people write into a report: the parts that no record answers, and its frame."""

from datetime import date
from pathlib import Path
from typing import Literal

from attrs import field, frozen

from cashless_edu_health.documents._model import Document, from_file
from cashless_edu_health.documents._write import document_text, plain


@frozen(kw_only=True)
class ReportFrame:
    """Who reports to whom; what is ``None`` or empty is left as a marked blank.

    Attributes:
        parent: The body above the one that reports; left out where there is none.
        issuer: The body that reports.
        number: Number in its register, once it is registered.
        symbol: Symbol (``BC-SGDĐT``).
        place: Where the report is issued.
        day: When.
        to: Whom it is sent to ("Kính gửi").
        copies: Who else gets it, below "Như trên".
        filed: Who keeps it (``VT, GDPT``).
        authority: By what right it is signed (``KT. GIÁM ĐỐC``); left out where there is none.
        position: Position of the signer.
        signer: Name of the signer, left out of the repr.
    """

    parent: str | None = None
    issuer: str | None = None
    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    day: date | None = None
    to: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    filed: str | None = None
    authority: str | None = None
    position: str | None = None
    signer: str | None = field(default=None, repr=False)


@frozen(kw_only=True)
class ReportWords:
    """What people write into a report; each part is a row of paragraphs, none is a marked blank.

    Attributes:
        plan: Id or key of the plan that it is for; ``None`` for any.
        about: One line that says what the report is about ("trích yếu"); ``None`` for the usual.
        frame: Who reports to whom.
        tasks: Tasks done ("các nhiệm vụ đã triển khai").
        results: Results in words ("kết quả thực hiện").
        difficulties: Difficulties ("khó khăn, vướng mắc").
        solutions: Solutions ("giải pháp thực hiện").
        proposals: What is asked of others ("kiến nghị, đề xuất").
    """

    plan: str | None = None
    about: str | None = None
    frame: ReportFrame = ReportFrame()
    tasks: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    difficulties: tuple[str, ...] = ()
    solutions: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()


def _filled(part: Document[ReportFrame] | Document[ReportWords]) -> None:
    """A text that says nothing is no text: whoever leaves a part out leaves out its key."""
    for name, value in part:
        texts = value if isinstance(value, tuple) else (value,)
        if any(isinstance(text, str) and not text.strip() for text in texts):
            raise ValueError(f"{name} holds a text that says nothing; leave it out instead")


class ReportFramePart(Document[ReportFrame]):
    """The frame."""

    parent: str | None = None
    issuer: str | None = None
    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    day: date | None = None
    to: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    filed: str | None = None
    authority: str | None = None
    position: str | None = None
    signer: str | None = None

    def _to_value(self) -> ReportFrame:
        _filled(self)
        return ReportFrame(**dict(self))


class ReportWordsFile(Document[ReportWords]):
    """Format ``report-words/1``."""

    format: Literal["report-words/1"]
    plan: str | None = None
    about: str | None = None
    frame: ReportFramePart = ReportFramePart()
    tasks: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    difficulties: tuple[str, ...] = ()
    solutions: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()

    def _to_value(self) -> ReportWords:
        _filled(self)
        parts = {name: value for name, value in self if name != "format"}
        return ReportWords(**(parts | {"frame": self.frame.to_value()}))


def read_report_words(path: Path) -> ReportWords:
    """The words of a report in a ``.toml`` or ``.json`` file.

    Raises:
        DataError: The file cannot be read or is not in its format; names file and place.
    """
    return from_file(ReportWordsFile, path)


def write_report_words(words: ReportWords) -> str:
    """The text of a JSON file in format ``report-words/1``.

    Raises:
        EncodeError: A text holds half of a surrogate pair.
    """
    return document_text({"format": "report-words/1", **plain(words)})
