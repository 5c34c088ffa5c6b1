"""``cashless qr images``: pictures of many codes, and what making one shares with it."""

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import typer

from cashless_edu_health import documents, intake, payments, registry, render, vietqr
from cashless_edu_health.cli._options import RequestsOption
from cashless_edu_health.cli._show import (
    Format,
    FormatOption,
    Lang,
    LangOption,
    UsageError,
    console,
    label,
    progress,
    show_json,
)
from cashless_edu_health.errors import DataError, DecodeError
from cashless_edu_health.vietqr import Profile

_ALONE: Final = 2_000
"""Fewer pictures than this are drawn before further processes have started."""

ScaleOption = Annotated[int | None, typer.Option("--scale", min=1, max=100)]
CaptionOption = Annotated[bool, typer.Option("--caption")]


def images(
    out: Annotated[Path, typer.Option("--out")],
    requests: RequestsOption = None,
    payloads: Annotated[Path | None, typer.Option("--payloads")] = None,
    png: Annotated[bool, typer.Option("--png")] = False,
    scale: ScaleOption = None,
    caption: CaptionOption = False,
    workers: Annotated[int | None, typer.Option("--workers", min=1)] = None,
    lang: LangOption = Lang.VI,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Draw the codes of many requests."""
    if (requests is None) == (payloads is None):
        raise UsageError("--requests, --payloads", "one-of-two")
    if caption and (png or requests is None):
        raise UsageError("--caption", "caption-of-requests")
    asked = {} if requests is None else _requested(requests)
    codes: Mapping[str, vietqr.VietQR | str] = asked if payloads is None else _read(payloads)
    captions = {name: _caption(code, lang) for name, code in asked.items()} if caption else None
    cores = 1 if len(codes) < _ALONE else os.cpu_count() or 1
    write = partial(render.write_images, captions=captions, scale=scale, workers=workers or cores)
    with progress(label("pictures.drawing", lang), len(codes)) as step:
        paths = write(codes, out, "png" if png else "svg", written=step)
    if format_ is Format.JSON:
        show_json({"folder": str(out), "files": [path.name for path in paths]})
        return
    typer.echo(label("pictures.written", lang, count=len(paths), folder=str(out)))


def write_one(
    code: vietqr.VietQR, path: Path, *, scale: int | None, caption: bool, lang: Lang
) -> None:
    """Write one code to a file; its ending says what kind of picture.

    Raises:
        UsageError: Another ending than .svg and .png, or a caption for a PNG.
    """
    kind = path.suffix.lower()
    if kind == ".png" and not caption:
        render.png(code, path, scale=scale or render.PRINT_SCALE)
    elif kind == ".png":
        raise UsageError("--caption", "caption-in-svg")
    elif kind == ".svg":
        said = _caption(code, lang) if caption else None
        render.svg(code, path, caption=said, scale=scale or 4)
    else:
        raise UsageError("--out", "picture-ending")


def show_code(code: vietqr.VietQR, lang: Lang) -> None:
    """Draw a code in the terminal, or say that it is too narrow."""
    out = console()
    drawn = render.terminal(code, colour=out.is_terminal and not out.no_color)
    columns = len(render.terminal(code, colour=False).split("\n", 1)[0])
    if columns > out.width:
        console(stderr=True).print(label("pictures.narrow", lang, columns=columns))
    else:
        typer.echo(drawn, color=True)


def _requested(path: Path) -> Mapping[str, vietqr.VietQR]:
    """The codes of a file of requests, by their references."""
    asks = documents.read_requests(path)
    return dict(zip((ask.reference for ask in asks), payments.requests(asks), strict=True))


def _read(path: Path) -> Mapping[str, str]:
    """The payloads of a text file, each of a scheme known here and whole, by their lines."""
    try:
        text = intake.file_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError("is not utf-8", file=path.name) from None
    lines = [line.strip() for line in text.split("\n")]
    codes = {f"{number:05}": line for number, line in enumerate(lines, start=1) if line}
    for number, payload in codes.items():
        try:
            vietqr.parse(payload, profile=Profile.AUTO)
        except DecodeError as error:
            place = f"line {int(number)}"
            raise DataError(f"is no payment code: {error}", file=path.name, path=place) from None
    return codes


def _caption(code: vietqr.VietQR, lang: Lang) -> render.Caption:
    bank = registry.banks().get(code.account.acquirer_id)
    name = code.account.acquirer_id if bank is None else bank.short_name
    return render.Caption.of(code, bank=name, lang=lang.code)
