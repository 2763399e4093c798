"""What only a rubric file has: clauses in one flat table, grades with the bands that lead there."""

from collections.abc import Callable, Collection, Iterable, Mapping
from fractions import Fraction
from functools import partial
from typing import Any, Literal, Protocol, TypeVar, cast

import attrs

from maturity_core.errors import InvalidValue, Problem, quoted
from maturity_core.exact import exact, exact_percentage
from maturity_core.fields import nearest
from maturity_core.rubric import (
    IN_POINTS,
    Clause,
    Grade,
    GradeBand,
    GradeBands,
    Requirement,
    Rubric,
)
from maturity_core.tree import (
    Faults,
    at_own_place,
    each,
    list_of,
    put,
    refuse_unquoted,
    table_of,
    text_of,
    unknown_key,
)

__all__ = [
    "BAND_KEYS",
    "FIXED",
    "HEAD",
    "KEYED",
    "NAMES",
    "REQUIRED",
    "clauses_from",
    "clauses_tree",
    "grades_from",
    "grades_tree",
    "requirement_from",
    "requirement_tree",
    "rubric_from",
    "rubric_tree",
]

T = TypeVar("T")

HEAD = (
    "id",
    "family",
    "aliases",
    "title",
    "total",
    "maximum",
    "scaled",
    "combine",
    "rounding",
    "digits",
)
"""A rubric file keeps these fields in its table `rubric`, all others at the top."""

NAMES = ("id", "family", "aliases")
"""The keys of its head that no two rubrics share."""

KEYED = ("clauses", "grades", "vetoes", "adjustments", "scopes")
"""The tables whose entries are tables too, by id."""

_MOST_LEVELS = 32


class Load(Protocol):
    """Makes an object of a class from a table, as a cattrs converter does."""

    def __call__(self, table: Any, cls: type[T], /) -> T: ...


Dump = Callable[[Any], Any]


def clauses_from(load: Load, value: Any) -> tuple[Clause, ...]:
    """Read the flat table of clauses into a tree."""
    entries = table_of(value)
    faults = {key: Faults() for key in entries}
    tables: dict[str, dict[str, Any] | None] = {}
    children: dict[str | None, list[str]] = {key: [] for key in (None, *entries)}
    for key, entry in entries.items():
        tables[key] = table = faults[key].take(partial(_table, key, entry), key)
        parent = faults[key].take(partial(_parent, key, table or {}, entries), key)
        children[parent].append(key)
    levels: list[list[str]] = [children[None]]
    while levels[-1] and len(levels) < _MOST_LEVELS:
        levels.append([child for key in levels[-1] for child in children[key]])
    top_down = [key for level in levels for key in level]
    for key in sorted(set(entries) - set(top_down)):
        values = {"clause": key, "most": str(_MOST_LEVELS)}
        faults[key].add(Problem("clause.no-way-up", (key,), values))
    made: dict[str, Clause] = {}
    for key in reversed(top_down):
        table = tables[key]
        below = tuple(made[child] for child in children[key] if child in made)
        if table is not None:
            clause = faults[key].take(partial(_clause, load, key, table, below), key)
            if clause is not None:
                made[key] = clause
    Faults(faults.values()).tell()
    return tuple(made[key] for key in children[None])


def _table(key: str, entry: Any) -> dict[str, Any]:
    refuse_unquoted(key, entry)
    return table_of(entry)


def _clause(load: Load, key: str, table: dict[str, Any], below: tuple[Clause, ...]) -> Clause:
    faults = Faults()
    faults.add(*(unknown_key(name, ()) for name in ("id", "clauses") if name in table))
    fields = {name: item for name, item in table.items() if name not in {"in", "id", "clauses"}}
    whole = {**fields, "id": key, "clauses": below}
    clause = faults.take(partial(_placed, load, whole, Clause, "id"))
    faults.tell()
    return cast("Clause", clause)


def _parent(key: str, table: Mapping[str, Any], known: Collection[str]) -> str | None:
    """Return the id of the clause above, as ``in`` or the number says; None for the whole."""
    if "in" not in table:
        return _parent_by_number(key, known)
    parent = table["in"]
    if parent == "":
        return None
    if not isinstance(parent, str) or parent not in known:
        values = {"clause": key, "found": quoted(parent)}
        values["nearest"] = nearest(parent, known) if isinstance(parent, str) else ""
        raise InvalidValue([Problem("clause.unknown-parent", ("in",), values)])
    return parent


def _parent_by_number(key: str, known: Collection[str]) -> str | None:
    """Return the longest known id that ends before a dot of ``key``; None for the whole."""
    while "." in key:
        key = key.rpartition(".")[0]
        if key in known:
            return key
    return None


