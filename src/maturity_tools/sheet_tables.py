"""Tables in sheets: headings found in either language, rows of named cells, nothing dropped."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from attrs import evolve, frozen

from maturity_core import Position, Problem
from maturity_core.errors import printable, quoted
from maturity_core.fields import nearest
from maturity_core.words import say
from maturity_tools.sheets import Cell, Sheet

__all__ = [
    "LANGUAGES",
    "Column",
    "Found",
    "Row",
    "Table",
    "TooMany",
    "folded",
    "heading_of",
    "names_by_heading",
    "sheets_by_role",
    "table_of",
]

LANGUAGES = ("zh", "en")
_HEAD_WITHIN = 20  # rows that a title and remarks above the headings may take
_MOST_OF_A_KIND = 500  # errors that anybody reads


class TooMany(Exception):
    """There are so many errors of one kind that reading on tells nothing new."""


class Found:
    """Problems while they are found.

    Attributes:
        problems: in the order in which they were found.
    """

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        """Begin with problems that were found before."""
        self.problems: list[Problem] = []
        self._counts: Counter[str] = Counter()
        self.tell(*problems)

    def tell(self, *problems: Problem) -> None:
        """Keep problems.

        Raises:
            TooMany: of one kind; the last problem says that reading ends there.
        """
        for problem in problems:
            self.problems.append(problem)
            self._counts[problem.code] += problem.severity == "error"
            if self._counts[problem.code] >= _MOST_OF_A_KIND:
                values = {"most": str(_MOST_OF_A_KIND)}
                at = problem.position
                self.problems.append(Problem("workbook.too-many-problems", (), values, position=at))
                raise TooMany


class Column(NamedTuple):
    """A column that a table may have, known by its headings in ``words``.

    Attributes:
        name: of the column; ``heading.NAME`` is what stands above it.
        required: a table without it is refused.
        filled: so is a row that leaves it blank.
    """

    name: str
    required: bool = False
    filled: bool = False


class Row(NamedTuple):
    """A row of a table: its cells by the names of their columns, of free ones by their headings."""

    number: int
    cells: Mapping[str, Cell]


@frozen(kw_only=True)
class Table:
    """A table of a sheet.

    Attributes:
        head: position of its first heading.
        free: cells of the headings that the table may choose itself, by what they say.
        rows: those that are not blank.
    """

    head: Position
    free: Mapping[str, Cell]
    rows: tuple[Row, ...]


def heading_of(name: str, language: str) -> str:
    """Return a heading in ``"zh"`` or ``"en"``, the first where there are several wordings."""
    return say(f"heading.{name}", language, {}).partition(" / ")[0]


def folded(heading: str) -> str:
    """Return a heading without what makes no other word of it: case, blanks, a star, a colon."""
    return "".join(heading.casefold().split()).strip("*＊:：")


def names_by_heading(names: Iterable[str]) -> dict[str, str]:
    """Return names by their headings in both languages."""
    return {
        folded(heading): name
        for name in names
        for language in LANGUAGES
        for heading in say(f"heading.{name}", language, {}).split(" / ")
    }


def sheets_by_role(
    sheets: Sequence[Sheet], roles: Mapping[str, bool]
) -> tuple[dict[str, Sheet], list[Problem]]:
    """Find the sheets that are read, by their names in either language.

    Args:
        sheets: of a workbook.
        roles: names of headings, each with whether that sheet is required.

    Returns:
        the sheets by role, and problems: one is missing, is there twice, or is not read.
    """
    known = names_by_heading([*roles, "help"])
    found: dict[str, Sheet] = {}
    problems: list[Problem] = []
    for sheet in sheets:
        role = known.get(folded(sheet.name))
        at = Position(line=1, column=1, sheet=sheet.name)
        if role is None and sheet.rows:
            values = {"sheet": quoted(sheet.name), "nearest": nearest(sheet.name, known)}
            problems.append(Problem("sheet.not-read", (), values, severity="warning", position=at))
        elif role is not None and role in found:
            values = {"sheet": printable(sheet.name), "first": printable(found[role].name)}
            problems.append(Problem("sheet.twice", (), values, position=at))
        elif role is not None and role in roles:
            found[role] = sheet
            problems += _hidden(sheet, at)
    for role, is_required in roles.items():
        if is_required and role not in found:
            names = " / ".join(heading_of(role, language) for language in LANGUAGES)
            problems.append(Problem("sheet.missing", (), {"sheet": names}))
    return found, problems


def _hidden(sheet: Sheet, at: Position) -> Iterator[Problem]:
    """Warn of what nobody sees and counts all the same."""
    if sheet.is_hidden or sheet.hidden:
        values = {"sheet": printable(sheet.name), "hidden": ", ".join(sheet.hidden)}
        yield Problem("sheet.hidden", (), values, severity="warning", position=at)


def table_of(sheet: Sheet, columns: Sequence[Column], found: Found, *, free: str = "") -> Table:
    """Read a sheet as a table.

    The headings stand in the first row that has the headings of all required columns, or else the
    most that are known; what stands above is a title. Columns without a heading have to be blank.

    Args:
        sheet: to read.
        columns: that the table may have, in any order.
        found: takes what is wrong with the headings, blank cells that must be filled, merged cells.
        free: what the headings of columns of its own start with, in either language: the name of
            a heading; empty where there are none.

    Raises:
        TooMany: as `Found.tell`.
    """
    known = {**names_by_heading(column.name for column in columns), **names_by_heading(["remark"])}
    top = _head_row(sheet, known)
    reading = _Reading(sheet, top, known, found)
    begins = tuple(names_by_heading([free])) if free else ()
    for column, cell in sheet.rows.get(top, {}).items():
        reading.head(column, cell, begins)
    reading.required(columns)
    reading.merged()
    filled = {column.name for column in columns if column.filled}
    for number in sheet.rows:
        if number > top:
            reading.row(number, filled)
    return Table(
        head=Position(line=top, column=1, sheet=sheet.name),
        free=reading.free,
        rows=tuple(reading.rows),
    )


def _head_row(sheet: Sheet, known: Mapping[str, str]) -> int:
    """Return the row with the most known headings, the first of several."""

    def count(row: int) -> int:
        cells = sheet.rows[row].values()
        return sum(isinstance(c.value, str) and folded(c.value) in known for c in cells)

    return max(list(sheet.rows)[:_HEAD_WITHIN], key=count, default=1)


class _Reading:
    """A table while it is read: its columns, its rows, and all that is wrong."""

    def __init__(self, sheet: Sheet, top: int, known: Mapping[str, str], found: Found) -> None:
        self.sheet, self.top, self.known, self.found = sheet, top, known, found
        self.columns: dict[int, str] = {}
        self.free: dict[str, Cell] = {}
        self.headings: dict[int, str] = {}
        self.rows: list[Row] = []

    def head(self, column: int, cell: Cell, begins: tuple[str, ...]) -> None:
        """Take a heading."""
        text = str(cell.value).strip()
        self.headings[column] = text
        name = self.known.get(folded(text))
        if name in self.columns.values() or text in self.free:
            self.found.tell(cell.problem("column.twice"))
        elif name is None and folded(text).startswith(begins):
            self.free[text] = cell
        elif name is None:
            words = [heading_of(n, lang) for n in set(self.known.values()) for lang in LANGUAGES]
            self.found.tell(cell.problem("column.unknown", nearest=nearest(text, words)))
        else:
            self.columns[column] = name

    def required(self, columns: Iterable[Column]) -> None:
        """Tell which required columns are missing."""
        at = Position(line=self.top, column=1, sheet=self.sheet.name)
        for column in columns:
            if column.required and column.name not in self.columns.values():
                names = " / ".join(heading_of(column.name, language) for language in LANGUAGES)
                values = {"sheet": printable(self.sheet.name), "column": names}
                self.found.tell(Problem("column.missing", (), values, position=at))

    def merged(self) -> None:
        """Refuse merged cells in the table: nobody can know what holds for each row of them."""
        for left, top, right, bottom in self.sheet.merged:
            if bottom >= self.top and not self.headings.keys().isdisjoint(range(left, right + 1)):
                at = Position(line=top, column=left, sheet=self.sheet.name)
                last = Position(line=bottom, column=right, sheet=self.sheet.name)
                cells = f"{at.cell}:{last.cell.rpartition('!')[2]}"
                self.found.tell(Problem("cell.merged", (), {"cells": cells}, position=at))

    def row(self, number: int, filled: set[str]) -> None:
        """Take a row."""
        for column, cell in self.sheet.rows[number].items():
            if column not in self.headings:
                self.found.tell(cell.problem("cell.no-heading"))
        cells = {name: self._named(number, column) for column, name in self.columns.items()}
        own = {
            heading: self._named(number, cell.position.column)
            for heading, cell in self.free.items()
        }
        said = [name for name, cell in cells.items() if not cell.is_blank and name != "remark"]
        if not said and all(cell.is_blank for cell in own.values()):
            return
        for name, cell in cells.items():
            if name in filled and cell.is_blank:
                self.found.tell(cell.problem("cell.missing"))
        self.rows.append(Row(number, {**cells, **own}))

    def _named(self, number: int, column: int) -> Cell:
        return evolve(self.sheet.cell(number, column), column=self.headings[column])
