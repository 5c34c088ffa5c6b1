"""What XML can carry."""

import re
from typing import Final

from cashless_edu_health.errors import EncodeError

_NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot carry, escaped or not."""


def check_xml(text: str, path: str) -> None:
    """Refuse a text that no XML document can hold.

    Raises:
        EncodeError: It has such a character; the path is the given one.
    """
    if _NOT_XML.search(text):
        raise EncodeError("holds a character that XML cannot carry", path=path)
