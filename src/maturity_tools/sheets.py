"""Workbooks as sheets of rows of cells: each cell is what was typed there, or is refused."""

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from attrs import frozen
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from maturity_core import InvalidValue, Position, Problem, UnreadableFile
from maturity_core.errors import printable, quoted
from maturity_core.exact import exact
from maturity_core.fields import nearest
from maturity_tools.parts import clean_workbook

__all__ = ["Cell", "Sheet", "read_workbook"]

T = TypeVar("T")

Value = str | int | float | bool | date | time | timedelta | None
"""What a cell may hold; a formula and an error are text."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_GENERAL = {"General", "@", "0"}
_MOST_TEXT = 32_767  # characters of a cell, as in Excel
_MOST_TEXTS = 20_000_000  # characters of all cells
_LITERAL = re.compile(r'"[^"]*"?|[\\_*].?|\[[^\]]*\]', re.DOTALL)
_SHOWS_NUMBER = re.compile(r"[0#%]|general", re.IGNORECASE)


@frozen(kw_only=True)
class Cell:
    """A cell of a sheet, and what to call it in a sentence.

    Attributes:
        position: sheet, row and column.
        column: heading of its column, or name of its row.
        value: what it holds.
        kind: as openpyxl says it: ``"f"`` for a formula, ``"e"`` for an error, else by its value.
        form: the number format.
        path: where its value goes in a tree.
    """

    position: Position
    value: Value = None
    kind: str = "n"
    form: str = "General"
    column: str = ""
    path: tuple[str | int, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether it holds nothing but blanks."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())

    def text(self) -> str:
        """Return its text, without blanks around it; a whole number is text too.

        Raises:
            InvalidValue: it is another number, of which 5.10 and 5.1 are one and the same; or a
                date, a truth value, a formula, an error.
        """
        match self.typed():
            case str() as text:
                return text.strip()
            case bool() | date() | time() | timedelta():
                raise self.refused("cell.not-text")
            case int() as number if self.form in _GENERAL:
                return str(number)
            case _:
                raise self.refused("cell.number-as-text")

    def lines(self) -> list[str]:
        """Return its text line by line, without blank ones; raises as `text`."""
        return [line.strip() for line in self.text().splitlines() if line.strip()]

    def number(self) -> Decimal | int | str:
        """Return its number, exact: a float as Excel shows it, text as it was typed.

        Raises:
            InvalidValue: it is no plain number.
        """
        if not isinstance(self.value, str) and self._is_in_percent():
            raise self.refused("cell.percent")
        return self._number("")

    def percentage(self) -> Decimal | int | str:
        """Return its percentage: ``85``, ``"85%"``, or 0.85 where the cell is shown in percent.

        Raises:
            InvalidValue: it is no percentage, or its format is in percent for some numbers only.
        """
        number = self._number("%")
        if not isinstance(number, str) and self._is_in_percent():
            return Decimal(number).scaleb(2)
        return number

    def _is_in_percent(self) -> bool:
        """Whether its number is shown times 100; a percent sign that is mere text does nothing."""
        sections = filter(_SHOWS_NUMBER.search, _LITERAL.sub("", self.form).split(";"))
        found = {"%" in section for section in sections}
        if len(found) > 1:
            raise self.refused("cell.percent-unclear", form=printable(self.form))
        return True in found

    def _number(self, sign: str) -> Decimal | int | str:
        match self.typed():
            case bool() | date() | time() | timedelta():
                raise self.refused("cell.not-number")
            case float() as number:
                return Decimal(repr(number))
            case int() as number:
                return number
            case _:
                text = self.repaired()
                try:
                    exact(text.removesuffix(sign))
                except InvalidValue:
                    raise self.refused("cell.not-number") from None
                return text

    def whole(self) -> int:
        """Return its whole number; raises InvalidValue where it is none."""
        number = exact(self.number())
        if number.denominator != 1:
            raise self.refused("cell.not-whole")
        return int(number)

    def day(self) -> date | str:
        """Return its day: a date of Excel without a time, or text such as ``2026-06-30``."""
        match self.typed():
            case datetime() as moment if moment.time() == time():
                return moment.date()
            case str():
                return self.repaired()
            case _:
                raise self.refused("cell.not-date")

    def one_of(self, words: Mapping[str, T]) -> T:
        """Return what its word stands for; raises InvalidValue where nobody knows the word."""
        value = self.typed()
        text = {True: "true", False: "false"}[value] if isinstance(value, bool) else self.text()
        if text.casefold() not in words:
            values = {"choices": ", ".join(words), "nearest": nearest(text, words)}
            raise self.refused("cell.choice", **values)
        return words[text.casefold()]

    def repaired(self) -> str:
        """Return its text with ASCII for full-width signs, and no blanks around it."""
        return self.text().translate(_FULL_WIDTH).strip()

    @property
    def was_repaired(self) -> bool:
        """Whether its text is other than `repaired` says."""
        return isinstance(self.value, str) and self.value != self.repaired()

    def typed(self) -> Value:
        """Return its value, if somebody typed it: what Excel computes is refused."""
        if self.kind == "f":
            raise self.refused("cell.formula")
        if self.kind == "e":
            raise self.refused("cell.error")
        return self.value

    def problem(self, code: str, **values: str) -> Problem:
        """Return a problem of this cell, with its place, its column and what it holds."""
        told = {"column": printable(self.column), "found": quoted(self.value), **values}
        return Problem(code, self.path, told, position=self.position)

    def refused(self, code: str, **values: str) -> InvalidValue:
        """Return the error that is a problem of this cell."""
        return InvalidValue([self.problem(code, **values)])


@frozen(kw_only=True)
class Sheet:
    """A sheet of a workbook: what is written in it, however far apart.

    Attributes:
        name: as its tab says.
        rows: cells that are not blank, by row, by column; both counted from 1, in their order.
        merged: ranges that are merged: left, top, right, bottom.
        hidden: rows and columns that are hidden and hold something: ``"5"``, ``"C"``.
        is_hidden: the whole sheet is hidden.
    """

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: tuple[str, ...] = ()
    is_hidden: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell, which may be blank."""
        blank = Cell(position=Position(line=row, column=column, sheet=self.name))
        return self.rows.get(row, {}).get(column, blank)


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """Read the sheets of an .xlsx workbook.

    A hidden row counts like any other, and of merged cells the first holds the value: whoever uses
    a sheet says so, or refuses it.

    Args:
        data: the bytes of the file.

    Raises:
        UnreadableFile: as `clean_workbook`; since openpyxl makes nothing of it; or a cell, or all
            of them, have more text than anybody writes.
    """
    clean = clean_workbook(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl leaves out, nobody reads here
        try:
            workbook = load_workbook(io.BytesIO(clean), keep_links=False)
            _check_texts(workbook.worksheets)
            return tuple(_sheet(worksheet) for worksheet in workbook.worksheets)
        except UnreadableFile:
            raise
        except Exception as error:
            problem = Problem("workbook.damaged", (), {"part": ""})
            raise UnreadableFile([problem]) from error


def _check_texts(worksheets: Iterable[Worksheet]) -> None:
    """Refuse a cell with more text than Excel allows, and too much of it in all cells.

    Many cells may refer to one text, so that the size of the file bounds neither.
    """
    left = _MOST_TEXTS
    for worksheet in worksheets:
        for (row, column), cell in worksheet._cells.items():  # noqa: SLF001 -- as in `_sheet`
            value = str(cell.value)
            left -= len(value)
            if len(value) > _MOST_TEXT and len(unescape(value)) > _MOST_TEXT:
                at = Position(line=row, column=column, sheet=worksheet.title)
                values = {"found": str(len(value)), "most": str(_MOST_TEXT)}
                raise UnreadableFile([Problem("cell.too-long", (), values, position=at)])
            if left < 0:
                values = {"most": str(_MOST_TEXTS)}
                raise UnreadableFile([Problem("workbook.too-much-text", (), values)])


def _sheet(worksheet: Worksheet) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    # openpyxl's own iterators make a cell for every hole, up to the last row and column.
    cells: Mapping[tuple[int, int], Any] = worksheet._cells  # noqa: SLF001
    for (row, column), excel_cell in sorted(cells.items()):
        if isinstance(excel_cell, ExcelCell):
            cell = _cell(worksheet.title, excel_cell)
            if not cell.is_blank:
                rows.setdefault(row, {})[column] = cell
    return Sheet(
        name=worksheet.title,
        rows=rows,
        merged=tuple(merged.bounds for merged in worksheet.merged_cells.ranges),
        hidden=tuple(_hidden(worksheet, rows)),
        is_hidden=worksheet.sheet_state != "visible",
    )


def _cell(sheet: str, excel_cell: ExcelCell) -> Cell:
    value: Any = excel_cell.value
    if isinstance(value, str) and excel_cell.data_type != "f":
        value = _unescaped(value)
    return Cell(
        position=Position(line=excel_cell.row, column=excel_cell.column, sheet=sheet),
        value=value,
        kind=excel_cell.data_type,
        form=str(excel_cell.number_format),
    )


def _unescaped(text: str) -> str:
    """Return a text without Excel's escapes, such as ``_x000D_`` for a carriage return."""
    units = unescape(text).encode("utf-16-le", "surrogatepass")  # an escape may be half a character
    return units.decode("utf-16-le", "replace")


def _hidden(worksheet: Worksheet, rows: Mapping[int, Mapping[int, Cell]]) -> Iterator[str]:
    """Yield the hidden rows and columns that hold something."""
    for row in rows:
        if row in worksheet.row_dimensions and worksheet.row_dimensions[row].hidden:
            yield str(row)
    ranges = [
        range(dimension.min or 1, (dimension.max or 1) + 1)
        for dimension in worksheet.column_dimensions.values()
        if dimension.hidden
    ]
    for column in sorted({column for cells in rows.values() for column in cells}):
        if any(column in columns for columns in ranges):
            yield get_column_letter(column)
