"""The workbook of a standard, as a certification company fills it in, as a rubric file."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

from attrs import evolve, frozen

from maturity_core import InvalidRubric, InvalidValue, Position, Problem
from maturity_core.errors import Path, printable
from maturity_core.fields import nearest
from maturity_core.files import bytes_of
from maturity_core.reading import harmful
from maturity_core.tree import Faults
from maturity_core.words import say
from maturity_tools.parts import has_notes
from maturity_tools.sheet_tables import (
    LANGUAGES,
    Column,
    Found,
    Row,
    Table,
    TooMany,
    folded,
    heading_of,
    names_by_heading,
    sheets_by_role,
    table_of,
)
from maturity_tools.sheets import Cell, Sheet, read_workbook

__all__ = ["SHEETS", "Field", "RubricWorkbook", "choices_of", "fields_of", "rubric_tree_of"]

_ITEMS = "standard"  # the sheet of items and values; each other one is a table
_BASE, _OTHER = "language", "other language"


class Field(NamedTuple):
    """What a column says, or a row of the sheet of the standard.

    Attributes:
        name: ``heading.NAME`` is its heading, ``guide.NAME`` explains it.
        path: where its value goes, from the entry of the row or from the root of the tree.
        kind: of its value.
        required: the column has to be there.
        filled: no row may leave it blank.
    """

    name: str
    path: tuple[str, ...]
    kind: str = "text"
    required: bool = False
    filled: bool = False


def _both(name: str, *path: str, required: bool = False) -> tuple[Field, Field]:
    """Return the fields of a text: in the language of the workbook, and in the other."""
    base = Field(name, (*path, _BASE), required=required, filled=required)
    return base, Field(f"{name}-other", (*path, _OTHER))


_ID = Field("id", (), "id", required=True, filled=True)

SHEETS: Mapping[str, tuple[Field, ...]] = {
    _ITEMS: (
        Field("language", (), "language"),
        Field("id", ("rubric", "id"), "id"),
        Field("family", ("rubric", "family"), "id"),
        *_both("name", "rubric", "title", required=True),
        Field("total", ("rubric", "total"), "number", required=True),
        Field("maximum", ("rubric", "maximum"), "number"),
        Field("scaled", ("rubric", "scaled"), "flag"),
        Field("combine", ("rubric", "combine"), "combine"),
        Field("rounding", ("rubric", "rounding"), "rounding"),
        Field("digits", ("rubric", "digits"), "whole"),
        Field("step", ("scale", "step"), "percentage"),
        Field("code", ("standard", "code")),
        Field("edition", ("standard", "edition")),
        *_both("issuer", "standard", "issuer"),
        Field("issued", ("standard", "issued"), "day"),
        Field("effective", ("standard", "effective"), "day"),
        Field("transition-ends", ("standard", "transition_ends"), "day"),
        Field("withdrawn", ("standard", "withdrawn"), "day"),
        Field("references", ("standard", "references"), "lines"),
        Field("status", ("provenance", "status"), "status"),
    ),
    "clauses": (
        _ID._replace(name="clause"),
        *_both("title", "title", required=True),
        Field("points", ("points",), "number", required=True),
        Field("checkpoints", ("checkpoints",), "texts"),
        Field("dimension", ("dimension",), "dimensions"),
        Field("excludable", ("excludable",), "flag"),
        Field("evidence", ("evidence",), "texts"),
        Field("weight", ("weight",), "number"),
        Field("combine", ("combine",), "combine"),
        Field("parent", ("in",), "id"),
    ),
    "dimensions": (_ID, *_both("name", required=True)),
    "scale": (
        *_both("name", "label", required=True),
        Field("low", ("low",), "percentage", required=True, filled=True),
        Field("high", ("high",), "percentage", required=True, filled=True),
    ),
    "grades": (
        _ID,
        *_both("name", "label", required=True),
        Field("rank", ("rank",), "whole", required=True, filled=True),
        Field("at-least", ("at_least",), "number"),
        Field("above", ("above",), "number"),
        Field("upto", ("upto",), "number"),
        Field("symbol", ("symbol",)),
    ),
    "vetoes": (
        _ID,
        *_both("title", "title", required=True),
        *_both("condition", "condition"),
        Field("rests-on", ("rests_on",), "ids"),
        Field("caps-at", ("caps_at",), "grades"),
        Field("needs-reason", ("needs_reason",), "flag"),
        Field("checkpoints", ("checkpoints",), "texts"),
    ),
}
"""The sheets of the workbook, in their order, and what each may say."""

_REQUIRED = frozenset({_ITEMS, "clauses", "grades"})
_NAMED = ("dimensions", "grades")  # sheets whose entries others may call by id or by name
_REPAIRED = frozenset(
    {"day", "id", "ids", "number", "percentage", "whole", *_NAMED}
)  # what says the same in full-width signs, or between blanks

_CHOICES: Mapping[str, Mapping[str, Any]] = {
    "flag": {"yes": True, "no": False},
    "combine": {"sum": "sum", "mean": "mean", "min": "min"},
    "rounding": {name: name for name in ("half-even", "half-up", "truncate", "none")},
    "status": {"official": "official", "reconstructed": "reconstructed"},
    "language": {"zh": "zh", "en": "en"},
}
_TRUTH = {"true": True, "false": False}


def choices_of(kind: str, language: str) -> dict[str, Any]:
    """Return what may stand in a cell of this kind, in a language; empty where anything may."""
    return {
        say(f"choice.{name}", language, {}): value for name, value in _CHOICES.get(kind, {}).items()
    }


def fields_of(role: str, language: str) -> Iterator[tuple[Field, str]]:
    """Yield the fields of a sheet with the names of their headings.

    Args:
        role: of the sheet.
        language: of the workbook: what is in the other one, says so in its heading.
    """
    other = "en" if language == "zh" else "zh"
    for field in SHEETS[role]:
        yield field, field.name.replace("-other", f"-{other}")


@frozen(kw_only=True)
class RubricWorkbook:
    """A workbook as the tree of a rubric file.

    Attributes:
        tree: what `maturity_core.rubric_from` takes.
        problems: warnings: what was repaired, is hidden or is not read.
        places: where each part of the tree stands.
        sheets: names of the sheets, in their order.
    """

    tree: dict[str, Any]
    problems: tuple[Problem, ...]
    places: Mapping[Path, Position]
    sheets: tuple[str, ...]

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return problems of the tree in the order of the workbook, each with its cell.

        It is the cell of the value, or of what stands around it where there is none.
        """

        def place(problem: Problem) -> Problem:
            ends = range(len(problem.path), 0, -1)
            found = (self.places.get(problem.path[:end]) for end in ends)
            return problem.at(next((position for position in found if position), None))

        return _in_order(map(place, problems), self.sheets)