def clauses_tree(dump: Dump, clauses: Iterable[Clause]) -> dict[str, Any]:
    """Write a tree of clauses as one flat table."""
    parents: list[tuple[Clause, str | None]] = []

    def walk(clause: Clause, parent: str | None) -> None:
        parents.append((clause, parent))
        for child in clause.clauses:
            walk(child, clause.id)

    for clause in clauses:
        walk(clause, None)
    known = {clause.id for clause, _ in parents}
    table: dict[str, Any] = {}
    for clause, parent in parents:
        entry = dump(attrs.evolve(clause, clauses=()))
        key = entry.pop("id")
        if parent != _parent_by_number(key, known):
            entry["in"] = parent or ""
        put(table, key, entry, "clauses")
    return table


def _limit(table: dict[str, Any], number: Callable[[Any], Fraction]) -> tuple[Fraction, bool]:
    """Take ``at_least`` or ``above`` out of a table: the limit, and whether it must be exceeded."""
    given = [key for key in ("at_least", "above") if key in table]
    if len(given) != 1:
        raise InvalidValue([Problem("value.one-of", (), {"keys": "at_least, above"})])
    key = given[0]
    [limit] = each([(key, table.pop(key))], lambda _, value: number(value))
    return limit, key == "above"


BAND_KEYS = ("at_least", "above", "score", "requires", "upto")
"""What a file says of a band, in the entry of its grade or in the list `any`."""

_GRADE_KEYS = ("rank", "label", "symbol", "any", *BAND_KEYS)


def grades_from(load: Load, value: Any) -> GradeBands:
    """Read the table of grades, each with the bands that lead to it."""
    loaded = each(table_of(value).items(), partial(_grade, load))
    return GradeBands(
        grades=[grade for grade, _ in loaded],
        bands=[band for _, bands in loaded for band in bands],
    )


def _grade(load: Load, key: str, entry: Any) -> tuple[Grade, list[GradeBand]]:
    table = table_of(entry)
    faults = Faults()
    faults.add(*(unknown_key(name, _GRADE_KEYS) for name in table if name not in _GRADE_KEYS))
    own = {name: table[name] for name in BAND_KEYS if name in table}
    fields: dict[str, Any] = {
        name: table[name] for name in ("rank", "label", "symbol") if name in table
    }
    grade = faults.take(partial(_placed, load, {**fields, "id": key}, Grade, "id"))
    bands = faults.take(partial(_bands, load, key, own, table))
    faults.tell()
    return cast("Grade", grade), cast("list[GradeBand]", bands)


def _bands(load: Load, grade: str, own: dict[str, Any], table: dict[str, Any]) -> list[GradeBand]:
    """Read the one band whose keys stand in a grade's entry, or the list ``any``."""
    if "any" not in table:
        return [_band(load, grade, own)] if own else []
    [rows] = each([("any", table["any"])], lambda _, value: list_of(value))
    if own:
        keys = {"keys": "at_least, above, any"}
        raise InvalidValue([Problem("value.one-of", ("any",), keys)])
    faults = Faults()
    bands = [
        faults.take(partial(_any_band, load, grade, row), "any", index)
        for index, row in enumerate(rows)
    ]
    faults.tell()
    return cast("list[GradeBand]", bands)


def _any_band(load: Load, grade: str, row: Any) -> GradeBand:
    return _band(load, grade, table_of(row))


def _band(load: Load, grade: str, table: dict[str, Any]) -> GradeBand:
    faults = Faults()
    rest = dict(table)
    limit = faults.take(partial(_limit, rest, exact))
    for name in ("at_least", "above"):
        rest.pop(name, None)
    faults.add(*(unknown_key(name, BAND_KEYS) for name in rest if name not in BAND_KEYS))
    fields = {name: item for name, item in rest.items() if name in BAND_KEYS}
    floor, above = limit or (Fraction(0), False)
    whole = {**fields, "grade": grade, "floor": floor, "above": above}
    band = faults.take(partial(_placed, load, whole, GradeBand, "grade"))
    faults.tell()
    return cast("GradeBand", band)


def _placed(load: Load, table: dict[str, Any], cls: type[T], *implied: str) -> T:
    """Load an object some of whose fields no file says in so many words."""
    try:
        return load(table, cls)
    except InvalidValue as error:
        raise InvalidValue(at_own_place(error.problems, *implied)) from None


REQUIRED: dict[str, Literal["clause", "section", "dimension", "score", "adjustment"]] = {
    "clause": "clause",
    "every": "section",
    "dimension": "dimension",
    "score": "score",
    "adjustment": "adjustment",
}
"""The key under which a file names what is looked at."""

FIXED = {"section": "section", "score": "base"}
"""What stands there where there is no choice."""


