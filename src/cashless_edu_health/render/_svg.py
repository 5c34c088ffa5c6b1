"""SVG pictures of payment codes."""

import re
from html import escape
from pathlib import Path
from typing import Final

from cashless_edu_health import intake, vietqr
from cashless_edu_health.render._caption import Caption, caption_svg, check_caption
from cashless_edu_health.render._masks import Rows
from cashless_edu_health.render._matrix import QUIET_ZONE, check_scale, matrix
from cashless_edu_health.render._xml import check_xml

_RUN: Final = re.compile("0*1+")
"""Light modules, then the dark ones behind them."""


class _Strokes(dict[str, str]):
    """A run as path data: move over what is light, draw what is dark. Few runs differ."""

    def __missing__(self, run: str) -> str:
        dark = run.count("1")
        light = len(run) - dark
        self[run] = stroke = f"m{light} 0h{dark}" if light else f"h{dark}"
        return stroke


_STROKES: Final = _Strokes()


def svg(
    code: vietqr.VietQR | str,
    path: Path | None = None,
    *,
    title: str | None = None,
    caption: Caption | None = None,
    scale: int = 4,
) -> str:
    """The QR symbol of a payment code as an SVG document.

    Error correction level M, dark on white, four modules of quiet zone, never a Micro QR:
    what the cameras of banking apps expect. The picture holds the code and, only if asked
    for, a title and a caption; no name, and without a caption no amount in clear.

    Args:
        code: A transfer code, or the text of any code, at most 512 characters; a text is
            drawn as it is: have it checked first (:func:`cashless_edu_health.vietqr.check`).
        path: File to write the document to, as UTF-8, whole or not at all; ``None`` writes none.
        title: Accessible name of the picture; readers of the file see it.
        caption: Lines of text beneath the symbol, which then is higher than wide.
        scale: Width of a module in pixels, 1 to 1,000; a style sheet may set another size.

    Raises:
        EncodeError: The text is empty, longer than 512 characters or not Unicode; the title
            has characters that XML cannot carry; the caption says something else than the code;
            or the scale is out of its range.
        DataError: The file cannot be written.
    """
    if title is not None:
        check_xml(title, "title")
    check_scale(scale)
    if caption is not None:
        check_caption(caption, code)
    document = _document(matrix(code), title, caption, scale)
    if path is not None:
        intake.write_whole(path, document.encode())
    return document


def _document(rows: Rows, title: str | None, caption: Caption | None, scale: int) -> str:
    side = len(rows) + 2 * QUIET_ZONE
    text, below = ("", 0) if caption is None else caption_svg(caption, side)
    height = side + below
    named = "" if title is None else f"<title>{escape(title)}</title>"
    # One path, so that rows that touch leave no seam. Not shape-rendering="crispEdges": browsers
    # then print lines that are thin on the page as hairlines.
    return (
        f'<svg width="{side * scale}" height="{height * scale}" '
        f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {height}">{named}'
        f'<path fill="#fff" d="M0 0h{side}v{height}h-{side}z"/>'
        f'<path stroke="#000" d="{_strokes(rows)}"/>{text}</svg>'
    )


def _strokes(rows: Rows) -> str:
    """Path data of all dark modules: each run of a row is a line as thick as a module."""
    return "".join(
        f"M{QUIET_ZONE} {y}.5" + "".join(map(_STROKES.__getitem__, _RUN.findall(row)))
        for y, row in enumerate(rows, start=QUIET_ZONE)
    )