def _in_order(problems: Iterable[Problem], sheets: tuple[str, ...]) -> tuple[Problem, ...]:
    def order(problem: Problem) -> tuple[int, int, int]:
        at = problem.position
        return (sheets.index(at.sheet), at.line, at.column) if at else (-1, 0, 0)

    return tuple(sorted(problems, key=order))


def rubric_tree_of(source: str | os.PathLike[str] | bytes) -> RubricWorkbook:
    """Read the workbook of a standard: the one that `rubric_template.template` makes, filled in.

    Args:
        source: a path, or the bytes of the file.

    Raises:
        FileNotOpened: the system would not open it.
        UnreadableFile: it is no .xlsx workbook, or one that must not be opened.
        InvalidRubric: with every problem, each with its cell, warnings included.
    """
    data = source if isinstance(source, bytes) else bytes_of(source)
    workbook = read_workbook(data)
    names = tuple(sheet.name for sheet in workbook)
    roles = {role: role in _REQUIRED for role in SHEETS}
    sheets, problems = sheets_by_role(workbook, roles)
    if has_notes(data):
        problems.append(Problem("workbook.not-read", (), {}, severity="warning"))
    reading = _Reading(problems)
    with suppress(TooMany):
        for role in (_ITEMS, *_NAMED, *SHEETS):
            if role in sheets and (sheets[role].rows or role in _REQUIRED):
                reading.sheet(role, sheets.pop(role))
    book = RubricWorkbook(tree=reading.tree, problems=(), places=reading.places, sheets=names)
    found = (*reading.found.problems, *book.placed(harmful(reading.tree)))
    problems_in_order = _in_order(found, names)
    if any(problem.severity == "error" for problem in found):
        raise InvalidRubric(problems_in_order)
    return evolve(book, problems=problems_in_order)


