"""Pictures by the thousand, in one process or several."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice, repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Final, Literal, NamedTuple, overload

from cashless_edu_health import intake, vietqr
from cashless_edu_health.errors import DataError, EncodeError
from cashless_edu_health.render._caption import Caption
from cashless_edu_health.render._png import PRINT_SCALE, png
from cashless_edu_health.render._svg import svg

Kind = Literal["svg", "png"]
"""Kinds of picture that a batch makes."""

_SCALES: Final[Mapping[str, int]] = {"svg": 4, "png": PRINT_SCALE}
"""Default width of a module, as of the single calls."""

_CHUNK: Final = 100
"""Codes that a process gets at once."""

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
"""What Windows takes for a device, whatever follows the point."""


class _Order(NamedTuple):
    """One picture to make; ``key`` says which code of the caller it is."""

    key: str
    code: vietqr.VietQR | str
    caption: Caption | None


class _Made(NamedTuple):
    """The pictures of a chunk up to its first mistake, and that mistake."""

    pictures: list[bytes]
    mistake: EncodeError | None


@overload
def images(
    codes: Iterable[vietqr.VietQR | str],
    kind: Literal["svg"] = ...,
    *,
    captions: Iterable[Caption | None] | None = ...,
    scale: int | None = ...,
    workers: int = ...,
) -> Iterator[str]: ...
@overload
def images(
    codes: Iterable[vietqr.VietQR | str],
    kind: Literal["png"],
    *,
    captions: None = ...,
    scale: int | None = ...,
    workers: int = ...,
) -> Iterator[bytes]: ...
def images(
    codes: Iterable[vietqr.VietQR | str],
    kind: Kind = "svg",
    *,
    captions: Iterable[Caption | None] | None = None,
    scale: int | None = None,
    workers: int = 1,
) -> Iterator[str] | Iterator[bytes]:
    """Pictures of many codes, in their order, made while they are taken.

    Codes are read a little ahead of the picture that is taken, never all at once. Progress is
    the caller's: one step for each picture.

    Args:
        codes: Transfer codes, or texts as :func:`svg` takes them.
        kind: ``"svg"`` gives the text of documents as :func:`svg`, ``"png"`` bytes as
            :func:`png`.
        captions: One for each code or ``None`` for none; SVG only.
        scale: Width of a module in pixels; ``None`` takes the default of the kind.
        workers: Processes. With more than one, each starts a fresh interpreter that imports the
            caller's main module: guard it with ``if __name__ == "__main__":``. Starting them
            takes about as long as some hundred pictures.

    Raises:
        ValueError: No such kind, no process, or not as many captions as codes.
        EncodeError: A code that cannot be drawn; the path names it by its position,
            ``codes[17].code``, and all pictures before it are given first. Or captions for PNG.

    >>> made = images(["00020101021138", ""])
    >>> next(made)[:17]
    '<svg width="116" '
    >>> next(made)
    Traceback (most recent call last):
        ...
    cashless_edu_health.errors.EncodeError: codes[1].code: there is nothing to draw
    """
    paired = zip(codes, repeat(None) if captions is None else captions, strict=captions is not None)
    orders = (_Order(str(place), *pair) for place, pair in enumerate(paired))
    pictures = _pictures(orders, kind, scale, workers, captioned=captions is not None)
    return pictures if kind == "png" else (picture.decode() for picture in pictures)


def write_images(
    codes: Mapping[str, vietqr.VietQR | str],
    folder: Path,
    kind: Kind = "svg",
    *,
    captions: Mapping[str, Caption] | None = None,
    scale: int | None = None,
    workers: int = 1,
    written: Callable[[Path], object] | None = None,
) -> tuple[Path, ...]:
    """Write a file for each code into a folder: ``HD-0017`` becomes ``HD-0017.svg``.

    The folder is made where it is missing; a file of that name is replaced. Every file is there
    whole or not at all.

    Args:
        codes: Codes by the name of their file without its ending: 1 to 100 letters, digits,
            points, hyphens and underscores of ASCII, the first one a letter or digit.
        folder: Where to write.
        kind: ``"svg"`` or ``"png"``.
        captions: Captions by the same names; SVG only. A name without one gets none.
        scale: Width of a module in pixels; ``None`` takes the default of the kind.
        workers: Processes, as of :func:`images`.
        written: Called with each file once it is there, for progress.

    Raises:
        ValueError: No such kind, or no process.
        EncodeError: A name is no plain file name, or two differ in case alone: nothing is
            written. Or a code cannot be drawn: the path names it, ``codes[HD-0017].code``, and
            the files before it are written. Or captions for PNG.
        DataError: The folder cannot be made or a file not be written.
    """
    _check_names(codes)
    captions = {} if captions is None else captions
    orders = (_Order(name, code, captions.get(name)) for name, code in codes.items())
    pictures = _pictures(orders, kind, scale, workers, captioned=bool(captions))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"cannot be made: {error.strerror}", file=folder.name) from error
    paths = []
    for name, picture in zip(codes, pictures, strict=True):
        path = folder / f"{name}.{kind}"
        intake.write_whole(path, picture)
        paths.append(path)
        if written is not None:
            written(path)
    return tuple(paths)


def _check_names(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for place, name in enumerate(names):
        path = f"names[{place}]"
        folded = name.lower()
        if not _NAME.fullmatch(name) or _DEVICE.fullmatch(folded):
            raise EncodeError("is no plain file name", path=path)
        if folded in seen:  # one file on Windows and macOS
            raise EncodeError("differs from another name in case alone", path=path)
        seen.add(folded)


def _pictures(
    orders: Iterator[_Order], kind: Kind, scale: int | None, workers: int, *, captioned: bool
) -> Iterator[bytes]:
    """Check what can be checked at once, then make files as they are taken."""
    if kind not in _SCALES:
        raise ValueError("pictures are svg or png")
    if workers < 1:
        raise ValueError("workers is at least 1")
    if captioned and kind == "png":
        raise EncodeError("a PNG has none; take SVG", path="captions")
    pixels = _SCALES[kind] if scale is None else scale
    # One by one in this process, so that nothing is made before it is taken.
    size = 1 if workers == 1 else _CHUNK
    chunks = iter(lambda: list(islice(orders, size)), [])
    if workers == 1:
        return _unpacked(_drawn(chunk, kind, pixels) for chunk in chunks)
    return _unpacked(_in_processes(chunks, kind, pixels, workers))


def _unpacked(chunks: Iterable[_Made]) -> Iterator[bytes]:
    for pictures, mistake in chunks:
        yield from pictures
        if mistake is not None:
            raise mistake


def _in_processes(
    chunks: Iterable[list[_Order]], kind: Kind, scale: int, workers: int
) -> Iterator[_Made]:
    # Fresh interpreters: a copy of a process that runs threads may hang.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    waiting: deque[Future[_Made]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(_drawn, chunk, kind, scale))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _drawn(chunk: list[_Order], kind: Kind, scale: int) -> _Made:
    pictures: list[bytes] = []
    for key, code, caption in chunk:
        try:
            if kind == "png":
                pictures.append(png(code, scale=scale))
            else:
                pictures.append(svg(code, caption=caption, scale=scale).encode())
        except EncodeError as error:
            return _Made(pictures, EncodeError(error.reason, path=f"codes[{key}].{error.path}"))
    return _Made(pictures, None)
