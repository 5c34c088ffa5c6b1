"""Ids of entries that have none of their own."""

import hashlib
from collections import Counter
from datetime import datetime
from typing import Final

from attrs import define, field

from cashless_edu_health.accounts import Account

_BYTES: Final = 12
"""96 bits: two of a billion entries share an id once in 10^11 files."""


@define
class Numbering:
    """Makes ids from what an entry says, so that reading a file again gives the same ids.

    An id hangs on account, bank reference, time, amount and memo, and on how many entries with
    all of these came before it; not on the line. So it survives another order of the lines and
    other lines beside it.

    Attributes:
        prefix: What the ids begin with.
    """

    prefix: str
    _seen: Counter[bytes] = field(factory=Counter)

    def id(
        self, account: Account, reference: str | None, at: datetime, amount: int, memo: str
    ) -> str:
        """The id of the next entry."""
        parts = (account.acquirer_id, account.number, reference or "", at.isoformat())
        digest = hashlib.blake2b(digest_size=_BYTES)
        for part in (*parts, str(amount), memo):
            said = part.encode("utf-8", "surrogatepass")
            digest.update(len(said).to_bytes(8) + said)
        content = digest.digest()
        self._seen[content] += 1
        digest.update(self._seen[content].to_bytes(8))
        return f"{self.prefix}-{digest.hexdigest()}"
