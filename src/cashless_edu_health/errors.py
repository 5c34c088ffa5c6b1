"""Every exception that this library raises on purpose.

An exception says that the caller cannot go on; everything short of that is a finding
(:mod:`cashless_edu_health.findings`). No message quotes a person's data, an account or
an amount: it names the place.

::

    CashlessError
     ├── DecodeError (ValueError)        a scanned text is not what it claims to be
     │    └── ChecksumError              its checksum does not hold
     ├── EncodeError (ValueError)        a value that the format cannot carry
     ├── DataError (ValueError)          a file or message of ours is wrong
     ├── SignatureError (ValueError)     a message cannot be shown to come from its sender
     ├── UnknownBankError (LookupError)  no bank, or more than one, by that name
     ├── UnknownPlanError (LookupError)  no plan by that id or key
     ├── UnknownLayoutError (LookupError) no statement layout by that name
     ├── LedgerError (RuntimeError)      the store of a ledger cannot be used
     ├── MissingExtraError (ImportError) an optional dependency is not installed
     └── FindingsError                   a report with errors was asked to raise; in ``findings``

>>> raise DecodeError("the length runs past the end", path="38.01", offset=26)
Traceback (most recent call last):
    ...
cashless_edu_health.errors.DecodeError: 38.01 (character 26): the length runs past the end
"""

__all__ = [
    "CashlessError",
    "ChecksumError",
    "DataError",
    "DecodeError",
    "EncodeError",
    "LedgerError",
    "MissingExtraError",
    "SignatureError",
    "UnknownBankError",
    "UnknownLayoutError",
    "UnknownPlanError",
]


class CashlessError(Exception):
    """Root of every exception raised on purpose by this library. Never raised itself.

    Every exception survives ``pickle`` and ``copy``, so that it can leave a worker process.
    """

    def __reduce__(self) -> tuple[object, ...]:
        # BaseException would call the class with ``args``; our constructors take keywords.
        return _rebuilt, (type(self), self.args), self.__dict__


def _rebuilt(kind: type[CashlessError], args: tuple[object, ...]) -> CashlessError:
    return kind.__new__(kind, *args)


class DecodeError(CashlessError, ValueError):
    """A scanned text cannot be read.

    Attributes:
        reason: What is wrong, in English, without the text itself.
        path: The data object, as ids joined by dots (``"38.01"``); ``""`` is the root.
        offset: Index of the first offending character in the whole text, from 0.
    """

    def __init__(self, reason: str, *, path: str = "", offset: int = 0) -> None:
        super().__init__(reason, path, offset)
        self.reason = reason
        self.path = path
        self.offset = offset

    def __str__(self) -> str:
        return f"{self.path or 'root'} (character {self.offset}): {self.reason}"


class ChecksumError(DecodeError):
    """The checksum of a scanned text does not hold."""


class EncodeError(CashlessError, ValueError):
    """A value cannot be written in the format.

    Attributes:
        reason: What is wrong, in English, without the value itself.
        path: The field that holds the value.
    """

    def __init__(self, reason: str, *, path: str) -> None:
        super().__init__(reason, path)
        self.reason = reason
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class DataError(CashlessError, ValueError):
    """A file or a message is not as its format demands.

    Attributes:
        reason: What is wrong, in English, without the offending value.
        file: Name of the file or message.
        path: The place inside it (``"targets[3].cite"``, ``"line 17, amount"``); may be ``""``.
    """

    def __init__(self, reason: str, *, file: str, path: str = "") -> None:
        super().__init__(reason, file, path)
        self.reason = reason
        self.file = file
        self.path = path

    def __str__(self) -> str:
        place = f"{self.file}: {self.path}" if self.path else self.file
        return f"{place}: {self.reason}"


class SignatureError(CashlessError, ValueError):
    """A message cannot be shown to come from its sender; nothing in it may be used or kept.

    Attributes:
        reason: What is missing or does not hold, in English, without any part of the message.
        channel: By what the message is said to come (``"sepay"``).
    """

    def __init__(self, reason: str, *, channel: str) -> None:
        super().__init__(reason, channel)
        self.reason = reason
        self.channel = channel

    def __str__(self) -> str:
        return f"{self.channel}: {self.reason}"


class _UnknownNameError(CashlessError, LookupError):
    """A look-up by name found nothing, or more than one thing.

    Attributes:
        query: What was asked for.
        candidates: What was near it, best first; more than one exact hit when ambiguous.
        ambiguous: True when several rows fit the query exactly.
    """

    _kind = "name"

    def __init__(
        self, query: str, candidates: tuple[str, ...] = (), *, ambiguous: bool = False
    ) -> None:
        super().__init__(query, candidates, ambiguous)
        self.query = query
        self.candidates = candidates
        self.ambiguous = ambiguous

    def __str__(self) -> str:
        what = f"{'ambiguous' if self.ambiguous else 'unknown'} {self._kind} {self.query!r}"
        return f"{what}; candidates: {', '.join(self.candidates)}" if self.candidates else what


class UnknownBankError(_UnknownNameError):
    """No bank, or more than one, answers to that BIN, code or name."""

    _kind = "bank"


class UnknownPlanError(_UnknownNameError):
    """No plan has that id or key."""

    _kind = "plan"


class UnknownLayoutError(_UnknownNameError):
    """No statement layout has that name."""

    _kind = "statement layout"


class LedgerError(CashlessError, RuntimeError):
    """The store of a ledger cannot be used; nothing of the unfinished step is kept.

    Attributes:
        reason: What went wrong, in English, without what was to be stored.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MissingExtraError(CashlessError, ImportError):
    """An optional dependency is needed.

    Attributes:
        extra: The extra to install, as in ``pip install 'cashless-edu-health[cli]'``.
    """

    def __init__(self, extra: str) -> None:
        super().__init__(extra)
        self.extra = extra

    def __str__(self) -> str:
        return f"this needs an extra: pip install 'cashless-edu-health[{self.extra}]'"
