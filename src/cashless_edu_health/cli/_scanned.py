"""Photos and payload files, each with the answer about its code."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from attrs import frozen

from cashless_edu_health import intake, registry, scan, vietqr
from cashless_edu_health.accounts import AccountBook
from cashless_edu_health.cli._show import Lang, label, report_json
from cashless_edu_health.errors import DataError
from cashless_edu_health.findings import Severity
from cashless_edu_health.vietqr import Issued, Verdict, Verification

_TEXT: Final = ".txt"
_LEFT_BY_SYSTEMS: Final = frozenset({"Thumbs.db", "desktop.ini"})
_RANKS: Final = {verdict: rank for rank, verdict in enumerate(Verdict)}


@frozen
class Row:
    """One photo, or one payload of a text file, and the answer about it.

    ``answer`` is a verdict's stable word, or ``no-code``, ``several-codes``, ``not-opened``.
    """

    file: str
    answer: str
    verifications: tuple[Verification, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there is one code, and it is genuine."""
        return self.answer == Verdict.GENUINE

    @property
    def order(self) -> tuple[bool, int, str]:
        """What is not genuine first, worst first; photos without a code as broken codes."""
        ranks = [_RANKS[one.verdict] for one in self.verifications]
        return self.ok, min(ranks, default=_RANKS[Verdict.UNREADABLE]), self.file

    def title(self, lang: Lang) -> str:
        """The answer in words."""
        if len(self.verifications) == 1:
            return self.verifications[0].message(lang.code)
        return label(f"audit.{self.answer}", lang, count=len(self.verifications))

    def details(self, lang: Lang) -> list[str]:
        """What differs, what else was found, and the rows of the book that are paid."""
        if len(self.verifications) == 1:
            return list(dict.fromkeys(_lines(self.verifications[0], lang)))
        lines = []
        for number, one in enumerate(self.verifications, start=1):
            lines += [f"{number}. {one.message(lang.code)}", *dict.fromkeys(_lines(one, lang))]
        return lines

    def json(self, lang: Lang) -> dict[str, object]:
        """The answer for programs."""
        codes = [verification_json(one, lang) for one in self.verifications]
        return {"file": self.file, "ok": self.ok, "answer": self.answer, "codes": codes}


def _lines(verification: Verification, lang: Lang) -> Iterator[str]:
    shown = {difference.path for difference in verification.differences}
    yield from (difference.message(lang.code) for difference in verification.differences)
    for finding in verification.report.findings:
        if finding.path not in shown and finding.rule.severity is not Severity.INFO:
            yield finding.message(lang.code)
    if verification.registered:
        ids = ", ".join(row.id for row in verification.registered)
        yield label("audit.registered", lang, ids=ids)


def verification_json(verification: Verification, lang: Lang) -> dict[str, object]:
    """Verdicts, differences with both values, and the report."""
    return {
        "verdict": verification.verdict.value,
        "verdicts": [verdict.value for verdict in verification.verdicts],
        "differences": [
            {
                "path": difference.path,
                "field": difference.field,
                "expected": difference.expected,
                "scanned": difference.scanned,
                "message": difference.message(lang.code),
            }
            for difference in verification.differences
        ],
        "registered": [row.id for row in verification.registered],
        "report": report_json(verification.report, lang),
    }


@frozen
class Comparison:
    """What scanned texts are held against."""

    expected: Issued | None
    book: AccountBook | None
    institution_id: str | None
    on: date

    def row(self, file: str, texts: tuple[str, ...]) -> Row:
        """The answer about a photo on which these texts were found."""
        found = tuple(
            vietqr.verify(
                text,
                expected=self.expected,
                accounts=self.book,
                institution_id=self.institution_id,
                banks=registry.banks(),
                on=self.on,
            )
            for text in texts
        )
        if len(found) == 1:
            return Row(file, found[0].verdict.value, found)
        return Row(file, "several-codes" if found else "no-code", found)

    def rows(self, path: Path, name: str) -> Iterator[Row]:
        """The answer about a photo, or one about each line of a text file.

        Raises:
            DataError: The file cannot be opened.
        """
        if path.suffix.lower() != _TEXT:
            yield self.row(name, scan.codes(path))
            return
        lines = _payloads(path)
        for number, line in enumerate(lines, start=1):
            yield self.row(name if len(lines) == 1 else f"{name}:{number}", (line,))
        if not lines:
            yield self.row(name, ())


def _payloads(path: Path) -> list[str]:
    """The lines of a text file that hold something."""
    try:
        text = intake.file_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError("is not utf-8", file=path.name) from None
    return [line.strip() for line in text.split("\n") if line.strip()]


def counters(folder: Path, *, but: set[Path | None]) -> Iterator[Path]:
    """Every file below a folder that someone put there, in order.

    Raises:
        DataError: It is no folder, or holds nothing.
    """
    if not folder.is_dir():
        raise DataError("is no folder", file=folder.name)
    left_out = {path.resolve() for path in but if path is not None}
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.resolve() not in left_out
        and path.name not in _LEFT_BY_SYSTEMS
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    if not files:
        raise DataError("holds no photo and no .txt payload", file=folder.name)
    yield from files


def scanned_file(scanned: str) -> Path | None:
    """The file that an argument names; ``None`` when it is the text of a code itself."""
    path = Path(scanned)
    if path.suffix.lower() in {_TEXT, *scan.SUFFIXES}:
        return path
    try:
        return path if path.is_file() else None
    except OSError:  # too long for a file name
        return None
