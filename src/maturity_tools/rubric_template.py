"""The empty workbook of a standard: every sheet and heading, lists to choose from, explanations."""

import io
import re
from collections.abc import Iterable
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from maturity_core.words import say
from maturity_tools.parts import zipped
from maturity_tools.rubric_sheet import SHEETS, Field, choices_of, fields_of
from maturity_tools.sheet_tables import LANGUAGES, heading_of

__all__ = ["template"]

_LAST_ROW = 1000  # so far the lists to choose from reach
_NARROW, _WIDE = 14, 40
_WIDE_KINDS = frozenset({"texts", "lines"})
_WIDE_NAMES = frozenset({"name", "title", "condition", "issuer", "aspect"})
_TEXT = "@"
_HEAD = PatternFill("solid", fgColor="DDEBF7")
_NEEDED = PatternFill("solid", fgColor="FFE699")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_MOMENT = "1980-01-01T00:00:00Z"


def template(language: str) -> bytes:
    """Return the workbook to fill in, with sheets and headings in ``"zh"`` or ``"en"``.

    Every call gives the same bytes. `rubric_sheet.rubric_tree_of` reads what was filled in.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _help(workbook.create_sheet(heading_of("help", language)), language)
    for role in SHEETS:
        worksheet = workbook.create_sheet(heading_of(role, language))
        if role == "standard":
            _items(worksheet, language)
        else:
            _table(worksheet, role, language)
    packed = io.BytesIO()
    workbook.save(packed)
    with ZipFile(packed) as archive:
        return zipped({name: _timeless(archive.read(name)) for name in archive.namelist()})


def _timeless(part: bytes) -> bytes:
    """Return a part without the moment at which it was made."""
    pattern = rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*"
    return re.sub(pattern, rb"\g<1>" + _MOMENT.encode(), part)


def _help(worksheet: Worksheet, language: str) -> None:
    """Explain every column in both languages, and show two rows where nobody reads them."""
    for each in (language, *(other for other in LANGUAGES if other != language)):
        worksheet.append([say("guide.head", each, {})])
    worksheet.append([])
    titles = ("sheet", "heading", "needed", "meaning")
    worksheet.append([_in_both(f"guide.{name}", language) for name in titles])
    head = worksheet.max_row
    for role in SHEETS:
        for field, name in fields_of(role, language):
            worksheet.append(_explained(role, field, name, language))
    worksheet.append(_explained("scale", Field("aspect", ()), "aspect", language))
    worksheet.append(_explained("clauses", Field("remark", ()), "remark", language))
    worksheet.append([])
    worksheet.append([_in_both("guide.examples", language)])
    names = ("clause", "title", "points", "checkpoints")
    worksheet.append([heading_of(name, language) for name in names])
    for name in ("first", "second"):
        worksheet.append(say(f"guide.{name}", language, {}).split(" | "))
    for cell in worksheet[head]:
        cell.font, cell.fill = Font(bold=True), _HEAD
    for row in worksheet.iter_rows(min_row=head):
        for cell in row:
            cell.alignment, cell.number_format = _WRAPPED, _TEXT
    for letter, width in zip("ABCD", (18, 28, 12, 100), strict=True):
        worksheet.column_dimensions[letter].width = width


def _explained(role: str, field: Field, name: str, language: str) -> list[str]:
    return [
        _in_both(f"heading.{role}", language),
        _in_both(f"heading.{name}", language),
        say("choice.yes" if field.required else "choice.no", language, {}),
        _in_both(f"guide.{field.name}", language, "\n"),
    ]


def _in_both(code: str, language: str, between: str = " / ") -> str:
    """Return a text in both languages, the one of the workbook first; of several wordings one."""
    texts = [say(code, each, {}).partition(" / ")[0] for each in LANGUAGES]
    return between.join(texts if language == "zh" else reversed(texts))


def _items(worksheet: Worksheet, language: str) -> None:
    """Lay out the sheet whose rows are items with their values."""
    names = ("item", "value", "remark")
    worksheet.append([heading_of(name, language) for name in names])
    for row, (field, name) in enumerate(fields_of("standard", language), start=2):
        item = worksheet.cell(row, 1, heading_of(name, language))
        item.fill = _NEEDED if field.required else _HEAD
        value = worksheet.cell(row, 2)
        value.alignment = _WRAPPED
        value.number_format = _format(field)
        _offer(worksheet, field, f"B{row}", language)
    worksheet["B2"] = say(f"choice.{language}", language, {})
    _head(worksheet, (True, True, False))
    for letter, width in zip("ABC", (20, 60, _WIDE), strict=True):
        worksheet.column_dimensions[letter].width = width


def _table(worksheet: Worksheet, role: str, language: str) -> None:
    """Lay out a sheet whose rows are entries."""
    fields = [*fields_of(role, language), (Field("remark", ()), "remark")]
    worksheet.append([heading_of(name, language) for _, name in fields])
    for column, (field, _) in enumerate(fields, start=1):
        letter = get_column_letter(column)
        dimension = worksheet.column_dimensions[letter]
        is_wide = field.kind in _WIDE_KINDS or field.name.removesuffix("-other") in _WIDE_NAMES
        dimension.width = _WIDE if is_wide else _NARROW
        dimension.number_format, dimension.alignment = _format(field), _WRAPPED
        _offer(worksheet, field, f"{letter}2:{letter}{_LAST_ROW}", language)
    _head(worksheet, [field.required for field, _ in fields])


def _head(worksheet: Worksheet, required: Iterable[bool]) -> None:
    """Make the row of headings stand out, stay in view, and show what is required."""
    for cell, is_required in zip(worksheet[1], required, strict=True):
        cell.font = Font(bold=True)
        cell.fill = _NEEDED if is_required else _HEAD
        cell.alignment, cell.number_format = _WRAPPED, _TEXT
    worksheet.freeze_panes = "A2"


def _format(field: Field) -> str:
    """Return the number format of a cell: text, so that 5.10 stays 5.10, unless it is a number."""
    if field.kind in {"number", "percentage", "whole"}:
        return "General"
    return "yyyy-mm-dd" if field.kind == "day" else _TEXT


def _offer(worksheet: Worksheet, field: Field, cells: str, language: str) -> None:
    """Offer what may stand in cells as a list: a few words, or the ids on another sheet."""
    choices = choices_of(field.kind, language)
    if choices:
        formula = f'"{",".join(choices)}"'
    elif field.kind in SHEETS:
        formula = f"'{heading_of(field.kind, language)}'!$A$2:$A${_LAST_ROW}"
    else:
        return
    offer = DataValidation("list", formula, allow_blank=True, sqref=MultiCellRange(cells))
    offer.showErrorMessage = bool(choices)  # a name may stand for an id
    worksheet.add_data_validation(offer)
