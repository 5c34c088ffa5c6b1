"""The empty form as a file: CSV that a spreadsheet opens in Vietnamese, or a workbook."""

import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from cashless_edu_health import intake, messages
from cashless_edu_health.documents._form import ColumnKind, Form, FormColumn
from cashless_edu_health.documents._form_read import GUIDE, SHEET
from cashless_edu_health.errors import EncodeError, MissingExtraError
from cashless_edu_health.institutions import Institution
from cashless_edu_health.messages import Language

_BOM: Final = "\ufeff"
"""Without it spreadsheets read UTF-8 as the code page of the machine."""

_SPARE_ROWS: Final = 200
"""Rows of a workbook made ready beyond those of the institutions given."""

_LONGEST_LIST: Final = 255
"""Characters that a list of choices may have in a workbook."""

_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook has no zones
"""Written as the time of making, so that one form is one file."""


def write_form_csv(
    form: Form, institutions: Iterable[Institution] = (), *, lang: Language = "vi"
) -> str:
    """The text of an empty form as CSV: a row of labels, a row of keys, a row each.

    It starts with a byte order mark; cells that a spreadsheet would compute are disarmed.

    Args:
        form: The form.
        institutions: The institutions to ask; their codes and attributes are filled in. None:
            one row with the plan and the window.
        lang: Language of the labels and words.

    Raises:
        EncodeError: A name holds a NUL character or half of a surrogate pair.
    """
    keys = [column.key for column in form.columns]
    rows = [
        [_shown(filled.get(column.key), column, lang) for column in form.columns]
        for filled in _rows(form, institutions)
    ]
    labels = [column.label(lang) for column in form.columns]
    return _BOM + intake.csv_text(labels, [keys, *rows])


def _rows(form: Form, institutions: Iterable[Institution]) -> list[Mapping[str, object]]:
    given = [filled_in(form, one) for one in sorted(institutions, key=lambda one: one.id)]
    return given or [_asked(form)]


def _asked(form: Form) -> dict[str, object]:
    return {
        "plan": form.plan_id,
        "paid_from": form.window.first,
        "paid_to": form.window.last,
    }


def filled_in(form: Form, institution: Institution) -> Mapping[str, object]:
    """What the register already says of an institution, by column key."""
    said: dict[str, object] = {
        "id": institution.id,
        "name": institution.name,
        "sector": institution.sector.value,
        "type": institution.type,
        "tier": institution.tier,
        "area_class": institution.area_class,
        "ownership": institution.ownership,
        "version": 1,
        **{f"code.{name}": code for name, code in institution.codes.items()},
        **{f"tag.{tag}": True for tag in institution.tags},
    }
    keys = {column.key for column in form.columns}
    return _asked(form) | {key: value for key, value in said.items() if key in keys}


def _shown(value: object, column: FormColumn, lang: Language) -> str | int | None:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, str) and value in column.choices:
        return column.words(lang)[column.choices.index(value)]
    return value if isinstance(value, int | str) else None


def write_form_xlsx(
    form: Form, institutions: Iterable[Institution] = (), *, lang: Language = "vi"
) -> bytes:
    """An empty form as a workbook: typed cells, lists of choices, clauses as comments.

    Args:
        form: The form.
        institutions: As for :func:`write_form_csv`.
        lang: Language of the labels and words.

    Raises:
        EncodeError: A text that no workbook can hold.
        MissingExtraError: The extra ``xlsx`` is not installed.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise MissingExtraError("xlsx") from None
    rows = _rows(form, institutions)
    _check_texts(rows)
    out = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, settings)
    book.set_properties({"created": _MADE})
    _fill(book, form, rows, lang)
    _guide(book, form, lang)
    book.close()
    return out.getvalue()


def _check_texts(rows: Iterable[Mapping[str, object]]) -> None:
    for row in rows:
        for key, value in row.items():
            if isinstance(value, str) and any(ord(c) < ord(" ") or _half(c) for c in value):
                raise EncodeError("a character that no workbook can hold", path=key)


def _half(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


def _fill(book: Any, form: Form, rows: list[Mapping[str, object]], lang: Language) -> None:
    page = book.add_worksheet(SHEET)
    wrapped = {"text_wrap": True, "valign": "top", "border": 1}
    heading = book.add_format({**wrapped, "bold": True, "bg_color": "#E8EEF7"})
    must = book.add_format({**wrapped, "bold": True, "bg_color": "#FBE9D0"})
    key_row = book.add_format({"font_color": "#777777", "italic": True, "font_size": 8})
    formats = {
        ColumnKind.DATE: book.add_format({"num_format": "dd/mm/yyyy"}),
        ColumnKind.WHOLE: book.add_format({"num_format": "#,##0"}),
    }
    as_text = book.add_format({"num_format": "@"})
    last = len(rows) + _SPARE_ROWS + 1
    for place, column in enumerate(form.columns):
        style = formats.get(column.kind, as_text)
        page.set_column(place, place, _width(column), style)
        page.write_string(0, place, column.label(lang), must if column.required else heading)
        page.write_string(1, place, column.key, key_row)
        if column.clauses:
            note = messages.text("form.clauses", lang, clauses="; ".join(column.clauses))
            page.write_comment(0, place, note, {"author": "", "x_scale": 2})
        validation = _validation(column, lang)
        if validation:
            page.data_validation(2, place, last, place, validation)
        for line, row in enumerate(rows, start=2):
            _write(page, line, place, row.get(column.key), column, style, lang)
    page.set_row(0, 75)
    keys = [column.key for column in form.columns]
    page.freeze_panes(2, keys.index("name") + 1)


def _write(
    page: Any,
    line: int,
    place: int,
    value: object,
    column: FormColumn,
    style: Any,
    lang: Language,
) -> None:
    if isinstance(value, date):
        page.write_datetime(line, place, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001
    elif isinstance(value, int) and not isinstance(value, bool):
        page.write_number(line, place, value, style)
    else:
        shown = _shown(value, column, lang)
        if shown is not None:
            page.write_string(line, place, str(shown), style)


def _width(column: FormColumn) -> int:
    if column.key == "name":
        return 34
    return {ColumnKind.YES_NO: 12, ColumnKind.DATE: 12, ColumnKind.WHOLE: 16}.get(column.kind, 18)


def _validation(column: FormColumn, lang: Language) -> Mapping[str, object] | None:
    if column.choices:
        words = [word for word in column.words(lang) if "," not in word]
        if len(words) < len(column.choices) or len(",".join(words)) > _LONGEST_LIST:
            return None
        return {"validate": "list", "source": words}
    if column.kind is ColumnKind.WHOLE:
        return {"validate": "integer", "criteria": ">=", "value": 0}
    if column.kind is ColumnKind.DATE:
        return {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
    return None


def _guide(book: Any, form: Form, lang: Language) -> None:
    """A sheet that says how to fill the form in, with every choice of every column."""
    page = book.add_worksheet(GUIDE)
    page.set_column(0, 0, 48)
    page.set_column(1, 1, 110)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for line in range(_GUIDE_LINES):
        page.write_string(line, 0, messages.text(f"form-guide.{line + 1}", lang), wrapped)
    for line, column in enumerate(form.columns, start=_GUIDE_LINES + 1):
        page.write_string(line, 0, column.label(lang), wrapped)
        told = "; ".join((*column.words(lang), *column.clauses))
        page.write_string(line, 1, told, wrapped)


_GUIDE_LINES: Final = 6