def requirement_from(value: Any) -> Requirement:
    """Read ``{ clause = "5.1", at_least = "60%" }`` and its like."""
    table = table_of(value)
    known = (*REQUIRED, "at_least", "above", "excluded")
    faults = Faults()
    faults.add(*(unknown_key(key, known) for key in table if key not in known))
    given = [key for key in REQUIRED if key in table]
    if len(given) != 1:
        faults.add(Problem("value.one-of", (), {"keys": ", ".join(REQUIRED)}))
        faults.tell()
    of = REQUIRED[given[0]]
    name = faults.take(partial(text_of, table[given[0]]), given[0])
    fixed = FIXED.get(of)
    if fixed is not None and name is not None and name != fixed:
        values = {"choices": fixed, "found": quoted(name)}
        faults.add(Problem("value.choice", (given[0],), values))
    number = exact if of in IN_POINTS else exact_percentage
    limit = faults.take(partial(_limit, table, number))
    excluded = faults.take(partial(_excluded, table.get("excluded")), "excluded")
    faults.tell()
    at, above = cast("tuple[Fraction, bool]", limit)
    name = "" if fixed else cast("str", name)
    return Requirement(of=of, name=name, limit=at, above=above, excluded=excluded)


def _excluded(value: Any) -> Literal["met", "unmet"] | None:
    match value:
        case None:
            return None
        case "met":
            return "met"
        case "unmet":
            return "unmet"
        case _:
            values = {"choices": "met, unmet", "found": quoted(value)}
            raise InvalidValue([Problem("value.choice", (), values)])


def grades_tree(dump: Dump, grades: GradeBands) -> dict[str, Any]:
    """Write the grades, each with its band, or with several under ``any``."""
    table: dict[str, Any] = {}
    known = {grade.id for grade in grades.grades}
    for band in grades.bands:
        if band.grade not in known:
            values = {"kind": "grade", "found": band.grade}
            raise InvalidValue([Problem("rubric.dangling", ("grades", band.grade), values)])
    for grade in grades.grades:
        entry = dump(grade)
        key = entry.pop("id")
        bands = [_band_tree(dump, band) for band in grades.bands if band.grade == grade.id]
        if len(bands) == 1:
            entry |= bands[0]
        elif bands:
            entry["any"] = bands
        put(table, key, entry, "grades")
    return table


def _band_tree(dump: Dump, band: GradeBand) -> dict[str, Any]:
    table: dict[str, Any] = dump(band)
    del table["grade"]
    floor = table.pop("floor")
    return {"above" if table.pop("above", False) else "at_least": floor, **table}


def requirement_tree(required: Requirement) -> dict[str, Any]:
    """Write what a band requires."""
    key = next(key for key, of in REQUIRED.items() if of == required.of)
    name = FIXED.get(required.of, required.name)
    limit = required.text_of(required.limit).replace(" ", "")
    tree = {key: name, "above" if required.above else "at_least": limit}
    return tree | ({"excluded": required.excluded} if required.excluded else {})


def rubric_from(load: Load, value: Any) -> Rubric:
    """Read a rubric file: its own fields stand in the table ``rubric``, the rest at the top."""
    top = [f.name for f in attrs.fields(Rubric) if f.init and f.name not in HEAD]
    tree = table_of(value)
    faults = Faults()
    faults.take(partial(_language, tree.pop("language", None)), "language")
    [head] = each([("rubric", tree.pop("rubric", {}))], lambda _, item: table_of(item))
    faults.add(
        *(unknown_key(key, [*top, "rubric", "language"]) for key in tree if key not in top),
        *(unknown_key(key, HEAD).below("rubric") for key in head if key not in HEAD),
    )
    known = {key: item for key, item in {**tree, **head}.items() if key in (*top, *HEAD)}
    rubric = faults.take(partial(_with_head, load, known))
    faults.tell()
    return cast("Rubric", rubric)


def _with_head(load: Load, table: dict[str, Any]) -> Rubric:
    try:
        return load(table, Rubric)
    except InvalidValue as error:
        raise InvalidValue(
            problem.below("rubric") if problem.path[:1] and problem.path[0] in HEAD else problem
            for problem in error.problems
        ) from None


def _language(value: Any) -> None:
    if value not in (None, "zh", "en"):
        values = {"choices": "zh, en", "found": quoted(value)}
        raise InvalidValue([Problem("value.choice", (), values)])


def rubric_tree(dump: Dump, rubric: Rubric) -> dict[str, Any]:
    """Write a rubric in the form of its file."""
    tree = dump(rubric)
    head = {key: tree.pop(key) for key in HEAD if key in tree}
    return {"format": rubric.format, "rubric": head, **tree}
