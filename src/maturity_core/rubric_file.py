"""What only a rubric file has: clauses in one flat table, grades with the bands that lead there."""

from collections.abc import Callable, Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any, Literal, Protocol, TypeVar

import attrs

from maturity_core.errors import InvalidValue, Problem, quoted
from maturity_core.exact import as_text, exact, exact_percentage
from maturity_core.fields import nearest
from maturity_core.rubric import Clause, Grade, GradeBand, GradeBands, Requirement, Rubric
from maturity_core.tree import each, is_list, put, table_of, text_of, unknown_key

__all__ = [
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

# A rubric file keeps these fields in its table `rubric`, all others at the top.
_HEAD = (
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
_MOST_LEVELS = 32


class Load(Protocol):
    """Makes an object of a class from a table, as a cattrs converter does."""

    def __call__(self, table: Any, cls: type[T], /) -> T: ...


Dump = Callable[[Any], Any]


def clauses_from(load: Load, value: Any) -> tuple[Clause, ...]:
    """Read the flat table of clauses into a tree."""
    tables = dict(each(table_of(value).items(), lambda key, entry: (key, table_of(entry))))
    parents = dict(
        each(tables.items(), lambda key, table: (key, _named_parent(key, table, tables)))
    )
    children: dict[str, list[str]] = {key: [] for key in ("", *tables)}
    for key, parent in parents.items():
        children[parent].append(key)
    levels = [[""]]
    while levels[-1] and len(levels) <= _MOST_LEVELS:
        levels.append([child for key in levels[-1] for child in children[key]])
    top_down = [key for level in levels[1:] for key in level]
    if len(top_down) < len(tables):
        lost = sorted(set(tables) - set(top_down))
        raise InvalidValue(
            Problem("clause.no-way-up", (key,), {"clause": key, "most": str(_MOST_LEVELS)})
            for key in lost
        )
    made: dict[str, Clause] = {}

    def make(key: str, table: dict[str, Any]) -> None:
        for reserved in ("id", "clauses"):
            if reserved in table:
                raise InvalidValue([unknown_key(reserved, ())])
        below = tuple(made[child] for child in children[key] if child in made)
        fields = {name: item for name, item in table.items() if name != "in"}
        made[key] = load({"id": key, "clauses": below, **fields}, Clause)

    each(((key, tables[key]) for key in reversed(top_down)), make)
    return tuple(made[key] for key in children[""])


def _named_parent(key: str, table: Mapping[str, Any], known: Collection[str]) -> str:
    if "in" not in table:
        return _parent_by_number(key, known)
    parent = table["in"]
    if parent != "" and parent not in known:
        values = {
            "clause": key,
            "found": quoted(parent),
            "nearest": nearest(str(parent), list(known)),
        }
        raise InvalidValue([Problem("clause.unknown-parent", ("in",), values)])
    return text_of(parent)


def _parent_by_number(key: str, known: Collection[str]) -> str:
    """Return the longest known id that ends before a dot of ``key``; "" for the whole."""
    while "." in key:
        key = key.rpartition(".")[0]
        if key in known:
            return key
    return ""


def clauses_tree(dump: Dump, clauses: Iterable[Clause]) -> dict[str, Any]:
    """Write a tree of clauses as one flat table."""
    parents: list[tuple[Clause, str]] = []

    def walk(clause: Clause, parent: str) -> None:
        parents.append((clause, parent))
        for child in clause.clauses:
            walk(child, clause.id)

    for clause in clauses:
        walk(clause, "")
    known = {clause.id for clause, _ in parents}
    table: dict[str, Any] = {}
    for clause, parent in parents:
        entry = dump(attrs.evolve(clause, clauses=()))
        key = entry.pop("id")
        if parent != _parent_by_number(key, known):
            entry["in"] = parent
        put(table, key, entry)
    return table


def _limit(table: dict[str, Any], number: Callable[[Any], Fraction]) -> tuple[Fraction, bool]:
    """Take ``at_least`` or ``above`` out of a table: the limit, and whether it must be exceeded."""
    given = [key for key in ("at_least", "above") if key in table]
    if len(given) != 1:
        raise InvalidValue([Problem("value.one-of", (), {"keys": "at_least, above"})])
    key = given[0]
    [limit] = each([(key, table.pop(key))], lambda _, value: number(value))
    return limit, key == "above"


_BAND_KEYS = ("at_least", "above", "score", "requires", "upto")


def grades_from(load: Load, value: Any) -> GradeBands:
    """Read the table of grades, each with the bands that lead to it."""

    def make(key: str, entry: Any) -> tuple[Grade, list[GradeBand]]:
        table = table_of(entry)
        own = {name: table.pop(name) for name in _BAND_KEYS if name in table}
        several = table.pop("any", [])
        if not is_list(several) or (own and several):
            raise InvalidValue(
                [Problem("value.one-of", ("any",), {"keys": "at_least, above, any"})]
            )
        if "id" in table:
            raise InvalidValue([unknown_key("id", ())])
        grade = load({"id": key, **table}, Grade)
        if own:
            return grade, [_band(load, key, own)]
        return grade, each(enumerate(several), lambda _, item: _band(load, key, table_of(item)))

    loaded = each(table_of(value).items(), make)
    return GradeBands(
        grades=tuple(grade for grade, _ in loaded),
        bands=tuple(band for _, bands in loaded for band in bands),
    )


def _band(load: Load, grade: str, table: dict[str, Any]) -> GradeBand:
    floor, above = _limit(table, exact)
    return load({"grade": grade, "floor": floor, **table, "above": above}, GradeBand)


_REQUIRED: dict[str, Literal["clause", "section", "dimension", "score", "adjustment"]] = {
    "clause": "clause",
    "every": "section",
    "dimension": "dimension",
    "score": "score",
    "adjustment": "adjustment",
}


def requirement_from(value: Any) -> Requirement:
    """Read ``{ clause = "5.1", at_least = "60%" }`` and its like."""
    table = table_of(value)
    given = [key for key in _REQUIRED if key in table]
    if len(given) != 1:
        raise InvalidValue([Problem("value.one-of", (), {"keys": ", ".join(_REQUIRED)})])
    of = _REQUIRED[given[0]]
    name = text_of(table.pop(given[0]))
    fixed = {"section": "section", "score": "base"}.get(of)
    if fixed is not None and name != fixed:
        values = {"choices": fixed, "found": quoted(name)}
        raise InvalidValue([Problem("value.choice", (given[0],), values)])
    number = exact if of in {"score", "adjustment"} else exact_percentage
    limit, above = _limit(table, number)
    if table:
        raise InvalidValue(unknown_key(key, (*_REQUIRED, "at_least", "above")) for key in table)
    return Requirement(of=of, name="" if fixed else name, limit=limit, above=above)


def grades_tree(dump: Dump, grades: GradeBands) -> dict[str, Any]:
    """Write the grades, each with its band, or with several under ``any``."""
    table: dict[str, Any] = {}
    for grade in grades.grades:
        entry = dump(grade)
        key = entry.pop("id")
        bands = [_band_tree(dump, band) for band in grades.bands if band.grade == grade.id]
        if len(bands) == 1:
            entry |= bands[0]
        elif bands:
            entry["any"] = bands
        put(table, key, entry)
    return table


def _band_tree(dump: Dump, band: GradeBand) -> dict[str, Any]:
    table: dict[str, Any] = dump(band)
    del table["grade"]
    floor = table.pop("floor")
    return {"above" if table.pop("above", False) else "at_least": floor, **table}


def requirement_tree(required: Requirement) -> dict[str, Any]:
    """Write what a band requires."""
    key = next(key for key, of in _REQUIRED.items() if of == required.of)
    name = {"section": "section", "score": "base"}.get(required.of, required.name)
    percent = required.of not in {"score", "adjustment"}
    limit = f"{as_text(required.limit * 100)}%" if percent else as_text(required.limit)
    return {key: name, "above" if required.above else "at_least": limit}


def rubric_from(load: Load, value: Any) -> Rubric:
    """Read a rubric file: its own fields stand in the table ``rubric``, the rest at the top."""
    top = [f.name for f in attrs.fields(Rubric) if f.init and f.name not in _HEAD]
    tree = {key: item for key, item in table_of(value).items() if key != "language"}
    [head] = each([("rubric", tree.pop("rubric", {}))], lambda _, item: table_of(item))
    unknown = [
        *(unknown_key(key, [*top, "rubric", "language"]) for key in tree if key not in top),
        *(unknown_key(key, _HEAD).below("rubric") for key in head if key not in _HEAD),
    ]
    try:
        known = {key: item for key, item in {**tree, **head}.items() if key in (*top, *_HEAD)}
        rubric = load(known, Rubric)
    except InvalidValue as error:
        found = (
            problem.below("rubric") if problem.path[0] in _HEAD else problem
            for problem in error.problems
        )
        raise InvalidValue([*unknown, *found]) from None
    if unknown:
        raise InvalidValue(unknown)
    return rubric


def rubric_tree(dump: Dump, rubric: Rubric) -> dict[str, Any]:
    """Write a rubric in the form of its file."""
    tree = dump(rubric)
    head = {key: tree.pop(key) for key in _HEAD if key in tree}
    return {"format": rubric.format, "rubric": head, **tree}
