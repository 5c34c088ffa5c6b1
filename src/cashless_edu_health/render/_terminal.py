"""Payment codes in a terminal."""

from typing import Final

from cashless_edu_health import vietqr
from cashless_edu_health.render._matrix import QUIET_ZONE, matrix

_BLACK_ON_WHITE: Final = "\x1b[38;5;16;48;5;231m"
"""The two colours of the 256 that no theme changes."""

_PLAIN: Final = "\x1b[0m"
_BLOCKS: Final = {"00": " ", "01": "▄", "10": "▀", "11": "█"}
"""Upper and lower module as the ink of one character."""

_SWAPPED: Final = str.maketrans("01", "10")


def terminal(code: vietqr.VietQR | str, *, colour: bool = True) -> str:
    """The QR symbol of a payment code as lines of text, two rows of modules to a line.

    Half blocks in a monospaced font are about square. With its quiet zone the symbol of an
    ordinary code is 49 characters wide; a terminal must not break its lines.

    Args:
        code: A transfer code, or the text of any code, at most 512 characters, drawn as it is.
        colour: Black on white by escape codes, right on any background. ``False`` draws the light
            modules as ink, without escape codes: right on a dark background only.

    Raises:
        EncodeError: The text is empty, longer than 512 characters or not Unicode.

    >>> print(terminal("00020101021138", colour=False).splitlines()[2][:12])
    ████ ▄▄▄▄▄ █
    """
    rows = matrix(code)
    side = len(rows) + 2 * QUIET_ZONE
    margin = "0" * QUIET_ZONE
    light = ["0" * side]
    # A side is odd: one more light row fills the last line.
    lines = light * QUIET_ZONE + [f"{margin}{row}{margin}" for row in rows]
    lines += light * (QUIET_ZONE + 1)
    if not colour:
        lines = [line.translate(_SWAPPED) for line in lines]
    before, behind = (_BLACK_ON_WHITE, _PLAIN) if colour else ("", "")
    return "\n".join(
        before + "".join(_BLOCKS[a + b] for a, b in zip(upper, lower, strict=True)) + behind
        for upper, lower in zip(lines[::2], lines[1::2], strict=True)
    )