class _Reading:
    """The tree of a rubric while its sheets are read, and all that is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.tree: dict[str, Any] = {"format": 1}
        self.places: dict[Path, Position] = {}
        self.found = Found(problems)
        self.language = "zh"
        self.ids: dict[str, dict[str, list[str]]] = {role: {} for role in _NAMED}  # by name

    def sheet(self, role: str, sheet: Sheet) -> None:
        """Read a sheet."""
        if role == _ITEMS:
            names = [Column("item", required=True, filled=True), Column("value", required=True)]
            table = table_of(sheet, names, self.found)
        else:
            fields = list(fields_of(role, self.language))
            names = [Column(name, f.required, f.filled) for f, name in fields]
            free = "aspect" if role == "scale" else ""
            table = table_of(sheet, names, self.found, free=free)
        self.places.setdefault((role,), table.head)
        if role == _ITEMS:
            self._items(table)
        elif role == "scale":
            self._bands(table)
        else:
            self._entries(role, table)

    def _items(self, table: Table) -> None:
        """Read the sheet of the standard, which says in a row what others say in a column."""
        cells = self._cells_by_item(table)
        for field, name in fields_of(_ITEMS, "zh"):
            if field.kind == "language" and name in cells:
                self.language = self._taken(field, cells[name], ()) or self.language
        for field, name in fields_of(_ITEMS, self.language):
            cell = cells.pop(name, None)
            self.places.setdefault(field.path[:1], table.head)
            if cell is not None and field.path:
                self._put((), field, cell)
            if field.required and (cell is None or cell.is_blank):
                names = " / ".join(heading_of(name, language) for language in LANGUAGES)
                at = table.head if cell is None else cell.position
                self.found.tell(Problem("item.missing", (), {"item": names}, position=at))

    def _cells_by_item(self, table: Table) -> dict[str, Cell]:
        known = names_by_heading(
            name for language in LANGUAGES for _, name in fields_of(_ITEMS, language)
        )
        cells: dict[str, Cell] = {}
        for row in table.rows:
            item, value = (row.cells.get(name) for name in ("item", "value"))
            if item is None or value is None or item.is_blank:
                continue
            text = str(item.value).strip()
            name = known.get(folded(text))
            if name is None:
                self.found.tell(item.problem("item.unknown", nearest=nearest(text, known)))
            elif name in cells:
                self.found.tell(item.problem("item.twice"))
            else:
                cells[name] = evolve(value, column=text)
        return cells

    def _entries(self, role: str, table: Table) -> None:
        """Read a sheet whose rows are entries by id."""
        fields = list(fields_of(role, self.language))
        for row in table.rows:
            key = self._key(role, row, fields[0][1])
            for field, name in fields[1:]:
                cell = row.cells.get(name)
                if cell is not None and key is not None:
                    self._put((role, key), field, cell)
                elif cell is not None and not cell.is_blank:
                    self._taken(field, cell, (role,))

    def _key(self, role: str, row: Row, column: str) -> str | None:
        """Take the id of a row; None where it has none, or one that is there already."""
        cell = row.cells.get(column)
        if cell is None or cell.is_blank:
            return None
        key: str | None = self._taken(_ID, cell, (role,))
        if key is None:
            return None
        first = self.places.get((role, key))
        if first is not None:
            self.found.tell(cell.problem("row.twice", first=first.cell))
            return None
        self.places[role, key] = cell.position
        self.tree.setdefault(role, {})[key] = {}
        if role in _NAMED:
            names = (
                row.cells[name] for name in ("name", "name-zh", "name-en") if name in row.cells
            )
            for name in {str(name.value).strip() for name in names if not name.is_blank}:
                self.ids[role].setdefault(name, []).append(key)
        return key

    def _bands(self, table: Table) -> None:
        """Read the sheet of the scale, whose rows are bands in their order."""
        aspects = {heading: self._aspect(cell) for heading, cell in table.free.items()}
        for index, row in enumerate(table.rows):
            band: Path = ("scale", "bands", index)
            self._set(band, {})
            self.places[band] = Position(row.number, 1, table.head.sheet)
            for field, name in fields_of("scale", self.language):
                if name in row.cells:
                    self._put(band, field, row.cells[name])
            for heading, aspect in aspects.items():
                if aspect is not None:
                    field = Field("aspect", ("guidance", aspect, _BASE))
                    self._put(band, field, row.cells[heading])
        if table.rows:
            self.tree["scale"]["bands"] = list(self.tree["scale"]["bands"].values())

    def _aspect(self, cell: Cell) -> str | None:
        """Take the heading ``aspect ID NAME``, and return the id."""
        begins = "|".join(heading_of("aspect", language) for language in LANGUAGES)
        text = str(cell.value).strip()
        words = rf"(?:{begins})[\s:：]*([A-Za-z0-9._-]+)[\s:：]*(.*)"
        match = re.fullmatch(words, text, re.IGNORECASE)
        aspect, name = match.groups() if match else ("", "")
        if not aspect or ("scale", "aspects", aspect) in self.places:
            code = "column.twice" if aspect else "column.aspect"
            self.found.tell(cell.problem(code))
            return None
        self._set(("scale", "aspects", aspect, self.language), name or aspect)
        self.places["scale", "aspects", aspect] = cell.position
        return aspect

    def _put(self, entry: Path, field: Field, cell: Cell) -> None:
        """Put the value of a cell into the tree, if it has one, and remember its place."""
        other = "en" if self.language == "zh" else "zh"
        languages = {_BASE: self.language, _OTHER: other}
        path = (*entry, *(languages.get(key, key) for key in field.path))
        for end in range(len(entry) + 1, len(path) + 1):
            self.places.setdefault(path[:end], cell.position)
        value = None if cell.is_blank else self._taken(field, cell, path)
        if value is not None:
            self._set(path, value)

    def _set(self, path: Path, value: Any) -> None:  # noqa: ANN401 -- what a file says can be anything
        place: Any = self.tree
        for key in path[:-1]:
            place = place.setdefault(key, {})
        place[path[-1]] = value

    def _taken(self, field: Field, cell: Cell, path: Path) -> Any:  # noqa: ANN401 -- the same
        """Return the value of a cell; None where it is refused, and keep why."""
        cell = evolve(cell, path=path)
        faults = Faults()
        value = faults.take(partial(self._value, field.kind, cell))
        self.found.tell(*faults.problems)
        if value is not None and field.kind in _REPAIRED and cell.was_repaired:
            problem = cell.problem("cell.repaired", taken=cell.repaired())
            self.found.tell(evolve(problem, severity="warning"))
        return value

    def _value(self, kind: str, cell: Cell) -> Any:  # noqa: ANN401 -- the same
        if kind in _CHOICES:
            return cell.one_of(_words_of(kind))
        if kind in _NAMED:
            return self._named(kind, cell)
        return _TAKE[kind](cell, self.language)

    def _named(self, role: str, cell: Cell) -> str:
        """Return the id that a cell says, or the one of the only entry with the name that it says.

        Raises:
            InvalidValue: several entries have that name.
        """
        text = cell.repaired()
        if text in self.tree.get(role, {}):
            return text
        called = self.ids[role]
        ids = list(dict.fromkeys([*called.get(text, []), *called.get(cell.text(), [])]))
        if len(ids) > 1:
            told = cell.problem("cell.ambiguous", ids=printable(", ".join(ids)))
            raise InvalidValue([told])
        return ids[0] if ids else text


def _words_of(kind: str) -> dict[str, Any]:
    """Return all words that a cell of this kind may hold, in lower case."""
    words = {**choices_of(kind, "zh"), **choices_of(kind, "en"), **_CHOICES[kind]}
    return {word.casefold(): value for word, value in words.items()} | (
        _TRUTH if kind == "flag" else {}
    )


_TAKE: Mapping[str, Callable[[Cell, str], Any]] = {
    "text": lambda cell, _: cell.text(),
    "texts": lambda cell, language: [{language: line} for line in cell.lines()],
    "lines": lambda cell, _: cell.lines(),
    "id": lambda cell, _: cell.repaired(),
    "ids": lambda cell, _: re.findall(r"[^\s、，,;；]+", cell.repaired()),
    "number": lambda cell, _: cell.number(),
    "percentage": lambda cell, _: cell.percentage(),
    "whole": lambda cell, _: cell.whole(),
    "day": lambda cell, _: cell.day(),
}
