"""Payment slips as PDF, by Typst; the only module that imports it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cashless_edu_health import intake
from cashless_edu_health.errors import DataError, EncodeError, MissingExtraError
from cashless_edu_health.messages import Language
from cashless_edu_health.render._logo import Logo, read_logo
from cashless_edu_health.render._matrix import matrix
from cashless_edu_health.render._slip_room import FORMS, is_roomy, label_width
from cashless_edu_health.render._slip_text import InvoiceText, Row, SlipText, slip_text
from cashless_edu_health.render._slip_words import SlipWords
from cashless_edu_health.render._slips import Slip, SlipSheet

if TYPE_CHECKING:
    import typst

TEMPLATE_DATA_VERSION: Final = 1
"""Version of the data that a template is given."""

_LEVELS: Final = bytes.maketrans(b"01", b"\xff\0")
_OURS: Final = "slips.typ"
_LONG_WORD: Final = re.compile(r"\S{25,}")
_TOO_MUCH: Final = re.compile(r"does not fit: ([0-9]+)")
_PLACE: Final = re.compile(r"┌─ \S*?:([0-9]+):([0-9]+)")
_PACKAGE: Final = re.compile(r"@[\w-]+/[\w-]+:[0-9]")


def slips_pdf(
    slips: Iterable[Slip],
    *,
    lang: Language = "vi",
    sheet: SlipSheet = SlipSheet.A4_4,
    strings: Mapping[str, str] | None = None,
    logo: bytes | None = None,
    template: Path | str | None = None,
    fonts: Iterable[Path] = (),
) -> bytes:
    """A PDF of slips, with cut marks where a sheet has several; needs the extra ``pdf``.

    The letters are those that come with Typst: the same slips give the same bytes on every
    machine. What does not fit a slip in the usual size is set smaller. The slips are taken one
    by one; memory grows with their number, by about 0.4 MB for each.

    Args:
        slips: What to print, in order.
        lang: Language of the labels; names and reasons stand as given.
        sheet: Paper, and slips on each.
        strings: Own words for labels, by the key in the catalogue's ``[slip]`` table
            (``"education.title"``, ``"check"``), or for purposes (``"purpose.skating"``).
        logo: A picture of the institution: PNG, JPEG or SVG.
        template: An own Typst template, a file or its text. It reads ``slips.json`` and may
            read what lies beside the file; nothing is fetched for it.
        fonts: Folders with fonts for an own template.

    Raises:
        EncodeError: There are no slips; a request that no payment code can carry; a label that
            slips do not have; a logo that is no picture; or a slip (by its position) that says
            more than its size holds.
        DataError: The template cannot be read, or Typst finds an error in it (with its place).
        MissingExtraError: Typst is not installed.
    """
    words = SlipWords(lang, strings or {})
    picture = None if logo is None else read_logo(logo)
    source, name, folder = _template(template)
    drawn = []
    for slip in slips:
        says = slip_text(slip, words)
        roomy = is_roomy(says, sheet.measures, logo=picture is not None)
        drawn.append(_slip_json(says, roomy=roomy))
    if not drawn:
        raise EncodeError("there are no slips", path="slips")
    page = {
        "version": TEMPLATE_DATA_VERSION,
        "lang": lang,
        "title": words.label("page-title"),
        "sheet": _sheet_json(sheet),
        "logo": _logo_json(picture),
    }
    data = f'{json.dumps(page)[:-1]}, "slips": [{",".join(drawn)}]}}'
    return _compiled(source, data, name, folder=folder, fonts=list(fonts))


def _compiled(source: str, data: str, name: str, *, folder: Path, fonts: list[Path]) -> bytes:
    try:
        import typst  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError("pdf") from None
    compile_: Any = typst.compile  # its stubs know of one file only
    files = {"main": source.encode(), "slips.json": data.encode()}
    try:
        document: bytes = compile_(
            files, format="pdf", root=folder, font_paths=fonts, ignore_system_fonts=True
        )
    except typst.TypstError as error:
        raise _explained(error, name) from None
    return document


def _explained(error: "typst.TypstError", name: str) -> DataError | EncodeError:
    if found := _TOO_MUCH.search(error.message):
        reason = "says more than a slip of this size holds; choose a larger sheet"
        return EncodeError(reason, path=f"slips[{found[1]}]")
    if name == _OURS:
        return EncodeError(f"the picture cannot be drawn ({error.message})", path="logo")
    place = _PLACE.search(error.diagnostic)
    path = f"line {place[1]}, column {place[2]}" if place else ""
    return DataError(" ".join(error.message.split()), file=name, path=path)


def _template(template: Path | str | None) -> tuple[str, str, Path]:
    """Source and name of the template, and the folder whose files it may read."""
    ours = Path(str(resources.files("cashless_edu_health").joinpath("data", "slips")))
    if template is None:
        return (ours / _OURS).read_text(encoding="utf-8"), _OURS, ours
    if isinstance(template, str):
        name, folder, data = "template", ours, template.encode("utf-8", "surrogatepass")
    else:
        name, folder, data = template.name, template.parent, intake.file_bytes(template)
    try:
        source = data.decode()
    except UnicodeDecodeError:
        raise DataError("is not UTF-8", file=name) from None
    if package := _PACKAGE.search(source):
        line = source.count("\n", 0, package.start()) + 1
        raise DataError("packages are not fetched", file=name, path=f"line {line}")
    return source, name, folder


def _sheet_json(sheet: SlipSheet) -> Mapping[str, object]:
    sizes = sheet.measures
    form = FORMS[sizes.layout]
    return {
        "name": sheet.value,
        "layout": sizes.layout,
        "page": [sizes.width, sizes.height],
        "columns": sizes.columns,
        "rows": sizes.rows,
        "slip": sizes.slip,
        "inset": form.inset,
        "code": form.code,
        "sizes": form.sizes,
    }


def _logo_json(logo: Logo | None) -> Mapping[str, object] | None:
    return None if logo is None else {"format": logo.format, "bytes": list(logo.data)}


def _slip_json(slip: SlipText, *, roomy: bool) -> str:
    rows = matrix(slip.payload)
    pixels = "".join(rows).encode().translate(_LEVELS)
    values = {
        "institution": _breakable(slip.institution),
        "title": _breakable(slip.title),
        "rows": list(_pairs(slip.rows)),
        "invoices": [_invoice_json(invoice) for invoice in slip.invoices],
        "total": [slip.total.label, slip.total.value],
        "words": slip.words,
        "pay": list(_pairs(slip.pay)),
        "memo": _breakable(slip.memo),
        "groups": slip.groups,
        "check": [_breakable(slip.check.label), _breakable(slip.check.value)],
        "roomy": roomy,
        "label-width": round(label_width(slip), 2),
        "code": {"side": len(rows), "pixels": list(pixels), "alt": slip.code},
    }
    return json.dumps(values)


def _invoice_json(invoice: InvoiceText) -> Mapping[str, object]:
    return {
        "heading": _breakable(invoice.heading),
        "lines": list(_pairs(invoice.lines)),
        "totals": list(_pairs(invoice.totals)),
    }


def _pairs(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        yield _breakable(row.label), _breakable(row.value)


def _breakable(words: str) -> str:
    """The text with places to break a line in words too long for one."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(word[0]), words)
