"""Run payload vectors against the public API: ``python tests/conformance/vectors.py FILE``.

FILE is JSON, a list of vectors or a table with the key ``vectors``. A vector has ``payload``
and ``expect``: ``read`` (the decoded tree equals ``fields.tags`` and the checksum holds) or
``refuse`` (``vietqr.parse`` raises and ``vietqr.check`` has an error). Prints a line for each
vector that fails and ``N passed, N failed`` at the end; exit code 1 when any fails.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cashless_edu_health import emvco, vietqr
from cashless_edu_health.errors import DecodeError


def tags(template: emvco.Template) -> dict[str, Any]:
    return {
        item.id: item.value if isinstance(item.value, str) else tags(item.value)
        for item in template
    }


def fault_in_reading(payload: str, expected: object) -> str | None:
    try:
        tree = emvco.decode(payload)
    except DecodeError as error:
        return f"does not decode: {error}"
    if tags(tree) != expected:
        return "the decoded tree is another one"
    if payload[-8:-4] != "6304" or payload[-4:].upper() != emvco.crc16(payload[:-4]):
        return "the checksum does not hold"
    return None


def fault_in_refusing(payload: str) -> str | None:
    try:
        vietqr.parse(payload)
    except DecodeError:
        pass
    else:
        return "parse reads it"
    return "check finds no error" if vietqr.check(payload).ok else None


def fault(vector: Mapping[str, Any]) -> str | None:
    """Why a vector fails; ``None`` when it passes."""
    if vector["expect"] == "read":
        return fault_in_reading(vector["payload"], vector["fields"]["tags"])
    if vector["expect"] == "refuse":
        return fault_in_refusing(vector["payload"])
    return "expect is neither read nor refuse"


def run(file: Path) -> int:
    content = json.loads(file.read_text(encoding="utf-8"))
    vectors = content["vectors"] if isinstance(content, dict) else content
    failed = 0
    for number, vector in enumerate(vectors, start=1):
        try:
            found = fault(vector)
        except (KeyError, TypeError, AttributeError) as error:
            found = f"is no vector: {type(error).__name__}"
        if found is not None:
            failed += 1
            print(f"vector {number}: {found}")
    print(f"{len(vectors) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python tests/conformance/vectors.py FILE")
    sys.exit(run(Path(sys.argv[1])))
